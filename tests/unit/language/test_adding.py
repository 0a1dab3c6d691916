"""The words after "add": what, by whom, by when, in every form people write them."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.owners import KnownNames
from bot.domain.ids import PersonId
from bot.domain.people import Member, Person, Role, Roster
from bot.language.adding import Adding, OwnerWords, read_adding
from bot.language.text import without_atoms

TODAY, MEETING = date(2026, 2, 10), date(2026, 3, 5)
PEOPLE = (
    "Hayley Marsh",
    "Tom Reid",
    "Diane Ward",
    "Kim Osei",
    "Margaret Hale",
    "Siobhan O'Gara",
    "Jean Smith-Jones",
    "Ana van der Berg",
)
ROSTER = Roster(
    tuple(Member(Person(PersonId(n), name, "Europe/London"), Role.MEMBER) for n, name in enumerate(PEOPLE))
)
MENTIONS = {"@hayley": "\ue000", "@tom": "\ue001", "@diane": "\ue002", "@kim": "\ue003"}
FRI, TUE = "2026-02-13", "2026-02-17"


def known(name: str) -> bool:
    return KnownNames(ROSTER)(name) or name.casefold() in {"chair", "the chair", "clerk", "vice-chair"}


def read(text: str) -> Adding:
    for handle, atom in MENTIONS.items():
        text = text.replace(handle, atom)
    return read_adding(text, known=known, said_on=TODAY, next_meeting=MEETING)


def shown(owners: tuple[OwnerWords, ...]) -> str:
    handles = list(MENTIONS)
    return "; ".join(handles[o.mention] if o.mention is not None else o.name or "" for o in owners)


def told(text: str) -> tuple[str, str, str]:
    """What is to be done, who owns it, and the day, "" or the kind of a due that is no day."""
    adding = read(text)
    due = "" if adding.due is None else str(adding.due.date or adding.due.kind.value)
    return without_atoms(adding.what, list(MENTIONS)), shown(adding.owners), due


CIRCULATE = "Circulate the outcomes"


@pytest.mark.parametrize(
    ("text", "owners", "due"),
    [
        # the three forms
        ("Circulate the outcomes @hayley by 17 Feb", "@hayley", TUE),
        ("@hayley to circulate the outcomes by 17.02.26", "@hayley", TUE),
        ("Circulate the outcomes, Hayley Marsh, 17.02.26", "Hayley Marsh", TUE),
        # in another order, and set apart in another way
        ("Circulate the outcomes by 17 Feb @hayley", "@hayley", TUE),
        ("Circulate the outcomes, 17.02.26, Hayley Marsh", "Hayley Marsh", TUE),
        ("By 17 Feb: circulate the outcomes @hayley", "@hayley", TUE),
        ("Circulate the outcomes (@hayley) by 17 Feb", "@hayley", TUE),
        ("Circulate the outcomes (@hayley, 17 Feb)", "@hayley", TUE),
        ("Circulate (by 17 Feb) the outcomes @hayley", "@hayley", TUE),
        ("Circulate (Hayley) the outcomes by 17 Feb", "Hayley", TUE),
        ("Circulate the outcomes (by 17 Feb) @hayley", "@hayley", TUE),
        ("Circulate the outcomes [Hayley, 17 Feb]", "Hayley", TUE),
        ("Circulate the outcomes - Hayley Marsh - 17 Feb", "Hayley Marsh", TUE),
        ("Circulate the outcomes – Hayley Marsh – 17 Feb 2026.", "Hayley Marsh", TUE),
        ("Circulate the outcomes; Hayley Marsh; 17 Feb", "Hayley Marsh", TUE),
        ("Circulate the outcomes | Hayley Marsh | 17 Feb", "Hayley Marsh", TUE),
        ("Circulate the outcomes\tHayley Marsh\t17.02.26", "Hayley Marsh", TUE),
        ("3\tCirculate the outcomes\tHayley Marsh\t17.02.26", "Hayley Marsh", TUE),
        ("Circulate the outcomes. Owner: Hayley Marsh. Due: 17 Feb", "Hayley Marsh", TUE),
        ("Action: circulate the outcomes, owner @hayley, due 17 Feb", "@hayley", TUE),
        ("• Circulate the outcomes @hayley by 17 Feb", "@hayley", TUE),
        ("1. Circulate the outcomes @hayley by 17 Feb", "@hayley", TUE),
        ("circulate the outcomes @hayley by 17 Feb please", "@hayley", TUE),
        ("Circulate the outcomes @hayley by 17 Feb, thanks.", "@hayley", TUE),
        ("“Circulate the outcomes” @hayley by 17 Feb", "@hayley", TUE),
        ("Circulate the outcomes,\n@hayley,\n17 Feb", "@hayley", TUE),
        # somebody, somehow
        ("@hayley will circulate the outcomes by Friday", "@hayley", FRI),
        ("@hayley: circulate the outcomes by Friday", "@hayley", FRI),
        ("@hayley - circulate the outcomes by Friday", "@hayley", FRI),
        ("@hayley, circulate the outcomes by Friday", "@hayley", FRI),
        ("@hayley circulate the outcomes by Friday", "@hayley", FRI),
        ("for @hayley to circulate the outcomes by Friday", "@hayley", FRI),
        ("For Tom to circulate the outcomes by Friday", "Tom", FRI),
        ("Tom to circulate the outcomes by Friday", "Tom", FRI),
        ("Tom Reid will circulate the outcomes by Friday", "Tom Reid", FRI),
        ("Tom is to circulate the outcomes", "Tom", ""),
        ("Tom agreed to circulate the outcomes", "Tom", ""),
        ("Tom has agreed to circulate the outcomes", "Tom", ""),
        ("Tom: circulate the outcomes by Friday", "Tom", FRI),
        ("Tom - circulate the outcomes by Friday", "Tom", FRI),
        ("Circulate the outcomes @bob by Friday", "bob", FRI),
        ("Circulate the outcomes @Hayley Marsh by Friday", "Hayley Marsh", FRI),
        ("@bob.jones to circulate the outcomes", "bob jones", ""),
        # several
        ("Circulate the outcomes @hayley @tom by Friday", "@hayley; @tom", FRI),
        ("Circulate the outcomes @hayley and @tom by Friday", "@hayley; @tom", FRI),
        ("Circulate the outcomes @hayley, @tom & @kim by Friday", "@hayley; @tom; @kim", FRI),
        ("@hayley and @tom to circulate the outcomes", "@hayley; @tom", ""),
        ("@hayley/@tom to circulate the outcomes", "@hayley; @tom", ""),
        ("@hayley, @tom to circulate the outcomes", "@hayley; @tom", ""),
        ("@hayley and @tom circulate the outcomes", "@hayley; @tom", ""),
        ("Hayley Marsh and Tom Reid to circulate the outcomes by 17 Feb", "Hayley Marsh; Tom Reid", TUE),
        ("Hayley, Tom and Kim to circulate the outcomes", "Hayley; Tom; Kim", ""),
        ("Hayley/Tom to circulate the outcomes", "Hayley; Tom", ""),
        ("Circulate the outcomes, Hayley Marsh and Tom Reid, 17.02.26", "Hayley Marsh; Tom Reid", TUE),
        ("Circulate the outcomes, Hayley Marsh, Tom Reid, 17 Feb", "Hayley Marsh; Tom Reid", TUE),
        ("Circulate the outcomes, Hayley/Tom, 17 Feb", "Hayley; Tom", TUE),
        ("Jean Smith-Jones and @tom to circulate the outcomes", "Jean Smith-Jones; @tom", ""),
        ("Tom and the legal team to circulate the outcomes", "Tom; the legal team", ""),
        # names of every kind
        ("Siobhan O'Gara to circulate the outcomes", "Siobhan O'Gara", ""),
        ("Circulate the outcomes, Siobhan O’Gara, Friday", "Siobhan O’Gara", FRI),
        ("Circulate the outcomes, Ana van der Berg, Friday", "Ana van der Berg", FRI),
        ("Cllr Hale to circulate the outcomes", "Cllr Hale", ""),
        ("Dr Ahmed to circulate the outcomes by Friday", "Dr Ahmed", FRI),
        ("CI Jones to circulate the outcomes", "CI Jones", ""),
        ("Chief Inspector Jones will circulate the outcomes", "Chief Inspector Jones", ""),
        ("Bob Jones to circulate the outcomes by Friday", "Bob Jones", FRI),
        ("Circulate the outcomes, Bob Jones, Friday", "Bob Jones", FRI),
        ("Circulate the outcomes, Émilie O'Brien-Łuczak, Friday", "Émilie O'Brien-Łuczak", FRI),
        ("Chair to circulate the outcomes", "Chair", ""),
        ("Chair, vice-chair and clerk to circulate the outcomes", "Chair; vice-chair; clerk", ""),
        ("Circulate the outcomes, Group Leads, next meeting", "Group Leads", "2026-03-05"),
        ("Circulate the outcomes, all partners, Friday", "all partners", FRI),
        ("Circulate the outcomes, Public Health, Friday", "Public Health", FRI),
        ("Circulate the outcomes, Bell and Reed, Friday", "Bell and Reed", FRI),
        ("Circulate the outcomes, The Wardens, Friday", "The Wardens", FRI),
        ("Public Health to circulate the outcomes", "Public Health", ""),
        ("All partners to circulate the outcomes by Friday", "All partners", FRI),
        ("Group Leads to circulate the outcomes", "Group Leads", ""),
        ("Police to circulate the outcomes", "Police", ""),
        # the asker themselves
        ("Circulate the outcomes, me, Friday", "me", FRI),
        ("Circulate the outcomes - me - Friday", "me", FRI),
        ("I will circulate the outcomes by Friday", "I", FRI),
        ("I'll circulate the outcomes by Friday", "I", FRI),
        ("I’ll circulate the outcomes", "I", ""),
        ("@me to circulate the outcomes", "me", ""),
        ("Tom'll circulate the outcomes by Friday", "Tom", FRI),
        # a day right behind whoever has it
        ("Circulate the outcomes @tom mid March", "@tom", "2026-03-15"),
        ("Circulate the outcomes @tom 27/2", "@tom", "2026-02-27"),
        ("Circulate the outcomes @tom 27/02/26", "@tom", "2026-02-27"),
        ("Circulate the outcomes @tom 27.02.26", "@tom", "2026-02-27"),
        ("Circulate the outcomes @tom, 27/2", "@tom", "2026-02-27"),
        ("Circulate the outcomes @tom 27th", "@tom", "2026-02-27"),
        ("Circulate the outcomes @tom end of March", "@tom", "2026-03-31"),
        ("Tom to circulate the outcomes end of next week", "Tom", "2026-02-20"),
        ("Tom to circulate the outcomes end of next month", "Tom", "2026-03-31"),
        ("Circulate the outcomes @tom 13 or 14 March", "@tom", "ambiguous"),
        ("Circulate the outcomes @tom in 3 weeks", "@tom", "2026-03-03"),
        # nobody yet
        ("Circulate the outcomes, no owner yet", "no owner yet", ""),
        ("Circulate the outcomes, owner tbc, Friday", "owner tbc", FRI),
        # no owner, no day, or one to ask about
        ("Circulate the outcomes", "", ""),
        ("Circulate the outcomes.", "", ""),
        ("Circulate the outcomes by Friday", "", FRI),
        ("Circulate the outcomes | | 17 Feb", "", TUE),
        ("Circulate the outcomes @hayley", "@hayley", ""),
        ("Circulate the outcomes @hayley asap", "@hayley", "asap"),
        ("Circulate the outcomes @hayley by 32 Feb", "@hayley", "unreadable"),
        ("Circulate the outcomes @hayley by 3 Feb 2026", "@hayley", "past"),
        ("Circulate the outcomes @hayley by next meeting", "@hayley", "2026-03-05"),
        ("Circulate the outcomes @hayley by a week before the next meeting", "@hayley", "2026-02-26"),
    ],
)
def test_the_same_action_however_it_is_written(text: str, owners: str, due: str) -> None:
    """The owners, in the order named, and the due are taken out; what is left is what is to be done."""
    assert told(text) == (CIRCULATE, owners, due)


@pytest.mark.parametrize(
    ("text", "what", "owners", "due"),
    [
        (
            "Review policies, procedures, and training, Tom Reid, Friday",
            "Review policies, procedures, and training",
            "Tom Reid",
            FRI,
        ),
        (
            "Review policies, procedures and training @tom by Friday",
            "Review policies, procedures and training",
            "@tom",
            FRI,
        ),
        ("Introduction to data protection, Tom, Friday", "Introduction to data protection", "Tom", FRI),
        (
            "Update the list (names, addresses) @tom by Friday",
            "Update the list (names, addresses)",
            "@tom",
            FRI,
        ),
        ("Circulate (draft, Friday)", "Circulate (draft)", "", FRI),
        ("Please circulate it @hayley by Friday", "Please circulate it", "@hayley", FRI),
        ('Circulate "the outcomes" @hayley by Friday', 'Circulate "the outcomes"', "@hayley", FRI),
        ('Print the "Stand by Friday" poster @tom', 'Print the "Stand by Friday" poster', "@tom", ""),
        ('Frame "Back by Friday" @tom', 'Frame "Back by Friday"', "@tom", ""),
        ("email bob@example.org about the lease @tom", "Email bob@example.org about the lease", "@tom", ""),
        ("https://example.org/plan to read @tom", "https://example.org/plan to read", "@tom", ""),
        ("iPad order @tom", "iPad order", "@tom", ""),
        ("Risk Register to go to cabinet by Friday", "Risk Register to go to cabinet", "", FRI),
        ("Annual Report to cabinet by Friday", "Annual Report to cabinet", "", FRI),
        ("Terms of reference to be agreed by Friday", "Terms of reference to be agreed", "", FRI),
        ("Letter to the minister by Friday", "Letter to the minister", "", FRI),
        ("Report to follow", "Report to follow", "", ""),
        ("Bob to review the lease", "Bob to review the lease", "", ""),
        ("Police, fire and ambulance to agree terms", "Police, fire and ambulance to agree terms", "", ""),
        ("Circulate the outcomes, Bob Jones", "Circulate the outcomes, Bob Jones", "", ""),
        ("Outcomes to be circulated by @hayley by Friday", "Outcomes to be circulated", "@hayley", FRI),
        (
            "Outcomes to be circulated by Hayley Marsh by Friday",
            "Outcomes to be circulated",
            "Hayley Marsh",
            FRI,
        ),
        ("Review led by Tom, Friday", "Review", "Tom", FRI),
        (
            "Review the budget before the 3 March visit @tom by 24 Feb",
            "Review the budget before the 3 March visit",
            "@tom",
            "2026-02-24",
        ),
        ("Plan for the end of next week @tom", "Plan for the end of next week", "@tom", ""),
        ("Draft the covering text @tom by Friday", "Draft the covering text", "@tom", FRI),
        ("Ask about the roof, then call @tom", "Ask about the roof, then call @tom", "", ""),
        ("Invite @tom May", "Invite @tom May", "", ""),
        # nothing but an owner or a due: what is to be done is still to be said
        ("@hayley", "", "@hayley", ""),
        ("@hayley and @tom", "", "@hayley; @tom", ""),
        ("@hayley by Friday", "", "@hayley", FRI),
        ("Hayley Marsh", "", "Hayley Marsh", ""),
        ("Hayley Marsh, Friday", "", "Hayley Marsh", FRI),
        ("by Friday", "", "", FRI),
        ("", "", "", ""),
        (" . , ", "", "", ""),
    ],
)
def test_what_is_to_be_done_is_kept_as_it_was_written(text: str, what: str, owners: str, due: str) -> None:
    """Commas, brackets, quotation marks and "to" inside the sentence stay in it."""
    assert told(text) == (what, owners, due)


@pytest.mark.parametrize(
    ("text", "what", "owners", "mentioned"),
    [
        ("Ask @hayley for the figures by Friday", "Ask @hayley for the figures", "", "@hayley"),
        ("Send the figures to @hayley by Friday", "Send the figures to @hayley", "", "@hayley"),
        ("Meet with @tom by Friday", "Meet with @tom", "", "@tom"),
        ("Email @tom by Friday", "Email @tom", "", "@tom"),
        ("Give @tom the keys by Friday", "Give @tom the keys", "", "@tom"),
        ("@hayley's report to be circulated by Friday", "@hayley's report to be circulated", "", "@hayley"),
        ("@hayley to be invited by Friday", "@hayley to be invited", "", "@hayley"),
        ("Ask @hayley for the figures @tom by Friday", "Ask @hayley for the figures", "@tom", "@hayley"),
        ("@hayley to meet @tom about the lease", "Meet @tom about the lease", "@hayley", "@tom"),
        ("@hayley to meet with @tom by Friday", "Meet with @tom", "@hayley", "@tom"),
        ("Tom to speak to @hayley by Friday", "Speak to @hayley", "Tom", "@hayley"),
        ("@hayley to brief @tom, @kim by Friday", "Brief @tom, @kim", "@hayley", "@tom; @kim"),
        ("Draft the plan for @hayley by Friday", "Draft the plan for @hayley", "@hayley", ""),
    ],
)
def test_somebody_spoken_of_is_no_owner(text: str, what: str, owners: str, mentioned: str) -> None:
    """Who is asked, met or written to need not be the one who acts: they are worth asking about."""
    adding = read(text)
    assert told(text)[:2] == (what, owners)
    assert shown(adding.mentioned) == mentioned


DUES = st.sampled_from(["17 Feb", "17.02.26", "17/2", "17 February 2026", "the 17th", "Friday week"])
WHATS = st.sampled_from(
    [
        "circulate the outcomes",
        "review policies, terms and fees",
        "write to the trust about beds",
        "order 12 signs",
    ]
)


@given(
    WHATS,
    DUES,
    st.sampled_from(["", ".", " please", ", thanks"]),
    st.sampled_from(["", "• ", "2. ", "Action: "]),
)
def test_forms_that_mean_the_same_are_read_the_same(what: str, due: str, end: str, start: str) -> None:
    """Owner before or after the due, in words or marked, in brackets or columns."""
    forms = [
        f"{what} @hayley by {due}",
        f"{what} by {due} @hayley",
        f"@hayley to {what} by {due}",
        f"for @hayley to {what}, {due}",
        f"@hayley: {what} by {due}",
        f"{what} (@hayley, {due})",
        f"{what}, @hayley, {due}",
    ]
    read_as = {told(start + form + end) for form in forms}
    assert len({(words.casefold(), owners, day) for words, owners, day in read_as}) == 1
    words, owners, day = read_as.pop()
    assert (words.casefold(), owners) == (what, "@hayley")
    assert day == ("2026-02-20" if due == "Friday week" else TUE)


@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(
            st.sampled_from(
                [
                    "@hayley",
                    "@tom",
                    "Tom Reid",
                    "to",
                    "for",
                    "by",
                    "Friday",
                    ",",
                    "(",
                    ")",
                    "-",
                    ":",
                    "and",
                    "send it",
                    "17 Feb",
                    '"',
                    "|",
                ]
            ),
            max_size=12,
        ).map(" ".join),
    )
)
def test_any_text_is_read(text: str) -> None:
    """Whatever is typed: no exception, and no owner who is not in it."""
    adding = read(text)
    for owner in (*adding.owners, *adding.mentioned):
        assert owner.mention is not None or (owner.name or "").split(" ")[0] in text


@given(st.text("abcdefg ,.", min_size=1, max_size=100))
def test_words_without_owner_or_due_stay_whole(text: str) -> None:
    """No word is lost, or put in another order."""
    adding = read(f"zz {text} zz")
    assert adding.what.casefold().split() == f"zz {text} zz".casefold().split()


@pytest.mark.parametrize(
    "text",
    [
        "@tom " * 4000,
        "@tom, " * 3300,
        "a, " * 6600,
        ", " * 10_000,
        "(" * 20_000,
        "() " * 6600,
        "to " * 6600,
        "by " * 6600,
        "Tom and " * 2500,
        "owner: " * 2800,
        "A" * 20_000,
        "Ab " * 6600,
        "by Friday " * 2000,
        "- " * 10_000,
        '"' * 20_000,
        "x" + " " * 19_000 + "y",
        "for @tom to " * 1600,
        "Tom, " * 4000,
    ],
)
def test_hostile_repeats_are_read_in_bounded_time(text: str) -> None:
    """No pattern explodes, whatever is repeated."""
    read("warm it by Friday")
    began = time.perf_counter()
    read(text[:20_000])
    assert time.perf_counter() - began < 1.0
