"""A tour through everything the bot can say: who says and presses what, and what each view was made with.

The views are caught where they are made, in `bot/views`, so that one nobody thought of here is missed by name.
"""

import inspect
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

import bot.views
from bot import core
from bot.domain.outbox import Refused
from bot.domain.people import Role
from bot.messages import Form, Press, Quote, View
from bot.ports import UnitOfWork
from bot.views import guides, minutes
from tests.stores import empty_store
from tests.unit.bot import test_first_run as first_run
from tests.unit.bot.test_linking import Teams, code_in
from tests.unit.bot.test_messages_made_actions import QUOTE
from tests.world import World
from tests.world import button as button_of

FOLDER = Path(bot.views.__file__).parent
Seen = dict[str, list[View | Form]]


def sayers() -> set[str]:
    """Every function of `bot/views` that gives a view or a form, as module.name."""
    import importlib

    found: set[str] = set()
    for file in FOLDER.glob("[a-z]*.py"):
        module = importlib.import_module(f"bot.views.{file.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            made_here = function.__module__ == module.__name__
            if made_here and function.__annotations__.get("return") in {View, Form}:
                found.add(f"{file.stem}.{name}")
    return found


@contextmanager
def _watching(seen: Seen) -> Iterator[None]:
    def profile(frame: FrameType, event: str, given: Any) -> None:
        code = frame.f_code
        if event == "return" and isinstance(given, View | Form) and code.co_filename.startswith(str(FOLDER)):
            kept = seen.setdefault(f"{Path(code.co_filename).stem}.{code.co_name}", [])
            if given not in kept:
                kept.append(given)

    threading.setprofile(profile)
    sys.setprofile(profile)
    try:
        yield
    finally:
        threading.setprofile(None)
        sys.setprofile(None)


def everything_said() -> Seen:
    """The tour, from the first run to the last notice."""
    seen: Seen = {}
    with _watching(seen):
        for part in (_tour, _of_two_owners, _of_silences, _of_accounts, _of_settings, _of_minutes):
            store = empty_store()
            try:
                part(World.on(store))
            finally:
                store.close_sync()
    return seen


def _of_accounts(world: World) -> None:
    """Somebody in Teams too. What chance says is always the same here, so that pictures can be compared."""
    teams, codes = Teams(world), (f"7KQ2MXR4D{n}" for n in range(2, 10))
    with patch("store.records.linking._code", lambda: next(codes)):
        world.tell("hayley", "unlink")
        teams.tell(f"link {code_in(teams.tell('link', who='29:zoe'))}", who="29:zed")
        again = world.inbound("hayley", "link", direct=True)
        code = code_in(world.send(again))
        world.send(again)
        world.say("hayley", f"link {code}")
        code = code_in(world.tell("hayley", "link"))
        world.tell("hayley", f"link {code}")
        teams.tell(f"link {code}")
        teams.tell(f"link {code_in(world.tell('hayley', 'link'))}")
        world.drain()
        teams.tell("unlink")
        teams.known_as("M. Hale", Role.VICE_CHAIR, who="29:margaret")
        teams.tell(f"link {code_in(world.tell('margaret', 'link'))}", who="29:margaret")
        world.drain()
        for _ in range(6):
            teams.tell("link AAAA2-AAAA2", who="29:mallory")


def _of_silences(world: World) -> None:
    """Away, snoozed, muted; the ladder; and a meeting with what is said around it."""
    say, tell = world.say, world.tell
    climbing = {"escalation": {"clerk": 5, "chair": 10}}
    world.store.transact_sync(lambda unit: _settings(world, unit, climbing))
    say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    say("sam", "add Sign the protocol @tom by 13 Feb")
    say("sam", "add Bring the framework @diane by 20 March")
    say("sam", "add Lease the vans @priya by 17 Feb")
    tell("tom", "away")
    world.press("tom", "awayform", direct=True)
    tell("tom", "away until 27 Feb, cover @kim")
    tell("tom", "away")
    world.press("priya", f"snooze:{world.action(3).id}", direct=True)
    world.press("priya", f"snoozeform:{world.action(3).id}", direct=True)
    tell("priya", "snooze 3 until 4 March")
    tell("hayley", "stop nudging me")
    world.drain()
    say("sam", "people")
    tell("hayley", "unmute")
    tell("diane", "due 2 27 March")
    say("diane", "update 1 the lawyers have it")
    world.clock("2026-03-06 12:00")


def _settings(world: World, unit: UnitOfWork, own: dict) -> None:
    records = world.records(unit)
    board = records.boards.by_code(world.code)
    records.boards.keep_settings(board.id, board.zone, own)


def _tour(world: World) -> None:
    say, tell = world.say, world.tell
    first_run.ask(world, "board")
    first_run.ask(world, "board", who=first_run.CLERK)
    first_run.ask(world, "board", kind=first_run.PlaceKind.DIRECT)
    first_run.submit(world, name="")
    first_run.submit(world)
    first_run.submit(world)
    tell("hayley", "list mine")
    tell("stranger", "list")
    for topic in (
        "help",
        "help add",
        "help due",
        "wibble 1",
        "lst",
        "thank you",
        "meeting add someday",
        "people add",
    ):
        say("sam", topic)
    tell("hayley", "thank you")
    tell("hayley", "done")
    say("sam", "meeting add Tue 24 Feb 14:00 Town Hall")
    say("sam", "meetings")
    say("sam", "people")
    say("sam", "people add Ann Lee, Acorn Trust")
    say("sam", "add")
    for line in (
        "add Circulate the away day outcomes @hayley by 17 Feb",
        "add Publish the service standards @diane by 32 Feb",
        "add Walk the route, The Wardens, 13.03.26",
        "add Agree the terms @hayley and @tom by next meeting",
        "add Book the hall @kim by 20 Feb",
        "add Lease the vans @priya by 3 Mar",
    ):
        say("sam", line)
    tell("tom", "add Walk the other route, The Wardens, 13.03.26")
    tell("tom", "does the other route need a map?")
    world.drain()
    for card in [s for s in world.said if s.message.view.buttons]:
        for button in card.message.view.buttons:
            if button.opens_form:
                world.press("hayley", button.id)
    world.press("hayley", "home", direct=True)
    world.press("sam", "home", direct=True)
    world.send(world.inbound("sam", "", press=Press(button="newaction")).model_copy(update={"quote": QUOTE}))
    quiet = world.inbound("sam", "", press=Press(button="propose"), addressed=False)
    world.send(quiet.model_copy(update={"quote": QUOTE}))
    world.send(quiet.model_copy(update={"quote": Quote(link="https://example.test/2", text="good morning")}))
    say("sam", "list")
    say("sam", "list all")
    say("sam", "list done")
    say("sam", "show 1")
    say("sam", "show 99")
    tell("hayley", "done")
    tell("tom", "done 4 my half")
    tell("hayley", "1 need until 3 March")
    tell("hayley", "need more time")
    say("sam", "due 1")
    say("sam", "due 1 whenever pigs fly 35 Feb")
    say("sam", "due 1 20 Feb")
    say("sam", "assign 5 @tom")
    say("sam", "edit 5 Book the large hall")
    say("sam", "update 5 the caretaker has the key")
    tell("hayley", "waiting on legal")
    tell("kim", "close 5")
    tell("kim", "drop 6 no need")
    tell("tom", "not mine")
    say("sam", "drop 6 no need")
    say("sam", "reopen 6")
    say("sam", "done 5 booked")
    say("kim", "close 5")
    say("sam", "close 5")
    say("sam", "undo")
    say("sam", "history 5")
    say("sam", "digest")
    world.drain()
    world.clock("2026-02-20 10:00")
    world.clock("2026-03-02 10:00")
    tell("hayley", "list mine")
    say("sam", "add Count the chairs @priya")
    world.drain(Refused("their account is switched off"))
    world.drain()
    world.store.transact_sync(
        lambda unit: core.deactivated(
            unit, first_run.Platform.PLAYGROUND, world.workspace, "hayley", world.now
        )
    )
    world.drain()
    world.meeting(date(2026, 4, 21))
    say("sam", "meetings")


def _of_settings(world: World) -> None:
    """All of them, for those who may change them and those who may not; the form; and what holds now."""
    world.say("sam", "settings")
    world.tell("kim", "settings")
    form = button_of(world.say("sam", "settings"), "Change")
    world.press("sam", form)
    world.press("sam", form, nation="Scottland")
    world.say("sam", "settings pause until 8 May (pre-election)")


def _of_minutes(world: World) -> None:
    """Minutes reviewed, put in the log, sent again, amended, and taken out."""
    world.meeting(date(2026, 2, 17))
    world.say("sam", "add Circulate the away day outcomes @hayley by 10 Feb")
    world.say("sam", "add Write to the school @diane by 20 Feb")
    world.drain()
    minutes.being_read(
        "minutes.docx"
    )  # the platforms say it themselves: they alone know how long a file takes
    review = world.say("sam", f"minutes {MINUTES}")
    for label in ("Edit", "Date of the meeting"):
        form = world.press("sam", button_of(review, label)).form
        assert form is not None
        wrong = {"what": "", "kind": "action", "owners": (), "due": "32 Feb", "day": "32 Feb"}
        world.press("sam", form.id, **{f.name: wrong[f.name] for f in form.fields})
    while any(b.label == "Accept" for b in review.answer.buttons):
        review = world.press("sam", button_of(review, "Accept"))
    done = world.press("sam", button_of(review, "Put"))
    world.drain()
    world.say("sam", "list decisions")
    world.say("sam", "list referrals")
    world.say("sam", f"minutes {MINUTES}")
    world.say("sam", f"minutes {MINUTES.replace('6 March', '13 March')}")
    world.say("sam", "minutes")
    world.say("hayley", "minutes")
    world.say("hayley", "done 3")
    world.press("sam", button_of(done, "Undo"))
    world.say("hayley", "undo")
    world.press("sam", button_of(done, "Undo"))
    world.drain()


MINUTES = """Northvale Wellbeing Partnership

Minutes of the meeting held on 3 February 2026

Present: Hayley Marsh (HM), Priya Nair (PN), Sam Iqbal (clerk), Cllr Tom Reid

1. Matters arising

The away day outcomes had been circulated to all partners.

2. Parking

ACTION: HM to print the posters by 6 March
ACTION: The Wardens to walk the route by next meeting

3. Budget

RESOLVED: That the budget be approved.
RESOLVED: That the matter of the bridge be referred to the Highways Committee.
ACTION: Diane Ward to write to the school
"""


def _of_two_owners(world: World) -> None:
    """A part done, an action handed back, a wish withdrawn, a form that has to wait."""
    say = world.say
    say("sam", "add Agree the terms @hayley and @tom by next meeting")
    say("tom", "done 1 my half")
    world.drain()
    world.tell("hayley", "not mine")
    world.drain()
    wish = say("kim", "close 1").answer
    world.drain()
    for button in wish.buttons if wish else ():
        world.press("kim", button.id)
    world.drain()
    say("sam", "assign 1")
    say("sam", "update 1")
    for verb in ("assign", "assignform", "due", "dueform", "otherdate", "later", "edit", "editform", "drop"):
        world.press("sam", f"{verb}:{world.action(1).id}")
        world.press("sam", f"{verb}:{world.action(1).id}", due="32 Feb", owners=(), words="")
    elsewhere = world.inbound("sam", "add", command=False).model_copy(update={"opens_forms": False})
    world.send(elsewhere)
    unlinked = first_run.Where(kind=first_run.PlaceKind.CHANNEL, address="elsewhere")
    for text in ("list", "show 1", "add Book the hall"):
        world.send(world.inbound("sam", text).model_copy(update={"where": unlinked}))
    say("sam", "add Print the agenda @hayley by 6 March")
    say("sam", "add Paint the fence @hayley by 9 March")
    world.tell("hayley", "NWP-3 waiting on legal, NWP-4 another week")
    world.tell("hayley", "XYZ-2 done")
    guides.no_board()  # to somebody whose only board is gone; nothing takes a board away yet
