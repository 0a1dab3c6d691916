"""Invented lines of minutes in pairs: the form where somebody is to act, and the same words where nobody is.

Every place and person is made up. A line of `does` wants one action: its owners and some words of what is to be
done. A line of `leaves` wants none.
"""

from dataclasses import dataclass

Line = tuple[str, tuple[str, ...], str]


@dataclass(frozen=True)
class Twins:
    """One form of wording: `promise` says what the reading must hold to."""

    name: str
    promise: str
    does: tuple[Line, ...]
    leaves: tuple[str, ...]


# fmt: off
TWINS = (
    Twins(
        "left, given or told to do it",
        "What is left to somebody, or somebody is given or told to do, is theirs.",
        (
            ("It was left to the Clerk to arrange a date.", ("the Clerk",), "arrange a date"),
            ("It was resolved that the Clerk be instructed to write to the mill.", ("the Clerk",), "write to the mill"),
            ("The Clerk was given the go-ahead to order the paint.", ("The Clerk",), "order the paint"),
            ("Sam Iqbal has been tasked with finding a plumber.", ("Sam Iqbal",), "finding a plumber"),
            ("DW has still to contact the mill.", ("DW",), "contact the mill"),
            ("Hayley Marsh said she’d look into it.", ("Hayley Marsh",), "look into it"),
        ),
        (
            "Two chairs were left by the mill to dry.",
            "The Clerk has been thanked.",
        ),
    ),
    Twins(
        "asked with a please",
        "A please asks somebody named, or everybody who reads it.",
        (
            ("Could Priya please let us know the dates?", ("Priya",), "let us know"),
            ("Please send any comments to Sam by Friday.", (), "send any comments"),
        ),
        (
            "Please note that the hall is closed in May.",
            "Could it be the wind?",
        ),
    ),
    Twins(
        "a thing that is to go somewhere",
        "Letters and notices that are “to go out” have to be sent by somebody.",
        (
            ("Letters to go to all allotment holders.", (), "letters"),
            ("The Mill - notice to go on display.", (), "notice"),
            ("A working party is to be set up to look at the drains.", (), "working party"),
        ),
        (
            "Two miles to go to the mill.",
        ),
    ),
    Twins(
        "suggested, and agreed in the next words",
        "What was suggested or proposed is ordered once the next words agree to it.",
        (
            ("It was suggested that the walk be included in the newsletter. All agreed to this.", (), "walk"),
            ("It was proposed by Sam Iqbal that a letter should be sent to the mill, seconded by Priya Nair. The proposal was carried.", (), "letter"),
        ),
        (
            "It was suggested that the walk be included in the newsletter. There was some doubt.",
            "It was proposed by Sam Iqbal that a letter should be sent to the mill. The proposal was lost.",
        ),
    ),
    Twins(
        "where a doing ends",
        "A doing ends where another clause begins, and a new doer behind “then” is another's.",
        (
            ("The Chair will answer the letters and copies of those received will go on being kept.", ("The Chair",), "answer the letters"),
        ),
        (
            "The Chair answered the letters and copies of them were kept.",
        ),
    ),
    Twins(
        "agreed that it go somewhere",
        "What was agreed to go somewhere, or somebody to be thanked, has to be brought there or thanked by somebody.",
        (
            ("It was agreed the notes should go on the website for comment.", (), "website"),
            ("It was agreed Mr Reed should be thanked for the bench.", (), "thank"),
            ("It was agreed to hold a further drop-in session.", (), "drop-in"),
        ),
        (
            "It was agreed that the bench looks well.",
            "It was decided to hold the fair in June.",
            "Mr Reed was thanked for the bench.",
        ),
    ),
    Twins(
        "said that they would, whatever the verb",
        "What somebody at the table said they would do is theirs, also where the verb is a rare one.",
        (
            ("Sam Iqbal said he would curb the noise.", ("Sam Iqbal",), "curb the noise"),
            ("Sam Iqbal said that he would come back to Priya with an answer.", ("Sam Iqbal",), "come back to Priya"),
        ),
        (
            "Sam Iqbal said he would be late.",
            "Sam Iqbal said he would prefer the other one.",
            "The new rules will come into force in May.",
            "Prices to come.",
        ),
    ),
    Twins(
        "assigned in whatever word",
        "Somebody at the table who “was … to do it” has been given it, whatever word the body has for that.",
        (
            ("Priya Nair was assigned to draft the leaflet.", ("Priya Nair",), "draft the leaflet"),
            ("Owen Pask was sorry for the delay and was rostered to repaint the sign.", ("Owen Pask",), "repaint the sign"),
            ("Sam Iqbal was asked if he could make enquiries at the mill.", ("Sam Iqbal",), "make enquiries"),
            ("Priya took an action item to propose a date.", ("Priya",), "propose a date"),
        ),
        (
            "Hayley was delighted to see the barn so full.",
            "Owen was allowed to leave early.",
            "The barn was used to store the chairs.",
        ),
    ),
    Twins(
        "asked in the present, and of a thing",
        "What the body requests, or somebody asks to be done, is a request, with or without “that”.",
        (
            ("The committee requests the Board send a notice to the tenants.", ("the Board",), "send a notice"),
            ("Cllr Ward requested that this be on the next agenda.", (), "on the next agenda"),
            ("Cllr Ward requested a survey of the lamps be undertaken by the Roads Team.", ("the Roads Team",), "survey of the lamps"),
            ("Cllr Ward requested if the green could be cut for the fair.", (), "cut"),
        ),
        (
            "Cllr Ward explained that she had requested the item to be on the agenda.",
            "Dr Pask introduced the paper and invited the Board to comment.",
            "Dr Pask asked whether smoke would be considered as a cause.",
        ),
    ),
    Twins(
        "a short order behind a dash",
        "A short order behind a dash is quoted with the matter before it.",
        (
            ("Dr Pask asked whose the wall is - Hayley will clarify with the school.", ("Hayley",), "whose the wall is"),
        ),
        (
            "Dr Pask asked whose the wall is - the school will open in May.",
        ),
    ),
    Twins(
        "behind and",
        "Whoever a sentence begins with goes on behind its “and”.",
        (
            ("Priya Nair told of the leak and also agreed to follow it up with the builder.", ("Priya Nair",), "follow it up"),
            ("The gate and the fence by the mill were both found open, it was agreed to also ask the school.", (), "ask the school"),
        ),
        (
            "Hayley told of the leak and was thanked.",
        ),
    ),
    Twins(
        "put on an agenda",
        "An agreement to have something on an agenda asks for it to be put there.",
        (
            ("It was agreed to have an item on the next agenda about the newsletter.", (), "newsletter"),
        ),
        (
            "It was agreed to have tea first.",
        ),
    ),
    Twins(
        "what agendas are headed by",
        "A heading over what comes up orders nothing, nor does what the minutes were approved with.",
        (),
        (
            "Books to be considered - The Law of Ponds and Ferries by Day.",
            "Issues to be discussed include the ferry, the mill and the lamps.",
            "11 To receive suggested items to be considered for the next agenda:",
            "The minutes of 3 March were agreed as a true record, with an addition to clarify that the hedge is to be cut by the school.",
            "The fund is low as sums need to be transferred.",
        ),
    ),
    Twins(
        "several signs together",
        "Where no form is recognised, who stands before the verb, the verb and the due words decide together.",
        (
            ("The shed plans were liked, and a summary will be requested from the joiner by the end of May.", (), "summary"),
            ("A note on the moth survey would be brought to the June meeting.", (), "note on the moth survey"),
            ("It was thought the swifts had gone early. Dr Pask, having the records, would compare them.", ("Dr Pask",), "compare them"),
            ("Bills for the oil were passed round and the rest are to be scanned and circulated next week.", (), "circulate"),
            ("With the lamps so old, and no spares in the shops, the Clerk, in May, will ask the museum for some.", ("the Clerk",), "ask the museum"),
        ),
        (
            "The government will consult on this in the spring.",
            "The minister will write to all councils by Friday.",
            "Residents will send their photographs to the paper by Friday.",
            "Whether the ferry would ask for more by Easter was not known.",
            "Had the kiln been hotter, the glaze would have run, and everybody would know.",
            "It would remain to be seen whether the swifts return.",
            "Nobody will ask the museum by Friday.",
            "Work will start on the ferry in June.",
            "The shop will open on Sundays from May.",
            "The new rules will apply from 1 April.",
            "The scheme should provide forty moorings.",
            "The report tells how the ferry will improve by May.",
            "The lease will be sent out by the county council in May.",
            "Would the Clerk ask the museum by Friday?",
        ),
    ),
    Twins(
        "first names",
        "A first name in wide use is somebody, listed as present or not.",
        (
            ("Harriet to update the mailing list.", ("Harriet",), "update the mailing list"),
            ("Trevor will ring the roofing firm.", ("Trevor",), "ring the roofing firm"),
            ("Mark Fenwick to share the survey with the tenants.", ("Mark Fenwick",), "share the survey"),
            ("Ines and Callum to judge the posters.", ("Ines", "Callum"), "judge the posters"),
            ("Gwen is going to collect the keys.", ("Gwen",), "collect the keys"),
        ),
        (
            "Great to see so many new faces.",
            "Victoria Park to Market Street is a fine walk.",
            "Topics to add to the calendar:",
            "Reasons to join are many.",
            "Keen to hear more about the scheme.",
            "May to September is the busy season.",
        ),
    ),
    Twins(
        "an owner behind a stroke",
        "A name behind a stroke at the end owns the sentence before it, or is told what to do.",
        (
            ("The poster is to be printed on card / Hayley", ("Hayley",), "poster"),
            ("The shed door sticks. / Priya to mend it.", ("Priya",), "mend it"),
            ("Book the minibus for the outing / SI", ("SI",), "book the minibus"),
        ),
        (
            "Tea / coffee was served.",
            "Presented By: Hayley Marsh / Sam Iqbal",
            "3 / Correspondence",
            "The hall / Hayley’s garden were both considered.",
        ),
    ),
    Twins(
        "somebody to action",
        "“Clerk to action” names the owner of the sentence before it.",
        (
            ("The gutter over the porch needs clearing. Clerk to action.", ("Clerk",), "clear"),
            ("New padlocks are needed for the allotment gate. DW to action", ("DW",), "padlocks"),
            ("Priya will measure the windows and tell the Board. Priya to action", ("Priya",), "measure the windows"),
        ),
        (
            "The Board is keen to move from plans to action.",
            "The call to action was well received.",
        ),
    ),
    Twins(
        "an owner under a mark",
        "A mark that names only somebody points back at what was asked or promised.",
        (
            ("Owen Pask wished to be told that the ramp would be finished by Easter. Action: Mark Fenwick", ("Mark Fenwick",), "ramp"),
            ("The bins by the pond overflow every weekend. [Action: DW]", ("DW",), "bins"),
            ("The lease has to go to the solicitor. ACTION HM", ("HM",), "lease"),
            ("The lease has to go to the solicitor. Action – Clerk", ("Clerk",), "lease"),
            ("A quote for the handrail was shown and liked. All agreed – action HM.", ("HM",), "handrail"),
            ("Action (SI): Item 2 That Sam Iqbal would find out about the lighting.", ("SI",), "find out about the lighting"),
        ),
        (
            "Action: none",
            "The report was noted. Action: for information only",
        ),
    ),
    Twins(
        "an owner at the end of an order",
        "Initials or a name at the end of an order are its owner's.",
        (
            ("Write to the bus company about the shelter – HM", ("HM",), "write to the bus company"),
            ("Obtain prices for new curtains (SI)", ("SI",), "obtain prices"),
            ("Chase the electrician for his certificate. PN", ("PN",), "chase the electrician"),
            ("Letter to be sent to all allotment holders.          DW", ("DW",), "letter"),
            ("Keys to be cut for the new caretaker - Hayley", ("Hayley",), "keys"),
        ),
        (
            "Treasurer’s report – HM",
            "The walk led from the mill to Hatherley – OP enjoyed it.",
            "Welcome and introductions (DW)",
        ),
    ),
    Twins(
        "somebody speaks and will",
        "What a speaker before a colon or dash will do is the speaker's, though no subject is repeated.",
        (
            ("Hayley: rang the printers twice; will report on Monday", ("Hayley",), "report on Monday"),
            ("Priya - will open a ticket for the broken links", ("Priya",), "open a ticket"),
            ("OP: the handbook is silent on refunds - will take it as an action", ("OP",), "silent on refunds"),
            ("SI: ask the college to lend the projector; taking as an action", ("SI",), "ask the college"),
            ("HM – to find out who holds the keys", ("HM",), "find out who holds the keys"),
        ),
        (
            "Hayley: thinks that users will complain",
            "Priya - likes the idea; says it will help newcomers",
            "OP: will the release slip?",
        ),
    ),
    Twins(
        "without a subject",
        "An item that begins with “Will” or “To” and what is done is an order whose doer stands elsewhere.",
        (
            ("- Will report the cracked drain on Mill Lane", (), "report the cracked drain"),
            ("- Will measure the loose slab by the well", (), "measure the loose slab"),
            ("- To find a new home for the noticeboard", (), "find a new home"),
        ),
        (
            "- Will the path be open by June?",
            "- Will be quieter in winter",
            "- To receive the minutes of the last meeting",
            "- To approve the accounts",
        ),
    ),
    Twins(
        "he or she of the sentence before",
        "“He will …” is a promise of whom the sentence before was about.",
        (
            ("Sam Iqbal had tried two kinds of lamp. He will be buying the brighter one this week.", ("Sam Iqbal",), "buying the brighter one"),
            ("Hayley Marsh spoke to the warden. She will write to him with the dates.", ("Hayley Marsh",), "write to him"),
            ("Dr Pask gave an update on the audit. He would send the slides to members.", ("Dr Pask",), "send the slides"),
        ),
        (
            "The minister visited the county. He will leave office in June.",
            "A resident has moved away. She will be missed.",
        ),
    ),
    Twins(
        "passive with a doer",
        "Something that will be done by somebody at the table is that person's.",
        (
            ("Old maps of the green will be sourced by Priya.", ("Priya",), "source old maps of the green"),
            ("A costed plan would be brought to the Board in May, by Sam Iqbal who will run the project.", ("Sam Iqbal",), "costed plan"),
            ("The stall is to be run by Hayley and Priya.", ("Hayley", "Priya"), "stall"),
        ),
        (
            "The bypass will be built by the county council.",
            "The windows were cleaned by Priya.",
            "Costs will be driven by inflation.",
        ),
    ),
    Twins(
        "passive promise",
        "What will be sent, circulated or the like to those at the table is an action without an owner.",
        (
            ("The report of the county forum will be forwarded to partners when it comes.", (), "forward"),
            ("A summary of the survey will be circulated with the minutes.", (), "circulate"),
            ("The old cooker to be relocated to the scout hut.", (), "relocate the old cooker"),
            ("A new lock and two keys to be purchased.", (), "purchase"),
            ("The noticeboard needs to be repainted before the fair.", (), "repaint"),
        ),
        (
            "Applications will be refused after the deadline.",
            "The road will be closed for three days by the water company.",
            "Any conflict of interest shall be declared at the start of each meeting.",
            "Songs limited to three verses to be shared out among the choirs.",
            "A meeting shall be chaired by a member.",
        ),
    ),
    Twins(
        "a doer after a clause of time",
        "A clause of time or condition before the doer does not hide the doer.",
        (
            ("Once the survey is in the Clerk will order the timber.", ("the Clerk",), "order the timber"),
            ("When the lease is signed, Hayley will order the sign.", ("Hayley",), "order the sign"),
            ("After the holidays DW will start the count of empty plots.", ("DW",), "start the count"),
        ),
        (
            "When the bypass opens, traffic will fall.",
            "If the grant were refused, the trust would close the hall.",
        ),
    ),
    Twins(
        "somebody who will",
        "Orders hang together: “send them to Ann who will combine them” asks something of Ann.",
        (
            ("The lists are held by Priya, who will send them out.", ("Priya",), "send them out"),
        ),
        (
            "The prize goes to whoever will run fastest.",
            "There are many who will enjoy the new path.",
        ),
    ),
    Twins(
        "needed of somebody",
        "“Need everyone to …” asks them to do it.",
        (
            ("Need everyone to check their entry in the register.", ("everyone",), "check their entry"),
            ("We need Sam to sign the form.", ("Sam",), "sign the form"),
            ("Volunteers needed to staff the gate: Hayley to put up a rota.", ("Hayley",), "put up a rota"),
            ("Please can all members return the form by Friday.", ("all members",), "return the form"),
            ("All members to read the draft before the next meeting.", ("All members",), "read the draft"),
            ("Everyone to bring a friend.", ("Everyone",), "bring a friend"),
        ),
        (
            "Residents need to register to vote.",
            "The county needs drivers to work on Sundays.",
        ),
    ),
    Twins(
        "asked, in few words",
        "“Clerk asked to …” without “was” is still a request.",
        (
            ("Clerk asked to obtain three quotes.", ("Clerk",), "obtain three quotes"),
            ("Cllr Ward requested to attend the site visit and report back.", ("Cllr Ward",), "attend the site visit"),
            ("Clerk instructed to pay the invoice.", ("Clerk",), "pay the invoice"),
        ),
        (
            "A resident asked to speak.",
            "Cllr Ward asked to be excused.",
        ),
    ),
    Twins(
        "took it on",
        "Volunteering, offering and taking something on are commitments, however short.",
        (
            ("Cllr Ward volunteered to paint the bench.", ("Cllr Ward",), "paint the bench"),
            ("Hayley kindly offered to bake for the fair.", ("Hayley",), "bake for the fair"),
            ("Priya is happy to draft a reply.", ("Priya",), "draft a reply"),
            ("Sam to look into grants and report back.", ("Sam",), "look into grants"),
            ("Owen to follow up with the college.", ("Owen",), "follow up with the college"),
            ("Owen promised to lend his ladder.", ("Owen",), "lend his ladder"),
            ("Hayley has agreed to judge the cakes.", ("Hayley",), "judge the cakes"),
            ("Cllr Ward would speak to the landlord and report back.", ("Cllr Ward",), "speak to the landlord"),
        ),
        (
            "Nobody volunteered to take the chair.",
            "Cllr Ward declined to comment.",
            "The shop offered to all customers a discount.",
            "Hayley was happy to see the hall so full.",
        ),
    ),
    Twins(
        "the future of the world",
        "What will merely be, or what outsiders will do, is nobody's action.",
        (
            ("The Secretary will forward the questions to the agents.", ("The Secretary",), "forward the questions"),
        ),
        (
            "Committee meetings will take place on the first Monday at 7 pm.",
            "Reading circles will help with bringing newcomers in.",
            "The new rules will give tenants more rights.",
            "The council tax will rise in April.",
            "This will help to reduce the cost.",
            "The school will close for the summer on 20 July.",
            "As a new tenant I would like to have a key and I am glad to follow the rules of the house.",
            "The visitors then sat down in pairs under their own guides to discuss the walk.",
            "Any member may ask the Chair to call a meeting.",
            "Members are requested to disclose any interest they may have as the code of conduct requires.",
            "Members are reminded of their duty to declare any interest.",
        ),
    ),
    Twins(
        "run-on lines",
        "Known initials before “to” begin an order even where no stop is written before them.",
        (
            ("Stock of firewood very low HM to order two loads.", ("HM",), "order two loads"),
            ("Shed 1) the roof leaks 2) DW to ring the roofer", ("DW",), "ring the roofer"),
            ("Fence along the beck PN was asked to review the quote.", ("PN",), "review the quote"),
        ),
        (
            "The keys were handed by HM to the new tenant.",
            "A letter from the county and HM to follow.",
        ),
    ),
    Twins(
        "tasked with",
        "Somebody tasked with doing something is to do it.",
        (
            ("Bo Reed tasked with finding a quieter room.", ("Bo Reed",), "finding a quieter room"),
            ("Priya was charged with drafting the reply.", ("Priya",), "drafting the reply"),
        ),
        (
            "The fee charged with the order was £3.",
        ),
    ),
    Twins(
        "asked of somebody",
        "What is asked for from somebody, or that somebody do, is a request.",
        (
            ("Hayley asked for figures from the college to support this.", ("the college",), "figures"),
            ("The Committee requested Mr. Fenwick send the plans of the cellar.", ("Mr. Fenwick",), "send the plans of the cellar"),
            ("The Chair spoke of the visit and asked members to bring a torch.", ("members",), "bring a torch"),
        ),
        (
            "A resident asked for more light in the lane.",
        ),
    ),
    Twins(
        "questions to put",
        "An order to ask or check something may end in a question mark.",
        (
            ("Hayley to check whether the hall is free in May?", ("Hayley",), "check whether the hall is free"),
        ),
        (
            "Hayley to pay for all of this?",
            "Who is to check the hall?",
        ),
    ),
    Twins(
        "so he will",
        "“He” in the same sentence is whom it began with.",
        (
            ("Trevor could not say yet, so he will ask the surveyor.", ("Trevor",), "ask the surveyor"),
        ),
        (
            "The lease could not be found, so it will be a while.",
        ),
    ),
    Twins(
        "the next step",
        "The next step, or the action, is to do something.",
        (
            ("The next step is to ask three firms for prices.", (), "ask three firms for prices"),
        ),
        (
            "The next step was to ask three firms, which was done in May.",
        ),
    ),
    Twins(
        "in an aside",
        "An order in brackets is an order.",
        (
            ("The radiators are cold again [HM to drain them].", ("HM",), "drain them"),
        ),
        (
            "The lamp (given to Hayley in May) is broken.",
        ),
    ),
    Twins(
        "a topic, what to do, and who",
        "“Risk 7 – review the wording – HM” is HM's order, though the topic stands first.",
        (
            ("Risk 7 Flooding – review wording after the survey - HM", ("HM",), "review wording"),
        ),
        (
            "Risk 7 Flooding – high and rising - see the annex",
        ),
    ),
    Twins(
        "held in passing",
        "Offices, payments agreed and talk of others are no orders.",
        (
            ("It was agreed that Priya would paint the door.", ("Priya",), "paint the door"),
        ),
        (
            "It was agreed that Ms Oake would replace Bo Reed as steward.",
            "It was agreed to pay the piper £60.",
            "Owen offered to lend his ladder, which he did after the meeting.",
            "The new officer was due to join the service in May.",
            "Venue: Meeting to be held by telephone.",
            "> Decisions are to be made by a simple majority of members.",
            "While this helps the board to settle its rules, no list has been drawn up.",
        ),
    ),
    Twins(
        "done in so many words",
        "An order that a later sentence calls done is history, whatever is told after that.",
        (
            ("Action 2.1: SI to renew the lease. The landlord is abroad.", ("SI",), "renew the lease"),
        ),
        (
            "Action 2.2: SI to renew the lease. Done. The landlord had signed it in May.",
            "Action 2.3: HM to buy tape. Completed & closed.",
            "ACTION: HM to buy tape\n\nTape bought in May - Cleared\n",
            "The actions raised were cleared as follows:\n\nACTION: HM to buy tape\n\nTape is in the drawer.\n",
            "Members of the public who wish to speak should notify the Clerk in writing.",
            "Members to give notice of any interest in an item of the agenda.",
            "Questions must be sent in two days before.",
        ),
    ),
    Twins(
        "boilerplate of agendas",
        "What every agenda says of its own items asks nothing, though the same words may order somebody.",
        (
            ("HM will present the report on the quay to the school.", ("HM",), "present the report"),
            ("SI will ask the mill at the next fair for its prices.", ("SI",), "ask the mill"),
        ),
        (
            "The Chair will lead on this item (copy attached).",
            "Late items of urgent business will be considered under the agenda item they belong to.",
            "Please send questions to the Clerk two days before.",
            "I will ask at the next meeting for news of the ferry.",
        ),
    ),
    Twins(
        "a speaker who only speaks",
        "What somebody says they will do is theirs; what they will say is said.",
        (
            ("AO: I will write to the mill.", ("AO",), "write to the mill"),
        ),
        (
            "AO: I will say that the leaflet looks good.",
            "AO: let's make a motion of it.",
        ),
    ),
    Twins(
        "what a thing is good for",
        "A person who would provide something does it; a scheme that would provide a way does nothing.",
        (
            ("Priya Nair will provide the key to the barn.", ("Priya Nair",), "provide the key"),
        ),
        (
            "OTX would provide a simple means of counting tickets.",
            "Mowing of the quay will cost £30 a time.",
            "Allowing the group to meet in the barn.",
            "Mr Reed has decided not to stand but would consider helping at the fair.",
        ),
    ),
    Twins(
        "outsiders asked, or who owe",
        "Who is asked at the meeting is to act; whom a letter asks, and who still owes, is told of.",
        (
            ("The Chair asked Priya Nair to write to the rowing club.", ("Priya Nair",), "write to the rowing club"),
            ("Priya Nair is still to pay the ferryman.", ("Priya Nair",), "pay the ferryman"),
            ("Members asked that the gate be painted.", (), "painted"),
        ),
        (
            "The letter asks parish groups to undertake a count of boats.",
            "The Rowing Club is still to pay its share of the water bill.",
            "The Chair asked the meeting whether a gift should be made to the band.",
            "The Chair told the group that she had invited Lena Holt to attend and speak on otters.",
        ),
    ),
    Twins(
        "agreed for good",
        "An order is done once; a rule, a wait or things left as they are, are settled.",
        (
            ("It was agreed that the tickets should be printed.", (), "tickets should be printed"),
            ("It was agreed to split the task list and send it to the wardens.", (), "split the task list"),
        ),
        (
            "It was agreed that tickets should be printed from now on.",
            "It was agreed to wait until the fair.",
            "It was agreed to continue with the rota as before.",
        ),
    ),
    Twins(
        "letters that stand for a name",
        "Initials in brackets behind an order are its owner's, and behind a name they are its letters.",
        (
            ("Open the new gate to the quay (HM)", ("HM",), "open the new gate"),
        ),
        (
            "Open Source Guild (OSG)",
        ),
    ),
    Twins(
        "told behind the matter",
        "A dash or comma may part a matter from what is to be done about it; what is told there of others is none.",
        (
            ("Willow by the quay leans far over the towpath at the bend near the mill - price to be obtained from two firms.", (), "price to be obtained"),
            ("Bo Reed is baking for the regatta in the barn, posters to be printed soon.", (), "posters to be printed"),
            ("Minute book is full - the hall steward was told at length - Clerk to photocopy the last ten pages for the wardens.", ("Clerk",), "photocopy the last ten"),
        ),
        (
            "The towpath is wet - it was closed by the mill.",
            "The mill said that a dam, which is to be closed, leaks.",
        ),
    ),
    Twins(
        "an action was created",
        "An action that was raised is one; an action that was closed is done.",
        (
            ("An action was raised to compare the ferries.", (), "compare the ferries"),
            ("An action was created for Priya Nair to compare the ferries.", ("Priya Nair",), "compare the ferries"),
        ),
        (
            "The action was closed.",
        ),
    ),
    Twins(
        "asked in the present",
        "“Ann asks Bo to …” and “wardens, please …” ask somebody; what a chart invites people to see, or a greeting, does not.",
        (
            ("Hayley Marsh invites Sam Iqbal to draft the poster.", ("Sam Iqbal",), "draft the poster"),
            ("Wardens please return the keys.", ("Wardens",), "return the keys"),
        ),
        (
            "The chart invites readers to compare the ferries.",
            "Hayley Marsh invites Sam Iqbal to speak.",
            "Hello please keep to the left.",
        ),
    ),
    Twins(
        "and that it be so",
        "A clause behind a semicolon goes on with what was agreed.",
        (
            ("The Board agreed to note the tide table; and that copies be sent to the wardens.", (), "copies be sent"),
        ),
        (
            "The Board agreed to note the tide table; and that was all.",
        ),
    ),
)

