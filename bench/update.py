"""What a figure costs: JSON bytes -> written down -> parsed -> committed -> reply handed to the transport.

Beside it, in the same run and through the same stub, the library's own floor: the same JSON bytes, a command
that does nothing but reply. CPU of all threads, SQLite with synchronous=FULL. The ratio is the promise (8; 5
is the goal). "alone" feeds one update at a time; "together" feeds answers of 20 updates of 20 chats, as
getUpdates brings them under load.

Then the real command in a process of its own against the local Bot API server, which is in this one with those who
write: 200 chats send 300 figures a second together, and of each the time to its answer is taken (promise: p99 300 ms
on two cores that nobody else uses). Beside it stands how much of a core the bot took: below one it keeps up, and above
nothing but a slower rate helps, for Python runs one thread at a time.

python bench/update.py [--seconds 10] [--rate 300]
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from telegram import Update
from telegram.ext import ApplicationBuilder, CommandHandler, ContextTypes
from telegram.request import BaseRequest, RequestData

from bot.app import DonDoc, calm_the_collector
from bot.campaign.model import Role
from bot.clock import real_clock
from bot.config import Config
from bot.demo import people
from bot.demo.server import LocalServer, serve
from bot.demo.world import World
from bot.store.engine import Store, Tx
from bot.store.migrations import bring_up
from tests import builders

TOKEN = "123456789:AAbench-bench-bench-bench-bench-bench"
UPDATES = 1500
ROUNDS = 5
CHATS = 20
INDICATORS = 30
LOAD_CHATS = 200
RATE = 300
ROOT = Path(__file__).resolve().parents[1]
SENT = json.dumps(
    {"ok": True, "result": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "x"}}
).encode()
ME = json.dumps(
    {"ok": True, "result": {"id": 123456789, "is_bot": True, "first_name": "b", "username": "b_bot"}}
).encode()


class Stub(BaseRequest):
    """The wire seam: every call is accepted at once. Counts the messages."""

    def __init__(self) -> None:
        self.sent = 0
        self._waited_for = 0
        self._reached = asyncio.Event()

    async def reaches(self, count: int) -> None:
        """Wait, without burning the CPU that is measured, until so many messages were sent."""
        self._waited_for = count
        self._reached.clear()
        if self.sent < count:
            await self._reached.wait()

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        if url.endswith("/getMe"):
            return 200, ME
        if request_data is not None:
            _ = request_data.json_payload
        self.sent += 1
        if self.sent == self._waited_for:
            self._reached.set()
        return 200, SENT


def written(update_id: int, chat: int, text: str) -> bytes:
    """A message as Telegram sends it."""
    person = {"id": chat, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
    message = {
        "message_id": update_id,
        "from": person,
        "chat": {"id": chat, "first_name": "Lan", "type": "private"},
        "date": 1_700_000_000,
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return json.dumps({"update_id": update_id, "message": message}).encode()


async def floor(count: int) -> float:
    """CPU seconds an update of the library's own way with nothing to do."""
    stub = Stub()

    async def answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None:
            await update.message.reply_text("Đã nhận.")

    application = ApplicationBuilder().token(TOKEN).request(stub).updater(None).build()
    application.add_handler(CommandHandler("noop", answer))
    async with application:
        bodies = [written(n, 1000 + n % CHATS, "/noop") for n in range(count)]
        begun = time.process_time()
        for body in bodies:
            await application.process_update(Update.de_json(json.loads(body), application.bot))
        spent = time.process_time() - begun
    if stub.sent != count:
        raise SystemExit("the floor lost replies")
    return spent / count


def office(tx: Tx, now: datetime, chats: int = CHATS) -> None:
    root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
    units = []
    for n in range(chats):
        units.append(builders.unit(tx, f"T{n}", f"Thôn {n}", parent=root))
        builders.person(tx, 1000 + n, "Lan", now, (Role.FOCAL_POINT, units[-1]))
    named = [(f"Chỉ tiêu số {n}", "=", "1000", "tấn", "flow") for n in range(INDICATORS)]
    year = now.year
    builders.campaign(tx, root, units, now, named=named, dues=[date(year, 12, 15)], starts=[date(year, 1, 1)])


async def ours(folder: Path, together: int) -> float:
    """CPU seconds a figure, from the bytes to the reply; `together` updates come in one getUpdates answer."""
    url = f"sqlite:///{folder / f'{together}-{time.monotonic_ns()}.sqlite3'}"
    now = datetime.now(UTC)
    bring_up(url, now)
    store = Store(url)
    store.write_now(lambda tx: office(tx, now))
    store.close()
    config = Config.load(None, {"DONDOC_TELEGRAM__TOKEN": TOKEN, "DONDOC_DATABASE__URL": url})
    stub = Stub()
    running = DonDoc(config, clock=real_clock, request=stub)
    desk = running.desk
    await running.application.initialize()
    await running.application.start()
    ids = iter(range(10**9))

    async def feed(texts: Sequence[str]) -> None:
        """One update a chat and round, each round handed over as one answer of getUpdates."""
        for text in texts:
            for first in range(0, CHATS, together):
                bodies = [written(next(ids), 1000 + n, text) for n in range(first, first + together)]
                wanted = stub.sent + together
                await running.intake.receive([json.loads(body) for body in bodies])
                await stub.reaches(wanted)

    await feed(["/baocao"])
    figures = [f"{10 + n % 980},{n % 9 + 1}" for n in range(INDICATORS - 1)]
    await feed(figures[:3])
    begun = time.process_time()
    await feed(figures[3:])
    await desk.settled()
    spent = time.process_time() - begun
    fed = len(figures[3:]) * CHATS
    await running.stop()
    return spent / fed


