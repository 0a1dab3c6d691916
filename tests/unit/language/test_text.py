"""What was typed, made fit to be kept."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.text import atoms, one_line, tidy, with_atoms, without_atoms
from bot.messages import Mention

SURROGATES = st.characters(categories=["Cs", "Cc", "Cf", "Co", "Lu", "Zs", "So", "Mn"])
anything = st.one_of(st.text(max_size=80), st.text(SURROGATES, max_size=40))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("plain words", "plain words"),
        ("  padded  ", "padded"),
        ("null\x00byte", "nullbyte"),
        ("bell\x07 escape\x1b[31m", "bell escape[31m"),
        ("two\r\nlines\rmore", "two\nlines\nmore"),
        ("soft\x0bbreak\u2028line\u2029par\x85end", "soft\nbreak\nline\npar\nend"),
        ("tab\tstays", "tab\tstays"),
        ("over\u202eride\u202c \u2066isolate\u2069 \u200emark\u200f\u061c", "override isolate mark"),
        ("zero\u200bwidth\u2060\ufeff\u00ad", "zerowidth"),
        ("do\u200dne\u200c", "done"),
        ("blank\u3164letter\u2800", "blankletter"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("private \ue000\uf8ff\U000f0000", "private"),
        ("not\ufffe a \ufdd0character\U0001ffff", "not a character"),
        ("hidden\U000e0041\U000e0042 tags", "hidden tags"),
        ("Siân O’Gara – £5 “quoted” ½ 日本", "Siân O’Gara – £5 “quoted” ½ 日本"),
        ("family 👨\u200d👩\u200d👧 done ✔\ufe0f", "family 👨\u200d👩\u200d👧 done ✔\ufe0f"),
        (
            "flag 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "flag 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
        ("क्\u200dष", "क्\u200dष"),
        ("\u200b", ""),
        ("", ""),
    ],
)
def test_what_hides_or_breaks_is_left_out(typed: str, kept: str) -> None:
    """Control, bidirectional, invisible and broken characters go; everything a board could mean stays."""
    assert tidy(typed) == kept


@given(anything)
def test_tidy_is_safe_and_settled(text: str) -> None:
    """What is kept can be encoded, holds nothing unfit, and tidying it again changes nothing."""
    kept = tidy(text)
    kept.encode()
    assert tidy(kept) == kept
    assert not [c for c in kept if unicodedata.category(c) in {"Cc", "Cs", "Co"} and c not in "\n\t"]


@given(anything)
def test_one_line_is_one_line(text: str) -> None:
    """White space is folded, and nothing else is lost."""
    line = one_line(text)
    assert "\n" not in line
    assert "  " not in line
    assert line.split() == text.split()


def mention(text: str, name: str) -> Mention:
    start = text.index(name)
    return Mention(start=start, end=start + len(name), id=name, name=name)


def test_mentions_are_single_characters_and_come_back_as_names() -> None:
    """No pattern can break a mention apart, and people read it as a name."""
    text = "Circulate it @hayley.marsh and\u200b @tom\u202e by Friday"
    found = with_atoms(text, [mention(text, "@hayley.marsh"), mention(text, "@tom")])
    assert found == "Circulate it \ue000 and \ue001 by Friday"
    assert atoms(found) == [0, 1]
    assert (
        without_atoms(found, ["Hayley Marsh", "Tom Reid"])
        == "Circulate it Hayley Marsh and Tom Reid by Friday"
    )


def test_typed_private_characters_are_no_mentions() -> None:
    """Nobody can forge a mention by typing the character that stands for one."""
    assert with_atoms("assign 12 \ue000", []) == "assign 12"


@pytest.mark.parametrize(("start", "end"), [(5, 3), (2, 2), (0, 99), (-1, 3)])
def test_a_mention_outside_the_text_is_left_as_typed(start: int, end: int) -> None:
    """A platform's mistake costs a mention, not the words."""
    assert with_atoms("add it @tom", [Mention(start=start, end=end, id="u")]) == "add it @tom"


def test_overlapping_mentions_leave_the_later_one_as_typed() -> None:
    """No word is said twice."""
    found = with_atoms("ask @tom now", [Mention(start=4, end=8, id="a"), Mention(start=6, end=10, id="b")])
    assert found == "ask \ue000 now"


def test_an_atom_nobody_is_shown_for_is_nothing() -> None:
    """Stored words outlive the list of mentions they came with."""
    assert without_atoms("ask \ue005", ["Hayley"]) == "ask "


@given(anything, st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=6))
def test_any_mentions_in_any_text(text: str, places: list[tuple[int, int]]) -> None:
    """Whatever a platform sends: no exception, and atoms only for the mentions given."""
    found = with_atoms(text, [Mention(start=a, end=b, id="u") for a, b in places])
    assert set(atoms(found)) <= set(range(len(places)))
    assert atoms(without_atoms(found, ["x"] * len(places))) == []


@pytest.mark.parametrize(
    "text",
    [
        "\u200d" * 20_000,
        "a\u200d" * 10_000,
        "\U000e0041" * 20_000,
        "\r" * 20_000,
        "\x00" * 20_000,
        "é" * 20_000,
    ],
)
def test_long_texts_are_tidied_in_bounded_time(text: str) -> None:
    """Twenty thousand of anything."""
    began = time.perf_counter()
    tidy(text)
    with_atoms(text, [Mention(start=n, end=n + 1, id="u") for n in range(0, 8000, 2)])
    assert time.perf_counter() - began < 1.0
