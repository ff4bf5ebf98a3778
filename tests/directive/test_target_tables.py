"""Tables of targets: which column counts, and what a row says, in tables of our own."""

import io
from decimal import Decimal

import docx

from bot.directive import DirectiveDraft, extract, read_document
from bot.directive.document import Table
from bot.directive.extraction.tables import read_table
from bot.directive.model import Reason
from tests.directive.samples import of_text

TITLE = "KẾ HOẠCH\nPhát động phong trào thi đua năm 2026\n\nII. CHỈ TIÊU GIAO\n\n"


def read(*rows: str, above: str = "") -> DirectiveDraft:
    return of_text(TITLE + above + "\n\n" + "\n".join(f"| {row} |" for row in rows))


def test_the_plan_of_the_campaigns_year_is_the_target_and_last_years_result_its_baseline() -> None:
    draft = read(
        "TT | Chỉ tiêu | ĐVT | Thực hiện 2025 | Kế hoạch 2026 | So sánh (%)",
        "1 | Diện tích quế | ha | 40 | 55 | 137,5",
    )
    (one,) = draft.indicators
    assert (one.target.value, one.baseline, one.measure_unit, one.doubts) == (
        Decimal(55),
        Decimal(40),
        "ha",
        (),
    )


def test_of_several_years_that_of_the_campaign_counts() -> None:
    draft = read(
        "TT | Nội dung chỉ tiêu | Đơn vị | Năm 2025 | Năm 2026 | Năm 2027",
        "1 | Diện tích quế | ha | 40 | 55 | 70",
    )
    assert [(one.target.value, one.doubts) for one in draft.indicators] == [(Decimal(55), ())]


def test_where_no_column_names_the_year_the_last_is_read_with_a_doubt() -> None:
    draft = read("TT | Chỉ tiêu | ĐVT | Kế hoạch | Phấn đấu", "1 | Diện tích quế | ha | 40 | 55")
    assert [(one.target.value, one.doubts) for one in draft.indicators] == [
        (Decimal(55), (Reason.COLUMN_UNSURE,))
    ]


def test_a_title_over_several_columns_belongs_to_each() -> None:
    draft = read(
        "TT | Chỉ tiêu | ĐVT | Năm 2025 | | Năm 2026",
        " | | | Kế hoạch | Ước TH | Kế hoạch",
        "A | B | C | 1 | 2 | 3",
        "1 | Diện tích quế | ha | 40 | 38 | 55",
    )
    (one,) = draft.indicators
    assert (one.target.value, one.baseline) == (Decimal(55), Decimal(38))


def test_a_ditto_mark_repeats_the_measure_unit_above() -> None:
    draft = read(
        "TT | Chỉ tiêu | ĐVT | Kế hoạch 2026", "1 | Sản lượng chè | 1000 tấn | 5", '- | Chè xanh | " | 3'
    )
    whole, part = draft.indicators
    assert (whole.measure_unit, part.measure_unit, part.parent) == ("nghìn tấn", "nghìn tấn", 0)


def test_a_measure_unit_may_stand_above_the_table_alone() -> None:
    draft = read("TT | Chỉ tiêu | Dự toán 2026", "1 | Thu phí | 30.000", above="(Đơn vị tính: triệu đồng)")
    assert [one.measure_unit for one in draft.indicators] == ["triệu đồng"]


def test_a_row_without_any_measure_unit_is_doubted() -> None:
    draft = read("TT | Chỉ tiêu | Kế hoạch 2026", "1 | Thu phí | 30.000")
    assert [one.doubts for one in draft.indicators] == [(Reason.UNKNOWN_MEASURE_UNIT,)]


def test_a_table_that_goes_on_after_the_page_keeps_its_head() -> None:
    draft = of_text(
        TITLE
        + "| TT | Chỉ tiêu | ĐVT | Kế hoạch 2026 |\n| 1 | Diện tích quế | ha | 55 |\n\n3\n\nXem tiếp trang sau.\n\n"
        "| 2 | Diện tích chè | ha | 20 |"
    )
    assert [one.target.value for one in draft.indicators] == [Decimal(55), Decimal(20)]


def test_targets_of_single_units_are_told_and_not_taken_for_the_campaigns() -> None:
    draft = read("TT | Chỉ tiêu | ĐVT | Xã Đồng Chum | Phường Bến Trăng", "1 | Trồng quế | ha | 120 | 80")
    assert draft.indicators == ()
    assert [one.text for one in draft.warnings if one.reason is Reason.NOT_UNDERSTOOD] == [
        "1 | Trồng quế | ha | 120 | 80"
    ]


def test_the_total_beside_the_units_is_the_target() -> None:
    draft = read(
        "TT | Chỉ tiêu | ĐVT | Tổng số | Xã Đồng Chum | Xã Bến Trăng", "1 | Trồng quế | ha | 200 | 120 | 80"
    )
    assert [one.target.value for one in draft.indicators] == [Decimal(200)]
    assert [one.reason for one in draft.warnings] == [Reason.EXTRA_FIGURE]


def test_a_cell_may_hold_words_and_its_own_measure_unit() -> None:
    draft = read(
        "TT | Nội dung | Mục tiêu năm 2026 | Đơn vị thực hiện",
        "1 | Đường xóm | Bê tông hóa 5,5 km | Phòng Kinh tế",
    )
    (one,) = draft.indicators
    assert (one.target.value, one.measure_unit, one.owner) == (Decimal("5.5"), "km", "Phòng Kinh tế")


