"""A summary of a whole province: 3,321 units, 30 indicators, a report a month, 1.2 million figures on SQLite.

Promises: the summary in the chat within 300 ms, and replies to others meanwhile within 300 ms (p99); the workbook of a
period within 5 s and 300 MB, the report in Word within 2 s, a picture within 1.5 s the first time and 300 ms after.

Each form is measured twice: `a person waits` is from the tap to the file, as the bot builds it: a process of its own
starts, reads the database and writes; and once more `after the forms were looked at`, when the process had been got
ready; `written` is the writing alone, of a content that is there.

The database can be kept for the next run: `python -m bench.summary --keep FILE`.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import insert, select

from bench.campaign import ADMIN, INDICATORS, LAUNCHED, UNITS, open_and_launch, province
from bot import apart
from bot.app import calm_the_collector
from bot.campaign.model import Role
from bot.reports import paper, workbook
from bot.reports.pictures import matrix, progress, timeline
from bot.store import campaigns, downloads
from bot.store import summaries as heads
from bot.store.downloads import Download
from bot.store.engine import Store, Tx
from bot.store.extents import Extent
from bot.store.migrations import bring_up
from bot.store.tables import clusters, figures, indicators, periods, reports, roles
from bot.store.tables import units as unit_rows
from bot.texts import Texts, View
from bot.usecases import access, content, notices, owing, pace, papers, summary_screens
from bot.usecases import downloads as pulled
from bot.usecases.downloads import BY_NAME

NOW = datetime(2026, 12, 28, 2, tzinfo=UTC)
WHOLE = Extent(whole=True, people=True)
ROUNDS = 5
LOOKED = 3.0
CLUSTERS = 40


def fill(tx: Tx) -> int:
    """The province with its campaign; every unit but each hundredth has reported every month. Returns the campaign."""
    root = province(tx)
    tx.execute(
        insert(clusters), [{"id": n, "code": f"C{n}", "name": f"Cụm số {n}"} for n in range(1, CLUSTERS + 1)]
    )
    for n in range(1, CLUSTERS + 1):
        inside = (unit_rows.c.parent_id == root) & (unit_rows.c.id % CLUSTERS == n - 1)
        tx.execute(unit_rows.update().where(inside).values(cluster_id=n))
    campaign_id, _ = open_and_launch(tx, root)
    months = tx.execute(select(periods.c.id, periods.c.due_on).order_by(periods.c.due_on)).all()
    asked = tx.execute(select(indicators.c.id).where(indicators.c.campaign_id == campaign_id)).scalars().all()
    for n, (month, due_on) in enumerate(months, 1):
        handed_in = datetime(due_on.year, due_on.month, due_on.day, 3, tzinfo=UTC) - timedelta(days=2)
        _month(tx, root, month, asked, n=n, handed_in=handed_in, due_on=due_on)
    return campaign_id


def _month(
    tx: Tx, root: int, month: int, asked: object, *, n: int, handed_in: datetime, due_on: date
) -> None:
    there = [unit for unit in range(root + 1, root + 1 + UNITS) if unit % 100]
    row = {
        "period_id": month,
        "state": "submitted",
        "opened_at": LAUNCHED,
        "due_on": due_on,
        "submitted_by": 1,
    }
    tx.execute(
        insert(reports),
        [{**row, "unit_id": unit, "late": unit % 9 == 0, "submitted_at": handed_in} for unit in there],
    )
    made = tx.execute(select(reports.c.id, reports.c.unit_id).where(reports.c.period_id == month)).all()
    figure = {"version": 1, "kind": "value", "typed": "", "person_id": 1, "at": handed_in}
    for start in range(0, len(made), 500):
        tx.execute(
            insert(figures),
            [
                {
                    **figure,
                    "report_id": report.id,
                    "indicator_id": key,
                    "value": Decimal(n * (report.unit_id % 97 + place)) / 10,
                }
                for report in made[start : start + 500]
                for place, key in enumerate(asked)  # type: ignore[call-overload]
            ],
        )


def chat(store: Store, texts: Texts) -> Callable[[], object]:
    """`/tonghop` from who asks to the words."""

    def show() -> object:
        view = store.read_now(lambda tx: summary_screens.summary(tx, access.caller(tx, ADMIN, "", NOW), NOW))
        return texts.render(view)

    return show


def units(store: Store, texts: Texts) -> Callable[[], object]:
    """From it to the units, those that owe first."""

    def show() -> object:
        def ask(tx: Tx) -> View:
            who = access.caller(tx, ADMIN, "", NOW)
            return summary_screens.units(tx, who, NOW, campaign_id=1)

        return texts.render(store.read_now(ask))

    return show


def weekly(store: Store, texts: Texts) -> dict[str, Callable[[], object]]:
    """What a leader and an admin hear at the beginning of a week, as it is put into words when it is sent."""

    def leads(tx: Tx) -> int:
        person = access.caller(tx, ADMIN, "", NOW).known
        held = tx.execute(select(roles).where(roles.c.person_id == person)).mappings().all()
        if not any(one["role"] == Role.VIEWER.value for one in held):
            kept = {key: value for key, value in held[0].items() if key != "id"}
            tx.execute(insert(roles), {**kept, "role": Role.VIEWER.value})
        return person

    person = store.write_now(leads)

    def hear(find: Callable[[Tx, int, datetime], View | None]) -> Callable[[], object]:
        def ask() -> object:
            found = store.read_now(lambda tx: find(tx, person, NOW))
            return None if found is None else texts.render(found)

        return ask

    return {"the week": hear(notices.week), "what is at risk": hear(notices.risks)}


def owes(store: Store, texts: Texts) -> Callable[[], object]:
    """`/chuabaocao`: the four lists."""

    def show() -> object:
        view = store.read_now(lambda tx: owing.unreported(tx, access.caller(tx, ADMIN, "", NOW), NOW))
        return texts.render(view)

    return show


def sprint(store: Store, campaign_id: int) -> Callable[[], object]:
    """Which indicators are behind, as a sprint asks it."""

    def ask(tx: Tx) -> object:
        campaign = campaigns.of(tx, campaign_id)
        assert campaign is not None
        return pace.paces(tx, campaign, NOW)

    return lambda: store.read_now(ask)


def whole_content(store: Store, campaign_id: int) -> Callable[[], object]:
    """All that a workbook or a paper is made from."""

    def ask(tx: Tx) -> object:
        head = heads.phases_of(tx, campaign_id)[-1]
        return content.of_period(tx, head, WHOLE, NOW)

    return lambda: store.read_now(ask)


def question(store: Store, form: str) -> bytes:
    """An admin asks for this form of the last period."""

    def ask(tx: Tx) -> Download | None:
        person = access.caller(tx, ADMIN, "", NOW).known
        downloads.drop(tx, person)
        last = heads.phases_of(tx, 1)[-1].period_id
        key = downloads.put(tx, person, period_id=last, unit_id=None, form=form, message_id=None, now=NOW)
        return downloads.of(tx, key)

    download = store.write_now(ask)
    assert download is not None
    return pulled.asked(download, NOW)


async def build(store: Store, ask: bytes) -> None:
    """The form as the bot builds it: a process of its own, from the database to the file."""
    await apart.build(pulled.build, store.url, ask)


def workbooks(store: Store) -> Callable[[], object]:
    ask = question(store, "xlsx")
    return lambda: asyncio.run(build(store, ask))


async def looked_at(store: Store, ask: bytes) -> dict[str, float]:
    """The same where somebody looked at the choice of forms for some seconds first."""
    wall = []
    for _ in range(3):
        await apart.get_ready(pulled.get_ready)
        await asyncio.sleep(LOOKED)
        begun = time.perf_counter()
        await build(store, ask)
        wall.append(time.perf_counter() - begun)
    return {"ms": round(statistics.median(wall) * 1000), "least_ms": round(min(wall) * 1000)}


def forms(store: Store, campaign_id: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Each form as a person gets it, and the writing of those that have a promise."""
    for name in BY_NAME:
        ask = question(store, name)
        yield f"{name}, a person waits", spent(lambda ask=ask: asyncio.run(build(store, ask)), 3)  # type: ignore[misc]
        if name == "xlsx":
            # Of all processes that have ended; nothing larger ran before.
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            yield "xlsx, its process", {"peak_mb": round(peak)}
        yield f"{name}, after the forms were looked at", asyncio.run(looked_at(store, ask))
    head = store.read_now(lambda tx: heads.phases_of(tx, campaign_id))[-1]
    whole = store.read_now(lambda tx: content.of_period(tx, head, WHOLE, NOW))
    yield "xlsx, written", spent(lambda: workbook.write(whole), 3)
    office = store.read_now(lambda tx: papers.letterhead(tx, head.owner_id))
    yield "docx, written", spent(lambda: paper.report(whole, office), 3)
    yield "png, written the first time", spent(lambda: progress.draw(whole), 1)
    for name, draw in (("png", progress.draw), ("png-matrix", matrix.draw), ("png-timeline", timeline.draw)):
        yield f"{name}, written", spent(lambda draw=draw: draw(whole))  # type: ignore[misc]


