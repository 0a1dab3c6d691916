"""The whole loop in Debian's Chromium, against a real demo: two people in two windows, from the add to the digest."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.demo import Demo, running
from tests.e2e.browsing import DESKTOP, PHONE, Window, opened

pytestmark = [pytest.mark.browser, pytest.mark.allow_hosts(["127.0.0.1"])]

NUDGE = "Good morning, Hayley"


def board(demo: Demo, now: str) -> None:
    demo.reset(f"{now}+00:00")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_from_the_add_to_the_digest(chromium: str, tmp_path: Path, size: tuple[int, int]) -> None:
    """Sam adds, the clock moves, Hayley is nudged and answers, the board's channel hears how its log stands."""
    name = "loop-phone" if size == PHONE else "loop-desktop"
    with running(tmp_path / "data") as demo:
        board(demo, "2026-02-10T09:30:00")
        async with opened(chromium) as browser:
            sam = await Window.of(browser, demo.base, "sam", size=size)
            hayley = await Window.of(browser, demo.base, "hayley", "direct-hayley", size=size)
            for when, said in (("10 Feb 2026 14:00", "Tue 10 Feb"), ("5 March 2026 14:00", "Thu 5 Mar")):
                await sam.say(f"/action meeting add {when} Town Hall")
                await sam.sees(f"meets on {said}")
            await sam.say("/action add Circulate the away day outcomes @hayley by 17 Feb")
            await sam.sees("Added NWP-1 for Hayley Marsh, due Tue 17 Feb 2026")
            await sam.say("/action add Develop the evidence base @diane by 5 March")
            await sam.sees("NWP-2 · Develop the evidence base")
            await sam.holds_up()
            await sam.shot(f"{name}-1-added")

            # A day at a time, by the page's own button, until the action is due.
            for day in ("Wed 11", "Thu 12", "Fri 13", "Mon 16", "Tue 17"):
                if size == PHONE and not await sam.page.locator("#moves").is_visible():
                    await sam.page.get_by_role("button", name="Move clock").click()
                await sam.page.get_by_role("button", name="09:00 next working day").click()
                await sam.sees(f"{day} Feb 2026, 09:00", ".clock")
                await expect(sam.page.locator(".clock[aria-busy]")).to_have_count(0)
            await hayley.page.locator(".message", has_text="due today").wait_for()
            # Seven days before was the day it was added, after nine; one day before, and the day itself.
            await expect(hayley.page.locator(".message", has_text=NUDGE)).to_have_count(2)
            await hayley.holds_up()
            await hayley.shot(f"{name}-2-nudged")

            nudge = hayley.page.locator(".thread", has_text="due today")
            await nudge.locator("[data-reply]").click()
            await hayley.page.keyboard.type("done, sent this morning")
            await hayley.page.keyboard.press("Enter")
            await hayley.sees("NWP-1 is complete: “sent this morning”", ".replies")
            await hayley.shot(f"{name}-3-answered")
            # The card in the channel was redrawn where it stands, in the other window.
            await sam.page.locator(".item.complete", has_text="NWP-1").wait_for()
            await expect(sam.page.locator(".item.with-buttons", has_text="NWP-1")).to_have_count(1)

            await sam.page.get_by_role("button", name="Next meeting, Thu 5 Mar").click()
            await sam.sees("Thu 5 Mar 2026, 14:00", ".clock")
            digests = sam.page.locator(".message", has=sam.page.locator("h2", has_text="Northvale Wellbeing"))
            # Mondays 16 and 23 February; Monday 2 March is the one before the meeting, which stands for the weekly.
            await expect(digests).to_have_count(3)
            last = digests.last
            await expect(last).to_contain_text("Mon 2 Mar")
            await expect(last).to_contain_text("NWP-2 · Develop the evidence base")
            await expect(last).to_contain_text("NWP-1 · Circulate the away day outcomes")
            await last.scroll_into_view_if_needed()
            await sam.holds_up()
            await sam.shot(f"{name}-4-digest")
            # Nobody was nudged about what is complete.
            await expect(hayley.page.locator(".message", has_text=NUDGE)).to_have_count(2)
            assert sam.errors == hayley.errors == []


async def test_the_sample_opens_the_demo(chromium: str, tmp_path: Path) -> None:
    """What `make demo` shows first: a month of a board's life, with something overdue, and the clock before a meeting."""
    with running(tmp_path / "data") as demo:
        said = [m["text"] for who in ("sam", "diane", "tom", "kim") for m in demo.messages(who, direct=True)]
        assert not [text for text in said if "I do not know" in text or "I cannot" in text]
        async with opened(chromium) as browser:
            for size, name in ((DESKTOP, "desktop"), (PHONE, "phone")):
                sam = await Window.of(browser, demo.base, "sam", size=size)
                await sam.sees("■ Overdue")
                await sam.sees("Tue 10 Feb 2026, 10:00", ".clock")
                await sam.holds_up()
                await sam.shot(f"sample-{name}")
            await sam.page.goto(f"{demo.base}/playground/?as=hayley&place=direct-hayley")
            await sam.sees(NUDGE)
            await sam.holds_up()
            await sam.shot("sample-phone-nudge")


async def test_a_form_is_filled_in_to_the_end(chromium: str, tmp_path: Path) -> None:
    """`add` alone: two owners in the order chosen, a date that cannot be read asked about at its field."""
    with running(tmp_path / "data") as demo:
        board(demo, "2026-02-10T09:30:00")
        async with opened(chromium) as browser:
            sam = await Window.of(browser, demo.base, "sam")
            await sam.say("/action add")
            form = sam.page.locator("#form")
            await form.get_by_label("What is to be done").fill("Book the <b>town hall</b>")
            for who in ("Tom Reid, member", "Hayley Marsh, officer"):
                await form.locator(".people select").select_option(label=who)
                await form.locator("[data-add]").click()
            await form.get_by_label("Due").fill("32 Feb")
            await form.locator("[type=submit]").click()
            await sam.sees("32 Feb", "#form .error")
            await sam.holds_up()
            await expect(form.locator(".chosen li")).to_have_text(
                ["Tom Reid, memberRemove", "Hayley Marsh, officerRemove"]
            )
            await form.get_by_label("Due").fill("20 Feb")
            await form.locator("[type=submit]").click()
            await sam.sees("Book the <b>town hall</b>")
            await sam.sees("Tom Reid leads, with Hayley Marsh")
            await expect(form).to_be_hidden()
