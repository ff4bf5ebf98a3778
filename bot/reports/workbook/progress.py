"""The main table of a summary as pages of a workbook: its indicators, their chart, and unit by indicator."""

from collections.abc import Iterable, Sequence

from bot.campaign.assessments import VIETNAMESE as ASSESSMENTS
from bot.campaign.assessments import Assessment
from bot.reports import wording
from bot.reports.content import ProgressGroup, ProgressRow, SummaryContent
from bot.reports.units import UnitRow
from bot.reports.workbook.page import BAR, INKS, Book, Column, Kind, Page, Value

TITLE = "BẢNG TỔNG HỢP TIẾN ĐỘ THỰC HIỆN CÁC CHỈ TIÊU THI ĐUA"
NAME, CHART, MATRIX = "Tiến độ chỉ tiêu", "Biểu đồ", "Đơn vị - chỉ tiêu"
COLUMNS = (
    Column("STT", 5, Kind.WORD),
    Column("Chỉ tiêu", 38),
    Column("Đơn vị tính", 11, Kind.WORD),
    Column("Chỉ tiêu giao", 15, Kind.FIGURE),
    Column("Thực hiện kỳ trước", 13, Kind.FIGURE),
    Column("Thực hiện trong kỳ", 13, Kind.FIGURE),
    Column("Lũy kế từ đầu năm", 13, Kind.FIGURE),
    Column("% so với chỉ tiêu giao", 11, Kind.SHARE),
    Column("Đánh giá", 16, Kind.WORD),
    Column("Đơn vị chủ trì/báo cáo", 20),
    Column("Ghi chú", 24),
)
SHARE, ASSESSED = 7, 8
UNKNOWN = "…"
"""As statistical tables have it: there is a figure, and it is not known."""
KEY = "Ô trống: không được giao chỉ tiêu. “…”: chưa có số liệu. Màu: đánh giá theo chỉ tiêu riêng của đơn vị."
MOST_BARS = 40
WIDEST = 16
"""So many indicators stand on one page side by side."""
SHORT = 48


def write_progress(book: Book, lines: Sequence[str], groups: Sequence[ProgressGroup], counted: str) -> Page:
    page = Page(book, NAME, TITLE, lines, COLUMNS, numbered=True, aside="Đơn vị tính: như cột (3)")
    titled = len(groups) > 1 or any(group.title for group in groups)
    for group in groups:
        if titled:
            page.group(". ".join(filter(None, (group.numeral, group.title or "Các chỉ tiêu khác"))))
        for row in group.rows:
            page.row(_progress(row), indent=2 if row.is_below else 0)
    page.filtered()
    page.colour(ASSESSED)
    page.bars(SHARE)
    if counted:
        page.closing(counted)
    return page


def _progress(row: ProgressRow) -> tuple[Value, ...]:
    stands: Value = row.cumulative if row.cumulative is not None else wording.between(row)
    return (
        row.stt,
        wording.named(row),
        row.measure_unit,
        row.target_words,
        row.last,
        row.this,
        stands,
        row.percent,
        wording.assessed(row),
        wording.responsible(row),
        wording.noted(row),
    )


def write_chart(book: Book, lines: Sequence[str], content: SummaryContent) -> None:
    """A native chart: how many per cent of its target each indicator has reached, beside the full hundred."""
    shown = [row for row in content.rows if row.percent is not None][:MOST_BARS]
    if not shown:
        return
    columns = (
        Column("Chỉ tiêu", 42),
        Column("% so với chỉ tiêu giao", 12, Kind.SHARE),
        Column("Đánh giá", 15, Kind.WORD),
    )
    page = Page(book, CHART, "TỶ LỆ THỰC HIỆN SO VỚI CHỈ TIÊU GIAO", lines, columns, fixed=0)
    labels = wording.labels(content.rows)
    for row in shown:
        page.row((labelled(labels[row.indicator_id], row), row.percent, wording.assessed(row)))
    page.colour(2)
    last = page.at - 1
    chart = book.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "% so với chỉ tiêu giao",
            "categories": [CHART, page.first, 0, last, 0],
            "values": [CHART, page.first, 1, last, 1],
            "fill": {"color": BAR},
            "points": [{"fill": {"color": INKS.get(row.assessment, BAR)}} for row in shown],
            "gap": 45,
            "data_labels": {"value": True, "num_format": "[$-42A]0.0", "font": {"size": 9}},
        }
    )
    chart.set_title({"none": True})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "line": {"color": "#8A94A0"}})
    chart.set_x_axis(
        {"min": 0, "num_format": "0", "major_gridlines": {"visible": True, "line": {"color": "#D5DAE0"}}}
    )
    chart.set_size({"width": 720, "height": 120 + 30 * len(shown)})
    page.sheet.insert_chart(page.head, 4, chart, {"description": "Biểu đồ tỷ lệ thực hiện từng chỉ tiêu"})


def labelled(label: str, row: ProgressRow) -> str:
    """The name of an indicator short enough for an axis: "4a. Trồng rừng sản xuất"."""
    name = row.name if len(row.name) <= SHORT else "".join((row.name[: SHORT - 1].rsplit(" ", 1)[0], "…"))
    return ". ".join((label, name))


def write_matrix(book: Book, lines: Sequence[str], content: SummaryContent) -> None:
    """Unit by indicator: the figure, painted by how it stands against the unit's own target."""
    rows = content.rows
    if not content.units or not rows:
        return
    labels = wording.labels(rows)
    columns = (
        Column("STT", 5, Kind.WORD),
        Column("Đơn vị", 30),
        *(Column(_heading(labels[row.indicator_id], row), 12, Kind.FIGURE) for row in rows),
    )
    page = Page(
        book, MATRIX, "SỐ LIỆU THEO ĐƠN VỊ VÀ CHỈ TIÊU", lines, columns, wide=max(1, -(-len(rows) // WIDEST))
    )
    for n, unit in enumerate(content.units, 1):
        ground = {place: cell.assessment for place, cell in enumerate(unit.cells, 2) if cell is not None}
        page.row((n, unit.unit, *_figures(unit)), ground=ground)
    page.filtered()
    page.closing(KEY, bold=False)


def _heading(label: str, row: ProgressRow) -> str:
    return "\n".join((labelled(label, row), row.measure_unit.join("()") if row.measure_unit else ""))


def _figures(unit: UnitRow) -> Iterable[Value]:
    for cell in unit.cells:
        if cell is None:
            yield None
        elif cell.value is None and cell.assessment is Assessment.NONE:
            yield UNKNOWN
        elif cell.value is None:
            yield ASSESSMENTS[cell.assessment]
        else:
            yield cell.value
