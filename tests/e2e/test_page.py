"""The page alone, in Debian's Chromium, before a bot of canned answers."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Route, expect

from adapters.playground.app import playground_app
from adapters.playground.live import Live
from tests.adapters.playground.fake_host import START, FakeHost, fake_playground
from tests.e2e.browsing import DESKTOP, PHONE, Window, opened

pytestmark = [pytest.mark.browser, pytest.mark.allow_hosts(["127.0.0.1"])]

ADD = "/action add Circulate the away day outcomes @hayley by 17 Feb"
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> <!channel> \u202eevil\u202c {{7*7}} مرحبا "
    + "x" * 300
)


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[FakeHost]:
    platform, host = fake_playground(tmp_path)
    yield host
    platform.close()


@pytest.fixture
def live(host: FakeHost) -> Live:
    return Live(host.platform)


@pytest.fixture
async def server(host: FakeHost, live: Live) -> AsyncIterator[TestServer]:
    whole = web.Application()
    whole.add_subapp("/playground", playground_app(host.platform, host.sender, host, live=live))
    async with TestServer(whole, host="127.0.0.1") as server:
        yield server


@pytest.fixture
def base(server: TestServer) -> str:
    return str(server.make_url("")).rstrip("/")


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with opened(chromium) as browser:
        yield browser


async def test_two_windows_are_two_people(browser: Browser, base: str) -> None:
    """What one does arrives at the other's while they look; what is private does not."""
    sam = await Window.of(browser, base, "sam")
    hayley = await Window.of(browser, base, "hayley")
    await sam.say(ADD)
    await sam.sees("Added NWP-1 for Hayley Marsh")
    await hayley.sees("NWP-1 · Circulate the away day outcomes")
    await expect(hayley.page.get_by_text("Added NWP-1")).to_have_count(0)
    await hayley.page.get_by_role("button", name="Done").click()
    await hayley.sees("NWP-1 is complete.")
    # Redrawn in place: still one card, and above what was said after it.
    await sam.sees("✓ Complete")
    await expect(sam.page.locator(".item.with-buttons")).to_have_count(1)
    await expect(sam.page.get_by_text("NWP-1 is complete.")).to_have_count(0)
    assert sam.errors == hayley.errors == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_every_view_holds_up(browser: Browser, base: str, size: tuple[int, int], dark: bool) -> None:
    """Empty, cards, a digest, a nudge, a thread, hostile words, dialogs: accessible, and never wider than a phone."""
    name = f"page-{'phone' if size == PHONE else 'desktop'}-{'dark' if dark else 'light'}"
    window = await Window.of(browser, base, "hayley", size=size, dark=dark)
    await window.holds_up()
    await window.shot(f"{name}-empty")
    await window.say(ADD)
    await window.say(HOSTILE)
    await window.say("/action digest")
    await window.sees("Posted in #nwp-board.")
    await window.page.locator(".item.with-buttons summary").click()
    await window.page.locator(".thread:has(.item.with-buttons) [data-reply]").click()
    await window.page.keyboard.type("Sent on Monday")
    await window.page.keyboard.press("Enter")
    await window.sees("Sent on Monday", ".replies")
    await window.holds_up()
    await window.shot(f"{name}-channel")
    await window.say("/action add")
    await window.page.locator("#form[open]").wait_for()
    await window.page.get_by_role("button", name="Add", exact=True).last.click()
    await window.sees("Say what is to be done.", "#form")
    await window.holds_up()
    await window.shot(f"{name}-form")
    await window.page.keyboard.press("Escape")
    await window.page.locator("#again").click()
    await window.holds_up()
    await window.shot(f"{name}-again")
    await window.page.keyboard.press("Escape")
    await window.say("/action nudge")
    await window.page.get_by_role("link", name="Direct conversation").click()
    await window.sees("Good morning, Hayley")
    await window.holds_up()
    await window.shot(f"{name}-direct")


