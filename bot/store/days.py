"""Days off and extra working days that offices set; they hold for the office and for those below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, exists, insert, select

from bot.campaign.calendar import WorkCalendar
from bot.store.engine import Tx
from bot.store.tables import office_days, units


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkedDay:
    """A day that an office marked, and the path of its unit."""

    path: str
    day: date
    worked: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendars:
    """The calendar of each office: the public one with its own days and those of the offices above it."""

    marked: Sequence[MarkedDay]

    def of(self, path: str) -> WorkCalendar:
        # The nearest office has the last word.
        own = sorted((one for one in self.marked if path.startswith(one.path)), key=lambda one: len(one.path))
        last = {one.day: one.worked for one in own}
        return WorkCalendar(
            extra_days_off=frozenset(day for day, worked in last.items() if not worked),
            extra_working_days=frozenset(day for day, worked in last.items() if worked),
        )

    def anybody(self) -> WorkCalendar:
        """The public calendar, in which a day is worked as soon as one office works on it."""
        return WorkCalendar(extra_working_days=frozenset(one.day for one in self.marked if one.worked))

    def all_work(self, day: date) -> bool:
        """Whether no office has this day off."""
        return WorkCalendar().is_working(day) and all(one.worked for one in self.marked if one.day == day)


def calendars(tx: Tx) -> Calendars:
    rows = tx.execute(
        select(office_days.c.day, office_days.c.worked, units.c.path).join(
            units, units.c.id == office_days.c.unit_id
        )
    )
    return Calendars(marked=[MarkedDay(path=row.path, day=row.day, worked=row.worked) for row in rows])


def of_owner(tx: Tx, path: str) -> WorkCalendar:
    """The calendar that counts for the campaigns of the office with this path."""
    return calendars(tx).of(path)


def of_anybody(tx: Tx, day: date) -> WorkCalendar:
    """The public calendar, in which this day is worked as soon as one office works on it."""
    public = WorkCalendar()
    worked = exists(select(office_days.c.day).where(office_days.c.day == day, office_days.c.worked))
    if public.is_working(day) or not tx.execute(select(worked)).scalar():
        return public
    return WorkCalendar(extra_working_days=frozenset({day}))


def of_office(tx: Tx, unit_id: int, since: date) -> list[tuple[date, bool]]:
    """The days that one office marked itself, from a day on, and whether each is worked."""
    rows = tx.execute(
        select(office_days.c.day, office_days.c.worked)
        .where(office_days.c.unit_id == unit_id, office_days.c.day >= since)
        .order_by(office_days.c.day)
    )
    return [(row.day, row.worked) for row in rows]


def mark(tx: Tx, unit_id: int, day: date, worked: bool | None) -> None:
    """None takes the mark away."""
    tx.execute(delete(office_days).where(office_days.c.unit_id == unit_id, office_days.c.day == day))
    if worked is not None:
        tx.execute(insert(office_days).values(unit_id=unit_id, day=day, worked=worked))
