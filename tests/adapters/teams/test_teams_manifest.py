"""The app package: valid by Microsoft's own schema, with two icons of the right kind; and what doctor says of Teams."""

import asyncio
import io
import json
import struct
import subprocess
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from adapters.cli import arising
from adapters.config import load
from adapters.config_words import ConfigError
from adapters.teams import checks, icons, wiring
from adapters.teams.manifest import manifest, package
from adapters.teams.settings import TeamsSettings

APP = "0b5e8f7a-1111-4222-8333-444455556666"
TENANT = "c0ffee00-aaaa-4bbb-8ccc-ddddeeeeffff"
SITE = "https://northvale.example/matters-arising"
SETTINGS = TeamsSettings(app_id=APP, password="hush", tenants=("t",), login_tenant="t")
SCRIPT = Path(__file__).parents[2] / "node" / "manifest.mjs"


def valid(node: str, given: dict[str, Any]) -> list[Any]:
    ran = subprocess.run(
        [node, str(SCRIPT)], input=json.dumps(given), capture_output=True, text=True, timeout=60, check=True
    )
    return json.loads(ran.stdout)


def test_the_manifest_is_valid_by_microsofts_schema(node: str, node_packages: Path) -> None:
    """And a broken one is not, so that the schema was really asked."""
    assert node_packages
    assert valid(node, manifest(APP, "0.1.0", SITE)) == []
    assert valid(node, manifest("not an id", "0.1.0", SITE)) != []


def test_the_package_holds_the_manifest_and_both_icons() -> None:
    """Byte for byte the same each time."""
    first = package(APP, "0.1.0", SITE)
    assert first == package(APP, "0.1.0", SITE)
    with zipfile.ZipFile(io.BytesIO(first)) as whole:
        assert set(whole.namelist()) == {"manifest.json", "color.png", "outline.png"}
        assert json.loads(whole.read("manifest.json"))["bots"][0]["botId"] == APP


@pytest.mark.parametrize(("drawn", "size"), [(icons.colour(), 192), (icons.outline(), 32)])
def test_icons_are_what_teams_asks_for(drawn: bytes, size: int) -> None:
    """192 and 32 pixels square; the outline is white and nothing else."""
    assert drawn.startswith(b"\x89PNG")
    assert struct.unpack(">II", drawn[16:24]) == (size, size)
    at = drawn.index(b"IDAT")
    length = struct.unpack(">I", drawn[at - 4 : at])[0]
    pixels = zlib.decompress(drawn[at + 4 : at + 4 + length])
    rows = [pixels[n * (size * 4 + 1) + 1 : (n + 1) * (size * 4 + 1)] for n in range(size)]
    found = {row[n : n + 4] for row in rows for n in range(0, len(row), 4)}
    if size == 32:
        assert {each[:3] for each in found} == {b"\xff\xff\xff"}
        assert {0, 255} <= {each[3] for each in found}
    else:
        assert {each[3] for each in found} == {255}


def test_the_command_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the bot's id from the environment; what is missing is said in a sentence."""
    (tmp_path / "app.yaml").write_text("organisation: Northvale\n")
    monkeypatch.delenv("MICROSOFT_APP_ID", raising=False)
    asked = [
        "manifest",
        "teams",
        "--config",
        str(tmp_path / "app.yaml"),
        "--website",
        SITE,
        "--out",
        str(tmp_path / "x.zip"),
    ]
    refused = CliRunner().invoke(arising, asked)
    assert "MICROSOFT_APP_ID is not set" in refused.output
    monkeypatch.setenv("MICROSOFT_APP_ID", APP)
    written = CliRunner().invoke(arising, asked)
    assert written.exit_code == 0, written.output
    assert (tmp_path / "x.zip").read_bytes()[:2] == b"PK"
    for page in ("http://x.example", "https://", "https://x y.example"):
        refused = CliRunner().invoke(arising, [*asked[:5], page, *asked[6:]])
        assert refused.exit_code == 2
        assert "has to be a page with https" in refused.output


def test_doctor_asks_microsoft(monkeypatch: pytest.MonkeyPatch) -> None:
    """Accepted, refused, out of reach: each with what mends it. No secret is repeated."""
    assert checks.finding(SETTINGS, lambda _url, _form: (200, "")).well
    refused = checks.finding(SETTINGS, lambda _url, _form: (401, "invalid_client"))
    assert "does not accept the bot's password (invalid_client)" in refused.words

    def unreachable(_url: str, _form: dict[str, str]) -> tuple[int, str]:
        raise TimeoutError

    away = checks.finding(SETTINGS, unreachable)
    assert "cannot be reached" in away.words
    assert all("hush" not in str(each) for each in (refused, away))
    assert checks.finding(replace(SETTINGS, emulator=True)).well


