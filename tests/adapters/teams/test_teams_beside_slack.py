"""One board with a channel on Teams and one on Slack, in one organisation: what is changed in one is seen in both."""

from typing import Any

import pytest

from bot.domain.outbox import Outcome, Sent
from bot.domain.pace import UNLIMITED
from bot.domain.places import PlaceKind, PostKind
from bot.messages import Author, Inbound, Outgoing, Platform, Press, Where
from bot.ports import UnitOfWork
from tests.adapters.teams.board import CHANNEL, member, pressable, words
from tests.adapters.teams.issuer import TENANT

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

WORKSPACE, SLACK_CHANNEL = "T1", "C1"


class SlackSender:
    """Takes what would be said on Slack."""

    settles_after = 0.0
    limits = UNLIMITED
    can_be_asked = True

    def __init__(self) -> None:
        self.said: list[Outgoing] = []

    async def send(self, message: Outgoing) -> Outcome:
        self.said.append(message)
        return Sent(message.replaces or f"s{len(self.said)}")

    async def find(self, message: Outgoing) -> str | None:
        return None


@pytest.fixture
def slack(teams: Any) -> SlackSender:
    """The same organisation on Slack: Hayley is there too."""

    def join(unit: UnitOfWork) -> None:
        here = unit.installation(Platform.TEAMS, TENANT)
        assert here is not None
        there = unit.add_installation(here.organisation, Platform.SLACK, WORKSPACE)
        records = unit.within(here.organisation)
        board = records.boards.by_code("NWP")
        assert board is not None
        records.places.add(there.id, PlaceKind.CHANNEL, SLACK_CHANNEL, "nwp-board", board=board.id)
        hayley = records.people.by_identity(Platform.TEAMS, TENANT, [member("hayley")])[member("hayley")]
        records.people.link(hayley.id, Platform.SLACK, WORKSPACE, "UHAYLEY")
        records.places.add(there.id, PlaceKind.DIRECT, "DHAYLEY", "Hayley", person=hayley.id)

    teams.board.store.transact_sync(join)
    sender = SlackSender()
    teams.delivery._senders[Platform.SLACK] = sender
    return sender


def on_slack(
    button: str | None = None, text: str = "", *, direct: bool = False, delivery: str = "s1"
) -> Inbound:
    where = (
        Where(kind=PlaceKind.DIRECT, address="DHAYLEY")
        if direct
        else Where(kind=PlaceKind.CHANNEL, address=SLACK_CHANNEL)
    )
    return Inbound(
        platform=Platform.SLACK,
        workspace=WORKSPACE,
        delivery=delivery,
        author=Author(workspace=WORKSPACE, id="UHAYLEY"),
        where=where,
        text=text,
        press=Press(button=button) if button else None,
    )


async def handle(teams: Any, inbound: Inbound) -> None:
    await teams.app.endpoint._exchange._handler.handle(inbound)


async def test_done_in_teams_redraws_the_card_on_slack_and_the_reverse(
    teams: Any, slack: SlackSender
) -> None:
    """A card in each; one change, both redrawn where they stand."""
    await teams.mention("sam", "add Circulate the outcomes @hayley by 17 Feb")
    await teams.deliver()
    (card,) = [each for each in teams.microsoft.to(CHANNEL) if "attachments" in each]
    (posted,) = slack.said
    assert "NWP-1" in posted.view.text
    await teams.press("hayley", pressable(card, "Done"), card["id"], kind="channel")
    await teams.deliver()
    assert slack.said[-1].replaces == "s1"
    assert "Complete" in slack.said[-1].view.text
    reopen = next(b.id for b in slack.said[-1].view.buttons if b.label == "Reopen")
    await handle(teams, on_slack(reopen))
    await teams.deliver()
    redrawn = teams.microsoft.to(CHANNEL)[-1]
    assert redrawn["id"] == card["id"]
    assert "[Done]" in words(redrawn)


async def test_one_person_on_both_is_nudged_once_where_they_last_answered(
    teams: Any, slack: SlackSender
) -> None:
    """Said to the bot on Slack last: nudged there, and not in Teams; the digest goes to each place once."""
    await teams.tell("hayley", "add Circulate the outcomes by 11 Feb")
    await teams.tell("hayley", "assign 1 Hayley Marsh")
    await teams.deliver()
    teams.board.now = teams.board.now.replace(minute=45)
    await handle(teams, on_slack(text="update 1 nearly there", direct=True, delivery="s2"))
    teams.board.tick("2026-02-11 09:00")
    before = len(teams.microsoft.to(teams.chat("hayley")))
    await teams.deliver()
    assert [m.address for m in slack.said if m.kind is PostKind.NUDGE] == ["DHAYLEY"]
    assert len(teams.microsoft.to(teams.chat("hayley"))) == before
    teams.board.tick("2026-02-16 09:00")
    await teams.deliver()
    assert [m.address for m in slack.said if m.kind is PostKind.DIGEST] == [SLACK_CHANNEL]
    digests = [
        each for each in teams.microsoft.to(CHANNEL) if "Mon 16 Feb" in words(each) and "open" in words(each)
    ]
    assert len(digests) == 1
