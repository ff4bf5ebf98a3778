"""The units' own targets: typed on the card, or filled into the grid."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from bot.campaign.model import Scope
from bot.store import indicators, unit_names
from bot.store import unit_targets as own
from bot.store.engine import Tx
from bot.usecases import targets_grid, unit_targets
from bot.usecases.campaign_indicators import assign
from bot.usecases.targets_grid import FilledGrid, Grid
from bot.usecases.unit_targets import TargetsKept, receive_grid, typed_targets
from handlers.chat import Use
from tests.campaigns.commune import NEIGHBOUR, Commune

Edit = Callable[[openpyxl.worksheet.worksheet.Worksheet], None]


def stored(here: Commune) -> dict[tuple[int, str], str]:
    """The unit targets as (number of the indicator, code of the unit) -> figure."""
    campaign_id = here.campaign_id()
    codes = {key: code for code, key in here.units.items()}
    numbers = {
        one.indicator_id: one.n
        for one in here.store.read_now(lambda tx: indicators.of_campaign(tx, campaign_id))
    }
    found = here.store.read_now(lambda tx: own.of_campaign(tx, campaign_id))
    return {(numbers[one], codes[unit]): str(value) for (one, unit), value in found.items()}


def card(here: Commune, n: int = 1) -> None:
    every = here.store.read_now(lambda tx: indicators.of_campaign(tx, here.campaign_id()))
    here.opens("campaign_indicator", indicator_id=every[n - 1].indicator_id)


def typed(text: str) -> Use:
    return lambda tx, who, now: typed_targets(tx, who, now, text=text)


def handed_out(here: Commune) -> Grid:
    view = here.does(
        lambda tx, who, now: unit_targets.hand_out(tx, who, now, campaign_id=who.draft.campaign_id or 0)
    )
    assert isinstance(view, unit_targets.GridHandedOut)
    return view.grid


def filled(here: Commune, edit: Edit) -> FilledGrid:
    """The grid as it comes back after somebody worked on its sheet."""
    book = openpyxl.load_workbook(BytesIO(targets_grid.write(handed_out(here))))
    edit(book.worksheets[0])
    content = BytesIO()
    book.save(content)
    found = targets_grid.read(content.getvalue())
    assert found is not None
    return found


def sent_back(here: Commune, edit: Edit) -> Use:
    found = filled(here, edit)
    return lambda tx, who, now: receive_grid(tx, who, now, filled=found)


def test_targets_are_typed_by_code_or_name_one_a_line(here: Commune) -> None:
    here.sends()
    card(here)
    view = here.does(typed("TN1: 2,5\nthon na phai: 1.200 triệu; khuổi lầu 3 tỷ"))
    assert stored(here) == {(1, "TN1"): "2.5", (1, "TN2"): "1.2", (1, "TN3"): "3"}
    assert "✓ Thôn Nà Pán: <b>2,5 tỷ đồng</b>" in here.shows(view).html


def test_a_target_is_taken_away_by_a_word(here: Commune) -> None:
    here.sends()
    card(here)
    here.does(typed("TN1: 2,5"))
    view = here.does(typed("TN1: xóa"))
    assert stored(here) == {}
    assert "Thôn Nà Pán: đã bỏ chỉ tiêu riêng" in here.shows(view).html


def test_nothing_is_kept_where_one_line_is_bad_and_each_bad_line_is_named(here: Commune) -> None:
    here.sends()
    card(here)
    reason, sentence = here.refuses(typed("TN1: 2,5\nna ph: 3\nTN3: 5 ha\nTN2: nhiều\nTN1: 4"))
    assert reason == "targets_bad"
    assert "Dòng 2 (“na ph: 3”): có thể là TN2 – Thôn Nà Phai; TN1 – Thôn Nà Pán; gõ mã" in sentence
    assert "Dòng 3 (“TN3: 5 ha”): sai đơn vị tính" in sentence
    assert "Dòng 4 (“TN2: nhiều”): không đọc được số" in sentence
    assert "Dòng 5 (“TN1: 4”): đơn vị xuất hiện hai lần" in sentence
    assert stored(here) == {}


def test_one_line_that_several_units_may_mean_is_answered_with_buttons(here: Commune) -> None:
    here.sends()
    card(here)
    asked = here.shows(here.does(typed("na ph: 3")))
    assert "“na ph” là đơn vị nào?" in asked.html
    assert [row[0].label for row in asked.buttons] == ["Thôn Nà Phai", "Thôn Nà Pán", "Thôi"]
    assert stored(here) == {}
    chosen = here.units["TN1"]
    view = here.does(lambda tx, who, now: unit_targets.target_chosen(tx, who, now, unit_id=chosen))
    assert "✓ Thôn Nà Pán: <b>3 tỷ đồng</b>" in here.shows(view).html
    assert stored(here) == {(1, "TN1"): "3"}


def test_a_unit_that_was_not_offered_cannot_be_chosen(here: Commune) -> None:
    here.sends()
    card(here)
    here.does(typed("na ph: 3"))
    other = here.units["TN3"]
    assert (
        here.refuses(lambda tx, who, now: unit_targets.target_chosen(tx, who, now, unit_id=other))[0]
        == "stale"
    )


def test_targets_are_typed_by_aliases_and_old_names(here: Commune) -> None:
    def names(tx: Tx) -> None:
        unit_names.add_aliases(tx, here.units["TN1"], ["xóm chợ"])
        unit_names.add_former(tx, here.units["TN2"], "Xóm Lũng Mây", until=date(2025, 7, 1))

    here.store.write_now(names)
    here.sends()
    card(here)
    view = here.does(typed("xom cho: 2,5\nxóm lũng mây: 3"))
    assert stored(here) == {(1, "TN1"): "2.5", (1, "TN2"): "3"}
    assert "Xóm Lũng Mây (tên cũ của Thôn Nà Phai từ 01/7/2025)" in here.shows(view).html


def test_a_unit_that_does_not_answer_gets_no_target(here: Commune) -> None:
    here.sends()
    here.opens("campaign_answerers")
    here.does(lambda tx, who, now: assign(tx, who, now, scope=Scope.KIND, subject=here.units["TN1"]))
    card(here)
    assert "không được giao chỉ tiêu này" in here.refuses(typed("PVH: 4"))[1]


def test_a_qualitative_indicator_takes_no_targets(here: Commune) -> None:
    here.sends()
    card(here, 3)
    assert here.refuses(typed("TN1: 4"))[0] == "targets_qualitative"


def test_the_grid_has_the_units_and_the_measurable_indicators(here: Commune) -> None:
    here.sends()
    card(here)
    here.does(typed("TN2: 0,35"))
    sheet = openpyxl.load_workbook(BytesIO(targets_grid.write(handed_out(here)))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert sheet.row_dimensions[1].hidden
    assert rows[1] == (
        "Mã đơn vị",
        "Tên đơn vị",
        "1. Thu ngân sách trên địa bàn (tỷ đồng)",
        "2. Tỷ lệ che phủ rừng (%)",
    )
    assert {row[0] for row in rows[2:]} == {"PVH", "TN1", "TN2", "TN3", "HPN"}
    assert next(row[2] for row in rows if row[0] == "TN2") == 0.35


def test_a_name_that_looks_like_a_formula_stays_text_in_the_grid(here: Commune) -> None:
    here.store.write_now(lambda tx: here.unit(tx, "=1+1", "=HYPERLINK()", kind="thôn", under="SV"))
    here.sends()
    sheet = openpyxl.load_workbook(BytesIO(targets_grid.write(handed_out(here)))).worksheets[0]
    cells = [cell for row in sheet.iter_rows(max_col=2) for cell in row if str(cell.value).startswith("=")]
    assert [cell.data_type for cell in cells] == ["s", "s"]


def test_the_filled_grid_is_stored_digit_for_digit(here: Commune) -> None:
    here.sends()

    def edit(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for row in sheet.iter_rows(min_row=3):
            if row[0].value == "TN1":
                row[2].value, row[3].value = 0.1, 100
            if row[0].value == "TN2":
                row[2].value = "1.200 triệu đồng"

    view = here.does(sent_back(here, edit))
    assert isinstance(view, TargetsKept)
    assert (view.set, view.taken, view.units, view.indicators) == (3, 0, 2, 2)
    assert stored(here) == {(1, "TN1"): "0.1", (2, "TN1"): "100", (1, "TN2"): "1.2"}


def test_an_empty_cell_leaves_a_target_as_it_is_and_a_word_takes_it_away(here: Commune) -> None:
    here.sends()
    card(here)
    here.does(typed("TN1: 2,5; TN2: 3"))

    def edit(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for row in sheet.iter_rows(min_row=3):
            row[2].value = {"TN1": None, "TN2": "xóa"}.get(str(row[0].value), row[2].value)

    here.does(sent_back(here, edit))
    assert stored(here) == {(1, "TN1"): "2.5"}


def test_the_same_grid_again_changes_nothing(here: Commune) -> None:
    here.sends()
    card(here)
    here.does(typed("TN1: 2,5"))
    view = here.does(sent_back(here, lambda _: None))
    assert isinstance(view, TargetsKept)
    assert (view.set, view.taken) == (0, 0)


def test_bad_cells_of_a_grid_are_named_and_nothing_is_kept(here: Commune) -> None:
    here.sends()

    def edit(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["C3"], sheet["C4"], sheet["D4"], sheet["D5"] = 4, "chừng mười", "=1+2", -3
        sheet["A6"] = "LẠ"
        sheet["A7"] = sheet["A5"].value

    reason, sentence = here.refuses(sent_back(here, edit))
    assert reason == "targets_bad"
    for place in (
        "Ô C4",
        "Ô D4 (“=1+2”): là công thức",
        "Ô D5 (“-3”): số âm",
        "Ô A6 (“LẠ”): không có đơn vị này",
        "Ô A7",
    ):
        assert place in sentence
    assert stored(here) == {}


def test_a_column_of_no_indicator_is_named(here: Commune) -> None:
    here.sends()

    def edit(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["E2"], sheet["E3"] = "Chỉ tiêu tự thêm", 5

    assert "Ô E2 (“Chỉ tiêu tự thêm”): cột không thuộc" in here.refuses(sent_back(here, edit))[1]


def test_a_figure_beside_the_table_is_named(here: Commune) -> None:
    here.sends()

    def edit(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["F4"] = 7

    assert "Ô F4 (“7”): cột không thuộc" in here.refuses(sent_back(here, edit))[1]


def test_a_column_whose_heading_was_exchanged_is_named(here: Commune) -> None:
    here.sends()

    def edit(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["C2"].value, sheet["D2"].value, sheet["C3"].value = sheet["D2"].value, sheet["C2"].value, 5

    assert "Ô C2" in here.refuses(sent_back(here, edit))[1]


def test_a_grid_of_a_neighbour_is_refused(here: Commune) -> None:
    here.sends()
    assert here.refuses(sent_back(here, lambda _: None), chat=NEIGHBOUR)[0] == "not_allowed"


def test_another_workbook_is_no_grid() -> None:
    book = openpyxl.Workbook()
    content = BytesIO()
    book.save(content)
    assert targets_grid.read(content.getvalue()) is None


@pytest.mark.parametrize(
    "figure", ["1.234", "1,234", "khoảng 3", "2 - 3", "tăng từ 2 lên 3", "50% kế hoạch", "1+2"]
)
def test_a_figure_that_says_more_than_one_thing_is_not_guessed(here: Commune, figure: str) -> None:
    here.sends()
    card(here)
    assert here.refuses(typed(f"TN1: {figure}"))[0] == "targets_bad"
    assert stored(here) == {}
