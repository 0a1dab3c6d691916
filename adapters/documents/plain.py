"""Text in any sensible encoding, Markdown included: its layout is read where pasted text is read too."""

import codecs

from charset_normalizer import from_bytes

from adapters.documents import limits
from adapters.documents.pieces import Gathered
from adapters.documents.refusals import Refusal

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LIKELY = ["cp1252", "mac_roman"]
"""What British offices have written in besides Unicode. With more to choose from, "£250 for the café" alone
was taken for cp1250, which is Polish; measured with charset-normalizer 3.5.2."""

# Loaded now: later the process can open no file.
for _codec in (
    "ascii",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "latin-1",
    "iso8859-15",
):
    codecs.lookup(_codec)
from_bytes("£250 for the café’s".encode("cp1252"), cp_isolation=_LIKELY).best()


def read(data: bytes) -> Gathered:
    text = decode(data)
    if len(text) > limits.CHARACTERS:
        raise Refusal(
            f"has more than {limits.CHARACTERS:,} characters. Send the minutes without their annexes."
        )
    gathered = Gathered("a text", text=text.replace("\r\n", "\n").replace("\r", "\n"))
    if "\ufffd" in text:
        gathered.left_out.append("some characters that could not be told")
    return gathered


def decode(data: bytes, stated: str | None = None) -> str:
    """Bytes as text: by their mark, as stated where that holds, as UTF-8, or as what reads best."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _clean(data.decode(codec, errors="replace"))
    for codec in (*_stated(stated), "utf-8"):
        try:
            text = data.decode(codec)
        except (UnicodeDecodeError, LookupError, OSError):  # OSError: one that is not loaded
            continue
        if "\0" not in text:
            return _clean(text)
    even, odd = data[:2000:2].count(0), data[1:2000:2].count(0)
    if max(even, odd) > len(data[:2000]) // 5:
        return _clean(data.decode("utf-16-le" if odd > even else "utf-16-be", errors="replace"))
    best = from_bytes(data, cp_isolation=_LIKELY).best()
    return _clean(str(best) if best else data.decode("cp1252", errors="replace"))


def _stated(codec: str | None) -> tuple[str, ...]:
    """A stated encoding; what says Latin-1 or ASCII is Windows' superset of it, as browsers have it."""
    if not codec:
        return ()
    low = codec.strip().lower().replace("_", "-")
    if low in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252"}:
        return ("utf-8", "cp1252")  # a page that is UTF-8 after all says so by being valid
    return (low,) if low.isascii() and low not in _UNFIT else ()


_UNFIT = {"rot13", "hex", "base64", "zip", "bz2", "idna", "punycode", "undefined", "unicode-escape", "utf-7"}


def _clean(text: str) -> str:
    return text.replace("\0", "")
