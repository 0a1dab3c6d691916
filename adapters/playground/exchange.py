"""One thing a person did, from their words or their press to everything the bot said because of it."""

import asyncio
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.documents.meanwhile import read_meanwhile_said
from adapters.documents.refusals import shown
from adapters.playground import normalise
from adapters.playground.host import Host
from adapters.playground.platform import Platform
from adapters.playground.records import BOT, Draft, Human, Message, Room
from bot.domain.places import PlaceKind
from bot.messages import Form, FormField, Inbound, Option, Reply, View

PATIENCE = 5.0
"""Seconds an exchange waits for what it caused to be delivered."""

PROMPT = 0.4
"""Seconds a file may take to read before it is said that it is being read."""

SHORTCUTS = {"minutes": "minutesof", "action": "newaction"}
"""What the menu of a message offers, and the button it is."""

Values = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class File:
    """A file as it came."""

    name: str
    data: bytes


class Missing(Exception):  # noqa: N818 - it is an answer, not a fault
    """Something named does not exist, or not for this person; its text is for the one who asked."""


class Impossible(Exception):  # noqa: N818 - it is an answer, not a fault
    """Something that cannot be done so; its text is for the one who asked."""


class Exchange:
    """Plays the platform's part between a person and the bot."""

    def __init__(self, platform: Platform, host: Host) -> None:
        self._platform = platform
        self._host = host
        self._welcoming = asyncio.Lock()

    # --- who and where -----------------------------------------------------------------------------------------

    def human(self, handle: str) -> Human:
        found = self._platform.human(handle)
        if found is None:
            known = ", ".join(h.handle for h in self._platform.humans())
            raise Missing(f'Nobody here has the handle "{handle}". There are: {known}.')
        return found

    def room(self, place: str, human: Human) -> Room:
        found = self._platform.room(place)
        if found is None or not found.open_to(human.handle):
            known = ", ".join(r.id for r in self._platform.rooms(human.handle))
            raise Missing(f'{human.name} has no place "{place}". There are: {known}.')
        return found

    def seen(self, message_id: str, human: Human) -> tuple[Message, Room]:
        """The message, where this person may see it."""
        found = self._platform.message(message_id)
        room = self._platform.room(found.place) if found is not None else None
        if found is None or room is None or not self.sees(human, found, room):
            raise Missing(f'{human.name} sees no message "{message_id}".')
        return found, room

    @staticmethod
    def sees(human: Human, message: Message, room: Room) -> bool:
        return room.open_to(human.handle) and message.visible_to in {None, human.handle}

    # --- what a person does ------------------------------------------------------------------------------------

    async def say(
        self,
        handle: str,
        place: str,
        text: str,
        thread: str | None = None,
        delivery: str | None = None,
        *,
        patience: float = PATIENCE,
    ) -> list[Message]:
        """Words, written in a place or in the thread of one of its messages. Gives what the bot said to them."""
        human = self.human(handle)
        room = self.room(place, human)
        thread = self._thread(thread, human, room)
        if unknown := normalise.other_command(text):
            raise Impossible(
                f"{unknown} is not a command here, so nobody was told. "
                f"Commands begin with {normalise.COMMAND}: {normalise.COMMAND} help"
            )
        delivery = _named("say", human, delivery)
        own = _id(delivery, "own")
        private = normalise.is_command(text) and room.kind is not PlaceKind.DIRECT
        self._platform.write(
            Draft(
                id=own,
                place=room.id,
                author=human.handle,
                text=text,
                thread=thread,
                visible_to=human.handle if private else None,
            )
        )
        inbound = normalise.message(
            human, room, text, own=own, thread=thread, delivery=delivery, humans=self._platform.humans()
        )
        return await self._ask(inbound, human, room, None, patience)

    async def upload(
        self,
        handle: str,
        place: str,
        text: str,
        file: File,
        thread: str | None = None,
        delivery: str | None = None,
    ) -> list[Message]:
        """Words with a file. While a long one is read, a message says so; the answer takes its place."""
        human = self.human(handle)
        room = self.room(place, human)
        thread = self._thread(thread, human, room)
        delivery = _named("upload", human, delivery)
        words = normalise.read(text, room)
        private = normalise.is_command(text) and room.kind is not PlaceKind.DIRECT
        name = shown(file.name)
        self._platform.write(
            Draft(
                id=_id(delivery, "own"),
                place=room.id,
                author=human.handle,
                text=text,
                thread=thread,
                visible_to=human.handle if private else None,
                file=f"{name}, {size_words(len(file.data))}",
            )
        )

        async def say(view: View) -> None:
            self._say_reading(delivery, human, room, thread, view)

        reading = self._host.read_paper(name, file.data)
        paper = await (read_meanwhile_said(reading, name, say, PROMPT) if words.addressed else reading)
        inbound = normalise.message(
            human,
            room,
            text,
            own=_id(delivery, "own"),
            thread=thread,
            delivery=delivery,
            humans=self._platform.humans(),
        ).model_copy(update={"paper": paper})
        return await self._ask(inbound, human, room, None, PATIENCE)

    def _say_reading(self, delivery: str, human: Human, room: Room, thread: str | None, view: View) -> None:
        self._platform.write(
            Draft(
                id=_id(delivery, "answer"),
                place=room.id,
                author=BOT,
                text=view.line,
                thread=thread,
                visible_to=human.handle if room.kind is not PlaceKind.DIRECT else None,
            )
        )

    async def shortcut(
        self, handle: str, message_id: str, button: str, delivery: str | None = None
    ) -> list[Message]:
        """Something of the menu of a message somebody wrote."""
        human = self.human(handle)
        about, room = self.seen(message_id, human)
        if about.author == BOT:
            raise Impossible("That is a message of the bot’s own. Choose one that somebody wrote.")
        inbound = normalise.shortcut(
            human,
            room,
            about,
            SHORTCUTS[button],
            delivery=_named("shortcut", human, delivery),
            humans=self._platform.humans(),
        )
        return await self._ask(inbound, human, room, None, PATIENCE)

    async def press(
        self,
        handle: str,
        message_id: str,
        button: str,
        values: Values | None = None,
        delivery: str | None = None,
    ) -> list[Message]:
        """A button of a message, or the submission of its form."""
        human = self.human(handle)
        pressed, room = self.seen(message_id, human)
        delivery = _named("press", human, delivery)
        # What was pressed may have been redrawn by that very press: a replay need not find its button again.
        if self._platform.delivery(delivery) is None:
            _check_button(pressed, button)
            self._platform.accept(delivery)
        filled = None
        if pressed.form is not None:
            filled = _filled(pressed.form, values or {})
        elif values is not None:
            filled = {name: _value(value) for name, value in values.items()}
        inbound = normalise.press(human, room, pressed, button, filled, delivery=delivery)
        return await self._ask(inbound, human, room, pressed, PATIENCE)

    # --- what comes of it --------------------------------------------------------------------------------------

    async def _ask(
        self, inbound: Inbound, human: Human, room: Room, pressed: Message | None, patience: float
    ) -> list[Message]:
        reply = await self._host.handle(inbound)
        known = self._platform.delivery(inbound.delivery)
        if known is not None and known.answer is not None:
            answer = self._platform.message(known.answer)
        else:
            answer = self._show(inbound, reply, human, room, pressed)
        if answer is not None and reply.answer is not None and not (known and known.recorded):
            await self._host.said(inbound, reply, answer.id, answer.thread)
            self._platform.mark_recorded(inbound.delivery)
        await self.welcome()
        keys = await self._host.settled(reply.rows, patience) if reply.rows else ()
        came = [answer.id] if answer is not None else []
        came += [m for m in self._platform.arrived(keys) if m not in came]
        found = (self._platform.message(m) for m in came)
        return [m for m in found if m is not None and self._may_see(human, m)]

    def _may_see(self, human: Human, message: Message) -> bool:
        room = self._platform.room(message.place)
        return room is not None and message.author != human.handle and self.sees(human, message, room)

    def _show(
        self, inbound: Inbound, reply: Reply, human: Human, room: Room, pressed: Message | None
    ) -> Message | None:
        """Put the immediate answer where the asker alone sees it, or in the message it replaces."""
        view = reply.answer
        form = self._with_people(reply.form) if reply.form is not None and view is None else None
        submitted = pressed is not None and pressed.form is not None
        if view is not None:
            text = view.text
        elif form is not None:
            text = form.title
        elif pressed is not None and submitted:
            text = f"{pressed.text}: saved."
        else:
            return None
        own = room.kind is PlaceKind.DIRECT or (pressed is not None and pressed.visible_to == human.handle)
        waiting = self._platform.message(_id(inbound.delivery, "answer")) if inbound.paper else None
        if waiting is not None:
            return self._platform.redraw(
                waiting.id, text=text, view=view, form=form, answers=inbound.delivery
            )
        if pressed is not None and (submitted or (reply.replaces and view is not None and own)):
            return self._platform.redraw(
                pressed.id, text=text, view=view, form=form, answers=inbound.delivery
            )
        return self._platform.write(
            Draft(
                id=_id(inbound.delivery, "answer"),
                place=room.id,
                author=BOT,
                text=text,
                thread=inbound.thread,
                visible_to=human.handle if room.kind is not PlaceKind.DIRECT else None,
                view=view,
                form=form,
                origin=pressed.id if pressed is not None and form is not None else None,
            ),
            answers=inbound.delivery,
        )

    def _with_people(self, form: Form) -> Form:
        """Slack and Teams offer their own directory for a field of people; so does the playground."""
        offered = tuple(Option(value=h.handle, label=h.name) for h in self._platform.humans())
        return form.model_copy(
            update={
                "fields": tuple(
                    f.model_copy(update={"options": offered}) if f.kind == "people" and not f.options else f
                    for f in form.fields
                )
            }
        )

    def _thread(self, thread: str | None, human: Human, room: Room) -> str | None:
        if thread is None:
            return None
        head, where = self.seen(thread, human)
        if where.id != room.id:
            raise Missing(f'The message "{thread}" is not in the place "{room.id}".')
        return head.thread or head.id

    # --- people who are new ------------------------------------------------------------------------------------

    async def welcome(self) -> None:
        """Give everybody new a handle and a direct conversation. Repeating it finishes what was cut short."""
        async with self._welcoming:
            for person in await self._host.newcomers():
                there = self._platform.humans()
                human = next((h for h in there if h.person == person.id), None)
                if human is None:
                    handle = normalise.handle_for(
                        person.name, person.first_name, [h.handle for h in there], person.id
                    )
                    human = Human(handle, person.id, person.name)
                    self._platform.add_human(human)
                room = direct_room(human)
                self._platform.add_room(room)
                await self._host.enrol(person.id, human.handle, room.id, human.name)


