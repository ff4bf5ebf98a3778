"""Single days: "ngày 30 tháng 6", "hôm kia", "ngày cuối tháng", "15/12 tới"."""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.language.periods import span_of
from bot.language.spans import (
    Frame,
    Span,
    Unreadable,
    add_months,
    day,
    full_year,
    month_span,
    one_day,
    yearless_day,
)

_NUMERIC = re.compile(
    r"(?:(?:ngay|mung|mong|hom) )?(?P<day>[0-9]{1,2})(?P<mark>[-/.])(?P<month>[0-9]{1,2})"
    r"(?:(?P<again>[-/.])(?P<year>[0-9]+)| nam (?P<named>[0-9]{4})| nam (?P<relative>nay|sau|toi|ngoai|truoc))?"
)
_WORDED = re.compile(
    r"(?:(?:ngay|mung|mong) )?(?P<day>[0-9]{1,2}) ?(?:thang|t) ?(?P<month>[0-9]{1,2})"
    r"(?:(?: nam |/| )(?P<year>[0-9]{4})| nam (?P<relative>nay|sau|toi|ngoai|truoc))?"
)
_SPACED = re.compile(r"(?P<day>[0-9]{1,2}) (?P<month>[0-9]{1,2}) (?P<year>[0-9]{4})")
_ISO = re.compile(r"(?:ngay )?(?P<year>[0-9]{4}) ?[-/.] ?(?P<month>[0-9]{1,2}) ?[-/.] ?(?P<day>[0-9]{1,2})")
_EIGHT_DIGITS = re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>(?:19|20)[0-9]{2})")
_DAY_OF_MONTH = re.compile(r"(?:ngay|mung|mong) (?P<day>[0-9]{1,2})(?: thang (?P<step>nay|sau|toi|truoc))?")
_DAY_OF_STEPPED_MONTH = re.compile(r"(?P<day>[0-9]{1,2}) thang (?P<step>sau|toi|nay)")
_WITH_WEEKDAY = re.compile(
    r"(?P<weekday>thu [0-9]|cn|ch[ua]+ nhat|hom nay|(?:ngay )?mai|hom qua) (?:ngay )?(?P<rest>.*[0-9].*)"
)
_EDGE_DAY = re.compile(r"ngay (?P<edge>dau|cuoi)(?: tien| cung)? (?P<whole>(?:thang|quy|nam|tuan)(?: .+)?)")
_WHOLES = {"thang": "thang nay", "quy": "quy nay", "nam": "ca nam", "tuan": "tuan nay"}
_TURNED = re.compile(
    r"(?P<rest>(?:thang|quy) .+?|.*[0-9].*?)(?: (?:vua|moi) (?:roi|qua)|(?P<ahead> (?:sap toi|toi day|toi))|(?P<this> nay))"
)
_NAMED_DAYS = {
    "hom nay": 0, "nay": 0, "bua nay": 0, "ngay hom nay": 0, "ngay nay": 0, "trong hom nay": 0, "trong ngay": 0,
    "ngay mai": 1, "mai": 1, "trong ngay mai": 1, "ngay kia": 2, "ngay mot": 2, "mốt": 2, "ngay mốt": 2, "mot": 2,
    "hom qua": -1, "ngay hom qua": -1, "hom kia": -2,
}  # fmt: skip
_YEAR_STEPS = {"nay": 0, "sau": 1, "toi": 1, "ngoai": -1, "truoc": -1}
_MONTH_STEPS = {"nay": 0, "sau": 1, "toi": 1, "truoc": -1}


def day_or_span(text: str, frame: Frame) -> Span | None:
    """The day or stretch that a plain spelling names, without a time of day; None if it names none."""
    text = text.strip()
    if text in _NAMED_DAYS:
        return one_day(frame.today + timedelta(days=_NAMED_DAYS[text]))
    return (
        _dated(text, frame)
        or _of_month(text, frame)
        or span_of(text, frame)
        or _checked_weekday(text, frame)
        or _edge_day(text, frame)
        or _turned(text, frame)
    )


def _dated(text: str, frame: Frame) -> Span | None:
    if found := _ISO.fullmatch(text):
        return one_day(day(full_year(found["year"]), int(found["month"]), int(found["day"])))
    if found := _NUMERIC.fullmatch(text):
        return _numeric(found, frame)
    if found := _WORDED.fullmatch(text):
        year = int(found["year"]) if found["year"] else None
        if found["relative"]:
            year = frame.today.year + _YEAR_STEPS[found["relative"]]
        return _on(frame, int(found["day"]), int(found["month"]), year)
    if found := _SPACED.fullmatch(text):
        return _on(frame, int(found["day"]), int(found["month"]), int(found["year"]))
    if found := _EIGHT_DIGITS.fullmatch(text):
        span = _on(frame, int(found["day"]), int(found["month"]), int(found["year"]))
        return Span(start=span.start, end=span.end, is_day=True, hint="unusual_digits")
    return None


