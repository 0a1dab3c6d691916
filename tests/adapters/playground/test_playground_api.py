"""The JSON interface, as docs/playground.md promises it."""

import asyncio
import io
import json
from typing import Any

import pytest

from tests.adapters.playground.conftest import Playground

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ADD = "/action add Circulate the outcomes @hayley by 17 Feb"


async def test_an_add_answers_with_the_answer_and_the_card(playground: Playground) -> None:
    """What came of a message is the answer first, then what the outbox said, and never the sender's own words."""
    answer, card = await playground.say("sam", ADD)
    assert answer["text"].startswith("Added NWP-1")
    assert answer["author"] == card["author"] == "bot"
    assert [b["label"] for b in card["buttons"]] == ["Done", "Update", "More time", "Not mine", "History"]
    assert set(answer) >= {"id", "place", "author", "text", "buttons", "thread", "form"}
    assert answer["form"] is None
    assert answer["private"]
    assert not card["private"]


async def test_a_command_and_its_answer_are_seen_by_their_author_alone(playground: Playground) -> None:
    """As a slash command is on Slack; the card is everybody's."""
    await playground.say("sam", ADD)
    assert [m["author"] for m in await playground.messages("sam")] == ["sam", "bot", "bot"]
    (card,) = await playground.messages("kim")
    assert card["text"].startswith("NWP-1")


async def test_plain_talk_is_everybodys_and_not_addressed(playground: Playground) -> None:
    assert await playground.say("kim", "Morning all") == []
    assert [m["text"] for m in await playground.messages("sam")] == ["Morning all"]
    assert not playground.host.inbounds[-1].addressed


async def test_a_direct_conversation_is_its_persons_alone(playground: Playground) -> None:
    await playground.say("hayley", "list", place="direct-hayley")
    assert playground.host.inbounds[-1].addressed
    refused = await playground.get("messages?as=sam&place=direct-hayley", status=404)
    assert refused == {"error": 'Sam Iqbal has no place "direct-hayley". There are: nwp-board, direct-sam.'}


async def test_a_replay_has_one_effect_and_the_same_answer(playground: Playground) -> None:
    first = await playground.say("sam", ADD, delivery="d1")
    assert await playground.say("sam", ADD, delivery="d1") == first
    assert len(await playground.messages("sam")) == 3


async def test_replays_at_once_have_one_effect(playground: Playground) -> None:
    answers = await asyncio.gather(*(playground.say("sam", ADD, delivery="d1") for _ in range(5)))
    assert all(answer == answers[0] for answer in answers)
    assert len(await playground.messages("sam")) == 3


async def test_two_people_may_use_the_same_delivery(playground: Playground) -> None:
    """A delivery is one person's: nobody gets another's answer by naming it."""
    await playground.say("sam", "/action echo for sam", delivery="d1")
    (answer,) = await playground.say("kim", "/action echo for kim", delivery="d1")
    assert "for kim" in answer["text"]


async def test_a_delivery_may_have_a_long_name(playground: Playground) -> None:
    first = await playground.say("sam", ADD, delivery="d" * 200)
    assert await playground.say("sam", ADD, delivery="d" * 200) == first


async def test_a_press_redraws_the_card_and_answers(playground: Playground) -> None:
    _, card = await playground.say("sam", ADD)
    answer, redrawn = await playground.press("hayley", card["id"], "done:1")
    assert answer["text"] == "NWP-1 is complete."
    assert redrawn["id"] == card["id"]
    assert "✓ Complete" in redrawn["text"]
    assert playground.host.inbounds[-1].press is not None
    assert playground.host.inbounds[-1].press.post == card["id"]


async def test_a_replayed_press_needs_no_button_that_it_took_away(playground: Playground) -> None:
    _, card = await playground.say("sam", ADD)
    first = await playground.press("hayley", card["id"], "done:1", delivery="p1")
    assert await playground.press("hayley", card["id"], "done:1", delivery="p1") == first
    refused = await playground.press("hayley", card["id"], "done:1", delivery="p2", status=404)
    assert 'no button "done:1"' in refused["error"]


