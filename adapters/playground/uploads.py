"""A file that comes in, with the words that came with it: a form as browsers and curl send it."""

from aiohttp import BodyPartReader, web

from adapters.documents import limits
from adapters.playground.exchange import File
from adapters.playground.requests import Handed, Malformed, checked

_MOST_FIELD = 100_000
"""Bytes of one of the words."""

_FIELDS = frozenset({"as", "place", "text", "thread", "delivery"})


async def read_upload(request: web.Request) -> tuple[Handed, File]:
    """The words and the file. Of one that is too large no more is kept than shows that it is.

    Raises:
        Malformed: it is no such form, or its file is missing.
    """
    if not request.content_type.startswith("multipart/"):
        raise Malformed('The request is no form with a file: send "multipart/form-data".')
    words: dict[str, str] = {}
    file: File | None = None
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise Malformed("A form within a form is not read.")
            if part.name == "file":
                file = File(part.filename or "file", await _bytes(part, limits.FILE + 1))
            elif part.name in _FIELDS:
                words[part.name] = (await _bytes(part, _MOST_FIELD)).decode()
            else:
                raise Malformed(
                    f'The request has no use for "{part.name}". It takes: file, {", ".join(sorted(_FIELDS))}.'
                )
    except (ValueError, UnicodeDecodeError):
        raise Malformed("The request cannot be read as a form.") from None
    if file is None:
        raise Malformed('The request lacks "file".')
    return checked(Handed, words), file


async def _bytes(part: BodyPartReader, most: int) -> bytes:
    found = bytearray()
    while not part.at_eof():
        piece = await part.read_chunk(65_536)
        if len(found) < most:
            found += piece[: most - len(found)]
    return bytes(found)
