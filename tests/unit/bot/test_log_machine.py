"""Whatever people do in whatever order, the log keeps its promises."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.actions import UNFINISHED, Status
from bot.domain.clocks import local
from bot.domain.dues import NO_DUE
from bot.domain.history import due_data, snapshot
from bot.domain.outbox import OutboxKind
from bot.domain.people import Person
from bot.ports import Topic, UnitOfWork
from bot.views.buttons import read_button
from tests.stores import empty_store
from tests.unit.bot.kindness import ladder
from tests.world import PEOPLE, Said, World, words

WHO = st.sampled_from(sorted(PEOPLE))
DUES = st.sampled_from(
    ["tomorrow", "20 Feb 2026", "in 3 days", "next meeting", "in 2 weeks", "once agreed", "32 Feb", ""]
)
SAYINGS = st.sampled_from(
    ["done", "done, sent on Monday", "waiting on legal", "not mine", "all done", "in progress", "a few words"]
)


SILENCES = st.sampled_from(
    [
        "away until {day}",
        "away from {day} to {later}, cover @kim",
        "I'm on leave until {day}, cover @tom",
        "back",
        "mute until {day}",
        "stop nudging me",
        "nudge me again",
        "away tomorrow",
    ]
)


class LogMachine(RuleBasedStateMachine):
    """Add, assign, due, done, reopen, drop, close, undo and tick in any order, by anybody; silences and meetings too."""

    @initialize()
    def open(self) -> None:
        self.store = empty_store()
        self.world = World.on(self.store)
        self.numbers: list[int] = []
        self.nudges: dict[tuple[str, str], int] = defaultdict(int)
        self.climbed: dict[tuple[object, ...], int] = defaultdict(int)
        ladder(self.world, 2, 4)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close_sync()

    def some(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(self.numbers))

    @rule(who=WHO, owner=WHO, due=DUES)
    def add(self, who: str, owner: str, due: str) -> None:
        words_ = f"add Do a thing @{owner}" + (f" by {due}" if due else "")
        reply = self.world.say(who, words_)
        assert reply.answer is not None
        number = self.world.action(len(self.numbers) + 1).number
        assert number not in self.numbers
        self.numbers.append(number)

    @precondition(lambda self: self.numbers)
    @rule(data=st.data(), who=WHO, owner=WHO)
    def assign(self, data: st.DataObject, who: str, owner: str) -> None:
        self.world.say(who, f"assign {self.some(data)} @{owner}")

    @precondition(lambda self: self.numbers)
    @rule(data=st.data(), who=WHO, due=DUES)
    def due(self, data: st.DataObject, who: str, due: str) -> None:
        self.world.say(who, f"due {self.some(data)} {due}")

    @precondition(lambda self: self.numbers)
    @rule(
        data=st.data(), who=WHO, verb=st.sampled_from(["done", "reopen", "drop", "close", "update", "edit"])
    )
    def change(self, data: st.DataObject, who: str, verb: str) -> None:
        number = self.some(data)
        before = self.world.action(number)
        reply = self.world.say(who, f"{verb} {number} because it is so")
        after = self.world.action(number)
        if "Nothing was changed" in words(reply):
            assert after == before

    @rule(who=WHO, saying=SAYINGS)
    def answer(self, who: str, saying: str) -> None:
        before = {n: self.world.action(n).status for n in self.numbers}
        reply = self.world.tell(who, saying)
        asked = words(reply).startswith("Which one")
        after = {n: self.world.action(n).status for n in self.numbers}
        if asked:
            assert after == before  # nothing is recorded until a button is pressed
            self.pick = (who, reply)

    @precondition(lambda self: getattr(self, "pick", None))
    @rule(data=st.data())
    def press_the_answer(self, data: st.DataObject) -> None:
        who, reply = self.pick
        chosen = data.draw(
            st.sampled_from([b.id for b in reply.answer.buttons if read_button(b.id)[0] == "pick"])
        )
        self.world.press(who, chosen, direct=True)
        self.pick = None

    def day(self, ahead: int) -> str:
        return f"{self.world.now + timedelta(days=ahead):%d %B %Y}"

    @rule(who=WHO, said=SILENCES, ahead=st.integers(1, 20), longer=st.integers(0, 10))
    def fall_silent(self, who: str, said: str, ahead: int, longer: int) -> None:
        self.world.tell(who, said.format(day=self.day(ahead), later=self.day(ahead + longer)))

    @precondition(lambda self: self.numbers)
    @rule(data=st.data(), who=WHO, ahead=st.integers(1, 20))
    def snooze(self, data: st.DataObject, who: str, ahead: int) -> None:
        self.world.tell(who, f"snooze {self.some(data)} until {self.day(ahead)}")

    @rule(said=st.sampled_from(["meeting add", "meeting move to"]), ahead=st.integers(1, 20))
    def meet(self, said: str, ahead: int) -> None:
        self.world.say("sam", f"{said} {self.day(ahead)} 14:00")

    @rule(who=WHO)
    def undo(self, who: str) -> None:
        self.world.say(who, "undo")

    @rule(hours=st.integers(1, 24 * 9))
    def time_passes(self, hours: int) -> None:
        for said in self.world.clock(self.world.now + timedelta(hours=hours)):
            if said.row.kind is not OutboxKind.NUDGE:
                continue
            there = local(said.at, "Europe/London")
            self.nudges[said.message.address, there.date().isoformat()] += 1
            assert there.weekday() < 5
            assert 9 <= there.hour < 17
            # Composed from the state of its moment: nothing of it can have changed since in this step.
            person, topics = self.world.store.read_sync(lambda unit, said=said: self.about(unit, said))
            assert said.message.view.subjects or topics
            assert not person.availability.silent_on(there.date())
            assert not person.availability.muted_on(there.date())
            self.nothing_snoozed(said, person, there.date())
            for topic in topics:
                if topic.about["topic"] == "climbed":
                    about = topic.about
                    self.climbed[about["action"], about["rung"], about["due"], topic.key] += 1

    def about(self, unit: UnitOfWork, said: Said) -> tuple[Person, Sequence[Topic]]:
        records = self.world.records(unit)
        assert said.row.person is not None
        return records.people.get(said.row.person), records.topics.said_in(said.row.id)

    def nothing_snoozed(self, said: Said, person: Person, day: date) -> None:
        """Nobody hears of their own that they snoozed; who runs the log may, as whoever runs it."""
        if said.message.address in {"direct-sam", "direct-margaret"}:
            return
        for number in self.numbers:
            action = self.world.action(number)
            if action.id in said.message.view.subjects:
                mine = [line for line in action.assignments if line.owner.person == person.id]
                assert all(line.snoozed_until is None or line.snoozed_until <= day for line in mine)

    @rule()
    def tick_twice(self) -> None:
        before = len(self.world.rows())
        self.world.tick()
        middle = len(self.world.rows())
        self.world.tick()
        assert len(self.world.rows()) == middle
        assert middle >= before

    @invariant()
    def numbers_never_repeat(self) -> None:
        if hasattr(self, "numbers"):
            assert self.numbers == sorted(set(self.numbers))

    @invariant()
    def one_nudge_a_day(self) -> None:
        if hasattr(self, "nudges"):
            assert all(count == 1 for count in self.nudges.values())

    @invariant()
    def each_rung_is_climbed_once(self) -> None:
        if hasattr(self, "climbed"):
            assert all(count == 1 for count in self.climbed.values())

    @invariant()
    def finished_actions_have_no_nudge_to_come(self) -> None:
        for number in getattr(self, "numbers", []):
            action = self.world.action(number)
            for line in action.assignments:
                if action.status not in UNFINISHED or line.status in {Status.COMPLETE, Status.CLOSED}:
                    assert line.next_nudge_at is None
            if action.status not in UNFINISHED:
                assert action.next_escalation_at is None

    @invariant()
    def history_explains_every_state(self) -> None:
        for number in getattr(self, "numbers", []):
            told: dict[str, object] = {}
            for entry in self.world.entries(number):
                told.update(entry.after or {})
            now = snapshot(self.world.action(number))
            # An add says what it brought; a due or owners it did not bring are the blank ones.
            blank = {"due": due_data(NO_DUE), "assignments": []}
            assert {key: told.get(key, blank.get(key)) for key in now} == now


LogMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestLog = LogMachine.TestCase
