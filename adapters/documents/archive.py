"""Documents that are zip files: their parts unpacked within limits, their XML parsed without entities."""

import codecs
import re
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from adapters.documents import limits
from adapters.documents.refusals import DAMAGED, PASSWORD, TOO_LARGE, Refusal

_DEFINES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DEFINED = "defines XML entities of its own, as documents for attacks do, and was not opened."
_CHUNK = 65_536

codecs.lookup("cp437")  # what zip files write names in; later the process can open no file


class Archive:
    """A zip file's parts by name."""

    def __init__(self, data: bytes) -> None:
        # Counted in the bytes first: reading the directory of a million parts would take the memory.
        if data.count(b"PK\x01\x02") > limits.ZIP_PARTS:
            raise Refusal(f"holds more than {limits.ZIP_PARTS:,} parts. Send the minutes alone.")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
            raise Refusal(DAMAGED) from None
        self.names = frozenset(self._zip.namelist())
        if any(part.flag_bits & 1 for part in self._zip.infolist()):
            raise Refusal(PASSWORD)

    def read(self, name: str, most: int = limits.UNPACKED) -> bytes:
        """A small part whole; the size the archive states is not believed."""
        try:
            with self._zip.open(name) as part:
                found = part.read(most + 1)
        except _BROKEN:
            raise Refusal(DAMAGED) from None
        if len(found) > most:
            raise Refusal(TOO_LARGE)
        return found

    def xml(self, name: str) -> etree._Element:
        """A part's XML, fed bit by bit so that its bytes and its tree are never both in memory."""
        parser = safe_parser()
        taken = 0
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(_CHUNK):
                    if not taken and _DEFINES.search(chunk.replace(b"\0", b"")):
                        raise Refusal(_DEFINED)
                    taken += len(chunk)
                    if taken > limits.UNPACKED:
                        raise Refusal(TOO_LARGE)
                    parser.feed(chunk)
            root: etree._Element = parser.close()
        except etree.XMLSyntaxError as error:
            raise Refusal(why_not(error)) from None
        except _BROKEN:
            raise Refusal(DAMAGED) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise Refusal(_DEFINED)
        return root


_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, ValueError, RuntimeError)


def safe_parser() -> etree.XMLParser:
    """Nothing is expanded, nothing fetched, and libxml2's own limits hold."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip


def why_not(error: etree.XMLSyntaxError) -> str:
    """libxml2's refusals in our words: it stops at a depth of 256, and at the end of memory."""
    said = str(error).lower()
    if "depth" in said:
        return "is nested too deep, as documents for attacks are, and was not opened."
    # "unknown error" is what lxml makes of libxml2's having no memory to say which.
    return TOO_LARGE if any(word in said for word in ("memory", "huge", "unknown error")) else DAMAGED


def local(element: etree._Element) -> str:
    """An element's name without its namespace, whichever edition of the standard it is from."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str, default: str = "") -> str:
    """An attribute by its name without namespace."""
    if element is None:
        return default
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return default


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of that name, and so on down."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element
