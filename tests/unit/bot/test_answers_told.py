"""Owners' and runners' answers as they are typed in conversation: on the action that is meant, or asked about."""

from datetime import date

import pytest

from bot.domain.actions import Status
from bot.domain.history import Verb
from tests.world import World, button, words


@pytest.fixture
def board(world: World) -> World:
    """Hayley has 1 and 2, Tom 3, Priya 4, Margaret, who chairs, 5."""
    for what, who in (
        ("Sign the protocol", "hayley"),
        ("Circulate the outcomes", "hayley"),
        ("Send the figures", "tom"),
        ("Review the register", "priya"),
        ("Open the workshop", "margaret"),
    ):
        world.say("sam", f"add {what} @{who} by 20 Feb")
    world.drain()
    return world


def status(world: World, number: int) -> Status:
    return world.action(number).status


def updated(world: World) -> list[int]:
    """The actions somebody's words on progress stand on."""
    return [n for n in range(1, 6) if any(e.verb is Verb.UPDATED for e in world.entries(n))]


@pytest.mark.parametrize(
    "said",
    ["2 is done, Hayley told me", "done 2, Hayley told me", "2 done at last", "done 2, sorry it's late"],
)
@pytest.mark.parametrize("who", ["margaret", "sam"])
def test_who_runs_the_log_completes_the_one_whose_number_is_said(board: World, who: str, said: str) -> None:
    """With an action of their own, or with none."""
    board.tell(who, said)
    assert [status(board, n) for n in (2, 5)] == [Status.COMPLETE, Status.OPEN]
    assert updated(board) == []


@pytest.mark.parametrize("said", ["2: spoke to Kim", "2: rang them", "done 2 Hayley rang"])
@pytest.mark.parametrize("who", ["margaret", "sam"])
def test_words_on_progress_stand_on_the_one_whose_number_is_said(board: World, who: str, said: str) -> None:
    """Never on another, because it is the only one of their own."""
    assert "Noted on NWP-2" in words(board.tell(who, said))
    assert updated(board) == [2]


@pytest.mark.parametrize("said", ["2: spoke to Priya", "i did 2 for hayley", "done 2 hayley rang"])
def test_the_number_of_an_action_one_may_not_change_is_asked_about(board: World, said: str) -> None:
    """What was said stands on no action until one is chosen, and then whole."""
    reply = board.tell("tom", said)
    assert "Which one is this about?" in words(reply)
    assert updated(board) == []
    assert f"Noted on NWP-3: “{said}”" in words(board.press("tom", button(reply, "NWP-3"), direct=True))


def test_done_of_an_action_one_may_not_change_is_refused(board: World) -> None:
    """It is not taken for one's own."""
    assert "can change NWP-2" in words(board.tell("tom", "2 is done, Hayley told me"))
    assert [status(board, n) for n in (2, 3)] == [Status.OPEN] * 2
    assert updated(board) == []


@pytest.mark.parametrize(
    ("said", "number"), [("5 due 20 march", 5), ("2 deadline 15 April", 2), ("bring 2 forward to 18 feb", 2)]
)
def test_a_day_of_a_month_is_no_action(board: World, said: str, number: int) -> None:
    """The due of the action named first changes, and no other's."""
    board.tell("sam", said)
    assert [n for n in range(1, 6) if board.action(n).due.day != date(2026, 2, 20)] == [number]


def test_a_count_is_not_put_on_the_action_with_that_number(board: World) -> None:
    """ "Sent 2 letters out" may be about either of Hayley's."""
    assert "Which one is this about?" in words(board.tell("hayley", "sent 2 letters out"))
    assert updated(board) == []


@pytest.mark.parametrize(
    "said",
    [
        "2 done sorry its late", "ive done 2", "2 done yesterday with Tom", "2 done - hope thats ok", "ive sent 2", "2 went out yesterday",
        "2 all sorted", "nwp 2 done", "2 done but late", "the second one is done", "2 circulated", "2 was circulated on Monday",
    ],
)  # fmt: skip
def test_done_in_ordinary_words_is_done(board: World, said: str) -> None:
    """That one, and no other."""
    board.tell("hayley", said)
    assert [status(board, n) for n in (1, 2)] == [Status.OPEN, Status.COMPLETE]


@pytest.mark.parametrize("said", ["2 finshed", "dun 2", "2 \U0001f44d", "2 yes"])
def test_a_slip_or_a_nod_is_asked_about(board: World, said: str) -> None:
    """Nothing stands on the card; one press completes it."""
    reply = board.tell("hayley", said)
    assert "Did you mean “done 2”?" in words(reply)
    assert (status(board, 2), updated(board)) == (Status.OPEN, [])
    board.press("hayley", button(reply, "done 2"), direct=True)
    assert status(board, 2) is Status.COMPLETE


@pytest.mark.parametrize("said", ["2 by 29 feb", "2 31 feb"])
def test_a_day_that_is_none_is_asked_about(board: World, said: str) -> None:
    """Its due stays until one is chosen."""
    assert "as a date. When is NWP-2 due?" in words(board.tell("hayley", said))
    assert board.action(2).due.day == date(2026, 2, 20)


def test_both_by_a_day(board: World) -> None:
    """Of the two she has."""
    board.tell("hayley", "both by 6 March")
    assert [board.action(n).due.day for n in (1, 2)] == [date(2026, 3, 6)] * 2


def test_another_week_of_both_is_counted_from_each_due(board: World) -> None:
    """One of them is due later than the other."""
    board.say("sam", "due 2 27 Feb")
    board.tell("hayley", "both need another week")
    assert [board.action(n).due.day for n in (1, 2)] == [date(2026, 2, 27), date(2026, 3, 6)]


