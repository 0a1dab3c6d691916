"""app.yaml, the environment and .env become validated settings. No other file knows what a key is called.

Nothing is read at import, nor behind `load`'s back: what it is not given does not exist. All mistakes are found at
once, each named by its key. Secrets come from the environment or `.env`; one in app.yaml is a mistake, and no
message ever repeats it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from adapters import config_words as words
from adapters.config_reading import misspelt, read_dotenv, read_yaml
from adapters.config_words import ConfigError, Problem, problem
from bot.domain import boards as rules
from bot.domain.boards import DigestRule, NudgeRule
from bot.domain.calendars import LONGEST_CLOSURE, Span, works_again
from bot.domain.nudges import LATEST
from bot.domain.retention import Retention as Kept

PREFIX = "ARISING_"
VARIABLES = {
    "database_url": "ARISING_DATABASE_URL",
    "secret_key": "ARISING_SECRET_KEY",
    "slack_bot_token": "SLACK_BOT_TOKEN",
    "slack_signing_secret": "SLACK_SIGNING_SECRET",
    "slack_app_token": "SLACK_APP_TOKEN",
    "microsoft_app_id": "MICROSOFT_APP_ID",
    "microsoft_app_password": "MICROSOFT_APP_PASSWORD",
    "microsoft_app_certificate": "MICROSOFT_APP_CERTIFICATE",
    "microsoft_app_tenant_id": "MICROSOFT_APP_TENANT_ID",
}
"""What comes from the environment alone, and the variables it is read from."""
SECRETS = tuple(VARIABLES)
TEAMS_GUIDE = "docs/install-teams.md says where it comes from"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Zone = Annotated[str, BeforeValidator(words.zone)]
Nation = Annotated[str, BeforeValidator(words.nation)]
ClosedDays = Annotated[Span, BeforeValidator(words.closed_days)]
TimeOfDay = Annotated[time, BeforeValidator(words.time_of_day)]
Days = Annotated[int, Field(ge=0, le=365)]
AtLeastOneDay = Annotated[int, Field(ge=1, le=365)]


class Section(BaseModel):
    """A part of app.yaml. A heading with nothing beneath it means the defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _blank(cls, given: Any) -> Any:
        return {} if given is None else given


class Server(Section):
    """`url` is the address the platforms reach this server by, as it stands in their manifests."""

    host: str = Field("127.0.0.1", min_length=1)
    port: int = Field(8000, ge=0, le=65535)
    url: Annotated[str | None, BeforeValidator(words.public_url)] = None


class Digests(Section):
    weekday: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = "monday"
    at: TimeOfDay = time(9, 0)
    working_days_before_meeting: int = Field(3, ge=0, le=30)

    @property
    def rule(self) -> DigestRule:
        """As the domain knows it."""
        return DigestRule(WEEKDAYS.index(self.weekday), self.at, self.working_days_before_meeting)


class Nudges(Section):
    at: TimeOfDay = time(9, 0)
    days_before: tuple[Days, ...] = (7, 1, 0)
    first_day_after: AtLeastOneDay = 1
    days_between: AtLeastOneDay = 7
    look_ahead_days: Days = 7

    @property
    def rule(self) -> NudgeRule:
        """As the domain knows it."""
        return NudgeRule(
            at=self.at,
            days_before=tuple(sorted(set(self.days_before), reverse=True)),
            first_day_after=self.first_day_after,
            days_between=self.days_between,
            look_ahead_days=self.look_ahead_days,
        )


class QuietHours(Section):
    """The same time twice means that no hours are quiet."""

    begins: TimeOfDay = time(19, 0)
    ends: TimeOfDay = time(7, 0)


class Escalation(Section):
    """In working days overdue; none means that they do not hear of it."""

    clerk: int | None = Field(None, ge=1, le=365)
    chair: int | None = Field(None, ge=1, le=365)


