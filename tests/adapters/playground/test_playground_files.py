"""Files that come with words, and what a message's menu offers."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from adapters.documents import limits
from adapters.playground.platform import FILE, Platform
from tests.adapters.playground.conftest import Playground

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


async def test_a_file_comes_with_its_words_and_is_named_in_the_message(playground: Playground) -> None:
    (answer,) = await playground.upload("sam", "minutes.docx", b"12345", text="/action minutes")
    assert (answer["text"], answer["private"]) == ("5 bytes", True)
    own, _ = await playground.messages("sam")
    assert (own["text"], own["file"]) == ("/action minutes", "minutes.docx, 1 KB")
    inbound = playground.host.inbounds[-1]
    assert (inbound.text, inbound.paper.name) == ("minutes", "minutes.docx")
    assert await playground.messages("kim") == []


async def test_while_a_long_file_is_read_a_message_says_so_and_gives_way(playground: Playground) -> None:
    """It is seen by the sender alone, and becomes the answer where it stands."""
    sending = asyncio.ensure_future(playground.upload("sam", "slow.pdf", b"1", text="/action minutes"))
    while len(await playground.messages("sam")) < 2:  # noqa: ASYNC110 - the server tells nobody
        await asyncio.sleep(0.01)
    waiting = (await playground.messages("sam"))[-1]
    assert waiting["text"] == "Reading “slow.pdf”. A long file takes a few seconds."
    assert waiting["private"]
    playground.host.slowly.set()
    (answer,) = await sending
    assert (answer["id"], answer["text"]) == (waiting["id"], "1 bytes")
    assert len(await playground.messages("sam")) == 2


async def test_why_a_file_cannot_be_read_is_the_answer(playground: Playground) -> None:
    (answer,) = await playground.upload("sam", "bad.docx", b"1", text="/action minutes")
    assert answer["text"] == "“bad.docx” is damaged."


async def test_a_file_that_is_nothing_to_the_bot_is_only_a_message(playground: Playground) -> None:
    assert await playground.upload("kim", "menu.pdf", b"1") == []
    (message,) = await playground.messages("sam")
    assert message["file"] == "menu.pdf, 1 KB"


async def test_of_a_file_that_is_too_large_no_more_is_kept_than_shows_it(playground: Playground) -> None:
    (answer,) = await playground.upload("sam", "a.pdf", b"x" * (limits.FILE + 9_999), text="/action minutes")
    assert answer["text"] == f"{limits.FILE + 1} bytes"


async def test_the_same_delivery_of_a_file_has_one_effect(playground: Playground) -> None:
    first = await playground.upload("sam", "a.txt", b"1", text="/action minutes", delivery="d1")
    assert await playground.upload("sam", "a.txt", b"1", text="/action minutes", delivery="d1") == first
    assert len(await playground.messages("sam")) == 2


async def test_a_name_that_is_a_path_or_hides_something_is_only_a_name(playground: Playground) -> None:
    await playground.upload("sam", "../../etc/pa\u202esswd", b"1", text="/action minutes")
    assert (await playground.messages("sam"))[0]["file"] == "passwd, 1 KB"


async def test_requests_that_are_no_upload_are_refused_in_words(playground: Playground) -> None:
    refused = await playground.post("files", status=400, who="sam")
    assert "multipart/form-data" in refused["error"]
    refused = await playground.upload("sam", "a.txt", b"1", status=400, colour="red")
    assert 'no use for "colour"' in refused["error"]
    refused = await playground.upload("nobody", "a.txt", b"1", status=404)
    assert "Nobody here has the handle" in refused["error"]


async def test_minutes_of_a_message_somebody_wrote(playground: Playground) -> None:
    """The words are handed over with the link of their message; the answer is the asker's."""
    await playground.say("kim", "Tom to find the keys, and Kim to cut more of them")
    (message,) = await playground.messages("sam")
    (answer,) = await playground.post("shortcuts", who="sam", message=message["id"], shortcut="minutes")
    inbound = playground.host.inbounds[-1]
    assert inbound.press.button == "minutesof"
    assert inbound.quote.text == "Tom to find the keys, and Kim to cut more of them"
    assert message["id"] in inbound.quote.link
    assert answer["private"]
    refused = await playground.post(
        "shortcuts", status=422, who="sam", message=answer["id"], shortcut="minutes"
    )
    assert "the bot’s own" in refused["error"]


def test_a_file_of_the_first_version_is_opened_as_it_is(tmp_path: Path) -> None:
    """Whoever has a demo from before files could be sent keeps it."""
    Platform(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("ALTER TABLE messages DROP COLUMN file")
        database.execute("PRAGMA user_version = 1")
    again = Platform(tmp_path)
    assert again.messages("nwp-board", "sam") == []
    again.close()