async def test_an_answer_that_replaces_keeps_its_place(playground: Playground) -> None:
    answer, _ = await playground.say("sam", ADD)
    (replaced,) = await playground.press("sam", answer["id"], "undo:1", delivery="p1")
    assert (replaced["id"], replaced["text"]) == (answer["id"], "Taken back.")
    assert [m["text"] for m in await playground.messages("sam")][1] == "Taken back."
    assert await playground.press("sam", answer["id"], "undo:1", delivery="p1") == [replaced]


async def test_nobody_presses_what_they_do_not_see(playground: Playground) -> None:
    answer, card = await playground.say("sam", ADD)
    refused = await playground.press("kim", answer["id"], "undo:1", status=404)
    assert refused == {"error": f'Kim Osei sees no message "{answer["id"]}".'}
    refused = await playground.press("kim", card["id"], "nonsense", status=404)
    assert refused["error"].startswith('That message has no button "nonsense". It has: done:1 (Done)')


async def test_a_thread_keeps_its_replies_and_their_answers(playground: Playground) -> None:
    """A reply to a reply joins the same thread, and the answer comes where it was asked."""
    _, card = await playground.say("sam", ADD)
    assert await playground.say("hayley", "sent on Monday", thread=card["id"]) == []
    reply = (await playground.messages("hayley"))[-1]
    assert reply["thread"] == card["id"]
    (answer,) = await playground.say("hayley", "@arising echo x", thread=reply["id"])
    assert answer["thread"] == card["id"]
    assert playground.host.inbounds[-1].thread == card["id"]
    assert playground.host.told[-1][1:] == (answer["id"], card["id"])


async def test_a_thread_elsewhere_is_refused(playground: Playground) -> None:
    _, card = await playground.say("sam", ADD)
    refused = await playground.say("sam", "x", place="direct-sam", thread=card["id"], status=404)
    assert "is not in the place" in refused["error"]


async def test_the_answer_is_recorded_as_a_post_once(playground: Playground) -> None:
    await playground.say("sam", ADD, delivery="d1")
    await playground.say("sam", ADD, delivery="d1")
    assert len(playground.host.told) == 1


# --- forms -----------------------------------------------------------------------------------------------------


async def test_a_form_is_a_message_submitted_by_its_button(playground: Playground) -> None:
    (asked,) = await playground.say("sam", "/action add")
    assert asked["text"] == asked["form"]["title"] == "Add an action"
    assert [f["name"] for f in asked["form"]["fields"]] == ["what", "owners", "due", "board"]
    assert set(asked["form"]["fields"][0]) == {"name", "label", "kind", "value", "options", "error"}
    (button,) = asked["buttons"]
    added, _ = await playground.press("sam", asked["id"], button["id"], values={"what": "Book the hall"})
    assert added["id"] == asked["id"]
    assert added["form"] is None
    pressed = playground.host.inbounds[-1].press
    assert pressed is not None
    assert pressed.post is None
    # What was not filled in keeps the value it had, as in a browser.
    assert pressed.values == {"what": "Book the hall", "owners": (), "due": "", "board": "1"}


async def test_a_form_sent_back_is_the_same_message_with_its_errors(playground: Playground) -> None:
    (asked,) = await playground.say("sam", "/action add")
    (again,) = await playground.press("sam", asked["id"], "add:1", values={"what": ""})
    assert again["id"] == asked["id"]
    assert again["form"]["fields"][0]["error"] == "Say what is to be done."


async def test_a_form_opened_by_a_button_speaks_for_its_message(playground: Playground) -> None:
    _, card = await playground.say("sam", ADD)
    (form,) = await playground.press("hayley", card["id"], "update:1")
    await playground.press("hayley", form["id"], "updateform:1", values={"words": "half done"})
    pressed = playground.host.inbounds[-1].press
    assert pressed is not None
    assert (pressed.post, pressed.values) == (card["id"], {"words": "half done"})


async def test_a_field_that_is_not_there_is_named(playground: Playground) -> None:
    (asked,) = await playground.say("sam", "/action add")
    refused = await playground.press("sam", asked["id"], "add:1", values={"whom": "x"}, status=422)
    assert refused == {"error": 'The form has no field "whom". It has: what, owners, due, board.'}


# --- people, places, the clock ---------------------------------------------------------------------------------


