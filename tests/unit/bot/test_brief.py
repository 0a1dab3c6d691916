"""Which inbounds are a moment's work, so that a store may run them where everybody else waits."""

from collections.abc import Callable

import pytest

from bot import core
from bot.commands.heard import Heard
from bot.messages import Inbound, Paper, Press
from tests.world import World


@pytest.fixture
def say(world: World) -> Callable[..., Inbound]:
    def inbound(text: str, **how) -> Inbound:
        return world.inbound("sam", text, **how)

    return inbound


@pytest.mark.parametrize(
    "text",
    [
        "add Circulate the outcomes @hayley by 17 Feb",
        "add",
        "done 12 sent on Monday",
        "update 12 waiting for the lease",
        "edit 12 Circulate the minutes",
        "reopen 12",
    ],
)
def test_one_action_and_a_few_words_are_brief(say, text):
    """However long the log, there is one thing to look up."""
    assert core.brief(Heard(say(text)))


@pytest.mark.parametrize(
    "text",
    [
        "done 12 13",
        "all done",
        "list",
        "digest",
        "undo",
        "minutes 1. Apologies were received from Kim Osei. ACTION: Hayley to circulate the outcomes.",
        "meeting add 8 December 2026 10:00",
        "what is this?",
        "add " + "x" * (core.MOST_BRIEF - 3),
        "add Tell " + ", ".join(f"Somebody{n}" for n in range(core.MOST_NAMES + 2)),
        "add Tell " + " and ".join(f"@b{n}" for n in range(core.MOST_NAMES)),
        "",
    ],
)
def test_what_grows_with_the_log_or_with_what_was_said_is_not(say, text):
    """Nor anything that is no command: what it means takes more than its words."""
    assert not core.brief(Heard(say(text)))


def test_the_longest(say):
    """To the letter."""
    assert core.brief(Heard(say("add " + "x" * (core.MOST_BRIEF - 4))))


@pytest.mark.parametrize(
    "text", ["drop 5, put the rest in the log", "drop 4", "due 3 13 March", "assign 2 @priya"]
)
def test_what_a_review_may_be_answered_with_is_not(say, text):
    """Below one it brings in a whole meeting's minutes."""
    assert not core.brief(Heard(say(text)))


def test_nor_is_anything_said_to_the_bot_directly(world):
    """There "done 12" may be an answer about any of one's own, and "add them to the log" about a review."""
    for text in ("done 12", "add them to the log", "add Circulate the outcomes @hayley"):
        inbound = world.inbound("hayley", text, direct=True)
        assert inbound.addressed
        assert not core.brief(Heard(inbound))


def test_neither_are_presses_files_and_talk(say, world):
    """A press may bring in a whole meeting's minutes."""
    add = say("add Circulate the outcomes @hayley")
    assert core.brief(Heard(add))
    assert not core.brief(Heard(add.model_copy(update={"press": Press(button="accept:1")})))
    assert not core.brief(
        Heard(add.model_copy(update={"paper": Paper(name="minutes.pdf", body="1. Apologies")}))
    )
    assert not core.brief(Heard(add.model_copy(update={"happened": "edited"})))
    assert not core.brief(Heard(add.model_copy(update={"addressed": False})))
