"""What prose says was settled: approved, agreed, adopted, elected, deferred, carried."""

import re
from collections.abc import Iterator, Sequence

from bot.minutes.context import Context, imperative
from bot.minutes.layout import Block
from bot.minutes.model import Proposal
from bot.minutes.sections import Section
from bot.minutes.sentences import Sentence, sentences
from bot.minutes.texts import Text
from bot.minutes.votes import CLEARLY, OPENS_MOTION, PROCEDURE
from bot.minutes.wording import HARDLY
from bot.minutes.words import BODY

_SETTLED = r"(?:approved|re-?approved|re-?signed|adopted|accepted|ratified|deferred|elected|re-\s?elected|appointed|re-appointed|reappointed|co-opted|carried|agreed|confirmed(?!\s+(?:as\s+(?:£|\$|€|\d|(?:week|month|fortnight)ly)|that\b))|granted|endorsed|taken as read|signed(?: off)?|authorised(?!\s+to\b)|passed(?!\s+(?:on|over|to)\b)|rejected|withdrawn|refused|postponed|defeated|lost|turned down|voted in|held over|noted and (?:approved|accepted|agreed))"
_OWN = rf"(?:(?:the|this)\s+(?:[\w’'&-]+\s+){{0,5}}?(?:{BODY}|meeting|members|councillors|trustees|governors|directors)|members|councillors|all(?: present)?|everyone|it(?=\s+agreed)|(?:the\s+(?-i:[A-Z]{{2,6}})|(?-i:[A-Z]{{3,6}}))|(?-i:Committee|(?:Full )?Council|Board|Trustees|Governors|Parish Council|Group|Panel|Meeting|Cabinet|Exec|Executive|Partnership|Forum))"
_ADVERBS = r"(?:(?:also|then|further|therefore|hence|thus|now|provisionally|unanimously|formally|all|generally|subsequently|hereby|discussed and|considered and|reviewed and|noted and|received and)\s+){0,2}"
_BY_THE_BODY = re.compile(
    rf"\b(?:{_OWN}|it\s+(?:was|is)|it\s+has\s+been|we|the (?:new )?exec)\s+{_ADVERBS}"
    r"(?:agreed|approved|decided|resolved|adopted|accepted|endorsed|ratified|deferred|elected|re-elected|appointed|co-opted|confirmed|supported|voted|concluded|opted)\b(?!\s+(?:to|with)\s+(?:this|it|that)(?:\s+(?:action|proposal))?\W*$|\s+and\s+agreed\W*$|\s+in\s+agreement\b)"
    r"(?<!confirmed)(?!\s+(?:at\b|and\s+undertook|with\s+(?!\w+ing\b|(?:the|this|a|an)\s+(?:[\w-]+\s+)?(?:proposal|recommendation|suggestion|plan|approach|motion))))(?P<rest>.{3,})",
    re.IGNORECASE,
)
_NOW = re.compile(
    rf"^(?:that\s+)?{_OWN}\s+(?:supports|recommends|approves|agrees|adopts|accepts|endorses|resolves|confirms|ratifies)\s+(?P<rest>.{{3,}})",
    re.IGNORECASE,
)
_DECIDES = re.compile(
    rf"\b(?:{_OWN}|the\s+exec)\s+{_ADVERBS}decides\s+(?P<rest>(?:to|on|that|not|against)\s.{{3,}})",
    re.IGNORECASE,
)
_NOTED = re.compile(
    rf"\b{_OWN}\s+{_ADVERBS}(?:noted|received)\s+(?:and\s+noted\s+)?(?P<rest>(?:the|a|an|this|these|its|their|his|her)\s+(?:[\w’'&-]+\s+){{0,4}}?(?:reports?|updates?|minutes|contents?|papers?|accounts|statements?|figures|amendments?)\b.*)",
    re.IGNORECASE,
)
_WAS_SETTLED = re.compile(
    rf"^(?P<thing>.{{3,260}}?),?\s+(?:was|were|is|are|(?P<been>(?:has|have)\s+(?:now\s+|all\s+)?been))\s+(?:then\s+|also\s+|duly\s+|unanimously\s+|formally\s+|therefore\s+|all\s+|read\s+and\s+|both\s+|nominated\s+and\s+|discussed\s+and\s+|reviewed\s+and\s+|proposed,?\s+(?:and\s+)?(?:seconded\s+)?and\s+)*{_SETTLED}\b(?!\s+(?:in the|by the (?:secretary|minister|government|county|district|borough|planning)|by (?-i:[A-Z]{{2,5}})\b|last|previously|that\s+\w+\s+(?:would|will)))",
    re.IGNORECASE,
)
_SETTLED_BY_US = re.compile(
    rf"^(?P<thing>.{{3,200}}?)\s+(?:was|were|has been|have been|are|is)\s+[^.;]{{0,80}}?\b{_SETTLED}\s+(?:by|at)\s+(?:the|this|all|those|our)\s+(?:(?!(?:district|county|borough|city|planning|local|unitary|education)\b)[\w’'-]+\s+)?(?:group|board|committee|meeting|council|members|trustees|partnership|panel|present|steering|team|forum|governors)\b(?![’'])"
    rf"|^(?P<first>.{{3,200}}?)\s+(?:was|were)\s+[^.;]{{3,80}}?(?:\band|&|,)\s*(?:then\s+|duly\s+|also\s+)?{_SETTLED}\b",
    re.IGNORECASE,
)
_BARE_SETTLED = re.compile(
    r"^(?:[\w’': –-]{0,40}\b(?:minutes|accounts|payments?|report|budget|agenda|invoices?|policy|policies|terms of reference|quotes?|plan|items?|notes|recommendations?|proposals?|motion|resolution)\b(?:(?!\b(?:yet|not|to|was|were|is|are|by|had|has|have)\b)[\w’' ,()/:&–-]){0,60}?(?:\s|-|–))(?:reviewed and |read and |duly )?(?:approved|agreed|accepted|adopted|passed|carried|noted and approved|deferred)\b"
    r"|^(?:to\s+)?(?:defer|postpone|delay|table)\s+(?:the\s+|this\s+|any\s+)?(?:decision|discussion|vote|item|matter|issue|topic)\b|^(?:deferred|postponed|tabled)\s*[-–:(]|^(?:item\s+|matter\s+|discussion\s+)?(?:deferred|held over|postponed|tabled|(?:pushed|put|moved)\s+(?:back|off)|pushed)\b(?=\s+(?:to|until|till|for|pending)\b|\W*$)",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:the\s+)?(?:[\w’'&-]+\s+){0,4}?(?:board|committee|council|group|panel|trustees|meeting|members|partnership)\s+(?:unanimously\s+)?(?:gave|granted|indicated|expressed)\s+(?:its|their|his)\s+(?:approval|consent|agreement|permission)\b"
    r"|\bchair\w*\b.{0,20}?\bsigned\s+(?:the|them|these|both)\b(?!\s+(?:letter|card|book))|\b(?:minutes|accounts)\b[^.;]{0,120}?\bsigned\s+by\s+the\s+(?:chair|president|vice)"
    r"|^(?:the\s+)?(?:precept|budget|rent|fee|subscription|charge|rate)s?\b[^.;]{0,60}?\b(?:was|were|be)\s+set\s+at\b"
    r"|^(?:by\s+(?:general\s+|unanimous\s+)?consensus|there\s+was\s+(?:unanimous|general|full)\s+(?:agreement|support|approval|consensus)\s+(?:to|for|that|on)|(?:general\s+)?consensus\s+(?:was|is)\s+(?:to|that))\b"
    r"|^(?:everyone|everybody|all(?:\s+[\w’'-]+){0,2}|members|councillors|trustees)\s+(?:was|were|voted)\s+(?:all\s+)?in\s+favou?r\b",
    re.IGNORECASE,
)
_IN_YET_OTHER_WORDS = re.compile(
    r"^(?:[\w’'-]+\s+){0,2}?consensus\s+(?:that|to|on|about|for)\b|^(?:(?:general|broad|unanimous|full)\s+)?(?:discussion\s+and\s+)?agreement\s+that\b|\b(?:permission|approval|consent)\s+(?:was|is)\s+(?:granted|given|refused)\b|^(?:the\s+|this\s+)?(?:PR|patch|change|pull request|draft|branch|issue)\s+(?:is|was)\s+(?:good|ready|okay|ok|clear|approved)\s+to\s+(?:land|merge|go|ship|close|be\s+(?:merged|landed|closed))\b|^(?:settling|settled)\s+(?:on|for)\s|^resolved\s+as\s|^[^.;]{2,80}?\s(?:was|were)\s+(?:finally\s+|then\s+)?(?:decided|settled|agreed)\s+(?:up)?on\b|^passed\s+unanimously\b|^(?:there\s+(?:was|were)\s+)?no\s+objections?\s+(?:to\s+the|(?:was|were|had\s+been)\s+(?:raised|made|received))\b|^(?:the\s+)?(?:parish\s+|town\s+)?(?:board|committee|council|group|panel|meeting|members|all)\s+(?:was|were)\s+(?:all\s+)?(?:content|happy|satisfied|pleased|willing)\s+(?:to\s+(?:support|approve|endorse|agree|accept|adopt)\b|with\s+(?:the|this)\s+(?:[\w’'-]+\s)?(?:proposal|report|plan|draft|arrangements?|budget|changes?))"
    r"|\b(?:this|it|which|the\s+(?:application|proposal|plan|request))\s+(?:was|were)\s+(?:fully\s+|unanimously\s+)?(?:supported|opposed)\s+by\s+(?:the\s+)?(?:pc|council|parish council|committee|board|members|group|meeting|all)\b"
    r"|^(?:the\s+)?(?:(?:parish|town|district)\s+)?council\s+(?:fully\s+)?(?:supports?|objects?\s+to|opposes?)\s+(?:the\s+|this\s+)?(?:planning\s+)?(?:application|proposal)"
    r"|^[^.;]{0,80}?\brecommend\s+(?:refusal|approval|acceptance)\b"
    r"|^[^.;:]{3,70}?\s(?:donation|grant|payment|expenditure|increase|cost|budget|quote|sum|fee)\b[^.;:]{0,40}?\s(?:agreed|approved)\W*$"
    r"|^[\w’'& ]{3,60}?\sto\s+be\s+(?:postponed|deferred|left|held over|put (?:back|on hold))\b"
    r"|^the\s+(?:board|committee|council|group|panel|meeting|exec)\s+set\s+(?:a|the|its)\s+[^.;]{0,40}?\bdate\b",
    re.IGNORECASE,
)
_BARE_DECIDED = re.compile(
    r"^(?:and\s+|it was\s+|we\s+)?(?:also\s+|then\s+|unanimously\s+)?(?:agreed|decided|resolved|voted|agreement|decision(?:\s+(?:was\s+)?(?:made|taken|reached))?)\s+(?P<rest>(?:unanimously\s+)?(?:to|that|not to|on|for)\s.{3,})"
    r"|^(?-i:Noted(?=\s+the\b)|Approved|Accepted|Adopted|Endorsed|Ratified|Elected|Appointed|Re-elected|Confirmed|Deferred|Noted and approved|Received)\s+(?P<object>(?:the|a|an|our|this|these|all|minutes|report|[A-Z])\b.{3,})",
    re.IGNORECASE,
)
_TRUE_RECORD = re.compile(
    r"\b(?:noted|agreed|accepted|approved|signed|confirmed|passed|happy|taken)\b.{0,60}\b(?:true|accurate|correct|fair)\s+(?:and\s+(?:accurate|correct|fair|true)\s+)?(?:record|reflection|account)\b"
    r"|^(?:the\s+)?minutes\s+of\b[^.;]{3,100}?\b(?:was|were)\s+noted\b|^(?:the\s+)?(?:[\w’'-]+\s+){0,6}?(?:minutes|reports?|updates?|papers?|accounts|statements?|contents|correspondence|figures)(?:,[^,.;]{3,80},)?\s+(?:was|were)\s+(?:received\s+and\s+|duly\s+)?(?:noted|received)\b(?!\s+(?:that|from|by|in|on|late|too))"
    r"|^[^.:;]{3,140}\s[–—-]\s(?:deferred|approved|agreed|accepted|adopted|noted|refused|rejected|granted)\b(?=\s+(?:until|to|for|by|unanim|as)\b|\W*$)"
    r"|^(?:and\s+)?(?:was|were)\s+(?:therefore\s+|then\s+|duly\s+|unanimously\s+)*(?:adopted|approved|accepted|agreed)\b"
    r"|^all\s+agreed\s+(?:that\s+)?(?:the\s+)?\w+",
    re.IGNORECASE,
)
_APPROVED_BY = re.compile(
    r"^[^:;]{3,120}?\s(?:approved|agreed|adopted|accepted|endorsed|ratified)\s+(?:unanimously\s+)?by\s+(?-i:[A-Z][A-Z-]{1,8}\b|(?:the\s+)?(?i:group|board|committee|council|members|trustees|all)\b)",
    re.IGNORECASE,
)
_PLANNING = re.compile(
    r"^(?=.{0,200}(?:\d{2}/\d{3,}|\bapplication\b|\bextension\b|\bplanning\b|/\d{4}/)).{6,200}?(?:[-–—:.]\s*|\b(?:council|committee|raised|have|has|had|with)\s+)(?:no (?:objections?|comments?)|object(?:ed|s|ion)?|support(?:ed|s)?)(?:\s+(?:raised|made|to (?:this|the)\b.{0,60}|by the\b.{0,40}))?\W*$",
    re.IGNORECASE,
)
_CONCLUSION = re.compile(
    r"^(?:consensus|conclusion|decision|resolution|outcome|agreed|verdict)\s*(?::|\bis\b|\bwas\b|[-–—])\s*(?P<rest>.{4,})",
    re.IGNORECASE,
)
ONLY_RESULT = re.compile(
    r"\W*(?:the\s+)?(?:vote|motion|resolution|proposal)?\s*(?:was\s+|is\s+)?(?:passed|passes|carried|carries|approved|unanimous\w*)\W*$",
    re.IGNORECASE,
)
_ONE_WORD = re.compile(
    r"\W*(?:all |unanimously |duly |these were |this was |both )?(?:approved|agreed|adopted|accepted|carried|confirmed|ratified|deferred|received|passed)(?: unanimously| by all| as (?:read|written|circulated|presented|amended))?\W*$",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:agree|approv|decid|decis|resol|re-?elect|adopt|accept|endors|indors|ratif|defer|elect|appoint|re-?app|co-opt|confirm|support|vote"
    r"|carried|grant|signed|pass|reject|withdr|refus|second|unanim|nem|consens|conclu|outcome|verdict|postpon|defeat|lost|object"
    r"|consent|content with|happy with|satisfied with|author|were received|was received|tabled|favou?r|opted|recommend|oppos|taken as|held over|set (?:at|a|the|its)\b|noted (?:and|the|a)\b|were noted"
    r"|was noted|good to|ready to|ok(?:ay)? to|clear to|settl|permission|approval|pushed|moved|put (?:back|off)|willing to|pleased to|happy to|received (?:a|the)\b|to be [pldh]|turned)|\d(?:agreed|approved)"
)
"""Sentences that hold none of these settle nothing, and are passed over at once."""
_AGREED_ABOUT = re.compile(
    r"^\W*action\b|^\s*(?:that\s+[^,;]{3,60}?\s(?:is|are)\s+(?!to\b)|(?:that\s+)?it\s+(?:is|was|had been)\s+(?:important|good|useful|a\b)|there\s+(?:is|was|were)\b|this\s+(?:is|was)\s+(?:a|an|important|good|useful|very|helpful|not)\b|on\s+the\s+importance)",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"\b(?=ha|pr|at|in|fr|si|la|ap|al)(?:had been|has been|have been|previously|(?:at|in|from|since) (?:the )?last|last (?:year|month)|apologies|in correspondence previously|already)\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:if|could be|would be|might be|should be considered|suggested|whether|once|until|unless|when)\b.{0,80}$",
    re.IGNORECASE,
)


def read_decisions(context: Context) -> Iterator[Proposal]:
    """Decisions in prose; those under RESOLVED are read with it."""
    blocks = context.document.blocks
    for index, (block, section) in enumerate(zip(blocks, context.sections, strict=True)):
        if section.kind in {"agenda", "meta", "slides", "actions"}:
            continue
        if block.kind == "heading" and len(block.text.split()) < 4 and not _BARE_SETTLED.match(block.text):
            continue
        alone = _alone(context, blocks, index, section)
        if alone:
            yield alone
        above = blocks[index - 1].text if index else ""
        for where, sentence in _may_settle(context, index):
            if PROCEDURE.match(sentence.text) and (PROCEDURE.match(above) or OPENS_MOTION.search(above)):
                continue
            end = _settled_until(sentence.text)
            text = sentence.text[: min(end, 900)]
            found = _settles_list(text) if block.kind == "label" else _decides(text, section)
            if found:
                start, what_at, confidence, why = found
                yield context.find(
                    where, sentence.start + start, sentence.start + end, section=section, kind="decision",
                    what=imperative(sentence.text[what_at:end]), confidence=confidence, why=why,
                    until=_list_after(blocks, index) if sentence.text.endswith(":") else None,
                )  # fmt: skip


_A_CELL = 30
"""A cell of fewer letters names something; a longer one may tell of it."""


def _may_settle(context: Context, index: int) -> Iterator[tuple[Text, Sentence]]:
    """The sentences of a block that are worth a look, those of a row cell by cell."""
    block, section = context.document.blocks[index], context.sections[index]
    if block.kind == "row":
        for cell in block.cells:
            if len(cell.text) >= _A_CELL and _MAY.search(cell.text.lower()):
                yield from ((cell, sentence) for sentence in sentences(cell.text))
        return
    least = CLEARLY if section.kind == "people" else HARDLY.decision
    for sentence, likely in zip(context.said(block), context.likely(index), strict=True):
        if likely.decision >= least and _MAY.search(sentence.text.lower()):
            yield block, sentence


_TALK_ON = re.compile(
    r",\s+(?:however|but)\s+(?=[a-z]+ed\b)|(?<!received),?\s+and\s+(?:then\s+)?(?:had|held|discussed|thanked|noted|welcomed|commended|there\s+(?:was|were)|expressed|considered)\b",
    re.IGNORECASE,
)


def _settled_until(text: str) -> int:
    """Where a sentence's deciding ends and its talk goes on: "adopted the plan | and discussed its cost"."""
    talk = _TALK_ON.search(text)
    return talk.start() if talk and talk.start() > 12 else len(text)


def _list_after(blocks: Sequence[Block], index: int) -> int | None:
    """The end of the list that a sentence ending in a colon opens."""
    end = None
    for block in blocks[index + 1 : index + 12]:
        if block.kind != "item":
            break
        end = block.end
    return end


def _alone(context: Context, blocks: Sequence[Block], index: int, section: Section) -> Proposal | None:
    """“Approved.” on a line of its own settles what the line above it names."""
    block = blocks[index]
    first = next(iter(context.said(block)), None)
    if block.kind in {"row", "label"} or section.kind == "people":
        return None
    if index == 0 or first is None or not _ONE_WORD.match(first.text):
        return None
    above = blocks[index - 1]
    if first.end < len(block.text.rstrip(" .")) and above.kind != "heading":
        return None
    if above.kind == "row" or len(above.text) > 300 or above.text.endswith("?"):
        return None
    start = list(sentences(above.text))[-1].start if len(above.text) > 120 else 0
    return context.find(
        above, start, len(above.text), section=section, kind="decision",
        what=f"{above.text[start:].rstrip(' .:')}: {first.text.strip(' .').lower()}", confidence=0.66,
        why="a word alone settles the line above it", until=block.span(0, first.end)[1],
    )  # fmt: skip


_CIRCULATED = re.compile(
    r"^it\s+has\s+(?:now\s+|also\s+|therefore\s+)?been\s+(?:agreed|decided|resolved)\b|\bpreviously\s+circulated\b|\bminutes\s+(?:of|from)\s+(?:the\s+|our\s+)?(?:last|previous)\b|\b(?:had|have|has)\s+(?:previously\s+|already\s+)?been\s+(?:previously\s+)?(?:circulated|issued|distribut\w+|emailed)\b(?=.{0,80}\band\b)|\b(?:copies\s+)?(?:having|which had|as)\s+(?:been\s+)?(?:previously\s+|already\s+)?(?:been\s+)?(?:previously\s+|already\s+)?circulated\b",
    re.IGNORECASE,
)
_CIRCULATING = ("circulat", "issued", "distribut", "emailed", "minutes", "it has ")


def _is_history(text: str) -> bool:
    """Whether a sentence tells of earlier times; that papers were sent round before, or who met last, is none."""
    lower = text.lower()
    sent_round = any(word in lower for word in _CIRCULATING)
    return bool(_HISTORY.search(_CIRCULATED.sub("", text) if sent_round else text))


_WOULD_HAVE = re.compile(r"\bwould have (?:been|had|\w+ed)\b", re.IGNORECASE)
_NOT_YET = re.compile(r"\b(?:not|yet|never|to)\s+(?:yet\s+)?(?:been\s+|be\s+)?$|\byet to be\b", re.IGNORECASE)


_Decided = tuple[int, int, float, str]
"""Where the deciding words start, where what is settled does, how sure it is, and why."""


def _from(start: int, text: str) -> int:
    """The talk in front of "it was agreed" is no part of what was agreed, when there is much of it."""
    return start if start > 40 and len(text) - start > 20 else 0


def _decides(text: str, section: Section) -> _Decided | None:
    decides = _DECIDES.search(text) if " decides " in text and not text.endswith("?") else None
    if decides and not _DOUBT.search(text[: decides.start()]):
        return _from(decides.start(), text), decides.start("rest"), 0.74, "in prose: the meeting decides it"
    if text.endswith("?") or _is_history(text) or _WOULD_HAVE.search(text) or _NOT_YET.search(text):
        return _by_ourselves(text, told_now=False)
    less = 0.1 if section.kind == "review" and section.of_old_actions else 0.0
    concluded = _CONCLUSION.match(text)
    if concluded and not ONLY_RESULT.match(concluded["rest"]):
        return 0, concluded.start("rest"), 0.75, "in prose: the conclusion is stated"
    return (
        _by_the_body(text, less)
        or _told_settled(text, less)
        or _by_ourselves(text, told_now=True)
        or _in_other_words(text, less)
    )


def _settles_list(text: str) -> _Decided | None:
    """A line that opens a list of what was settled: "The following grants were approved:"."""
    if _is_history(text) or _NOT_YET.search(text):
        return None
    return _told_settled(text, 0.0) or _in_other_words(text, 0.0)


_DOUBT = re.compile(r"\b(?:if|whether|once|until|when|asked|that)\s+$", re.IGNORECASE)


def _by_the_body(text: str, less: float) -> _Decided | None:
    for pattern, confidence in ((_BY_THE_BODY, 0.76), (_NOW, 0.74), (_NOTED, 0.62)):
        by = pattern.search(text)
        if by and not _AGREED_ABOUT.match(by["rest"]) and not _DOUBT.search(text[: by.start()]):
            return (
                _from(by.start(), text),
                by.start("rest"),
                confidence - less,
                "in prose: the meeting agreed or approved it",
            )
    bare = _BARE_DECIDED.match(text)
    if bare and not re.match(r"that\s+(?:it|there|this)\s", bare["rest"] or "", re.IGNORECASE):
        return (
            0,
            bare.start("rest" if bare["rest"] else "object"),
            0.62 - less,
            "in prose: agreed or decided, in few words",
        )
    return None


_PUT_OFF = re.compile(r"\b(?:deferred|postponed)$", re.IGNORECASE)
_THEN_SETTLED = re.compile(
    rf"^(?:{_OWN}|we)\s+(?:[a-z]+ed|heard|read|saw|took|gave|held|went|spoke)\s.{{3,200}}?\sand\s+(?:then\s+|therefore\s+|unanimously\s+)?(?P<did>(?:deferred|approved|adopted|accepted|rejected|refused|endorsed)\s+(?:the|this|an?|it|its)\b.{{3,}}|(?:agreed|decided|resolved)\s+that\s.{{8,}})",
    re.IGNORECASE | re.DOTALL,
)
"""What a body settled at the end of a sentence that tells first what it did: "The Board read it and approved the plan"."""


def _told_settled(text: str, less: float) -> _Decided | None:
    was = _WAS_SETTLED.match(text)
    if (
        was
        and not was["been"]
        and (not _WISH.search(was["thing"]) or _PUT_OFF.search(was.group()))
        and not re.search(
            r"\b(?:which|who|that|(?:following|these)\s+actions?(?:\s+points?)?)\s*$",
            was["thing"],
            re.IGNORECASE,
        )
    ):
        return 0, 0, 0.72 - less, "in prose: it was approved, adopted or the like"
    then = _THEN_SETTLED.match(text) if " and " in text else None
    if then and not _DOUBT.search(text[: then.start("did")]):
        return (
            then.start("did"),
            then.start("did"),
            0.66 - less,
            "in prose: the meeting settled it in the end",
        )
    if _BARE_SETTLED.match(text) or _APPROVED_BY.match(text) or _TRUE_RECORD.search(text):
        return 0, 0, 0.66 - less, "in prose: approved, in few words"
    return None


_GONE_THROUGH = re.compile(
    r"\b(?:was|were|has been|have been|are|is)\b.{3,}(?:\b(?:by|at|and)\b|&|,)", re.DOTALL
)


def _by_ourselves(text: str, *, told_now: bool) -> _Decided | None:
    """Settled, the minutes say, by this very group; or gone through and then settled."""
    ours = None if text.endswith("?") or not _GONE_THROUGH.search(text) else _SETTLED_BY_US.match(text)
    if not ours or _WISH.search(ours["thing"] or ours["first"]):
        return None
    if ours["first"] and not told_now and (_is_history(text) or _NOT_YET.search(text)):
        return None
    return 0, 0, 0.68, "in prose: it was approved by the meeting"


_OTHER_WORDS = (
    "approval",
    "consent",
    "agreement",
    "permission",
    "signed",
    "set at",
    "consensus",
    "favo",
)
_YET_OTHER_WORDS = re.compile(
    r"consensus|objection|agreement|permission|approval|consent|good to|ready to|ok(?:ay)? to|clear to|settl|resolved as|(?:decided|agreed) (?:up)?on|passed|support|oppos|(?:content|happy|satisfied|pleased|willing) (?:with|to)|recommend|to be (?:p|d|l|h)|\bset\b|(?:agreed|approved)\W*$",
    re.IGNORECASE,
)


def _in_other_words(text: str, less: float) -> _Decided | None:
    lower = text.lower()
    other = _OTHERWISE.search(text) if any(word in lower for word in _OTHER_WORDS) else None
    if other is None and _YET_OTHER_WORDS.search(text):
        other = _IN_YET_OTHER_WORDS.search(text)
    if other and not _DOUBT.search(text[: other.start()]):
        return 0, 0, 0.64 - less, "in prose: settled in other words"
    if ("object" in lower or "comment" in lower or "support" in lower) and _PLANNING.match(text):
        return 0, 0, 0.64, "an answer to a planning application"
    return None
