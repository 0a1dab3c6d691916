"""Invented minutes, one for each form, and what a reader ought to find in them.

Every place and person here is made up. `wants` are (owners, words of what, due words) in order.
"""

from dataclasses import dataclass

Want = tuple[tuple[str, ...], str, str | None]


@dataclass(frozen=True)
class Form:
    """A form of minutes: `promise` says what its reading must hold to."""

    name: str
    promise: str
    text: str
    wants: tuple[Want, ...]
    decisions: int | None = None


PRESENT = """Northvale Wellbeing Partnership

Minutes of the meeting held on Tuesday, 10th February 2026, 2.30 pm

Present: Hayley Marsh (HM), Cllr Diane Ward (DW), Sam Iqbal (SI) (Clerk), Priya Nair (PN), Dr Owen Pask (OP)

"""

FORMS = (
    Form(
        "a bracket behind the stop",
        "A bracket that stands alone behind an order says whose it is; one that holds something else does not.",
        PRESENT
        + "Action: Take photos of the fair. (HM/PN)\n\nAction: Draw the map. (see the plan)\n\nAction: SI to price the boat. (OP)\n",
        (
            (("HM", "PN"), "take photos of the fair", None),
            ((), "draw the map", None),
            (("SI",), "price the boat", None),
        ),
    ),
    Form(
        "tasks under the item that names somebody",
        "What stands under “Hayley Marsh” or “Sam will:” in a list of actions is theirs, unless it names somebody itself.",
        PRESENT
        + "## Actions\n\n- Hayley Marsh\n  - Book the barn\n  - PN to ring the mill\n- Sam will:\n  - print the maps; and\n"
        "- The sysadmins\n  - Email the members\n- The pond\n  - Ask for quotes\n",
        (
            (("Hayley Marsh",), "book the barn", None),
            (("PN",), "ring the mill", None),
            (("Sam",), "print the maps", None),
            (("The sysadmins",), "email the members", None),
            ((), "ask for quotes", None),
        ),
    ),
    Form(
        "whom a bracket behind an order is for",
        "“[new for Hayley]” says whose it is, and so do “(ongoing for …)” and posts nobody is listed by.",
        PRESENT
        + "## Actions\n\n* Collect the leaflets from the mill [new for all members]\n* Print the maps (ongoing for Hayley Marsh)\n"
        "* Price the benches [for SI]\n* Describe the walk [a guide for beginners]\n",
        (
            (("all members",), "collect the leaflets", None),
            (("Hayley Marsh",), "print the maps", None),
            (("SI",), "price the benches", None),
            ((), "describe the walk", None),
        ),
    ),
    Form(
        "a word nobody knows under a mark",
        "Whoever is told to do something under a mark is its owner, though we know nothing of the word; things and verbs are not.",
        PRESENT
        + "ACTION: stewards to open the gate\n\nACTION: rowan67 will ask the mill\n\nACTION: the bakers are bringing bread\n\n"
        "ACTION: AB12-3: Officials to draw the map\n\nACTION: posters to be printed\n\nACTION: someone to ring the school\n\n"
        "ACTION: HM and SI yet to meet the warden\n",
        (
            (("stewards",), "open the gate", None),
            (("rowan67",), "ask the mill", None),
            (("the bakers",), "bringing bread", None),
            (("Officials",), "draw the map", None),
            ((), "print posters", None),
            ((), "ring the school", None),
            (("HM", "SI"), "meet the warden", None),
        ),
    ),
    Form(
        "a column of those responsible, cut short",
        "“Resp.” and “Res” head a column of owners.",
        PRESENT + "| Item | Description | Resp. |\n|--|--|--|\n| 1 | Write to the mill | HM/PN |\n\n"
        "| Item | Description | Res | Status |\n|--|--|--|--|\n| 2 | Count the swans | SI | . |\n",
        ((("HM", "PN"), "write to the mill", None), (("SI",), "count the swans", None)),
    ),
    Form(
        "members agreed to",
        "What members agreed to do is theirs; what “it was agreed to do” is nobody's by name.",
        PRESENT
        + "Members agreed to send comments to the Clerk by Thursday. It was agreed to write to the school.\n",
        (
            (("Members",), "send comments", "by Thursday"),
            ((), "write to the school", None),
        ),
    ),
    Form(
        "a line for the due under an action",
        "What stands behind “Due:”, on its line or the next, is the action's due; a day among other words is the day.",
        PRESENT
        + "Actions:\n\nHayley Marsh to develop a paper on the fair.\n\nDue:\n\nnext Books Board - 2 March\n\n"
        "Actions:\n\nPriya Nair to price the chairs.\n\nDue: Books Board - 5 April\n",
        (
            (("Hayley Marsh",), "develop a paper on the fair", "2 March"),
            (("Priya Nair",), "price the chairs", "5 April"),
        ),
    ),
    Form(
        "owners in brackets under the aims they serve",
        "A list of aims under a heading of actions orders nothing itself; what stands under each does, and its other headings too.",
        PRESENT
        + "## Actions\n\n### Aims:\n\n- G1 (Open a repair shop)\n\t- [HM]   Measure the old stable.\n\t- [PN]   Ask for quotes.\n"
        "- G2 (Find volunteers)\n\t- [OP]   Put up a poster.\n\n### The year ahead:\n- [HM]   Draft a calendar of fairs.\n\n"
        "## Next meeting\nIn spring.\n",
        (
            (("HM",), "measure the old stable", None),
            (("PN",), "ask for quotes", None),
            (("OP",), "put up a poster", None),
            (("HM",), "draft a calendar of fairs", None),
        ),
    ),
    Form(
        "a list within a cell",
        "Of two columns that speak of actions the one that holds nothing else is read, each item of its list by itself.",
        PRESENT + "| Point | Notes / Action Items | Actions: Responsible / Note |\n| --- | --- | --- |\n"
        "| The barn | Jo Brand opens by thanking all. The doors are talked over. |"
        " <ol><li>Paint the doors.</li><li>Hire a ladder from the farm.</li></ol> |\n",
        (((), "paint the doors", None), ((), "hire a ladder from the farm", None)),
    ),
    Form(
        "table",
        "A What/Who/When table is read row by row.",
        PRESENT
        + "Actions\n\n| What | Who | When |\n|---|---|---|\n| Send out the survey results | HM | 17 Feb |\n"
        "| Draft the skills plan | PN / OP | end of March |\n",
        (
            (("HM",), "send out the survey results", "17 Feb"),
            (("PN", "OP"), "draft the skills plan", "end of March"),
        ),
    ),
    Form(
        "table in another order",
        "Columns may stand in any order and carry other headings.",
        PRESENT
        + "Deadline\tLead officer\tRef\tAgreed action\n31/03/2026\tSam Iqbal\t4.1\tPublish the service standards\n"
        "ASAP\tPriya Nair\t4.2\tFind a venue for the summer forum\n",
        (
            (("Sam Iqbal",), "publish the service standards", "31/03/2026"),
            (("Priya Nair",), "find a venue", "ASAP"),
        ),
    ),
    Form(
        "table with a status",
        "Rows marked complete are history, whatever the mark.",
        PRESENT
        + "| No | Action | Owner | Due | Status |\n|--|--|--|--|--|\n| 1 | Write to the bus company | SI | Jan | Complete |\n"
        "| 2 | Draft the winter plan | OP | March | In progress |\n| 3 | Book the hall | HM | Feb | Closed - booked |\n"
        "| 4 | Ask the college for figures | PN | April | Open |\n",
        ((("OP",), "draft the winter plan", "March"), (("PN",), "ask the college for figures", "April")),
    ),
    Form(
        "table flattened to lines",
        "A table saved with each cell on its own line is still a table.",
        PRESENT
        + "Action\n\nOwner\n\nDeadline\n\nSend the new charter to the printers.\n\nHayley Marsh\n\n17/02/26\n\n"
        "Bring a paper on falls to the next meeting.\n\nDr Owen Pask\n\nNext meeting\n",
        (
            (("Hayley Marsh",), "send the new charter", "17/02/26"),
            (("Dr Owen Pask",), "bring a paper on falls", "Next meeting"),
        ),
    ),
    Form(
        "owner column",
        "A last column headed Action that holds only initials says whose the row's orders are.",
        PRESENT
        + "| Item | Discussion | Action |\n|--|--|--|\n| 3.1 | The leaflet was discussed. A new print run to be ordered. | SI |\n"
        "| 3.2 | The report was noted. | |\n",
        ((("SI",), "order a new print run", None),),
    ),
    Form(
        "marked lines",
        "ACTION, Action 3, AP and Action point mark actions, owner in front, behind or in brackets.",
        PRESENT
        + "The leaflet was discussed at length.\n\nACTION: Sam Iqbal to reprint the leaflet by 6 March\n\n"
        "Action 3 – PN to ask the college for figures.\n\nAP: Arrange a tour of the new clinic (DW)\n\n"
        "Action point: share the slides with partners - HM\n",
        (
            (("Sam Iqbal",), "reprint the leaflet", "by 6 March"),
            (("PN",), "ask the college for figures", None),
            (("DW",), "arrange a tour of the new clinic", None),
            (("HM",), "share the slides with partners", None),
        ),
    ),
    Form(
        "several marks in one line",
        "Several marked actions in one paragraph are several actions.",
        PRESENT
        + "Transport was discussed. Action 1: OP to map the bus routes. Action 2: HM to write to the operator.\n",
        ((("OP",), "map the bus routes", None), (("HM",), "write to the operator", None)),
    ),
    Form(
        "due line",
        "A Due or Owner line under a marked action belongs to it.",
        PRESENT + "Action: Publish the opening hours\n\nOwner: Priya Nair\n\nDue: end of May\n",
        ((("Priya Nair",), "publish the opening hours", "end of May"),),
    ),
    Form(
        "owner behind a sentence",
        "An owner alone under a mark owns the sentence before it.",
        PRESENT
        + "Members asked for the figures by ward. The figures to be sent to members before Easter. (Action: PN)\n",
        ((("PN",), "send the figures to members", "before Easter"),),
    ),
    Form(
        "list under a heading",
        "Items under an actions heading are actions: owner before a colon, in square brackets, with to, or none.",
        PRESENT
        + "## Action items\n\n* HM: draft the newsletter\n* [SI] Book the town hall\n* Priya Nair to invite the fire service by 1 May\n"
        "* Order new signs\n* Budget\n",
        (
            (("HM",), "draft the newsletter", None),
            (("SI",), "book the town hall", None),
            (("Priya Nair",), "invite the fire service", "by 1 May"),
            ((), "order new signs", None),
        ),
    ),
    Form(
        "tick boxes",
        "A ticked box is done; an empty one is an action.",
        PRESENT
        + "### Next steps\n\n- [x] Sam Iqbal to book the hall\n- [ ] Hayley Marsh to print the posters\n",
        ((("Hayley Marsh",), "print the posters", None),),
    ),
    Form(
        "resolved",
        "Resolved items are decisions, orders, or both in one breath.",
        PRESENT + "Resolved:-  (1)  That the budget be noted and partners share it with their staff.\n\n"
        "(2)  That the Clerk be requested to invite the ambulance service to the April meeting.\n\n"
        "(3)  That a workshop on falls be arranged before the summer.\n\n(4)  That the minutes be approved.\n",
        (
            (("partners",), "share it with their staff", None),
            (("the Clerk",), "invite the ambulance service", "the April meeting"),
            ((), "arrange a workshop on falls", "before the summer"),
        ),
        decisions=2,
    ),
    Form(
        "resolved to refer",
        "A matter sent to another body is a referral.",
        PRESENT + "RESOLVED that the shortfall be referred to the Westmere Finance Committee.\n",
        (((), "refer the shortfall to the Westmere Finance Committee", None),),
        decisions=0,
    ),
    Form(
        "undertakings in prose",
        "Undertook, agreed, offered and said he would are commitments of the one who spoke.",
        PRESENT
        + "Dr Pask undertook to review the pathway by the end of April.\n\nCllr Ward agreed to speak to the school.\n\n"
        "Hayley Marsh said she would circulate the dates.\n\nThe Clerk offered to ring the landowner.\n",
        (
            (("Dr Pask",), "review the pathway", "by the end of April"),
            (("Cllr Ward",), "speak to the school", None),
            (("Hayley Marsh",), "circulate the dates", None),
            (("The Clerk",), "ring the landowner", None),
        ),
    ),
    Form(
        "will and is to",
        "What somebody at the table will do, or is to do, is theirs.",
        PRESENT
        + "The Clerk will obtain three quotes for the fence. HM is to chase the contractor. PN to confirm the venue.\n",
        (
            (("The Clerk",), "obtain three quotes", None),
            (("HM",), "chase the contractor", None),
            (("PN",), "confirm the venue", None),
        ),
    ),
    Form(
        "it was agreed",
        "It was agreed to do, or that somebody would, orders it.",
        PRESENT
        + "It was agreed to write to the water company about the leak. It was agreed that Sam Iqbal would update the risk register.\n",
        (((), "write to the water company", None), (("Sam Iqbal",), "update the risk register", None)),
    ),
    Form(
        "passive orders",
        "An order without a doer is an action without an owner.",
        PRESENT
        + "The hedge by the library is to be cut back. Quotes for a new bench to be obtained before the next meeting.\n",
        (((), "cut back", None), ((), "obtain quotes for a new bench", "before the next meeting")),
    ),
    Form(
        "requests",
        "Somebody asked to do something has a request, softly put or not.",
        PRESENT
        + "The Chair asked Dr Pask to share the audit. The Board asked whether the college would publish its figures. "
        "Members requested a briefing on dental access, which the Director was pleased to offer.\n",
        (
            (("Dr Pask",), "share the audit", None),
            (("the college",), "publish its figures", None),
            (("the Director",), "a briefing on dental access", None),
        ),
    ),
)

