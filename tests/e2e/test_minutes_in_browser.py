"""Minutes in Debian's Chromium: dropped, reviewed, put in the log, amended, dropped in again, and undone."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.demo import running
from tests.e2e.browsing import DESKTOP, PHONE, Window, opened

pytestmark = [pytest.mark.browser, pytest.mark.allow_hosts(["127.0.0.1"])]

MINUTES = """Northvale Wellbeing Partnership

Minutes of the meeting held on 3 February 2026

Present: Hayley Marsh (HM), Priya Nair (PN), Sam Iqbal (clerk), Cllr Tom Reid

2. Parking

ACTION: HM to print the posters by 6 March
ACTION: The Wardens to walk the route by next meeting

3. Budget

RESOLVED: That the budget be approved.
ACTION: Diane Ward to write to the school
"""


async def hand_in(window: Window, path: Path) -> None:
    """Attach the file and send it with the word that is there already."""
    await window.page.locator("#file").set_input_files(path)
    await expect(window.page.locator("#attached")).to_contain_text(path.name)
    await window.page.locator("#composer").get_by_role("button", name="Send").click()
    # It is put away once the answer is there: reading may take 5 s, and what comes of it 5 s more.
    await expect(window.page.locator("#attached")).to_be_hidden(timeout=20_000)


def latest(window: Window) -> Locator:
    return window.page.locator(".message.from-bot").last


async def press(window: Window, name: str, *, within: Locator | None = None) -> None:
    """A button of the newest message, also one behind More."""
    where = within or latest(window)
    revision = await latest(window).get_attribute("data-revision")
    found = where.get_by_role("button", name=name).first
    if not await found.is_visible():
        await where.locator("summary", has_text="More").last.click()
    await found.click()
    if not await window.page.locator("dialog[open]").is_visible():
        await expect(latest(window)).not_to_have_attribute("data-revision", revision or "")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_minutes_from_the_file_to_the_log_and_back(
    chromium: str, tmp_path: Path, size: tuple[int, int]
) -> None:
    """The clerk hands them in in the channel; nobody else sees the review; all see what came of it."""
    name = "minutes-phone" if size == PHONE else "minutes-desktop"
    file = tmp_path / "minutes.txt"
    file.write_text(MINUTES, encoding="utf-8")
    with running(tmp_path / "data") as demo:
        demo.reset("2026-02-10T09:30:00+00:00")
        async with opened(chromium) as browser:
            sam = await Window.of(browser, demo.base, "sam", size=size)
            hayley = await Window.of(browser, demo.base, "hayley", size=size)
            await sam.say("/action meeting add 17 Feb 2026 14:00 Town Hall")
            await sam.sees("meets on Tue 17 Feb")
            await hand_in(sam, file)
            await sam.sees("3 actions, 1 decision; 1 needs an owner.")
            await sam.holds_up()
            await sam.shot(f"{name}-1-review")

            card = latest(sam).locator(".item", has_text="Walk the route")
            await card.get_by_role("button", name="Edit").click()
            dialog = sam.page.locator("dialog[open]")
            await dialog.locator("select").last.select_option(label="Kim Osei, member")
            await dialog.get_by_role("button", name="Add").click()
            await sam.holds_up()
            await sam.shot(f"{name}-2-edit")
            await dialog.get_by_role("button", name="Accept").click()
            await sam.sees("1 accepted, 3 to decide.")
            await press(sam, "Accept all that are sure")
            await sam.sees("4 accepted.")
            await sam.shot(f"{name}-3-accepted")
            await press(sam, "Put 4 in the log")
            await sam.sees("In the log, from the minutes of Tue 3 Feb 2026: 3 actions, 1 decision.")
            await hayley.sees("Minutes of Tue 3 Feb 2026 are in the log")
            assert "Nothing is in the log" not in await hayley.page.inner_text("#threads")
            await hayley.holds_up()
            await hayley.shot(f"{name}-4-summary")

            file.write_text(MINUTES.replace("6 March", "13 March"), encoding="utf-8")
            await hand_in(sam, file)
            await sam.sees("1 change of what is in the log")
            await sam.shot(f"{name}-5-amended")
            await press(sam, "Set these minutes aside")
            await sam.say("/action list decisions")
            await sam.sees("Approve the budget · minute 3")
            await sam.shot(f"{name}-6-decisions")
            await sam.say("/action undo")
            await sam.sees("are out of the log")
            await hayley.sees("took the minutes of Tue 3 Feb 2026 out of the log again")
            await sam.holds_up()
            mine = await Window.of(browser, demo.base, "hayley", "direct-hayley", size=size)
            await mine.sees("Hayley, one action is yours from the minutes of Tue 3 Feb 2026")
            await mine.shot(f"{name}-7-owner")


async def accept_every_one(window: Window) -> None:
    """Page by page, card by card."""
    while True:
        while await latest(window).get_by_role("button", name="Accept", exact=True).count():
            await press(window, "Accept", within=latest(window).locator(".item"))
        if not await latest(window).get_by_role("button", name="Next ").count():
            return
        await press(window, "Next ")


@pytest.mark.shared
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_the_five_documents_one_after_another(
    chromium: str, tmp_path: Path, shared_folder: Path, size: tuple[int, int]
) -> None:
    """Each dropped, reviewed, accepted, amended and dropped in again: nothing is doubled."""
    name = "seeds-phone" if size == PHONE else "seeds-desktop"
    documents = sorted((shared_folder / "minutes" / "dev").glob("seed-*.txt"))
    assert len(documents) == 5
    with running(tmp_path / "data") as demo:
        demo.reset("2026-02-10T09:30:00+00:00")
        async with opened(chromium) as browser:
            sam = await Window.of(browser, demo.base, "sam", "direct-sam", size=size)
            for number, document in enumerate(documents):
                await hand_in(sam, document)
                await expect(latest(sam)).to_contain_text("Nothing is in the log")
                await sam.holds_up()
                await sam.shot(f"{name}-{number}-review")
                await accept_every_one(sam)
                await press(sam, "Put ")
                await expect(latest(sam)).to_contain_text("In the log, from the minutes")
                logged = len(await actions(demo))
                await hand_in(sam, document)
                await expect(latest(sam)).to_contain_text("nothing in it is new")
                amended = tmp_path / document.name
                text = document.read_text(encoding="utf-8")
                amended.write_text(
                    f"{text}\n\nACTION: Tom Reid to find the keys of room {number} by 6 March 2026\n",
                    encoding="utf-8",
                )
                await hand_in(sam, amended)
                await expect(latest(sam)).to_contain_text("1 action.")
                await press(sam, "Accept", within=latest(sam).locator(".item"))
                await sam.shot(f"{name}-{number}-amended")
                await press(sam, "Put ")
                await expect(latest(sam)).to_contain_text("In the log, from the minutes")
                assert len(await actions(demo)) == logged + 1
            await sam.holds_up()


async def actions(demo) -> list[str]:
    """Every action of the log, as the list says it."""
    import re

    found: list[str] = []
    (message,) = demo.say("sam", "list all", direct=True)
    while True:
        found += re.findall(r"NWP-\d+", message["text"])
        later = next((b["id"] for b in message["buttons"] if b["label"].startswith("Next")), None)
        if later is None:
            return found
        (message,) = demo.press("sam", message["id"], later)
