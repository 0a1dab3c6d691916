"""The vocabulary of minutes: what people are asked to do, and what meetings settle.

General English of the trade, not any document's: verbs an officer can be told to do, participles that
close an item, and nouns for those who sit around a table.
"""

import re


def word_set(text: str) -> frozenset[str]:
    """Words written as a text, which reads better than four hundred quotation marks."""
    return frozenset(text.split())


VERBS = word_set(
    """
    accompany acknowledge acquire act adapt add address adjust advertise advise advocate align allocate
    alter amend analyse announce anonymise answer apply approach approve archive arrange ascertain ask
    assemble assess assign assist attach attempt attend audit authorise automate backport bake begin
    benchmark bolster book borrow brainstorm brief bring broker build bump buy calculate call cancel
    canvass capture carry cascade catalogue categorise certify challenge change chase chat check
    circularise circulate clarify classify clean clear clip close co-ordinate collaborate collate
    collect combine commence comment come commission commit communicate compare compile complete compose
    conduct configure confirm connect consider consolidate construct consult contact continue contribute
    convene convert coordinate copy correct correspond cost count cover create curate customise cut deal
    debug decide dedicate define delete deliver demonstrate deploy deprecate describe design determine
    develop devise diagnose diarise dig digitise direct disclose discuss dismantle dispatch display
    dispose disseminate distribute divide do document donate download draft drain draw drive duplicate
    e-mail earmark edit elaborate eliminate email embed employ empty enable encourage endeavour engage
    engrave enhance enlist enquire enrol ensure enter equip erect escalate escort establish estimate
    evaluate examine exchange execute expand expedite explain explore export express extend facilitate
    feed feedback fetch file fill finalise finalize find finish fit fix flag follow forge formalise format
    formulate forward fulfil fund fundraise furnish gather gauge generate get give go greet hand handle
    hang harmonise help highlight hire hold host identify implement import improve include incorporate
    inform initiate input inquire inspect install instigate instruct insure integrate interview
    introduce inventory invest investigate invite invoice involve issue itemise jet-wash join judge
    justify keep kick-off laminate launch lay lead leave lend let leverage liaise liase license lift link list
    lobby locate lock lodge log look look-up lop mail maintain make manage map mark maximise measure
    meet mend mention mentor merge migrate minimise mobilise mock moderate modify monitor mop mount move
    mow negotiate nominate notify nudge obtain offer onboard open operate optimise order organise
    organize outline oversee paint participate pass paste patch pay perform phone photocopy photograph
    pick pilot pin ping place plan plant play pledge plug polish poll pollard populate post prepare
    present preserve press pressure-wash prevent print prioritise prioritize proceed process procure
    produce progress promote proofread propose protect prototype provide prune publicise publicize
    publish pump purchase pursue push put query question quote raise rake rank re- re-advertise re-
    circulate re-draft re-examine re-issue re-run re-send reach read realign rearrange reassess rebase
    rebuild recap recheck recirculate reclaim recommend reconcile reconnect reconsider reconvene record
    recover recruit recycle redeploy redesign redirect redistribute redo redraft reduce refactor refer
    refill refine refit reformat refresh refund refurbish register regularise rehearse reimburse
    reinforce reinstate reissue reiterate rekey relay release relocate remind remove rename renew reopen
    reorder reorganise repaint repair repeat replace replant reply report repost represent reprint
    request rerun reschedule reseal research reseed resend reset reshare resolve respond restart restock
    restore resubmit resurface retain retest retrieve return reverse revert review revise revisit reword
    rework rewrite ring roll roster rotate run scan schedule scope scout scrape screen scrutinise seal
    search secure see seed seek seek-out select sell send separate serve set settle shadow share shorten
    show sign sign-post signpost simplify sit sketch solicit sort source speak spearhead specify spend
    split sponsor spray spread stand standardise start stay steer stick stop store streamline strengthen
    strim structure study submit subscribe suggest summarise summarize supervise supply support survey
    swap sweep switch synthesise table tackle tag tailor take talk target tarmac teach telephone tell
    tender test thank think tidy tighten trace track train transcribe transfer translate transport trawl
    treat triage trial trim try turn tweet unblock undertake unify unlock unpack unsubscribe update
    upgrade upload use vacuum validate vary verify vet view visit visualise volunteer vote walk warn
    wash watch waterproof weed weigh welcome widen wipe wire withdraw work write write-up
    """,
)

