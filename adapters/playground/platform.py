"""The playground's own server side: handles, places, messages and the demo clock, in a file the core knows nothing of.

It behaves as Slack's and Teams' servers do, and so keeps no promise of theirs for them: a message sent twice is here
twice, and only whoever asks by its key learns that the first had arrived.

Everything here is called from the event loop's thread; a write is a few rows and one sync of the disk.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.playground.records import Change, Delivery, Draft, Human, Message, Room
from bot.domain.places import PlaceKind
from bot.messages import Form, View

FILE = "playground.sqlite3"
_VERSION = 2
_SCHEMA = """
CREATE TABLE people (handle TEXT PRIMARY KEY, person INTEGER NOT NULL UNIQUE, name TEXT NOT NULL);
CREATE TABLE places (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL,
    owner TEXT UNIQUE REFERENCES people
);
CREATE TABLE messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, place TEXT NOT NULL REFERENCES places (id),
    author TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL, thread TEXT, visible_to TEXT, view TEXT, form TEXT,
    origin TEXT, revision INTEGER NOT NULL DEFAULT 0, file TEXT
);
CREATE INDEX messages_by_place ON messages (place, seq);
CREATE INDEX messages_by_thread ON messages (thread, seq);
CREATE TABLE arrivals (
    number INTEGER PRIMARY KEY, key TEXT NOT NULL, message TEXT NOT NULL REFERENCES messages (id),
    redraw INTEGER NOT NULL, at TEXT NOT NULL
);
CREATE INDEX arrivals_by_key ON arrivals (key);
CREATE TABLE deliveries (
    delivery TEXT PRIMARY KEY, answer TEXT REFERENCES messages (id), recorded INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_TABLES = ("arrivals", "deliveries", "messages", "places", "people", "settings")
_COLUMNS = "seq, id, place, author, text, at, thread, visible_to, view, form, origin, revision, file"


class Platform:
    """The platform's file. `listen` is how open pages hear of what is written."""

    def __init__(self, folder: Path) -> None:
        """Open the file in this folder, or make it."""
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / FILE
        self._database = sqlite3.connect(self.path, isolation_level=None)
        self._listeners: list[Callable[[Change], None]] = []
        self._quiet = False
        try:
            self._prepare()
        except BaseException:
            self._database.close()
            raise

    def _prepare(self) -> None:
        # Sent is marked in the core after this file says "sent", so this file must survive a power cut too.
        for setting in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "busy_timeout = 5000",
        ):
            self._database.execute(f"PRAGMA {setting}")
        (version,) = self._database.execute("PRAGMA user_version").fetchone()
        if version == 0:
            with self._transaction():
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    self._database.execute(statement)
                self._database.execute(f"PRAGMA user_version = {_VERSION}")
        elif version == 1:
            with self._transaction():
                self._database.execute("ALTER TABLE messages ADD COLUMN file TEXT")
                self._database.execute(f"PRAGMA user_version = {_VERSION}")
        elif version != _VERSION:
            message = (
                f"{self.path} was written by another version of the playground. Move it away to start again."
            )
            raise RuntimeError(message)

    def close(self) -> None:
        self._database.close()

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` at every change, until the function returned here is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, change: Change) -> None:
        """Tell whoever listens."""
        if not self._quiet:
            for listener in tuple(self._listeners):
                listener(change)

    @contextmanager
    def starting_again(self) -> Iterator[None]:
        """Tell nobody what is written meanwhile, and at the end that everything is new."""
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False
            self.tell(Change(started_again=True))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            # A full disk has ended the transaction already. https://www.sqlite.org/lang_transaction.html
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def _rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(self._database.execute(statement, values)) as cursor:
            return cursor.fetchall()

    # --- starting again ----------------------------------------------------------------------------------------

    def wipe(self, now: datetime) -> None:
        """Forget everybody and everything, and set the clock."""
        with self._transaction():
            for table in _TABLES:
                self._database.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
            self._keep("now", now.astimezone(UTC).isoformat())

    @property
    def furnished(self) -> bool:
        """Whether anybody lives here yet."""
        return bool(self._rows("SELECT 1 FROM people LIMIT 1"))

    # --- settings and the clock --------------------------------------------------------------------------------

    def setting(self, name: str) -> Any:
        """What was kept under this name, None when nothing was."""
        rows = self._rows("SELECT value FROM settings WHERE name = ?", name)
        return json.loads(rows[0][0]) if rows else None

    def keep(self, name: str, value: Any) -> None:
        """Keep plain data under a name, through restarts and until the next wipe."""
        with self._transaction():
            self._keep(name, value)

    def _keep(self, name: str, value: Any) -> None:
        self._database.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, json.dumps(value)))

    @property
    def now(self) -> datetime:
        """Demo time, in UTC. It stands still until it is set."""
        kept = self.setting("now")
        if kept is None:
            raise RuntimeError("the demo clock has not been set")
        return datetime.fromisoformat(kept)

    @now.setter
    def now(self, moment: datetime) -> None:
        moment = moment.astimezone(UTC)
        self.keep("now", moment.isoformat())
        self.tell(Change(clock=moment))

    # --- people and places -------------------------------------------------------------------------------------

    def add_human(self, human: Human) -> None:
        """The same person again keeps the handle they have."""
        with self._transaction():
            self._database.execute(
                "INSERT OR IGNORE INTO people VALUES (?, ?, ?)", (human.handle, human.person, human.name)
            )
        self.tell(Change(people=True))

    def add_room(self, room: Room) -> None:
        """The same id again keeps the place that is there."""
        with self._transaction():
            self._database.execute(
                "INSERT OR IGNORE INTO places (id, kind, name, owner) VALUES (?, ?, ?, ?)",
                (room.id, room.kind.value, room.name, room.owner),
            )
        self.tell(Change(people=True))

    def humans(self) -> Sequence[Human]:
        """Everybody, in the order they came."""
        return [Human(*row) for row in self._rows("SELECT handle, person, name FROM people ORDER BY rowid")]

    def human(self, handle: str) -> Human | None:
        rows = self._rows("SELECT handle, person, name FROM people WHERE handle = ?", handle)
        return Human(*rows[0]) if rows else None

    def rooms(self, handle: str) -> Sequence[Room]:
        """The places this person can see, channels first."""
        rows = self._rows(
            "SELECT id, kind, name, owner FROM places WHERE owner IS NULL OR owner = ? "
            "ORDER BY owner IS NOT NULL, number",
            handle,
        )
        return [_room(row) for row in rows]

    def room(self, place: str) -> Room | None:
        rows = self._rows("SELECT id, kind, name, owner FROM places WHERE id = ?", place)
        return _room(rows[0]) if rows else None

    # --- messages ----------------------------------------------------------------------------------------------

    def write(self, draft: Draft, *, answers: str | None = None) -> Message:
        """Put a message in its place. The same id again changes nothing and gives the message that is there.

        `answers` is the delivery it is the answer to.
        """
        with self._transaction():
            self._database.execute(
                "INSERT INTO messages (id, place, author, text, at, thread, visible_to, view, form, origin, file)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                (
                    draft.id,
                    draft.place,
                    draft.author,
                    draft.text,
                    self.now.isoformat(),
                    draft.thread,
                    draft.visible_to,
                    _packed(draft.view),
                    _packed(draft.form),
                    draft.origin,
                    draft.file,
                ),
            )
            fresh = bool(self._rows("SELECT changes()")[0][0])
            self._note(draft.key, draft.id, answers, redraw=False)
        return self._written(draft.id, fresh=fresh)

    def redraw(
        self,
        message: str,
        *,
        text: str,
        view: View | None = None,
        form: Form | None = None,
        key: str | None = None,
        answers: str | None = None,
    ) -> Message:
        """Show something else in a message; it keeps its id, its thread and its place in the order."""
        with self._transaction():
            self._database.execute(
                "UPDATE messages SET text = ?, view = ?, form = ?, revision = revision + 1 WHERE id = ?",
                (text, _packed(view), _packed(form), message),
            )
            self._note(key, message, answers, redraw=True)
        return self._written(message, fresh=True)

    def _note(self, key: str | None, message: str, answers: str | None, *, redraw: bool) -> None:
        if key is not None:
            self._database.execute(
                "INSERT INTO arrivals (key, message, redraw, at) VALUES (?, ?, ?, ?)",
                (key, message, redraw, self.now.isoformat()),
            )
        if answers is not None:
            self._database.execute(
                "INSERT INTO deliveries (delivery, answer) VALUES (?, ?) "
                "ON CONFLICT (delivery) DO UPDATE SET answer = excluded.answer WHERE answer IS NULL",
                (answers, message),
            )

    def _written(self, message: str, *, fresh: bool) -> Message:
        found = self.message(message)
        if found is None:
            raise LookupError(f"there is no message {message}")
        if fresh:
            self.tell(Change(message=found))
        return found

    def message(self, message: str) -> Message | None:
        rows = self._rows(f"SELECT {_COLUMNS} FROM messages WHERE id = ?", message)  # noqa: S608 - our own names
        return _message(rows[0]) if rows else None

    def messages(self, place: str, handle: str) -> Sequence[Message]:
        """What this person sees in a place, the oldest first, threads included."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM messages "  # noqa: S608 - our own names
            "WHERE place = ? AND (visible_to IS NULL OR visible_to = ?) ORDER BY seq",
            place,
            handle,
        )
        return [_message(row) for row in rows]

    def page(self, place: str, handle: str, before: int | None, limit: int) -> Sequence[Message]:
        """The latest first messages of threads, each followed by its thread; only those before `before` if given."""
        heads = self._rows(
            "SELECT id FROM messages WHERE place = ? AND (visible_to IS NULL OR visible_to = ?) "
            "AND thread IS NULL AND seq < ? ORDER BY seq DESC LIMIT ?",
            place,
            handle,
            before if before is not None else 2**62,
            limit,
        )
        found: list[Message] = []
        for (head,) in reversed(heads):
            rows = self._rows(
                f"SELECT {_COLUMNS} FROM messages WHERE (id = ? OR thread = ?) "  # noqa: S608 - our own names
                "AND (visible_to IS NULL OR visible_to = ?) ORDER BY seq",
                head,
                head,
                handle,
            )
            found.extend(_message(row) for row in rows)
        return found

    def arrived(self, keys: Collection[str]) -> Sequence[str]:
        """The ids of the messages that were sent or redrawn under these keys, the first arrival first."""
        found: dict[str, None] = {}
        for key in keys:
            for (message,) in self._rows("SELECT message FROM arrivals WHERE key = ? ORDER BY number", key):
                found.setdefault(message)
        return list(found)

    # --- what came in, and what it was answered with ---------------------------------------------------------

    def accept(self, delivery: str) -> None:
        """Remember that this delivery was fit to be handed on, so that a replay of it is too."""
        with self._transaction():
            self._database.execute("INSERT OR IGNORE INTO deliveries (delivery) VALUES (?)", (delivery,))

    def delivery(self, delivery: str) -> Delivery | None:
        """What is known of a delivery that was accepted or answered before."""
        rows = self._rows("SELECT answer, recorded FROM deliveries WHERE delivery = ?", delivery)
        return Delivery(rows[0][0], bool(rows[0][1])) if rows else None

    def mark_recorded(self, delivery: str) -> None:
        """The core has been told where this delivery's answer stands."""
        with self._transaction():
            self._database.execute("UPDATE deliveries SET recorded = 1 WHERE delivery = ?", (delivery,))


def _room(row: tuple[Any, ...]) -> Room:
    place, kind, name, owner = row
    return Room(place, PlaceKind(kind), name, owner)


def _packed(shown: View | Form | None) -> str | None:
    return shown.model_dump_json() if shown is not None else None


def _message(row: tuple[Any, ...]) -> Message:
    seq, name, place, author, text, at, thread, visible_to, view, form, origin, revision, file = row
    return Message(
        seq=seq,
        id=name,
        place=place,
        author=author,
        text=text,
        at=datetime.fromisoformat(at),
        thread=thread,
        visible_to=visible_to,
        view=View.model_validate_json(view) if view else None,
        form=Form.model_validate_json(form) if form else None,
        origin=origin,
        revision=revision,
        file=file,
    )
