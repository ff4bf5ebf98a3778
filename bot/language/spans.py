"""Stretches of the calendar by their Vietnamese names: days, weeks, months, quarters, parts of a year.

Everything here works on the plain spelling of `date_words` and on a `Frame`; nothing reads a clock.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2100
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

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


# Years: "nam 2023", "nam nay", and the year behind a month or quarter.

YEAR = r"(?:(?: ?/ ?| nam | )(?P<year>[0-9]{4})| nam (?P<relative_year>nay|sau|toi|ngoai|truoc|qua))?"
# Behind a "năm" that stands there already: "6 tháng đầu năm 2027", "6 tháng đầu năm sau".
BEHIND_YEAR = r"(?: ?/? ?(?P<year>[0-9]{4})| (?P<relative_year>nay|sau|toi|ngoai|truoc|qua))?"
_RELATIVE_YEARS = {"nay": 0, "sau": 1, "toi": 1, "ngoai": -1, "truoc": -1, "qua": -1}
_STEPS = {"nay": 0, "sau": 1, "toi": 1, "toi day": 1, "truoc": -1, "qua": -1, "vua qua": -1, "vua roi": -1, "roi": -1,
          "sau nua": 2}  # fmt: skip
STEP = r"(?P<step>nay|sau nua|sau|toi|toi day|truoc|vua qua|vua roi|qua|roi)"


def named_year(frame: Frame, found: re.Match[str]) -> int | None:
    groups = found.groupdict()
    if groups.get("year"):
        return full_year(groups["year"])
    if groups.get("relative_year"):
        return frame.today.year + _RELATIVE_YEARS[groups["relative_year"]]
    return None


def in_named_year(frame: Frame, found: re.Match[str], in_year: InYear) -> Span:
    year = named_year(frame, found)
    if year is None:
        return placed(frame, in_year)
    bounds = in_year(year)
    if bounds is None:
        raise Unreadable("impossible_date")
    return stretch(bounds)


def _month(frame: Frame, found: re.Match[str]) -> Span:
    number = int(found["month"])
    month_span(2024, number)
    return in_named_year(frame, found, lambda year: month_span(year, number))


def _relative_month(frame: Frame, found: re.Match[str]) -> Span:
    return stretch(month_span(*add_months(frame.today, _STEPS[found["step"]])))


def _third(bounds: tuple[date, date], name: str) -> tuple[date, date]:
    """đầu, giữa, cuối tháng: days 1-10, 11-20, 21 to the end."""
    first, last = bounds
    starts = {"dau": 1, "giua": 11, "cuoi": 21, "thuong tuan": 1, "trung tuan": 11, "ha tuan": 21}
    begin = first.replace(day=starts[name])
    return begin, last if begin.day == 21 else begin + timedelta(days=9)


def _third_of_month(frame: Frame, found: re.Match[str]) -> Span:
    number, third = int(found["month"]), found["third"]
    month_span(2024, number)
    return in_named_year(frame, found, lambda year: _third(month_span(year, number), third))


def _third_of_relative_month(frame: Frame, found: re.Match[str]) -> Span:
    step = found["step"] or "nay"
    bounds = _third(month_span(*add_months(frame.today, _STEPS[step])), found["third"])
    if found["step"] is None and frame.future and bounds[1] < frame.today:
        following = _third(month_span(*add_months(frame.today, 1)), found["third"])
        return Span(start=following[0], end=following[1], others=(stretch(bounds),), hint="vague")
    return stretch(bounds)


def _half_of_month(frame: Frame, found: re.Match[str]) -> Span:
    number, first_half = int(found["month"]), found["edge"] == "dau"
    month_span(2024, number)

    def half(year: int) -> tuple[date, date]:
        first, last = month_span(year, number)
        return (first, first.replace(day=15)) if first_half else (first.replace(day=16), last)

    return in_named_year(frame, found, half)


def _quarter_number(text: str) -> int:
    number = _ROMAN.get(text) or (int(text) if text.isdigit() else 0)
    if not 1 <= number <= 4:
        raise Unreadable("no_such_period")
    return number


def quarter_span(year: int, number: int) -> tuple[date, date]:
    return date(year, 3 * number - 2, 1), month_span(year, 3 * number)[1]


def _quarter(frame: Frame, found: re.Match[str]) -> Span:
    number = _quarter_number(found["quarter"])
    span = in_named_year(frame, found, lambda year: quarter_span(year, number))
    return _ending(span) if found["last"] else span


def _ending(span: Span) -> Span:
    """ "cuối quý II", "cuối năm": as a due date its last day."""
    return Span(start=span.end, end=span.end, is_day=True, by=True, in_year=None)


def _relative_quarter(frame: Frame, found: re.Match[str]) -> Span:
    current = quarter_span(frame.today.year, (frame.today.month + 2) // 3)[0]
    year, month = add_months(current, 3 * _STEPS[found["step"] or "nay"])
    span = stretch(quarter_span(year, (month + 2) // 3))
    return _ending(span) if found["last"] else span


def _months_of_year(frame: Frame, found: re.Match[str]) -> Span:
    """ "6 tháng đầu năm", "02 tháng cuối năm 2022"; without a year the current (or the campaign's) one."""
    count = int(found["count"] or 6)
    if not 1 <= count <= 12:
        raise Unreadable("no_such_period")
    year = named_year(frame, found) or frame.this_year
    if found["edge"] == "dau":
        return stretch((date(year, 1, 1), month_span(year, count)[1]))
    return stretch((date(year, 13 - count, 1), date(year, 12, 31)))


def _year(frame: Frame, found: re.Match[str]) -> Span:
    year = named_year(frame, found) or frame.this_year
    span = stretch((date(year, 1, 1), date(year, 12, 31)))
    return _ending(span) if found.groupdict().get("last") else span


def _next_year(frame: Frame, _: re.Match[str]) -> Span:
    return stretch((date(frame.today.year + 1, 1, 1), date(frame.today.year + 1, 12, 31)))


def _numeric_month(_: Frame, found: re.Match[str]) -> Span:
    return stretch(month_span(full_year(found["year"]), int(found["month"])))


def _bare_year(_: Frame, found: re.Match[str]) -> Span:
    year = full_year(found["year"])
    return stretch((date(year, 1, 1), date(year, 12, 31)))


def _month_or_weekday(frame: Frame, found: re.Match[str]) -> Span:
    """ "T12" is a month; "T6" may be Friday."""
    span = _month(frame, found)
    number = int(found["month"])
    if named_year(frame, found) is not None or not 2 <= number <= 7:
        return span
    friday = weekday_span(frame, number - 2, None)
    days = (one_day(friday.start), *friday.others)
    return Span(start=span.start, end=span.end, others=days, hint="day_or_month")


def week_start(frame: Frame, step: int) -> date:
    return frame.today - timedelta(days=frame.today.weekday() - 7 * step)


def weekday_span(frame: Frame, number: int, step: str | None) -> Span:
    """A weekday (0 = thứ hai): of a named week, or the next (last) one; today's own name is asked about."""
    if step is not None:
        return one_day(week_start(frame, _STEPS[step]) + timedelta(days=number))
    ahead = (number - frame.today.weekday()) % 7
    if ahead == 0:
        other = frame.today + timedelta(days=7 if frame.future else -7)
        hint = "today_or_next_week"
        return Span(start=other, end=other, is_day=True, others=(one_day(frame.today),), hint=hint)
    return one_day(frame.today + timedelta(days=ahead if frame.future else ahead - 7))


def _weekday(frame: Frame, found: re.Match[str]) -> Span:
    number = 6 if found["number"] is None else int(found["number"]) - 2
    if not 0 <= number <= 6 or (found["number"] is not None and number > 5):
        raise Unreadable("no_such_period")
    if found["next"]:
        return one_day(frame.today + timedelta(days=(number - frame.today.weekday()) % 7 or 7))
    if found["past"]:
        return one_day(frame.today - timedelta(days=(frame.today.weekday() - number) % 7 or 7))
    return weekday_span(frame, number, found["step"])


def _next_week(frame: Frame, _: re.Match[str]) -> Span:
    start = week_start(frame, 1)
    return stretch((start, start + timedelta(days=6)))


def _week(frame: Frame, found: re.Match[str]) -> Span:
    start = week_start(frame, _STEPS[found["step"] or "nay"])
    if found["edge"] == "dau":
        return one_day(start)
    if found["edge"] == "cuoi":
        return stretch((start + timedelta(days=5), start + timedelta(days=6)))
    return stretch((start, start + timedelta(days=6)))


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[Frame, re.Match[str]], Span]], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"(?:trong )?thang (?P<month>[0-9]{1,2})" + YEAR, _month),
        (r"(?:trong )?thang " + STEP, _relative_month),
        (r"(?P<third>dau|giua|cuoi|thuong tuan|trung tuan|ha tuan) thang (?P<month>[0-9]{1,2})" + YEAR, _third_of_month),
        (r"(?P<third>dau|giua|cuoi|thuong tuan|trung tuan|ha tuan) thang(?: " + STEP + ")?", _third_of_relative_month),
        (r"(?P<last>cuoi )?(?:quy|qui|q) ?(?P<quarter>[0-9]|iv|i{1,3}|v)" + YEAR, _quarter),
        (r"(?P<last>cuoi )?(?:quy|qui) " + STEP, _relative_quarter),
        (r"(?P<last>cuoi )(?:quy|qui)(?P<step>)", _relative_quarter),
        (r"(?P<count>[0-9]{1,2}) thang (?P<edge>dau|cuoi) nam" + BEHIND_YEAR, _months_of_year),
        (r"nua (?P<edge>dau|cuoi) nam(?P<count>)?" + BEHIND_YEAR, _months_of_year),
        (r"nua (?P<edge>dau|cuoi) thang (?P<month>[0-9]{1,2})" + YEAR, _half_of_month),
        (r"(?:ca )?nam (?P<year>[0-9]{4})", _year),
        (r"(?:ca )?nam (?P<relative_year>nay|sau|toi|ngoai|truoc|qua)", _year),
        (r"(?P<last>cuoi) nam(?: (?P<year>[0-9]{4})| (?P<relative_year>nay|sau|toi|ngoai|truoc))?", _year),
        (r"ca nam", _year),
        (r"sang nam", _next_year),
        (r"sang tuan", _next_week),
        (r"(?P<month>[0-9]{1,2}) ?[/.-] ?(?P<year>[0-9]{4})", _numeric_month),
        (r"(?P<year>(?:19|20)[0-9]{2})", _bare_year),
        (r"t ?(?P<month>[0-9]{1,2})(?: ?/ ?(?P<year>[0-9]{4}))?", _month_or_weekday),
        (r"(?:(?:thu|t) ?(?P<number>[0-9])|cn|ch[ua]+ nhat)"
         "(?: tuan " + STEP + "| nay| (?P<next>toi)| (?P<past>vua roi|vua qua))?", _weekday),
        (r"(?:trong )?(?:(?P<edge>dau|cuoi) )?tuan " + STEP, _week),
        (r"(?P<edge>cuoi) tuan(?P<step>)", _week),
    )
)  # fmt: skip


def span_of(text: str, frame: Frame) -> Span | None:
    """The stretch that a plain spelling names, but for single days (see days.py); None if it names none."""
    for pattern, reader in _PATTERNS:
        if found := pattern.fullmatch(text):
            return reader(frame, found)
    return None
