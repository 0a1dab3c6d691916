"""What is asked in a sentence: "what's overdue?", "when is 12 due?", "what have I got to do?".

Only what is asked whole is understood, so that no owner's answer is taken for a question.
"""

import re
from collections.abc import Callable

from bot.language import intents as i
from bot.language.readers import narrowing
from bot.language.refs import take_refs
from bot.language.text import ATOM, one_line

_LONGEST = 100
_BEGINS = re.compile(
    r"\s*(?:what|which|when|where|who|why|how|is|are|am|do|did|does|will|has|have|any|anything|can|could|may|show|give|tell|get|please|the|status|i|my|our|need|remind|find|search"
    r"|look|sorry|hi|hello|hey|ok|okay|and|so|but|um|list|brief|overview|next|number|details?|explain|help|anything|everything|all|should|remind)",
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
_NO_NAME = (
    r"(?!(?:got|have|has|is|are|do|does|still|for|everyone|everybody|anyone|overall|open|there|we|i)\b)"
)
_WHO = rf"(?P<who>{ATOM}|@?{_NO_NAME}[^\W\d_][\w.'-]*(?: {_NO_NAME}[^\W\d_][\w.'-]*)?)"

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
        rf"what (?:has|have|does|do|is|are) (?:the )?{_WHO}(?: still)? (?:got|have|owe|doing|working on|down for|responsible for){_LEFT}",
        rf"what(?:'s|s) {_WHO} (?:got|doing|working on|down for){_LEFT}",
        rf"(?:what are |{_SHOW}){_WHO}'s (?:open )?{_THINGS}",
    )
)
_ABOUT_ONE = re.compile(
    r"(?:(?:what(?:'s|s| is) (?:the )?(?:status|state|progress|latest|position|due date|deadline)|what(?:'s|s| is) (?:happening|going on|up|wrong|the matter|the problem)|why(?:'s|s| is| was| has)|where are (?:we|you|things)(?: at)?|where (?:is|has)|how(?:'s|s| is| are (?:we|you|things))"
    r"|when(?:'s|s| is| was)|who(?:'s|s| is| has| owns| leads)(?: (?:got|doing|leading|on|dealing with|working on|handling|looking after|responsible for|in charge of))?|what(?:'s|s| is| was| about)|is|has|any (?:news|update|progress)|(?:the )?status|remind me what|(?:(?:can|could) you )?tell (?:me|us) (?:more )?about|explain|(?:more )?details?)"
    r"(?: (?:of|on|with|about|for|doing|going|getting on|to))*) (?P<ref>\S.*?)"
    r"(?: (?:not|so|still|blocked|stuck|waiting|taking so long|open|due|done|going|got to|about|coming along|coming on|overdue|late|complete|completed|finished|closed|been done|getting on|at|doing|for|again|yet|is))*",
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


_HAS_DONE = re.compile(
    rf"(?:has|have|did|does|is|are|will|was|were) (?:{ATOM}|(?!(?:the|an?|my|someone|somebody|anyone|anybody|you|i|we|it|this|that|there)\b)[^\W\d_][\w.'-]*(?: [^\W\d_][\w.'-]*)?)(?: (?:actually|already|ever|really|now|still))*"
    r" (?:done|do|finish(?:ed)?|complet(?:e|ed)|sent|send|start(?:ed)?|doing|sort(?:ed)?|answer(?:ed)?|said anything about|heard about|on|working on|dealing with|down for|got|have|own|lead)"
    r" (?P<ref>\S.*?)(?: (?:yet|already|now))*",
    re.IGNORECASE,
)
_ANYBODY = re.compile(
    r"(?:is|are|has|who) (?:anyone|anybody|someone|somebody|people)?(?: ?else)?(?: (?:is|has|already|also|got))*(?: (?:doing|working|on|dealing|helping|got|involved)(?: (?:in|on|with))?)+ (?P<ref>\S.*)",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"(?:what (?:has |have |'s )?(?:happened|become|been (?:done|said|happening)|changed|went wrong)(?: (?:to|with|of|on|about))?"
    r"|what (?:did|have|has) (?:i|we|they|he|she|[^\W\d_][\w.'-]*) (?:say|said|write|written|do|done|tell you)(?: (?:about|on|of|for|to|with))?"
    r"|who (?:has )?(?:changed|closed|dropped|added|moved|completed|edited|reopened|said)|when (?:was|did) (?:i|we|[^\W\d_][\w.'-]*)?(?: (?:do|finish|complete|say|change|close))?|(?:the )?history (?:of|for))"
    r" (?P<ref>\S.*?)(?: (?:done|added|closed|completed|changed|dropped|last|before|so far|then|finished))*",
    re.IGNORECASE,
)
_FIND = re.compile(
    rf"(?:(?:can|could) you )?(?:please )?(?:(?:find|search|look up)(?: me)?(?: for)?|search for|look for(?= {_THINGS} ))(?: {_ALL}(?:{_THINGS})(?: (?:about|on|for|with|called|named|mentioning|to do with|that (?:say|mention)s?))?)? (?P<words>\S.*)"
    rf"|(?:which|what|whose|{_SHOW}(?:{_ALL})|is there an?|are there any|have we (?:got )?an?|do we have an?) ?{_THINGS}(?: (?:is|are|was|were|we have|there is|that's|do we have|have we))*"
    r" (?:about|on|for|called|named|mentioning|mentions?|to do with|covers?|says?|regarding|concerning|relating to) (?P<what>\S.*)"
    rf"|(?:list|{_SHOW})(?: {_ALL}{_THINGS})? (?:about|mentioning|to do with|regarding|concerning) (?P<which>\S.*)",
    re.IGNORECASE,
)
# "Find attached the map" and "find out who has it" are no searches of the log.
_NO_SEARCH = re.compile(
    r"(?:attached|enclosed|below|herewith|out|time|it|them|this|that|a |an |some|somebody|someone|me$|you)\b|(?:a|an) ",
    re.IGNORECASE,
)
_STANDS = re.compile(
    rf"{_SHOW}?(?:my|the|our|a)? ?(?:brief|briefing|overview|summary)(?: (?:please|now|of the (?:board|log|actions)|for the (?:board|meeting)))*"
    r"|(?:where|how) (?:do|are|does) (?:we|things|the (?:log|board|actions))(?: (?:stand|doing|going|look|looking|at|now|overall|with (?:the actions|everything|actions)))+"
    r"|(?:what|which actions?) (?:has |have |'s )?changed(?: (?:this week|today|since .{1,30}|lately|recently))?|what(?:'s|s| is) (?:new|the (?:latest|state of play|position|overall status))"
    r"|what (?:did i|have i) miss(?:ed)?|what happened (?:this|last) week|what(?:'s|s| is) (?:coming up|on the agenda|been happening|happening)|status(?: (?:report|update|of the (?:board|log)))?(?= please$)",
    re.IGNORECASE,
)
_MINE_TOO = re.compile(
    rf"what(?:'s|s| is) next(?: for me)?|(?:when|what) (?:are|is) (?:all )?my (?:open )?{_THINGS}(?: due)?|what (?:should|shall|must|can) i (?:do|be doing)(?: (?:next|now|first|today))*"
    rf"|what needs doing|my (?:open )?(?:actions|items|tasks|to-?do list|list)|{_SHOW}mine",
    re.IGNORECASE,
)
_NEXT_PAGE = re.compile(
    r"(?:(?:show|list|give)(?: me| us)? )?(?:the )?(?:next|more)(?: (?:page|20|twenty|ones))(?: of (?:the )?list)?|(?:show|give|list)(?: me| us)? (?:the rest|more)|(?:the )?next (?:page|20|twenty)",
    re.IGNORECASE,
)
_ASKS = (
    rf"(?:and |so |but )?(?:what|which(?: {_THINGS})?|whats|who|anything|everything|all|any(?: {_THINGS})?|how many(?: {_THINGS})?|{_SHOW}(?:{_ALL})(?:what(?:'s| is)?)?|are there(?: any)?|is there(?: anything| any)?|are any(?: {_THINGS})?|is anything)"
    rf"(?:'s|s| is| are| have| has| do| we| there| that| still| currently| now| all| we've| got| {_THINGS})*"
)
_ALL_NARROWED = re.compile(rf"{_ASKS}(?: {_THINGS})?", re.IGNORECASE)
_MINE_NARROWED = re.compile(
    rf"(?:and |so |but )?(?:(?:what|which(?: {_THINGS})?|how many(?: {_THINGS})?)(?:'ve| have| do| am| of)?(?: i| my| mine)(?: still)?(?: have| got| owe| need to do| must do| have to do| should do| do)?(?: {_THINGS})?(?: is| are)?"
    rf"|(?:am|have|do) i(?: have| got)?(?: (?:anything|any|any {_THINGS}))?(?: with)?(?: anything)?|(?:which|what|how many)(?: of)?(?:'s| is| are| of)?(?: of)? ?(?:mine|my (?:{_THINGS}))(?: is| are)?|(?:is|are)(?: any(?:thing)?)?(?: of)? (?:mine|my {_THINGS})|{_SHOW}(?:all )?(?:of )?my(?: {_THINGS})?)",
    re.IGNORECASE,
)
_SOMEBODYS_NARROWED = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?:and |so |but )?(?:what|which {_THINGS}|how many(?: {_THINGS})?|whats)(?:'s|s)?(?: (?:has|have|does|do|is|are|of))? (?:the )?{_WHO}(?:'s)?(?: (?:still|got|have|has|owe|down for|is|are|{_THINGS}))*",
        rf"(?:has|does|is) {_WHO}(?: (?:got|have))?(?: (?:anything|any {_THINGS}))?",
        rf"{_SHOW}{_WHO}'s(?: {_THINGS})?",
    )
)
_OPENING = re.compile(
    r"^(?:(?:sorry|hi|hello|hey|ok|okay|um|er|and|so|but|please|morning|good morning)\b[\s,:.!-]*)+(?=\S)",
    re.IGNORECASE,
)
_WHOLE_BOARD = re.compile(
    r"\s+(?:for (?:everyone|everybody|us all|the (?:whole )?board|all of us)|(?:on|across|over) the (?:whole )?(?:board|log|list)|overall|in total|altogether|in all|at the moment|right now|at present|please|then|so far|here|today\?)$",
    re.IGNORECASE,
)


