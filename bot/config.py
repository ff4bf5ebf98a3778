"""TOML and environment -> Config; every mistake is named at once and no secret is ever printed.

`[telegram] token` in the file and `DONDOC_TELEGRAM__TOKEN` in the environment are the same setting; the
environment wins. What belongs to one office (signer, ladder, standing body) is a row of its unit.
"""

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StrictBool,
    StrictInt,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.errors import ConfigError

PREFIX = "DONDOC_"
FILE_VARIABLE = "DONDOC_CONFIG"
TELEGRAM = "https://api.telegram.org"
SQLITE_FILE = "dondoc.sqlite3"
FILES_FOLDER = "dondoc-files"
HOW_TO_GET_ONE = (
    "ask @BotFather in Telegram for one with /newbot, then write it under [telegram] in the config file "
    "or into DONDOC_TELEGRAM__TOKEN"
)


def _empty_is_unset(value: object) -> object:
    return None if value == "" else value


def _time_of_day(value: object) -> time:
    """A time as "08:00", or TOML's own 08:00:00."""
    if isinstance(value, str) and len(value) == 5 and value[2] == ":":
        return time.fromisoformat(value)
    if isinstance(value, time):
        return value
    raise ValueError("not a time of day")


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("not an address")
    return value.rstrip("/")


def _database_url(value: str) -> str:
    backend = urlsplit(value).scheme.partition("+")[0]
    if backend not in {"sqlite", "postgresql"}:
        raise ValueError("not a database that is known here")
    return value


Optional = BeforeValidator(_empty_is_unset)
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Address = Annotated[str, AfterValidator(_address)]


class _Section(BaseModel):
    """Each field's description says what is expected there; a mistake quotes it."""

    # Built once, as part of Config: building each section by itself too would double the time it takes.
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)


class Telegram(_Section):
    """How to reach Telegram. With only `base_url` given, `base_file_url` is the same server's."""

    token: Annotated[SecretStr | None, Optional] = Field(default=None, description="the bot's token as text")
    username: Annotated[str | None, Optional] = Field(
        default=None, description="the bot's name as text, without @"
    )
    base_url: Address = Field(
        default=f"{TELEGRAM}/bot", description="an address such as https://api.telegram.org/bot"
    )
    base_file_url: Annotated[Address | None, Optional] = Field(
        default=None,
        validate_default=True,
        description="an address such as https://api.telegram.org/file/bot",
    )
    # An address of a proxy or a database may hold a password, so neither is part of the printed form.
    proxy: Annotated[Address | None, Optional] = Field(
        default=None, repr=False, description="an address such as http://proxy.example:3128"
    )
    http: Literal["aiohttp", "httpx"] = Field(default="aiohttp", description='"aiohttp" or "httpx"')

    @field_validator("username")
    @classmethod
    def _without_at(cls, value: str | None) -> str | None:
        return value and value.removeprefix("@")

    @field_validator("base_url")
    @classmethod
    def _ends_in_bot(cls, value: str) -> str:
        return value if value.endswith("/bot") else f"{value}/bot"

    @field_validator("base_file_url")
    @classmethod
    def _ends_in_file_bot(cls, value: str | None, others: ValidationInfo) -> str:
        server = value or str(others.data.get("base_url", TELEGRAM)).removesuffix("/bot")
        return server if server.endswith("/file/bot") else f"{server}/file/bot"


class Database(_Section):
    url: Annotated[str, AfterValidator(_database_url)] = Field(
        default=f"sqlite:///{SQLITE_FILE}",
        repr=False,
        description="text such as sqlite:///FILE or postgresql://USER@HOST/NAME",
    )


class Time(_Section):
    zone: ZoneInfo = Field(
        default=ZoneInfo("Asia/Ho_Chi_Minh"),
        description='a time zone of the IANA list such as "Asia/Ho_Chi_Minh"',
    )


class Nudges(_Section):
    """When nudges may go out, and the ladder of a campaign whose office has none of its own."""

    slots: tuple[TimeOfDay, ...] = Field(
        default=(time(8),), description='a list of times such as ["08:00", "13:30"]'
    )
    before: tuple[Annotated[StrictInt, Field(ge=0, le=365)], ...] = Field(
        default=(15, 7, 3, 1, 0), description="a list of days before the due date such as [7, 3, 1, 0]"
    )
    overdue: tuple[Annotated[StrictInt, Field(ge=1, le=60)], ...] = Field(
        default=(1, 2, 3, 4, 5), description="a list of working days after the due date such as [1, 2, 3]"
    )
    working_hours: tuple[TimeOfDay, TimeOfDay] = Field(
        default=(time(7, 30), time(17)),
        description='the first and the last time of a working day such as ["07:30", "17:00"]',
    )

    @model_validator(mode="after")
    def _slots_within_working_hours(self) -> Self:
        first, last = self.working_hours
        if first >= last:
            raise ValueError("working_hours must begin before they end")
        if not self.slots:
            raise ValueError("slots must name at least one time")
        if not all(first <= slot <= last for slot in self.slots):
            raise ValueError("every one of slots must lie within working_hours")
        return self


class People(_Section):
    kept_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        default=365, description="a number of days such as 365"
    )


class Texts(_Section):
    language: Literal["vi", "en"] = Field(default="vi", description='"vi" or "en"')


