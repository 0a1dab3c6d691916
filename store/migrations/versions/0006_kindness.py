"""Absence and silence, snoozes, the ladder, the days around a meeting, and what a message of the day speaks of."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger()
JSON = sa.JSON(none_as_null=True)
INSTANT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    # Adding a column re-creates no table, so history's triggers stay.
    op.add_column("people", sa.Column("availability", JSON, nullable=True))
    op.add_column("meetings", sa.Column("next_step_at", INSTANT, nullable=True))
    op.add_column("actions", sa.Column("next_escalation_at", INSTANT, nullable=True))
    op.add_column("assignments", sa.Column("snoozed_until", sa.Date(), nullable=True))
    for table, column in (("meetings", "next_step"), ("actions", "next_escalation")):
        condition = sa.text(f"{column}_at IS NOT NULL")
        op.create_index(
            f"ix_{table}_{column}",
            table,
            [f"{column}_at"],
            sqlite_where=condition,
            postgresql_where=condition,
        )
    op.create_table(
        "topics",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("person_id", ID, autoincrement=False, nullable=False),
        sa.Column("outbox_id", ID, autoincrement=False, nullable=False),
        sa.Column("about", JSON, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "key", name="pk_topics"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name="fk_topics_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "outbox_id"],
            ["outbox.organisation_id", "outbox.id"],
            name="fk_topics_organisation_id_outbox_id",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_topics_outbox", "topics", ["organisation_id", "outbox_id"])
