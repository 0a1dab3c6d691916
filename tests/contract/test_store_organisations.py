"""One organisation never sees, and never changes, another's row, whatever id it is given."""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from bot import ports
from bot.domain.actions import Action, Owner, Source, Status
from bot.domain.availability import Availability
from bot.domain.history import Entry, Update, Verb
from bot.domain.ids import ChangeId, OutboxId, QuestionId
from bot.domain.meetings import Meeting
from bot.domain.minutes import Import, ImportState, NewImport, Proposal, ProposalKind
from bot.domain.outbox import OutboxKind, OutboxState
from bot.domain.people import SYSTEM, Role, Viewer
from bot.domain.places import Place, PlaceKind, Post, PostKind
from bot.messages import Platform, Reply
from bot.ports import ActionFilter
from store.store import SqlStore
from tests.contract.scene import NOW, Scene, later, row
from tests.contract.test_store_minutes import HELD, proposal, resolution

FAMILIES = {
    "boards": ports.Boards,
    "people": ports.People,
    "linking": ports.Linking,
    "places": ports.Places,
    "meetings": ports.Meetings,
    "actions": ports.Actions,
    "history": ports.History,
    "posts": ports.Posts,
    "questions": ports.Questions,
    "outbox": ports.Outbox,
    "minutes": ports.Minutes,
    "topics": ports.Topics,
    "log": ports.Log,
}


@dataclass(frozen=True)
class Theirs:
    """Something of everything, in the other organisation."""

    scene: Scene
    action: Action
    meeting: Meeting
    entry: Entry
    update: Update
    post: Post
    question: QuestionId
    row: OutboxId
    direct: Place
    unknown: OutboxId
    code: str
    joined: ChangeId
    brought: Import
    proposed: Sequence[Proposal]


def furnish(scene: Scene) -> Theirs:
    action = scene.add(
        "Secret",
        Owner.of(scene.officer.id),
        Owner.holder(Role.CHAIR),
        nudge=NOW,
        adder=scene.clerk.id,
        source=Source(link="https://example.org/secret"),
    )
    entry = scene.entry(action, person=scene.officer.id)

    def more(records: ports.Records) -> Theirs:
        direct = records.places.add(
            scene.installation.id, PlaceKind.DIRECT, "@hayley", "hayley", person=scene.officer.id
        )
        meeting = records.meetings.add(scene.board.id, NOW + timedelta(days=7), "Town Hall")
        update = records.history.add_update(action.id, scene.officer.id, "Secret words", NOW)
        written = records.outbox.put(
            row("nudge:secret", "lane", person=scene.officer.id, kind=ports.OutboxKind.NUDGE), "d-secret", NOW
        )
        assert written is not None
        records.topics.put(ports.Topic("topic:secret", scene.officer.id, {}), written)
        post = records.posts.add(
            scene.channel.id, PostKind.CARD, "m1", None, [action.id], NOW, outbox=written
        )
        question = records.questions.ask(scene.officer.id, {"words": "Secret"}, NOW)
        unknown = records.outbox.put(row("unknown", state=OutboxState.UNKNOWN), None, NOW)
        account = ports.Account(Platform.PLAYGROUND, scene.installation.workspace, "hayley")
        records.linking.keep_email(account, "secret@example.org")
        records.linking.count_wrong(account, 3, NOW)
        joined = records.history.new_change()
        records.linking.join(ports.Joining(joined, scene.officer.id, None, (account,), {}), NOW)
        code = records.linking.new_code(account, NOW + timedelta(minutes=15))
        minutes = records.minutes.add(_minutes(scene), [proposal(what="Secret")])
        brought = records.minutes.save(replace(minutes, state=ImportState.ACCEPTED))
        records.minutes.keep(scene.board.id, resolution(brought))
        return Theirs(
            scene,
            action,
            meeting,
            entry,
            update,
            post,
            question,
            written,
            direct,
            unknown,
            code,
            joined,
            brought,
            records.minutes.proposals(brought.id),
        )

    return scene.write(more)


def _minutes(scene: Scene) -> NewImport:
    return NewImport(scene.board.id, scene.clerk.id, NOW, "secret.docx", "mark", meeting=HELD)


# What every method gives our organisation when it is asked about theirs: a value, REFUSED, or something of its own.
REFUSED = object()
UNTOUCHED = object()

