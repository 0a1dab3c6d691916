"""The SDK, and all that is known of it: one turn of botbuilder's pipeline for an activity that was let in.

Its maintenance has ended; the same protocol is served by the Microsoft 365 Agents SDK. This file and no other would
change: docs/adr/0202-botbuilder-has-ended.md.

`process_activity` is called by ourselves and not through `CloudAdapter.process`, which writes the body of an invoke
response as JSON twice, so that no Action.Execute works.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botbuilder.core import BotFrameworkAdapter, BotFrameworkAdapterSettings, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes
from botframework.connector.auth import AuthenticationConstants, ClaimsIdentity

from adapters.teams.authentication import Doorkeeper, Vouched
from adapters.teams.normalise import Unreadable

Turn = Callable[[Mapping[str, Any], Vouched], Awaitable[Mapping[str, Any] | None]]
"""What is done about an activity; for an invoke it gives the body of the response."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the request is answered with. `body` is None where there is none."""

    status: int
    body: Mapping[str, Any] | None = None


class Pipeline(BotFrameworkAdapter):  # type: ignore[misc] # the SDK carries no types
    """botbuilder's adapter, with our own checks in the place of its own, and no client of its own."""

    def __init__(self, app_id: str, doorkeeper: Doorkeeper) -> None:
        super().__init__(BotFrameworkAdapterSettings(app_id, ""))
        self._app_id = app_id
        self._doorkeeper = doorkeeper

    async def turn(self, given: Mapping[str, Any], header: str | None, turn: Turn) -> Answer:
        """Check who sends it, then do it.

        Raises:
            Forged: it is not from Teams, or not for us.
            Unreadable: it is from Teams, and no activity.
        """
        vouched = await self._doorkeeper.vouch(header, given)
        if not isinstance(given.get("type"), str):
            raise Unreadable("the activity has no type")
        try:
            activity = Activity.deserialize(given)
        except ValueError as error:
            raise Unreadable(f"the activity is not one ({type(error).__name__})") from None

        async def logic(context: TurnContext) -> None:
            body = await turn(given, vouched)
            if activity.type == ActivityTypes.invoke:
                value = InvokeResponse(status=200 if body is not None else 501, body=body)
                await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=value))

        claims = ClaimsIdentity({AuthenticationConstants.AUDIENCE_CLAIM: self._app_id}, True)
        answered = await self.process_activity_with_identity(activity, claims, logic)
        return Answer(200) if answered is None else Answer(int(answered.status), answered.body)

    async def create_connector_client(
        self, service_url: str, identity: Any = None, audience: Any = None
    ) -> None:
        """None: what is said goes over our own wire, which never repeats a POST."""
