"""Owners' answers in their own words: to a nudge, in a card's thread, or said to the bot directly.

Only what is plain is understood; all else is an update, kept as it was written. "Nearly done" is not done.
"""

import re
from datetime import date

from bot.domain.working_days import WorkingDays, is_working_day
from bot.language import intents as i
from bot.language.dues import DueKind, DueReading, find_due, read_due
from bot.language.refs import leading_refs, take_refs

_I = re.IGNORECASE | re.DOTALL

# Said of one thing that is finished. What follows is kept as the owner's words.
_DONE = re.compile(
    r"""^(?:yes|yep|yeah|ok|okay|all|both|that(?:'s|\ is|\ one\ is)?|this(?:\ is|\ one\ is)?|it(?:'s|\ is|\ has\ been)?
    |they(?:'re|\ are)|i(?:'ve|\ have)|we(?:'ve|\ have)|has\ been|have\ been|now|\s|,)*?
    \b(?P<word>done|complete|completed|finished|sorted|sent|circulated|submitted|actioned|delivered)\b
    (?P<rest>.*)$""",
    _I | re.VERBOSE,
)
_EVERYTHING = re.compile(
    r"^(?:all|both|everything|they(?:'re| are) all|all of (?:them|these))\b[\s\w]{0,12}?"
    r"\b(?:done|complete|completed|finished|sorted|sent)\b",
    _I,
)
_DONE_EVERYTHING = re.compile(r"^(?:all|both|everything|all of (?:them|these))\b[.,;:!\s]*", _I)
# Words that take "done" back, or put it off.
_HEDGE = re.compile(
    r"\b(?:not|n't|never|nearly|almost|half|partly|partially|part|mostly|except|apart from|but|bar|most of|some of"
    r"|tomorrow|will|'ll|by next|should|would|could|once|when|if|until|soon|hopefully|going to|to be|yet|nothing"
    r"|next week|next month|later)\b|n't\b|\?|\d\s*%",
    _I,
)
_BEGUN = re.compile(
    r"^(?:(?:it(?:'s| is)|this is|i(?:'m| am)|we(?:'re| are)|i(?:'ve| have)|we(?:'ve| have)|have|now|still|just)\s+)*"
    r"(?:in progress|in hand|under ?way|started|begun|working on (?:it|this|that)|on (?:it|track)|making progress)\b",
    _I,
)
_WAITING = re.compile(
    r"^(?:(?:it(?:'s| is)|this is|i(?:'m| am)|we(?:'re| are)|now|still|just|currently)\s+)*"
    r"(?:waiting|awaiting|blocked|stuck|on hold|held up|stalled)\b",
    _I,
)
_NOT_MINE = re.compile(
    r"^(?:(?:sorry|no|this|it|that|i think|'s|is|,)\s*)*"
    r"(?:not mine|isn't mine|not me|isn't me|not my action|wrong person|nothing to do with me|someone else)\b",
    _I,
)
_NOT_NEEDED = re.compile(
    r"^(?:(?:it(?:'s| is)|this is|that is|that's|now)\s+)*"
    r"(?:no longer (?:needed|required|necessary|relevant)|not (?:needed|required|necessary)(?: any ?more| any longer)?"
    r"|overtaken by events|superseded|cancel(?:led)?(?: it| this)?$|drop (?:it|this)\b)",
    _I,
)
_MORE_TIME = re.compile(
    r"^(?:i |we |i'll |could i |can i |may i |please )*(?:need|have|want|ask for|get|give me)?\s*"
    r"(?:a (?:bit|little) )?(?:more|extra) time\b[\s,:-]*(?P<phrase>.*)$",
    _I,
)
# "Will be Friday week", "need until the 20th", "move it to March": what follows must read as a due.
_PUT_OFF = re.compile(
    r"^(?:(?:sorry|it|this|that|i|we|should|can|could|may|please|probably|now|,)\s+)*"
    r"(?:(?:it|this|that)?(?:'ll| will| should| is going to)? ?(?:now )?be (?:done |ready |finished |complete |with you |sent )?"
    r"|will (?:do|have|send|finish|get|complete)(?: it| this| that)?(?: done| ready| finished| out| across)?"
    r"|i'll (?:do|have|send|finish|get|complete)(?: it| this| that)?(?: done| ready| finished| out| across)?"
    r"|(?:need|have|has) (?:it )?(?:un)?till?"
    r"|(?:expect(?:ed|ing)?|aim(?:ing)?|hop(?:e|ing)|plan(?:ning|ned)?)(?: it| this| to (?:be )?(?:done|finish|send|complete|have it)?(?: it| this)?(?: done)?)?"
    r"|(?:make|move|push|put|extend|delay|postpone|defer|change|set)(?:ed|d)?(?: it| this| the due| the date)?(?: back| out| off)?(?: to| until| till)?"
    r"|done|ready|due|by|before|until|till|not (?:before|until|till))"
    r"\s*(?:by|for|on|before|until|till|to|at|in)?\s+(?P<phrase>\S.*)$",
    _I,
)
_ASKS_FOR_DATE = re.compile(
    r"^(?:need|needs|i need|we need|move|push|extend|delay|postpone|defer|can i have|could i have|due)\b", _I
)
_COURTESY = re.compile(
    r"^(?:thanks|thank you|thx|ta|cheers|many thanks|ok|okay|noted|hello|hi|hiya|hey|good (?:morning|afternoon|evening)"
    r"|great|lovely|perfect|will do|no problem|understood|yes|no)\b[\s\w,]{0,20}[.!]*$",
    _I,
)


