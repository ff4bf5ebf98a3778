"""The indicators as bars against their targets, and the mark of an even pace on each."""

from decimal import Decimal

from bot.campaign import progress, targets
from bot.campaign.assessments import Assessment
from bot.language.written import percent
from bot.reports import wording
from bot.reports.content import ProgressRow, SummaryContent
from bot.reports.pictures.drawing import (
    COLOURS,
    FAINT,
    GROUND,
    INK,
    MARGIN,
    RULE,
    WIDTH,
    Sheet,
    shortened,
)

MOST = 20
ROW = 36.0
FULL = 120
"""Per cent at the end of a bar's ground; what is more ends there, and its number says how much."""
_REACHED = Decimal(100)
_ROOM = 276.0
_URGENT = (Assessment.AT_RISK, Assessment.NOT_MET, Assessment.NONE, Assessment.BY_UNIT)
_CUT = "{} trong {} chỉ tiêu, cần chú ý nhất trước. Đủ cả: bảng Excel."


def shown_of(content: SummaryContent) -> tuple[ProgressRow, ...]:
    """The indicators that the picture has room for: all in their order, or the most urgent first."""
    rows = content.rows
    if len(rows) <= MOST:
        return rows
    return tuple(sorted(rows, key=_urgency)[:MOST])


def _urgency(row: ProgressRow) -> tuple[int, object, int]:
    place = _URGENT.index(row.assessment) if row.assessment in _URGENT else len(_URGENT)
    return place, row.percent or 0, row.n


def draw(content: SummaryContent) -> bytes:
    rows = shown_of(content)
    cut = len(rows) < len(content.rows)
    sheet = Sheet()
    y = sheet.head("Tiến độ chỉ tiêu", content.head)
    y = sheet.legend(y, [one for one in Assessment if any(row.assessment is one for row in rows)])
    if cut:
        sheet.text(MARGIN, y, _CUT.format(len(rows), len(content.rows)), size=11, colour=FAINT)
        y += 18
    hundred = MARGIN + _length(100)
    labels = wording.labels(content.rows)
    for row in rows:
        _bar(sheet, row, labels[row.indicator_id], y)
        y += ROW
    sheet.line((hundred, hundred), (y - 6, y - 3), colour=FAINT)
    sheet.text(hundred, y + 4, "100%", size=10, colour=FAINT, align="center")
    if any(row.wanted is not None for row in rows):
        sheet.line((MARGIN + 4, MARGIN + 4), (y - 3, y + 11), colour=INK, width=2.4)
        sheet.text(MARGIN + 11, y + 4, "tiến độ đều đến hôm nay", size=10, colour=FAINT)
    return sheet.png(y + 20)


def _bar(sheet: Sheet, row: ProgressRow, label: str, y: float) -> None:
    sheet.text(MARGIN, y + 7, shortened(". ".join((label, row.name)), WIDTH - 2 * MARGIN, 12), size=12)
    bar, height = y + 16, 12.0
    if row.percent is None:
        sheet.text(MARGIN, bar + 6, _instead(row), size=11, colour=FAINT)
    else:
        sheet.box(MARGIN, bar, _ROOM, height, GROUND)
        sheet.box(MARGIN, bar, _length(float(row.percent)), height, COLOURS[row.assessment])
        hundred = MARGIN + _length(100)
        sheet.line((hundred, hundred), (bar - 1, bar + height + 1), colour=FAINT)
        sheet.text(WIDTH - MARGIN - 66, bar + 6, percent(row.percent), size=12, bold=True, align="right")
        goal = row.measured or row.target
        wanted = None if row.wanted is None else progress.percent(row.wanted, goal)
        if wanted is not None:
            at = MARGIN + _length(float(wanted))
            sheet.line((at, at), (bar - 2, bar + height + 2), colour=INK, width=2.4)
    sheet.text(WIDTH - MARGIN, bar + 6, shortened(wording.assessed(row), 100, 11), size=11, align="right")
    sheet.line((MARGIN, WIDTH - MARGIN), (y + ROW - 3, y + ROW - 3), colour=RULE, width=0.5)


def _length(share: float) -> float:
    return _ROOM * min(max(share, 0), FULL) / FULL


def _instead(row: ProgressRow) -> str:
    """What there is to say of an indicator that has no share."""
    goal = targets.words(row.target, measure_unit=row.measure_unit)
    stands = wording.between(row)
    if row.cumulative is not None:
        stands = targets.amount(row.cumulative, row.measure_unit)
    elif stands:
        stands = "".join((stands, row.measure_unit if row.measure_unit in targets.SHARES else ""))
    said = wording.noted(row) if row.assessment is Assessment.QUALITATIVE else ""
    return shortened(
        "; ".join(filter(None, (stands, "".join(("giao: ", goal.lower())) if goal else "", said))), 300, 11
    )


def alternative(content: SummaryContent) -> str:
    """The picture in words, for whoever does not see it."""
    behind = [
        row
        for row in sorted(content.rows, key=_urgency)
        if row.assessment in _URGENT[:2] and row.percent is not None and row.percent < _REACHED
    ]
    named = ["".join((row.name, " ", percent(row.percent))) for row in behind[:3] if row.percent is not None]
    slowest = "".join(("Chậm nhất: ", "; ".join(named), ".")) if named else ""
    return " ".join(filter(None, (wording.counted(content), slowest)))
