"""One board in Slack and in Teams, in one organisation: what is changed in one is seen in both, and people are one.

Both adapters are the real ones, behind real servers, each beside its platform's part played on this machine. The
board is made in Slack, and linked to a channel in Teams by whoever added the bot there.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from adapters.metrics import Metrics
from adapters.server import Parts, create_app
from adapters.teams.app import outward, teams_app
from adapters.teams.settings import Endpoints, TeamsSettings
from bot.messages import Platform
from bot.ports import UnitOfWork
from store.store import SqlStore
from tests.adapters.slack.rig import Rig, buttons
from tests.adapters.slack.rig import said as drawn
from tests.adapters.slack.workspace import Workspace
from tests.adapters.teams.board import BOT, CHANNEL, Board, member, pressable, words
from tests.adapters.teams.conftest import Teams
from tests.adapters.teams.issuer import APP, TENANT, Microsoft
from tests.world import PEOPLE, london

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@dataclass
class Both:
    """Slack and Teams in front of one bot."""

    slack: Rig
    teams: Teams

    async def deliver(self) -> None:
        await self.slack.drain()

    async def clock(self, to: str) -> None:
        await self.slack.clock(to)
        self.teams.board.now = self.slack.now

    def at(self, to: str) -> None:
        self.slack.now = self.teams.board.now = london(to)

    def in_slack(self, channel: str = "C1") -> list[str]:
        """What stands there now, message by message."""
        return [drawn(each) for each in self.slack.slack.messages.get(channel, [])]

    def cards_in_teams(self) -> list[Any]:
        return [each for each in self.teams.microsoft.to(CHANNEL) if "attachments" in each]

    async def tell_slack(self, text: str, user: str, ts: str) -> None:
        """Said to the bot directly in Slack."""
        await self.slack.event(
            "message_direct",
            event__text=text, event__user=user, event__ts=ts, event__channel="D" + user[1:],
        )  # fmt: skip

    def accounts(self) -> dict[str, int]:
        """How many accounts each person of the board has."""

        def look(unit: UnitOfWork) -> dict[str, int]:
            (organisation,) = unit.organisations()
            records = unit.within(organisation)
            board = records.boards.by_code("NWP")
            assert board is not None
            return {
                m.person.name: len(records.linking.accounts(m.person.id))
                for m in records.people.roster(board.id).members
            }

        return self.slack.store.read_sync(look)


def roster(*handles: str, **more: Any) -> list[dict[str, Any]]:
    """Members of the team as Teams lists them."""
    return [
        {
            "id": member(handle),
            "name": PEOPLE[handle][0],
            "userPrincipalName": f"{handle}@northvale.example",
            "userRole": "user",
            "tenantId": TENANT,
        }
        | more
        for handle in handles
    ]


@pytest.fixture
async def both(tmp_path: Path, microsoft: Microsoft) -> AsyncIterator[Both]:
    workspace = await Workspace().start()
    rig = await Rig("http", SqlStore.open("sqlite://"), workspace).start()
    await rig.board()
    settings = TeamsSettings(
        app_id=APP,
        password="hush",
        tenants=(TENANT,),
        login_tenant=TENANT,
        endpoints=Endpoints(f"{microsoft.url}/openid", f"{microsoft.url}/login", microsoft.service),
        organisation="Northvale",
    )
    out = outward(settings, tmp_path / "data")
    app = teams_app(out, rig.store, rig.handling, lambda: rig.now)
    rig.senders[Platform.TEAMS] = app.sender
    parts = Parts(store=rig.store, metrics=Metrics(), now=lambda: rig.now, mounts=[app.mount])
    async with TestClient(TestServer(create_app(parts), host="127.0.0.1")) as client:
        board = Board(rig.store, rig.now)
        teams = Teams(board, rig.store, microsoft, client, app, rig.delivery)  # type: ignore[arg-type]
        yield Both(rig, teams)
    await app.close()
    await rig.close()
    await workspace.close()


async def linked(both: Both, *handles: str, **more: Any) -> None:
    """The bot is added to the team, and its channel linked to the board there is."""
    teams = both.teams
    teams.microsoft.members = [
        *roster("sam"),
        *roster(*(handles or ("margaret", "hayley", "kim")), **more),
    ]
    await teams.send(teams.activity("sam", "channel", type="conversationUpdate", membersAdded=[{"id": BOT}]))
    await teams.mention("sam", "board")
    form = teams.microsoft.to(CHANNEL)[-1]
    fields = {e["id"]: e for e in form["attachments"][0]["content"]["body"] if "id" in e}
    (existing,) = [c["value"] for c in fields["board"]["choices"] if "NWP" in c["title"]]
    filled = pressable(form, "Link") | dict.fromkeys(("name", "code", "clerk", "chair", "others"), "")
    filled |= {"board": existing, "zone": "Europe/London"}
    _, done = await teams.press("sam", filled, form["id"], kind="channel")
    assert "keeps the log of the Northvale Wellbeing Partnership" in str(done)
    for _ in range(200):
        if not teams.app.presence._work:
            break
        await asyncio.sleep(0.01)
    await both.deliver()


async def test_a_team_joins_the_organisation_there_is_and_its_people_are_known(both: Both) -> None:
    """Whoever has the same verified address in both is one person, and nobody else."""
    await linked(both)
    assert both.accounts() == {"Sam Iqbal": 2, "Margaret Hale": 2, "Hayley Marsh": 2, "Kim Osei": 2}
    assert any("Hayley Marsh is one person in Slack and Teams now." in t for t in both.in_slack("DSAM"))


@pytest.mark.parametrize(
    "more",
    [
        {"userPrincipalName": None, "email": "hayley@northvale.example"},
        {"userPrincipalName": "hayley_northvale.example#EXT#@ridge.example", "userRole": "guest"},
        {"userRole": "guest"},
        {"userRole": "anonymous"},
        {"tenantId": "another-tenant"},
        {"userPrincipalName": "hayley"},
        {"userPrincipalName": 5},
    ],
    ids=["mail alone", "guest", "guest by role", "anonymous", "another tenant", "no address", "no text"],
)
async def test_what_the_tenant_does_not_vouch_for_makes_nobody_one_person(both: Both, more: Any) -> None:
    """Neither does the same name."""
    await linked(both, "hayley", **more)
    assert both.accounts()["Hayley Marsh"] == 1
    await both.teams.tell("hayley", "list mine")
    assert "You hold no role" in words(both.teams.microsoft.to(both.teams.chat("hayley"))[-1])


async def test_an_address_slack_has_not_confirmed_makes_nobody_one_person(both: Both) -> None:
    """It stands in the profile, and proves nothing."""
    both.slack.slack.people["UHAYLEY"]["is_email_confirmed"] = False
    await both.slack.event("user_change", event__user=both.slack.slack.people["UHAYLEY"])
    await both.slack.command("list", user="UHAYLEY")
    await linked(both, "hayley")
    assert both.accounts()["Hayley Marsh"] == 1


async def test_done_in_teams_redraws_the_card_in_slack_and_the_reverse(both: Both) -> None:
    """A card in each; one change, both redrawn where they stand, and none said twice."""
    await linked(both)
    await both.slack.command("add Circulate the outcomes <@UHAYLEY|hayley> by 17 Feb")
    await both.deliver()
    (card,) = [c for c in both.cards_in_teams() if "NWP-1" in words(c)]
    assert "[Done]" in both.in_slack()[-1]
    count = len(both.in_slack())
    await both.teams.press("hayley", pressable(card, "Done"), card["id"], kind="channel")
    await both.deliver()
    assert "Complete" in both.in_slack()[-1]
    assert len(both.in_slack()) == count
    message = both.slack.slack.messages["C1"][-1]
    await both.slack.interact(
        "button",
        trigger_id="t-reopen",
        user__id="UHAYLEY",
        container__message_ts=message["ts"],
        message__ts=message["ts"],
        actions=[{"type": "button", "action_id": "press:1", "block_id": "b", "value": buttons(message)["Reopen"]}],
    )  # fmt: skip
    await both.deliver()
    redrawn = both.cards_in_teams()[-1]
    assert (redrawn["id"], redrawn.get("redrawn")) == (card["id"], True)
    assert "[Done]" in words(redrawn)


async def test_one_person_on_both_gets_one_nudge_where_they_last_answered(both: Both) -> None:
    """In Slack, because she spoke there last; then in Teams, because she answered there. The digest once in each."""
    await linked(both)
    await both.slack.command("add Circulate the outcomes <@UHAYLEY|hayley> by 11 Feb")
    await both.teams.tell("hayley", "list mine")
    both.at("2026-02-10 10:00")
    await both.tell_slack("update 1 nearly there", "UHAYLEY", "1780000100.000100")
    before = len(both.teams.microsoft.to(both.teams.chat("hayley")))
    await both.clock("2026-02-11 09:30")
    assert [t for t in both.in_slack("DHAYLEY") if "Good morning, Hayley" in t]
    assert len(both.teams.microsoft.to(both.teams.chat("hayley"))) == before
    await both.teams.tell("hayley", "1 is waiting on legal")
    nudged = len([t for t in both.in_slack("DHAYLEY") if "Good morning, Hayley" in t])
    await both.clock("2026-02-12 09:30")
    assert len([t for t in both.in_slack("DHAYLEY") if "Good morning, Hayley" in t]) == nudged
    in_teams = [words(m) for m in both.teams.microsoft.to(both.teams.chat("hayley"))]
    assert len([t for t in in_teams if "Good morning, Hayley" in t]) == 1
    await both.clock("2026-02-16 09:30")
    assert len([t for t in both.in_slack() if "Mon 16 Feb" in t and "open" in t]) == 1
    assert len([c for c in both.cards_in_teams() if "Mon 16 Feb" in words(c)]) == 1


async def test_a_code_given_in_slack_and_said_in_teams_makes_one_person(both: Both) -> None:
    """Somebody the tenant does not vouch for says so herself; her Slack actions are then hers in Teams."""
    await linked(both, "hayley", userPrincipalName=None)
    await both.slack.command("add Circulate the outcomes <@UHAYLEY|hayley> by 11 Feb")
    await both.tell_slack("link", "UHAYLEY", "1780000100.000200")
    code = both.in_slack("DHAYLEY")[-1].split("Your code is ")[1][:11]
    await both.teams.tell("hayley", f"link {code}")
    chat = both.teams.chat("hayley")
    assert "your accounts in Slack and Teams are one person" in words(both.teams.microsoft.to(chat)[-1])
    await both.teams.tell("hayley", "done 1")
    assert both.slack.action(1).status.value == "complete"
    assert both.accounts()["Hayley Marsh"] == 2


async def test_somebody_known_in_slack_is_known_at_their_first_words_in_teams(both: Both) -> None:
    """They came after the roster was read: their own tenant is asked who they are."""
    await linked(both, "margaret")
    both.teams.microsoft.members = roster("hayley")
    await both.teams.tell("hayley", "list mine")
    assert "You hold no role" not in words(both.teams.microsoft.to(both.teams.chat("hayley"))[-1])
    assert both.accounts()["Hayley Marsh"] == 2


async def test_a_channel_renamed_in_either_is_called_so_from_then_on(both: Both) -> None:
    """As people see it there."""
    await linked(both)
    data = {"eventType": "channelRenamed", "channel": {"id": CHANNEL, "name": "Partnership board"}}
    renamed = both.teams.activity("sam", "channel", type="conversationUpdate")
    renamed["channelData"] |= data
    await both.teams.send(renamed)
    await both.slack.event(
        "message_plain", event__subtype="channel_name", event__name="partnership", event__text="renamed"
    )

    def names(unit: UnitOfWork) -> list[str]:
        (organisation,) = unit.organisations()
        records = unit.within(organisation)
        board = records.boards.by_code("NWP")
        assert board is not None
        return [p.name for p in records.places.of_board(board.id)]

    assert both.slack.store.read_sync(names) == ["partnership", "Partnership board"]
