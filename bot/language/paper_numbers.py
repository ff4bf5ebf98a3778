"""The number and date of an official paper: "Báo cáo số 12/BC-UBND ngày 15/6/2026"."""

import re
from dataclasses import dataclass
from datetime import date

from bot.language.dates import MomentKind, Op, read_date
from bot.language.folding import normalise

_NUMBER = re.compile(r"(?<![\w/])(\d{1,5})\s*([-/])\s*([^\W\d_]{2,}(?:\s*[-/]\s*[^\W\d_]+)*)")
_DATED = re.compile(r"(?:ngày|ngay)\s", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperNumber:
    """As the paper bears it: "12/BC-UBND"."""

    number: str
    signed_on: date


def read_paper_number(text: str, *, today: date) -> PaperNumber | None:
    """None where the number or the one day on which it was signed is not plain.

    >>> read_paper_number("Báo cáo số 12/bc-ubnd ngày 15/6/2026", today=date(2026, 6, 20)).number
    '12/BC-UBND'
    """
    plain = normalise(text).strip()
    found = _NUMBER.search(plain)
    if found is None:
        return None
    rest = plain[found.end() :]
    dated = _DATED.search(rest)
    moment = read_date(rest[dated.start() :] if dated else rest.strip(" ,;."), today=today, mode="past")
    if moment.kind is not MomentKind.DATE or moment.op is not Op.ON or moment.last_day is None:
        return None
    name = "".join(found[3].upper().split())
    return PaperNumber(number="".join((found[1], found[2], name)), signed_on=moment.last_day)
