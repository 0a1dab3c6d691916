"""Which accounts are one person's."""

from datetime import timedelta

from sqlalchemy import text

from bot.domain.outbox import OutboxKind, OutboxState
from bot.domain.people import SYSTEM
from bot.domain.places import PlaceKind
from bot.messages import Platform
from bot.ports import Account, Joining
from tests.contract.scene import NOW, Scene, later, row

HAYLEY = Account(Platform.PLAYGROUND, "W1", "hayley")
IN_TEAMS = Account(Platform.TEAMS, "tenant", "29:hayley")


def test_a_persons_accounts(here: Scene):
    """Each platform's; one that is let go is nobody's."""
    here.write(lambda r: r.people.link(here.officer.id, Platform.TEAMS, "tenant", "29:hayley"))
    assert here.look(lambda r: r.linking.accounts(here.officer.id)) == [HAYLEY, IN_TEAMS]
    here.write(lambda r: r.linking.detach(IN_TEAMS))
    assert here.look(lambda r: r.linking.accounts(here.officer.id)) == [HAYLEY]
    assert here.look(lambda r: r.people.by_identity(Platform.TEAMS, "tenant", ["29:hayley"])) == {}


def test_an_address_is_kept_changed_and_forgotten(here: Scene):
    """One for each account; whether it is news is told."""
    assert here.write(lambda r: r.linking.keep_email(HAYLEY, "h@example.org"))
    assert not here.write(lambda r: r.linking.keep_email(HAYLEY, "h@example.org"))
    here.write(lambda r: r.linking.keep_email(IN_TEAMS, "h@example.org"))
    assert here.look(lambda r: r.linking.with_email("h@example.org")) == [HAYLEY, IN_TEAMS]
    assert here.write(lambda r: r.linking.keep_email(HAYLEY, "marsh@example.org"))
    assert here.write(lambda r: r.linking.keep_email(IN_TEAMS, None))
    assert here.look(lambda r: r.linking.with_email("h@example.org")) == []
    assert not here.write(lambda r: r.linking.keep_email(IN_TEAMS, None))


def test_a_code_is_one_accounts_for_a_time_and_stands_nowhere(here: Scene):
    """A new one ends the earlier; its digest alone is in the database."""
    first = here.write(lambda r: r.linking.new_code(HAYLEY, later(minutes=15)))
    code = here.write(lambda r: r.linking.new_code(HAYLEY, later(minutes=15)))
    assert first != code
    assert here.look(lambda r: r.linking.whose_code(first, NOW)) is None
    assert here.look(lambda r: r.linking.whose_code(code, later(minutes=14))) == HAYLEY
    assert here.look(lambda r: r.linking.whose_code(code, later(minutes=15))) is None
    with here.store._engine.connect().execution_options(reading=True) as connection:
        kept = connection.execute(text("SELECT * FROM link_codes")).fetchall()
    assert len(kept) == 1
    assert code not in str(kept)
    here.write(lambda r: r.linking.use_code(HAYLEY))
    assert here.look(lambda r: r.linking.whose_code(code, NOW)) is None


def test_wrong_codes_are_counted(here: Scene):
    """None at first; the latest count and since when."""
    assert here.look(lambda r: r.linking.wrong_codes(HAYLEY))[0] == 0
    here.write(lambda r: r.linking.count_wrong(HAYLEY, 1, NOW))
    here.write(lambda r: r.linking.count_wrong(HAYLEY, 2, NOW))
    assert here.look(lambda r: r.linking.wrong_codes(HAYLEY)) == (2, NOW)
    assert here.look(lambda r: r.linking.wrong_codes(IN_TEAMS))[0] == 0


