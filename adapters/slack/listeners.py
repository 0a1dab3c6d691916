"""What Slack sends, matched and handed on: normalise, ask the core, say the answer. No decision is made here."""

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.documents.meanwhile import PATIENCE, read_meanwhile_said
from adapters.slack import normalise
from adapters.slack.answers import Ack, Answers, plainly, submitted
from adapters.slack.blocks import MORE, PRESS
from adapters.slack.faults import FAILURES, Unreadable, code_of, limited
from adapters.slack.files import Files, name_of
from adapters.slack.host import Host
from adapters.slack.modals import CALLBACK, Origin
from adapters.slack.normalise import Here, People
from adapters.slack.people import Directory
from adapters.slack.reaching import Reaching
from bot.domain.places import PlaceKind
from bot.messages import Inbound, Platform, Press, Reply, View

log = structlog.get_logger(__name__)

COMMAND = "/action"
SHORTCUT = "create_action"
MINUTES = "read_minutes"
NOT_OPENED = "Slack did not let the form open in time. Nothing was changed: say it once more."
NOT_READ = "The minutes could not be read just now. Nothing was changed: try again in a minute."
KEPT = 500
"""Deliveries of which it is remembered that their file was said to be read: far more than Slack repeats at a time."""
_BUTTONS = re.compile(rf"^({PRESS}|{MORE}):\d+$")

Body = Mapping[str, Any]
Reader = Callable[[Body, Here, People], Inbound | None]


