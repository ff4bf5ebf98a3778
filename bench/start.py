"""How soon the bot asks for updates after its start, and how much memory it holds when idle.

The real command in a process of its own, against the local Bot API server, on a database that is there already.
Beside it, in the same run: a process that only imports python-telegram-bot and SQLAlchemy, what nobody can save.
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.demo import people
from bot.demo.server import LocalServer, serve
from bot.store.migrations import bring_up

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "123456789:AAbench-bench-bench-bench-bench-bench"
ROUNDS = 5
IDLE_SECONDS = 3


def resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


async def imports_only() -> float:
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "import telegram.ext, sqlalchemy, pydantic, jinja2", cwd=ROOT
    )
    await process.wait()
    return time.perf_counter() - began


async def start(address: str, server: LocalServer, url: str) -> tuple[float, float]:
    """Seconds to the first getUpdates, and the resident memory some seconds later."""
    # Something waits, so that the first getUpdates is answered, and counted, at once.
    people.write(server.world, 7, text="/giup")
    before = server.world.calls.count
    began = time.perf_counter()
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
    polled = asyncio.create_task(first_poll(server, before))
    await asyncio.wait_for(polled, 30)
    took = time.perf_counter() - began
    await asyncio.sleep(IDLE_SECONDS)
    memory = resident_mb(process.pid)
    process.terminate()
    await process.wait()
    return took, memory


async def first_poll(server: LocalServer, before: int) -> None:
    while not any(call.method == "getUpdates" for call in server.world.calls.since(before)):
        await asyncio.sleep(0.002)  # Two milliseconds are what is measured to.


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/dondoc.sqlite3"
        bring_up(url, datetime.now(UTC))
        server = LocalServer(token=TOKEN, username="bench_bot", now=lambda: datetime.now(UTC))
        async with serve(server, port=0) as address:
            imports = [await imports_only() for _ in range(ROUNDS)]
            found = [await start(address, server, url) for _ in range(ROUNDS)]
    seconds = statistics.median(took for took, _ in found)
    memory = max(held for _, held in found)
    floor = statistics.median(imports)
    print(f"first getUpdates after {seconds:.2f} s (the imports alone: {floor:.2f} s); idle {memory:.0f} MB")
    figures = {
        "start_seconds": round(seconds, 3),
        "imports_seconds": round(floor, 3),
        "ratio_to_imports": round(seconds / floor, 2),
        "idle_mb": round(memory, 1),
    }
    print(json.dumps({"figures": figures}))


if __name__ == "__main__":
    asyncio.run(main())
