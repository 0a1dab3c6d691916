"""The sender: what Slack's every answer means for a message, and that none is said twice."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import sender as slack_sender
from adapters.slack.sender import CONFIGURATION, REFUSALS, UNCERTAIN, CannotTell, SlackSender
from bot.domain.outbox import Ambiguous, Refused, Retry, Sent
from bot.domain.places import PlaceKind, PostKind
from bot.messages import Outgoing, Paragraph, Platform, Run, View
from tests.adapters.slack.rig import said
from tests.adapters.slack.workspace import Fault, Workspace

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def sender(workspace: Workspace, session: aiohttp.ClientSession) -> SlackSender:
    return SlackSender(client_of(workspace.api_url, session))


def client_of(url: str, session: aiohttp.ClientSession, timeout: int = 7) -> AsyncWebClient:
    client = AsyncWebClient(
        token="xoxb-test", base_url=url, session=session, retry_handlers=[], timeout=timeout
    )
    client.retry_handlers.clear()
    return client


def message(*paragraphs: str, key: str = "card:1", **more: Any) -> Outgoing:
    view = View(
        line="NWP-1 · Book the hall",
        blocks=tuple(Paragraph(lines=((Run(text=text),),)) for text in paragraphs or ("Book the hall",)),
    )
    return Outgoing(
        **{
            "key": key,
            "kind": PostKind.CARD,
            "platform": Platform.SLACK,
            "workspace": "T1",
            "place_kind": PlaceKind.CHANNEL,
            "address": "C1",
            "view": view,
            **more,
        }
    )


LONG = tuple(f"part {number} " + "word " * 560 for number in range(12))
"""More than fits into one message, and into two."""


# --- once said, found again --------------------------------------------------------------------------------------


async def test_a_message_carries_its_key_and_is_found_by_it(
    sender: SlackSender, workspace: Workspace
) -> None:
    sent = await sender.send(message())
    kept = workspace.messages["C1"][0]
    assert sent == Sent(address=kept["ts"])
    assert kept["metadata"] == {
        "event_type": "arising_message",
        "event_payload": {"key": "card:1", "part": 0},
    }
    assert await sender.find(message()) == kept["ts"]
    assert await sender.find(message(key="card:11")) is None
    assert workspace.of("conversations.history")[-1]["include_all_metadata"] in {True, "1", "true"}


async def test_somebody_elses_metadata_is_not_ours(sender: SlackSender, workspace: Workspace) -> None:
    workspace.say(
        "C1",
        "UX",
        "x",
        "1.1",
        metadata={"event_type": "other", "event_payload": {"key": "card:1", "part": 0}},
    )
    workspace.say("C1", "UX", "x", "1.2", metadata={"event_type": "arising_message"})
    workspace.say("C1", "UX", "x", "1.3", metadata=None)
    assert await sender.find(message()) is None


async def test_a_reply_is_found_in_its_thread(sender: SlackSender, workspace: Workspace) -> None:
    head = (await sender.send(message())).address
    reply = message("More", key="notice:2", thread=head)
    sent = await sender.send(reply)
    assert sent.thread == head
    assert await sender.find(reply) == sent.address
    assert await sender.find(message("More", key="notice:2", thread="404.1")) is None


async def test_nothing_is_looked_up_as_markup_or_preview(sender: SlackSender, workspace: Workspace) -> None:
    await sender.send(message("<!channel> https://example.org *bold*"))
    asked = workspace.of("chat.postMessage")[-1]
    flags = {
        name: str(asked[name]).lower() for name in ("mrkdwn", "unfurl_links", "unfurl_media", "link_names")
    }
    assert set(flags.values()) <= {"false", "0"}
    assert asked["parse"] == "none"


async def test_a_redraw_changes_the_message_in_place(sender: SlackSender, workspace: Workspace) -> None:
    first = await sender.send(message())
    again = await sender.send(message("Changed", replaces=first.address))
    assert again == first
    assert len(workspace.messages["C1"]) == 1
    assert "Changed" in said(workspace.messages["C1"][0])


async def test_what_one_person_may_see_is_ephemeral(sender: SlackSender, workspace: Workspace) -> None:
    outcome = await sender.send(message(private_to="USAM", thread="1.0"))
    assert isinstance(outcome, Sent)
    asked = workspace.of("chat.postEphemeral")[0]
    assert (asked["user"], asked["channel"], asked["thread_ts"]) == ("USAM", "C1", "1.0")
    assert not workspace.messages.get("C1")


# --- what its answers mean ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", ["1", "30", "61"])
async def test_slowing_down_is_honoured_to_the_second(
    sender: SlackSender, workspace: Workspace, seconds: str
) -> None:
    workspace.fail("chat.postMessage", Fault(429, "ratelimited", {"Retry-After": seconds}))
    assert await sender.send(message()) == Retry(
        float(seconds), "Slack asks the bot to slow down", limited=True
    )
    assert len(workspace.of("chat.postMessage")) == 1


@pytest.mark.parametrize("header", [{}, {"Retry-After": "soon"}, {"Retry-After": "-5"}])
async def test_an_unreadable_wait_is_a_short_one(sender: SlackSender, workspace: Workspace, header) -> None:
    workspace.fail("chat.postMessage", Fault(429, "ratelimited", header))
    outcome = await sender.send(message())
    assert isinstance(outcome, Retry)
    assert 0 <= outcome.after <= 1


@pytest.mark.parametrize("code", sorted(REFUSALS))
async def test_a_refusal_is_put_into_words(sender: SlackSender, workspace: Workspace, code: str) -> None:
    """The clerk is told in words what Slack says in a code."""
    workspace.fail("chat.postMessage", Fault(error=code))
    outcome = await sender.send(message())
    assert outcome == Refused(REFUSALS[code])
    assert code not in outcome.reason
    assert "_" not in outcome.reason


async def test_an_unknown_refusal_keeps_its_name(sender: SlackSender, workspace: Workspace) -> None:
    workspace.fail("chat.postMessage", Fault(error="brand_new_rule"))
    assert await sender.send(message()) == Refused("Slack does not take it (brand_new_rule)")


@pytest.mark.parametrize("code", sorted(CONFIGURATION))
async def test_what_the_operator_can_mend_is_tried_again(
    sender: SlackSender, workspace: Workspace, code: str
) -> None:
    workspace.fail("chat.postMessage", Fault(error=code))
    outcome = await sender.send(message())
    assert outcome == Retry(300.0, f"{CONFIGURATION[code]}: arising doctor says what to do")


@pytest.mark.parametrize("fault", [Fault(status) for status in (500, 502, 503, 504)])
async def test_a_broken_answer_is_ambiguous(sender: SlackSender, workspace: Workspace, fault: Fault) -> None:
    workspace.fail("chat.postMessage", fault)
    assert isinstance(await sender.send(message()), Ambiguous)


@pytest.mark.parametrize("code", sorted(UNCERTAIN))
async def test_what_slack_may_have_half_done_is_ambiguous(
    sender: SlackSender, workspace: Workspace, code: str
) -> None:
    workspace.fail("chat.postMessage", Fault(error=code))
    assert isinstance(await sender.send(message()), Ambiguous)


@pytest.mark.parametrize("after", [False, True])
async def test_a_dropped_connection_is_ambiguous_and_never_repeated(
    sender: SlackSender, workspace: Workspace, *, after: bool
) -> None:
    """Whether it arrived or not: the sender does not try by itself, and `find` tells which it was."""
    workspace.fail("chat.postMessage", Fault(drop=True, after=after))
    assert isinstance(await sender.send(message()), Ambiguous)
    assert len(workspace.of("chat.postMessage")) == 1
    assert (await sender.find(message()) is not None) is after


async def test_silence_is_ambiguous(workspace: Workspace, session: aiohttp.ClientSession) -> None:
    impatient = SlackSender(client_of(workspace.api_url, session, timeout=1))
    workspace.fail("chat.postMessage", Fault(hang=3, after=True))
    assert isinstance(await impatient.send(message()), Ambiguous)
    assert len(workspace.of("chat.postMessage")) == 1
    assert await impatient.find(message()) is not None


@pytest.mark.parametrize("status", [200, 403, 502])
async def test_a_proxys_page_is_no_answer(session: aiohttp.ClientSession, status: int) -> None:
    """HTML in the place of JSON: nobody knows whether Slack heard of it."""
    from aiohttp import web

    async def page(_: web.Request) -> web.Response:
        return web.Response(status=status, text="<html>Blocked</html>", content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/api/{method}", page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        assert isinstance(await SlackSender(client_of(url, session)).send(message()), Ambiguous)
    finally:
        await runner.cleanup()


async def test_an_unreachable_slack_certainly_has_not_heard(session: aiohttp.ClientSession) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/api/"
        assert await SlackSender(client_of(url, session)).send(message()) == Retry(
            10.0, "Slack cannot be reached"
        )


def test_a_client_that_repeats_by_itself_is_not_taken() -> None:
    """slack_sdk's own handlers repeat a request after a broken connection: a second message."""
    with pytest.raises(AssertionError, match="must not send twice"):
        SlackSender(AsyncWebClient(token="x"))


