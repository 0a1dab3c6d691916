"""What is said to the bot and reports nothing: questions, errands, a name alone.

Only what is so as a whole: "sent to legal, is that enough?" reports something too, and is kept as it was said.
"""

import re

from bot.language.clauses import plain, without_signature
from bot.language.done import says_done
from bot.language.standing import says_begun, says_open, says_waiting
from bot.language.text import ATOM

_LONGEST = 300
_SENTENCE = re.compile(r"[^.!?\n]+(?:[!?]+|\.(?=\s|$)|\n|$)?")
_OPENING = re.compile(
    r"^(?:(?:sorry|apologies|hi|hiya|hello|hey|ok|okay|um|er|oh|ah|well|and|so|but|just|actually|yes|no|please|pls|good|morning|afternoon|quick question|question|sam)\b[\s,:.\u2013\u2014-]*)+",
    re.IGNORECASE,
)
_SUBJECT = r"(?:i|you|u|we|he|she|they|there|someone|somebody|anyone|anybody|anything|everyone|everybody|nobody|people)"
_THING = r"(?:it|this|that|these|those|the|my|our|your|any|all)"
_QUESTION = re.compile(
    rf"which (?:do|does|did|can|could|should|would|will|shall|am) {_SUBJECT}\b|(?:what|when|where|who|whose|whom|why|how)(?:'s|s|'re|'d|'ve| is| are| was| were| do| does| did| has| have| had| can| could| should| would| will| shall| am)\b(?!.*\bis\b.*\bis\b)"
    rf"|how (?:many|much|long|often|late|far|soon|come)\b|what (?:about|if|now|next|date|day|time|for)\b|why (?:not|me)\b|who else\b|which (?:one|ones|action|item)\b|what$|why$|who$|eh$|huh$|pardon$"
    rf"|(?:is|are|am|was|were|does|do|did|has|have|had|can|could|would|will|shall|should|may|might|isn't|aren't|don't|doesn't|didn't|hasn't|haven't|can't|couldn't|won't|wouldn't|shouldn't) {_SUBJECT}\b"
    r"|(?:is|are|was|were|has|isn't|hasn't) (?:it|this|that|these|those)\b"
    rf"|(?:does|can|could|would|will|isn't|doesn't|hasn't|can't|couldn't|won't|wouldn't) {_THING}\b"
    rf"|(?:do|does|did|can|could|would|will) (?:{ATOM}|(?-i:[A-Z][\w'-]+))(?: (?-i:[A-Z][\w'-]+))? (?!and\b)[a-z]+"
    r"|(?:tell|show|remind) (?:me|us) (?:about|what|which|who|when|where|how|why|more)\b|explain\b"
    r"|any (?:idea|chance|thoughts|news)\b|i(?:'m| am)? (?:not sure|don't know|do not know|wonder(?:ing)?|wondered|need to know|want to know|would like to know|have a question)\b.{0,20}\b(?:what|which|when|where|who|why|how|if|whether)\b",
    re.IGNORECASE,
)
# "Can you ask Sam to ring me": nothing the bot does, and no progress.
_ERRAND = re.compile(
    rf"(?:(?:please|pls|kindly|can you|could you|would you|will you|i'd like you to|i need you to) )*(?:ask|tell|chase|nudge|remind|ping|message|let|(?P<does>email|text|ring|call|phone|contact|write to))"
    rf" (?P<who>{ATOM}|@?[^\W\d_][\w'-]*(?: (?-i:[A-Z][\w'-]*))?)\b(?P<rest>.*)",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"(?:please|pls|kindly|can you|could you|would you|will you|i'd like you to|i need you to)\b",
    re.IGNORECASE,
)
_SEEN = re.compile(
    r"(?:i(?:'ve| have)? )?(?:seen|read|noted|received|understood|acknowledged|heard|thanks|ok|okay|got it|got this|got that|will look|will have a look|looking|test|testing|ping|same)(?: (?:it|this|that|thanks|ok|you|the message|your message))*",
    re.IGNORECASE,
)


def is_question(text: str) -> bool:
    """Whether everything that is said asks something."""
    said = _sentences(text)
    return bool(said) and all(_asks(sentence) for sentence in said)


def _sentences(text: str) -> list[str]:
    if len(text) > _LONGEST:
        return []
    line = plain(without_signature(text)).strip()
    found = [_OPENING.sub("", sentence.strip()) for sentence in _SENTENCE.findall(line)]
    return [sentence for sentence in found if re.search(r"\w", sentence)]


def _asks(sentence: str) -> bool:
    if _QUESTION.match(sentence.rstrip(" ?!.")):
        return True
    if not sentence.rstrip(" !").endswith("?"):
        return False
    first, comma, _ = sentence.partition(",")
    # "Spoke to Tom, is that enough?" tells something before it asks.
    return not comma or bool(_QUESTION.match(first)) or (len(first.split()) == 1 and not _reports(first))


def _reports(clause: str) -> bool:
    """ "Done, who closes it?"."""
    told = says_done(clause) is not None or says_waiting(clause) or says_begun(clause) or says_open(clause)
    return told or clause.casefold().endswith(("ed", "ing", "sent", "gone"))


def errand_for(text: str) -> tuple[str, bool] | None:
    """Whom somebody is to be asked or told by the bot, as written; and whether the bot was asked politely to do it."""
    said = _sentences(text)
    found = _ERRAND.fullmatch(said[0].rstrip(" .!?")) if len(said) == 1 else None
    if found is None:
        return None
    polite = _POLITE.match(said[0]) is not None
    # "Ring Tom" may be what is left to do.
    return None if found["does"] and not polite else (found["who"], polite)


def is_acknowledged(text: str) -> bool:
    """ "Seen", "read it": the message came, and that is all."""
    said = _sentences(text)
    return len(said) == 1 and _SEEN.fullmatch(said[0].rstrip(" .!")) is not None
