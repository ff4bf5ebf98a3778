"""What every form of a summary says in the same words. Forms are papers of a Vietnamese office, whoever pulls them."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.campaign.assessments import VIETNAMESE as ASSESSMENTS
from bot.campaign.assessments import Assessment
from bot.campaign.model import Figure, FigureKind, NarrativePart, ReportState, Standing
from bot.language.written import long_day, number
from bot.reports.content import Head, Notes, ProgressRow, Responsible, SummaryContent
from bot.reports.units import HistoryRow, LateRow, UnitRow

STANDINGS: Mapping[Standing, str] = {
    Standing.DONE: "Đã thực hiện",
    Standing.IN_PROGRESS: "Đang thực hiện",
    Standing.NOT_STARTED: "Chưa thực hiện",
}
STATES: Mapping[ReportState | None, str] = {
    None: "Chưa bắt đầu",
    ReportState.DRAFT: "Đang nhập",
    ReportState.WAITING: "Chờ thủ trưởng duyệt",
    ReportState.SUBMITTED: "Đã nộp",
    ReportState.RETURNED: "Bị trả lại",
    ReportState.ACCEPTED: "Đã tiếp nhận",
    ReportState.WITHDRAWN: "Đã rút",
}
PARTS: Mapping[NarrativePart, str] = {
    NarrativePart.RESULTS: "Kết quả",
    NarrativePart.SHORTCOMINGS: "Tồn tại, hạn chế",
    NarrativePart.CAUSES: "Nguyên nhân",
    NarrativePart.PROPOSALS: "Kiến nghị, đề xuất",
}
_SOURCES = {"paper": "văn bản {}", "phone": "điện thoại ({})", "form": "biểu mẫu {}"}
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""What no XML may hold."""
ASSESSED = (
    Assessment.MET,
    Assessment.EXCEEDED,
    Assessment.NOT_MET,
    Assessment.AT_RISK,
    Assessment.NONE,
    Assessment.NO_TARGET,
    Assessment.QUALITATIVE,
    Assessment.BY_UNIT,
)
"""In the order of the columns that papers have; the last three stand there only where some unit has them."""
_ALWAYS = 5
_REASONS = {
    "mistyped": "nhập nhầm",
    "final_figure": "đã có số chính thức",
    "recounted": "rà soát, tính lại",
    "asked_to": "theo yêu cầu của cấp trên",
    "unit_moved": "chuyển sang đơn vị kế thừa",
    "unit_summed": "cộng khi nhập đơn vị",
}
_NOTES = (
    ("corrected", "{} đơn vị sửa sau khi nộp"),
    ("estimates", "{} đơn vị ước thực hiện"),
    ("follow_ups", "{} yêu cầu giải trình"),
    ("stood_in", "{} đơn vị nhập thay"),
    ("carried", "{} đơn vị lấy số kỳ trước"),
)
_LETTERS = "abcdefghiklmnopqrstuvxy"
_AS_OF = "(Số liệu tính đến {}; kỳ: {})"
_TOTAL = "Tổng số chỉ tiêu: {}"
_COUNT = "{}: {}"
_PARTIAL = "{}/{} đơn vị"
_AT_BOUND = "đúng bằng mức, văn bản ghi “{}”"
_OF_STANDING = "{} {}"
_PART = "Trong đó: {}"
_RESTATED = "Tính theo {}: {}"
_OVERDUE = "Quá hạn {} ngày"
_ALL = "Tất cả chỉ tiêu được giao"
_LATE = "Chậm {} ngày"
_STOOD_IN = "nhập thay theo {}"
ALWAYS_COUNTED = frozenset({Assessment.EXCEEDED, Assessment.MET, Assessment.NOT_MET, Assessment.NONE})


def as_of(head: Head) -> str:
    return _AS_OF.format(long_day(head.as_of.date()), head.phase)


def counted(content: SummaryContent) -> str:
    """The counting line, whose parts add up to its total: "Tổng số chỉ tiêu: 25; vượt: 4; đạt: 10; …"."""
    parts = [
        _COUNT.format(ASSESSMENTS[one].lower(), count)
        for one, count in content.counting.items()
        if count or one in ALWAYS_COUNTED
    ]
    return "".join(("; ".join((_TOTAL.format(content.total), *parts)), "."))


