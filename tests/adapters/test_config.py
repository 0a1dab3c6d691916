"""app.yaml and the environment: what comes out of them, and what is said about every mistake."""

import os
import re
import textwrap
from collections.abc import Callable
from contextlib import suppress
from datetime import time
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from adapters.config import SECRETS, VARIABLES, Settings, load
from adapters.config_words import ConfigError, time_of_day, zone
from bot.domain.boards import DigestRule, NudgeRule

ROOT = Path(__file__).parents[2]
KEY = "a-key-of-thirty-two-characters-00"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes an app.yaml, and a .env beside it."""

    def writing(text: str, dotenv: str | None = None) -> Path:
        path = tmp_path / "app.yaml"
        path.write_text(textwrap.dedent(text))
        if dotenv is not None:
            (tmp_path / ".env").write_text(dotenv)
        return path

    return writing


def mistakes(path: Path, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(path, environ)
    return [str(problem) for problem in caught.value.problems]


# --- what comes out ----------------------------------------------------------------------------------------------


def test_the_shipped_file_holds_every_key_with_its_default() -> None:
    """app.yaml documents the defaults, so it must be them."""
    settings = load(ROOT / "app.yaml", {})
    assert settings.model_copy(update={"data": Path("data")}) == Settings()
    shipped = yaml.safe_load((ROOT / "app.yaml").read_text())
    # What most installations have to leave out stands there as a comment, and is read with its marks taken away.
    text = (ROOT / "app.yaml").read_text().replace("platforms: {}", "platforms:")
    shown = yaml.safe_load(re.sub(r"^(\s+)# ( *[a-z_]+:( .*)?)$", r"\1\2", text, flags=re.MULTILINE))
    whole = Settings(platforms={"slack": {}, "teams": {}}).model_dump(exclude=set(SECRETS))
    assert _keys(shown) == _keys(whole)
    assert set(_keys(shipped)["server"]) == {"host", "port"}


def _keys(data: object) -> object:
    return {k: _keys(v) for k, v in data.items()} if isinstance(data, dict) else None


def test_every_key_of_the_shipped_file_is_explained() -> None:
    """A comment stands above each key that takes a value."""
    lines = (ROOT / "app.yaml").read_text().splitlines()
    for above, line in pairwise(lines):
        if re.match(r"\s*[a-z_]+: \S", line):
            assert above.strip().startswith("#"), line


def test_every_key_is_in_the_docs() -> None:
    """docs/configuration.md explains every key and every variable there is."""
    text = (ROOT / "docs" / "configuration.md").read_text()
    missing = [key for key in [*_dotted(Settings), *VARIABLES.values()] if f"`{key}`" not in text]
    assert not missing


def _dotted(section: type, above: str = "") -> list[str]:
    found = []
    for name, field in section.model_fields.items():
        kinds = [k for k in (field.annotation, *get_args(field.annotation)) if hasattr(k, "model_fields")]
        below = [key for kind in kinds for key in _dotted(kind, f"{above}{name}.")]
        found += below or ([above + name] if name not in SECRETS else [])
    return found


def test_an_empty_file_gives_the_defaults(write: Write) -> None:
    """So does a file whose sections have nothing beneath them."""
    assert load(write(""), {}).boards == Settings().boards
    assert load(write("server:\nboards:\n  defaults:\n"), {}).server == Settings().server


def test_an_address_may_end_with_a_slash(write):
    """As browsers show it; what stands in the manifests has one slash and not two."""
    assert (
        load(write("server: {url: https://actions.example.org/}"), {}).server.url
        == "https://actions.example.org"
    )


def test_the_rules_are_the_domains(write: Write) -> None:
    """What a new board begins with comes out as the domain's own rules."""
    path = write("""
        boards:
          defaults:
            zone: America/St_Johns
            digests: {weekday: friday, at: 17:30, working_days_before_meeting: 5}
            nudges: {at: 8:05, days_before: [1, 14, 1], first_day_after: 2, days_between: 5, look_ahead_days: 10}
    """)
    defaults = load(path, {}).boards.defaults
    assert defaults.zone == "America/St_Johns"
    assert defaults.digests.rule == DigestRule(4, time(17, 30), 5)
    assert defaults.nudges.rule == NudgeRule(time(8, 5), (14, 1), 2, 5, 10)
    assert Settings().boards.defaults.digests.rule == DigestRule()
    assert Settings().boards.defaults.nudges.rule == NudgeRule()


def test_data_is_relative_to_the_file(write: Write, tmp_path: Path) -> None:
    """Wherever the process is started, the data is in the same folder."""
    settings = load(write("data: kept/here"), {})
    assert settings.data == tmp_path / "kept" / "here"
    assert settings.database.get_secret_value() == f"sqlite:///{tmp_path}/kept/here/arising.db"
    assert load(write("data: /srv/arising"), {}).data == Path("/srv/arising")


