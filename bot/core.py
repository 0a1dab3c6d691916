"""The core's doors: handle an inbound, tick, compose what is to be said, mark how it went.

All synchronous, all pure but for the unit of work they are given. `now` is always an aware datetime.
"""

import re
from datetime import datetime

from bot.commands import answering, below_review, boarding, choosing, linking, presses
from bot.commands.acquainting import acquaint, remember_places
from bot.commands.dispatch import dispatch
from bot.commands.following import follow
from bot.commands.heard import Heard
from bot.commands.installing import deactivated, install, reached, renamed, unreached
from bot.commands.saying import (
    Composed,
    Later,
    Nothing,
    Nowhere,
    compose,
    compose_all,
    delivered,
    envelope,
    fail,
    message_key,
    say_again,
    unknown,
)
from bot.commands.session import Answered, Session
from bot.commands.targets import candidates
from bot.commands.ticking import tick
from bot.domain import calendars
from bot.domain.actions import NotPossible
from bot.domain.ids import ActionId, OutboxId
from bot.domain.permissions import may_change, may_run_log
from bot.domain.places import PlaceKind, PostKind
from bot.domain.retention import PASSING, Retention
from bot.language import dues
from bot.language import intents as i
from bot.language.choices import read_choice
from bot.language.commands import read_command, said_plainly
from bot.language.text import MOST_TEXT
from bot.language.verdicts import may_be_of_a_review
from bot.messages import Inbound, Paper, Reply, View
from bot.ports import Arrival, Records, UnitOfWork
from bot.views import answers, guides
from bot.views.buttons import FORM_VERBS, READING_VERBS, read_button

__all__ = [
    "Composed",
    "Later",
    "Nothing",
    "Nowhere",
    "acquaint",
    "brief",
    "compose",
    "compose_all",
    "deactivated",
    "delivered",
    "envelope",
    "fail",
    "forget",
    "handle",
    "install",
    "message_key",
    "reached",
    "reads",
    "renamed",
    "said",
    "say_again",
    "tick",
    "tidy",
    "unknown",
    "unreached",
    "warm",
    "was_said",
]

AS_USUAL = Retention()
MOST_BRIEF = 300
# Who is meant by each of a long list of names takes its time.
MOST_NAMES = 6
_JOINING = (",", "@", " and ")


def warm() -> None:
    """Do at the start what would make the first to ask wait: the tables of dates are loaded."""
    dues.warm()
    calendars.warm()


def reads(heard: Heard) -> bool:
    """Whether handling this inbound changes nothing, so that it may run on a reader."""
    if heard.changes_nothing is None:
        heard.changes_nothing = _changes_nothing(heard)
    return heard.changes_nothing


def brief(heard: Heard) -> bool:
    """Whether handling this inbound takes a millisecond or two, however long the log: a few words, of one action.

    Said to the bot directly the same words may be an answer, to what stands above or about any of one's actions.
    """
    inbound = heard.inbound
    if inbound.press or inbound.paper or inbound.happened or not inbound.addressed or _direct(inbound):
        return False
    text = heard.text
    if len(text) > MOST_BRIEF or len(inbound.mentions) + sum(map(text.count, _JOINING)) > MOST_NAMES:
        return False
    intent = heard.command
    if isinstance(intent, i.Add):
        return True
    return isinstance(intent, i.CHANGES_ACTIONS) and len(intent.refs) == 1 and not may_be_of_a_review(text)


def _changes_nothing(heard: Heard) -> bool:
    inbound = heard.inbound
    if inbound.happened is not None or inbound.paper is not None:
        return False
    if boarding.meant_by(heard) or linking.meant(inbound):
        return False
    if inbound.press is not None:
        verb, args = read_button(inbound.press.button)
        if verb == "say":
            return _reads(read_command(":".join(args)), direct=_direct(inbound))
        return verb in READING_VERBS or (verb in FORM_VERBS and inbound.press.values is None)
    if len(inbound.text) > MOST_TEXT:
        return True
    if not inbound.addressed:
        return inbound.thread is None
    if inbound.command or not _direct(inbound):
        intent: i.Intent | None = heard.command
        if isinstance(intent, i.Unknown) and inbound.thread is not None:
            return False
    else:
        intent = said_plainly(heard.text)
    # A number alone is looked at, or chooses what was asked about; what is no command may answer that too, and
    # "accept 1" may be said of a review above.
    if intent is None or isinstance(intent, i.Unknown) or not _reads(intent, direct=_direct(inbound)):
        return False
    return read_choice(heard.text) is None and not may_be_of_a_review(heard.text)


