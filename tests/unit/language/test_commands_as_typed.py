"""Commands as people type them, after `/action` and plainly to the bot."""

import time
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import intents as i
from bot.language.commands import NAMES, near_command, read_command, said_plainly

OPEN, MINE, OVERDUE, DONE, ALL = i.Which.OPEN, i.Which.MINE, i.Which.OVERDUE, i.Which.DONE, i.Which.ALL


def refs(*written: str | int) -> tuple[i.Ref, ...]:
    """12, or "NWP-12"."""
    return tuple(i.Ref(int(str(w).split("-")[-1]), "NWP" if isinstance(w, str) else None) for w in written)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # done
        ("done", i.Done()),
        ("done 12", i.Done(refs(12))),
        ("Done 12", i.Done(refs(12))),
        ("DONE 12.", i.Done(refs(12))),
        ("/done 12", i.Done(refs(12))),
        ("done, 12", i.Done(refs(12))),
        ("done: 12 and 14", i.Done(refs(12, 14))),
        ("done 12 14, sent", i.Done(refs(12, 14), "sent")),
        ("done 1 and 3, both on Monday", i.Done(refs(1, 3), "both on Monday")),
        ("done 12: sent 14 copies", i.Done(refs(12), "sent 14 copies")),
        ("done 12 14 March", i.Done(refs(12), "14 March")),
        ("done 12 14 copies sent", i.Done(refs(12), "14 copies sent")),
        ("done NWP-12", i.Done(refs("NWP-12"))),
        ("done nwp12 and 14", i.Done(refs("NWP-12", "NWP-14"))),
        ("done NWP 12", i.Done(refs("NWP-12"))),
        ("done #12", i.Done(refs(12))),
        ("done 12) sent", i.Done(refs(12), "sent")),
        ("done with 12", i.Done(refs(12))),
        ("done action 12", i.Done(refs(12))),
        ("done 12 all sorted", i.Done(refs(12), "all sorted")),
        ("done 12 please", i.Done(refs(12))),
        ("done 12 by email", i.Done(refs(12), "by email")),
        ("done, sent on Monday", i.Done((), "sent on Monday")),
        ("done on 12 March", i.Done((), "on 12 March")),
        ("done all", i.Done((), "", everything=True)),
        ("complete 12", i.Done(refs(12))),
        ("finished 12 and 14", i.Done(refs(12, 14))),
        ("12 done", i.Done(refs(12))),
        ("NWP-12 is done", i.Done(refs("NWP-12"))),
        ("12 done sent on Monday", i.Done(refs(12), "sent on Monday")),
        ("mark 12 as done", i.Done(refs(12))),
        ("mark 12 and 14 complete, sent Monday", i.Done(refs(12, 14), "sent Monday")),
        # not so done
        ("done 12 except the map", i.GiveUpdate(refs(12), "done 12 except the map")),
        ("done 12 by Friday", i.GiveUpdate(refs(12), "done 12 by Friday")),
        ("done 12, but not 14", i.GiveUpdate(refs(12), "done 12, but not 14")),
        ("done not yet", i.GiveUpdate((), "done not yet")),
        ("done by Friday", i.GiveUpdate((), "done by Friday")),
        ("done 12?", i.Show(refs(12))),
        # refs nobody named one by one
        ("done 12-14", i.Unknown("12-14", "done", "12 13 14")),
        ("done 12 to 14, sent", i.Unknown("12 to 14, sent", "done", "12 13 14 sent")),
        ("done 12/14", i.Unknown("12/14", "done", "12 14")),
        ("close 12-13", i.Unknown("12-13", "close", "12 13")),
        ("drop 12 or 14", i.Unknown("12 or 14", "drop", "12 14")),
        ("done 3 of 5", i.Unknown("done 3 of 5", "done", "")),
        # the other changes
        ("update 12 draft with legal", i.GiveUpdate(refs(12), "draft with legal")),
        ("update 12: draft with legal", i.GiveUpdate(refs(12), "draft with legal")),
        ("update on 12 nearly there", i.GiveUpdate(refs(12), "nearly there")),
        ("note 12 spoke to Tom", i.GiveUpdate(refs(12), "spoke to Tom")),
        ("due 12 Friday week", i.SetDue(refs(12), "Friday week")),
        ("due 12: next meeting", i.SetDue(refs(12), "next meeting")),
        ("due 12 14 March", i.SetDue(refs(12), "14 March")),
        ("due 12 to 14 March", i.SetDue(refs(12), "14 March")),
        ("due 12 to be confirmed", i.SetDue(refs(12), "to be confirmed")),
        ("due 12 14 Friday", i.SetDue(refs(12, 14), "Friday")),
        ("due date for 12 is Friday", i.SetDue(refs(12), "Friday")),
        ("due 12 no date", i.SetDue(refs(12), "no date")),
        ("due 12", i.SetDue(refs(12))),
        ("12 due Friday", i.SetDue(refs(12), "Friday")),
        ("move 12 to Friday", i.SetDue(refs(12), "Friday")),
        ("push NWP-12 back to end of March", i.SetDue(refs("NWP-12"), "end of March")),
        ("extend 12 until 6 March", i.SetDue(refs(12), "6 March")),
        ("assign 12 @bob", i.Assign(refs(12), "@bob")),
        ("assign 12 to \ue000", i.Assign(refs(12), "\ue000")),
        ("assign 12 \ue000 and \ue001", i.Assign(refs(12), "\ue000 and \ue001")),
        ("reassign 12 to Tom Reid", i.Assign(refs(12), "Tom Reid")),
        ("give 12 to \ue000", i.Assign(refs(12), "\ue000")),
        ("12 \ue000", i.Assign(refs(12), "\ue000")),
        ("edit 12 new words", i.Edit(refs(12), "new words")),
        ("edit 12 14 laptops to be bought", i.Edit(refs(12), "14 laptops to be bought")),
        ("edit 12, 14 new laptops", i.Edit(refs(12), "14 new laptops")),
        ("edit 12 14 to be bought", i.Edit(refs(12), "14 to be bought")),
        ("edit 12: Print 14 copies", i.Edit(refs(12), "Print 14 copies")),
        ("drop 12 not needed", i.Drop(refs(12), "not needed")),
        ("drop 12, duplicate of NWP-3", i.Drop(refs(12), "duplicate of NWP-3")),
        ("cancel 12", i.Drop(refs(12))),
        ("delete NWP-12 please", i.Drop(refs("NWP-12"))),
        ("reopen 12", i.Reopen(refs(12))),
        ("re-open 12 and 14", i.Reopen(refs(12, 14))),
        ("close 12 14", i.Close(refs(12, 14))),
        ("close 12 and 14, agreed at the meeting", i.Close(refs(12, 14), "agreed at the meeting")),
        ("mark 12 closed", i.Close(refs(12))),
        ("rename 12 to Print 14 copies", i.Edit(refs(12), "Print 14 copies")),
        ("change the due date of 12 to 6 March", i.SetDue(refs(12), "6 March")),
        ("set the deadline for NWP-12 to next meeting", i.SetDue(refs("NWP-12"), "next meeting")),
        ("update due date of 12: Friday", i.SetDue(refs(12), "Friday")),
        ("extend the deadline for 12 to Friday", i.SetDue(refs(12), "Friday")),
        ("postpone 12 by two weeks", i.SetDue(refs(12), "another two weeks")),
        ("extend 12 by a week", i.SetDue(refs(12), "another week")),
        ("push 12 back 3 days", i.SetDue(refs(12), "another 3 days")),
        ("due 12 in two weeks", i.SetDue(refs(12), "in two weeks")),
        ("push back 12 to Friday", i.SetDue(refs(12), "Friday")),
        ("change 12 to Friday week", i.SetDue(refs(12), "Friday week")),
        ("change the owner of 12 to \ue000", i.Assign(refs(12), "\ue000")),
        ("change 12 to \ue000", i.Assign(refs(12), "\ue000")),
        ("change the wording of 12 to Print 14 copies", i.Edit(refs(12), "Print 14 copies")),
        # owners beside the lead, meetings and people in a sentence
        ("add Tom to 12", i.AddOwners(refs(12), "Tom", "Tom to 12")),
        (
            "add \ue000 and Kim Osei to NWP-12",
            i.AddOwners(refs("NWP-12"), "\ue000 and Kim Osei", "\ue000 and Kim Osei to NWP-12"),
        ),
        ("add kim as a contributor to 12", i.AddOwners(refs(12), "kim", "kim as a contributor to 12")),
        ("add the map to 12", i.Add("the map to 12")),
        ("add a chapter on housing to the plan for 2026", i.Add("a chapter on housing to the plan for 2026")),
        ("add Send the map to 12 people", i.Add("Send the map to 12 people")),
        ("take Tom off 12", i.TakeOff(refs(12), "Tom")),
        ("remove \ue000 from NWP-12 and 14", i.TakeOff(refs("NWP-12", "NWP-14"), "\ue000")),
        ("add a meeting on 5 March at 2pm in the Town Hall", i.AddMeeting("5 March at 2pm in the Town Hall")),
        ("add a meeting with legal on 5 March at 2pm", i.Add("a meeting with legal on 5 March at 2pm")),
        ("add Jo Bloggs to the board", i.AddPerson("Jo Bloggs")),
        ("add Jo Bloggs, Acorn Trust to the board as chair", i.AddPerson("Jo Bloggs, Acorn Trust, as chair")),
        ("add jo to the board", i.Unknown("jo to the board", "people", "add jo")),
        ("add a note to the board", i.Add("a note to the board")),
        ("add Send the paper to the board", i.Add("Send the paper to the board")),
        ("move the meeting to 27 Feb", i.MoveMeeting("27 Feb")),
        ("move the meeting on 5 March to 6 March", i.MoveMeeting("5 March to 6 March")),
        ("change 12 to Kim", i.SetDue(refs(12), "Kim")),
        (
            "change 12 to the longer report",
            i.Unknown("change 12 to the longer report", "edit", "12 the longer report"),
        ),
        ("reopen it, not finished", i.Reopen((), "not finished")),
        ("list @tom overdue", i.ListActions(OVERDUE, "tom")),
        ("list overdue for Tom", i.ListActions(OVERDUE, "Tom")),
        ("list blocked", i.ListActions(i.Which.BLOCKED)),
        ("list all page 3", i.ListActions(ALL, None, 2)),
        ("find risk register", i.Find("risk register")),
        ("search risk register", i.Find("risk register")),
        ("brief", i.HowItStands()),
        # asked nicely
        ("please add Circulate the outcomes", i.Add("Circulate the outcomes")),
        ("can you please add an action for \ue000 to circulate", i.Add("for \ue000 to circulate")),
        ("could you show me 12", i.Show(refs(12))),
        ("oops, undo that", i.UndoLast()),
        ("no, undo", i.UndoLast()),
        ("please mark 12 as done", i.Done(refs(12))),
        # what an owner would answer
        ("12 waiting on legal", i.OwnWords("12 waiting on legal")),
        ("started 12", i.OwnWords("started 12")),
        ("all done", i.OwnWords("all done")),
        ("waiting on legal", i.OwnWords("waiting on legal")),
        ("not mine", i.OwnWords("not mine")),
        ("need until Friday", i.OwnWords("need until Friday")),
        ("finished 12, started 14", i.OwnWords("finished 12, started 14")),
        ("mark 12 as done and 14 as in progress", i.OwnWords("mark 12 as done and 14 as in progress")),
        # settings, without the word
        ("pause until 8 May (election)", i.Settings("pause until 8 May (election)")),
        ("resume", i.Settings("resume")),
        ("set nudges to 3 days before", i.Settings("nudges to 3 days before")),
        # looking
        ("show 12", i.Show(refs(12))),
        ("show me NWP-12", i.Show(refs("NWP-12"))),
        ("12", i.Show(refs(12))),
        ("NWP-12", i.Show(refs("NWP-12"))),
        ("history 12", i.ShowHistory(refs(12))),
        ("history of 12", i.ShowHistory(refs(12))),
        ("list", i.ListActions(OPEN)),
        ("list?", i.ListActions(OPEN)),
        ("list mine", i.ListActions(MINE)),
        ("list my actions", i.ListActions(MINE)),
        ("list my overdue actions", i.ListActions(OVERDUE, "me")),
        ("my actions", i.ListActions(MINE)),
        ("mine", i.ListActions(MINE)),
        ("overdue", i.ListActions(OVERDUE)),
        ("list overdue \ue000", i.ListActions(OVERDUE, "\ue000")),
        ("list @hayley", i.ListActions(OPEN, "hayley")),
        ("list Hayley Marsh's actions", i.ListActions(OPEN, "Hayley Marsh")),
        ("list open for Tom please", i.ListActions(OPEN, "Tom")),
        ("list completed", i.ListActions(DONE)),
        ("list all", i.ListActions(ALL)),
        ("list everything", i.ListActions(ALL)),
        # the rest
        ("add", i.Add("")),
        ("add Circulate the outcomes \ue000 by 17 Feb", i.Add("Circulate the outcomes \ue000 by 17 Feb")),
        ("Add: circulate the outcomes", i.Add("circulate the outcomes")),
        ("new Circulate the outcomes", i.Add("Circulate the outcomes")),
        ("add action: Circulate", i.Add("Circulate")),
        ("add an action for \ue000 to circulate", i.Add("for \ue000 to circulate")),
        ("add a new action to review the plan", i.Add("review the plan")),
        ("add action plan to the website", i.Add("action plan to the website")),
        ("add meeting 5 March 14:00 Town Hall", i.AddMeeting("5 March 14:00 Town Hall")),
        ("add Meeting with legal on 5 March", i.Add("Meeting with legal on 5 March")),
        ("undo", i.UndoLast()),
        ("undo that", i.UndoLast()),
        ("digest", i.PostDigest()),
        ("people", i.ListPeople()),
        ("people add Jo Bloggs, Acorn Trust, member", i.AddPerson("Jo Bloggs, Acorn Trust, member")),
        ("people add: Jo Bloggs", i.AddPerson("Jo Bloggs")),
        ("people remove Jo Bloggs", i.RemovePerson("Jo Bloggs")),
        ("people take off \ue000", i.RemovePerson("\ue000")),
        ("meeting move to 12 March 10am", i.MoveMeeting("12 March 10am")),
        ("meeting move it to 12 March", i.MoveMeeting("12 March")),
        ("meeting cancel", i.CancelMeeting("")),
        ("meeting cancel 12 March", i.CancelMeeting("12 March")),
        ("cancel meeting", i.CancelMeeting("")),
        ("cancel the next meeting", i.CancelMeeting("")),
        ("Call off the meeting on 12 March.", i.CancelMeeting("12 March")),
        ("list dropped", i.ListActions(i.Which.DROPPED)),
        ("person Jo Bloggs", i.AddPerson("Jo Bloggs")),
        ("meetings", i.ListMeetings()),
        ("meeting", i.ListMeetings()),
        ("meeting add 5 March 2026 14:00 Town Hall", i.AddMeeting("5 March 2026 14:00 Town Hall")),
        ("meetings add 5 March 2pm", i.AddMeeting("5 March 2pm")),
        ("meeting 5 March 2pm", i.AddMeeting("5 March 2pm")),
        ("help", i.Help(None)),
        ("help!", i.Help(None)),
        ("?", i.Help(None)),
        ("", i.Help(None)),
        (" , ", i.Help(None)),
        ("help done", i.Help("done")),
        ("help me with done", i.Help("done")),
    ],
)
def test_commands_are_read_as_they_are_typed(text: str, expected: i.Intent) -> None:
    """Every command, in the forms people write it."""
    assert read_command(text) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("what's overdue?", i.ListActions(OVERDUE)),
        ("What is still overdue", i.ListActions(OVERDUE)),
        ("is anything late?", i.ListActions(OVERDUE)),
        ("show me the overdue ones", i.ListActions(OVERDUE)),
        ("what have I got?", i.ListActions(MINE)),
        ("what\u2019s on my list?", i.ListActions(MINE)),
        ("what do I still have to do?", i.ListActions(MINE)),
        ("show me my actions", i.ListActions(MINE)),
        ("what's outstanding?", i.ListActions(OPEN)),
        ("show me the log", i.ListActions(OPEN)),
        ("what has been closed?", i.ListActions(DONE)),
        ("what has Tom got to do?", i.ListActions(OPEN, "Tom")),
        ("what is \ue000 working on?", i.ListActions(OPEN, "\ue000")),
        ("when is 12 due?", i.Show(refs(12))),
        ("who has NWP-12?", i.Show(refs("NWP-12"))),
        ("is 12 done?", i.Show(refs(12))),
        ("what's the status of 12?", i.Show(refs(12))),
        ("where are we with 12?", i.Show(refs(12))),
        ("when is it due?", i.Show(())),
        ("is this done?", i.Show(())),
        ("any news on 12?", i.Show(refs(12))),
        ("when is the next meeting?", i.ListMeetings()),
        ("who's away?", i.ListPeople()),
        ("who else is on the board?", i.ListPeople()),
        ("what is due this week?", i.ListActions(i.Which.WEEK)),
        ("anything due today?", i.ListActions(i.Which.TODAY)),
        ("which actions are due next week?", i.ListActions(i.Which.NEXT_WEEK)),
        ("what's due before the meeting?", i.ListActions(i.Which.MEETING)),
        ("what is due this month", i.ListActions(i.Which.MONTH)),
        ("what's blocked?", i.ListActions(i.Which.BLOCKED)),
        ("which actions have no date?", i.ListActions(i.Which.UNDATED)),
        ("what is unassigned?", i.ListActions(i.Which.UNASSIGNED)),
        ("what can I close?", i.ListActions(i.Which.TO_CLOSE)),
        ("how many are open?", i.ListActions(OPEN)),
        ("how many open actions are there?", i.ListActions(OPEN)),
        ("how many are overdue?", i.ListActions(OVERDUE)),
        ("how many has Tom got?", i.ListActions(OPEN, "Tom")),
        ("what has Tom got overdue?", i.ListActions(OVERDUE, "Tom")),
        ("what have the police got?", i.ListActions(OPEN, "police")),
        ("what have I got overdue?", i.ListActions(OVERDUE, "me")),
        ("am I late with anything?", i.ListActions(OVERDUE, "me")),
        ("what's overdue for everyone?", i.ListActions(OVERDUE)),
        ("find the risk register", i.Find("the risk register")),
        ("which action is about the falls pathway?", i.Find("the falls pathway")),
        ("what's happening with 12?", i.Show(refs(12))),
        ("who is dealing with 12?", i.Show(refs(12))),
        ("why is 12 late?", i.Show(refs(12))),
        ("has Hayley done 12?", i.Show(refs(12))),
        ("is anyone else doing this?", i.Show(())),
        ("tell me about 12", i.Show(refs(12))),
        ("what happened to 12?", i.ShowHistory(refs(12))),
        ("what did I say about 12?", i.ShowHistory(refs(12))),
        ("where do we stand?", i.HowItStands()),
        ("what changed this week?", i.HowItStands()),
        ("next page", i.NextPage()),
        ("sorry, who are you?", i.Help()),
        ("what can you do?", i.Help()),
        ("how do I close an action?", i.Help("close")),
    ],
)
def test_a_question_gets_its_answer(asked: str, expected: i.Intent) -> None:
    """Asked in a sentence it is the same as by command, in the channel and directly."""
    assert read_command(asked) == expected
    assert said_plainly(asked) == expected