async def test_people_and_places(playground: Playground) -> None:
    people = await playground.get("people")
    assert people[0] == {
        "handle": "sam",
        "name": "Sam Iqbal",
        "role": "clerk",
        "partner": "Northvale Council",
    }
    assert await playground.get("places?as=kim") == [
        {"id": "nwp-board", "name": "#nwp-board", "kind": "channel"},
        {"id": "direct-kim", "name": "Direct conversation", "kind": "direct"},
    ]


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Rosa Bianchi", "rosa"),
        ("Kim Larsen", "kim-larsen"),
        ("Zoë Brontë", "zoe"),
        ("李雷", "person-100"),
        ("Arising Smith", "arising-smith"),
    ],
)
async def test_somebody_new_gets_a_handle_and_a_conversation(
    playground: Playground, name: str, handle: str
) -> None:
    await playground.say("sam", f"/action people add {name}")
    assert (await playground.get("people"))[-1]["handle"] == handle
    assert (await playground.get(f"places?as={handle}"))[1]["id"] == f"direct-{handle}"
    assert playground.host.enrolled == [(100, handle, f"direct-{handle}", name)]


async def test_the_clock_stands_still_until_it_is_moved(playground: Playground) -> None:
    assert await playground.get("clock") == {"now": "2026-02-10T10:00:00+00:00"}
    assert await playground.post("clock", to="2026-06-01T09:00") == {"now": "2026-06-01T09:00:00+01:00"}
    refused = await playground.post("clock", to="2026-02-10T10:00:00Z", status=409)
    assert "only goes forward" in refused["error"]
    assert await playground.get("clock") == {"now": "2026-06-01T09:00:00+01:00"}
    assert "two years" in (await playground.post("clock", to="2036-06-01T09:00", status=422))["error"]


@pytest.mark.parametrize(
    ("by", "then"),
    [
        ("hour", "2026-02-10T11:00:00+00:00"),
        ("day", "2026-02-11T10:00:00+00:00"),
        ("working-day", "2026-02-11T09:00:00+00:00"),
        ("meeting", "2026-02-17T14:00:00+00:00"),
    ],
)
async def test_the_pages_moves(playground: Playground, by: str, then: str) -> None:
    assert await playground.post("clock", by=by) == {"now": then}


async def test_without_a_meeting_there_is_none_to_go_to(playground: Playground) -> None:
    playground.host.meeting = None
    assert "No meeting is set" in (await playground.post("clock", by="meeting", status=422))["error"]


async def test_what_is_due_on_the_way_arrives_in_order_at_its_own_time(playground: Playground) -> None:
    first = playground.platform.now.replace(day=12, hour=9)
    playground.host.moments = [first.replace(day=13), first]
    await playground.post("clock", to="2026-02-20T12:00")
    arrived = await playground.messages("hayley", "direct-hayley")
    assert [m["at"][:13] for m in arrived] == ["2026-02-12T09", "2026-02-13T09"]


async def test_starting_again(playground: Playground) -> None:
    await playground.say("sam", ADD)
    answer = await playground.post("reset", sample=False, now="2026-03-20T10:00:00+00:00")
    assert answer == {"now": "2026-03-20T10:00:00+00:00"}
    assert await playground.messages("sam") == []
    assert playground.host.resets[0][0] is False
    # The same delivery begins a new life with the rest.
    assert len(await playground.say("sam", ADD, delivery="d1")) == 2


async def test_starting_again_waits_for_what_is_going_on(playground: Playground) -> None:
    """A message half way through is answered before its world ends."""
    playground.host.sender.faults = playground.host.sender.faults.model_copy(update={"slow": 0.2})
    said = asyncio.create_task(playground.say("sam", ADD))
    await asyncio.sleep(0.05)
    await playground.post("reset", sample=True)
    assert len(await said) == 0 or (await said)[0]["author"] == "bot"
    assert await playground.messages("sam") == []


async def test_faults_are_set_and_read(playground: Playground) -> None:
    told = await playground.post("faults", next=[{"answer": "retry", "times": 2}], can_be_asked=False)
    assert told == await playground.get("faults")
    assert told["next"] == [{"answer": "retry", "times": 2, "after": 30.0}]
    assert not playground.host.sender.can_be_asked
    assert (await playground.post("faults"))["next"] == []
    assert playground.host.sender.can_be_asked


