"""What people may type at worst, and every shape of view and form with it: drawn by each platform, and live on none."""

from hypothesis import strategies as st

from bot.messages import Button, Buttons, Form, FormField, Heading, Item, Mark, Option, Paragraph, Run, View

HIDDEN = {
    *"\u200b\u200e\u200f\u061c\ufeff\u00ad",
    *map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))),
}
"""What hides or reorders its neighbours."""

NASTY = [
    "<!channel> <!here> <!everyone>",
    "<@U123456> <#C123|general> <!subteam^S1>",
    "<https://evil.example|Approve> javascript:alert(1)",
    "*bold* _it_ ~strike~ `code` ```block``` > quote",
    ":rotating_light: :smile:",
    "&lt;!channel&gt; &amp;amp;",
    "<script>alert(1)</script><b>x</b>",
    "\u202eevil\u202c \u2066x\u2069 \u200b\u200b\ufeff",
    "a\x00b\x07c\x1b[31m",
    "\ud800 half",
    "=HYPERLINK(1)",
    "**bold** [link](https://evil.example) ![x](https://evil.example/x.png) # heading\n- list\n1. one\n---",
    "<at>everyone</at> {{DATE(2026-02-14T06:08:00Z,SHORT)}} {\u200b{TIME(2026-02-14T06:08:00Z)}} ${$root.secret}",
    '"},{"type":"Image","url":"https://evil.example/x.png"},{"x":"',
    "",
    " \n\t ",
    "é" * 100_000,
    "word " * 20_000,
    "x" * 100_000,
    "👩‍👩‍👧‍👦" * 3_000,
    "line\n" * 9_000,
]
ENDLESS = [each for each in NASTY if len(each) > 5_000]
short = st.one_of(st.sampled_from([each for each in NASTY if each not in ENDLESS]), st.text(max_size=100))
text = st.one_of(short, short, st.builds(lambda word, times: word * times, short, st.integers(1, 200)))
runs = st.lists(st.builds(Run, text=text, strong=st.booleans()), min_size=0, max_size=3).map(tuple)
button = st.builds(
    Button,
    id=st.text("abc:019", min_size=1, max_size=255),
    label=short,
    main=st.booleans(),
    more=st.booleans(),
)
block = st.one_of(
    st.builds(Heading, text=text),
    st.builds(Paragraph, lines=st.lists(runs, max_size=4).map(tuple), quiet=st.booleans()),
    st.builds(
        Item,
        title=runs,
        lines=st.lists(runs, max_size=3).map(tuple),
        mark=st.sampled_from(Mark),
        buttons=st.lists(button, max_size=8).map(tuple),
    ),
    st.builds(Buttons, buttons=st.lists(button, max_size=30).map(tuple)),
)
views = st.builds(View, line=text, blocks=st.lists(block, max_size=6).map(tuple))

fields = st.builds(
    FormField,
    name=st.uuids().map(str),
    label=short,
    kind=st.sampled_from(["text", "words", "date"]),
    value=text,
    required=st.booleans(),
    hint=st.none() | short,
    error=st.none() | short,
) | st.builds(
    FormField,
    name=st.uuids().map(str),
    label=short,
    kind=st.sampled_from(["people", "choice"]),
    value=st.just("1") | st.just(("1", "2")),
    options=st.integers(1, 400).map(
        lambda n: tuple(Option(value=str(i), label=f"{NASTY[i % 5]} {i}") for i in range(n))
    ),
)
forms = st.builds(
    Form,
    id=st.just("add"),
    title=st.text(max_size=24),
    fields=st.lists(fields, min_size=1, max_size=5).map(tuple),
    submit=short,
)
