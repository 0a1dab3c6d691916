"""The whole loop on Slack, over HTTP and through a socket, told by what Slack received.

An action is added, has its card, is chased by the clock, answered in a thread and by a button, stands in the digests,
and every change can be undone.
"""

import pytest

from tests.adapters.slack.rig import A_SECOND, Rig, buttons, said
from tests.adapters.slack.workspace import Fault, Json

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def cards(rig: Rig) -> list[Json]:
    return [m for m in rig.slack.messages.get("C1", []) if "metadata" in m]


async def test_the_whole_loop(nwp: Rig) -> None:
    """Add, card, nudge, done in the thread, done by a button, digests weekly and before the meeting, undo."""
    slack = nwp.slack
    await nwp.command("meeting add Tue 24 Feb 14:00")

    # Tuesday: two actions are added, and have their cards.
    for text in (
        "Circulate the away day outcomes <@UHAYLEY> by 17 Feb",
        "Develop the evidence base <@UKIM> by 20 Feb",
    ):
        answer = await nwp.command(f"add {text}")
        assert answer["response_type"] == "ephemeral"
        assert "[Undo]" in said(answer)
        await nwp.drain()
    first, second = cards(nwp)
    assert "NWP-1 · Circulate the away day outcomes" in said(first)
    assert "Hayley Marsh leads" in said(first)
    assert "● On track" in said(first)
    assert list(buttons(first))[:3] == ["Done", "Update", "More time"]

    # Monday: the weekly digest in the channel, and to Hayley, the day before hers is due, a direct message.
    await nwp.clock("2026-02-16 10:00")
    digest = slack.messages["C1"][-1]
    assert "Northvale Wellbeing Partnership" in said(digest)
    assert "2 open" in said(digest)
    nudge = slack.messages["DHAYLEY"][-1]
    assert "NWP-1 · Circulate the away day outcomes" in said(nudge)
    assert "due tomorrow" in said(nudge) or "Tue 17 Feb" in said(nudge)
    assert len(slack.messages["DHAYLEY"]) == 1

    # "done" as a reply to the nudge, in her own conversation.
    await nwp.event(
        "message_direct",
        event__text="done, sent this morning",
        event__thread_ts=nudge["ts"],
        event__ts="1771236000.0001",
    )
    assert nwp.action(1).status.value == "complete"
    answer = slack.messages["DHAYLEY"][-1]
    assert answer["thread_ts"] == nudge["ts"]
    assert "NWP-1 is complete: “sent this morning”." in said(answer)
    await nwp.drain()
    assert "✓ Complete" in said(first)

    # Undone, and done again by the button on the card.
    await nwp.interact(
        "button",
        card=answer["ts"],
        button=buttons(answer)["Undo"],
        trigger_id="undo",
        channel={"id": "DHAYLEY", "name": "directmessage"},
        container={
            "type": "message",
            "message_ts": answer["ts"],
            "channel_id": "DHAYLEY",
            "thread_ts": nudge["ts"],
        },
    )
    await nwp.drain()
    assert nwp.action(1).status.value == "open"
    assert "✓ Complete" not in said(first)
    await nwp.interact("button", card=first["ts"], button=buttons(first)["Done"], trigger_id="done")
    assert "NWP-1 is complete" in said(slack.responses[-1])
    await nwp.drain()
    assert nwp.history(1) == ["added", "completed", "undone", "completed"]
    assert "✓ Complete" in said(first)

    # "in progress" in the other card's thread, by its owner.
    await nwp.event(
        "message_thread",
        card=second["ts"],
        event__user="UKIM",
        event__text="waiting on public health",
        event__ts="1771237000.0001",
    )
    assert "waiting on public health" in said(slack.of("chat.postEphemeral")[-1])

    # Three working days before the meeting: its digest. Kim hears a week before, the day before, and on the day.
    await nwp.clock("2026-02-20 10:00")
    digests = [m for m in slack.messages["C1"] if "meeting on Tue 24 Feb" in said(m)]
    assert digests
    assert "NWP-2 · Develop the evidence base" in said(digests[-1])
    assert len(slack.messages["DKIM"]) == 3

    # Nothing was said twice: every key is there once.
    keys = [str(m["metadata"]) for channel in slack.messages.values() for m in channel if m.get("metadata")]
    assert len(keys) == len(set(keys))


async def test_an_undone_add_takes_its_card_along(nwp: Rig) -> None:
    answer = await nwp.command("add Book the hall by 20 Feb")
    await nwp.drain()
    await nwp.interact("button_ephemeral", button=buttons(answer)["Undo"])
    await nwp.drain()
    assert "Withdrawn" in said(cards(nwp)[0])


async def test_the_loop_holds_in_bad_weather(nwp: Rig) -> None:
    """Slowed down, broken off before and after, and answered with a failure: everything is said, and said once."""
    faults = [
        Fault(429, "ratelimited", {"Retry-After": "7"}),
        Fault(drop=True),
        Fault(drop=True, after=True),
        Fault(503),
        Fault(500, after=True),
    ]
    for number, fault in enumerate(faults):
        nwp.slack.fail("chat.postMessage", fault)
        await nwp.command(f"add Action number {number} <@UHAYLEY>")
        await nwp.drain()
    for _ in range(4):
        nwp.now += 11 * A_SECOND
        await nwp.drain()
    told = [said(card) for card in cards(nwp)]
    assert [sum(f"Action number {n}" in card for card in told) for n in range(len(faults))] == [1] * len(
        faults
    )
