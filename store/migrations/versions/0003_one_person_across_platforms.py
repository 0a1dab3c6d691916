"""One person across platforms: verified addresses, one-time codes, and who was joined to whom."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger()
JSON = sa.JSON(none_as_null=True)
INSTANT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    _of_accounts("emails", sa.Column("email", sa.String(320), nullable=False))
    op.create_index("ix_emails_email", "emails", ["organisation_id", "email"])
    _of_accounts(
        "link_codes",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        unique="digest",
    )
    _of_accounts(
        "wrong_codes",
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
    )
    op.create_table(
        "joinings",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("change", ID, nullable=False),
        sa.Column("person_id", ID, autoincrement=False, nullable=False),
        sa.Column("other_id", ID, autoincrement=False, nullable=True),
        sa.Column("accounts", JSON, nullable=False),
        sa.Column("moved", JSON, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "change", name="pk_joinings"),
        _to_people("joinings", "person_id"),
        _to_people("joinings", "other_id"),
    )
    op.create_index("ix_joinings_person", "joinings", ["organisation_id", "person_id"])
    condition = sa.text("other_id IS NOT NULL")
    op.create_index(
        "ix_joinings_other",
        "joinings",
        ["organisation_id", "other_id"],
        sqlite_where=condition,
        postgresql_where=condition,
    )


def _of_accounts(name: str, *columns: sa.Column[Any], unique: str | None = None) -> None:
    """A table with a row for an account."""
    op.create_table(
        name,
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("workspace", sa.String(255), nullable=False),
        sa.Column("account", sa.String(255), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("organisation_id", "platform", "workspace", "account", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=f"fk_{name}_organisation_id"),
        *(
            [sa.UniqueConstraint("organisation_id", unique, name=f"uq_{name}_organisation_id_{unique}")]
            if unique
            else []
        ),
        sqlite_with_rowid=False,
    )


def _to_people(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id", column],
        ["people.organisation_id", "people.id"],
        name=f"fk_{table}_organisation_id_{column}",
    )
