"""A real What/Who/When table, typed in and lived through. Its words are read in place and never kept here."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from tests.demo import Demo, running

pytestmark = [pytest.mark.shared, pytest.mark.allow_hosts(["127.0.0.1"])]


class Row(NamedTuple):
    what: str
    who: str
    when: str

    @property
    def due(self) -> date:
        return datetime.strptime(self.when, "%d.%m.%y").date()


def the_table(shared: Path) -> list[Row]:
    """The rows below What, Who and When."""
    text = (shared / "minutes" / "dev" / "seed-004.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    start = next(i for i in range(len(lines)) if lines[i : i + 3] == ["What", "Who", "When"]) + 3
    rows = []
    while re.fullmatch(r"\d\d\.\d\d\.\d\d", lines[start + 2]):
        rows.append(Row(*lines[start : start + 3]))
        start += 3
    return rows


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory):
    with running(tmp_path_factory.mktemp("table")) as demo:
        yield demo


def london(day: date, at: str) -> str:
    return (
        datetime.fromisoformat(f"{day.isoformat()}T{at}")
        .replace(tzinfo=ZoneInfo("Europe/London"))
        .isoformat()
    )


def short(day: date, said_on: date) -> str:
    words = f"{day:%a} {day.day} {day:%b}"
    return words if day.year == said_on.year else f"{words} {day.year}"


def test_the_table_of_a_real_board(demo: Demo, shared_folder: Path) -> None:
    """Nine rows become nine actions; nudges come at nine to whoever has one, and the paper is right to the line."""
    said_on, meeting = date(2015, 2, 10), date(2015, 4, 21)
    rows = the_table(shared_folder)
    assert len(rows) == 9
    demo.reset(london(said_on, "17:00"))
    group = rows[-1].who  # the last row is given to a group, and nobody of the board is called that
    people = [who for who in dict.fromkeys(r.who for r in rows) if who != group]
    for name in people:
        assert name in demo.say("sam", f"/action people add {name}")[0]["text"]
    added = demo.say("sam", "/action meeting add Tuesday 21st April 2015 at 4.00pm")
    assert "Tue 21 Apr 2015 at 16:00" in added[0]["text"]

    for number, row in enumerate(rows, 1):
        answer = demo.say("sam", f"/action add {row.what}, {row.who}, {row.when}")[0]["text"]
        owner = f"“{row.who}”" if row.who == group else row.who
        assert f"Added NWP-{number} for {owner}, due {row.due:%a} {row.due.day} {row.due:%b} 2015." in answer
        assert ("called “" + row.who in answer) is (row.who == group)

    handles = {p["name"]: p["handle"] for p in demo.call("GET", "/people")}
    busiest = max(people, key=lambda who: sum(r.who == who for r in rows))
    theirs = [(n, r) for n, r in enumerate(rows, 1) if r.who == busiest]
    (first, row_one), (second, row_two), *_rest = theirs
    handle = handles[busiest]

    # The first is done in its nudge's thread, in her own words; the second on the day it is due.
    demo.clock(london(row_one.due, "09:30"))
    nudge = demo.messages(handle, direct=True)[-1]
    assert f"NWP-{first} · {row_one.what} · due today" in nudge["text"]
    done = demo.say(
        handle, f"done {first}, went round this morning", direct=True, thread=nudge["thread"] or nudge["id"]
    )
    assert f"NWP-{first} is complete: “went round this morning”." in done[0]["text"]
    demo.clock(london(row_two.due, "09:30"))
    assert f"NWP-{second} is complete" in demo.say(handle, "done", direct=True)[0]["text"]
    demo.clock(london(meeting, "15:30"))

    finished = {first, second}
    nudges = [
        m
        for m in demo.messages(handle, direct=True)
        if m["author"] == "bot" and m["text"].startswith("Good ")
    ]
    assert nudges
    for message in nudges:
        numbers = {int(n) for n in re.findall(r"NWP-(\d+)", message["text"].split("Answer in")[0])}
        assert numbers <= {n for n, _ in theirs}
    after = nudges[-1]["text"]
    assert not any(re.search(rf"NWP-{n}\b", after) for n in finished)
    assert expected_nudge_days(theirs, first, second, meeting, said_on) == nudge_days(demo, handle)
    assert not nudge_days(demo, "sam")

    digest = next(
        m for m in reversed(demo.messages("kim")) if "matters arising" in m["text"] and m["author"] == "bot"
    )["text"].splitlines()
    left = [(n, r) for n, r in enumerate(rows, 1) if n not in finished]
    day = date(2015, 4, 16)
    assert (
        digest[0]
        == f"Northvale Wellbeing Partnership · {short(day, day)} · matters arising for {short(meeting, day)}"
    )
    assert digest[1].startswith(f"{len(left)} open · {len(left)} overdue · {len(finished)} complete")
    assert digest[2] == "■ Overdue"
    expected = [
        f"NWP-{n} · {r.what} · {'“' + r.who + '”' if r.who == group else r.who} · was due {short(r.due, day)}"
        for n, r in sorted(left, key=lambda x: (x[1].due, x[0]))
    ]
    assert digest[3 : 3 + len(left)] == expected


EASTER = {date(2015, 4, 3), date(2015, 4, 6)}
"""England's bank holidays of that spring."""


def expected_nudge_days(
    theirs: list[tuple[int, Row]], first: int, second: int, meeting: date, said_on: date
) -> set[date]:
    """Seven days, one day and none before, one after and every seven: each on a working day, until it was done.

    And once she is asked how things stand, five working days before the meeting.
    """

    def free(day: date) -> bool:
        return day.weekday() > 4 or day in EASTER

    def back(day: date) -> date:
        while free(day):
            day -= timedelta(days=1)
        return day

    def on(day: date) -> date:
        while free(day):
            day += timedelta(days=1)
        return day

    asked = meeting
    for _ in range(5):
        asked = back(asked - timedelta(days=1))
    found: set[date] = {asked}
    for number, row in theirs:
        days = {back(row.due - timedelta(days=n)) for n in (7, 1, 0)}
        step = row.due + timedelta(days=1)
        while step <= meeting:
            days.add(on(step))
            step += timedelta(days=7)
        if number in {first, second}:
            days = {d for d in days if d <= row.due}
        found |= {d for d in days if said_on < d <= meeting}
    return found


def nudge_days(demo: Demo, handle: str) -> set[date]:
    """The days on which nudges came, each said at nine; one a day at most."""
    found = [
        datetime.fromisoformat(m["at"]).astimezone(ZoneInfo("Europe/London"))
        for m in demo.messages(handle, direct=True)
        if m["author"] == "bot" and m["text"].startswith("Good ")
    ]
    assert all(moment.strftime("%H:%M") == "09:00" for moment in found)
    assert len({moment.date() for moment in found}) == len(found)
    return {moment.date() for moment in found}