@pytest.mark.parametrize(
    "text",
    [
        "what about the chairs",
        "what is the plan for 12 March",
        "is 20 too many",
        "who is doing the 12 boxes",
        "what is left is the map for this week",
        "find attached the map",
        "find a venue",
        "find out who has 12 of them",
        "pause while legal looks at it",
        "meeting legal on 5 March at 2pm",
        "move the meeting to legal",
        "new action plan attached",
    ],
)
def test_what_may_be_asked_of_somebody_else_is_no_question_to_the_bot(text: str) -> None:
    """Only what is asked whole, of an action or of the log."""
    assert said_plainly(text) is None


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("lst", "list"),
        ("lsit", "list"),
        ("don 12", "done"),
        ("dnoe 12", "done"),
        ("complte 12", "done"),
        ("asign 12 to Tom", "assign"),
        ("reasign 12 to Tom", "assign"),
        ("updte 12 x", "update"),
        ("hlep", "help"),
        ("reopne 12", "reopen"),
        ("hsitory 12", "history"),
        ("digset", "digest"),
        ("meting add 5 March", "meeting"),
        ("peple", "people"),
        ("change the chairs", None),
        ("digest Tuesday 10:00", "settings"),
        ("move the chairs", "due"),
        ("cancel 3 sessions", "drop"),
        ("frobnicate the widgets", None),
        ("circulate the outcomes", None),
        ("x" * 20_000, None),
    ],
)
def test_a_mistyped_command_gets_the_nearest_one(typed: str, nearest: str | None) -> None:
    """It is offered with all that was typed after it, and nothing is done."""
    intent = read_command(typed)
    assert isinstance(intent, i.Unknown)
    assert intent.nearest == nearest


