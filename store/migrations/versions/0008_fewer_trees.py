"""Every tree a row is in is a page of each commit: fewer of them for what an added action writes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_HISTORY_BY_SERIAL = "CONSTRAINT pk_history PRIMARY KEY (organisation_id, serial)"
_HISTORY_BY_CHANGE = "CONSTRAINT pk_history PRIMARY KEY (organisation_id, change_id, serial)"


def upgrade() -> None:
    op.drop_index("ix_outbox_delivery", "outbox")
    op.drop_index("ix_history_change", "history")
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.drop_constraint("pk_history", "history")
        op.create_primary_key("pk_history", "history", ["organisation_id", "change_id", "serial"])
        return
    # Else renaming a table would rename it in what points to it, too.
    connection.exec_driver_sql("PRAGMA legacy_alter_table=ON")
    for table in ("actions", "wordings", "history", "outbox"):
        _rebuild(connection, table)
    connection.exec_driver_sql("PRAGMA legacy_alter_table=OFF")


def _rebuild(connection: sa.Connection, table: str) -> None:
    """The table again in the order of its key, without a second tree for that; indexes and triggers as they were."""
    parts = connection.execute(
        sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL"),
        {"table": table},
    ).all()
    made = next(sql for kind, sql in parts if kind == "table")
    connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO old_{table}")
    connection.exec_driver_sql(f"{made.replace(_HISTORY_BY_SERIAL, _HISTORY_BY_CHANGE)} WITHOUT ROWID")
    connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM old_{table}")  # noqa: S608 - names of ours
    connection.exec_driver_sql(f"DROP TABLE old_{table}")
    for kind, sql in parts:
        if kind != "table":
            connection.exec_driver_sql(sql)