def test_a_table_of_figures_without_a_known_head_is_told() -> None:
    draft = read("Loại | Xóm Đông | Xóm Tây", "Lúa | 20 tấn | 30 tấn")
    assert any(one.text == "Lúa | 20 tấn | 30 tấn" for one in draft.warnings)


def test_the_measure_unit_may_stand_in_the_name() -> None:
    (one,) = read("TT | Chỉ tiêu | Kế hoạch 2026", "1 | Thu ngân sách (tỷ đồng) | 30,5").indicators
    assert (one.name, one.measure_unit, one.doubts) == ("Thu ngân sách", "tỷ đồng", ())


def test_the_whole_year_is_the_target_beside_its_quarters() -> None:
    head = ("TT", "Chỉ tiêu", "ĐVT", "Cả năm", "Quý III", "Quý IV")
    read = read_table(
        Table(line=1, rows=(head, ("1", "Làm đường bê tông", "km", "6,5", "2,5", "4"))), year=2026
    )
    assert [(str(one.target.value), one.doubts) for one in read.indicators] == [("6.5", ())]


def test_of_three_levels_that_gave_a_target_the_nearest_is_read_with_a_doubt() -> None:
    head = ("TT", "Chỉ tiêu", "ĐVT", "Tỉnh giao", "Huyện giao", "Xã phấn đấu")
    (one,) = read_table(
        Table(line=1, rows=(head, ("1", "Sản lượng lúa", "tấn", "900", "950", "1.000"))), year=2026
    ).indicators
    assert (one.target.value, one.doubts) == (1000, (Reason.COLUMN_UNSURE,))


def test_a_head_that_is_said_again_is_no_row() -> None:
    head = ("TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm 2026")
    rows = (head, ("1", "Sản lượng lúa", "tấn", "900"), head, ("2", "Trồng rừng", "ha", "40"))
    read = read_table(Table(line=1, rows=rows), year=2026)
    assert (len(read.indicators), read.warnings) == (2, ())


def test_another_head_begins_a_table_of_its_own() -> None:
    rows = (
        ("TT", "Chỉ tiêu", "ĐVT", "Cả năm", "Quý IV"),
        ("1", "Trồng cây", "cây", "1.200", "500"),
        ("TT", "Chỉ tiêu", "ĐVT", "Huyện giao", "Xã phấn đấu"),
        ("1", "Trồng rừng", "ha", "30", "35"),
    )
    read = read_table(Table(line=1, rows=rows), year=2026)
    assert [(str(one.target.value), one.doubts) for one in read.indicators] == [
        ("1200", ()),
        ("35", (Reason.COLUMN_UNSURE,)),
    ]


TABBED = "\n".join(
    (
        "TT\tChỉ tiêu\tĐVT\tThực hiện 2025\tKế hoạch 2026",
        "1\tDiện tích quế\tha\t40\t55",
        "2\tHộ nghèo\t%\t3,1\t2,6",
        "\tTrong đó: vùng cao\t%\t6,4\t5,8",
    )
)


def test_cells_set_apart_by_tabs_are_a_table() -> None:
    draft = of_text(TITLE + TABBED)
    assert [(one.name, str(one.target.value), one.measure_unit) for one in draft.indicators] == [
        ("Diện tích quế", "55", "ha"),
        ("Hộ nghèo", "2.6", "%"),
        ("Vùng cao", "5.8", "%"),
    ]
    assert [str(one.baseline) for one in draft.indicators] == ["40", "3.1", "6.4"]
    assert draft.indicators[2].parent == 1


def test_cells_of_a_word_file_that_tabs_set_apart_are_the_same_table() -> None:
    made = docx.Document()
    for line in (TITLE + TABBED).split("\n"):
        made.add_paragraph(line)
    file = io.BytesIO()
    made.save(file)
    read_back = extract(read_document("a.docx", file.getvalue()))
    assert [(one.name, one.target) for one in read_back.indicators] == [
        (one.name, one.target) for one in of_text(TITLE + TABBED).indicators
    ]


def test_tabs_that_only_bridge_a_gap_part_two_cells_like_one() -> None:
    draft = of_text(
        TITLE + "TT\tChỉ tiêu\t\tĐVT\tKế hoạch 2026\n1\tDiện tích quế\tha\t\t55\n2\tDiện tích chè\tha\t\t\t21"
    )
    assert [str(one.target.value) for one in draft.indicators] == ["55", "21"]


def test_one_line_with_tabs_is_no_table() -> None:
    draft = of_text(TITLE + "- Diện tích quế\t55 ha;\ttrong đó trồng mới\t12 ha;")
    assert [str(one.target.value) for one in draft.indicators] == ["55", "12"]


def test_a_field_beside_the_names_is_the_title_of_its_rows() -> None:
    draft = read(
        "Lĩnh vực | Chỉ tiêu | ĐVT | Kế hoạch 2026",
        "Kinh tế | Diện tích quế | ha | 55",
        " | Diện tích chè | ha | 21",
        "Xã hội | Hộ nghèo | % | 2,6",
    )
    assert [(one.section_title, one.name) for one in draft.indicators] == [
        ("Kinh tế", "Diện tích quế"),
        ("Kinh tế", "Diện tích chè"),
        ("Xã hội", "Hộ nghèo"),
    ]
