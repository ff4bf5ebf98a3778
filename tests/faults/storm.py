"""A storm: people who type, nudges that go out, and a bot that is killed meanwhile or whose calls go wrong.

The bot is `python -m bot run` in a process of its own; the local Bot API server stands in this one and counts.
"""

import asyncio
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.campaign.model import Role
from bot.demo import people
from bot.demo.server import LocalServer, serve
from bot.demo.world import MadeCall
from bot.store import outbox
from bot.store.engine import Store, Tx
from bot.store.migrations import bring_up
from tests import builders
from tests.town import TOKEN

ROOT = Path(__file__).resolve().parents[2]
INDICATORS = 25
TALKERS_FROM, HEARERS_FROM = 1, 10_000
BAD_NETWORK = {"drop": 0.03, "5xx": 0.03, "429": 0.01}
"""Which share of the calls is accepted and not answered, fails, or comes too fast."""
RETRY_AFTER = 2
BLOCKED = 0.01
_ECHO = re.compile(r"✓ Chỉ tiêu số (\d+):")
PATIENCE = 180
ON_ITS_WAY = 0.5
"""Seconds in which a call that left before a 429 was heard may still reach the server."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a storm came to. Lost, twice, missing and out_of_order must be none."""

    updates: int
    nudges: int
    kills: int
    updates_lost: int
    updates_twice: int
    answers_missing: int
    nudges_lost: int
    duplicates: int
    out_of_order: int
    unanswered: int
    blocked: int
    unflagged: int
    too_soon: int
    flooded: int


