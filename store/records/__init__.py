"""One organisation's rows: a module per family, all of them asked through `Records`."""

from bot.domain.boards import Rules
from bot.domain.ids import OrganisationId
from bot.domain.people import Viewer
from store.ids import Ids
from store.records.actions import ActionRecords
from store.records.boards import BoardRecords
from store.records.history import HistoryRecords
from store.records.linking import LinkingRecords
from store.records.log import LogRecords
from store.records.meetings import MeetingRecords
from store.records.minutes import MinutesRecords
from store.records.outbox import OutboxRecords
from store.records.people import PeopleRecords
from store.records.places import PlaceRecords
from store.records.posts import PostRecords
from store.records.questions import QuestionRecords
from store.records.topics import TopicRecords
from store.statements import Link


class SqlRecords:
    """The organisation goes into every statement; nothing here can ask for another's row."""

    __slots__ = ("_ids", "_link", "_usual", "organisation")

    def __init__(self, link: Link, ids: Ids, organisation: OrganisationId, usual: Rules) -> None:
        self._link = link
        self._ids = ids
        self._usual = usual
        self.organisation = organisation

    @property
    def boards(self) -> BoardRecords:
        return BoardRecords(self._link, self._ids, self.organisation, self._usual)

    @property
    def people(self) -> PeopleRecords:
        return PeopleRecords(self._link, self._ids, self.organisation)

    @property
    def linking(self) -> LinkingRecords:
        return LinkingRecords(self._link, self._ids, self.organisation)

    @property
    def places(self) -> PlaceRecords:
        return PlaceRecords(self._link, self._ids, self.organisation)

    @property
    def meetings(self) -> MeetingRecords:
        return MeetingRecords(self._link, self._ids, self.organisation)

    @property
    def actions(self) -> ActionRecords:
        return ActionRecords(self._link, self._ids, self.organisation)

    @property
    def history(self) -> HistoryRecords:
        return HistoryRecords(self._link, self._ids, self.organisation)

    @property
    def posts(self) -> PostRecords:
        return PostRecords(self._link, self._ids, self.organisation)

    @property
    def questions(self) -> QuestionRecords:
        return QuestionRecords(self._link, self._ids, self.organisation)

    @property
    def outbox(self) -> OutboxRecords:
        return OutboxRecords(self._link, self._ids, self.organisation)

    @property
    def topics(self) -> TopicRecords:
        return TopicRecords(self._link, self._ids, self.organisation)

    @property
    def minutes(self) -> MinutesRecords:
        return MinutesRecords(self._link, self._ids, self.organisation)

    def log(self, viewer: Viewer) -> LogRecords:
        return LogRecords(self._link, self.organisation, viewer)
