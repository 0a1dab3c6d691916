"""`arising erase`: a person's name, accounts and words go, everywhere; the boards' logs go on."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from adapters.teams.references import References
from bot.domain.outbox import OutboxState
from bot.domain.people import ERASED
from store.dialects import engine_for
from store.keeping import rows
from tests.adapters.operating.conftest import Installation, install
from tests.adapters.operating.test_backup import content
from tests.world import World, button, words

PRIVATE = (
    "Hayley",
    "Marsh",
    "hayley",
    "sent this morning",
    "waiting on legal",
    "Circulate the first draft",
    "Northvale Council secret",
)


def everything(where: str) -> str:
    """Every row of every table, as text."""
    engine = engine_for(where if "://" in where else f"sqlite:///{where}")
    try:
        with rows.reading(engine) as connection, connection.begin():
            return "\n".join(
                f"{t.name} {json.dumps(row, ensure_ascii=False)}"
                for t in rows.TABLES
                for row in rows.read(connection, t)
            )
    finally:
        engine.dispose()


@pytest.fixture
def busy(world: World) -> World:
    """Hayley owns, adds, answers, rewords, is asked, and waits for a nudge."""
    world.say("sam", "add Circulate the outcomes @hayley by 17 Feb")
    world.say("hayley", "add Circulate the first draft @tom by 20 Feb")
    world.say("hayley", "edit 2 Circulate the second draft")
    world.drain()
    world.tell("hayley", "1 is waiting on legal")
    world.say("hayley", "update 1 sent this morning")
    world.say("sam", "add Ask about it, Hayley Marsh the Elder, 13.03.26")
    world.tell("hayley", "done")
    world.drain()
    world.say("sam", "history 1")
    world.say("hayley", "drop 2 not needed, says Northvale Council secret")
    return world


def test_nothing_of_the_person_is_left_in_the_database(here: Installation, busy: World) -> None:
    """While the bot runs; no table holds their name, their account or what they said."""
    before = everything(here.where)
    assert all(word in before for word in PRIVATE)
    done = here.arising("erase", "hayley marsh", "--yes")
    assert done.exit_code == 0, done.output
    after = everything(here.where)
    # What the clerk wrote is the board's record: the operator is told of it instead.
    clerks = after.replace("Hayley Marsh the Elder", "")
    assert [word for word in PRIVATE if word in clerks] == []
    assert "Others wrote the name" in done.output


def test_not_even_the_bytes_of_a_file_hold_it(tmp_path: Path) -> None:
    """SQLite would leave what is deleted legible in the file."""
    here = install(tmp_path / "file")
    store = here.open()
    world = World.on(store)
    world.say("sam", "add Circulate the outcomes @tom by 17 Feb")
    for number in range(40):
        world.say("hayley", f"add Number {number} @hayley")
        world.tell("hayley", f"update {number + 2} a word in confidence, {number}")
    assert "It is done." in here.arising("erase", "Hayley Marsh", "--yes").output
    store.close_sync()
    files = b"".join(each.read_bytes() for each in here.data.glob("arising.db*"))
    assert b"Circulate the outcomes" in files
    assert [word for word in (b"a word in confidence", b"Hayley") if word in files] == []


def test_the_log_stays_coherent(here: Installation, busy: World) -> None:
    """Refs, statuses, words of actions and who else did what; where they stood, somebody no longer here stands."""
    changes = len(busy.entries(1)), len(busy.entries(2))
    here.arising("erase", "Hayley Marsh", "--yes")
    shown = words(busy.say("sam", "show 1"))
    assert "Circulate the outcomes" in shown
    assert "somebody no longer here" in shown.casefold()
    assert "Circulate the second draft" in words(busy.say("sam", "show 2"))
    said = words(busy.say("sam", "history 2"))
    assert f"{ERASED} · added it" in said
    assert "reworded" in said
    assert "Hayley" not in said
    assert "“”" not in said
    assert (len(busy.entries(1)), len(busy.entries(2))) == changes
    listed = words(busy.say("sam", "list all"))
    assert "NWP-1" in listed
    assert "Hayley Marsh" not in listed.replace("Hayley Marsh the Elder", "")
    assert "Hayley" not in words(busy.say("sam", "people"))
    busy.clock("2026-03-31 09:30")
    assert [s for s in busy.said if s.message.address.startswith(("direct-hayley", "erased:"))] == busy.to(
        "hayley"
    )


def test_others_can_go_on_from_there(here: Installation, busy: World) -> None:
    """The action is given to somebody else, and what that changed can be undone; their words never come back."""
    busy.say("sam", "reopen 1")
    assert "NWP-1" in here.arising("erase", "Hayley Marsh", "--yes").output
    given = busy.say("sam", "assign 1 @tom")
    assert "Tom Reid" in words(given)
    undone = busy.press("sam", button(given, "Undo"))
    assert "Hayley" not in words(undone)
    assert ERASED in words(busy.say("sam", "show 1")).casefold()
    assert "second draft" in busy.action(2).what


def test_undoing_their_words_brings_nothing_back(here: Installation, busy: World) -> None:
    """A wording that was blanked leaves the action's words as they are."""
    reworded = busy.say("hayley", "edit 1 Circulate all outcomes")
    here.arising("erase", "Hayley Marsh", "--yes")
    busy.press("sam", button(reworded, "Undo"))
    assert busy.action(1).what in {"Circulate the outcomes", "Circulate all outcomes"}


