"""Days and stretches of the calendar, and the frame in which one that names no year is placed; nothing reads a clock."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2100

# What a name without a year means in a given year; None where that year has no such day.
InYear = Callable[[int], "tuple[date, date] | None"]


class Unreadable(Exception):
    """The text looks like a date but cannot be one; `hint` says why."""

    def __init__(self, hint: str) -> None:
        super().__init__(hint)
        self.hint = hint


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """What a text is read against: today, the campaign's year if it wins, and which way to look."""

    today: date
    year: int | None = None
    future: bool = True

    def place(self, in_year: InYear) -> tuple[date, date]:
        """The next (or last) occurrence of something that names no year; the campaign's year wins."""
        if self.year is not None:
            found = in_year(self.year)
            if found is None:
                raise Unreadable("impossible_date")
            return found
        step = 1 if self.future else -1
        for year in range(self.today.year, self.today.year + 9 * step, step):
            found = in_year(year)
            if found and (found[1] >= self.today if self.future else found[0] <= self.today):
                return found
        raise Unreadable("impossible_date")

    @property
    def this_year(self) -> int:
        return self.year if self.year is not None else self.today.year


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """From `start` to `end`, both included. `in_year` is kept where no year was named, for ranges to place it.

    `others` are further readings of the same words; `hint` says why there are any.
    """

    start: date
    end: date
    is_day: bool = False
    by: bool = False
    in_year: InYear | None = None
    others: tuple["Span", ...] = ()
    hint: str = ""


def day(year: int, month: int, number: int) -> date:
    """A day that exists, or Unreadable: 31/6 is never rolled over, 6/30 never turned round."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable("impossible_date")
    if month > 12 and number <= 12 and month <= 31:
        raise Unreadable("month_first")
    try:
        return date(year, month, number)
    except ValueError:
        raise Unreadable("impossible_date") from None


def month_span(year: int, month: int) -> tuple[date, date]:
    if not 1 <= month <= 12:
        raise Unreadable("no_such_period")
    return day(year, month, 1), date(year, month, monthrange(year, month)[1])


def add_months(start: date, count: int) -> tuple[int, int]:
    years, month = divmod(start.month - 1 + count, 12)
    return start.year + years, month + 1


def full_year(text: str) -> int:
    """A year of four digits, or of two in a full date ("30/6/23")."""
    if len(text) == 2:
        return 2000 + int(text) if int(text) < 70 else 1900 + int(text)
    if len(text) != 4 or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise Unreadable("impossible_date")
    return int(text)


def one_day(value: date) -> Span:
    return Span(start=value, end=value, is_day=True)


def stretch(bounds: tuple[date, date], *, in_year: InYear | None = None, by: bool = False) -> Span:
    return Span(start=bounds[0], end=bounds[1], in_year=in_year, by=by)


def yearless_day(frame: Frame, month: int, number: int) -> Span:
    # 2024 has every day that any year has, so it tells a day that never exists from 29/2.
    day(2024, month, number)

    def in_year(year: int) -> tuple[date, date] | None:
        if number > monthrange(year, month)[1]:
            return None
        return date(year, month, number), date(year, month, number)

    start, end = frame.place(in_year)
    return Span(start=start, end=end, is_day=True, in_year=in_year)


def placed(frame: Frame, in_year: InYear) -> Span:
    return stretch(frame.place(in_year), in_year=in_year)