def test_all_of_one_person_becomes_anothers_and_comes_back(here: Scene):
    """Accounts, direct conversations, what they added and were asked, notices that wait; not the nudges."""
    direct = here.write(
        lambda r: r.places.add(
            here.installation.id, PlaceKind.DIRECT, "@hayley", "hayley", person=here.officer.id
        )
    )
    action = here.add(adder=here.officer.id)
    question = here.write(lambda r: r.questions.ask(here.officer.id, {"n": 1}, NOW))
    for kind in (OutboxKind.NOTICE, OutboxKind.NUDGE):
        here.write(lambda r, kind=kind: r.outbox.put(row(kind, person=here.officer.id, kind=kind), "d", NOW))
    moved = here.write(lambda r: r.linking.move(here.officer.id, here.clerk.id))
    assert HAYLEY in here.look(lambda r: r.linking.accounts(here.clerk.id))
    assert here.look(lambda r: r.linking.accounts(here.officer.id)) == []
    assert [p.id for p in here.look(lambda r: r.places.direct_to(here.clerk.id))] == [direct.id]
    assert here.look(lambda r: r.log(SYSTEM).action(action.id)).adder == here.clerk.id
    assert here.look(lambda r: r.questions.get(question, here.clerk.id)) == {"n": 1}
    assert {r.kind: r.person for r in here.read(lambda u: u.outbox_rows([OutboxState.WAITING], 9))} == {
        OutboxKind.NOTICE: here.clerk.id,
        OutboxKind.NUDGE: here.officer.id,
    }
    here.write(lambda r: r.linking.move_back(moved, here.officer.id))
    assert here.look(lambda r: r.linking.accounts(here.officer.id)) == [HAYLEY]
    assert [p.id for p in here.look(lambda r: r.places.direct_to(here.officer.id))] == [direct.id]
    assert here.look(lambda r: r.log(SYSTEM).action(action.id)).adder == here.officer.id
    assert here.look(lambda r: r.questions.get(question, here.officer.id)) == {"n": 1}


def test_who_was_joined_is_remembered_until_it_ends(here: Scene):
    """And whoever became somebody else is not found by name any more."""
    here.write(lambda r: r.people.end_role(here.board.id, here.officer.id))
    change = here.write(lambda r: r.history.new_change())
    joining = Joining(change, here.clerk.id, here.officer.id, (HAYLEY,), {"places": [1]})
    assert here.look(lambda r: r.people.formerly(here.officer.name)) == [here.officer]
    here.write(lambda r: r.linking.join(joining, NOW))
    assert here.look(lambda r: r.linking.of_change(change)) == joining
    assert here.look(lambda r: r.linking.of_person(here.clerk.id)) == [joining]
    assert here.look(lambda r: r.people.formerly(here.officer.name)) == []
    here.write(lambda r: r.linking.end(change, later(hours=1)))
    assert here.look(lambda r: r.linking.of_change(change)).ended
    assert here.look(lambda r: r.people.formerly(here.officer.name)) == [here.officer]


def test_a_place_is_found_renamed_and_handed_over(here: Scene):
    """By its address; a conversation may become nobody's."""
    here.write(lambda r: r.places.rename(here.channel.id, "the-new-name"))
    found = here.look(lambda r: r.places.at(here.installation.id, "#board"))
    assert (found.id, found.name) == (here.channel.id, "the-new-name")
    assert here.look(lambda r: r.places.at(here.installation.id, "#other")) is None
    here.write(lambda r: r.places.hand_over(here.channel.id, here.officer.id))
    assert here.look(lambda r: r.places.get(here.channel.id)).person == here.officer.id


def test_an_unknown_row_waits_again_once(here: Scene):
    """Asked twice, or about another attempt, nothing happens."""
    its_id = here.write(lambda r: r.outbox.put(row("card"), None, NOW))
    loaded = here.read(lambda u: u.outbox_by_id([its_id]))[0]
    begun = here.transact(lambda u: u.begin_attempt(loaded, NOW))
    assert not here.write(lambda r: r.outbox.send_again(its_id, 1, NOW))
    here.transact(lambda u: u.settle(begun, OutboxState.UNKNOWN, "no answer", NOW))
    assert not here.write(lambda r: r.outbox.send_again(its_id, 2, NOW))
    assert here.write(lambda r: r.outbox.send_again(its_id, 1, NOW + timedelta(minutes=1)))
    assert not here.write(lambda r: r.outbox.send_again(its_id, 1, NOW))
    again = here.read(lambda u: u.outbox_by_id([its_id]))[0]
    assert (again.state, again.reason, again.settled_at) == (OutboxState.WAITING, None, None)
    assert here.transact(lambda u: u.claim_outbox(later(minutes=2), 10))[0].id == its_id
