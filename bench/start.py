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


def cpu_seconds(pid: int) -> float:
    """What a process has spent so far; unlike the clock it does not count who else uses the machine."""
    spent = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")


async def imports_only() -> tuple[float, float]:
    """Seconds, and those of CPU."""
    began, before = time.perf_counter(), os.times()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "import telegram.ext, sqlalchemy, pydantic, jinja2", cwd=ROOT
    )
    await process.wait()
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, cpu


async def start(address: str, server: LocalServer, url: str) -> tuple[float, float, float]:
    """Seconds to the first getUpdates, those of CPU, and the resident memory some seconds later."""
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
    took, cpu = time.perf_counter() - began, cpu_seconds(process.pid)
    await asyncio.sleep(IDLE_SECONDS)
    memory = resident_mb(process.pid)
    process.terminate()
    await process.wait()
    return took, cpu, memory


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
    seconds, cpu = (statistics.median(start[place] for start in found) for place in (0, 1))
    memory = max(held for _, _, held in found)
    floor, floor_cpu = (statistics.median(alone[place] for alone in imports) for place in (0, 1))
    print(
        f"first getUpdates after {seconds:.2f} s, {cpu:.2f} s of CPU (imports alone {floor:.2f} and {floor_cpu:.2f} s);"
    )
    print(f"idle {memory:.0f} MB")
    figures = {
        "start_seconds": round(seconds, 3),
        "start_cpu_seconds": round(cpu, 2),
        "imports_seconds": round(floor, 3),
        "imports_cpu_seconds": round(floor_cpu, 2),
        "ratio_to_imports": round(cpu / floor_cpu, 2),
        "idle_mb": round(memory, 1),
    }
    print(json.dumps({"figures": figures}))


if __name__ == "__main__":
    asyncio.run(main())
