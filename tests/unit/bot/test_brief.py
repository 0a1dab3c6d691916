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
        "due 12 next meeting",
        "assign 12 @priya",
        "edit 12 Circulate the minutes",
        "drop 12 no longer needed",
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
        "add " + "Circulate the outcomes " * 50,
        "",
    ],
)
def test_what_grows_with_the_log_or_with_what_was_said_is_not(say, text):
    """Nor anything that is no command: what it means takes more than its words."""
    assert not core.brief(Heard(say(text)))


def test_neither_are_presses_files_and_talk(say, world):
    """A press may bring in a whole meeting's minutes."""
    add = say("add Circulate the outcomes @hayley")
    assert core.brief(Heard(add))
    assert not core.brief(Heard(add.model_copy(update={"press": Press(button="accept:1")})))
    assert not core.brief(
        Heard(add.model_copy(update={"paper": Paper(name="minutes.pdf", body="1. Apologies")}))
    )
    assert not core.brief(Heard(add.model_copy(update={"addressed": False})))