class BoardDefaults(Section):
    """What a board works by that has set nothing itself."""

    zone: Zone = "Europe/London"
    nation: Nation = "GB-ENG"
    closed: tuple[ClosedDays, ...] = Field((), max_length=100)
    digests: Digests = Digests()
    nudges: Nudges = Nudges()
    quiet_hours: QuietHours = QuietHours()
    escalation: Escalation = Escalation()
    ask_working_days_before_meeting: int = Field(5, ge=0, le=30)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if not works_again(self.nation, self.closed):
            raise ValueError(f"closed: nobody works for more than {LONGEST_CLOSURE} days in a row.")
        if self.nudges.at in self.rules.quiet:
            raise ValueError(f"nudges.at is {self.nudges.at:%H:%M}, which lies in the quiet hours.")
        if self.nudges.at >= LATEST:
            raise ValueError(
                f"nudges.at is {self.nudges.at:%H:%M}, and nobody is nudged from {LATEST:%H:%M} on."
            )
        return self

    @property
    def rules(self) -> rules.Rules:
        """As the domain knows them."""
        return rules.Rules(
            zone=self.zone,
            nation=self.nation,
            closed=self.closed,
            digests=self.digests.rule,
            nudges=self.nudges.rule,
            quiet=rules.QuietHours(self.quiet_hours.begins, self.quiet_hours.ends),
            escalation=rules.Escalation(self.escalation.clerk, self.escalation.chair),
            ask=self.ask_working_days_before_meeting,
        )


class Boards(Section):
    defaults: BoardDefaults = BoardDefaults()


class Teams(Section):
    """`emulator` takes activities nobody has signed, from this machine alone. `tenants` are others than the bot's own.

    `board_makers` are account names or e-mail addresses of those who link channels besides whoever added the bot.
    """

    emulator: bool = False
    tenants: tuple[Annotated[str, BeforeValidator(words.guid)], ...] = ()
    board_makers: tuple[str, ...] = ()


Emoji = Annotated[str, Field(pattern=r"^[a-z0-9_+'-]{1,100}$")]


class SlackReactions(Section):
    """The names, without colons, of the emoji that mean something."""

    propose: Emoji = "pushpin"
    done: Emoji = "white_check_mark"


class SlackPlatform(Section):
    """How Slack is reached. `board_makers` are e-mail addresses of those who link boards besides administrators."""

    mode: Literal["http", "socket"] = "http"
    api_url: str = Field("https://slack.com/api/", pattern=r"^https?://\S+/$", max_length=300)
    reactions: SlackReactions = SlackReactions()
    board_makers: tuple[str, ...] = ()


class Platforms(Section):
    """One key for each platform the bot is installed on; the playground never is one."""

    slack: SlackPlatform | None = None
    teams: Teams | None = None

    @field_validator("slack", "teams", mode="before")
    @classmethod
    def _as_usual(cls, given: Any) -> Any:
        # "slack:" with nothing beneath it means Slack, with every default.
        return {} if given is None else given


class Delivery(Section):
    """`send_timeout` is in seconds; the protocol allows a send eight of them in all. `spread_digests` is in minutes."""

    in_flight: int = Field(50, ge=1, le=500)
    send_timeout: float = Field(8.0, gt=0, le=8)
    spread_digests: int = Field(5, ge=0, le=60)


class Retention(Section):
    """In days. The boards' logs are kept for good."""

    deliveries_days: int = Field(7, ge=1, le=90)
    questions_days: int = Field(30, ge=1, le=3650)
    messages_days: int = Field(90, ge=14, le=3650)

    @property
    def rule(self) -> Kept:
        """As the domain knows it."""
        return Kept(
            deliveries=timedelta(days=self.deliveries_days),
            questions=timedelta(days=self.questions_days),
            messages=timedelta(days=self.messages_days),
        )


