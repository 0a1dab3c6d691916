"""All data of one organisation as JSON Lines. docs/export.md describes every line."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, make_url, select

from store import migrate
from store.dialects import database_file, engine_for, is_file
from store.keeping import rows
from store.keeping.rows import BATCH, PlainRow, Progress, Refusal
from store.tables import organisations

KINDS = {
    "organisations": "organisation",
    "installations": "installation",
    "people": "person",
    "identities": "identity",
    "emails": "e-mail",
    "joinings": "joining",
    "boards": "board",
    "roles": "role",
    "places": "place",
    "meetings": "meeting",
    "actions": "action",
    "assignments": "assignment",
    "updates": "update",
    "imports": "minutes",
    "proposals": "proposal",
    "resolutions": "resolution",
    "topics": "topic",
    "wordings": "wording",
    "history": "history",
    "questions": "question",
    "outbox": "message",
    "attempts": "attempt",
    "posts": "post",
    "post_subjects": "post subject",
    "deliveries": "delivery",
}
"""What the lines of each table are called; a table that is not here goes by its own name."""
_KEYS = {"kind": "its_kind"}
LEFT_OUT = frozenset({"buckets", "budgets", "link_codes", "wrong_codes"})
"""The bot's own book-keeping of minutes and hours: nobody's data."""


def export(
    url: str,
    name: str | None,
    write: Callable[[str], object],
    version: str,
    now: datetime,
    progress: Progress,
) -> dict[str, int]:
    """Write every row of one organisation, each as one line, all of one moment; gives how many of each kind.

    `name` may be left out where there is one organisation only.

    Raises:
        Refusal: there is no such organisation, or several and none was named.
    """
    address = make_url(url)
    if is_file(address) and not database_file(address).exists():
        raise FileNotFoundError(f"there is no database at {database_file(address)} yet")
    engine = engine_for(address)
    try:
        migrate.check(engine)
        with rows.reading(engine) as connection, connection.begin():
            known = connection.execute(select(organisations.c.id, organisations.c.name)).all()
            its_id, its_name = _chosen([(row[0], row[1]) for row in known], name)
            about = {"kind": "export", "form": 1, "organisation": its_name, "version": version}
            write(_line({**about, "revision": migrate.head(), "made_at": now.isoformat()}))
            written = {
                KINDS.get(table.name, table.name): _table(connection, table, its_id, write, progress)
                for table in rows.TABLES
                if table.name not in LEFT_OUT
            }
            write(_line({"kind": "end", "counts": written}))
    finally:
        engine.dispose()
    return written


def _table(
    connection: Connection,
    table: Table,
    organisation: int,
    write: Callable[[str], object],
    progress: Progress,
) -> int:
    kind = KINDS.get(table.name, table.name)
    count = 0
    for row in rows.read(connection, table, _of(table, organisation)):
        own = {_KEYS.get(k, k): v for k, v in row.items() if k != "organisation_id"}
        write(_line({"kind": kind, **own}))
        count += 1
        if count % BATCH == 0:
            progress(table.name, count)
    return count


def _chosen(known: list[tuple[int, str]], name: str | None) -> tuple[int, str]:
    found = [each for each in known if name is None or each[1].casefold() == name.casefold()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"“{each[1]}”" for each in known) or "none"
    raise Refusal(
        f"there is no organisation “{name}” here; there is {names}."
        if name
        else f"which organisation? There is {names}."
    )


def _of(table: Table, organisation: int) -> Any:
    column = organisations.c.id if table is organisations else table.c.organisation_id
    return select(table).where(column == organisation)


def _line(said: PlainRow) -> str:
    return json.dumps(said, ensure_ascii=False) + "\n"
