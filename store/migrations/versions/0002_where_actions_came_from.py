"""Finding the actions made of a message, and remembering that a delivery's answer was said."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    # Adding a column re-creates no table, so history's triggers stay.
    op.add_column("deliveries", sa.Column("said_at", INSTANT, nullable=True))
    condition = sa.text("source_link IS NOT NULL")
    op.create_index(
        "ix_actions_source",
        "actions",
        ["organisation_id", "source_link"],
        sqlite_where=condition,
        postgresql_where=condition,
    )
