"""While a long file of minutes is read in Slack, whoever sent it is told so, once, before the review."""

import asyncio

import pytest

from bot.messages import Inbound, Reply
from tests.adapters.slack.rig import Rig, said
from tests.adapters.slack.test_files import MINUTES, handed_in
from tests.adapters.slack.workspace import Fault

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

NOTE = "Reading “minutes.txt”. A long file takes a few seconds."
FOUND = "1 action, 1 decision."

at_once = pytest.mark.parametrize("patience", [0.0])
"""Every file is a long one."""


@at_once
async def test_a_long_file_is_said_to_be_read_and_then_reviewed(nwp: Rig) -> None:
    """In the direct conversation, both in the thread it was sent in."""
    nwp.slack.hold_files()
    file = nwp.slack.upload("minutes.txt", MINUTES)
    await nwp.event(
        "message_direct", event__files=[file], event__subtype="file_share", event__user="USAM",
        event__channel="DSAM", event__text="minutes", event__thread_ts="1770715000.1",
    )  # fmt: skip
    note, review = nwp.slack.messages["DSAM"]
    assert (note["text"], said(note)) == (NOTE, NOTE)
    assert FOUND in said(review)
    assert note["thread_ts"] == review["thread_ts"] == "1770715000.1"


@at_once
async def test_in_a_channel_the_sender_alone_is_told(nwp: Rig) -> None:
    """In the thread it was asked in, and nothing for the others."""
    nwp.slack.hold_files()
    await nwp.event(
        "message_mention", event__files=[nwp.slack.upload("minutes.txt", MINUTES)], event__subtype="file_share",
        event__text="<@UBOT> minutes", event__user="USAM", event__thread_ts="1770715000.1",
    )  # fmt: skip
    note, review = nwp.slack.of("chat.postEphemeral")
    assert note["text"] == NOTE
    assert FOUND in said(review)
    assert {each["user"] for each in (note, review)} == {"USAM"}
    assert {each["thread_ts"] for each in (note, review)} == {"1770715000.1"}
    assert nwp.slack.of("chat.postMessage") == []


@at_once
async def test_minutes_that_were_not_sent_to_the_bot_are_read_in_silence(nwp: Rig) -> None:
    """Somebody tells a channel of its minutes, and the bot finds them: it does not interrupt."""
    await nwp.event(
        "message_plain", event__files=[nwp.slack.upload("minutes.txt", MINUTES)], event__subtype="file_share",
        event__text="minutes of Tuesday", event__user="USAM",
    )  # fmt: skip
    (review,) = nwp.slack.of("chat.postEphemeral")
    assert FOUND in said(review)


@at_once
async def test_by_the_shortcut_the_one_who_chose_it_is_told(nwp: Rig) -> None:
    nwp.slack.hold_files()
    await nwp.interact(
        "message_shortcut", callback_id="read_minutes",
        message__files=[nwp.slack.upload("minutes.txt", MINUTES)], message__thread_ts="1770715000.1",
    )  # fmt: skip
    await nwp.drain()
    note, review = nwp.slack.responses
    assert note["text"] == NOTE
    assert FOUND in said(review)
    for each in (note, review):
        assert (each["response_type"], each["replace_original"]) == ("ephemeral", False)
        assert each["thread_ts"] == "1770715000.1"
    assert nwp.slack.of("chat.postMessage") == []


@at_once
async def test_a_file_slack_sends_no_name_of_is_the_file(nwp: Rig) -> None:
    """In a channel shared with another workspace its name is known when it is fetched."""
    nwp.slack.hold_files()
    file = nwp.slack.upload("minutes.txt", MINUTES)
    await handed_in(nwp, {"id": file["id"], "file_access": "check_file_info"})
    note, review = nwp.slack.messages["DSAM"]
    assert note["text"] == "Reading the file. A long file takes a few seconds."
    assert FOUND in said(review)


@pytest.mark.parametrize("patience", [600.0])
async def test_of_a_file_that_is_read_at_once_nothing_is_said_before(nwp: Rig) -> None:
    await handed_in(nwp, nwp.slack.upload("minutes.txt", MINUTES))
    (review,) = nwp.slack.messages["DSAM"]
    assert FOUND in said(review)


@at_once
@pytest.mark.parametrize(
    "fault",
    [Fault(error="restricted_action"), Fault(429, "ratelimited"), Fault(status=503), Fault(drop=True)],
    ids=["refused", "limited", "failed", "broken off"],
)
async def test_where_it_cannot_be_said_the_review_comes_all_the_same(nwp: Rig, fault: Fault) -> None:
    nwp.slack.hold_files()
    nwp.slack.fail("chat.postMessage", fault)
    await handed_in(nwp, nwp.slack.upload("minutes.txt", MINUTES))
    (review,) = nwp.slack.messages["DSAM"]
    assert FOUND in said(review)
    assert [each["text"] for each in nwp.slack.of("chat.postMessage")] == [NOTE, review["text"]]


@at_once
async def test_the_same_upload_meanwhile_says_it_no_second_time(nwp: Rig) -> None:
    """Slack asks again after three seconds, while the first is still at it."""
    nwp.slack.hold_files()
    file = nwp.slack.upload("minutes.txt", MINUTES)
    await asyncio.gather(*(handed_in(nwp, file) for _ in range(3)))
    note, review = nwp.slack.messages["DSAM"]
    assert note["text"] == NOTE
    assert FOUND in said(review)


@at_once
async def test_what_failed_after_it_was_said_is_done_without_saying_it_again(http: Rig, monkeypatch) -> None:
    """Slack sends the message again, and its sender has heard that the file is being read."""
    real, failing = http.handling.handle, True

    async def handle(inbound: Inbound) -> Reply:
        if failing:
            raise RuntimeError("the disk is full")
        return await real(inbound)

    monkeypatch.setattr(http.handling, "handle", handle)
    http.slack.hold_files()
    file = http.slack.upload("minutes.txt", MINUTES)
    with pytest.raises(AssertionError, match="500"):
        await handed_in(http, file)
    failing = False
    http.slack.gives_files.set()
    await handed_in(http, file)
    note, review = http.slack.messages["DSAM"]
    assert note["text"] == NOTE
    assert FOUND in said(review)
