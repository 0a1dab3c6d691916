"""The API's words -> Inbound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.playground.normalise import handle_for, mentions_in, message, other_command, press, read
from adapters.playground.records import Human, Message, Room
from bot.domain.places import PlaceKind
from bot.messages import Form, Platform
from tests.adapters.playground.fake_host import START

CHANNEL = Room("nwp-board", PlaceKind.CHANNEL, "nwp-board")
DIRECT = Room("direct-sam", PlaceKind.DIRECT, "Direct conversation", "sam")
SAM = Human("sam", 1, "Sam Iqbal")
HAYLEY = Human("hayley", 2, "Hayley Marsh")
KIM = Human("kim-larsen", 3, "Kim Larsen")
HUMANS = (SAM, HAYLEY, KIM)


@pytest.mark.parametrize(
    ("text", "room", "said", "addressed"),
    [
        ("/action add X @hayley", CHANNEL, "add X @hayley", True),
        ("  /ACTION   list", CHANNEL, "list", True),
        ("/action", CHANNEL, "", True),
        ("/action\nadd X", CHANNEL, "add X", True),
        ("/actions list", CHANNEL, "/actions list", False),
        ("@arising list", CHANNEL, "list", True),
        ("@arising, list", CHANNEL, "list", True),
        ("@Matters-Arising: done 12", CHANNEL, "done 12", True),
        ("could you list them, @bot?", CHANNEL, "could you list them,?", True),
        ("ask @arising about it", CHANNEL, "ask about it", True),
        ("@arising", CHANNEL, "", True),
        ("@arising-team said so", CHANNEL, "@arising-team said so", False),
        ("write to help@arising.example", CHANNEL, "write to help@arising.example", False),
        ("Morning all", CHANNEL, "Morning all", False),
        ("done 12", DIRECT, "done 12", True),
        ("/action done 12", DIRECT, "done 12", True),
    ],
)
def test_words_for_the_bot(text: str, room: Room, said: str, addressed: bool) -> None:
    """The command's name and the bot's mention are cut; plain talk in a channel is nobody's order."""
    words = read(text, room)
    assert (words.text, words.addressed) == (said, addressed)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@hayley to do it", [("@hayley", "hayley")]),
        ("ask @Hayley, @sam.", [("@Hayley", "hayley"), ("@sam", "sam")]),
        ("@Hayley Marsh to do it", [("@Hayley Marsh", "hayley")]),
        ("@hayley marshals them", [("@hayley", "hayley")]),
        ("@kim-larsen and @kim", [("@kim-larsen", "kim-larsen")]),
        ("@hayley's part", [("@hayley", "hayley")]),
        ("(@hayley)", [("@hayley", "hayley")]),
        ("sam@hayley.example and @@hayley and /@hayley", []),
        ("@nobody @channel <!channel>", []),
    ],
)
def test_mentions(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[m.start : m.end], m.id) for m in mentions_in(text, HUMANS)] == found


@given(st.text(), st.lists(st.sampled_from([h.handle for h in HUMANS])))
def test_mentions_stand_where_they_say(text: str, handles: list[str]) -> None:
    """Whatever surrounds them: in order, apart, and each beginning with its @."""
    said = text + " ".join(f"@{handle}" for handle in handles)
    end = 0
    for mention in mentions_in(said, HUMANS):
        assert mention.start >= end
        assert said[mention.start : mention.end].casefold().startswith(f"@{mention.id}")
        end = mention.end


def test_a_message() -> None:
    inbound = message(
        SAM, CHANNEL, "/action add X @hayley", own="m-1", thread="m-0", delivery="d", humans=HUMANS
    )
    assert inbound.platform is Platform.PLAYGROUND
    assert (inbound.workspace, inbound.delivery) == ("playground", "d")
    assert (inbound.author.id, inbound.author.name) == ("sam", "Sam Iqbal")
    assert (inbound.where.kind, inbound.where.address) == (PlaceKind.CHANNEL, "nwp-board")
    assert (inbound.thread, inbound.link) == ("m-0", "/playground/?place=nwp-board#m-1")
    (mention,) = inbound.mentions
    assert inbound.text[mention.start : mention.end] == "@hayley"


def test_a_press_names_the_message_and_its_thread() -> None:
    pressed = Message(1, "m-1", CHANNEL.id, "bot", "x", START, thread="m-0")
    inbound = press(HAYLEY, CHANNEL, pressed, "done:1", None, delivery="d")
    assert inbound.press is not None
    assert (inbound.press.button, inbound.press.post, inbound.press.values) == ("done:1", "m-1", None)
    assert (inbound.thread, inbound.addressed, inbound.text) == ("m-0", True, "")


def test_a_form_speaks_for_the_message_that_opened_it() -> None:
    form = Form(id="update:1", title="Update", fields=())
    opened = Message(1, "m-2", CHANNEL.id, "bot", "x", START, form=form, origin="m-1")
    by_command = Message(1, "m-3", CHANNEL.id, "bot", "x", START, form=form)
    for pressed, post in ((opened, "m-1"), (by_command, None)):
        inbound = press(HAYLEY, CHANNEL, pressed, "update:1", {"words": "x"}, delivery="d")
        assert inbound.press is not None
        assert inbound.press.post == post


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("/acton list", "/acton"),
        ("/actions", "/actions"),
        ("/action list", None),
        ("/etc/hosts", None),
        ("and/or", None),
        ("// x", None),
        ("/ x", None),
    ],
)
def test_other_commands(text: str, refused: str | None) -> None:
    assert other_command(text) == refused


@pytest.mark.parametrize(
    ("name", "first", "taken", "handle"),
    [
        ("Rosa Bianchi", "Rosa", [], "rosa"),
        ("Rosa Bianchi", "Rosa", ["rosa"], "rosa-bianchi"),
        ("Rosa Bianchi", "Rosa", ["rosa", "rosa-bianchi"], "rosa-bianchi-2"),
        ("Seán O’Neill", "Seán", ["sean"], "sean-oneill"),
        ("Bot Smith", "Bot", [], "bot-smith"),
        ("李雷", "李雷", [], "person-7"),
        ("", "", [], "person-7"),
    ],
)
def test_handles(name: str, first: str, taken: list[str], handle: str) -> None:
    assert handle_for(name, first, taken, 7) == handle
