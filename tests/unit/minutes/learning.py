"""Finds the weights of `bot/minutes/wording.json` from labelled minutes.

    python -m tests.unit.minutes.learning FOLDER... [--out FILE]

Each folder has a `dev` of documents and labels as ../shared/minutes has. What is ambiguous is left out. To these come
the forms that the tests know and the lines of `lines`, all of our own invention. A word, or a pair of words, is kept
that stands in `DOCUMENTS` documents or more, and a word only where so many write it in small letters, so that names do
not come in.
"""

import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from typing import Any

from bot.minutes.reader import context_of
from bot.minutes.wording import place, plain_words, traits
from tests.unit.minutes.forms import FORMS, NOTHING, PRESENT, Form
from tests.unit.minutes.settled import SETTLES, SETTLES_NOTHING
from tests.unit.minutes.twins import STRUCTURES, TWINS

DOCUMENTS = 5
STRENGTH = 10.0
"""How little weights are held down; chosen on documents left out."""
LEAST = 0.05
WEIGHT_OF_FORMS, WEIGHT_OF_LINES = 3.0, 1.0
"""How much our own inventions count beside a sentence of real minutes."""
EPOCHS = 25
RATE = 0.5
OUT = Path(__file__).parents[3] / "bot" / "minutes" / "wording.json"


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or a row, where it stands, and what its labels say: None where that is left open."""

    text: str
    place: tuple[str, str]
    action: bool | None
    decision: bool | None
    weight: float = 1.0


def units(text: str, gold: dict[str, Any]) -> Iterator[Unit]:
    """The sentences of a document as the reader parts them."""
    context = context_of(text)
    actions, decisions = (
        _spans(text, [quote for one in gold[kind] for quote in (one["quote"], *one.get("alt_quotes", ()))])
        for kind in ("actions", "decisions")
    )
    open_ = _spans(text, gold["ambiguous"])
    for block, section in zip(context.document.blocks, context.sections, strict=True):
        row = block.kind == "row"
        said = [(0, len(block.text))] if row else [(each.start, each.end) for each in context.said(block)]
        for start, end in said:
            first, last = block.span(start, end)
            is_action, is_decision = _stands(first, last, actions), _stands(first, last, decisions)
            unsure = _stands(first, last, open_)
            yield Unit(
                block.text[start:end],
                place(section, block),
                True if is_action else None if unsure else False,
                True if is_decision else None if unsure else False,
            )


def _spans(text: str, quotes: Iterable[str]) -> list[tuple[int, int]]:
    found = ((text.find(quote), len(quote)) for quote in quotes)
    return [(at, at + length) for at, length in found if at >= 0]


def _stands(first: int, last: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(
        min(last, end) - max(first, start) >= 0.5 * min(last - first, end - start) for start, end in spans
    )


def documents(folder: Path) -> Iterator[list[Unit]]:
    """The units of each labelled document of a folder."""
    for file in sorted((folder / "dev").glob("*.gold.json")):
        text = file.with_name(f"{file.name.removesuffix('.gold.json')}.txt").read_text(encoding="utf-8")
        yield list(units(text, json.loads(file.read_text(encoding="utf-8"))))


def invented() -> Iterator[list[Unit]]:
    """What the tests' own lines say, in the same form: they know forms that few documents hold."""
    for one in _invented():
        yield [replace(unit, weight=WEIGHT_OF_FORMS) for unit in one]


def _invented() -> Iterator[list[Unit]]:
    for twins in (*TWINS, *STRUCTURES):
        for text, _, words in twins.does:
            yield list(_told(text, words, decides=False))
        for text in twins.leaves:
            yield [replace(unit, action=False) for unit in _told(text, "", decides=False)]
    for form in FORMS:
        yield list(_of_form(form))
    for _, text in NOTHING:
        yield [replace(unit, action=False) for unit in units(PRESENT + text, _all_open(text))]
    for text, words in SETTLES:
        yield [replace(unit, action=False) for unit in _told(text, words, decides=True)]
    for text in SETTLES_NOTHING:
        yield [replace(unit, decision=False) for unit in _told(text, "", decides=False)]


LINES = Path(__file__).parent / "lines"
PLACES = {
    "p": ("in body", "a paragraph"),
    "i": ("in body", "a item"),
    "a": ("in actions", "a item"),
    "d": ("in decisions", "a item"),
    "r": ("in review", "a item"),
    "h": ("in body", "a heading"),
}
"""Where a line of `lines` stands: a paragraph, a list, a list of actions, of decisions, or of earlier actions; a heading."""
_A_DOCUMENT = 20


def lines() -> Iterator[list[Unit]]:
    """The invented lines, each action, decision or neither; so many stand for a document."""
    for file in sorted(LINES.glob("*.tsv")):
        told = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
        found = [
            Unit(text, PLACES[where], label == "A", label == "D", WEIGHT_OF_LINES)
            for label, where, text in told
        ]
        yield from (found[at : at + _A_DOCUMENT] for at in range(0, len(found), _A_DOCUMENT))


