"""Slack sends again what it had no answer to, and the same message under several names: each counts once.

Every kind comes five times here, as retries, and where Slack does so under other event ids. What the first one came to
is on the log, in the outbox and before people's eyes; the other four change none of it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.domain.outbox import OutboxState
from tests.adapters.slack.rig import Rig, buttons

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

Once = Callable[[int], Awaitable[Any]]
Prepare = Callable[[Rig], Awaitable[Once]]


async def mention(rig: Rig) -> Once:
    text = "<@UBOT> add Book the hall <@UHAYLEY> by 20 Feb"
    names = ("message_mention", "app_mention")
    return lambda n: rig.event(names[n % 2], retry=n, event__text=text, event_id=f"Ev{n}")


async def question(rig: Rig) -> Once:
    return lambda n: rig.event("message_mention", retry=n, event_id=f"Ev{n}")


async def reply_in_a_thread(rig: Rig) -> Once:
    card = await rig.added()
    return lambda n: rig.event("message_thread", retry=n, card=card, event_id=f"Ev{n}")


async def direct(rig: Rig) -> Once:
    await rig.added()
    return lambda n: rig.event("message_direct", retry=n, event__text="done 1", event_id=f"Ev{n}")


async def talk(rig: Rig) -> Once:
    return lambda n: rig.event("message_plain", retry=n, event_id=f"Ev{n}")


async def pin(rig: Rig) -> Once:
    rig.slack.say("C1", "UKIM", "<@UHAYLEY> to book the hall by 20 Feb", "1770715000.000900")
    return lambda n: rig.event("reaction_propose", retry=n, event_id=f"Ev{n}")


async def tick(rig: Rig) -> Once:
    card = await rig.added()
    return lambda n: rig.event("reaction_done", retry=n, card=card, event_id=f"Ev{n}")


async def _proposed(rig: Rig) -> None:
    await (await pin(rig))(0)
    offer = rig.slack.of("chat.postEphemeral")[-1]
    await rig.interact("button_ephemeral", button=buttons(offer)["Add"], trigger_id="proposed")


async def edit(rig: Rig) -> Once:
    await _proposed(rig)
    return lambda n: rig.event("message_changed", retry=n, event_id=f"Ev{n}")


async def deletion(rig: Rig) -> Once:
    await _proposed(rig)
    return lambda n: rig.event("message_deleted", retry=n, event_id=f"Ev{n}")


async def deactivation(rig: Rig) -> Once:
    await rig.added()
    return lambda n: rig.event("user_change", retry=n, event_id=f"Ev{n}")


async def command(rig: Rig) -> Once:
    return lambda _: rig.command("add Book the hall <@UHAYLEY>", trigger_id="same")


async def command_with_a_form(rig: Rig) -> Once:
    return lambda _: rig.command("add", trigger_id="same")


async def press(rig: Rig) -> Once:
    card = await rig.added()
    done = buttons(rig.slack.messages["C1"][-1])["Done"]
    return lambda _: rig.interact("button", card=card, button=done)


async def menu(rig: Rig) -> Once:
    card = await rig.added()
    line = buttons(rig.slack.messages["C1"][-1])["History"]
    return lambda _: rig.interact("menu", card=card, button=line)


async def form(rig: Rig) -> Once:
    await rig.command("add")
    view = rig.slack.of("views.open")[-1]["view"]
    state = {"what": {"value": {"type": "plain_text_input", "value": "Book the hall"}}}
    return lambda _: rig.interact(
        "submission", metadata=view["private_metadata"], view__state={"values": state}
    )


async def shortcut_on_a_message(rig: Rig) -> Once:
    return lambda _: rig.interact("message_shortcut")


MINUTES = b"Minutes of the meeting held on 3 February 2026\n\nACTION: Hayley Marsh to print the posters by 6 March\n"


async def minutes_by_shortcut(rig: Rig) -> Once:
    file = rig.slack.upload("minutes.txt", MINUTES)
    return lambda _: rig.interact("message_shortcut", callback_id="read_minutes", message__files=[file])


async def minutes_uploaded(rig: Rig) -> Once:
    file = rig.slack.upload("minutes.txt", MINUTES)
    about = {"event__user": "USAM", "event__channel": "DSAM", "event__text": "minutes"}
    return lambda n: rig.event(
        "message_direct",
        retry=n,
        event__files=[file],
        event__subtype="file_share",
        event_id=f"Ev{n}",
        **about,
    )


async def press_at_home(rig: Rig) -> Once:
    await rig.added()
    await rig.event("home_opened")
    page = rig.slack.of("views.publish")[-1]
    more = {"button": buttons(page)["Done"], "view__private_metadata": page["view"]["private_metadata"]}
    return lambda _: rig.interact("button_home", **more)


async def renaming(rig: Rig) -> Once:
    news = {"event__subtype": "channel_name", "event__name": "partnership", "event__text": "renamed"}
    return lambda n: rig.event("message_plain", retry=n, event_id=f"Ev{n}", **news)


async def shortcut(rig: Rig) -> Once:
    return lambda _: rig.interact("global_shortcut")


KINDS: list[Prepare] = [
    mention,
    question,
    reply_in_a_thread,
    direct,
    talk,
    pin,
    tick,
    edit,
    deletion,
    deactivation,
    command,
    command_with_a_form,
    press,
    menu,
    form,
    shortcut_on_a_message,
    shortcut,
    minutes_by_shortcut,
    minutes_uploaded,
    press_at_home,
    renaming,
]


async def seen(rig: Rig) -> dict[str, Any]:
    """What came of it: the log, the outbox, and what people have before their eyes."""
    await rig.drain()
    slack = rig.slack
    return {
        "channel": rig.channel(),
        "first": rig.history(1) if rig.action(1) else None,
        "second": rig.action(2),
        "outbox": len(rig.store.read_sync(lambda unit: unit.outbox_rows(tuple(OutboxState), 100))),
        "messages": {channel: len(said) for channel, said in slack.messages.items()},
        "ephemeral": len(slack.of("chat.postEphemeral")),
        "modals": len(slack.of("views.open")),
        "responses": len(slack.responses),
    }


@pytest.mark.parametrize("prepare", KINDS, ids=lambda kind: kind.__name__)
async def test_one_effect_however_often_it_comes(nwp: Rig, prepare: Prepare) -> None:
    """One after another, as Slack tries again: at once, after a minute, after five."""
    once = await prepare(nwp)
    before = await seen(nwp)
    answer = await once(0)
    after = await seen(nwp)
    assert (before == after) is (prepare is talk)
    for retry in range(1, 5):
        assert await once(retry) == answer
        assert await seen(nwp) == after


@pytest.mark.parametrize("prepare", KINDS, ids=lambda kind: kind.__name__)
async def test_one_effect_when_all_come_at_once(http: Rig, prepare: Prepare) -> None:
    """Two replicas of Slack's own, a slow network: five at the same time."""
    once = await prepare(http)
    before = await seen(http)
    answers = await asyncio.gather(*(once(n) for n in range(5)))
    assert all(answer == answers[0] for answer in answers)
    after = await seen(http)
    new = {k: after[k] for k in ("ephemeral", "modals", "responses") if after[k] != before[k]}
    assert all(after[k] - before[k] == 1 for k in new)
    assert after["second"] is None
    assert await once(6) == answers[0]
    assert await seen(http) == after
