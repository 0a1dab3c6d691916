"""The JSON that comes in, validated; and its errors in words that help."""

from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from adapters.playground.clock import ZONE, Move
from adapters.playground.sender import Faults

LONGEST = 20_000
"""Characters of one message."""

_Body = TypeVar("_Body", bound=BaseModel)


class TooLong(Exception):  # noqa: N818 - it is an answer, not a fault
    """More characters than a message holds; its text is for the one who asked."""


class Malformed(Exception):  # noqa: N818 - it is an answer, not a fault
    """Not what this address takes; its text is for the one who asked."""


def _clean(text: str) -> str:
    """Text that can be written down: a lone half of a character cannot, and no chat platform keeps a NUL."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("it holds half of a character, which is not text") from None
    return text.replace("\x00", "").replace("\r\n", "\n")


def _some(text: str) -> str:
    if not text.strip():
        raise ValueError("there is nothing in it to say")
    return text


def _short(text: str) -> str:
    if len(text) > LONGEST:
        raise TooLong(
            f"That is {len(text):,} characters, and a message here holds {LONGEST:,}. Nothing was sent. Minutes as long as that go in as a file."
        )
    return text


def _moment(value: Any) -> Any:
    """A time without a zone is the board's own."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError('it takes a time such as "2026-02-17T09:00"') from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo(ZONE))


Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_clean)]
Text = Annotated[str, AfterValidator(_clean), AfterValidator(_short)]
Moment = Annotated[datetime, BeforeValidator(_moment)]


class _Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Said(_Request):
    who: Name = Field(alias="as")
    place: Name
    text: Annotated[Text, AfterValidator(_some)]
    thread: Name | None = None
    delivery: Name | None = None


class Handed(_Request):
    """The fields of an upload, beside its file."""

    who: Name = Field(alias="as")
    place: Name
    text: Text = ""
    thread: Name | None = None
    delivery: Name | None = None


class Asked(_Request):
    """Something of a message's menu."""

    who: Name = Field(alias="as")
    message: Name
    shortcut: Literal["minutes", "action"]
    delivery: Name | None = None


class Pressed(_Request):
    who: Name = Field(alias="as")
    message: Name
    button: Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_clean)]
    values: dict[Name, Text | tuple[Text, ...]] | None = None
    delivery: Name | None = None


class MovedTo(_Request):
    """`to` a time, or `by` one of the page's moves."""

    to: Moment | None = None
    by: Move | None = None


class StartedAgain(_Request):
    sample: bool
    now: Moment | None = None


class Looking(_Request):
    """The query of what only reads: who looks, and where."""

    who: Name = Field(alias="as")
    place: Name


class Visiting(_Request):
    """The query of what asks for no place."""

    who: Name = Field(alias="as")


class ToldToFail(_Request, Faults):
    """As Faults; what is left out is as it should be."""


async def read(request: web.Request, body: type[_Body]) -> _Body:
    """The request's JSON, as `body`.

    Raises:
        Malformed: it is not JSON, or not what is expected; the words name the key.
        TooLong: a text in it is.
    """
    try:
        raw = await request.text()
    except (UnicodeDecodeError, LookupError):
        raise Malformed("The request is not text in UTF-8.") from None
    return checked(body, raw)


def checked(body: type[_Body], raw: str | dict[str, str]) -> _Body:
    """JSON, or the words of a query, as `body`."""
    try:
        return body.model_validate_json(raw) if isinstance(raw, str) else body.model_validate(raw)
    except ValidationError as error:
        raise Malformed(_explained(error, body)) from None
    except UnicodeEncodeError:
        raise Malformed("The request holds half of a character, which is not text.") from None


def _explained(error: ValidationError, body: type[BaseModel]) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"] if part not in {"str", "tuple[str, ...]"})
    keys = ", ".join(f.alias or name for name, f in body.model_fields.items())
    match first["type"]:
        case "json_invalid":
            return "The request is not JSON."
        case "missing":
            return f'The request lacks "{key}". It takes: {keys}.'
        case "extra_forbidden":
            return f'The request has no use for "{key}". It takes: {keys}.'
        case _:
            words = first["msg"].removeprefix("Value error, ")
            return f'"{key}": {words}.' if key else f"The request cannot be read: {words}."
