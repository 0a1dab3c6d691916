"""Which setting is meant."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.settings import Setting
from bot.language.text import one_line

_NAMES = {
    Setting.ZONE: ("zone", "time zone", "timezone"),
    Setting.NATION: ("nation", "country", "bank holidays", "holidays"),
    Setting.CLOSED: ("closed", "closed days", "closed on", "closure", "closures"),
    Setting.DIGEST: ("digest", "digests", "weekly digest", "meeting digest", "digest day", "digest time"),
    Setting.NUDGES: ("nudges", "nudge", "nudge rhythm", "nudge time", "rhythm", "reminders"),
    Setting.QUIET: ("quiet", "quiet hours"),
    Setting.ESCALATION: ("escalation", "escalate", "escalation ladder", "ladder"),
    Setting.ASK: ("ask", "ask owners", "asking"),
    Setting.PAUSE: ("pause", "paused"),
}
_BY_NAME = {name: setting for setting, names in _NAMES.items() for name in names}
_RESUME = re.compile(r"(?:resume|unpause)\b[\s.]*$", re.IGNORECASE)
_NAME = re.compile(
    rf"(?:{'|'.join(sorted((re.escape(name) for name in _BY_NAME), key=len, reverse=True))})\b", re.IGNORECASE
)
_OWN = re.compile(r"(?:my|mine)\b[\s:,]*", re.IGNORECASE)
_BETWEEN = re.compile(r"^[\s:=,\u2013\u2014-]*(?:(?:to|is|are|be)\b\s*)?(?=\S)", re.IGNORECASE)
_NO = re.compile(
    r"(?:no|without|never|don't|do not|don\u2019t|(?:(?:turn|switch) )?off|stop|end|disable|cancel|remove|no more)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_SET = re.compile(r"(?:set|change|the)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """`setting` and the words of its `value`, empty where none was said. `own` is the asker's, not the board's.

    Without a setting nobody knows the `word`; `near` is one that may have been meant.
    """

    setting: Setting | None
    value: str = ""
    own: bool = False
    word: str = ""
    near: Setting | None = None


def named(words: str) -> Named:
    """The setting that the words begin with."""
    said = one_line(words)
    mine = _OWN.match(said)
    rest = said[mine.end() :] if mine else said
    while leading := _SET.match(rest):
        rest = rest[leading.end() :]
    own = mine is not None
    refused = _NO.match(rest)
    if refused and (name := _NAME.fullmatch(rest[refused.end() :].strip(" ."))):
        return Named(_BY_NAME[name.group().casefold()], "none", own)
    if _RESUME.match(rest):
        return Named(Setting.PAUSE, "off", own)
    found = _NAME.match(rest)
    if found is not None:
        value = _BETWEEN.sub("", rest[found.end() :], count=1).strip()
        return Named(_BY_NAME[found.group().casefold()], value, own)
    word, _, value = rest.partition(" ")
    near = get_close_matches(word.casefold().strip(":,=")[:30], _BY_NAME, n=1, cutoff=0.7)
    return Named(None, value.strip(), own, word, _BY_NAME[near[0]] if near else None)
