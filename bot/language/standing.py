"""How owners say where an action stands, short of done: waiting, begun, not theirs, not needed, somebody else's.

A clause comes with single blanks and straight apostrophes (see `bot.language.clauses`). None of these completes anything,
so they are known by how they begin.
"""

import re

from bot.language.clauses import one_of, saying
from bot.language.text import ATOM

_SO = (
    r"(?>(?:this one is|that one is|this one's|that one's|it is|it's|its|it|this is|this|that is|that's|that|i am|i'm|im|i've|i have|i|we are"
    r"|we're|we've|we have|we|have|has|they are|they're|is|are|was|has been|been|now|still|just|currently|again|also|all|really|very much"
    r"|actually|at present|at the moment|presently|unfortunately|sadly|so|yes|well|mine is|my action is|the action is|status) )*"
)
_FINISHED = r"(?:done|completed?|finished|there|ready|sorted|sent|written|drafted)"
_AN_ANSWER = r"(?:\w+ )?(?:reply|replies|responses?|answer|news|word|feedback|figures|confirmation|decision|sign-?off)\b"

_WAITING = saying(
    _SO
    + one_of(
        r"(?:a?waiting|awaits?)\b(?! (?:room|list|area))",
        r"blocked\b(?! (?:out|off))|stuck\b(?! (?:it|this|them|up|in|with it))",
        r"on (?:hold|pause)\b|held (?:up|by|with|at|until|pending)\b|holding for\b|stalled\b|paused\b|parked\b(?! (?:outside|in))",
        r"pending\b|in limbo\b|queued\b|in the queue\b|in the hands of\b|chas(?:ing|ed)\b",
        r"delayed (?:by|due|because|while|pending|at|with)\b|subject to\b|depend(?:s|ent|ing) (?:up)?on\b|reli(?:ant|es) on\b|relying on\b",
        r"gone to (?!plan\b)\S|(?:sitting|sat) with\b|out (?:for|to) (?:\w+ )?(?:consultation|comments?|review|signature|approval|tender)\b",
        rf"(?:no|not had (?:an?|any)|had no|have no|haven't (?:had|got)(?: an?| any)?|yet to (?:have|get|receive) an?) {_AN_ANSWER}",
        r"(?:haven't|have not|not|yet to|still to|didn't|never) (?:yet )?heard?\b(?! of)|nothing (?:back |yet |heard )?from\b|need to hear (?:back )?from\b",
        r"needs? (?:[^.]{0,60} )?(?:sign(?:ing|ed)?[- ]?off|approv(?:al|ing)|agree(?:ment|ing)|authoris(?:ation|ing)|input|a decision|clearance) (?:from|by|at)\b",
        r"needs? [^.]{0,60}\bfrom (?!me\b|us\b)\w",
        r"(?:can't|cannot|can not|unable to|won't be able to|not able to) (?:do|start|finish|progress|complete|move|go|proceed|send|close|take|sign|begin|get)\b"
        r"[^.]{0,80}\b(?:until|till|til|before|without|unless)\b",
    ),
    r"(?:(?:it's|it is|its|this is|that's|this one's|still|now|currently|already|all|back|is|are|just) )*with "
    r"(?!thanks|regret|luck|apologies|pleasure|respect|regards?|effect|immediate|reference|a view|this|that|it\b)\S",
)
_PLAINLY_WAITING = saying(
    r"(?>(?:so|and|now|still|just|currently|am|i'm|i am|we're|we are|it's|it is|is) )*"
    r"(?:(?:a?waiting|awaits?)(?: for| on| to| \w+|$)|(?:no|not had a) (?:reply|response|answer)|(?:not|haven't) heard (?:back|from)|blocked by|on hold|stuck on|with [\w ]{2,40} for (?:\w+ )?(?:comments?|review|approval|sign-?off|signature))\b"
)
_BEGUN = saying(
    _SO
    + one_of(
        r"in (?:progress|hand|train|motion|development|draft|the works|the pipeline)\b|(?:well )?under ?way\b|started\b|begun\b|wip\b",
        r"(?:making )?(?:good |some |slow |great |steady )?progress(?:ing)?\b(?! (?:report|paper|update|note))|mak(?:ing|e)\b a start\b|made a start\b",
        r"working (?:on|through|towards)\b|work (?:is |has )?(?:started|begun|under ?way|in progress|ongoing|continues)\b|continu(?:ing|es)\b",
        r"on (?:it|to it|track|target|schedule|course|the case)\b(?! the)|on-? ?going\b|getting there\b|doing (?:it|this) (?:now|today|at the moment)\b",
        r"moving (?:along|forward|ahead|on)\b|coming (?:along|on|together)\b",
        rf"half ?-?way\b|half (?:of it |of this )?{_FINISHED}\b|(?:most|some|half) of (?:it|this)(?: is|'s|) {_FINISHED}\b",
        rf"(?:very )?(?:nearly|almost|just about|mostly|largely|partly|partially|part|mainly|pretty much|about half|more or less) (?:all )?{_FINISHED}\b",
        rf"(?:about |around |roughly |approx(?:imately)? )?[0-9]{{1,2}} ?(?:%|per ?cent)(?:(?: of the way)? (?:{_FINISHED}|through)\b|$)",
    )
)
_OPEN = saying(
    _SO
    + one_of(
        rf"not (?:yet |been |quite )*(?:yet|quite|started|begun|{_FINISHED})\b|nothing yet\b|no (?:progress|update)\b",
        rf"(?:have|has|did)(?:n't| not|nt) (?:yet )?(?:been )?(?:started|begun|had (?:time|a chance|chance)|g[oe]t (?:to|round|around|time)|managed|{_FINISHED})\b",
        r"not had (?:time|a chance|chance)\b|still (?:to do|to be done|outstanding|on my list|not done)|outstanding\b|to do\b",
        r"on my (?:list|to-?do list|desk)\b|running late\b|(?:a )?(?:bit |little )?behind\b|late\b|delayed\b|slipp(?:ed|ing)\b|overdue\b|sorry\b",
        r"(?:new|revised) (?:due )?(?:date|deadline)$|eta$",
    )
)
_MINE = one_of(
    r"mine|me|for me|one of mine|one for me|ours|one of ours|down to (?:me|us)|assigned to me",
    r"my (?:action|job|task|one|area|responsibility|remit|department|patch)|our (?:action|remit|responsibility|area)",
)
_NOT_MINE = saying(
    r"(?>(?:no|sorry|this one is|this one's|this one|this is|this|that is|that's|that|it is|it's|it|i think|think|i'm|i am|really|is|was|definitely"
    r"|actually|but) )*"
    + one_of(
        rf"(?:not|isn't|is not|isnt|ain't|wasn't|no longer|never was|never) (?:really |actually |strictly )?{_MINE}\b(?! (?:to|who|yet|until|alone|only))",
        r"(?:wrong|(?:not|isn't) the right) (?:person|owner|name)\b|i no longer (?:work on|deal with|do|have|own) (?:this|it)\b|nothing to do with (?:me|us)\b|(?:someone|somebody) else(?:'s)?(?: action)?$|belongs to (?:someone|somebody) else\b",
        rf"(?:i )?(?:don't|do not) (?:think|believe) (?:this|it|that)(?: one)?(?:'s| is| was) {_MINE}\b|i (?:don't|do not) own (?:this|it)\b",
    )
)
_NOT_NEEDED = saying(
    r"(?>(?:this one is|this one's|this one|this is|this|that is|that's|that|it is|it's|it|has been|have been|is|was|been|now|we|can be|please|pls|you can"
    r"|action|the action|all|both) )*"
    + one_of(
        r"(?:no longer|not|isn't|aren't|won't be) (?:needed|required|necessary|relevant|applicable|wanted)\b",
        r"(?:not|no longer|isn't|aren't) (?:going ahead|proceeding|happening|going to happen|being (?:done|progressed|pursued|taken forward))\b",
        r"no longer (?:applies|an action|an issue)\b|(?:don't|do not|no longer) need (?:this|it|to do (?:this|it))\b|(?:there's |there is )?no (?:longer (?:any|a) )?need (?:for (?:this|it)|to do (?:this|it))\b|won't be (?:doing|pursuing|going ahead with) (?:this|it)\b",
        r"overtaken by events\b|superseded\b|obsolete\b|redundant\b|abandoned\b|scrapped\b|a duplicate\b|duplicate (?:of|action)\b",
        r"(?:cancel|drop|remove|delete|scrap|withdraw)(?:led|ped)? (?:it|this)\b(?: one| action)?|cancell?ed(?: by\b|$)",
        r"(?:dropped|withdrawn|removed)(?: by the (?:board|chair))?$",
    )
)
# "Cancelled, rebooked for March" puts something in its place; "probably not needed" is not sure.
_ANOTHER_PLAN = saying(
    r"\b(?:re-?(?:booked|arranged|scheduled|organised|placed|run)|rearrang\w+|postpon\w+|new date|moved|yet|until|till|probably|possibly|perhaps|maybe|might"
    r"|may (?:be|no)|could|should|would|think|unless|if|once|part|partly|some|except|but|apart|only|still|unsure|not sure|\w*n't know)\b|\?"
)
_WHOM = rf"(?P<who>{ATOM}(?:(?: and |, ?| ?& ?|/| ){ATOM})*|[A-Z][\w'.-]*(?: [A-Z][\w'.-]*){{0,2}})"
_HANDED = tuple(
    re.compile(form)
    for form in (
        (
            rf"(?i:(?:(?:i|we)(?:'ve| have)? |(?:it|this|that)(?: one)?(?:'s| has| is)?(?: been)? |(?:has been|now|been|please|pls|can you|could you) )*"
            rf"(?:handed|passed|given|transferred|re-?assigned|delegated|hand|pass|give|transfer|re-?assign)(?: (?:it|this|that|over|on|across|this one))* to) {_WHOM}"
            r"(?i:(?: now| please| instead)*)"
        ),
        rf"(?i:assigned to) {_WHOM}(?i:(?: now| instead)*)",
        rf"(?i:over to) {_WHOM}(?i:(?: now| please)*)",
        rf"(?i:(?:it|this|that)(?: one)?(?:'s| is)(?: now)?) {_WHOM}'s?(?i:(?: now)?(?: action| job| one| task)?(?: now)?)",
        rf"(?i:(?:it|this|that)(?: one)?(?: now)? belongs (?:to|with)) {_WHOM}(?i:(?: now)?)",
        rf"{_WHOM}'s(?i:(?: action| one| job| now| not mine)?)",
        rf"(?i:(?:it's |this is |that's )?(?:now )?one for) {_WHOM}",
        (
            rf"{_WHOM}(?i:(?: has|(?:'s| is)(?: now)? (?:doing|picking|taking|leading on|leading)|(?:'s| has) (?:picked|taken)| now has| now leads)(?: up| on| over)? (?:it|this|that)"
            r"(?: one)?(?: up| on| over)?(?: now| instead)?)"
        ),
    )
)


def says_waiting(clause: str) -> bool:
    """Waiting for somebody or something else."""
    return _WAITING.match(clause) is not None


def ends_waiting(clause: str) -> bool:
    """Waiting, in words that leave no doubt of it whatever was said before them."""
    return _PLAINLY_WAITING.match(clause) is not None


def says_begun(clause: str) -> bool:
    """In progress, however far."""
    return _BEGUN.match(clause) is not None


def says_open(clause: str) -> bool:
    """Not done, not begun, or late: a day that follows is the day it will be done."""
    return _OPEN.match(clause) is not None


def says_not_mine(clause: str) -> bool:
    return _NOT_MINE.match(clause) is not None


def says_not_needed(text: str) -> bool:
    """Not wanted any more, with nothing said that keeps a part of it, or puts something in its place."""
    return _NOT_NEEDED.match(text) is not None and _ANOTHER_PLAN.search(text) is None


def handed_to(clause: str) -> str | None:
    """Whose it is now, as written: "handed to @tom", "this is Tom's now"."""
    clause = clause.strip(" .!")
    whose = next((match["who"] for form in _HANDED if (match := form.fullmatch(clause))), None)
    return whose and whose.removesuffix("'s")
