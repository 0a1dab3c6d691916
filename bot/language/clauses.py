"""An owner's answer taken apart: plain text for reading, clauses, and what is said out of courtesy alone."""

import re
from dataclasses import dataclass

LONGEST_READ = 1_500
"""Longer than that is a report, not an answer."""
MOST_CLAUSES = 12

# One kind of apostrophe and blank, and no marks of emphasis: character for character, so that places stay the same.
_PLAIN = str.maketrans("\u2019\u2018`\u00a0\u202f*~\ufe0f\t", "'''      ")
_SHORT_TICK = re.compile(r":(?:white_check_mark|heavy_check_mark|ballot_box_with_check):")
_SHORT_NOD = re.compile(
    r":(?:\+1|thumbsup|ok_hand|pray|raised_hands|clap|slightly_smiling_face|smile):(?::skin-tone-[2-6]:)?"
)
_EMPHASIS = re.compile(r"(?<!\w)_|_(?!\w)")
_SIGNATURE = re.compile(
    r"\n\s*(?:sent from my \w[^\n]*|get outlook for[^\n]*|--\s*\n.*)\s*\Z", re.IGNORECASE | re.DOTALL
)
_BREAK = re.compile(
    r"[.!?\u2026]+(?=\s|$)|[,;\n()\u2022]+|:(?=\s)|\s[-\u2013\u2014]+|[-\u2013]+\s|\u2014|(?<![0-9])\u2013(?![0-9])|\sbut\s"
    r"|\s(?:so|however|although|though|because|and)\s(?=\s*(?:i|i'm|i've|i'll|ill|we|we're|we'll|we've|it|it's|it'll|this|that"
    r"|will|should|need|needs|am|is|are|can|can't|could|please|pls|now|then|just|still|hope|hoping|hopefully|expect|expecting|aim"
    r"|aiming|waiting|awaiting|blocked|stuck|chasing|not)\b)",
    re.IGNORECASE,
)

TICK = "[\u2713\u2714\u2705\u2611]"
# A thumb is a nod, not a report: only a tick says done.
_NOD = (
    r"(?:[\U0001f44d\U0001f44c\U0001f64f\U0001f64c\U0001f44f\U0001f4aa\U0001f642\U0001f600-\U0001f60a\u263a\u2764]"
    r"[\U0001f3fb-\U0001f3ff]?|:-?\)|;-?\)|x{1,3}\b)"
)
APOLOGY = (
    r"(?:(?:but )?(?:so )?(?:sorry|apologies)(?: (?:that|for|about|the|it|it's|its|is|was|i'm|im|i|am|being|so|a|bit|little|very|such|long|took|taken|has"
    r"|this|to be|keep(?:ing)? you waiting|late|lateness|delayed?|wait|overdue|behind))*|(?:but|albeit|though|although) (?:a (?:bit|little) )?late)"
)
_THANKS = (
    r"(?:many\s+thanks|thanks(?:\s+(?:so\s+much|very\s+much|a\s+lot|again|in\s+advance))?|thank\s+you(?:\s+(?:so|very)\s+much)?"
    r"|thankyou|thx|tx|ta|tvm|cheers)"
)
_GREETING = rf"(?:{_THANKS}|hi|hiya|hello|hey|dear|(?:good\s+)?(?:morning|afternoon|evening)|(?:(?:kind|best|warm)\s+)?regards|best\s+wishes)"
_GREETS = re.compile(
    r"\s*(?:hi|hiya|hello|hey|(?:good\s+)?(?:morning|afternoon|evening))\b(?!.*\b(?:thanks?|thx|ta|cheers|done|noted|ok)\b)",
    re.IGNORECASE | re.DOTALL,
)
_PLEASED = (
    r"(?:(?:i'?m|i\s+am)\s+)?(?:pleased|happy|glad|delighted|sorry|afraid)(?:\s+to\s+(?:say|report|confirm))(?:\s+that)?"
    r"|(?:i\s+)?can\s+confirm(?:\s+that)?|confirming(?:\s+that)?|just\s+to\s+(?:say|confirm|let\s+you\s+know)|good\s+news|fyi"
    r"|i'?m\s+afraid|as\s+per\s+(?:my|the)\s+(?:last\s+|earlier\s+|previous\s+)?(?:e-?mail|message|note)|as\s+(?:i\s+)?(?:said|mentioned|reported|told\s+you)(?:\s+(?:before|earlier|already|yesterday))?"
)
_YES = r"(?:actually|yes|yep|yeah|yup|aye|ok|okay|great|right|sure|oh|ah|oops|sorry|apologies)"
_OPENING = re.compile(
    rf"(?>(?:(?:{_YES}|{_PLEASED})\b|{_NOD}|{_GREETING}\b(?:\s+(?:all|team|both|everyone)\b|\s+(?P<name>[A-Z](?:[^\W\d_]|['-])*(?![\w#-])))?)\s*)+",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    rf"(?>(?:{_GREETING}(?:\s+(?:all|both|team|everyone|again))?\b|(?:{_YES}|{_PLEASED})\b|{_NOD}|(?:k|please|pls|noted|lovely|perfect|brilliant"
    r"|excellent|super|fab|fine|will\s+do|no\s+(?:problem|probs|worries)|np|understood|got\s+it|received|(?:much\s+)?appreciated"
    r"|sounds\s+good|good\s+to\s+know|well|hmm|(?:a\s+)?(?:quick\s+|brief\s+|short\s+)?(?:update|status|progress)"
    r"(?:\s+(?:on|from)\s+(?:this|me|us))?|hope\s+(?:you're|you\s+are|all\s+is|all's)\s+well|afraid|about\s+(?:the\s+delay|that|this)"
    r"|for\s+(?:(?:the|your|this|that|my)\s+(?:\w+\s+)?(?:reminder|nudge|prompt|chaser?|note|message|email|heads\s+up|delay|reply)"
    r"|that|this|chasing|reminding\s+me))\b)[\s]*)+",
    re.IGNORECASE,
)
_NO = re.compile(r"(?:no|nope|nah)(?:\s+thanks|\s+thank\s+you)?", re.IGNORECASE)
_GREETED = re.compile(rf"{_GREETING}\s+(?P<name>[a-z'-]{{2,14}})\s*", re.IGNORECASE)
_CLOSING = re.compile(rf"(?:\s+(?:{_THANKS}|sorry|please|pls|plz)|\s*{_NOD})\s*$", re.IGNORECASE)
_NAME = re.compile(r"[A-Z](?:[^\W\d_]|['-])+(?: [A-Z](?:[^\W\d_]|['-])+)?")
_SAYS_SOMETHING = re.compile(
    r"(?:done|sorted|sent|complete|completed|finished|closed|ongoing|blocked|waiting|awaiting|started|stuck|not|today|tomorrow"
    r"|yesterday|soon|later|asap|cancel\w*|superseded|nearly|almost|half\w*|mine|tbc|overdue|delayed|underway|nothing|none|update"
    r"|yet|christmas|easter|(?:mon|tue|wed|thu|fri|sat|sun)\w*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|for|to|but|in|on|by|is"
    r"|was|all|both|it|this|that|will|circulated|submitted|delivered|actioned|emailed|duplicate|undone|now|already|never|no)",
    re.IGNORECASE,
)