async def under_load(folder: Path, seconds: int, rate: int) -> tuple[list[float], float]:
    """Milliseconds from each figure to its answer, while many chats send at a steady rate; CPU seconds of the bot."""
    url, now = f"sqlite:///{folder / 'load.sqlite3'}", datetime.now(UTC)
    bring_up(url, now)
    store = Store(url)
    store.write_now(lambda tx: office(tx, now, LOAD_CHATS))
    store.close()
    server = LocalServer(token=TOKEN, username="bench_bot", now=lambda: datetime.now(UTC))
    server.world.limits.bounds = server.world.limits.bounds.changed({"enabled": False})
    async with serve(server, port=0) as address:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "DONDOC_TELEGRAM__TOKEN": TOKEN,
                "DONDOC_TELEGRAM__BASE_URL": f"{address}/bot",
                "DONDOC_DATABASE__URL": url,
                "DONDOC_LOG__LEVEL": "error",
            },
        )
        try:
            await asyncio.wait_for(written_and_answered(server.world, ["/baocao"], rate=100), 120)
            figures = [f"{10 + n},{n % 9 + 1}" for n in range(seconds * rate // LOAD_CHATS)]
            before = cpu_of(process.pid)
            waited = await asyncio.wait_for(written_and_answered(server.world, figures, rate=rate), 300)
            return waited, cpu_of(process.pid) - before
        finally:
            process.terminate()
            await process.wait()


def cpu_of(pid: int) -> float:
    """CPU seconds that a process has used, all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def written_and_answered(world: World, texts: Sequence[str], *, rate: int) -> list[float]:
    """Every chat sends these texts in turn, all together so many a second; the milliseconds to each answer."""
    before, wrote = world.calls.count, []
    begun = time.monotonic()
    for n in range(len(texts) * LOAD_CHATS):
        await asyncio.sleep(max(0.0, begun + n / rate - time.monotonic()))
        wrote.append(time.monotonic())
        people.write(world, 1000 + n % LOAD_CHATS, text=texts[n // LOAD_CHATS])
    while True:
        answered: dict[str, list[float]] = {}
        for call in world.calls.since(before):
            if call.method == "sendMessage":
                answered.setdefault(call.chat_id, []).append(call.monotonic)
        if sum(map(len, answered.values())) >= len(wrote):
            break
        await asyncio.sleep(0.1)
    return [(answered[str(1000 + n % LOAD_CHATS)][n // LOAD_CHATS] - at) * 1000 for n, at in enumerate(wrote)]


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rate", type=int, default=RATE)
    asked = parser.parse_args()
    # Both sides run with the collector as the bot sets it.
    calm_the_collector()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        floors, alone, together = [], [], []
        for _ in range(ROUNDS):
            floors.append(await floor(UPDATES))
            alone.append(await ours(folder, 1))
            together.append(await ours(folder, CHATS))
        loaded, spent = await under_load(folder, asked.seconds, asked.rate)
    ratio_alone = statistics.median(a / f for a, f in zip(alone, floors, strict=True))
    ratio_together = statistics.median(t / f for t, f in zip(together, floors, strict=True))
    print(
        f"library floor {statistics.median(floors) * 1e6:.0f} µs; a figure {statistics.median(alone) * 1e6:.0f} µs alone,"
    )
    print(
        f"{statistics.median(together) * 1e6:.0f} µs together; ratio {ratio_alone:.1f} alone, {ratio_together:.1f} together"
    )
    p50, p99 = statistics.median(loaded), statistics.quantiles(loaded, n=100)[98]
    core = spent / len(loaded) * asked.rate
    print(
        f"{LOAD_CHATS} chats, {asked.rate} figures/s: answered after {p50:.0f} ms (p50), {p99:.0f} ms (p99);"
    )
    print(
        f"the bot needs {core:.2f} of a core for them, {spent / len(loaded) * 1e6:.0f} µs a figure with the wire"
    )
    figures = {
        "floor_us": round(statistics.median(floors) * 1e6),
        "figure_alone_us": round(statistics.median(alone) * 1e6),
        "figure_together_us": round(statistics.median(together) * 1e6),
        "ratio_alone": round(ratio_alone, 2),
        "ratio_together": round(ratio_together, 2),
        "load_p50_ms": round(p50),
        "load_p99_ms": round(p99),
        "load_core": round(core, 2),
    }
    print(json.dumps({"figures": figures}))


if __name__ == "__main__":
    asyncio.run(main())
