"""Activities as Teams sends them become what the core is told: pure, and without a socket."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams import normalise
from adapters.teams.normalise import Unreadable
from bot.domain.places import PlaceKind

PAYLOADS = Path(__file__).parents[2] / "payloads" / "teams"
TENANT = "tenant"
BOT = "28:bot"


def said(text: str, *mentioned: tuple[str, str], kind: str = "channel") -> Any:
    entities = [
        {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": its, "name": name}}
        for its, name in mentioned
    ]
    activity = {
        "type": "message",
        "id": "1",
        "text": text,
        "entities": [{"type": "clientInfo"}, *entities],
        "from": {"id": "29:a", "name": "A"},
        "recipient": {"id": BOT},
        "conversation": {"id": "19:c@thread.tacv2;messageid=9", "conversationType": kind},
    }
    return normalise.message(activity, TENANT)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("<at>Bot</at> list", "list"),
        ("<at>Bot</at>, list", "list"),
        ("  <at>Bot</at>\xa0 list mine\n", "list mine"),
        ("list <at>Bot</at>", "list"),
        ("done <at>Bot</at>, sent", "done, sent"),
        ("<at>Bot</at>", ""),
    ],
)
def test_the_bots_own_mention_is_cut(text: str, heard: str) -> None:
    """Wherever it stands; what is left is what was said to it."""
    inbound = said(text, (BOT, "Bot"))
    assert inbound.text == heard
    assert inbound.command
    assert inbound.addressed


def test_mentions_stand_where_they_were_with_their_identities() -> None:
    """Also twice the same person, and two of one name: each slice is that person's."""
    text = "<at>Bot</at> add Meet <at>Sam</at> and <at>Sam</at>, <at>Kim Osei</at>"
    inbound = said(text, ("29:s1", "Sam"), (BOT, "Bot"), ("29:k", "Kim Osei"), ("29:s2", "Sam"))
    assert inbound.text == "add Meet @Sam and @Sam, @Kim Osei"
    assert [(inbound.text[m.start : m.end], m.id) for m in inbound.mentions] == [
        ("@Sam", "29:s1"),
        ("@Sam", "29:s2"),
        ("@Kim Osei", "29:k"),
    ]


def test_a_mention_that_is_only_typed_is_text() -> None:
    """Markup without an entity names nobody; an entity without markup neither."""
    inbound = said("<at>Sam</at> hello", ("29:x", "Somebody else"))
    assert inbound.text == "<at>Sam</at> hello"
    assert inbound.mentions == ()
    assert not inbound.addressed


@given(st.text(max_size=200))
def test_any_words_are_heard(text: str) -> None:
    """Whatever is typed, nothing fails, and every mention is a slice of the text."""
    inbound = said(f"<at>Bot</at> {text} <at>Sam</at>", (BOT, "Bot"), ("29:s", "Sam"))
    assert all(inbound.text[m.start : m.end].startswith("@") for m in inbound.mentions)
    assert "\x00" not in inbound.text
    assert "\x01" not in inbound.text


def test_a_choice_of_several_is_several() -> None:
    """Teams sends one string with commas; what the fields are was written on the form."""
    activity = {
        "id": "f:1",
        "name": "adaptiveCard/action",
        "replyToId": "55",
        "from": {"id": "29:a"},
        "conversation": {"id": "a:1", "conversationType": "personal"},
        "value": {
            "action": {
                "data": {
                    "button": "add:1",
                    "fields": {"owners": "people", "due": "date", "n": "text"},
                    "owners": "4,7",
                    "due": 5,
                }
            }
        },
    }
    press = normalise.press(activity, TENANT).press
    assert press is not None
    assert press.values == {"owners": ("4", "7"), "due": "5", "n": ""}
    assert press.post == "55"


@pytest.mark.parametrize("data", [None, {}, {"button": 5}, {"button": ""}, {"button": "x" * 256}, [], "x"])
def test_a_press_that_names_no_button_is_unreadable(data: Any) -> None:
    """Anybody could have written it."""
    activity = {
        "id": "1", "name": "task/fetch", "from": {"id": "29:a"},
        "conversation": {"id": "a:1", "conversationType": "personal"}, "value": {"data": data},
    }  # fmt: skip
    with pytest.raises(Unreadable):
        normalise.press(activity, TENANT)


def test_a_long_delivery_id_is_shortened_for_good() -> None:
    """The store keeps 255 characters; two different ones stay different."""
    long = {"id": "x" * 200, "conversation": {"id": "a:" + "y" * 200, "conversationType": "personal"}}
    one, two = normalise.delivery(long), normalise.delivery(long | {"id": "x" * 199 + "z"})
    assert len(one) <= 255
    assert one != two
    assert one == normalise.delivery(long)


@pytest.mark.parametrize("payload", sorted(PAYLOADS.glob("*.json")), ids=lambda p: p.stem)
def test_recorded_payloads(payload: Path) -> None:
    """As the Agents Playground and Microsoft's pages have them: what each is understood to be."""
    recorded = json.loads(payload.read_text())
    activity, expected = recorded["activity"], recorded["understood"]
    read = normalise.message if activity["type"] == "message" else normalise.press
    inbound = read(activity, TENANT)
    assert inbound.where.kind is PlaceKind(expected.pop("kind"))
    assert inbound.where.address == expected.pop("address")
    for name, value in expected.items():
        found = inbound.model_dump(mode="json")[name]
        assert holds(found, value), name


def holds(found: Any, value: Any) -> bool:
    """Whether all that was expected is there; what has a default may stand beside it."""
    if isinstance(value, dict):
        return all(name in found and holds(found[name], each) for name, each in value.items())
    if isinstance(value, list):
        return len(found) == len(value) and all(map(holds, found, value))
    return bool(found == value)