def one_of(*forms: str) -> str:
    """A pattern for any of these forms."""
    return f"(?:{'|'.join(forms)})"


def saying(*forms: str) -> re.Pattern[str]:
    """What may be said in any of these forms, in capitals or not."""
    return re.compile(one_of(*forms), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clause:
    """text[start:end] of the answer without its courtesies, in plain characters with single blanks."""

    text: str
    start: int
    end: int


def plain(text: str) -> str:
    """The text as it is read: of the same length, so that a place in one is a place in the other."""
    text = _SHORT_TICK.sub(lambda code: "\u2705".rjust(len(code[0])), text.translate(_PLAIN))
    text = _SHORT_NOD.sub(lambda code: "\U0001f44d".rjust(len(code[0])), text)
    return _EMPHASIS.sub(" ", text)


def without_signature(text: str) -> str:
    """The text without what a telephone writes underneath."""
    return _SIGNATURE.sub("", text)


def clauses(text: str) -> list[Clause]:
    """The clauses of a plain text that say something; courtesies around and within them are left out."""
    found: list[Clause] = []
    civil = False
    at = 0
    for mark in [*_BREAK.finditer(text), None]:
        end = mark.start() if mark else len(text)
        start, stop = _without_courtesy(text, at, end)
        civil = civil or stop - start < len(text[at:end].strip())
        if start < stop:
            found.append(Clause(" ".join(text[start:stop].split()), start, stop))
        at = mark.end() if mark else end
        if len(found) == MOST_CLAUSES:
            break
    return [c for c in found if not (civil and _is_name(c.text))]


def greets(text: str) -> bool:
    """Whether a courtesy is a greeting: "hello", "good morning, Sam"."""
    return _GREETS.match(text) is not None


def _without_courtesy(text: str, start: int, end: int) -> tuple[int, int]:
    """Where what is said in a stretch begins and ends, once the courtesies are taken off."""
    start, end = _trimmed(text, start, end)
    greeted = _GREETED.fullmatch(text, start, end)
    if (
        _COURTESY.fullmatch(text, start, end)
        or _NO.fullmatch(text, start, end)
        or (greeted and not _SAYS_SOMETHING.fullmatch(greeted["name"]))
    ):
        return end, end
    opening = _OPENING.match(text, start, end)
    if opening:
        name = opening["name"]
        said = name is not None and (_SAYS_SOMETHING.fullmatch(name) is not None or not name[0].isupper())
        start = opening.start("name") if said else opening.end()
    while closing := _CLOSING.search(text, start, end):
        end = closing.start()
    return _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None and not any(_SAYS_SOMETHING.fullmatch(w) for w in text.split())
