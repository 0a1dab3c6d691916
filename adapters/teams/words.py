"""The few things this adapter says of its own: what Teams needs said that no other platform does."""

from bot.messages import Button, Buttons, Paragraph, Run, View

ANSWERED = "I have answered you in our own chat."
NO_CHAT = "I cannot write to you in a chat of your own yet, so I answer here. Add me in Teams, under Apps."
NOT_HERE = "I cannot write to you in a chat of your own yet, and this one belongs to no board. Add me in Teams, under Apps."
SAVED = "Saved."
BUSY = "That did not work just now. Nothing was changed: try again in a minute."


def welcome(*, direct: bool) -> View:
    """Said once in every conversation the bot is added to."""
    how = (
        "Say it plainly here, for example: “add Circulate the outcomes by Friday”."
        if direct
        else "Mention me and say it, for example: “@Matters Arising add Circulate the outcomes by Friday”."
    )
    first = "I keep your board’s action log, and chase kindly."
    lines: tuple[tuple[Run, ...], ...] = ((Run(text=first, strong=True),), (Run(text=how),))
    if not direct:
        lines += ((Run(text="What is for you alone I say in a chat of our own."),),)
    return View(
        line=first,
        blocks=(
            Paragraph(lines=lines),
            Buttons(buttons=(Button(id="help", label="Help", main=True),)),
        ),
    )
