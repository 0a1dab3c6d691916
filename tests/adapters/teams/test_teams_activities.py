"""Every kind of activity, over HTTP through the real server, with tokens that hold."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.metrics import Metrics
from adapters.server import Parts, create_app
from adapters.teams.app import outward, teams_app
from bot.domain.places import PlaceKind
from bot.messages import Platform
from bot.ports import UnitOfWork
from tests.adapters.teams.board import BOT, CHANNEL, GROUP, actions, card_words, member, pressable, words
from tests.adapters.teams.issuer import TENANT

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


async def test_personal_words_are_answered_where_they_were_said(teams: Any) -> None:
    """Plainly, with no mention: the answer is a card with an Undo button, the card of the action is in the channel."""
    status, _ = await teams.tell("hayley", "add Circulate the outcomes by 17 Feb")
    assert status == 200
    (answer,) = teams.microsoft.to(teams.chat("hayley"))
    assert "Added NWP-1" in words(answer)
    assert "17 Feb 2026" in words(answer)
    assert "[Undo]" in words(answer)
    assert answer["summary"].startswith("Added NWP-1")
    await teams.deliver()
    (card,) = teams.microsoft.to(CHANNEL)
    assert "NWP-1 · Circulate the outcomes" in words(card)
    assert card["thread"] is None


async def test_a_mention_in_a_channel_is_answered_in_the_askers_own_chat(teams: Any) -> None:
    """The channel hears in a few words that it was, in the thread; nothing of the answer is public."""
    status, _ = await teams.mention("hayley", "add Circulate the outcomes @tom by Friday")
    assert status == 200
    (answer,) = teams.microsoft.to(teams.chat("hayley"))
    assert "Added NWP-1" in words(answer)
    (aloud,) = teams.microsoft.to(CHANNEL)
    assert aloud["text"] == "I have answered you in our own chat."
    assert aloud["thread"] == "1000"
    assert teams.board.action(1).what == "Circulate the outcomes"
    assert "Tom Reid" in words(answer)


async def test_a_mention_in_a_group_chat(teams: Any) -> None:
    """Answered in the asker's own chat: a group that keeps no board's log sees nothing of one."""
    status, _ = await teams.mention("hayley", "list", kind="groupChat")
    assert status == 200
    assert "Northvale Wellbeing Partnership" in words(teams.microsoft.to(teams.chat("hayley"))[0])
    assert teams.microsoft.to(GROUP)[0]["text"] == "I have answered you in our own chat."


async def test_without_a_chat_of_their_own_the_answer_is_given_in_the_place(teams: Any) -> None:
    """Nothing is lost when the bot is not installed for somebody: they are answered aloud, and told why."""
    teams.microsoft.faults.append(blocked)
    await teams.mention("priya", "list")
    answer, note = teams.microsoft.to(CHANNEL)
    assert "Northvale Wellbeing Partnership · Open" in words(answer)
    assert "cannot write to you in a chat of your own" in note["text"]


def blocked(_: web.Request) -> web.Response:
    return web.json_response({"error": {"code": "ForbiddenOperationException"}}, status=403)


async def test_a_group_that_keeps_no_log_is_shown_none_even_then(teams: Any) -> None:
    """What would be the asker's alone stays unsaid where others read and no board is at home."""
    teams.microsoft.faults.append(blocked)
    await teams.mention("priya", "list", kind="groupChat")
    (note,) = teams.microsoft.to(GROUP)
    assert "belongs to no board" in note["text"]


async def test_an_answer_that_may_have_arrived_is_not_said_again_aloud(teams: Any) -> None:
    """Teams failed while it took it: said in the channel too, it would be said twice."""
    teams.microsoft.faults.append(lambda request: cut(request) if "chat-29:tom" in request.path else None)
    assert (await teams.mention("tom", "list"))[0] == 200
    assert teams.microsoft.to(CHANNEL) == []


def cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def test_old_answers_are_forgotten(teams: Any) -> None:
    """A delivery is known again for a week, as long as its reply is kept."""
    claim = teams.app.references.claim_answer
    week = 7 * 24 * 3600.0
    assert claim("a", 1_000_000.0)
    assert not claim("a", 1_000_000.0 + week - 1)
    assert claim("a", 1_000_000.0 + week + 3600)


async def test_an_owner_answers_in_a_cards_thread(teams: Any) -> None:
    """ "done" under the card, with the bot mentioned, completes that action and no other."""
    await teams.tell("sam", "add Circulate the outcomes @hayley")
    await teams.tell("sam", "add Publish the standards")
    await teams.deliver()
    first = next(each for each in teams.microsoft.to(CHANNEL) if "NWP-1" in words(each))
    await teams.mention("sam", "done", thread=first["id"])
    assert teams.board.action(1).status.value == "complete"
    assert teams.board.action(2).status.value == "open"
    await teams.deliver()
    redrawn = [each for each in teams.microsoft.to(CHANNEL) if each.get("redrawn")]
    assert "Complete" in words(redrawn[-1]) or "complete" in words(redrawn[-1])