SETTLING = word_set(
    """
    accept adopt agree allow appoint approve authorise award co-opt confirm continue decline defer delay
    delegate discontinue dissolve elect endorse establish go grant hold increase keep leave maintain
    move not note oppose postpone precept proceed ratify receive reduce refuse reject remain renew
    retain re-elect select set stay support suspend use waive welcome withhold
    """,
)
"""Verbs after "it was agreed to" which settle a matter rather than order work."""

_IRREGULAR = {
    "begin": "begun", "bring": "brought", "build": "built", "buy": "bought", "cut": "cut", "deal": "dealt", "draw": "drawn",
    "drive": "driven", "feed": "fed", "find": "found", "fit": "fitted", "get": "got", "give": "given",
    "go": "gone", "hold": "held", "keep": "kept", "lay": "laid", "lead": "led", "leave": "left", "let": "let",
    "make": "made", "meet": "met", "mow": "mown", "oversee": "overseen", "pay": "paid", "put": "put",
    "read": "read", "rerun": "rerun", "resend": "resent", "rewrite": "rewritten", "ring": "rung",
    "dig": "dug", "recap": "recapped", "redo": "redone", "rebuild": "rebuilt", "split": "split",
    "stick": "stuck", "teach": "taught", "vet": "vetted", "pin": "pinned", "plug": "plugged", "reset": "reset",
    "run": "run", "see": "seen", "seek": "sought", "sell": "sold", "send": "sent", "set": "set",
    "show": "shown", "sit": "sat", "speak": "spoken", "spend": "spent", "spread": "spread", "stand": "stood",
    "take": "taken", "tell": "told", "think": "thought", "undertake": "undertaken",
    "withdraw": "withdrawn", "write": "written",
}  # fmt: skip
_DOUBLING = word_set(
    """
    drop fit map occur plan refer rerun run ship stop submit trim scan log flag
    """,
)


