"""A database with very many actions, written by the driver itself: the store is not what is measured here."""

import sqlite3
from pathlib import Path

from store.store import SqlStore
from tests.world import World, london

FAR = "2027-01-01T09:00:00.000000+00:00"
NOW = "2026-02-10 09:30"


def build(path: Path, actions: int, due: int = 0) -> World:
    """A board of `actions` open actions, the first `due` of which have a nudge to come now; the world is closed."""
    store = SqlStore.open(path)
    world = World.on(store, NOW)
    world.say("sam", "add The pattern @hayley by 17 Feb")
    world.say("sam", "add The pattern of people @tom by 17 Feb")
    world.now = london(NOW)
    store.close_sync()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    pattern = connection.execute("SELECT * FROM actions LIMIT 1")
    action_columns = [c[0] for c in pattern.description]
    action = dict(zip(action_columns, pattern.fetchone(), strict=True))
    pattern = connection.execute("SELECT * FROM assignments WHERE action_id = ?", (action["id"],))
    line_columns = [c[0] for c in pattern.description]
    line = dict(zip(line_columns, pattern.fetchone(), strict=True))
    people = _people(connection, action["organisation_id"], 1 + due)
    base = 1_000_000_000
    ready = connection.execute("SELECT MIN(next_nudge_at) FROM assignments").fetchone()[0]
    connection.execute("UPDATE assignments SET next_nudge_at = ?", (FAR,))
    connection.execute("BEGIN")

    def rows():
        for n in range(actions):
            yield tuple(
                {**action, "id": base + n, "number": 10 + n, "what": f"Action {n}"}[c] for c in action_columns
            )

    def lines():
        for n in range(actions):
            soon = n < due
            values = {
                **line,
                "id": base + n,
                "action_id": base + n,
                "next_nudge_at": ready if soon else FAR,
                "person_id": people[n] if soon else people[n % len(people)],
            }
            yield tuple(values[c] for c in line_columns)

    connection.executemany(f"INSERT INTO actions VALUES ({','.join('?' * len(action_columns))})", rows())
    connection.executemany(f"INSERT INTO assignments VALUES ({','.join('?' * len(line_columns))})", lines())
    connection.execute("UPDATE sequences SET next = ?", (base + actions + 1,))
    connection.execute("COMMIT")
    connection.execute("UPDATE boards SET next_digest_at = NULL")
    connection.execute("ANALYZE")
    connection.close()
    return world


def _people(connection: sqlite3.Connection, organisation: int, count: int) -> list[int]:
    """So many people, each with a role on the board, so that every due nudge is somebody else's."""
    board = connection.execute("SELECT id FROM boards").fetchone()[0]
    base = 500_000_000
    found = range(base, base + count)
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO people (organisation_id, id, name, zone) VALUES (?, ?, ?, 'Europe/London')",
        ((organisation, n, f"Person {n}") for n in found),
    )
    connection.executemany(
        "INSERT INTO roles (organisation_id, id, board_id, person_id, role) VALUES (?, ?, ?, ?, 'officer')",
        ((organisation, n, board, n) for n in found),
    )
    connection.execute("COMMIT")
    return list(found)