CASES = {
    "boards.get": (lambda r, t: r.boards.get(t.scene.board.id), REFUSED),
    "boards.by_code": (lambda r, t: r.boards.by_code(t.scene.board.code), None),
    "boards.all": (lambda r, t: [b for b in r.boards.all() if b.id == t.scene.board.id], []),
    "boards.add": (lambda r, t: r.boards.add(t.scene.board.code, "Ours", "Europe/London", None), UNTOUCHED),
    "boards.set_next_digest": (lambda r, t: r.boards.set_next_digest(t.scene.board.id, NOW), REFUSED),
    "people.get": (lambda r, t: r.people.get(t.scene.officer.id), REFUSED),
    "people.roster": (lambda r, t: r.people.roster(t.scene.board.id).members, ()),
    "people.roles": (lambda r, t: r.people.roles(t.scene.officer.id), {}),
    "people.by_identity": (
        lambda r, t: r.people.by_identity(Platform.PLAYGROUND, t.scene.installation.workspace, ["hayley"]),
        {},
    ),
    "people.add": (lambda r, t: r.people.add(t.scene.officer.name, "Europe/London", None), UNTOUCHED),
    "people.set_availability": (
        lambda r, t: r.people.set_availability(
            t.scene.officer.id, Availability(date(2026, 3, 1), date(2026, 3, 9))
        ),
        REFUSED,
    ),
    "people.link": (
        lambda r, t: r.people.link(t.scene.officer.id, Platform.PLAYGROUND, "W9", "spy"),
        REFUSED,
    ),
    "people.keep_settings": (
        lambda r, t: r.people.keep_settings(t.scene.officer.id, {"nation": "IE"}),
        REFUSED,
    ),
    "people.give_role": (
        lambda r, t: r.people.give_role(t.scene.board.id, t.scene.stranger.id, Role.CLERK),
        REFUSED,
    ),
    "people.end_role": (lambda r, t: r.people.end_role(t.scene.board.id, t.scene.officer.id), UNTOUCHED),
    "people.address_on": (
        lambda r, t: r.people.address_on(
            t.scene.officer.id, Platform.PLAYGROUND, t.scene.installation.workspace
        ),
        None,
    ),
    "boards.keep_settings": (
        lambda r, t: r.boards.keep_settings(t.scene.board.id, "Europe/Paris", {"ask": 1}),
        REFUSED,
    ),
    "people.formerly": (
        lambda r, t: [p for p in r.people.formerly(t.scene.officer.name) if p.id in people_of(t)],
        [],
    ),
    "people.without_identity": (
        lambda r, t: [p for p in r.people.without_identity(Platform.SLACK, "W9") if p.id in people_of(t)],
        [],
    ),
    "linking.accounts": (lambda r, t: r.linking.accounts(t.scene.officer.id), []),
    "linking.detach": (lambda r, t: r.linking.detach(account_of(t)), UNTOUCHED),
    "linking.keep_email": (lambda r, t: r.linking.keep_email(account_of(t), "spy@example.org"), UNTOUCHED),
    "linking.with_email": (lambda r, _: r.linking.with_email("secret@example.org"), []),
    "linking.new_code": (lambda r, t: r.linking.new_code(account_of(t), NOW), UNTOUCHED),
    "linking.whose_code": (lambda r, t: r.linking.whose_code(t.code, NOW), None),
    "linking.use_code": (lambda r, t: r.linking.use_code(account_of(t)), UNTOUCHED),
    "linking.wrong_codes": (lambda r, t: r.linking.wrong_codes(account_of(t))[0], 0),
    "linking.count_wrong": (lambda r, t: r.linking.count_wrong(account_of(t), 9, NOW), UNTOUCHED),
    "linking.move": (lambda r, t: r.linking.move(t.scene.officer.id, t.scene.clerk.id), UNTOUCHED),
    "linking.move_back": (
        lambda r, t: r.linking.move_back(
            {
                "accounts": [["playground", t.scene.installation.workspace, "hayley"]],
                "places": [t.direct.id],
                "added": [t.action.id],
                "questions": [t.question],
            },
            t.scene.clerk.id,
        ),
        UNTOUCHED,
    ),
    "linking.join": (
        lambda r, t: r.linking.join(
            ports.Joining(t.joined, t.scene.officer.id, None, (), {}),
            NOW,
        ),
        REFUSED,
    ),
    "linking.of_change": (lambda r, t: r.linking.of_change(t.joined), None),
    "linking.of_person": (lambda r, t: r.linking.of_person(t.scene.officer.id), []),
    "linking.end": (lambda r, t: r.linking.end(t.joined, NOW), UNTOUCHED),
    "places.get": (lambda r, t: r.places.get(t.scene.channel.id), REFUSED),
    "places.at": (lambda r, t: r.places.at(t.scene.installation.id, "#board"), None),
    "places.rename": (lambda r, t: r.places.rename(t.scene.channel.id, "spied"), UNTOUCHED),
    "places.hand_over": (lambda r, t: r.places.hand_over(t.direct.id, None), UNTOUCHED),
    "places.add": (
        lambda r, t: r.places.add(t.scene.installation.id, PlaceKind.CHANNEL, "#spy", "spy"),
        REFUSED,
    ),
    "places.of_board": (lambda r, t: r.places.of_board(t.scene.board.id), []),
    "places.direct_to": (lambda r, t: r.places.direct_to(t.scene.officer.id), []),
    "places.installation": (lambda r, t: r.places.installation(t.scene.channel.id), REFUSED),
    "places.give_to": (lambda r, t: r.places.give_to(t.scene.channel.id, t.scene.board.id), UNTOUCHED),
    "places.touched": (lambda r, t: r.places.touched(t.direct.id, NOW), UNTOUCHED),
    "meetings.add": (lambda r, t: r.meetings.add(t.scene.board.id, NOW, None), REFUSED),
    "meetings.cancel": (lambda r, t: r.meetings.cancel(t.meeting.id), REFUSED),
    "meetings.set_next_steps": (
        lambda r, t: r.meetings.set_next_steps({t.meeting.id: NOW}),
        UNTOUCHED,
    ),
    "meetings.get": (lambda r, t: r.meetings.get(t.meeting.id), REFUSED),
    "meetings.of_board": (lambda r, t: r.meetings.of_board(t.scene.board.id), []),
    "actions.add": (
        lambda r, t: r.actions.add(
            t.scene.board.id, ports.NewAction("Spy", t.action.due, (), None, NOW, t.action.source)
        ),
        REFUSED,
    ),
    "actions.save": (lambda r, t: r.actions.save(replace(t.action, what="Spied")), REFUSED),
    "actions.set_next_nudges": (
        lambda r, t: r.actions.set_next_nudges({t.action.assignments[0].id: None}),
        UNTOUCHED,
    ),
    "actions.set_next_escalations": (
        lambda r, t: r.actions.set_next_escalations({t.action.id: NOW}),
        UNTOUCHED,
    ),
    "actions.awaiting_meeting": (lambda r, t: r.actions.awaiting_meeting(t.scene.board.id), []),
    "actions.due_at": (lambda r, t: r.actions.due_at(t.meeting.id), []),
    "actions.from_message": (lambda r, _: r.actions.from_message("https://example.org/secret"), []),
    "actions.owned_in_any_way": (
        lambda r, t: r.actions.owned_in_any_way(t.scene.board.id, t.scene.officer.id),
        False,
    ),
    "history.new_change": (lambda r, _: r.history.new_change(), UNTOUCHED),
    "history.append": (lambda r, t: r.history.append(t.entry), REFUSED),
    "history.of_change": (lambda r, t: r.history.of_change(t.entry.change), []),
    "history.last_by": (lambda r, t: r.history.last_by(t.scene.clerk.id, [t.scene.board.id]), None),
    "history.of_subjects": (lambda r, t: r.history.of_subjects([t.entry]), []),
    "history.add_update": (
        lambda r, t: r.history.add_update(t.action.id, None, "Spied", NOW),
        REFUSED,
    ),
    "history.take_back_update": (lambda r, t: r.history.take_back_update(t.update.id), UNTOUCHED),
    "posts.add": (
        lambda r, t: r.posts.add(t.scene.channel.id, PostKind.CARD, "m1", None, [], NOW),
        REFUSED,
    ),
    "posts.at": (lambda r, t: r.posts.at(t.scene.channel.id, "m1"), None),
    "posts.cards_of": (lambda r, t: r.posts.cards_of(t.action.id), []),
    "posts.newest": (lambda r, t: r.posts.newest(t.scene.channel.id, PostKind.CARD), None),
    "questions.ask": (lambda r, t: r.questions.ask(t.scene.officer.id, {}, NOW), REFUSED),
    "questions.get": (lambda r, t: r.questions.get(t.question, t.scene.officer.id), None),
    "questions.newest": (lambda r, t: r.questions.newest(t.scene.officer.id, NOW), None),
    "questions.keep": (lambda r, t: r.questions.keep(t.question, {}), UNTOUCHED),
    "questions.forget": (lambda r, _: r.questions.forget(later(days=400), 100), 0),
    "outbox.put": (lambda r, t: r.outbox.put(row("spy", place=t.scene.channel.id), None, NOW), REFUSED),
    "outbox.forget": (
        lambda r, _: r.outbox.forget(tuple(OutboxKind), later(days=400), OutboxId(0), 100),
        None,
    ),
    "outbox.get": (lambda r, t: r.outbox.get(t.row), None),
    "outbox.waiting_in_lane": (lambda r, _: r.outbox.waiting_in_lane("lane"), None),
    "outbox.exists": (lambda r, _: r.outbox.exists("nudge:secret"), False),
    "outbox.send_again": (lambda r, t: r.outbox.send_again(t.unknown, 0, NOW), False),
    "outbox.keyed": (lambda r, _: r.outbox.keyed("nudge:secret"), None),
    "outbox.last_nudge": (lambda r, t: r.outbox.last_nudge(t.scene.officer.id), None),
    "minutes.add": (lambda r, t: r.minutes.add(_minutes(t.scene), []), REFUSED),
    "minutes.get": (lambda r, t: r.minutes.get(t.brought.id), None),
    "minutes.of_board": (lambda r, t: r.minutes.of_board(t.scene.board.id, list(ImportState), 9), []),
    "minutes.save": (lambda r, t: r.minutes.save(replace(t.brought, state=ImportState.LEFT)), REFUSED),
    "minutes.proposals": (lambda r, t: r.minutes.proposals(t.brought.id), []),
    "minutes.save_proposals": (
        lambda r, t: r.minutes.save_proposals(
            [replace(one, what="Spied") for one in t.proposed],
        ),
        UNTOUCHED,
    ),
    "minutes.earlier": (
        lambda r, t: r.minutes.earlier(t.scene.board.id, mark="mark", meeting=HELD, source="secret.docx"),
        [],
    ),
    "minutes.keep": (lambda r, t: r.minutes.keep(t.scene.board.id, resolution(t.brought)), REFUSED),
    "minutes.withdraw": (lambda r, t: r.minutes.withdraw(t.brought.id), UNTOUCHED),
    "log.resolutions": (lambda r, t: r.log(SYSTEM).resolutions(t.scene.board.id, ProposalKind), []),
    "topics.put": (
        lambda r, t: r.topics.put(ports.Topic("topic:secret", t.scene.officer.id, {}), t.row),
        REFUSED,
    ),
    "topics.get": (lambda r, _: r.topics.get("topic:secret"), None),
    "topics.row_of": (lambda r, _: r.topics.row_of("topic:secret"), None),
    "topics.said_in": (lambda r, t: r.topics.said_in(t.row), []),
    "log.action": (lambda r, t: r.log(SYSTEM).action(t.action.id), None),
    "log.actions": (lambda r, t: r.log(SYSTEM).actions([t.action.id]), []),
    "log.numbered": (lambda r, t: r.log(SYSTEM).numbered(t.scene.board.id, 1), None),
    "log.listed": (lambda r, t: r.log(SYSTEM).listed(t.scene.board.id, ActionFilter()), []),
    "log.owned_by": (lambda r, t: r.log(SYSTEM).owned_by(t.scene.officer.id, Status), []),
    "log.entries": (lambda r, t: r.log(SYSTEM).entries(t.action.id), []),
    "log.updates": (lambda r, t: r.log(SYSTEM).updates(t.action.id), []),
    "log.spoken_of": (
        lambda r, t: r.log(SYSTEM).spoken_of(t.scene.clerk.id, [t.action.id], Verb, NOW),
        set(),
    ),
    "log.latest_updates": (lambda r, t: r.log(SYSTEM).latest_updates([t.action.id]), {}),
}


