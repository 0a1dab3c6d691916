"""The conversations in the documentation are played, line by line."""

import re
from pathlib import Path

import pytest

from tests.stores import empty_store
from tests.world import World, words

ROOT = Path(__file__).parents[3]
TOUR = re.compile(r"<!-- tour.*?-->\n```text\n(.*?)```", re.DOTALL)
TOURS = [
    pytest.param(text, id=f"{path.name}-{number}")
    for path in (
        ROOT / "README.md",
        ROOT / "docs" / "commands.md",
        ROOT / "docs" / "settings.md",
        ROOT / "docs" / "nudges.md",
    )
    for number, text in enumerate(TOUR.findall(path.read_text(encoding="utf-8")), 1)
]


@pytest.mark.parametrize("tour", TOURS)
def test_the_conversations_in_the_documentation_hold(tour: str) -> None:
    """What the documentation says the bot answers is what it answers."""
    store = empty_store()
    world = World.on(store)
    answer: list[str] = []
    for line in tour.splitlines():
        said = re.match(r"(\w+)> (.*)", line)
        if said:
            who, text = said.groups()
            command = text.startswith("/action ")
            reply = world.say(who, text.removeprefix("/action ")) if command else world.tell(who, text)
            answer = words(reply).splitlines()
        else:
            assert line.strip() in answer
    store.close_sync()


def test_there_are_conversations_to_play() -> None:
    """A change of the documentation's form does not silently leave them out."""
    assert len(TOURS) >= 3
