"""Whether something is told as done: "complete", "- done", a ticked box."""

import re

_DONE_WORDS = (
    r"(?:complete[d]?|closed|cleared|done|discharged|finished|actioned|implemented|achieved|delivered)"
)
_ENDS_DONE = re.compile(
    rf"(?:[-–—:(\[|]\s*|[.;]\s+|\b(?:now|been|action|item|action is|item is)\s+){_DONE_WORDS}(?:\s+and\s+closed)?\W*$|[✓✔☑√]\W*$",
    re.IGNORECASE,
)
_BEGINS_DONE = re.compile(
    rf"^\W*(?:\[x\]|[☑✔✓√]|{_DONE_WORDS}\s*[-–—:.]|(?:no longer (?:required|needed|relevant)|not (?:to be )?(?:taken|carried) forward|(?:superseded|dropped|withdrawn|cancelled)\b))",
    re.IGNORECASE,
)
_SAYS_DONE = re.compile(
    r"[.;:]\s+(?:all\s+)?(?:Done|Completed?|Closed|Cleared|Actioned|Discharged)\b(?=\s*[.,;:&–—-]|\s*$)"
)
"""A sentence behind an order that says it is done, whatever is told after it."""
_DOING_IT = ("Done", "Complete", "Closed", "Cleared", "Actioned", "Discharged")
_DID_IT = re.compile(
    r"\bwhich (?:he|she|they|was|has been|have been)(?: has| have| had)? (?:did|done|completed)\b|, which (?:he|she|they) did\b",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(r"\W*(?:not|in)\b", re.IGNORECASE)
_DONE_STATUS = re.compile(
    rf"^\W*(?:action\s+)?(?:{_DONE_WORDS}|resolved|yes|✓|✔|☑|√|c|dropped|withdrawn|cancelled|no longer required|superseded)\b(?!\s+by\s+\d)|^\W*[✓✔☑√]",
    re.IGNORECASE,
)


_CLOSES = re.compile(
    r"(?:(?:re)?close|sign off|tick off|discharge|leave open|keep open)"
    r"(?:\s+(?:it|this|that|(?:the|this|that)\s+(?:action|item|matter|point)s?))?(?:\s+(?:now|off))?\W*",
    re.IGNORECASE,
)


def only_closes(what: str) -> bool:
    """Whether an order only says what becomes of the item talked about: "agreed to close"."""
    return bool(_CLOSES.fullmatch(what))


def begins_done(text: str) -> bool:
    """Whether a text says first of all that something is done."""
    return bool(_BEGINS_DONE.match(text[:40]))


_TOLD = re.compile(
    r"\b(?:was|were|had|has|have|did)\b|^\W*(?:\w+ly\s)?[A-Z][a-z]+ed\b|\b(?:met|sent|wrote|spoke|rang|gave|made|found|reported|confirmed|received|agreed|advised|circulated|contacted|provided|issued|attended)\b",
)
_LEFT_TO_DO = re.compile(
    r"\b(?:not|yet|still|to|will|would|should|must|outstanding|ongoing|on-going|carr(?:y|ied)|awaiting|awaited|pending|progress|in hand|open|next)\b",
    re.IGNORECASE,
)


def told_as_history(text: str) -> bool:
    """Whether a text only tells what has happened, with nothing said to be left."""
    return len(text) < _A_FEW_LINES and bool(_TOLD.search(text)) and not _LEFT_TO_DO.search(text)


_A_FEW_LINES = 300


def told_as_done(text: str) -> bool:
    """Whether an action's own words end or begin by saying it is done."""
    if "which" in text and _DID_IT.search(text):
        return True
    if begins_done(text):
        return True
    if _may_end_done(text) and _ENDS_DONE.search(text[-60:]):
        return True
    return any(word in text for word in _DOING_IT) and _SAYS_DONE.search(text) is not None


def _may_end_done(text: str) -> bool:
    """Whether the last letter could be that of a word for done: most texts end in another."""
    last = text[-60:].rstrip(" .,;:)]*_|!")[-1:]
    return last in "deDE" or not last.isalnum()


def is_done_status(text: str) -> bool:
    """Whether a status cell says that nothing is left to do."""
    return not _NOT_DONE.match(text) and (bool(_DONE_STATUS.match(text)) or told_as_done(text))
