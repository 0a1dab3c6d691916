"""The operator's commands: what was not said, and keeping what there is."""

import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from adapters.cli_base import CONFIG, Commands, Mistake, examples, said_kindly, settings_of, version_of
from adapters.progress import Shown

if TYPE_CHECKING:
    from adapters.config import Settings
    from adapters.keeping import Erasure

DATA = click.option(
    "--data", type=click.Path(path_type=Path), metavar="DIR",
    help="A demonstration's folder; no configuration is read.",
)  # fmt: skip


@click.group(
    cls=Commands,
    invoke_without_command=True,
    short_help="List what waits to be said, and what failed; try it again.",
    epilog=examples(
        "arising outbox",
        "arising outbox --json",
        "arising outbox --data data/demo",
        "arising outbox retry --failed",
    ),
)
@CONFIG
@DATA
@click.option("--json", "as_json", is_flag=True, help="One JSON array, for a script.")
@click.option("--limit", metavar="N", type=click.IntRange(1, 100_000), default=1000, show_default=True)
@click.pass_context
def outbox(ctx: click.Context, config: Path, data: Path | None, *, as_json: bool, limit: int) -> None:
    """List what waits to be said, what failed, and what nobody can tell.

    "unknown" means that a message may have arrived, and the platform cannot be asked: look there, and tell the
    person yourself if it has not. It is never sent again by itself. The bot may be running meanwhile.
    """
    if ctx.invoked_subcommand is not None:
        return
    with said_kindly():
        from adapters import bootstrap, cli_outbox

        settings = _chosen(config, data)
        rows = cli_outbox.unsettled(bootstrap, settings, limit)
        listing = cli_outbox.as_json if as_json else cli_outbox.as_table
        click.echo(listing(rows, datetime.now(UTC)))


@outbox.command(
    epilog=examples("arising outbox retry 20417", "arising outbox retry --failed"),
)
@click.argument("ids", nargs=-1, type=click.IntRange(1), metavar="[ID]...")
@click.option("--failed", is_flag=True, help="Everything that failed.")
@CONFIG
@DATA
def retry(ids: tuple[int, ...], config: Path, data: Path | None, *, failed: bool) -> None:
    """Try again what failed, once its reason is mended. `arising outbox` shows the ids.

    What may have arrived is not repeated, nor what has nothing to say any more: for each of those you are told why,
    and the exit code is 1. The bot may be running meanwhile, and sends it within seconds; otherwise its next start
    does.
    """
    if failed == bool(ids):
        raise Mistake("Name the ids, as `arising outbox` shows them, or say --failed for all that failed.")
    with said_kindly():
        from adapters import bootstrap

        settings = _chosen(config, data)
        answers = bootstrap.say_again(settings, ids, datetime.now(UTC))
    refused = {its_id: why for its_id, why in answers.items() if why is not None}
    again = len(answers) - len(refused)
    for its_id, why in refused.items():
        click.echo(f"{its_id}: {why}")
    if not answers:
        click.echo("Nothing failed.")
    else:
        click.echo(f"{again} {'message waits' if again == 1 else 'messages wait'} to be said again.")
    sys.exit(1 if refused else 0)


