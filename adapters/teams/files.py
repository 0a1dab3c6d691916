"""Files somebody sends to the bot in their own chat. Teams keeps them in OneDrive and hands over a link that needs no key.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4#file-upload-to-the-bot
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

from adapters.documents import limits
from adapters.documents.hands import too_large
from adapters.documents.papers import read_paper
from adapters.documents.refusals import sentence
from bot.messages import Paper
from bot.minutes.papers import unread

log = structlog.get_logger(__name__)

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
SECONDS = 8
_HOSTS = (".sharepoint.com", ".sharepoint.us", ".1drv.com")
_NOT_FETCHED = (
    "could not be fetched from Teams. Send it again in a moment, or paste its text after “minutes”."
)
_BESIDE_A_MESSAGE = "is not mine to open: Teams hands me files only in our own chat. Send it to me there, or paste its text after “minutes”."
_ELSEWHERE = "is not kept by Microsoft. Paste its text after “minutes”."


def beside_a_message(name: str) -> Paper:
    """A file that stands in somebody's message: Teams names it, and lets no bot open it."""
    return unread(name, sentence(name, _BESIDE_A_MESSAGE))


def name_of(file: Mapping[str, Any]) -> str:
    """As whoever sent it called it; empty where Teams does not say."""
    return str(file.get("name") or "")


class Files:
    """Fetches what people send. Nothing of ours goes along: the link itself is what lets one in."""

    def __init__(self, line: Callable[[], ClientSession], also: str = "") -> None:
        """`also` is one more host, with its port, that stands for Microsoft's in tests and the emulator."""
        self._line = line
        self._also = also

    async def paper(self, file: Mapping[str, Any]) -> Paper:
        """What the minutes in the file hold, or the sentence that says why it could not be read. Never raises."""
        name = name_of(file) or "The file"
        content = file.get("content")
        url = str(content.get("downloadUrl") or "") if isinstance(content, Mapping) else ""
        if not self._is_microsofts(url):
            return unread(name, sentence(name, _ELSEWHERE))
        try:
            data = await self._fetched(url)
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            log.warning("a file could not be fetched", error=type(error).__name__)
            return unread(name, sentence(name, _NOT_FETCHED))
        if len(data) > limits.FILE:
            return unread(name, too_large(name))
        return await read_paper(name, data)

    def _is_microsofts(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        if self._also and parts.netloc == self._also:
            return True
        return parts.scheme == "https" and (parts.hostname or "").endswith(_HOSTS)

    async def _fetched(self, url: str) -> bytes:
        timeout = ClientTimeout(total=SECONDS)
        async with self._line().get(url, allow_redirects=False, timeout=timeout) as answer:
            if answer.status != 200:
                raise ValueError(f"status {answer.status}")
            found = bytearray()
            async for piece in answer.content.iter_chunked(65_536):
                found += piece
                if len(found) > limits.FILE:
                    break
            return bytes(found[: limits.FILE + 1])
