"""What is asked in a sentence: "what's overdue?", "when is 12 due?", "what have I got to do?".

Only what is asked whole is understood, so that no owner's answer is taken for a question.
"""

import re

from bot.language import intents as i
from bot.language.refs import take_refs
from bot.language.text import ATOM, one_line

_LONGEST = 100
_BEGINS = re.compile(
    r"\s*(?:what|which|when|where|who|how|is|are|do|has|have|any|can|could|may|show|give|tell|get|please|the|status|i|need|remind)",
    re.IGNORECASE,
)
_IS = r"(?:'s| is| are|s)"
_STILL = r"(?: (?:still|currently|now|all|actually))*"
_LATE = r"(?:overdue|late|past (?:its|their) (?:due )?date|behind)"
_OPEN = (
    r"(?:open|outstanding|unfinished|left|left to do|not done|not finished|on the (?:log|list)|to do|pending)"
)
_OVER = r"(?:done|complete|completed|finished|closed)"
_THINGS = r"(?:actions?|items?|tasks?|ones?|things?|stuff|log|list)"
_SHOW = r"(?:(?:please )?(?:show|give|tell|get)(?: me| us)? |(?:can|could|may) (?:you|i|we) (?:please )?(?:show(?: me| us)?|see|have|get) )"
_ALL = r"(?:(?:all|the|my|our|of|full|whole|complete|current) )*"
_LEFT = r"(?: (?:left|to do|still|open|outstanding|on|due|now|at the moment|on my plate|on my list|this week|here))*"
_WHO = rf"(?P<who>{ATOM}|@?[^\W\d_][\w.'-]*(?: [^\W\d_][\w.'-]*)?)"

