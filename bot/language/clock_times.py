"""Times of day: "8h30 sáng mai", "5 giờ chiều", "17:00"."""

import re
from datetime import datetime, time, timedelta

from bot.language.spans import Unreadable

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
