"""What a tick costs at 100,000 focal points: one whose slot is planned, and planning one in which all are due.

python bench/tick.py [--people 100000]
"""

import argparse
import asyncio
import json
import resource
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from sqlalchemy import Table, create_engine, insert

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.store import outbox
from bot.store.engine import Store, _Job
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    indicators,
    metadata,
    people,
    periods,
    phases,
    roles,
    units,
)
from bot.usecases.hearing import Schedule
from scheduler import planner

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LAUNCHED = datetime(2023, 1, 10, 9, tzinfo=HANOI)
SLOT = datetime(2023, 6, 13, 8, 0, 5, tzinfo=HANOI)
UNITS_OF_A_CAMPAIGN = 3000
INDICATORS = 20
TICKS = 50
ROWS_AT_ONCE = 10_000


class TimedStore(Store):
    """Remembers how long the longest transaction took, with its flush to the disk."""

    longest = 0.0

    def _commit(self, group: list[_Job]) -> None:
        began = perf_counter()
        super()._commit(group)
        self.longest = max(self.longest, perf_counter() - began)


def rows(count: int) -> Iterator[tuple[Table, dict[str, object]]]:
    """A focal point a unit, and a campaign for 3,000 units each, due three days after the slot."""
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
                "path": path,
            },
        )
        yield people, {"id": n, "chat_id": n, "name": f"Đầu mối {n}", "language": "vi", "met_at": LAUNCHED}
        yield roles, {"id": n, "person_id": n, "unit_id": n, "role": "focal_point", "since": LAUNCHED}
    for n in range(1, -(-count // UNITS_OF_A_CAMPAIGN) + 1):
        yield (
            campaigns,
            {
                "id": n,
                "owner_id": 1,
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


async def measure(url: str) -> dict[str, float]:
    store = TimedStore(url)
    schedule = Schedule()
    memory = resident_mb()
    began = perf_counter()
    planned = await planner.plan(store, SLOT, schedule)
    planning = perf_counter() - began
    grown = resident_mb() - memory
    ticks = []
    for _ in range(TICKS):
        began = perf_counter()
        await planner.plan(store, SLOT, schedule)
        ticks.append(perf_counter() - began)
    began = perf_counter()
    claimed = await store.write(lambda tx: outbox.claim(tx, SLOT, most=5))
    claiming = perf_counter() - began
    longest = store.longest
    store.close()
    print(f"{planned} messages planned, {len(claimed)} claimed")
    return {
        "people": planned,
        "planning_seconds": round(planning, 2),
        "longest_transaction_ms": round(longest * 1000, 1),
        "planned_tick_ms": round(max(ticks) * 1000, 2),
        "claim_ms": round(claiming * 1000, 1),
        "memory_growth_mb": round(grown, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    count = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'tick.sqlite3'}"
        build(url, count)
        print(json.dumps({"figures": asyncio.run(measure(url))}))


if __name__ == "__main__":
    main()