def assessed_columns(units: Sequence[UnitRow]) -> list[Assessment]:
    """The assessments that have a column in a table of these units."""
    return [
        one
        for place, one in enumerate(ASSESSED)
        if place < _ALWAYS or any(unit.counts.get(one, 0) for unit in units)
    ]


def labels(rows: Sequence[ProgressRow]) -> dict[int, str]:
    """By which name a short form speaks of an indicator, by its id: its STT, and "4a" for the first part of the fourth."""
    found: dict[int, str] = {}
    whole, part = "", 0
    for row in rows:
        if row.stt is not None:
            whole, part = str(row.stt), 0
            found[row.indicator_id] = whole
        else:
            found[row.indicator_id] = "".join((whole, _LETTERS[part % len(_LETTERS)]))
            part += 1
    return found


def named(row: ProgressRow) -> str:
    """The name of a row in a table in which it stands below its whole, or below the target that it says again."""
    if row.restated is not None:
        return _RESTATED.format(row.measure_unit, row.name) if row.measure_unit else row.name
    return row.name if row.whole is None else _PART.format(row.name)


def assessed(row: ProgressRow) -> str:
    """The word of the column "Đánh giá"; one standing says more than "Định tính"."""
    if row.assessment is Assessment.QUALITATIVE:
        return STANDINGS[row.standings[0][0]] if len(row.standings) == 1 else ASSESSMENTS[row.assessment]
    return ASSESSMENTS[row.assessment]


def between(row: ProgressRow) -> str:
    """Where the figures of units lie that never add up: "85 - 97,5"; "" where there are none."""
    if row.lowest is None or row.highest is None:
        return ""
    if row.lowest == row.highest:
        return number(row.lowest)
    return " - ".join((number(row.lowest), number(row.highest)))


def responsible(row: ProgressRow) -> str:
    return "Các đơn vị" if row.responsible is Responsible.ALL else row.responsible_name


def noted(row: ProgressRow) -> str:
    """What a reader of the row has to know: how much of it is there, and what is not final."""
    return "; ".join(_noted(row, row.notes))


def _noted(row: ProgressRow, notes: Notes) -> Iterator[str]:
    if row.expected > 1 and row.is_partial:
        yield _PARTIAL.format(row.reported, row.expected)
    if notes.at_bound:
        yield _AT_BOUND.format(row.target_words.partition(" ")[0].lower())
    if len(row.standings) > 1:
        yield ", ".join(_OF_STANDING.format(count, STANDINGS[one].lower()) for one, count in row.standings)
    for name, words in _NOTES:
        if count := getattr(notes, name):
            yield words.format(count) if row.expected > 1 or name == "follow_ups" else _alone(words)


def _alone(words: str) -> str:
    """Of a single unit there is nothing to count: "ước thực hiện"."""
    return words.removeprefix("{} đơn vị ")


def punctual(unit: UnitRow) -> str:
    """The word of the column "Đúng hạn"."""
    if unit.late is None:
        return _OVERDUE.format(unit.days_late) if unit.days_late > 0 else "Chưa nộp"
    if not unit.late:
        return "Đúng hạn"
    return _LATE.format(unit.days_late) if unit.days_late > 0 else "Chậm"


def missing(row: LateRow) -> str:
    """The indicators that a unit still owes; of all of them the names would fill hundreds of pages and say nothing."""
    return _ALL if 1 < len(row.missing) == row.expected else "; ".join(row.missing)


def figure(value: Figure | None) -> str:
    """A figure of a history that is not simply a number."""
    if value is None or value.kind is FigureKind.CLEARED:
        return ""
    if value.kind is FigureKind.NIL:
        return "Không phát sinh"
    if value.kind is FigureKind.MISSING:
        return "Chưa có số liệu"
    if value.standing is not None:
        return ": ".join(filter(None, (STANDINGS[value.standing], value.sentence)))
    return "" if value.value is None else number(value.value)


def why(row: HistoryRow) -> str:
    """Why a figure was changed, and from what somebody entered it in the unit's stead."""
    kind, _, words = row.source.partition(":")
    source = _STOOD_IN.format(_SOURCES.get(kind, "{}").format(words or kind)) if row.source else ""
    return "; ".join(filter(None, (_REASONS.get(row.because, row.because), source)))
