"""The meeting itself: which body met, on what day, and when it meets next."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.minutes.layout import Block, Document
from bot.minutes.model import Meeting
from bot.minutes.sections import Section
from bot.minutes.words import BODY

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_MONTH = r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{{0,6}}\.?"
_DATE = re.compile(
    r"\b(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s{1,3}(?:the\s{1,3})?)?"
    r"(?:(?P<iso>\d{4}[-.\u2010/]\d{1,2}[-.\u2010/]\d{1,2})(?!\d)"
    r"|(?P<day>\d{1,2})\s{0,2}(?:st|nd|rd|th)?\s{0,3}(?:of\s{1,3})?(?:day of\s)?" + _MONTH.format("month")
    + r",?(?:\s{0,3}(?P<year>(?:19|20)\d\d))?\b"
    r"|" + _MONTH.format("month2") + r"\s{1,3}(?P<day2>\d{1,2})(?:st|nd|rd|th)?\b(?!:)(?:,?\s{1,3}(?P<year2>(?:19|20)\d\d))?"
    r"|(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>(?:19|20)\d\d|\d\d)(?!\d))",
    re.IGNORECASE,
)  # fmt: skip
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTH_YEAR = re.compile(
    r"\b" + _MONTH.format("month") + r",?\s{1,3}(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)
_HELD = re.compile(r"\b(?:minutes|meeting|held|notes?|present|date)\b", re.IGNORECASE)
_NEXT = re.compile(
    r"(?=[dtnfm])(?:(?:\b(?:date|time)s?(?:\s(?:and|&)\s\w+)*\s(?:\w+\s){0,2}of\s(?:the\s)?)?\b(?:next|following|future)\s(?:[\w’']+\s){0,4}?meetings?\b"
    r"|\bnext\s(?:meets?|board|session)\b|\bmeets?\s(?:again|next)\b|\bdate of next\b|\bdate of (?:the )?(?:next|future))",
    re.IGNORECASE,
)
_MAY_SAY_NEXT = ("next", "following", "future", "again")
_LEAD = re.compile(
    r"^(?:(?:draft|minutes?|notes?|agenda|meeting|however|of|for|from|the|a|an|held|at|by)\s+)+",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(r"\b(?:last|previous|minutes of the (?:last|previous))\b", re.IGNORECASE)
_BODY = re.compile(
    rf"\b(?:[A-Z][\w’'&.-]*\s+(?:(?:and|of|for|the|on|&)\s+)*){{0,9}}(?i:{BODY})\b(?:\s+(?:Executive|Board|Committee|Panel|Council))?",
)
_TOP = 14
"""How many blocks from the top a meeting usually takes to say what it is."""


def read_meeting(document: Document, sections: Sequence[Section]) -> Meeting:
    """Body, date and next meeting, as far as the minutes say; a guess is never a date."""
    years = _years(document.text)
    said_on = _meeting_date(document, years)
    return Meeting(_body(document), said_on, _next_meeting(document, sections, said_on, years))


def dates_in(
    text: str, years: Counter[tuple[int, int]] | None = None, after: date | None = None
) -> list[tuple[int, date]]:
    """Whole dates in a text with where they stand. A day and month alone take the year of `after`
    (the first such day not before it), or the only year the document gives that month.
    """
    found = []
    for match in _DATE.finditer(text):
        day = _as_date(match, years, after)
        if day:
            found.append((match.start(), day))
    return found


def _as_date(match: re.Match[str], years: Counter[tuple[int, int]] | None, after: date | None) -> date | None:
    got = match.groupdict()
    try:
        if got["iso"]:
            year, month, day = (int(part) for part in re.split(r"\D", got["iso"]))
            return date(year, month, day)
        if got["d"]:
            year = int(got["y"])
            return date(year + 2000 if year < 100 else year, int(got["m"]), int(got["d"]))
        month = _MONTHS.index((got["month"] or got["month2"]).lower()) + 1
        day = int(got["day"] or got["day2"])
        written = got["year"] or got["year2"]
        if written:
            return date(int(written), month, day)
        if after:
            this = date(after.year, month, day)
            return this if this >= after else date(after.year + 1, month, day)
        given = {year for (year, when), _ in (years or Counter()).items() if when == month}
        if len(given) == 1:
            return date(given.pop(), month, day)
        weekday = got["weekday"]
        if weekday and years:
            fitting = [
                year for year in sorted({year for year, _ in years})
                if date(year, month, day).weekday() == _WEEKDAYS.index(weekday.lower())
            ]  # fmt: skip
            if len(fitting) == 1:
                return date(fitting[0], month, day)
    except ValueError:
        return None
    return None


def _years(text: str) -> Counter[tuple[int, int]]:
    """Which years the document gives with which months: "31 January 2012" lends its year to "3 January"."""
    found: Counter[tuple[int, int]] = Counter()
    for year in _YEAR.finditer(text):
        # A date is looked for only around a year: every month's name in a long text would cost too much.
        around = (text, max(0, year.start() - 26), year.end())
        for match in _MONTH_YEAR.finditer(*around):
            found[int(match["year"]), _MONTHS.index(match["month"].lower()) + 1] += 1
        for match in _DATE.finditer(*around):
            written, month = match["year"] or match["year2"], match["month"] or match["month2"]
            if written and month and match.end() == year.end():
                found[int(written), _MONTHS.index(month.lower()) + 1] += 1
    return found


def _meeting_date(document: Document, years: Counter[tuple[int, int]]) -> date | None:
    top = [block for block in document.blocks if block.kind != "meta"][:_TOP]
    meta = [block for block in document.blocks[:30] if block.kind == "meta"]
    titles = [block for block in meta if block.text.lower().startswith(("title", "name"))]
    ranked: list[tuple[int, date]] = []
    for rank, blocks in (
        (0, top),
        (1, titles),
        (2, [block for block in meta if block.text.lower().startswith("date")]),
    ):
        for index, block in enumerate(blocks):
            text = block.text[:400]
            if rank == 0 and (_PREVIOUS.search(text) or _NEXT.search(text)):
                continue
            for at, day in dates_in(text, years)[:1]:
                near = len(text) < 200 and _HELD.search(text[max(0, at - 120) : at])
                short = len(text) < 90
                weight = 40 if near else 20 if short else 5 if rank == 0 else 0
                if rank == 0 and weight == 5 and index > 3:
                    continue
                ranked.append((weight + (0 if rank == 0 else 8 - rank * 4) - index, day))
    if ranked:
        return max(ranked, key=lambda pair: pair[0])[1]
    return _month_only(document, top)


def _month_only(document: Document, top: Sequence[Block]) -> date | None:
    """A report headed "May 2012" which speaks of "the meeting on 1st May"."""
    for block in top[:6]:
        if _PREVIOUS.search(block.text):
            continue
        headed = _MONTH_YEAR.search(block.text) if len(block.text) < 90 else None
        if headed:
            month = _MONTHS.index(headed["month"].lower()) + 1
            for said in re.finditer(r"meeting (?:held )?on\s", document.text[:6000]):
                for _, day in dates_in(
                    document.text[said.end() : said.end() + 40], Counter({(int(headed["year"]), month): 1})
                )[:1]:
                    return day
    return None


def _next_meeting(
    document: Document, sections: Sequence[Section], said_on: date | None, years: Counter[tuple[int, int]]
) -> date | None:
    """The first date told after "next meeting", in that block or the two under such a heading."""
    blocks = document.blocks
    for index in range(len(blocks) - 1, -1, -1):
        text = blocks[index].text
        lower = text.lower()
        said = _NEXT.search(text) if any(word in lower for word in _MAY_SAY_NEXT) else None
        if not said or blocks[index].kind == "meta":
            continue
        heading = blocks[index].kind in {"heading", "label"} or sections[index].kind == "next"
        if not heading and not re.search(
            r"\b(?:is|be|on|held|scheduled|:|at)\b|[:–-]", text[said.end() : said.end() + 60]
        ):
            continue
        candidates = [text[said.start() : said.start() + 240]]
        if heading:
            candidates += [block.text[:240] for block in blocks[index + 1 : index + 3]]
        for candidate in candidates:
            for _, day in dates_in(candidate, years, after=said_on):
                if said_on is None or day > said_on:
                    return day
    return None


def _body(document: Document) -> str | None:
    for block in document.blocks[:_TOP]:
        text = (
            re.sub(r"^\w+\s*[:=]\s*[\"']?", "", block.text[:200])
            if block.kind == "meta"
            else block.text[:200]
        )
        if block.kind == "meta" and not block.text.lower().startswith("title"):
            continue
        found = _BODY.search(text.title() if text.isupper() else text)
        if found and len(found.group().split()) > 1:
            name = _LEAD.sub("", found.group()).strip()
            if len(name.split()) > 1:
                return name
    return None
