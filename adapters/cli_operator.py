"""The operator's commands: what was not said, and keeping what there is."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from adapters.cli_base import CONFIG, Commands, Mistake, examples, said_kindly, settings_of

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

        settings = settings_of(config) if data is None else bootstrap.demo_settings(data)
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

        settings = settings_of(config) if data is None else bootstrap.demo_settings(data)
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
