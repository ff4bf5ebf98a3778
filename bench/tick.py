"""What a tick costs at 100,000 focal points × 20 indicators: one whose slot is planned, and planning one.

Planned are a slot before the due date on which all are due, and one six working days after it, on which nobody has
reported: then all focal points hear, and so do the heads, the cluster leads and the standing body, while somebody is
answered every few milliseconds. Ends with the growth from 1,000 people on. CPU seconds are those of the process.

python bench/tick.py [--people 100000]
"""

import argparse
import asyncio
import itertools
import json
import multiprocessing
import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time, thread_time
from zoneinfo import ZoneInfo

from sqlalchemy import Table, create_engine, insert

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.store import inbox, outbox
from bot.store.engine import Store
from bot.store.inbox import Received
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    clusters,
    indicators,
    metadata,
    people,
    periods,
    phases,
    roles,
    units,
)
from bot.store.writer import _Job
from bot.usecases.hearing import Schedule
from scheduler import planner

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LAUNCHED = datetime(2023, 1, 10, 9, tzinfo=HANOI)
BEFORE = datetime(2023, 6, 13, 8, 0, 5, tzinfo=HANOI)
OVERDUE = datetime(2023, 6, 26, 8, 0, 5, tzinfo=HANOI)
UNITS_OF_A_CAMPAIGN = 3000
UNITS_OF_A_CLUSTER = 100
UNITS_WITH_A_HEAD = 10
"""One unit of so many has a head, whom its silence is told."""
INDICATORS = 20
TICKS = 50
REPLY_EVERY = 0.01
SIZES = (1_000, 10_000, 100_000)
ROWS_AT_ONCE = 10_000


class TimedStore(Store):
    """Remembers how long the longest transaction took, with its flush to the disk, and what CPU it cost."""

    longest = 0.0
    longest_cpu = 0.0

    def __init__(self, url: str) -> None:
        super().__init__(url)
        commit = self._writer._commit

        def timed(group: list[_Job]) -> list[_Job]:
            began, cpu = perf_counter(), thread_time()
            rest = commit(group)
            self.longest = max(self.longest, perf_counter() - began)
            self.longest_cpu = max(self.longest_cpu, thread_time() - cpu)
            return rest

        self._writer._commit = timed


