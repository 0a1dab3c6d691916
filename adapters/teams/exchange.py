"""One thing a person did in Teams, from its activity to all that is said because of it.

Teams shows everybody what is said in a channel. What is for the asker alone is said in their own chat with the bot,
and the channel hears in a few words that it was: docs/adr/0201-teams-private-answers.md.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog

from adapters.documents.meanwhile import read_meanwhile_said
from adapters.legible import fit
from adapters.teams import normalise, picking, tenancy, words
from adapters.teams.authentication import Vouched
from adapters.teams.cards import attachment, form_card, view_card
from adapters.teams.echoes import Echoes
from adapters.teams.files import Files, beside_a_message, name_of
from adapters.teams.references import References
from adapters.teams.roster import Directory
from adapters.teams.sender import TeamsSender, said
from adapters.teams.wire import Declined, Perhaps, Trouble, Wire
from bot.commands.boarding import meant
from bot.domain.places import PlaceKind
from bot.messages import Form, Inbound, Platform, Profile, Reply, View, Where
from bot.ports import Store

log = structlog.get_logger(__name__)

PATIENCE = 2.0
"""Seconds an answer waits when Teams asks for a pause, once; Teams itself waits 15 for us."""

ASKED_AGAIN_AFTER = 600.0
"""Seconds after which the directory is asked once more about somebody it did not help to know."""

LONGEST_NOTICE = 500
Json = dict[str, Any]


class Handler(Protocol):
    """The way in: the core behind its store."""

    async def handle_and_tell(self, inbound: Inbound) -> tuple[Reply, bool]: ...
    async def was_said(self, inbound: Inbound) -> bool: ...
    async def said(self, inbound: Inbound, reply: Reply, address: str | None, thread: str | None) -> None: ...
    async def install(self, platform: Platform, workspace: str, organisation: str) -> None: ...
    async def acquaint(self, platform: Platform, profiles: Sequence[Profile]) -> None: ...
    async def renamed(self, platform: Platform, workspace: str, address: str, name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Told:
    """Where an answer stands."""

    inbound: Inbound
    address: str


class Exchange:
    """Plays Teams' part between a person and the bot."""

    def __init__(
        self,
        store: Store,
        handler: Handler,
        wire: Wire,
        sender: TeamsSender,
        references: References,
        directory: Directory,
        now: Callable[[], datetime],
        clock: Callable[[], float],
        files: Files,
        patience: float,
    ) -> None:
        """`clock` counts seconds and never runs backwards; `patience` is how many a file may take unremarked."""
        self._files = files
        self._patience = patience
        self._clock = clock
        self._asked: dict[tuple[str, str], float] = {}
        self._store = store
        self._handler = handler
        self._wire = wire
        self._sender = sender
        self._references = references
        self._directory = directory
        self._now = now
        self._enrolled: set[tuple[str, str]] = set()
        self._called: dict[tuple[str, str], str] = {}
        self._echoes = Echoes(clock)

    async def message(self, activity: Mapping[str, Any], vouched: Vouched) -> None:
        """Words. The answer is on its way, or certain not to come, when this returns."""
        inbound = normalise.message(activity, vouched.tenant)
        self.learn(activity, vouched)
        await self._hear_its_name(inbound)
        await self.meet(inbound)
        inbound = await self._introduced(inbound)
        file = normalise.file_of(activity)
        if file is not None and inbound.addressed:
            inbound = await self._with_paper(inbound, file)
        reply = picking.offered(inbound, await self._handled(inbound))
        if (reply.answer is None and reply.form is None) or not self._first(inbound):
            return
        if inbound.where.kind is PlaceKind.DIRECT:
            await self._answer(inbound, reply, inbound.where.address)
        elif inbound.people and reply.form is not None:
            # A form about this very channel is filled in here: in a chat of one's own nobody could tell which.
            await self._answer(inbound, reply, _spoken_at(inbound))
        else:
            await self._answer_apart(inbound, reply, aloud=True)

    async def _with_paper(self, inbound: Inbound, file: Mapping[str, Any]) -> Inbound:
        """With what the file holds. That a long one is being read is said in the sender's own chat."""

        async def say(view: View) -> None:
            if await self._handler.was_said(inbound) or not self._first(inbound, "|reading"):
                return
            at, chat = self._service_url(inbound), inbound.where.address
            if inbound.where.kind is not PlaceKind.DIRECT:
                chat = await self._sender.personal(inbound.workspace, inbound.author.id, at)
            await self._post(inbound, chat, said(view))

        paper = await read_meanwhile_said(self._files.paper(file), name_of(file), say, self._patience)
        return inbound.model_copy(update={"paper": paper})

    async def press(self, activity: Mapping[str, Any], vouched: Vouched) -> Json:
        """A button, a dialog or a form. Gives the body of the invoke's response."""
        with self._echoes.known(normalise.press(activity, vouched.tenant)) as inbound:
            return await self._pressed(inbound, activity, vouched)

    async def _pressed(self, inbound: Inbound, activity: Mapping[str, Any], vouched: Vouched) -> Json:
        self.learn(activity, vouched)
        await self._hear_its_name(inbound)
        await self.meet(inbound)
        inbound = await self._introduced(inbound)
        file = normalise.file_of_message(activity) if _is_minutes(inbound) else None
        if file is not None:
            inbound = inbound.model_copy(update={"paper": beside_a_message(file)})
        reply = picking.offered(inbound, await self._handled(inbound))
        name = activity.get("name")
        if name == normalise.CARD_ACTION:
            return await self._card_action(inbound, reply)
        return await self._dialog(inbound, reply)

    # --- what a press is answered with -------------------------------------------------------------------------

    async def _card_action(self, inbound: Inbound, reply: Reply) -> Json:
        """https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format"""
        assert inbound.press is not None
        direct = inbound.where.kind is PlaceKind.DIRECT
        filled = inbound.press.values is not None
        if reply.form is not None:
            if filled:
                return _card(form_card(reply.form, post=inbound.press.post, dialog=False))
            if self._first(inbound):
                await self._form(inbound, reply.form)
            return _notice("I have asked you in our own chat." if not direct else "Fill in the form below.")
        if reply.answer is None:
            return _notice(words.SAVED)
        if filled or (direct and reply.replaces):
            if inbound.press.post is not None and self._first(inbound):
                await self._handler.said(inbound, reply, inbound.press.post, None)
            return _card(view_card(reply.answer))
        if self._first(inbound):
            if direct:
                await self._answer(inbound, reply, inbound.where.address)
            else:
                await self._answer_apart(inbound, reply, aloud=False)
        return _notice(reply.answer.line or words.SAVED)

    async def _dialog(self, inbound: Inbound, reply: Reply) -> Json:
        """https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/invoking-task-modules"""
        assert inbound.press is not None
        if reply.form is not None:
            return _open(reply.form.title, form_card(reply.form, post=inbound.press.post, dialog=True))
        if reply.answer is None:
            return {}
        if _is_minutes(inbound):
            return await self._minutes(inbound, reply)
        if inbound.press.values is None:
            # The dialog was asked for, and the answer is words: they stand in it.
            return _open("Matters Arising", view_card(reply.answer, dialog=True))
        if self._first(inbound):
            if inbound.where.kind is PlaceKind.DIRECT:
                await self._answer(inbound, reply, inbound.where.address)
                return {}
            await self._answer_apart(inbound, reply, aloud=False)
        if inbound.where.kind is PlaceKind.DIRECT:
            return {}
        return _told_in_dialog(reply.answer.line)

    async def _minutes(self, inbound: Inbound, reply: Reply) -> Json:
        """Minutes are gone through one by one, and later too: in a chat. The dialog says where."""
        assert reply.answer is not None
        apart = True
        if self._first(inbound):
            if inbound.where.kind is PlaceKind.DIRECT:
                await self._answer(inbound, reply, inbound.where.address)
            else:
                apart = await self._answer_apart(inbound, reply, aloud=False)
        return _told_in_dialog(words.ANSWERED if apart else reply.answer.line)

    # --- where an answer is said -------------------------------------------------------------------------------

    async def _answer_apart(self, inbound: Inbound, reply: Reply, *, aloud: bool) -> bool:
        """In the asker's own chat; where they have none, in the place itself if the answer can be about its board alone.

        Whether it stands in their own chat, as far as anybody can tell.
        """
        try:
            chat = await self._sender.personal(
                inbound.workspace, inbound.author.id, self._service_url(inbound)
            )
        except Trouble as error:
            log.warning("no personal chat", reason=str(error))
            chat = None
        told = None
        if chat is not None:
            try:
                told = await self._say(_apart(inbound, chat), reply, chat)
            except Perhaps as error:
                # It may stand there already: said again elsewhere it would be said twice.
                log.warning("answer may not have arrived", reason=str(error))
                return True
            except Trouble as error:
                log.warning("personal chat closed", reason=str(error))
        if told is None:
            if await self._store.read(lambda unit: tenancy.belongs_to_a_board(unit, inbound)):
                await self._answer(inbound, reply, _spoken_at(inbound), note=words.NO_CHAT)
            else:
                await self._aloud(inbound, words.NOT_HERE)
            return False
        await self._store.transact(
            lambda unit: tenancy.add_direct(unit, inbound.workspace, inbound.author.id, told.address)
        )
        await self._remember(told, reply)
        if aloud:
            await self._aloud(inbound, words.ANSWERED)
        return True

    async def _answer(self, inbound: Inbound, reply: Reply, where: str, note: str | None = None) -> None:
        try:
            told = await self._say(inbound, reply, where)
            if note:
                await self._aloud(inbound, note)
        except Trouble as error:
            # What was asked for is done and on the log; only its answer is missing, and Teams would not take it.
            log.warning("answer not delivered", reason=str(error))
            return
        await self._remember(told, reply)

    async def _say(self, inbound: Inbound, reply: Reply, where: str) -> Told:
        """Say the answer, or show the form. Once more after a short pause, if Teams asks for one."""
        if reply.answer is not None:
            activity = said(reply.answer)
        else:
            assert reply.form is not None
            activity = _form_message(reply.form)
        try:
            posted = await self._post(inbound, where, activity)
        except Declined as no:
            if no.status not in {412, 429} or (no.retry_after or 1.0) > PATIENCE:
                raise
            await asyncio.sleep(no.retry_after or 1.0)
            posted = await self._post(inbound, where, activity)
        return Told(inbound, posted)

    async def _remember(self, told: Told, reply: Reply) -> None:
        address = told.address or None if reply.answer is not None else None
        await self._handler.said(told.inbound, reply, address, told.inbound.thread)

    async def _form(self, inbound: Inbound, form: Form) -> None:
        reply = Reply(form=form)
        if inbound.where.kind is PlaceKind.DIRECT:
            await self._answer(inbound, reply, inbound.where.address)
        else:
            await self._answer_apart(inbound, reply, aloud=False)

    async def _aloud(self, inbound: Inbound, text: str) -> None:
        try:
            await self._post(inbound, _spoken_at(inbound), plain_message(text))
        except Trouble as error:
            log.warning("acknowledgement not delivered", reason=str(error))

    async def say_at(self, tenant: str, conversation: str, view: View) -> None:
        """Something of the adapter's own, in a conversation."""
        where = self._references.service_url(tenant, conversation)
        try:
            await self._wire.post(where, conversation, said(view))
        except Trouble as error:
            log.warning("welcome not delivered", reason=str(error))

    async def _post(self, inbound: Inbound, where: str, activity: Mapping[str, Any]) -> str:
        return await self._wire.post(self._service_url(inbound), where, activity)

    def _service_url(self, inbound: Inbound) -> str:
        return self._references.service_url(inbound.workspace, inbound.where.address)

    async def _handled(self, inbound: Inbound) -> Reply:
        """What the core answers. What another process has said already is not this one's to say."""
        reply, was_said = await self._handler.handle_and_tell(inbound)
        if was_said:
            self._first(inbound)
        return reply

    def _first(self, inbound: Inbound, what: str = "") -> bool:
        """Whether this delivery's answer was not given before: Teams sends an activity again when it hears nothing.

        `what` is something else that is said because of it, and once as well.
        """
        name = f"{inbound.workspace}|{inbound.delivery}{what}"
        return self._references.claim_answer(name, self._now().timestamp())

    # --- who and where -----------------------------------------------------------------------------------------

    def learn(self, activity: Mapping[str, Any], vouched: Vouched) -> None:
        """Where this conversation is reached now."""
        at = normalise.spot(activity)
        self._references.learn(vouched.tenant, at.conversation, vouched.service_url, at.team)

    async def _hear_its_name(self, inbound: Inbound) -> None:
        """Teams tells of no group that is renamed; its next message may bear the new name."""
        where, name = (inbound.workspace, inbound.where.address), inbound.where.name
        if inbound.where.kind is not PlaceKind.GROUP or not name or self._called.get(where) == name:
            return
        await self._handler.renamed(Platform.TEAMS, *where, name)
        self._called[where] = name

    async def _introduced(self, inbound: Inbound) -> Inbound:
        """With the team's people, where a channel is being linked to a board: they are picked from among them."""
        if inbound.where.kind is PlaceKind.DIRECT or not meant(inbound):
            return inbound
        people = await self._directory.profiles(inbound.workspace, inbound.where.address)
        return picking.put_back(inbound.model_copy(update={"people": people}))

    async def meet(self, inbound: Inbound) -> None:
        """Whoever writes in their own chat can be written to there."""
        if inbound.where.kind is PlaceKind.DIRECT:
            await self.reach(inbound.workspace, inbound.author.id, inbound.where.address)

    async def reach(self, tenant: str, member: str, conversation: str) -> None:
        """This is somebody's own conversation: if the organisation knows them, it is a place from now on."""
        self._references.keep_personal(tenant, member, conversation)
        if (tenant, conversation) in self._enrolled:
            return
        found = await self._store.read(lambda unit: tenancy.reached(unit, tenant, [member]))
        if member not in found:
            await self._ask_about(tenant, member, conversation)
            found = await self._store.read(lambda unit: tenancy.reached(unit, tenant, [member]))
        if member not in found:
            return
        place = found[member].place
        if place is None or place.address != conversation:
            await self._store.transact(lambda unit: tenancy.add_direct(unit, tenant, member, conversation))
        self._enrolled.add((tenant, conversation))

    async def _ask_about(self, tenant: str, member: str, conversation: str) -> None:
        """Somebody nobody knows may be known on another platform, by the address their tenant vouches for."""
        last = self._asked.get((tenant, member))
        if last is not None and self._clock() - last < ASKED_AGAIN_AFTER:
            return
        self._asked[tenant, member] = self._clock()
        profiles = await self._directory.profiles(tenant, conversation)
        await self._handler.acquaint(Platform.TEAMS, [p for p in profiles if p.id == member])


