"""The loop in the Microsoft 365 Agents Playground, a real client of Teams' protocol: personal chat, group and channel."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.agents_playground import PROGRAM, running
from tests.e2e.browsing import ARTIFACTS, opened

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240), pytest.mark.allow_hosts(["127.0.0.1", "::1"])]

PATIENCE = 60_000


class Client:
    """What Sam does in the client's window."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def open(self, place: str) -> None:
        await self.page.get_by_text(place, exact=True).first.click()
        await self.page.wait_for_timeout(600)

    async def say(self, text: str, *, mention: bool = False) -> None:
        await self.write(text, mention=mention)
        await self.page.keyboard.press("Enter")

    async def write(self, text: str, *, mention: bool = False, box: int = 0) -> None:
        await self.page.locator("[role=textbox]").nth(box).click()
        if mention:
            await self.page.keyboard.type("@")
            await self.page.wait_for_timeout(400)
            await self.page.keyboard.press("Enter")
            await self.page.wait_for_timeout(200)
        await self.page.keyboard.type(text)

    async def sees(self, text: str, count: int | None = None) -> None:
        found = self.page.get_by_text(text)
        if count is not None:
            await expect(found).to_have_count(count, timeout=PATIENCE)
        await found.first.wait_for(timeout=PATIENCE)

    async def shot(self, name: str) -> None:
        ARTIFACTS.mkdir(exist_ok=True)
        await self.page.screenshot(path=ARTIFACTS / f"teams-{name}.png")


@pytest.mark.skipif(not PROGRAM.exists(), reason="the Agents Playground is not installed: tests/node/install")
async def test_the_loop_in_personal_chat_group_and_channel(chromium: str, node: str, tmp_path: Path) -> None:  # noqa: ARG001
    """Added, carded, pressed, filled in, nudged by the clock alone, answered with "done"."""
    with running(tmp_path, datetime.now(UTC)) as walk:
        async with opened(chromium) as browser:
            page = await browser.new_page(viewport={"width": 1400, "height": 1000})
            page.set_default_timeout(PATIENCE)
            await page.goto(walk.page)
            sam = Client(page)
            await sam.sees("I keep your board’s action log")
            await sam.shot("1-welcome")

            # Personal chat: words, the answer's button, replaced in place.
            await sam.say("add Book the hall by Friday")
            await sam.sees("Added NWP-2")
            await page.get_by_role("button", name="Undo").click()
            await sam.sees("NWP-2 is taken back")
            await sam.sees("Added NWP-2", 0)
            await sam.shot("2-undone")

            # The nudge arrives by itself; "done" in her own words completes it.
            await sam.sees("Good ")
            await sam.sees("NWP-1 · Circulate the away day outcomes")
            await sam.shot("3-nudged")
            await sam.say("done, sent this morning")
            await sam.sees("NWP-1 is complete")
            await sam.shot("4-answered")

            # The form, as a card.
            await sam.say("add")
            await sam.sees("What is to be done")
            await sam.shot("5-form")
