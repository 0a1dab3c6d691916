"""What a file is, by its first bytes and its parts, whatever its name says."""

import re
from typing import Literal

from adapters.documents.refusals import DAMAGED, MACROS, PASSWORD, Refusal

Format = Literal["zip", "pdf", "mail", "web", "text"]

_PICTURE = "is a picture. I read text, not pictures: send the document it was made from."
_OTHERS = (
    (b"{\\rtf", "is in Rich Text Format. Save it as .docx and send it again."),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"BM", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"\x1f\x8b", "is a compressed file. Unpack it and send what is in it."),
    (b"7z\xbc\xaf", "is a compressed file. Unpack it and send what is in it."),
    (b"Rar!", "is a compressed file. Unpack it and send what is in it."),
    (b"MZ", "is a program, and programs are not opened."),
    (b"\x7fELF", "is a program, and programs are not opened."),
    (b"ITSF", "is a help file, and not one I can read."),
)
_UNKNOWN = "is not a kind of file I can read. Send minutes as .docx, .odt, .pdf, .html, .eml, .md or .txt."
_TAGS = re.compile(
    rb"<(?:!doctype html|html|head|body|main|article|section|div|table|p|h[1-6]|ul|ol|meta)\b", re.IGNORECASE
)
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]?[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*")
_SENT = re.compile(rb"^(?:mime-version|message-id|received|return-path):", re.IGNORECASE | re.MULTILINE)
_WRITTEN = re.compile(rb"^(?:from|to|subject|date):", re.IGNORECASE | re.MULTILINE)
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00\x00\xfe\xff")


def sniff(name: str, data: bytes) -> Format:
    """Which reader the bytes are for; what is none of ours is refused as what it is."""
    lower = name.lower()
    if not data.strip(b"\0 \t\r\n"):
        raise Refusal("is empty.")
    if lower.endswith((".docm", ".dotm")):
        raise Refusal(MACROS)
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    if data.startswith((b"PK\x05\x06", b"PK\x07\x08")):
        raise Refusal(DAMAGED)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal(_compound(data))
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, rest in _OTHERS:
        if data.startswith(magic) and (magic not in {b"BM", b"MZ"} or b"\0" in data[:64]):
            raise Refusal(rest)
    if data[4:12] in {b"ftypheic", b"ftypmif1", b"ftypavif"} or data[8:12] == b"WEBP":
        raise Refusal(_PICTURE)
    return _written(lower, data, start)


def _written(name: str, data: bytes, start: bytes) -> Format:
    """Which kind of text it is."""
    head = data[:8192]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:200]:
        head = head.replace(b"\0", b"")
        if not data.startswith(_BOMS) and not _looks_wide(data):
            raise Refusal(_UNKNOWN)
    elif sum(head.count(byte) for byte in _CONTROLS) > len(head) // 100:
        raise Refusal(_UNKNOWN)
    if b"mso-application" in head[:400] or b"<w:wordDocument" in head:
        raise Refusal("is a Word document saved as XML. Save it as .docx and send it again.")
    if start.startswith(b"<svg"):
        raise Refusal(_PICTURE)
    block = _headers(head)
    if _SENT.search(block) or (name.endswith((".eml", ".mht", ".mhtml")) and _WRITTEN.search(block)):
        return "mail"
    opening = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if opening.startswith(b"<") and _TAGS.search(head):
        return "web"
    return "web" if name.endswith((".html", ".htm", ".xhtml")) and _TAGS.search(head) else "text"


_CONTROLS = [bytes([code]) for code in (*range(9), *range(14, 27), 28, 29, 30, 31)]


def _headers(head: bytes) -> bytes:
    """The header lines a text begins with."""
    end = 0
    while found := _HEADER.match(head, end):
        end = found.end()
    return head[:end]


def _looks_wide(data: bytes) -> bool:
    """UTF-16 without its mark: every second byte of English is empty."""
    sample = data[:2000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return max(even, odd) > len(sample) // 2 * 0.7 and min(even, odd) < len(sample) // 2 * 0.1


def _compound(data: bytes) -> str:
    """Which of Microsoft's older containers it is."""
    if _wide("EncryptedPackage") in data:
        return PASSWORD
    if _wide("__substg1.0_") in data:
        return "is an Outlook message (.msg). Save it as .eml or as a PDF, and send it again."
    if _wide("WordDocument") in data:
        return "is an old Word document (.doc). Save it as .docx and send it again."
    return _UNKNOWN


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")
