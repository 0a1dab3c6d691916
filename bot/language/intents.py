"""What somebody wants, as read from their words. Refs and names are still as written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Ref:
    """A ref as written: "NWP-12", or "12" with the board still to be found out."""

    number: int
    code: str | None = None


class Which(StrEnum):
    OPEN = "open"
    MINE = "mine"
    OVERDUE = "overdue"
    DONE = "done"
    DROPPED = "dropped"
    ALL = "all"
    BLOCKED = "blocked"
    UNASSIGNED = "unassigned"
    UNDATED = "undated"
    TODAY = "today"
    WEEK = "week"
    NEXT_WEEK = "next-week"
    MONTH = "month"
    MEETING = "meeting"
    TO_CLOSE = "to-close"


@dataclass(frozen=True, slots=True)
class Add:
    """All after "add"; reading owners out of it takes the board's people. Empty words ask for the form."""

    words: str


@dataclass(frozen=True, slots=True)
class ListActions:
    """`page` counts from 0."""

    which: Which = Which.OPEN
    owner: str | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class Find:
    """The actions that speak of something."""

    words: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class NextPage:
    """More of the list last shown."""


@dataclass(frozen=True, slots=True)
class HowItStands:
    """How the board's log stands, for whoever asks and nobody else."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Said to the bot and no progress on an action: a question it cannot answer, an errand it does not run.

    `words` as an update would keep them, should they be one after all.
    """

    refs: tuple[Ref, ...] = ()
    words: str = ""
    asks: bool = True


@dataclass(frozen=True, slots=True)
class Show:
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ShowHistory:
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """`everything`: they said all of them are."""

    refs: tuple[Ref, ...] = ()
    words: str = ""
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Close:
    """`everything`: all that is complete."""

    refs: tuple[Ref, ...]
    words: str = ""
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Reopen:
    refs: tuple[Ref, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Drop:
    refs: tuple[Ref, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class GiveUpdate:
    refs: tuple[Ref, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Begin:
    refs: tuple[Ref, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """Waiting for somebody or something else."""

    refs: tuple[Ref, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Disown:
    """Not mine."""

    refs: tuple[Ref, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class SetDue:
    """An empty phrase asks when. `words` are the owner's own, kept when there are any."""

    refs: tuple[Ref, ...]
    phrase: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Assign:
    """`words` are the owner's own, where they are no command."""

    refs: tuple[Ref, ...]
    owners: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """To be asked: is it to be given to somebody else? Without refs all of the asker's; without a name, to whom."""

    refs: tuple[Ref, ...] = ()
    owners: str = ""
    words: str = ""
    everything: bool = False


@dataclass(frozen=True, slots=True)
class AddOwners:
    """More owners beside those there are. `words` are the whole, which may have been meant as an action."""

    refs: tuple[Ref, ...]
    owners: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class TakeOff:
    """Owners who are none any more."""

    refs: tuple[Ref, ...]
    owners: str = ""


@dataclass(frozen=True, slots=True)
class Several:
    """Different things said of different actions: each part names its own, and no action is named twice.

    `words` are the whole, as typed.
    """

    parts: tuple["Part", ...]
    words: str

    @property
    def refs(self) -> tuple[Ref, ...]:
        return tuple(ref for part in self.parts for ref in part.refs)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Said as a command, but of several actions: to be read as an owner's answer, which takes a calendar."""

    words: str


@dataclass(frozen=True, slots=True)
class Edit:
    refs: tuple[Ref, ...]
    what: str = ""


@dataclass(frozen=True, slots=True)
class UndoLast:
    pass


@dataclass(frozen=True, slots=True)
class PostDigest:
    pass


@dataclass(frozen=True, slots=True)
class ReadMinutes:
    """Minutes to bring in: pasted, or `paper`, a read file as plain data. Neither asks what is under review."""

    words: str = ""
    paper: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ListKept:
    """What is kept beside the actions: "decision", "referral" or "forward"."""

    kind: str = "decision"


@dataclass(frozen=True, slots=True)
class Help:
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class ListPeople:
    pass


@dataclass(frozen=True, slots=True)
class AddPerson:
    """`partner` is the one that was chosen where the words name one nearly the same."""

    words: str
    partner: str | None = None


@dataclass(frozen=True, slots=True)
class RemovePerson:
    words: str


@dataclass(frozen=True, slots=True)
class ListMeetings:
    pass


@dataclass(frozen=True, slots=True)
class AddMeeting:
    words: str


@dataclass(frozen=True, slots=True)
class LinkBoard:
    """Link this channel to a board."""


@dataclass(frozen=True, slots=True)
class LinkAccounts:
    """One account is another's person: without a code it asks for one, with one it says whose it is."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class UnlinkAccount:
    """This account is on its own again."""


@dataclass(frozen=True, slots=True)
class MoveMeeting:
    """The next meeting, to another day."""

    words: str


@dataclass(frozen=True, slots=True)
class CancelMeeting:
    """A meeting is not held: the next one, unless the words name another's day."""

    words: str


@dataclass(frozen=True, slots=True)
class Away:
    """The asker is not at work; all after "away". Empty words ask how it stands."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """At work again."""


@dataclass(frozen=True, slots=True)
class Snooze:
    """Not to hear of these until a day; an empty phrase asks until when. `reminds`: they asked to hear then."""

    refs: tuple[Ref, ...] = ()
    phrase: str = ""
    reminds: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Unsnooze:
    """To hear of these again."""

    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Mute:
    """No nudges until a day; without one, until they say so."""

    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Unmute:
    """Nudges again."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Which one, and its value; all of them where nothing is said."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Courtesy:
    """Said out of courtesy, "thanks" or, to greet, "hello": nothing to record."""

    greets: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """A command nobody knows; `nearest` is what may have been meant."""

    word: str
    nearest: str | None
    rest: str


Part = Done | GiveUpdate | Begin | Wait | Disown | Drop | SetDue | Assign | Close | Reopen
"""What may be said of some actions beside what is said of others."""

Intent = (
    Add
    | ListActions
    | Find
    | HowItStands
    | NextPage
    | Aside
    | Show
    | ShowHistory
    | Done
    | Close
    | Reopen
    | Drop
    | GiveUpdate
    | Begin
    | Wait
    | Disown
    | SetDue
    | Assign
    | HandOver
    | AddOwners
    | TakeOff
    | Several
    | OwnWords
    | Edit
    | UndoLast
    | PostDigest
    | ReadMinutes
    | ListKept
    | Help
    | ListPeople
    | AddPerson
    | ListMeetings
    | AddMeeting
    | LinkBoard
    | LinkAccounts
    | UnlinkAccount
    | RemovePerson
    | MoveMeeting
    | CancelMeeting
    | Away
    | Back
    | Snooze
    | Unsnooze
    | Mute
    | Unmute
    | Settings
    | Courtesy
    | Unknown
)

READS = (
    ListActions, Find, HowItStands, NextPage, ListKept, Show, ShowHistory, Help, ListPeople, ListMeetings, Courtesy, Unknown,
)  # fmt: skip
"""Intents that change nothing."""

CHANGES_ACTIONS = (Done, Reopen, Drop, GiveUpdate, Begin, Wait, SetDue, Assign, Edit)
"""Intents that change the actions they name, and nothing else."""
