"""A replica that writes something to say wakes the others; a bell that is lost is hung again."""

import asyncio
import threading

from tests.crash.harness import until


async def test_what_one_writes_another_hears(replica, postgresql):
    """At once, and only the others; also after its session was ended."""
    one, two = replica(), replica()
    heard_by_one, heard_by_two = threading.Semaphore(0), threading.Semaphore(0)
    ring = one.listen(heard_by_one.release)
    two.listen(heard_by_two.release)

    def rings() -> bool:
        ring()
        return heard_by_two.acquire(timeout=0.5)

    await asyncio.to_thread(until, rings, "the other hears it")
    ended = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE '%arising_outbox%' AND pid <> pg_backend_pid()"
    await asyncio.to_thread(postgresql.sql, ended)
    while heard_by_two.acquire(blocking=False):
        pass
    await asyncio.to_thread(until, rings, "the other hears it again")
    assert not heard_by_one.acquire(blocking=False)


def test_on_a_file_there_is_nobody_to_wake(tmp_path):
    """Ringing is harmless."""
    from store.store import SqlStore

    store = SqlStore.open(tmp_path / "log.sqlite3")
    store.listen(lambda: 1 / 0)()
    store.close_sync()