def test_secrets_come_from_the_environment_before_dotenv(write: Write) -> None:
    """.env beside app.yaml serves; the environment has the last word; neither is changed by looking."""
    path = write(
        "", dotenv=f"ARISING_DATABASE_URL=sqlite:////srv/dotenv.db\nARISING_SECRET_KEY='{KEY}'\nOTHER=$HOME\n"
    )
    before = dict(os.environ)
    assert load(path, {}).database.get_secret_value() == "sqlite:////srv/dotenv.db"
    settings = load(path, {"ARISING_DATABASE_URL": "sqlite+pysqlite:////srv/a b.db", "PATH": "/bin"})
    assert settings.database.get_secret_value() == "sqlite+pysqlite:////srv/a b.db"
    assert settings.secrets == ("sqlite+pysqlite:////srv/a b.db", KEY)
    assert dict(os.environ) == before


def test_the_process_environment_is_not_looked_into(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """`load` knows only what it is given."""
    monkeypatch.setenv("ARISING_SECRET_KEY", KEY)
    monkeypatch.setenv("SERVER", '{"port": 1}')
    monkeypatch.setenv("ARISING_SERVER", '{"port": 1}')
    settings = load(write(""), {})
    assert settings.secret_key is None
    assert settings.server.port == 8000


def test_an_empty_variable_is_one_that_is_not_set(write: Write) -> None:
    """As container platforms pass them on."""
    assert load(write(""), {"ARISING_SECRET_KEY": "", "ARISING_DATABASE_URL": ""}).secret_key is None


def test_settings_are_frozen_and_do_not_show_their_secrets(write: Write) -> None:
    """Nobody changes them underway; printed by mistake, they give nothing away."""
    settings = load(write(""), {"ARISING_SECRET_KEY": KEY, "ARISING_DATABASE_URL": "sqlite:////hush.db"})
    with pytest.raises(ValidationError):
        settings.organisation = "Another"
    with pytest.raises(ValidationError):
        settings.server.port = 1
    assert KEY not in repr(settings) + str(settings)
    assert "hush" not in repr(settings)
    assert settings.on_port(81).server.port == 81
    assert settings.on_port(None) is settings


# --- what is said about mistakes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("serber: {}", "line 1, serber: there is no such key. Did you mean server?"),
        ("server:\n  prot: 80", "line 2, server.prot: there is no such key. Did you mean server.port?"),
        ("port: 80", "line 1, port: there is no such key. Did you mean server.port?"),
        ("boards: {timezone: Europe/Paris}",
         "line 1, boards.timezone: there is no such key. Did you mean boards.defaults.zone?"),
        ("logs: {xyzzy: 1}", "line 1, logs.xyzzy: there is no such key. The keys here are level, format."),
        ("platforms: {playground: {}}",
         "line 1, platforms.playground: exists only in the demonstration: arising demo."),
        ("boards: {defaults: {zone: Europe/Londn}}",
         'line 1, boards.defaults.zone: "Europe/Londn" is not a time zone. Did you mean Europe/London?'),
        ("boards: {defaults: {zone: europe/london}}",
         'line 1, boards.defaults.zone: "europe/london" is not a time zone. Did you mean Europe/London?'),
        ("boards: {defaults: {zone: BST}}",
         'line 1, boards.defaults.zone: "BST" is not a time zone. Did you mean Europe/London?'),
        ("boards: {defaults: {digests: {at: 9am}}}",
         'line 1, boards.defaults.digests.at: "9am" is not a time of day. Did you mean 09:00?'),
        ("boards: {defaults: {nudges: {at: 25:00}}}",
         'line 1, boards.defaults.nudges.at: "25:00" is not a time of day. Did you mean 23:00?'),
        ("boards: {defaults: {nudges: {at: early}}}",
         'line 1, boards.defaults.nudges.at: "early" is not a time of day. Write it as 09:00 or 17:30.'),
        ("logs: {level: warn}",
         'line 1, logs.level: "warn" is not one of debug, info, warning, error. Did you mean warning?'),
        ("boards: {defaults: {nudges: {days_before: 7}}}",
         'line 1, boards.defaults.nudges.days_before: needs a list, such as [7, 1, 0], and "7" is none.'),
        ("boards: {defaults: {nudges: {days_before: [7, -1]}}}",
         "line 1, boards.defaults.nudges.days_before: must be 0 or more, and is -1."),
        ("server: {port: eighty}", 'line 1, server.port: needs a whole number, and "eighty" is none.'),
        ("server: {port: 65536}", "line 1, server.port: must be 65535 or less, and is 65536."),
        (
            "server: {url: actions.example.org}",
            'line 1, server.url: must be https:// and a name, such as https://actions.example.org, and is "actions.example.org".',
        ),
        (
            "server: {url: https://x.example/slack}",
            'line 1, server.url: must be https:// and a name, such as https://actions.example.org, and is "https://x.example/slack".',
        ),
        ("server: 8000", "line 1, server: holds further keys, not a value. The keys here are host, port, url."),
        ("delivery: {send_timeout: 9}", "line 1, delivery.send_timeout: must be 8.0 or less, and is 9."),
        ("delivery: {send_timeout: 0}", "line 1, delivery.send_timeout: must be more than 0.0, and is 0."),
        ("organisation: [a, b]", "line 1, organisation: needs a single value, not several."),
        ("organisation:", "line 1, organisation: has no value. Give it one, or take the key out to have its default."),
        ("logs: {format: jsn}", 'line 1, logs.format: "jsn" is not one of json, console. Did you mean json?'),
        ("data: a\ndata: b", "line 2, data: stands on line 1 too."),
        ("server: {port: [80", "line 1, is not YAML: expected ',' or ']', but got '<stream end>'."),
        ("- a\n- b", 'line 1, holds no keys: it should read "key: value", line by line.'),
    ],
)  # fmt: skip
def test_a_mistake_names_its_key_and_the_nearest_right_one(write: Write, text: str, said: str) -> None:
    """One sentence a mistake: the line, the key's dotted path, what is wrong, what was probably meant."""
    assert mistakes(write(text)) == [said]


