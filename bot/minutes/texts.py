"""Tidy text that knows the way back to its source."""

import bisect
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Tidy text with the way back to the source it was tidied from."""

    text: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source positions of `self.text[start:end]`."""
        if start >= end:
            at = self._source(start)
            return at, at
        return self._source(start), self._source(end - 1) + 1

    def _source(self, position: int) -> int:
        if not self.marks:
            return min(self.start + position, self.end)
        index = bisect.bisect_right(self.marks, position, key=lambda mark: mark[0]) - 1
        tidy, source = self.marks[max(index, 0)]
        return min(source + position - tidy, self.end)


# What is dropped or turned into one space. Every repeat is bounded or over a single class, so that no
# text makes it slow.
_NOISE = re.compile(
    r"(?P<space>(?: (?=[\s\u200b\ufeff])|[^\S ]|[\u200b\ufeff])[\s\u200b\ufeff]*|<br ?/?>|</?(?:li|p|ol|ul|div)>|&nbsp;)"
    r"|(?P<link>!?\[(?P<label>[^\]\[\n]{0,200})\]\([^()\s]{0,400}\))"
    r"|(?P<mark>\*{1,3}|'{2,3}|~~|`|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)|<!--.{0,200}?-->|</?[a-zA-Z]{1,10}>)"
    r"|\\(?P<escaped>[.\-_*#()\[\]!])",
)

_MAY_BE_NOISE = re.compile(r"[^\S ]|  |[\u200b\ufeff\[\\*~`_<]|''|&nbsp;")


def tidy(source: str, offset: int = 0) -> Text:
    """Source text without emphasis marks, links and line breaks, remembering where each stretch was."""
    left = len(source) - len(source.lstrip())
    end = len(source.rstrip())
    if not _MAY_BE_NOISE.search(source, left, end):
        return Text(source[left:end], offset + left, offset + end)
    pieces: list[str] = []
    marks: list[tuple[int, int]] = []
    length, at = 0, left

    def keep(start: int, stop: int) -> None:
        nonlocal length
        if start < stop:
            marks.append((length, offset + start))
            pieces.append(source[start:stop])
            length += stop - start

    for found in _NOISE.finditer(source, left, end):
        keep(at, found.start())
        at = found.end()
        if found["space"]:
            if pieces and not pieces[-1].endswith(" "):
                marks.append((length, offset + found.start()))
                pieces.append(" ")
                length += 1
        elif found["link"]:
            keep(found.start("label"), found.end("label"))
        elif found["escaped"]:
            keep(found.start("escaped"), found.end("escaped"))
    keep(at, end)
    text = "".join(pieces)
    return Text(
        text.rstrip(), offset + left, offset + end, tuple(marks) if marks != [(0, offset + left)] else ()
    )
