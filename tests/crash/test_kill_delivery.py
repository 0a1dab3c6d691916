"""kill -9 while messages are on their way: nothing is lost, nothing is said twice."""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash.harness import (
    BACKLOG,
    KILLS,
    Left,
    demo_in,
    kill_while_sending,
    left_in,
    until_all_is_said,
    weather,
    write_backlog,
)
from tests.demo import ROOT, Demo

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.timeout(120 + 15 * KILLS)]

SLOW = 0.2
"""Seconds a send takes: half of them before the message arrives, half after."""


def test_a_platform_that_can_be_asked_gets_everything_once(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    """0 lost, 0 doubled: after every kill the platform is asked what became of what was on its way."""
    with demo_in(tmp_path, slow=SLOW) as demo:
        doubts = _killed_again_and_again(demo)
        weather(demo)
        demo.start()
        until_all_is_said(demo)
        assert demo.stop() == 0

    left = left_in(tmp_path)
    assert left.states == {"sent": len(left.rows)}
    assert {r.arrived for r in left.rows} == {1}
    assert len([r for r in left.rows if r.kind == "card"]) == BACKLOG
    there, not_there = _on_both_sides(doubts)
    figure(
        f"delivery, can be asked: {len(left.rows)} messages under {KILLS} kills, on their way when killed "
        f"{there} that had arrived and {not_there} that had not; 0 lost, 0 doubled"
    )


def test_a_platform_that_cannot_be_asked_gets_nothing_twice(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    """0 doubled, every ambiguous message is listed as unknown and the clerk told, and of the rest none is lost."""
    with demo_in(tmp_path, slow=SLOW, can_be_asked=False) as demo:
        doubts = _killed_again_and_again(demo)
        weather(demo, can_be_asked=False)
        demo.start()
        until_all_is_said(demo)
        listed = _outbox(demo)
        notices = [
            m["text"] for m in demo.messages("sam", direct=True) if m["text"].startswith("I cannot tell")
        ]
        assert demo.stop() == 0

    left = left_in(tmp_path)
    ambiguous = set().union(*(doubt.keys("sending") for doubt in doubts))
    assert left.keys("unknown") == ambiguous
    assert {r["key"] for r in listed if r["state"] == "unknown"} == ambiguous
    assert {r["state"] for r in listed} == {"unknown"}
    assert left.keys("sent") == {r.key for r in left.rows} - ambiguous
    assert {r.arrived for r in left.rows if r.state == "sent"} == {1}
    assert {r.arrived for r in left.rows if r.state == "unknown"} == {0, 1}
    assert len([r for r in left.rows if r.kind == "card"]) == BACKLOG
    assert "#nwp-board" in "".join(notices)
    there, not_there = _on_both_sides(doubts)
    figure(
        f"delivery, cannot be asked: {len(left.rows)} messages under {KILLS} kills, on their way when killed "
        f"{there} that had arrived and {not_there} that had not; 0 doubled, {len(ambiguous)} listed as unknown, "
        f"0 of the others lost"
    )


def _killed_again_and_again(demo: Demo) -> list[Left]:
    """What each process left that was killed with messages on their way."""
    assert demo.stop() == 0
    write_backlog(demo.data, BACKLOG)
    chance = random.Random(3)
    doubts: list[Left] = []
    attempts = 0
    while len(doubts) < KILLS:
        left = kill_while_sending(demo, attempts, SLOW, chance)
        attempts = left.attempts
        assert left.states["waiting"], "there is not enough to say for so many kills"
        if left.states["sending"]:
            doubts.append(left)
    return doubts


def _outbox(demo: Demo) -> list[dict[str, str]]:
    """What the operator is shown, while the server runs."""
    command = [
        sys.executable,
        "-m",
        "adapters.cli",
        "outbox",
        "--data",
        str(demo.data),
        "--json",
        "--limit",
        "100000",
    ]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(shown.stdout)


def _on_both_sides(doubts: list[Left]) -> tuple[int, int]:
    """Of what was on its way, how much had arrived and how much had not: without both this proves nothing."""
    arrived = [r.arrived for doubt in doubts for r in doubt.rows if r.state == "sending"]
    assert set(arrived) == {0, 1}
    return arrived.count(1), arrived.count(0)
