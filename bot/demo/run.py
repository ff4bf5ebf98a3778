"""The demo: the local server, the real bot and the people of an invented commune, in one process.

All of it lives on one event loop and in a folder that is thrown away; the bot and the people speak real
HTTP with the server.
"""

import contextlib
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import httpx

from bot.app import DonDoc
from bot.campaign.calendar import WorkCalendar
from bot.clock import SetClock
from bot.config import Config
from bot.demo.page import page_routes
from bot.demo.phones import Line, Phones, unheard
from bot.demo.server import LocalServer, serve
from bot.demo.showing import Showing
from bot.demo.story import CAST, ENROLLED_LIKEWISE, Person
from bot.demo.telling import Teller
from bot.directive.model import DirectiveDraft
from bot.errors import OperatorError
from bot.store.units import Unit, below
from bot.usecases import inviting, sent_files, units
from bot.usecases.unit_table import UnitTable, read_unit_table

BOT_ID = 4242
USERNAME = "DonDocDemoBot"
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
EXAMPLE = EXAMPLES / "chi-thi-2026.txt"
UNITS = EXAMPLES / "units.csv"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = time(8, 30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Directive:
    """The directive of the story: its file, and the day on which the story begins."""

    name: str
    content: bytes
    day: date

    @classmethod
    def read(cls, path: Path) -> "Directive":
        """Errors: OperatorError where there is no such file, Refused where it is no directive."""
        try:
            content = path.read_bytes()
        except OSError as failure:
            raise OperatorError(f"{path}: cannot be read: {failure.strerror}") from failure
        draft = sent_files.read_directive(path.name, content)
        return cls(name=path.name, content=content, day=first_day(draft))


def first_day(draft: DirectiveDraft) -> date:
    """The first working day on which the directive is there and its campaign has begun, a fortnight into it
    where the directive names only the month; 15 January of its year where it names neither.
    """
    known = [day for day in (draft.date, draft.start) if day is not None]
    year = draft.year or (draft.end.year if draft.end else 2026)
    day = max(known, default=date(year, 1, 15))
    if day.day == 1:
        day = day.replace(day=15)
    return WorkCalendar().nth_after(day, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Demo:
    """A running demo: where it listens, where the bot's own page does, and who tells its story."""

    address: str
    page: str
    teller: Teller


@asynccontextmanager
async def opened(
    directive: Directive, *, port: int = 0, told: Callable[[Line], None] = unheard
) -> AsyncIterator[Demo]:
    """Everything runs inside the block, and everybody is enrolled; `told` hears what the story's people do.

    Errors: OperatorError where the port is taken.
    """
    with TemporaryDirectory(prefix="dondoc-demo-", ignore_cleanup_errors=True) as folder:
        clock = SetClock(datetime.combine(directive.day, MORNING, tzinfo=ZONE))
        token = f"{BOT_ID}:{secrets.token_hex(16)}"
        server = LocalServer(token=token, username=USERNAME, now=clock.now)
        place = f"127.0.0.1:{_free_port(port and port + 1)}"
        async with (
            serve(server, port) as address,
            _running_bot(_config(address, token, Path(folder), place), clock, server) as bot,
            httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as client,
        ):
            places = await _commune(bot)
            phones = Phones(client, told=told)
            teller = Teller(phones=phones, file_name=directive.name, content=directive.content)
            showing = Showing(world=server.world, bot=bot, clock=clock, teller=teller, units=places)
            server.app.router.routes.extend(page_routes(showing))
            await _enrol(bot, phones, places)
            yield Demo(address=address, page=f"http://{place}", teller=teller)


@asynccontextmanager
async def _running_bot(config: Config, clock: SetClock, server: LocalServer) -> AsyncIterator[DonDoc]:
    bot = DonDoc(config, clock=clock.now)
    await bot.start()
    try:
        yield bot
    finally:
        # Whoever waits for news is let go before the database is closed under him.
        await server.world.close()
        await bot.stop()


async def _commune(bot: DonDoc) -> dict[str, Unit]:
    """Take in the units of the commune; returns them by code."""
    table = _units()
    now = bot.now()
    await bot.store.write(lambda tx: units.import_units(tx, None, now, table=table))
    return {unit.code: unit for unit in await bot.store.read(lambda tx: below(tx, "/"))}


def _units() -> UnitTable:
    return read_unit_table(UNITS.name, UNITS.read_bytes())


async def _enrol(bot: DonDoc, phones: Phones, places: Mapping[str, Unit]) -> None:
    """Everybody opens a one-time link and agrees; the first is told of, the others come in likewise."""
    first, *others = CAST
    await _come_in(bot, phones, first, places[first.unit])
    with phones.hushed(lambda: ENROLLED_LIKEWISE):
        for person in others:
            await _come_in(bot, phones, person, places[person.unit])


async def _come_in(bot: DonDoc, phones: Phones, person: Person, unit: Unit) -> None:
    now = bot.now()
    made = await bot.store.write(
        lambda tx: inviting.invite(tx, None, now, unit=unit, role=person.role, username=USERNAME)
    )
    await phones.say(person, f"/start {made.token}")
    await phones.tap(person, "Đồng ý")


def _free_port(wanted: int) -> int:
    """This port where it is free, else another one: the page of the bot needs to know its address before it listens."""
    for port in (wanted, 0):
        with socket.socket() as tried, contextlib.suppress(OSError):
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(("127.0.0.1", port))
            return int(tried.getsockname()[1])
    raise OperatorError("This machine has no free port.")


def _config(address: str, token: str, folder: Path, place: str) -> Config:
    variables = {
        "DONDOC_TELEGRAM__TOKEN": token,
        "DONDOC_TELEGRAM__USERNAME": USERNAME,
        "DONDOC_TELEGRAM__BASE_URL": f"{address}/bot",
        "DONDOC_DATABASE__URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "DONDOC_PAGE__LISTEN": place,
        "DONDOC_PAGE__BASE_URL": f"http://{place}",
    }
    return Config.load(None, variables)
