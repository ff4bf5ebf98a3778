"""dateparser, and what keeps it from guessing. The only door to it.

It is given cores that this package has built itself, never a person's text: on raw chat texts it reads "12,5" as
the 12th of May and "17 giờ" as in 17 hours. What it answers is checked before it is believed.
"""

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.language.spans import Unreadable, add_months, month_span

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_MARKED = {"thang": "tháng", "nam": "năm"}


def months_from(now: datetime, count: int, unit: str, *, forward: bool) -> datetime:
    """The moment `count` months ("thang") or years ("nam") after or before `now`; month ends are respected.

    31/1 and one month is 28/2 or 29/2. Unreadable beyond the years that a date can have.
    """
    unit_name = _MARKED[unit]
    core = " ".join(("trong", str(count), unit_name) if forward else (str(count), unit_name, "trước"))
    found = _parser(now.replace(tzinfo=None)).get_date_data(core).date_obj
    months = count * (12 if unit == "nam" else 1) * (1 if forward else -1)
    year, month = add_months(now, months)
    last = month_span(year, month)[1].day
    if found is None or (found.year, found.month, found.day) != (year, month, min(now.day, last)):
        raise Unreadable("vague")
    return found.replace(tzinfo=now.tzinfo)


@lru_cache(maxsize=4)
def _parser(base: datetime) -> "DateDataParser":
    """Kept for the moment it counts from: building one costs more than reading with it."""
    from dateparser.date import DateDataParser

    settings = {
        "NORMALIZE": False,
        "DATE_ORDER": "DMY",
        "STRICT_DATE_ORDER": "all",
        "RELATIVE_BASE": base,
    }
    return DateDataParser(languages=["vi"], settings=settings)