def _reads(intent: i.Intent, *, direct: bool) -> bool:
    if isinstance(intent, i.Show | i.ShowHistory):
        return bool(intent.refs)  # without a ref it may have to ask which one, and a question is kept
    if isinstance(intent, i.ListPeople | i.ListMeetings | i.HowItStands):
        return not direct  # there it may have to ask which board
    if isinstance(intent, i.Settings):
        return not intent.words and not direct
    return isinstance(intent, i.READS)


def handle(unit: UnitOfWork, inbound: Inbound, now: datetime, heard: Heard | None = None) -> Reply:
    """Answer one inbound; a delivery already answered gets the reply given then, and nothing happens again.

    `heard` is what was read of its words before, if they were.
    """
    arrival = unit.arrival(inbound)
    if arrival is None:
        return Reply(
            answer=answers.lines(
                "I am not installed here yet. Whoever runs me for you can connect this workspace."
            )
        )
    heard = heard or Heard(inbound)
    only_reads = reads(heard)
    if arrival.earlier is not None and not only_reads:
        return arrival.earlier
    records = unit.within(arrival.installation.organisation)
    if inbound.happened is not None:
        if follow(records, arrival, inbound, now):
            unit.keep_reply(arrival.installation.organisation, inbound, Reply(), now)
        return Reply()
    if not only_reads:
        remember_places(records, arrival.installation, inbound)
    beside = _beside_the_log(records, arrival, heard, now)
    if beside is not None:
        reply, kept = beside
        unit.keep_reply(arrival.installation.organisation, inbound, kept, now)
        return reply
    if arrival.viewer.person is None or not arrival.viewer.roles:
        return Reply(answer=_for_a_stranger(heard)) if inbound.addressed else Reply()
    reply = _answered(unit, arrival, heard, now)
    if not only_reads and (reply.answer or reply.form or reply.rows):
        if arrival.place is not None and arrival.place.kind is PlaceKind.DIRECT:
            unit.within(arrival.installation.organisation).places.touched(arrival.place.id, now)
        unit.keep_reply(arrival.installation.organisation, inbound, reply, now)
    return reply


def _beside_the_log(
    records: Records, arrival: Arrival, heard: Heard, now: datetime
) -> tuple[Reply, Reply] | None:
    """What may be asked before one holds any role: the answer, and what is kept of it for a replay."""
    if boarding.meant_by(heard):
        reply = boarding.answer(records, arrival, heard.inbound, now)
        return reply, reply
    if linking.meant(heard.inbound):
        return linking.answer(records, arrival, heard.inbound, now)
    return None


def _for_a_stranger(heard: Heard) -> View:
    """Help is everybody's; nothing else is shown to whoever holds no role."""
    asked = heard.command if heard.inbound.press is None else None
    if isinstance(asked, i.Help):
        return guides.help_view(asked.topic, direct=_direct(heard.inbound))
    return guides.stranger()


def _answered(unit: UnitOfWork, arrival: Arrival, heard: Heard, now: datetime) -> Reply:
    session = Session(unit.within(arrival.installation.organisation), arrival, heard.inbound, now)
    try:
        return _behind_a_button(session, _decided(session, heard))
    except Answered as answered:
        return answered.reply
    except NotPossible as problem:
        unit.roll_back()
        session.rows.clear()
        words = str(problem)
        return session.say(words[:1].upper() + words[1:], buttons=[answers.LIST])


def _behind_a_button(session: Session, reply: Reply) -> Reply:
    """A form nobody can open yet is kept, and offered with a button; nothing typed is lost."""
    form = reply.form
    if form is None or session.inbound.opens_forms:
        return reply
    about = {"form": form.model_dump(mode="json")}
    question = session.records.questions.ask(session.me.id, about, session.now)
    return session.reply(answers.form_waits(form, question))


def _decided(session: Session, heard: Heard) -> Reply:
    inbound = session.inbound
    if inbound.press is not None:
        return presses.press(session)
    if inbound.paper is not None:
        return _of_a_file(session, heard, inbound.paper)
    if len(inbound.text) > MOST_TEXT:
        if _says_minutes(inbound.text):
            return session.say(
                f"That is {len(inbound.text):,} characters; I read up to {MOST_TEXT:,} of pasted minutes at a time. "
                "Save them as a file and upload it with the word “minutes”: a file may have 20 MB."
            )
        return session.say(
            f"That is {len(inbound.text)} characters; I read up to {MOST_TEXT} at a time. Nothing was changed: send it in parts."
        )
    answered = _answered_question(session, heard)
    if answered is not None:
        return answered
    intent = _intent(session, heard)
    return Reply() if intent is None else dispatch(session, intent)


def _answered_question(session: Session, heard: Heard) -> Reply | None:
    """What the words say to what was shown or asked last; None where they are no answer to it."""
    inbound = session.inbound
    if not session.in_direct and inbound.addressed and isinstance(heard.command, i.Add):
        return None  # the commonest command answers nothing
    below = below_review.answer(session, heard)
    if below is not None or not (inbound.addressed or inbound.thread):
        return below
    return choosing.answered(session, heard.text, commanded=_is_command(session, heard))


