"""How fast each workspace and place may be spoken to, and where each row of the outbox is expected to go."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger()
INSTANT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")
WAITING = sa.text("state = 'waiting'")
FREE = sa.text("free_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "budgets",
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("installation_id", ID, nullable=False),
        *_bucket(),
        sa.Column("pace", sa.Integer(), nullable=False),
        sa.Column("cut_at", INSTANT),
        sa.PrimaryKeyConstraint("organisation_id", "installation_id", name="pk_budgets"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "installation_id"],
            ["installations.organisation_id", "installations.id"],
            name="fk_budgets_organisation_id_installation_id",
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "buckets",
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("place_id", ID, nullable=False),
        *_bucket(),
        sa.PrimaryKeyConstraint("organisation_id", "place_id", name="pk_buckets"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "place_id"],
            ["places.organisation_id", "places.id"],
            name="fk_buckets_organisation_id_place_id",
        ),
        sqlite_with_rowid=False,
    )
    for table in ("budgets", "buckets"):
        op.create_index(f"ix_{table}_free", table, ["free_at"], sqlite_where=FREE, postgresql_where=FREE)
    op.execute(
        "INSERT INTO budgets (organisation_id, installation_id, sent, pace) "
        "SELECT organisation_id, id, '[]', 1000 FROM installations"
    )
    # Adding a column re-creates no table. Rows that wait find out where they go when they are looked at.
    op.add_column("outbox", sa.Column("installation_id", ID, nullable=True))
    op.add_column("outbox", sa.Column("to_place_id", ID, nullable=True))
    op.drop_index("ix_outbox_urgent", table_name="outbox")
    op.create_index(
        "ix_outbox_paced",
        "outbox",
        ["installation_id", "organisation_id", "priority", "id", "not_before"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def _bucket() -> list[sa.Column[Any]]:
    return [
        sa.Column("sent", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("held_until", INSTANT),
        sa.Column("changed_at", INSTANT),
        sa.Column("free_at", INSTANT),
    ]
