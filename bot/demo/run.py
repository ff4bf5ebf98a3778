"""The demo: the local server, the real bot and the people of an invented commune, in one process.

All of it lives on one event loop and in a folder that is thrown away; the bot and the people speak real
HTTP with the server.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from bot.app import DonDoc
from bot.campaign.calendar import WorkCalendar
from bot.clock import SetClock
from bot.config import Config
from bot.demo.page import page_routes
from bot.demo.phones import Line, Phones, unheard
from bot.demo.server import LocalServer, serve
from bot.demo.showing import Showing
from bot.demo.telling import Teller
from bot.directive.model import DirectiveDraft
from bot.errors import OperatorError
from bot.usecases import sent_files

TOKEN = "4242:demo"  # noqa: S105 - known to nobody but the server of this process.
USERNAME = "DonDocDemoBot"
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
EXAMPLE = EXAMPLES / "chi-thi-2026.txt"
UNITS = EXAMPLES / "units.csv"
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
    """A running demo: where it listens, and who tells its story."""

    address: str
    teller: Teller


@asynccontextmanager
async def opened(
    directive: Directive, *, port: int = 0, told: Callable[[Line], None] = unheard
) -> AsyncIterator[Demo]:
    """Everything runs inside the block, and everybody is enrolled; `told` hears what the story's people do."""
    with TemporaryDirectory(prefix="dondoc-demo-", ignore_cleanup_errors=True) as folder:
        clock = SetClock(datetime.now(UTC))
        server = LocalServer(token=TOKEN, username=USERNAME, now=clock.now)
        async with serve(server, port) as address:
            bot = DonDoc(_config(address, Path(folder)), clock=clock.now)
            clock.set(datetime.combine(directive.day, MORNING, tzinfo=bot.zone))
            units = await _commune(bot)
            await bot.start()
            try:
                async with httpx.AsyncClient(
                    base_url=address,
                    timeout=60,
                    verify=False,  # noqa: S501 - plain HTTP to this process, for which no certificates are loaded.
                    trust_env=False,
                ) as client:
                    phones = Phones(client, told=told)
                    teller = Teller(phones=phones, file_name=directive.name, content=directive.content)
                    showing = Showing(world=server.world, bot=bot, clock=clock, teller=teller, units=units)
                    server.app.router.routes.extend(page_routes(showing))
                    await _enrol(bot, phones)
                    yield Demo(address=address, teller=teller)
            finally:
                await server.world.close()
                await bot.stop()


def _config(address: str, folder: Path) -> Config:
    variables = {
        "DONDOC_TELEGRAM__TOKEN": TOKEN,
        "DONDOC_TELEGRAM__USERNAME": USERNAME,
        "DONDOC_TELEGRAM__BASE_URL": f"{address}/bot",
        "DONDOC_DATABASE__URL": f"sqlite:///{folder / 'demo.sqlite3'}",
    }
    return Config.load(None, variables)
