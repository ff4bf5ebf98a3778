"""A list of units as a file: .csv or .xlsx, its first row the names of the columns, then a row a unit."""

import csv
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import PurePath
from zipfile import BadZipFile

from bot.campaign.model import Duty
from bot.directive.document import UnreadableDocument
from bot.directive.reading.guards import Package
from bot.errors import Refused
from bot.usecases.naming import WrittenName, read_name

COLUMNS = ("code", "name", "kind", "level", "parent", "cluster", "obligation")
OTHER_NAMES = ("aliases", "former")
"""Columns that a file may have: other names of the unit, between "|"."""
FILLED = ("code", "name", "kind", "level")
"""The columns that no row may leave empty."""
LONGEST = {"code": 64, "name": 200, "kind": 64, "level": 64, "cluster": 64}
MOST_ROWS = 20_000
MOST_LINES = 5 * MOST_ROWS
"""A workbook may say that its last row is the thousand-millionth; empty lines between rows are few."""
MOST_COLUMNS = 64
"""Cells further to the right are not looked at."""

# What a broken workbook comes to; XML that does not parse is a SyntaxError.
_DAMAGED = (BadZipFile, zlib.error, EOFError, OSError, KeyError, TypeError, ValueError, SyntaxError)

Lines = Iterator[tuple[int, list[str]]]
"""The rows of a file that hold anything: the line, as a spreadsheet counts it, and the cells."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitRow:
    """A unit as the file has it; `parent` and `cluster` are None where the cell is empty."""

    line: int
    code: str
    name: str
    kind: str
    level: str
    parent: str | None = None
    cluster: str | None = None
    duty: Duty = Duty.REQUIRED
    aliases: tuple[str, ...] = ()
    former: tuple[WrittenName, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BadRow:
    """A row that cannot be used: the file's line, the reason, and the words in question."""

    line: int
    reason: str
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitTable:
    """The whole file: every code in it, the rows that can be used, and those that cannot."""

    codes: frozenset[str]
    rows: tuple[UnitRow, ...]
    bad: tuple[BadRow, ...] = ()


def looks_like_units(name: str, content: bytes) -> bool:
    """Whether the file's head names the columns of a list of units; it may be wrong in everything else.

    >>> looks_like_units("don-vi.csv", b"code;name;kind;level;parent;cluster;obligation")
    True
    """
    try:
        _, head = next(_lines(name, content), (0, []))
    except Refused:
        return content.lstrip(b"\xef\xbb\xbf")[:5].lower() in {b"code,", b"code;"}
    return {"code", "name"} <= set(map(str.lower, head)) and len(set(COLUMNS) & set(map(str.lower, head))) > 2


def read_unit_table(name: str, content: bytes) -> UnitTable:
    """Read the file; bad rows are kept with their reasons, so that all of them are named at once.

    Refused: units_not_text (not UTF-8), units_columns (a column is missing), units_none, units_too_many,
    document_… where an .xlsx file cannot be opened.
    """
    lines = _lines(name, content)
    _, head = next(lines, (0, []))
    places = {column.lower(): place for place, column in enumerate(head)}
    missing = [column for column in COLUMNS if column not in places]
    if missing:
        raise Refused("units_columns", missing=missing, columns=COLUMNS)
    first: dict[str, int] = {}
    rows: list[UnitRow] = []
    bad: list[BadRow] = []
    for count, (line, cells) in enumerate(lines, 1):
        if count > MOST_ROWS:
            raise Refused("units_too_many", most=MOST_ROWS)
        row = {
            column: cells[place] if (place := places.get(column, len(cells))) < len(cells) else ""
            for column in (*COLUMNS, *OTHER_NAMES)
        }
        wrong = _wrong(line, row, first)
        if wrong is not None:
            bad.append(wrong)
        else:
            rows.append(_unit(line, row))
        if row["code"]:
            first.setdefault(row["code"], line)
    if not rows and not bad:
        raise Refused("units_none")
    return UnitTable(codes=frozenset(first), rows=tuple(rows), bad=tuple(bad))


def _wrong(line: int, row: Mapping[str, str], first: Mapping[str, int]) -> BadRow | None:
    for column in FILLED:
        if not row[column]:
            return BadRow(line=line, reason="empty", text=column)
    for column, longest in LONGEST.items():
        if len(row[column]) > longest:
            return BadRow(line=line, reason="too_long", text=column)
    if row["obligation"].lower() not in set(Duty):
        return BadRow(line=line, reason="obligation", text=row["obligation"])
    if row["code"] in first:
        return BadRow(line=line, reason="twice", text=row["code"])
    for column in OTHER_NAMES:
        for written in _parts(row[column]):
            try:
                read_name(written)
            except Refused:
                return BadRow(line=line, reason="other_name", text=written)
    return None


def _unit(line: int, row: Mapping[str, str]) -> UnitRow:
    return UnitRow(
        line=line,
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        level=row["level"],
        parent=row["parent"] or None,
        cluster=row["cluster"] or None,
        duty=Duty(row["obligation"].lower()),
        aliases=tuple(read_name(written).name for written in _parts(row["aliases"])),
        former=tuple(map(read_name, _parts(row["former"]))),
    )


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _lines(name: str, content: bytes) -> Lines:
    read = _from_workbook if PurePath(name).suffix.lower() == ".xlsx" else _from_text
    return ((line, cells) for line, cells in read(content) if any(cells))


def _from_text(content: bytes) -> Lines:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("units_not_text") from error
    head = text.lstrip().partition("\n")[0]
    rows = csv.reader(StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    line = 1
    try:
        for row in rows:
            yield line, [_clean(cell) for cell in row]
            # A quoted cell may go over several lines; the row is named by its first.
            line = rows.line_num + 1
    except csv.Error as error:
        raise Refused("units_not_text") from error


def _from_workbook(content: bytes) -> Lines:
    import openpyxl

    try:
        Package(content)
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    except UnreadableDocument as unreadable:
        raise Refused("_".join(("document", unreadable.reason))) from unreadable
    except _DAMAGED as error:
        raise Refused("document_damaged") from error
    try:
        for sheet in book.worksheets[:1]:
            # Some programs write a wrong size of the sheet; without it the rows themselves are counted.
            sheet.reset_dimensions()
            for line, row in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
                if line > MOST_LINES:
                    raise Refused("units_too_many", most=MOST_ROWS)
                yield line, [_clean(_typed(cell)) for cell in row]
    except _DAMAGED as error:
        raise Refused("document_damaged") from error
    finally:
        book.close()


def _typed(cell: object) -> str:
    """A cell as it was typed: a code such as 12 is a number to a spreadsheet, sometimes 12.0."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _clean(text: str) -> str:
    """NFC, single plain spaces, nothing invisible."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return spaced if spaced.isprintable() else "".join(filter(str.isprintable, spaced))
