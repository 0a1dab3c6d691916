"""`arising outbox`: what waits to be said, what failed, and what nobody can tell."""

import json
from collections.abc import Sequence
from datetime import datetime

from adapters.config import Settings
from adapters.doctor import Databases
from bot.domain.outbox import OutboxRow, OutboxState

UNSETTLED = (OutboxState.UNKNOWN, OutboxState.FAILED, OutboxState.SENDING, OutboxState.WAITING)


def unsettled(databases: Databases, settings: Settings, limit: int) -> Sequence[OutboxRow]:
    """Every organisation's rows that were not said, the oldest first, `limit` at most."""
    store = databases.open_store(settings, only_reading=True)
    try:
        return store.read_sync(lambda unit: unit.outbox_rows(UNSETTLED, limit))
    finally:
        store.close_sync()


def as_json(rows: Sequence[OutboxRow], now: datetime) -> str:
    """One array; `age_seconds` since the row was written."""
    return json.dumps(
        [
            {
                "id": row.id,
                "key": row.key,
                "kind": row.kind,
                "state": row.state,
                "reason": row.reason,
                "attempts": row.attempts,
                "age_seconds": round(_age(row, now)),
                "written": row.created_at.isoformat(),
            }
            for row in rows
        ],
        ensure_ascii=False,
        indent=1,
    )


def as_table(rows: Sequence[OutboxRow], now: datetime) -> str:
    """For a person: one line a row, the reason last, and a count of each state at the end."""
    if not rows:
        return "Nothing waits, nothing failed, and nothing is unknown."
    table = [("id", "state", "kind", "key", "attempts", "age", "reason")]
    table += [
        (
            str(row.id),
            row.state,
            row.kind,
            row.key,
            str(row.attempts),
            _in_words(_age(row, now)),
            row.reason or "",
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in table) for column in range(6)]
    counts = ", ".join(f"{count} {state}" for state in UNSETTLED if (count := _count(rows, state)))
    lines = ["  ".join([*map(str.ljust, line, widths), line[6]]).rstrip() for line in table]
    return "\n".join([*lines, "", f"{counts}."])


def _count(rows: Sequence[OutboxRow], state: OutboxState) -> int:
    return sum(row.state is state for row in rows)


def _age(row: OutboxRow, now: datetime) -> float:
    return max(0.0, (now - row.created_at).total_seconds())


def _in_words(seconds: float) -> str:
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size:.0f} {unit}"
    return f"{seconds:.0f} s"
