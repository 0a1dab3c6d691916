"""How a send can end, and what is known of the message then."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from bot.domain.outbox import Ambiguous, OutboxKind, OutboxState, Refused, Retry, Sent
from bot.domain.places import PlaceKind, PostKind
from bot.messages import Outgoing, Paragraph, Platform, Run, View
from tests.adapters.teams.board import CHANNEL, member, pressable, words
from tests.adapters.teams.issuer import TENANT

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

VIEW = View(line="Hello", blocks=(Paragraph(lines=((Run(text="Hello"),),)),))


def outgoing(address: str = CHANNEL, kind: PlaceKind = PlaceKind.CHANNEL, **more: Any) -> Outgoing:
    return Outgoing(
        key="1:card:1",
        kind=PostKind.CARD,
        platform=Platform.TEAMS,
        workspace=TENANT,
        place_kind=kind,
        address=address,
        view=VIEW,
        **more,
    )


def refusing(status: int, code: str | None = None, **headers: str) -> Any:
    body = {"error": {"code": code, "message": "no"}} if code else {}
    return lambda _: web.json_response(body, status=status, headers=headers)


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (403, "BotNotInConversationRoster", "the bot is not in that conversation in Teams"),
        (403, "ForbiddenOperationException", "the bot is not installed for them in Teams"),
        (403, "MessageWritesBlocked", "they have blocked the bot, or taken it away, in Teams"),
        (403, "BotDisabledByAdmin", "the administrators of Teams have blocked the bot"),
        (403, None, "the bot is not installed for them in Teams, or may not write there"),
        (404, "ConversationNotFound", "Teams no longer has that conversation"),
        (413, "MessageSizeTooBig", "the message is too large for Teams"),
        (400, "BadSyntax", "Teams refused it (400 BadSyntax)"),
    ],
)
async def test_a_refusal_is_said_in_the_clerks_words(
    teams: Any, status: int, code: str | None, reason: str
) -> None:
    """Tried once, never again."""
    teams.microsoft.faults.append(refusing(status, code))
    assert await teams.app.sender.send(outgoing()) == Refused(reason)


async def test_a_pause_is_kept_as_long_as_teams_asks(teams: Any) -> None:
    """429 says for how long; without that, half a minute."""
    teams.microsoft.faults += [
        refusing(429, **{"Retry-After": "7"}),
        refusing(429),
        refusing(412, "PreconditionFailed"),
    ]
    assert await teams.app.sender.send(outgoing()) == Retry(7.0, "Teams asks for a pause", limited=True)
    assert await teams.app.sender.send(outgoing()) == Retry(30.0, "Teams asks for a pause", limited=True)
    assert isinstance(await teams.app.sender.send(outgoing()), Retry)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_failing_teams_leaves_it_unknown_and_is_asked_once(teams: Any, status: int) -> None:
    """The SDK's client would have posted the same message again by itself: it may stand there already."""
    asked = []

    def fail(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=status)

    teams.microsoft.faults += [fail, fail, fail]
    assert isinstance(await teams.app.sender.send(outgoing()), Ambiguous)
    assert len(asked) == 1


