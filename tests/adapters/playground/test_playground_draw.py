"""Views, forms and people's words as HTML: marks with their words, and nothing typed ever markup."""

from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.playground.draw import Drawer, Thread, threads
from adapters.playground.records import BOT, Human, Message
from bot.messages import (
    Block,
    Button,
    Buttons,
    Form,
    FormField,
    Heading,
    Item,
    Mark,
    Option,
    Paragraph,
    Run,
    View,
)
from tests.adapters.playground.fake_host import CHANNEL, DIGEST, NUDGE, START, add_form, card

DRAWER = Drawer()
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<!channel> <@U1> [a](javascript:alert(1))",
    "\u202eevil\u202c \u2066x",
    "{{ 7 * 7 }} {% raw %}",
    "&lt;b&gt; </textarea></option></li>",
    "x" * 20_000,
)
ALLOWED = {
    "article", "aside", "button", "details", "div", "fieldset", "footer", "form", "h2", "h3", "header", "input",
    "label", "legend", "li", "ol", "option", "p", "section", "select", "span", "strong", "summary", "textarea", "time",
}  # fmt: skip


class Read(HTMLParser):
    """What a browser would make of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.words = ""
        self.values: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.values += [value for name, value in attrs if name == "value" and value]

    def handle_data(self, data: str) -> None:
        self.words += data


def drawn(view: View | None = None, *, text: str = "x", form: Form | None = None, author: str = BOT) -> str:
    message = Message(1, "m-1", CHANNEL.id, author, text, START, view=view, form=form)
    return DRAWER.thread(Thread(message, ()), CHANNEL, [Human("sam", 1, "Sam Iqbal")], START)


def inert(html: str) -> Read:
    read = Read(html)
    assert set(read.tags) <= ALLOWED
    assert not [name for name in read.attributes if name.startswith("on") or name in {"style", "srcdoc"}]
    return read


def everywhere(words: str) -> View:
    """A view that holds the words in every place there is."""
    button = Button(id=words[:255], label=words)
    line = (Run(text=words), Run(text=words, strong=True))
    return View(
        line=words,
        blocks=(
            Heading(text=words),
            Paragraph(lines=(line,)),
            Item(
                title=line,
                lines=(line,),
                mark=Mark.OVERDUE,
                buttons=(button, button.model_copy(update={"more": True})),
            ),
            Buttons(buttons=(button,)),
        ),
    )


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_inert_and_whole(words: str) -> None:
    for html in (drawn(everywhere(words)), drawn(text=words, author="sam")):
        assert words in inert(html).words
    field = FormField(
        name="what",
        label=words,
        kind="words",
        value=words,
        hint=words,
        error=words,
        options=(Option(value=words, label=words),),
    )
    for kind in ("text", "words", "people", "date", "choice"):
        form = Form(id="f", title="Form", fields=(field.model_copy(update={"kind": kind}),), submit=words)
        read = inert(DRAWER.form(Message(1, "m-1", CHANNEL.id, BOT, "x", START, form=form)))
        assert words in read.words or words in read.values


@given(st.text())
def test_whatever_is_typed_is_inert(words: str) -> None:
    inert(drawn(everywhere(words)))
    inert(drawn(text=words, author="sam"))


def test_a_card_has_its_mark_coloured_and_said_once() -> None:
    html = drawn(card("Circulate the outcomes"))
    assert html.count("On track") == 1
    assert '<span class="mark on-track">●\N{NO-BREAK SPACE}On track</span>' in html
    assert "chip" not in html


def test_a_row_has_words_beside_its_mark() -> None:
    html = drawn(NUDGE)
    assert '<span class="chip mark overdue">■ Overdue</span>' in html
    assert '<span class="chip mark due-soon">▲ Due this week</span>' in html


def test_a_row_under_its_own_heading_does_not_repeat_it() -> None:
    html = drawn(DIGEST)
    assert "chip" not in html
    assert '<h3 class="mark overdue">■ Overdue</h3>' in html
    assert '<span class="mark complete">✓\N{NO-BREAK SPACE}Closed Tue 3 Feb</span>' in html


@pytest.mark.parametrize(
    "words", ["a – b", "■ Overdue", "wait ● On track", "“■ Overdue”"], ids=["dash", "square", "dot", "quoted"]
)
def test_a_mark_in_somebodys_words_is_not_the_marks(words: str) -> None:
    """The title of a dropped action may well hold a dash."""
    blocks: tuple[Block, ...] = (
        Item(
            title=(Run(text=f"NWP-1 · {words}", strong=True),),
            lines=((Run(text=f"said {words}"),),),
            mark=Mark.DROPPED,
        ),
    )
    html = drawn(View(line="x", blocks=blocks))
    assert '<span class="chip mark dropped">– Dropped</span>' in html
    assert html.count('class="mark') == 0


def test_buttons_behind_more_and_forms_to_come_are_said() -> None:
    html = drawn(card("x"))
    assert html.index("<summary") < html.index("Not mine")
    assert ">Update…</button>" in html
    assert html.count('class="button main"') == 1


def test_only_one_sees_a_private_message_and_it_says_so() -> None:
    message = Message(1, "m-1", CHANNEL.id, BOT, "x", START, visible_to="sam")
    assert "Only you can see this" in DRAWER.message(message, CHANNEL, [], START)
    assert "Only you can see this" not in drawn()


def test_replies_stand_under_their_first_message() -> None:
    def message(name: str, thread: str | None) -> Message:
        return Message(1, name, CHANNEL.id, "sam", "x", START, thread=thread)

    found = threads([message("a", None), message("b", None), message("c", "a"), message("d", "gone")])
    assert [(t.head.id, [r.id for r in t.replies]) for t in found] == [("a", ["c"]), ("b", []), ("d", [])]


def test_a_form_shows_what_is_wrong_beside_the_field() -> None:
    form = add_form(what="half a thought", error="Say what is to be done.")
    html = DRAWER.form(Message(1, "m-1", CHANNEL.id, BOT, "x", START, form=form))
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="field-1-error"' in html
    assert 'id="field-1-error"' in html
    assert ">half a thought</textarea>" in html
    assert html.count("(optional)") == 2


def test_a_day_of_another_year_says_its_year() -> None:
    message = Message(1, "m-1", CHANNEL.id, BOT, "x", START)
    assert "Tue 10 Feb, 10:00" in DRAWER.message(message, CHANNEL, [], START)
    assert "Tue 10 Feb 2026, 10:00" in DRAWER.message(message, CHANNEL, [], START.replace(year=2027))