def read_answer(
    text: str,
    *,
    said_on: date,
    next_meeting: date | None,
    is_working: WorkingDays = is_working_day,
) -> i.Intent:
    """What an owner means. Words that are none of the forms are a GiveUpdate, verbatim.

    `said_on` and `next_meeting` are calendar days where the board is; dues in the words are read against them.
    """
    refs, words = _refs_of(text)
    return _read(refs, words, text, said_on, next_meeting, is_working)


def _refs_of(text: str) -> tuple[tuple[i.Ref, ...], str]:
    refs, words = leading_refs(text)
    return refs, words.strip()


def _read(
    refs: tuple[i.Ref, ...],
    words: str,
    text: str,
    said_on: date,
    next_meeting: date | None,
    is_working: WorkingDays,
) -> i.Intent:
    plain = words.replace("\u2019", "'")
    if not refs and _COURTESY.match(plain) and not plain.endswith("?"):
        return i.Courtesy()
    done = _read_done(refs, plain, words)
    if done is not None:
        return done
    if _NOT_MINE.match(plain):
        return i.Disown(refs, words)
    if _NOT_NEEDED.match(plain):
        return i.Drop(refs, words)
    if _WAITING.match(plain):
        return i.Wait(refs, words)
    later = _read_later(refs, plain, words, said_on, next_meeting, is_working)
    if later is not None:
        return later
    if _BEGUN.match(plain):
        return i.Begin(refs, words)
    return i.GiveUpdate(refs, words if refs else text.strip())


def _read_done(refs: tuple[i.Ref, ...], plain: str, words: str) -> i.Done | None:
    match = _DONE.match(plain)
    if match is None or _HEDGE.search(plain[: match.end("word")]):
        return None
    rest = words[match.start("rest") :].lstrip(" .,;:!\u2013\u2014-").strip()
    everything = _EVERYTHING.match(plain) is not None
    named, after = take_refs(re.sub(r"^(?:with|for|on)\s+(?=#?\d|[A-Za-z]+-\d)", "", rest))
    if named:
        refs, rest = (*refs, *(r for r in named if r not in refs)), after
    elif match["word"].casefold() == "done" and _DONE_EVERYTHING.match(rest):
        everything, rest = True, _DONE_EVERYTHING.sub("", rest)
    if _HEDGE.search(rest.replace("\u2019", "'").split(".")[0]):
        # "Done except the map", "done by Friday?", "sent but not signed": somebody has to look.
        return None
    if match["word"].casefold() != "done" and _has_object(rest):
        # "Sent the draft to legal" tells of a step; "sent this morning" of the whole.
        return None
    return i.Done(refs, rest, everything and not refs)


def _has_object(rest: str) -> bool:
    return (
        re.match(r"(?:the|a|an|my|our|his|her|their|some|it back|to|off|out|section|part)\b", rest, _I)
        is not None
    )


def _read_later(
    refs: tuple[i.Ref, ...],
    plain: str,
    words: str,
    said_on: date,
    next_meeting: date | None,
    is_working: WorkingDays,
) -> i.SetDue | None:
    def reading(phrase: str) -> DueReading:
        return read_due(phrase, said_on=said_on, next_meeting=next_meeting, is_working=is_working)

    more = _MORE_TIME.match(plain)
    if more is not None:
        phrase = re.sub(
            r"^(?:until|till|to|by|please)\s*", "", more["phrase"].strip(" .?"), flags=re.IGNORECASE
        )
        return i.SetDue(refs, phrase, words)
    off = _PUT_OFF.match(plain)
    if off is not None:
        phrase = off["phrase"].strip(" .?!")
        found = reading(phrase)
        if _is_when(found) or (_ASKS_FOR_DATE.match(plain) and any(c.isdigit() for c in phrase)):
            return i.SetDue(refs, phrase, words)
        trailing = find_due(phrase, said_on=said_on, next_meeting=next_meeting, is_working=is_working)
        if (
            trailing is not None
            and _is_when(trailing[2])
            and re.match(r"^(?:it |i'll|will|we'll|i will|we will)", plain, _I)
        ):
            return i.SetDue(refs, trailing[1], words)
        return None
    if len(plain.split()) <= 5 and _is_when(reading(plain.strip(" .?!"))):
        return i.SetDue(refs, plain.strip(" .?!"), words)
    return None


def _is_when(found: DueReading) -> bool:
    return found.kind in {DueKind.DATE, DueKind.MEETING, DueKind.PAST, DueKind.AMBIGUOUS}
