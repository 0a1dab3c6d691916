"""`link`, `link CODE` and `unlink`: somebody says which accounts are theirs.

Asked by people who hold no role yet, so it stands beside the session and not in it. Both are said to the bot
directly; the code that was given in one account is said in the other.
"""

import re
from datetime import datetime, timedelta
from typing import Final

from bot.commands import uniting
from bot.commands.acquainting import talks_at
from bot.domain.actions import NotPossible
from bot.domain.ids import ChangeId, PersonId
from bot.domain.places import PlaceKind
from bot.language import intents as i
from bot.language.commands import read_command, said_plainly
from bot.messages import Inbound, Reply
from bot.ports import Account, Arrival, Records
from bot.views import linking as views

VALID: Final = timedelta(minutes=views.MINUTES)
MOST_WRONG: Final = 5
"""Codes one account may try in vain before it has to wait."""

_BEGINS = re.compile(r"[\s/!]*(?:un)?link\b", re.IGNORECASE)


def meant(inbound: Inbound) -> bool:
    """Whether this is about the author's accounts."""
    if inbound.press is not None or not inbound.addressed or not _BEGINS.match(inbound.text):
        return False
    return _intent(inbound) is not None


def _intent(inbound: Inbound) -> i.LinkAccounts | i.UnlinkAccount | None:
    direct = inbound.where.kind is PlaceKind.DIRECT
    text = inbound.text[:200]
    found = read_command(text) if inbound.command or not direct else said_plainly(text)
    return found if isinstance(found, i.LinkAccounts | i.UnlinkAccount) else None


def answer(records: Records, arrival: Arrival, inbound: Inbound, now: datetime) -> tuple[Reply, Reply]:
    """What to say, and what to keep of it for a replay: a code is shown once and kept nowhere."""
    intent = _intent(inbound)
    me = arrival.viewer.person.id if arrival.viewer.person else None
    account = Account(inbound.platform, inbound.author.workspace, inbound.author.id)
    if isinstance(intent, i.LinkAccounts) and not intent.code and inbound.where.kind is PlaceKind.DIRECT:
        code = records.linking.new_code(account, now + VALID)
        return Reply(answer=views.here_is_a_code(code)), Reply(answer=views.was_a_code())
    if isinstance(intent, i.LinkAccounts):
        reply = _redeem(records, arrival, inbound, account, me, intent.code, now)
    else:
        reply = _unlink(records, account, me, now)
    return reply, reply


def _redeem(
    records: Records,
    arrival: Arrival,
    inbound: Inbound,
    account: Account,
    me: PersonId | None,
    code: str,
    now: datetime,
) -> Reply:
    if inbound.where.kind is not PlaceKind.DIRECT:
        shown = records.linking.whose_code(code, now) if code else None
        if shown is not None:
            records.linking.use_code(shown)
        return Reply(answer=views.say_it_directly(had_code=bool(code)))
    count, since = records.linking.wrong_codes(account)
    if now - since >= VALID:
        count, since = 0, now
    if count >= MOST_WRONG:
        left = -(-(since + VALID - now) // timedelta(minutes=1))
        return Reply(answer=views.too_many_tries(max(1, left)))
    given = records.linking.whose_code(code, now)
    if given is None:
        records.linking.count_wrong(account, count + 1, since)
        return Reply(answer=views.no_such_code())
    if given == account:
        return Reply(answer=views.same_account())
    records.linking.use_code(given)
    there = uniting.person_of(records, given)
    if me is None and there is None:
        return Reply(answer=views.both_unknown())
    if me == there:
        return Reply(answer=views.linked_already())
    try:
        person, change = _one(records, account, me, given, there, now)
    except NotPossible as problem:
        assert me is not None
        assert there is not None
        uniting.cannot_be_joined(records, me, there, now)
        return Reply(answer=views.not_joined(str(problem)))
    _spoken_here(records, arrival, inbound, person, now)
    name = records.people.get(person).first_name
    return Reply(answer=views.linked(name, account.platform, given.platform, change))


def _one(
    records: Records,
    account: Account,
    me: PersonId | None,
    given: Account,
    there: PersonId | None,
    now: datetime,
) -> tuple[PersonId, ChangeId]:
    if there is None:
        assert me is not None
        return me, uniting.attach(records, me, given, now, by=me)
    if me is None:
        return there, uniting.attach(records, there, account, now, by=there)
    return uniting.join(records, me, there, now, by_themselves=True)


def _spoken_here(
    records: Records, arrival: Arrival, inbound: Inbound, person: PersonId, now: datetime
) -> None:
    """They are written to where they last said something, and that is here."""
    profile = inbound.profile(inbound.author.id)
    # A slash command in a direct conversation may have been said to somebody else than the bot.
    address = (
        profile.direct if profile and profile.direct else None if inbound.command else inbound.where.address
    )
    if not address:
        return
    place = talks_at(records, arrival.installation.id, records.people.get(person), address)
    records.places.touched(place.id, now)


def _unlink(records: Records, account: Account, me: PersonId | None, now: datetime) -> Reply:
    others = [a for a in records.linking.accounts(me) if a != account] if me is not None else []
    if me is None or not others:
        return Reply(answer=views.nothing_to_unlink())
    uniting.unlink(records, me, account, now)
    return Reply(answer=views.unlinked(others[0].platform))
