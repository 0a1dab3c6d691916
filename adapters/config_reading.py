"""Reading app.yaml and `.env`: plain values, the line each key stands on, and secrets that stand where they must not."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from dotenv import dotenv_values

from adapters.config_words import ConfigError, Problem, nearest

SECRET_KEY = re.compile(
    r"secret|token|passw|credential|api_?key|private_?key|signing|database_url|dsn", re.IGNORECASE
)
SECRET_VALUE = re.compile(r"://[^/\s:@]*:[^/\s@]+@|\bxox[a-z]-|\bxapp-")


@dataclass(frozen=True, slots=True)
class File:
    """`lines` says on which line each dotted path stands."""

    data: dict[str, Any]
    lines: Mapping[str, int]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Reader:
    """Turns YAML's nodes into plain values.

    Every value stays the text that was written: YAML would read 17:00 as the number 1020, and `no` as false.
    """

    known: Collection[str]
    secrets: Mapping[str, str]
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def value(self, node: yaml.Node, path: str = "") -> Any:
        match node:
            case yaml.MappingNode():
                return self.section(node, path)
            case yaml.SequenceNode():
                return [self.value(each, path) for each in node.value]
            case yaml.ScalarNode():
                blank = node.style is None and node.value in {"", "~", "null"}
                return None if blank else node.value
            case _:
                return None

    def section(self, node: yaml.MappingNode, path: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, below in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            dotted = f"{path}.{name}" if path else name
            line = key.start_mark.line + 1
            if name in found:
                self.problems.append(Problem(dotted, f"stands on line {self.lines[dotted]} too.", line))
                continue
            self.lines[dotted] = line
            if self.is_secret(dotted, name, below):
                self.problems.append(Problem(dotted, self.belongs(name), line))
            else:
                found[name] = self.value(below, dotted)
        return found

    def is_secret(self, dotted: str, name: str, node: yaml.Node) -> bool:
        named = dotted not in self.known and SECRET_KEY.search(name) is not None
        return named or (isinstance(node, yaml.ScalarNode) and SECRET_VALUE.search(node.value) is not None)

    def belongs(self, name: str) -> str:
        variable = self.secrets.get(name.lower())
        where = f"as {variable}, " if variable else ""
        return (
            f"is a secret, and belongs {where}in the environment or in a .env file that git ignores. "
            "Take it out of here; if others have seen this file, change the secret too."
        )


def read_yaml(path: Path, known: Collection[str], secrets: Mapping[str, str]) -> File:
    """What the file says, without the secrets that stand in it.

    `known` are the dotted paths there are, `secrets` the variable each secret's name belongs in.

    Raises:
        ConfigError: when there is no such file, or it is not YAML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except FileNotFoundError:
        raise ConfigError(path, [Problem("", "there is no such file.")]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, [Problem("", f"cannot be read: {error}.")]) from None
    except yaml.YAMLError as error:
        raise ConfigError(path, [_not_yaml(error)]) from None
    if node is None:
        return File({}, {}, ())
    reader = _Reader(known, secrets)
    data = reader.value(node)
    if data is None:
        data = {}
    if not isinstance(data, dict):
        raise ConfigError(path, [Problem("", 'holds no keys: it should read "key: value", line by line.', 1)])
    return File(data, reader.lines, tuple(reader.problems))


def read_dotenv(path: Path) -> dict[str, str]:
    """The variables of a .env file; none where there is no file. Nothing is put into the environment."""
    if not path.is_file():
        return {}
    return {k: v for k, v in dotenv_values(path, interpolate=False).items() if v is not None}


def misspelt(variables: Collection[str], right: Collection[str]) -> list[Problem]:
    """Variables that look as if one of `right` was meant. Others are none of our business."""
    return [
        Problem(name, f"there is no such variable. Did you mean {meant}?")
        for name in sorted(variables)
        if name not in right and (meant := nearest(name, right, cutoff=0.85))
    ]


def _not_yaml(error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    # PyYAML quotes the line in its message, and the line may hold a secret: only its own words are repeated.
    words = getattr(error, "problem", None) or "it cannot be read"
    return Problem("", f"is not YAML: {words}.", mark.line + 1 if mark else None)
