"""The workbook of a summary, read back as Excel reads it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from bot.reports import workbook
from bot.reports.content import Narrative, Told, UnitPeriod, UnitSheet
from bot.reports.workbook.page import printable
from tests.reports import contents
from tests.reports.contents import CONTENT, GROUPS, HEAD, UNITS

# Bars behind shares are an extension of Excel 2010, which openpyxl does not read.
pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported")
HEADINGS = {
    "Tiến độ chỉ tiêu": "STT | Chỉ tiêu | Đơn vị tính | Chỉ tiêu giao | Thực hiện kỳ trước | Thực hiện trong kỳ | "
    "Lũy kế từ đầu năm | % so với chỉ tiêu giao | Đánh giá | Đơn vị chủ trì/báo cáo | Ghi chú",
    "Theo đơn vị": "STT | Đơn vị | Cụm, khối | Số chỉ tiêu được giao | Đã báo cáo | Đạt | Vượt | Chưa đạt | Nguy cơ | "
    "Chưa có số liệu | Định tính | Tỷ lệ báo cáo (%) | Tình trạng | Lần báo cáo gần nhất | Đúng hạn | "
    "Tỷ lệ đúng hạn (%) | Chỉ tiêu cần chú ý (STT)",
    "Chưa báo cáo": "STT | Đơn vị | Cụm, khối | Đầu mối | Tình trạng | Số chỉ tiêu còn thiếu | Chỉ tiêu còn thiếu | "
    "Hạn gửi | Quá hạn (ngày) | Số lần nhắc | Lần nhắc cuối",
    "Lịch sử": "Thời điểm | Đơn vị | Kỳ báo cáo | Chỉ tiêu | Đơn vị tính | Giá trị cũ | Giá trị mới | Ước/Chính thức | "
    "Người nhập | Người duyệt | Lý do sửa",
}


@pytest.fixture(scope="module")
def book() -> Any:
    return openpyxl.load_workbook(BytesIO(workbook.write(CONTENT)))


def lines(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def below(sheet: Any, *first: object) -> Iterator[list[Any]]:
    """The rows that begin so."""
    return (line for line in lines(sheet) if tuple(line[: len(first)]) == first)


def test_there_is_a_page_for_each_table_and_every_page_has_its_office_and_day(book: Any) -> None:
    assert book.sheetnames == [
        "Tiến độ chỉ tiêu",
        "Biểu đồ",
        "Theo đơn vị",
        "Theo cụm, khối",
        "Đơn vị - chỉ tiêu",
        "Chưa báo cáo",
        "So sánh",
        "Thuyết minh",
        "Lịch sử",
    ]
    for sheet in book:
        found = [str(line[0]) for line in lines(sheet)[:6]]
        assert found[0] == "UBND XÃ SUỐI VÀNG"
        assert "(Số liệu tính đến ngày 18 tháng 6 năm 2026; kỳ: Đợt 1)" in found


@pytest.mark.parametrize("name", HEADINGS)
def test_the_columns_are_those_that_papers_have(book: Any, name: str) -> None:
    assert HEADINGS[name].split(" | ") in [[one for one in line if one] for line in lines(book[name])]


def test_the_main_table_says_each_figure_target_and_share_as_the_content_has_it(book: Any) -> None:
    sheet = book["Tiến độ chỉ tiêu"]
    assert next(below(sheet, 1)) == [
        *(1, "Thu ngân sách trên địa bàn", "tỷ đồng", "50,2", None, 24.35, 24.35, 48.5),
        *("Chưa đạt", "Các đơn vị", "2/3 đơn vị"),
    ]
    assert next(below(sheet, None, "Trong đó: rừng sản xuất"))[3:9] == [
        "Trên 200",
        None,
        80,
        80,
        40,
        "Nguy cơ",
    ]
    assert next(below(sheet, 3))[8:] == [
        "Chưa đạt",
        "Các đơn vị",
        "2/3 đơn vị; đúng bằng mức, văn bản ghi “trên”",
    ]
    assert next(below(sheet, 4))[8] == "Chưa có số liệu"
    assert next(below(sheet, 5))[8] == "Đang thực hiện"
    assert lines(sheet)[-1][0] == (
        "Tổng số chỉ tiêu: 6; vượt: 1; đạt: 0; chưa đạt: 2; nguy cơ: 1; chưa có số liệu: 1; định tính: 1."
    )


def test_a_campaign_whose_name_begins_with_a_number_keeps_the_foot_of_its_pages() -> None:
    head = replace(CONTENT.head, campaign="100 ngày thi đua cao điểm")
    foot = openpyxl.load_workbook(BytesIO(workbook.write(replace(CONTENT, head=head))))["Lịch sử"].oddFooter
    assert foot.left.text.startswith("100 ngày thi đua cao điểm")
    assert foot.left.size == foot.right.size == 9


def test_a_figure_keeps_the_decimals_with_which_it_was_given(book: Any) -> None:
    by_value = {cell.value: cell.number_format for cell in book["Lịch sử"]["G"]}
    assert by_value[12.5] == "[$-42A]#,##0.00"


def test_units_and_lists_say_who_is_late_and_by_how_much(book: Any) -> None:
    said = {
        line[1]: (line[12], line[13], line[14]) for line in lines(book["Theo đơn vị"]) if line[0] in {1, 2, 3}
    }
    assert said == {
        "Thôn Nà Hoa": ("Đã nộp", datetime.fromisoformat("2026-06-15 16:40"), "Đúng hạn"),
        "Thôn Bản Mới": ("Đã nộp", datetime.fromisoformat("2026-06-17 08:05"), "Chậm 1 ngày"),
        "Trường Tiểu học": ("Chưa bắt đầu", None, "Quá hạn 2 ngày"),
    }
    late = book["Chưa báo cáo"]
    assert next(below(late, "I. Chưa báo cáo: 1 đơn vị"))
    assert next(below(late, 1, "Trường Tiểu học"))[3:7] == [
        "Hoa",
        "Chưa báo cáo",
        6,
        "Tất cả chỉ tiêu được giao",
    ]


def test_a_column_of_names_is_there_only_where_the_reader_sees_names() -> None:
    late = replace(CONTENT.late, nothing=(replace(contents.SILENT, contacts=()),))
    found = openpyxl.load_workbook(BytesIO(workbook.write(replace(CONTENT, late=late))))
    assert "Đầu mối" not in [cell.value for row in found["Chưa báo cáo"].iter_rows() for cell in row]


def test_parts_are_named_by_the_number_of_their_whole_and_a_letter(book: Any) -> None:
    heads = [str(line) for line in lines(book["Đơn vị - chỉ tiêu"]) if line[0] == "STT"]
    assert "2a. rừng sản xuất" in heads[0]
    assert "3. Tỷ lệ hộ dùng nước sạch" in heads[0]


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-5", "@SUM(A1)", "\t=1", "\r=1", '=cmd|" /C calc"!A0'])
def test_text_that_looks_like_a_formula_stays_text_even_where_somebody_opens_its_cell(text: str) -> None:
    told = Told(narratives=(replace(CONTENT.told.narratives[0], unit=text, text=text),))
    file = workbook.write(replace(CONTENT, told=told))
    sheet = openpyxl.load_workbook(BytesIO(file))["Thuyết minh"]
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).strip() == text.strip()]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert all(cell.quotePrefix for cell in cells)
    with ZipFile(BytesIO(file)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "/worksheets/" in name)


def test_what_a_cell_cannot_hold_is_left_out_or_cut() -> None:
    assert printable("a\x00b\ud800c\nd") == "a b c\nd"
    assert len(printable("x" * 40_000)) < 32_767


def test_a_figure_with_more_digits_than_excel_counts_stays_whole_as_a_word() -> None:
    corrected = replace(contents.CORRECTED, after=contents.figure("12345678901234567.5"))
    file = workbook.write(replace(CONTENT, corrections=(corrected,)))
    sheet = openpyxl.load_workbook(BytesIO(file))["Lịch sử"]
    assert "12.345.678.901.234.567,5" in [cell.value for cell in sheet["G"]]


def test_of_a_share_that_was_worked_out_two_decimals_are_shown() -> None:
    corrected = replace(contents.CORRECTED, after=contents.figure("94.36217804166666666666666667"))
    sheet = openpyxl.load_workbook(BytesIO(workbook.write(replace(CONTENT, corrections=(corrected,)))))[
        "Lịch sử"
    ]
    shown = [(cell.value, cell.number_format) for cell in sheet["G"] if isinstance(cell.value, float)]
    assert shown == [(94.36217804166667, "[$-42A]#,##0.00")]


def test_every_page_is_ready_for_the_printer_and_for_a_reader(book: Any) -> None:
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.page_setup.fitToWidth in {None, 1}
        assert sheet.print_title_rows
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref or sheet.title == "Biểu đồ"
    assert book["Biểu đồ"]._charts
    assert book["Tiến độ chỉ tiêu"].conditional_formatting
    assert book.properties.creator == "Phòng Văn hóa - Xã hội"
    assert book.properties.title.startswith("Bảng tổng hợp tiến độ")


def test_many_indicators_are_printed_over_several_pages_with_the_names_of_the_units_on_each() -> None:
    found = openpyxl.load_workbook(BytesIO(workbook.write(contents.large(5, 30))))
    sheet = found["Đơn vị - chỉ tiêu"]
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols) == (2, "$A:$B")


def test_the_same_content_makes_the_same_file() -> None:
    assert workbook.write(CONTENT) == workbook.write(CONTENT)


def test_a_period_without_units_and_figures_still_makes_a_workbook() -> None:
    empty = replace(
        CONTENT,
        groups=(),
        counting=dict.fromkeys(CONTENT.counting, 0),
        units=(),
        clusters=(),
        late=replace(CONTENT.late, nothing=()),
        comparison=replace(CONTENT.comparison, rows=()),
        told=Told(),
        corrections=(),
    )
    found = openpyxl.load_workbook(BytesIO(workbook.write(empty)))
    assert found.sheetnames == ["Tiến độ chỉ tiêu", "Theo đơn vị", "Chưa báo cáo"]


def test_a_unit_has_a_workbook_of_its_own() -> None:
    period = UnitPeriod(
        place=1,
        name="Đợt 1",
        due_on=HEAD.due_on,
        state=None,
        submitted_at=None,
        late=None,
        days_late=2,
    )
    told = Told(
        narratives=(
            Narrative(unit_id=1, unit="Thôn Nà Hoa", part=CONTENT.told.narratives[0].part, text="Tốt"),
        )
    )
    sheet = UnitSheet(
        head=HEAD,
        unit=UNITS[0],
        contacts=("Lan",),
        groups=GROUPS,
        periods=(period,),
        history=CONTENT.corrections,
        told=told,
    )
    found = openpyxl.load_workbook(BytesIO(workbook.write_unit(sheet)))
    assert found.sheetnames == ["Tiến độ chỉ tiêu", "Các kỳ", "Thuyết minh", "Lịch sử"]
    assert next(below(found["Các kỳ"], 1))[3:] == ["Chưa bắt đầu", None, 2]
