"""A mistake of ours in one part of a tick is told of, and stops neither the other parts nor the next tick."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from sqlalchemy import insert
from structlog.testing import capture_logs

from bot.errors import StoreUnavailable
from bot.store import audit, pulse
from bot.store.succession_tables import planned_changes
from bot.store.units import by_id
from bot.usecases import privacy
from scheduler import boards, planner, progress
from scheduler.surprises import each, ended, named
from scheduler.ticks import Ticks
from scheduler.watching import Watch
from tests.scheduler.office import NEW_YEAR, Office, june

BROKEN = {"kind": "rename"}
"""A planned change of which half is missing: whatever reads it fails by a mistake of ours."""


def rename(unit_id: int, name: str) -> dict[str, object]:
    return {"kind": "rename", "units": [unit_id], "name": name, "was": "x", "decision": "1/QĐ"}


def plans(office: Office, admin: int, *changes: dict[str, object]) -> None:
    rows = [
        {"wanted": wanted, "on": date(2023, 6, 13), "person_id": admin, "at": NEW_YEAR} for wanted in changes
    ]
    office.store.write_now(lambda tx: tx.execute(insert(planned_changes), rows))


async def test_a_planned_change_that_fails_stops_neither_the_nudges_nor_the_beat_nor_other_changes(
    office: Office,
) -> None:
    unit = office.unit("Phòng Nội vụ")
    an = await office.focal_point(unit)
    admin = await office.person("Đinh Thị Hương", "admin", office.root)
    office.campaign(unit)
    plans(office, admin, BROKEN, rename(unit, "Phòng Tổ chức"))
    beats = []

    async def beat() -> None:
        beats.append(office.now)

    ticks = Ticks(
        store=office.store, sender=office.sender, now=lambda: office.now, schedule=office.schedule, beat=beat
    )
    office.now = june(13)
    with capture_logs() as logs:
        for minute in (0, 1):
            office.now = june(13, 8, minute)
            await ticks.tick()
            await office.sender.drain()
    assert beats == [june(13), june(13, 8, 1)]
    assert [
        (entry["part"], str(entry["exc_info"].exceptions[0]))
        for entry in logs
        if entry["event"] == "part_failed"
    ] == [("planned changes", "'units'")]
    assert "Phòng" in (await office.digests(an))[0][1]
    renamed = office.store.read_now(lambda tx: by_id(tx, unit))
    assert renamed is not None
    assert renamed.name == "Phòng Tổ chức"
    assert office.store.read_now(pulse.last).failed == "planned changes: KeyError"
    told = [text for text in await office.heard(admin) if "Bot cần được kiểm tra" in text]
    assert len(told) == 1
    assert "(planned changes: KeyError)" in told[0]


PARTS: dict[str, tuple[object, str]] = {
    "nudges": (planner, "plan"),
    "notices": (planner, "plan_notices"),
    "commemorations": (planner, "plan_commemorations"),
    "planned changes": (planner, "change_units"),
    "watch": (Watch, "look"),
}


@pytest.mark.parametrize("broken", PARTS)
async def test_whichever_part_of_a_tick_fails_all_others_are_done(
    office: Office, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    done = []

    def part(name: str) -> Callable[..., Awaitable[int]]:
        async def work(*_: object) -> int:
            done.append(name)
            if name == broken:
                raise ValueError(name)
            return 0

        return work

    for name, (place, function) in PARTS.items():
        monkeypatch.setattr(place, function, part(name))
    with capture_logs() as logs:
        await office.ticks.tick()
    assert done == list(PARTS)
    assert [entry["part"] for entry in logs if entry["event"] == "part_failed"] == [broken]
    assert office.store.read_now(pulse.last).failed == f"{broken}: ValueError"


async def test_what_is_shown_sealed_and_forgotten_fails_part_by_part_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError

    async def fail_later(*_: object) -> None:
        fail()

    monkeypatch.setattr(progress, "show", fail_later)
    monkeypatch.setattr(boards, "show", fail_later)
    monkeypatch.setattr(audit, "seal", fail)
    monkeypatch.setattr(privacy, "forget_people", fail)
    dropped: list[str] = []
    ticks = Ticks(
        store=office.store,
        sender=office.sender,
        now=lambda: office.now,
        schedule=office.schedule,
        drop_file=dropped.append,
    )
    monkeypatch.setattr(privacy, "forget_campaigns", lambda *_: ["a file"])
    with capture_logs() as logs:
        for job in (ticks.show, ticks.seal, ticks.forget):
            await job()
    failed = [entry["part"] for entry in logs if entry["event"] == "part_failed"]
    assert failed == ["waves", "boards", "seals", "people without a role"]
    assert dropped == ["a file"]


async def test_each_is_done_though_one_fails_and_the_failures_come_at_the_end() -> None:
    done = []

    def work(n: int) -> Callable[[], Awaitable[int]]:
        async def working() -> int:
            done.append(n)
            return 10 // n

        return working

    assert await each(map(work, (1, 5))) == 12
    surprise = await ended(each(map(work, (2, 0, 4, 0))))
    assert isinstance(surprise, Exception)
    assert named(surprise) == "ZeroDivisionError"
    assert done == [1, 5, 2, 0, 4, 0]


async def test_a_database_that_is_away_ends_the_whole_tick() -> None:
    async def away() -> int:
        raise StoreUnavailable("it is locked")

    async def never() -> int:
        raise AssertionError

    with pytest.raises(StoreUnavailable):
        await each((away, never))
