"""The page's socket, and the page's own addresses."""

from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSServerHandshakeError

from adapters.playground.live import Live
from tests.adapters.playground.conftest import Playground
from tests.adapters.playground.fake_host import FakeHost

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ADD = "/action add Circulate the outcomes @hayley by 17 Feb"


async def told(socket: ClientWebSocketResponse, count: int) -> list[Any]:
    return [await socket.receive_json(timeout=5) for _ in range(count)]


async def test_each_is_told_what_they_may_see(playground: Playground) -> None:
    async with (
        playground.client.ws_connect("/playground/live?as=sam") as sams,
        playground.client.ws_connect("/playground/live?as=kim") as kims,
    ):
        await playground.say("sam", ADD)
        mine, answer, card = await told(sams, 3)
        assert (mine["mine"], answer["mine"], card["mine"]) == (True, False, False)
        (seen,) = await told(kims, 1)
        assert seen == card
        assert seen["said"] == "Matters Arising: NWP-1: Circulate the outcomes"
        assert seen["html"].startswith('<li class="thread"')
        await playground.press("hayley", card["id"], "done:1")
        (redrawn,) = await told(kims, 1)
        assert (redrawn["id"], redrawn["redrawn"]) == (card["id"], True)


async def test_the_clock_and_new_people_are_told(playground: Playground) -> None:
    async with playground.client.ws_connect("/playground/live?as=sam") as socket:
        await playground.post("clock", by="day")
        assert await told(socket, 1) == [
            {"kind": "clock", "now": "Wed 11 Feb 2026, 10:00", "meeting": "Tue 17 Feb"}
        ]
        await playground.say("sam", "people add Rosa Bianchi", place="direct-sam")
        assert {"kind": "people"} in await told(socket, 4)


async def test_starting_again_is_told_once(playground: Playground) -> None:
    async with playground.client.ws_connect("/playground/live?as=sam") as socket:
        await playground.post("reset", sample=True)
        await playground.post("clock", by="hour")
        assert [news["kind"] for news in await told(socket, 2)] == ["again", "clock"]


async def test_a_page_that_falls_behind_looks_again(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.playground.live._BACKLOG", 3)
    async with playground.client.ws_connect("/playground/live?as=sam") as socket:
        await playground.post("clock", by="hour")
        await told(socket, 1)
        for number in range(10):
            playground.host.say_as("kim", f"x{number}")
        assert await told(socket, 1) == [{"kind": "again"}]


async def test_a_page_that_cannot_be_told_is_let_go(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It connects again and looks again, where silence would leave it standing still."""

    async def broken() -> Any:
        raise RuntimeError("the store is being replaced")

    async with playground.client.ws_connect("/playground/live?as=sam") as socket:
        monkeypatch.setattr(playground.host, "next_meeting_at", broken)
        playground.platform.now += timedelta(hours=1)
        assert (await socket.receive(timeout=5)).data == 1011


async def test_another_pages_script_opens_no_socket(playground: Playground) -> None:
    """A browser lets any page open a socket anywhere; only its Origin tells."""
    with pytest.raises(WSServerHandshakeError, match="403"):
        await playground.client.ws_connect("/playground/live?as=sam", origin="https://evil.example")


async def test_stopping_says_goodbye(playground: Playground) -> None:
    async with playground.client.ws_connect("/playground/live?as=sam") as socket:
        await playground.client.server.close()
        assert (await socket.receive(timeout=5)).data == 1001


def test_nobody_listens_to_nobody(fake: FakeHost) -> None:
    """A change with no page open is nobody's news."""
    Live(fake.platform)
    fake.say_as("kim", "x")


# --- the page's addresses ----------------------------------------------------------------------------------------


async def test_the_page_is_strict_with_itself(playground: Playground) -> None:
    """No script, style, frame or form from anywhere else, and none inside the page."""
    async with playground.client.get("/playground") as answer:
        assert str(answer.url).endswith("/playground/")
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
        html = await answer.text()
    assert "<style" not in html
    assert html.count("<script") == html.count("<script type=") == 1
    assert "http://" not in html
    assert "https://" not in html
    for path in ("page.css", "page.js", "server.js", "icon.svg"):
        async with playground.client.get(f"/playground/static/{path}") as answer:
            assert answer.status == 200


async def test_whoever_is_not_there_is_somebody_else(playground: Playground) -> None:
    """An address kept from before a fresh start still opens the page."""
    async with playground.client.get("/playground/?as=rosa&place=direct-hayley") as answer:
        assert 'data-as="sam" data-place="nwp-board"' in await answer.text()


async def test_an_empty_file_says_so(playground: Playground) -> None:
    playground.platform.wipe(playground.platform.now)
    async with playground.client.get("/playground/") as answer:
        assert answer.status == 404
        assert "being set up" in (await answer.json())["error"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("threads?as=sam&place=nwp-board", 200),
        ("threads?as=sam&place=direct-kim", 404),
        ("threads?as=sam&place=nwp-board&before=x", 400),
        ("threads?as=sam&place=nwp-board&before=٣", 400),
        ("threads?place=nwp-board", 404),
        ("forms/m-0?as=sam", 404),
        ("live?as=nobody", 404),
        ("static/../app.py", 404),
        ("static/", 403),
    ],
)
async def test_addresses(playground: Playground, path: str, status: int) -> None:
    async with playground.client.get(f"/playground/{path}") as answer:
        assert answer.status == status


async def test_a_submitted_form_is_not_opened_again(playground: Playground) -> None:
    (asked,) = await playground.say("sam", "/action add")
    address = f"/playground/forms/{asked['id']}?as=sam"
    async with playground.client.get(address) as answer:
        assert "What is to be done" in await answer.text()
    async with playground.client.get(address.replace("sam", "kim")) as answer:
        assert answer.status == 404
    await playground.press("sam", asked["id"], "add:1", values={"what": "x"})
    async with playground.client.get(address) as answer:
        assert (await answer.json())["error"] == "That form has been submitted already."