def rows(count: int) -> Iterator[tuple[Table, dict[str, object]]]:
    """A focal point a unit, a campaign for 3,000 units each, and those who stand over them."""
    people_ids = itertools.count(count + 1)

    def over(role: str, unit_id: int) -> Iterator[tuple[Table, dict[str, object]]]:
        key = next(people_ids)
        yield people, {"id": key, "chat_id": key, "name": role, "language": "vi", "met_at": LAUNCHED}
        yield roles, {"id": key, "person_id": key, "unit_id": unit_id, "role": role, "since": LAUNCHED}

    for n in range(1, -(-count // UNITS_OF_A_CLUSTER) + 1):
        yield clusters, {"id": n, "code": f"c{n}", "name": f"Cụm {n}"}
    for n in range(1, count + 1):
        path = f"/{n}/"
        yield (
            units,
            {
                "id": n,
                "code": f"u{n}",
                "name": f"Xã {n}",
                "kind": "xã",
                "level": "xã",
                "duty": "required",
                "cluster_id": (n - 1) // UNITS_OF_A_CLUSTER + 1,
                "path": path,
            },
        )
        yield people, {"id": n, "chat_id": n, "name": f"Đầu mối {n}", "language": "vi", "met_at": LAUNCHED}
        yield roles, {"id": n, "person_id": n, "unit_id": n, "role": "focal_point", "since": LAUNCHED}
        if n % UNITS_WITH_A_HEAD == 1:
            yield from over("head", n)
        if n % UNITS_OF_A_CLUSTER == 1:
            yield from over("cluster_lead", n)
    for n in range(1, -(-count // UNITS_OF_A_CAMPAIGN) + 1):
        yield from over("admin", n)
        yield (
            campaigns,
            {
                "id": n,
                "owner_id": n,
                "state": "running",
                "title": f"Thi đua {n}",
                "ends_on": date(2023, 6, 30),
                "directive": {},
                "file_name": "",
                "file_hash": "",
                "made_at": LAUNCHED,
                "launched_at": LAUNCHED,
            },
        )
        yield (
            phases,
            {
                "id": n,
                "campaign_id": n,
                "n": 1,
                "name": "Đợt 1",
                "ends_on": date(2023, 6, 30),
                "review_exclusive": True,
            },
        )
        yield periods, {"id": n, "phase_id": n, "n": 1, "due_on": date(2023, 6, 16)}
        for m in range(1, INDICATORS + 1):
            key = n * 100 + m
            yield (
                indicators,
                {
                    "id": key,
                    "campaign_id": n,
                    "n": m,
                    "section": "",
                    "name": f"Chỉ tiêu {m}",
                    "source_text": "",
                    "measure_unit": "%",
                    "measure": "level",
                },
            )
            yield assignments, {"indicator_id": key, "scope": "all"}
    for n in range(1, count + 1):
        campaign_id = (n - 1) // UNITS_OF_A_CAMPAIGN + 1
        yield campaign_units, {"campaign_id": campaign_id, "unit_id": n, "duty": "required"}


def build(url: str, count: int) -> None:
    engine = create_engine(url)
    metadata.create_all(engine)
    every = rows(count)
    with engine.begin() as tx:
        while part := list(islice(every, ROWS_AT_ONCE)):
            tables: dict[Table, list[dict[str, object]]] = {}
            for table, row in part:
                tables.setdefault(table, []).append(row)
            for table, values in tables.items():
                tx.execute(insert(table), values)
    engine.dispose()


def resident_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def replying(store: Store, waits: list[float]) -> None:
    """Somebody types: an update is written down and marked as answered, again and again."""
    for update_id in itertools.count(1):
        began = perf_counter()
        await store.write(
            lambda tx, key=update_id: inbox.keep(tx, [Received(update_id=key, chat_id=1, body="{}")], BEFORE)
        )
        waits.append(perf_counter() - began)
        await asyncio.sleep(REPLY_EVERY)


async def planned(store: TimedStore, now: datetime, schedule: Schedule, *, typed: bool) -> dict[str, float]:
    """Plan a slot, while somebody types or (for its own CPU time) while nobody does."""
    store.longest = store.longest_cpu = 0.0
    waits: list[float] = []
    typing = asyncio.create_task(replying(store, waits)) if typed else None
    began, cpu = perf_counter(), process_time()
    messages = await planner.plan(store, now, schedule)
    seconds, cpu_seconds = perf_counter() - began, process_time() - cpu
    if typing is not None:
        typing.cancel()
    waits.sort()
    return {
        "messages": messages,
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu_seconds, 2),
        "longest_transaction_ms": round(store.longest * 1000, 1),
        "longest_transaction_cpu_ms": round(store.longest_cpu * 1000, 1),
        **({"reply_p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 1)} if waits else {}),
    }


async def measure(url: str) -> dict[str, object]:
    store = TimedStore(url)
    schedule = Schedule()
    memory = resident_mb()
    before = await planned(store, BEFORE, schedule, typed=False)
    ticks = []
    for _ in range(TICKS):
        began = perf_counter()
        await planner.plan(store, BEFORE, schedule)
        ticks.append(perf_counter() - began)
    began = perf_counter()
    claimed = await store.write(lambda tx: outbox.claim(tx, BEFORE, most=5))
    claiming = perf_counter() - began
    overdue = await planned(store, OVERDUE, schedule, typed=True)
    store.close()
    return {
        "all_due": before,
        "all_overdue_with_escalation": overdue,
        "planned_tick_ms": round(max(ticks) * 1000, 2),
        "claim_ms": round(claiming * 1000, 1),
        "claimed": len(claimed),
        "memory_growth_mb": round(resident_mb() - memory, 1),
    }


def run(count: int) -> dict[str, object]:
    """The database is built in a process of its own, so that its memory is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'tick.sqlite3'}"
        building = multiprocessing.get_context("spawn").Process(target=build, args=(url, count))
        building.start()
        building.join()
        return asyncio.run(measure(url))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=SIZES[-1])
    most = parser.parse_args().people
    sizes = [size for size in SIZES if size < most] + [most]
    found = {size: run(size) for size in sizes}
    per_thousand = {
        size: {name: round(one[name]["cpu_seconds"] / size * 1_000_000, 1) for name in PLANS}  # type: ignore[index]
        for size, one in found.items()
    }
    print(
        json.dumps(
            {
                "figures": found[most],
                "cpu_ms_per_1000_people": per_thousand,
                "load": [round(one, 1) for one in os.getloadavg()],
            },
            indent=2,
        )
    )


PLANS = ("all_due", "all_overdue_with_escalation")

if __name__ == "__main__":
    main()
