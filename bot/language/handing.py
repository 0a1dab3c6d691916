"""An action given to somebody else, in the words of whoever has it: "3 should go to Priya", "Priya has taken over 3".

Names are as written: whether one is somebody of the board is for the caller to say.
"""

import re
from dataclasses import dataclass

from bot.language import intents as i
from bot.language.clauses import plain
from bot.language.refs import take_refs
from bot.language.text import ATOM, one_line

_LONGEST = 120
_ONE = r"(?:(?:action|number|item|no\.?) ?)?#?(?:[A-Za-z]{2,10}[- ]?)?#?[0-9]{1,6}"
_REF = rf"(?P<ref>{_ONE}(?:(?:, ?|,? and | & ){_ONE}){{0,9}})"
_THIS = r"(?P<this>(?:it|this|that)(?: one)?)"
_ALL = r"(?P<all>everything|the lot|all (?:of )?(?:them|these|those|mine|my (?:actions|items|tasks|stuff|work))|(?:all )?my (?:actions|items|tasks|stuff|work)|all of it)"
_WHO = rf"(?P<who>{ATOM}|@?[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*){{0,2}}?)"
_ELSE = r"(?:someone|somebody|anyone|anybody)(?: else)?"
_PLEASE = r"(?:(?:please|pls|can you|could you|can we|could we|can i|could i|i'd like to|i would like to|i want to|i need to|let's|kindly|and|so) )*"
_OVER = r"(?: (?:over|on|across|back|now))?"
_TAIL = r"(?: (?:now|please|pls|instead|thanks|from now on|then|today))*"
_GIVE = r"(?:give|hand|pass|transfer|re-?assign|assign|move|change|switch|delegate|allocate|shift|swap)"
_GIVEN = (
    r"(?:given|handed|passed|transferred|re-?assigned|assigned|moved|switched|delegated|allocated|shifted)"
)


def _form(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


# Said outright: done, with an undo.
_PLAIN = tuple(
    _form(form)
    for what in (_REF, _ALL)
    for form in (
        rf"{_PLEASE}{_GIVE} {what}{_OVER} to {_WHO}{_TAIL}",
        rf"{_PLEASE}(?:hand|pass|give) over {what} to {_WHO}{_TAIL}",
        rf"(?:(?:i|we)(?:'ve|ve| have)?(?: just| now| already)? )?{_GIVEN} {what}{_OVER} to {_WHO}{_TAIL}",
        rf"{what}(?:'s| is| has| was| has been| have been| are)?(?: been)?(?: now)? {_GIVEN}{_OVER} to {_WHO}{_TAIL}",
        rf"{what} (?:should|must|needs? to|ought to|has to|can|is to|are to) (?:now )?(?:go|pass|move|be {_GIVEN}){_OVER} to {_WHO}{_TAIL}",
        rf"{what} (?:now )?(?:belongs?|goes|go) to {_WHO}{_TAIL}",
        rf"{what}(?::? to|:| ?->| ?=>) {_WHO}{_TAIL}",
        rf"{_WHO}(?: has| is|'s)?(?: now)? (?:taken|taking|takes|took|picked|picking|picks)(?: over| on| up)? {what}(?: over| on| up| off me)?(?: from me)?{_TAIL}",
    )
)
# Said of how it is, or ought to be: asked about.
_ASKED = tuple(
    _form(form)
    for what in (_REF, _ALL)
    for form in (
        rf"{what} (?:should|must|ought to|needs to|need to) be (?:with |for |done by |led by )?{_WHO}(?:'s)?(?: (?:action|job|one))?{_TAIL}",
        rf"{what}(?:'s| is| are)(?: (?:really|actually|now|in fact|more|rather))* (?:one for |for |down to )?{_WHO}(?:'s)?(?: (?:action|job|one|now))*(?:,.{{0,60}})?",
        rf"{_WHO}(?:'s| is| will be| has been| was)(?: (?:now|really|actually))* (?:doing|leading(?: on)?|dealing with|handling|on|working on|looking after) {what}{_TAIL}",
        rf"{_WHO} (?:should|will|can|could|must|ought to|is to|is going to|has agreed to|has offered to|is happy to) (?:do|have|take(?: over| on)?|lead(?: on)?|pick up|own|handle) {what}{_TAIL}",
        rf"{_WHO} (?:does|leads|owns|has|lead|own) {what}(?: now)?",
    )
) + tuple(
    _form(form)
    for form in (
        rf"(?:i'm|im|i am) (?:leaving|moving on|retiring|going)[^,.;]{{0,40}}[,.;]? ?(?:and |so )?{_WHO} (?:takes?|will take|is taking|has taken)(?: things?| it| everything| it all)? over(?: from me)?(?P<all>)",
        rf"{_WHO} (?:takes?|will take|is taking|has taken)(?: things| everything| it all) over(?: from me)?(?P<all>)",
    )
)
_ANYBODY = tuple(
    _form(form)
    for what in (_REF, _THIS, _ALL)
    for form in (
        rf"(?:can|could|should|might|would|will|may) {_ELSE} (?:please )?(?:do|have|take(?: over| on)?|lead(?: on)?|pick up|own|handle) {what}(?: over| on| up)?{_TAIL}",
        rf"{_ELSE} (?:should|needs to|must|ought to|will have to|has to) (?:do|have|take(?: over| on)?|lead(?: on)?|pick up|own|handle) {what}{_TAIL}",
        rf"{what} (?:should|needs to|must|ought to) (?:go|be given|be passed|be handed)(?: over| on)? to {_ELSE}{_TAIL}",
        rf"{_PLEASE}{_GIVE} {what}{_OVER} to {_ELSE}{_TAIL}",
    )
)
_NOT_MINE = _form(
    rf"(?:i )?(?:don't|dont|do not) (?:think|believe) (?:that )?{_REF} (?:is|was|are|should be) (?:for )?(?:mine|me|my (?:action|job|one))(?: at all)?"
)


@dataclass(frozen=True, slots=True)
class Handing:
    """`who` as written, "" for somebody else. `everything`: all of theirs; without refs it is this one.

    `plainly`: they said it is to be done, or is done, and do not only tell how it is.
    """

    refs: tuple[i.Ref, ...]
    who: str
    everything: bool
    plainly: bool


def read_handing(text: str) -> Handing | None:
    """Who is to have which, if that is all that is said."""
    if len(text) > _LONGEST:
        return None
    said = one_line(plain(text)).strip(" .!?")
    for forms, plainly in ((_ANYBODY, False), (_PLAIN, True), (_ASKED, False)):
        for form in forms:
            if (found := form.fullmatch(said)) and (handing := _of(found, plainly=plainly)):
                return handing
    return None


def _of(found: re.Match[str], *, plainly: bool) -> Handing | None:
    groups = found.groupdict()
    who = groups.get("who") or ""
    refs, rest = take_refs(groups["ref"]) if groups.get("ref") else ((), "")
    if rest or (groups.get("ref") and not refs):
        return None
    everything = groups.get("all") is not None
    who = re.sub(r"'s$", "", who.removeprefix("@"), flags=re.IGNORECASE)
    return Handing(refs, who, everything, plainly and not everything)


def not_mine(text: str) -> tuple[i.Ref, ...]:
    """The refs of those somebody does not take for theirs: "I don't think 3 is mine"."""
    found = _NOT_MINE.fullmatch(one_line(plain(text)).strip(" .!?")) if len(text) <= _LONGEST else None
    return take_refs(found["ref"])[0] if found else ()
