"""The answer to one message about several actions."""

from collections.abc import Sequence

from bot.messages import Block, Button, Buttons, Line, Paragraph, View
from bot.views.buttons import button_id
from bot.views.shown import Shown
from bot.views.words import runs


def together(said: Sequence[View], questions: Sequence[str], buttons: Sequence[Button]) -> View:
    """What became of each, one after another, then what is asked; the buttons of the whole in place of each one's."""
    lines: list[Line] = []
    for view in said:
        lines += [line for block in view.blocks if isinstance(block, Paragraph) for line in block.lines]
    lines += [runs(question) for question in questions]
    blocks: list[Block] = [Paragraph(lines=tuple(lines)), Buttons(buttons=tuple(buttons))]
    subjects = dict.fromkeys(subject for view in said for subject in view.subjects)
    return View(line=" ".join(view.line for view in said), blocks=tuple(blocks), subjects=tuple(subjects))


def progress_buttons(shown: Shown, *, alone: bool) -> list[Button]:
    """What an owner's words on progress may have meant, with the ref where others are told of too."""
    one = shown.action.id
    buttons = [Button(id=button_id("done", one), label=f"{shown.ref} done")]
    if alone:
        buttons += [
            Button(id=button_id("begin", one), label=f"{shown.ref} in progress"),
            Button(id=button_id("later", one), label=f"{shown.ref} more time"),
        ]
    return buttons
