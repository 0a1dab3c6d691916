"""Every interaction, genuinely signed over HTTP and the same through Socket Mode.

docs/slack-interactions.md lists each with its test.
"""

import asyncio
import json

import pytest

from tests.adapters.slack.rig import Rig, buttons, payload, said
from tests.adapters.slack.workspace import Fault

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


async def test_the_first_run_links_a_channel(rig: Rig) -> None:
    """The administrator's form makes board and people; their direct conversations are opened."""
    await rig.board()
    answer = await rig.command("people")
    assert "Sam Iqbal · clerk" in said(answer)
    assert "Hayley Marsh · officer" in said(answer)


async def test_only_an_administrator_links_a_channel(rig: Rig) -> None:
    """Nobody else, and not an administrator of somebody else's workspace."""
    for user in ("UHAYLEY", "UGUEST"):
        assert "administrator of this workspace" in said(await rig.command("board", user=user))
    assert rig.slack.of("views.open") == []


async def test_a_command_adds(nwp: Rig) -> None:
    answer = await nwp.command("add Circulate the away day outcomes <@UHAYLEY|hayley> by 17 Feb")
    assert answer["response_type"] == "ephemeral"
    assert "Added NWP-1 for Hayley Marsh, due Tue 17 Feb 2026." in said(answer)
    await nwp.drain()
    card = nwp.slack.messages["C1"][-1]
    assert "NWP-1 · Circulate the away day outcomes" in said(card)
    assert list(buttons(card))[:3] == ["Done", "Update", "More time"]


async def test_add_alone_opens_a_form_and_errors_stand_at_the_field(nwp: Rig) -> None:
    await nwp.command("add")
    view = nwp.slack.of("views.open")[-1]["view"]
    blocks = {b["block_id"]: b for b in view["blocks"]}
    assert list(blocks) == ["what", "owners", "due", "due:picked"]
    owner = next(o for o in blocks["owners"]["element"]["options"] if "Hayley" in o["text"]["text"])
    state = {
        "what": {"value": {"type": "plain_text_input", "value": "Book the hall"}},
        "owners": {"value": {"type": "multi_static_select", "selected_options": [owner]}},
        "due": {"value": {"type": "plain_text_input", "value": "32 Feb"}},
        "due:picked": {"value": {"type": "datepicker", "selected_date": None}},
    }
    wrong = await nwp.interact("submission", metadata=view["private_metadata"], view__state={"values": state})
    assert wrong["response_action"] == "errors"
    assert "32 Feb" in wrong["errors"]["due"]
    state["due"]["value"]["value"] = None
    state["due:picked"]["value"]["selected_date"] = "2026-02-20"
    right = await nwp.interact("submission", metadata=view["private_metadata"], view__state={"values": state})
    assert right == {}
    assert "Added NWP-1 for Hayley Marsh, due Fri 20 Feb 2026." in said(nwp.slack.responses[-1])


async def test_a_mention_comes_twice_and_counts_once(nwp: Rig) -> None:
    """As a message and as a mention, under two event ids: one action, one answer."""
    text = "<@UBOT> add Book the hall <@UHAYLEY> by 20 Feb"
    await asyncio.gather(
        nwp.event("message_mention", event__text=text), nwp.event("app_mention", event__text=text)
    )
    assert nwp.action(1).what == "Book the hall"
    assert nwp.action(2) is None
    asked = nwp.slack.of("chat.postEphemeral")
    assert len(asked) == 1
    assert asked[0]["user"] == "USAM"
    assert nwp.action(1).source.link == "https://northvale.slack.example/archives/C1/p1770715800000100"


async def test_plain_talk_is_left_alone(nwp: Rig) -> None:
    nwp.slack.calls.clear()
    await nwp.event("message_plain")
    assert not nwp.slack.of("chat.postEphemeral")
    assert not nwp.slack.of("chat.postMessage")


async def test_an_owner_answers_in_the_cards_thread(nwp: Rig) -> None:
    card = await nwp.added()
    await nwp.event("message_thread", card=card)
    assert nwp.action(1).status.value == "complete"
    answer = nwp.slack.of("chat.postEphemeral")[-1]
    assert answer["thread_ts"] == card
    assert "NWP-1 is complete: “sent this morning”." in said(answer)
    await nwp.drain()
    assert "✓ Complete" in said(nwp.slack.messages["C1"][0])


async def test_a_direct_conversation_is_answered_there(nwp: Rig) -> None:
    await nwp.added()
    await nwp.event("message_direct")
    answer = nwp.slack.messages["DHAYLEY"][-1]
    assert "NWP-1 · Circulate the away day outcomes" in said(answer)


