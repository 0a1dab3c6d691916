"""Web pages, mail, text, OpenDocument and PDFs: what each format hides, and what is left out of each."""

import io
from contextlib import suppress
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from adapters.documents.hands import FromFile, read_document_now
from adapters.documents.plain import decode
from adapters.documents.refusals import Refusal, Unreadable
from adapters.documents.sniff import sniff
from bot.minutes import read_minutes
from tests.adapters.documents import hostile, makers
from tests.adapters.documents.makers import Words


def page(body: str, name: str = "minutes.html") -> FromFile:
    return read_document_now(name, body.encode())


def texts(document: FromFile) -> list[str]:
    return [block.text for block in document.blocks]


def test_page_without_its_scripts_and_navigation() -> None:
    """What the page itself calls navigation is left out, and that is said."""
    document = page(makers.as_html())
    assert "ransom" not in document.text
    assert "permit" not in document.text
    assert "see nothing" not in document.text
    assert document.left_out == ("the page's navigation, header and footer",)


def test_header_within_an_article_is_kept() -> None:
    """Left out is only what is surely not minutes."""
    document = page(
        "<html><body><article><header><h1>Board</h1></header><p>Sam to book the hall.</p></article>"
    )
    assert texts(document) == ["Board", "Sam to book the hall."]
    assert document.left_out == ()


def test_main_part_is_read_alone() -> None:
    """Where the page marks one, and it is of some length."""
    document = page(f"<html><body><div>Latest news</div><main><p>{'Minutes. ' * 40}</p></main>")
    assert "news" not in document.text
    assert document.left_out == ("what stands around the page's main part",)


def test_lists_breaks_and_encodings_of_pages() -> None:
    """Numbers as the page draws them, a piece a line, and a stated encoding."""
    body = "<html><meta charset='iso-8859-1'><ol type=a start=3><li>Café<br>Due: Friday<ul><li>Deeper</ul><li>Next</ol>"
    document = read_document_now("a.htm", body.encode("latin-1"))
    assert [(b.marker, b.level, b.text) for b in document.blocks] == [
        ("c.", 0, "Café"), ("", 0, "Due: Friday"), ("•", 1, "Deeper"), ("d.", 0, "Next"),
    ]  # fmt: skip


def test_mail_names_what_is_attached() -> None:
    """The message is read; what is attached is named, not opened."""
    document = read_document_now("m.eml", makers.as_mail(attached="Agenda — final.pdf"))
    assert document.left_out == ("the attachment “Agenda — final.pdf”",)
    assert document.what == "an e-mail"


def test_mail_in_its_own_encoding() -> None:
    """A body says which it is in."""
    message = EmailMessage()
    message["From"], message["Message-ID"] = "a@b.example", "<1@b.example>"
    message.set_content("Hayley to book the café for £250.\n", charset="cp1252", cte="quoted-printable")
    assert texts(read_document_now("m.eml", message.as_bytes())) == ["Hayley to book the café for £250."]


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@given(text=st.text(st.sampled_from("Hayley to book the café for £250 – “soon”.\n"), min_size=40))
@settings(max_examples=25)
def test_text_in_any_sensible_encoding(codec: str, text: str) -> None:
    """Comes out as it was written; five letters with accents among plain ones are enough."""
    text = "Minutes of the board: the café, £5 – “soon”.\n" + text
    assert decode(text.encode(codec)) == text


@given(st.binary(max_size=3000) | st.text(max_size=500).map(lambda text: text.encode("utf-16-le")))
def test_any_bytes_are_sniffed_and_decoded(data: bytes) -> None:
    """Nothing but a refusal is raised."""
    try:
        form = sniff("minutes.txt", data)
    except Refusal:
        return
    if form == "text":
        decode(data)


@settings(max_examples=8, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["docx", "odt", "pdf", "html", "eml"]), st.integers(0, 10_000)
)
def test_damage_is_refused_or_read_around(noise: bytes, kind: str, at: int) -> None:
    """A file with noise in its middle gives a document or a sentence."""
    whole = {
        "docx": makers.as_docx, "odt": makers.as_odt, "pdf": makers.as_pdf,
        "html": lambda: makers.as_html().encode(), "eml": makers.as_mail,
    }[kind]()  # fmt: skip
    at %= len(whole)
    with suppress(Unreadable):
        read_document_now(f"minutes.{kind}", whole[:at] + noise + whole[at + len(noise) :])


def test_odt_changes_notes_and_boxes() -> None:
    """Deleted words are not read; notes and comments are left out and named; repeated cells are there."""
    document = read_document_now(
        "minutes.odt",
        hostile.odt(
            "<d><body><text><tracked-changes><changed-region><deletion><p>Old words</p></deletion></changed-region>"
            "</tracked-changes><p>Sam<s/>to book<note><note-body><p>why</p></note-body></note> the hall"
            "<annotation><p>hm</p></annotation>.</p><p><frame><text-box><p>In a box</p></text-box></frame></p>"
            "</text></body></d>"
        ),
    )
    assert texts(document) == ["Sam to book the hall.", "In a box"]
    assert document.left_out == ("a footnote", "a comment in the margin")


def drawn(*pages: list[tuple[float, float, str]]) -> FromFile:
    """A PDF with words at places."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for words in pages:
        for x, y, text in words:
            canvas.setFont("Helvetica", 11)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return read_document_now("minutes.pdf", out.getvalue())


def test_pdf_lines_that_repeat_are_left_out() -> None:
    """A running title and page numbers; a sentence over the page is whole."""
    running = [[(72, 800, "Northvale Board: minutes"), (280, 30, f"Page {n} of 3")] for n in (1, 2, 3)]
    running[0] += [(72, 500, "Kim Osei agreed to write to the parish councils of the whole district")]
    running[1] += [(72, 760, "about the evidence base.")]
    running[2] += [(72, 760, "The meeting closed at noon.")]
    document = drawn(*running)
    assert texts(document) == [
        "Kim Osei agreed to write to the parish councils of the whole district about the evidence base.",
        "The meeting closed at noon.",
    ]
    assert document.left_out == ("the lines repeated at the top and bottom of pages",)


def test_pdf_columns_without_lines_are_a_table() -> None:
    """Three columns or more that keep in line, with cells that go on below."""
    document = drawn(
        [
            (72, 700, "Action"), (300, 700, "Who"), (420, 700, "When"),
            (72, 680, "Publish the service standards"), (300, 680, "Diane Ward"), (420, 680, "27 February 2026"),
            (72, 667, "on the website"),
            (72, 645, "Book the hall"), (300, 645, "Sam Iqbal"), (420, 645, "6 March 2026"),
        ]
    )  # fmt: skip
    found = [(p.what, p.owners, p.due_words) for p in read_minutes(document).actions]
    assert found == [
        ("publish the service standards on the website", ("Diane Ward",), "27 February 2026"),
        ("book the hall", ("Sam Iqbal",), "6 March 2026"),
    ]


def test_pdf_that_is_partly_scanned_says_so() -> None:
    """Pages of pictures among pages of text are counted."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawString(72, 700, "Sam to book the hall.")
    canvas.showPage()
    canvas.drawImage(ImageReader(Image.new("L", (4000, 4000), 200)), 0, 0, 595, 842)
    canvas.save()
    document = read_document_now("minutes.pdf", out.getvalue())
    assert texts(document) == ["Sam to book the hall."]
    assert document.left_out == ("one page that is a picture",)


def test_owner_password_alone_does_not_lock_a_pdf_out() -> None:
    """What anybody may open may be read."""
    assert read_document_now("minutes.pdf", makers.as_pdf([Words("Sam to book.")], password="")).text
