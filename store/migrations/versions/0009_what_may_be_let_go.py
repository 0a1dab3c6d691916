"""Finding the post a row of the outbox became, so that the row may be let go of."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    condition = sa.text("outbox_id IS NOT NULL")
    op.create_index(
        "ix_posts_outbox",
        "posts",
        ["organisation_id", "outbox_id"],
        sqlite_where=condition,
        postgresql_where=condition,
    )
