"""A morning on one board: every kind of thing a person can do to the bot, each under a delivery id of its own."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot import core
from bot.commands.heard import Heard
from bot.domain.people import Role
from bot.domain.places import PlaceKind
from bot.messages import Inbound, Platform, Press, Quote, Reply
from bot.minutes.papers import read_paper, unread
from bot.ports import UnitOfWork
from store.store import SqlStore
from tests.world import World, button

Build = Callable[["Morning"], Inbound]

SECOND_BOARD = "NSB"


@dataclass
class Morning:
    """A world with a second board, and what was answered so far."""

    world: World
    replies: dict[str, Reply] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def on(cls, file: Path) -> Iterator["Morning"]:
        store = SqlStore.open(file, synchronous="OFF")
        try:
            world = World.on(store)
            store.transact_sync(lambda unit: _second_board(world, unit))
            yield cls(world)
        finally:
            store.close_sync()

    # --- what people do ------------------------------------------------------------------------------------

    def card(self, number: int) -> str:
        """Where the card of an action stands in the channel."""
        action = self.world.action(number)
        return next(s.address for s in self.world.said if s.message.view.subjects == (action.id,))

    def board(self) -> int:
        return self.world.store.read_sync(
            lambda unit: self.world.records(unit).boards.by_code(self.world.code).id
        )

    def id_of(self, number: int) -> int:
        return self.world.action(number).id

    # --- handling ------------------------------------------------------------------------------------------

    async def handle(self, inbound: Inbound) -> Reply:
        """As an adapter does."""
        store, now = self.world.store, self.world.now
        heard = Heard(inbound)
        if core.reads(heard):
            return await store.read(lambda unit: core.handle(unit, inbound, now))
        return await store.transact(lambda unit: core.handle(unit, inbound, now), brief=core.brief(heard))

    async def at_once(self, inbounds: Iterable[Inbound]) -> list[Reply]:
        return await asyncio.gather(*(self.handle(i) for i in inbounds))

    async def once(self, inbound: Inbound) -> Reply:
        return await self.times(inbound, 1)

    async def times(self, inbound: Inbound, count: int, *, together: bool = False) -> Reply:
        """Deliver the same several times, then say what came of it. The reply, which is the same for all."""
        if together:
            replies = await self.at_once([inbound] * count)
        else:
            replies = [await self.handle(inbound) for _ in range(count)]
        assert all(r == replies[0] for r in replies), inbound.delivery
        self.answered(inbound, replies[0])
        return replies[0]

    def answered(self, inbound: Inbound, reply: Reply) -> None:
        """The adapter has shown the answer, and delivery has said the rest."""
        if inbound.delivery not in self.replies:
            self.replies[inbound.delivery] = reply
            self.world.store.transact_sync(
                lambda unit: core.said(
                    unit, inbound, reply, f"a-{inbound.delivery}", inbound.thread, self.world.now
                )
            )
        self.world.drain()


def _second_board(world: World, unit: UnitOfWork) -> None:
    """Margaret, and she alone, is on two boards."""
    records = world.records(unit)
    here = unit.installation(Platform.PLAYGROUND, world.workspace)
    board = records.boards.add(SECOND_BOARD, "Northvale Safety Board", "Europe/London", None)
    records.places.add(here.id, PlaceKind.CHANNEL, "safety", "nsb-board", board=board.id)
    margaret = records.people.by_identity(Platform.PLAYGROUND, world.workspace, ["margaret"])["margaret"]
    records.people.give_role(board.id, margaret.id, Role.CHAIR)


# --- the morning -----------------------------------------------------------------------------------------------


def _say(who: str, text: str, **how: Any) -> Build:
    return lambda m: m.world.inbound(who, text, **how)


def _tell(who: str, text: str) -> Build:
    return _say(who, text, direct=True)


def _in_thread(who: str, number: int, text: str) -> Build:
    return lambda m: m.world.inbound(who, text, thread=m.card(number), command=False, addressed=False)


def _press(who: str, make: Callable[[Morning], str], *, direct: bool = False, **values: Any) -> Build:
    return lambda m: m.world.inbound(
        who, "", direct=direct, press=Press(button=make(m), values=values or None)
    )


def _on(verb: str, number: int, *more: object) -> Callable[[Morning], str]:
    return lambda m: ":".join([verb, str(m.id_of(number)), *map(str, more)])


def _of(step: str, label: str) -> Callable[[Morning], str]:
    """The button of an earlier answer."""
    return lambda m: button(m.replies[step], label)


def _form_of(step: str) -> Callable[[Morning], str]:
    return lambda m: m.replies[step].form.id


def _person(who: str) -> Callable[[Morning], str]:
    def find(m: Morning) -> str:
        def look(unit: UnitOfWork) -> int:
            people = m.world.records(unit).people
            return people.by_identity(Platform.PLAYGROUND, m.world.workspace, [who])[who].id

        return str(m.world.store.read_sync(look))

    return find


def _submit(who: str, form: Callable[[Morning], str], **values: Any) -> Build:
    def build(m: Morning) -> Inbound:
        filled = {k: v(m) if callable(v) else v for k, v in values.items()}
        return m.world.inbound(who, "", press=Press(button=form(m), values=filled))

    return build


MINUTES = """Minutes of the meeting held on 3 February 2026

