"""Who is in a team or a group, so that people who never wrote to the bot can be nudged in a chat of their own."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import structlog

from adapters.teams import tenancy
from adapters.teams.references import References
from adapters.teams.sender import TeamsSender
from adapters.teams.settings import TeamsSettings
from adapters.teams.wire import Declined, Trouble, Wire
from bot.messages import Platform, Profile
from bot.ports import Store

log = structlog.get_logger(__name__)

LONGEST_ADDRESS = 320
_ADDRESS = re.compile(r"[^@\s#]+@[^@\s#]+\.[^@\s#]+")
"""A guest's, `name_home.example#EXT#@tenant.example`, is none."""

Acquaint = Callable[[Platform, Sequence[Profile]], Awaitable[None]]

LEAST_BETWEEN = 5.0
"""Teams tells of one installation in two activities: once through everybody is enough."""


class Roster:
    """Opens conversations with those members the organisation knows."""

    def __init__(
        self,
        store: Store,
        wire: Wire,
        sender: TeamsSender,
        references: References,
        acquaint: Acquaint,
        clock: Callable[[], float],
        *,
        emulator: bool,
    ) -> None:
        """`clock` counts seconds and never runs backwards."""
        self._emulator = emulator
        self._acquaint = acquaint
        self._store = store
        self._wire = wire
        self._sender = sender
        self._references = references
        self._clock = clock
        self._called: dict[tuple[str, str], float] = {}

    async def call(self, tenant: str, conversation: str) -> None:
        """Go through everybody there, page by page. Nothing is raised: the next change there tries again."""
        last = self._called.get((tenant, conversation))
        if last is not None and self._clock() - last < LEAST_BETWEEN:
            return
        self._called[tenant, conversation] = self._clock()
        service_url = self._references.service_url(tenant, conversation)
        try:
            people: list[Profile] = []
            async for member in self._wire.members(service_url, conversation):
                people += [_profile(tenant, member, its, emulator=self._emulator) for its in _ids(member)]
            for start in range(0, len(people), 200):
                part = people[start : start + 200]
                await self._acquaint(Platform.TEAMS, part)
                await self._reach(tenant, [p.id for p in part], service_url)
        except Trouble as error:
            log.warning("roster not read", reason=str(error))
        except Exception:
            log.exception("roster failed")

    async def _reach(self, tenant: str, ids: list[str], service_url: str) -> None:
        found = await self._store.read(lambda unit: tenancy.reached(unit, tenant, ids))
        for member, known in found.items():
            if known.place is not None:
                continue
            try:
                chat = await self._sender.personal(tenant, member, service_url)
            except Declined as no:
                # Somebody may have blocked the bot; the others are still there to be reached.
                log.warning("member cannot be written to", reason=str(no))
                continue
            await self._store.transact(
                lambda unit, member=member, chat=chat: tenancy.add_direct(unit, tenant, member, chat)  # type: ignore[misc] # mypy infers no types for defaults
            )


class Directory:
    """A team's people as the core's first run needs them: who may link a channel, and who can be picked."""

    def __init__(self, wire: Wire, references: References, settings: TeamsSettings) -> None:
        self._wire = wire
        self._references = references
        self._emulator = settings.emulator
        self._makers = {name.casefold() for name in settings.board_makers}

    async def profiles(self, tenant: str, conversation: str) -> tuple[Profile, ...]:
        """Everybody in the conversation's team or group; nobody when Teams does not say."""
        team = self._references.team_of(tenant, conversation)
        service_url = self._references.service_url(tenant, conversation)
        try:
            return tuple(
                [
                    self._profile(tenant, team, member, its)
                    async for member in self._wire.members(service_url, team)
                    for its in _ids(member)
                ]
            )
        except Trouble as error:
            log.warning("directory not read", reason=str(error))
            return ()

    def _profile(self, tenant: str, team: str, member: Mapping[str, Any], its: str) -> Profile:
        accounts = {str(member.get(name) or "").casefold() for name in ("email", "userPrincipalName")}
        return _profile(tenant, member, its, emulator=self._emulator).model_copy(
            update={
                "direct": self._references.personal(tenant, its),
                "makes_boards": bool(accounts & self._makers) or self._references.added_by(tenant, team, its),
            }
        )


def _profile(tenant: str, member: Mapping[str, Any], its: str, *, emulator: bool) -> Profile:
    """The emulator vouches for nobody: whoever runs it writes its roster."""
    return Profile(
        workspace=tenant,
        id=its,
        name=str(member.get("name") or "Somebody")[:100],
        email=member.get("email") if isinstance(member.get("email"), str) else None,
        verified_email=None if emulator else _verified(tenant, member),
    )


def _verified(tenant: str, member: Mapping[str, Any]) -> str | None:
    """The address the tenant vouches for: the account's own name, in a domain it has proved to own.

    The `email` beside it is the directory's `mail`, which anybody may have set to anything. A guest's account name is
    made up, and a member of another tenant is not this one's to vouch for.
    https://learn.microsoft.com/entra/identity-platform/migrate-off-email-claim-authorization
    """
    name = member.get("userPrincipalName")
    home = member.get("tenantId")
    if not isinstance(name, str) or len(name) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(name):
        return None
    if home not in {None, "", tenant} or str(member.get("userRole") or "user").casefold() != "user":
        return None
    return name


def _ids(member: Mapping[str, Any]) -> list[str]:
    found = member.get("id")
    return [found] if isinstance(found, str) and found else []
