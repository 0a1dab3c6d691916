"""What goes first is looked up by its lane: nothing else leads there, whatever the planner takes the table to be."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_UNSETTLED = sa.text("state = 'sending' OR state = 'waiting'")


def upgrade() -> None:
    op.drop_index("ix_outbox_lane", "outbox")
    op.create_index(
        "ix_outbox_lane",
        "outbox",
        ["lane", "organisation_id", "id"],
        sqlite_where=_UNSETTLED,
        postgresql_where=_UNSETTLED,
    )