def _is_minutes(inbound: Inbound) -> bool:
    return inbound.press is not None and inbound.press.button == normalise.MINUTES


def plain_message(text: str) -> Json:
    """Words of the adapter's own; never anybody else's."""
    return {"type": "message", "textFormat": "plain", "text": text}


def _form_message(form: Form) -> Json:
    card = form_card(form, post=None, dialog=False)
    return {"type": "message", "summary": form.title, "attachments": [attachment(card)]}


def _apart(inbound: Inbound, chat: str) -> Inbound:
    """The same inbound as if it had been said in the person's own chat: there its answer stands."""
    where = Where(kind=PlaceKind.DIRECT, address=chat)
    return inbound.model_copy(update={"where": where, "thread": None})


def _spoken_at(inbound: Inbound) -> str:
    """The conversation with its thread, as Teams names both."""
    if inbound.where.kind is not PlaceKind.CHANNEL:
        return inbound.where.address
    # A message that begins a thread is answered in it.
    first = inbound.thread or inbound.delivery.rpartition("|")[2]
    return f"{inbound.where.address};messageid={first}"


def _card(card: Json) -> Json:
    return {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": card}


def _notice(text: str) -> Json:
    """Words that only the one who pressed sees."""
    text = fit(text, LONGEST_NOTICE)
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}


def _told_in_dialog(text: str) -> Json:
    return {"task": {"type": "message", "value": fit(text, LONGEST_NOTICE)}}


def _open(title: str, card: Json) -> Json:
    value = {"title": title, "height": "medium", "width": "medium", "card": attachment(card)}
    return {"task": {"type": "continue", "value": value}}
