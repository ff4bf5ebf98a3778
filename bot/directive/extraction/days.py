"""Dates as directives write them, in sentences: "đến hết ngày 31 tháng 12 năm 2022", "từ tháng 01/2023 đến 30/6/2023"."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.directive.model import Precision

DAY_FORM = (
    r"(?:ngày\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?(?![\d/])"
    r"|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:,?\s*(?:năm\s+|[/.-]\s*)\d{4})?"
    r"|(?:(?:ngày\s+)?cuối\s+)?tháng\s+\d{1,2}(?:,?\s*(?:năm\s+|[/.-]\s*)\d{4})?|\d{1,2}/20\d{2}"
    r"|(?:cuối\s+)?quý\s+(?:IV|I{1,3}|[1-4])\b(?:,?\s*(?:năm\s+|[/-]\s*)\d{4})?"
    r"|(?:cuối\s+)?năm\s+20\d{2}|cuối\s+năm\b"
)
_START_FORM = rf"{DAY_FORM}|đầu\s+(?:tháng\s+\d{{1,2}}(?:(?:\s+năm\s+|/)\d{{4}})?|năm(?:\s+20\d\d)?)"
_LONGEST = timedelta(days=366 * 11)
"""No campaign runs longer; "03/02/1930 - 03/02/2026" is an anniversary."""
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_UNTIL = (
    rf"(?P<until>(?:(?:cho\s+)?(?:đến|tới)|kết thúc(?:\s+(?:vào|là))?|[-–])\s*(?:hết\s+)?(?P<end>{DAY_FORM}))"
)
_RELATIVE = r"nay|(?:ngày|khi|thời điểm)\s+[^,.;()\d]{0,40}?(?:phát động|ban hành|ký)[^,.;()]{0,60}?"
SPAN = re.compile(
    rf"(?P<since>(?:bắt đầu\s+|kể\s+)?từ\s+(?:(?P<start>{_START_FORM})|{_RELATIVE}))\s*,?\s*(?:và\s+)?{_UNTIL}",
    re.IGNORECASE,
)
"""A stretch of time that says "từ": groups `since`, `start` (None for "ngày phát động …"), `until` and `end`."""

_LATER = re.compile(rf"\s*\([^()]*sơ kết[^()]*\)\s*(?:,|;|và)?\s*{_UNTIL}", re.IGNORECASE)
""" "đến ngày 19/8 (sơ kết) và đến hết năm (tổng kết)": a campaign ends with the last of its reviews."""
_BARE = re.compile(rf"(?P<since>(?P<start>{DAY_FORM}))\s*{_UNTIL}", re.IGNORECASE)
_YEARS = re.compile(r"(?P<since>(?P<start>20\d\d))\s*(?P<until>(?:[-–]|đến)\s*(?P<end>20\d\d))(?!\d)")
_EDGE = re.compile(
    r"(?P<count>\d{1,2})\s+tháng\s+(?P<edge>đầu|cuối)\s+năm(?:\s+(?P<year>20\d\d))?", re.IGNORECASE
)
_ONE = re.compile(rf"[\s:(,-]*(?:trong\s+)?(?P<day>{DAY_FORM})(?=\s*[).:;,]|$)", re.IGNORECASE)
_ENDING = re.compile(
    rf"(?P<until>(?:đến|tới|kết thúc(?:\s+(?:vào|là))?\s*:?)\s+(?:hết\s+)?(?P<end>{DAY_FORM}))", re.IGNORECASE
)
_BEGINNING = re.compile(rf"(?P<since>từ\s+(?P<start>{_START_FORM}))", re.IGNORECASE)
YEARS_OF = re.compile(rf"giai đoạn\s+(?:từ\s+)?(?:năm\s+)?{_YEARS.pattern}", re.IGNORECASE)
""" "giai đoạn 2021 - 2025"."""

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A stretch of time in a text and the words for its two ends; `at` is where it stands in the text.

    A start told as the day of the launch or the signing is no day yet: `relative`.
    """

    start: date | None = None
    precision: Precision | None = None
    since: str | None = None
    end: date | None = None
    until: str | None = None
    relative: bool = False
    at: int = 0
    verbatim: str = ""


