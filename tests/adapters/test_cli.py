"""The command line: what it hands on, what it prints, and how it says that something was wrong."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

import adapters
from adapters.cli import arising
from adapters.config import Settings
from adapters.server import CannotListen
from bot.domain.ids import OrganisationId, OutboxId
from bot.domain.outbox import OutboxKind, OutboxRow, OutboxState

# doctor asks the running bot how it is.
pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ROOT = Path(__file__).parents[2]
HEAVY = {
    "adapters.bootstrap",
    "aiohttp",
    "apscheduler",
    "bot",
    "pydantic",
    "sqlalchemy",
    "store",
    "structlog",
    "yaml",
}


class AlreadyRunning(RuntimeError):  # noqa: N818 - named as the store's
    pass


class DatabaseAway(RuntimeError):  # noqa: N818 - named as the store's
    pass


class FakeBootstrap(SimpleNamespace):
    """Remembers what it was asked, and answers or fails as told."""

    REFUSALS = (AlreadyRunning, DatabaseAway)
    PASSING = (DatabaseAway,)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Any] = []
        self.fault: Exception | None = None
        self.rows: list[OutboxRow] = []
        self.revisions: tuple[str | None, str] = ("0001", "0001")

    def _heard(self, *asked: Any) -> None:
        self.asked.append(asked)
        if self.fault:
            raise self.fault

    async def run(self, settings: Settings, *, on_ready: Callable[[str], object] | None = None) -> None:
        self._heard("run", settings)

    async def demo(
        self, port: int, data: Path, *, open_browser: bool, on_ready: Callable[[str], object]
    ) -> None:
        self._heard("demo", port, data, open_browser)
        on_ready("http://127.0.0.1:8001/playground/")

    def migrate(self, settings: Settings) -> tuple[str | None, str]:
        self._heard("migrate", settings)
        return self.revisions

    def schema(self, settings: Settings) -> tuple[str | None, str]:
        self._heard("schema", settings)
        return self.revisions

    def demo_settings(self, data: Path) -> Settings:
        return Settings(data=data)

    def open_store(self, settings: Settings, *, only_reading: bool = False) -> "FakeBootstrap":
        self._heard("open", settings.data, only_reading)
        return self

    def read_sync(self, work: Callable[[Any], Any]) -> Any:
        return work(self)

    def outbox_rows(self, states: tuple[OutboxState, ...], limit: int) -> list[OutboxRow]:
        return [row for row in self.rows if row.state in states][:limit]

    def close_sync(self) -> None:
        self._heard("closed")


@pytest.fixture
def bootstrap(monkeypatch: pytest.MonkeyPatch) -> FakeBootstrap:
    fake = FakeBootstrap()
    monkeypatch.setitem(sys.modules, "adapters.bootstrap", fake)
    monkeypatch.setattr(adapters, "bootstrap", fake, raising=False)
    monkeypatch.setattr("adapters.logs.configure", lambda *_: None)
    return fake


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "app.yaml"
    path.write_text("organisation: Northvale\nserver:\n  port: 0\n")
    return path


def invoke(*words: object, typed: bytes | None = None) -> Result:
    return CliRunner().invoke(arising, [str(word) for word in words], input=typed)


def row(
    state: OutboxState, reason: str | None = None, attempts: int = 1, minutes_old: float = 90
) -> OutboxRow:
    at = datetime.now(UTC) - timedelta(minutes=minutes_old)
    return OutboxRow(
        id=OutboxId(1), organisation=OrganisationId(1), key="nudge:4:2026-02-16", kind=OutboxKind.NUDGE,
        lane="p4", created_at=at, not_before=at, state=state, reason=reason, attempts=attempts,
    )  # fmt: skip


# --- help and mistakes ---------------------------------------------------------------------------------------------


def test_help_needs_nothing_heavy() -> None:
    """`arising --help` is there at once: no server, no database, no validation is imported for it."""
    source = "import sys\nfrom adapters.cli import main\ntry:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", source, "--help"], cwd=ROOT, text=True, capture_output=True, check=True
    )
    assert "demo" in done.stdout
    assert not HEAVY & set(done.stderr.split())


@pytest.mark.parametrize("command", ["run", "demo", "migrate", "doctor", "outbox", "due", "version"])
def test_every_command_has_help(command: str) -> None:
    """Each says what it does and explains its options."""
    result = invoke(command, "--help")
    assert result.exit_code == 0
    assert f"Usage: arising {command}" in result.output


def test_the_help_of_the_whole_has_examples() -> None:
    """Somebody who has just installed it reads what to type next."""
    assert "arising run --config app.yaml" in invoke("--help").output


def test_a_command_that_does_not_exist_gets_the_nearest(bootstrap: FakeBootstrap) -> None:
    """A typo costs one line."""
    result = invoke("outbx")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == 'There is no command "outbx". Did you mean outbox?\n'


def test_version() -> None:
    """The version of the project, as pyproject.toml has it."""
    assert re.fullmatch(r"matters-arising \d+\.\d+\.\d+\n", invoke("version").output)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (CannotListen("Port 8000 is in use."), "Port 8000 is in use.\n"),
        (AlreadyRunning("data/arising.db is open already."), "data/arising.db is open already.\n"),
        (PermissionError(13, "Permission denied", "/srv/data"), "Permission denied: /srv/data.\n"),
    ],
)
def test_what_the_operator_can_mend_is_one_sentence(
    bootstrap: FakeBootstrap, config: Path, fault: Exception, said: str
) -> None:
    """On standard error, with exit code 2, and no traceback."""
    bootstrap.fault = fault
    result = invoke("run", "--config", config)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)


def test_a_database_that_is_away_is_worth_another_start(bootstrap: FakeBootstrap, config: Path) -> None:
    """Exit code 1, at which a service manager starts it again; at 2, a mistake's, it would not."""
    bootstrap.fault = DatabaseAway("the database does not let us in: connection refused")
    result = invoke("run", "--config", config)
    assert result.exit_code == 1
    assert result.stderr == "the database does not let us in: connection refused\n"


