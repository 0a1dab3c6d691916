"""The words after "add": what is to be done, by whom, by when. Three forms that mean the same.

Circulate the outcomes @hayley by 17 Feb
@hayley to circulate the outcomes by 17.02.15
Circulate the outcomes, Hayley Marsh, 17.02.15

An owner stands at the beginning, at the end, or set apart by commas, dashes or brackets. Somebody mentioned inside the
sentence ("Ask @hayley for the figures") is only spoken of; whether they own it is for whoever added it to say.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from bot.domain.working_days import WorkingDays, is_working_day
from bot.language.dues import DueKind, DueReading, find_due, read_due
from bot.language.names import Known, OwnerWords, begins_marked, is_somebody, marked, may_be_known, owners_in
from bot.language.text import one_line

__all__ = ["Adding", "OwnerWords", "read_adding"]

_LONGEST_LEAD = 160
_LONGEST_TAIL = 300
_LONGEST_BRACKETED = 2_000
_LONGEST_BEHIND = 40
_MOST_ROUNDS = 4

_BULLET = re.compile(
    r"^(?:[\u2022\u00b7\u25aa\u25cf*>\u2013\u2014-]+\s+|[0-9]{1,2}[.)]\s+|[0-9]+(?:\.[0-9]+)?\s*\|\s*)+"
)
_LABEL = re.compile(r"^(?:action(?:\s+point)?|ap|task|to\s*-?do)\s*[:\u2013\u2014-]\s*", re.IGNORECASE)
_COURTESY = re.compile(
    r"[\s,.]+(?:please|pls|plz|thanks|thank you|many thanks|thx|ta|cheers)[\s.!]*$", re.IGNORECASE
)
# Begins with one of a few characters, so that nothing else of the text is tried.
_LINK = re.compile(
    r"[\s:,'\u2019](?:(?<=[:,])\s+|(?<=['\u2019])ll\s+|(?<=\s)\s*(?:[:,\u2013\u2014-]"
    r"|(?:will|shall|should|must)(?:\s+need\s+to)?|(?:(?:has|have)\s+agreed|is|are|has|have|needs?|agreed|agrees|ought|asked)\s+to|to)\s+)",
    re.IGNORECASE,
)
# What follows "to" when it is no verb, or one that happens to the thing: "Terms of reference to be agreed".
_NOT_DOING = re.compile(
    r"(?:be|the|an?|our|my|all|this|that|these|those|follow|go|come|include|remain|form|which|whom)\b",
    re.IGNORECASE,
)
_TELLS_OF = re.compile(
    r"(?:['\u2019]s\b|\s+(?:(?:to|will|must|should|shall)\s+be|is|are|was|were|has|have|had|said|says|and|or|who|on|in|at|from|about|of)\b)",
    re.IGNORECASE,
)

_BESIDE = (
    "to", "with", "from", "about", "of", "at", "on", "via", "through", "against", "behind", "as", "than", "and", "or",
    "by way of", "between", "under", "over", "re",
)  # fmt: skip
# Many of these are things as well, a visit or a text: they are doings where a doing begins.
_DOINGS = (
    "ask", "tell", "chase", "email", "call", "phone", "ring", "contact", "invite", "thank", "meet", "remind", "brief",
    "message", "text", "write", "consult", "interview", "induct", "update", "nudge", "inform", "notify", "advise",
    "support", "help", "give", "send", "congratulate", "see", "visit", "shadow", "cover", "replace", "introduce",
)  # fmt: skip
_SPOKEN_OF = re.compile(
    rf"(?:^|[\s(])(?:(?:{'|'.join(_BESIDE)})"
    r"|(?<![^\s(])(?:(?<![\w,;:.-] )|(?<=\bto )|(?<=\band )|(?<=\bor )|(?<=\bthen )|(?<=\bplease )|(?<=[,;:.-] ))"
    rf"(?:{'|'.join(_DOINGS)}))\s*$",
    re.IGNORECASE,
)
_LAST_BEFORE = frozenset(words.rpartition(" ")[2] for words in (*_BESIDE, *_DOINGS))
_SET_APART = re.compile(r"(?:[,;:|(\[]|\s[-\u2013\u2014]|\u2014|[.!?])\s*$")
_OWNED_BY = re.compile(
    r"(?:^|[\s,;:|(\[.\u2013\u2014-])(?P<label>(?:action\s+)?owners?|lead(?:s|ing)?(?:\s+officer)?|led\s+by|assigned\s+to|assign\s+to|actions?(?:\s+(?:by|for|on))?"
    r"|responsible(?:\s+officer)?|resp|who|by)\s*[:=\u2013-]?\s*$",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"(?:^|[\s,;|(\[.\u2013\u2014-])(?P<label>(?:action\s+)?owners?|lead(?:\s+officer)?|led\s+by|assigned\s+to|responsible(?:\s+officer)?|resp|who|action|by)(?P<colon>\s*[:=])?\s+",
    re.IGNORECASE,
)
_FOR = re.compile(r"\sfor\s*$", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[,;|]\s*|\s+[-\u2013\u2014]+\s+|\s*\u2014\s*|\.\s+|\s+[(\[]")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,80})[)\]]")
_DUE_FIRST = re.compile(
    r"^(?:due|by|before|no later than)\s+(?P<phrase>[^,:]{2,40}?)\s*(?:[,:]|\s[-\u2013\u2014])\s+(?=\S)",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(r"(?:by|before|on|no later than)\s+(?=\S)", re.IGNORECASE)
_MOST_DAY_WORDS = 5
_JOINED = re.compile(r"\s*(?:,?\s*(?:and|&)\s|[,/&+;])?\s*", re.IGNORECASE)
_LED_IN = re.compile(r"\s*(?:by|due|before|deadline|target|no later)\b", re.IGNORECASE)
# "27/2", "27.02.26", "27th"; "1st" may as well be the place somebody comes in.
_IN_FIGURES = re.compile(
    r"[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?|[0-9]{1,2}([.-])[0-9]{1,2}\1(?:20)?[0-9]{2}|[0-9]{1,2}th|[23][0-9](?:st|nd|rd)",
    re.IGNORECASE,
)
_QUOTES = {('"', '"'), ("\u201c", "\u201d"), ("'", "'"), ("\u2018", "\u2019")}
_JOINTS = " ,;:|.(["
_SURE = frozenset({DueKind.DATE, DueKind.MEETING})


@dataclass(frozen=True, slots=True)
class Adding:
    """`due` is None when no due was said; otherwise its reading, doubtful ones included.

    `mentioned` are people the words speak of without plainly making them owners, worth asking about.
    """

    what: str
    owners: tuple[OwnerWords, ...]
    due: DueReading | None
    mentioned: tuple[OwnerWords, ...] = ()


def read_adding(
    words: str,
    *,
    known: Callable[[str], bool],
    said_on: date,
    next_meeting: date | None,
    is_working: WorkingDays = is_working_day,
) -> Adding:
    """Read an action out of words in which mentions are atoms (see `bot.language.text`).

    `known` says whether a written name may be somebody of the board. Dates are calendar days where the board is.
    """
    reading = _Reading(_prepared(words), known, said_on, next_meeting, is_working)
    reading.take_due_before_lead()
    reading.take_lead()
    reading.take_ends()
    reading.take_brackets()
    reading.take_due_first()
    reading.take_name_alone()
    owners = tuple(dict.fromkeys([*reading.led, *reading.owners]))
    left = dict.fromkeys([mark.owner for mark in marked(reading.text, known)])
    mentioned = tuple([owner for owner in left if owner not in owners])
    return Adding(_what(reading.text), owners, reading.due, mentioned)


def _prepared(words: str) -> str:
    """One line, without a list's bullet or number, a label, or a "please" behind the date."""
    text = one_line(words.replace("\t", " | "))
    text = _LABEL.sub("", _BULLET.sub("", text))
    while courtesy := _COURTESY.search(text[-40:]):
        text = text[: len(text) - len(text[-40:]) + courtesy.start()]
    return text.strip(" .;|")