def test_a_numbered_list_answers_each(board: World) -> None:
    """As a telephone writes it."""
    board.tell("hayley", "1. done\n2. waiting on Tom")
    assert [status(board, n) for n in (1, 2)] == [Status.COMPLETE, Status.BLOCKED]


@pytest.mark.parametrize("said", ["2 isn't finished", "2 needs more work", "2 not finished after all"])
@pytest.mark.parametrize("over", ["close 2", "done 2"])
def test_not_finished_after_all_offers_to_open_it_again(board: World, over: str, said: str) -> None:
    """Of an action that is over, the words alone change nothing."""
    board.say("sam", over)
    before = status(board, 2)
    reply = board.tell("hayley", said)
    assert f"NWP-2 is {before.value}. Is it open again?" in words(reply)
    assert status(board, 2) is before
    board.press("hayley", button(reply, "Reopen"), direct=True)
    assert status(board, 2) is Status.OPEN


@pytest.mark.parametrize("said", ["2 still waiting on legal", "2 in progress", "2 by 6 March"])
def test_what_only_an_open_action_can_be_offers_to_open_it_again(board: World, said: str) -> None:
    """It says why not, and how."""
    board.say("sam", "close 2")
    reply = board.tell("hayley", said)
    assert "NWP-2 is closed." in words(reply)
    board.press("hayley", button(reply, "Reopen NWP-2"), direct=True)
    assert status(board, 2) is Status.OPEN


@pytest.mark.parametrize("said", ["2 is not done, reopen it", "2 reopen", "2: please reopen"])
def test_reopen_it_opens_it(board: World, said: str) -> None:
    """Said in a sentence as well."""
    board.say("sam", "close 2")
    board.tell("hayley", said)
    assert status(board, 2) is Status.OPEN


@pytest.mark.parametrize(
    ("said", "asked", "then"),
    [
        ("sent the outcomes this morning", "Which one is done?", Status.COMPLETE),
        ("the outcomes are nearly done", "Which one is in progress?", Status.IN_PROGRESS),
        ("outcomes: waiting on Tom", "Which one is", Status.BLOCKED),
        ("the outcomes one is circulated", "Which one is done?", Status.COMPLETE),
    ],
)
def test_words_of_one_action_put_it_first(board: World, said: str, asked: str, then: Status) -> None:
    """It is asked, nothing is changed, and the likely one is the main button; what was said is then done."""
    reply = board.tell("hayley", said)
    assert asked in words(reply)
    assert [b.main for b in reply.answer.buttons][:2] == [True, False]
    assert reply.answer.buttons[0].label.startswith("NWP-2")
    assert [status(board, n) for n in (1, 2)] == [Status.OPEN] * 2
    board.press("hayley", reply.answer.buttons[0].id, direct=True)
    assert [status(board, n) for n in (1, 2)] == [Status.OPEN, then]


def test_words_of_none_or_of_both_put_none_first(board: World) -> None:
    """The question is as it was."""
    for said in ("spoke to legal", "the protocol and the outcomes are with legal"):
        reply = board.tell("hayley", said)
        assert not any(b.main for b in reply.answer.buttons)
        assert reply.answer.buttons[0].label.startswith("NWP-1")


# --- commands about several ------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["say", "tell"])
@pytest.mark.parametrize("said", ["drop 1, 2 duplicates", "drop 1 2 duplicates", "drop 1 and 2 duplicates"])
def test_a_second_number_before_a_word_is_asked_about(board: World, said: str, how: str) -> None:
    """It may count, or name: nothing is dropped until that is plain."""
    reply = getattr(board, how)("sam", said)
    assert [status(board, n) for n in (1, 2)] == [Status.OPEN] * 2
    board.press("sam", button(reply, "drop 1 and 2, duplicates"), direct=how == "tell")
    assert [status(board, n) for n in (1, 2)] == [Status.DROPPED] * 2


@pytest.mark.parametrize(
    "said", ["drop 1, 2 of 3 partners left", "drop 1, 2 copies exist", "drop 1: 20 March was too late"]
)
def test_a_plain_count_is_a_reason(board: World, said: str) -> None:
    """That one is dropped, with the words as they were typed."""
    board.say("sam", said)
    assert [status(board, n) for n in (1, 2)] == [Status.DROPPED, Status.OPEN]


@pytest.mark.parametrize("how", ["say", "tell"])
def test_two_commands_in_one_message_are_both_done(board: World, how: str) -> None:
    """With one Undo for both."""
    board.say("sam", "close 3")
    reply = getattr(board, how)("sam", "close 2, all agreed, and reopen 3")
    assert "NWP-2 is closed: “all agreed”." in words(reply)
    assert [status(board, n) for n in (2, 3)] == [Status.CLOSED, Status.OPEN]
    board.press("sam", button(reply, "Undo"), direct=how == "tell")
    assert [status(board, n) for n in (2, 3)] == [Status.OPEN, Status.CLOSED]


def test_two_commands_of_which_one_is_not_allowed_change_nothing(board: World) -> None:
    """The other is offered."""
    reply = board.say("hayley", "close 1 and drop 2")
    assert "Only the clerk" in words(reply)
    assert [status(board, n) for n in (1, 2)] == [Status.OPEN] * 2
    board.press("hayley", button(reply, "Record NWP-2"))
    assert [status(board, n) for n in (1, 2)] == [Status.OPEN, Status.DROPPED]
