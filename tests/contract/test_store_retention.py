"""What has served its purpose is let go of, in small batches, and nothing else with it."""

from datetime import timedelta

from adapters.tidying import Tidying
from bot.domain.ids import OutboxId
from bot.domain.outbox import OutboxKind, OutboxState
from bot.domain.places import PostKind
from bot.domain.retention import PASSING, Retention
from bot.ports import NewRow
from tests.contract.scene import NOW, Scene, later


def said(
    here: Scene, key: str, kind: OutboxKind, at, state: OutboxState | None = OutboxState.SENT
) -> OutboxId:
    """A row written and, unless it still waits, tried and settled; a sent one has its post."""
    row = NewRow(key=key, kind=kind, lane=key, not_before=at, place=here.channel.id)
    its_id = here.write(lambda r: r.outbox.put(row, None, at))
    if state is not None:
        begun = here.transact(lambda u: u.begin_attempt(u.outbox_by_id([its_id])[0], at))
        here.transact(lambda u: u.settle(begun, state, None, at))
        here.write(lambda r: r.posts.add(here.channel.id, PostKind.NUDGE, key, None, [], at, its_id))
    return its_id


def known(here: Scene, *rows: OutboxId) -> list[bool]:
    return [here.look(lambda r, row=row: r.outbox.get(row)) is not None for row in rows]


def test_old_settled_messages_go_with_their_attempts(here: Scene) -> None:
    """Nudges, digests and redraws; the post stays, without the row it came from."""
    old = said(here, "nudge:1:2026-02-10", OutboxKind.NUDGE, NOW)
    failed = said(here, "digest:1", OutboxKind.DIGEST, NOW, OutboxState.FAILED)
    redraw = said(here, "redraw:1", OutboxKind.REDRAW, NOW)
    fresh = said(here, "nudge:1:2026-05-10", OutboxKind.NUDGE, later(days=80))
    reached = here.write(lambda r: r.outbox.forget(PASSING, later(days=79), OutboxId(0), 100))
    assert reached is None
    assert known(here, old, failed, redraw, fresh) == [False, False, False, True]
    post = here.look(lambda r: r.posts.at(here.channel.id, "nudge:1:2026-02-10"))
    assert post is not None
    assert post.outbox is None


def test_what_keeps_a_thing_from_being_said_twice_stays(here: Scene) -> None:
    """Cards and notices have no day in their key; and nothing that still waits goes."""
    card = said(here, "card:1:2", OutboxKind.CARD, NOW)
    notice = said(here, "deactivated:3:4", OutboxKind.NOTICE, NOW)
    waiting = said(here, "nudge:1:2026-02-10", OutboxKind.NUDGE, NOW, None)
    here.write(lambda r: r.outbox.forget(PASSING, later(days=500), OutboxId(0), 100))
    assert known(here, card, notice, waiting) == [True, True, True]


def test_old_questions_go(here: Scene) -> None:
    """The oldest first, as many as asked for."""
    asked = [
        here.write(lambda r, n=n: r.questions.ask(here.officer.id, {"n": n}, later(days=n))) for n in range(4)
    ]

    def left() -> list[int]:
        return [
            n for n, q in enumerate(asked) if here.look(lambda r, q=q: r.questions.get(q, here.officer.id))
        ]

    assert here.write(lambda r: r.questions.forget(later(days=3), 2)) == 2
    assert left() == [2, 3]
    assert here.write(lambda r: r.questions.forget(later(days=3), 2)) == 1
    assert here.write(lambda r: r.questions.forget(later(days=3), 2)) == 0


async def test_the_clock_goes_through_all_in_small_batches(here: Scene) -> None:
    """Both organisations, whatever stays in between, and again half a day later."""
    other = Scene.set(here.store, "W2", "OTH")
    mine = [said(here, f"nudge:{n}", OutboxKind.NUDGE, NOW) for n in range(3)]
    stays = said(here, "card:1:2", OutboxKind.CARD, NOW)
    mine += [said(here, f"nudge:{n}", OutboxKind.NUDGE, NOW) for n in range(3, 6)]
    theirs = [said(other, f"nudge:{n}", OutboxKind.NUDGE, NOW) for n in range(3)]
    tidying = Tidying(here.store, Retention(messages=timedelta(days=90)), batch=2)
    now = later(days=91)
    rounds = 1
    while await tidying.step(now):
        rounds += 1
        assert rounds < 20
    assert rounds > 5
    assert known(here, *mine, stays) == [False] * 6 + [True]
    assert known(other, *theirs) == [False] * 3
    late = said(here, "nudge:late", OutboxKind.NUDGE, NOW)
    await tidying.step(now + timedelta(hours=1))
    assert known(here, late) == [True], "it rests in between"
    while await tidying.step(now + timedelta(hours=12)):
        pass
    assert known(here, late) == [False]
