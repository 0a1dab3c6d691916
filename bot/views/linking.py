"""What is said about accounts that are one person's."""

from bot.domain.ids import ChangeId
from bot.messages import Button, Buttons, Paragraph, Platform, View
from bot.views.answers import lines
from bot.views.buttons import undo
from bot.views.words import counted, runs, strong

MINUTES = 15

_NAMES = {Platform.SLACK: "Slack", Platform.TEAMS: "Teams", Platform.PLAYGROUND: "the playground"}


def grouped(code: str) -> str:
    """As it is read and typed: ABCDE-FGHJK."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def here_is_a_code(code: str) -> View:
    """The notification does not show it."""
    return View(
        line="Here is a code that links your accounts.",
        blocks=(
            Paragraph(
                lines=(
                    runs("Your code is ", strong(grouped(code)), "."),
                    runs(
                        f"Say “link {grouped(code)}” to me in your account on the other platform within {MINUTES} minutes. It works once."
                    ),
                    runs("Show it to nobody: whoever says it is you, to me."),
                )
            ),
        ),
    )


def was_a_code() -> View:
    """In the place of the code, wherever the answer is kept or given again."""
    return lines(
        "I gave you a code a moment ago, and show each only once.",
        "For another one say “link”; the earlier then no longer works.",
    )


def say_it_directly(*, had_code: bool) -> View:
    first = "Say that to me directly, in a conversation of our own: a code is for your eyes alone."
    spent = "Others may have seen that code, so it no longer works. “link” gives another." if had_code else ""
    return lines(first, spent)


def no_such_code() -> View:
    return lines(
        f"I know no such code; each works once, for {MINUTES} minutes. Nothing was changed.",
        "Say “link” to me in your other account for a new one.",
    )


def too_many_tries(minutes: int) -> View:
    return lines(
        f"Those were several wrong codes, so I take none from here for {counted(minutes, 'minute')}. Nothing was changed."
    )


def same_account() -> View:
    return lines(
        "That is this account’s own code. Say it in your account on the other platform.",
    )


def both_unknown() -> View:
    return lines(
        "I know neither of your two accounts, so there is nothing to link yet.",
        "The clerk of your board can add you to it: “people add” and your name.",
    )


def linked_already() -> View:
    return lines("Those two accounts are one person to me already. Nothing was changed.")


def linked(name: str, here: Platform, there: Platform, change: ChangeId) -> View:
    return lines(
        f"{name}, your accounts in {_NAMES[there]} and {_NAMES[here]} are one person to me now.",
        "Your roles and actions are the same in both. I write to you where you last answered.",
        buttons=[undo(change)],
    )


def not_joined(why: str) -> View:
    """Two offices on one board: the board decides."""
    return lines(
        f"I cannot make these two accounts one person: on one board {why}. Nothing was changed.",
        "I have told the clerk. When one of the two roles is given to somebody else, say “link” again.",
    )


def unlinked(there: Platform | None) -> View:
    kept = f"Your roles and actions stay with your account in {_NAMES[there]}." if there else ""
    return lines(
        "This account is on its own now.", kept, "“link” in the other one gives a code that joins them again."
    )


def nothing_to_unlink() -> View:
    return lines(
        "This is the only account of yours that I know, so there is nothing to unlink.",
        "“link” gives a code that joins it to another.",
    )


def told_joined(name: str, platforms: list[Platform], change: ChangeId) -> View:
    """To a clerk."""
    where = " and ".join(_NAMES[p] for p in platforms)
    return lines(
        f"{name} is one person in {where} now.",
        "The accounts were linked with a one-time code, or have the same verified e-mail address.",
        buttons=[undo(change)],
    )


def told_not_joined(name: str, board: str) -> View:
    """To a clerk."""
    return View(
        line=f"{name} seems to be on the {board} twice.",
        blocks=(
            Paragraph(
                lines=(
                    runs(f"{name} seems to be on the {board} twice, from two platforms."),
                    runs("Each holds an office there, so I keep them as two people."),
                    runs("“people remove NAME” takes one of them off; then “link” makes them one."),
                )
            ),
            Buttons(buttons=(Button(id="people", label="People"),)),
        ),
    )
