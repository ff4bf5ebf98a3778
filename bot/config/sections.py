"""The sections of the settings: what each setting is, its default, what it must look like."""

from datetime import time
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
    ValidationInfo,
    field_validator,
    model_validator,
)

TELEGRAM = "https://api.telegram.org"
SQLITE_FILE = "dondoc.sqlite3"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


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


def _own_address(value: str) -> str:
    """Where the page is reached: encrypted, save on this very machine; a cookie must not travel in the open."""
    parts = urlsplit(_address(value))
    if (parts.scheme != "https" and parts.hostname not in LOOPBACK) or parts.path.strip("/"):
        raise ValueError("not an address of its own")
    return f"{parts.scheme}://{parts.netloc}"


def _host_and_port(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError("not a host and a port")
    return value


def _database_url(value: str) -> str:
    backend = urlsplit(value).scheme.partition("+")[0]
    if backend not in {"sqlite", "postgresql"}:
        raise ValueError("not a database that is known here")
    return value


Optional = BeforeValidator(_empty_is_unset)
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Address = Annotated[str, AfterValidator(_address)]


class Section(BaseModel):
    """Each field's description says what is expected there; a mistake quotes it."""

    # Built once, as part of Config: building each section by itself too would double the time it takes.
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)


class Telegram(Section):
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


class Database(Section):
    url: Annotated[str, AfterValidator(_database_url)] = Field(
        default=f"sqlite:///{SQLITE_FILE}",
        repr=False,
        description="text such as sqlite:///FILE or postgresql://USER@HOST/NAME",
    )


class Time(Section):
    zone: ZoneInfo = Field(
        default=ZoneInfo("Asia/Ho_Chi_Minh"),
        description='a time zone of the IANA list such as "Asia/Ho_Chi_Minh"',
    )


class Nudges(Section):
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


class People(Section):
    kept_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        default=365, description="a number of days such as 365"
    )


class Texts(Section):
    language: Literal["vi", "en"] = Field(default="vi", description='"vi" or "en"')


class FilesKept(Section):
    """Where photos and files are kept that people send as evidence, and how large one may be."""

    path: Annotated[str | None, Optional] = Field(
        default=None, description="the path of a folder such as /var/lib/dondoc/files"
    )
    # Telegram hands out no file of more than 20 MB to a bot.
    largest_mb: Annotated[StrictInt, Field(ge=1, le=20)] = Field(
        default=10, description="a whole number of megabytes from 1 to 20"
    )


class Page(Section):
    """The page beside the chat: where it listens, and how people reach it. Neither set: there is none."""

    listen: Annotated[Annotated[str, AfterValidator(_host_and_port)] | None, Optional] = Field(
        default=None, description="a host and a port such as 127.0.0.1:8085"
    )
    base_url: Annotated[Annotated[str, AfterValidator(_own_address)] | None, Optional] = Field(
        default=None, description="an https address without a path such as https://thidua.example.vn"
    )

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.listen is None) != (self.base_url is None):
            raise ValueError("listen and base_url are set together or not at all")
        return self

    @property
    def place(self) -> tuple[str, int]:
        """The host and the port on which it listens."""
        host, _, port = (self.listen or "").rpartition(":")
        return host.strip("[]"), int(port or 0)


class Log(Section):
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description='"debug", "info", "warning" or "error"'
    )
    # A model of pydantic has a method of the name json already.
    as_json: StrictBool = Field(default=False, alias="json", description="true or false")