# --- longer than a message ---------------------------------------------------------------------------------------


def _whole(workspace: Workspace) -> str:
    return " ".join(said(m) for m in workspace.messages["C1"])


async def test_a_long_view_is_a_message_and_its_thread(sender: SlackSender, workspace: Workspace) -> None:
    sent = await sender.send(message(*LONG))
    head, *rest = workspace.messages["C1"]
    assert sent.address == head["ts"]
    assert len(rest) >= 2
    assert {m["thread_ts"] for m in rest} == {head["ts"]}
    assert [n for n in range(12) if f"part {n} word" not in _whole(workspace)] == []
    assert await sender.find(message(*LONG)) == head["ts"]


@pytest.mark.parametrize("broken", [1, 2])
@pytest.mark.parametrize(
    "fault", [Fault(500), Fault(drop=True), Fault(drop=True, after=True), Fault(429, "ratelimited", {})]
)
async def test_a_long_view_cut_short_is_finished_later(
    sender: SlackSender, workspace: Workspace, broken: int, fault: Fault
) -> None:
    """What arrived is found and not said again; the rest follows."""
    workspace.faults["chat.postMessage"] = Queue(broken, fault)  # type: ignore[assignment]
    outcome = await sender.send(message(*LONG))
    assert isinstance(outcome, Retry | Ambiguous)
    whole = len(workspace.messages["C1"]) == 3
    assert whole is (broken == 2 and fault.after)
    assert (await sender.find(message(*LONG)) is not None) is whole
    sent = await sender.send(message(*LONG))
    assert isinstance(sent, Sent)
    parts = [json.dumps(m["metadata"], sort_keys=True) for m in workspace.messages["C1"]]
    assert len(parts) == len(set(parts))
    assert [n for n in range(12) if _whole(workspace).count(f"part {n} word") != 1] == []
    assert await sender.find(message(*LONG)) == sent.address