async def test_a_connection_cut_while_waiting_is_unknown(teams: Any) -> None:
    """It may have been written before the line went."""

    def cut(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    teams.microsoft.faults.append(cut)
    assert isinstance(await teams.app.sender.send(outgoing()), Ambiguous)


async def test_a_teams_that_cannot_be_reached_got_nothing(teams: Any, unused_tcp_port: int) -> None:
    """Refused connections never carried the message: it is tried again."""
    teams.app.references.learn(TENANT, CHANNEL, f"http://127.0.0.1:{unused_tcp_port}/")
    assert isinstance(await teams.app.sender.send(outgoing()), Retry)


async def test_a_sign_in_that_fails_got_nothing(teams: Any) -> None:
    """Without a token nothing is sent: it is tried again, with the reason for the operator; mended, it goes."""
    teams.microsoft.password = "another"
    outcome = await teams.app.sender.send(outgoing())
    assert outcome == Retry(30.0, "Microsoft does not accept the bot's password (401 invalid_client)")
    assert teams.microsoft.said == []
    teams.microsoft.password = "hush"
    assert isinstance(await teams.app.sender.send(outgoing()), Sent)


async def test_a_token_is_fetched_once_for_many_messages(teams: Any) -> None:
    """And anew after Teams no longer takes it."""
    await asyncio.gather(*(teams.app.sender.send(outgoing()) for _ in range(5)))
    assert teams.microsoft.tokens == 1
    teams.microsoft.faults.append(refusing(401))
    assert isinstance(await teams.app.sender.send(outgoing()), Retry)
    assert isinstance(await teams.app.sender.send(outgoing()), Sent)
    assert teams.microsoft.tokens == 2


async def test_a_thread_a_redraw_and_a_private_word(teams: Any) -> None:
    """Where each stands; what is for one person in a channel goes to their own chat."""
    first = await teams.app.sender.send(outgoing())
    assert isinstance(first, Sent)
    await teams.app.sender.send(outgoing(thread=first.address))
    await teams.app.sender.send(outgoing(replaces=first.address))
    await teams.app.sender.send(outgoing(private_to=member("tom")))
    one, two, three = teams.microsoft.to(CHANNEL)
    assert (one["thread"], two["thread"]) == (None, first.address)
    assert three["redrawn"]
    assert three["id"] == first.address
    assert words(teams.microsoft.to(teams.chat("tom"))[0]) == "Hello"


async def test_the_clerk_is_told_who_cannot_be_reached(teams: Any) -> None:
    """A nudge that was refused is a failed row, and a notice to the clerk in her words."""
    await teams.tell("sam", "add Circulate the outcomes by 11 Feb")
    await teams.tell("sam", "assign 1 Hayley Marsh")
    await teams.deliver()
    teams.board.tick("2026-02-11 09:00")
    refuse = refusing(403, "MessageWritesBlocked")
    teams.microsoft.faults.append(lambda request: refuse(request) if "hayley" in request.path else None)
    await teams.deliver()
    notice = teams.microsoft.to(teams.chat("sam"))[-1]
    assert "I could not reach Hayley Marsh with a nudge (they have blocked the bot" in words(notice)


async def test_an_unknown_send_is_listed_and_not_repeated(teams: Any) -> None:
    """The row is unknown, the clerk hears of it, and nothing is said a second time."""
    await teams.tell("sam", "add Circulate the outcomes")
    teams.microsoft.faults.append(refusing(502))
    await teams.deliver()
    await teams.deliver()
    rows = await teams.store.read(lambda unit: unit.outbox_rows([OutboxState.UNKNOWN], 10))
    assert [row.kind for row in rows] == [OutboxKind.CARD]
    assert teams.microsoft.to(CHANNEL) == []
    assert "I cannot tell whether #board got the card" in words(teams.microsoft.to(teams.chat("sam"))[-1])


async def unknown_card(teams: Any) -> Any:
    """A card that may have arrived, and the clerk's notice of it."""
    await teams.tell("sam", "add Circulate the outcomes")
    teams.microsoft.faults.append(refusing(502))
    await teams.deliver()
    await teams.deliver()
    return teams.microsoft.to(teams.chat("sam"))[-1]


async def test_the_clerk_sends_it_again_once_however_often_the_button_is_pressed(teams: Any) -> None:
    """Five at once and once more later: one card. Nothing is left unknown, and the action is answered in its thread."""
    notice = await unknown_card(teams)
    press = pressable(notice, "Send again")
    said = await asyncio.gather(*(teams.press("sam", press, notice["id"]) for _ in range(5)))
    await teams.deliver()
    said.append(await teams.press("sam", press, notice["id"]))
    await teams.deliver()
    (card,) = [each for each in teams.microsoft.to(CHANNEL) if "attachments" in each]
    assert "NWP-1" in words(card)
    told = [words(each) for each in teams.microsoft.to(teams.chat("sam"))]
    assert len([t for t in told if "I send it to #board again now, once." in t]) == 1
    assert len([t for t in told if "nothing is sent a third time" in t]) == 5
    assert await teams.store.read(lambda unit: unit.outbox_rows([OutboxState.UNKNOWN], 10)) == []
    await teams.mention("sam", "done", thread=card["id"])
    assert teams.board.action(1).status.value == "complete"


async def test_what_is_unknown_again_is_a_new_decision(teams: Any) -> None:
    """It is not repeated by itself either: there is a notice with a button of its own."""
    notice = await unknown_card(teams)
    teams.microsoft.faults.append(
        lambda request: web.Response(status=502) if request.path.endswith("conversations") else None
    )
    await teams.press("sam", pressable(notice, "Send again"), notice["id"])
    await teams.deliver()
    await teams.deliver()
    again = teams.microsoft.to(teams.chat("sam"))[-1]
    assert "I cannot tell whether #board got the card" in words(again)
    assert pressable(again, "Send again") != pressable(notice, "Send again")
    await teams.press("sam", pressable(notice, "Send again"), notice["id"])
    await teams.deliver()
    assert [each for each in teams.microsoft.to(CHANNEL) if "attachments" in each] == []
    await teams.press("sam", pressable(again, "Send again"), again["id"])
    await teams.deliver()
    assert len([each for each in teams.microsoft.to(CHANNEL) if "attachments" in each]) == 1


async def test_only_whoever_runs_the_log_sends_again(teams: Any) -> None:
    """Whatever a client sends; and what there is nothing left to say of is let be."""
    notice = await unknown_card(teams)
    press = pressable(notice, "Send again")
    await teams.press("hayley", press, "1")
    assert "Only the clerk or the chair" in words(teams.microsoft.to(teams.chat("hayley"))[-1])
    await teams.press("sam", press | {"button": "again:99999:1"}, notice["id"])
    assert "Only the clerk or the chair" in words(teams.microsoft.to(teams.chat("sam"))[-1])
    await teams.tell("sam", "undo")
    await teams.press("sam", press, notice["id"])
    assert "withdrawn before its card was posted" in words(teams.microsoft.to(teams.chat("sam"))[-1])
    await teams.deliver()
    assert teams.microsoft.to(CHANNEL) == []
