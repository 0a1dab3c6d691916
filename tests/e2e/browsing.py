"""Windows of Debian's Chromium on the playground, and what every view of it must hold to."""

import contextlib
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

ARTIFACTS = Path(__file__).parents[2] / "test-artifacts"
DESKTOP = (1280, 860)
PHONE = (360, 740)
_AXE = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")


@contextlib.asynccontextmanager
async def opened(chromium: str) -> AsyncIterator[Browser]:
    """The browser; a build machine's root needs it without its sandbox."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            await browser.close()


class Window:
    """One person's window. Whatever the page logs as an error is kept, and asserted upon at the end."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: self.errors.append(f"a dialog: {dialog.message}"))
        page.on(
            "console",
            lambda said: self.errors.append(said.text) if "Content Security Policy" in said.text else None,
        )

    @classmethod
    async def of(
        cls,
        browser: Browser,
        base: str,
        who: str,
        place: str | None = None,
        *,
        size: tuple[int, int] = DESKTOP,
        dark: bool = False,
    ) -> "Window":
        context = await browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light"
        )
        window = cls(await context.new_page(), base)
        window.page.set_default_timeout(10_000)
        await window.page.goto(f"{base}/playground/?as={who}" + (f"&place={place}" if place else ""))
        await window.page.wait_for_selector("body[data-live]")
        return window

    async def say(self, text: str) -> None:
        await self.page.fill("#say", text)
        await self.page.press("#say", "Enter")

    async def sees(self, text: str, within: str = "#threads") -> None:
        """Wait until the words are there."""
        await self.page.locator(within).get_by_text(text).first.wait_for()

    async def shot(self, name: str) -> None:
        ARTIFACTS.mkdir(exist_ok=True)
        await self.page.screenshot(path=ARTIFACTS / f"{name}.png")

    async def holds_up(self) -> None:
        """No serious finding of axe, nothing wider than the window, no script's error."""
        result: Any = await self.page.evaluate(f"{_AXE}\naxe.run(document)")
        serious = [
            (found["id"], [node["html"][:200] for node in found["nodes"]])
            for found in result["violations"]
            if found["impact"] in {"serious", "critical"}
        ]
        assert serious == [], f"axe finds: {serious}"
        sideways: Any = await self.page.evaluate(
            """[document.documentElement, document.querySelector("#scroll")]
               .filter((box) => box.scrollWidth > box.clientWidth)
               .flatMap((box) => [...box.querySelectorAll("*")]
                 .filter((part) => part.getBoundingClientRect().right > innerWidth && !part.closest(".sr, .top"))
                 .map((part) => part.outerHTML.slice(0, 120)))"""
        )
        assert sideways == [], f"wider than the window: {sideways}"
        assert self.errors == [], self.errors