class Logs(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["json", "console"] = "json"


class Settings(BaseSettings):
    """All of it, frozen. Give `data` as an absolute path, or relative to the folder the process runs in."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    organisation: str = Field("Our organisation", min_length=1, max_length=200)
    data: Path = Path("data")
    server: Server = Server()
    boards: Boards = Boards()
    platforms: Platforms = Platforms()
    delivery: Delivery = Delivery()
    retention: Retention = Retention()
    logs: Logs = Logs()
    database_url: Annotated[SecretStr | None, BeforeValidator(words.database_url)] = None
    secret_key: Annotated[SecretStr | None, BeforeValidator(words.secret_key)] = None
    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    microsoft_app_id: SecretStr | None = None
    microsoft_app_password: SecretStr | None = None
    microsoft_app_certificate: SecretStr | None = None
    microsoft_app_tenant_id: SecretStr | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings names what it hands over
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # pydantic-settings would look into the process's environment by itself; `load` is handed one instead.
        return (init_settings,)

    @property
    def database(self) -> SecretStr:
        """Where the database is: a file in the data folder unless the environment names another."""
        return self.database_url or SecretStr(f"sqlite:///{self.data / 'arising.db'}")

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret value there is, for the logs to keep out."""
        given = (getattr(self, name) for name in SECRETS)
        return tuple(secret.get_secret_value() for secret in given if secret is not None)

    def on_port(self, port: int | None) -> Self:
        """The same settings on another port; None changes nothing."""
        if port is None:
            return self
        return self.model_copy(update={"server": self.server.model_copy(update={"port": port})})


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """The settings app.yaml at `path` and the environment make together.

    `.env` beside app.yaml counts too; where both name a variable, the environment has the last word. A relative
    `data` is relative to app.yaml's folder.

    Raises:
        ConfigError: listing every mistake.
    """
    keys = _keys(Settings)
    variable = VARIABLES
    file = read_yaml(path, keys, variable)
    variables = read_dotenv(path.parent / ".env") | {
        k: v for k, v in environ.items() if k.startswith(PREFIX) or k in variable.values()
    }
    problems = [*file.problems, *misspelt(variables, variable.values())]
    secrets = {name: variables.get(env) or None for name, env in variable.items()}
    settings = None
    try:
        settings = Settings(**file.data | secrets)
    except ValidationError as error:
        problems += [_named(problem(each, keys), variable) for each in error.errors(include_url=False)]
    if settings is not None:
        problems += _teams_problems(settings)
    if problems or settings is None:
        raise ConfigError(path, [p if p.line else replace(p, line=file.lines.get(p.key)) for p in problems])
    return settings.model_copy(update={"data": path.parent / settings.data})


def revealed(secret: SecretStr | None) -> str:
    """What is behind it; nothing for none."""
    return secret.get_secret_value() if secret is not None else ""


def _teams_problems(settings: Settings) -> list[Problem]:
    """What Teams needs besides its own section."""
    teams, host = settings.platforms.teams, settings.server.host
    if teams is None:
        return []
    if teams.emulator and not words.on_loopback(host):
        what = f"believes whoever asks, so server.host must be 127.0.0.1, and is {host}."
        return [Problem("platforms.teams.emulator", what)]
    needed = ["microsoft_app_id", "microsoft_app_password", "microsoft_app_tenant_id"]
    if settings.microsoft_app_certificate is not None:
        needed.remove("microsoft_app_password")
        if settings.microsoft_app_password is not None:
            what = "is set beside MICROSOFT_APP_PASSWORD: keep the one the bot is to use."
            return [Problem(VARIABLES["microsoft_app_certificate"], what)]
    missing = [] if teams.emulator else [name for name in needed if getattr(settings, name) is None]
    found = [Problem(VARIABLES[name], f"is not set, and Teams needs it: {TEAMS_GUIDE}.") for name in missing]
    return found if teams.emulator else [*found, *_confused(settings)]


def _confused(settings: Settings) -> list[Problem]:
    """What stands beside the right value in Azure, and is copied in its place."""
    found = []
    for name in ("microsoft_app_id", "microsoft_app_tenant_id"):
        given = revealed(getattr(settings, name))
        if given and not words.GUID.fullmatch(given):
            what = f"is no ID as Azure shows it, such as {words.A_GUID}: {TEAMS_GUIDE}."
            found.append(Problem(VARIABLES[name], what))
    if words.GUID.fullmatch(revealed(settings.microsoft_app_password)):
        what = "is the ID of a secret. Its value is meant, which Azure shows once, when it is made."
        found.append(Problem(VARIABLES["microsoft_app_password"], what))
    return found


def _keys(section: type[BaseModel], above: str = "") -> tuple[str, ...]:
    """Every dotted path app.yaml may hold."""
    found: list[str] = []
    for name, field in section.model_fields.items():
        if name not in VARIABLES:
            found.append(above + name)
            for kind in (field.annotation, *get_args(field.annotation)):
                if isinstance(kind, type) and issubclass(kind, Section):
                    found.extend(_keys(kind, f"{above}{name}."))
    return tuple(found)


def _named(found: Problem, variable: Mapping[str, str]) -> Problem:
    return Problem(variable.get(found.key, found.key), found.what)
