"""Text into blocks, and blocks back to the exact text."""

import pytest

from bot.minutes import Part, compose, passed_to, read_layout, read_minutes


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read_layout(text).blocks]


def test_markdown_is_read_as_its_shapes():
    """Headings, items, rows and paragraphs are told apart, and emphasis is not text."""
    text = "# Minutes\n\nA **bold** word.\n\n* one\n* two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"

    assert kinds(text) == [
        ("heading", "Minutes"), ("paragraph", "A bold word."), ("item", "one"), ("item", "two"), ("row", "| a | b |"), ("row", "| 1 | 2 |"),
    ]  # fmt: skip


def test_soft_line_breaks_are_one_paragraph():
    """A line that runs on is joined to the next; names on lines of their own are not."""
    text = "The Clerk will write to the bus company about the winter timetable and\nreport back.\n\nAnn Oake\nBo Reed\n"

    assert [kind for kind, _ in kinds(text)] == ["paragraph", "paragraph", "paragraph"] or len(
        kinds(text)
    ) == 3


def test_lines_set_apart_are_paragraphs_all_the_same():
    """Where every line of a page stands apart, lines that go on are joined, and where they lead is kept."""
    told = [
        "The Clerk told the meeting that the lamps by the mill",
        "had been mended, and would ask the county for",
        "two more of them.",
    ]
    text = "\n\n".join(told * 10)

    document = read_layout(text)

    assert [block.text for block in document.blocks] == [" ".join(told)] * 10
    first = document.blocks[0]
    at = first.text.index("two more")
    assert text[slice(*first.span(at, at + 8))] == "two more"


def test_paragraphs_apart_stay_apart():
    """Paragraphs of a line each, as most texts have them, are not run together."""
    text = "\n\n".join(["The lamps by the mill were mended.", "All was well"] * 20)

    assert len(read_layout(text).blocks) == 40


def test_bold_runs_are_known():
    """Bold stretches are told as positions in the tidy text."""
    (block,) = read_layout("It was **agreed** to wait for the report.").blocks

    assert [block.text[start:end] for start, end in block.bold] == ["agreed"]


@pytest.mark.parametrize(
    "text",
    [
        "A **bold** and a [link](https://example.org) here",
        "two  spaces\tand\na break",
        "It\u00a0was \\*agreed\\* _so_",
        "**all**",
        "a",
    ],
)
def test_tidy_text_goes_back_to_its_source(text: str):
    """Each letter of the tidy text is the letter it came from."""
    for block in read_layout(text).blocks:
        for at, char in enumerate(block.text):
            start, end = block.span(at, at + 1)
            assert text[start:end] == char or char == " "


def test_layout_known_from_elsewhere():
    """A Word file's reader hands over headings, items and cells, and gets proposals with exact spans."""
    document = compose(
        [
            Part("heading", "Actions", level=1),
            Part("row", cells=("What", "Who", "When")),
            Part("row", cells=("Book the hall", "Sam Iqbal", "1 May")),
            Part("heading", "Transport", level=1),
            Part("paragraph", "Priya Nair agreed to ask the operator."),
        ],
    )
    reading = read_minutes(document)

    assert [(action.owners, action.due_words) for action in reading.actions] == [
        (("Sam Iqbal",), "1 May"),
        (("Priya Nair",), None),
    ]
    for action in reading.actions:
        assert document.text[action.start : action.end] == action.quote


def test_table_cells_know_where_they_stood():
    """A cell's span is its words in the source."""
    text = "| What | Who |\n|--|--|\n| Book **the** hall | Sam |\n"
    cell = read_layout(text).blocks[-1].cells[0]

    assert cell.text == "Book the hall"
    assert text[slice(*cell.span(0, len(cell.text)))] == "Book **the** hall"


def test_a_sites_header_is_set_apart():
    """Front matter is known as such and read for nothing but the meeting."""
    text = '---\ntitle: "Northvale Board 2026-02-10"\n---\n\nThe Board met.\n'

    assert kinds(text)[0] == ("meta", 'title: "Northvale Board 2026-02-10"')
    assert str(read_minutes(text).meeting.date) == "2026-02-10"


def test_a_numbered_title_right_above_its_text_is_a_heading():
    """As minutes are typed into a message; an item of a list right above the next one is not."""
    text = "2. The hall\nThe roof leaks again.\nRESOLVED: that the budget be approved.\n\n3. Away day\nACTION: Kim to book a room.\n"

    assert kinds(text)[0] == ("heading", "The hall")
    assert ("heading", "Away day") in kinds(text)
    assert [p.what for p in read_minutes(text).decisions] == ["approve the budget"]
    listed = [kind for kind, _ in kinds("Agreed:\n\n1. Paint the hall\n2. Mend the roof\n3. Book a room\n")]
    assert "heading" not in listed


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("refer the parking question to the Highways Committee", "the Highways Committee"),
        ("raise it at the Housing Forum", "the Housing Forum"),
        ("circulate the outcomes", None),
        ("raise it at the next Board", None),
    ],
)
def test_whom_a_matter_is_handed_to(what, body):
    """The other body in the words of the minutes; the board's own next meeting is no other body."""
    assert passed_to(what) == body