2. Volunteers

ACTION: Priya to write to the volunteers by 27 Feb
ACTION: Hayley Marsh to collect the replies
ACTION: Tom Reid to paint the fence by next meeting
ACTION: Diane Ward to price the chairs by 6 March

RESOLVED: That the budget be approved.
"""
AMENDED = {"what": "Price forty chairs", "kind": "action", "due": "9 March"}

CHANGES: dict[str, Build] = {
    # adding, in each way it can go
    "meeting add": _say("sam", "meeting add 17 Mar 14:00 Town Hall"),
    "add": _say("sam", "add Book the hall @hayley by 20 Feb"),
    "add for somebody unknown": _say("kim", "add Find a speaker @jo @priya by 27 Feb"),
    "add with a doubtful date": _say("sam", "add Print the agenda @tom by 30 Feb"),
    "add due at the meeting": _say("sam", "add Draft the plan @hayley by next meeting"),
    "add directly": _tell("hayley", "add Order the badges by 24 Feb"),
    "people add": _say("sam", "people add Priya Shah, Open Door, member"),
    "add with a doubtful owner": _say("sam", "add Call the venue, Priya, 27 Feb"),
    "a person chosen": _press("sam", _of("add with a doubtful owner", "Priya Nair")),
    "add alone": _say("sam", "add"),
    "the form submitted": _submit(
        "sam", _form_of("add alone"), what="Thank the volunteers", owners=_person("tom"), due="27 Feb"
    ),
    "the form submitted with a mistake": _submit("sam", _form_of("add alone"), what="", owners=(), due=""),
    # when
    "a day chosen": _press("sam", _of("add with a doubtful date", "Fri")),
    "the meeting chosen": _press("sam", _of("add with a doubtful date", "Next meeting")),
    "no date chosen": _press("sam", _of("add with a doubtful date", "No date")),
    "another date": _submit("sam", _on("dueform", 3), due="24 Feb"),
    "another date that cannot be": _submit("sam", _on("dueform", 3), due="31 Feb"),
    "due": _say("sam", "due 1 24 Feb"),
    "due with no date": _say("sam", "due 1"),
    "more time": _press("hayley", _on("later", 1)),
    # who and what
    "assign": _say("sam", "assign 2 @priya"),
    "assign in a form": _submit("sam", _on("assign", 2), owners=_person("kim")),
    "assign in a form from a notice": _submit("sam", _on("assignform", 2), owners=_person("priya")),
    "edit": _say("sam", "edit 1 Book the big hall"),
    "edit in a form": _submit("sam", _on("editform", 1), words="Book the biggest hall"),
    # progress, by command, button and form
    "update": _say("hayley", "update 1 halls rung"),
    "update in a form": _submit("hayley", _on("update", 1), words="and two more"),
    "begin": _press("hayley", _on("begin", 1)),
    "not mine": _press("tom", _on("notmine", 3)),
    "done": _say("hayley", "done 1 at last"),
    "close": _say("sam", "close 1"),
    "reopen": _say("sam", "reopen 1 on fire"),
    "done by button": _press("hayley", _on("done", 1)),
    "close by button": _press("sam", _on("close", 1)),
    "reopen by button": _press("sam", _on("reopen", 1)),
    "reopen what is open": _say("sam", "reopen 1"),
    "close asked for by an officer": _say("hayley", "close 1"),
    "the wish withdrawn": _press("hayley", _of("close asked for by an officer", "Withdraw")),
    "drop in a form": _submit("hayley", _on("dropform", 5), words="we have badges"),
    "reopen the dropped": _say("sam", "reopen 5"),
    "drop": _say("hayley", "drop 5 we still have badges"),
    "drop without a reason": _say("sam", "drop 6"),
    "the reason given": _submit("sam", _form_of("drop without a reason"), words="the venue called us"),
    # owners' own words in a card's thread
    "in progress": _in_thread("hayley", 1, "in progress"),
    "waiting": _in_thread("hayley", 1, "waiting on legal"),
    "will be": _in_thread("hayley", 1, "will be Friday week"),
    "words": _in_thread("hayley", 1, "the manager rings back on Monday"),
    "no longer needed": _in_thread("tom", 7, "no longer needed"),
    "not mine, in words": _in_thread("hayley", 4, "not mine"),
    "done in the thread": _in_thread("hayley", 1, "done, and paid for"),
    # directly, where it is not plain which
    "one for hayley": _say("sam", "add Write to the members @hayley by 20 Feb"),
    "another for hayley": _say("sam", "add Collect the replies @hayley by 25 Feb"),
    "which one": _tell("hayley", "it is going well"),
    "that one": _press("hayley", _of("which one", "NWP-9"), direct=True),
    "which one is done": _tell("hayley", "done"),
    "both": _press("hayley", _of("which one is done", "Both"), direct=True),
    "undo": _tell("hayley", "undo"),
    "all done": _tell("hayley", "all done"),
    "undo by button": _press("hayley", _of("all done", "Undo"), direct=True),
    # different things of several, in one message
    "several": _tell("hayley", "NWP-8 waiting on legal, 9 will be 3 March"),
    "several undone": _press("hayley", _of("several", "Undo"), direct=True),
    "several, one not hers": _tell("hayley", "8 in progress, 2 done"),
    "the rest of several": _press("hayley", _of("several, one not hers", "Record NWP-8"), direct=True),
    "several by a button": _press("hayley", lambda m: "say:8 waiting on legal, 9 in progress", direct=True),
    "a board there is not": _tell("hayley", "XYZ-9 waiting on the printers"),
    "the one that was meant": _press("hayley", _of("a board there is not", "NWP-9"), direct=True),
    "which board": _tell("margaret", "add Write to the minister by 27 Feb"),
    "that board": _press("margaret", _of("which board", "Northvale Safety Board"), direct=True),
    "assign to one of two": _say("sam", "assign 2 Priya"),
    "the one meant": _press("sam", _of("assign to one of two", "Priya Nair")),
    "a typing mistake": _say("sam", "udpate 2 with the printers"),
    "what was meant": _press("sam", _of("a typing mistake", "update")),
    "meeting move": _say("sam", "meeting move to 24 Mar 15:00"),
    "meeting cancel": _say("sam", "meeting cancel"),
    "somebody new": _say("sam", "people add Zoe Park, Open Door"),
    "somebody gone": _say("sam", "people remove Zoe Park"),
    "a typing mistake put right": _press("sam", lambda m: "say:due 8 26 Feb"),
    # of oneself
    "snooze": _say("hayley", "snooze 2 until 26 Feb"),
    "unsnooze": _tell("hayley", "nudge me about 2 again"),
    "snooze by button": _press("priya", _on("snooze", 2), direct=True),
    "snoozed by button": _press("priya", _of("snooze by button", "Mon"), direct=True),
    "snooze in a form": _submit("priya", _on("snoozeform", 2), until="3 March"),
    "snooze in a form that cannot be": _submit("priya", _on("snoozeform", 2), until="31 Feb"),
    "away": _tell("tom", "away until 8 April, cover @kim"),
    "away in a form": _submit("tom", lambda m: "awayform", words="3 to 9 April"),
    "away by button": _press("tom", lambda m: "awayuntil:2026-02-10:2026-02-13", direct=True),
    "back by button": _press("tom", lambda m: "back", direct=True),
    "away, in words": _tell("tom", "I'm on leave next week"),
    "back": _tell("tom", "I'm back"),
    "mute": _tell("kim", "stop nudging me"),
    "mute until": _press("kim", _of("mute", "Until Mon"), direct=True),
    "unmute by button": _press("kim", lambda m: "unmute", direct=True),
    "mute until Monday": _tell("kim", "mute until Monday"),
    "unmute": _tell("kim", "nudge me again"),
    # its settings, and one's own
    "settings directly": _tell("margaret", "settings"),
    "a setting": _say("sam", "settings escalation clerk after 5 working days, chair after 10 working days"),
    "a setting that cannot be": _say("sam", "settings nation Scottland"),
    "the setting meant": _press("sam", _of("a setting that cannot be", "Scotland")),
    "settings in a form": _submit("sam", lambda m: f"settingsform:{m.board()}", quiet="18:00 to 08:00"),
    "one's own rhythm": _tell("hayley", "my nudges 3 days before"),
    # for the board
    "digest": _say("sam", "digest"),
    "digest for oneself": _say("hayley", "digest"),
    "undo by command": _say("sam", "undo"),
    "thanks": _tell("hayley", "thanks"),
    # a right code is chance's: tests/unit/bot/test_linking.py delivers that one twice
    "a wrong code": _tell("hayley", "link AAAA2-AAAA2"),
    "nothing to unlink": _tell("hayley", "unlink"),
    "nothing to send again": _press("sam", lambda m: "again:1:1"),
    "people by button": _press("sam", lambda m: "people"),
    # minutes
    "minutes alone": _say("sam", "minutes"),
    "minutes": _say("sam", f"minutes {MINUTES}"),
    "the same minutes": _say("sam", f"minutes {MINUTES}"),
    "the person meant": _press("sam", _of("minutes", "Priya Nair")),
    "it is that one": _press("sam", _of("the person meant", "It is NWP-")),
    "one taken in": _press("sam", _of("it is that one", "Accept")),
    "one left out": _press("sam", _of("one taken in", "Not an action")),
    "one amended": lambda m: m.world.inbound(
        "sam",
        "",
        press=Press(button=_of("one left out", "Edit")(m), values={**AMENDED, "owners": _person("kim")(m)}),
    ),
    "the day of the meeting": lambda m: m.world.inbound(
        "sam", "", press=Press(button=_of("one amended", "Date of")(m), values={"day": "4 Feb 2026"})
    ),
    "asked first": _press("sam", _of("the day of the meeting", "Put")),
    "all that are sure": _press("sam", _of("the day of the meeting", "Accept all")),
    "into the log": _press("sam", _of("all that are sure", "Put")),
    "into the log again": _press("sam", _of("asked first", "Put")),
    "minutes a third time": _say("sam", f"minutes {MINUTES}"),
    "minutes taken out": _press("sam", _of("into the log", "Undo")),
    "minutes left alone": _say("sam", "minutes ACTION: Tom Reid to find the keys"),
    "set aside": _press("sam", _of("minutes left alone", "Set")),
    "minutes from an officer": _say("hayley", f"minutes {MINUTES}"),
    "minutes of a message": lambda m: m.world.inbound("sam", "").model_copy(
        update={
            "press": Press(button="minutesof"),
            "quote": Quote(link="https://example.org/m", text="ACTION: Tom Reid to find the rope"),
        }
    ),
    "a file": lambda m: m.world.inbound("sam", "minutes").model_copy(
        update={"paper": read_paper("ACTION: Kim Osei to find the ladder", name="a.txt")}
    ),
    "a file that cannot be read": lambda m: m.world.inbound("sam", "minutes").model_copy(
        update={"paper": unread("a.docx", "“a.docx” is empty.")}
    ),
    # The page shown is what words below it are said of.
    "a page of the review": _press("sam", _of("minutes taken out", "Review")),
    "all that is complete closed": _press("sam", lambda m: f"closeall:{m.board()}:{10**18}"),
    "the digest once more": _press("sam", lambda m: f"postdigest:{m.board()}"),
    "one owner more": _say("sam", "add tom to 9"),
    "one owner less": _say("sam", "take tom off 9"),
    "handing over asked about": _tell("hayley", "can someone else take 9"),
    "no progress": _tell("hayley", "what does this mean?"),
    # They ask, or may be the answer to something asked.
    "no command": _say("sam", "qwertyuiop the widgets"),
    "away alone": _say("sam", "away"),
}
"""What changes something, asks something, or is answered once and for all."""

READS: dict[str, Build] = {
    "list": _say("sam", "list"),
    "list all by button": _press("sam", lambda m: "list:all:0"),
    "show": _say("sam", "show 1"),
    "show by button": _press("sam", _on("show", 1)),
    "history": _say("sam", "history 1"),
    "history by button": _press("sam", _on("history", 1)),
    "people": _say("sam", "people"),
    "settings": _say("sam", "settings"),
    "the settings' form opened": _press("sam", lambda m: f"settingsform:{m.board()}"),
    "meetings": _say("sam", "meetings"),
    "help": _say("sam", "help"),
    "find": _say("sam", "find the members"),
    "next page": _say("sam", "next page"),
    "the brief": _say("sam", "brief"),
    "help by button": _press("sam", lambda m: "help"),
    "list decisions": _say("sam", "list decisions"),
    "referrals by button": _press("sam", lambda m: "kept:referral:0"),
    "the away form opened": _press("sam", lambda m: "awayform"),
    "the snooze form opened": _press("priya", _on("snoozeform", 2)),
    "a form opened": _press("sam", _on("dueform", 1)),
    "the drop form opened": _press("sam", _on("drop", 1)),
    "the add form opened": _press("sam", lambda m: "addform"),
    "plain talk": _say("kim", "see you all on Monday", command=False, addressed=False),
}
"""What changes nothing."""


async def played(morning: Morning, count: int = 1, *, together: bool = False) -> list[Inbound]:
    """The whole morning in order, each thing delivered so many times. What was delivered."""
    done = []
    for name, build in CHANGES.items():
        inbound = build(morning).model_copy(update={"delivery": name})
        await morning.times(inbound, count, together=together)
        done.append(inbound)
    return done


# --- looking ---------------------------------------------------------------------------------------------------


def dump(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with closing(sqlite3.connect(file)) as database:
        tables = [
            name
            for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
        ]
        return {t: sorted(database.execute(f"SELECT * FROM {t}").fetchall(), key=repr) for t in tables}


def differences(once: Path, often: Path) -> dict[str, Sequence[Any]]:
    """What is in one database and not in the other, by table; nothing when they are the same."""
    first, second = dump(once), dump(often)
    assert first["history"]
    assert first["deliveries"]
    found = {}
    for table in first | second:
        one, other = first.get(table, []), second.get(table, [])
        if one != other:
            found[table] = [r for r in one if r not in other], [r for r in other if r not in one]
    return found
