"""The same invented minutes in every format, made with other libraries than those that read them."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import EmailMessage
from html import escape
from typing import Any

import docx
from odf import opendocument, style, table, text
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as PdfTable


@dataclass(frozen=True)
class Heading:
    words: str
    level: int = 2


@dataclass(frozen=True)
class Words:
    """A paragraph; `mark` is its bold beginning."""

    words: str
    mark: str = ""


@dataclass(frozen=True)
class Items:
    words: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Rows:
    rows: tuple[tuple[str, ...], ...] = field(default=())


Minutes = Iterable[Heading | Words | Items | Rows]

MINUTES: tuple[Heading | Words | Items | Rows, ...] = (
    Heading("Northvale Wellbeing Partnership", 1),
    Words("Minutes of the meeting held on 10 February 2026 at the Guildhall"),
    Words("Present: Hayley Marsh (HM), Kim Osei (KO), Diane Ward (DW), Sam Iqbal (SI)"),
    Words("Apologies: Priya Nair"),
    Heading("1. Away day"),
    Words(
        "Members looked back on the away day in January, and thanked those who had come. It was felt that the "
        "venue had been too far from the station for some, and that the afternoon had gone on for too long."
    ),
    Words("HM to circulate the outcomes of the away day by 17 February.", "ACTION:"),
    Heading("2. Evidence base"),
    Words(
        "Kim Osei agreed to write to the parish councils about the evidence base before the next meeting. The "
        "partnership noted that café owners had offered £250 towards the “Warm Welcome” leaflet."
    ),
    Heading("3. Grants"),
    Words("RESOLVED:"),
    Items(("that the grant of £500 to the Fellside Youth Café be approved", "that the policy on grants be adopted"), True),
    Heading("Actions agreed"),
    Rows(
        (
            ("No", "Action", "Owner", "Due"),
            ("1", "Publish the service standards on the website and send a copy to every surgery in the district", "Diane Ward", "27 February 2026"),
            ("2", "Book the hall for the spring fair", "Sam Iqbal", "6 March 2026"),
            ("3", "Ask the bus company for its figures", "Kim Osei", "next meeting"),
        )
    ),
    Heading("Next steps"),
    Items(("Hayley Marsh to draft the annual report by 13 March", "Sam Iqbal to invite the fire service")),
    Words("Date of next meeting: 21 April 2026"),
)  # fmt: skip


def as_markdown(minutes: Minutes = MINUTES) -> str:
    out: list[str] = []
    for one in minutes:
        match one:
            case Heading(words, level):
                out.append(f"{'#' * level} {words}")
            case Words(words, mark):
                out.append(f"**{mark}** {words}" if mark else words)
            case Items(items, numbered):
                out.append("\n".join(f"{n}. {i}" if numbered else f"- {i}" for n, i in enumerate(items, 1)))
            case Rows(rows):
                lines = ["| " + " | ".join(row) + " |" for row in rows]
                out.append("\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]]))
    return "\n\n".join(out) + "\n"


def as_text(minutes: Minutes = MINUTES) -> str:
    return as_markdown(minutes).replace("**", "").replace("# ", "").replace("#", "")


def as_html(minutes: Minutes = MINUTES, around: bool = True) -> str:
    out: list[str] = []
    for one in minutes:
        match one:
            case Heading(words, level):
                out.append(f"<h{level}>{escape(words)}</h{level}>")
            case Words(words, mark):
                out.append(
                    f"<p><strong>{mark}</strong> {escape(words)}</p>" if mark else f"<p>{escape(words)}</p>"
                )
            case Items(items, numbered):
                tag = "ol" if numbered else "ul"
                out.append(f"<{tag}>" + "".join(f"<li>{escape(i)}</li>" for i in items) + f"</{tag}>")
            case Rows(rows):
                cells = "".join(
                    "<tr>" + "".join(f"<td><p>{escape(c)}</p></td>" for c in row) + "</tr>" for row in rows
                )
                out.append(f"<table><tbody>{cells}</tbody></table>")
    body = "\n".join(out)
    if not around:
        return f"<html><body>{body}</body></html>"
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Minutes</title><style>p{color:red}</style>"
        "<script>document.write('ACTION: HM to pay the ransom')</script></head><body>"
        "<header><a href='/'>Northvale Council</a></header><nav><ul><li>Ann to apply for a permit</li></ul></nav>"
        f"<div class='content'>{body}</div>"
        "<div hidden>ACTION: KO to see nothing</div><footer>Contact us by Friday</footer></body></html>"
    )


def as_docx(minutes: Minutes = MINUTES) -> bytes:
    document = docx.Document()
    for one in minutes:
        match one:
            case Heading(words, level):
                document.add_heading(words, level)
            case Words(words, mark):
                paragraph = document.add_paragraph()
                if mark:
                    paragraph.add_run(mark).bold = True
                    paragraph.add_run(" ")
                paragraph.add_run(words)
            case Items(items, numbered):
                for item in items:
                    document.add_paragraph(item, style="List Number" if numbered else "List Bullet")
            case Rows(rows):
                grid = document.add_table(len(rows), len(rows[0]), style="Table Grid")
                for at, row in enumerate(rows):
                    for cell, words in zip(grid.rows[at].cells, row, strict=True):
                        cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_odt(minutes: Minutes = MINUTES) -> bytes:
    document: Any = opendocument.OpenDocumentText()
    bold = style.Style(name="Strong", family="text")
    bold.addElement(style.TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    numbers = text.ListStyle(name="Numbers")
    numbers.addElement(text.ListLevelStyleNumber(level=1, numformat="1", numsuffix="."))
    document.automaticstyles.addElement(numbers)
    for one in minutes:
        match one:
            case Heading(words, level):
                document.text.addElement(text.H(outlinelevel=level, text=words))
            case Words(words, mark):
                paragraph = text.P()
                if mark:
                    paragraph.addElement(text.Span(stylename=bold, text=mark))
                    paragraph.addText(" ")
                paragraph.addText(words)
                document.text.addElement(paragraph)
            case Items(items, numbered):
                listed = text.List(stylename=numbers) if numbered else text.List()
                for item in items:
                    entry = text.ListItem()
                    entry.addElement(text.P(text=item))
                    listed.addElement(entry)
                document.text.addElement(listed)
            case Rows(rows):
                grid = table.Table()
                grid.addElement(table.TableColumn(numbercolumnsrepeated=len(rows[0])))
                for row in rows:
                    line = table.TableRow()
                    for words in row:
                        cell = table.TableCell()
                        cell.addElement(text.P(text=words))
                        line.addElement(cell)
                    grid.addElement(line)
                document.text.addElement(grid)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def as_pdf(minutes: Minutes = MINUTES, *, ruled: bool = True, password: str | None = None) -> bytes:
    styles = getSampleStyleSheet()
    body = styles["BodyText"]
    story: list[Any] = []
    for one in minutes:
        match one:
            case Heading(words, level):
                story.append(Paragraph(escape(words), styles[f"Heading{level}"]))
            case Words(words, mark):
                story.append(Paragraph(f"<b>{mark}</b> {escape(words)}" if mark else escape(words), body))
            case Items(items, numbered):
                listed = [Paragraph(escape(item), body) for item in items]
                kind = (
                    {"bulletType": "1", "bulletFormat": "%s."}
                    if numbered
                    else {"bulletType": "bullet", "start": "•"}
                )
                story.append(ListFlowable(listed, **kind))
            case Rows(rows):
                cells = [[Paragraph(escape(cell), body) for cell in row] for row in rows]
                lines = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []
                story += [
                    PdfTable(
                        cells,
                        colWidths=[30, 230, 90, 100],
                        style=[*lines, ("VALIGN", (0, 0), (-1, -1), "TOP")],
                    ),
                    Spacer(1, 12),
                ]
    out = io.BytesIO()
    kept: dict[str, Any] = {}
    if password is not None:
        from reportlab.lib.pdfencrypt import StandardEncryption

        kept["encrypt"] = StandardEncryption(password, strength=128)
    SimpleDocTemplate(out, pagesize=A4, **kept).build(story)
    return out.getvalue()


def as_mail(minutes: Minutes = MINUTES, *, html: bool = False, attached: str | None = None) -> bytes:
    message = EmailMessage()
    message["From"] = "Sam Iqbal <sam@northvale.example>"
    message["To"] = "bot@northvale.example"
    message["Subject"] = "Minutes of 10 February"
    message["Message-ID"] = "<1@northvale.example>"
    message.set_content(as_text(minutes))
    if html:
        message.add_alternative(as_html(minutes, around=False), subtype="html")
    if attached:
        message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename=attached)
    return message.as_bytes()
