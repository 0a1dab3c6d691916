"""Draws docs/images/slack-*.png: `python -m tests.adapters.slack.picture`.

There is no Slack here to take a picture of. The blocks are the very ones the bot sends (the golden files); npm's
slack-blocks-to-jsx makes HTML of them, and the frame around each, with its heading, is this file's.
"""

import html
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "slack"
IMAGES = ROOT / "docs" / "images"
NODE = ROOT / "tests" / "node"

WIDTHS = {"slack-desktop": 1120, "slack-phone": 400}
SHOWN = {
    "answers.a_card": "In the board’s channel: a card, redrawn as the action changes",
    "answers.added": "To the one who said /action add, and to nobody else",
    "nudges.nudge_view": "To the owner, directly: a nudge at nine",
    "digests.digest_view": "In the board’s channel: the digest",
    "forms.add_form": "/action add alone, or “Create action” on a message: a form",
    "home.home_view": "The Home tab of the bot: what is mine",
}
ON_A_PHONE = ["answers.a_card", "nudges.nudge_view"]

NOT_SLACKS = "↵ Please &#x27;enter&#x27; to submit"
"""What the renderer writes under every input, and Slack does not."""

PAGE = """<!doctype html><meta charset="utf-8"><style>{style}</style><style>
body {{ margin: 0; padding: 20px; background: #f4f4f2; font: 15px/1.46 Lato, Arial, "Liberation Sans", sans-serif;
        color: #1d1c1d; columns: {columns}; column-gap: 20px; }}
figure {{ margin: 0 0 20px; break-inside: avoid; }}
figcaption {{ font-size: 13px; color: #4a4a4a; margin: 0 2px 6px; }}
.frame {{ background: #fff; border: 1px solid #d5d5d2; border-radius: 8px; padding: 12px 16px; }}
.title {{ font-weight: 800; font-size: 18px; margin-bottom: 8px; }}
.who {{ font-weight: 800; }} .who i {{ font: 600 10px sans-serif; background: #ddd; padding: 1px 3px; border-radius: 2px; }}
.ends {{ display: flex; justify-content: flex-end; gap: 8px; margin-top: 12px; }}
.ends b {{ border: 1px solid #bbb; border-radius: 4px; padding: 4px 12px; font-size: 14px; }}
.ends b:last-child {{ background: #007a5a; color: #fff; border-color: #007a5a; }}
.frame p, .frame span {{ white-space: pre-wrap; }}
</style>{body}"""


def blocks_of(name: str) -> list[list[dict[str, Any]]]:
    """The messages of a golden file, each a list of blocks; a form or the Home tab is one."""
    drawn = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return [each["blocks"] for each in (drawn if isinstance(drawn, list) else [drawn])]


def rendered(messages: list[list[dict[str, Any]]], node: str = "node") -> tuple[list[str], str]:
    """The HTML of each message, and the renderer's style sheet."""
    answer = subprocess.run(
        [node, NODE / "blocks.mjs"],
        input=json.dumps(messages),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    given = json.loads(answer.stdout)
    return given["html"], given["style"]


def page(names: list[str], columns: int) -> str:
    messages = [blocks_of(name)[0] for name in names]
    drawn, style = rendered(messages)
    body = "".join(
        _figure(name, each.replace(NOT_SLACKS, "")) for name, each in zip(names, drawn, strict=True)
    )
    return PAGE.format(style=style + _one_line(messages), columns=columns, body=body)


def _one_line(messages: list[list[dict[str, Any]]]) -> str:
    """The renderer draws an input of one line as high as one of many."""
    blocks = [b for each in messages for b in each if b.get("element", {}).get("multiline") is False]
    return "".join(
        f"#{b['block_id']} textarea {{ height: 38px !important; min-height: 0 !important }}" for b in blocks
    )


def _figure(name: str, inside: str) -> str:
    whole = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    head, foot = "<div class=who>Matters Arising <i>APP</i></div>", ""
    if isinstance(whole, dict) and whole["type"] == "modal":
        head = f"<div class=title>{html.escape(whole['title']['text'])}</div>"
        ends = "".join(f"<b>{html.escape(whole[part]['text'])}</b>" for part in ("close", "submit"))
        foot = f"<div class=ends>{ends}</div>"
    return (
        f"<figure><figcaption>{html.escape(SHOWN[name])}</figcaption>"
        f"<div class=frame>{head}{inside}{foot}</div></figure>"
    )


def main() -> int:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        print("Debian's Chromium is missing: apt-get install chromium", file=sys.stderr)  # noqa: T201
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for file, width in WIDTHS.items():
            phone = width < 600
            window = browser.new_page(
                viewport={"width": width, "height": 400}, device_scale_factor=1.25, locale="en-GB"
            )
            window.set_content(page(ON_A_PHONE if phone else list(SHOWN), 1 if phone else 2))
            window.screenshot(path=IMAGES / f"{file}.png", full_page=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
