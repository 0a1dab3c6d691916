"""Minutes being brought in, what they propose, and what is kept of them beside the actions."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.actions import Owner
from bot.domain.dues import on
from bot.domain.ids import ChangeId
from bot.domain.minutes import (
    AsRead,
    Import,
    ImportState,
    NewImport,
    NewResolution,
    Proposal,
    ProposalKind,
    Standing,
    Verdict,
)
from bot.domain.people import SYSTEM, Viewer
from bot.ports import Stale
from tests.contract.scene import NOW, Scene, later

HELD = date(2026, 2, 10)
KEPT = frozenset(kind for kind in ProposalKind if kind.kept)


def proposal(position: int = 0, **more: object) -> Proposal:
    known: dict[str, object] = {
        "position": position,
        "kind": ProposalKind.ACTION,
        "what": "Print the posters",
        "words": "HM to print the posters by 6 March",
        "start": 40,
        "end": 74,
        "read": AsRead("Print the posters", ("HM",), "by 6 March"),
        "confidence": 0.9,
        "why": "a line marked as an action",
    }
    return Proposal(**{**known, **more})


def brought(
    scene: Scene,
    *found: Proposal,
    meeting: date | None = HELD,
    source: str | None = "m.docx",
    mark: str = "abc",
) -> Import:
    new = NewImport(
        board=scene.board.id,
        person=scene.clerk.id,
        read_at=NOW,
        source=source,
        mark=mark,
        meeting=meeting,
        stated=True,
    )
    return scene.write(lambda records: records.minutes.add(new, found))


def resolution(origin: Import, kind: ProposalKind = ProposalKind.DECISION, **more: object) -> NewResolution:
    known: dict[str, object] = {
        "kind": kind,
        "what": "Hold the fair in June",
        "words": "It was agreed to hold the fair in June.",
        "minute": "4.2",
        "meeting": HELD,
        "others": None,
        "origin": origin.id,
        "kept_at": NOW,
    }
    return NewResolution(**{**known, **more})


def test_an_import_comes_back_as_it_was_added(here: Scene):
    """With all that it proposes, in the order of the minutes."""
    second = proposal(
        1,
        kind=ProposalKind.REFERRAL,
        owners=(Owner.of(here.officer.id), Owner.written("the ICB")),
        due=on(date(2026, 3, 6), "by 6 March"),
        doubt="“Easter” could be more than one date.",
        minute="4.2",
    )
    added = brought(here, second, proposal(0))
    assert here.look(lambda r: r.minutes.get(added.id)) == added
    found = here.look(lambda r: r.minutes.proposals(added.id))
    assert [replace(one, id=second.id) for one in found] == [proposal(0), second]
    assert len({one.id for one in found}) == 2


def test_what_a_reviewer_changes_is_kept_and_what_was_read_stays(here: Scene):
    """The words, their place and what they were read as are nobody's to change."""
    added = brought(here, proposal())
    (before,) = here.look(lambda r: r.minutes.proposals(added.id))
    action = here.add()
    changed = replace(
        before,
        kind=ProposalKind.DECISION,
        what="Print more posters",
        owners=(Owner.of(here.officer.id),),
        due=on(date(2026, 3, 7)),
        doubt=None,
        verdict=Verdict.ACCEPTED,
        standing=Standing.CHANGED,
        sure=True,
        action=action.id,
    )
    here.write(lambda r: r.minutes.save_proposals([replace(changed, words="Forged", start=0)]))
    assert here.look(lambda r: r.minutes.proposals(added.id)) == [changed]


def test_an_import_is_saved_by_one_at_a_time(here: Scene):
    """Two who press at once: the second finds out, and looks again."""
    added = brought(here)
    accepted = replace(added, state=ImportState.ACCEPTED, change=ChangeId(7))
    saved = here.write(lambda r: r.minutes.save(accepted))
    assert here.look(lambda r: r.minutes.get(added.id)) == saved
    with pytest.raises(Stale):
        here.write(lambda r: r.minutes.save(replace(added, state=ImportState.LEFT)))
    assert here.look(lambda r: r.minutes.get(added.id)) == saved


def test_a_boards_imports_are_listed_by_state(here: Scene):
    """The newest first, and no more than were asked for."""
    first, second, third = (brought(here, source=f"{n}.docx") for n in range(3))
    here.write(lambda r: r.minutes.save(replace(second, state=ImportState.LEFT)))
    reviewing = [ImportState.REVIEWING]
    assert here.look(lambda r: r.minutes.of_board(here.board.id, reviewing, 9)) == [third, first]
    assert here.look(lambda r: r.minutes.of_board(here.board.id, reviewing, 1)) == [third]
    assert here.look(lambda r: r.minutes.of_board(here.board.id, [], 9)) == []