async def test_talk_in_a_thread_without_a_mention_is_not_the_bots_business(teams: Any) -> None:
    """Teams sends it only where the bot was given every message; nothing is answered."""
    await teams.tell("hayley", "add One")
    said = len(teams.microsoft.said)
    assert (await teams.send(teams.activity("hayley", "channel", type="message", text="lovely weather")))[
        0
    ] == 200
    assert len(teams.microsoft.said) == said


async def test_a_button_in_a_personal_chat_is_answered_and_the_answer_replaced_in_place(teams: Any) -> None:
    """Undo on the answer takes its place; a second press is answered, and changes nothing."""
    await teams.tell("hayley", "add Circulate the outcomes")
    (answer,) = teams.microsoft.to(teams.chat("hayley"))
    status, body = await teams.press("hayley", pressable(answer, "Undo"), answer["id"])
    assert status == 200
    assert body["statusCode"] == 200
    assert body["type"] == "application/vnd.microsoft.card.adaptive"
    assert "NWP-1" in card_words(body["value"])
    assert teams.board.action(1).status.value == "withdrawn"
    assert len(teams.microsoft.to(teams.chat("hayley"))) == 1


async def test_a_button_on_a_public_card_says_so_to_the_presser_alone(teams: Any) -> None:
    """The invoke's answer is a line only they see, the details are in their chat, the card is redrawn for all."""
    await teams.tell("hayley", "add Circulate the outcomes")
    await teams.deliver()
    (card,) = teams.microsoft.to(CHANNEL)
    status, body = await teams.press(
        "hayley", pressable(card, "Done"), card["id"], kind="channel", thread=card["id"]
    )
    assert status == 200
    assert body["type"] == "application/vnd.microsoft.activity.message"
    assert "NWP-1 is complete" in body["value"]
    assert "[Undo]" in words(teams.microsoft.to(teams.chat("hayley"))[-1])
    await teams.deliver()
    assert teams.microsoft.to(CHANNEL)[-1]["redrawn"]


async def test_the_body_of_an_invoke_response_is_json_once(teams: Any) -> None:
    """CloudAdapter.process would have written it twice, as a string within a string."""
    await teams.tell("hayley", "add One")
    (answer,) = teams.microsoft.to(teams.chat("hayley"))
    _, body = await teams.press("hayley", pressable(answer, "Undo"), answer["id"])
    assert isinstance(body, dict)
    assert isinstance(body["value"], dict)


async def test_a_dialog_opens_and_is_submitted(teams: Any) -> None:
    """Update asks for words in a dialog; what is wrong is said in it, what is right is kept and answered."""
    await teams.tell("hayley", "add Circulate the outcomes @hayley")
    await teams.deliver()
    (card,) = teams.microsoft.to(CHANNEL)
    opens = pressable(card, "Update")
    assert opens["msteams"] == {"type": "task/fetch"}
    status, body = await teams.dialog("hayley", "task/fetch", opens, card["id"], "channel")
    assert status == 200
    assert body["task"]["type"] == "continue"
    form = body["task"]["value"]["card"]["content"]
    (submit,) = actions(form)
    assert submit["type"] == "Action.Submit"
    status, body = await teams.dialog(
        "hayley", "task/submit", submit["data"] | {"words": ""}, None, "channel"
    )
    assert "<" in card_words(body["task"]["value"]["card"]["content"])
    status, body = await teams.dialog(
        "hayley", "task/submit", submit["data"] | {"words": "with the printers"}, None, "channel"
    )
    assert body["task"]["type"] == "message"
    assert "NWP-1" in body["task"]["value"]
    await teams.deliver()
    assert "with the printers" in words(teams.microsoft.to(CHANNEL)[-1])


async def test_add_alone_gives_the_form_as_a_card(teams: Any) -> None:
    """A message cannot open a dialog: the form stands in the chat, and its card becomes the answer."""
    await teams.tell("hayley", "add")
    (form,) = teams.microsoft.to(teams.chat("hayley"))
    assert "<What is to be done>" in words(form)
    data = pressable(form, "Add")
    wrong = data | {"what": "", "owners": "", "due": ""}
    _, body = await teams.press("hayley", wrong, form["id"])
    assert "<What is to be done>" in card_words(body["value"])
    owners = form["attachments"][0]["content"]["body"][2]["choices"]
    two = ",".join(choice["value"] for choice in owners[2:4])
    _, body = await teams.press(
        "hayley", data | {"what": "Book the hall", "owners": two, "due": "Friday"}, form["id"]
    )
    assert "Added NWP-1" in card_words(body["value"])
    assert len(teams.board.action(1).assignments) == 2


