"""Days counted from today or from another: "3 ngày nữa", "trong vòng 10 ngày", "3 ngày trước 15/12"."""

import re
from datetime import datetime, timedelta

from bot.language.days import day_or_span
from bot.language.spans import Frame, Span, Unreadable, one_day

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


_FROM_DAY = re.compile(
    r"(?P<within>trong (?:vong )?)?(?P<count>[0-9]{1,3}) (?P<unit>ngay|tuan) (?:(?P<way>truoc|sau)|(?:ke|tinh) tu)"
    r"(?: (?P<day>.+))"
)
_DAY_COUNTED = re.compile(r"(?P<way>truoc|sau) (?P<day>.+) (?P<count>[0-9]{1,3}) (?P<unit>ngay|tuan)")
_OFF_DUE_DATE = re.compile(
    r"(?:(?:gia han|lui|doi|keo dai)(?: han)?(?: them)?|them) [0-9]{1,3} (?:ngay|tuan|thang)"
    r"|[0-9]{1,3} (?:ngay|tuan) (?:truoc|sau) han"
)


def counted_from(text: str, frame: Frame) -> tuple[Span, bool] | None:
    """A day counted from another ("3 ngày trước 15/12"), and whether it is the end of a stretch.

    Whether "trong 30 ngày kể từ 01/12" counts the first day too is asked. Unreadable where the day counted from
    is the due date, which only the caller knows.
    """
    if _OFF_DUE_DATE.fullmatch(text):
        raise Unreadable("from_due_date")
    found = _FROM_DAY.fullmatch(text) or _DAY_COUNTED.fullmatch(text)
    span = None if found is None else day_or_span(found["day"].removeprefix("ngay "), frame)
    if found is None or span is None or not span.is_day or span.hint:
        return None
    count = timedelta(days=int(found["count"]) * (7 if found["unit"] == "tuan" else 1))
    if found["way"]:
        return one_day(span.start - count if found["way"] == "truoc" else span.start + count), False
    end = span.start + count
    inclusive = one_day(end - timedelta(days=1))
    return Span(start=end, end=end, is_day=True, others=(inclusive,), hint="first_day_counted"), True
