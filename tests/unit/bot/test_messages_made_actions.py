"""Actions made of messages: the form, the proposal, the tick, and what becomes of the message afterwards."""

from bot import core
from bot.domain.places import PlaceKind
from bot.messages import Author, Inbound, Mention, Platform, Press, Quote, Reply, Where
from tests.world import World, button, words

LINK = "https://example.test/archives/C1/p1"
QUOTE = Quote(
    link=LINK,
    text="@hayley to circulate the outcomes by 17 Feb",
    mentions=(Mention(start=0, end=7, id="hayley", name="Hayley Marsh"),),
)


def pressed(world: World, who: str, what: str, *, post: str | None = None, quiet: bool = False) -> Reply:
    inbound = world.inbound(who, "", press=Press(button=what, post=post), addressed=not quiet)
    return world.send(inbound.model_copy(update={"quote": QUOTE if post is None else None}))


def happened(world: World, what: str, text: str = "", who: str = "kim", delivery: str | None = None) -> Reply:
    inbound = world.inbound(who, "", addressed=False, delivery=delivery).model_copy(
        update={"happened": what, "quote": Quote(link=LINK, text=text)}
    )
    return world.send(inbound)


def test_a_message_fills_the_form(world: World) -> None:
    form = pressed(world, "sam", "newaction").form
    values = {f.name: f.value for f in form.fields}
    assert values["what"] == "Circulate the outcomes"
    assert values["due"] == "17 Feb"
    assert len(values["owners"]) == 1


def test_what_was_made_of_it_keeps_its_link_and_words(world: World) -> None:
    form = pressed(world, "sam", "newaction").form
    world.press("sam", form.id, what="Circulate the outcomes", owners=(), due="17 Feb")
    source = world.action(1).source
    assert (source.link, source.words) == (LINK, QUOTE.text)


def test_a_wrong_form_still_knows_its_message(world: World) -> None:
    form = pressed(world, "sam", "newaction").form
    again = world.press("sam", form.id, what="", owners=(), due="").form
    assert again.id == form.id


def test_somebody_else_cannot_use_the_form(world: World) -> None:
    form = pressed(world, "sam", "newaction").form
    assert "forgotten that message" in words(world.press("tom", form.id, what="Mine", owners=(), due=""))


def test_a_pin_proposes_and_adds_nothing(world: World) -> None:
    reply = pressed(world, "sam", "propose", quiet=True)
    assert "Add an action to the Northvale Wellbeing Partnership from this message?" in words(reply)
    assert "Hayley Marsh" in words(reply)
    assert world.rows() == []
    added = world.press("sam", button(reply, "Add"))
    assert "Added NWP-1 for Hayley Marsh, due Tue 17 Feb 2026." in words(added)
    assert world.action(1).source.link == LINK


def test_a_pin_by_a_stranger_says_nothing(world: World) -> None:
    assert pressed(world, "nobody", "propose", quiet=True) == Reply()


def test_a_tick_by_its_owner_is_done(world: World) -> None:
    world.say("sam", "add Circulate the outcomes @hayley by 17 Feb")
    card = world.drain()[0].address
    assert pressed(world, "tom", "tick", post=card, quiet=True) == Reply()
    assert pressed(world, "sam", "tick", post=card, quiet=True) == Reply()
    assert "NWP-1 is complete" in words(pressed(world, "hayley", "tick", post=card, quiet=True))
    assert pressed(world, "hayley", "tick", post=card, quiet=True) == Reply()


def _made(world: World) -> None:
    world.press("kim", button(pressed(world, "kim", "propose", quiet=True), "Add"))


def test_an_edit_is_recorded_and_the_words_are_kept(world: World) -> None:
    _made(world)
    for _ in range(5):
        happened(world, "edited", "something else <!channel>", delivery="edit1")
    verbs = [e.verb.value for e in world.entries(1)]
    assert verbs == ["added", "source edited"]
    assert world.entries(1)[1].after == {"source": {"words": "something else <!channel>"}}
    assert world.action(1).source.words == QUOTE.text
    assert "changed the message it came from" in words(world.say("sam", "history 1"))


def test_a_deletion_is_recorded(world: World) -> None:
    _made(world)
    happened(world, "deleted")
    assert "deleted the message it came from" in words(world.say("sam", "history 1"))
    assert world.action(1).source.words == QUOTE.text


def test_news_stands_in_the_way_of_no_undo(world: World) -> None:
    _made(world)
    happened(world, "edited", "other words")
    assert "Undone" in words(world.say("kim", "undo"))


def test_news_of_any_other_message_changes_nothing(world: World) -> None:
    assert happened(world, "deleted") == Reply()


def test_home_says_what_is_mine_and_what_waits(world: World) -> None:
    world.say("sam", "add Circulate the outcomes @sam by 17 Feb")
    world.say("sam", "add Publish the standards @hayley by 20 Feb")
    world.say("hayley", "done 2")
    home = words(world.press("sam", "home", direct=True))
    assert "Sam: 1 open action" in home
    assert "NWP-1 · Circulate the outcomes · due Tue 17 Feb" in home
    assert "Waiting for you as clerk or chair" in home
    assert "[Close]" in home
    assert "Northvale Wellbeing Partnership · clerk · no meeting is set" in home
    assert "Waiting for you" not in words(world.press("tom", "home", direct=True)).replace(
        "waiting for you.", ""
    )


def test_a_form_nobody_can_open_waits_behind_a_button(world: World) -> None:
    """What was typed into it so far is kept."""
    inbound = world.inbound("sam", "add").model_copy(update={"opens_forms": False})
    reply = world.send(inbound)
    assert reply.form is None
    form = world.press("sam", button(reply, "Open the form")).form
    assert form.title == "Add an action"


def test_an_answer_is_said_once(world: World) -> None:
    """Until it was said nobody claims that it was; a replay afterwards says it no second time."""
    inbound = Inbound(
        platform=Platform.PLAYGROUND,
        workspace="W1",
        delivery="once",
        author=Author(workspace="W1", id="sam"),
        where=Where(kind=PlaceKind.CHANNEL, address="channel"),
        text="list",
        command=True,
    )
    assert not world.store.read_sync(lambda unit: core.was_said(unit, inbound))
    world.send(inbound)
    assert world.store.read_sync(lambda unit: core.was_said(unit, inbound))