class Storm:
    """`talkers` people type `each` messages: /baocao and then figures; `hearers` people are nudged once."""

    def __init__(self, folder: Path, *, talkers: int, each: int, hearers: int, seed: int = 1) -> None:
        self.talkers = range(TALKERS_FROM, TALKERS_FROM + talkers)
        self.hearers = range(HEARERS_FROM, HEARERS_FROM + hearers)
        self.each = each
        self.chance = Random(seed)
        self.url = f"sqlite:///{folder / 'dondoc.sqlite3'}"
        self.server = LocalServer(
            token=TOKEN, username="dondoc_bot", now=lambda: datetime.now(UTC), seed=seed
        )
        self.address = ""
        self.process: asyncio.subprocess.Process | None = None
        self.kills = 0
        self._lay_out()

    def _lay_out(self) -> None:
        now = datetime.now(UTC)
        bring_up(self.url, now)
        store = Store(self.url)
        store.write_now(lambda tx: self._office(tx, now))
        store.close()

    def _office(self, tx: Tx, now: datetime) -> None:
        root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
        units, heard = [], {}
        for chat in (*self.talkers, *self.hearers):
            units.append(builders.unit(tx, f"T{chat}", f"Thôn {chat}", parent=root))
            person_id = builders.person(tx, chat, f"Người {chat}", now, (Role.FOCAL_POINT, units[-1]))
            if chat in self.hearers:
                heard[person_id] = f"launch:1:{person_id}"
        named = [(f"Chỉ tiêu số {n}", "=", "1000", "tấn", "flow") for n in range(1, INDICATORS + 1)]
        year = now.year
        # The processes live in the real time, so the one phase must be open then.
        builders.campaign(
            tx, root, units, now, named=named, dues=[date(year + 50, 12, 15)], starts=[date(year - 1, 1, 1)]
        )
        outbox.put_each(
            tx, heard, kind="launch", subject_id=1, due_at=now, expires_at=now + timedelta(days=1)
        )

    @asynccontextmanager
    async def breaks(self, *, blocked: int = 0) -> AsyncIterator[None]:
        """The server stands, everybody who is to be nudged has started the bot, and the bot runs.

        So many of them have blocked it since, which it does not know.
        """
        async with serve(self.server) as self.address:
            for chat in self.hearers:
                people.write(self.server.world, chat, text="/giup")
            for chat in self.chance.sample(self.hearers, blocked):
                people.block(self.server.world, chat)
            # That is old news: what counts is typed below.
            self.server.world.updates.drop()
            await self.start()
            try:
                yield
            finally:
                if self.process is not None and self.process.returncode is None:
                    self.process.terminate()
                    await self.process.wait()
                await self.server.world.close()

    def spoil_the_network(self) -> None:
        for kind, share in BAD_NETWORK.items():
            fault = {"method": "sendMessage", "kind": kind, "share": share, "seconds": RETRY_AFTER}
            self.server.world.faults.plan(fault)

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "DONDOC_TELEGRAM__TOKEN": TOKEN,
                "DONDOC_TELEGRAM__BASE_URL": f"{self.address}/bot",
                "DONDOC_DATABASE__URL": self.url,
                "DONDOC_LOG__LEVEL": "error",
            },
            stderr=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
        )

    async def talk(self, per_second: float) -> None:
        """Everybody types in turn, so often a second in all, whether the bot lives or not."""
        for n in range(self.each):
            for chat in self.talkers:
                said = "/baocao" if n == 0 else f"{10 + n},{n % 9 + 1}"
                people.write(self.server.world, chat, text=said)
                await asyncio.sleep(1 / per_second)

    async def kill(self, times: int) -> None:
        """SIGKILL at random moments: most of them while it works, every fourth while it starts."""
        for n in range(times):
            if n % 4:
                before = self.server.world.calls.count
                await self.until(lambda before=before: self.polled_since(before))
                await asyncio.sleep(self.chance.uniform(0, 1.5))
            else:
                await asyncio.sleep(self.chance.uniform(0, 1))
            assert self.process is not None
            assert self.process.returncode is None, "the bot ended by itself"
            self.process.send_signal(signal.SIGKILL)
            await self.process.wait()
            self.kills += 1
            await self.start()

    def polled_since(self, n: int) -> bool:
        return any(call.method != "getMe" for call in self.server.world.calls.since(n))

    async def until(self, happened: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not happened():  # noqa: ASYNC110 - another process rings no bell.
                await asyncio.sleep(0.05)

    async def clears(self) -> None:
        """Wait until every update is answered and every message has ended."""
        expected = len(self.talkers) * self.each

        def cleared() -> bool:
            answered = self.ask("SELECT count(*) FROM inbox WHERE answered_at IS NOT NULL")[0][0]
            waiting = self.ask("SELECT count(*) FROM outbox WHERE outcome IS NULL")[0][0]
            return answered >= expected and not waiting

        try:
            await self.until(cleared)
        except TimeoutError:
            # Whatever is still open is counted as lost or missing.
            return

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        engine = create_engine(self.url, poolclass=NullPool)
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]

    def figures(self) -> Figures:
        figures = Counter(
            {
                int(str(chat)): int(str(count))
                for chat, count in self.ask(
                    "SELECT people.chat_id, count(*) FROM figures JOIN people ON people.id = figures.person_id "
                    "GROUP BY people.chat_id"
                )
            }
        )
        versions = self.ask("SELECT count(*) FROM figures WHERE version > 1")[0][0]
        failed = self.ask("SELECT count(*) FROM inbox WHERE failure IS NOT NULL")[0][0]
        calls = self.server.world.calls.since(0)
        blocked = {call.chat_id for call in calls if call.outcome == 403}
        flagged = {
            str(chat)
            for (chat,) in self.ask("SELECT chat_id FROM people WHERE unreachable_since IS NOT NULL")
        }
        heard = {chat: len(self.said_to(chat)) for chat in self.hearers}
        return Figures(
            updates=len(self.talkers) * self.each,
            nudges=len(self.hearers),
            kills=self.kills,
            updates_lost=sum(max(0, self.each - 1 - figures[chat]) for chat in self.talkers)
            + int(str(failed)),
            updates_twice=sum(max(0, figures[chat] - (self.each - 1)) for chat in self.talkers)
            + int(str(versions)),
            answers_missing=sum(not self.stands_at_the_end(chat) for chat in self.talkers),
            nudges_lost=sum(not count and str(chat) not in blocked for chat, count in heard.items()),
            duplicates=sum(max(0, count - 1) for count in heard.values())
            + sum(max(0, len(self.said_to(chat)) - self.each) for chat in self.talkers),
            out_of_order=sum(not self.in_order(chat) for chat in self.talkers),
            unanswered=sum(call.fault == "drop" for call in calls),
            blocked=len(blocked),
            unflagged=len(blocked - flagged),
            too_soon=sum(self.too_soon(flood, calls) for flood in calls if flood.outcome == 429),
            flooded=sum(call.outcome == 429 for call in calls),
        )

    def said_to(self, chat_id: int) -> list[str]:
        chat = self.server.world.chats.known(chat_id)
        return [message.body.text for message in chat.messages.values() if message.from_bot] if chat else []

    def stands_at_the_end(self, chat: int) -> bool:
        """Whether the last thing that he sees is the question behind his last figure."""
        said = self.said_to(chat)
        return bool(said) and f"{self.each}/{INDICATORS}. Chỉ tiêu số {self.each}" in said[-1]

    def in_order(self, chat: int) -> bool:
        echoed = [int(found[1]) for said in self.said_to(chat) if (found := _ECHO.search(said))]
        return echoed == sorted(echoed)

    def too_soon(self, flood: MadeCall, calls: list[MadeCall]) -> int:
        """The calls that Telegram did not want yet: to the chat that met the 429, and all nudges."""
        wait = int(flood.description.rsplit(" ", 1)[-1])
        return sum(
            flood.monotonic + ON_ITS_WAY < call.monotonic < flood.monotonic + wait
            and call.method == "sendMessage"
            and (call.chat_id == flood.chat_id or int(call.chat_id) >= HEARERS_FROM)
            for call in calls
        )
