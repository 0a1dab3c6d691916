"""What was found out about Teams that no other test of this folder holds: docs/teams-interactions.md lists where each is."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest
from botframework.connector import ConnectorClient
from botframework.connector.aio import ConnectorClient as AsyncConnectorClient

from adapters.teams import echoes
from adapters.teams.sender import LIMITS
from tests.adapters.teams.board import CHANNEL, member, pressable, words
from tests.adapters.teams.issuer import TENANT
from tests.conftest import ROOT

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

Submit = Callable[..., Any]


async def filling_in(teams: Any, form: str = "add") -> Submit:
    """A form as a card in Hayley's own chat; what she fills in is sent under an id of its own each time."""
    await teams.tell("hayley", form)
    card = teams.microsoft.to(teams.chat("hayley"))[-1]
    data = pressable(card, "Add") | {"owners": "", "due": "Friday"}

    async def submit(what: str = "Book the hall", who: str = "hayley") -> Any:
        return await teams.press(who, data | {"what": what}, card["id"])

    return submit


@pytest.fixture
def clock(teams: Any, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds as this process counts them; they stand still between moves."""
    seconds = [1000.0]
    monkeypatch.setattr(teams.app.endpoint._exchange._echoes, "_clock", lambda: seconds[0])
    return seconds


def slow(teams: Any, clock: list[float], monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """The next work on the store takes so long."""
    real = teams.store.transact

    async def transact(work: Any, *, brief: bool = False) -> Any:
        clock[0] += seconds
        monkeypatch.setattr(teams.store, "transact", real)
        return await real(work, brief=brief)

    monkeypatch.setattr(teams.store, "transact", transact)


async def test_a_form_not_answered_in_time_comes_again_under_another_id(
    teams: Any, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After fifteen seconds under the same id, and by a second layer of Teams under another: one action, one answer."""
    submit = await filling_in(teams)
    slow(teams, clock, monkeypatch, 16)
    first = await submit()
    clock[0] += 15
    assert await submit() == first
    clock[0] += 15
    assert await submit() == first
    assert "Added NWP-1" in str(first)
    assert teams.board.action(2) is None


async def test_what_was_answered_in_time_is_not_taken_for_an_echo(
    teams: Any, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who fills in the same twice means it; so does somebody else, and so does whoever comes back later."""
    submit = await filling_in(teams)
    await submit()
    await submit()
    assert teams.board.action(2).what == "Book the hall"
    slow(teams, clock, monkeypatch, 16)
    await submit("Paint the fence")
    await submit("Paint the fence", who="kim")
    await submit("Paint the gate")
    assert teams.board.action(5).what == "Paint the gate"
    clock[0] += echoes.COMES_WITHIN + 1
    await submit("Paint the fence")
    assert teams.board.action(6).what == "Paint the fence"


async def test_an_echo_that_comes_while_the_first_is_under_way_has_the_same_answer(
    teams: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever of them the store takes first: there is one action."""
    submit = await filling_in(teams)
    real, entered, go_on = teams.store.transact, asyncio.Event(), asyncio.Event()

    async def held(work: Any, *, brief: bool = False) -> Any:
        monkeypatch.setattr(teams.store, "transact", real)
        entered.set()
        await go_on.wait()
        return await real(work, brief=brief)

    monkeypatch.setattr(teams.store, "transact", held)
    first = asyncio.create_task(submit())
    await entered.wait()
    answers = await asyncio.gather(submit(), submit())
    go_on.set()
    assert answers == [await first] * 2
    assert "Added NWP-1" in str(answers[0])
    assert teams.board.action(2) is None


async def test_the_sdks_own_client_is_never_made(teams: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It searches a list of five hundred about a thousand times each time it is made, and repeats a POST by itself."""

    def made(*_: Any, **__: Any) -> None:
        raise AssertionError("botbuilder makes a client of its own")

    monkeypatch.setattr(ConnectorClient, "__init__", made)
    monkeypatch.setattr(AsyncConnectorClient, "__init__", made)
    await teams.tell("hayley", "add Circulate the outcomes")
    (answer,) = teams.microsoft.to(teams.chat("hayley"))
    status, _ = await teams.press("hayley", pressable(answer, "Undo"), answer["id"])
    assert status == 200
    assert (await teams.mention("hayley", "list"))[0] == 200


async def test_a_conversation_is_opened_with_its_tenant(teams: Any) -> None:
    """Without it Teams opens none with somebody who never wrote to the bot; nothing but the person is named."""
    assert await teams.app.sender.personal(TENANT, member("priya")) == teams.chat("priya")
    (asked,) = teams.microsoft.asked
    assert asked["tenantId"] == TENANT
    assert asked["channelData"] == {"tenant": {"id": TENANT}}
    assert asked["members"] == [{"id": member("priya")}]
    assert asked["isGroup"] is False
    await teams.app.sender.personal(TENANT, member("priya"))
    assert len(teams.microsoft.asked) == 1


async def test_nothing_in_a_channel_is_for_one_alone(teams: Any) -> None:
    """There are no ephemeral messages: neither answer nor doubt of one is public, only that there is one."""
    for text in ("list mine", "add Ring the printers by 32 Feb", "show 99", "help"):
        await teams.mention("hayley", text)
    assert {words(each) for each in teams.microsoft.to(CHANNEL)} == {"I have answered you in our own chat."}
    assert len(teams.microsoft.to(teams.chat("hayley"))) == 4


def test_the_limits_are_microsofts() -> None:
    """Fifty a second for a tenant; for a conversation seven in a second and 1,800 in an hour. The rush keeps to them."""
    assert LIMITS.workspace is not None
    assert LIMITS.place is not None
    assert LIMITS.workspace.count / LIMITS.workspace.seconds <= 50
    assert LIMITS.place.count <= 7
    assert LIMITS.place.count * 3600 / LIMITS.place.seconds <= 1_800
    assert LIMITS.place.seconds >= 1


def test_everything_of_the_tables_has_its_test() -> None:
    """docs/teams-interactions.md and the record on botbuilder name tests that are there."""
    docs = ("teams-interactions.md", "adr/0202-botbuilder-has-ended.md")
    text = "\n".join((ROOT / "docs" / name).read_text() for name in docs)
    tests = "\n".join(file.read_text() for file in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_[a-z_]+)`", text))
    assert len(named) > 40
    assert [name for name in named if f"def {name}(" not in tests] == []
    files = set(re.findall(r"`(?:tests/\w+/)?(test_[a-z_]+\.py)`", text))
    assert [name for name in files if not list((ROOT / "tests").rglob(name))] == []
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| ---")]
    assert [
        row for row in rows if "test" not in row and "bench" not in row and "declared by us" not in row
    ] == []
