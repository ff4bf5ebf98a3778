"""What a summary says of time, and in words: history, comparison, periods, narrative, as pages of a workbook."""

from collections.abc import Sequence

from bot.campaign.model import Figure, FigureKind
from bot.language.written import day
from bot.reports import wording
from bot.reports.content import SummaryContent, Told, UnitPeriod
from bot.reports.units import HistoryRow
from bot.reports.workbook.page import Book, Column, Kind, Page, Value

HISTORY, COMPARISON, PERIODS, TOLD = "Lịch sử", "So sánh", "Các kỳ", "Thuyết minh"
_LAST_YEAR = "Cùng kỳ năm trước: {} – {}"
_PERIOD = "{}\n(hạn {}; {}/{} đơn vị)"


def write_history(book: Book, lines: Sequence[str], rows: Sequence[HistoryRow]) -> None:
    if not rows:
        return
    columns = (
        Column("Thời điểm", 17, Kind.MOMENT),
        Column("Đơn vị", 26),
        Column("Kỳ báo cáo", 16),
        Column("Chỉ tiêu", 36),
        Column("Đơn vị tính", 10, Kind.WORD),
        Column("Giá trị cũ", 14, Kind.FIGURE),
        Column("Giá trị mới", 14, Kind.FIGURE),
        Column("Ước/Chính thức", 11, Kind.WORD),
        Column("Người nhập", 18),
        Column("Người duyệt", 18),
        Column("Lý do sửa", 28),
    )
    page = Page(book, HISTORY, "LỊCH SỬ SỬA SỐ LIỆU", lines, columns)
    for row in rows:
        page.row(
            (
                row.at,
                row.unit,
                row.period,
                row.indicator,
                row.measure_unit,
                _figure(row.before),
                _figure(row.after),
                _firmness(row.after),
                row.person,
                row.approver,
                wording.why(row),
            )
        )
    page.filtered()


def _figure(figure: Figure | None) -> Value:
    if figure is not None and figure.kind is FigureKind.VALUE and figure.value is not None:
        return figure.value
    return wording.figure(figure)


def _firmness(figure: Figure | None) -> str:
    if figure is None or figure.kind is not FigureKind.VALUE:
        return ""
    return "Ước" if figure.estimate else "Chính thức"


def write_comparison(book: Book, lines: Sequence[str], content: SummaryContent) -> None:
    comparison, label = content.comparison, wording.labels(content.rows)
    periods, last_year = comparison.periods, comparison.last_year_campaign
    if not comparison.rows or (len(periods) < 2 and last_year is None):
        return
    columns = (
        Column("STT", 5, Kind.WORD),
        Column("Chỉ tiêu", 38),
        Column("Đơn vị tính", 11, Kind.WORD),
        Column("Chỉ tiêu giao", 15, Kind.FIGURE),
        *(
            Column(
                _PERIOD.format(period.name, day(period.due_on), period.reported, period.expected),
                16,
                Kind.FIGURE,
            )
            for period in periods
        ),
        Column("Theo tiến độ đều đến hạn", 13, Kind.FIGURE),
        *(
            (Column("Cùng kỳ năm trước", 13, Kind.FIGURE), Column("So với cùng kỳ (%)", 11, Kind.SHARE))
            if last_year is not None
            else ()
        ),
    )
    said = () if last_year is None else (_LAST_YEAR.format(last_year, comparison.last_year_period or ""),)
    page = Page(book, COMPARISON, "SO SÁNH GIỮA CÁC KỲ", (*lines, *said), columns, wide=1 + len(periods) // 8)
    for row in comparison.rows:
        page.row(
            (
                label[row.indicator_id],
                row.name,
                row.measure_unit,
                row.target_words,
                *row.values,
                row.pace[-1] if row.pace else None,
                *((row.last_year, row.change) if last_year is not None else ()),
            )
        )
    page.filtered()


def write_periods(book: Book, lines: Sequence[str], periods: Sequence[UnitPeriod]) -> None:
    """The periods of one unit, and when it handed in."""
    columns = (
        Column("STT", 5, Kind.WORD),
        Column("Kỳ báo cáo", 34),
        Column("Hạn gửi", 13, Kind.DAY),
        Column("Tình trạng", 22, Kind.WORD),
        Column("Nộp lúc", 18, Kind.MOMENT),
        Column("Chậm (ngày)", 12, Kind.COUNT),
    )
    page = Page(book, PERIODS, "CÁC KỲ BÁO CÁO", lines, columns)
    for one in periods:
        late = one.days_late if one.days_late > 0 else None
        page.row((one.place, one.name, one.due_on, wording.STATES[one.state], one.submitted_at, late))
    page.filtered()


def write_told(book: Book, lines: Sequence[str], told: Told) -> None:
    if not told.narratives and not told.examples:
        return
    columns = (Column("Đơn vị", 28), Column("Phần", 20), Column("Nội dung", 100))
    page = Page(book, TOLD, "THUYẾT MINH CỦA CÁC ĐƠN VỊ", lines, columns, fixed=1)
    for one in told.narratives:
        page.row((one.unit, wording.PARTS[one.part], one.text))
    for example in told.examples:
        page.row(
            (example.unit, "Gương người tốt, việc tốt", ": ".join(filter(None, (example.name, example.deed))))
        )
    page.filtered()