def account_of(theirs: Theirs) -> ports.Account:
    return ports.Account(Platform.PLAYGROUND, theirs.scene.installation.workspace, "hayley")


def people_of(theirs: Theirs) -> set:
    scene = theirs.scene
    return {scene.chair.id, scene.clerk.id, scene.officer.id, scene.stranger.id}


def test_no_method_is_left_out():
    """A method added to a port has its case here before it is merged."""
    methods = {
        f"{family}.{name}"
        for family, port in FAMILIES.items()
        for name, _ in inspect.getmembers(port, inspect.isfunction)
        if not name.startswith("_")
    }
    assert methods == set(CASES)
    assert set(FAMILIES) | {"organisation"} == {n for n in vars(ports.Records) if not n.startswith("_")}


@pytest.mark.parametrize("method", CASES)
def test_another_organisations_ids_mean_nothing(store: SqlStore, method: str):
    """Asked with their ids, ours is given nothing or refused; and theirs stays as it was."""
    theirs = furnish(Scene.set(store, "W2", "HID"))
    ours = Scene.set(store, "W1")
    before = contents(theirs.scene)
    call, wanted = CASES[method]
    if wanted is REFUSED:
        with pytest.raises(Exception) as refusal:  # noqa: PT011 - any refusal is one
            ours.write(lambda records: call(records, theirs))
        assert not isinstance(refusal.value, AttributeError | TypeError | KeyError)
    else:
        got = ours.write(lambda records: call(records, theirs))
        assert wanted is UNTOUCHED or got == wanted
    assert contents(theirs.scene) == before


