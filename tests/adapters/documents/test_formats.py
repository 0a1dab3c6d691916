"""The same minutes in every format give the same proposals."""

import asyncio
import threading

import pytest

from adapters.documents.hands import read_document, read_document_now
from adapters.documents.refusals import Unreadable
from bot.minutes import Reading, read_minutes
from tests.adapters.documents import makers
from tests.adapters.documents.makers import Heading, Words

FILES = {
    "minutes.md": lambda: makers.as_markdown().encode(),
    "minutes.html": lambda: makers.as_html().encode(),
    "minutes.docx": makers.as_docx,
    "minutes.odt": makers.as_odt,
    "minutes.pdf": makers.as_pdf,
    "unruled.pdf": lambda: makers.as_pdf(ruled=False),
    "with-html.eml": lambda: makers.as_mail(html=True),
    "plain.eml": makers.as_mail,
    "minutes.txt": lambda: makers.as_text().encode(),
    "windows.txt": lambda: makers.as_text().encode("cp1252"),
    "mac.txt": lambda: makers.as_text().encode("mac_roman"),
    "utf-16.txt": lambda: makers.as_text().encode("utf-16"),
    "utf-16-without-mark.txt": lambda: makers.as_text().encode("utf-16-be"),
    "utf-8-with-mark.txt": lambda: makers.as_text().replace("\n", "\r\n").encode("utf-8-sig"),
}


def proposals(reading: Reading, *, minutes: bool = True) -> list[tuple]:
    return [
        (p.kind, p.what, p.owners_resolved, p.due_words, p.minute if minutes else None)
        for p in reading.proposals
    ]


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_proposals(name: str) -> None:
    """Kinds, words, owners, dues; and minutes' numbers wherever the format marks headings."""
    marked = not name.endswith(".txt") and name != "plain.eml"
    wanted = read_minutes(makers.as_markdown())
    document = read_document_now(name, FILES[name]())
    reading = read_minutes(document)
    assert proposals(reading, minutes=marked) == proposals(wanted, minutes=marked)
    assert reading.meeting == wanted.meeting
    assert reading.people == wanted.people
    assert all(document.text[p.start : p.end] == p.quote for p in reading.proposals)
    assert len(reading.actions) == 7
    assert len(reading.decisions) == 2
    assert not document.misnamed


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("minutes.docx", "a Word document"),
        ("minutes.pdf", "a PDF"),
        ("minutes.odt", "an OpenDocument text"),
        ("plain.eml", "an e-mail"),
        ("minutes.html", "a web page"),
    ],
)
def test_a_file_is_what_its_bytes_say(name: str, what: str) -> None:
    """Under another name it is read as what it is, and that is told."""
    document = read_document_now("minutes." + ("odt" if name.endswith("docx") else "docx"), FILES[name]())
    assert document.what == what
    assert document.misnamed
    assert len(read_minutes(document).actions) == 7


async def test_reading_leaves_the_loop_free_and_several_wait_their_turn() -> None:
    """Other work goes on while files are read, on threads that are not the loop's."""
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            beats += 1
            await asyncio.sleep(0.01)

    heart = asyncio.create_task(beat())
    data = makers.as_docx()
    documents = await asyncio.gather(*(read_document("minutes.docx", data) for _ in range(3)))
    heart.cancel()
    assert beats > 5
    assert len({document.text for document in documents}) == 1
    assert sum(thread.name.startswith("documents") for thread in threading.enumerate()) == 2


async def test_refusal_reaches_whoever_waits() -> None:
    """As an exception whose text is the sentence to show; folders and tricks in the name are gone."""
    with pytest.raises(Unreadable, match=r"^“notes\.docx” is empty\.$"):
        await read_document("C:\\secret\\no\u202etes.docx", b"")


LONG = [
    part
    for n in range(1, 161)
    for part in (
        Heading(f"{n}. Item of the agenda"),
        Words("The board heard how the work on the crossings had gone since the spring. " * 12),
        Words(f"Kim Osei to write to school number {n} by 6 March.", "ACTION:"),
        *makers.MINUTES[-4:-3],
    )
]


@pytest.mark.parametrize("kind", ["pdf", "docx", "odt", "html"])
def test_eighty_pages_are_read_well_within_the_time(kind: str) -> None:
    """80 pages and more, with 160 tables: every paragraph and row is there."""
    made = {"pdf": makers.as_pdf, "docx": makers.as_docx, "odt": makers.as_odt}
    data = made[kind](LONG) if kind in made else makers.as_html(LONG).encode()
    document = read_document_now(f"minutes.{kind}", data)
    assert document.text.count("Kim Osei to write to school number") == 160
    assert sum(block.kind == "row" for block in document.blocks) == 4 * 160
    assert read_minutes(document).actions
