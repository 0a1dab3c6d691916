"""Where a tenant's conversations are reached: what Teams tells with every activity, kept beside the core's tables.

A file of this adapter's own, of which the core knows nothing. All of it is learnt again from the next activity, so
losing it loses no message: until then the global address serves. It also holds which answers have been given, so
that an activity Teams sends twice is not answered twice.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

FILE = "teams.sqlite3"
ANSWERS_KEPT = 7 * 24 * 3600.0
FORGET_EVERY = 3600.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversation (
    tenant TEXT NOT NULL, id TEXT NOT NULL, service_url TEXT NOT NULL, team TEXT, gone INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tenant (id TEXT PRIMARY KEY, service_url TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS personal (
    tenant TEXT NOT NULL, member TEXT NOT NULL, conversation TEXT NOT NULL, PRIMARY KEY (tenant, member)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS adder (
    tenant TEXT NOT NULL, conversation TEXT NOT NULL, member TEXT NOT NULL, PRIMARY KEY (tenant, conversation)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answered (delivery TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answered_at ON answered (at);
"""


class References:
    """Conversation references of one process."""

    def __init__(self, folder: Path, fallback: str) -> None:
        """`fallback` is the service address of a tenant nothing has been heard of."""
        folder.mkdir(parents=True, exist_ok=True)
        self._fallback = fallback
        self._db = sqlite3.connect(folder / FILE, isolation_level=None)
        # NORMAL: a killed process loses nothing, a power cut a few lines that are learnt again.
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _SCHEMA)
        self._forgot = 0.0
        self._seen: dict[tuple[str, str], tuple[str, str | None]] = {}

    def learn(self, tenant: str, conversation: str, service_url: str, team: str | None = None) -> None:
        """An activity came from there: it is reached at this address now."""
        if self._seen.get((tenant, conversation)) == (service_url, team):
            return
        self._db.execute(
            "INSERT INTO conversation (tenant, id, service_url, team) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (tenant, id) DO UPDATE SET service_url = excluded.service_url,"
            " team = coalesce(excluded.team, team), gone = 0",
            (tenant, conversation, service_url, team),
        )
        self._db.execute(
            "INSERT INTO tenant VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET service_url = excluded.service_url",
            (tenant, service_url),
        )
        self._seen[tenant, conversation] = (service_url, team)

    def service_url(self, tenant: str, conversation: str | None = None) -> str:
        """Where to send: the conversation's own address, its tenant's latest, or Teams' global one."""
        found = self._db.execute(
            "SELECT service_url FROM conversation WHERE tenant = ? AND id = ?", (tenant, conversation)
        ).fetchone()
        found = found or self._db.execute("SELECT service_url FROM tenant WHERE id = ?", (tenant,)).fetchone()
        return str(found[0]) if found else self._fallback

    def lose(self, tenant: str, conversation: str) -> None:
        """The bot was removed from there."""
        self._seen.pop((tenant, conversation), None)
        self._db.execute(
            "INSERT INTO conversation (tenant, id, service_url, gone) VALUES (?, ?, ?, 1)"
            " ON CONFLICT (tenant, id) DO UPDATE SET gone = 1",
            (tenant, conversation, self.service_url(tenant, conversation)),
        )

    def find_again(self, tenant: str, conversation: str) -> None:
        """What was lost is there again."""
        self._db.execute(
            "UPDATE conversation SET gone = 0 WHERE tenant = ? AND id = ?", (tenant, conversation)
        )

    def is_gone(self, tenant: str, conversation: str) -> bool:
        found = self._db.execute(
            "SELECT gone FROM conversation WHERE tenant = ? AND id = ?", (tenant, conversation)
        ).fetchone()
        return bool(found and found[0])

    def personal(self, tenant: str, member: str) -> str | None:
        """This person's own conversation with the bot."""
        found = self._db.execute(
            "SELECT conversation FROM personal WHERE tenant = ? AND member = ?", (tenant, member)
        ).fetchone()
        return str(found[0]) if found else None

    def keep_personal(self, tenant: str, member: str, conversation: str) -> None:
        self._db.execute(
            "INSERT INTO personal VALUES (?, ?, ?)"
            " ON CONFLICT (tenant, member) DO UPDATE SET conversation = excluded.conversation"
            " WHERE conversation <> excluded.conversation",
            (tenant, member, conversation),
        )

    def keep_adder(self, tenant: str, conversation: str, member: str) -> None:
        """Who added the bot to this team or group."""
        self._db.execute("INSERT OR REPLACE INTO adder VALUES (?, ?, ?)", (tenant, conversation, member))

    def added_by(self, tenant: str, conversation: str, member: str) -> bool:
        found = self._db.execute(
            "SELECT 1 FROM adder WHERE tenant = ? AND conversation = ? AND member = ?",
            (tenant, conversation, member),
        ).fetchone()
        return found is not None

    def team_of(self, tenant: str, conversation: str) -> str:
        """The team a channel is in; a group chat is its own."""
        found = self._db.execute(
            "SELECT team FROM conversation WHERE tenant = ? AND id = ?", (tenant, conversation)
        ).fetchone()
        return str(found[0]) if found and found[0] else conversation

    def claim_answer(self, delivery: str, at: float) -> bool:
        """Whether the answer to this delivery is still to be given; from now on it is not. `at` is in seconds."""
        if at - self._forgot >= FORGET_EVERY:
            self._forget_answers(at)
        claimed = self._db.execute("INSERT OR IGNORE INTO answered VALUES (?, ?)", (delivery, at)).rowcount
        return claimed == 1

    def _forget_answers(self, at: float) -> None:
        """Let go of those too old to be replayed."""
        self._forgot = at
        self._db.execute("DELETE FROM answered WHERE at < ?", (at - ANSWERS_KEPT,))

    def close(self) -> None:
        self._db.close()


def erase(folder: Path, tenant: str, member: str) -> None:
    """Let go of everything about this person, if there is a file; also while somebody has it open."""
    if not (folder / FILE).exists():
        return
    with closing(sqlite3.connect(folder / FILE, isolation_level=None, timeout=10)) as database:
        database.execute("BEGIN IMMEDIATE")
        database.execute(
            "DELETE FROM conversation WHERE tenant = ?"
            " AND id IN (SELECT conversation FROM personal WHERE tenant = ? AND member = ?)",
            (tenant, tenant, member),
        )
        database.execute("DELETE FROM personal WHERE tenant = ? AND member = ?", (tenant, member))
        database.execute("DELETE FROM adder WHERE tenant = ? AND member = ?", (tenant, member))
        database.execute("COMMIT")