def test_a_viewer_with_another_organisations_roles_sees_nothing(store: SqlStore):
    """Even roles on a board of theirs open nothing of it from within ours."""
    theirs = furnish(Scene.set(store, "W2", "HID"))
    ours = Scene.set(store, "W1")
    spy = Viewer(theirs.scene.clerk, {theirs.scene.board.id: Role.CLERK})
    assert ours.look(lambda r: r.log(spy).action(theirs.action.id)) is None
    assert ours.look(lambda r: r.log(spy).owned_by(theirs.scene.officer.id, Status)) == []


def test_an_inbound_is_of_its_installations_organisation(store: SqlStore):
    """The same person, place and delivery in two workspaces are two; a reply is found only where it was given."""
    ours, theirs = Scene.set(store, "W1"), Scene.set(store, "W2", "HID")
    store.transact_sync(lambda unit: unit.keep_reply(ours.organisation, ours.inbound(), Reply(), NOW))
    mine = store.read_sync(lambda unit: unit.arrival(ours.inbound()))
    other = store.read_sync(lambda unit: unit.arrival(theirs.inbound()))
    assert (mine.installation, mine.place, mine.board) == (ours.installation, ours.channel, ours.board)
    assert (other.installation, other.place, other.board) == (
        theirs.installation,
        theirs.channel,
        theirs.board,
    )
    assert mine.viewer.person == ours.officer
    assert other.viewer.person == theirs.officer
    assert (mine.earlier, other.earlier) == (Reply(), None)


