"""Identifiers. Each is a number the store hands out; none means anything outside its organisation."""

from typing import NewType

OrganisationId = NewType("OrganisationId", int)
InstallationId = NewType("InstallationId", int)
BoardId = NewType("BoardId", int)
PersonId = NewType("PersonId", int)
PlaceId = NewType("PlaceId", int)
PostId = NewType("PostId", int)
MeetingId = NewType("MeetingId", int)
ActionId = NewType("ActionId", int)
AssignmentId = NewType("AssignmentId", int)
UpdateId = NewType("UpdateId", int)
ChangeId = NewType("ChangeId", int)
QuestionId = NewType("QuestionId", int)
OutboxId = NewType("OutboxId", int)
ImportId = NewType("ImportId", int)
ProposalId = NewType("ProposalId", int)
ResolutionId = NewType("ResolutionId", int)
