"""How fast minutes are read, and how well: `make minutes-score`, or `python -m bench.minutes [FOLDER...]`.

Speed is processor time on invented minutes of three lengths, beside the plainest thing that can be done
with a text: finding its words. Quality is scored on ../shared/minutes/dev, where those documents are, and on
labelled documents of any other folder named, as it has: those that were left out tell what to expect.
"""

import random
import re
import sys
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import process_time

from bot.minutes import read_minutes
from tests.unit.minutes import scoring

LENGTHS = (10_000, 100_000, 1_000_000)
ROUNDS = 3

PEOPLE = ("Hayley Marsh", "Sam Iqbal", "Priya Nair", "Cllr Ward", "Dr Pask", "The Clerk", "The Treasurer")
DOINGS = (
    "write to the operator about",
    "report back on",
    "obtain quotes for",
    "circulate a note on",
    "speak to the school about",
)
THINGS = (
    "the winter timetable",
    "the library roof",
    "the falls pathway",
    "the new charter",
    "parking by the green",
)
TALK = (
    "The report on {thing} was discussed at length, and several members recalled how much had been done since the spring.",
    "It was noted that {thing} had been raised by residents, and that the service was under some pressure.",
    "{person} agreed to {doing} {thing} by the end of May.",
    "The Board approved the plan for {thing}.",
    "ACTION: {person} to {doing} {thing} before the next meeting.",
    "It was agreed that {person} would {doing} {thing}.",
)


def invented(length: int) -> str:
    """Minutes of about that many characters, the same each time."""
    chance = random.Random(6)
    text = [
        "Northvale Wellbeing Partnership\n\nMinutes of the meeting held on 10 February 2026\n\nPresent: "
        + ", ".join(PEOPLE)
    ]
    size = len(text[0])
    number = 0
    while size < length:
        number += 1
        part = [f"## {number}. {chance.choice(THINGS).title()}"]
        for _ in range(chance.randint(2, 6)):
            said = [
                chance.choice(TALK).format(person=chance.choice(PEOPLE), doing=chance.choice(DOINGS), thing=f"{chance.choice(THINGS)} {chance.randint(1, 999)}")
                for _ in range(chance.randint(1, 4))
            ]  # fmt: skip
            part.append(" ".join(said))
        if number % 9 == 0:
            part.append(
                "| What | Who | When |\n|---|---|---|\n| Publish the standards | Sam Iqbal | 3 March |"
            )
        text.append("\n\n".join(part))
        size += len(text[-1]) + 2
    return "\n\n".join(text)[:length]


def measure() -> dict[str, str]:
    """Seconds for each length, what ten times the text costs, and the ratio to finding its words."""
    read_minutes(invented(2_000))
    seconds = {length: _best(partial(read_minutes, invented(length))) for length in LENGTHS}
    longest = invented(LENGTHS[-1])
    words = _best(lambda: re.findall(r"\w+", longest))
    figures = {f"seconds for {length // 1000:,} KB": f"{took:.3f}" for length, took in seconds.items()}
    for shorter, longer in pairwise(LENGTHS):
        figures[f"  {longer // 1000:,} KB beside {shorter // 1000:,} KB"] = (
            f"{seconds[longer] / seconds[shorter]:.1f} times"
        )
    figures["  finding the words of the longest alone"] = f"{words:.3f}"
    figures["  ratio"] = f"{seconds[LENGTHS[-1]] / words:.0f}"
    return figures


def _best(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = process_time()
        work()
        taken.append(process_time() - began)
    return min(taken)


def main() -> None:
    print("Speed (processor time, invented minutes)")
    for line, figure in measure().items():
        print(f"  {line:<46} {figure}")
    if not scoring.HERE.is_dir():
        print(f"\nQuality is not scored: there is no {scoring.HERE}.")
        return
    _score(scoring.HERE, "from the text alone", told=False)
    known = _score(scoring.HERE, _TOLD, told=True)
    for folder in map(Path, sys.argv[1:]):
        found = _score(folder, f"left out, {_TOLD}", told=True)
        print(f"  {'action F1 below that of dev by':<46} {known['action_F1'] - found['action_F1']:.3f}")


_TOLD = "told the dates of this meeting and the next"


def _score(folder: Path, how: str, *, told: bool) -> dict[str, float]:
    print(f"\nQuality on {folder.name}/dev, {how}")
    figures = scoring.figures(folder, told=told)
    for line, figure in figures.items():
        print(f"  {line:<46} {figure:.3f}" if isinstance(figure, float) else f"  {line:<46} {figure}")
    return figures


if __name__ == "__main__":
    main()
