"""What SQLite's planner is told about the data: how many rows, and how many of them a key finds.

It knows nothing of a database that was never analysed, and takes "all rows of the organisation", the beginning of
every key, to be as good as "the assignments of this action". Analysing real data would make its plans differ from
one installation to the next; so it is given these numbers once, after the schema changed.
https://www.sqlite.org/optoverview.html#manual_control_of_query_plans_using_sqlite_stat_tables
"""

from sqlalchemy import Connection, text

MANY = 1_000_000
# Tables that stay small; the others are taken to be large.
ROWS = {
    "sequences": 1,
    "organisations": 1,
    "installations": 3,
    "people": 5_000,
    "identities": 10_000,
    "boards": 100,
    "roles": 10_000,
    "places": 10_000,
    "meetings": 5_000,
    "deliveries": 50_000,
    "questions": 50_000,
}
# How many different values a column has; where nothing is said, nearly one for each row.
VALUES = {
    "organisation_id": 1,
    "installation_id": 2,
    "platform": 2,
    "workspace": 3,
    "board_id": 100,
    "person_id": 5_000,
    "actor_id": 5_000,
    "place_id": 10_000,
    "due_meeting_id": 5_000,
    "meeting_id": 5_000,
    "status": 7,
    "state": 3,
    "kind": 5,
    "priority": 4,
    "words": 6,
    "position": 3,
}
# Partial indexes hold few rows.
PARTS = {
    "ix_boards_next_digest": 100,
    "ix_meetings_next_step": 100,
    "ix_actions_next_escalation": 100_000,
    "ix_assignments_role": 50_000,
    "ix_assignments_next_nudge": 100_000,
    "ix_outbox_urgent": 1_000,
    "ix_outbox_lane": 1_000,
    "ix_outbox_trouble": 100,
}


def tell(connection: Connection) -> None:
    """Write them down for every index there is, in the open transaction. Other databases need no telling."""
    if connection.dialect.name != "sqlite":
        return
    # Makes the table, if it is not there; what it finds out is thrown away, so it need not look far.
    connection.exec_driver_sql("PRAGMA analysis_limit=1")
    connection.exec_driver_sql("ANALYZE")
    connection.exec_driver_sql("PRAGMA analysis_limit=0")
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    tables = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    for (table,) in tables.all():
        for _, index, unique, origin, _partial in connection.exec_driver_sql(
            f"PRAGMA index_list({table})"
        ).all():
            columns = [row[2] for row in connection.exec_driver_sql(f"PRAGMA index_info({index})")]
            rows = PARTS.get(index, ROWS.get(table, MANY))
            connection.execute(
                text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)"),
                {
                    "tbl": table,
                    # The key of a table without rowid goes by the table's own name.
                    "idx": table if origin == "pk" and _without_rowid(connection, table) else index,
                    "stat": " ".join(map(str, _estimates(columns, rows, unique=bool(unique)))),
                },
            )
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # reads it again


def _estimates(columns: list[str], rows: int, *, unique: bool) -> list[int]:
    """The rows there are, then how many share the first column's value, the first two's, and so on."""
    found = [rows]
    for column in columns:
        found.append(max(1, found[-1] // VALUES.get(column, max(1, rows // 2))))
    if unique:
        found[-1] = 1
    return found


def _without_rowid(connection: Connection, table: str) -> bool:
    row = connection.exec_driver_sql(f"PRAGMA table_list({table})").one()
    return bool(row[4])
