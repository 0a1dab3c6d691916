"""Every table. The organisation is in every key and every foreign key, so no row can point into another's.

The one thing looked up without an organisation is the installation, which is how the organisation is found.
Most tables are kept in the order of their key (`WITHOUT ROWID`), which saves SQLite a second tree: a row in one tree fewer
is a page fewer in each commit.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from store.columns import Id, Instant, Json

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

BY_KEY: dict[str, Any] = {"sqlite_with_rowid": False}


def _organisation() -> Column[int]:
    return Column("organisation_id", Id, nullable=False)


def _id(name: str = "id", *, nullable: bool = False) -> Column[int]:
    return Column(name, Id, nullable=nullable, autoincrement=False)


def _to(table: str, column: str) -> ForeignKeyConstraint:
    """A foreign key within the organisation."""
    return ForeignKeyConstraint(["organisation_id", column], [f"{table}.organisation_id", f"{table}.id"])


def _inside() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["organisation_id"], ["organisations.id"])


def _key(*columns: str) -> PrimaryKeyConstraint:
    return PrimaryKeyConstraint("organisation_id", *(columns or ("id",)))


def _unique(*columns: str) -> UniqueConstraint:
    return UniqueConstraint("organisation_id", *columns)


def _index(name: str, *columns: str, where: str | None = None) -> Index:
    """With `where`, only the rows a query looks for among many settled ones."""
    options: dict[str, Any] = {}
    if where is not None:
        options = {"sqlite_where": text(where), "postgresql_where": text(where)}
    return Index(name, *columns, **options)


def _bucket() -> list[Column[Any]]:
    """What was sent of late, and from when on there is room for one more."""
    return [
        Column("sent", Json, nullable=False),
        Column("held_until", Instant),
        Column("changed_at", Instant),
        Column("free_at", Instant),
    ]


sequences = Table(
    "sequences",
    metadata,
    Column("name", String(32), nullable=False),
    Column("next", Id, nullable=False),
    PrimaryKeyConstraint("name"),
    **BY_KEY,
)

organisations = Table(
    "organisations",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("id"),
)

installations = Table(
    "installations",
    metadata,
    _organisation(),
    _id(),
    Column("platform", String(16), nullable=False),
    Column("workspace", String(255), nullable=False),
    _key(),
    _inside(),
    # A workspace belongs to one organisation: this is how an inbound finds its own.
    UniqueConstraint("platform", "workspace"),
    **BY_KEY,
)

people = Table(
    "people",
    metadata,
    _organisation(),
    _id(),
    Column("name", Text, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("partner", Text),
    # What they chose for themselves, as bot.domain.settings has it; null while they chose nothing.
    Column("settings", Json),
    # Absence and silence, as bot.domain.availability writes them; null while nothing was ever set.
    Column("availability", Json),
    _key(),
    _inside(),
    **BY_KEY,
)

identities = Table(
    "identities",
    metadata,
    _organisation(),
    Column("platform", String(16), nullable=False),
    Column("workspace", String(255), nullable=False),
    Column("external_id", String(255), nullable=False),
    _id("person_id"),
    _key("platform", "workspace", "external_id"),
    _to("people", "person_id"),
    _index("ix_identities_person", "organisation_id", "person_id"),
    **BY_KEY,
)

# An address the platform has proved to be an account's own, in lower case.
emails = Table(
    "emails",
    metadata,
    _organisation(),
    Column("platform", String(16), nullable=False),
    Column("workspace", String(255), nullable=False),
    Column("account", String(255), nullable=False),
    Column("email", String(320), nullable=False),
    _key("platform", "workspace", "account"),
    _inside(),
    _index("ix_emails_email", "organisation_id", "email"),
    **BY_KEY,
)

# One code an account at a time; the code itself is nowhere.
link_codes = Table(
    "link_codes",
    metadata,
    _organisation(),
    Column("platform", String(16), nullable=False),
    Column("workspace", String(255), nullable=False),
    Column("account", String(255), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("until", Instant, nullable=False),
    _key("platform", "workspace", "account"),
    _inside(),
    _unique("digest"),
    **BY_KEY,
)

wrong_codes = Table(
    "wrong_codes",
    metadata,
    _organisation(),
    Column("platform", String(16), nullable=False),
    Column("workspace", String(255), nullable=False),
    Column("account", String(255), nullable=False),
    Column("count", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    _key("platform", "workspace", "account"),
    _inside(),
    **BY_KEY,
)

# Two that turned out to be one person. `change` is history's; `moved` is what came over from the other.
joinings = Table(
    "joinings",
    metadata,
    _organisation(),
    Column("change", Id, nullable=False),
    _id("person_id"),
    _id("other_id", nullable=True),
    Column("accounts", Json, nullable=False),
    Column("moved", Json, nullable=False),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
    _key("change"),
    _to("people", "person_id"),
    _to("people", "other_id"),
    _index("ix_joinings_person", "organisation_id", "person_id"),
    _index("ix_joinings_other", "organisation_id", "other_id", where="other_id IS NOT NULL"),
)

boards = Table(
    "boards",
    metadata,
    _organisation(),
    _id(),
    Column("code", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("zone", String(64), nullable=False),
    # Rules the board set for itself; null while it keeps the usual ones.
    Column("digest_rule", Json),
    Column("nudge_rule", Json),
    Column("next_number", Integer, nullable=False),
    Column("next_digest_at", Instant),
    # All it set besides.
    Column("settings", Json),
    _key(),
    _inside(),
    _unique("code"),
    _index("ix_boards_next_digest", "next_digest_at", where="next_digest_at IS NOT NULL"),
    **BY_KEY,
)

roles = Table(
    "roles",
    metadata,
    _organisation(),
    _id(),
    _id("board_id"),
    _id("person_id"),
    Column("role", String(16), nullable=False),
    _key(),
    _to("boards", "board_id"),
    _to("people", "person_id"),
    _unique("board_id", "person_id"),
    _index("ix_roles_person", "organisation_id", "person_id"),
    **BY_KEY,
)

places = Table(
    "places",
    metadata,
    _organisation(),
    _id(),
    _id("installation_id"),
    Column("kind", String(16), nullable=False),
    Column("address", String(255), nullable=False),
    Column("name", Text, nullable=False),
    _id("board_id", nullable=True),
    _id("person_id", nullable=True),
    Column("last_used_at", Instant),
    _key(),
    _to("installations", "installation_id"),
    _to("boards", "board_id"),
    _to("people", "person_id"),
    _unique("installation_id", "address"),
    _index("ix_places_board", "organisation_id", "board_id", where="board_id IS NOT NULL"),
    _index("ix_places_person", "organisation_id", "person_id", where="person_id IS NOT NULL"),
    **BY_KEY,
)

meetings = Table(
    "meetings",
    metadata,
    _organisation(),
    _id(),
    _id("board_id"),
    Column("starts_at", Instant, nullable=False),
    Column("where_held", Text),
    Column("cancelled", Boolean, nullable=False),
    Column("next_step_at", Instant),
    _key(),
    _to("boards", "board_id"),
    _index("ix_meetings_board", "organisation_id", "board_id", "starts_at"),
    _index("ix_meetings_next_step", "next_step_at", where="next_step_at IS NOT NULL"),
    **BY_KEY,
)

actions = Table(
    "actions",
    metadata,
    _organisation(),
    _id(),
    _id("board_id"),
    Column("number", Integer, nullable=False),
    Column("what", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("status_at", Instant, nullable=False),
    Column("due_kind", String(16), nullable=False),
    Column("due_day", Date),
    _id("due_meeting_id", nullable=True),
    Column("due_words", Text),
    Column("due_first", Date),
    _id("adder_id", nullable=True),
    Column("added_at", Instant, nullable=False),
    _id("source_place_id", nullable=True),
    Column("source_link", Text),
    Column("source_words", Text),
    Column("source_minute", Text),
    Column("version", Integer, nullable=False),
    Column("next_escalation_at", Instant),
    _key(),
    _to("boards", "board_id"),
    _to("meetings", "due_meeting_id"),
    _to("people", "adder_id"),
    _to("places", "source_place_id"),
    _unique("board_id", "number"),
    _index("ix_actions_board", "organisation_id", "board_id", "status", "due_day"),
    _index("ix_actions_meeting", "organisation_id", "due_meeting_id", where="due_meeting_id IS NOT NULL"),
    _index("ix_actions_source", "organisation_id", "source_link", where="source_link IS NOT NULL"),
    _index("ix_actions_next_escalation", "next_escalation_at", where="next_escalation_at IS NOT NULL"),
    **BY_KEY,
)

assignments = Table(
    "assignments",
    metadata,
    _organisation(),
    _id(),
    _id("action_id"),
    Column("position", Integer, nullable=False),
    Column("owner_kind", String(16), nullable=False),
    _id("person_id", nullable=True),
    Column("words", Text),
    Column("part", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("next_nudge_at", Instant),
    # The day its owner wants to hear of it again.
    Column("snoozed_until", Date),
    _key(),
    _to("actions", "action_id"),
    _to("people", "person_id"),
    _index("ix_assignments_action", "organisation_id", "action_id"),
    _index("ix_assignments_person", "organisation_id", "person_id", where="person_id IS NOT NULL"),
    _index("ix_assignments_role", "organisation_id", "words", where="owner_kind = 'role'"),
    _index(
        "ix_assignments_next_nudge",
        "next_nudge_at",
        "organisation_id",
        "person_id",
        where="next_nudge_at IS NOT NULL",
    ),
    **BY_KEY,
)

updates = Table(
    "updates",
    metadata,
    _organisation(),
    _id(),
    _id("action_id"),
    _id("person_id", nullable=True),
    Column("words", Text, nullable=False),
    Column("said_at", Instant, nullable=False),
    Column("taken_back", Boolean, nullable=False),
    _key(),
    _to("actions", "action_id"),
    _to("people", "person_id"),
    _index("ix_updates_action", "organisation_id", "action_id"),
)

# What history quotes. The text can be blanked for retention or erasure; history itself never changes.
wordings = Table(
    "wordings",
    metadata,
    _organisation(),
    _id(),
    _id("action_id", nullable=True),
    Column("text", Text),
    _key(),
    _inside(),
    _to("actions", "action_id"),
    **BY_KEY,
)

# Append-only: two triggers refuse UPDATE and DELETE. `serial` is the order in which things happened.
# In the key the change comes first: what one command did is found without an index of its own.
history = Table(
    "history",
    metadata,
    _organisation(),
    _id("serial"),
    _id("board_id"),
    Column("verb", String(32), nullable=False),
    _id("change_id"),
    _id("actor_id", nullable=True),
    Column("at", Instant, nullable=False),
    _id("action_id", nullable=True),
    _id("meeting_id", nullable=True),
    _id("person_id", nullable=True),
    _id("place_id", nullable=True),
    _id("update_id", nullable=True),
    _id("undoes_id", nullable=True),
    Column("before", Json),
    Column("after", Json),
    _key("change_id", "serial"),
    _to("boards", "board_id"),
    _to("people", "actor_id"),
    _to("actions", "action_id"),
    _to("meetings", "meeting_id"),
    _to("people", "person_id"),
    _to("places", "place_id"),
    _to("updates", "update_id"),
    _index("ix_history_action", "organisation_id", "action_id", where="action_id IS NOT NULL"),
    _index("ix_history_meeting", "organisation_id", "meeting_id", where="meeting_id IS NOT NULL"),
    _index(
        "ix_history_board",
        "organisation_id",
        "board_id",
        where="action_id IS NULL AND meeting_id IS NULL AND person_id IS NULL",
    ),
    _index("ix_history_person", "organisation_id", "person_id", where="person_id IS NOT NULL"),
    _index("ix_history_undoes", "organisation_id", "undoes_id", where="undoes_id IS NOT NULL"),
    _index("ix_history_actor", "organisation_id", "actor_id", "serial", where="actor_id IS NOT NULL"),
    **BY_KEY,
)

questions = Table(
    "questions",
    metadata,
    _organisation(),
    _id(),
    _id("person_id"),
    Column("about", Json, nullable=False),
    Column("asked_at", Instant, nullable=False),
    _key(),
    _to("people", "person_id"),
)

# Spelt with OR: SQLite sees that one state implies it, which it does not see of IN.
UNSETTLED = "state = 'sending' OR state = 'waiting'"
IN_TROUBLE = "state = 'failed' OR state = 'sending' OR state = 'unknown'"

outbox = Table(
    "outbox",
    metadata,
    _organisation(),
    _id(),
    Column("key", String(255), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("lane", String(255), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("not_before", Instant, nullable=False),
    _id("place_id", nullable=True),
    _id("person_id", nullable=True),
    Column("about", Json, nullable=False),
    Column("delivery", String(255)),
    Column("reason", Text),
    Column("attempts", Integer, nullable=False),
    Column("settled_at", Instant),
    # Where it is expected to be said, which only paces it: no row need be there. Null while nobody knows.
    _id("installation_id", nullable=True),
    _id("to_place_id", nullable=True),
    _key(),
    _inside(),
    _to("places", "place_id"),
    _to("people", "person_id"),
    # Once only: the same thing to say, written twice, is one row.
    _unique("key"),
    _index(
        "ix_outbox_paced",
        "installation_id",
        "organisation_id",
        "priority",
        "id",
        "not_before",
        where="state = 'waiting'",
    ),
    _index("ix_outbox_trouble", "state", "id", where=IN_TROUBLE),
    # The lane leads, as in no other: without statistics a planner may take the rows of an organisation for as few.
    _index("ix_outbox_lane", "lane", "organisation_id", "id", where=UNSETTLED),
    _index("ix_outbox_nudges", "organisation_id", "person_id", "id", where="kind = 'nudge'"),
    **BY_KEY,
)

# What somebody's message of the day speaks of besides their own actions, and in which row it is said. The key is
# unique: a rung climbed, a meeting asked about or a brief is said once.
topics = Table(
    "topics",
    metadata,
    _organisation(),
    Column("key", String(255), nullable=False),
    _id("person_id"),
    _id("outbox_id"),
    Column("about", Json, nullable=False),
    _key("key"),
    _to("people", "person_id"),
    _to("outbox", "outbox_id"),
    _index("ix_topics_outbox", "organisation_id", "outbox_id"),
    **BY_KEY,
)

# How fast a workspace may be spoken to. One row each, which is locked by whoever chooses what goes there next.
budgets = Table(
    "budgets",
    metadata,
    _organisation(),
    _id("installation_id"),
    *_bucket(),
    # In thousandths of the platform's limit.
    Column("pace", Integer, nullable=False),
    Column("cut_at", Instant),
    _key("installation_id"),
    _to("installations", "installation_id"),
    _index("ix_budgets_free", "free_at", where="free_at IS NOT NULL"),
    **BY_KEY,
)

# How fast a place in it may; written under the lock of its workspace's budget.
buckets = Table(
    "buckets",
    metadata,
    _organisation(),
    _id("place_id"),
    *_bucket(),
    _key("place_id"),
    _to("places", "place_id"),
    _index("ix_buckets_free", "free_at", where="free_at IS NOT NULL"),
    **BY_KEY,
)

attempts = Table(
    "attempts",
    metadata,
    _organisation(),
    _id("outbox_id"),
    Column("number", Integer, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("outcome", String(16)),
    Column("reason", Text),
    _key("outbox_id", "number"),
    _to("outbox", "outbox_id"),
    **BY_KEY,
)

posts = Table(
    "posts",
    metadata,
    _organisation(),
    _id(),
    _id("place_id"),
    Column("kind", String(16), nullable=False),
    Column("address", String(255), nullable=False),
    Column("thread", String(255)),
    _id("outbox_id", nullable=True),
    Column("said_at", Instant, nullable=False),
    _key(),
    _to("places", "place_id"),
    _to("outbox", "outbox_id"),
    _unique("place_id", "address"),
    _index("ix_posts_newest", "organisation_id", "place_id", "kind", "id"),
    _index("ix_posts_outbox", "organisation_id", "outbox_id", where="outbox_id IS NOT NULL"),
    **BY_KEY,
)

post_subjects = Table(
    "post_subjects",
    metadata,
    _organisation(),
    _id("post_id"),
    Column("position", Integer, nullable=False),
    _id("action_id"),
    _key("post_id", "position"),
    _to("posts", "post_id"),
    _to("actions", "action_id"),
    _index("ix_post_subjects_action", "organisation_id", "action_id"),
    **BY_KEY,
)

# What a delivery was answered with, so that a replay gets the same; forgotten after a week. Not kept by its key: wide rows
# that arrive in no order of theirs would split a page every few.
deliveries = Table(
    "deliveries",
    metadata,
    _organisation(),
    _id("installation_id"),
    Column("delivery", String(255), nullable=False),
    Column("reply", Text, nullable=False),
    Column("at", Instant, nullable=False),
    # Since when the reply stands where the asker sees it; null while nobody knows that it does.
    Column("said_at", Instant),
    _key("installation_id", "delivery"),
    _to("installations", "installation_id"),
    _index("ix_deliveries_at", "at"),
)

# Minutes being brought in. `accepted_as` is the change that put them into the log.
imports = Table(
    "imports",
    metadata,
    _organisation(),
    _id(),
    _id("board_id"),
    _id("person_id"),
    Column("read_at", Instant, nullable=False),
    Column("source", Text),
    Column("mark", String(64), nullable=False),
    Column("meeting_day", Date),
    Column("next_day", Date),
    Column("stated", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("accepted_as", Id),
    Column("version", Integer, nullable=False),
    _key(),
    _to("boards", "board_id"),
    _to("people", "person_id"),
    _index("ix_imports_board", "organisation_id", "board_id", "meeting_day"),
)

# What minutes say beside their actions: nobody is chased for it.
resolutions = Table(
    "resolutions",
    metadata,
    _organisation(),
    _id(),
    _id("board_id"),
    Column("kind", String(16), nullable=False),
    Column("what", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("minute", Text),
    Column("meeting_day", Date),
    Column("others", Text),
    _id("import_id"),
    Column("kept_at", Instant, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    _key(),
    _to("boards", "board_id"),
    _to("imports", "import_id"),
    _index("ix_resolutions_board", "organisation_id", "board_id", "kind"),
    _index("ix_resolutions_import", "organisation_id", "import_id"),
)

proposals = Table(
    "proposals",
    metadata,
    _organisation(),
    _id(),
    _id("import_id"),
    Column("position", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("what", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("starts", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    # As the minutes say it: an amended version is compared with this.
    Column("as_read", Json, nullable=False),
    # In hundredths.
    Column("confidence", Integer, nullable=False),
    Column("why", Text, nullable=False),
    Column("minute", Text),
    Column("owners", Json, nullable=False),
    Column("due", Json, nullable=False),
    Column("doubt", Text),
    Column("verdict", String(16), nullable=False),
    Column("standing", String(16), nullable=False),
    Column("sure", Boolean, nullable=False),
    _id("action_id", nullable=True),
    _id("resolution_id", nullable=True),
    _key(),
    _to("imports", "import_id"),
    _to("actions", "action_id"),
    _to("resolutions", "resolution_id"),
    _index("ix_proposals_import", "organisation_id", "import_id", "position"),
)