def moment(text: str, year: int | None) -> Moment | None:
    """The days that a date names; `year` is taken where it says none. None for what the calendar has not.

    >>> moment("tháng 01/2023", None).first.isoformat()
    '2023-01-01'
    """
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    low = text.lower().strip()
    quarter = re.search(r"quý\s+(IV|I{1,3}|[1-4])", text, re.IGNORECASE)
    if quarter:
        stated = re.search(r"\d{4}", text)
        n = _QUARTERS.get(quarter[1].upper()) or int(quarter[1])
        return _months(int(stated[0]) if stated else year, 3 * n - 2, 3 * n)
    if re.match(r"(?:(?:đầu|cuối) )?năm|20\d\d$", low):
        whole = re.search(r"\d", low)
        return _months(numbers[0] if whole else year, 1, 12, Precision.YEAR if whole else Precision.DAY)
    if re.match(r"(?:(?:ngày\s+)?(?:cuối|đầu)\s+)?tháng", low):
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


def _months(year: int | None, first: int, last: int, precision: Precision = Precision.MONTH) -> Moment | None:
    if year is None or not 1 <= first <= last <= 12 or not 1900 <= year <= 2200:
        return None
    end = date(year, last, calendar.monthrange(year, last)[1])
    return Moment(first=date(year, first, 1), last=end, precision=precision)


def span(text: str, year: int | None) -> Stretch | None:
    """The first "từ … đến …" of a text."""
    found = SPAN.search(text)
    told = _between(found, year) if found else None
    later = _LATER.match(text, found.end()) if found else None
    last = moment(later["end"], year) if later else None
    if told and told.end and later and last and last.last > told.end:
        return replace(told, end=last.last, until=later["until"].strip(), verbatim=told.verbatim + later[0])
    return told


def stretch(text: str, year: int | None, *, within: int = 40) -> Stretch | None:
    """The stretch of time that a text states in whatever way; what has no "từ … đến …" begins `within` it.

    >>> stretch("6 tháng đầu năm 2026", None).end.isoformat()
    '2026-06-30'
    """
    told = span(text, year)
    for pattern in (_BARE, _YEARS):
        found = pattern.search(text) if told is None else None
        if found and found.start() <= within:
            told = _between(found, year)
    edge = _EDGE.search(text) if told is None else None
    if edge and edge.start() <= within:
        count, in_year = int(edge["count"]), int(edge["year"]) if edge["year"] else year
        first, last = (1, count) if edge["edge"].lower() == "đầu" else (13 - count, 12)
        told = _whole(_months(in_year, first, last), edge[0], edge.start())
    return told


def one_end(text: str, year: int | None) -> Stretch | None:
    """ "từ ngày 15/10/2021" or "đến hết năm 2026" alone: a stretch of which one end is told."""
    found = _ENDING.search(text)
    last = moment(found["end"], year) if found else None
    if found and last:
        return Stretch(end=last.last, until=found["until"], at=found.start(), verbatim=found[0])
    found = _BEGINNING.search(text)
    first = moment(found["start"], year) if found else None
    if found is None or first is None:
        return None
    return Stretch(
        start=first.first,
        precision=first.precision,
        since=found["since"],
        at=found.start(),
        verbatim=found[0],
    )


def one_date(text: str, year: int | None) -> Stretch | None:
    """A month, a quarter or a year that opens the text, as the stretch that it is: ": tháng 5/2026"."""
    found = _ONE.match(text)
    return _whole(moment(found["day"], year), found["day"], found.start("day")) if found else None


def _between(found: re.Match[str], year: int | None) -> Stretch | None:
    end = moment(found["end"], year)
    first = moment(found["start"], end.last.year if end else year) if found["start"] else None
    if end is None or (found["start"] and first is None):
        return None
    if first and first.first > end.last and not re.search(r"\d{4}", found["start"]):
        first = moment(found["start"], end.last.year - 1)
    if first and not timedelta(0) <= end.last - first.first < _LONGEST:
        return None
    return Stretch(
        start=first.first if first else None,
        precision=first.precision if first else None,
        since=found["since"].strip(" ,"),
        end=end.last,
        until=found["until"].strip(),
        relative=found["start"] is None,
        at=found.start(),
        verbatim=found[0],
    )


def _whole(told: Moment | None, words: str, at: int) -> Stretch | None:
    if told is None:
        return None
    return Stretch(
        start=told.first,
        precision=told.precision,
        since=words,
        end=told.last,
        until=words,
        at=at,
        verbatim=words,
    )


def full_date(text: str) -> date | None:
    """ "03/02/1930" -> that day; None when it is none."""
    day, month, year = (int(number) for number in re.findall(r"\d+", text))
    try:
        return date(year, month, day)
    except ValueError:
        return None