def read_question(text: str) -> i.Intent | None:
    """What is asked for; None for anything that is not plainly a question to the bot."""
    if len(text) > _LONGEST or not _BEGINS.match(text):
        return None
    said = _OPENING.sub("", one_line(text).replace("\u2019", "'").strip(" ?!.,"))
    whole = _WHOLE_BOARD.sub("", said)
    return (_read(whole) if whole != said else None) or _read(said)


def _read(said: str) -> i.Intent | None:
    for form, meant in _ASKED:
        if form.fullmatch(said):
            return meant
    if how := _HOW_TO.fullmatch(said):
        return i.Help(how["rest"].split()[0].casefold())
    if (one := _about_refs(said)) is not None:
        return one
    if narrowed := _narrowed(said):
        return narrowed
    if (searched := _searched(said)) is not None:
        return searched
    of = next((match for form in _OF_SOMEBODY if (match := form.fullmatch(said))), None)
    if of and of["who"].casefold() not in _NOBODY:
        return i.ListActions(i.Which.OPEN, of["who"].removeprefix("@"))
    return None


def _about_refs(said: str) -> i.Intent | None:
    """ "When is 12 due?", "what happened to 12?"."""
    for form, make in _OF_REFS:
        one = form.fullmatch(said)
        if one and one["ref"].casefold() in _IT:
            return make(())
        refs, rest = take_refs(one["ref"]) if one else ((), "")
        if refs and not rest:
            return make(refs)
    return None


