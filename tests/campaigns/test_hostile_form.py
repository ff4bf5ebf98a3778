"""What a form may meet between going out and coming back: hostile names, other programs, a sheet taken apart."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import product

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from bot.usecases import report_form
from bot.usecases.report_form import FilledForm, FormRow, Identity, digest, is_signed, signed, write

KEY = b"k" * 32
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://x.vn")',
    "+84 thuê bao",
    "-5 điểm",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "'=1",
    '"trích dẫn"',
    "<b>đậm</b> &amp; <a href='tg://user?id=1'>x</a>",
    "]]> <!-- ",
    "_x0041_",
    "x" * 32_000,
    "1e5",
    "2023-12-14",
    "TRUE",
    "#REF!",
)
"""Names of units and indicators, as somebody may have typed them into a directive or a list."""


def row(n: int, name: str) -> FormRow:
    return FormRow(locked=(str(n), name, "tấn", "5 tấn", ""), key=str(n), value="", note="")


def handed_out(*names: str, unit: str = "Thôn Nà Hoa") -> tuple[bytes, Identity]:
    rows = tuple(row(n, " ".join(name.split())) for n, name in enumerate(names, 1))
    identity = Identity(
        campaign_id=1, period_id=1, unit_id=2, report_id=1, count=len(rows), digest=digest(rows)
    )
    return write(signed(KEY, identity, rows, language="vi", headline=unit, campaign=unit)), identity


def read(content: bytes) -> FilledForm:
    found = report_form.read(content)
    assert found is not None
    return found


def changed(content: bytes, change: Callable[[openpyxl.Workbook, Worksheet], None]) -> FilledForm:
    """The form after somebody worked on it in another program."""
    book = openpyxl.load_workbook(BytesIO(content))
    change(book, book.worksheets[0])
    saved = BytesIO()
    book.save(saved)
    return read(saved.getvalue())


def are_signed(found: FilledForm, identity: Identity) -> list[bool]:
    return [is_signed(KEY, one.signed, str(identity), *one.said) for one in found.rows]


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name[:20]))
def test_a_name_stays_text_and_comes_back_as_it_was_signed(name: str) -> None:
    content, identity = handed_out(name, unit=name)
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    written = (sheet["A2"], sheet["A3"], sheet["B5"])
    assert {cell.data_type for cell in written} == {"s"}
    assert sheet["B5"].value == " ".join(name.split())
    found = read(content)
    assert are_signed(found, identity) == [True]
    assert digest(found.rows) == identity.digest


def test_all_of_them_survive_being_saved_by_another_program() -> None:
    # openpyxl, like other programs, makes a formula of what begins with "=": such a row says so and nothing is lost.
    harmless = [name for name in HOSTILE if not name.strip().startswith("=")]
    content, identity = handed_out(*harmless)
    found = changed(content, lambda _, sheet: sheet.__setitem__("F5", "11,9"))
    assert all(are_signed(found, identity))
    assert found.rows[0].value == "11,9"


@pytest.mark.parametrize(
    ("value", "odd"),
    [
        ("=1300+40", "cell_formula"),
        ('=HYPERLINK("http://x.vn","12")', "cell_formula"),
        ("#REF!", "cell_error"),
    ],
)
def test_a_formula_in_the_open_cell_is_no_figure(value: str, odd: str) -> None:
    content, _ = handed_out("Sản lượng")

    def fill(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["F5"] = value
        if odd == "cell_error":
            sheet["F5"].data_type = "e"

    (one,) = changed(content, fill).rows
    assert (one.value, one.odd) == (value, odd)


@pytest.mark.parametrize("value", ["\t12,5", " 12,5 ", "12,5\r\n"])
def test_blanks_around_a_figure_are_no_part_of_it(value: str) -> None:
    content, _ = handed_out("Sản lượng")
    (one,) = changed(content, lambda _, sheet: sheet.__setitem__("F5", value)).rows
    assert one.value == "12,5"


def test_a_note_of_thirty_two_thousand_letters_is_read_and_does_no_harm() -> None:
    content, identity = handed_out("Sản lượng")

    def fill(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["F5"], sheet["G5"] = "x" * 32_000, "=" * 32_000

    found = changed(content, fill)
    assert are_signed(found, identity) == [True]
    assert len(found.rows[0].value) == 32_000


def test_merged_cells_keep_the_first_and_break_the_rows_that_they_swallow() -> None:
    content, identity = handed_out("Một", "Hai", "Ba")
    found = changed(content, lambda _, sheet: sheet.merge_cells("A5:A6"))
    assert are_signed(found, identity) == [True, False, True]
    found = changed(content, lambda _, sheet: sheet.merge_cells("F5:F7"))
    assert are_signed(found, identity) == [True, True, True]
    assert [one.value for one in found.rows] == ["", "", ""]


def test_without_its_protection_a_changed_locked_cell_is_still_found() -> None:
    content, identity = handed_out("Một", "Hai")

    def tamper(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet.protection.disable()
        sheet["D5"] = "50 tấn"
        sheet["F6"] = "3"

    assert are_signed(changed(content, tamper), identity) == [False, True]


def test_the_hidden_parts_may_be_shown_and_hidden_sheets_and_columns_added() -> None:
    content, identity = handed_out("Một")

    def add(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet.row_dimensions[1].hidden = False
        sheet.column_dimensions["H"].hidden = False
        sheet["Z5"] = "ghi nháp"
        hidden = book.create_sheet("Ẩn")
        hidden.sheet_state = "veryHidden"
        hidden["A1"] = "=1+1"
        sheet["F5"] = "3"

    found = changed(content, add)
    assert are_signed(found, identity) == [True]
    assert found.rows[0].value == "3"


def test_only_the_first_sheet_is_read_so_another_before_it_makes_it_no_form() -> None:
    content, _ = handed_out("Một")
    book = openpyxl.load_workbook(BytesIO(content))
    book.create_sheet("Trước", 0)
    saved = BytesIO()
    book.save(saved)
    assert report_form.read(saved.getvalue()) is None


def test_a_form_of_many_hostile_rows_is_no_larger_than_its_words() -> None:
    names = [f"{name[:100]} {n}" for n, name in product(range(10), HOSTILE)]
    content, identity = handed_out(*names)
    found = read(content)
    assert len(found.rows) == len(names)
    assert all(are_signed(found, identity))


def test_a_row_of_one_form_signed_for_another_unit_does_not_fit() -> None:
    content, identity = handed_out("Một")
    other = replace(identity, unit_id=3)
    assert are_signed(read(content), other) == [False]
