"""What a board and a person set for themselves; finding the history of a board itself."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.add_column("boards", sa.Column("settings", JSON, nullable=True))
    op.add_column("people", sa.Column("settings", JSON, nullable=True))
    condition = sa.text("action_id IS NULL AND meeting_id IS NULL AND person_id IS NULL")
    op.create_index(
        "ix_history_board",
        "history",
        ["organisation_id", "board_id"],
        sqlite_where=condition,
        postgresql_where=condition,
    )
