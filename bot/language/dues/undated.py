"""Dues that are no day: as soon as possible, ongoing, to be confirmed, once something has happened, or too vague."""

import re

from bot.language.dues.reading import (
    DueReading,
    as_soon_as_possible,
    conditional,
    no_date_yet,
    ongoing,
    vague,
)

_WHO = r"(?:you|we|they|he|she|i)"
_ASAP = (
    rf"(?:very |most |extremely )?(?:asap|urgent|urgently|immediate|immediately|straight ?away|right away|right now|now"
    rf"|forthwith|at once|pronto|soon|soonest|very soon|shortly|promptly|quickly|high priority|top priority"
    rf"|without (?:further )?delay|as soon as (?:{_WHO} can|(?:is )?(?:reasonably )?(?:practicable|practical|possible|able))"
    rf"|as (?:quickly|promptly|early) as (?:possible|{_WHO} can)"
    rf"|(?:at )?(?:the |your |their |his |her |our )?(?:very )?(?:earliest|soonest|1st|next) (?:possible )?"
    rf"(?:opportunity|convenience|possible|chance|moment|date possible))"
)
_EACH = r"(?:day|week|month|quarter|year|meeting|mon|tue|wed|thu|fri|sat|sun|time|other [a-z]+|[0-9]+ [a-z]+)"
_ONGOING = (
    rf"on ?going|continuous|continuously|continuing|continual|continually|standing(?: agenda)? item|rolling|permanent"
    rf"|rolling (?:programme|basis)|(?:in|work in) progress|(?:working|business) as usual|bau|always|regular|regularly"
    rf"|daily|weekly|fortnightly|monthly|quarterly|annual|annually|yearly|termly|bi ?monthly|throughout the year"
    rf"|(?:as and )?when (?:required|necessary|needed)|as (?:required|necessary|needed|appropriate)|as and when"
    rf"|(?:at |on )?(?:each|every) {_EACH}|(?:once|twice) (?:a|per|each|every) {_EACH}|all (?:the time|year round)"
    rf"|(?:on )?(?:mon|tues?|wednes|thurs?|fri|satur|sun)days|until further notice|on a (?:regular|rolling|continuous) basis"
)
_TBC = (
    r"(?:date |dates |deadline |due date |timescale |timing )?(?:tbc|tba|tbd|to be (?:confirmed|agreed|advised|decided"
    r"|determined|set|arranged|fixed|announced|scheduled|discussed|identified))|na|none|nil|not applicable|unknown|undated"
    r"|no (?:date|deadline|due date|due|fixed date|set date|rush|hurry|timescale|date yet|date set|specific date)"
    r"|(?:date |deadline )?not (?:set|known|yet known|specified|agreed|yet agreed|yet set|stated|given)|open|open ended"
    r"|without (?:a )?date|in due course|due course|(?:at )?a (?:later|future|suitable) (?:date|stage|point|time)|later|future"
    r"|in (?:the )?future|some point|at some point|sometime|some time|some stage|eventually|whenever|any ?time|one day"
    r"|when (?:possible|convenient)|(?:in the )?(?:short|medium|long|longer|near)(?: to (?:medium|long))? (?:term|future)"
)
_UNDATED = re.compile(rf"(?P<asap>{_ASAP})|(?P<ongoing>{_ONGOING})|(?P<tbc>{_TBC})")
_MEANING = {"asap": as_soon_as_possible, "ongoing": ongoing, "tbc": no_date_yet}
_SEASON = r"(?:spring|summer|autumn|winter)"
_SOME = r"(?:few|several|some|many|coming|next|following|next few|coming few|following few|few more|next 2 or 3|odd)"
_SPANS = r"(?:hours|days|weeks|months|years|working days|meetings)"
_VAGUE = re.compile(
    rf"(?:(?:early|late|later|mid|(?:the )?(?:middle|end|start|beginning) of) )?(?:in )?(?:(?:next|this|the) )?(?:coming )?"
    rf"(?:{_SEASON}|new year)(?:,? (?:of )?(?:20[0-9]{{2}}|'[0-9]{{2}}|term|next year|this year))?"
    rf"|(?:within )?(?:a |the )?(?:matter of )?{_SOME} {_SPANS}(?: time| from now| or so)?"
    rf"|(?:a |an |[0-9]+ )?(?:day|week|month|fortnight|year|days|weeks|months) or (?:so|2|3)"
    rf"|(?:[0-9]+ )?(?:days|weeks|months) or so|(?:hours|days|weeks|months|years)|next (?:year|financial year)"
    rf"|(?:the )?following (?:week|month|year|day)|mid ?week|later (?:this|in the) year|the week (?:before|after|following) .+"
)

# What boards wait for that nobody here knows the day of.
_SEASONS = (
    r"half term|term|recess|holidays?|break|elections?|purdah|school year|academic year|municipal year"
    r"|pre election period|shutdown|bank holiday"
)
_OCCASIONS = r"agm|annual general meeting|egm|conference|inspection|audit|budget|away day|launch|referendum"
_SEASON_OF_LIFE = re.compile(rf"(?:.* )?(?:{_SEASONS})")
_GENERAL_MEETING = re.compile(r"(?:the )?(?:next )?(?:agm|annual general meeting|egm)")
_EVENT = re.compile(rf"(?:.* )?(?:{_SEASONS}|{_OCCASIONS})")
_STARTS = (
    r"once|when|whenever|while|whilst|as soon as|subject to|following|after|upon|pending|depending|dependent|awaiting"
    r"|conditional|contingent|provided|providing|assuming|given|if|unless|until|on (?:receipt|completion|approval|appointment"
    r"|confirmation|publication|return|agreement|sign off|signing)|as part of|in line with|in conjunction with|alongside"
    r"|at the same time|not before|no (?:earlier|sooner) than|next time|in the event|as (?:and )?when|only when|only after"
    r"|completion of|receipt of|approval of"
)
_CONDITION = re.compile(rf"(?:{_STARTS})(?: .+|$)")
_WITHIN_OF = re.compile(
    r"(?:within |in )?(?:[0-9]{1,4}|an?) (?:working )?(?:day|week|month|year|hour)s? (?:of|from|after|following) .+"
)
_ON_SOMETHING = re.compile(
    r".+ (?:once|when|subject to|following|after|upon|pending|depending|dependent|on receipt|on completion|unless|if) .+"
)


def read_undated(words: str) -> DueReading | None:
    """ASAP, ongoing, tbc and their like, as the whole phrase."""
    found = _UNDATED.fullmatch(words)
    return None if found is None else _MEANING[str(found.lastgroup)]()


def read_vague(words: str) -> DueReading | None:
    """A time, but no day: a few weeks, the spring."""
    return vague() if _VAGUE.fullmatch(words) else None


def read_condition(words: str) -> DueReading | None:
    """It is due when something happens: the words themselves are kept."""
    is_condition = (
        _CONDITION.fullmatch(words)
        or _EVENT.fullmatch(words)
        or _WITHIN_OF.fullmatch(words)
        or _ON_SOMETHING.fullmatch(words)
    )
    return conditional() if is_condition else None


def names_event(words: str) -> bool:
    return _EVENT.fullmatch(words) is not None


def names_season(words: str) -> bool:
    """A stretch of the year, which unlike an audit does nothing: "by half term" tells when, never by whom."""
    return _SEASON_OF_LIFE.fullmatch(words) is not None


def names_general_meeting(words: str) -> bool:
    return _GENERAL_MEETING.fullmatch(words) is not None