async def test_the_keyboard_alone_is_enough(browser: Browser, base: str) -> None:
    """Write, press, fill in a form, answer in a thread, move the clock, change place: no mouse."""
    window = await Window.of(browser, base, "sam")
    keys = window.page.keyboard

    async def reach(selector: str, key: str = "Tab", most: int = 60) -> None:
        for _ in range(most):
            if await window.page.evaluate("(s) => document.activeElement?.matches(s)", selector):
                return
            await keys.press(key)
        raise AssertionError(f"{selector} cannot be reached by {key}")

    await reach("#say")
    await keys.type("/action add")
    await keys.press("Enter")
    await window.page.locator("#form[open]").wait_for()
    await reach("textarea[name=what]")
    await keys.type("Book the hall")
    await reach(".people select")
    await keys.type("Hay")
    await reach("[data-add]")
    await keys.press("Enter")
    await expect(window.page.locator(".chosen li")).to_have_count(1)
    await reach("#form button[type=submit]")
    await keys.press("Enter")
    await window.sees("Added NWP-2 · Book the hall.")
    await expect(window.page.locator("#form[open]")).to_have_count(0)
    await reach(".item.with-buttons [data-button='done:1']", "Shift+Tab")
    await keys.press("Enter")
    await window.sees("NWP-1 is complete.")
    await reach("[data-reply]")
    await keys.press("Enter")
    await keys.type("Thank you")
    await keys.press("Shift+Enter")
    await keys.type("all")
    await keys.press("Enter")
    await window.sees("Thank you", ".replies")
    await keys.press("Escape")
    await reach("[data-move=day]", "Shift+Tab")
    await keys.press("Enter")
    await window.sees("Wed 11 Feb 2026, 10:00", ".clock")
    await reach("[data-kind=direct]", "Shift+Tab")
    await keys.press("Enter")
    await expect(window.page.get_by_role("heading", name="Direct conversation")).to_be_visible()


async def test_focus_stays_on_a_button_that_is_redrawn(browser: Browser, base: str, host: FakeHost) -> None:
    """Somebody else changes the card one is about to press: the focus does not jump to the top of the page."""
    sam = await Window.of(browser, base, "sam")
    await sam.say(ADD)
    await sam.sees("● On track")
    card = sam.page.locator(".message:has(.item.with-buttons)")
    await card.locator("summary").click()
    await card.get_by_role("button", name="Update").focus()
    shown = host.platform.message(await card.get_attribute("id") or "")
    assert shown is not None
    assert shown.view is not None
    host.platform.redraw(shown.id, text=shown.text, view=shown.view)
    await expect(card).to_have_attribute("data-revision", "1")
    await expect(card.get_by_role("button", name="Update")).to_be_focused()
    # What was unfolded stays so.
    await expect(card.get_by_role("button", name="History")).to_be_visible()


async def test_words_are_kept_when_sending_fails_and_said_once(
    browser: Browser, base: str, host: FakeHost
) -> None:
    """The answer was lost on the way: sent again, the words are not said twice."""
    window = await Window.of(browser, base, "kim")

    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await window.page.route("**/api/messages", lose)
    await window.say("Morning all")
    await window.sees("What you typed is still here", "#composer")
    assert await window.page.input_value("#say") == "Morning all"
    await window.page.unroute("**/api/messages")
    await window.page.press("#say", "Enter")
    await expect(window.page.locator("#say")).to_have_value("")
    await expect(window.page.locator("#composer .problem")).to_be_hidden()
    assert [m.text for m in host.platform.messages("nwp-board", "sam")] == ["Morning all"]


async def test_a_form_whose_answer_was_lost_adds_once(browser: Browser, base: str, host: FakeHost) -> None:
    """Submitted again as it stands, it is the same submission."""
    window = await Window.of(browser, base, "sam")
    await window.say("/action add")
    await window.page.get_by_label("What is to be done").fill("Book the hall")

    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await window.page.route("**/api/press", lose)
    await window.page.locator("#form [type=submit]").click()
    await window.sees("cannot be reached", "#form")
    await window.page.unroute("**/api/press")
    await window.page.locator("#form [type=submit]").click()
    await expect(window.page.locator("#form")).to_be_hidden()
    assert len({inbound.delivery for inbound in host.inbounds if inbound.press}) == 1
    await expect(window.page.locator(".item.with-buttons")).to_have_count(1)


async def test_a_refusal_is_said_and_the_words_are_kept(browser: Browser, base: str) -> None:
    window = await Window.of(browser, base, "kim")
    await window.say("/acton list")
    await window.sees("/acton is not a command here", "#composer")
    assert await window.page.input_value("#say") == "/acton list"


async def test_what_people_type_is_never_markup(browser: Browser, base: str) -> None:
    """In plain talk, in an answer, in a card, in a form's value."""
    window = await Window.of(browser, base, "sam")
    await window.say(HOSTILE)
    await window.say(f"/action echo {HOSTILE}")
    await window.say(f"/action add {HOSTILE}")
    await window.sees("● On track")
    threads = window.page.locator("#threads")
    assert await threads.locator("script, img").count() == 0
    assert "<script>alert(1)</script>" in (await threads.text_content() or "")
    assert "{{7*7}}" in (await threads.text_content() or "")
    assert window.errors == []


