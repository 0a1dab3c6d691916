"""What `arising doctor` says of Teams."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from http import HTTPStatus

from adapters.doctor import Finding
from adapters.teams import signing_in
from adapters.teams.settings import PATH, TeamsSettings

ABOUT = "teams"
DOOR = "teams way in"
PATIENCE = 5.0

Ask = Callable[[str, dict[str, str]], tuple[int, str]]
"""POST a form; gives the status and, for a refusal, Microsoft's word for it."""


def finding(settings: TeamsSettings, ask: Ask | None = None) -> Finding:
    """Whether Microsoft knows the bot by what is set."""
    if settings.emulator:
        words = "the emulator is on: whoever can reach this machine's own port is believed."
        return Finding(ABOUT, True, words)
    try:
        status, why = (ask or _ask)(signing_in.token_url(settings), signing_in.form(settings))
    except OSError as error:
        mend = f"Let this machine reach {settings.endpoints.login} over HTTPS."
        return Finding(ABOUT, False, f"Microsoft's sign-in cannot be reached ({type(error).__name__}).", mend)
    if status != 200:
        what = signing_in.shown(settings)
        mend = f"Compare MICROSOFT_APP_ID, _{what.upper()} and _TENANT_ID with the registration: docs/install-teams.md."
        return Finding(ABOUT, False, f"Microsoft does not accept the bot's {what} ({why or status}).", mend)
    until = f", until {settings.certificate.ends:%-d %b %Y}" if settings.certificate is not None else ""
    many = len(settings.tenants)
    tenants = "one tenant" if many == 1 else f"{many} tenants"
    return Finding(ABOUT, True, f"Microsoft knows the bot, for {tenants}{until}.")


def door(url: str | None, ask: Ask | None = None) -> Finding:
    """Whether the bot answers where Microsoft calls it: what bears no token must be refused, and by the bot itself."""
    if url is None:
        words = "nobody looked whether Microsoft reaches this server: server.url is not set."
        return Finding(DOOR, True, f"{words} Its messaging endpoint is that address and {PATH}.")
    try:
        status, _ = (ask or _ask)(f"{url}{PATH}", {})
    except OSError as error:
        mend = f"Start the bot, and let the proxy pass {PATH} on to it."
        return Finding(DOOR, False, f"{url} does not answer ({type(error).__name__}).", mend)
    if status != HTTPStatus.UNAUTHORIZED:
        words = f"{url}{PATH} answers {status}, and the bot would answer 401 to what bears no token."
        return Finding(DOOR, False, words, f"Let the proxy pass {PATH} on to the bot as it comes.")
    return Finding(DOOR, True, f"{url}{PATH} is the bot, and refuses what bears no token.")


def _ask(url: str, form: dict[str, str]) -> tuple[int, str]:
    request = urllib.request.Request(url, urllib.parse.urlencode(form).encode())  # noqa: S310 - checked to be https
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return int(answer.status), ""
    except urllib.error.HTTPError as refused:
        with refused:
            try:
                return refused.code, str(json.loads(refused.read()).get("error", ""))
            except (ValueError, AttributeError):
                return refused.code, ""
