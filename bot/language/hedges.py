"""Words that take "done" back, put it off, or leave something out: "nearly", "except", "will", "once", "I think".

Too many of them only mean that somebody is asked once more. Too few would close what is not finished.
"""

import re

from bot.language.clauses import APOLOGY

_DONE_WORD = r"(?:done|complete|completed|finished|there|ready|sorted)"
_NEGATIVE = (
    r"not|cannot|never|neither|nor|none|nothing|nobody|unable|without|fail(?:ed|s|ing)?|missing|lack(?:s|ing)?"
    r"|(?:do|does|did|is|are|was|were|has|have|had|wo|would|could|should|ca|must|need|ai)n'?t|un(?:done|finished|started)|incomplete"
    r"|no(?!\.? ?[#0-9]| (?:issues?|problems?|probs?|worries|quer(?:y|ies)|objections?|changes|comments|(?:further|more) action))"
)
_PARTLY = (
    r"nearly|almost|half|halfway|part|partly|partial|partially|mostly|mainly|largely|majority|most|some(?! time)|several|only"
    r"|section|bits?|drafts?|drafted|interim|provisional(?:ly)?|except(?:ing)?|excluding|exclud(?:es|ed)|exception|apart from"
    r"|aside from|other than|bar|barring|save for|minus|less|but|however|though|although|(?:for (?:now|today|the moment))"
    r"|so far|to date|up to|as (?:far|much|good) as|(?:my|our) (?:bit|part|share|half|side|end|section|piece|area)"
    r"|at this end|what (?:i|we) can|more or less|pretty much|or so|basically|virtually|essentially|practically|technically"
    r"|in (?:theory|principle|part|draft)|sort of|kind of|kinda|ish"
    r"|(?:first|second|initial|rough|early) (?:half|stage|phase|round|step|version|cut|go|pass)"
    r"|(?:[0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten) (?:out )?of (?:the )?(?:[0-9]+|three|four|five|six|ten)"
)
_AHEAD = (
    r"tomorrow|tonight|will|shall|(?:i|we|you|they|it|that)ll|would|should|could|might|ought|gonna|going to|to (?:be|do|follow|come|go|finish|complete)"
    r"|may(?= (?:need|be|have|still|want|take|require|change|well|come|go|get|yet))|must|needs?|needed|needing|wants?|wanted"
    r"|ha(?:ve|s) to|aim(?:s|ing)?|hop(?:e|es|ing)|hopefully|expect(?:s|ed|ing)?|plan(?:s|ning)?|intend(?:s|ed|ing)?|supposed"
    r"|meant to|try|tries|trying|tried|attempt(?:ed|ing|s)?|next|later|soon|shortly|eventually|imminent(?:ly)?"
)
_OPEN = (
    r"ongoing|in progress|under\s?way|waiting|awaiting|awaits?|wait|pending|outstanding|remain(?:s|ing|der)?|rest of|the rest|left"
    r"|on hold|blocked|stuck|chas(?:e|es|ing)|delayed?|still|yet|until|till?|once|when|whenever|if|unless|whether|provided|providing"
    r"|assuming|subject to|depend(?:s|ing|ent)?|tb[ac]|wrong|mistake(?:n|nly)?|error|reopen(?:ed)?|undo|ignore"
)
_UNSURE = (
    r"probably|possibly|perhaps|maybe|apparently|allegedly|supposedly|presumably|i (?:think|thought|believe|reckon|guess|suppose"
    r"|assume|gather|imagine|understand|expect)|think|thought|believe|reckon|guess|suppose|assume|suspect|seem(?:s|ed|ingly)?"
    r"|(?:pretty|fairly|quite|reasonably) sure|looks like|(?:am|was|been|were|'?m|'?re|so) told|as far as"
)
HEDGE = re.compile(
    rf"(?<!\w)(?:{_NEGATIVE}|{_PARTLY}|{_AHEAD}|{_OPEN}|{_UNSURE})(?!\w)|n't(?!\w)|'ll(?!\w)|\?|[0-9]\s*(?:%|per\s?cent)",
    re.IGNORECASE,
)
# Said at the end of an answer out of politeness: "let me know if you need anything else".
_CIVIL = re.compile(
    r"\b(?:(?:please |just )?(?:let me know|shout|give me a shout|get in touch|message me|ask)[,]? (?:if|should|when)\b[^.!?\n]{0,80}"
    r"|any (?:questions|queries|problems|issues)[^.!?\n]{0,60}|hope (?:that|this|it)(?:'?s| is| was)? (?:helps|ok(?:ay)?|all ?right|alright|fine|good)"
    r"|as (?:planned|expected|hoped|intended|needed)|not before time|thanks? for (?:waiting|the wait|chasing|your patience)"
    rf"|{APOLOGY}(?=\s*(?:[^\w\s]|\n|$|(?:many )?thanks?\b|thank you\b|thx\b|cheers\b|ta\b))|at long last)",
    re.IGNORECASE,
)
_RESTRICTS = re.compile(
    r"[\s,:;.(\u2013\u2014-]*(?:\?|(?:but )?not\b|(?:all )?(?:but|bar|except|apart|aside|excluding|minus)\b|other than\b|save for\b"
    r"|by (?!me\b|us\b|e?-?mail|post\b|phone|hand\b)|nearly|almost|partly|half|mostly|soon\b|tomorrow|next |once |when |if |until |subject to)",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    rf"\b{_DONE_WORD}\b[\s,:;.(\u2013\u2014-]*(?:all )?(?:(?:but|bar|barring|except(?:ing)?|minus|excluding)\b(?! not\b| i\b| it\b| we\b| need| will)"
    r"|(?:apart|aside) from|other than|save for|with the exception of)\s*(?:for )?(?P<what>.*)",
    re.IGNORECASE | re.DOTALL,
)


def takes_back(text: str) -> bool:
    """Whether anything in the text says that something is not done, not all done, or not done yet."""
    return HEDGE.search(_CIVIL.sub(" ", text)) is not None


def restricts(words: str) -> bool:
    """Whether words said behind "done 12" begin by taking it back: "except the map", "by Friday", a question mark."""
    return _RESTRICTS.match(words) is not None


def left_out(text: str) -> str:
    """What "done except the map" leaves out; empty where nothing is."""
    match = _EXCEPT.search(_CIVIL.sub(" ", text))
    return match["what"].strip() if match else ""
