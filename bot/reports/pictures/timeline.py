"""When the reports came in, beside the due date: how many of the units had handed in by each day."""

from datetime import date, timedelta, tzinfo

from bot.campaign.model import Duty
from bot.language.written import day
from bot.reports.content import SummaryContent
from bot.reports.pictures.drawing import FAINT, GROUND, INK, MARGIN, WIDTH, Sheet
from bot.reports.units import UnitRow

ON_TIME, LATE, OVERDUE, TO_COME = "#0072B2", "#E69F00", "#D55E00", "#C5CBD3"
_LEFT, _RIGHT, _HIGH = MARGIN + 34, WIDTH - MARGIN - 8, 280.0
_BEFORE = timedelta(days=2)
_SHORTEST = timedelta(days=7)
_LONGEST = timedelta(days=30)
"""So far before and behind the due date each day has its place; what came earlier or later stands at the ends."""
_DAY = timedelta(days=1)
_GAP, _REST = 10.0, 30.0
_LATER = "Cột cuối: đến {}"
_DUE = "Hạn {}"
_SAID = "{}: {}"
_COUNTS = (
    ("Nộp đúng hạn", ON_TIME),
    ("Nộp chậm", LATE),
    ("Quá hạn, chưa nộp", OVERDUE),
    ("Chưa nộp, chưa đến hạn", TO_COME),
)


def counts_of(content: SummaryContent) -> tuple[int, int, int, int]:
    """The required units: on time, late, overdue, still to come."""
    units = _required(content)
    owed = [unit for unit in units if unit.late is None]
    overdue = sum(unit.days_late > 0 for unit in owed)
    on_time = sum(unit.late is False for unit in units)
    return on_time, len(units) - len(owed) - on_time, overdue, len(owed) - overdue


def _required(content: SummaryContent) -> list[UnitRow]:
    return [unit for unit in content.units if unit.duty is Duty.REQUIRED]


def _came(units: list[UnitRow], zone: tzinfo | None, *, late: bool) -> list[date]:
    return sorted(
        unit.submitted_at.astimezone(zone).date()
        for unit in units
        if unit.submitted_at is not None and unit.late is late
    )


def days_of(due_on: date, today: date, came: list[date]) -> tuple[date, date, date, date | None]:
    """The first day on the axis, the last one with a column, the last one, and the day of what came long after, if any.

    A period that is looked at a year later keeps its days as wide as on its due date.
    """
    within = [one for one in came if abs(one - due_on) <= _LONGEST]
    first = min([due_on - _SHORTEST, *(one - _BEFORE for one in within[:1])])
    shown = min(max([today, *came[-1:]]), max([due_on, *within[-1:]]) + _SHORTEST)
    later = came[-1] if came and came[-1] > shown else None
    return first, shown, max(shown, due_on) + _DAY, later


def draw(content: SummaryContent) -> bytes:
    head, units = content.head, _required(content)
    zone, today = head.as_of.tzinfo, head.as_of.date()
    on_time, late = _came(units, zone, late=False), _came(units, zone, late=True)
    first, shown, last, later = days_of(head.due_on, today, sorted((*on_time, *late)))
    sheet = Sheet()
    top = sheet.head("Thời điểm nộp báo cáo", head) + 14
    bottom, most = top + _HIGH, max(1, len(units))
    right = _RIGHT if later is None else _RIGHT - _GAP - _REST
    wide = (right - _LEFT) / ((last - first).days + 1)

    def x_of(value: date) -> float:
        return _LEFT + wide * (value - first).days

    def y_of(count: int) -> float:
        return bottom - _HIGH * count / most

    due = x_of(head.due_on + _DAY)
    sheet.box(_LEFT, top, due - _LEFT, _HIGH, GROUND)
    columns = [
        (x_of(value), wide, value) for value in (first + n * _DAY for n in range((shown - first).days + 1))
    ]
    if later is not None:
        columns.append((_RIGHT - _REST, _REST, later))
    for x, width, value in columns:
        before = sum(one <= value for one in on_time)
        every = before + sum(one <= value for one in late)
        sheet.box(x, y_of(before), width, bottom - y_of(before), ON_TIME)
        sheet.box(x, y_of(every), width, y_of(before) - y_of(every), LATE)
    for count in sorted({0, most // 2, most}):
        sheet.line((_LEFT, _RIGHT), (y_of(count), y_of(count)))
        sheet.text(_LEFT - 5, y_of(count), str(count), size=11, colour=FAINT, align="right")
    sheet.line((due, due), (top - 5, bottom + 5), colour=INK, width=1.8, dashed=True)
    side = "right" if due > (_LEFT + right) / 2 else "left"
    sheet.text(due, top - 13, _DUE.format(day(head.due_on)), size=12, bold=True, align=side)
    for place in range(4):
        value = first + (last - first - _DAY) * place / 3
        sheet.text(
            x_of(value) + wide / 2, bottom + 14, day(value)[:-5], size=11, colour=FAINT, align="center"
        )
    if later is not None:
        sheet.text(_RIGHT, bottom + 30, _LATER.format(day(later)), size=11, colour=FAINT, align="right")
    y = bottom + 54
    for (word, colour), count in zip(_COUNTS, counts_of(content), strict=True):
        sheet.box(MARGIN, y - 7, 14, 14, colour)
        sheet.text(MARGIN + 22, y, word, size=13)
        sheet.text(WIDTH - MARGIN, y, str(count), size=15, bold=True, align="right")
        y += 25
    return sheet.png(y + 4)


def alternative(content: SummaryContent) -> str:
    """The picture in words."""
    said = [_SAID.format(word, count) for (word, _), count in zip(_COUNTS, counts_of(content), strict=True)]
    return "".join(("; ".join((*said, _DUE.format(day(content.head.due_on)).lower())), "."))