@pytest.mark.parametrize("word", NAMES)
def test_every_command_is_near_itself(word: str) -> None:
    """One letter lost is still that command."""
    assert near_command(word) == word
    assert len(word) < 5 or near_command(word[:-2] + word[-1]) == word


@pytest.mark.parametrize(
    "text",
    [
        "list",
        "list mine",
        "list overdue",
        "list \ue000",
        "my actions",
        "show 12",
        "show me 12",
        "history 12",
        "update 12 draft with legal",
        "due 12 Friday",
        "move 12 to Friday",
        "assign 12 to \ue000",
        "edit 12 new words",
        "drop 12 not needed",
        "reopen 12",
        "close 12 14",
        "mark 12 as done",
        "undo",
        "undo that",
        "digest",
        "help",
        "help done",
        "people",
        "people add Jo Bloggs",
        "meetings",
        "meeting add 5 March 2pm",
        "add",
        "add Circulate it",
        "done 12-14",
        "drop 12-14",
    ],
)
def test_said_plainly_it_means_the_same(text: str) -> None:
    """In a direct conversation no /action is needed."""
    assert said_plainly(text) == read_command(text)


@pytest.mark.parametrize(
    "text",
    [
        "done",
        "done 12",
        "done 12, sent",
        "12 done",
        "12",
        "update the website",
        "close to finished",
        "show me",
        "drop the idea",
        "due Friday",
        "due to legal",
        "move the chairs to the hall",
        "cancel 3 sessions",
        "remove this",
        "give 12 copies to Tom",
        "edit done by Tom",
        "list of names sent",
        "help is on its way",
        "people are waiting",
        "meeting legal on Friday",
        "meeting moved",
        "meeting moved to Friday",
        "digest of comments sent",
        "undo the damage",
        "mark the date",
        "history is against us",
        "assign to Tom",
        "mine",
        "all",
        "open",
        "overdue",
        "raised with legal",
        "record sent",
        "new draft",
        "adding it today",
        "waiting on 12",
        "",
    ],
)
def test_owners_words_are_no_commands(text: str) -> None:
    """What may be somebody's own words is read as an answer."""
    assert said_plainly(text) is None


