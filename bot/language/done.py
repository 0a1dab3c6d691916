"""How owners say that an action is done. Read strictly: by what may stand around the word, and nothing else.

A clause comes with single blanks and straight apostrophes (see `bot.language.clauses`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.clauses import APOLOGY, TICK, one_of, saying
from bot.language.refs import MONTH, WEEKDAY

_DONE = r"(?P<done>done|completed|complete|finished|sorted|actioned|resolved|dealt with|taken care of|wrapped up|ticked off)"
# What is handed over is done with; what is "drafted", "booked" or "agreed" may be a step on the way.
_SENT = r"(?P<sent>sent|circulated|submitted|delivered|e-?mailed|distributed|published|issued|shared|uploaded|handed in)"
_ALL = one_of(
    r"all (?:of )?(?:them|these|those|mine)",
    r"all (?:of )?(?:(?:my|the|these|those) )?(?:actions|items|tasks)",
    r"(?:they|these|those)(?:'re| are| have)?(?: now)? all(?: been)?",
    r"my actions|mine are all|everything|the lot",
)
_SO_MANY = one_of(
    r"both(?: of (?:them|these|those))?",
    r"(?:they|these|those)(?:'re| are| have)?(?: now)? both(?: been)?",
    r"all (?P<count>two|three|four|five|six|[2-9])(?: of (?:them|these|those))?",
)
_IT = r"(?:(?:this|that)(?: one| action| item| task)?|it|(?:the |my )?(?:action|task|item|job)|mine|they|these|those|i|we)"
_IS = r"(?:'?s|'?re|'?ve|'?m| is| are| am| was| were| has| have| been)"
_NOW = (
    r"(?>(?:now|already|just|also|finally|fully|completely|officially|been|all|both|duly|today|yesterday) )*"
)

_REPORTS = (
    saying(
        rf"(?:(?:that'?s )?(?:(?P<many>{_ALL})|{_SO_MANY}){_IS}{{0,2}}|that'?s (?:me|it|this|that)|{_IT}{_IS}{{0,2}}) {_NOW}(?:{_DONE}|{_SENT})\b"
    ),
    saying(rf"(?:(?P<all>all|both) (?:now |been )?)?{_NOW}(?:{_DONE}|{_SENT})\b"),
    saying(
        r"(?:(?:i|we)(?:'?ve| have)? )?(?:(?:already|just|now|also) )?(?:did|done) (?=(?:it|this|that|them|these|both|all|so)\b)"
    ),
    saying(
        r"(?:(?:it|this|that|they|these)(?: has| have|'s)? )?(?:(?:all|now|already) )?(?:went|gone) (?=(?:out|round|around|off)\b)"
    ),
)
_ASKS_TO_CLOSE = saying(
    r"(?:(?:please|pls|(?:you|we|i|this|it|that) can|can|(?:ok|okay|happy|happy for you|fine|good) to)(?: now)?(?: be)? )?"
    r"(?P<close>closed?|mark(?:ed)?|tick(?:ed)?|cross|sign)\b ?(?:(?:it|this|that|these|them)\b(?: one| action)? ?)?(?:off ?|down ?)?"
    r"(?P<as>(?:as )?(?:done|completed?|closed|finished))?"
)

DAY = one_of(
    rf"(?:{WEEKDAY} )?(?:the )?[0-9]{{1,2}}(?:(?:st|nd|rd|th)(?: (?:of )?{MONTH})?| (?:of )?{MONTH})(?:,? [0-9]{{2,4}})?",
    r"[0-9]{1,2}[./][0-9]{1,2}(?:[./][0-9]{2,4})?",
    r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{2,4}",
    rf"{MONTH}(?: [0-9]{{1,2}}(?:st|nd|rd|th)?)?(?: [0-9]{{4}})?",
)
_EVERYBODY = one_of(
    r"everyone|everybody|(?:board )?members|partners|colleagues|you",
    r"all(?: (?:partners|members|concerned|parties|of you|colleagues|staff))?",
    r"the (?:board|group|partnership|members|partners|committee|clerk|team)",
)
_WHEN = one_of(
    r"today|yesterday(?: (?:morning|lunchtime|afternoon|evening|night))?|recently|just now|first thing|lunchtime|this (?:morning|afternoon|evening|week|month|am|pm)",
    r"last (?:night|week|month|year|thing)|earlier(?: (?:on|today|this (?:week|month|morning)))?|before christmas",
    r"(?:(?:an?|the|a few|a couple of|several|some|[0-9]{1,3}|one|two|three|four|five|six) )?"
    r"(?:minutes?|mins?|hours?|days?|weeks?|wks?|months?|while|time|ages) (?:ago|back)|long ago",
    r"(?:over |at )?the weekend|at [0-9]{1,2}(?:[:.][0-9]{2})? ?(?:am|pm)?",
    r"as of (?:today|yesterday|last (?:night|week|month))",
    rf"(?:on |since |last |as of )?{WEEKDAY}(?: (?:morning|afternoon|evening|night|am|pm|last|gone))?",
    rf"(?:(?:on|in|at|of|since|before|during|as of|from|back in) )?(?:(?:last|early|late|mid) )?(?P<day>{DAY})",
    r"at (?:the |our )?(?:last |previous |last week's |last month's )?(?:\w+ )?(?:meeting|board|committee)",
)
_HOW = one_of(
    r"(?:all of (?:it|them|these|those)|both of (?:them|these|those)|it|this|that|them|these|those|both|everything|the lot|all|so)(?: one)?(?= |$)",
    r"at (?:long )?last|eventually|now|already|too|as well|also|finally|in full|fully|completely|properly|here|again",
    r"by (?:me|us|e-?mail|post|phone|text|hand|teams)|via \w+(?: \w+)?|through (?:the )?\w+|online|in person",
    r"on (?:teams|zoom|slack|sharepoint|the (?:portal|system|website))",
    r"as (?:requested|agreed|discussed|promised|asked|instructed|per \w+)",
    r"(?:and|&) (?:dusted|sent|circulated|closed|submitted|delivered|signed|filed|published|returned)",
    r"(?:out|round|around|over|across|off|through|back|in)(?: and about)?",
    rf"(?:to|with|round|for) {_EVERYBODY}|{_EVERYBODY}|thanks|thx|ta|cheers|please|mate|{TICK}",
)
# "Done yesterday with Tom": when it was done, and who helped; "done with legal" is no report.
_WITH = r"(?: with (?:(?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w'-]+)?|the team|colleagues))?"
_TAIL = saying(rf"(?:(?:{_WHEN}){_WITH}|{_HOW}|{APOLOGY})(?=[ .!]|$)")
_PROMISED = saying(
    rf"\b(?:by|before|for) (?P<day>{DAY}|(?:this |next )?{WEEKDAY}|(?:the )?end of [\w ]{{3,12}}|(?:the )?next \w{{3,9}})"
)
# "Emailed them", "sent you …": people are told something, and of what is not said.
_TO_SOMEBODY = saying(r"(?:e-?mailed (?:them|these|you)|\w+ you)\b")
_ALL_BEHIND = saying(
    r"(?:all of (?:them|these|those)|both of (?:them|these|those)|all|everything|the lot|both)(?! of it)\b"
)
_AS_ASKED = saying(
    rf"(?:{_IT}{_IS}{{0,2}} )?{_NOW}(?P<verb>[a-z]{{2,16}})(?: (?:it|this|that|them))?(?=[ .!]|$)"
)
_OF_EACH = frozenset({"done", "complete", "completed", "finished"})
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


@dataclass(frozen=True, slots=True)
class DoneSaid:
    """A clause that begins by saying "done". `tail` is what it says after that, `bare` whether the word is no more than "done".

    `count` is how many actions it speaks of: 0 for all there are, None where it speaks of none or one.
    """

    tail: str
    bare: bool
    count: int | None = None


def says_done(clause: str, as_asked: Sequence[str] = ()) -> DoneSaid | None:
    """Done, sent, ticked, or may be closed: whatever follows.

    `as_asked` is how one says that what the action asks for was done: "booked".
    """
    if tick := re.match(TICK, clause):
        return DoneSaid(clause[tick.end() :].strip(), bare=True)
    report = next((match for form in _REPORTS if (match := form.match(clause))), None)
    if report is not None:
        groups = report.groupdict()
        tail = clause[report.end() :].strip()
        if groups.get("sent") and _TO_SOMEBODY.match(f"{groups['sent']} {tail}"):
            return None
        return DoneSaid(
            tail, bare=groups.get("done") is not None, count=_count(report[0].casefold(), tail, groups)
        )
    close = _ASKS_TO_CLOSE.fullmatch(clause)
    if close and (close["as"] or (close["close"].casefold().startswith("close") and " " in clause)):
        return DoneSaid("", bare=False)
    return _over_as_asked(clause, as_asked) if as_asked else None


def _over_as_asked(clause: str, as_asked: Sequence[str]) -> DoneSaid | None:
    """ "Signed on Monday", of an action to sign something: as if "done" had been said."""
    said = _AS_ASKED.match(clause)
    if said is None or said["verb"].casefold() not in as_asked:
        return None
    return DoneSaid(clause[said.end() :].strip(), bare=False)


def _count(said: str, tail: str, groups: dict[str, str | None]) -> int | None:
    behind = _ALL_BEHIND.match(tail)
    if behind:
        return 2 if behind[0].casefold().startswith("both") else 0
    if counted := groups.get("count"):
        return _COUNTS.get(counted.casefold()) or int(counted)
    if "both" in said.split():
        return 2
    # "All sorted" is said of one thing as well.
    each = (groups.get("all") or "").casefold() == "all" and (groups.get("done") or "").casefold() in _OF_EACH
    return 0 if groups.get("many") or each else None


def days_told(tail: str) -> list[str] | None:
    """The days in what follows "done", if all that follows only tells when, how and to whom; None if it tells more."""
    tail = tail.strip(" .!")
    days: list[str] = []
    at = 0
    while at < len(tail):
        match = _TAIL.match(tail, at)
        if match is None:
            return None
        if match["day"]:
            days.append(match["day"])
        at = match.end()
        while at < len(tail) and tail[at] in " .!":
            at += 1
    return days


def days_promised(text: str) -> list[str]:
    """The days behind "by", "before" and "for"."""
    return [match["day"] for match in _PROMISED.finditer(text)][:6]
