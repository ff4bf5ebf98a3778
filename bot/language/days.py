"""Single days and times of day: "ngày 30 tháng 6", "hôm kia", "3 ngày nữa", "8h30 sáng mai"."""

import re
from datetime import date, datetime, time, timedelta

from bot.language.spans import (
    Frame,
    Span,
    Unreadable,
    add_months,
    day,
    full_year,
    month_span,
    one_day,
    span_of,
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
        _dated(text, frame) or _of_month(text, frame) or span_of(text, frame) or _checked_weekday(text, frame)
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


# Counted from today: "3 ngày nữa", "trong vòng 10 ngày", "cách đây 2 tuần", "10 ngày tới".

_UNIT = r"(?P<count>[0-9]{1,3}|nua) ?(?P<unit>ngay|tuan|thang|nam|gio|h|tieng|phut)(?P<half> ruoi)?"
_NO_HOURS = _UNIT.replace("gio|h|", "")
_COUNTED = tuple(
    (re.compile(pattern), direction, kind)
    for pattern, direction, kind in (
        (rf"(?:sau )?{_UNIT} nua", 1, "on"),
        (rf"sau {_UNIT}", 1, "on or after"),
        (rf"trong(?: vong)? {_UNIT}(?: nua| toi)?", 1, "by"),
        (rf"{_UNIT} (?:truoc|truoc day)", -1, "on"),
        (rf"truoc {_NO_HOURS}", -1, "on"),
        (rf"(?:cach day|cach nay) {_UNIT}", -1, "on"),
        (rf"{_UNIT} sau", 1, "later"),
        (rf"(?:trong )?{_NO_HOURS} toi", 1, "until"),
        (rf"(?:trong )?{_UNIT} (?:qua|vua qua|gan day)", -1, "until"),
    )
)
_HOURS = frozenset({"gio", "h", "tieng", "phut"})


def counted(text: str, now: datetime) -> tuple[str, datetime, bool, bool] | None:
    """(on, on or after, by, later or until; the moment counted to; whether it has a time of day; forward) or None."""
    for pattern, direction, kind in _COUNTED:
        if found := pattern.fullmatch(text):
            if (
                kind == "later"
                and found["unit"] == "thang"
                and found["count"] != "nua"
                and int(found["count"]) > 12
            ):
                continue  # "30 tháng sau" is the 30th of next month.
            if kind == "on or after" and found["unit"] in {"gio", "h"}:
                if found["count"].isdigit() and int(found["count"]) > 12:
                    continue  # "sau 17 giờ" is after five o'clock.
                raise Unreadable("hours_or_clock")
            if found["half"] and found["unit"] not in _HOURS:
                raise Unreadable("vague")
            moment = _counted_to(found, now, direction)
            return kind, moment, found["unit"] in _HOURS, direction > 0
    return None


def _counted_to(found: re.Match[str], now: datetime, direction: int) -> datetime:
    unit, half = found["unit"], found["count"] == "nua"
    if unit in {"thang", "nam"} and not half:
        from bot.language.engine import months_from

        return months_from(now, int(found["count"]), unit, forward=direction > 0)
    if half:
        halves = {"thang": timedelta(days=15), "gio": timedelta(minutes=30), "tieng": timedelta(minutes=30)}
        if unit not in halves:
            raise Unreadable("vague")
        return now + direction * halves[unit]
    count = int(found["count"])
    hours = {"gio": 60, "h": 60, "tieng": 60, "phut": 1}
    if unit in hours:
        return now + direction * timedelta(minutes=count * hours[unit] + (30 if found["half"] else 0))
    return now + direction * timedelta(days=count * (7 if unit == "tuan" else 1))


# Times of day.

_PART = r"(?P<part>sang|trua|chieu|evening|toi|dem)"
_HOURS_WORDED = (
    r"(?P<hour>[0-9]{1,2}) ?(?:h|g|gio)(?! nua)"
    r"(?: ?(?P<minute>[0-9]{1,2})(?: ?(?:phut|p|'))?(?![0-9/.:-]| ?(?:thang|t) ?[0-9]))?"
    r"(?P<half> ruoi)?(?: kem (?P<less>[0-9]{1,2})(?: phut)?)?"
)
_HOURS_DIGITAL = r"(?P<hour2>[0-9]{1,2}):(?P<minute2>[0-9]{2})(?::[0-9]{2})?(?: ?h)?"
_CLOCK = re.compile(rf"(?:^|(?<= ))(?:{_HOURS_WORDED}|{_HOURS_DIGITAL})(?: (?:buoi )?{_PART})?(?= |$)")
_PART_OF_DAY = re.compile(
    rf"^(?:buoi )?{_PART} (?P<day>nay|mai|qua|hom nay|hom qua|hom sau|ngay .+|thu .+|[0-9].+|mốt|ngay mai)$"
)
_DAY_THEN_PART = re.compile(rf"^(?P<day>.+) (?:buoi )?{_PART}$")
_DEFAULTS = {
    "sang": (8,),
    "trua": (12,),
    "chieu": (14, 17),
    "evening": (19, 20),
    "toi": (19, 20),
    "dem": (22, 23),
}


def clock(text: str) -> tuple[tuple[time, ...], str] | None:
    """The times of day in a text and the text without them; more than one time means they have to be asked.

    None if there is none; Unreadable for "25h" and "8h75".
    """
    found = _CLOCK.search(text)
    if found is not None:
        rest = " ".join((text[: found.start()] + " " + text[found.end() :]).split())
        return _times(found), rest
    part = _PART_OF_DAY.match(text)
    if part is not None:
        named = {"nay": "hom nay", "qua": "hom qua"}.get(part["day"], part["day"])
        return tuple(time(hour) for hour in _DEFAULTS[part["part"]]), named
    behind = _DAY_THEN_PART.match(text)
    if behind is not None and behind["part"] != "toi":
        return tuple(time(hour) for hour in _DEFAULTS[behind["part"]]), behind["day"]
    return None


def _times(found: re.Match[str]) -> tuple[time, ...]:
    hour = int(found["hour"] or found["hour2"])
    minute = int(found["minute"] or found["minute2"] or 0)
    if found["half"]:
        minute = 30
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise Unreadable("impossible_time")
    part = found["part"]
    if part in {"evening", "toi", "dem"} and hour == 12:
        raise Unreadable("vague")
    hour = _in_part(hour, part)
    if hour == 24:
        return (time(23, 59),)
    if found["less"]:
        whole = datetime(2024, 1, 2, hour) - timedelta(minutes=int(found["less"]))  # noqa: DTZ001 - only its time.
        return (whole.time(),)
    if part is None and 1 <= hour <= 5 and found["hour"] and not found["hour"].startswith("0"):
        return time(hour, minute), time(hour + 12, minute)
    return (time(hour, minute),)


def _in_part(hour: int, part: str | None) -> int:
    """The hour of 24: 5 giờ chiều is 17, 1 giờ trưa 13, 10 giờ đêm 22."""
    bounds = {
        "sang": (1, 11, 0),
        "trua": (1, 2, 12),
        "chieu": (1, 6, 12),
        "evening": (5, 11, 12),
        "toi": (5, 11, 12),
    }
    if part is None:
        return hour
    if part == "dem":
        return hour + 12 if 8 <= hour <= 11 else hour
    low, high, added = bounds[part]
    if low <= hour <= high:
        return hour + added
    as_is = {
        "sang": range(0),
        "trua": range(10, 14),
        "chieu": range(12, 19),
        "evening": range(17, 24),
        "toi": range(17, 24),
    }
    if hour in as_is[part]:
        return hour
    raise Unreadable("impossible_time")