def test_earlier_proposals_are_of_the_same_text_day_or_file_and_in_the_log(here: Scene):
    """Not those under review or left alone; the newest minutes first."""
    january = date(2026, 1, 6)

    def put(what: str, source: str | None, meeting: date | None, mark: str, state: ImportState) -> None:
        added = brought(here, proposal(what=what), meeting=meeting, source=source, mark=mark)
        here.write(lambda r: r.minutes.save(replace(added, state=state)))

    put("Same day", "a.docx", HELD, "one", ImportState.ACCEPTED)
    put("Same file", "m.docx", january, "two", ImportState.ACCEPTED)
    put("Same text", None, None, "three", ImportState.ACCEPTED)
    put("Under review", "m.docx", HELD, "three", ImportState.REVIEWING)
    put("Left", "m.docx", HELD, "three", ImportState.LEFT)
    put("Another", "b.docx", january, "four", ImportState.ACCEPTED)

    def earlier(mark: str, meeting: date | None, source: str | None) -> list[str]:
        found = here.look(
            lambda r: r.minutes.earlier(here.board.id, mark=mark, meeting=meeting, source=source)
        )
        return [one.what for one in found]

    assert earlier("three", HELD, "m.docx") == ["Same text", "Same file", "Same day"]
    assert earlier("none", HELD, None) == ["Same day"]
    assert earlier("none", None, None) == []


def test_resolutions_are_listed_by_kind_and_the_latest_meeting_comes_first(here: Scene):
    """Those without a day come last."""
    origin = brought(here)

    def keep(records) -> None:
        for what, kind, day in (
            ("Early", ProposalKind.DECISION, date(2026, 1, 6)),
            ("Undated", ProposalKind.DECISION, None),
            ("Late", ProposalKind.DECISION, HELD),
            ("Passed on", ProposalKind.REFERRAL, HELD),
        ):
            records.minutes.keep(here.board.id, resolution(origin, kind, what=what, meeting=day))

    here.write(keep)
    decisions = [ProposalKind.DECISION]
    listed = here.look(lambda r: r.log(SYSTEM).resolutions(here.board.id, decisions))
    assert [one.what for one in listed] == ["Late", "Early", "Undated"]
    assert {one.what for one in here.look(lambda r: r.log(SYSTEM).resolutions(here.board.id, KEPT))} == {
        "Late",
        "Early",
        "Undated",
        "Passed on",
    }


def test_what_was_withdrawn_is_not_listed_until_it_stands_again(here: Scene):
    """All of one import together."""
    origin, other = brought(here), brought(here)
    here.write(lambda r: r.minutes.keep(here.board.id, resolution(origin)))
    here.write(lambda r: r.minutes.keep(here.board.id, resolution(other, what="Another")))

    def listed() -> list[str]:
        return [one.what for one in here.look(lambda r: r.log(SYSTEM).resolutions(here.board.id, KEPT))]

    here.write(lambda r: r.minutes.withdraw(origin.id))
    assert listed() == ["Another"]
    here.write(lambda r: r.minutes.withdraw(origin.id, withdrawn=False))
    assert sorted(listed()) == ["Another", "Hold the fair in June"]


def test_resolutions_are_seen_only_by_those_with_a_role(here: Scene):
    """As every read of a log."""
    origin = brought(here)
    here.write(lambda r: r.minutes.keep(here.board.id, resolution(origin)))
    insider, outsider = here.viewer(here.officer), Viewer(here.stranger, {})
    assert len(here.look(lambda r: r.log(insider).resolutions(here.board.id, KEPT))) == 1
    assert here.look(lambda r: r.log(outsider).resolutions(here.board.id, KEPT)) == []


def test_moments_come_back_in_utc(here: Scene):
    """Whatever zone they were said in."""
    origin = brought(here)
    here.write(lambda r: r.minutes.keep(here.board.id, resolution(origin, kept_at=later(hours=1))))
    (kept,) = here.look(lambda r: r.log(SYSTEM).resolutions(here.board.id, KEPT))
    assert kept.kept_at == later(hours=1)
    assert kept.kept_at.utcoffset().total_seconds() == 0