async def test_a_form_asked_for_in_a_message_waits_behind_a_button(nwp: Rig) -> None:
    """A message brings nothing a form could be opened with; a press does."""
    await nwp.event("message_mention", event__text="<@UBOT> add")
    offer = nwp.slack.of("chat.postEphemeral")[-1]
    await nwp.interact(
        "button_ephemeral", button=buttons(offer)["Open the form"], user={"id": "USAM", "team_id": "T1"}
    )
    assert nwp.slack.of("views.open")[-1]["view"]["title"]["text"] == "Add an action"


async def test_a_button_on_a_card(nwp: Rig) -> None:
    card = await nwp.added()
    done = buttons(nwp.slack.messages["C1"][-1])["Done"]
    await nwp.interact("button", card=card, button=done)
    assert nwp.action(1).status.value == "complete"
    answer = nwp.slack.responses[-1]
    assert answer["response_type"] == "ephemeral"
    assert answer["replace_original"] is False
    assert "NWP-1 is complete" in said(answer)


async def test_a_line_of_the_menu(nwp: Rig) -> None:
    card = await nwp.added()
    history = buttons(nwp.slack.messages["C1"][-1])["History"]
    await nwp.interact("menu", card=card, button=history)
    assert "its history" in said(nwp.slack.responses[-1])


async def test_undo_takes_the_place_of_the_answer_it_stood_on(nwp: Rig) -> None:
    answer = await nwp.command("add Book the hall by 20 Feb")
    await nwp.interact("button_ephemeral", button=buttons(answer)["Undo"])
    assert nwp.slack.responses[-1]["replace_original"] is True
    assert "Undone. NWP-1" in said(nwp.slack.responses[-1])


async def test_a_button_opens_a_form_which_answers_where_it_was_pressed(nwp: Rig) -> None:
    card = await nwp.added()
    update = buttons(nwp.slack.messages["C1"][-1])["Update"]
    await nwp.interact("button", card=card, button=update)
    view = nwp.slack.of("views.open")[-1]["view"]
    state = {"words": {"value": {"type": "plain_text_input", "value": "draft with legal"}}}
    await nwp.interact(
        "submission",
        metadata=view["private_metadata"],
        view__state={"values": state},
        user={"id": "UHAYLEY", "team_id": "T1"},
    )
    assert "Noted on NWP-1: “draft with legal”" in said(nwp.slack.responses[-1])


async def test_a_message_shortcut_fills_the_form(nwp: Rig) -> None:
    """Its link and words are kept as the source."""
    await nwp.interact("message_shortcut")
    view = nwp.slack.of("views.open")[-1]["view"]
    blocks = {b["block_id"]: b["element"] for b in view["blocks"]}
    assert blocks["what"]["initial_value"] == "Book the hall"
    assert blocks["owners"]["initial_options"][0]["text"]["text"].startswith("Hayley Marsh")
    assert blocks["due"]["initial_value"] == "20 Feb"
    state = {
        "what": {"value": {"type": "plain_text_input", "value": "Book the hall"}},
        "owners": {
            "value": {"type": "multi_static_select", "selected_options": blocks["owners"]["initial_options"]}
        },
        "due": {"value": {"type": "plain_text_input", "value": "20 Feb"}},
    }
    await nwp.interact("submission", metadata=view["private_metadata"], view__state={"values": state})
    source = nwp.action(1).source
    assert source.link == "https://northvale.slack.example/archives/C1/p1770715000000900"
    assert source.words == "@Hayley Marsh to book the hall by 20 Feb"


async def test_a_global_shortcut_opens_the_form(nwp: Rig) -> None:
    await nwp.interact("global_shortcut")
    view = nwp.slack.of("views.open")[-1]["view"]
    state = {"what": {"value": {"type": "plain_text_input", "value": "Book the hall"}}}
    await nwp.interact("submission", metadata=view["private_metadata"], view__state={"values": state})
    assert "Added NWP-1" in said(nwp.slack.messages["DSAM"][-1])


async def _pinned(nwp: Rig) -> None:
    nwp.slack.say("C1", "UKIM", "<@UHAYLEY> to book the hall by 20 Feb", "1770715000.000900")
    await nwp.event("reaction_propose")


async def test_a_pin_proposes_to_the_one_who_put_it(nwp: Rig) -> None:
    await _pinned(nwp)
    offer = nwp.slack.of("chat.postEphemeral")[-1]
    assert offer["user"] == "USAM"
    assert "Add an action to the Northvale Wellbeing Partnership from this message?" in said(offer)
    assert nwp.action(1) is None
    await nwp.interact("button_ephemeral", button=buttons(offer)["Add"])
    assert nwp.action(1).what == "Book the hall"


