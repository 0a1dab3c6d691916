"""One answer about several actions: the items of a list, and what its parts come to together."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language import intents as i
from bot.language.clauses import plain
from bot.language.done import says_done
from bot.language.refs import leading_refs, parts
from bot.language.said import Said

_MARK = re.compile(
    r"[ \t]*(?:[-*+>\u2022\u00b7\u25aa\u25cf\u2013\u2014]+|\(?(?P<number>[0-9]{1,2})[.):])[ \t]+"
)
_NUMBERED = re.compile(r"^\s*#?[0-9]{1,5}[.):]\s*\S", re.MULTILINE)
_MOST_ITEMS = 60
_LIKEWISE = re.compile(
    r"(?:is |are )?(?:too|as well|also|likewise|ditto|(?:the )?same|same (?:for|with|goes for)|(?:so|as|which) (?:is|are|has|have))",
    re.IGNORECASE,
)
# Said behind one action, it may be meant of all of them: "12 done, 14 waiting. Not sure about either".
_OF_ALL = re.compile(
    r"\b(?:both|either|neither|all(?! (?:partners|members|staff))|none|everything|nothing|these|those|ignore|scrap|undo|mistake\w*"
    r"|wrong|not sure|unsure|i (?:think|thought|believe|reckon|guess|suppose|hope)|maybe|perhaps|probably|possibly|apparently"
    r"|except|apart from|actually)\b",
    re.IGNORECASE,
)


def items(text: str) -> list[str]:
    """The items of a list with one action's answer each, without their marks; the text alone where it is none.

    A line that begins with no ref belongs to the item above it. "1." and "2." are marks only where a ref stands behind.
    """
    if "\n" not in text:
        return [text]
    lines = [line for line in text.splitlines() if line.strip()][: _MOST_ITEMS + 1]
    marks = [_MARK.match(line) for line in lines]
    numbers = [int(mark["number"]) for mark in marks if mark and mark["number"]]
    counted = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
    found: list[str] = []
    for line, mark in zip(lines, marks, strict=True):
        bare = line[mark.end() :] if mark else line
        if mark and mark["number"] and not _begins(bare):
            if counted:
                return [text]  # the third of a list is not action 3
            bare = line
        if _begins(bare):
            found.append(bare.strip())
        elif found:
            found[-1] += f"\n{line}"
        else:
            return [text]
    return found if 1 < len(found) <= _MOST_ITEMS else [text]


def is_numbered(text: str) -> bool:
    """Whether it is a list whose lines are numbered, or begin with numbers that may be refs."""
    return len(_NUMBERED.findall(text)) > 1


def _begins(line: str) -> bool:
    read = plain(line.strip())
    return bool(leading_refs(read)[0] or parts(read)[0].refs)


def tells_apart(text: str) -> bool:
    """Whether it begins with an action and goes on to another one, of which it may say something else."""
    cut = items(text.strip())
    if len(cut) > 1:
        return True
    found = parts(plain(cut[0]))
    return len(found) > 1 and bool(found[0].refs)


def together(text: str, said: Sequence[Said], read: Sequence[i.Intent]) -> i.Intent:
    """What the parts of an answer come to: the same of all their actions, or something else of each.

    Where it is in doubt which words belong to which action, all of them are an update on all, and nothing is closed.
    """
    refs = tuple(dict.fromkeys(ref for part in said for ref in part.refs))
    doubtful = i.GiveUpdate(refs, text)
    if not said[0].refs and said[0].clauses:
        return doubtful
    about = [part for part in said if part.refs]
    alike = [r for part, r in zip(said, read, strict=True) if part.refs]
    for n, part in enumerate(about):
        if n and len(part.clauses) == 1 and _LIKEWISE.fullmatch(part.head.text):
            alike[n] = _likewise(alike[n - 1], part.refs)
    words = text if any(getattr(r, "words", "") for r in alike) else ""
    first = alike[0]
    if isinstance(first, i.Done | i.Begin | i.Wait | i.Disown | i.Drop) and all(
        type(r) is type(first) for r in alike
    ):
        return i.Done(refs, words) if isinstance(first, i.Done) else replace(first, refs=refs, words=words)
    if isinstance(first, i.SetDue) and all(
        isinstance(r, i.SetDue) and r.phrase == first.phrase for r in alike
    ):
        return i.SetDue(refs, first.phrase, words)
    apart = [r for r in alike if isinstance(r, i.Part)]
    if len(apart) < len(alike) or _overlap(about) or _in_doubt(about, alike):
        return doubtful
    return i.Several(tuple(apart), text)


def _likewise(said: i.Intent, refs: tuple[i.Ref, ...]) -> i.Intent:
    return replace(said, refs=refs) if isinstance(said, i.Part) else said


def _overlap(about: Sequence[Said]) -> bool:
    """Whether an action is named in two places: what is said there may contradict itself."""
    numbers = [ref.number for part in about for ref in part.refs]
    codes = {ref.code for part in about for ref in part.refs} - {None}
    return len(set(numbers)) < len(numbers) and len(codes) < 2


def _in_doubt(about: Sequence[Said], read: Sequence[i.Intent]) -> bool:
    """Whether words behind one action may take back what is said of another: then nothing is certain."""
    if not any(isinstance(r, i.Done | i.Drop) for r in read):
        return False
    for part, meant in zip(about, read, strict=True):
        if isinstance(meant, i.GiveUpdate) and part.clauses and says_done(part.head.text):
            return True  # "12 done, 14 done I think"
        behind = part.clauses[1:]
        if behind and _OF_ALL.search(part.read, behind[0].start):
            return True
    return False
