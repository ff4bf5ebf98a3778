"""How far units and clusters are, and who has not reported, as pages of a workbook."""

from collections.abc import Sequence
from datetime import datetime

from bot.campaign.assessments import VIETNAMESE as ASSESSMENTS
from bot.campaign.assessments import Assessment
from bot.language.written import day
from bot.reports import wording
from bot.reports.content import Head, SummaryContent
from bot.reports.units import ClusterRow, LateLists, LateRow, UnitRow
from bot.reports.workbook.page import Book, Column, Kind, Page, Value

UNITS, CLUSTERS, LATE = "Theo đơn vị", "Theo cụm, khối", "Chưa báo cáo"
_OUTSIDE = "Ngoài cụm, khối"
_DUE = "Kỳ báo cáo: {} – Hạn gửi: hết ngày {}"
_LISTS = (
    ("nothing", "Chưa báo cáo"),
    ("incomplete", "Báo cáo thiếu"),
    ("waiting", "Chờ duyệt"),
    ("unconnected", "Chưa có đầu mối"),
    ("invited", "Được mời"),
)
_HEADS = {
    "nothing": "Chưa báo cáo",
    "incomplete": "Báo cáo thiếu",
    "waiting": "Đã nộp, chờ thủ trưởng duyệt",
    "unconnected": "Chưa có đầu mối kết nối (bot không nhắc được)",
    "invited": "Được mời, chưa gửi (không tính quá hạn)",
}
_COUNTED = "{}. {}: {} đơn vị"
_NUMERALS = ("I", "II", "III", "IV", "V")


def write_units(book: Book, lines: Sequence[str], content: SummaryContent) -> None:
    every, label_of = content.units, wording.labels(content.rows)
    label = {row.n: label_of[row.indicator_id] for row in content.rows}
    counted = wording.assessed_columns(every)
    columns = (
        Column("STT", 5, Kind.WORD),
        Column("Đơn vị", 30),
        Column("Cụm, khối", 18),
        Column("Số chỉ tiêu được giao", 9, Kind.COUNT),
        Column("Đã báo cáo", 8, Kind.COUNT),
        *(Column(ASSESSMENTS[one], 8, Kind.COUNT) for one in counted),
        Column("Tỷ lệ báo cáo (%)", 9, Kind.SHARE),
        Column("Tình trạng", 16, Kind.WORD),
        Column("Lần báo cáo gần nhất", 17, Kind.MOMENT),
        Column("Đúng hạn", 15, Kind.WORD),
        Column("Tỷ lệ đúng hạn (%)", 9, Kind.SHARE),
        Column("Chỉ tiêu cần chú ý (STT)", 18),
    )
    page = Page(book, UNITS, "TIẾN ĐỘ BÁO CÁO THEO ĐƠN VỊ", lines, columns)
    for n, unit in enumerate(every, 1):
        page.row(
            (
                n,
                unit.unit,
                unit.cluster,
                unit.expected,
                unit.reported,
                *(unit.counts.get(one, 0) for one in counted),
                unit.completeness,
                wording.STATES[unit.state],
                unit.submitted_at,
                wording.punctual(unit),
                unit.timeliness,
                ", ".join(label[n] for n in unit.risks),
            ),
            ground={len(columns) - 3: _punctual(unit)},
        )
    page.filtered()
    page.bars(5 + len(counted))


def _punctual(unit: UnitRow) -> Assessment:
    """The ground of the column "Đúng hạn"."""
    if unit.late is None:
        return Assessment.AT_RISK if unit.days_late > 0 else Assessment.NONE
    return Assessment.NOT_MET if unit.late else Assessment.MET


def write_clusters(book: Book, lines: Sequence[str], clusters: Sequence[ClusterRow]) -> None:
    if not any(one.cluster_id is not None for one in clusters):
        return
    columns = (
        Column("STT", 5, Kind.WORD),
        Column("Cụm, khối", 34),
        Column("Số đơn vị", 9, Kind.COUNT),
        Column("Đã báo cáo", 9, Kind.COUNT),
        Column("Đúng hạn", 9, Kind.COUNT),
        Column("Chậm", 9, Kind.COUNT),
        Column("Quá hạn, chưa gửi", 10, Kind.COUNT),
        Column("Tỷ lệ báo cáo (%)", 11, Kind.SHARE),
        Column("Tỷ lệ đúng hạn (%)", 11, Kind.SHARE),
        Column("Lần báo cáo gần nhất", 17, Kind.MOMENT),
        Column("Lượt chỉ tiêu cần chú ý", 11, Kind.COUNT),
        Column("Báo cáo của cụm, khối", 18, Kind.WORD),
    )
    page = Page(book, CLUSTERS, "TIẾN ĐỘ BÁO CÁO THEO CỤM, KHỐI", lines, columns)
    for n, one in enumerate(clusters, 1):
        page.row(
            (
                n,
                one.cluster or _OUTSIDE,
                one.units,
                one.reported,
                one.on_time,
                one.late,
                one.overdue,
                one.completeness,
                one.timeliness,
                one.last_at,
                one.risks,
                "" if one.cluster_id is None else wording.STATES[one.own_state],
            )
        )
    page.filtered()
    page.bars(7)
    page.bars(8)


def write_late(book: Book, lines: Sequence[str], head: Head, lists: LateLists) -> None:
    """Four lists and the invited; with names only where the reader may see them."""
    every = (*lists.every, *lists.invited)
    named = any(row.contacts for row in every)
    columns = (
        Column("STT", 5, Kind.WORD),
        Column("Đơn vị", 30),
        Column("Cụm, khối", 18),
        *((Column("Đầu mối", 20),) if named else ()),
        Column("Tình trạng", 16, Kind.WORD),
        Column("Số chỉ tiêu còn thiếu", 9, Kind.COUNT),
        Column("Chỉ tiêu còn thiếu", 46),
        Column("Hạn gửi", 12, Kind.DAY),
        Column("Quá hạn (ngày)", 8, Kind.COUNT),
        Column("Số lần nhắc", 8, Kind.COUNT),
        Column("Lần nhắc cuối", 17, Kind.MOMENT),
    )
    due = _DUE.format(head.phase, day(head.due_on))
    page = Page(book, LATE, "DANH SÁCH ĐƠN VỊ CHƯA GỬI BÁO CÁO", (*lines, due), columns)
    found: list[tuple[str, str, tuple[LateRow, ...]]] = [
        (_HEADS[name], word, rows) for name, word in _LISTS if (rows := getattr(lists, name))
    ]
    for numeral, (title, word, rows) in zip(_NUMERALS, found, strict=False):
        page.group(_COUNTED.format(numeral, title, len(rows)))
        for n, row in enumerate(rows, 1):
            page.row(_late(n, row, word, named=named))
    if not found:
        page.closing("Không có đơn vị nào chưa gửi báo cáo.")
    page.filtered()


def _late(n: int, row: LateRow, word: str, *, named: bool) -> tuple[Value, ...]:
    nudged: datetime | None = row.nudged_at
    return (
        n,
        row.unit,
        row.cluster,
        *((", ".join(row.contacts),) if named else ()),
        word,
        len(row.missing),
        wording.missing(row),
        row.due_on,
        row.days_late if row.days_late > 0 else None,
        row.nudges,
        nudged,
    )