def _searched(said: str) -> i.Intent | None:
    """ "Find risk register", "next page"."""
    if _NEXT_PAGE.fullmatch(said):
        return i.NextPage()
    found = _FIND.fullmatch(said)
    words = next((w for w in found.groups() if w), "") if found else ""
    if words and not _NO_SEARCH.match(words):
        return i.Find(words.strip(" \"'\u201c\u201d"))
    return None


def _narrowed(said: str) -> i.Intent | None:
    """ "What is due this week?", "what has Tom got overdue", "am I late with anything?"."""
    which, left = narrowing(said)
    if which is None and _HOW_MANY.fullmatch(said):
        which, left = i.Which.OPEN, _OPEN_WORDS.sub("", said)
    if which is None:
        return None
    if _MINE_NARROWED.fullmatch(left):
        return i.ListActions(which, "me")
    if _ALL_NARROWED.fullmatch(left):
        return i.ListActions(which)
    of = next((match for form in _SOMEBODYS_NARROWED if (match := form.fullmatch(left))), None)
    return (
        i.ListActions(which, of["who"].removeprefix("@"))
        if of and of["who"].casefold() not in _NOBODY
        else None
    )


_HOW_MANY = re.compile(
    rf"how many(?: open| outstanding)?(?: {_THINGS})?(?: .{{1,40}}?)?(?: (?:open|outstanding|left|to do|in all|there|got))*",
    re.IGNORECASE,
)
_OPEN_WORDS = re.compile(r" (?:open|outstanding|left|to do|in all|there|got)\b", re.IGNORECASE)
_OF_REFS: tuple[tuple[re.Pattern[str], Callable[[tuple[i.Ref, ...]], i.Intent]], ...] = (
    (_HISTORY, i.ShowHistory),
    (_ABOUT_ONE, i.Show),
    (_HAS_DONE, i.Show),
    (_ANYBODY, i.Show),
)
_IT = frozenset({"it", "this", "that", "this one", "that one", "mine"})
_NOBODY = frozenset(
    {"it", "this", "that", "you", "there", "everyone", "anybody", "anyone", "nobody", "somebody", "someone"}
)


_CLOSABLE = re.compile(
    rf"(?:what|which(?: {_THINGS})?) (?:can|could|should|may) (?:i|we|the board|the chair) (?:now )?close(?: (?:now|today|at the meeting))?|what(?:'s|s| is) there to close",
    re.IGNORECASE,
)
_ASKED: tuple[tuple[re.Pattern[str], i.Intent], ...] = (
    (_MINE, i.ListActions(i.Which.MINE)),
    (_MINE_TOO, i.ListActions(i.Which.MINE)),
    (_CLOSABLE, i.ListActions(i.Which.TO_CLOSE)),
    (_STANDS, i.HowItStands()),
    (_OVERDUE, i.ListActions(i.Which.OVERDUE)),
    (_ALL_OPEN, i.ListActions(i.Which.OPEN)),
    (_ALL_DONE, i.ListActions(i.Which.DONE)),
    (_MEETINGS, i.ListMeetings()),
    (_PEOPLE, i.ListPeople()),
    (_HOW, i.Help()),
)