async def test_a_long_message_is_folded_and_whole(browser: Browser, base: str) -> None:
    window = await Window.of(browser, base, "sam")
    await window.say("word " * 3_999 + "end.")
    await window.page.get_by_text("Show all 19,999 characters").click()
    await expect(window.page.get_by_text("end.").last).to_be_visible()


async def test_the_clock_brings_what_is_due(browser: Browser, base: str, host: FakeHost) -> None:
    """News in another place are counted; the clock shows where it stands."""
    host.moments = [START + timedelta(days=2)]
    window = await Window.of(browser, base, "hayley")
    await window.page.get_by_role("button", name="Next meeting, Tue 17 Feb").click()
    await window.sees("Tue 17 Feb 2026, 14:00", ".clock")
    await window.sees("1 new", ".places")
    await window.sees("■ Overdue")
    await window.page.get_by_role("link", name="Direct conversation").click()
    await window.sees("Good morning, Hayley")


async def test_starting_again_is_asked_about_and_seen_everywhere(
    browser: Browser, base: str, host: FakeHost
) -> None:
    sam = await Window.of(browser, base, "sam")
    kim = await Window.of(browser, base, "kim")
    await sam.say("Morning all")
    await kim.sees("Morning all")
    await sam.page.locator("#again").click()
    await sam.page.get_by_role("button", name="Keep what is here").click()
    assert host.resets == []
    await sam.page.locator("#again").click()
    await sam.page.get_by_role("button", name="Start from an empty log").click()
    await sam.sees("Nothing has been said here yet", "#empty")
    await kim.sees("Nothing has been said here yet", "#empty")
    assert host.resets == [(False, None)]


async def test_a_lost_connection_is_said_and_made_good(
    browser: Browser, base: str, host: FakeHost, live: Live
) -> None:
    """What was said meanwhile is there afterwards, and a half-written reply still is."""
    window = await Window.of(browser, base, "kim")
    await window.say("Morning all")
    await window.page.locator("[data-reply]").click()
    await window.page.keyboard.type("half a reply")
    await window.page.context.set_offline(True)
    await live.close()
    await window.sees("The connection to the playground is lost", ".foot")
    host.say_as("sam", "Said meanwhile")
    await window.page.context.set_offline(False)
    await window.sees("Said meanwhile")
    await expect(window.page.locator("#offline")).to_be_hidden()
    assert await window.page.input_value(".replying textarea") == "half a reply"


async def test_somebody_new_can_be_chosen_at_once(browser: Browser, base: str) -> None:
    window = await Window.of(browser, base, "sam")
    await window.say("/action people add Rosa Bianchi")
    await window.page.locator("#who option[value=rosa]").wait_for(state="attached")
    await window.page.select_option("#who", "rosa")
    await expect(window.page).to_have_url(f"{base}/playground/?as=rosa&place=nwp-board")


async def test_nobody_becomes_everybody_on_the_way_down_a_list(browser: Browser, base: str) -> None:
    """Arrow keys choose, Enter becomes; leaving the list changes nothing."""
    window = await Window.of(browser, base, "sam")
    address = window.page.url
    await window.page.locator("#who").focus()
    await window.page.keyboard.press("ArrowDown")
    await window.page.keyboard.press("ArrowDown")
    await window.sees("Press Enter to be Hayley Marsh", ".who")
    await window.page.keyboard.press("Tab")
    await expect(window.page.locator("#who")).to_have_value("sam")
    assert window.page.url == address
    await window.page.keyboard.press("Shift+Tab")
    await window.page.keyboard.press("ArrowDown")
    await window.page.keyboard.press("Enter")
    await expect(window.page).to_have_url(f"{base}/playground/?as=margaret&place=nwp-board")


async def test_earlier_messages_are_a_button_away(browser: Browser, base: str, host: FakeHost) -> None:
    for number in range(70):
        host.say_as("kim", f"message {number}.")
    window = await Window.of(browser, base, "sam")
    await window.sees("message 69.")
    await expect(window.page.get_by_text("message 3.", exact=True)).to_have_count(0)
    await window.page.get_by_role("button", name="Show earlier messages").click()
    await window.sees("message 3.")
    await expect(window.page.locator("#threads > li")).to_have_count(70)
    await expect(window.page.locator("#earlier")).to_be_hidden()
