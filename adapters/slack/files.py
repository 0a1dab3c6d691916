"""Files in Slack: fetched with the bot's token, from Slack's own hosts alone, and no more of them than is read.

https://docs.slack.dev/reference/objects/file-object
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient

from adapters.documents import limits
from adapters.documents.hands import too_large
from adapters.documents.papers import read_paper
from adapters.documents.refusals import sentence
from adapters.slack.faults import FAILURES, UNREADABLE
from bot.messages import Paper
from bot.minutes.papers import unread

log = structlog.get_logger(__name__)

SECONDS = 20
HOST = "files.slack.com"
_ELSEWHERE = "is not kept by Slack itself. Upload the file, or paste its text after “minutes”."
_NOT_FETCHED = "could not be fetched from Slack. Send it again in a moment."
_NOT_ALLOWED = (
    "could not be fetched: Slack does not let me read files yet. Whoever runs me for you can install me again "
    "with the permission files:read; until then paste the text after “minutes”."
)

File = Mapping[str, Any]


def name_of(file: File) -> str:
    """As whoever uploaded it called it; empty where Slack sends no more than the id."""
    return str(file.get("name") or file.get("title") or "")


class Files:
    """Fetches what people upload. The token goes to Slack's file host, and to no other."""

    def __init__(self, client: AsyncWebClient, session: ClientSession, token: str) -> None:
        self._client = client
        self._session = session
        self._token = token
        # The host files are at, and in tests the one that stands for all of Slack.
        self._hosts = {("https", HOST)}
        api = urlsplit(client.base_url)
        if not (api.hostname or "").endswith("slack.com"):
            self._hosts.add((api.scheme, api.netloc))

    async def paper(self, file: File) -> Paper:
        """What the minutes in the file hold, or the sentence that says why it could not be read. Never raises."""
        name = name_of(file) or "The file"
        try:
            return await self._paper(name, file)
        except (*FAILURES, *UNREADABLE) as error:
            log.warning("a file could not be fetched", error=type(error).__name__)
            return unread(name, sentence(name, _NOT_FETCHED))

    async def _paper(self, name: str, file: File) -> Paper:
        if file.get("file_access") == "check_file_info" or not file.get("url_private_download"):
            # In a shared channel Slack sends no more than the id.
            answer = await self._client.files_info(file=str(file["id"]))
            file = answer.get("file") or {}
            name = str(file.get("name") or name)
        url = str(file.get("url_private_download") or "")
        parts = urlsplit(url)
        if file.get("is_external") or (parts.scheme, parts.netloc) not in self._hosts:
            return unread(name, sentence(name, _ELSEWHERE))
        if int(file.get("size") or 0) > limits.FILE:
            return unread(name, too_large(name))
        data, is_page = await self._fetched(url)
        if is_page and "html" not in str(file.get("mimetype")):
            # Without the permission Slack answers with the page one signs in on.
            return unread(name, sentence(name, _NOT_ALLOWED))
        return await read_paper(name, data)

    async def _fetched(self, url: str) -> tuple[bytes, bool]:
        """The bytes, and whether they are a web page. A redirect is followed nowhere: the token would go along."""
        headers = {"Authorization": f"Bearer {self._token}"}
        async with self._session.get(
            url, headers=headers, allow_redirects=False, timeout=ClientTimeout(total=SECONDS)
        ) as answer:
            if answer.status in {301, 302, 303, 307, 308}:
                return b"", True
            answer.raise_for_status()
            found = bytearray()
            async for piece in answer.content.iter_chunked(65_536):
                found += piece
                if len(found) > limits.FILE:
                    break
            return bytes(found[: limits.FILE + 1]), answer.content_type == "text/html"
