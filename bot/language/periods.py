"""Stretches of the calendar by their Vietnamese names: weeks, months, quarters, parts of a year.

Everything here works on the plain spelling of `date_words` and on a `Frame`.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.language.spans import (
    Frame,
    InYear,
    Span,
    Unreadable,
    add_months,
    full_year,
    month_span,
    one_day,
    placed,
    stretch,
)

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

# Years: "nam 2023", "nam nay", and the year behind a month or quarter.

YEAR = (
    r"(?:(?: ?/ ?| nam | )(?P<year>[0-9]{4})|(?: ?/ ?| nam )(?P<short>[0-9]{2})"
    r"| nam (?P<relative_year>nay|sau|toi|ngoai|truoc|qua))?"
)
# Behind a "năm" that stands there already: "6 tháng đầu năm 2027", "6 tháng đầu năm sau".
BEHIND_YEAR = r"(?: ?/? ?(?P<year>[0-9]{4})| (?P<relative_year>nay|sau|toi|ngoai|truoc|qua))?"
_NEAR = 2
_HALF_A_YEAR = 6
_RELATIVE_YEARS = {"nay": 0, "sau": 1, "toi": 1, "ngoai": -1, "truoc": -1, "qua": -1}
_STEPS = {"nay": 0, "sau": 1, "toi": 1, "toi day": 1, "truoc": -1, "qua": -1, "vua qua": -1, "vua roi": -1, "roi": -1,
          "sau nua": 2, "truoc nua": -2}  # fmt: skip
STEP = r"(?P<step>nay|sau nua|sau|toi|toi day|truoc nua|truoc|vua qua|vua roi|qua|roi)"


def named_year(frame: Frame, found: re.Match[str]) -> int | None:
    groups = found.groupdict()
    if groups.get("year"):
        return full_year(groups["year"])
    if groups.get("short"):
        return _near_year(frame, full_year(groups["short"]))
    if groups.get("relative_year"):
        return frame.today.year + _RELATIVE_YEARS[groups["relative_year"]]
    return None


def _near_year(frame: Frame, year: int) -> int:
    """Two digits behind a month are a year only near the campaign: "tháng 12/26", but "tháng 6/15" may be a day."""
    if abs(year - frame.this_year) > _NEAR:
        raise Unreadable("not_a_date")
    return year


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


def _months_alone(frame: Frame, found: re.Match[str]) -> Span:
    """ "9 tháng" are the first nine of the year; "6 tháng" may be either half, and a due date may lie so far ahead."""
    count = int(found["count"])
    if not 1 <= count <= 12:
        raise Unreadable("no_such_period")
    year = named_year(frame, found)
    first = date(year or frame.this_year, 1, 1)
    span = stretch((first, month_span(first.year, count)[1]))
    others: list[Span] = []
    if count <= _HALF_A_YEAR:
        others.append(stretch((date(first.year, 13 - count, 1), date(first.year, 12, 31))))
    if year is None and frame.year is None and frame.future:
        ahead = add_months(frame.today, count)
        others.append(one_day(date(*ahead, min(frame.today.day, month_span(*ahead)[1].day))))
    return Span(start=span.start, end=span.end, others=tuple(others), hint="vague" if others else "")


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
        (r"(?P<count>[0-9]{1,2}) thang(?:(?: ?/ ?| nam )(?P<year>[0-9]{4})| nam (?P<relative_year>nay|sau|truoc|ngoai))?",
         _months_alone),
        (r"nua (?P<edge>dau|cuoi) nam(?P<count>)?" + BEHIND_YEAR, _months_of_year),
        (r"nua (?P<edge>dau|cuoi) thang (?P<month>[0-9]{1,2})" + YEAR, _half_of_month),
        (r"(?:ca )?nam (?P<year>[0-9]{4})", _year),
        (r"(?:ca )?nam (?P<relative_year>nay|sau|toi|ngoai|truoc|qua)", _year),
        (r"(?P<last>cuoi) nam(?: (?P<year>[0-9]{4})| (?P<relative_year>nay|sau|toi|ngoai|truoc))?", _year),
        (r"ca nam", _year),
        (r"sang nam", _next_year),
        (r"sang tuan", _next_week),
        (r"(?P<month>[0-9]{1,2}) ?[/.-] ?(?P<year>[0-9]{4})", _numeric_month),
        (r"(?P<year>(?:19|20)[0-9]{2}) ?[/.-] ?(?P<month>[0-9]{1,2})", _numeric_month),
        (r"(?P<year>(?:19|20)[0-9]{2})", _bare_year),
        (r"t ?(?P<month>[0-9]{1,2})(?: ?/ ?(?:(?P<year>[0-9]{4})|(?P<short>[0-9]{2})))?", _month_or_weekday),
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
