"""deploy/: what can be checked without the machines it is for. No container is built here."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import promql_parser
import pytest
import yaml

from adapters.config import load
from adapters.metrics import Metrics

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
RULES = [
    rule
    for group in yaml.safe_load((DEPLOY / "alerts.yaml").read_text())["groups"]
    for rule in group["rules"]
]
PROMETHEUS_OWN = {"up"}


def exposed() -> dict[str, set[str]]:
    """Every name /metrics shows, with its labels."""
    found: dict[str, set[str]] = {}
    suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"], "gauge": [""]}
    for family in Metrics().registry.collect():
        labels = set(getattr(_metric(family.name), "_labelnames", ()))
        for suffix in suffixes[family.type]:
            found[family.name + suffix] = labels | ({"le"} if suffix == "_bucket" else set())
    return found


def _metric(name: str) -> object:
    metrics = Metrics()
    return next(m for m in vars(metrics).values() if getattr(m, "_name", None) == name)


def selectors(expression: object) -> Iterator[object]:
    """Every vector an expression looks at."""
    if isinstance(expression, promql_parser.VectorSelector):
        yield expression
    for name in ("expr", "lhs", "rhs", "vector_selector"):
        inner = getattr(expression, name, None)
        if inner is not None and not isinstance(inner, str):
            yield from selectors(inner)
    for inner in getattr(expression, "args", None) or ():
        yield from selectors(inner)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_alert_reads_metrics_that_exist(rule: dict) -> None:
    """By names and labels /metrics really shows; the expression is one Prometheus can read."""
    looked_at = list(selectors(promql_parser.parse(rule["expr"])))
    assert looked_at
    known = exposed()
    for selector in looked_at:
        if selector.name in PROMETHEUS_OWN:
            continue
        assert selector.name in known
        assert {m.name for m in selector.matchers.matchers} <= known[selector.name]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_alert_has_its_entry_in_the_runbook(rule: dict) -> None:
    """Under its own name, where the annotation points."""
    assert f"### {rule['alert']}\n" in (ROOT / "docs" / "operate.md").read_text()
    assert rule["annotations"]["runbook"] == f"docs/operate.md#{rule['alert'].lower()}"
    assert rule["annotations"]["summary"]
    assert rule["labels"]["severity"] in {"critical", "warning"}


def test_every_entry_of_the_runbook_has_its_alert() -> None:
    """An entry nobody is sent to is out of date."""
    entries = re.findall(r"^### (Arising\w+)$", (ROOT / "docs" / "operate.md").read_text(), re.MULTILINE)
    assert entries == [rule["alert"] for rule in RULES]


@pytest.mark.parametrize("unit", ["arising.service", "arising-backup.service", "arising-backup.timer"])
def test_systemd_reads_the_units(unit: str, tmp_path: Path, systemd_analyze: str) -> None:
    """Without a complaint, with something executable in the place of the program."""
    for file in DEPLOY.glob("arising*"):
        text = file.read_text().replace("/srv/arising/.venv/bin/arising", "/bin/true")
        (tmp_path / file.name).write_text(text)
    done = subprocess.run(
        [systemd_analyze, "verify", tmp_path / unit], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_unit_is_hardened(systemd_analyze: str) -> None:
    """As systemd itself rates it, from 0 (closed) to 10 (open)."""
    done = subprocess.run(
        [systemd_analyze, "security", "--offline=true", "--no-pager", DEPLOY / "arising.service"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rated = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
    assert rated is not None
    assert float(rated[1]) <= 1.5


def test_the_dockerfile_is_linted(hadolint: str) -> None:
    """Nothing is found."""
    done = subprocess.run([hadolint, DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_what_the_dockerfile_copies_is_there_and_not_ignored() -> None:
    """Docker would find out only when it builds."""
    allowed = {
        line.removeprefix("!")
        for line in (DEPLOY / "Dockerfile.dockerignore").read_text().split()
        if line.startswith("!")
    }
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    assert names == allowed
    assert all((ROOT / name).exists() for name in names)


def test_the_containers_configuration_is_read() -> None:
    """Nothing wrong in it; it listens where the port is published, and keeps its data in the volume."""
    settings = load(DEPLOY / "app.yaml", {})
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    bot = compose["services"]["arising"]
    assert bot["ports"] == [f"127.0.0.1:{settings.server.port}:{settings.server.port}"]
    assert settings.server.host == "0.0.0.0"
    assert f"data:{settings.data}" in bot["volumes"]
    assert f'VOLUME ["{settings.data}"]' in (DEPLOY / "Dockerfile").read_text()
    assert set(compose["volumes"]) == {
        v.split(":")[0] for s in compose["services"].values() for v in s["volumes"] if not v.startswith(".")
    }


def test_the_containers_database_is_one_the_settings_take() -> None:
    """The address compose puts together is read, and names the service and its user."""
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    address = re.sub(
        r"\$\{POSTGRES_PASSWORD:[^}]*\}",
        "Secret1",
        services["arising"]["environment"]["ARISING_DATABASE_URL"],
    )
    settings = load(DEPLOY / "app.yaml", {"ARISING_DATABASE_URL": address})
    owner = services["postgres"]["environment"]
    assert settings.database.get_secret_value() == (
        f"postgresql://{owner['POSTGRES_USER']}:Secret1@postgres/{owner['POSTGRES_DB']}"
    )
    assert re.fullmatch(r"postgres:\d+\.\d+-\w+", services["postgres"]["image"]), "pinned"
