"""The first run in Teams: whoever added the bot links a channel, and picks its people from the team, however large."""

from typing import Any

import pytest

from bot.ports import UnitOfWork
from tests.adapters.teams.board import BOT, card_words, member, pressable, words
from tests.adapters.teams.limits import MOST_BYTES, size, wrong_with_card

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ROSTER = [
    {"id": member(who), "name": name}
    for who, name in (("ann", "Ann Other"), ("bea", "Bea Clerk"), ("cat", "Cat Chair"))
]


async def test_whoever_added_the_bot_links_a_channel_to_a_board(teams: Any) -> None:
    """By a form in the channel itself, its clerk and chair picked from the team; then the log is kept there."""
    there = {"channel": {"id": "19:new@thread.tacv2"}, "team": {"id": "19:team2@thread.tacv2"}}

    def at(activity: dict[str, Any]) -> dict[str, Any]:
        activity["channelData"] |= there
        activity["conversation"] |= {"id": "19:new@thread.tacv2;messageid=1"}
        return activity

    teams.microsoft.members = ROSTER
    added = at(teams.activity("ann", "channel", type="conversationUpdate", membersAdded=[{"id": BOT}]))
    await teams.send(added)
    asked = at(teams.activity("ann", "channel", type="message")) | teams.board.mentioning("board")
    assert (await teams.send(asked))[0] == 200
    form = teams.microsoft.to("19:new@thread.tacv2")[-1]
    assert "<Clerk: keeps the log>" in words(form)
    picks = next(e for e in form["attachments"][0]["content"]["body"] if e.get("id") == "clerk")
    assert [c["title"] for c in picks["choices"]] == ["Ann Other", "Bea Clerk", "Cat Chair"]
    data = pressable(form, "Link")
    filled = data | {
        "board": "new",
        "name": "Ridge Board",
        "code": "RB",
        "zone": "Europe/London",
        "others": "",
    }
    filled |= {"clerk": member("bea"), "chair": member("cat")}

    async def submit(who: str) -> Any:
        value = {"action": {"type": "Action.Execute", "verb": "arising", "data": filled}}
        more = {"type": "invoke", "name": "adaptiveCard/action", "value": value, "replyToId": form["id"]}
        return await teams.send(at(teams.activity(who, "channel", **more)))

    _, refused = await submit("bea")
    assert "links a channel to a board" in card_words(refused["value"])
    _, linked = await submit("ann")
    assert "keeps the log of the Ridge Board" in card_words(linked["value"])
    await teams.send(teams.activity("bea", type="message", text="add Book the hall"))
    assert "Added RB-1" in words(teams.microsoft.to(teams.chat("bea"))[-1])
    await teams.deliver()
    assert any("RB-1" in words(each) for each in teams.microsoft.to("19:new@thread.tacv2"))


NEW = "19:new@thread.tacv2"


def there(activity: dict[str, Any]) -> dict[str, Any]:
    """In a channel of another team, which no board is linked to."""
    activity["channelData"] |= {"channel": {"id": NEW}, "team": {"id": "19:team2@thread.tacv2"}}
    activity["conversation"] |= {"id": f"{NEW};messageid=1"}
    return activity


def long_id(number: int) -> str:
    """As long as Teams' own are."""
    return f"29:1{number:04}" + "xQ7" * 28


async def asked_by_sam(teams: Any, many: int) -> dict[str, Any]:
    """The form, in a team of so many besides Sam, two of whom have one name."""
    teams.microsoft.page = 200
    teams.microsoft.members = [
        {"id": long_id(n), "name": f"Person {n:04}", "email": f"p{n}@northvale.example"} for n in range(many)
    ] + [{"id": member("sam"), "name": "Sam Iqbal"}]
    teams.microsoft.members[1]["name"] = teams.microsoft.members[0]["name"]
    await teams.send(
        there(teams.activity("sam", "channel", type="conversationUpdate", membersAdded=[{"id": BOT}]))
    )
    await teams.send(
        there(teams.activity("sam", "channel", type="message")) | teams.board.mentioning("board")
    )
    return teams.microsoft.to(NEW)[-1]


async def fill_in(teams: Any, form: dict[str, Any], **more: str) -> str:
    filled = pressable(form, "Link") | {"board": "new", "name": "Ridge Board", "code": "RB", "others": ""}
    filled |= {"zone": "Europe/London", **more}
    value = {"action": {"type": "Action.Execute", "verb": "arising", "data": filled}}
    sent = teams.activity(
        "sam", "channel", type="invoke", name="adaptiveCard/action", value=value, replyToId=form["id"]
    )
    _, body = await teams.send(there(sent))
    return card_words(body["value"])


def choices(form: dict[str, Any], field: str) -> dict[str, str]:
    body = form["attachments"][0]["content"]["body"]
    return {c["title"]: c["value"] for e in body if e.get("id") == field for c in e["choices"]}


@pytest.mark.parametrize("many", [60, 400])
async def test_a_large_team_fits_into_the_form(teams: Any, many: int) -> None:
    """Every field names everybody: with ids as long as Teams' own fifty would be too much. Whoever does not fit is counted."""
    form = await asked_by_sam(teams, many)
    sent = {k: v for k, v in form.items() if k not in {"conversation", "id", "thread"}}
    assert size(sent) <= MOST_BYTES
    assert wrong_with_card(form["attachments"][0]["content"]) == []
    offered = choices(form, "clerk")
    assert list(offered)[:3] == [
        "Sam Iqbal",
        "Person 0000 (p0@northvale.example)",
        "Person 0000 (p1@northvale.example)",
    ]
    fits = "fit here" not in words(form)
    assert fits is (many == 60)
    assert fits or f"{len(offered)} of {many + 1} fit here." in words(form)
    clerk, chair = (
        choices(form, "clerk")["Person 0002"],
        choices(form, "chair")["Person 0000 (p1@northvale.example)"],
    )
    assert "keeps the log of the Ridge Board" in await fill_in(teams, form, clerk=clerk, chair=chair)

    def accounts(unit: UnitOfWork) -> dict[str, str]:
        records = teams.board._records(unit)
        roster = records.people.roster(records.boards.by_code("RB").id)
        return {m.role.value: records.linking.accounts(m.person.id)[0].id for m in roster.members}

    assert teams.board.store.read_sync(accounts) == {"clerk": long_id(2), "chair": long_id(1)}


async def test_who_was_picked_is_still_picked_when_the_form_comes_back(teams: Any) -> None:
    """With what is wrong; also where not everybody fits into it."""
    form = await asked_by_sam(teams, 400)
    clerk = choices(form, "clerk")["Person 0002"]
    value = {"action": {"type": "Action.Execute", "verb": "arising", "data": pressable(form, "Link")}}
    value["action"]["data"] |= {
        "name": "",
        "code": "RB",
        "zone": "Europe/London",
        "clerk": clerk,
        "chair": "",
        "others": "",
    }
    sent = teams.activity(
        "sam", "channel", type="invoke", name="adaptiveCard/action", value=value, replyToId=form["id"]
    )
    _, body = await teams.send(there(sent))
    again = {e["id"]: e for e in body["value"]["body"] if "id" in e}
    assert again["clerk"]["value"] == clerk