def test_a_bug_keeps_its_traceback(bootstrap: FakeBootstrap, config: Path) -> None:
    """Only what a person can put right is made a sentence of."""
    bootstrap.fault = KeyError("row")
    assert isinstance(invoke("run", "--config", config).exception, KeyError)


@pytest.mark.parametrize("command", ["run", "migrate", "outbox"])
def test_a_mistake_in_the_configuration_stops_everything(
    bootstrap: FakeBootstrap, config: Path, command: str
) -> None:
    """Nothing is opened with settings nobody meant."""
    config.write_text("server: {prot: 8000}\n")
    result = invoke(command, "--config", config)
    assert result.exit_code == 2
    assert "line 1, server.prot: there is no such key. Did you mean server.port?" in result.stderr
    assert bootstrap.asked == []


# --- commands --------------------------------------------------------------------------------------------------------


def test_run_hands_on_the_settings(bootstrap: FakeBootstrap, config: Path) -> None:
    """`--port` comes before the file."""
    assert invoke("run", "--config", config, "--port", 8080).exit_code == 0
    ((command, settings),) = bootstrap.asked
    assert (command, settings.organisation, settings.server.port) == ("run", "Northvale", 8080)


def test_demo_hands_on_its_options_and_prints_one_address(bootstrap: FakeBootstrap) -> None:
    """What the README promises."""
    result = invoke("demo", "--port", 8001, "--data", "somewhere", "--no-browser")
    assert bootstrap.asked == [("demo", 8001, Path("somewhere"), False)]
    assert re.findall(r"http\S+", result.output) == ["http://127.0.0.1:8001/playground/"]
    invoke("demo")
    assert bootstrap.asked[1] == ("demo", 8000, Path("data/demo"), True)


@pytest.mark.parametrize(
    ("revisions", "said"),
    [
        (("0001", "0001"), "The database is up to date, at revision 0001.\n"),
        (("0001", "0002"), "The database was at 0001, and is at revision 0002 now.\n"),
        ((None, "0001"), "The database was at nothing, and is at revision 0001 now.\n"),
    ],
)
def test_migrate_says_what_it_did(
    bootstrap: FakeBootstrap, config: Path, revisions: tuple[str | None, str], said: str
) -> None:
    """From which revision to which."""
    bootstrap.revisions = revisions
    assert invoke("migrate", "--config", config).output == said


def test_outbox_lists_what_was_not_said(bootstrap: FakeBootstrap, config: Path) -> None:
    """State, kind, key, attempts, age and the reason; then how many of each. Sent and skipped ones are left out."""
    bootstrap.rows = [
        row(OutboxState.UNKNOWN, "the platform did not answer", minutes_old=60 * 50),
        row(OutboxState.WAITING, attempts=0, minutes_old=5.5),
        row(OutboxState.SENT),
    ]
    assert invoke("outbox", "--config", config).output.splitlines() == [
        "id  state    kind   key                 attempts  age    reason",
        "1   unknown  nudge  nudge:4:2026-02-16  1         2 d    the platform did not answer",
        "1   waiting  nudge  nudge:4:2026-02-16  0         5 min",
        "",
        "1 unknown, 1 waiting.",
    ]
    assert bootstrap.asked == [("open", config.parent / "data", True), ("closed",)]


def test_outbox_as_json(bootstrap: FakeBootstrap) -> None:
    """One array for scripts; a demonstration's folder needs no configuration."""
    bootstrap.rows = [row(OutboxState.FAILED, "not installed for Priya")]
    (said,) = json.loads(invoke("outbox", "--data", "demo", "--json").output)
    assert said.pop("written") < datetime.now(UTC).isoformat()
    assert said == {
        "id": 1, "key": "nudge:4:2026-02-16", "kind": "nudge", "state": "failed", "reason": "not installed for Priya",
        "attempts": 1, "age_seconds": 5400,
    }  # fmt: skip
    bootstrap.rows = []
    assert invoke("outbox", "--data", "demo", "--json").output == "[]\n"
    assert invoke("outbox", "--data", "demo").output.startswith("Nothing waits")


