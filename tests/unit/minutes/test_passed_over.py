"""What is looked for before a form is tried loses nothing that the form would find."""

import re
from pathlib import Path

import pytest

from bot.minutes import agreements, decisions, marked, prose, referred, status, terse, votes
from tests.unit.minutes.forms import FORMS, NOTHING
from tests.unit.minutes.settled import SETTLES, SETTLES_NOTHING
from tests.unit.minutes.twins import STRUCTURES, TWINS

LINES = [
    line.split("\t")[2]
    for file in sorted((Path(__file__).parent / "lines").glob("*.tsv"))
    for line in file.read_text(encoding="utf-8").splitlines()
]
TEXTS = [
    *LINES,
    *(line for form in FORMS for line in form.text.splitlines()),
    *(text for _, text in NOTHING),
    *(text for text, _ in SETTLES),
    *SETTLES_NOTHING,
    *(line for twins in (*TWINS, *STRUCTURES) for text, *_ in twins.does for line in text.splitlines()),
]
SEVERAL = (
    agreements._AGREED_THAT, agreements._AGREED_TO, agreements._AGREED_PASSIVE, agreements._ON_THE_AGENDA, agreements._TO_GO,
)  # fmt: skip


@pytest.mark.parametrize(
    ("forms", "words", "as_written"),
    [
        ([marked._MARK], marked._MARKING, True),
        ([form.pattern for form in SEVERAL], agreements._AGREEING, False),
        ([terse._OFFICER], terse._OFFICES, False),
        ([referred._HEADED, referred._TOLD], referred._PASSING, False),
        ([status._SAYS_DONE], status._DOING_IT, True),
        ([decisions._CIRCULATED], decisions._CIRCULATING, False),
        ([votes._COUNT], votes._COUNTED_IN, False),
        ([prose._NOTICE], prose._NOTICE_WORDS, True),
    ],
    ids=["marks", "agreements", "officers", "referrals", "done", "sent round", "counts", "notices"],
)
def test_no_form_is_lost(forms: list[re.Pattern[str]], words: tuple[str, ...], *, as_written: bool):
    """Whatever a form is found in holds one of the words without which it is not tried."""
    found = [text for text in TEXTS if any(form.search(text) for form in forms)]

    assert found
    assert [
        text for text in found if not any(word in (text if as_written else text.lower()) for word in words)
    ] == []