@dataclass
class _Reading:
    """What is left of the words while owners and due are taken from them."""

    text: str
    known: Known
    said_on: date
    next_meeting: date | None
    is_working: WorkingDays
    led: list[OwnerWords] = field(default_factory=list)
    owners: list[OwnerWords] = field(default_factory=list)
    due: DueReading | None = None
    in_column: bool = False

    @property
    def owned(self) -> bool:
        return bool(self.led or self.owners)

    def take_lead(self) -> None:
        """ "@hayley to …", "Hayley Marsh and Tom Reid will …", "For Tom to …", "Tom: …", "@hayley …"."""
        while taken := self._linked_lead() or self._bare_lead():
            owners, self.text = taken
            self.led += owners

    def _linked_lead(self) -> tuple[list[OwnerWords], str] | None:
        start = 4 if self.text[:4].casefold() == "for " else 0
        for link in _LINK.finditer(self.text, start, _LONGEST_LEAD):
            head, after = self.text[start : link.start()].strip(), self.text[link.end() :]
            verbal = link[0].strip(" '\u2019")[:1].isalpha()
            if (
                not after
                or (start and not verbal)
                or (verbal and (_NOT_DOING.match(after) or not after[0].islower()))
            ):
                continue
            owners = owners_in(head, self.known)
            if not verbal and not all(o.mention is not None or self.known(o.name or "") for o in owners):
                continue
            if not owners and verbal and is_somebody(head):
                owners = [OwnerWords(name=head)]
            if owners:
                return owners, after
        return None

    def _bare_lead(self) -> tuple[list[OwnerWords], str] | None:
        """Mentions that begin the words; not those of whom they tell: "@hayley's report", "@hayley to be invited"."""
        if self.led or not begins_marked(self.text):
            return None
        at = marked(self.text[:_LONGEST_LEAD], self.known)
        last = 0
        while last + 1 < len(at) and _JOINED.fullmatch(self.text, at[last].end, at[last + 1].start):
            last += 1
        after = self.text[at[last].end :]
        if not after.strip() or not after[0].isspace() or _TELLS_OF.match(after):
            return None
        return [mark.owner for mark in at[: last + 1]], after.lstrip()

    def take_ends(self) -> None:
        """Owners and due from the end, in whichever order they stand there."""
        for _ in range(_MOST_ROUNDS):
            if not (self._take_marked() or self._take_due() or self._take_labelled() or self._take_columns()):
                break

    def _take_marked(self) -> bool:
        """Mentions that end the words, unless the sentence needs them: "send the figures to @hayley"."""
        at = marked(self.text, self.known)
        if not at or self.text[at[-1].end :].strip(" .,;:)]|!"):
            return False
        first = len(at) - 1
        while first and _JOINED.fullmatch(self.text, at[first - 1].end, at[first].start):
            first -= 1
        before = self.text[: at[first].start]
        owners = [mark.owner for mark in at[first:]]
        if owned := _OWNED_BY.search(before[-40:]):
            before = before[: len(before) - len(before[-40:]) + owned.start("label")]
        elif _FOR.search(before[-8:]):
            # For them to have, or for them to do? It is theirs, and the words stay whole.
            self.owners = self.owners if self.owned else owners
            return False
        elif _is_spoken_of(before[-40:]) or (self.led and not _SET_APART.search(before[-8:])):
            return False
        self._keep(before, owners)
        return True

    def _take_due(self) -> bool:
        """The due that ends the words. Not one in quotation marks: those words are to be left alone."""
        if self.due is not None or self.text.endswith(('"', "\u201d")):
            return False
        cut = max(len(self.text) - _LONGEST_TAIL, 0)
        found = find_due(
            self.text[cut:], said_on=self.said_on, next_meeting=self.next_meeting, is_working=self.is_working
        )
        found = found or self._behind_mention(self.text[cut:])
        if found is None:
            return False
        at = cut + len(found[0])
        self.due = found[2]
        self.in_column = self.text[at:].lstrip().startswith((",", ";", "|"))
        self.text = self.text[:at].rstrip(_JOINTS)
        return True

    def _behind_mention(self, text: str) -> tuple[str, str, DueReading] | None:
        """A day that is all there is behind the last mention: "@tom mid March", "@tom 27/2". One word may be a name."""
        at = marked(text, self.known)
        phrase = text[at[-1].end :].strip(_JOINTS) if at else ""
        if not (" " in phrase or _IN_FIGURES.fullmatch(phrase)) or len(phrase) > _LONGEST_BEHIND:
            return None
        reading = read_due(
            phrase, said_on=self.said_on, next_meeting=self.next_meeting, is_working=self.is_working
        )
        sure = reading.kind in _SURE or bool(reading.candidates)
        return (text[: at[-1].end], phrase, reading) if sure else None

    def _take_labelled(self) -> bool:
        """ "Owner: Hayley Marsh", "led by Tom"."""
        if self.owned:
            return False
        labels = list(_LABELS.finditer(self.text, max(len(self.text) - _LONGEST_LEAD, 0)))
        if not labels:
            return False
        owners = owners_in(self.text[labels[-1].end() :], self.known, written=labels[-1]["colon"] is not None)
        if owners:
            self._keep(self.text[: labels[-1].start("label")], owners)
        return bool(owners)

    def _take_columns(self) -> bool:
        """The owner's column of a row: "…, Hayley Marsh, 17.02.15". Names go on to the left while they are known."""
        if self.owned:
            return False
        text, found = self.text, list[OwnerWords]()
        while place := _last_separator(text):
            written = self.in_column and not found and "." not in place[0]
            owners = owners_in(text[place.end() :], self.known, written=written)
            if not owners or not text[: place.start()].strip(_JOINTS) or (found and "," not in place[0]):
                break
            text, found = text[: place.start()], [*owners, *found]
        if found:
            self._keep(text, found)
        return bool(found)

    def _keep(self, text: str, owners: list[OwnerWords]) -> None:
        self.text = text.rstrip(_JOINTS + "/-\u2013\u2014")
        self.owners = [*owners, *self.owners]

    def take_brackets(self) -> None:
        """ "(Hayley)", "(by 17 Feb)", "(@hayley, 17 Feb)", where that is all that is in them."""
        for group in list(_BRACKETS.finditer(self.text[:_LONGEST_BRACKETED]))[-3:][::-1]:
            inner = replace(self, text=group[1].strip(), led=[], owners=[], due=None, in_column=True)
            inner.take_ends()
            if inner.text.strip(_JOINTS) and not inner.owned:
                inner.owners = owners_in(inner.text, self.known)
                inner.text = "" if inner.owners else inner.text
            told = inner.owned or _LED_IN.match(group[1])
            clash = (inner.owned and self.owned) or (inner.due is not None and self.due is not None)
            if inner.text.strip(_JOINTS) or not told or clash:
                continue
            self.text = self.text[: group.start()].rstrip() + self.text[group.end() :]
            self.owners += inner.owners
            self.due = self.due or inner.due

    def take_due_first(self) -> None:
        """ "By 17 Feb: circulate the outcomes"."""
        first = _DUE_FIRST.match(self.text) if self.due is None else None
        if first is None:
            return
        reading = read_due(
            first["phrase"], said_on=self.said_on, next_meeting=self.next_meeting, is_working=self.is_working
        )
        if reading.kind in _SURE:
            self.due, self.text = reading, self.text[first.end() :]

    def take_due_before_lead(self) -> None:
        """ "By 27 Feb Diane will write to the MP": a day, and then whoever has it."""
        first = _DAY_FIRST.match(self.text)
        if first is None:
            return
        words = self.text[first.end() :].split(" ", _MOST_DAY_WORDS)
        for count in range(len(words) - 1, 0, -1):
            rest = replace(self, text=" ".join(words[count:]))
            if not rest.text[:1].isupper() or rest._linked_lead() is None:  # noqa: SLF001
                continue
            phrase = " ".join(words[:count])
            reading = read_due(
                phrase, said_on=self.said_on, next_meeting=self.next_meeting, is_working=self.is_working
            )
            if reading.kind in _SURE:
                self.due, self.text = reading, rest.text
                return

    def take_name_alone(self) -> None:
        """Nothing but a name, or a mention: an owner, and what is to be done is still to be said."""
        if self.led or not may_be_known(self.text, self.known):
            return
        alone = owners_in(self.text, self.known)
        if alone and all(owner.mention is not None or self.known(owner.name or "") for owner in alone):
            self.text, self.owners = "", [*alone, *self.owners]


def _is_spoken_of(before: str) -> bool:
    """Whether the sentence goes on with the owner: "send the figures to …"."""
    words = before.split()
    last = words[-1].rpartition("(")[2].casefold() if words else ""
    return last in _LAST_BEFORE and _SPOKEN_OF.search(before) is not None


def _last_separator(text: str) -> re.Match[str] | None:
    return next(reversed(list(_SEPARATOR.finditer(text, max(len(text) - _LONGEST_TAIL, 0)))), None)


def _what(text: str) -> str:
    """What is to be done, as a sentence begins: without joints and quotation marks around it."""
    text = text.strip(" ,;:.|\u2013\u2014-")
    if len(text) > 2 and (text[0], text[-1]) in _QUOTES and text[0] not in text[1:-1]:
        text = text[1:-1].strip()
    if text.count("(") > text.count(")"):
        text += ")"
    first = text.split(" ", 1)[0]
    plain = first.islower() and not any(mark in first for mark in "@/._")
    return text[:1].upper() + text[1:] if plain else text