def participle(verb: str) -> str:
    """The past participle, as British minutes spell it."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb[:-1] + "ied"
    if verb in _DOUBLING or (verb.endswith("l") and verb[-2] == "e" and verb[-3] not in "aeiou"):
        return verb + verb[-1] + "ed"
    return verb + "ed"


DONE_TO = {participle(verb): verb for verb in sorted(VERBS)}
"""Participles of the verbs above, back to their plain form: "circulated" -> "circulate"."""

SETTLED = word_set(
    """
    accepted acknowledged adopted agreed allowed amended appointed approved authorised authorized
    awarded carried closed co-opted commended confirmed congratulated declined deferred delegated
    discharged dissolved elected endorsed established excluded granted held increased maintained made
    noted opposed passed permitted postponed proposed ratified re-appointed re-elected reappointed
    received rejected refused rescinded retained set signed supported suspended thanked waived welcomed
    withdrawn
    """,
)
"""Participles that settle an item: "that the report be noted" asks nothing of anybody."""

ROLE = (
    r"(?:vice[- ]?)?chair(?:man|woman|person)?|clerk|secretary|secretariat|treasurer|president|convenor|convener"
    r"|director|manager|officer|officers|leader|lead|head|coordinator|co-ordinator|administrator|executive"
    r"|warden|wardens|caretaker|steward|editor|webmaster|solicitor|engineer|accountant|auditor|surveyor"
    r"|architect|contractor|registrar|librarian|trustee|trustees|governor|governors|mayor|minister"
    r"|commissioner|superintendent|inspector|constable|sergeant|pcso|headteacher|facilitator|rapporteur"
    r"|owner|owners|author|authors|editors|host|maintainer|maintainers|representative|representatives|rep|reps"
    r"|councillor|councillors|cllrs?|chief|advisor|adviser|advisors|advisers|analyst|consultant|consultants|deputy"
)
GROUP = (
    r"members?|partners?|everyone|everybody|all|staff|volunteers?|attendees|colleagues|participants|residents"
    r"|organisations?|organizations?|candidates|nominees|parents|teachers|(?:sys)?admins|execs|officials|helpers|organisers|developers|contributors|reviewers|sites|institutes"
    r"|institutions|branches|practices|providers|speakers|presenters|agencies|authorities|delegates|chairs|editors|leads|police|constabulary|highways"
)
BODY = (
    r"board|panel|committee|sub-?committee|council|group|sub-?group|team(?!s)|forum|partnership|trust|department"
    r"|working (?:group|party)|workstream|task force|cabinet|executive|assembly|network|association|office"
    r"|service|services|authority|commission|exec|wg|sig|tsc|pmc|ctc|steerco|company|society|unit|directorate"
    r"|foundation|federation|consortium|alliance|centre|college|school|university|church|club"
)
TITLE = (
    r"(?:cllr(?:[’']?s)?|councillors?|messrs|mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|baroness"
    r"|(?-i:[BCD]C)|rev|reverend|canon|father|fr|pc|pcso|sgt|insp|cpt|capt|captain|major|col|hon)\.?"
)

NEVER_FIRST = word_set(
    "please there these those this what when where who which why how if in on at for as with from by after before to no under"
    " while whilst although since because though unless whether so over through between among about into onto via per within without during against towards upon including of also"
    " therefore however maybe perhaps now agree agreed"
)
"""Words that open no name of anybody."""

NOT_OWNERS = word_set(
    """
    action actions actioned agenda agreement aim apologies attempt attempts attention background benefit
    challenge chance comment comments commitment consideration date decision decisions details
    difficulty discussion due duty effort expectation further idea ideas intention intent invitation
    issue issues item items it key link links matter matters meeting minutes motion need needs next note
    notes opportunity option options ongoing order outcome permission plan plans point points
    possibility power process progress proposal proposals purpose question questions reason
    recommendation reference regard reminder report reports request requests requirement resolution
    response responsibility right scope step steps subject suggestion suggestions support target task
    tasks thanks there these this those time tools topic update updates vote way ways welcome what
    when where which who why willingness wish work yes no how if in on at for as with from by after
    before following prior according able unable likely continuing continued nothing something anything
    much more some another other others ability access approach approaches contribution contributions
    changes amendments one two three first second last
    best better careful delighted difficult easy essential glad good great happy hard helpful important
    interesting keen lovely none responsible had goal goals hope hopes still yet nice pleased proud ready sad sensible sorry sure useful worth worthwhile
    """,
)
"""Nouns before "to" that are things, not doers: "Proposal to move the clock" asks nobody."""

_WORD = re.compile(r"[A-Za-z][\w’'-]*")


def is_order(word: str) -> bool:
    """Whether a word is the plain form of something people are asked to do."""
    word = word.lower().strip("*_,.")
    return (
        word in VERBS
        or word.removeprefix("self-") in VERBS
        or (word.count("-") == 1 and word.partition("-")[0] in VERBS)
        or _again(word) in VERBS
    )


_NO_DOING = word_set(
    """
    a about absent agree all already also always an and any appear at available be because become been being belong
    benefit by come concern cost date depend do due each either enjoy even expect face feel five for four from full
    governors had has have hear her him his hope if in include it its join just know lack last late like live look
    lose many may me mean members mind miss more most move much must my need never new next no not now of off often
    on one only or our out over own possess present prefer quite rather realise receive remain retire see seem she
    so some soon stand start stay still such suffer than that the their them then there these they this those three
    to today tomorrow too total two under until up us usually very wait want was we well were what when where which
    while who why wish with would yes yet you your
    """,
)


def may_be_order(word: str) -> bool:
    """Whether a word behind a person and "to" or "will" could be something to do, though no verb we know."""
    return (
        word.isascii()
        and word.isalpha()
        and word.islower()
        and len(word) > 2
        and word not in _NO_DOING
        and not word.endswith(("ing", "ly", "ed", "ion", "ment"))
    )


def from_doing(doing: str) -> str | None:
    """The verb of an "-ing" form: "emailing" -> "email", "making" -> "make"; None for other words."""
    stem = doing.lower().removesuffix("ing")
    for verb in (stem, stem + "e", stem[:-1] if stem[-2:-1] == stem[-1:] else ""):
        if verb in VERBS:
            return verb
    return None


def plain_form(participle_: str) -> str | None:
    """The verb of a participle: "circulated" -> "circulate", "reprinted" -> "reprint"; None for other words."""
    done = participle_.lower()
    if done in DONE_TO:
        return DONE_TO[done]
    again = DONE_TO.get(_again(done))
    return f"re{again}" if again else None


def _again(word: str) -> str:
    return word[2:].lstrip("-") if word.startswith("re") else ""


def first_word(text: str) -> str:
    found = _WORD.search(text)
    return found.group().lower() if found else ""
