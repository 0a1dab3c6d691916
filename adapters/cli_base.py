"""What every command of the command line shares: its options, its help, and how it says what went wrong."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from adapters.config import Settings

CONFIG = click.option(
    "--config", default="app.yaml", show_default=True, metavar="FILE", type=click.Path(path_type=Path),
    help="The settings of this installation.",
)  # fmt: skip


class Mistake(click.ClickException):
    """Something the person at the keyboard can put right. One sentence, no traceback, exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), file=file or sys.stderr)


class Outage(Mistake):
    """Something that may pass by itself: started again later it may well succeed, so the exit code is 1."""

    exit_code = 1


class Day(click.ParamType[date]):
    """A calendar day, as 2026-11-23."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is not a day. Write it as 2026-11-23.', param, ctx)


class Commands(click.Group):
    """Offers the nearest command for one that does not exist."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            meant = f"Did you mean {near[0]}?" if near else "arising --help lists them all."
            raise Mistake(f'There is no command "{args[0]}". {meant}')
        return super().resolve_command(ctx, args)


def examples(*lines: str) -> str:
    """Lines under the help of a command."""
    # \b keeps click from filling the lines into a paragraph.
    return "\b\n" + "\n".join(["Examples:", *(f"  {line}" for line in lines)])


def settings_of(config: Path) -> "Settings":
    """What app.yaml and the environment say."""
    from adapters.config import load

    return load(config, os.environ)


@contextmanager
def said_kindly() -> Iterator[None]:
    """What the person at the keyboard can put right becomes a sentence; a bug keeps its traceback."""
    from adapters import bootstrap
    from adapters.config_words import ConfigError
    from adapters.server import CannotListen

    refusals: tuple[type[Exception], ...] = (ConfigError, CannotListen, *bootstrap.REFUSALS)
    try:
        yield
    except refusals as error:
        raise (Outage if isinstance(error, bootstrap.PASSING) else Mistake)(str(error)) from None
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        raise Mistake(f"{error.strerror or error}{where}.") from None


def version_of() -> str:
    """This program's version."""
    from importlib import metadata

    try:
        return metadata.version("matters-arising")
    except metadata.PackageNotFoundError:  # run from its checkout, with nothing installed
        import tomllib

        project = Path(__file__).parents[1] / "pyproject.toml"
        return str(tomllib.loads(project.read_text())["project"]["version"])
