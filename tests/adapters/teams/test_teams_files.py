"""Minutes sent to the bot in a chat of one's own in Teams."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from adapters.documents import limits
from adapters.teams.files import DOWNLOAD
from adapters.teams.words import ANSWERED
from tests.adapters.teams.board import CHANNEL, pressable, words

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

MINUTES = b"""Minutes of the meeting held on 3 February 2026

ACTION: Hayley Marsh to print the posters by 6 March
RESOLVED: That the budget be approved.
"""

NOTE = "Reading “minutes.txt”. A long file takes a few seconds."
FOUND = "1 action, 1 decision."

at_once = pytest.mark.parametrize("patience", [0.0])
"""Every file is a long one."""


def sent(teams: Any, name: str, data: bytes = MINUTES, url: str | None = None) -> dict[str, Any]:
    """The attachment Teams makes of a file. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4"""
    teams.microsoft.files[name] = data
    return {
        "contentType": DOWNLOAD,
        "contentUrl": f"https://northvale.sharepoint.com/personal/sam/{name}",
        "name": name,
        "content": {
            "downloadUrl": url or f"{teams.microsoft.url}/files/{name}",
            "uniqueId": "1150D938-0000",
            "fileType": name.rpartition(".")[2],
        },
    }


async def test_a_file_in_ones_own_chat_is_reviewed_and_put_in_the_log(teams: Any) -> None:
    """Nothing of it is public before it is in the log; then the channel hears once."""
    status, _ = await teams.tell("sam", "", attachments=[sent(teams, "minutes.txt")])
    assert status == 200
    (review,) = teams.microsoft.to(teams.chat("sam"))
    assert "1 action, 1 decision." in words(review)
    assert teams.microsoft.to(CHANNEL) == []
    assert "Authorization" not in teams.microsoft.fetched_files[0]
    _, answer = await teams.press("sam", pressable(review, "Accept all"), "1")
    card = answer["value"]
    assert "2 accepted." in words({"attachments": [{"content": card}]})
    _, answer = await teams.press("sam", pressable(card, "Put 2"), "1")
    assert "In the log, from the minutes" in words({"attachments": [{"content": answer["value"]}]})
    assert teams.board.action(1).what == "Print the posters"
    await teams.deliver()
    (summary,) = teams.microsoft.to(CHANNEL)
    assert "Minutes of Tue 3 Feb 2026 are in the log" in words(summary)


async def test_only_the_clerk_and_the_chair_are_shown_proposals(teams: Any) -> None:
    await teams.tell("hayley", "minutes", attachments=[sent(teams, "minutes.txt")])
    assert "Only the clerk (Sam Iqbal)" in words(teams.microsoft.to(teams.chat("hayley"))[0])


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://evil.example/minutes.txt", "is not kept by Microsoft"),
        ("http://northvale.sharepoint.com/minutes.txt", "is not kept by Microsoft"),
        ("https://sharepoint.com.evil.example/minutes.txt", "is not kept by Microsoft"),
        ("https://northvale.sharepoint.com@evil.example/minutes.txt", "is not kept by Microsoft"),
        ("file:///etc/passwd", "is not kept by Microsoft"),
    ],
)
async def test_a_link_that_leads_elsewhere_is_not_followed(teams: Any, url: str, why: str) -> None:
    await teams.tell("sam", "minutes", attachments=[sent(teams, "minutes.txt", url=url)])
    assert why in words(teams.microsoft.to(teams.chat("sam"))[0])
    assert teams.microsoft.fetched_files == []


async def test_what_cannot_be_fetched_or_read_is_said(teams: Any) -> None:
    """A redirect, a file that is too large, one that is no minutes."""
    for name, data, why in (
        ("moved.txt", MINUTES, "could not be fetched from Teams"),
        ("large.txt", b"x" * (limits.FILE + 1), "is larger than 20 MB"),
        ("a.docx", b"MZ" + bytes(200), "is a program"),
    ):
        await teams.tell("sam", "minutes", attachments=[sent(teams, name, data)])
        assert why in words(teams.microsoft.to(teams.chat("sam"))[-1])


@at_once
async def test_a_long_file_is_said_to_be_read_and_then_reviewed(teams: Any) -> None:
    teams.microsoft.hold_files()
    status, _ = await teams.tell("sam", "minutes", attachments=[sent(teams, "minutes.txt")])
    assert status == 200
    note, review = teams.microsoft.to(teams.chat("sam"))
    assert (note["summary"], words(note)) == (NOTE, NOTE)
    assert FOUND in words(review)
    assert len(teams.microsoft.said) == 2


@at_once
async def test_that_a_file_of_a_channel_is_read_is_said_apart(teams: Any) -> None:
    """Teams hands over none of a channel's today. Were it to, the channel would hear no more than of any answer."""
    teams.microsoft.hold_files()
    await teams.mention("sam", "minutes", attachments=[sent(teams, "minutes.txt")])
    note, review = teams.microsoft.to(teams.chat("sam"))
    assert words(note) == NOTE
    assert FOUND in words(review)
    assert [words(each) for each in teams.microsoft.to(CHANNEL)] == [ANSWERED]


@pytest.mark.parametrize("patience", [600.0])
async def test_of_a_file_that_is_read_at_once_nothing_is_said_before(teams: Any) -> None:
    await teams.tell("sam", "minutes", attachments=[sent(teams, "minutes.txt")])
    (review,) = teams.microsoft.said
    assert FOUND in words(review)


@at_once
@pytest.mark.parametrize("status", [403, 429, 500])
async def test_where_it_cannot_be_said_the_review_comes_all_the_same(teams: Any, status: int) -> None:
    teams.microsoft.hold_files()
    teams.microsoft.faults.append(lambda _: web.Response(status=status))
    assert (await teams.tell("sam", "minutes", attachments=[sent(teams, "minutes.txt")]))[0] == 200
    assert teams.microsoft.faults == []
    (review,) = teams.microsoft.said
    assert FOUND in words(review)


@at_once
async def test_the_same_message_meanwhile_says_it_no_second_time(teams: Any) -> None:
    """Teams sends again what it had no answer to, while the first is still at it; and later still."""
    teams.microsoft.hold_files()
    activity = teams.activity("sam", type="message", text="", attachments=[sent(teams, "minutes.txt")])
    answers = await asyncio.gather(*(teams.send(activity) for _ in range(3)))
    answers.append(await teams.send(activity))
    assert {status for status, _ in answers} == {200}
    note, review = teams.microsoft.said
    assert words(note) == NOTE
    assert FOUND in words(review)


async def test_what_was_answered_is_not_said_to_be_read_when_it_comes_again(
    teams: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Quickly read the first time, slowly the second: nothing would come after the note."""
    activity = teams.activity("sam", type="message", text="", attachments=[sent(teams, "minutes.txt")])
    await teams.send(activity)
    monkeypatch.setattr(teams.app.endpoint._exchange, "_patience", 0.0)
    await teams.send(activity)
    (review,) = teams.microsoft.said
    assert FOUND in words(review)