def test_doctor_knocks_where_microsoft_calls() -> None:
    """The bot refuses what bears no token; whatever else answers there is not the bot."""
    url = "https://actions.example.org"
    assert checks.door(url, lambda _url, _form: (401, "")).well
    other = checks.door(url, lambda _url, _form: (404, ""))
    assert "https://actions.example.org/api/messages answers 404" in other.words
    assert "Let the proxy pass /api/messages" in other.mend

    def silent(_url: str, _form: dict[str, str]) -> tuple[int, str]:
        raise TimeoutError

    assert "does not answer (TimeoutError)" in checks.door(url, silent).words
    unasked = checks.door(None)
    assert unasked.well
    assert "server.url is not set" in unasked.words


@pytest.mark.allow_hosts(["127.0.0.1"])
async def test_the_door_is_the_real_servers(teams: Any) -> None:
    """What the doctor asks for is what the bot answers."""
    url = str(teams.client.make_url("")).rstrip("/")
    assert (await asyncio.to_thread(checks.door, url)).well
    assert teams.store.used == 0


TEAMS = "platforms:\n  teams:\n"
GIVEN = {"MICROSOFT_APP_ID": APP, "MICROSOFT_APP_PASSWORD": "hush", "MICROSOFT_APP_TENANT_ID": TENANT}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "arising.example", "127.0.0.1.example"])
def test_the_emulator_refuses_to_start_where_others_can_reach_it(tmp_path: Path, host: str) -> None:
    """It believes whoever asks: only this machine may."""
    (tmp_path / "app.yaml").write_text(f'{TEAMS}    emulator: true\nserver:\n  host: "{host}"\n')
    with pytest.raises(ConfigError, match=r"server\.host must be 127\.0\.0\.1"):
        load(tmp_path / "app.yaml", {})


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.9.9.9"])
def test_the_emulator_starts_on_loopback(tmp_path: Path, host: str) -> None:
    """With no account at all."""
    (tmp_path / "app.yaml").write_text(f'{TEAMS}    emulator: true\nserver:\n  host: "{host}"\n')
    assert load(tmp_path / "app.yaml", {}).platforms.teams is not None


def test_what_teams_needs_is_named(tmp_path: Path) -> None:
    """Each variable that is missing; with all of them a bare section is enough."""
    (tmp_path / "app.yaml").write_text(TEAMS)
    with pytest.raises(ConfigError) as caught:
        load(tmp_path / "app.yaml", {"MICROSOFT_APP_ID": APP})
    assert [each.key for each in caught.value.problems] == [
        "MICROSOFT_APP_PASSWORD",
        "MICROSOFT_APP_TENANT_ID",
    ]
    settings = load(tmp_path / "app.yaml", GIVEN)
    assert settings.platforms.teams is not None
    assert "hush" in settings.secrets


CONFUSED = {
    "an ID cut short": ({"MICROSOFT_APP_ID": TENANT[:-1]}, "MICROSOFT_APP_ID", "is no ID as Azure shows it"),
    "a name for the ID": ({"MICROSOFT_APP_ID": "matters-arising"}, "MICROSOFT_APP_ID", "is no ID as Azure shows it"),
    "the tenant's name": (
        {"MICROSOFT_APP_TENANT_ID": "northvale.onmicrosoft.com"}, "MICROSOFT_APP_TENANT_ID", "is no ID as Azure shows it",
    ),
    "the secret's ID": ({"MICROSOFT_APP_PASSWORD": TENANT}, "MICROSOFT_APP_PASSWORD", "Its value is meant"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", CONFUSED)
def test_what_stands_beside_the_right_value_is_told_from_it(tmp_path: Path, mistake: str) -> None:
    """Microsoft would take some of them, and every message then be refused; the value itself is not repeated."""
    given, name, why = CONFUSED[mistake]
    (tmp_path / "app.yaml").write_text(TEAMS)
    with pytest.raises(ConfigError) as caught:
        load(tmp_path / "app.yaml", GIVEN | given)
    (problem,) = caught.value.problems
    assert (problem.key, why in problem.what) == (name, True)
    assert given[name] not in problem.what
    told = CliRunner().invoke(arising, ["doctor", "--config", str(tmp_path / "app.yaml")], env=GIVEN | given)
    assert "in the environment, or in .env beside app.yaml" in told.output


def test_ids_are_taken_in_any_case(tmp_path: Path) -> None:
    """Microsoft writes them in small letters, and whoever copies them perhaps not."""
    (tmp_path / "app.yaml").write_text(f"{TEAMS}    tenants: [{TENANT.upper()}]\n")
    settings = load(
        tmp_path / "app.yaml",
        {k: v.upper() if k != "MICROSOFT_APP_PASSWORD" else v for k, v in GIVEN.items()},
    )
    made = wiring._settings(settings)
    assert (made.app_id, made.tenants, made.password) == (APP, (TENANT, TENANT), "hush")


def test_a_listed_tenant_is_an_id(tmp_path: Path) -> None:
    (tmp_path / "app.yaml").write_text(f"{TEAMS}    tenants: [northvale.onmicrosoft.com]\n")
    with pytest.raises(
        ConfigError, match=r'must be an ID, such as .* and "northvale.onmicrosoft.com" is none'
    ):
        load(tmp_path / "app.yaml", GIVEN)