async def test_a_nudge_reaches_somebody_who_never_wrote(teams: Any) -> None:
    """The roster is read page after page, and a conversation opened with each whom the organisation knows."""
    teams.microsoft.members = [{"id": member(who)} for who in ("hayley", "nobody", "tom", "priya", "kim")]
    await teams.tell("sam", "add Circulate the outcomes @priya by 11 Feb")
    assert teams.board.direct_of("priya") == []
    added = teams.activity(
        "sam", "channel", type="conversationUpdate", membersAdded=[{"id": member("priya")}]
    )
    assert (await teams.send(added))[0] == 200
    for _ in range(100):
        if teams.board.direct_of("priya"):
            break
        await asyncio.sleep(0.02)
    assert teams.board.direct_of("priya") == [teams.chat("priya")]
    await teams.tell("sam", "assign 1 Priya Nair")
    teams.board.tick("2026-02-11 09:00")
    await teams.deliver()
    (nudge,) = teams.microsoft.to(teams.chat("priya"))
    assert "Good morning, Priya" in words(nudge)
    await teams.tell("priya", "done")
    assert teams.board.action(1).status.value == "complete"


async def test_the_first_words_in_a_personal_chat_make_it_a_place(teams: Any) -> None:
    """Whoever writes first can be nudged there from then on."""
    await teams.tell("priya", "list")
    assert teams.board.direct_of("priya") == [teams.chat("priya")]


async def test_a_welcome_once_however_often_teams_tells(teams: Any) -> None:
    """An installation and a conversation update come for the same thing, and may come twice."""
    for kind in ("conversationUpdate", "installationUpdate", "conversationUpdate"):
        more = {"membersAdded": [{"id": BOT}]} if kind == "conversationUpdate" else {"action": "add"}
        assert (await teams.send(teams.activity("sam", "groupChat", type=kind, **more)))[0] == 200
    (welcome,) = teams.microsoft.to(GROUP)
    assert "Mention me" in words(welcome)
    assert (await teams.send(teams.activity("sam", type="installationUpdate", action="add")))[0] == 200
    assert "Say it plainly" in words(teams.microsoft.to(teams.chat("sam"))[0])


@pytest.mark.parametrize(
    "removed",
    [
        {"type": "installationUpdate", "action": "remove"},
        {"type": "conversationUpdate", "membersRemoved": [{"id": BOT}]},
        {
            "type": "conversationUpdate",
            "channelData": {"tenant": {"id": "x"}, "eventType": "channelDeleted", "channel": {"id": CHANNEL}},
        },
    ],
)
async def test_where_it_was_removed_it_says_nothing_more(teams: Any, removed: dict[str, Any]) -> None:
    """The card fails without a call, with the reason; being added again mends it."""
    activity = teams.activity("sam", "channel")
    data = (
        activity["channelData"]
        | removed.get("channelData", {})
        | {"tenant": activity["channelData"]["tenant"]}
    )
    assert (await teams.send(activity | removed | {"channelData": data}))[0] == 200
    await teams.tell("hayley", "add One")
    await teams.deliver()
    assert teams.microsoft.to(CHANNEL) == []
    again = teams.activity("sam", "channel", type="conversationUpdate", membersAdded=[{"id": BOT}])
    await teams.send(again)
    await teams.tell("hayley", "add Two")
    await teams.deliver()
    assert any("NWP-2" in words(each) for each in teams.microsoft.to(CHANNEL))


@pytest.mark.parametrize(
    "kind",
    ["messageReaction", "typing", "messageUpdate", "messageDelete", "event", "endOfConversation", "strange"],
)
async def test_what_is_not_the_bots_business_is_taken_in_silence(teams: Any, kind: str) -> None:
    """200, so that Teams does not send it again; nothing is said."""
    assert (await teams.send(teams.activity("hayley", type=kind, text="list", name="x")))[0] == 200
    assert teams.microsoft.said == []


async def test_an_invoke_nobody_knows_is_not_implemented(teams: Any) -> None:
    """As the protocol says it."""
    assert (await teams.send(teams.activity("hayley", type="invoke", name="signin/verifyState")))[0] == 501


@pytest.mark.parametrize(
    "broken",
    [
        {"from": None},
        {"id": None},
        {"conversation": {}},
        {"conversation": "x"},
        {"from": []},
        {"type": 5},
        {"type": "invoke", "name": "task/submit", "value": "x"},
    ],
)
async def test_an_activity_that_makes_no_sense_is_a_400(teams: Any, broken: dict[str, Any]) -> None:
    """Signed, and yet not what Teams documents: refused, not failed on."""
    activity = teams.activity("hayley", type="message", text="list") | broken
    assert (await teams.send(activity))[0] == 400


