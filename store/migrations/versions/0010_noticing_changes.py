"""Noticing what other replicas change of that which seldom changes; see docs/adr/0013."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# What moves in them is a counter or a time of use, which nobody remembers.
TABLES = {
    "installations": None,
    "people": None,
    "identities": None,
    "boards": "next_number",
    "roles": None,
    "places": "last_used_at",
    "meetings": None,
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("CREATE TABLE seldom_changed (one boolean PRIMARY KEY CHECK (one), by xid8 NOT NULL)")
    op.execute("INSERT INTO seldom_changed VALUES (true, pg_current_xact_id())")
    op.execute(
        "CREATE FUNCTION note_seldom_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO seldom_changed VALUES (true, pg_current_xact_id()) "
        "ON CONFLICT (one) DO UPDATE SET by = excluded.by WHERE seldom_changed.by <> excluded.by; "
        "RETURN NULL; END $$"
    )
    # Deferred, so that those who change something wait for one another only while they commit.
    each = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
    for table, counter in TABLES.items():
        moved = (
            "" if counter is None else f"WHEN (to_jsonb(OLD) - '{counter}' <> to_jsonb(NEW) - '{counter}') "
        )
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_come_and_gone AFTER INSERT OR DELETE ON {table} {each} "
            "EXECUTE FUNCTION note_seldom_changed()"
        )
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_changed AFTER UPDATE ON {table} {each} {moved}"
            "EXECUTE FUNCTION note_seldom_changed()"
        )
