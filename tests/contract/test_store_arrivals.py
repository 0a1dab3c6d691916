"""What is known about an inbound, and the replies its replays get."""

import asyncio

import pytest

from bot.domain.outbox import OutboxState
from bot.domain.people import Role, Viewer
from bot.domain.places import PlaceKind
from bot.messages import Author, Button, Buttons, Heading, Platform, Reply, View, Where
from bot.ports import Arrival, Stale
from tests.contract.scene import NOW, later, row

REPLY = Reply(
    answer=View(
        line="NWP-1 added",
        blocks=(Heading(text="NWP-1 <b>"), Buttons(buttons=(Button(id="undo:1", label="Undo"),))),
        subjects=(1,),
    ),
    replaces=True,
    rows=(4, 5),
)


def arrive(here, **more) -> Arrival | None:
    return here.read(lambda u: u.arrival(here.inbound(**more)))


def test_an_inbound_is_known_by_its_place_and_author(here):
    """Who, with all their roles; where, and which board's."""
    other = here.write(lambda r: r.boards.add("OTH", "Other", "Europe/London", None))
    here.write(lambda r: r.people.give_role(other.id, here.officer.id, Role.CHAIR))
    assert arrive(here) == Arrival(
        installation=here.installation,
        viewer=Viewer(here.officer, {here.board.id: Role.OFFICER, other.id: Role.CHAIR}),
        place=here.channel,
        board=here.board,
        earlier=None,
    )


def test_an_unknown_installation_is_none(here):
    """Nothing can be said about it."""
    assert arrive(here, workspace="W9") is None
    assert arrive(here, platform=Platform.TEAMS) is None


def test_an_unknown_author_and_place(here):
    """Are nobody and nowhere; a person without a role is themself, with none."""
    stranger = arrive(here, author="who", where=Where(kind=PlaceKind.CHANNEL, address="#new"))
    assert (stranger.viewer, stranger.place, stranger.board) == (Viewer(None), None, None)
    here.write(lambda r: r.people.link(here.stranger.id, Platform.PLAYGROUND, "W1", "kim"))
    assert arrive(here, author="kim").viewer == Viewer(here.stranger, {})


def test_an_author_is_looked_up_in_their_own_workspace(here):
    """Somebody from another workspace, as Slack Connect has them, is not their namesake here."""
    here.write(lambda r: r.people.link(here.clerk.id, Platform.PLAYGROUND, "W7", "hayley"))
    visitor = here.inbound().model_copy(update={"author": Author(workspace="W7", id="hayley")})
    assert here.read(lambda u: u.arrival(visitor)).viewer.person == here.clerk
    assert arrive(here).viewer.person == here.officer


def test_a_direct_conversation_belongs_to_no_board(here):
    """It is known as a place."""
    place = here.write(
        lambda r: r.places.add(here.installation.id, PlaceKind.DIRECT, "@h", "h", person=here.officer.id)
    )
    found = arrive(here, where=Where(kind=PlaceKind.DIRECT, address="@h"))
    assert (found.place, found.board) == (place, None)


def test_a_replay_finds_the_reply_it_got(here):
    """Word for word; another delivery finds none."""
    here.transact(lambda u: u.keep_reply(here.organisation, here.inbound(), REPLY, NOW))
    assert arrive(here).earlier == REPLY
    assert arrive(here, delivery="d2").earlier is None


def test_a_delivery_is_answered_once(here):
    """A second answer is refused, and the first one stays."""
    here.transact(lambda u: u.keep_reply(here.organisation, here.inbound(), REPLY, NOW))
    with pytest.raises(Stale):
        here.transact(lambda u: u.keep_reply(here.organisation, here.inbound(), Reply(), NOW))
    assert arrive(here).earlier == REPLY


async def test_the_same_delivery_at_once_has_one_effect(here):
    """All of them get the one reply."""
    inbound = here.inbound()

    def handle(unit):
        arrival = unit.arrival(inbound)
        if arrival.earlier is not None:
            return arrival.earlier
        records = unit.within(here.organisation)
        reply = Reply(rows=(records.outbox.put(row(f"key {len(handled)}"), inbound.delivery, NOW),))
        handled.append(reply)
        unit.keep_reply(here.organisation, inbound, reply, NOW)
        return reply

    handled: list[Reply] = []
    replies = await asyncio.gather(*(here.store.transact(handle) for _ in range(20)))
    # Several writers may set out at once; what all but one of them did is undone.
    assert replies[0] in handled
    assert replies == [replies[0]] * 20
    assert len(here.read(lambda u: u.outbox_rows([OutboxState.WAITING], 9))) == 1


def test_old_replies_are_forgotten(here):
    """The oldest first, as many as asked for; how many is said."""
    for n in range(4):
        here.transact(
            lambda u, n=n: u.keep_reply(
                here.organisation, here.inbound(delivery=f"d{n}"), REPLY, later(days=n)
            )
        )

    def forget(before, limit):
        return here.transact(lambda u: u.forget_replies(before, limit))

    def known():
        return [n for n in range(4) if arrive(here, delivery=f"d{n}").earlier]

    assert forget(later(days=3), 2) == 2
    assert known() == [2, 3]
    assert forget(later(days=3), 10) == 1
    assert forget(later(days=3), 10) == 0
    assert known() == [3]