def direct_room(human: Human) -> Room:
    return Room(
        id=f"direct-{human.handle}", kind=PlaceKind.DIRECT, name="Direct conversation", owner=human.handle
    )


def size_words(size: int) -> str:
    """As in "24 KB", "1.2 MB"."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB"


def _check_button(pressed: Message, button: str) -> None:
    if button not in {b.id for b in pressed.buttons}:
        there = ", ".join(f"{b.id} ({b.label})" for b in pressed.buttons) or "none"
        raise Missing(f'That message has no button "{button}". It has: {there}.')


def _named(what: str, human: Human, delivery: str | None) -> str:
    """A delivery's name for good. Two people, or two doors, never share one."""
    name = f"{what}:{human.handle}:{delivery or uuid.uuid4().hex}"
    return name if len(name) <= 255 else f"{what}:{hashlib.sha256(name.encode()).hexdigest()}"


def _id(delivery: str, part: str) -> str:
    return "m-" + hashlib.sha256(f"{part}\n{delivery}".encode()).hexdigest()[:20]


def _filled(form: Form, values: Values) -> dict[str, str | tuple[str, ...]]:
    """Every field of the form, as a browser would send it: what was not touched keeps its value."""
    names = [f.name for f in form.fields]
    if strange := [name for name in values if name not in names]:
        raise Impossible(f'The form has no field "{strange[0]}". It has: {", ".join(names)}.')
    return {f.name: _fitting(f, values.get(f.name, f.value)) for f in form.fields}


def _fitting(field: FormField, value: str | Sequence[str]) -> str | tuple[str, ...]:
    """A field of people always holds several, as Slack's and Teams' pickers do."""
    if field.kind == "people" and isinstance(value, str):
        return (value,) if value else ()
    return _value(value)


def _value(value: str | Sequence[str]) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else tuple(value)
