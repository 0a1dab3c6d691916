"""Minutes being brought in, what they propose, and what is kept of them beside the actions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger()
JSON = sa.JSON(none_as_null=True)
INSTANT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")


def _id(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, ID, autoincrement=False, nullable=nullable)


def _to(table: str, other: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id", column],
        [f"{other}.organisation_id", f"{other}.id"],
        name=f"fk_{table}_organisation_id_{column}",
    )


def upgrade() -> None:
    op.create_table(
        "imports",
        _id("organisation_id"),
        _id("id"),
        _id("board_id"),
        _id("person_id"),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("meeting_day", sa.Date(), nullable=True),
        sa.Column("next_day", sa.Date(), nullable=True),
        sa.Column("stated", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("accepted_as", ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_imports"),
        _to("imports", "boards", "board_id"),
        _to("imports", "people", "person_id"),
    )
    op.create_index("ix_imports_board", "imports", ["organisation_id", "board_id", "meeting_day"])
    op.create_table(
        "resolutions",
        _id("organisation_id"),
        _id("id"),
        _id("board_id"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("minute", sa.Text(), nullable=True),
        sa.Column("meeting_day", sa.Date(), nullable=True),
        sa.Column("others", sa.Text(), nullable=True),
        _id("import_id"),
        sa.Column("kept_at", INSTANT, nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_resolutions"),
        _to("resolutions", "boards", "board_id"),
        _to("resolutions", "imports", "import_id"),
    )
    op.create_index("ix_resolutions_board", "resolutions", ["organisation_id", "board_id", "kind"])
    op.create_index("ix_resolutions_import", "resolutions", ["organisation_id", "import_id"])
    op.create_table(
        "proposals",
        _id("organisation_id"),
        _id("id"),
        _id("import_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("as_read", JSON, nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("minute", sa.Text(), nullable=True),
        sa.Column("owners", JSON, nullable=False),
        sa.Column("due", JSON, nullable=False),
        sa.Column("doubt", sa.Text(), nullable=True),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("sure", sa.Boolean(), nullable=False),
        _id("action_id", nullable=True),
        _id("resolution_id", nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_proposals"),
        _to("proposals", "imports", "import_id"),
        _to("proposals", "actions", "action_id"),
        _to("proposals", "resolutions", "resolution_id"),
    )
    op.create_index("ix_proposals_import", "proposals", ["organisation_id", "import_id", "position"])