def spent(act: Callable[[], object], rounds: int = ROUNDS) -> dict[str, float]:
    """Milliseconds: the median on the clock, and the least CPU of this process and those that it had run."""
    wall, cpu = [], []
    for _ in range(rounds):
        begun, used = time.perf_counter(), sum(os.times()[:4])
        act()
        wall.append(time.perf_counter() - begun)
        cpu.append(sum(os.times()[:4]) - used)
    return {"ms": round(statistics.median(wall) * 1000), "cpu_ms": round(min(cpu) * 1000)}


async def replies(store: Store, act: Callable[[], object], seconds: float = 5.0) -> dict[str, float]:
    """What a small reply takes while `act` goes on beside it in a thread: milliseconds, the middle one and p99."""
    stop = False

    def on_and_on() -> None:
        while not stop:
            act()

    beside = asyncio.create_task(asyncio.to_thread(on_and_on))
    took = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        begun = time.perf_counter()
        await store.write(lambda tx: access.caller(tx, ADMIN, "", NOW))
        took.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(0.02)
    stop = True
    await beside
    took.sort()
    return {"median_ms": round(took[len(took) // 2], 1), "p99_ms": round(took[int(len(took) * 0.99)], 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="the database: made here, or found here from the last run")
    arguments = parser.parse_args()
    # As the bot sets it, in whose process the chat is answered.
    calm_the_collector()
    with tempfile.TemporaryDirectory() as folder:
        file = arguments.keep or Path(folder) / "summary.sqlite3"
        is_new = not file.exists()
        url = f"sqlite:///{file}"
        bring_up(url, LAUNCHED)
        store, texts = Store(url), Texts()
        if is_new:
            store.write_now(fill)
        campaign_id = 1
        acts = {
            "chat": chat(store, texts),
            "units": units(store, texts),
            "who owes": owes(store, texts),
            "sprint": sprint(store, campaign_id),
            "content": whole_content(store, campaign_id),
        }
        found: dict[str, object] = {}
        for name, act in acts.items():
            found[name] = spent(act)
            print(f"{name}: {found[name]}")
        found["replies_beside_chat"] = asyncio.run(replies(store, acts["chat"]))
        print(f"replies beside the chat's summary: {found['replies_beside_chat']}")
        for name, act in weekly(store, texts).items():
            found[name] = spent(act, 2)
            beside = asyncio.run(replies(store, act))
            print(f"{name}: {found[name]}, replies beside it: {beside}")
            found[f"replies_beside_{name}"] = beside
        for name, figures_of in forms(store, campaign_id):
            found[name] = figures_of
            print(f"{name}: {figures_of}")
        found["replies_beside_a_workbook"] = asyncio.run(replies(store, workbooks(store)))
        print(f"replies beside a workbook: {found['replies_beside_a_workbook']}")
        store.close()
    print(json.dumps({"figures": {"units": UNITS, "indicators": INDICATORS, **found}}))


if __name__ == "__main__":
    main()
