"""A bot of canned answers behind the real playground, so that the page can be seen and tested without the core."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.playground import platform as playground_platform
from adapters.playground.app import playground_app
from adapters.playground.clock import DemoClock
from adapters.playground.exchange import direct_room
from adapters.playground.host import PersonFacts
from adapters.playground.records import Draft, Human, Room
from adapters.playground.sender import PlaygroundSender
from bot.domain.outbox import Sent
from bot.domain.places import PlaceKind, PostKind
from bot.messages import (
    Button,
    Buttons,
    Form,
    FormField,
    Heading,
    Inbound,
    Item,
    Mark,
    Option,
    Outgoing,
    Paper,
    Paragraph,
    Platform,
    Reply,
    Run,
    View,
)

START = datetime(2026, 2, 10, 10, 0, tzinfo=UTC)
CHANNEL = Room("nwp-board", PlaceKind.CHANNEL, "nwp-board")
PEOPLE = (
    ("sam", "Sam Iqbal", "clerk", "Northvale Council"),
    ("margaret", "Margaret Hale", "chair", "Northvale Council"),
    ("hayley", "Hayley Marsh", "officer", "Northvale Council"),
    ("kim", "Kim Osei", "member", "Open Gate Northvale"),
)


@dataclass(frozen=True)
class Newcomer:
    id: int
    name: str

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


def said(*lines: str, buttons: Sequence[Button] = ()) -> View:
    blocks: list[Paragraph | Buttons] = [Paragraph(lines=tuple((Run(text=line),) for line in lines))]
    if buttons:
        blocks.append(Buttons(buttons=tuple(buttons)))
    return View(line=lines[0], blocks=tuple(blocks))


def card(what: str, *, done: bool = False) -> View:
    standing = "✓ Complete since Tue 10 Feb" if done else "● On track"
    buttons = (
        (Button(id="close:1", label="Close", main=True), Button(id="reopen:1", label="Reopen"))
        if done
        else (
            Button(id="done:1", label="Done", main=True),
            Button(id="update:1", label="Update", opens_form=True),
            Button(id="later:1", label="More time"),
            Button(id="notmine:1", label="Not mine", more=True),
            Button(id="history:1", label="History", more=True),
        )
    )
    return View(
        line=f"NWP-1: {what}"[:80],
        blocks=(
            Item(
                title=(Run(text=f"NWP-1 · {what}", strong=True),),
                lines=(
                    (Run(text=f"Hayley Marsh leads · due Tue 17 Feb · {standing}"),),
                    (Run(text="From Kim Osei’s message, Tue 10 Feb"),),
                ),
                mark=Mark.COMPLETE if done else Mark.ON_TRACK,
                buttons=buttons,
            ),
        ),
        subjects=(1,),
    )


def row(title: str, rest: str, mark: Mark, *buttons: Button) -> Item:
    return Item(title=(Run(text=title, strong=True), Run(text=rest)), mark=mark, buttons=buttons)


NUDGE_BUTTONS = (
    Button(id="done:1", label="Done", main=True),
    Button(id="update:1", label="Update", opens_form=True),
    Button(id="later:1", label="More time"),
    Button(id="notmine:1", label="Not mine", more=True),
)
NUDGE = View(
    line="Good morning, Hayley. Two actions for the Northvale Wellbeing Partnership",
    blocks=(
        Paragraph(
            lines=((Run(text="Good morning, Hayley. Two actions for the Northvale Wellbeing Partnership:"),),)
        ),
        row("NWP-12 · Circulate the away day outcomes", " · was due Fri 6 Feb", Mark.OVERDUE, *NUDGE_BUTTONS),
        row("NWP-14 · Develop the evidence base", " · due today", Mark.DUE_SOON, *NUDGE_BUTTONS),
        Paragraph(
            lines=((Run(text="Answer in your own words: “done 12”, “need until Friday”."),),), quiet=True
        ),
    ),
)
DIGEST = View(
    line="Northvale Wellbeing Partnership: 14 open, 1 overdue",
    blocks=(
        Heading(text="Northvale Wellbeing Partnership · Mon 16 Feb"),
        Paragraph(
            lines=(
                (
                    Run(
                        text="14 open · 1 overdue · 2 due before the meeting on Tue 17 Feb · "
                        "5 complete or closed since Tue 20 Jan"
                    ),
                ),
            )
        ),
        Heading(text="■ Overdue"),
        row(
            "NWP-7 · Publish the service standards",
            " · Diane Ward · was due Fri 30 Jan · “waiting on legal” (Wed)",
            Mark.OVERDUE,
        ),
        Heading(text="▲ Due before the meeting on Tue 17 Feb"),
        row("NWP-8 · Book the town hall", " · Hayley Marsh · due Thu 12 Feb", Mark.DUE_SOON),
        row("NWP-9 · Print the agenda", " · Sam Iqbal · due Mon 16 Feb", Mark.DUE_SOON),
        Heading(text="✓ Complete or closed since Tue 20 Jan"),
        row("NWP-2 · Review the risk register", " · Tom Reid · ✓ Closed Tue 3 Feb", Mark.COMPLETE),
        Buttons(
            buttons=(
                Button(id="list:open:0", label="Show all", main=True),
                Button(id="list:mine:0", label="Mine"),
            )
        ),
    ),
)


def add_form(*, what: str = "", error: str | None = None) -> Form:
    return Form(
        id="add:1",
        title="Add an action",
        submit="Add",
        fields=(
            FormField(
                name="what", label="What is to be done", kind="words", value=what, required=True, error=error
            ),
            FormField(
                name="owners",
                label="Owners, the lead first",
                kind="people",
                value=(),
                options=tuple(Option(value=h, label=f"{n}, {r}") for h, n, r, _ in PEOPLE),
            ),
            FormField(
                name="due",
                label="Due",
                kind="date",
                hint="A date in words: “17 Feb”, “Friday week”, “next meeting”",
            ),
            FormField(
                name="board",
                label="Board",
                kind="choice",
                value="1",
                options=(
                    Option(value="1", label="Northvale Wellbeing Partnership"),
                    Option(value="2", label="Northvale Safety Board"),
                ),
                required=True,
            ),
        ),
    )


UPDATE_FORM = Form(
    id="updateform:1",
    title="Update NWP-1",
    fields=(FormField(name="words", label="How is it going", kind="words", required=True, hint="NWP-1"),),
)
UNDO = Button(id="undo:1", label="Undo")


@dataclass
class FakeHost:
    """Answers by the first word; remembers what it was told, and gives a replay the reply of the first time."""

    platform: playground_platform.Platform
    sender: PlaygroundSender
    inbounds: list[Inbound] = field(default_factory=list)
    told: list[tuple[str, str, str | None]] = field(default_factory=list)
    enrolled: list[tuple[int, str, str, str]] = field(default_factory=list)
    new: list[Newcomer] = field(default_factory=list)
    resets: list[tuple[bool, datetime | None]] = field(default_factory=list)
    meeting: datetime | None = datetime(2026, 2, 17, 14, 0, tzinfo=UTC)
    replies: dict[str, Reply] = field(default_factory=dict)
    rows: dict[int, Outgoing] = field(default_factory=dict)
    sent: dict[int, str] = field(default_factory=dict)
    moments: list[datetime] = field(default_factory=list)
    card_at: str | None = None
    slowly: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.clock = DemoClock(self.platform, self._next_moment, self._tick)

    async def handle(self, inbound: Inbound) -> Reply:
        self.inbounds.append(inbound)
        if inbound.delivery not in self.replies:
            self.replies[inbound.delivery] = self._answer(inbound)
        return self.replies[inbound.delivery]

    async def read_paper(self, name: str, data: bytes) -> Paper:
        """Reads nothing: says how much came. A file called slow takes its time."""
        if name.startswith("slow"):
            await self.slowly.wait()
        if name.startswith("bad"):
            return Paper(name=name, problem=f"“{name}” is damaged.")
        return Paper(name=name, mark=str(len(data)))

    def _answer(self, inbound: Inbound) -> Reply:
        if inbound.paper is not None and inbound.addressed:
            return Reply(answer=said(inbound.paper.problem or f"{inbound.paper.mark} bytes"))
        if inbound.press is not None:
            return self._pressed(inbound)
        if not inbound.addressed:
            return Reply()
        word, _, rest = inbound.text.partition(" ")
        match word:
            case "add" if not rest:
                return Reply(form=add_form())
            case "add":
                number = self.put(card(rest.split("@", maxsplit=1)[0].strip()))
                answer = said("Added NWP-1 for Hayley Marsh, due Tue 17 Feb 2026.", buttons=[UNDO])
                return Reply(answer=answer, rows=(number,))
            case "digest":
                return Reply(
                    answer=said("Posted in #nwp-board."), rows=(self.put(DIGEST, kind=PostKind.DIGEST),)
                )
            case "nudge":
                number = self.put(NUDGE, kind=PostKind.NUDGE, to="direct-hayley", place_kind=PlaceKind.DIRECT)
                return Reply(answer=said("Hayley has been told."), rows=(number,))
            case "people":
                name = rest.removeprefix("add ")
                self.new.append(Newcomer(100 + len(self.new), name))
                return Reply(answer=said(f"Added {name}.", buttons=[UNDO]))
            case "echo":
                return Reply(answer=said(f"“{rest}”"))
            case _:
                return Reply(
                    answer=said(
                        f"I do not know “{word}”. Did you mean “list”?",
                        buttons=[
                            Button(id="list", label="List", main=True),
                            Button(id="addform", label="Add an action", opens_form=True),
                        ],
                    )
                )

    def _pressed(self, inbound: Inbound) -> Reply:
        assert inbound.press is not None
        values = inbound.press.values or {}
        match inbound.press.button.split(":")[0]:
            case "addform":
                return Reply(form=add_form())
            case "update":
                return Reply(form=UPDATE_FORM)
            case "add" if not values.get("what"):
                return Reply(form=add_form(error="Say what is to be done."))
            case "add":
                return Reply(
                    answer=said(f"Added NWP-2 · {values['what']}.", buttons=[UNDO]),
                    rows=(self.put(card(str(values["what"]))),),
                )
            case "done":
                number = self.put(card("Circulate the away day outcomes", done=True), replaces=self.card_at)
                return Reply(answer=said("NWP-1 is complete.", buttons=[UNDO]), rows=(number,))
            case "undo":
                return Reply(answer=said("Taken back."), replaces=True)
            case _:
                return Reply(answer=said(f"Pressed {inbound.press.button}."))

    def put(
        self,
        view: View,
        *,
        kind: PostKind = PostKind.CARD,
        to: str = CHANNEL.id,
        place_kind: PlaceKind = PlaceKind.CHANNEL,
        replaces: str | None = None,
    ) -> int:
        number = len(self.rows) + 1
        self.rows[number] = Outgoing(
            key=f"row:{number}",
            kind=kind,
            platform=Platform.PLAYGROUND,
            workspace="playground",
            place_kind=place_kind,
            address=to,
            view=view,
            replaces=replaces,
        )
        return number

    def say_as(self, handle: str, text: str) -> None:
        """Words straight into the channel, as if from elsewhere."""
        number = len(self.platform.messages(CHANNEL.id, handle))
        self.platform.write(Draft(id=f"m-said-{number}", place=CHANNEL.id, author=handle, text=text))

    async def deliver(self) -> None:
        for number, outgoing in self.rows.items():
            if number not in self.sent:
                outcome = await self.sender.send(outgoing)
                if isinstance(outcome, Sent):
                    self.sent[number] = outgoing.key
                    if outgoing.kind is PostKind.CARD:
                        self.card_at = outcome.address

    async def said(self, inbound: Inbound, reply: Reply, address: str, thread: str | None) -> None:
        self.told.append((inbound.delivery, address, thread))

    async def settled(self, rows: Sequence[int], timeout: float) -> Sequence[str]:  # noqa: ASYNC109
        await self.deliver()
        return [self.sent[row] for row in rows if row in self.sent]

    async def _next_moment(self) -> datetime | None:
        return min(self.moments, default=None)

    async def _tick(self, now: datetime) -> None:
        due = [m for m in self.moments if m <= now]
        self.moments = [m for m in self.moments if m > now]
        for _ in due:
            self.put(NUDGE, kind=PostKind.NUDGE, to="direct-hayley", place_kind=PlaceKind.DIRECT)
            self.put(DIGEST, kind=PostKind.DIGEST)
        await self.deliver()

    async def move_clock(self, to: datetime) -> None:
        await self.clock.move_to(to)

    async def reset(self, *, sample: bool, now: datetime | None) -> None:
        self.resets.append((sample, now))
        furnish(self.platform, now or START)
        self.rows, self.sent, self.replies, self.card_at = {}, {}, {}, None

    async def newcomers(self) -> Sequence[Newcomer]:
        known = {person for person, *_ in self.enrolled}
        return [n for n in self.new if n.id not in known]

    async def enrol(self, person: int, handle: str, address: str, place_name: str) -> None:
        self.enrolled.append((person, handle, address, place_name))

    async def next_meeting_at(self) -> datetime | None:
        return self.meeting

    async def people_facts(self) -> Sequence[PersonFacts]:
        return [PersonFacts(n, name, role, partner) for n, (_, name, role, partner) in enumerate(PEOPLE, 1)]


def furnish(platform: playground_platform.Platform, now: datetime) -> None:
    platform.wipe(now)
    platform.add_room(CHANNEL)
    for number, (handle, name, _, _) in enumerate(PEOPLE, 1):
        human = Human(handle, number, name)
        platform.add_human(human)
        platform.add_room(direct_room(human))


def fake_playground(folder: Path) -> tuple[playground_platform.Platform, FakeHost]:
    platform = playground_platform.Platform(folder)
    furnish(platform, START)
    return platform, FakeHost(platform, PlaygroundSender(platform))


if __name__ == "__main__":  # run the page alone: python -m tests.adapters.playground.fake_host [port]
    import sys

    from aiohttp import web

    with tempfile.TemporaryDirectory() as scratch:
        the_platform, host = fake_playground(Path(scratch))
        host.moments = [START + timedelta(days=n) for n in range(1, 8)]
        whole = web.Application()
        whole.add_subapp("/playground", playground_app(the_platform, host.sender, host))
        web.run_app(whole, host="127.0.0.1", port=int(sys.argv[1]) if len(sys.argv) > 1 else 8099)
