"""A file somebody handed in, from its bytes to what was found in it."""

import asyncio

from adapters.documents.hands import FromFile, read_document
from adapters.documents.refusals import Unreadable, shown
from bot.messages import Paper
from bot.minutes import papers


async def read_paper(name: str, data: bytes) -> Paper:
    """What the minutes in a file's bytes hold; or the sentence that says why they could not be read. Never raises.

    The file is opened in a process of its own, and what comes of it is read on a thread of its own.
    """
    try:
        document = await read_document(name, data)
    except Unreadable as problem:
        return papers.unread(shown(name), str(problem))
    return await asyncio.to_thread(papers.read_paper, document, name=shown(name), notes=_notes(document))


def _notes(document: FromFile) -> list[str]:
    notes = []
    if document.misnamed:
        notes.append(f"The file is {document.what}, whatever its name says.")
    if document.left_out:
        notes.append(f"Not read: {'; '.join(document.left_out)}.")
    return notes
