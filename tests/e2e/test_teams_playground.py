"""The loop in the Microsoft 365 Agents Playground, a real client of Teams' protocol: personal chat, group and channel."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.agents_playground import running
from tests.e2e.browsing import ARTIFACTS, opened

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240), pytest.mark.allow_hosts(["127.0.0.1", "::1"])]

PATIENCE = 60_000
"""Milliseconds: a message tried before the client was there is tried again after half a minute."""


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
            await self.page.wait_for_timeout(1500)
            await self.shot("mentioning")
            await self.page.get_by_text("Matters Arising", exact=True).last.click()
        await self.page.keyboard.type(text)

    async def box_under(self, text: str) -> int:
        """Which of the boxes to type in stands below the card with this text."""
        card = await self.page.locator(".ac-adaptiveCard", has_text=text).bounding_box()
        assert card is not None
        for index, box in enumerate(await self.page.locator("[role=textbox]").all()):
            at = await box.bounding_box()
            if at is not None and at["y"] > card["y"]:
                return index
        raise AssertionError("there is no box to answer in")

    async def sees(self, text: str, count: int | None = None) -> None:
        found = self.page.get_by_text(text)
        if count is not None:
            await expect(found).to_have_count(count, timeout=PATIENCE)
            return
        try:
            await found.first.wait_for(timeout=PATIENCE)
        except Exception:
            await self.shot("failed")
            raise

    async def shot(self, name: str) -> None:
        ARTIFACTS.mkdir(exist_ok=True)
        await self.page.screenshot(path=ARTIFACTS / f"teams-{name}.png")


async def test_the_loop_in_personal_chat_group_and_channel(
    chromium: str, node_packages: Path, tmp_path: Path
) -> None:
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
            await sam.sees("Undone")
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
            await page.get_by_label("What is to be done").fill("Publish the standards")
            await page.get_by_label("Due").fill("next friday")
            await page.get_by_role("button", name="Add", exact=True).click()
            await sam.sees("“next friday” could be")
            await sam.shot("6-form-doubted")
            await page.get_by_label("Due").fill("Friday")
            await page.get_by_role("button", name="Add", exact=True).click()
            await sam.sees("Added NWP-3")
            await sam.shot("7-form-answered")

            # Channel: the card's button, the card redrawn for everybody, an answer in its thread said apart.
            await sam.open("Board")
            await sam.sees("NWP-3 · Publish the standards")
            await sam.shot("8-channel")
            card = page.locator(".ac-adaptiveCard", has_text="NWP-3")
            await card.get_by_role("button", name="Done").click()
            await card.get_by_text("✓ Complete").wait_for()
            await sam.shot("9-pressed")
            box = await sam.box_under("NWP-3")
            await sam.write("reopen", mention=True, box=box)
            await page.keyboard.press("Enter")
            await sam.sees("I have answered you in our own chat.")
            await card.get_by_role("button", name="More time").wait_for()
            await sam.shot("10-answered-in-thread")

            # Group chat: a mention, answered apart; and what was answered apart.
            await sam.open("Working group")
            await sam.say("list", mention=True)
            await sam.sees("I have answered you in our own chat.")
            await sam.shot("11-group")
            await sam.open("Personal Chat")
            await sam.sees("Northvale Wellbeing Partnership · Open")
            await sam.sees("NWP-3 is open again")
            await sam.shot("12-answered-apart")
