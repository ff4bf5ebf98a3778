"""Two dates that say from when to when: "từ 01/7 đến hết năm", "20/11 - 25/11/2026", "tháng 3 - 4"."""

import re
from datetime import date, timedelta

from bot.language.days import day_or_span
from bot.language.periods import quarter_span
from bot.language.spans import Frame, InYear, Span, Unreadable, month_span, one_day, stretch

ENDS_ALONE = {
    "nam": "cuoi nam",
    "thang": "thang nay",
    "tuan": "tuan nay",
    "quy": "quy nay",
    "ngay": "hom nay",
}
"""What "hết tháng" ends in, where no month is named."""
_RANGE = (
    re.compile(r"(?:tinh |ke )?tu (?P<first>.+?) (?:cho )?(?:den|toi) (?P<second>.+)"),
    re.compile(r"(?P<first>.+?) (?:den|toi) (?P<second>.+)"),
    re.compile(r"(?:tu )?(?P<first>.+?) - (?P<second>.+)"),
    re.compile(r"(?P<first>[0-9]{4})-(?P<second>[0-9]{4})"),
    re.compile(
        r"(?:tu )?(?P<first>[0-9]{1,2}[/.][0-9]{1,2}(?:[/.][0-9]{4})?)"
        r"-(?P<second>[0-9]{1,2}[/.][0-9]{1,2}(?:[/.][0-9]{4})?)"
    ),
)
_YEAR_ALONE = re.compile(r"(?:nam )?[0-9]{4}")
_NOW = frozenset({"nay", "hom nay", "hien nay", "gio", "bay gio"})
# "tháng 3 - 4", "quý I đến III": the word is said once.
_NUMBER_ALONE = re.compile(r"(?:[0-9]{1,2}|i{1,3}|iv)(?:/[0-9]{4})?")
_DAY_ALONE = re.compile(r"(?:ngay |mung |mong )?(?P<day>[0-9]{1,2})")
_OPEN_END = re.compile(r"(?:het|cuoi|het cuoi) (?P<whole>thang|quy|nam|tuan)")
_LONGEST_YEARS = 30
_HALF_A_YEAR = timedelta(days=184)
"""A range over the turn of a year is as short as that; a longer one may be one whose ends were exchanged."""


def from_to(plain: str, frame: Frame) -> Span | None:
    """The stretch between two dates, or with a hint the likely ones; None where the text is no range."""
    for pattern in _RANGE:
        found = pattern.fullmatch(plain)
        if found is None:
            continue
        begin, end = found["first"], found["second"]
        if _YEAR_ALONE.fullmatch(end) and begin not in _NOW and not re.search("[0-9]{4}", begin):
            continue
        if open_end := _OPEN_END.fullmatch(end):
            if span := _to_end_of(open_end["whole"], begin, frame):
                return span
            continue
        if begin.startswith(("thang ", "quy ")) and _NUMBER_ALONE.fullmatch(end):
            end = " ".join((begin.split()[0], end))
        second = _end(end, frame)
        first = None if second is None else _start(begin, second, frame)
        if first is not None and second is not None:
            return _between(first, second, frame)
    return None


def _to_end_of(whole: str, begin: str, frame: Frame) -> Span | None:
    """ "từ 1/12 đến hết tháng": the month is that of the start."""
    current = day_or_span(ENDS_ALONE[whole] if whole != "nam" else "ca nam", frame)
    first = None if current is None else _start(begin, current, frame)
    if current is None or first is None:
        return None
    start = _in(first.in_year, current.end.year) if first.in_year else first.start
    now = stretch((start, current.end)) if start <= current.end else None
    if now is not None and start >= current.start:
        return now
    own = stretch((first.start, _last_of(whole, first.start)))
    return own if now is None else _asked((own, now), "vague")


def _last_of(whole: str, day: date) -> date:
    if whole == "tuan":
        return day + timedelta(days=6 - day.weekday())
    if whole == "quy":
        return quarter_span(day.year, (day.month + 2) // 3)[1]
    return date(day.year, 12, 31) if whole == "nam" else month_span(day.year, day.month)[1]


def _end(text: str, frame: Frame) -> Span | None:
    if text in _NOW:
        return one_day(frame.today)
    if text.startswith("het "):
        text = ENDS_ALONE.get(text[4:], text[4:])
    return day_or_span(text, frame)


def _start(text: str, second: Span, frame: Frame) -> Span | None:
    if text in {"dau nam", "dau thang", "dau quy", "dau tuan"}:
        whole = day_or_span(ENDS_ALONE[text[4:]].replace("cuoi nam", "nam nay"), frame)
        return one_day(whole.start) if whole else None
    if text in _NOW:
        return one_day(frame.today)
    if found := _DAY_ALONE.fullmatch(text):
        # "từ ngày 1 đến ngày 15/12": the month is said once, at the end.
        number, last = int(found["day"]), second.end
        if not (second.is_day or second.start.month == last.month) or not 1 <= number <= last.day:
            return None
        return one_day(last.replace(day=number))
    return day_or_span(text, frame)


def _between(first: Span, second: Span, frame: Frame) -> Span:
    if first.in_year and second.in_year:
        return _without_year(first.in_year, second.in_year, frame)
    start, end = first.start, second.end
    if first.in_year:
        start = _in(first.in_year, end.year)
        start = start if start <= end else _in(first.in_year, end.year - 1)
    elif second.in_year:
        end = _in(second.in_year, start.year, last=True)
        end = end if start <= end else _in(second.in_year, start.year + 1, last=True)
    if end < start or end.year - start.year > _LONGEST_YEARS:
        raise Unreadable("not_a_date")
    return _unless_exchanged(
        stretch((start, end)),
        turned=bool(first.in_year) or (bool(second.in_year) and first.start != frame.today),
    )


def _unless_exchanged(span: Span, *, turned: bool) -> Span:
    """ "từ 15/12 đến 10/12/2026" may be a year that begins in December, and may be a slip."""
    over = turned and span.end.year > span.start.year and span.end - span.start > _HALF_A_YEAR
    return _asked((span,), "range_without_year") if over else span


def _without_year(first: InYear, second: InYear, frame: Frame) -> Span:
    """No year anywhere: the campaign's, or the end decides; if the range has begun, it is asked about."""

    def ending_in(year: int) -> Span:
        end = _in(second, year, last=True)
        start = _in(first, year)
        return stretch((start if start <= end else _in(first, year - 1), end))

    if frame.year is not None:
        span = ending_in(frame.year)
        if span.start.year == frame.year:
            return span
        return _asked((ending_in(frame.year + 1), span), "range_without_year")
    spans = [ending_in(year) for year in range(frame.today.year - 2, frame.today.year + 3)]
    if frame.future:
        begin = next(place for place, span in enumerate(spans) if span.end >= frame.today)
        step, open_now = 1, spans[begin].start < frame.today
    else:
        begin = next(place for place in range(len(spans) - 1, -1, -1) if spans[place].start <= frame.today)
        step, open_now = -1, spans[begin].end > frame.today
    if not open_now:
        return _unless_exchanged(spans[begin], turned=True)
    return _asked((spans[begin], spans[begin + step]), "range_without_year")


def _asked(spans: tuple[Span, ...], hint: str) -> Span:
    likeliest, *others = spans
    return Span(start=likeliest.start, end=likeliest.end, others=tuple(others), hint=hint)


def _in(in_year: InYear, year: int, *, last: bool = False) -> date:
    bounds = in_year(year)
    if bounds is None:
        raise Unreadable("impossible_date")
    return bounds[1] if last else bounds[0]
