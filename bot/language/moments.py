"""What a text about a date was read as."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class MomentKind(StrEnum):
    DATE = "date"
    DATETIME = "datetime"
    INTERVAL = "interval"
    RELATIVE = "relative"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


class Op(StrEnum):
    """How a date bounds: BEFORE and AFTER exclude it, BY and FROM include it."""

    ON = "on"
    BY = "by"
    BEFORE = "before"
    FROM = "from"
    AFTER = "after"


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A reading. `last_day` is the last day that a deadline so worded allows; None for from and after.

    "trước ngày 30/6/2023" is DATE 2023-06-30, BEFORE, last_day 2023-06-29. AMBIGUOUS lists `candidates`, likeliest
    first; `hint` is a reason (see hints.py).
    """

    kind: MomentKind
    date: dt.date | None = None
    datetime: dt.datetime | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    op: Op = Op.ON
    last_day: dt.date | None = None
    candidates: tuple["Moment", ...] = ()
    hint: str = ""
