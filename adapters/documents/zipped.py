"""Zip files: which kind of document one is, by its parts."""

from adapters.documents.archive import Archive
from adapters.documents.opendocument import read_opendocument
from adapters.documents.pieces import Gathered
from adapters.documents.refusals import MACROS, PASSWORD, Refusal
from adapters.documents.word import read_word

_ODT = b"application/vnd.oasis.opendocument.text"
_OTHERS = {
    "xl/workbook.xml": "is a spreadsheet. Send the minutes as .docx or .pdf, or paste the rows as text.",
    "ppt/presentation.xml": "is a slide show. Send the minutes as .docx or .pdf.",
    "Index/Document.iwa": "is a Pages document. Export it as .docx or .pdf and send it again.",
    "META-INF/container.xml": "is an e-book, and not one I can read. Send the minutes as .docx or .pdf.",
}


def read(data: bytes) -> Gathered:
    archive = Archive(data)
    if "[Content_Types].xml" in archive.names:
        kinds = archive.read("[Content_Types].xml", 1_000_000)
        if b"macroEnabled" in kinds or any("vbaproject" in name.lower() for name in archive.names):
            raise Refusal(MACROS)
        if any(name.startswith("word/") for name in archive.names):
            return read_word(archive)
    if "mimetype" in archive.names and "content.xml" in archive.names:
        if b"encryption-data" in archive.read("META-INF/manifest.xml", 1_000_000):
            raise Refusal(PASSWORD)
        if archive.read("mimetype", 200).strip().startswith(_ODT):
            return read_opendocument(archive)
        raise Refusal("is an OpenDocument file, but not a text. Send the minutes as .odt, .docx or .pdf.")
    for name, rest in _OTHERS.items():
        if name in archive.names:
            raise Refusal(rest)
    raise Refusal("is a zip file. Unpack it and send the minutes in it.")
