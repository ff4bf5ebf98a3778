"""What a wave of nudges costs those who type: 5,000 nudges under Telegram's limits while 20 people talk.

The bot's own sender and lanes over real HTTP against the local Bot API server with its limits on, in one process.
Everybody of the 20 writes every three to seven seconds; his reply goes out as the bot's replies do. The promises:
nudges and replies together 26 a second on average, no second of bulk above 30, no 429, p99 of a reply 300 ms. Beside
it a shorter wave through the library's own limiter, where a reply waits behind everything that waits.

python bench/wave.py [--nudges 5000] [--beside 500]
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from telegram.ext import AIORateLimiter, BaseRateLimiter, ExtBot

from bot.campaign.model import Role
from bot.demo import people
from bot.demo.server import LocalServer, serve
from bot.store import outbox
from bot.store.engine import Store, Tx
from bot.store.migrations import bring_up
from bot.texts import Texts
from bot.transport.http import AiohttpRequest
from bot.transport.pacing import TwoLanes
from bot.usecases.nudging import Schedule
from scheduler.outbox import Sender
from tests import builders

TOKEN = "123456789:AAbench-bench-bench-bench-bench-bench"
TALKERS = range(1, 21)
FIRST_HEARER = 10_000
REPLY = "✓ Thu ngân sách trên địa bàn: 12,5 tỷ đồng"


def office(tx: Tx, now: datetime, nudges: int) -> None:
    """A focal point a unit, each with a nudge that waits."""
    root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
    units, keys = [], {}
    for chat in range(FIRST_HEARER, FIRST_HEARER + nudges):
        units.append(builders.unit(tx, f"T{chat}", f"Thôn {chat}", parent=root))
        person_id = builders.person(tx, chat, f"Người {chat}", now, (Role.FOCAL_POINT, units[-1]))
        keys[person_id] = f"launch:1:{person_id}"
    dues = [date(now.year + 50, 12, 15)]
    builders.campaign(tx, root, units, now, dues=dues, starts=[date(now.year - 1, 1, 1)])
    outbox.put_each(tx, keys, kind="launch", subject_id=1, due_at=now, expires_at=now + timedelta(days=1))


@asynccontextmanager
async def telegram(nudges: int) -> AsyncIterator[tuple[LocalServer, str]]:
    server = LocalServer(token=TOKEN, username="bench_bot", now=lambda: datetime.now(UTC), seed=1)
    async with serve(server) as address:
        for chat in range(FIRST_HEARER, FIRST_HEARER + nudges):
            people.write(server.world, chat, text="/start")
        server.world.updates.drop()
        yield server, address


@asynccontextmanager
async def calling(address: str, limiter: BaseRateLimiter[object]) -> AsyncIterator[ExtBot[object]]:
    request = AiohttpRequest(connections=32)
    bot: ExtBot[object] = ExtBot(
        TOKEN,
        base_url=f"{address}/bot",
        request=request,
        get_updates_request=request,
        rate_limiter=limiter,
    )
    async with bot:
        yield bot


async def talk(
    server: LocalServer, reply: Callable[[int], Awaitable[object]], waits: list[float], chance: Random
) -> None:
    """Twenty people until cancelled; `waits` collects how long each waited for his reply."""

    async def person(chat: int) -> None:
        while True:
            await asyncio.sleep(chance.uniform(3, 7))
            people.write(server.world, chat, text="12,5")
            asked_at = time.perf_counter()
            await reply(chat)
            waits.append(time.perf_counter() - asked_at)

    await asyncio.gather(*(person(chat) for chat in TALKERS))


def worst_second(moments: list[float]) -> int:
    window: deque[float] = deque()
    worst = 0
    for moment in moments:
        window.append(moment)
        while window[0] <= moment - 1:
            window.popleft()
        worst = max(worst, len(window))
    return worst


def counted(server: LocalServer, waits: list[float]) -> dict[str, float]:
    calls = [call for call in server.world.calls.since(0) if call.method == "sendMessage"]
    sent = [call for call in calls if call.outcome == 200]
    bulk = [call.monotonic for call in sent if int(call.chat_id) >= FIRST_HEARER]
    took = max(bulk) - min(bulk)
    within = [call for call in sent if min(bulk) <= call.monotonic <= max(bulk)]
    waits = sorted(waits)
    return {
        "nudges": len(bulk),
        "replies": len(waits),
        "seconds": round(took, 1),
        "sent_per_second": round(len(within) / took, 2),
        "worst_second_of_bulk": worst_second(bulk),
        "refused_with_429": sum(call.outcome == 429 for call in calls),
        "reply_ms_median": round(waits[len(waits) // 2] * 1000, 1),
        "reply_ms_p99": round(waits[int(len(waits) * 0.99)] * 1000, 1),
        "reply_ms_longest": round(waits[-1] * 1000, 1),
    }


async def ours(folder: Path, nudges: int) -> dict[str, float]:
    now = datetime.now(UTC)
    url = f"sqlite:///{folder / 'wave.sqlite3'}"
    bring_up(url, now)
    store = Store(url)
    store.write_now(lambda tx: office(tx, now, nudges))
    waits: list[float] = []
    async with telegram(nudges) as (server, address), calling(address, TwoLanes()) as bot:
        sender = Sender(
            store=store, bot=bot, texts=Texts(), now=lambda: datetime.now(UTC), schedule=Schedule()
        )
        talking = asyncio.create_task(
            talk(
                server, lambda chat: bot.send_message(chat, REPLY, rate_limit_args="reply"), waits, Random(1)
            )
        )
        await sender.drain()
        talking.cancel()
        await asyncio.gather(talking, return_exceptions=True)
        await server.world.close()
    ended = store.read_now(lambda tx: {row.outcome for row in outbox.newest(tx, most=nudges)})
    store.close()
    if ended != {"sent"}:
        raise SystemExit(f"nudges ended as {ended}")
    return counted(server, waits)


async def beside(nudges: int) -> dict[str, float]:
    """The same people and nudges through the limiter that the library comes with: one queue for all.

    Each of the twenty writes once in the first seconds of the wave.
    """
    waits: list[float] = []
    chance = Random(1)

    async with telegram(nudges) as (server, address), calling(address, AIORateLimiter(max_retries=9)) as bot:

        async def person(chat: int) -> None:
            await asyncio.sleep(chance.uniform(0, 3))
            people.write(server.world, chat, text="12,5")
            asked_at = time.perf_counter()
            await bot.send_message(chat, REPLY)
            waits.append(time.perf_counter() - asked_at)

        hearers = range(FIRST_HEARER, FIRST_HEARER + nudges)
        await asyncio.gather(*(bot.send_message(chat, REPLY) for chat in hearers), *map(person, TALKERS))
        await server.world.close()
    return counted(server, waits)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nudges", type=int, default=5000)
    parser.add_argument("--beside", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(ours(Path(folder), asked.nudges))
    print("the bot's two lanes:", found)
    other = asyncio.run(beside(asked.beside))
    print("the library's limiter:", other)
    print(json.dumps({"figures": {"ours": found, "library": other}}))


if __name__ == "__main__":
    main()