def _of_a_file(session: Session, heard: Heard, paper: Paper) -> Reply:
    """A file is minutes where it comes with the word or with none; one beside other words is let lie."""
    inbound = session.inbound
    if _says_minutes(inbound.text) or not inbound.text.strip():
        boards = [session.place_board] if session.place_board is not None else session.boards_seen()
        if inbound.addressed or any(
            may_run_log(session.role(b.id)) for b in boards if _says_minutes(inbound.text)
        ):
            return dispatch(session, i.ReadMinutes(paper=paper.model_dump(mode="json")))
        return Reply()
    intent = _intent(session, heard)
    talk = isinstance(intent, i.GiveUpdate | i.Unknown | i.Aside) and not getattr(intent, "refs", ())
    # "Here is what we agreed": whoever keeps a log and sends the bot a file means minutes.
    if talk and session.in_direct and any(may_run_log(session.role(b.id)) for b in session.boards_seen()):
        return dispatch(session, i.ReadMinutes(paper=paper.model_dump(mode="json")))
    return Reply() if intent is None else dispatch(session, intent)


def _says_minutes(text: str) -> bool:
    return re.match(r"\s*/?minutes\b", text, re.IGNORECASE) is not None


def _is_command(session: Session, heard: Heard) -> bool:
    """Whether the words are plainly a command, whatever was asked before."""
    if session.in_direct or not heard.inbound.addressed:
        return said_plainly(heard.text) is not None
    intent = heard.command
    if isinstance(intent, i.Assign | i.SetDue | i.Snooze):
        return bool(intent.refs)  # "assign to Kim" may say who has what was just asked about
    return not isinstance(intent, i.OwnWords | i.Unknown)


def _intent(session: Session, heard: Heard) -> i.Intent | None:
    """What was asked for; None for talk that is not the bot's business."""
    inbound = session.inbound
    text = heard.text
    if inbound.addressed and (inbound.command or not session.in_direct):
        intent = heard.command
        own = isinstance(intent, i.OwnWords) or (
            isinstance(intent, i.Unknown) and session.thread_post is not None
        )
        return answering.answer(session, text) if own else intent
    if inbound.addressed:
        return said_plainly(text) or answering.answer(session, text)
    post = session.thread_post
    if post is None or not post.subjects or post.kind is PostKind.DIGEST:
        return None
    intent = answering.answer(session, text)
    if isinstance(intent, i.Courtesy | i.Unknown | i.Aside):
        return None
    parts = intent.parts if isinstance(intent, i.Several) else (intent,)
    if all(isinstance(part, i.GiveUpdate) for part in parts) and not _may_answer(session):
        return None  # people talk in a card's thread; only those it belongs to are reporting
    return intent


def _may_answer(session: Session) -> bool:
    return any(
        may_change(session.me, session.role(a.board), a, session.roster(a.board)) for a in candidates(session)
    )


def said(
    unit: UnitOfWork, inbound: Inbound, reply: Reply, address: str | None, thread: str | None, now: datetime
) -> None:
    """Remember that an inbound was answered, and where, so that replies to the answer find their actions.

    `address` is None for an answer the platform gives no lasting id to.
    """
    if reply == Reply():
        return  # silence leaves no trace
    arrival = unit.arrival(inbound)
    if arrival is None:
        return
    unit.mark_said(inbound, reply, now)
    if reply.answer is None or arrival.place is None or address is None:
        return
    records = unit.within(arrival.installation.organisation)
    subjects = [ActionId(s) for s in reply.answer.subjects]
    records.posts.add(arrival.place.id, PostKind.ANSWER, address, thread, subjects, now)


def was_said(unit: UnitOfWork, inbound: Inbound) -> bool:
    """Whether an inbound was answered before: its replay is not answered again."""
    return unit.was_said(inbound)


def forget(unit: UnitOfWork, now: datetime, kept: Retention = AS_USUAL, limit: int = 1000) -> int:
    """Let go of deliveries too old to be replayed; returns how many."""
    return unit.forget_replies(now - kept.deliveries, limit)


def tidy(records: Records, now: datetime, kept: Retention, after: OutboxId, limit: int) -> OutboxId | None:
    """Let go of questions and of messages kept long enough, looking at `limit` of each.

    `after` is how far the last call of this round came; gives how far this one did, None at the end of a round.
    """
    records.questions.forget(now - kept.questions, limit)
    return records.outbox.forget(PASSING, now - kept.messages, after, limit)


def _direct(inbound: Inbound) -> bool:
    return inbound.where.kind is PlaceKind.DIRECT
