"""The bot is killed with SIGKILL anywhere in a report: the same report is finished, and no reply is missing."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.clock import SetClock
from bot.demo.server import LocalServer, serve
from tests.town import TOKEN, Town, moment, settle

ROOT = Path(__file__).resolve().parents[2]
WAIT = 30

SAID = (
    ("/baocao", "1/3. Thu ngân sách trên địa bàn"),
    ("12,5 ty", "✓ Thu ngân sách trên địa bàn: 12,5 tỷ đồng"),
    ("1.340", "✓ Sản lượng lương thực có hạt: 1.340 tấn"),
    ("94,5", "Đã nhập 3/3 chỉ tiêu"),
)
"""What the focal point writes and what the answer says; then she taps "Nộp báo cáo"."""


class Process:
    """`python -m bot run` beside the local server, killed as often as the test likes."""

    def __init__(self, here: Town) -> None:
        self.here = here
        self.running: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self.running = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "DONDOC_TELEGRAM__TOKEN": TOKEN,
                "DONDOC_TELEGRAM__BASE_URL": f"{self.here.address}/bot",
                "DONDOC_DATABASE__URL": f"sqlite:///{self.here.folder / 'dondoc.sqlite3'}",
                "DONDOC_LOG__LEVEL": "error",
            },
            stderr=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
        )

    async def kill(self) -> None:
        assert self.running is not None
        assert self.running.returncode is None, "the bot ended by itself"
        self.running.send_signal(signal.SIGKILL)
        await self.running.wait()

    async def restart(self) -> None:
        await self.kill()
        await self.start()


@asynccontextmanager
async def town_of_processes(folder: Path) -> AsyncIterator[tuple[Town, Process]]:
    # The processes live in the real time, so the one phase must still be open then.
    settle(folder, dues=[date(2099, 12, 15)], starts=[date(2023, 1, 10)])
    clock = SetClock(moment("2023-05-02 09:00"))
    server = LocalServer(token=TOKEN, username="dondoc_bot", now=clock.now, seed=1)
    async with serve(server, port=0) as address, httpx.AsyncClient(verify=False) as client:
        here = Town(address, client, folder, clock)
        await here.post("limits", enabled=False)
        process = Process(here)
        await process.start()
        try:
            yield here, process
        finally:
            await process.kill()


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[tuple[Town, Process]]:
    async with town_of_processes(tmp_path) as both:
        yield both


def figures(folder: Path) -> list[tuple[str, int]]:
    """What is stored for the report: each figure with its version, in the order of the indicators."""
    engine = create_engine(f"sqlite:///{folder / 'dondoc.sqlite3'}", poolclass=NullPool)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT value, version FROM figures ORDER BY indicator_id, version"))
        return [(row.value, row.version) for row in rows]


async def calls(here: Town, method: str) -> int:
    return sum(call["method"] == method for call in await here.get("calls"))


async def test_a_report_is_finished_although_the_bot_is_killed_after_every_message(
    town: tuple[Town, Process],
) -> None:
    here, process = town
    for said, answer in SAID:
        # Killed before it can answer: whether it had written the update down or not, the answer comes.
        done = await here.post("send", chat=here.lan.chat, text=said, first_name="Lan")
        await process.restart()
        screen = await here.lan.hears_of(answer, since=done["change"])
        # Killed between two steps: the next step finds the same open question.
        await process.restart()
    button = screen.raw["buttons"][-1][0]
    assert button["text"] == "Nộp báo cáo"
    done = await here.post("tap", chat=here.lan.chat, message_id=screen.message_id, data=button["data"])
    await process.restart()
    await here.lan.hears_of("Đã nộp báo cáo.", since=done["change"])
    assert figures(here.folder) == [("12.5", 1), ("1340", 1), ("94.5", 1)]


async def test_a_report_is_finished_although_the_bot_is_killed_while_it_works(
    town: tuple[Town, Process],
) -> None:
    """The kill comes a little later each time: on the way in, in the transaction, before, in and after the reply."""
    here, process = town
    await here.lan.says("/baocao")
    delays = (0.0, 0.002, 0.004, 0.006, 0.009, 0.012)
    typed = [f"{number},5" for number in range(10, 10 + len(delays))]
    for delay, said in zip(delays, typed, strict=True):
        done = await here.post("send", chat=here.lan.chat, text=said, first_name="Lan")
        await asyncio.sleep(delay)  # The moment of the kill is what is tested; nothing is waited for.
        await process.restart()
        await here.lan.hears_of(f"✓ Thu ngân sách trên địa bàn: {said} tỷ đồng", since=done["change"])
        # The same figure is corrected the next time, so that every round writes.
        screen = await here.lan.taps("Xem toàn bộ")
        while not screen.buttons:
            # The answer was on its way twice, and only the buttons of the open screen count.
            screen = await here.lan.taps("Xem toàn bộ")
        await here.lan.taps("1")
    assert figures(here.folder) == [(said.replace(",", "."), n) for n, said in enumerate(typed, 1)]