async def test_a_stranger_is_told_so(teams: Any) -> None:
    """Somebody of the tenant with no role learns that, and nothing else."""
    await teams.tell("stranger", "list")
    assert "You hold no role" in words(teams.microsoft.to(teams.chat("stranger"))[0])


async def test_a_replayed_activity_has_one_effect_and_one_answer(teams: Any) -> None:
    """In order, and five at once: one action, one answer. Teams sends again what it hears no 200 to."""
    activity = teams.activity("hayley", type="message", text="add Circulate the outcomes")
    await asyncio.gather(*(teams.send(activity) for _ in range(5)))
    await teams.send(activity)
    assert teams.board.action(1) is not None
    assert teams.board.action(2) is None
    assert len(teams.microsoft.to(teams.chat("hayley"))) == 1
    listing = teams.activity("hayley", type="message", text="list")
    for _ in range(3):
        await teams.send(listing)
    assert len(teams.microsoft.to(teams.chat("hayley"))) == 2


async def test_a_replayed_press_has_one_effect_and_the_same_response(teams: Any) -> None:
    """Also five at once."""
    await teams.tell("hayley", "add Circulate the outcomes")
    await teams.deliver()
    (card,) = teams.microsoft.to(CHANNEL)
    value = {"action": {"type": "Action.Execute", "verb": "arising", "data": pressable(card, "Done")}}
    activity = teams.activity(
        "hayley", "channel", type="invoke", name="adaptiveCard/action", value=value, replyToId=card["id"]
    )
    answers = await asyncio.gather(*(teams.send(activity) for _ in range(5)))
    assert all(each == answers[0] for each in answers)
    assert len(teams.microsoft.to(teams.chat("hayley"))) == 2


async def test_answers_go_to_the_vouched_service_alone(teams: Any) -> None:
    """The address of the latest activity is where its conversation is answered."""
    await teams.tell("hayley", "list")
    references = teams.app.references
    assert (
        references.service_url("c0ffee00-aaaa-4bbb-8ccc-ddddeeeeffff", teams.chat("hayley"))
        == teams.microsoft.service
    )


async def test_another_process_does_not_answer_what_was_answered(teams: Any, tmp_path: Path) -> None:
    """Teams sends again what it heard no 200 to; another replica, or the next start, knows from the log what was said."""
    activities = [
        teams.activity("hayley", type="message", text="add Circulate the outcomes"),
        teams.activity("hayley", type="message", text="list"),
        teams.activity("hayley", type="message", text="add"),
        teams.activity("hayley", "channel", type="message") | teams.board.mentioning("list mine"),
    ]
    for activity in activities:
        await teams.send(activity)
    said = len(teams.microsoft.said)
    out = outward(teams.app.endpoint._exchange._sender._wire._settings, tmp_path / "another")
    app = teams_app(out, teams.store, teams.app.endpoint._exchange._handler, lambda: teams.board.now)
    parts = Parts(store=teams.store, metrics=Metrics(), now=lambda: teams.board.now, mounts=[app.mount])
    async with TestClient(TestServer(create_app(parts), host="127.0.0.1")) as client:
        another = replace(teams, client=client, app=app)
        for activity in activities:
            assert (await another.send(activity))[0] == 200
    await app.close()
    assert len(teams.microsoft.said) == said
    assert teams.board.action(2) is None


async def test_a_deleted_channel_that_comes_back_is_spoken_in_again(teams: Any) -> None:
    """Its owner may restore it for a month."""
    for event in ("channelDeleted", "channelRestored"):
        news = teams.activity("sam", "channel", type="conversationUpdate")
        news["channelData"] |= {"eventType": event, "channel": {"id": CHANNEL, "name": "board"}}
        assert (await teams.send(news))[0] == 200
    await teams.tell("hayley", "add One")
    await teams.deliver()
    assert any("NWP-1" in words(each) for each in teams.microsoft.to(CHANNEL))


async def test_a_renamed_group_is_called_so_from_its_next_message(teams: Any) -> None:
    """Teams tells of no renaming there; a message without a name changes nothing."""

    def name(unit: UnitOfWork) -> str:
        records = teams.board._records(unit)
        here = unit.installation(Platform.TEAMS, TENANT)
        return records.places.at(here.id, GROUP).name

    def link(unit: UnitOfWork) -> None:
        records = teams.board._records(unit)
        here, board = unit.installation(Platform.TEAMS, TENANT), records.boards.by_code("NWP")
        records.places.add(here.id, PlaceKind.GROUP, GROUP, "Working group", board=board.id)

    teams.board.store.transact_sync(link)
    for given, called in ((None, "Working group"), ("Task group", "Task group"), (None, "Task group")):
        said = teams.activity("hayley", "groupChat", type="message") | teams.board.mentioning("list")
        if given:
            said["conversation"]["name"] = given
        assert (await teams.send(said))[0] == 200
        assert teams.board.store.read_sync(name) == called
