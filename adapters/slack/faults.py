"""What can go wrong with a call to Slack, and what it says of itself."""

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

FAILURES = (SlackApiError, ClientError, TimeoutError, OSError)
UNREADABLE = (LookupError, TypeError, AttributeError, ValueError, AssertionError, RecursionError)
"""What reading a request of another shape than Slack's fails with."""


class Unreadable(Exception):  # noqa: N818 - whoever sent it is at fault
    """A request of another shape than Slack's."""


def code_of(error: SlackApiError) -> str:
    """Slack's name for the error; empty where something else answered, an HTML page of a proxy for one."""
    data = error.response.data
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def limited(error: SlackApiError) -> bool:
    """Whether Slack asks to slow down. https://docs.slack.dev/apis/web-api/rate-limits"""
    return error.response.status_code == 429 or code_of(error) in {"ratelimited", "rate_limited"}


def retry_after(error: SlackApiError) -> float:
    """How many seconds Slack asks to wait."""
    said = error.response.headers.get("Retry-After") or error.response.headers.get("retry-after")
    try:
        return max(float(said), 0.0) if said is not None else 1.0
    except ValueError:
        return 1.0
