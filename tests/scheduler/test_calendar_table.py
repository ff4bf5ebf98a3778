"""The calendar as a table, the whole way from the tick to the chat: who hears which step on which day and at which hour.

The days were worked out by hand from a calendar. An entry is a day and the step said on it; in brackets those it spoke for.
"""

import asyncio
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

import pytest
from sqlalchemy import select

from bot.store.engine import Store
from bot.store.message_tables import outbox, said
from scheduler import planner
from tests.scheduler.office import HANOI, Office, Opened, at, june


@dataclass(frozen=True)
class Four:
    """A silent unit's focal point, its head, its cluster lead and the standing body, in this order."""

    people: tuple[int, int, int, int]
    unit: int
    opened: Opened


async def four(office: Office, due: date, launched: datetime | None = None) -> Four:
    unit = office.unit("Thôn Nà Hoa")
    office.in_cluster("Cụm phía Đông", unit)
    long_ago = at(due - timedelta(days=120))
    people = (
        await office.focal_point(unit, since=long_ago),
        await office.person("Nông Văn Sơn", "head", unit, since=long_ago),
        await office.person("Lý Thị Hoa", "cluster_lead", unit, since=long_ago),
        await office.person("Trần Thị Bình", "admin", office.root, since=long_ago),
    )
    return Four(people, unit, office.campaign(unit, due=due, launched=launched or long_ago))


def story(office: Office, person: int) -> str:
    """What the ladder said to a person: "13/6 -3, 16/6 0 (-1)"; the hour where it is not 08:00."""
    rows = office.store.read_now(
        lambda tx: tx.execute(
            select(said.c.at, said.c.step, said.c.merged)
            .where(said.c.person_id == person)
            .order_by(said.c.at, said.c.step)
        ).all()
    )
    found = []
    for moment, steps in groupby(rows, key=lambda row: row.at.astimezone(HANOI)):
        every = list(steps)
        (newest,) = [row.step for row in every if not row.merged]
        older = " ".join(f"{row.step:+d}" for row in every if row.merged)
        hour = "" if (moment.hour, moment.minute) == (8, 0) else f" {moment:%H:%M}"
        spoken = f"{newest:+d}" if newest else "0"
        found.append(f"{moment.day}/{moment.month}{hour} {spoken}" + (f" ({older})" if older else ""))
    return ", ".join(found)


def keys(store: Store) -> list[str]:
    """The keys of the digests that were planned."""
    return store.read_now(
        lambda tx: sorted(tx.execute(select(outbox.c.key).where(outbox.c.kind == "digest")).scalars())
    )


