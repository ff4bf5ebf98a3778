"""Unit by indicator: a square for each, its colour and sign say how the unit stands."""

from bot.campaign.assessments import Assessment
from bot.reports import wording
from bot.reports.content import SummaryContent
from bot.reports.pictures.drawing import (
    COLOURS,
    FAINT,
    MARGIN,
    WIDTH,
    Sheet,
    shortened,
)
from bot.reports.units import UnitRow

MOST_UNITS, MOST_INDICATORS = 28, 16
_NAMES = 148.0
_HIGH = 19.0
_CUT_UNITS = "{} trong {} đơn vị, cần chú ý nhất trước."
_CUT_INDICATORS = "{} trong {} chỉ tiêu, nhiều đơn vị chưa đạt nhất."
_WHOLE = "Đủ cả: bảng Excel."
_BEHIND = frozenset({Assessment.NOT_MET, Assessment.AT_RISK, Assessment.NONE})
_NAMED = "{}. {}"
_ALONE = "{}: {} chỉ tiêu cần chú ý"


def shown_of(content: SummaryContent) -> tuple[tuple[UnitRow, ...], tuple[int, ...]]:
    """The units that answer for something and the places of the indicators: all, or as many as there is room for."""
    units = tuple(unit for unit in content.units if unit.expected)
    if len(units) > MOST_UNITS:
        units = tuple(sorted(units, key=lambda unit: (-len(unit.risks), unit.unit))[:MOST_UNITS])
    places = range(len(content.rows))
    if len(places) > MOST_INDICATORS:
        ranked = sorted(places, key=lambda place: (-_behind(content.units, place), place))
        return units, tuple(sorted(ranked[:MOST_INDICATORS]))
    return units, tuple(places)


def _behind(units: tuple[UnitRow, ...], place: int) -> int:
    cells = (unit.cells[place] for unit in units)
    return sum(cell is not None and cell.assessment in _BEHIND for cell in cells)


def draw(content: SummaryContent) -> bytes:
    units, places = shown_of(content)
    rows, labels = content.rows, wording.labels(content.rows)
    sheet = Sheet()
    y = sheet.head("Đơn vị × chỉ tiêu", content.head)
    present = {
        cell.assessment for unit in units for place in places if (cell := unit.cells[place]) is not None
    }
    y = sheet.legend(y, [one for one in Assessment if one in present])
    y = _cut(sheet, y, content, len(units), len(places))
    side = (WIDTH - 2 * MARGIN - _NAMES) / max(1, len(places))
    for column, place in enumerate(places):
        x = MARGIN + _NAMES + (column + 0.5) * side
        sheet.text(x, y + 4, labels[rows[place].indicator_id], size=10, bold=True, align="center")
    y += 14
    for unit in units:
        sheet.text(MARGIN, y + _HIGH / 2, shortened(unit.unit, _NAMES - 4, 10.5), size=10.5)
        for column, place in enumerate(places):
            cell = unit.cells[place]
            if cell is not None:
                x = MARGIN + _NAMES + column * side
                sheet.box(x + 0.7, y + 0.7, side - 1.4, _HIGH - 1.4, COLOURS[cell.assessment])
                sheet.sign(x + side / 2, y + _HIGH / 2, cell.assessment, size=11)
        y += _HIGH
    y += 16
    for place in places:
        row = rows[place]
        words = shortened(_NAMED.format(labels[row.indicator_id], row.name), WIDTH - 2 * MARGIN, 10)
        sheet.text(MARGIN, y, words, size=10, colour=FAINT)
        y += 14.5
    return sheet.png(y + 6)


def _cut(sheet: Sheet, y: float, content: SummaryContent, units: int, indicators: int) -> float:
    said = []
    every = sum(unit.expected > 0 for unit in content.units)
    if units < every:
        said.append(_CUT_UNITS.format(units, every))
    if indicators < len(content.rows):
        said.append(_CUT_INDICATORS.format(indicators, len(content.rows)))
    for line in (*said, _WHOLE) if said else ():
        sheet.text(MARGIN, y, line, size=11, colour=FAINT)
        y += 15
    return y + 4


def alternative(content: SummaryContent) -> str:
    """The picture in words: which units have most that is not met or not known."""
    worst = sorted(content.units, key=lambda unit: (-len(unit.risks), unit.unit))[:3]
    named = [_ALONE.format(unit.unit, len(unit.risks)) for unit in worst if unit.risks]
    return "".join(("; ".join(named), ".")) if named else "Không đơn vị nào có chỉ tiêu cần chú ý."
