"""Boards, people, places and meetings: what was kept comes back."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.boards import Board
from bot.domain.people import Member, Role
from bot.domain.places import PlaceKind
from bot.messages import Platform
from tests.contract.scene import NOW, later


def test_a_board_comes_back_as_it_was_added(here):
    """By its id and by its code; an unknown code is nobody's."""
    added = here.write(lambda r: r.boards.add("CPSRB", "Road Safety", "Europe/Paris", NOW))
    assert added == Board(added.id, "CPSRB", "Road Safety", "Europe/Paris", next_digest_at=NOW)
    assert here.look(lambda r: (r.boards.get(added.id), r.boards.by_code("CPSRB"))) == (added, added)
    assert here.look(lambda r: r.boards.by_code("XX")) is None


def test_a_board_that_is_not_there_is_an_error(here):
    """Ids come from the store: one it does not know is a fault, not an answer."""
    with pytest.raises(LookupError):
        here.look(lambda r: r.boards.get(here.officer.id))


def test_a_code_is_given_once(here):
    """Refs begin with it, so two boards of an organisation cannot share one."""
    with pytest.raises(IntegrityError):
        here.write(lambda r: r.boards.add("NWP", "Another", "Europe/London", None))


def test_the_next_digest_moves(here):
    """To another instant, and to none."""
    here.write(lambda r: r.boards.set_next_digest(here.board.id, later(days=7)))
    assert here.look(lambda r: r.boards.get(here.board.id)).next_digest_at == later(days=7)
    here.write(lambda r: r.boards.set_next_digest(here.board.id, None))
    assert here.look(lambda r: r.boards.get(here.board.id)).next_digest_at is None


