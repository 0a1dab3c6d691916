"""Hands a file to a process of its own, and makes a document of what comes back.

The process is told its limits by `worker.py`; here are the clock, and the sentence for each way it can end.
It inherits no environment and is sent the file on its standard input; it answers with JSON, which cannot
carry code.
"""

import asyncio
import contextlib
import json
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from adapters.documents import limits
from adapters.documents.refusals import DAMAGED, TOO_LARGE, TOO_LONG, Unreadable, sentence, shown
from adapters.documents.unfolding import parts
from bot.minutes import Document, compose, read_layout

_CHECKOUT = str(Path(__file__).parents[2])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from adapters.documents.worker import main; main()"
_ENDINGS = {
    # What the process ends with: see worker.py. A crash of a parser is a damaged file to whoever sent it.
    3: TOO_LARGE,
    -signal.SIGABRT: TOO_LARGE,  # how PDFium ends when memory does
    -signal.SIGTRAP: TOO_LARGE,
    -signal.SIGILL: TOO_LARGE,
    -signal.SIGXCPU: TOO_LONG,
    -signal.SIGKILL: TOO_LONG,
}
_AT_ONCE = 2
"""Files read at the same time; more wait. Each may take 256 MB."""


@dataclass(frozen=True, slots=True)
class FromFile(Document):
    """A document read from a file."""

    what: str = "a text"
    """What the file is, by its contents: "a Word document"."""

    misnamed: bool = False
    """Whether its name says that it is something else."""

    left_out: tuple[str, ...] = ()
    """What of the file is not in the document, each a phrase: "2 pictures"."""


async def read_document(name: str, data: bytes) -> FromFile:
    """The document in a file's bytes; raises `Unreadable` with a sentence to show.

    What the file is, its bytes say, not its name.
    """
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_readers(), read_document_now, name, data)


def read_document_now(name: str, data: bytes) -> FromFile:
    """As `read_document`, for where nobody else waits: within five seconds, whatever the file."""
    if len(data) > limits.FILE:
        raise Unreadable(too_large(name))
    answer = _read_apart(name, data)
    if "refused" in answer:
        raise Unreadable(sentence(name, answer["refused"]))
    text = answer["text"]
    document = compose(parts(answer["pieces"])) if text is None else read_layout(text)
    if not document.text.strip():
        raise Unreadable(sentence(name, "has no text in it."))
    what = answer["what"]
    return FromFile(document.text, document.blocks, what, _misnamed(name, what), tuple(answer["left_out"]))


def too_large(name: str) -> str:
    """The sentence for a file that is larger than any that is read."""
    most = f"{limits.FILE // limits.MB} MB"
    return sentence(name, f"is larger than {most}, the most I read. Send the minutes without their annexes.")


_ENDS = {
    "a Word document": (".docx",),
    "an OpenDocument text": (".odt", ".ott"),
    "a PDF": (".pdf",),
    "a web page": (".html", ".htm", ".xhtml"),
    "an e-mail": (".eml", ".mht", ".mhtml"),
}


def _misnamed(name: str, what: str) -> bool:
    known = tuple(end for ends in _ENDS.values() for end in ends)
    return name.lower().endswith(known) and not name.lower().endswith(_ENDS.get(what, (".txt", ".md")))


@cache
def _readers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="documents")


def _read_apart(name: str, data: bytes) -> dict[str, Any]:
    """The worker's answer, or the sentence for why there is none."""
    # -I: neither the environment nor the user's own packages have a say in what runs.
    command = [sys.executable, "-I", "-B", "-c", _START, _CHECKOUT, shown(name)]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
    )
    try:
        answer, _ = process.communicate(data, timeout=limits.SECONDS)
    except subprocess.TimeoutExpired:
        return {"refused": TOO_LONG}
    finally:
        process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(1)
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
    if process.returncode:
        return {"refused": _ENDINGS.get(process.returncode, DAMAGED)}
    try:
        found: dict[str, Any] = json.loads(answer)
    except (ValueError, RecursionError):
        return {"refused": DAMAGED}
    return found
