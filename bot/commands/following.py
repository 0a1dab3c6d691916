"""What became of the messages actions were made of. Their words are kept; history says what happened to them."""

from datetime import datetime

from bot.commands.acquainting import known
from bot.domain.history import Entry, Verb
from bot.language.text import tidy
from bot.messages import Inbound
from bot.ports import Arrival, Records

_VERBS = {"edited": Verb.SOURCE_EDITED, "deleted": Verb.SOURCE_DELETED}


def follow(records: Records, arrival: Arrival, inbound: Inbound, now: datetime) -> bool:
    """Record the news for every action made of that message; whether there was any."""
    quote, happened = inbound.quote, inbound.happened
    if quote is None or happened is None:
        return False
    found = records.actions.from_message(quote.link)
    if not found:
        return False
    person = arrival.viewer.person
    if person is None:
        profile = inbound.profile(inbound.author.id)
        person = known(records, inbound.platform, [profile] if profile else []).get(inbound.author.id)
    change = records.history.new_change()
    edited = happened == "edited"
    for action in found:
        records.history.append(
            Entry(
                board=action.board,
                verb=_VERBS[happened],
                change=change,
                actor=person.id if person else None,
                at=now,
                action=action.id,
                before={"source": {"words": action.source.words or ""}} if edited else None,
                after={"source": {"words": tidy(quote.text)}} if edited else None,
            )
        )
    return True
