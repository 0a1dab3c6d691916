"""History: appended to, quoted in words that can be blanked, never changed."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from bot.domain.actions import Owner, completed
from bot.domain.dues import on
from bot.domain.history import Entry, Verb, difference, snapshot
from bot.domain.people import SYSTEM
from store import tables as t
from tests.contract.scene import NOW, TODAY, later


def test_entries_come_back_in_order_with_their_words(here):
    """As they were appended, the oldest first."""
    action = here.add("Quote \"this\" & 'that'", Owner.written("the new lead"), due=on(TODAY, "today"))
    added = here.entry(action, place=here.channel.id)
    before, after = difference(action, completed(replace(action, what="Other words"), NOW))
    changed = here.entry(action, Verb.COMPLETED, before=before, after=after, at=later(hours=1))
    assert added.serial < changed.serial
    assert here.look(lambda r: r.log(SYSTEM).entries(action.id)) == [added, changed]
    assert added.after == snapshot(action)
    assert here.look(lambda r: r.history.of_change(changed.change)) == [changed]


def test_an_entry_may_be_about_a_meeting_a_person_an_update(here):
    """Every field comes back."""

    def work(records):
        meeting = records.meetings.add(here.board.id, later(days=30), None)
        action = here_action(records)
        said = records.history.add_update(action, here.officer.id, "Sent", NOW)
        change = records.history.new_change()
        common = {"board": here.board.id, "change": change, "actor": here.clerk.id, "at": NOW}
        return [
            replace(entry, serial=records.history.append(entry))
            for entry in (
                Entry(verb=Verb.MEETING_ADDED, meeting=meeting.id, **common),
                Entry(verb=Verb.PERSON_ADDED, person=here.stranger.id, after={"role": "officer"}, **common),
                Entry(verb=Verb.UPDATED, action=action, update=said.id, place=here.channel.id, **common),
                Entry(verb=Verb.UNDONE, action=action, undoes=change, **{**common, "actor": None}),
            )
        ]

    action = here.add()

    def here_action(_records):
        return action.id

    appended = here.write(work)
    assert here.look(lambda r: r.history.of_change(appended[0].change)) == appended


def test_words_are_kept_beside_history_not_in_it(here):
    """So that they can be blanked: history itself holds ids and structured changes only."""
    action = here.add(
        "Circulate Mr Smith's letter", Owner.written("Mr Jones"), due=on(TODAY, "when Ann agrees")
    )
    here.entry(action)
    kept = raw(here, select(t.history.c.before, t.history.c.after))
    assert len(kept) == 1
    for words in ("Smith", "Jones", "Ann"):
        assert words not in str(kept)
    assert {row[0] for row in raw(here, select(t.wordings.c.text))} == {
        "Circulate Mr Smith's letter",
        "Mr Jones",
        "when Ann agrees",
    }


def test_blanked_words_come_back_empty(here):
    """The structure stays: who, when, from which status to which."""
    action = here.add("Circulate Mr Smith's letter", Owner.written("Mr Jones"))
    here.entry(action)
    with here.store._engine.begin() as connection:
        connection.execute(update(t.wordings).values(text=None).where(t.wordings.c.action_id == action.id))
    (entry,) = here.look(lambda r: r.log(SYSTEM).entries(action.id))
    assert entry.after["what"] == {"words": ""}
    assert entry.after["assignments"][0]["words"] == ""
    assert entry.after["due"]["words"] is None
    assert entry.after["status"] == "open"


@pytest.mark.parametrize("change", [t.history.update().values(verb="closed"), t.history.delete()])
def test_history_is_never_changed(here, change):
    """Not by any statement: the database itself refuses."""
    action = here.add()
    entry = here.entry(action)
    with pytest.raises(DBAPIError, match="append-only"), here.store._engine.begin() as connection:
        connection.execute(change)
    assert here.look(lambda r: r.log(SYSTEM).entries(action.id)) == [entry]


def test_the_last_change_of_a_person(here):
    """On the boards asked about, that was not undone and is no undo itself."""
    action = here.add()
    other = here.write(lambda r: r.boards.add("OTH", "Other", "Europe/London", None))
    elsewhere = here.add(board=other)

    def last(*boards):
        return here.look(lambda r: r.history.last_by(here.clerk.id, [b.id for b in boards]))

    assert last(here.board, other) is None
    first = here.entry(action)
    second = here.entry(action, Verb.REWORDED)
    here.entry(action, Verb.CLOSED, actor=here.chair.id)
    third = here.entry(elsewhere)
    assert last(here.board, other) == third.change
    assert last(here.board) == second.change
    here.entry(action, Verb.UNDONE, undoes=second.change)
    assert last(here.board) == first.change
    assert last() is None


def test_what_else_happened_to_the_subjects_of_a_change(here):
    """Every entry about any action, meeting or person these are about, oldest first, and no other."""
    one, two, apart = (here.add(what) for what in ("one", "two", "apart"))
    meeting = here.write(lambda r: r.meetings.add(here.board.id, later(days=30), None))
    first = here.entry(one)
    here.entry(apart)
    second = here.entry(two)
    third = here.entry(one, Verb.REWORDED)
    of_meeting = here.entry(one, Verb.MEETING_ADDED, action=None, meeting=meeting.id, after=None)
    of_person = here.entry(one, Verb.PERSON_ADDED, action=None, person=here.stranger.id, after=None)

    def subjects(*entries):
        return here.look(lambda r: r.history.of_subjects(entries))

    assert subjects(first) == [first, third]
    assert subjects(first, second) == [first, second, third]
    assert subjects(of_meeting) == [of_meeting]
    assert subjects(of_person, second) == [second, of_person]
    assert subjects() == []


def raw(here, statement) -> list:
    with here.store._engine.connect().execution_options(reading=True) as connection:
        return list(connection.execute(statement))