async def test_a_tick_on_a_card_by_its_owner(nwp: Rig) -> None:
    """Whatever the skin tone; and by nobody else."""
    card = await nwp.added()
    await nwp.event("reaction_done", card=card, event__user="UKIM")
    assert nwp.action(1).status.value == "open"
    await nwp.event("reaction_done", card=card)
    assert nwp.action(1).status.value == "complete"


async def test_an_edited_message_is_followed(nwp: Rig) -> None:
    await _pinned(nwp)
    await nwp.interact("button_ephemeral", button=buttons(nwp.slack.of("chat.postEphemeral")[-1])["Add"])
    for retry in range(5):
        await nwp.event("message_changed", retry=retry)
    assert nwp.history(1) == ["added", "source edited"]
    assert nwp.action(1).source.words == "@Hayley Marsh to book the hall by 20 Feb"


async def test_a_deleted_message_is_followed(nwp: Rig) -> None:
    await _pinned(nwp)
    await nwp.interact("button_ephemeral", button=buttons(nwp.slack.of("chat.postEphemeral")[-1])["Add"])
    await nwp.event("message_deleted")
    assert nwp.history(1) == ["added", "source deleted"]


async def test_home_is_drawn_and_its_buttons_work(nwp: Rig) -> None:
    await nwp.added()
    await nwp.event("home_opened")
    page = nwp.slack.of("views.publish")[-1]
    assert page["user_id"] == "UHAYLEY"
    assert "NWP-1 · Circulate the away day outcomes" in said(page)
    assert "Northvale Wellbeing Partnership · officer" in said(page)
    await nwp.interact(
        "button_home",
        button=buttons(page)["Done"],
        view__private_metadata=page["view"]["private_metadata"],
    )
    assert nwp.action(1).status.value == "complete"
    assert "NWP-1 is complete" in said(nwp.slack.messages["DHAYLEY"][-1])
    assert "Nothing is waiting for you." in said(nwp.slack.of("views.publish")[-1])


async def test_home_shows_the_clerk_what_waits_for_them(nwp: Rig) -> None:
    """A closure asked for by somebody who may not close; the button there decides it, and nothing waits any more."""
    await nwp.added()
    await nwp.command("done 1", user="UHAYLEY")
    await nwp.command("close 1", user="UKIM")
    await nwp.event("home_opened", event__user="USAM")
    page = nwp.slack.of("views.publish")[-1]
    assert page["user_id"] == "USAM"
    assert "Waiting for you as clerk or chair NWP-1 · Circulate the away day outcomes" in said(page)
    assert "Nothing is waiting" not in said(page)
    await nwp.interact(
        "button_home",
        button=buttons(page)["Close"],
        user__id="USAM",
        view__private_metadata=page["view"]["private_metadata"],
    )
    assert nwp.action(1).status.value == "closed"
    assert "Nothing is waiting for you." in said(nwp.slack.of("views.publish")[-1])


async def test_a_deactivated_person_is_reported_to_the_clerk_once(nwp: Rig) -> None:
    await nwp.added()
    for _ in range(3):
        await nwp.event("user_change")
        await nwp.drain()
    told = [m for m in nwp.slack.messages["DSAM"] if "deactivated" in said(m)]
    assert len(told) == 1
    assert "Hayley Marsh’s account has been deactivated. 1 open action is theirs" in said(told[0])


async def test_the_challenge_of_a_new_request_url(http: Rig) -> None:
    assert await http.deliver("events_api", payload("url_verification")) == {"challenge": "3eZbrw1aB"}


# --- retries -----------------------------------------------------------------------------------------------------


async def test_every_retry_of_an_event_has_one_effect(nwp: Rig) -> None:
    """The first may have failed, so none is dropped; the same again is neither done nor said again."""
    for retry in range(5):
        await nwp.event("message_mention", retry=retry, event__text="<@UBOT> add Book the hall")
    assert nwp.action(2) is None
    assert len(nwp.slack.of("chat.postEphemeral")) == 1


async def test_reading_is_answered_once_too(nwp: Rig) -> None:
    for retry in range(5):
        await nwp.event("message_mention", retry=retry)
    assert len(nwp.slack.of("chat.postEphemeral")) == 1


async def test_a_replayed_command_gets_the_same_answer(nwp: Rig) -> None:
    answers = [await nwp.command("add Book the hall", trigger_id="same") for _ in range(5)]
    assert all(answer == answers[0] for answer in answers)
    assert nwp.action(2) is None