@pytest.mark.parametrize(
    ("due", "focal_point", "head", "lead", "office_hears"),
    [
        # A due date on each weekday.
        (
            date(2023, 6, 12),
            "26/5 -15, 5/6 -7, 9/6 -1 (-3), 12/6 0, 13/6 +1, 14/6 +2, 15/6 +3, 16/6 +4, 19/6 +5",
            "14/6 +2",
            "16/6 +4",
            "20/6 +6",
        ),
        (
            date(2023, 6, 13),
            "29/5 -15, 6/6 -7, 9/6 -3, 12/6 -1, 13/6 0, 14/6 +1, 15/6 +2, 16/6 +3, 19/6 +4, 20/6 +5",
            "15/6 +2",
            "19/6 +4",
            "21/6 +6",
        ),
        (
            date(2023, 6, 14),
            "30/5 -15, 7/6 -7, 9/6 -3, 13/6 -1, 14/6 0, 15/6 +1, 16/6 +2, 19/6 +3, 20/6 +4, 21/6 +5",
            "16/6 +2",
            "20/6 +4",
            "22/6 +6",
        ),
        (
            date(2023, 6, 15),
            "31/5 -15, 8/6 -7, 12/6 -3, 14/6 -1, 15/6 0, 16/6 +1, 19/6 +2, 20/6 +3, 21/6 +4, 22/6 +5",
            "19/6 +2",
            "21/6 +4",
            "23/6 +6",
        ),
        (
            date(2023, 6, 16),
            "1/6 -15, 9/6 -7, 13/6 -3, 15/6 -1, 16/6 0, 19/6 +1, 20/6 +2, 21/6 +3, 22/6 +4, 23/6 +5",
            "20/6 +2",
            "22/6 +4",
            "26/6 +6",
        ),
        (
            date(2023, 6, 17),
            "2/6 -15, 9/6 -7, 14/6 -3, 16/6 0 (-1), 19/6 +1, 20/6 +2, 21/6 +3, 22/6 +4, 23/6 +5",
            "20/6 +2",
            "22/6 +4",
            "26/6 +6",
        ),
        (
            date(2023, 6, 18),
            "2/6 -15, 9/6 -7, 15/6 -3, 16/6 0 (-1), 19/6 +1, 20/6 +2, 21/6 +3, 22/6 +4, 23/6 +5",
            "20/6 +2",
            "22/6 +4",
            "26/6 +6",
        ),
        # Before Tết 2026 (free from 14/2 to 22/2) and in it; before Tết 2027 (4/2 to 10/2).
        (
            date(2026, 2, 13),
            "29/1 -15, 6/2 -7, 10/2 -3, 12/2 -1, 13/2 0, 23/2 +1, 24/2 +2, 25/2 +3, 26/2 +4, 27/2 +5",
            "24/2 +2",
            "26/2 +4",
            "2/3 +6",
        ),
        (
            date(2026, 2, 17),
            "2/2 -15, 10/2 -7, 13/2 0 (-3 -1), 23/2 +1, 24/2 +2, 25/2 +3, 26/2 +4, 27/2 +5",
            "24/2 +2",
            "26/2 +4",
            "2/3 +6",
        ),
        (
            date(2027, 2, 3),
            "19/1 -15, 27/1 -7, 29/1 -3, 2/2 -1, 3/2 0, 11/2 +1, 12/2 +2, 15/2 +3, 16/2 +4, 17/2 +5",
            "12/2 +2",
            "16/2 +4",
            "18/2 +6",
        ),
        # 30/4 and 1/5/2026 after the Hùng Kings' Monday 27/4; 31/8 to 2/9/2026.
        (
            date(2026, 4, 30),
            "15/4 -15, 23/4 -7, 24/4 -3, 29/4 0 (-1), 4/5 +1, 5/5 +2, 6/5 +3, 7/5 +4, 8/5 +5",
            "5/5 +2",
            "7/5 +4",
            "11/5 +6",
        ),
        (
            date(2026, 9, 2),
            "18/8 -15, 26/8 -7, 28/8 0 (-3 -1), 3/9 +1, 4/9 +2, 7/9 +3, 8/9 +4, 9/9 +5",
            "4/9 +2",
            "8/9 +4",
            "10/9 +6",
        ),
        # The two half-years that others get wrong: the last days of June and of December.
        (
            date(2023, 6, 29),
            "14/6 -15, 22/6 -7, 26/6 -3, 28/6 -1, 29/6 0, 30/6 +1, 3/7 +2, 4/7 +3, 5/7 +4, 6/7 +5",
            "3/7 +2",
            "5/7 +4",
            "7/7 +6",
        ),
        # The end of a month, of the year, and the leap day behind Tết 2024 (8/2 to 14/2).
        (
            date(2023, 10, 31),
            "16/10 -15, 24/10 -7, 27/10 -3, 30/10 -1, 31/10 0, 1/11 +1, 2/11 +2, 3/11 +3, 6/11 +4, 7/11 +5",
            "2/11 +2",
            "6/11 +4",
            "8/11 +6",
        ),
        (
            date(2023, 12, 30),
            "15/12 -15, 22/12 -7, 27/12 -3, 29/12 0 (-1), 2/1 +1, 3/1 +2, 4/1 +3, 5/1 +4, 8/1 +5",
            "3/1 +2",
            "5/1 +4",
            "9/1 +6",
        ),
        (
            date(2024, 2, 29),
            "7/2 -15, 22/2 -7, 26/2 -3, 28/2 -1, 29/2 0, 1/3 +1, 4/3 +2, 5/3 +3, 6/3 +4, 7/3 +5",
            "4/3 +2",
            "6/3 +4",
            "8/3 +6",
        ),
    ],
    ids=lambda value: value.isoformat() if isinstance(value, date) else "",
)
async def test_each_step_is_said_once_to_the_right_person_on_the_right_day_at_eight(
    office: Office, due: date, focal_point: str, head: str, lead: str, office_hears: str
) -> None:
    here = await four(office, due)
    await office.lives(due - timedelta(days=24), due + timedelta(days=17))
    assert [story(office, person) for person in here.people] == [focal_point, head, lead, office_hears]
    assert [len(await office.digests(person)) for person in here.people] == [
        len(told.split(",")) for told in (focal_point, head, lead, office_hears)
    ]