class Queue:
    """Faults after some calls that go well."""

    def __init__(self, well: int, fault: Fault) -> None:
        self.well, self.fault = well, fault

    def __bool__(self) -> bool:
        self.well -= 1
        return self.well == -1

    def popleft(self) -> Fault:
        return self.fault


# --- finding -----------------------------------------------------------------------------------------------------


async def test_finding_reads_page_after_page(sender: SlackSender, workspace: Workspace) -> None:
    sent = await sender.send(message())
    for number in range(450):
        workspace.say("C1", "UKIM", "talk", f"1790000000.{number:06}")
    assert await sender.find(message()) == sent.address
    assert len(workspace.of("conversations.history")) == 3


async def test_finding_takes_pages_as_small_as_slack_gives_them(
    sender: SlackSender, workspace: Workspace
) -> None:
    """Fifteen messages, whatever was asked for, where an app is distributed outside the Marketplace."""
    workspace.most_per_page = 15
    sent = await sender.send(message())
    for number in range(40):
        workspace.say("C1", "UKIM", "talk", f"1790000000.{number:06}")
    assert await sender.find(message()) == sent.address
    assert len(workspace.of("conversations.history")) == 3


async def test_finding_gives_up_honestly(
    sender: SlackSender, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond what may be read nobody can tell: it does not say that the message is not there."""
    monkeypatch.setattr(slack_sender, "MOST_PAGES", 2)
    for number in range(450):
        workspace.say("C1", "UKIM", "talk", f"1790000000.{number:06}")
    with pytest.raises(CannotTell):
        await sender.find(message())


async def test_finding_waits_as_it_is_asked_to(
    sender: SlackSender, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """conversations.history lets apps outside the Marketplace ask once a minute."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(slack_sender, "asyncio", SimpleNamespace(sleep=sleep))
    sent = await sender.send(message())
    workspace.fail("conversations.history", Fault(429, "ratelimited", {"Retry-After": "60"}))
    assert await sender.find(message()) == sent.address
    assert waits == [60.0]


async def test_an_unanswered_question_is_no_answer(sender: SlackSender, workspace: Workspace) -> None:
    """Whether it is there is not known: delivery asks again later."""
    await sender.send(message())
    for fault in (Fault(500), Fault(error="missing_scope"), Fault(drop=True)):
        # A question does no harm: aiohttp itself puts it once more when the connection breaks.
        workspace.fail("conversations.history", *[fault] * (1 + fault.drop))
        with pytest.raises(Exception):  # noqa: B017, PT011 - delivery takes any
            await sender.find(message())


async def test_many_at_once_stay_apart(sender: SlackSender, workspace: Workspace) -> None:
    sent = await asyncio.gather(*(sender.send(message(key=f"card:{n}")) for n in range(30)))
    found = await asyncio.gather(*(sender.find(message(key=f"card:{n}")) for n in range(30)))
    assert [s.address for s in sent] == list(found)
