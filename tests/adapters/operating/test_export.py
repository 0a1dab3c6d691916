"""`arising export`: all data of one organisation, a line at a time, and nothing of anybody else's."""

import json
from pathlib import Path

import pytest

from store.keeping import exporting, rows
from tests.adapters.operating.conftest import Installation
from tests.adapters.operating.test_backup import worked_at
from tests.world import World

ROOT = Path(__file__).parents[3]


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_every_row_of_the_organisation_is_there(here: Installation, world: World) -> None:
    """While the bot runs; the first line says what it is, the last how much of each kind."""
    worked_at(world)
    done = here.arising("export")
    assert done.exit_code == 0
    first, *told, last = lines(done.stdout)
    assert (first["kind"], first["form"], first["organisation"]) == ("export", 1, "Organisation of W1")
    assert last["kind"] == "end"
    counts = {kind: len([each for each in told if each["kind"] == kind]) for kind in last["counts"]}
    assert counts == last["counts"]
    assert {each["what"] for each in told if each["kind"] == "action"} == {
        "Circulate the outcomes", "Wörk tögether – “really”", "Publish the service standards",
    }  # fmt: skip
    assert {each["name"] for each in told if each["kind"] == "person"} >= {"Hayley Marsh", "Sam Iqbal"}
    assert {each["its_kind"] for each in told if each["kind"] == "place"} == {"channel", "direct"}
    assert "3 actions" in done.stderr


def test_nothing_of_another_organisation(here: Installation, world: World) -> None:
    """Which one has to be said where there are several."""
    worked_at(world)
    World.on(world.store, workspace="W2", code="OTH", name="Another board").say("sam", "add Another’s @tom")
    refused = here.arising("export")
    assert refused.exit_code == 2
    assert "There is “Organisation of W1”, “Organisation of W2”." in refused.stderr
    done = here.arising("export", "--organisation", "organisation of w2")
    assert "Another’s" in done.stdout
    for word in ("Circulate", "W1", "sent this morning"):
        assert word not in done.stdout
    assert "no organisation “W3” here" in here.arising("export", "--organisation", "W3").stderr


def test_into_a_file_that_is_not_there_yet(here: Installation, world: World, tmp_path: Path) -> None:
    """A file that is there is not overwritten."""
    out = tmp_path / "all.jsonl"
    assert here.arising("export", "--out", out).stdout == ""
    assert lines(out.read_text())[-1]["kind"] == "end"
    assert "exists" in here.arising("export", "--out", out).stderr


@pytest.mark.parametrize("table", rows.TABLES, ids=lambda table: table.name)
def test_every_kind_is_documented(table) -> None:
    """By the name it has in the export, unless it is left out."""
    documented = (ROOT / "docs" / "export.md").read_text()
    if table.name in exporting.LEFT_OUT:
        assert f"`{table.name}`" in documented
    else:
        assert f"| `{exporting.KINDS[table.name]}` |" in documented