@pytest.mark.parametrize(
    ("back", "stories"),
    [
        # Down for an hour over the slot of 26/6, on which the office was to hear.
        (june(26, 9), ["", "", "", "26/6 09:00 +6"]),
        # Down on Thursday 22/6 from before the slot to the next morning.
        (june(23), ["23/6 +5 (+4)", "", "23/6 +4", "26/6 +6"]),
        # Ten days over every overdue step.
        (june(29), ["29/6 +5 (+1 +2 +3 +4)", "29/6 +2", "29/6 +4", "29/6 +6"]),
    ],
    ids=["an hour", "a day", "ten days"],
)
async def test_after_an_outage_each_person_gets_exactly_one_message(
    office: Office, back: datetime, stories: list[str]
) -> None:
    here = await four(office, date(2023, 6, 16))
    down_from = {june(26, 9): date(2023, 6, 26), june(23): date(2023, 6, 22), june(29): date(2023, 6, 19)}[
        back
    ]
    await office.lives(date(2023, 6, 1), down_from - timedelta(days=1))
    before = [story(office, person) for person in here.people]
    await office.wakes(back)
    await office.wakes(back + timedelta(minutes=1))
    await office.lives(back.date() + timedelta(days=1), date(2023, 7, 4))
    after = [
        story(office, person).removeprefix(old).removeprefix(", ")
        for person, old in zip(here.people, before, strict=True)
    ]
    assert after == stories


async def test_a_deadline_moved_there_and_back_says_no_step_twice(office: Office) -> None:
    here = await four(office, date(2023, 6, 16))
    await office.lives(date(2023, 5, 29), date(2023, 6, 9))
    office.moves_due(here.opened, date(2023, 6, 29), *here.people)
    await office.wakes(june(12, 10))
    office.moves_due(here.opened, date(2023, 6, 16), *here.people)
    await office.wakes(june(12, 11))
    await office.lives(date(2023, 6, 13), date(2023, 7, 4))
    assert [story(office, person) for person in here.people] == [
        "1/6 -15, 9/6 -7, 13/6 -3, 15/6 -1, 16/6 0, 19/6 +1, 20/6 +2, 21/6 +3, 22/6 +4, 23/6 +5",
        "20/6 +2",
        "22/6 +4",
        "26/6 +6",
    ]


async def test_a_newcomer_after_a_step_hears_from_the_next_one_on(office: Office) -> None:
    here = await four(office, date(2023, 6, 16))
    await office.lives(date(2023, 6, 5), date(2023, 6, 11))
    newcomer = await office.focal_point(here.unit, since=june(12, 9))
    await office.lives(date(2023, 6, 12), date(2023, 6, 16))
    assert story(office, newcomer) == "13/6 -3, 15/6 -1, 16/6 0"


async def test_two_bots_on_one_database_plan_each_message_once(office: Office) -> None:
    here = await four(office, date(2023, 6, 16))
    second = Store(office.store.url)
    try:
        stores = (office.store, second) * 2
        await asyncio.gather(*(planner.plan(store, june(26), office.schedule) for store in stores))
    finally:
        second.close()
    assert keys(office.store) == sorted(f"digest:{person}:2023-06-26:08:00" for person in here.people)


async def test_a_clock_that_jumps_an_hour_and_a_server_in_another_zone_plan_the_same_keys(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = await four(office, date(2023, 6, 16))
    for hour in (9, 8, 10, 9):
        await planner.plan(office.store, june(26, hour), office.schedule)
    planned = keys(office.store)
    for zone in ("UTC", "America/New_York", "Pacific/Auckland"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        await planner.plan(office.store, june(26, 8, 1), office.schedule)
    monkeypatch.undo()
    time.tzset()
    assert keys(office.store) == planned
    assert planned == sorted(f"digest:{person}:2023-06-26:08:00" for person in here.people)
