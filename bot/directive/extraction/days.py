"""Dates as directives write them, in sentences: "đến hết ngày 31 tháng 12 năm 2022", "từ tháng 01/2023 đến 30/6/2023"."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from bot.directive.model import Precision

DAY_FORM = (
    r"(?:ngày\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?(?![\d/])"
    r"|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s*(?:năm\s+|[/.-]\s*)\d{4})?"
    r"|(?:(?:ngày\s+)?cuối\s+)?tháng\s+\d{1,2}(?:\s*(?:năm\s+|[/.-]\s*)\d{4})?|(?:cuối\s+)?quý\s+(?:IV"
    r"|I{1,3}|[1-4])(?:\s*(?:năm\s+|[/-]\s*)\d{4})?|(?:cuối\s+)?năm\s+\d{4}"
)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
SPAN = re.compile(
    rf"((?:kể\s+)?từ\s+(?P<start>{DAY_FORM}|ngày\s+(?:phát động|ban hành|ký)[^,.;()]{{0,60}}?)"
    rf"|bắt đầu\s+từ\s+ngày\s+phát động(?: thi đua)?)"
    rf"\s*[,]?\s*(?P<until>(?:cho\s+)?(?:đến|tới)\s+(?:hết\s+)?(?P<end>{DAY_FORM}))",
    re.IGNORECASE,
)
"""A stretch of time: groups `start` (a date or "ngày phát động …"), `until` and `end`."""

DEADLINE = re.compile(
    rf"(?:hoàn thành\s+)?(?P<how>(?:xong\s+)?trước|chậm nhất(?:\s+(?:là|vào|đến))*(?:\s+trước)?"
    rf"|muộn nhất(?:\s+(?:là|vào|đến))*|(?:xong\s+)?(?:trong|vào|đến hết|đến))\s+(?P<day>{DAY_FORM})",
    re.IGNORECASE,
)
"""A deadline: "trước" excludes its day, all other words include it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """The first and the last day of what a text names, and how exactly it does."""

    first: date
    last: date
    precision: Precision


def moment(text: str, year: int | None) -> Moment | None:
    """The days that a date names; `year` is taken where it says none. None for what the calendar has not.

    >>> moment("tháng 01/2023", None).first.isoformat()
    '2023-01-01'
    """
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    low = text.lower()
    quarter = re.search(r"quý\s+(IV|I{1,3}|[1-4])", text, re.IGNORECASE)
    if quarter:
        stated = re.search(r"\d{4}", text)
        n = _QUARTERS.get(quarter[1].upper()) or int(quarter[1])
        return _months(int(stated[0]) if stated else year, 3 * n - 2, 3 * n)
    if low.lstrip().startswith(("năm", "cuối năm")):
        return _months(numbers[0], 1, 12)
    if re.match(r"\s*(?:(?:ngày\s+)?cuối\s+)?tháng", low):
        return _months(numbers[1] if len(numbers) > 1 else year, numbers[0], numbers[0])
    if len(numbers) == 2 and numbers[1] > 1900:
        return _months(numbers[1], numbers[0], numbers[0])
    day, month, *stated_year = numbers
    in_year = stated_year[0] if stated_year else year
    if in_year is None:
        return None
    try:
        exact = date(in_year, month, day)
    except ValueError:
        return None
    return Moment(first=exact, last=exact, precision=Precision.DAY)


def _months(year: int | None, first: int, last: int) -> Moment | None:
    if year is None or not 1 <= first <= last <= 12 or not 1900 <= year <= 2200:
        return None
    end = date(year, last, calendar.monthrange(year, last)[1])
    return Moment(first=date(year, first, 1), last=end, precision=Precision.MONTH)


def full_date(text: str) -> date | None:
    """ "03/02/1930" -> that day; None when it is none."""
    day, month, year = (int(number) for number in re.findall(r"\d+", text))
    try:
        return date(year, month, day)
    except ValueError:
        return None