def test_a_reply_cannot_be_kept_for_another_organisation(store: SqlStore):
    """The installation says whose a delivery is, not the caller."""
    ours, theirs = Scene.set(store, "W1"), Scene.set(store, "W2", "HID")
    with pytest.raises(LookupError):
        store.transact_sync(lambda unit: unit.keep_reply(theirs.organisation, ours.inbound(), Reply(), NOW))


def contents(scene: Scene) -> list:
    """Everything of the organisation that a change could change."""

    def look(unit: ports.UnitOfWork) -> list:
        records = unit.within(scene.organisation)
        log = records.log(SYSTEM)
        actions = log.listed(scene.board.id, ActionFilter(statuses=frozenset(Status), due_until=None))
        return [
            records.boards.get(scene.board.id),
            records.people.roster(scene.board.id),
            records.people.without_identity(Platform.SLACK, "none"),
            records.people.by_identity(Platform.PLAYGROUND, "W9", ["spy"]),
            records.places.of_board(scene.board.id),
            records.places.direct_to(scene.officer.id),
            records.meetings.of_board(scene.board.id),
            actions,
            [log.entries(action.id) for action in actions],
            [log.updates(action.id) for action in actions],
            [records.posts.cards_of(action.id) for action in actions],
            brought := records.minutes.of_board(scene.board.id, list(ImportState), 9),
            [records.minutes.proposals(one.id) for one in brought],
            log.resolutions(scene.board.id, list(ProposalKind)),
            records.linking.accounts(scene.officer.id),
            records.linking.with_email("secret@example.org"),
            records.linking.of_person(scene.officer.id),
            records.linking.wrong_codes(
                ports.Account(Platform.PLAYGROUND, scene.installation.workspace, "hayley")
            ),
            unit.outbox_rows([OutboxState.UNKNOWN], 10),
            unit.claim_nudges(NOW, 10),
            unit.claim_escalations(NOW, 10),
            unit.claim_steps(NOW, 10),
            records.topics.row_of("topic:secret"),
        ]

    return scene.transact(look)
