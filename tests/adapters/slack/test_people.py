"""Slack's directory: who somebody is, from which workspace, and who has gone."""

import asyncio

import pytest

from adapters.slack import people
from tests.adapters.slack.rig import Rig, buttons, payload, said
from tests.adapters.slack.workspace import Fault, Workspace

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
async def directory(workspace: Workspace, session):
    from tests.adapters.slack.test_sender import client_of

    return people.Directory(client_of(workspace.api_url, session), "T1", ["kim@northvale.example"])


@pytest.fixture
async def session():
    import aiohttp

    async with aiohttp.ClientSession() as session:
        yield session


async def test_a_profile_has_name_zone_and_address(directory, workspace: Workspace) -> None:
    workspace.people["UHAYLEY"]["tz"] = "Europe/Lisbon"
    found = (await directory.profiles(["UHAYLEY"]))["UHAYLEY"]
    assert (found.name, found.zone, found.email) == (
        "Hayley Marsh",
        "Europe/Lisbon",
        "hayley@northvale.example",
    )
    assert (found.workspace, found.makes_boards) == ("T1", False)


async def test_who_makes_boards(directory) -> None:
    """Administrators, and whoever is named; not the administrator of somebody else's workspace."""
    found = await directory.profiles(["USAM", "UKIM", "UHAYLEY", "UGUEST"])
    assert {user: p.makes_boards for user, p in found.items()} == {
        "USAM": True,
        "UKIM": True,
        "UHAYLEY": False,
        "UGUEST": False,
    }


async def test_a_guest_carries_their_own_workspace(directory) -> None:
    assert (await directory.profiles(["UGUEST"]))["UGUEST"].workspace == "T2"


async def test_bots_and_those_who_left_are_nobody(directory, workspace: Workspace) -> None:
    workspace.people["UKIM"]["deleted"] = True
    assert set(await directory.profiles(["UBOT", "UKIM", "USLACKBOT", "UNOBODY", "UHAYLEY"])) == {"UHAYLEY"}


