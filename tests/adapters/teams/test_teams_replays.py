"""Teams sends again what it had no answer to: every kind of activity counts once, and is answered once.

Five times each, one after another and all at once: what the first one came to is on the log, in the outbox and before
people's eyes; the other four change none of it, and are answered with the same.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.domain.outbox import OutboxState
from tests.adapters.teams.board import BOT, CHANNEL, actions, member, pressable
from tests.adapters.teams.issuer import TENANT
from tests.adapters.teams.test_teams_files import sent
from tests.adapters.teams.test_teams_message_actions import MINUTES, chosen

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

Json = dict[str, Any]
Prepare = Callable[[Any], Awaitable[Json]]


async def card_of(teams: Any) -> Json:
    await teams.tell("sam", "add Circulate the outcomes @hayley by 17 Feb")
    await teams.deliver()
    return teams.microsoft.to(CHANNEL)[-1]


def invoke(
    teams: Any, name: str, value: Json, who: str = "hayley", kind: str = "channel", **more: Any
) -> Json:
    return teams.activity(who, kind, type="invoke", name=name, value=value, **more)


async def personal(teams: Any) -> Json:
    return teams.activity("hayley", type="message", text="add Book the hall by Friday")


async def reading(teams: Any) -> Json:
    return teams.activity("hayley", type="message", text="list")


async def asking_for_a_form(teams: Any) -> Json:
    return teams.activity("hayley", type="message", text="add")


async def mention(teams: Any) -> Json:
    return teams.activity("hayley", "channel", type="message") | teams.board.mentioning("add Book the hall")


async def mention_in_a_group(teams: Any) -> Json:
    return teams.activity("hayley", "groupChat", type="message") | teams.board.mentioning("add Book the hall")


async def in_a_thread(teams: Any) -> Json:
    card = await card_of(teams)
    said = teams.activity("hayley", "channel", thread=card["id"], type="message")
    return said | teams.board.mentioning("done")


async def press(teams: Any) -> Json:
    card = await card_of(teams)
    action = {"type": "Action.Execute", "data": pressable(card, "Done")}
    return invoke(teams, "adaptiveCard/action", {"action": action}, replyToId=card["id"])


async def form(teams: Any) -> Json:
    await teams.tell("hayley", "add")
    (card,) = teams.microsoft.to(teams.chat("hayley"))
    filled = pressable(card, "Add") | {"what": "Book the hall", "owners": "", "due": "Friday"}
    action = {"type": "Action.Execute", "data": filled}
    return invoke(teams, "adaptiveCard/action", {"action": action}, kind="personal", replyToId=card["id"])


async def dialog(teams: Any) -> Json:
    card = await card_of(teams)
    _, body = await teams.dialog("hayley", "task/fetch", pressable(card, "Update"), card["id"], "channel")
    (submit,) = actions(body["task"]["value"]["card"]["content"])
    return invoke(teams, "task/submit", {"data": submit["data"] | {"words": "with the printers"}})


async def create_action(teams: Any) -> Json:
    _, body = await teams.send(chosen(teams, "sam", "create", "<p>Tom to book the hall</p>"))
    filled = pressable(body["task"]["value"]["card"]["content"], "Add") | {"owners": "", "due": "17 Feb"}
    value = {"commandId": "create", "data": filled | {"what": "Book the hall"}}
    return invoke(teams, "composeExtension/submitAction", value, who="sam")


async def minutes_of_a_message(teams: Any) -> Json:
    return chosen(teams, "sam", "minutes", MINUTES)


async def file(teams: Any) -> Json:
    return teams.activity("sam", type="message", text="", attachments=[sent(teams, "minutes.txt")])


async def installed(teams: Any) -> Json:
    return teams.activity("sam", "groupChat", type="installationUpdate", action="add")


async def came(teams: Any) -> Json:
    teams.microsoft.members = [{"id": member("priya")}]
    return teams.activity("sam", "channel", type="conversationUpdate", membersAdded=[{"id": member("priya")}])


async def removed(teams: Any) -> Json:
    return teams.activity("sam", "channel", type="conversationUpdate", membersRemoved=[{"id": BOT}])


async def renamed(teams: Any) -> Json:
    news = teams.activity("sam", "channel", type="conversationUpdate")
    news["channelData"] |= {"eventType": "channelRenamed", "channel": {"id": CHANNEL, "name": "partnership"}}
    return news


KINDS: dict[Prepare, int] = {
    personal: 2,
    reading: 1,
    asking_for_a_form: 1,
    mention: 3,
    mention_in_a_group: 3,
    in_a_thread: 3,
    press: 2,
    form: 1,
    dialog: 2,
    create_action: 2,
    minutes_of_a_message: 1,
    file: 1,
    installed: 1,
    came: 0,
    removed: 0,
    renamed: 0,
}
"""And how many messages each comes to: the answer, that there is one, the card or its redraw."""


async def seen(teams: Any) -> Json:
    """What came of it."""
    await asyncio.gather(*teams.app.presence._work)
    await teams.deliver()
    one, two = teams.board.action(1), teams.board.action(2)
    rows = await teams.store.read(lambda unit: unit.outbox_rows(tuple(OutboxState), 100))
    return {
        "first": one,
        "history": teams.board.history(1) if one else None,
        "second": two,
        "outbox": [(row.key, row.state) for row in rows],
        "said": [(each["conversation"], each["id"]) for each in teams.microsoft.said],
        "chats": dict(teams.microsoft.opened),
        "gone": teams.app.references.is_gone(TENANT, CHANNEL),
        "channel": teams.board.called(CHANNEL),
        "priya": teams.board.direct_of("priya"),
    }


@pytest.mark.parametrize("prepare", KINDS, ids=lambda kind: kind.__name__)
async def test_one_effect_however_often_it_comes(teams: Any, prepare: Prepare) -> None:
    """One after another, as Teams tries again after fifteen seconds."""
    activity = await prepare(teams)
    before = await seen(teams)
    answer = await teams.send(activity)
    assert answer[0] == 200
    after = await seen(teams)
    assert after != before
    assert len(after["said"]) - len(before["said"]) == KINDS[prepare]
    for _ in range(4):
        assert await teams.send(activity) == answer
        assert await seen(teams) == after


@pytest.mark.parametrize("prepare", KINDS, ids=lambda kind: kind.__name__)
async def test_one_effect_when_all_come_at_once(teams: Any, prepare: Prepare) -> None:
    """A slow network: five at the same time, and no two of them say anything."""
    activity = await prepare(teams)
    before = await seen(teams)
    answers = await asyncio.gather(*(teams.send(activity) for _ in range(5)))
    assert all(each == answers[0] for each in answers)
    after = await seen(teams)
    assert after != before
    assert len(after["said"]) - len(before["said"]) == KINDS[prepare]
    assert after["second"] is None
    assert await teams.send(activity) == answers[0]
    assert await seen(teams) == after
