"""Minutes uploaded in Slack: fetched with the token from Slack alone, reviewed by the clerk, and nobody's else."""

import asyncio

import pytest

from adapters.documents import limits
from bot.messages import Inbound, Reply
from tests.adapters.slack.rig import Rig, buttons, said
from tests.adapters.slack.workspace import Json

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

MINUTES = b"""Minutes of the meeting held on 3 February 2026

ACTION: Hayley Marsh to print the posters by 6 March
RESOLVED: That the budget be approved.
"""


async def handed_in(
    rig: Rig, file: Json, user: str = "USAM", text: str = "minutes", ts: str = "1770716000.5"
) -> None:
    """Uploaded in the direct conversation."""
    event = {"event__user": user, "event__channel": "D" + user[1:], "event__text": text, "event__ts": ts}
    await rig.event("message_direct", event__files=[file], event__subtype="file_share", **event)


async def test_a_file_given_to_the_bot_is_reviewed_and_put_in_the_log(nwp: Rig) -> None:
    await handed_in(nwp, nwp.slack.upload("minutes.txt", MINUTES))
    assert nwp.slack.downloads == [("/files/minutes.txt", "Bearer xoxb-test")]
    review = nwp.slack.messages["DSAM"][-1]
    assert "1 action, 1 decision." in said(review)
    sure = next(b for label, b in buttons(review).items() if label.startswith("Accept all"))
    await nwp.interact(
        "button", button=sure, user__id="USAM", channel__id="DSAM", container__channel_id="DSAM",
        container__message_ts=review["ts"], message__ts=review["ts"], trigger_id="m1",
    )  # fmt: skip
    accepted = nwp.slack.responses[-1]
    assert accepted["replace_original"] is True
    assert "2 accepted." in said(accepted)
    assert nwp.action(1) is None


async def test_the_same_upload_again_is_fetched_and_answered_once(nwp: Rig) -> None:
    """Slack asks again where the answer took more than three seconds."""
    file = nwp.slack.upload("minutes.txt", MINUTES)
    await handed_in(nwp, file)
    await handed_in(nwp, file)
    assert len(nwp.slack.downloads) == 1
    assert len(nwp.slack.messages["DSAM"]) == 1


async def test_a_file_in_the_channel_is_fetched_only_where_it_is_meant(nwp: Rig) -> None:
    """With the word, and by the clerk, the review comes to the clerk alone; anything else is not even fetched."""
    file = nwp.slack.upload("menu.txt", b"Soup")
    await nwp.event("message_plain", event__files=[file], event__subtype="file_share")
    assert nwp.slack.downloads == []
    await nwp.event(
        "message_plain", event__files=[nwp.slack.upload("minutes.txt", MINUTES)], event__subtype="file_share",
        event__text="minutes of Tuesday", event__user="USAM", event__ts="1770716000.7",
    )  # fmt: skip
    (answer,) = nwp.slack.of("chat.postEphemeral")
    assert answer["user"] == "USAM"
    assert "1 action, 1 decision." in said(answer)


@pytest.mark.parametrize(
    ("name", "more", "why"),
    [
        ("a.txt", {"url_private_download": "https://evil.example/a.txt"}, "is not kept by Slack itself"),
        ("a.txt", {"url_private_download": "http://files.slack.com/a.txt"}, "is not kept by Slack itself"),
        ("a.txt", {"url_private_download": "https://files.slack.com.evil.example/a"}, "is not kept by Slack"),
        ("a.txt", {"url_private_download": "https://x@evil.example/files.slack.com"}, "is not kept by Slack"),
        ("a.txt", {"is_external": True}, "is not kept by Slack itself"),
        ("a.txt", {"size": limits.FILE + 1}, "is larger than 20 MB"),
        ("moved.txt", {}, "Slack does not let me read files yet"),
        ("page.txt", {}, "Slack does not let me read files yet"),
        ("a.exe", {}, "is a program"),
    ],
)
async def test_what_is_not_fetched_or_not_read_is_said(nwp: Rig, name: str, more: Json, why: str) -> None:
    """The token goes to Slack's own host alone, and to nobody a link or a redirect names."""
    data = b"MZ" + bytes(200) if name.endswith("exe") else MINUTES
    await handed_in(nwp, nwp.slack.upload(name, data, **more))
    assert why in said(nwp.slack.messages["DSAM"][-1])
    assert len(nwp.slack.downloads) == (0 if more else 1)


async def test_a_file_slack_names_by_its_id_alone_is_asked_about(nwp: Rig) -> None:
    """In a channel shared with another workspace."""
    file = nwp.slack.upload("minutes.txt", MINUTES)
    await handed_in(nwp, {"id": file["id"], "file_access": "check_file_info"})
    assert nwp.slack.of("files.info")
    assert "1 action, 1 decision." in said(nwp.slack.messages["DSAM"][-1])


async def test_minutes_of_a_message_by_its_shortcut(nwp: Rig) -> None:
    """Its file where it has one, else its words; the answer comes to the asker alone."""
    await nwp.interact(
        "message_shortcut", callback_id="read_minutes",
        message__files=[nwp.slack.upload("minutes.txt", MINUTES)], trigger_id="s1",
    )  # fmt: skip
    await nwp.drain()
    await nwp.interact("message_shortcut", callback_id="read_minutes", trigger_id="s2", user__id="UHAYLEY")
    first, second = nwp.slack.responses
    assert "1 action, 1 decision." in said(first)
    assert "Only the clerk" in said(second)


async def test_the_shortcut_is_acknowledged_before_its_file_is_fetched(nwp: Rig) -> None:
    """Slack waits three seconds, then tells the asker that it did not work; a large file takes longer."""
    nwp.slack.gives_files.clear()
    file = nwp.slack.upload("minutes.txt", MINUTES)
    asked = nwp.interact("message_shortcut", callback_id="read_minutes", message__files=[file])
    assert await asyncio.wait_for(asked, 3) == {}
    assert nwp.slack.responses == []
    nwp.slack.gives_files.set()
    await nwp.drain()
    (review,) = nwp.slack.responses
    assert "1 action, 1 decision." in said(review)


async def test_a_file_that_fails_later_is_said_to_have_failed(http: Rig, monkeypatch) -> None:
    """The acknowledgement is gone by then: the asker hears it in words, and nothing is changed."""

    async def handle(inbound: Inbound) -> Reply:
        raise RuntimeError("the disk is full")

    file = http.slack.upload("minutes.txt", MINUTES)
    monkeypatch.setattr(http.handling, "handle", handle)
    await http.interact("message_shortcut", callback_id="read_minutes", message__files=[file])
    await http.drain()
    (told,) = http.slack.responses
    assert "could not be read just now. Nothing was changed" in said(told)
