"""Files made to hurt: each with the name it is sent under, its bytes, and words of the refusal."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from tests.adapters.documents import makers

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
MILLION = 1_000_000


def zipped(**parts: bytes | str) -> bytes:
    """A zip; `__` in a name stands for a slash, and `_` at its end for nothing."""
    return archive({name.replace("__", "/"): data for name, data in parts.items()})


def archive(parts: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def word(body: bytes | str, **more: bytes | str) -> bytes:
    """A Word document with this body."""
    inner = body if isinstance(body, bytes) else body.encode()
    document = f"<?xml version='1.0'?><w:document {W}><w:body>".encode() + inner + b"</w:body></w:document>"
    return archive({"[Content_Types].xml": TYPES, "word/document.xml": document, **more})


def word_xml(document: str, encoding: str = "utf-8") -> bytes:
    return archive({"[Content_Types].xml": TYPES, "word/document.xml": document.encode(encoding)})


def odt(content: str, **more: bytes | str) -> bytes:
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<m/>",
            "content.xml": content,
            **more,
        }
    )


LAUGHS = (
    "<!DOCTYPE d [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 30))
    + "]>"
)
OUTSIDE = "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def laughing(entities: str, reference: str) -> str:
    return f"<?xml version='1.0'?>{entities}<w:document {W}><w:body>{PARAGRAPH.format(reference)}</w:body></w:document>"


def many_parts() -> bytes:
    return archive({f"word/{n}.xml": "x" for n in range(6_000)})


def lying_zip() -> bytes:
    """A part that says it unpacks to ten bytes, and unpacks to 200 MB."""
    data = bytearray(word("<w:p/>" + " " * 100 * MILLION))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    return bytes(data)


def encrypted_office() -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    return head + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4096


def encrypted_zip() -> bytes:
    data = bytearray(makers.as_docx())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        where = data.find(mark)
        while where >= 0:
            data[where + at] |= 1
            where = data.find(mark, where + 4)
    return bytes(data)


def pages(count: int, content: bytes = b"BT /F1 12 Tf 72 700 Td (Page) Tj ET", image: bool = False) -> bytes:
    """A PDF by hand: all its pages share one content."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    stream = zlib.compress(content)
    objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(stream) + stream + b"\nendstream")
    bits = zlib.compress(b"\xff" * 1250)
    objects.append(
        b"<< /Type /XObject /Subtype /Image /Width 100 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 1 "
        b"/Filter /FlateDecode /Length %d >>\nstream\n" % len(bits) + bits + b"\nendstream"
    )
    kids = []
    for _ in range(count):
        kids.append(b"%d 0 R" % (len(objects) + 1))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 3 0 R >> /XObject << /I 5 0 R >> >> >>"
        )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, b" ".join(kids))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def nested_mail(depth: int) -> bytes:
    """Parts in parts in parts."""
    lines = ["MIME-Version: 1.0", "From: a@b.example", 'Content-Type: multipart/mixed; boundary="b0"', ""]
    for n in range(1, depth):
        lines += [f"--b{n - 1}", f'Content-Type: multipart/mixed; boundary="b{n}"', ""]
    return "\r\n".join(lines).encode()


PASSWORD = "is protected by a password. Save it without one and send it again."
DEEP = "is nested too deep"
UNPACKED = "is too large once unpacked"
ENTITIES = "defines XML entities of its own"
DAMAGED = "could not be opened; it may be damaged"
MACROS = "is a Word document with macros"

HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("minutes.docx", lambda: b"", "is empty"),
    "zip bomb": ("minutes.docx", lambda: word(b" " * 100 * MILLION), UNPACKED),
    "zip that lies": ("minutes.docx", lying_zip, "“minutes.docx”"),
    "zip of many parts": ("minutes.docx", many_parts, "holds more than 5,000 parts"),
    "zip of something else": ("minutes.docx", lambda: zipped(a__txt="x"), "is a zip file"),
    "docx of a million paragraphs": ("minutes.docx", lambda: word(PARAGRAPH.format("x") * MILLION), UNPACKED),
    "docx of too many paragraphs": ("minutes.docx", lambda: word(PARAGRAPH.format("x") * 100_000), "more than 20,000 paragraphs"),
    "docx of empty paragraphs": ("minutes.docx", lambda: word("<w:p/>" * 3 * MILLION), "“minutes.docx”"),
    "docx nested deep": ("minutes.docx", lambda: word("<w:tbl><w:tr><w:tc>" * 50_000), DEEP),
    "docx nested 80 deep": ("minutes.docx", lambda: word("<w:tbl><w:tr><w:tc>" * 80 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 80), "has no text"),
    "docx of attributes": ("minutes.docx", lambda: word(f"<w:p {' '.join(f'a{n}=x' for n in range(9))}/>"), DAMAGED),
    "docx of wide cells": ("minutes.docx", lambda: word("<w:tbl>" + "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr></w:tc></w:tr>" * 1000 + "</w:tbl>"), "more than 40,000 cells"),
    "billion laughs": ("minutes.docx", lambda: word_xml(laughing(LAUGHS, "&a29;")), ENTITIES),
    "billion laughs in UTF-16": ("minutes.docx", lambda: word_xml(laughing(LAUGHS, "&a29;").replace("?>", " encoding='utf-16'?>", 1), "utf-16"), ENTITIES),
    "billion laughs behind a comment": ("minutes.docx", lambda: word_xml(f"<?xml version='1.0'?><!--{'x' * 100_000}-->" + laughing(LAUGHS, "&a29;").removeprefix("<?xml version='1.0'?>")), "“minutes.docx”"),
    "outside entity": ("minutes.docx", lambda: word_xml(laughing(OUTSIDE, "&x;")), ENTITIES),
    "outside entity in odt": ("minutes.odt", lambda: odt(f"{OUTSIDE}<d>&x;</d>"), ENTITIES),
    "odt repeated": ("minutes.odt", lambda: odt("<d><body><text><table>" + "<table-row number-rows-repeated='999999999'><table-cell number-columns-repeated='99999999'><p>x</p></table-cell></table-row>" * 5000 + "</table></text></body></d>"), "more than 20,000 paragraphs"),
    "odt nested deep": ("minutes.odt", lambda: odt("<d><body><text>" + "<list><list-item>" * 100_000), DEEP),
    "odt with a password": ("minutes.odt", lambda: odt("<d/>", **{"META-INF/manifest.xml": "<manifest:encryption-data/>"}), PASSWORD),
    "docx with a password": ("minutes.docx", encrypted_office, PASSWORD),
    "zip with a password": ("minutes.docx", encrypted_zip, PASSWORD),
    "pdf with a password": ("minutes.pdf", lambda: makers.as_pdf(password="sesame"), PASSWORD),
    "docm": ("minutes.docm", makers.as_docx, MACROS),
    "macros under another name": ("minutes.docx", lambda: word("<w:p/>", **{"word/vbaProject.bin": b"x"}), MACROS),
    "broken docx": ("minutes.docx", lambda: makers.as_docx()[:9000], DAMAGED),
    "docx of broken XML": ("minutes.docx", lambda: word("<w:p>"), DAMAGED),
    "docx without a document": ("minutes.docx", lambda: archive({"[Content_Types].xml": TYPES, "word/styles.xml": "<s/>"}), DAMAGED),
    "pdf of 10,000 pages": ("minutes.pdf", lambda: pages(10_000), "has 10,000 pages, and I read up to 300"),
    "pdf of one huge page": ("minutes.pdf", lambda: pages(1, b"BT /F1 12 Tf 72 700 Td " + b"(Word) Tj " * MILLION + b"ET"), "“minutes.pdf”"),
    "pdf of a bomb": ("minutes.pdf", lambda: pages(1, b" " * 300 * MILLION), "“minutes.pdf”"),
    "pdf of drawings": ("minutes.pdf", lambda: pages(200, b"0 0 m 5 5 l S " * 50_000), "“minutes.pdf”"),
    "pdf of brackets": ("minutes.pdf", lambda: pages(1, b"[" * MILLION), "has no text"),
    "scanned pdf": ("minutes.pdf", lambda: pages(3, b"500 0 0 700 40 40 cm /I Do", image=True), "is a scan"),
    "pdf without text": ("minutes.pdf", lambda: pages(3, b""), "has no text"),
    "broken pdf": ("minutes.pdf", lambda: b"%PDF-1.7\n" + b"junk" * 1000, DAMAGED),
    "html nested deep": ("minutes.html", lambda: b"<html>" + b"<div>" * MILLION + b"x", DEEP),
    "html of tables in tables": ("minutes.html", lambda: b"<html>" + b"<table><tr><td>" * 100_000 + b"x", DEEP),
    "html of a million items": ("minutes.html", lambda: b"<html><ul>" + b"<li>x" * MILLION, "“minutes.html”"),
    "html of one huge attribute": ("minutes.html", lambda: b"<html><p class='" + b"x" * 11 * MILLION, "“minutes.html”"),
    "html of wide cells": ("minutes.html", lambda: b"<html><table>" + b"<tr><td colspan=9999></tr>" * 10_000, "more than 40,000 cells"),
    "mail nested deep": ("minutes.eml", lambda: nested_mail(3_000), "“minutes.eml”"),
    "mail of headers": ("minutes.eml", lambda: b"MIME-Version: 1.0\r\nTo: " + b"a@b," * 2 * MILLION + b"\r\n\r\nx", ""),
    "mail of a document alone": ("minutes.eml", lambda: makers.as_mail((), attached="minutes.pdf"), "attached. Send that by itself"),
    "encrypted mail": ("minutes.eml", lambda: b"MIME-Version: 1.0\nContent-Type: application/pkcs7-mime\n\nx", "is encrypted"),
    "text too long": ("minutes.txt", lambda: b"word " * MILLION, "more than 1,500,000 characters"),
    "too many megabytes": ("minutes.pdf", lambda: b"%PDF-" + b"x" * 21 * 1024 * 1024, "is larger than 20 MB"),
    "picture": ("minutes.png", lambda: b"\x89PNG\r\n\x1a\n" + b"\xff" * MILLION, "is a picture"),
    "picture called docx": ("minutes.docx", lambda: b"\xff\xd8\xff\xe0" + b"\x10" * MILLION, "is a picture"),
    "program called pdf": ("minutes.pdf", lambda: b"MZ\x90\0" + b"\0\1\2" * 1000, "is a program"),
    "old Word document": ("minutes.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "WordDocument".encode("utf-16-le"), "is an old Word document"),
    "rich text": ("minutes.rtf", lambda: b"{\\rtf1 Minutes}", "is in Rich Text Format"),
    "spreadsheet": ("minutes.xlsx", lambda: archive({"[Content_Types].xml": TYPES, "xl/workbook.xml": "<w/>"}), "is a spreadsheet"),
    "noise": ("minutes.txt", lambda: bytes(range(256)) * 1000, "is not a kind of file I can read"),
}  # fmt: skip


def cases() -> Iterator[str]:
    yield from HOSTILE