def test_a_moment_comes_back_in_utc(here):
    """Whatever zone it was said in, it is the same instant, aware, in UTC."""
    said = datetime(2026, 7, 1, 9, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    here.write(lambda r: r.boards.set_next_digest(here.board.id, said))
    kept = here.look(lambda r: r.boards.get(here.board.id)).next_digest_at
    assert kept == said
    assert kept.isoformat() == "2026-07-01T08:00:00.123456+00:00"


def test_a_naive_moment_is_refused(here):
    """Nobody could say which instant it means."""
    with pytest.raises(ValueError, match="time zone"):
        here.write(lambda r: r.boards.set_next_digest(here.board.id, datetime(2026, 7, 1, 9)))
    assert here.look(lambda r: r.boards.get(here.board.id)).next_digest_at is None


def test_the_roster_keeps_the_order_people_were_added_in(here):
    """Those whose role ended are gone; a role given again comes last."""
    here.write(lambda r: r.people.end_role(here.board.id, here.chair.id))
    here.write(lambda r: r.people.give_role(here.board.id, here.stranger.id, Role.OBSERVER))
    here.write(lambda r: r.people.give_role(here.board.id, here.chair.id, Role.MEMBER))
    assert here.look(lambda r: r.people.roster(here.board.id)).members == (
        Member(here.clerk, Role.CLERK),
        Member(here.officer, Role.OFFICER),
        Member(here.stranger, Role.OBSERVER),
        Member(here.chair, Role.MEMBER),
    )


def test_a_person_has_one_role_on_a_board(here):
    """A new one takes the old one's place; other boards are untouched."""
    other = here.write(lambda r: r.boards.add("OTH", "Other", "Europe/London", None))
    here.write(lambda r: r.people.give_role(other.id, here.officer.id, Role.CHAIR))
    here.write(lambda r: r.people.give_role(here.board.id, here.officer.id, Role.MEMBER))
    assert here.look(lambda r: r.people.roles(here.officer.id)) == {
        here.board.id: Role.MEMBER,
        other.id: Role.CHAIR,
    }


def test_identities_lead_to_people(here):
    """Several at once, the unknown ones left out; none asked, none found."""
    found = here.look(
        lambda r: r.people.by_identity(Platform.PLAYGROUND, "W1", ["hayley", "sam", "who", "margaret"])
    )
    assert found == {"hayley": here.officer, "sam": here.clerk, "margaret": here.chair}
    assert here.look(lambda r: r.people.by_identity(Platform.PLAYGROUND, "W1", [])) == {}
    assert here.look(lambda r: r.people.by_identity(Platform.SLACK, "W1", ["hayley"])) == {}


def test_a_person_may_have_several_identities(here):
    """One on each platform and workspace; each is found and named there alone."""
    here.write(lambda r: r.people.link(here.officer.id, Platform.SLACK, "T1", "U7"))
    assert here.look(lambda r: r.people.by_identity(Platform.SLACK, "T1", ["U7"])) == {"U7": here.officer}
    assert here.look(lambda r: r.people.address_on(here.officer.id, Platform.SLACK, "T1")) == "U7"
    assert here.look(lambda r: r.people.address_on(here.officer.id, Platform.SLACK, "T2")) is None
    assert here.look(lambda r: r.people.address_on(here.officer.id, Platform.PLAYGROUND, "W1")) == "hayley"


def test_an_identity_is_one_persons(here):
    """Linked again, it is the later person's."""
    here.write(lambda r: r.people.link(here.stranger.id, Platform.PLAYGROUND, "W1", "hayley"))
    found = here.look(lambda r: r.people.by_identity(Platform.PLAYGROUND, "W1", ["hayley"]))
    assert found == {"hayley": here.stranger}


def test_people_nobody_on_the_installation_is(here):
    """Those still to be linked there, in the order they were added."""
    assert here.look(lambda r: r.people.without_identity(Platform.PLAYGROUND, "W1")) == [here.stranger]
    assert here.look(lambda r: r.people.without_identity(Platform.SLACK, "T1")) == [
        here.chair,
        here.clerk,
        here.officer,
        here.stranger,
    ]


def test_places_come_back(here):
    """With their installation; a direct one is its person's and none of the board's."""
    direct = here.write(
        lambda r: r.places.add(here.installation.id, PlaceKind.DIRECT, "@h", "Hayley", person=here.officer.id)
    )
    group = here.write(
        lambda r: r.places.add(here.installation.id, PlaceKind.GROUP, "g", "Group", board=here.board.id)
    )
    assert here.look(lambda r: r.places.get(direct.id)) == direct
    assert here.look(lambda r: r.places.installation(direct.id)) == here.installation
    assert here.look(lambda r: r.places.of_board(here.board.id)) == [here.channel, group]


def test_the_direct_conversation_last_written_in_comes_first(here):
    """Those never written in come last."""

    def work(records):
        made = [
            records.places.add(here.installation.id, PlaceKind.DIRECT, a, a, person=here.officer.id)
            for a in ("@1", "@2", "@3")
        ]
        records.places.touched(made[1].id, NOW)
        records.places.touched(made[2].id, later(hours=1))
        return made

    one, two, three = here.write(work)
    assert here.look(lambda r: r.places.direct_to(here.officer.id)) == [three, two, one]


def test_a_place_is_known_once(here):
    """The same address on an installation cannot be two places."""
    with pytest.raises(IntegrityError):
        here.write(lambda r: r.places.add(here.installation.id, PlaceKind.CHANNEL, "#board", "again"))


def test_meetings_are_listed_by_their_time_without_the_cancelled(here):
    """A cancelled one is still there when asked for by its id."""

    def work(records):
        second = records.meetings.add(here.board.id, later(days=60), None)
        first = records.meetings.add(here.board.id, later(days=30), "Town Hall")
        gone = records.meetings.add(here.board.id, later(days=45), None)
        records.meetings.cancel(gone.id)
        return first, second, gone

    first, second, gone = here.write(work)
    assert here.look(lambda r: r.meetings.of_board(here.board.id)) == [first, second]
    assert here.look(lambda r: r.meetings.get(first.id)) == first
    assert here.look(lambda r: r.meetings.get(gone.id)).cancelled


def test_installations_are_found_by_platform_and_workspace(here):
    """And an unknown one is None."""
    assert here.read(lambda u: u.installation(Platform.PLAYGROUND, "W1")) == here.installation
    assert here.read(lambda u: u.installation(Platform.PLAYGROUND, "W2")) is None


def test_a_workspace_belongs_to_one_organisation(here):
    """A second organisation cannot install in it."""

    def work(unit):
        unit.add_installation(unit.add_organisation("Other"), Platform.PLAYGROUND, "W1")

    with pytest.raises(IntegrityError):
        here.transact(work)


def test_somebody_whose_roles_have_ended_is_known_by_name(here):
    """Coming back they are the same person, and not a second one of that name."""
    assert here.look(lambda r: r.people.formerly(here.officer.name)) == []
    here.write(lambda r: r.people.end_role(here.board.id, here.officer.id))
    assert here.look(lambda r: r.people.formerly(here.officer.name)) == [here.officer]
    assert here.look(lambda r: r.people.formerly("Somebody Else")) == []
