"""That a long file is being read is said meanwhile, and the reading never suffers from it."""

import asyncio
import math

import pytest

from adapters.documents.meanwhile import read_meanwhile_said
from bot.messages import Paper, View

PAPER = Paper(name="minutes.txt", mark="1")


async def test_saying_it_that_never_ends_is_given_up() -> None:
    """The platform does not answer: the paper is there all the same."""
    begun = asyncio.Event()

    async def read() -> Paper:
        await begun.wait()
        return PAPER

    async def say(_: View) -> None:
        begun.set()
        await asyncio.Event().wait()

    assert await read_meanwhile_said(read(), "minutes.txt", say, 0.0, most_saying=0.0) == PAPER


async def test_a_name_that_is_a_path_or_hides_something_is_only_a_name() -> None:
    told: list[str] = []
    begun = asyncio.Event()

    async def read() -> Paper:
        await begun.wait()
        return PAPER

    async def say(view: View) -> None:
        told.append(view.text)
        begun.set()

    await read_meanwhile_said(read(), "../../etc/pa\u202esswd", say, 0.0)
    assert told == ["Reading “passwd”. A long file takes a few seconds."]


async def test_reading_stops_when_nobody_waits_for_it_any_longer() -> None:
    """The server ends while a file is fetched: nothing goes on behind it."""
    begun, ended = asyncio.Event(), asyncio.Event()

    async def read() -> Paper:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return PAPER

    async def say(_: View) -> None:
        raise AssertionError("nothing is said")

    waiting = asyncio.create_task(read_meanwhile_said(read(), "minutes.txt", say, math.inf))
    await begun.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.wait_for(ended.wait(), 5)
