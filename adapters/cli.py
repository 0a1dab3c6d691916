"""The command line. It reads what was typed, hands it on, and says in one sentence what was wrong with it.

Nothing heavy is imported before a command needs it: `arising --help` is there at once.
"""

import asyncio
import os
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NoReturn

import click

from adapters.cli_base import CONFIG, Commands, Day, Mistake, examples, said_kindly, settings_of, version_of
from adapters.cli_operator import backup, erase, export, migrate, outbox, restore


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "arising demo                      look around, with no account and nothing to set up",
        "arising doctor                    is everything ready to serve?",
        "arising run --config app.yaml     serve the organisation",
    ),
)
def arising() -> None:
    """Matters Arising keeps boards' action logs, in Slack and in Microsoft Teams."""


@arising.command(
    epilog=examples("arising run", "arising run --config /etc/arising/app.yaml --port 8080"),
)
@CONFIG
@click.option(
    "--port", metavar="N", type=click.IntRange(0, 65535), help="Listen here instead of at server.port."
)
def run(config: Path, port: int | None) -> None:
    """Serve the organisation until told to stop.

    SIGTERM or Ctrl-C finishes what is in hand, and ends within 10 seconds.
    """
    with said_kindly():
        from adapters import bootstrap, logs

        settings = settings_of(config).on_port(port)
        logs.configure(settings.logs.level, settings.logs.format, settings.secrets)
        asyncio.run(bootstrap.run(settings))


@arising.command(
    epilog=examples("arising demo", "arising demo --port 8001 --data /tmp/try --no-browser"),
)
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--data", type=click.Path(path_type=Path), default="data/demo", show_default=True, metavar="DIR",
    help="Where the demonstration is kept; it goes on from there the next time.",
)  # fmt: skip
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def demo(port: int, data: Path, *, no_browser: bool) -> None:
    """Try everything in a web page, on this machine alone.

    A board with people, meetings and actions is there already; its clock is yours to move.
    """
    with said_kindly():
        from adapters import bootstrap, logs

        logs.configure("warning", "console")
        asyncio.run(
            bootstrap.demo(
                port,
                data,
                open_browser=not no_browser,
                on_ready=lambda url: click.echo(f"Open {url} in a browser. Ctrl-C stops it."),
            )
        )


@arising.command()
@CONFIG
def doctor(config: Path) -> None:
    """Look at the configuration, the database, the clock, and the platforms.

    For each: whether it is well, what is wrong, and how to mend it. The exit code is 1 when something is wrong.
    The bot may be running meanwhile.
    """
    from adapters import bootstrap, platforms
    from adapters import doctor as examination

    findings = examination.examine(config, os.environ, bootstrap, datetime.now(UTC), platforms.examine)
    click.echo("\n".join(str(finding) for finding in findings))
    sys.exit(0 if all(finding.well for finding in findings) else 1)


@arising.command(
    epilog=examples(
        'arising due "a week before the next meeting" --said-on 2026-11-23 --next-meeting 2026-12-08',
        "arising due - < phrases.jsonl",
    ),
)
@click.argument("phrase")
@click.option("--said-on", type=Day(), metavar="DAY", help="The day it was said; today unless given.")
@click.option("--next-meeting", type=Day(), metavar="DAY", help="The day of the next meeting, if one is set.")
def due(phrase: str, said_on: date | None, next_meeting: date | None) -> None:
    """Say what a due phrase is understood to mean, as JSON.

    With - in the place of the phrase, JSON lines are read from standard input, each with "phrase", "said_on" and
    "next_meeting", and one object is printed for each.
    """
    from adapters import cli_due

    if phrase == "-":
        for line in sys.stdin.buffer:
            if line.strip():
                click.echo(cli_due.answer_line(line))
    else:
        # "Today" is the day where this machine stands, as whoever types it means it.
        said_on = said_on or datetime.now().astimezone().date()
        click.echo(cli_due.answer(phrase, said_on, next_meeting))


@arising.command(
    epilog=examples(
        "arising minutes minutes.docx",
        "arising minutes minutes.pdf --meeting-date 2026-02-10 --next-meeting 2026-04-21 --json",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for a script.")
@click.option(
    "--meeting-date", type=Day(), metavar="DAY", help="The day of the meeting, if the file does not say."
)
@click.option("--next-meeting", type=Day(), metavar="DAY", help="The day of the next, if one is set.")
def minutes(file: Path, *, as_json: bool, meeting_date: date | None, next_meeting: date | None) -> None:
    """Say which actions, decisions and referrals a file of minutes holds.

    Reads .docx, .odt, .pdf, .html, .eml, .md and .txt. Nothing is logged, sent or fetched.
    """
    from adapters import cli_minutes
    from adapters.documents.refusals import Unreadable

    try:
        document, reading = cli_minutes.read(file, meeting_date, next_meeting)
    except Unreadable as refusal:
        raise Mistake(str(refusal)) from None
    except OSError as error:
        raise Mistake(f"{error.strerror or error}: {file}.") from None
    click.echo(cli_minutes.as_json(reading) if as_json else cli_minutes.as_text(document, reading))


@arising.group()
def manifest() -> None:
    """Write what makes the app on a platform."""


@manifest.command(
    "slack",
    epilog=examples("arising manifest slack", "arising manifest slack --config /etc/arising/app.yaml"),
)
@CONFIG
def manifest_slack(config: Path) -> None:
    """Print the manifest that is pasted into Slack to make the app there.

    It asks for the least the bot can do with; docs/install-slack.md says what each permission is for.
    """
    with said_kindly():
        from adapters import platforms

        click.echo(platforms.slack_manifest(settings_of(config)))


@manifest.command(
    "teams",
    epilog=examples("arising manifest teams --website https://northvale.example/matters-arising"),
)
@CONFIG
@click.option(
    "--website", required=True, metavar="URL",
    help="A page of yours, with https: who runs the bot, and what becomes of people's data.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), default="matters-arising-teams.zip", show_default=True,
    metavar="FILE", help="Where to write the package.",
)  # fmt: skip
def manifest_teams(config: Path, website: str, out: Path) -> None:
    """Write the app package that is uploaded to Microsoft Teams: its manifest and two icons, in a zip."""
    with said_kindly():
        from adapters import platforms

        settings = settings_of(config)
        if settings.microsoft_app_id is None:
            raise Mistake("MICROSOFT_APP_ID is not set: docs/install-teams.md says where it comes from.")
        if not re.fullmatch(r"https://[^/\s]+\.\S+", website):
            raise Mistake(
                f"--website has to be a page with https, such as https://northvale.example/bot, and is {website}."
            )
        out.write_bytes(platforms.teams_package(settings, version_of(), website))
        click.echo(
            f"Wrote {out}. Upload it in the Teams admin centre: docs/install-teams.md, step 3, says where."
        )


@arising.command()
def version() -> None:
    """Say which version this is."""
    click.echo(f"matters-arising {version_of()}")


for each in (backup, erase, export, migrate, outbox, restore):
    arising.add_command(each)


def main() -> NoReturn:
    """Where `arising` begins."""
    arising(prog_name="arising")
    raise SystemExit


if __name__ == "__main__":
    main()