def _told(text: str, words: str, *, decides: bool) -> Iterator[Unit]:
    """The units of a line under a heading; the one that holds the words is what the line is about."""
    for unit in units(f"{PRESENT}Business\n\n{text}\n", _all_open(text)):
        if unit.action is None:
            meant = bool(words) and words.lower() in unit.text.lower()
            yield replace(
                unit,
                action=True if meant and not decides else None,
                decision=True if meant and decides else None,
            )


def _of_form(form: Form) -> Iterator[Unit]:
    """A form's units: those it wants, and no word of the others."""
    for unit in units(form.text, _all_open(form.text)):
        wanted = any(words.lower() in unit.text.lower() for _, words, _ in form.wants)
        yield replace(unit, action=True if wanted else None, decision=None)


def _all_open(text: str) -> dict[str, Any]:
    return {"actions": (), "decisions": (), "ambiguous": [text]}


def learn(known: Sequence[Sequence[Unit]]) -> dict[str, Any]:
    """The table of weights, as `bot.minutes.wording` reads it."""
    lower = _counted({word for unit in one for word in plain_words(unit.text)} for one in known)
    words = frozenset(lower)
    kept = _counted(
        {trait for unit in one for trait in traits(unit.text, unit.place, words)} for one in known
    )
    everything = [unit for one in known for unit in one]
    (action, for_action), (decision, for_decision) = (
        _weights([(unit, label(unit)) for unit in everything], words, kept)
        for label in (attrgetter("action"), attrgetter("decision"))
    )
    both = {trait: (for_action.get(trait, 0.0), for_decision.get(trait, 0.0)) for trait in kept}
    return {
        "words": sorted(words),
        "start": [round(action, 3), round(decision, 3)],
        "by_trait": {
            trait: [round(one, 2) for one in its]
            for trait, its in sorted(both.items())
            if max(map(abs, its)) >= LEAST
        },
    }


def _counted(documents: Iterable[set[str]]) -> set[str]:
    counts = Counter(one for each in documents for one in each)
    return {one for one, count in counts.items() if count >= DOCUMENTS}


def _weights(
    labelled: Sequence[tuple[Unit, bool | None]], words: frozenset[str], kept: set[str]
) -> tuple[float, dict[str, float]]:
    rows = []
    for unit, label in labelled:
        if label is not None:
            found = traits(unit.text, unit.place, words)
            # What has no weight counts for the length all the same.
            rows.append((sorted(found & kept), len(found) ** -0.5, label, unit.weight))
    return regression(rows)


Row = tuple[Sequence[str], float, bool, float]
"""The traits, how much each counts, whether it is one, and how much the row counts."""


def regression(rows: Sequence[Row]) -> tuple[float, dict[str, float]]:
    """Logistic regression on rows of traits that count equally much: where to start, and what each trait adds.

    Stochastic gradient descent in the order of a fixed shuffle, each weight with its own pace (AdaGrad), held down by
    its square: the same rows always give the same weights.
    """
    start, weights = 0.0, dict.fromkeys({trait for traits, *_ in rows for trait in traits}, 0.0)
    pace = dict.fromkeys(weights, 1e-8)
    start_pace = 1e-8
    seen = Counter(trait for traits, *_ in rows for trait in traits)
    order = list(range(len(rows)))
    shuffle = random.Random(1).shuffle
    for _ in range(EPOCHS):
        shuffle(order)
        for at in order:
            traits, size, label, weight = rows[at]
            total = start + size * sum([weights[trait] for trait in traits])
            slope = weight * (1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - label)
            start_pace += slope * slope
            start -= RATE * slope / math.sqrt(start_pace)
            for trait in traits:
                gradient = slope * size + weights[trait] / (STRENGTH * seen[trait])
                pace[trait] += gradient * gradient
                weights[trait] -= RATE * gradient / math.sqrt(pace[trait])
    return start, weights


def written(table: dict[str, Any]) -> str:
    """The table as a file, a trait on each line."""
    traits_ = ",\n".join(
        f"{json.dumps(trait)}: {json.dumps(its)}" for trait, its in table["by_trait"].items()
    )
    words, start = json.dumps(table["words"]), json.dumps(table["start"])
    return f'{{"words": {words},\n"start": {start},\n"by_trait": {{\n{traits_}\n}}}}\n'


def main() -> None:
    *folders, out = [*sys.argv[1:], OUT] if "--out" not in sys.argv else [*sys.argv[1:-2], sys.argv[-1]]
    known = [*(one for folder in folders for one in documents(Path(folder))), *invented(), *lines()]
    Path(out).write_text(written(learn(known)), encoding="utf-8")
    print(f"{len(known)} documents")  # noqa: T201


if __name__ == "__main__":
    main()
