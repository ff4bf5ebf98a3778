"""The tables of the Word papers, read back, against the content of the golden campaign: to the last digit."""

from io import BytesIO
from typing import Any

import pytest
from docx import Document

from bot.language.written import number
from bot.reports import wording
from bot.reports.content import SummaryContent
from bot.reports.letterhead import Letterhead
from bot.reports.letters import late_list, letter
from bot.reports.paper import report
from tests.golden.campaign import HANOI, golden_content

OFFICE = Letterhead(issuer="Ủy ban nhân dân huyện Hạ Lang")
PROGRESS, UNITS, LATE = 2, 3, 4
"""The tables of the report, behind letterhead and signature."""


@pytest.fixture(scope="module")
def content() -> SummaryContent:
    return golden_content()


@pytest.fixture(scope="module")
def paper(content: SummaryContent) -> Any:
    return Document(BytesIO(report(content, OFFICE)))


def rows_of(table: Any, *, heads: int = 2) -> list[list[str]]:
    """The rows of a table below its head rows; a group is one cell."""
    return [
        ["".join(text.text for text in cell.iter() if text.tag.endswith("}t")) for cell in row.tc_lst]
        for row in table._tbl.tr_lst[heads:]
    ]


def test_the_progress_table_has_every_figure_of_the_content(content: SummaryContent, paper: Any) -> None:
    shown = [row for row in rows_of(paper.tables[PROGRESS]) if len(row) > 1]
    expected = [
        [
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
        ]
        for row in content.rows
    ]
    assert shown == expected


def test_figures_computed_by_hand_stand_on_the_paper(paper: Any) -> None:
    by_name = {row[1]: row for row in rows_of(paper.tables[PROGRESS]) if len(row) > 1}
    budget = by_name["Thu ngân sách trên địa bàn"]
    assert [budget[3], budget[4], budget[5], budget[6], budget[7]] == [
        "50,2",
        "6,40",
        "8,30",
        "14,70",
        "29,3",
    ]
    assert by_name["Tổng sản lượng lương thực có hạt"][6:9] == ["7.401,50", "55,0", "Chưa đạt"]


def test_the_counting_line_adds_up_on_the_paper(content: SummaryContent, paper: Any) -> None:
    text = [paragraph.text for paragraph in paper.paragraphs]
    said = (
        "Tổng số chỉ tiêu: 24; vượt: 4; đạt: 5; chưa đạt: 8; nguy cơ: 2; chưa có số liệu: 1; "
        "theo từng đơn vị: 3; định tính: 1."
    )
    assert text.count(said) == 2, "in section II and below the table"
    assert content.total == 24
    assert "(Trong tổng số trên có 01 chỉ tiêu thành phần «trong đó».)" in text
    again = next(one for one in text if one.startswith("(Chỉ tiêu giao theo nhiều đơn vị tính"))
    assert again.endswith("được đếm một lần; 01 mức giao tính theo đơn vị tính khác ghi ở dòng riêng.)")


def test_the_units_table_has_every_unit_with_its_counts(content: SummaryContent, paper: Any) -> None:
    shown = rows_of(paper.tables[UNITS])
    assert [row[1] for row in shown] == [unit.unit for unit in content.units]
    for row, unit in zip(shown, content.units, strict=True):
        assert row[3:5] == [str(unit.expected), str(unit.reported)]
        counts = [int(cell) for cell in row[5:-3]]
        assert sum(counts) == unit.expected
        assert row[-3] == ("" if unit.completeness is None else number(unit.completeness))
        if unit.submitted_at is not None:
            assert row[-2].startswith(unit.submitted_at.astimezone(HANOI).strftime("%H:%M "))


def test_who_is_on_time_late_or_missing_adds_up_to_the_units_that_must_report(
    content: SummaryContent, paper: Any
) -> None:
    assert content.on_time + content.behind_time + content.not_sent == content.head.units_expected == 6
    assert content.not_sent == len(content.late.owing)
    said = next(one.text for one in paper.paragraphs if one.text.startswith("Kỳ báo cáo Đợt 1"))
    assert (
        "tổng số 06 đơn vị phải gửi báo cáo; 03 đơn vị gửi đúng hạn, 01 đơn vị gửi chậm, 02 đơn vị chưa gửi"
        in said
    )


def test_letter_and_list_name_the_same_units_as_the_content(content: SummaryContent) -> None:
    asked = Document(BytesIO(letter(content, OFFICE))).tables[1]
    assert [row[1] for row in rows_of(asked, heads=1)] == [row.unit for row in content.late.owing]
    listed = rows_of(Document(BytesIO(late_list(content, OFFICE))).tables[1])
    assert [row[1] for row in listed if len(row) > 1] == [row.unit for row in content.late.every]
    owed = {row[1]: row[4:6] for row in listed if len(row) > 1}
    assert owed["Xã Đồng Tâm"] == ["14", "Tất cả chỉ tiêu được giao"], "thirteen names would only fill pages"
    assert owed["Xã Cao Sơn"][1].startswith("Sản lượng lúa cả năm; ")
    people = {name for row in content.late.every for name in row.contacts}
    assert {row[3] for row in listed if len(row) > 1} - {""} == people
