"""E-mails (.eml, and pages saved as .mht): the message's own text; what is attached is named, not opened."""

import email.iterators
import email.parser
import email.policy
import email.quoprimime
import encodings.idna
import quopri
from email.message import EmailMessage
from typing import cast

from adapters.documents import limits, plain, web
from adapters.documents.pieces import Gathered
from adapters.documents.refusals import DAMAGED, Refusal

# Loaded now: later the process can open no file.
_LOADED = (email.iterators, email.quoprimime, encodings.idna, quopri)


def read(data: bytes) -> Gathered:
    try:
        message = email.parser.BytesParser(policy=email.policy.default).parsebytes(data)
        gathered = _read(message)
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):  # what the parser lets through
        raise Refusal(DAMAGED) from None
    gathered.what = "an e-mail"
    return gathered


def _read(message: EmailMessage) -> Gathered:
    bodies: list[EmailMessage] = []
    attached: list[str] = []
    for count, part in enumerate(message.walk()):
        if count >= limits.MAIL_PARTS:
            raise Refusal(f"has more than {limits.MAIL_PARTS} parts. Send the minutes alone.")
        if (
            part.get_content_type() == "application/pkcs7-mime"
            or part.get_content_type() == "multipart/encrypted"
        ):
            raise Refusal("is encrypted. Open it, and send the minutes in it as a document or as text.")
        if part.is_multipart():
            continue
        name = part.get_filename()
        if (
            part.get_content_maintype() == "text"
            and part.get_content_disposition() != "attachment"
            and not name
        ):
            bodies.append(part)
        elif part.get_content_disposition() == "attachment" or name:
            attached.append(str(name or part.get_content_type()))
    gathered = _text(bodies, attached)
    gathered.left_out += [f"the attachment “{name[:80]}”" for name in attached if not _is_picture(name)]
    pictures = sum(map(_is_picture, attached))
    if pictures:
        gathered.left_out.append("a picture" if pictures == 1 else f"{pictures} pictures")
    return gathered


def _text(bodies: list[EmailMessage], attached: list[str]) -> Gathered:
    """The HTML body where there is one, because it has the tables; else the plain one."""
    for wanted in ("text/html", "text/plain"):
        for body in bodies:
            if body.get_content_type() != wanted:
                continue
            payload = cast(bytes, body.get_payload(decode=True) or b"")
            text = plain.decode(payload, body.get_content_charset())
            if not text.strip():
                continue
            if wanted == "text/html":
                page = web.read_page(text)
                if page.pieces:
                    return page
            else:
                return Gathered("an e-mail", text=text.replace("\r\n", "\n").replace("\r", "\n"))
    if attached:
        raise Refusal(f"has no text of its own, only “{attached[0][:80]}” attached. Send that by itself.")
    raise Refusal("has no text in it.")


def _is_picture(name: str) -> bool:
    return name.lower().endswith(
        (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".svg", ".webp")
    ) or name.startswith("image/")
