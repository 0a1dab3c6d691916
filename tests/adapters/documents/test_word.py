"""Word documents: what the eye sees on the page with all changes accepted, and no more."""

import io

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from adapters.documents.hands import FromFile, read_document_now
from bot.minutes import read_minutes


def read(document: "docx.document.Document") -> FromFile:
    out = io.BytesIO()
    document.save(out)
    return read_document_now("minutes.docx", out.getvalue())


def add(document: "docx.document.Document", xml: str) -> None:
    document.element.body.insert(-1, parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))


def texts(document: FromFile) -> list[str]:
    return [block.text for block in document.blocks]


@pytest.fixture
def made() -> "docx.document.Document":
    return docx.Document()


def test_changes_are_read_as_accepted(made: "docx.document.Document") -> None:
    """What was inserted is read, what was deleted is not, and a deleted end of paragraph joins two."""
    add(
        made,
        "<w:p><w:r><w:t xml:space='preserve'>Sam to book </w:t></w:r><w:ins w:id='1' w:author='a'><w:r><w:t>the hall"
        "</w:t></w:r></w:ins><w:del w:id='2' w:author='a'><w:r><w:delText>a tent</w:delText></w:r></w:del></w:p>",
    )
    add(
        made,
        "<w:p><w:pPr><w:rPr><w:del w:id='3' w:author='a'/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>One </w:t>"
        "</w:r></w:p>",
    )
    add(made, "<w:p><w:r><w:t>sentence.</w:t></w:r></w:p>")
    assert texts(read(made)) == ["Sam to book the hall", "One sentence."]


def test_numbers_that_word_counts_are_read(made: "docx.document.Document") -> None:
    """List numbers stand in no text of the file, and are counted as Word does."""
    for words in ("First", "Second"):
        made.add_paragraph(words, style="List Number")
    made.add_paragraph("Deeper", style="List Bullet 2")
    made.add_paragraph("Third", style="List Number")
    assert [(b.kind, b.marker) for b in read(made).blocks] == [
        ("item", "1."), ("item", "2."), ("item", "•"), ("item", "3."),
    ]  # fmt: skip


def test_lines_and_tabs_within_a_paragraph(made: "docx.document.Document") -> None:
    """A line break begins a new piece; a tab is a space."""
    paragraph = made.add_paragraph("ACTION:\tHM to print the posters")
    paragraph.add_run().add_break(WD_BREAK.LINE)
    paragraph.add_run("Due: 6 March")
    document = read(made)
    assert texts(document) == ["ACTION: HM to print the posters", "Due: 6 March"]


def test_bold_is_kept(made: "docx.document.Document") -> None:
    """Its place in the tidy text; a paragraph all bold is a heading in all but name."""
    paragraph = made.add_paragraph()
    paragraph.add_run("Sam ")
    paragraph.add_run("to book").bold = True
    paragraph.add_run(" the hall, and to ask what the caretaker charges.")
    made.add_paragraph().add_run("Any other business").bold = True
    first, second = read(made).blocks
    assert [first.text[a:b] for a, b in first.bold] == ["to book"]
    assert second.kind == "heading"


def test_merged_cell_counts_for_every_row_it_spans(made: "docx.document.Document") -> None:
    """An owner merged over two rows owns both actions; columns stay in line behind a wide cell."""
    table = made.add_table(4, 3)
    rows = [
        ("Action", "Owner", "Due"),
        ("Book the hall", "Sam Iqbal", "6 March"),
        ("Print the posters", "", "7 March"),
    ]
    for at, row in enumerate(rows):
        for cell, words in zip(table.rows[at].cells, row, strict=True):
            cell.text = words
    table.cell(1, 1).merge(table.cell(2, 1))
    table.cell(3, 0).merge(table.cell(3, 1)).text = "Write to the school"
    table.cell(3, 2).text = "8 March"
    found = {p.what: (p.owners, p.due_words) for p in read_minutes(read(made)).actions}
    assert found["print the posters"] == (("Sam Iqbal",), "7 March")
    assert found["write to the school"][1] == "8 March"


def test_table_that_lays_out_the_page_is_read_as_text(made: "docx.document.Document") -> None:
    """Minutes within cells are sentences still; text boxes and content controls are read, once."""
    table = made.add_table(1, 2)
    table.cell(0, 0).text = "4"
    table.cell(0, 1).text = (
        "The board heard about the fair at length, and thanked the school for its help. " * 4
    )
    table.cell(0, 1).add_paragraph("Kim Osei agreed to write to the parish councils.")
    add(
        made,
        "<w:p><w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>In a box"
        "</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r>"
        "<w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    document = read(made)
    assert [p.owners for p in read_minutes(document).actions] == [("Kim Osei",)]
    assert texts(document).count("In a box") == 1
    assert not any(block.kind == "row" for block in document.blocks)


def test_what_is_not_read_is_said(made: "docx.document.Document") -> None:
    """Headers, pictures, notes; hidden words are simply not there."""
    made.sections[0].header.paragraphs[0].text = "Northvale"
    made.add_paragraph("Minutes").add_run(" secret").font.hidden = True
    add(made, "<w:p><w:r><w:footnoteReference w:id='1'/><w:t>A note.</w:t></w:r></w:p>")
    document = read(made)
    assert texts(document) == ["Minutes", "A note."]
    assert document.left_out == ("a footnote", "the page headers and footers")
