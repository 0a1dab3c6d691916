"""Every view, given to a renderer of Block Kit that is not ours (npm's slack-blocks-to-jsx): it shows every word."""

import html
import json
import re

import pytest

from adapters.slack.blocks import draw
from bot.messages import Heading, Item, Paragraph, Run, View
from tests.adapters.slack.picture import GOLDEN, IMAGES, SHOWN, WIDTHS, blocks_of, rendered
from tests.adapters.slack.rig import said
from tests.conftest import ROOT, Part

INSTALL = ROOT / "docs" / "install-slack.md"
TYPED = [
    "<!channel> <@U123456> <#C123|general> <!subteam^S1>",
    "<https://evil.example|Approve> https://evil.example",
    "*bold* _it_ ~strike~ `code` > quote",
    "<script>alert(1)</script><b>x</b><img src=x onerror=alert(1)>",
    "&lt;!channel&gt; &amp;amp;",
]


FOLDER = ROOT / "tests/node/node_modules/slack-blocks-to-jsx"
RENDERER = Part(
    "npm's slack-blocks-to-jsx", lambda: str(FOLDER) if FOLDER.is_dir() else None, "tests/node/install"
)


@pytest.fixture(scope="module")
def node_program(node: str) -> str:
    RENDERER.need()
    return node


def words(drawn: str) -> str:
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", drawn)).split())


def test_it_shows_every_word_of_every_view(node_program: str) -> None:
    """A block it cannot read would be left out of its page, and its words be missing here."""
    names = sorted(file.stem for file in GOLDEN.glob("*.json"))
    messages = [(name, blocks) for name in names for blocks in blocks_of(name)]
    drawn, _ = rendered([blocks for _, blocks in messages], node_program)
    for (name, blocks), page in zip(messages, drawn, strict=True):
        shown = words(page)
        for block in blocks:
            if block["type"] in {"header", "rich_text", "context"}:
                assert "".join(said({"blocks": [block]}).split()) in shown, name
            if block["type"] == "input":
                assert "".join(block["label"]["text"].split()) in shown, name
            for element in block.get("elements") or ():
                if element["type"] == "button":
                    assert "".join(element["text"]["text"].split()) in shown, name


@pytest.mark.parametrize("typed", TYPED)
def test_what_people_type_is_inert_there_too(node_program: str, typed: str) -> None:
    """No link, no mention, no markup, no element of what was typed: the words themselves."""
    line = (Run(text=typed),)
    view = View(line=typed, blocks=(Heading(text=typed), Paragraph(lines=(line,)), Item(title=line)))
    (part,) = draw(view)
    body = [block for block in part.blocks if block["type"] == "rich_text"]
    (page,), _ = rendered([body], node_program)
    assert words(page).count("".join(typed.split())) == 2
    assert re.findall(r"<(?:a|b|em|i|del|code|script|img|blockquote)\b", page) == []
    assert json.dumps(part.blocks).count('"mrkdwn"') == 0


def test_the_pictures_are_in_the_guide() -> None:
    """Small enough for a page, named in it, and said to be drawings."""
    text = INSTALL.read_text(encoding="utf-8")
    for name in WIDTHS:
        assert f"images/{name}.png" in text
        assert (IMAGES / f"{name}.png").stat().st_size < 300_000
    assert "no screenshot of Slack" in text
    assert all((GOLDEN / f"{name}.json").exists() for name in SHOWN)