def test_all_mistakes_are_listed_at_once(write: Write) -> None:
    """Nobody mends a file one start at a time."""
    path = write("""
        serber: {}
        server: {port: x}
        boards:
          defaults: {zone: Londn, digests: {at: 9am}}
    """)
    with pytest.raises(ConfigError) as caught:
        load(path, {"ARISING_SECRET_KEY": "short"})
    lines = str(caught.value).splitlines()
    assert lines[0] == f"{path}: 5 things to put right."
    assert [line.split(":")[0] for line in lines[1:]] == [
        "  ARISING_SECRET_KEY", "  line 2, serber", "  line 3, server.port", "  line 5, boards.defaults.zone",
        "  line 5, boards.defaults.digests.at",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "key", "where"),
    [
        (f"secret_key: {KEY}", "secret_key", "as ARISING_SECRET_KEY, "),
        ("database_url: postgresql://u:hush-hush@h/x", "database_url", "as ARISING_DATABASE_URL, "),
        ("platforms: {slack: {bot_token: hush-hush}}", "platforms.slack.bot_token", ""),
        ("server: {password: hush-hush}", "server.password", ""),
        ("data: postgresql://u:hush-hush@h/x", "data", ""),
        ("organisation: xoxb-hush-hush", "organisation", ""),
    ],
)
def test_a_secret_in_the_file_is_sent_where_it_belongs(write: Write, text: str, key: str, where: str) -> None:
    """The mistake says where it belongs, and does not repeat it."""
    with pytest.raises(ConfigError) as caught:
        load(write(text), {})
    said = str(caught.value)
    assert f"{key}: is a secret, and belongs {where}in the environment or in a .env file" in said
    assert KEY not in said
    assert "hush" not in said


def test_a_broken_file_does_not_show_its_secrets(write: Write) -> None:
    """YAML's own message would quote the line."""
    assert "hush" not in "\n".join(mistakes(write("secret_key: [hush-hush\nserver: {")))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ARISING_DATABASE_URL", "mysql://u:hush@h/x",
         "ARISING_DATABASE_URL: must begin with sqlite:/// and name a file, or be as "),
        ("ARISING_DATABASE_URL", "sqlite:///:memory:",
         "ARISING_DATABASE_URL: must begin with sqlite:/// and name a file, or be as "),
        ("ARISING_DATABASE_URL", "postgres://u:hush@h/x",
         "ARISING_DATABASE_URL: must begin with sqlite:/// and name a file, or be as "),
        ("ARISING_SECRET_KEY", "hush", "ARISING_SECRET_KEY: must be 32 characters or longer. To make one: "),
        ("ARISING_DATABASE_URI", "hush",
         "ARISING_DATABASE_URI: there is no such variable. Did you mean ARISING_DATABASE_URL?"),
        ("ARISING_SECRETKEY", "hush",
         "ARISING_SECRETKEY: there is no such variable. Did you mean ARISING_SECRET_KEY?"),
    ],
)  # fmt: skip
def test_a_bad_variable_is_named_and_not_repeated(write: Write, name: str, value: str, said: str) -> None:
    """The environment is checked like the file; its values are secrets."""
    (found,) = mistakes(write(""), **{name: value})
    assert found.startswith(said)
    assert "hush" not in found


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    """Not a traceback."""
    assert mistakes(tmp_path / "app.yaml") == ["there is no such file."]


def test_a_file_that_is_no_text_is_said_so(tmp_path: Path) -> None:
    """Nor here."""
    path = tmp_path / "app.yaml"
    path.write_bytes(b"\xff\xfe\x00bad")
    assert mistakes(path)[0].startswith("cannot be read")


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers_of_values(text: str) -> None:
    """Whatever stands in the file is taken or refused with words, never with another error."""
    for reader in (zone, time_of_day):
        with suppress(ValueError):
            assert reader(text) is not None


@given(st.recursive(st.none() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
    st.sampled_from(["server", "port", "boards", "defaults", "zone", "digests", "at", "days_before", "logs", "x"]),
    inner, max_size=4), max_leaves=12))  # fmt: skip
def test_no_file_is_answered_with_a_traceback(tmp_path_factory: pytest.TempPathFactory, data: object) -> None:
    """Any YAML at all gives settings, or a list of things to put right."""
    path = tmp_path_factory.mktemp("config") / "app.yaml"
    path.write_text(yaml.safe_dump(data))
    with suppress(ConfigError):
        assert load(path, {})