NOTHING = (
    (
        "rows ticked with a root sign",
        "Actions\n\n| What | Who | Completed |\n|---|---|---|\n| Send out the survey | HM | √ |\n| Book the hall | OP | √ |\n",
    ),
    ("noted and received", "The report was noted. Apologies were received from Owen Pask. The accounts had been circulated."),
    ("history", "The Clerk had written to the landowner. The hedge has been cut. The survey was completed in May."),
    ("plans of outsiders", "Fernley Water plans to replace the main in the autumn. The government will consult on this next year."),
    ("a presentation's slides", ("Lena Fox gave the following presentation on the work:-\n\nProgress\n\n- Survey of users\n\nAction\n\n"
     "- Train all staff\n\n- Write a charter\n\nDiscussion ensued on the above.")),
    ("a review of earlier actions", "## Actions from the last meeting\n\n* Sam Iqbal to book the hall - done\n* HM to print posters: completed\n"),
    ("opinions", "Cllr Ward felt that the road should be resurfaced. It was hoped that more people would attend. Members could write to their MP."),
    ("an agenda", "## Agenda\n\n1. Apologies\n2. To approve the minutes\n3. To receive the accounts\n"),
    ("who was there", "Present: Ann Oake, Clerk to the Council; Bo Reed, Head of Planning to item 4."),
)  # fmt: skip