def test_whoever_left_before_does_not_come_back(here: Installation, world: World) -> None:
    """Undoing that somebody left gives nobody their role again."""
    left = world.say("sam", "people remove Hayley Marsh")
    here.arising("erase", "Hayley Marsh", "--yes")
    said = words(world.press("sam", button(left, "Undo")))
    assert "no longer here" in said
    assert ERASED not in words(world.say("sam", "people"))


def test_they_are_a_stranger_afterwards(here: Installation, busy: World) -> None:
    """Their account is nobody's; another of their name may come, and is somebody else."""
    here.arising("erase", "Hayley Marsh", "--yes")
    assert "Added" not in words(busy.say("hayley", "add One more"))
    busy.say("sam", "people add Hayley Marsh, Northvale Council, officer")
    assert "Hayley Marsh" in words(busy.say("sam", "people"))
    assert ERASED in words(busy.say("sam", "show 1")).casefold()


def test_what_waited_for_them_is_not_said(here: Installation, world: World) -> None:
    """Settled with the reason."""
    world.say("sam", "add Circulate the outcomes @hayley by 17 Feb")
    world.drain()
    world.now = world.now.replace(day=17)
    world.tick()
    assert [r for r in world.rows() if r.kind.value == "nudge" and r.state is OutboxState.WAITING]
    here.arising("erase", "Hayley Marsh", "--yes")
    assert [r.reason for r in world.rows() if r.kind.value == "nudge"] == [
        "whom it was for is no longer here"
    ]
    assert [s for s in world.drain() if s.message.kind.value == "nudge"] == []


def test_a_repeated_delivery_is_answered_with_nothing(here: Installation, world: World) -> None:
    """The kept answers quoted people; what they did is not done twice."""
    inbound = world.inbound("hayley", "add Circulate the outcomes @hayley by 17 Feb")
    assert words(world.send(inbound)).startswith("Added NWP-1")
    here.arising("erase", "Hayley Marsh", "--yes")
    assert words(world.send(inbound)) == ""
    assert world.action(2) is None


def test_a_dry_run_says_what_would_go_and_changes_nothing(here: Installation, busy: World) -> None:
    """With the open actions that would be without an owner."""
    before = content(here.where)
    done = here.arising("erase", "Hayley Marsh", "--dry-run")
    assert re.search(r"1 × account$", done.output, re.MULTILINE)
    assert re.search(r"× update in their own words$", done.output, re.MULTILINE)
    assert "Nothing was changed." in done.output
    assert content(here.where) == before


def test_it_is_asked_first(here: Installation, world: World) -> None:
    """The name has to be typed."""
    before = content(here.where)
    refused = here.arising("erase", "hayley", typed="yes\n")
    assert refused.exit_code == 2
    refused = here.arising("erase", "Hayley Marsh", typed="yes\n")
    assert "That is not the name. Nothing was changed." in refused.stderr
    assert content(here.where) == before
    assert "It is done." in here.arising("erase", "Hayley Marsh", typed="Hayley Marsh\n").output
    assert "Nobody here is" in here.arising("erase", "Hayley Marsh", typed="\n").stderr


def test_of_two_with_one_name_neither_is_guessed(here: Installation, world: World) -> None:
    """Their ids are said, with their boards; an id or an account names one."""
    World.on(world.store, workspace="W2", code="OTH", name="Another")
    refused = here.arising("erase", "Hayley Marsh", "--yes")
    assert refused.exit_code == 2
    ids = re.findall(r"(\d+): Hayley Marsh \((\w+)\)", refused.stderr)
    assert {board for _, board in ids} == {"NWP", "OTH"}
    chosen = next(its_id for its_id, board in ids if board == "OTH")
    assert "It is done." in here.arising("erase", chosen, "--yes").output
    assert "Hayley Marsh" in words(world.say("sam", "people"))


def test_teams_own_file_forgets_them_too(tmp_path) -> None:
    """Their personal chat and what they added; other people's stay."""
    from adapters.teams import references

    known = References(tmp_path, "https://teams.example/")
    known.learn("T1", "a:hayley", "https://teams.example/uk/")
    known.learn("T1", "a:tom", "https://teams.example/uk/")
    for member in ("hayley", "tom"):
        known.keep_personal("T1", f"29:{member}", f"a:{member}")
        known.keep_adder("T1", f"19:{member}", f"29:{member}")
    references.erase(tmp_path, "T1", "29:hayley")
    known.close()
    with closing(sqlite3.connect(tmp_path / references.FILE)) as database:
        left = "\n".join(database.iterdump())
    assert "hayley" not in left.replace("19:hayley", "")
    assert left.count("29:tom") == 2