async def test_a_replayed_press_has_one_effect_and_one_answer(nwp: Rig) -> None:
    card = await nwp.added()
    done = buttons(nwp.slack.messages["C1"][-1])["Done"]
    await asyncio.gather(*(nwp.interact("button", card=card, button=done) for _ in range(5)))
    assert nwp.history(1) == ["added", "completed"]
    assert len(nwp.slack.responses) == 1


async def test_a_replayed_form_has_one_effect_and_one_answer(nwp: Rig) -> None:
    await nwp.command("add")
    view = nwp.slack.of("views.open")[-1]["view"]
    state = {"what": {"value": {"type": "plain_text_input", "value": "Book the hall"}}}
    for _ in range(5):
        await nwp.interact("submission", metadata=view["private_metadata"], view__state={"values": state})
    assert nwp.action(2) is None
    assert len(nwp.slack.responses) == 1


async def test_a_replayed_reaction_and_shortcut_have_one_effect(nwp: Rig) -> None:
    for _ in range(5):
        nwp.slack.messages["C1"] = []
        await _pinned(nwp)
    assert len(nwp.slack.of("chat.postEphemeral")) == 1
    for _ in range(5):
        await nwp.interact("message_shortcut")
    assert len(nwp.slack.of("views.open")) == 1


async def test_what_failed_is_done_when_slack_tries_again(http: Rig, monkeypatch) -> None:
    """A failure is told to Slack as one, so that it sends the event again."""
    real, failing = http.handling.handle, True

    async def handle(inbound):
        if failing:
            raise RuntimeError("the disk is full")
        return await real(inbound)

    monkeypatch.setattr(http.handling, "handle", handle)
    given = payload("message_mention", event__text="<@UBOT> add Book the hall")
    with pytest.raises(AssertionError, match="500"):
        await http.deliver("events_api", given)
    failing = False
    await http.deliver("events_api", given, retry=1)
    assert http.action(1).what == "Book the hall"


async def test_an_answer_slack_had_no_time_for_is_given_when_it_tries_again(http: Rig) -> None:
    """Slowed down, the bot tells that it failed: the action is on the log once, and the answer comes with the retry."""
    http.slack.fail("chat.postEphemeral", Fault(429, "ratelimited", {"Retry-After": "30"}))
    given = payload("message_mention", event__text="<@UBOT> add Book the hall")
    with pytest.raises(AssertionError, match="500"):
        await http.deliver("events_api", given)
    await http.deliver("events_api", given, retry=1)
    assert http.action(2) is None
    assert "Added NWP-1" in said(http.slack.of("chat.postEphemeral")[-1])
    assert len(http.slack.of("chat.postEphemeral")) == 2


# --- who is who --------------------------------------------------------------------------------------------------


async def test_bots_are_not_listened_to(nwp: Rig) -> None:
    await nwp.event("message_mention", event__text="<@UBOT> add X", event__bot_id="B9")
    await nwp.event("message_mention", event__text="<@UBOT> add X", event__subtype="bot_message")
    await nwp.event("message_mention", event__text="<@UBOT> add X", event__user="UBOT")
    assert nwp.action(1) is None


async def test_a_guest_from_another_workspace_is_themselves(nwp: Rig) -> None:
    """Slack Connect: the author's workspace is not the channel's."""
    await nwp.event(
        "message_mention",
        event__user="UGUEST",
        event__user_team="T2",
        event__team="T2",
        event__text="<@UBOT> list",
    )
    assert "You hold no role on a board here" in said(nwp.slack.of("chat.postEphemeral")[-1])


async def test_unescaped_mentions_are_kept_as_words(nwp: Rig) -> None:
    """With "escape channels, users" off a command carries "@name" alone: the name is matched to the board."""
    assert "Added NWP-1 for Hayley Marsh" in said(await nwp.command("add Book the hall @hayley"))


async def test_an_answer_longer_than_a_message_is_said_in_parts(nwp: Rig) -> None:
    for number in range(30):
        await nwp.command(
            f"update NWP-1 step {number} " + "word " * 90 if number else "add Book the hall <@USAM>"
        )
    answer = await nwp.command("history 1")
    parts = [answer, *nwp.slack.responses]
    words = " ".join(said(p) for p in parts)
    assert len(parts) > 1
    assert [n for n in range(1, 30) if f"“step {n} word" not in words] == [], words[:3000]


async def test_the_private_metadata_of_a_form_keeps_within_its_limit(nwp: Rig) -> None:
    await nwp.deliver(
        "slash_commands",
        payload("command", text="add", response_url="https://hooks.example/" + "x" * 4000, trigger_id="long"),
    )
    kept = nwp.slack.of("views.open")[-1]["view"]["private_metadata"]
    assert len(kept) <= 3000
    assert json.loads(kept)["channel"] == "C1"