_MINE = re.compile(
    rf"(?:what|which (?:{_THINGS}))(?:'ve| have) (?:i|we)(?: still)? got{_LEFT}|what do i(?: still)? (?:have|need to do|owe|need){_LEFT}"
    rf"|what(?:'s|s| is| are){_STILL} (?:mine|left for me|(?:due )?for me|on my (?:list|plate|to-?do list)|my {_THINGS})"
    rf"|what are my (?:(?:open|outstanding|current) )?{_THINGS}|what am i (?:down for|doing|supposed to (?:do|be doing)|responsible for|meant to (?:do|be doing))"
    rf"|which {_THINGS} (?:are|is) mine|(?:do i have|have i got|is there) anything(?: (?:for me|open|due|outstanding|left|to do|overdue))+"
    rf"|{_SHOW}(?:all )?(?:of )?my (?:(?:open|outstanding|current) )?{_THINGS}|{_SHOW}what i(?:'ve| have) got{_LEFT}|what(?:'s|s| is) due (?:from|by) me",
    re.IGNORECASE,
)
_OVERDUE = re.compile(
    rf"(?:what|which(?: {_THINGS})?|who){_IS}{_STILL} {_LATE}|(?:is|are)(?: there)? (?:anything|any {_THINGS}|any){_STILL} {_LATE}|(?:anything|any) {_LATE}"
    rf"|what are the {_LATE} {_THINGS}|{_SHOW}(?:me )?(?:{_ALL})(?:what(?:'s| is) )?{_LATE}(?: {_THINGS})?",
    re.IGNORECASE,
)
_ALL_OPEN = re.compile(
    rf"(?:what|which(?: {_THINGS})?){_IS}{_STILL} {_OPEN}|what are the (?:open|outstanding) {_THINGS}|what {_THINGS} (?:are|is) (?:there|open|outstanding)"
    rf"|{_SHOW}{_ALL}(?:(?:open|outstanding) )?(?:actions|items|log|list)|{_SHOW}{_ALL}(?:open|outstanding)(?: ones)?|what(?:'s|s| is) (?:on|in) the (?:log|list)",
    re.IGNORECASE,
)
_ALL_DONE = re.compile(
    rf"(?:what|which(?: {_THINGS})?)(?:{_IS}| has| have)(?: been)?{_STILL} {_OVER}|{_SHOW}{_ALL}{_OVER}(?: {_THINGS})?",
    re.IGNORECASE,
)
_OF_SOMEBODY = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"what (?:has|does|is) {_WHO}(?: still)? (?:got|have|owe|doing|working on|down for|responsible for){_LEFT}",
        rf"what(?:'s|s) {_WHO} (?:got|doing|working on|down for){_LEFT}",
        rf"(?:what are |{_SHOW}){_WHO}'s (?:open )?{_THINGS}",
    )
)
_ABOUT_ONE = re.compile(
    r"(?:(?:what(?:'s|s| is) (?:the )?(?:status|state|progress|latest|position|due date|deadline)|where are (?:we|you|things)(?: at)?|where (?:is|has)|how(?:'s|s| is| are (?:we|you|things))"
    r"|when(?:'s|s| is| was)|who(?:'s|s| is| has| owns| leads)(?: (?:got|doing|leading|on))?|what(?:'s|s| is| was| about)|is|has|any (?:news|update|progress)|(?:the )?status|remind me what)"
    r"(?: (?:of|on|with|about|for|doing|going|getting on))*) (?P<ref>\S.*?)"
    r"(?: (?:due|done|going|got to|about|coming along|coming on|overdue|late|complete|completed|finished|closed|been done|getting on|at|doing|for|again|yet|is))*",
    re.IGNORECASE,
)
_MEETINGS = re.compile(
    r"(?:when|what time|where)(?:'s|s| is| are) (?:the |our )?(?:next )?(?:board )?meetings?|when do we (?:next )?meet(?: next)?|what meetings (?:are there|do we have|are coming up)",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"who(?: else)?(?:'s|s| is| are)(?: else)?(?: on (?:the|this|our) board| (?:currently )?(?:away|on leave|off|on holiday|muted)| (?:the |our )?(?:clerk|chair|members?|officers?|vice-chair)| here)"
    r"(?: (?:this week|today|now|at the moment))?",
    re.IGNORECASE,
)
_HOW = re.compile(
    r"what (?:can|do|else can) (?:you|i|we) (?:do|say|ask|type|tell you)(?: here| to you)?|how (?:does|do) (?:this|it|you) work|how do (?:i|we) use (?:this|you|it)"
    r"|who are you|what are you|what is this|what's this|how can you help|can you help(?: me)?|(?:i )?need help|what now",
    re.IGNORECASE,
)
_HOW_TO = re.compile(r"how (?:do|can|would|should) (?:i|we|you) (?P<rest>\S.*)", re.IGNORECASE)


def read_question(text: str) -> i.Intent | None:
    """What is asked for; None for anything that is not plainly a question to the bot."""
    if len(text) > _LONGEST or not _BEGINS.match(text):
        return None
    said = one_line(text).replace("\u2019", "'").strip(" ?!.")
    for form, meant in _ASKED:
        if form.fullmatch(said):
            return meant
    if how := _HOW_TO.fullmatch(said):
        return i.Help(how["rest"].split()[0].casefold())
    if one := _ABOUT_ONE.fullmatch(said):
        if one["ref"].casefold() in _IT:
            return i.Show(())
        refs, rest = take_refs(one["ref"])
        if refs and not rest:
            return i.Show(refs)
    of = next((match for form in _OF_SOMEBODY if (match := form.fullmatch(said))), None)
    if of and of["who"].casefold() not in _NOBODY:
        return i.ListActions(i.Which.OPEN, of["who"].removeprefix("@"))
    return None


_IT = frozenset({"it", "this", "that", "this one", "that one", "mine"})
_NOBODY = frozenset({"it", "this", "that", "you", "there", "everyone", "anybody", "anyone"})


_ASKED: tuple[tuple[re.Pattern[str], i.Intent], ...] = (
    (_MINE, i.ListActions(i.Which.MINE)),
    (_OVERDUE, i.ListActions(i.Which.OVERDUE)),
    (_ALL_OPEN, i.ListActions(i.Which.OPEN)),
    (_ALL_DONE, i.ListActions(i.Which.DONE)),
    (_MEETINGS, i.ListMeetings()),
    (_PEOPLE, i.ListPeople()),
    (_HOW, i.Help()),
)