class FilesKept(_Section):
    """Where photos and files are kept that people send as evidence, and how large one may be."""

    path: Annotated[str | None, Optional] = Field(
        default=None, description="the path of a folder such as /var/lib/dondoc/files"
    )
    # Telegram hands out no file of more than 20 MB to a bot.
    largest_mb: Annotated[StrictInt, Field(ge=1, le=20)] = Field(
        default=10, description="a whole number of megabytes from 1 to 20"
    )


class Log(_Section):
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description='"debug", "info", "warning" or "error"'
    )
    # A model of pydantic has a method of the name json already.
    as_json: StrictBool = Field(default=False, alias="json", description="true or false")


class Config(_Section):
    telegram: Telegram
    database: Database
    time: Time
    nudges: Nudges
    people: People
    texts: Texts
    files: FilesKept
    log: Log

    @classmethod
    def load(cls, path: Path | None, environ: Mapping[str, str], *, need_token: bool = True) -> Self:
        """The settings of the file (None: no file) under those of the environment.

        Raises ConfigError with all mistakes at once, e.g. "telegram.tokn: unknown setting; known here:
        token, username, base_url, base_file_url, proxy, http". `need_token=False` is for commands that never
        speak to Telegram.
        """
        settings = _from_file(path)
        variables = _from_environment(environ, settings)
        for section in cls.model_fields:
            settings.setdefault(section, {})
        database = settings["database"]
        folder = (path.parent if path else Path()).resolve()
        if isinstance(database, dict) and not database.get("url"):
            database["url"] = f"sqlite:///{folder / SQLITE_FILE}"
        files = settings["files"]
        if isinstance(files, dict) and not files.get("path"):
            files["path"] = str(_beside(database, folder) / FILES_FOLDER)
        mistakes = []
        if need_token and not _has_token(settings):
            mistakes.append(f"telegram.token: missing; {HOW_TO_GET_ONE}")
        try:
            config = cls.model_validate(settings)
        except ValidationError as failure:
            mistakes += [_mistake(error, variables) for error in failure.errors()]
            raise ConfigError(mistakes) from None
        if mistakes:
            raise ConfigError(mistakes)
        return config


def find(path: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The config file: `--config`, else DONDOC_CONFIG, else ./config.toml, else None."""
    if path is not None:
        return path
    if named := environ.get(FILE_VARIABLE):
        return Path(named)
    here = Path("config.toml")
    return here if here.is_file() else None


def _beside(database: object, folder: Path) -> Path:
    """The folder of an SQLite file; for another database that of the config."""
    url = str(database.get("url")) if isinstance(database, dict) else ""
    scheme, _, file = url.partition(":///")
    return Path(file).parent if scheme == "sqlite" and file else folder


def _from_file(path: Path | None) -> dict[str, object]:
    if path is None:
        return {}
    try:
        return _toml(path.read_text(encoding="utf-8-sig"))
    except OSError as failure:
        raise ConfigError([f"{path}: cannot be read: {failure.strerror}"]) from None
    except UnicodeDecodeError:
        raise ConfigError([f"{path}: is not UTF-8 text"]) from None
    except ValueError as failure:
        raise ConfigError([f"{path}: is not TOML: {failure}"]) from None


def _toml(text: str) -> dict[str, object]:
    # Its patterns take 15 ms to compile, which a start without a config file does not need.
    import tomllib

    return tomllib.loads(text)


def _from_environment(environ: Mapping[str, str], settings: dict[str, object]) -> dict[str, str]:
    """Put the variables into the settings; gives the variable behind each dotted path it set."""
    variables = {}
    for variable, text in sorted(environ.items()):
        if not variable.startswith(PREFIX) or variable == FILE_VARIABLE:
            continue
        section, _, key = variable.removeprefix(PREFIX).lower().partition("__")
        inside = settings.setdefault(section, {})
        if key and isinstance(inside, dict):
            inside[key] = _typed(text)
        else:
            settings[section] = text
        variables[f"{section}.{key}".rstrip(".")] = variable
    return variables


def _typed(text: str) -> object:
    """A variable is text, unless it is written like a list or a truth value of TOML: ["08:00", "13:30"]."""
    if text.startswith("[") or text in {"true", "false"}:
        try:
            return _toml(f"value = {text}")["value"]
        except ValueError:
            return text
    return text


def _has_token(settings: Mapping[str, object]) -> bool:
    telegram = settings.get("telegram")
    return not isinstance(telegram, dict) or bool(telegram.get("token"))


def _mistake(error: ErrorDetails, variables: Mapping[str, str]) -> str:
    """One sentence for one error of pydantic: the setting, where it was set, what was expected."""
    section, *rest = (str(part) for part in error["loc"])
    path = ".".join([section, *rest[:1]])
    place = path + "".join(f"[{position}]" for position in rest[1:])
    if path in variables:
        place = f"{place} (from {variables[path]})"
    if error["type"] == "extra_forbidden" and not rest:
        return f"{place}: unknown section; known here: {_known(Config.model_fields)}"
    settings = _settings(section)
    if error["type"] == "extra_forbidden":
        return f"{place}: unknown setting; known here: {_known(settings)}"
    if not rest:
        own = error.get("ctx", {}).get("error")
        return f"{place}: {own or 'expected a section with ' + _known(settings)}"
    return f"{place}: expected {settings[rest[0]].description}"


def _settings(section: str) -> dict[str, FieldInfo]:
    """The settings of a section by the names they have in the file."""
    model = Config.model_fields[section].annotation
    fields = model.model_fields if isinstance(model, type) and issubclass(model, _Section) else {}
    return {field.alias or name: field for name, field in fields.items()}


def _known(settings: Mapping[str, FieldInfo]) -> str:
    return ", ".join(settings)