# --- due -------------------------------------------------------------------------------------------------------------


def test_due_prints_what_was_understood() -> None:
    """One JSON object with the date, the kind and the reading."""
    result = invoke(
        "due", "a week before the next meeting", "--said-on", "2026-11-23", "--next-meeting", "2026-12-08"
    )
    assert json.loads(result.output) == {"date": "2026-12-01", "kind": "date", "reading": "Tue 1 Dec 2026"}


def test_due_without_a_date_says_null() -> None:
    """`date` is always there."""
    said = json.loads(invoke("due", "ASAP", "--said-on", "2026-11-23").output)
    assert (said["date"], said["kind"]) == (None, "asap")


def test_due_reads_json_lines() -> None:
    """One object a line, in order; a bad line is answered with an error and the next one is read."""
    lines = [
        b'{"phrase": "by 17 Feb", "said_on": "2026-02-10", "next_meeting": null, "extra": 1}',
        b"nonsense",
        b"[1]",
        b'{"phrase": 7, "said_on": "2026-02-10"}',
        b'{"phrase": "tomorrow"}',
        b'{"phrase": "tomorrow", "said_on": "10 Feb"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"phrase": "tomorrow", "said_on": "2026-02-10"}',
    ]
    result = invoke("due", "-", typed=b"\n".join(lines) + b"\n\n")
    said = [json.loads(line) for line in result.output.splitlines()]
    assert result.exit_code == 0
    assert [each.get("date", "error" in each) for each in said] == [
        "2026-02-17", True, True, True, True, True, True, True, "2026-02-11",
    ]  # fmt: skip


def test_due_says_when_a_day_is_none() -> None:
    """Exit code 2 and how to write it."""
    result = invoke("due", "tomorrow", "--said-on", "32 Feb")
    assert result.exit_code == 2
    assert '"32 Feb" is not a day. Write it as 2026-11-23.' in result.stderr


# --- doctor ------------------------------------------------------------------------------------------------------------


def test_doctor_finds_nothing_wrong(bootstrap: FakeBootstrap, config: Path) -> None:
    """Everything is named with how it stands; exit code 0."""
    result = invoke("doctor", "--config", config)
    assert result.exit_code == 0, result.output
    found = dict(re.findall(r"^(\w[\w ]*\w) +(ok|wrong) ", result.output, re.MULTILINE))
    assert found == dict.fromkeys(["configuration", "data folder", "database", "clock", "bot"], "ok")


def test_doctor_lists_every_mistake_in_the_configuration(bootstrap: FakeBootstrap, config: Path) -> None:
    """Each with how to mend it; exit code 1; the database is left alone."""
    config.write_text("server: {prot: 1}\nzone: x\n")
    result = invoke("doctor", "--config", config)
    assert result.exit_code == 1
    assert "Did you mean server.port?" in result.output
    assert "Did you mean boards.defaults.zone?" in result.output
    assert result.output.count("mend") == 2
    assert bootstrap.asked == []


@pytest.mark.parametrize(
    ("revisions", "fault", "said"),
    [
        (("0001", "0002"), None, "it is at revision 0001, and this version works on 0002."),
        (("0001", "0001"), AlreadyRunning("It is locked."), "It is locked."),
        (("0001", "0001"), ValueError("postgresql://u:hush@h"), "it does not answer (ValueError)."),
    ],
)
def test_doctor_says_what_is_wrong_with_the_database(
    bootstrap: FakeBootstrap, config: Path, revisions: tuple[str, str], fault: Exception | None, said: str
) -> None:
    """And how to mend it; an address, which may hold a password, is not shown."""
    bootstrap.revisions, bootstrap.fault = revisions, fault
    result = invoke("doctor", "--config", config)
    assert result.exit_code == 1
    assert re.search(rf"^database +wrong +{re.escape(said)}\n +mend +\S", result.output, re.MULTILINE)
    assert "hush" not in result.output


def test_doctor_finds_a_data_folder_that_is_none(bootstrap: FakeBootstrap, config: Path) -> None:
    """Before the first start does."""
    (config.parent / "data").write_text("")
    assert re.search(
        r"data folder +wrong .* is no folder\.\n +mend", invoke("doctor", "--config", config).output
    )


def test_doctor_finds_a_clock_that_went_back(bootstrap: FakeBootstrap, config: Path) -> None:
    """A database written in the future means that this machine's clock is wrong, and every nudge with it."""
    data = config.parent / "data"
    data.mkdir()
    (data / "arising.db").write_text("")
    ahead = (datetime.now(UTC) + timedelta(hours=3)).timestamp()
    os.utime(data / "arising.db", (ahead, ahead))
    result = invoke("doctor", "--config", config)
    assert result.exit_code == 1
    assert re.search(r"clock +wrong .* but the database was written .* later", result.output)
