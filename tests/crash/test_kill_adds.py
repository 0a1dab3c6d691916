"""kill -9 while people add actions: what was acknowledged is there, once."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash.harness import ADDS, KILLS, Crowd, Message, crowd, demo_in, left_in, until_all_is_said, what
from tests.demo import Demo

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.timeout(120 + ADDS // 10 + 15 * KILLS)]


async def test_every_acknowledged_add_survives_being_killed(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    """Killed again and again in the middle of it, the log has each acknowledged add once, with one card.

    Whoever got no answer sent the same delivery again, so in the end every add is acknowledged; what was acknowledged
    before a kill still bears the ref it was given then.
    """
    with demo_in(tmp_path) as demo:
        async with crowd(demo) as people:
            interrupted = await _killed_all_along(people)
            again = {n: await people.add(n) for n in random.Random(2).sample(range(ADDS), 50)}
        until_all_is_said(demo)
        listed = _list_all(demo)
        seen = demo.messages("margaret")
        assert demo.stop() == 0

    assert len(interrupted) == KILLS
    assert min(interrupted) > 0, "every kill came while adds were in hand"
    refs = people.refs
    assert len(refs) == ADDS
    assert len(set(refs.values())) == ADDS, "refs never repeat"

    left = left_in(tmp_path)
    assert {f"NWP-{n}": w for n, w in left.actions} == {refs[n]: what(n) for n in range(ADDS)}
    assert len(left.actions) == ADDS
    assert left.deliveries == ADDS
    assert left.states == {"sent": ADDS}
    assert {r.arrived for r in left.rows} == {1}

    cards = Counter(m["text"].split(" · ")[0] for m in seen if m["author"] == "bot")
    assert cards == Counter(refs.values()), "one card in the channel for each"
    assert Counter(listed) == Counter(refs.values()), "the list shows each once"
    for number, answer in again.items():
        assert answer is not None
        assert answer[0] == people.acknowledged[number][0], "a replay is answered as the first was"
    figure(
        f"adds: {ADDS} under {KILLS} kills, {sum(interrupted)} in hand when killed, {len(people.broken)} sent again; "
        f"{len(left.actions)} in the log, 0 lost, 0 doubled"
    )


async def _killed_all_along(people: Crowd) -> list[int]:
    """Add them all, with kills all along; how many adds were in hand at each kill."""
    moments = sorted(random.Random(1).sample(range(ADDS // 100, ADDS - ADDS // 20), KILLS))
    in_hand = []
    adding = asyncio.create_task(people.adds(range(ADDS)))
    for moment in moments:
        await people.when_acknowledged(moment)
        people.up.clear()
        in_hand.append(len(people.in_hand))
        people.demo.kill()
        await people.start_again()
    await adding
    return in_hand


def _list_all(demo: Demo) -> list[str]:
    """The refs that `list all` shows, page by page."""
    refs: list[str] = []
    page: Message | None = demo.say("sam", "/action list all")[0]
    while page is not None:
        lines = page["text"].splitlines()
        refs += [line.split(" · ")[0] for line in lines if line.startswith("NWP-")]
        onward = next((b["id"] for b in page["buttons"] if b["label"].startswith("Next")), None)
        page = demo.press("sam", page["id"], onward)[0] if onward else None
    return refs