class Listeners:
    """Everything the app listens to."""

    def __init__(
        self,
        host: Host,
        here: Here,
        directory: Directory,
        answers: Answers,
        client: AsyncWebClient,
        spawn: Callable[[Coroutine[Any, Any, None]], None],
        files: Files,
        patience: float = PATIENCE,
    ) -> None:
        """`spawn` does what nobody waits for; `patience` is how many seconds a file may take unremarked."""
        self._files = files
        self._patience = patience
        self._said_to_be_read: deque[str] = deque(maxlen=KEPT)
        self._host = host
        self._spawn = spawn
        self._reaching = Reaching(host, directory, here)
        self._here = here
        self._people = directory
        self._answers = answers
        self._client = client
        self._in_hand: dict[str, asyncio.Lock] = {}

    def register(self, app: AsyncApp) -> None:
        """Tell the app which of its requests go where."""
        app.command(COMMAND)(self.on_command)
        app.event("message")(self.on_message)
        app.event("app_mention")(self.on_message)
        app.event("reaction_added")(self.on_reaction)
        app.event("app_home_opened")(self.on_home)
        app.event("user_change")(self.on_user)
        app.action(_BUTTONS)(self.on_press)
        app.view(CALLBACK)(self.on_form)
        app.shortcut(SHORTCUT)(self.on_shortcut)
        app.shortcut(MINUTES)(self.on_minutes)
        app.error(self.on_error)

    # --- what a person says ----------------------------------------------------------------------------------

    async def on_command(self, ack: Ack, body: Body) -> None:
        """The answer is the response itself: Slack shows it to the asker alone."""
        inbound = normalise.command(body, self._here, await self._known(body))
        reply = await self._handle(inbound)
        if reply.answer is not None:
            response, rest = self._answers.as_response(reply.answer)
            if rest:
                await self._answers.follow(normalise.origin_of(body).response_url, rest)
            await ack(**response)
            return
        if reply.form is not None and not await self._open_once(
            inbound, reply, body, normalise.origin_of(body)
        ):
            await ack(NOT_OPENED)
            return
        await ack()

    async def on_message(self, ack: Ack, body: Body) -> None:
        """A message, a mention, an edit or a deletion; or the news that its channel is called otherwise."""
        channel, name = normalise.renamed(body)
        if name:
            await self._host.renamed(Platform.SLACK, self._here.team, channel, name)
            await ack()
            return
        inbound = normalise.message(body, self._here, await self._known(body))
        files = normalise.minutes_with(body, inbound)
        if inbound is not None and files:
            await self._settle_minutes(inbound, files, Origin())
        else:
            await self._settle(inbound, Origin())
        await ack()

    async def on_reaction(self, ack: Ack, body: Body) -> None:
        """An emoji put on a message. What the message says has to be fetched."""
        meaning, channel, ts = normalise.reacted_to(body, self._here)
        if meaning is None:
            await ack()
            return
        text = thread = None
        if meaning == normalise.PROPOSE:
            text, thread = await self._message(channel, ts)
        named = {**body, "message": {"text": text or ""}}
        inbound = normalise.reaction(body, self._here, await self._known(named), text, thread)
        await self._settle(inbound, Origin())
        await ack()

    # --- what a person presses -------------------------------------------------------------------------------

    async def on_press(self, ack: Ack, body: Body) -> None:
        """A button or a line of a menu: in a message, or on the bot's own page."""
        inbound = normalise.press(body, self._here, await self._known(body))
        if inbound is not None:
            origin = normalise.origin_of(body)
            await self._settle(inbound, origin, trigger=body)
            if (body.get("container") or {}).get("type") == "view":
                await self._draw_home(inbound)
        await ack()

    async def on_form(self, ack: Ack, body: Body) -> None:
        """A submitted modal: taken, or sent back with what is wrong at its fields."""
        people = await self._known(body)
        origin = normalise.form_origin(body)
        if origin.form == "linkform":
            people = await self._people.with_direct(people)
        inbound = normalise.submission(body, self._here, people)
        reply = await self._handle(inbound)
        if reply.form is not None:
            await ack(**submitted(reply.form, origin))
            return
        await self._say_once(inbound, reply, origin)
        await ack()

    async def on_shortcut(self, ack: Ack, body: Body) -> None:
        """ "Create action", on a message or from anywhere."""
        named = {**body, "message": body.get("message") or {}}
        inbound = normalise.shortcut(body, self._here, await self._known(named))
        await self._settle(inbound, normalise.origin_of(body), trigger=body)
        await ack()

    async def on_minutes(self, ack: Ack, body: Body) -> None:
        """ "Minutes" on a message: its file, or else its words."""
        inbound = normalise.shortcut(body, self._here, await self._known(body), button="minutesof")
        files, origin = normalise.files_of(body["message"]), normalise.origin_of(body)
        if files:
            # Slack waits three seconds and sends a shortcut once; a file may take longer, and the app answers when this ends.
            self._spawn(self._read_later(inbound, files, origin))
        else:
            await self._settle(inbound, origin)
        await ack()

    async def _read_later(self, inbound: Inbound, files: Sequence[Body], origin: Origin) -> None:
        try:
            await self._settle_minutes(inbound, files, origin)
        except Exception:
            log.exception("minutes could not be read")
            await self._answers.follow(origin.response_url, plainly(NOT_READ))

    async def _settle_minutes(self, inbound: Inbound, files: Sequence[Body], origin: Origin) -> None:
        """Slack asks again after three seconds, and a long file takes longer: it is fetched once."""
        async with self._alone(f"file:{inbound.delivery}"):
            if not await self._host.was_said(inbound):
                await self._settle(await self._with_paper(inbound, files, origin), origin)

    async def _with_paper(self, inbound: Inbound, files: Sequence[Body], origin: Origin) -> Inbound:
        async def say(view: View) -> None:
            if inbound.delivery not in self._said_to_be_read:
                self._said_to_be_read.append(inbound.delivery)
                await self._answers.answer(inbound, Reply(answer=view), origin)

        reading, name = self._files.paper(files[0]), name_of(files[0])
        meant = inbound.addressed
        paper = await (read_meanwhile_said(reading, name, say, self._patience) if meant else reading)
        if len(files) > 1 and paper.problem is None:
            note = f"I read the first of {len(files)} files. Send the others one by one."
            paper = paper.model_copy(update={"notes": (*paper.notes, note)})
        return inbound.model_copy(update={"paper": paper})

    # --- the page of one's own, and the directory ------------------------------------------------------------

    async def on_home(self, ack: Ack, body: Body) -> None:
        """The bot's own page is opened."""
        if body["event"].get("tab", "home") == "home":
            await self._draw_home(normalise.home(body, self._here, await self._known(body)))
        await ack()

    async def on_user(self, ack: Ack, body: Body) -> None:
        """Somebody's profile changed: what was remembered is forgotten, and a deactivation reported."""
        user, workspace, deactivated = normalise.changed(body, self._here)
        self._people.forget(user)
        if deactivated:
            await self._host.deactivated(Platform.SLACK, self._here.team, user, workspace)
        await ack()

    async def on_error(self, error: Exception, body: Body) -> BoltResponse:
        """Slack is told that it failed, and sends an event again. Bolt would log the whole body, words and all."""
        if isinstance(error, Unreadable):
            log.warning("a request from Slack makes no sense", error=str(error), kind=str(body.get("type")))
            return BoltResponse(status=400, body="")
        log.error("a request from Slack failed", error=type(error).__name__, kind=str(body.get("type")))
        log.debug("traceback", exc_info=error)
        return BoltResponse(status=500, body="")

    # --- asking the core, and saying the answer --------------------------------------------------------------

    async def _handle(self, inbound: Inbound) -> Reply:
        """The core's reply. Whoever was named is seen to afterwards: an answer has three seconds, a nudge has time."""
        reply = await self._host.handle(inbound)
        if reply.answer is not None or reply.form is not None:
            unsettled = self._reaching.unsettled(inbound.people)
            if unsettled:
                self._spawn(self._reaching.see_to(unsettled))
        return reply

    async def _settle(self, inbound: Inbound | None, origin: Origin, trigger: Body | None = None) -> None:
        if inbound is None:
            return
        reply = await self._handle(inbound)
        if reply.form is not None and reply.answer is None and trigger is not None:
            await self._open_once(inbound, reply, trigger, origin)
        else:
            await self._say_once(inbound, reply, origin)

    async def _say_once(self, inbound: Inbound, reply: Reply, origin: Origin) -> None:
        if reply.answer is None:
            return
        async with self._alone(inbound.delivery):
            if await self._host.was_said(inbound):
                return
            try:
                place = await self._answers.answer(inbound, reply, origin)
            except SlackApiError as error:
                if limited(error):
                    raise  # Slack sends the event again, in a minute and in five: then the answer is given
                # What was asked is done and on the log; the answer alone is lost, and asking again would not help.
                log.warning("an answer was refused", error=code_of(error))
                return
            if place is not None:
                await self._host.said(inbound, reply, place.address, place.thread)

    async def _open_once(self, inbound: Inbound, reply: Reply, body: Body, origin: Origin) -> bool:
        """Whether the form is open. Slack lets one be opened for three seconds after what asked for it."""
        assert reply.form is not None
        async with self._alone(inbound.delivery):
            if await self._host.was_said(inbound):
                return True
            try:
                await self._answers.open(body["trigger_id"], reply.form, origin)
            except SlackApiError as error:
                log.warning("a form could not be opened", error=code_of(error))
                return False
            await self._host.said(inbound, reply, None, None)
            return True

    @asynccontextmanager
    async def _alone(self, delivery: str) -> AsyncIterator[None]:
        """The same delivery, come twice at once, is answered by one of them."""
        lock = self._in_hand.setdefault(delivery, asyncio.Lock())
        try:
            async with lock:
                yield
        finally:
            if not lock.locked():
                self._in_hand.pop(delivery, None)

    async def _draw_home(self, inbound: Inbound) -> None:
        at_home = inbound.model_copy(
            update={
                "press": Press(button="home"),
                "delivery": f"home:{inbound.delivery}"[:255],
                "where": inbound.where.model_copy(update={"kind": PlaceKind.DIRECT}),
            }
        )
        reply = await self._host.handle(at_home)
        if reply.answer is not None:
            await self._answers.publish(inbound.author.id, reply.answer, inbound.where.address)

    async def _known(self, body: Body) -> People:
        found = await self._people.profiles(normalise.people_in(body))
        # Before it is handled: whoever is known elsewhere by the same verified address is no stranger here.
        await self._host.acquaint(Platform.SLACK, self._people.news())
        return found

    async def _message(self, channel: str, ts: str) -> tuple[str | None, str | None]:
        """What a message says and the thread it is in. A reply is found by asking for its own thread."""
        try:
            answer = await self._client.conversations_replies(
                channel=channel, ts=ts, latest=ts, inclusive=True, limit=1
            )
        except FAILURES as error:
            log.warning("a message could not be read", error=type(error).__name__)
            return None, None
        found = next((m for m in answer.get("messages") or [] if m.get("ts") == ts), None)
        return (found.get("text"), found.get("thread_ts")) if found else (None, None)
