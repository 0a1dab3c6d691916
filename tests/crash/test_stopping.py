"""SIGTERM, and a second process: how a server comes and goes with people in it."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash.harness import (
    crowd,
    demo_in,
    left_in,
    peek,
    until,
    until_all_is_said,
    until_it_sends,
    weather,
    what,
    write_backlog,
)
from tests.demo import ROOT, Demo

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

STOPS_WITHIN = 10
A_MOMENT = 0.2
"""Seconds after which a request surely is in the server's hands."""


async def _terminated(demo: Demo) -> tuple[int, float]:
    """The exit code, and how long it took."""
    assert demo.process is not None
    began = time.monotonic()
    demo.process.send_signal(signal.SIGTERM)
    code = await asyncio.to_thread(demo.process.wait, STOPS_WITHIN + 5)
    return code, time.monotonic() - began


async def test_sigterm_answers_what_is_in_hand_and_stops(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    """Adds in flight are answered, the process ends in time with code 0, and all that was acknowledged is there."""
    count = 200
    with demo_in(tmp_path, slow=0.6) as demo:
        async with crowd(demo, size=32) as people:
            adding = asyncio.create_task(people.adds(range(count)))
            await people.when_acknowledged(count // 4)
            people.up.clear()
            await asyncio.sleep(2 * A_MOMENT)
            stopping, in_hand = time.monotonic(), dict(people.in_hand)
            code, seconds = await _terminated(demo)
            left = left_in(tmp_path)
            acknowledged = people.refs

            await people.start_again()
            await adding
        weather(demo)
        await asyncio.to_thread(until_all_is_said, demo)
        assert demo.stop() == 0

    assert code == 0
    assert seconds < STOPS_WITHIN
    certain = [n for n, began in in_hand.items() if began < stopping - A_MOMENT]
    assert certain, "adds were in the server's hands when it was told to stop"
    assert [n for n in certain if n in people.broken] == []
    assert set(certain) <= set(acknowledged)
    there = {f"NWP-{number}": words for number, words in left.actions}
    assert {ref: there.get(ref) for ref in acknowledged.values()} == {
        r: what(n) for n, r in acknowledged.items()
    }
    assert left.keys("sending") == set(), "nothing is left in doubt"

    after = left_in(tmp_path)
    assert sorted(words for _, words in after.actions) == sorted(what(n) for n in range(count))
    assert {r.arrived for r in after.rows} == {1}
    figure(f"SIGTERM with {len(certain)} adds in hand: all answered, code 0 after {seconds:.1f} seconds")


async def test_sigterm_leaves_nothing_in_doubt_however_much_waits(tmp_path: Path) -> None:
    """What is on its way to a slow platform is finished, what waits goes on waiting; the next process says it once."""
    count = 300
    with demo_in(tmp_path, slow=3, can_be_asked=False) as demo:
        async with crowd(demo, size=count) as people:
            adding = asyncio.create_task(people.adds(range(count)))
            await asyncio.to_thread(until, lambda: peek(tmp_path, "actions") == count, "all are added")
            people.up.clear()
            code, seconds = await _terminated(demo)
            left = left_in(tmp_path)

            weather(demo, can_be_asked=False)
            await people.start_again()
            await adding
        await asyncio.to_thread(until_all_is_said, demo)
        assert demo.stop() == 0

    assert code == 0
    assert seconds < STOPS_WITHIN
    assert left.keys("sending") == set()
    assert left.keys("waiting"), "there was more to say than time"
    after = left_in(tmp_path)
    assert after.states == {"sent": count}
    assert {r.arrived for r in after.rows} == {1}


async def test_sigterm_while_it_starts_leaves_nothing_in_doubt(tmp_path: Path) -> None:
    """A server told to stop while it still says what the last one left behind stops as any other does."""
    count = 300
    with demo_in(tmp_path, slow=2, can_be_asked=False) as demo:
        assert demo.stop() == 0
        await asyncio.to_thread(write_backlog, tmp_path, count)
        demo.launch()
        await asyncio.to_thread(until_it_sends, demo)
        code, seconds = await _terminated(demo)
    left = left_in(tmp_path)
    assert code == 0
    assert seconds < STOPS_WITHIN
    assert left.keys("sending") == set()
    assert left.keys("waiting")
    assert left.keys("sent")


def test_a_second_process_on_the_same_data_refuses_to_start(tmp_path: Path) -> None:
    """It says in one sentence who has the data, and leaves the first one as it was."""
    with demo_in(tmp_path) as demo:
        command = [
            sys.executable,
            "-m",
            "adapters.cli",
            "demo",
            "--port",
            "0",
            "--data",
            str(tmp_path),
            "--no-browser",
        ]
        second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
        assert second.returncode != 0
        assert second.stdout == ""
        assert second.stderr.strip() == (
            f"{tmp_path / 'demo.sqlite3'} is already open in process {demo.process.pid}. "
            "Only one process may serve a SQLite database: stop that one first."
        )
        assert demo.say("sam", "/action add Book the hall @hayley by 17 Feb")[0]["text"].startswith(
            "Added NWP-1"
        )
        assert demo.stop() == 0


def test_after_a_kill_the_lock_is_free(tmp_path: Path) -> None:
    """Nobody has to remove a file by hand before the server starts again."""
    with demo_in(tmp_path) as demo:
        demo.kill()
        demo.start()
        assert demo.stop() == 0