@click.command(
    short_help="Write all that must survive into one file.",
    epilog=examples(
        "arising backup /var/backups/arising-2026-11-23.zip", "arising backup demo.zip --data data/demo"
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@CONFIG
@DATA
def backup(file: Path, config: Path, data: Path | None) -> None:
    """Write everything that must survive into one file, while the bot may be running.

    It holds one moment of the database and of the platforms' own files; it was read again and looked through before
    it got its name. Whoever has it can read all that people said: keep it as the database itself is kept. Secrets are
    not in it.
    """
    with said_kindly(), Shown() as progress:
        from adapters import keeping

        made = keeping.back_up(_chosen(config, data), file, version_of(), datetime.now(UTC), progress)
        counts = {name: table.rows for name, table in made.tables.items()}
        held = f": {_counted(counts)}" if counts else ""
        beside = f" With {', '.join(made.beside)}." if made.beside else ""
        click.echo(f"Wrote {file}, at revision {made.revision}{held}.{beside}")


@click.command(
    short_help="Put a backup back where there is nothing yet.",
    epilog=examples("arising restore /var/backups/arising-2026-11-23.zip"),
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--nothing-said-since", is_flag=True,
    help="The bot has not run since this backup: what waited then is said without asking.",
)  # fmt: skip
@CONFIG
@DATA
def restore(file: Path, config: Path, data: Path | None, *, nothing_said_since: bool) -> None:
    """Put a backup back where there is nothing yet: all of it, or nothing.

    Nothing that is there is overwritten, so move the damaged database away first. A backup from SQLite can be put
    back into PostgreSQL, and the other way round. A backup of an earlier version is brought up to date.

    The bot has no memory of what it said after the backup. Of what waited then it asks the platform first whether it
    was said; where the platform cannot be asked, `arising outbox` lists it as unknown.
    """
    with said_kindly(), Shown() as progress:
        from adapters import keeping

        done = keeping.restore(_chosen(config, data), file, progress, nothing_said_since=nothing_said_since)
        made = done.manifest
        click.echo(
            f"Restored what was written on {made.made_at[:16].replace('T', ' at ')} UTC: {_counted(done.counts)}."
        )
        if made.beside:
            click.echo(f"With {', '.join(made.beside)}.")
        if done.doubtful:
            click.echo(
                f"{done.doubtful} waited to be said then, and may have been said since: each is asked about first."
            )


@click.command(
    short_help="Bring the database up to date, or move it.",
    epilog=examples(
        "arising migrate",
        "arising migrate --to postgresql://arising@db.example/arising",
        "arising migrate --to sqlite:////srv/arising/data/arising.db",
    ),
)
@click.option(
    "--to", metavar="URL",
    help="Move everything into this empty database. A password is better in ~/.pgpass or PGPASSWORD than here.",
)  # fmt: skip
@CONFIG
def migrate(config: Path, to: str | None) -> None:
    """Bring the database up to date with this version; or, with --to, move it into another one.

    A start brings it up to date by itself; this is for doing it beforehand, while the bot is stopped. Back up first.

    A move copies every row, compares what arrived with what was sent, and keeps it only where they are the same. The
    database it came from stays as it is.
    """
    with said_kindly(), Shown() as progress:
        if to is None:
            from adapters import bootstrap

            before, after = bootstrap.migrate(settings_of(config))
            if before == after:
                click.echo(f"The database is up to date, at revision {after}.")
            else:
                click.echo(f"The database was at {before or 'nothing'}, and is at revision {after} now.")
            return
        from adapters import keeping

        arrived = keeping.move(settings_of(config), keeping.address(to), progress)
        rows = sum(arrived.values())
        click.echo(f"Moved {_counted(arrived)}: {rows} rows, each compared.")
        click.echo(
            "Now set ARISING_DATABASE_URL to the new address and start. The old database is unchanged."
        )


@click.command(
    short_help="Write all data of an organisation as JSON Lines.",
    epilog=examples(
        "arising export > northvale.jsonl",
        'arising export --organisation "Northvale Council" --out northvale.jsonl',
    ),
)
@click.option("--organisation", metavar="NAME", help="Which, where there are several.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False, writable=True), metavar="FILE",
    help="Write into this file instead of standard output.",
)  # fmt: skip
@CONFIG
@DATA
def export(config: Path, data: Path | None, organisation: str | None, out: Path | None) -> None:
    """Write all data of an organisation as JSON Lines, one object a line with its kind; docs/export.md explains them.

    The bot may be running meanwhile: it is all of one moment. The last line says how many there are of each kind, so
    that an export that was broken off is known by its absence.
    """
    with said_kindly(), Shown() as progress:
        from adapters import keeping

        settings, now = _chosen(config, data), datetime.now(UTC)
        with _lines(out) as lines:
            counts = keeping.export(settings, organisation, lines.write, version_of(), now, progress)
        click.echo(f"{sum(counts.values())} lines: {_counted(counts)}.", err=True)


@click.command(
    short_help="Take a person out of all that is kept.",
    epilog=examples(
        'arising erase "Hayley Marsh" --dry-run',
        "arising erase hayley.marsh@northvale.example",
    ),
)
@click.argument("person")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@CONFIG
def erase(person: str, config: Path, *, dry_run: bool, yes: bool) -> None:
    """Erase a person: their name, their accounts and what they said. PERSON is a name, an id or an e-mail address.

    The boards' logs stay: where the person stood there, they say "somebody no longer here". An action's words are the
    board's record and stay, whoever typed them. It cannot be undone. The bot may be running meanwhile.

    What was said on a platform already stays there, and older backups hold what they held: see docs/operate.md.
    """
    with said_kindly():
        from adapters import keeping

        settings, now = settings_of(config), datetime.now(UTC)
        found = keeping.whom(settings, person)
        if not found:
            raise Mistake(
                f"Nobody here is “{person}”. Give the name as it stands on the board, an id or an address."
            )
        if len(found) > 1:
            listed = "; ".join(
                f"{each.id}: {each.name} ({', '.join(each.boards) or 'on no board'})" for each in found
            )
            raise Mistake(f"Several people may be meant. Give the id instead: {listed}.")
        (somebody,) = found
        planned = keeping.erase(settings, somebody, now, dry=True)
        _tell(somebody.name, planned)
        if dry_run:
            click.echo("Nothing was changed.")
            return
        if (
            not yes
            and click.prompt("To go on, type the name", default="", show_default=False) != somebody.name
        ):
            raise Mistake("That is not the name. Nothing was changed.")
        keeping.erase(settings, somebody, now, dry=False)
        click.echo("It is done.")


def _tell(name: str, planned: "Erasure") -> None:
    click.echo(f"Of {name} this goes:")
    for told, count in planned.gone.items():
        click.echo(f"  {count:>6} × {told}")
    if planned.unowned:
        click.echo(
            f"Open actions nobody will be nudged about: {', '.join(planned.unowned)}. Give them to somebody else."
        )
    if planned.mentions:
        said = ", ".join(f"{count} × {told}" for told, count in planned.mentions.items())
        click.echo(f"Others wrote the name, which is the board's record and stays: {said}.")


def _lines(out: Path | None) -> AbstractContextManager[TextIO]:
    if out is not None:
        return out.open("x", encoding="utf-8")
    return nullcontext(sys.stdout)


def _chosen(config: Path, data: Path | None) -> "Settings":
    if data is None:
        return settings_of(config)
    from adapters import bootstrap

    return bootstrap.demo_settings(data)


def _counted(rows: Mapping[str, int]) -> str:
    """The few counts an operator recognises."""
    told = {
        name: count
        for name in ("organisation", "board", "person", "action")
        if (count := rows.get(name, rows.get(_TABLES[name], 0)))
    }
    return (
        ", ".join(f"{count} {name if count == 1 else _TABLES[name]}" for name, count in told.items())
        or "nothing"
    )


_TABLES = {"organisation": "organisations", "board": "boards", "person": "people", "action": "actions"}
