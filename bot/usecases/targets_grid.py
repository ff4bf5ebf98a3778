"""The grid unit × indicator as an .xlsx file: handed out empty or half filled, and read when it comes back.

The first row is hidden and names the campaign and the indicators; column A holds the units' codes.
"""

import math
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import islice, zip_longest
from zipfile import BadZipFile

from bot.directive.reading.guards import Package
from bot.store.campaigns import Participant
from bot.store.indicators import Indicator
from bot.store.unit_targets import Place

MARK = "dondoc-targets"
HEADINGS = ("Mã đơn vị", "Tên đơn vị")
FIRST_COLUMN = 2
MOST_ROWS = 20_000
MOST_COLUMNS = 1_000
_SHEET = "Chỉ tiêu giao"


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """What the file is made of; `targets` are those set already, in the measure units of their indicators."""

    campaign_id: int
    units: tuple[Participant, ...]
    indicators: tuple[Indicator, ...]
    targets: Mapping[Place, Decimal]


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a filled grid: its place ("C2"), the indicator that it is for, and the heading."""

    place: str
    indicator_id: int
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A cell with something in it: a number, or (`value` is None) a text to be read.

    `indicator_id` is None beside the columns of the grid.
    """

    place: str
    indicator_id: int | None
    value: Decimal | None
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    place: str
    code: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FilledGrid:
    campaign_id: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


# --- Out -------------------------------------------------------------------------------------------------


def write(grid: Grid) -> bytes:
    """The .xlsx file. Grey cells are those of units that do not answer for the indicator."""
    import xlsxwriter

    content = BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        grey = book.add_format({"bg_color": "#D9D9D9"})
        sheet = book.add_worksheet(_SHEET)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 36)
        sheet.set_column(FIRST_COLUMN, FIRST_COLUMN + len(grid.indicators) - 1, 20)
        sheet.freeze_panes(2, FIRST_COLUMN)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.write_string(0, 0, MARK)
        sheet.write_number(0, 1, grid.campaign_id)
        for column, indicator in enumerate(grid.indicators, FIRST_COLUMN):
            sheet.write_number(0, column, indicator.indicator_id)
        for column, heading in enumerate(_headings(grid)):
            sheet.write_string(1, column, heading, head)
        for row, unit in enumerate(grid.units, 2):
            sheet.write_string(row, 0, unit.code)
            sheet.write_string(row, 1, unit.name)
            for column, indicator in enumerate(grid.indicators, FIRST_COLUMN):
                value = grid.targets.get((indicator.indicator_id, unit.unit_id))
                if value is not None:
                    sheet.write_number(row, column, value)
                elif not indicator.assignment.holds(unit):
                    sheet.write_blank(row, column, None, grey)
    return content.getvalue()


def file_name(grid: Grid) -> str:
    return "".join(("bang-giao-chi-tieu-", str(grid.campaign_id), ".xlsx"))


def _headings(grid: Grid) -> Iterator[str]:
    yield from HEADINGS
    for indicator in grid.indicators:
        measure_unit = indicator.target.measure_unit
        heading = ". ".join((str(indicator.n), indicator.name))
        yield " ".join((heading, measure_unit.join("()"))) if measure_unit else heading


# --- In --------------------------------------------------------------------------------------------------


def read(content: bytes) -> FilledGrid | None:
    """The grid that was filled in; None where the file is no grid of ours, or damaged.

    A formula stays the text that it is, so that it is named as unreadable rather than guessed. Raises
    UnreadableDocument where the file is a danger.
    """
    Package(content)
    try:
        return _opened(content)
    except (BadZipFile, EOFError, KeyError, OSError, SyntaxError, TypeError, ValueError, zlib.error):
        # XML that does not parse is a SyntaxError.
        return None


def _opened(content: bytes) -> FilledGrid | None:
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=False)
    try:
        sheet = book.worksheets[0] if book.worksheets else None
        if sheet is None:
            return None
        # Some programs write a wrong size of the sheet; without it the rows themselves are counted.
        sheet.reset_dimensions()
        return _read(islice(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), MOST_ROWS))
    finally:
        book.close()


def _read(rows: Iterator[tuple[object, ...]]) -> FilledGrid | None:
    keys = next(rows, ())
    names = next(rows, ())
    if len(keys) <= FIRST_COLUMN or keys[0] != MARK:
        return None
    # Ours fits into a column of the database.
    if not isinstance(keys[1], int) or not 0 < keys[1] < 2**63:
        return None
    columns = {
        place: Column(
            place=_place(2, place), indicator_id=key if isinstance(key, int) else 0, name=_text(name)
        )
        for place, (key, name) in enumerate(zip_longest(keys, names))
        if place >= FIRST_COLUMN and (key is not None or name is not None)
    }
    return FilledGrid(
        campaign_id=keys[1],
        columns=tuple(columns.values()),
        rows=tuple(_row(n, values, columns) for n, values in enumerate(rows, 3) if any(map(_text, values))),
    )


def _row(n: int, values: tuple[object, ...], columns: Mapping[int, Column]) -> Row:
    return Row(
        place=_place(n, 0),
        code=_text(values[0]),
        cells=tuple(
            Cell(
                place=_place(n, place),
                indicator_id=columns[place].indicator_id if place in columns else None,
                value=_number(value),
                text=text,
            )
            for place, value in enumerate(values)
            if place >= FIRST_COLUMN and (text := _text(value))
        ),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _number(value: object) -> Decimal | None:
    """A number as it was typed: the file has binary fractions, whose shortest digits are the typed ones."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return Decimal(format(Decimal(repr(value)), "f").removesuffix(".0"))


def _place(row: int, column: int) -> str:
    """The name of a cell: row 5, column 2 (from 0) -> "C5"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters + str(row)