def _numeric(found: re.Match[str], frame: Frame) -> Span:
    number, month = int(found["day"]), int(found["month"])
    year = full_year(found["year"] or found["named"]) if found["year"] or found["named"] else None
    if found["relative"]:
        year = frame.today.year + _YEAR_STEPS[found["relative"]]
    if found["again"] and found["again"] != found["mark"]:
        raise Unreadable("not_a_date")
    span = _on(frame, number, month, year)
    if found["mark"] == "-" and year is None and number < month and found[0][0].isdigit():
        # "6-9" is as likely a range of numbers as the 6th of September.
        return Span(start=span.start, end=span.end, is_day=True, hint="unusual_digits")
    return span


def _on(frame: Frame, number: int, month: int, year: int | None) -> Span:
    return yearless_day(frame, month, number) if year is None else one_day(day(year, month, number))


def _of_month(text: str, frame: Frame) -> Span | None:
    """ "ngày 25" is the next 25th; "30 tháng sau" the 30th of next month, unless it may be 30 months."""
    if found := _DAY_OF_MONTH.fullmatch(text):
        number = int(found["day"])
        day(2024, 1, number)
        if found["step"]:
            return one_day(day(*add_months(frame.today, _MONTH_STEPS[found["step"]]), number))
        return one_day(_nearest(frame, number))
    if found := _DAY_OF_STEPPED_MONTH.fullmatch(text):
        number = int(found["day"])
        if number > 12 or found["step"] == "nay":
            return one_day(day(*add_months(frame.today, _MONTH_STEPS[found["step"]]), number))
    return None


def _nearest(frame: Frame, number: int) -> date:
    for step in range(12):
        year, month = add_months(frame.today, step if frame.future else -step)
        if number <= month_span(year, month)[1].day:
            found = date(year, month, number)
            if found >= frame.today if frame.future else found <= frame.today:
                return found
    raise Unreadable("impossible_date")


def _checked_weekday(text: str, frame: Frame) -> Span | None:
    """ "thứ Năm, ngày 31/12/2026": the weekday has to agree with the date."""
    found = _WITH_WEEKDAY.fullmatch(text)
    if found is None or found["rest"].startswith(("tuan", "thang")):
        return None
    span, named = (
        _dated(found["rest"], frame) or _of_month(found["rest"], frame),
        day_or_span(found["weekday"], frame),
    )
    if span is None or named is None or not span.is_day:
        return None
    same_day = span.start == named.start
    if not same_day and (found["weekday"] in _NAMED_DAYS or span.start.weekday() != named.start.weekday()):
        return Span(start=span.start, end=span.end, is_day=True, hint="weekday_contradicts")
    return span


def _edge_day(text: str, frame: Frame) -> Span | None:
    """ "ngày cuối tháng", "ngày đầu tiên của quý I": one day of a stretch."""
    found = _EDGE_DAY.fullmatch(text)
    if found is None:
        return None
    named = found["whole"] not in _WHOLES
    first, in_year = found["edge"] == "dau", None
    span = span_of(found["whole"] if named else _WHOLES[found["whole"]], frame)
    if span is None or span.hint:
        return None
    if whole := span.in_year:

        def in_year(year: int) -> tuple[date, date] | None:
            bounds = whole(year)
            return bounds and ((bounds[0], bounds[0]) if first else (bounds[1], bounds[1]))

    number = span.start if first else span.end
    over = not named and first and frame.future and number < frame.today
    return Span(start=number, end=number, is_day=True, in_year=in_year, hint="vague" if over else "")


def _turned(text: str, frame: Frame) -> Span | None:
    """ "tháng 9 vừa rồi", "15/12 tới đây": words that look back or ahead win over the campaign's year."""
    found = _TURNED.fullmatch(text)
    if found is None:
        return None
    future = frame.future if found["this"] else bool(found["ahead"])
    span = day_or_span(found["rest"], Frame(today=frame.today, future=future))
    if span is None or span.in_year is None or span.hint:
        return None
    elsewhere = found["this"] and frame.today.year not in {span.start.year, span.end.year}
    return replace(span, in_year=None, hint="vague" if elsewhere else "")