STRUCTURES = (
    Twins(
        "a list of what was agreed",
        "Among what was agreed, work to be done is an action, and how things must be from now on is settled.",
        (
            ("The board agreed that:\n\n1. The tide form must be used when boats are hired.\n2. The tide form should be corrected.\n", (), "tide form should be corrected"),
            ("## Decisions\n\nThe Quay Board agreed\n\n- that copies of the tide form be circulated;\n", (), "be circulated"),
        ),
        (
            "The board agreed that:\n\n1. The tide form must be used when boats are hired.\n2. A second form should not be developed.\n",
            "## Decisions\n\nThe Quay Board agreed\n\n- that the report be noted;\n",
        ),
    ),
    Twins(
        "what should be done under actions",
        "Under a heading of actions, what should be done or somebody will do is an action; a bare topic is none.",
        (
            ("### Action 3:\n\nThe tide table should be corrected to show the summer.\n\n### Regatta\n", (), "tide table"),
            ("## Actions\n\n1. The Quay Group will provide the tide table\n", ("The Quay Group",), "provide the tide table"),
        ),
        (
            "## Actions\n\n1. Quay and ferry\n",
        ),
    ),
    Twins(
        "work under a work programme",
        "What would be asked or added, under a work programme, is to be done; what would be discussed is for later.",
        (
            ("Work programme:\n\n- An update on the ferry would be requested for May.\n", (), "update on the ferry"),
        ),
        (
            "Work programme:\n\n- The ferry would be discussed in May.\n- The regatta\n",
        ),
    ),
    Twins(
        "actions and resolutions under one heading",
        "A heading that names actions and resolutions opens a list of both.",
        (
            ("**Actions/Resolutions**\n\n - HM: circulate the tide table\n", ("HM",), "circulate the tide table"),
        ),
        (
            "**Motions/Resolutions**\n\n - The tide table is adopted.\n",
        ),
    ),
    Twins(
        "an item that heads others",
        "An order that ends in a colon over orders of their own heads them, and is none itself.",
        (
            ("## Actions\n\n- [HM] Mend the boats:\n  - the red one\n", ("HM",), "mend the boats"),
            ("## Actions\n\n- [HM] Look after the boats:\n  - [HM] Paint the hull of the red one\n", ("HM",), "paint the hull"),
        ),
        (
            "### Outstanding Actions - news\n\n- The boats are dry.\n",
        ),
    ),
    Twins(
        "told below to be done",
        "An earlier action is done with when the paragraph right under it begins by saying so, however long it is.",
        (
            ("Action 1: HM to ask the mill about the lamps.\n\nNot complete. The mill is closed until May.\n", ("HM",), "ask the mill"),
            ("Actions from the last meeting\n\nAction 1: HM to ask the mill about the lamps.\n\n- No reply has been received yet.\n", ("HM",), "ask the mill"),
        ),
        (
            "Action 1: HM to ask the mill about the lamps.\n\n- Complete. The mill has written, and its answer was sent round with the papers of this meeting.\n",
            "Action 2: SI to draft a rota.\n\n- Not to be taken forward. The rota of last year will do.\n",
            "Matters arising\n\nAction 3: HM to ask the mill about the lamps.\n\n- HM had met the mill in May and the lamps were on order.\n",
        ),
    ),
    Twins(
        "orders among items for later",
        "An item for the next agenda that ends in an order is that order.",
        (
            ("Items for the next meeting\n\n* The willow leans over the road. Clerk to ask the county.\n", ("Clerk",), "ask the county"),
        ),
        (
            "Items for the next meeting\n\n* The willow by the road\n",
        ),
    ),
    Twins(
        "business under an agenda",
        "Where things are told under “Agenda” as they went, the agenda is the minutes.",
        (
            ("### Agenda\n\n* **Elections** (Sam)\n  The count went well and all were thanked.\n* **Website**\n  Harriet to update the front page\n", ("Harriet",), "update the front page"),
            ("Agenda item\n\nThe Board to receive the plan.\n\nLena Fox introduced the plan, which was discussed.\n\nLena Fox and Sam Iqbal to draw a map of the parking.\n", ("Lena Fox", "Sam Iqbal"), "draw a map of the parking"),
        ),
        (
            "## Agenda\n\n1. Chair to open the meeting\n2. Treasurer to present the accounts\n3. Dates\n",
        ),
    ),
    Twins(
        "business right under the apologies",
        "Items that tell or order end the list of those present.",
        (
            ("Apologies: Bo Reed\n\n  1. The terms were read out and agreed by all.\n  2. Hayley will send a copy of them to the landlord\n", ("Hayley",), "send a copy of them to the landlord"),
        ),
        (
            "Apologies: Bo Reed, who will join later, and Ann Oake\n",
        ),
    ),
    Twins(
        "small round bullets",
        "A lone “o” before a capital is a bullet.",
        (
            ("- Calendar\no Talk by the lifeboat crew in July.\no Hayley to share the figures in August.\n", ("Hayley",), "share the figures in August"),
        ),
        (
            "o Talk by the lifeboat crew in July.\n",
        ),
    ),
    Twins(
        "one order to a line",
        "Lines that each begin with somebody and what they do are orders of their own, with or without bullets.",
        (
            ("The results of the vote and the next steps were gone through by the officers (Sam)  \nHarriet to update the front page  \n", ("Harriet",), "update the front page"),
        ),
        (
            "The long letter about the state of the towpath by the old mill was sent by the\nClerk to all residents of the lane.\n",
        ),
    ),
    Twins(
        "old actions that are still open",
        "Among the actions of the last meeting those said to be open are still to be done.",
        (
            ("Update on actions from the last meeting\n\nAP12 HM to ask the school about parking - CLOSED.\n\nAP13 SI to chase the surveyor for the plans - ONGOING.\n", ("SI",), "chase the surveyor"),
            ("1. Status of actions:\n    - PN, OP: Press the owners to sign the lease\n        - Stands\n    - HM: Hire a skip\n        - Done\n", ("PN", "OP"), "press the owners"),
        ),
        (
            "Actions from the last meeting\n\n* SI to book the hall - done\n* HM to print posters. Completed\n",
        ),
    ),
    Twins(
        "an owner on a line of its own",
        "Under a column headed Action, initials alone on a line own what stands before them.",
        (
            ("Action\n\n1.0\n\nApologies\n\nNone were received.\n\n3.1\n\n(2.4) The spring issue of the newsletter is not drafted yet.\n\nHM\n\n3.2\n\nThe report was noted.\n", ("HM",), "spring issue"),
        ),
        (
            "Action\n\n1.0\n\nApologies\n\nNone were received.\n",
        ),
    ),
    Twins(
        "a wiki's table",
        "Rows between double strokes are rows of a table.",
        (
            ("||Meeting ||Assigned ||Action ||status ||ETA ||\n||#9 ||Hayley ||draft the summer letter ||not done ||2026-03-01 ||\n||#8 ||Sam ||count the chairs ||done || ||\n", ("Hayley",), "draft the summer letter"),
        ),
        (
            "||Meeting ||Assigned ||Action ||status ||\n||#8 ||Sam ||count the chairs ||done ||\n",
        ),
    ),
    Twins(
        "lists left as HTML",
        "Elements of a table or list left as HTML are read one by one.",
        (
            ("<table><tr><td>Rules</td><td><ul><li>Ann Oake to post the rules on the board</li><li>Talk of chairs</li></ul></td></tr></table>", ("Ann Oake",), "post the rules"),
        ),
        (
            "<table><tr><td>Quorum</td><td>Quorum reached</td></tr></table>",
        ),
    ),
    Twins(
        "a list somebody opens",
        "Items under “Ann agreed to:” are Ann's, and those under a list of tasks belong to whom each names.",
        (
            ("The Clerk was asked to:\n\n* obtain three prices for the fence\n", ("The Clerk",), "obtain three prices"),
            ("Members agreed to take on the tasks below:\n\nP1. Review of the leaflets – HM\n", ("HM",), "leaflets"),
        ),
        (
            "The aims of the project are:\n\n* better health\n* more trees\n",
            "The nominations received are:\n\n* Hayley Marsh as Chair\n* Sam Iqbal as Treasurer\n",
        ),
    ),
    Twins(
        "an order among orders",
        "An item that only orders, among items that order somebody, is an order too.",
        (
        ),
        (
            "* Hayley reported on the fair\n* Ask Music Hire\n* Review of fees\n* Visit to the mill\n",
        ),
    ),
    Twins(
        "tick boxes",
        "Boxes not ticked under a heading of actions are actions, whoever they name.",
        (
            ("### Actionables\n\n- [ ] @bo and @ann: Write an example of the rota\n- [x] @bo: Buy chalk\n", ("@bo", "@ann"), "write an example"),
        ),
        (
            "### Attendees\n\n- [ ] Ann Oake, Parks\n- [x] Bo Reed, Roads\n",
        ),
    ),
    Twins(
        "resolved by a list of names",
        "Under “Resolved” a name before a colon and an order is an action.",
        (
            ("**Resolved**\n\n- Hayley: Show the tenants round the new kiln by 3 July\n", ("Hayley",), "show the tenants round"),
        ),
        (
            "**Resolved**\n\n- The report be noted\n",
        ),
    ),
    Twins(
        "a motion that orders",
        "A motion that somebody shall do something, carried, is theirs to do.",
        (
            ("## Bank\n\nPriya shall hire a van for the group.\n\nProposed by: Sam\n\nUnanimously approved.\n", ("Priya",), "hire a van"),
        ),
        (
            "## Name\n\nThe group keeps its name.\n\nProposed by: Sam\n\nUnanimously approved.\n",
        ),
    ),
)