async def test_a_profile_is_asked_for_once_an_hour(
    directory, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(people, "monotonic", lambda: clock[0])
    for seconds in (0, 1800, 3599):
        clock[0] = 1000.0 + seconds
        await directory.profiles(["UHAYLEY"])
    assert len(workspace.of("users.info")) == 1
    clock[0] += 2
    workspace.people["UHAYLEY"]["profile"]["real_name"] = "Hayley Marsh-Lee"
    assert (await directory.profiles(["UHAYLEY"]))["UHAYLEY"].name == "Hayley Marsh-Lee"
    workspace.people["UHAYLEY"]["profile"]["real_name"] = "Hayley Lee"
    directory.forget("UHAYLEY")
    assert (await directory.profiles(["UHAYLEY"]))["UHAYLEY"].name == "Hayley Lee"


async def test_an_old_profile_is_better_than_none(
    directory, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(people, "monotonic", lambda: clock[0])
    await directory.profiles(["UHAYLEY"])
    clock[0] += 7200
    workspace.fail("users.info", Fault(429, "ratelimited", {"Retry-After": "30"}))
    assert (await directory.profiles(["UHAYLEY"]))["UHAYLEY"].name == "Hayley Marsh"


async def test_everybody_is_listed_page_by_page(
    directory, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waiting as long as it is asked to; after it nobody has to be asked for alone."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(people.asyncio, "sleep", sleep)
    workspace.people["UKIM"]["deleted"] = workspace.people["UGUEST"]["deleted"] = True
    workspace.fail("users.list", Fault(429, "ratelimited", {"Retry-After": "20"}))
    assert await directory.list_all() == [("UGUEST", "T2"), ("UKIM", "T1")]
    assert waits == [20.0]
    assert len(workspace.of("users.list")) == 4
    assert len(await directory.profiles(["USAM", "UHAYLEY", "UTOM"])) == 3
    assert workspace.of("users.info") == []


async def test_who_left_while_nobody_listened_is_reported(http: Rig) -> None:
    """At the next start, to the clerk, and once however often it starts."""
    await http.added()
    http.slack.people["UHAYLEY"]["deleted"] = True
    for _ in range(2):
        await http.platform.close()
        await http.runner.cleanup()
        await http.session.close()
        await http.start()
        await asyncio.gather(*http.platform._tasks)
        await http.drain()
    told = [m for m in http.slack.messages["DSAM"] if "deactivated" in said(m)]
    assert len(told) == 1
    assert "Hayley Marsh’s account has been deactivated" in said(told[0])


async def test_whoever_joins_later_is_nudged_without_having_written(nwp: Rig) -> None:
    """Added by a mention: their conversation is opened after the answer, and the nudge goes there."""
    assert "Added Tom Reid" in said(await nwp.command("people add <@UTOM>"))
    assert "Added NWP-1 for Tom Reid" in said(await nwp.command("add Share the survey <@UTOM|tom> by 17 Feb"))
    await nwp.clock("2026-02-16 10:00")
    assert "NWP-1 · Share the survey" in said(nwp.slack.messages["DTOM"][-1])
    assert "DSAM" not in nwp.slack.messages  # nobody had to be told that he could not be reached
    opened = len(nwp.slack.of("conversations.open"))
    await nwp.command("add Print the survey <@UTOM|tom> by 17 Feb")
    await nwp.drain()
    assert len(nwp.slack.of("conversations.open")) == opened


async def test_who_could_not_be_reached_is_tried_again_at_the_next_start(http: Rig) -> None:
    http.slack.fail("conversations.open", *[Fault(500)] * 4)
    await http.command("people add <@UTOM>")
    await http.drain()
    http.slack.faults.clear()
    http.slack.fail("conversations.open", Fault(429, "ratelimited", {"Retry-After": "0"}))
    await http.platform.close()
    await http.runner.cleanup()
    await http.session.close()
    await http.start()
    await asyncio.gather(*http.platform._tasks)
    assert "for Tom Reid" in said(await http.command("add Share the survey, Tom Reid, 17 Feb"))
    await http.clock("2026-02-16 10:00")
    assert "NWP-1 · Share the survey" in said(http.slack.messages["DTOM"][-1])


async def test_who_cannot_be_written_to_is_named_to_the_clerk(http: Rig) -> None:
    http.slack.fail("conversations.open", *[Fault(error="user_not_visible")] * 9)
    await http.command("people add <@UTOM>")
    await http.command("add Share the survey <@UTOM> by 17 Feb")
    await http.clock("2026-02-16 10:00")
    assert "I could not reach Tom Reid" in said(http.slack.messages["DSAM"][-1])


async def test_a_guest_who_left_is_reported_too(http: Rig) -> None:
    await http.command("people add <@UGUEST>")
    await http.command("add Share the survey <@UGUEST> by 17 Feb")
    gone = {"id": "UGUEST", "team_id": "T2", "deleted": True, "profile": {}}
    await http.event("user_change", event__user=gone)
    await http.drain()
    assert "Gwen Est’s account has been deactivated" in said(http.slack.messages["DSAM"][-1])


async def test_a_guest_owns_an_action_as_themselves(http: Rig) -> None:
    """Somebody of another organisation in a shared channel is named, nudged and believed under their own workspace."""
    await http.command("people add <@UGUEST>")
    answer = await http.command("add Share the survey <@UGUEST> by 17 Feb")
    assert "Added NWP-1 for Gwen Est" in said(answer)
    await http.drain()
    await http.clock("2026-02-16 10:00")
    assert "NWP-1 · Share the survey" in said(http.slack.messages["DGUEST"][-1])
    card = http.slack.messages["C1"][0]
    guest = {"id": "UGUEST", "team_id": "T2"}
    await http.interact("button", card=card["ts"], button=buttons(card)["Done"], user=guest)
    assert http.action(1).status.value == "complete"


async def test_the_emoji_are_named_in_the_settings(workspace: Workspace) -> None:
    """Another name proposes, another says done; the usual ones then mean nothing."""
    from store.store import SqlStore

    rig = await Rig("http", SqlStore.open("sqlite://"), workspace).start(
        reactions={"memo": "propose", "heavy_check_mark": "tick"}
    )
    try:
        await rig.board()
        workspace.say("C1", "UKIM", "<@UHAYLEY> to book the hall by 20 Feb", "1770715000.000900")
        await rig.event("reaction_propose")
        assert workspace.of("chat.postEphemeral") == []
        await rig.event("reaction_propose", event__reaction="memo", event__event_ts="1770715801.1")
        assert "from this message?" in said(workspace.of("chat.postEphemeral")[-1])
        card = await rig.added()
        await rig.event("reaction_done", card=card)
        assert rig.action(1).status.value == "open"
        await rig.event("reaction_done", card=card, event__reaction="heavy_check_mark")
        assert rig.action(1).status.value == "complete"
    finally:
        await rig.close()


def test_the_recorded_emoji_are_the_usual_ones() -> None:
    """Or the test above would pass for nothing."""
    assert payload("reaction_propose")["event"]["reaction"] == "pushpin"
    assert payload("reaction_done", card="1.0")["event"]["reaction"].partition("::")[0] == "white_check_mark"


async def test_a_directory_too_long_to_read_whole_is_said_to_be(
    directory, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What lies beyond is asked for one by one, when somebody is named."""
    monkeypatch.setattr(people, "MOST_LISTED", 3)
    await directory.list_all()
    assert len(workspace.of("users.list")) == 1
    assert "longer than is read" in capsys.readouterr().out
    assert len(await directory.profiles(["USAM", "UTOM", "UHAYLEY", "UMARGARET"])) == 4
