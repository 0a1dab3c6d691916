"""The text of minutes in; proposed actions, decisions and referrals out, each with the words it came from.

    from bot.minutes import read_minutes

    reading = read_minutes(text)
    for proposal in reading.actions:
        print(proposal.what, proposal.owners, proposal.due_words, proposal.why)

Everything here is pure: the same text gives the same reading twice, and nothing is fetched or guessed
from outside it.
"""

from bot.minutes.clauses import passed_to
from bot.minutes.layout import Block, Document, Part, compose, read_layout
from bot.minutes.model import PROPOSED, SURE, Kind, Meeting, Person, Proposal, Reading
from bot.minutes.reader import read_minutes
from bot.minutes.sentences import plain_due
from bot.minutes.texts import Text

__all__ = [
    "PROPOSED",
    "SURE",
    "Block",
    "Document",
    "Kind",
    "Meeting",
    "Part",
    "Person",
    "Proposal",
    "Reading",
    "Text",
    "compose",
    "passed_to",
    "plain_due",
    "read_layout",
    "read_minutes",
]
