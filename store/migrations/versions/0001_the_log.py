"""The log: organisations, boards and people, actions with their history, the outbox and the posts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger()
JSON = sa.JSON(none_as_null=True)
INSTANT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
    )
    op.create_table(
        "sequences",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("next", ID, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_sequences"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "boards",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("digest_rule", JSON, nullable=True),
        sa.Column("nudge_rule", JSON, nullable=True),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("next_digest_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_boards"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_boards_organisation_id"),
        sa.UniqueConstraint("organisation_id", "code", name="uq_boards_organisation_id_code"),
        sqlite_with_rowid=False,
    )
    _partial_index("ix_boards_next_digest", "boards", ["next_digest_at"], "next_digest_at IS NOT NULL")
    op.create_table(
        "installations",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("workspace", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_installations"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_installations_organisation_id"
        ),
        sa.UniqueConstraint("platform", "workspace", name="uq_installations_platform_workspace"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "people",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("partner", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_people"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_people_organisation_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deliveries",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("installation_id", ID, autoincrement=False, nullable=False),
        sa.Column("delivery", sa.String(255), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "installation_id", "delivery", name="pk_deliveries"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "installation_id"],
            ["installations.organisation_id", "installations.id"],
            name="fk_deliveries_organisation_id_installation_id",
        ),
    )
    op.create_index("ix_deliveries_at", "deliveries", ["at"])
    op.create_table(
        "identities",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("workspace", sa.String(255), nullable=False),
        sa.Column("external_id", sa.String(255), nullable=False),
        sa.Column("person_id", ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint(
            "organisation_id", "platform", "workspace", "external_id", name="pk_identities"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name="fk_identities_organisation_id_person_id",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_identities_person", "identities", ["organisation_id", "person_id"])
    op.create_table(
        "meetings",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("board_id", ID, autoincrement=False, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("where_held", sa.Text(), nullable=True),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_meetings"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "board_id"],
            ["boards.organisation_id", "boards.id"],
            name="fk_meetings_organisation_id_board_id",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_meetings_board", "meetings", ["organisation_id", "board_id", "starts_at"])
    op.create_table(
        "places",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("installation_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("address", sa.String(255), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("board_id", ID, autoincrement=False, nullable=True),
        sa.Column("person_id", ID, autoincrement=False, nullable=True),
        sa.Column("last_used_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_places"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "installation_id"],
            ["installations.organisation_id", "installations.id"],
            name="fk_places_organisation_id_installation_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "board_id"],
            ["boards.organisation_id", "boards.id"],
            name="fk_places_organisation_id_board_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name="fk_places_organisation_id_person_id",
        ),
        sa.UniqueConstraint(
            "organisation_id",
            "installation_id",
            "address",
            name="uq_places_organisation_id_installation_id_address",
        ),
        sqlite_with_rowid=False,
    )
    _partial_index("ix_places_board", "places", ["organisation_id", "board_id"], "board_id IS NOT NULL")
    _partial_index("ix_places_person", "places", ["organisation_id", "person_id"], "person_id IS NOT NULL")
    op.create_table(
        "questions",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("person_id", ID, autoincrement=False, nullable=False),
        sa.Column("about", JSON, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_questions"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name="fk_questions_organisation_id_person_id",
        ),
    )
    op.create_table(
        "roles",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("board_id", ID, autoincrement=False, nullable=False),
        sa.Column("person_id", ID, autoincrement=False, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_roles"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "board_id"],
            ["boards.organisation_id", "boards.id"],
            name="fk_roles_organisation_id_board_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name="fk_roles_organisation_id_person_id",
        ),
        sa.UniqueConstraint(
            "organisation_id", "board_id", "person_id", name="uq_roles_organisation_id_board_id_person_id"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_roles_person", "roles", ["organisation_id", "person_id"])
    op.create_table(
        "actions",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("board_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("status_at", INSTANT, nullable=False),
        sa.Column("due_kind", sa.String(16), nullable=False),
        sa.Column("due_day", sa.Date(), nullable=True),
        sa.Column("due_meeting_id", ID, autoincrement=False, nullable=True),
        sa.Column("due_words", sa.Text(), nullable=True),
        sa.Column("due_first", sa.Date(), nullable=True),
        sa.Column("adder_id", ID, autoincrement=False, nullable=True),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("source_place_id", ID, autoincrement=False, nullable=True),
        sa.Column("source_link", sa.Text(), nullable=True),
        sa.Column("source_words", sa.Text(), nullable=True),
        sa.Column("source_minute", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_actions"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "board_id"],
            ["boards.organisation_id", "boards.id"],
            name="fk_actions_organisation_id_board_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "due_meeting_id"],
            ["meetings.organisation_id", "meetings.id"],
            name="fk_actions_organisation_id_due_meeting_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "adder_id"],
            ["people.organisation_id", "people.id"],
            name="fk_actions_organisation_id_adder_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "source_place_id"],
            ["places.organisation_id", "places.id"],
            name="fk_actions_organisation_id_source_place_id",
        ),
        sa.UniqueConstraint(
            "organisation_id", "board_id", "number", name="uq_actions_organisation_id_board_id_number"
        ),
    )
    op.create_index("ix_actions_board", "actions", ["organisation_id", "board_id", "status", "due_day"])
    _partial_index(
        "ix_actions_meeting", "actions", ["organisation_id", "due_meeting_id"], "due_meeting_id IS NOT NULL"
    )
    op.create_table(
        "outbox",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("lane", sa.String(255), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("not_before", INSTANT, nullable=False),
        sa.Column("place_id", ID, autoincrement=False, nullable=True),
        sa.Column("person_id", ID, autoincrement=False, nullable=True),
        sa.Column("about", JSON, nullable=False),
        sa.Column("delivery", sa.String(255), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_outbox"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_outbox_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "place_id"],
            ["places.organisation_id", "places.id"],
            name="fk_outbox_organisation_id_place_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name="fk_outbox_organisation_id_person_id",
        ),
        sa.UniqueConstraint("organisation_id", "key", name="uq_outbox_organisation_id_key"),
    )
    _partial_index("ix_outbox_delivery", "outbox", ["organisation_id", "delivery"], "delivery IS NOT NULL")
    _partial_index(
        "ix_outbox_lane",
        "outbox",
        ["organisation_id", "lane", "id"],
        "state = 'sending' OR state = 'waiting'",
    )
    _partial_index("ix_outbox_nudges", "outbox", ["organisation_id", "person_id", "id"], "kind = 'nudge'")
    _partial_index(
        "ix_outbox_trouble",
        "outbox",
        ["state", "id"],
        "state = 'failed' OR state = 'sending' OR state = 'unknown'",
    )
    _partial_index("ix_outbox_urgent", "outbox", ["priority", "id", "not_before"], "state = 'waiting'")
    op.create_table(
        "assignments",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("action_id", ID, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("owner_kind", sa.String(16), nullable=False),
        sa.Column("person_id", ID, autoincrement=False, nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("part", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("next_nudge_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_assignments"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "action_id"],
            ["actions.organisation_id", "actions.id"],
            name="fk_assignments_organisation_id_action_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name="fk_assignments_organisation_id_person_id",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_assignments_action", "assignments", ["organisation_id", "action_id"])
    _partial_index(
        "ix_assignments_next_nudge",
        "assignments",
        ["next_nudge_at", "organisation_id", "person_id"],
        "next_nudge_at IS NOT NULL",
    )
    _partial_index(
        "ix_assignments_person", "assignments", ["organisation_id", "person_id"], "person_id IS NOT NULL"
    )
    _partial_index("ix_assignments_role", "assignments", ["organisation_id", "words"], "owner_kind = 'role'")
    op.create_table(
        "attempts",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("outbox_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.String(16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "outbox_id", "number", name="pk_attempts"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "outbox_id"],
            ["outbox.organisation_id", "outbox.id"],
            name="fk_attempts_organisation_id_outbox_id",
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "posts",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("place_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("address", sa.String(255), nullable=False),
        sa.Column("thread", sa.String(255), nullable=True),
        sa.Column("outbox_id", ID, autoincrement=False, nullable=True),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_posts"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "place_id"],
            ["places.organisation_id", "places.id"],
            name="fk_posts_organisation_id_place_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "outbox_id"],
            ["outbox.organisation_id", "outbox.id"],
            name="fk_posts_organisation_id_outbox_id",
        ),
        sa.UniqueConstraint(
            "organisation_id", "place_id", "address", name="uq_posts_organisation_id_place_id_address"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_posts_newest", "posts", ["organisation_id", "place_id", "kind", "id"])
    op.create_table(
        "updates",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("action_id", ID, autoincrement=False, nullable=False),
        sa.Column("person_id", ID, autoincrement=False, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.Column("taken_back", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_updates"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "action_id"],
            ["actions.organisation_id", "actions.id"],
            name="fk_updates_organisation_id_action_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name="fk_updates_organisation_id_person_id",
        ),
    )
    op.create_index("ix_updates_action", "updates", ["organisation_id", "action_id"])
    op.create_table(
        "wordings",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("action_id", ID, autoincrement=False, nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_wordings"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_wordings_organisation_id"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "action_id"],
            ["actions.organisation_id", "actions.id"],
            name="fk_wordings_organisation_id_action_id",
        ),
    )
    op.create_table(
        "history",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("serial", ID, autoincrement=False, nullable=False),
        sa.Column("board_id", ID, autoincrement=False, nullable=False),
        sa.Column("verb", sa.String(32), nullable=False),
        sa.Column("change_id", ID, autoincrement=False, nullable=False),
        sa.Column("actor_id", ID, autoincrement=False, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("action_id", ID, autoincrement=False, nullable=True),
        sa.Column("meeting_id", ID, autoincrement=False, nullable=True),
        sa.Column("person_id", ID, autoincrement=False, nullable=True),
        sa.Column("place_id", ID, autoincrement=False, nullable=True),
        sa.Column("update_id", ID, autoincrement=False, nullable=True),
        sa.Column("undoes_id", ID, autoincrement=False, nullable=True),
        sa.Column("before", JSON, nullable=True),
        sa.Column("after", JSON, nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "serial", name="pk_history"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "board_id"],
            ["boards.organisation_id", "boards.id"],
            name="fk_history_organisation_id_board_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "actor_id"],
            ["people.organisation_id", "people.id"],
            name="fk_history_organisation_id_actor_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "action_id"],
            ["actions.organisation_id", "actions.id"],
            name="fk_history_organisation_id_action_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "meeting_id"],
            ["meetings.organisation_id", "meetings.id"],
            name="fk_history_organisation_id_meeting_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["people.organisation_id", "people.id"],
            name="fk_history_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "place_id"],
            ["places.organisation_id", "places.id"],
            name="fk_history_organisation_id_place_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "update_id"],
            ["updates.organisation_id", "updates.id"],
            name="fk_history_organisation_id_update_id",
        ),
    )
    _partial_index("ix_history_action", "history", ["organisation_id", "action_id"], "action_id IS NOT NULL")
    _partial_index(
        "ix_history_actor", "history", ["organisation_id", "actor_id", "serial"], "actor_id IS NOT NULL"
    )
    op.create_index("ix_history_change", "history", ["organisation_id", "change_id"])
    _partial_index(
        "ix_history_meeting", "history", ["organisation_id", "meeting_id"], "meeting_id IS NOT NULL"
    )
    _partial_index("ix_history_person", "history", ["organisation_id", "person_id"], "person_id IS NOT NULL")
    _partial_index("ix_history_undoes", "history", ["organisation_id", "undoes_id"], "undoes_id IS NOT NULL")
    op.create_table(
        "post_subjects",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("post_id", ID, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("action_id", ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "post_id", "position", name="pk_post_subjects"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "post_id"],
            ["posts.organisation_id", "posts.id"],
            name="fk_post_subjects_organisation_id_post_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "action_id"],
            ["actions.organisation_id", "actions.id"],
            name="fk_post_subjects_organisation_id_action_id",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_post_subjects_action", "post_subjects", ["organisation_id", "action_id"])
    _append_only("history")
    if op.get_bind().dialect.name == "postgresql":
        # Each call reserves a block; see store/ids.py.
        op.execute("CREATE SEQUENCE ids INCREMENT BY 32")


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def _append_only(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        )
        for change, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION {table}_is_append_only()"
            )
        return
    # ABORT undoes the statement; ROLLBACK would end the whole group's transaction.
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
