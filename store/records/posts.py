"""Posts: what the bot has said, and which actions each message was about."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, insert, select

from bot.domain.ids import ActionId, OutboxId, PlaceId, PostId
from bot.domain.places import Post, PostKind
from store.records.family import Family, within
from store.statements import Once, Row, Statement, constant
from store.tables import post_subjects, posts

_KINDS = {kind.value: kind for kind in PostKind}
_COLUMNS = (
    posts.c.id,
    posts.c.place_id,
    posts.c.kind,
    posts.c.address,
    posts.c.thread,
    posts.c.outbox_id,
    posts.c.said_at,
)
_OF_POST = and_(
    post_subjects.c.organisation_id == posts.c.organisation_id, post_subjects.c.post_id == posts.c.id
)


def _with_subjects() -> Select[Any]:
    return select(*_COLUMNS, post_subjects.c.action_id).outerjoin_from(posts, post_subjects, _OF_POST)


_ADD = Once(lambda its: its(posts).on_conflict_do_nothing())
_ADD_SUBJECT = Statement(insert(post_subjects))
_FORGET_SUBJECTS = Statement(
    delete(post_subjects).where(within(post_subjects), post_subjects.c.post_id == bindparam("post"))
)
_AT = Statement(
    _with_subjects()
    .where(within(posts), posts.c.place_id == bindparam("place"), posts.c.address == bindparam("address"))
    .order_by(post_subjects.c.position)
)
_about = post_subjects.alias("about")
_CARDS_OF = Statement(
    _with_subjects()
    .where(
        within(posts),
        posts.c.kind == constant(PostKind.CARD),
        posts.c.id.in_(
            select(_about.c.post_id).where(within(_about), _about.c.action_id == bindparam("action"))
        ),
    )
    .order_by(posts.c.id, post_subjects.c.position)
)
_newest = posts.alias("newest")
_NEWEST = Statement(
    _with_subjects()
    .where(
        within(posts),
        posts.c.id
        == select(_newest.c.id)
        .where(
            within(_newest),
            _newest.c.place_id == bindparam("place"),
            _newest.c.kind == bindparam("kind"),
        )
        .order_by(_newest.c.id.desc())
        .limit(1)
        .scalar_subquery(),
    )
    .order_by(post_subjects.c.position)
)


class PostRecords(Family):
    """See bot.ports.Posts."""

    __slots__ = ()

    def add(
        self,
        place: PlaceId,
        kind: PostKind,
        address: str,
        thread: str | None,
        subjects: Sequence[ActionId],
        at: datetime,
        outbox: OutboxId | None = None,
    ) -> Post:
        """Remember what was said; see the port."""
        post = Post(
            PostId(self._ids.take()),
            place,
            kind,
            address,
            thread,
            outbox,
            tuple(subjects),
            at.astimezone(UTC),
        )
        written = self._link.run(
            _ADD,
            organisation_id=self._organisation,
            id=post.id,
            place_id=place,
            kind=kind.value,
            address=address,
            thread=thread,
            outbox_id=outbox,
            said_at=at,
        )
        if not written:
            first = self.at(place, address)
            assert first is not None
            self._link.run(_FORGET_SUBJECTS, organisation=self._organisation, post=first.id)
            post = _with(first, tuple(subjects))
        self._link.run_many(
            _ADD_SUBJECT,
            [
                {
                    "organisation_id": self._organisation,
                    "post_id": post.id,
                    "position": position,
                    "action_id": action,
                }
                for position, action in enumerate(subjects)
            ],
        )
        return post

    def at(self, place: PlaceId, address: str) -> Post | None:
        rows = self._link.rows(_AT, organisation=self._organisation, place=place, address=address)
        return _first(_posts(rows))

    def cards_of(self, action: ActionId) -> Sequence[Post]:
        return _posts(self._link.rows(_CARDS_OF, organisation=self._organisation, action=action))

    def newest(self, place: PlaceId, kind: PostKind) -> Post | None:
        rows = self._link.rows(_NEWEST, organisation=self._organisation, place=place, kind=kind.value)
        return _first(_posts(rows))


def _with(post: Post, subjects: tuple[ActionId, ...]) -> Post:
    return Post(
        post.id, post.place, post.kind, post.address, post.thread, post.outbox, subjects, post.said_at
    )


def _first(found: list[Post]) -> Post | None:
    return found[0] if found else None


def _posts(rows: list[Row]) -> list[Post]:
    """One row per subject, those of one post together."""
    subjects: dict[int, list[ActionId]] = {}
    heads: dict[int, Row] = {}
    for row in rows:
        heads[row[0]] = row
        mine = subjects.setdefault(row[0], [])
        if row[7] is not None:
            mine.append(row[7])
    return [
        Post(its_id, place, _KINDS[kind], address, thread, outbox, tuple(subjects[its_id]), said_at)
        for its_id, place, kind, address, thread, outbox, said_at, _ in heads.values()
    ]
