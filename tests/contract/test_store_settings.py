"""What a board or a person set for themselves: it comes back, and all else is as the installation has it."""

from datetime import date, time

import pytest

from bot.domain.actions import Owner
from bot.domain.boards import DigestRule, Escalation, NudgeRule, Pause, QuietHours, Rules
from bot.domain.calendars import Span
from bot.domain.people import Person, Rhythm
from bot.domain.settings import Setting, Source, source
from store.store import SqlStore
from tests.contract.scene import later

CHRISTMAS = Span(date(2026, 12, 24), date(2027, 1, 1))
OWN = {
    "nation": "GB-SCT",
    "closed": [["2026-12-24", "2027-01-01"]],
    "digest": {"weekday": 1, "at": "10:00"},
    "nudges": {"days_before": [14, 7, 1], "days_between": 5},
    "quiet": ["18:00", "08:00"],
    "escalation": {"clerk": 5, "chair": 10},
    "ask": 3,
    "pause": {"days": ["2026-03-23", "2026-05-08"], "words": "pre-election"},
}


def test_a_board_that_set_nothing_works_by_what_is_usual(here):
    """As it was added, and as it is read."""
    assert here.board.own == {}
    board = here.look(lambda r: r.boards.get(here.board.id))
    usual = here.look(lambda r: r.boards.usual)
    assert usual == Rules()
    assert board == here.board
    assert (board.nation, board.quiet, board.escalation) == (usual.nation, usual.quiet, usual.escalation)
    assert {source(board, setting, usual) for setting in Setting} == {Source.USUAL}


def test_what_a_board_set_is_what_holds(here):
    """Each of its own settings, its zone among them; what it did not say of a rule is as usual."""
    kept = here.write(lambda r: r.boards.keep_settings(here.board.id, "Europe/Dublin", OWN))
    board = here.look(lambda r: r.boards.get(here.board.id))
    assert board == kept == here.look(lambda r: r.boards.by_code(here.board.code))
    assert board.own == OWN
    assert board.zone == "Europe/Dublin"
    assert board.nation == "GB-SCT"
    assert board.closed == (CHRISTMAS,)
    assert board.digests == DigestRule(1, time(10, 0), 3)
    assert board.nudges == NudgeRule(time(9, 0), (14, 7, 1), 1, 5, 7)
    assert board.quiet == QuietHours(time(18), time(8))
    assert board.escalation == Escalation(5, 10)
    assert board.ask == 3
    assert board.pause == Pause(Span(date(2026, 3, 23), date(2026, 5, 8)), "pre-election")
    assert {source(board, setting, Rules()) for setting in Setting} == {Source.BOARD}
    assert (board.next_digest_at, board.name) == (here.board.next_digest_at, here.board.name)


def test_settings_taken_away_are_usual_again(here):
    """Nothing of them stays behind."""
    here.write(lambda r: r.boards.keep_settings(here.board.id, "Europe/Dublin", OWN))
    here.write(lambda r: r.boards.keep_settings(here.board.id, "Europe/London", {}))
    assert here.look(lambda r: r.boards.get(here.board.id)) == here.board


def test_settings_of_a_board_that_is_not_there_are_an_error(here):
    """They would be lost otherwise."""
    with pytest.raises(LookupError):
        here.write(lambda r: r.boards.keep_settings(here.officer.id, "Europe/London", OWN))
    with pytest.raises(LookupError):
        here.write(lambda r: r.people.keep_settings(here.board.id, {"nation": "IE"}))


def test_a_person_keeps_their_own_rhythm(here):
    """It comes back with them wherever they are read, and with what is due to them."""
    own = {"nation": "IE", "nudges": {"at": "08:30", "days_before": [3]}}
    kept = here.write(lambda r: r.people.keep_settings(here.officer.id, own))
    rhythm = Rhythm(at=time(8, 30), days_before=(3,))
    assert kept == Person(
        here.officer.id, here.officer.name, here.officer.zone, here.officer.partner, "IE", rhythm
    )
    assert here.look(lambda r: r.people.get(here.officer.id)) == kept
    assert here.look(lambda r: r.people.roster(here.board.id)).find(here.officer.id) == kept
    here.add("Circulate the outcomes", Owner.of(here.officer.id), nudge=later(hours=1))
    found = here.transact(lambda u: u.claim_nudges(later(hours=2), 10))
    assert [(n.nation, n.rhythm) for n in found] == [("IE", rhythm)]
    here.write(lambda r: r.people.keep_settings(here.officer.id, {}))
    assert here.look(lambda r: r.people.get(here.officer.id)) == here.officer


def test_what_is_usual_is_the_installations(tmp_path):
    """A store opened with other rules gives them to every board that set nothing, old ones too."""
    file = tmp_path / "usual.sqlite3"
    store = SqlStore.open(file, synchronous="OFF")
    organisation = store.transact_sync(lambda u: u.add_organisation("One"))
    board = store.transact_sync(
        lambda u: u.within(organisation).boards.add("NWP", "A", "Europe/London", None)
    )
    own = {"digest": {"weekday": 4}}
    other = store.transact_sync(
        lambda u: u.within(organisation).boards.keep_settings(
            u.within(organisation).boards.add("SEC", "B", "Europe/London", None).id, "Europe/Paris", own
        )
    )
    store.close_sync()
    usual = Rules(nation="IE", digests=DigestRule(2, time(8), 4), escalation=Escalation(3, None))
    store = SqlStore.open(file, synchronous="OFF", usual=usual)
    try:
        for read in (store.read_sync, store.transact_sync):
            first = read(lambda u: u.within(organisation).boards.get(board.id))
            second = read(lambda u: u.within(organisation).boards.get(other.id))
            assert (first.nation, first.digests, first.escalation) == (
                "IE",
                usual.digests,
                Escalation(3, None),
            )
            assert second.digests == DigestRule(4, time(8), 4)
            assert source(first, Setting.NATION, usual) is Source.INSTALLATION
            assert source(second, Setting.DIGEST, usual) is Source.BOARD
            assert source(second, Setting.ZONE, usual) is Source.BOARD
            assert source(second, Setting.ASK, usual) is Source.USUAL
    finally:
        store.close_sync()
