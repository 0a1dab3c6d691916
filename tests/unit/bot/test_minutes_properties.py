"""Whatever stands in minutes, and whatever a client presses: nothing breaks, and the log is what it should be."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.messages import Press
from bot.minutes.papers import read_paper
from bot.minutes.reports import WHY
from tests.stores import empty_store
from tests.world import World, button

QUICK = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
PIECES = (
    "ACTION: Hayley Marsh to print the posters by 6 March",
    "ACTION: HM, PN & the Wardens to walk \u202e the route by 30 Feb",
    "RESOLVED: That the budget be approved.",
    "RESOLVED: That the bridge be referred to the Highways Committee.",
    "| What | Who | When |\n|---|---|---|\n| <!channel> | =1+1 | whenever |",
    "1. Matters arising\n\nNWP-1 was done, and NWP-99 was not.",
    "Minutes of the meeting held on 31 December 9999",
    "Date of next meeting: 1 January 0001",
    "Present: Hayley Marsh (HM), , (PN)",
    "Items for the next meeting:\n- the bridge\n- \x00",
)
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=80)), max_size=12).map("\n\n".join)


@QUICK
@given(texts)
def test_any_minutes_are_answered_put_in_and_taken_out(text: str):
    """From pasting to the undo, with everything accepted that can be; afterwards the board's log is empty again."""
    store = empty_store()
    try:
        world = World.on(store)
        world.say("sam", "add Circulate the outcomes @hayley by 17 Feb")
        reply = world.send(world.inbound("sam", f"minutes\n{text}", delivery="first"))
        if reply.answer is None or not any(b.id.startswith("takein") for b in reply.answer.buttons):
            return
        while any(b.label == "Accept" for b in reply.answer.buttons):
            reply = world.press("sam", button(reply, "Accept"))
        ready = any(b.label.startswith("Put ") for b in reply.answer.buttons)
        if not ready:
            return
        done = world.press("sam", button(reply, "Put "))
        if not any(b.label == "Undo" for b in done.answer.buttons):
            done = world.press("sam", button(done, "Put "))
        world.drain()
        world.press("sam", button(done, "Undo"))
        world.drain()
        number = 2
        while (action := world.action(number)) is not None:
            assert action.status == "withdrawn"
            number += 1
        assert world.action(1).status == "open"
    finally:
        store.close_sync()


@QUICK
@given(texts)
def test_every_span_is_the_words_of_the_text(text: str):
    """Exactly, reports on earlier actions included; and reading again gives the same."""
    paper = read_paper(text)
    for one in paper.found:
        assert text[one.start : one.end] == one.quote
        assert one.kind != "report" or one.why == WHY
    assert read_paper(text) == paper


VERBS = (
    "review", "takein", "leaveout", "sameas", "whois", "amend", "heldon", "allsure", "setaside", "intolog", "kept",
    "minutesof",
)  # fmt: skip
args = st.lists(
    st.one_of(
        st.sampled_from(["0", "1", "all", "open", "anyway", "-1", "999999999999999999999", ""]),
        st.text(max_size=8),
    ),
    max_size=6,
)
values = st.one_of(
    st.none(),
    st.dictionaries(st.sampled_from(["what", "kind", "owners", "due", "day"]), st.text(max_size=40)),
)


@QUICK
@given(st.sampled_from(VERBS), args, values, st.sampled_from(["sam", "hayley", "nobody"]))
def test_any_button_a_client_makes_up_is_answered_kindly(
    verb: str, given_args: list[str], filled: dict[str, str] | None, who: str
):
    """Ids of other things, no ids, words for ids: an answer, and no action of it."""
    store = empty_store()
    try:
        world = World.on(store)
        world.say("sam", "minutes ACTION: Tom Reid to find the keys")
        pressed = ":".join([verb, *given_args])[:255]
        reply = world.send(world.inbound(who, "", press=Press(button=pressed, values=filled)))
        assert reply.answer is not None or reply.form is not None
        assert world.action(1) is None
    finally:
        store.close_sync()
