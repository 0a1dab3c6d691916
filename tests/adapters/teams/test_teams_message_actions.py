"""The menu of a message in Teams: "Create action" and "Minutes", on anybody's message and in any chat."""

import asyncio
from typing import Any

import pytest

from adapters.teams.manifest import MESSAGE_ACTIONS
from adapters.teams.normalise import COMMANDS
from tests.adapters.teams.board import CHANNEL, actions, card_words, pressable, words

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

MINUTES = """<p>Minutes of the meeting held on 3 February 2026</p><p>&nbsp;</p>
<p>ACTION: Hayley Marsh to print the posters by 6 March</p><p>RESOLVED: That the budget be approved.</p>"""
TWO = {"id": "19:one_two@unq.gbl.spaces", "conversationType": "personal"}
"""A chat of two people: the bot is not in it, and its menu is there all the same."""


def chosen(teams: Any, who: str, command: str, content: str, kind: str = "channel", **more: Any) -> Any:
    """What Teams sends when somebody chooses from the menu of a message."""
    payload = {"id": "77", "body": {"contentType": "html", "content": content}, **more}
    value = {"commandId": command, "commandContext": "message", "messagePayload": payload}
    return teams.activity(who, kind, type="invoke", name="composeExtension/fetchTask", value=value)


async def test_create_action_on_a_message(teams: Any) -> None:
    """The message's words fill the form, and its words and link are kept with the action."""
    link = "https://teams.microsoft.com/l/message/19%3Aboard%40thread.tacv2/77"
    payload = {
        "id": "77",
        "linkToMessage": link,
        "body": {
            "contentType": "html",
            "content": "<p>Tom to book the <b>hall</b> &amp; the caterer by 17 Feb</p><script>x</script>",
        },
        "from": {"user": {"displayName": "Kim Osei", "id": "aad-kim"}},
    }
    value = {"commandId": "create", "commandContext": "message", "messagePayload": payload}
    asked = teams.activity("sam", "channel", type="invoke", name="composeExtension/fetchTask", value=value)
    status, body = await teams.send(asked)
    assert status == 200
    form = body["task"]["value"]["card"]["content"]
    what = next(e for e in form["body"] if e.get("id") == "what")
    assert what["value"] == "book the hall & the caterer" or "hall & the caterer" in what["value"]
    data = pressable(form, "Add") | {"what": "Book the hall and the caterer", "owners": "", "due": "17 Feb"}
    value = {"commandId": "create", "commandContext": "message", "data": data}
    submitted = teams.activity(
        "sam", "channel", type="invoke", name="composeExtension/submitAction", value=value
    )
    status, body = await teams.send(submitted)
    assert status == 200
    assert "Added NWP-1" in body["task"]["value"]
    action = teams.board.action(1)
    assert action.source.link == link
    assert "the hall & the caterer" in action.source.words


async def test_minutes_of_a_message_are_reviewed_in_the_clerks_own_chat(teams: Any) -> None:
    """The dialog says where; the channel sees nothing of it; five times the same are one review."""
    asked = chosen(teams, "sam", "minutes", MINUTES)
    for status, body in await asyncio.gather(*(teams.send(asked) for _ in range(5))):
        assert status == 200
        assert body["task"] == {"type": "message", "value": "I have answered you in our own chat."}
    (review,) = teams.microsoft.to(teams.chat("sam"))
    assert "1 action, 1 decision." in words(review)
    assert "Print the posters" in words(review)
    assert teams.microsoft.to(CHANNEL) == []
    _, answer = await teams.press("sam", pressable(review, "Accept all"), review["id"])
    assert "2 accepted." in card_words(answer["value"])


async def test_minutes_of_a_message_are_nobody_elses_to_bring_in(teams: Any) -> None:
    await teams.send(chosen(teams, "hayley", "minutes", MINUTES))
    assert "Only the clerk (Sam Iqbal)" in words(teams.microsoft.to(teams.chat("hayley"))[0])


async def test_a_file_beside_a_message_is_said_to_be_out_of_reach(teams: Any) -> None:
    """Teams names it and lets no bot open it: the clerk hears what to do instead, and not that it was empty."""
    files = [{"contentType": "reference", "name": "minutes.docx", "contentUrl": "https://x.sharepoint.com/m"}]
    await teams.send(chosen(teams, "sam", "minutes", "<p>Here they are</p>", attachments=files))
    told = words(teams.microsoft.to(teams.chat("sam"))[0])
    assert "“minutes.docx” is not mine to open" in told
    assert "Send it to me there" in told
    assert "Nothing was changed." in told


@pytest.mark.parametrize(
    ("content", "why"),
    [("<p>&nbsp;</p>", "no words in that message"), ("<p>x</p>" * 11_000, "21,999 characters")],
)
async def test_what_cannot_be_read_as_minutes_is_said(teams: Any, content: str, why: str) -> None:
    """Nothing is cut in silence: what is too long is not read at all."""
    await teams.send(chosen(teams, "sam", "minutes", content))
    assert why in words(teams.microsoft.to(teams.chat("sam"))[0])


@pytest.mark.parametrize("command", sorted(MESSAGE_ACTIONS))
async def test_two_peoples_own_chat_is_not_the_bots(teams: Any, command: str) -> None:
    """Chosen there, it tells nobody where to be nudged, and the answer is said in the chat with the bot alone."""
    asked = chosen(teams, "priya", command, "<p>Tom to book the hall by 17 Feb</p>", kind="personal")
    asked["conversation"] |= TWO
    status, body = await teams.send(asked)
    assert status == 200
    assert TWO["id"] not in teams.board.direct_of("priya")
    assert teams.app.references.personal("c0ffee00-aaaa-4bbb-8ccc-ddddeeeeffff", "29:priya") != TWO["id"]
    if command == "create":
        data = pressable(body["task"]["value"]["card"]["content"], "Add")
        filled = data | {"what": "Book the hall", "owners": "", "due": "17 Feb"}
        sent = teams.activity("priya", type="invoke", name="composeExtension/submitAction")
        sent["conversation"] |= TWO
        _, body = await teams.send(sent | {"value": {"commandId": command, "data": filled}})
        assert "Added NWP-1" in body["task"]["value"]
    assert len(teams.microsoft.to(teams.chat("priya"))) == 1
    assert teams.microsoft.to(TWO["id"]) == []


async def test_a_choice_that_is_not_in_the_menu_is_refused(teams: Any) -> None:
    """Anybody could have written it."""
    assert (await teams.send(chosen(teams, "sam", "delete", "x")))[0] == 400


def test_every_choice_of_the_manifest_is_understood() -> None:
    assert set(MESSAGE_ACTIONS) == set(COMMANDS)


async def test_words_in_a_dialog_have_buttons_a_dialog_knows(teams: Any) -> None:
    """Action.Execute works in a chat alone; submitted as the dialog's own, each leads on within it."""
    await teams.tell("sam", "add Circulate the outcomes @hayley")
    await teams.deliver()
    (card,) = teams.microsoft.to(CHANNEL)
    _, body = await teams.dialog("kim", "task/fetch", pressable(card, "Update"), card["id"], "channel")
    shown = body["task"]["value"]["card"]["content"]
    assert actions(shown)
    assert {action["type"] for action in actions(shown)} == {"Action.Submit"}
    for action in actions(shown):
        status, body = await teams.dialog("kim", "task/submit", action["data"], None, "channel")
        assert status == 200
        assert card_words(body["task"]["value"]["card"]["content"])
