"""Posts and questions: what was said, and what waits for a button."""

from bot.domain.places import PlaceKind, PostKind
from tests.contract.scene import NOW, later, row


def test_a_post_comes_back_with_its_subjects_in_order(here):
    """By its place and address; another address is nothing's."""
    one, two = here.add("one"), here.add("two")
    written = here.write(lambda r: r.outbox.put(row("k"), None, NOW))
    post = here.write(
        lambda r: r.posts.add(
            here.channel.id, PostKind.NUDGE, "m1", "t1", [two.id, one.id], NOW, outbox=written
        )
    )
    assert post.subjects == (two.id, one.id)
    assert here.look(lambda r: r.posts.at(here.channel.id, "m1")) == post
    assert here.look(lambda r: r.posts.at(here.channel.id, "m2")) is None


def test_the_same_post_again_keeps_the_first_with_new_subjects(here):
    """A redraw may be about other actions; it is the same message."""
    one, two, three = (here.add(what) for what in ("one", "two", "three"))
    first = here.write(
        lambda r: r.posts.add(here.channel.id, PostKind.DIGEST, "m1", None, [one.id, two.id], NOW)
    )
    again = here.write(
        lambda r: r.posts.add(here.channel.id, PostKind.CARD, "m1", "t", [three.id], later(hours=1))
    )
    assert (again.id, again.kind, again.thread, again.said_at) == (first.id, PostKind.DIGEST, None, NOW)
    assert again.subjects == (three.id,)
    assert here.look(lambda r: r.posts.at(here.channel.id, "m1")) == again
    bare = here.write(lambda r: r.posts.add(here.channel.id, PostKind.DIGEST, "m1", None, [], NOW))
    assert here.look(lambda r: r.posts.at(here.channel.id, "m1")) == bare


def test_the_cards_of_an_action(here):
    """In every place, but no other kind of post that mentions it."""
    action, other = here.add("one"), here.add("two")
    place = here.write(
        lambda r: r.places.add(here.installation.id, PlaceKind.CHANNEL, "#two", "two", board=here.board.id)
    )

    def work(records):
        first = records.posts.add(here.channel.id, PostKind.CARD, "m1", None, [action.id], NOW)
        second = records.posts.add(place.id, PostKind.CARD, "m1", None, [action.id], NOW)
        records.posts.add(here.channel.id, PostKind.DIGEST, "m2", None, [action.id, other.id], NOW)
        records.posts.add(here.channel.id, PostKind.CARD, "m3", None, [other.id], NOW)
        return [first, second]

    assert here.look(lambda r: r.posts.cards_of(action.id)) == []
    cards = here.write(work)
    assert here.look(lambda r: r.posts.cards_of(action.id)) == cards


def test_the_newest_post_of_a_kind_in_a_place(here):
    """With all of its subjects."""
    one, two = here.add("one"), here.add("two")

    def work(records):
        records.posts.add(here.channel.id, PostKind.NUDGE, "m1", None, [one.id], NOW)
        newest = records.posts.add(here.channel.id, PostKind.NUDGE, "m2", None, [one.id, two.id], NOW)
        records.posts.add(here.channel.id, PostKind.CARD, "m3", None, [two.id], NOW)
        return newest

    newest = here.write(work)
    assert here.look(lambda r: r.posts.newest(here.channel.id, PostKind.NUDGE)) == newest
    assert here.look(lambda r: r.posts.newest(here.channel.id, PostKind.NOTICE)) is None


def test_a_question_is_kept_for_the_one_who_was_asked(here):
    """With their words; nobody else's button opens it."""
    about = {"words": "done, sent on Monday", "actions": [1, 2], "deep": {"more": None}}
    question = here.write(lambda r: r.questions.ask(here.officer.id, about, NOW))
    assert here.look(lambda r: r.questions.get(question, here.officer.id)) == about
    assert here.look(lambda r: r.questions.get(question, here.clerk.id)) is None
    assert here.look(lambda r: r.questions.get(question + 1, here.officer.id)) is None


def test_the_newest_question_of_a_person(here):
    """Theirs alone, and not one from before the moment given."""
    here.write(lambda r: r.questions.ask(here.officer.id, {"n": 1}, NOW))
    second = here.write(lambda r: r.questions.ask(here.officer.id, {"n": 2}, later(minutes=5)))
    here.write(lambda r: r.questions.ask(here.clerk.id, {"n": 3}, later(minutes=6)))
    newest = lambda since: here.look(lambda r: r.questions.newest(here.officer.id, since))  # noqa: E731
    assert newest(NOW) == (second, {"n": 2})
    assert newest(later(minutes=5)) == (second, {"n": 2})
    assert newest(later(minutes=6)) is None
    assert here.look(lambda r: r.questions.newest(here.chair.id, NOW)) is None


def test_what_a_question_is_about_may_change(here):
    """It stays the same person's."""
    question = here.write(lambda r: r.questions.ask(here.officer.id, {"n": 1}, NOW))
    here.write(lambda r: r.questions.keep(question, {"n": 1, "answered": True}))
    assert here.look(lambda r: r.questions.get(question, here.officer.id)) == {"n": 1, "answered": True}
    assert here.look(lambda r: r.questions.newest(here.officer.id, NOW)) == (
        question,
        {"n": 1, "answered": True},
    )
