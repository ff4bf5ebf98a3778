"""The tables of the papers: the columns that official summaries have, filled from the content."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from bot.campaign.assessments import VIETNAMESE as ASSESSMENTS
from bot.language.written import day, moment, number
from bot.reports import wording
from bot.reports.content import ProgressRow, SummaryContent, Told
from bot.reports.decree import TEXT_WIDTH, WIDE_WIDTH
from bot.reports.units import LateLists, LateRow, UnitRow
from bot.reports.word_parts import Column, Group, Row, table

PROGRESS = (
    Column(title="STT", width=6, style="middle_cell"),
    Column(title="Chỉ tiêu", width=27),
    Column(title="Đơn vị tính", width=8, style="middle_cell"),
    Column(title="Chỉ tiêu giao", width=11, style="middle_cell"),
    Column(title="Thực hiện kỳ trước", width=10, style="figure_cell"),
    Column(title="Thực hiện trong kỳ", width=10, style="figure_cell"),
    Column(title="Lũy kế từ đầu năm", width=10, style="figure_cell"),
    Column(title="% so với chỉ tiêu giao", width=9, style="figure_cell"),
    Column(title="Đánh giá", width=11, style="middle_cell"),
    Column(title="Đơn vị chủ trì/ báo cáo", width=14),
    Column(title="Ghi chú", width=24),
)
LATE = (
    Column(title="STT", width=6, style="middle_cell"),
    Column(title="Đơn vị", width=22),
    Column(title="Cụm, khối", width=14),
    Column(title="Số chỉ tiêu còn thiếu", width=9, style="middle_cell"),
    Column(title="Chỉ tiêu còn thiếu", width=34),
    Column(title="Hạn gửi", width=11, style="middle_cell"),
    Column(title="Quá hạn (ngày)", width=8, style="middle_cell"),
    Column(title="Số lần nhắc", width=7, style="middle_cell"),
    Column(title="Lần nhắc cuối", width=12, style="middle_cell"),
)
CONTACTS = Column(title="Đầu mối", width=15)
OWING = (
    Column(title="STT", width=6, style="middle_cell"),
    Column(title="Đơn vị", width=40),
    Column(title="Tình trạng", width=26),
    Column(title="Hạn gửi", width=15, style="middle_cell"),
    Column(title="Quá hạn (ngày)", width=12, style="middle_cell"),
)
TOLD = (
    Column(title="STT", width=6, style="middle_cell"),
    Column(title="Đơn vị", width=22),
    Column(title="Phần", width=16),
    Column(title="Nội dung", width=80),
)
_OTHERS = "Các chỉ tiêu khác"
_LISTS = (
    ("nothing", "Chưa báo cáo", "Chưa báo cáo"),
    ("incomplete", "Báo cáo thiếu", "Báo cáo thiếu {}/{} chỉ tiêu"),
    ("waiting", "Đã nộp, chờ thủ trưởng duyệt", "Chờ thủ trưởng duyệt"),
    ("unconnected", "Chưa có đầu mối kết nối", "Chưa báo cáo"),
)
_GROUP = "{}. {}: {} đơn vị"
_NUMERALS = ("I", "II", "III", "IV")


def progress_table(content: SummaryContent, width: float = WIDE_WIDTH) -> str:
    return table(PROGRESS, _progress(content), width=width)


def _progress(content: SummaryContent) -> Iterator[Row]:
    titled = len(content.groups) > 1 or any(group.title for group in content.groups)
    for group in content.groups:
        if titled:
            yield Group(title=". ".join(filter(None, (group.numeral, group.title or _OTHERS))))
        for row in group.rows:
            yield _progress_row(row)


def _progress_row(row: ProgressRow) -> Row:
    return (
        "" if row.stt is None else str(row.stt),
        wording.named(row),
        row.measure_unit,
        row.target_words,
        "" if row.last is None else number(row.last),
        "" if row.this is None else number(row.this),
        wording.between(row) if row.cumulative is None else number(row.cumulative),
        "" if row.percent is None else number(row.percent),
        wording.assessed(row),
        wording.responsible(row),
        wording.noted(row),
    )


def units_table(units: Sequence[UnitRow], zone: tzinfo | None, width: float = WIDE_WIDTH) -> str:
    counted = wording.assessed_columns(units)
    columns = (
        Column(title="STT", width=6, style="middle_cell"),
        Column(title="Đơn vị", width=24),
        Column(title="Cụm, khối", width=14),
        Column(title="Số chỉ tiêu được giao", width=8, style="middle_cell"),
        Column(title="Đã báo cáo", width=7, style="middle_cell"),
        *(Column(title=ASSESSMENTS[one], width=8, style="middle_cell") for one in counted),
        Column(title="Tỷ lệ báo cáo (%)", width=8, style="middle_cell"),
        Column(title="Lần báo cáo gần nhất", width=12, style="middle_cell"),
        Column(title="Đúng hạn", width=11, style="middle_cell"),
    )
    rows = (
        (
            str(n),
            unit.unit,
            unit.cluster or "",
            str(unit.expected),
            str(unit.reported),
            *(str(unit.counts.get(one, 0)) for one in counted),
            "" if unit.completeness is None else number(unit.completeness),
            "" if unit.submitted_at is None else moment(unit.submitted_at.astimezone(zone)),
            wording.punctual(unit),
        )
        for n, unit in enumerate(units, 1)
    )
    return table(columns, rows, width=width)


def late_table(lists: LateLists, zone: tzinfo | None, *, contacts: bool, width: float = WIDE_WIDTH) -> str:
    """The four lists below each other; with the names of people only where they may be seen."""
    columns = (*LATE[:3], CONTACTS, *LATE[3:]) if contacts else LATE
    return table(columns, _late(lists, zone, contacts=contacts), width=width)


def _late(lists: LateLists, zone: tzinfo | None, *, contacts: bool) -> Iterator[Row]:
    found = [(title, rows) for name, title, _ in _LISTS if (rows := _of(lists, name))]
    for numeral, (title, rows) in zip(_NUMERALS, found, strict=False):
        yield Group(title=_GROUP.format(numeral, title, len(rows)))
        for n, row in enumerate(rows, 1):
            yield (
                str(n),
                row.unit,
                row.cluster or "",
                *((", ".join(row.contacts),) if contacts else ()),
                str(len(row.missing)),
                wording.missing(row),
                day(row.due_on),
                str(row.days_late) if row.days_late > 0 else "",
                str(row.nudges),
                "" if row.nudged_at is None else moment(row.nudged_at.astimezone(zone)),
            )


def owing_table(lists: LateLists, width: float = TEXT_WIDTH) -> str:
    """The units that a letter asks for their reports: who waits for a head's sign-off is not among them."""
    owing = (
        (state.format(len(row.missing), row.expected), row)
        for name, _, state in _LISTS
        if name != "waiting"
        for row in _of(lists, name)
    )
    rows = (
        (str(n), row.unit, state, day(row.due_on), str(row.days_late) if row.days_late > 0 else "")
        for n, (state, row) in enumerate(owing, 1)
    )
    return table(OWING, rows, width=width, numbered=False)


def _of(lists: LateLists, name: str) -> tuple[LateRow, ...]:
    found: tuple[LateRow, ...] = getattr(lists, name)
    return found


def told_table(told: Told) -> str:
    rows = ((str(n), one.unit, wording.PARTS[one.part], one.text) for n, one in enumerate(told.narratives, 1))
    return table(TOLD, rows, width=WIDE_WIDTH)