@given(st.text(max_size=150))
def test_any_text_is_read(text: str) -> None:
    """Whatever is typed, there is an intent; its refs stand in the text."""
    for intent in (read_command(text), said_plainly(text)):
        assert all(str(ref.number) in text for ref in getattr(intent, "refs", ()))


@given(st.sampled_from(["done", "close", "drop", "reopen", "update"]), st.text(max_size=60))
def test_words_behind_a_ref_are_kept_as_typed(command: str, said: str) -> None:
    """No character of them is changed."""
    intent = read_command(f"{command} NWP-12: {said}")
    if "words" in {f.name for f in fields(intent)}:
        assert intent.words in f"{command} NWP-12: {said}"


@pytest.mark.parametrize(
    "text",
    [
        "done " * 4000,
        "done " + "12 " * 6000,
        "mark " + "12 as " * 3000,
        "list " * 4000,
        "add " + "action " * 2800,
        "due " + "to " * 6000,
        "help " * 4000,
    ],
)
def test_hostile_repeats_are_read_in_bounded_time(text: str) -> None:
    """No pattern explodes, whatever is repeated."""
    began = time.perf_counter()
    read_command(text)
    said_plainly(text)
    assert time.perf_counter() - began < 1.0


@pytest.mark.parametrize(
    ("text", "brought_in"),
    [
        ("minutes", True),
        ("minutes\nNorthvale Wellbeing Partnership\n1. Apologies", True),
        ("minutes Northvale. 2. Roof. ACTION: Tom to get quotes. 3. Close.", True),
        ("minutes of the last meeting: RESOLVED that the plan be approved", True),
        ("minutes attached", False),
        ("minutes are with Sam, agreed on Friday", False),
    ],
)
def test_minutes_pasted_to_the_bot_are_told_from_talk_of_minutes(text, brought_in):
    """By their lines, or by the words a clerk marks an action with."""
    assert isinstance(said_plainly(text), i.ReadMinutes) is brought_in


@pytest.mark.parametrize(
    "said",
    [
        "close all", "close everything", "close them all", "close all of them", "close the complete ones", "close what is done",
        "close what’s done", "close all the completed actions", "close completed actions", "close everything that is complete",
        "please close all", "can you close all that are done", "close off the done ones", "close what has been finished",
    ],
)  # fmt: skip
def test_all_that_is_complete_is_closed_in_many_words(said: str) -> None:
    """After /action and said to the bot directly alike."""
    assert read_command(said) == i.Close((), everything=True)
    assert said_plainly(said) == i.Close((), everything=True)


@pytest.mark.parametrize(
    "said",
    ["close all the windows", "close all roads by Friday", "close everything down", "close to finished", "close all except 3",
     "close all overdue", "all closed", "close the done deal with legal"],
)  # fmt: skip
def test_words_that_begin_like_closing_all_close_nothing(said: str) -> None:
    """Only what can mean nothing else is all of them."""
    for meant in (read_command(said), said_plainly(said)):
        assert not (isinstance(meant, i.Close) and meant.everything)
