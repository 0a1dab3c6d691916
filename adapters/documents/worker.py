"""The process that opens files. It gives up its rights before it looks at one.

Order matters: the parsers are imported, then the limits are set, then the bytes are looked into. After that
the process can open no file and no socket (it has no descriptor left for one), can write nothing but its
answer, and dies of too much memory or time.
"""

import contextlib
import gc
import json
import resource
import signal
import sys
from typing import Any, Protocol

from adapters.documents import limits
from adapters.documents.pieces import Gathered
from adapters.documents.refusals import DAMAGED, Refusal
from adapters.documents.sniff import Format, sniff

NO_MEMORY = 3
"""The exit code for a file that needed more memory than it may have."""

_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.dlopen")


class Reader(Protocol):
    def __call__(self, data: bytes) -> Gathered: ...


def main() -> None:
    """Reads standard input, whose name is the second argument, and prints what it holds as JSON."""
    data = sys.stdin.buffer.read(limits.FILE + 1)
    name = sys.argv[2]
    try:
        answer = _read(name, data)
        packed = json.dumps(answer).encode()
    except Refusal as refusal:
        packed = json.dumps({"refused": str(refusal)}).encode()
    except MemoryError:
        gc.collect()
        sys.exit(NO_MEMORY)
    except RecursionError:
        packed = json.dumps({"refused": DAMAGED}).encode()
    sys.stdout.buffer.write(packed)


def _read(name: str, data: bytes) -> dict[str, Any]:
    form = sniff(name, data)  # looks at bytes, parses nothing
    reader = _reader(form)
    give_up_rights()
    return reader(data).packed()


def _reader(form: Format) -> Reader:
    """The reader of a format; only its own parsers are imported, each of which takes memory and time."""
    match form:
        case "zip":
            from adapters.documents import zipped

            return zipped.read
        case "pdf":
            from adapters.documents import pdf

            return pdf.read
        case "mail":
            from adapters.documents import mail

            return mail.read
        case "web":
            from adapters.documents import web

            return web.read
        case "text":
            from adapters.documents import plain

            return plain.read


def give_up_rights() -> None:
    """No more files, sockets, children; so much memory, so much time."""
    sys.addaudithook(_refuse)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS + 1))
    most = _address_space() + limits.MEMORY
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit and does not take it
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    # A new descriptor needs a number below this limit. Those open already (standard input and output) stay.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _address_space() -> int:
    with contextlib.suppress(OSError), open("/proc/self/statm", "rb") as pages:  # noqa: PTH123 - pathlib is heavy here
        return int(pages.read().split()[0]) * resource.getpagesize()
    return 0


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise Refusal(DAMAGED)