# --- what cannot be ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        ("messages", {"as": "nobody", "place": "nwp-board", "text": "x"}, 404, "Nobody here has the handle"),
        ("messages", {"as": "sam", "place": "nowhere", "text": "x"}, 404, 'no place "nowhere"'),
        ("messages", {"as": "sam", "place": "nwp-board"}, 400, 'lacks "text". It takes: as, place'),
        ("messages", {"as": "sam", "place": "nwp-board", "text": 3}, 400, '"text"'),
        ("messages", {"as": "sam", "place": "nwp-board", "text": " \n"}, 400, "nothing in it"),
        ("messages", {"as": "sam", "place": "nwp-board", "text": "x" * 20_001}, 413, "20,001 characters"),
        ("messages", {"as": "sam", "place": "nwp-board", "text": "\ud800"}, 400, "JSON"),
        ("messages", {"as": "sam", "place": "nwp-board", "text": "x", "delivary": "1"}, 400, '"delivary"'),
        ("messages", {"as": "sam", "place": "nwp-board", "text": "x", "thread": "m-0"}, 404, "m-0"),
        ("messages", {"as": "sam", "place": "nwp-board", "text": "/acton list"}, 422, "/acton is not"),
        ("messages", [], 400, "cannot be read"),
        ("press", {"as": "sam", "message": "m-0", "button": "x"}, 404, "m-0"),
        ("press", {"as": "sam", "message": "m-0"}, 400, '"button"'),
        ("press", {"as": "sam", "message": "m-0", "button": "x", "values": [1]}, 400, '"values"'),
        ("clock", {}, 400, '"to", a time, or "by"'),
        ("clock", {"to": "soon"}, 400, "takes a time such as"),
        ("clock", {"by": "century"}, 400, '"by"'),
        ("reset", {}, 400, '"sample"'),
        ("faults", {"next": [{"answer": "explode"}]}, 400, "next.0.answer"),
    ],
)
async def test_errors_are_words(
    playground: Playground, path: str, body: Any, status: int, words: str
) -> None:
    async with playground.client.post(f"/playground/api/{path}", data=json.dumps(body).encode()) as answer:
        assert answer.status == status
        assert words in (await answer.json())["error"]
    assert await playground.messages("sam") == []


async def test_what_is_not_json_is_said_so(playground: Playground) -> None:
    for data in (b"x", b"\xff\xfe", b""):
        async with playground.client.post("/playground/api/messages", data=data) as answer:
            assert answer.status == 400
    async with playground.client.post(
        "/playground/api/messages", data=io.BytesIO(b"x" * 2_000_000)
    ) as answer:
        assert answer.status == 413
    async with playground.client.delete("/playground/api/messages") as answer:
        assert (await answer.json())["error"] == "/playground/api/messages takes GET or POST."
    async with playground.client.get("/playground/api/nothing") as answer:
        assert answer.status == 404
        assert "/playground/api/nothing" in (await answer.json())["error"]


async def test_a_bug_is_said_without_what_somebody_wrote(
    playground: Playground, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(inbound: Any) -> Any:
        raise RuntimeError(f"cannot do {inbound.text}")

    monkeypatch.setattr(playground.host, "handle", broken)
    answer = await playground.say("sam", "/action confidential matter", status=500)
    assert "Sending it again is safe" in answer["error"]
    assert "confidential" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "localhost.evil.example:80"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "localhost:9"}, 200),
        ({"Host": "[::1]:9"}, 200),
    ],
)
async def test_only_this_machine_and_this_page(
    playground: Playground, headers: dict[str, str], status: int
) -> None:
    """A foreign name in Host is DNS rebinding; a foreign Origin is another page posting here."""
    async with playground.client.post(
        "/playground/api/clock", json={"by": "hour"}, headers=headers
    ) as answer:
        assert answer.status == status


async def test_the_pages_own_posts_are_taken(playground: Playground) -> None:
    origin = str(playground.client.make_url("")).rstrip("/")
    async with playground.client.post(
        "/playground/api/clock", json={"by": "hour"}, headers={"Origin": origin}
    ) as answer:
        assert answer.status == 200
