"""The Excel form of one report as a file: written with what stands in the report, and read when it comes back.

The first row is hidden and says whose form it is, with a signature; so does a hidden cell of each row. Here nothing is
believed and nothing is signed: the file is read apart, by a process without the key.
"""

import hashlib
import hmac
import math
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from typing import Protocol
from zipfile import BadZipFile

from bot.directive.reading.guards import Package

MARK = "dondoc-form"
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "vi": ("TT", "Chỉ tiêu", "Đơn vị tính", "Chỉ tiêu giao", "Các kỳ trước", "Số liệu", "Ghi chú"),
    "en": ("No.", "Indicator", "Measure unit", "Target", "Earlier periods", "Figure", "Note"),
}
"""By the language of whoever has it handed out; it comes back in either. What stands below is the office's own words."""
STANDINGS = ("đã thực hiện", "đang thực hiện", "chưa thực hiện")
HEAD_ROW = 4
"""The row of the headings; the indicators stand below it."""
VALUE, NOTE = 5, 6
_KEY, _BEFORE_VALUE, _BEFORE_NOTE, _SIGNED = 7, 8, 9, 10
_LOCKED = 5
MOST_ROWS = 1_000
_WIDTHS = (4, 36, 10, 18, 22, 16, 30)
_DIGITS = ".15g"
"""What Excel shows of a number: the digits behind are noise of its binary fractions."""
_LARGEST = 1e18


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Whose form it is: a unit's report for a period, with how many indicators; `digest` is of all its rows."""

    campaign_id: int
    period_id: int
    unit_id: int
    report_id: int
    count: int
    digest: str

    def __str__(self) -> str:
        numbers = (VERSION, self.campaign_id, self.period_id, self.unit_id, self.report_id, self.count)
        return ":".join((*map(str, numbers), self.digest))

    @classmethod
    def read(cls, text: str) -> "Identity | None":
        """None for what is no identity of this version of the form."""
        version, *words = text.split(":")
        if version != str(VERSION) or len(words) != 6 or not all(word.isdecimal() for word in words[:5]):
            return None
        numbers = [int(word) for word in words[:5]]
        if any(number >= 2**63 for number in numbers):
            return None
        return cls(
            campaign_id=numbers[0],
            period_id=numbers[1],
            unit_id=numbers[2],
            report_id=numbers[3],
            count=numbers[4],
            digest=words[5],
        )


VERSION = 1
"""Counts the layouts of the form; one of another layout is refused as old."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FormRow:
    """A row as it is handed out: the locked cells, the indicator's id, and what stands in the report already."""

    locked: tuple[str, ...]
    key: str
    value: str
    note: str
    qualitative: bool = False

    @property
    def said(self) -> tuple[str, ...]:
        """What is signed."""
        return (*self.locked, self.key, self.value, self.note)


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """What the file is made of; `marks` are the signatures of the identity and of each row."""

    identity: str
    language: str
    headline: str
    campaign: str
    rows: tuple[FormRow, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FilledRow:
    """A row that came back: its place in the file, what was handed out, what stands in the two open cells now.

    `odd` is the code of why the value cell cannot be read: cell_formula, cell_date, cell_error, cell_too_large.
    """

    place: int
    locked: tuple[str, ...]
    key: str
    before: tuple[str, str]
    signed: str
    value: str
    note: str
    odd: str | None

    @property
    def said(self) -> tuple[str, ...]:
        return (*self.locked, self.key, *self.before)


@dataclass(frozen=True, kw_only=True, slots=True)
class FilledForm:
    """A form that came back, as it says of itself; `identity` and `signed` are words that nobody has checked yet."""

    identity: str
    signed: str
    rows: tuple[FilledRow, ...]


class _Said(Protocol):
    @property
    def said(self) -> tuple[str, ...]: ...


def digest(rows: Iterable[_Said]) -> str:
    """The hash of what was handed out in all rows."""
    return hashlib.sha256(_joined(_joined(row.said) for row in rows).encode()).hexdigest()[:32]


def signature(key: bytes, *words: str) -> str:
    return hmac.new(key, _joined(words).encode(), hashlib.sha256).hexdigest()[:32]


def is_signed(key: bytes, signed: str, *words: str) -> bool:
    return hmac.compare_digest(signature(key, *words).encode(), signed.encode())


def signed(
    key: bytes, identity: Identity, rows: tuple[FormRow, ...], *, language: str, headline: str, campaign: str
) -> Form:
    whose = str(identity)
    marks = (signature(key, whose), *(signature(key, whose, *row.said) for row in rows))
    return Form(
        identity=whose, language=language, headline=headline, campaign=campaign, rows=rows, marks=marks
    )


def _joined(words: Iterable[str]) -> str:
    # Each with its length, so that no two rows are joined to the same text.
    return "".join("".join((str(len(word)), ":", word)) for word in words)


# --- Out -------------------------------------------------------------------------------------------------


def write(form: Form) -> bytes:
    """The .xlsx file. Whatever is in it is text, so that no name becomes a formula and no figure a date."""
    import xlsxwriter

    content = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as book:
        headings = HEADINGS[form.language]
        sheet = book.add_worksheet(headings[VALUE])
        text = {"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"}
        plain = book.add_format(text)
        head = book.add_format({**text, "bold": True, "bg_color": "#E2EFDA"})
        bold = book.add_format({"bold": True})
        value = book.add_format({**text, "locked": False, "bg_color": "#FFF2CC", "align": "right"})
        note = book.add_format({**text, "locked": False, "bg_color": "#FFF2CC"})
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_column(_KEY, _SIGNED, None, None, {"hidden": True})
        sheet.set_row(0, None, None, {"hidden": True})
        for column, word in enumerate((MARK, form.identity, form.marks[0])):
            sheet.write_string(0, column, word)
        sheet.write_string(1, 0, form.headline, bold)
        sheet.write_string(2, 0, form.campaign)
        for column, heading in enumerate(headings):
            sheet.write_string(HEAD_ROW - 1, column, heading, head)
        for place, (row, mark) in enumerate(zip(form.rows, form.marks[1:], strict=True), HEAD_ROW):
            for column, word in enumerate(row.locked):
                sheet.write_string(place, column, word, plain)
            sheet.write_string(place, VALUE, row.value, value)
            sheet.write_string(place, NOTE, row.note, note)
            for column, word in enumerate((row.key, row.value, row.note, mark), _KEY):
                sheet.write_string(place, column, word)
            if row.qualitative:
                choice = {"validate": "list", "source": list(STANDINGS), "error_type": "information"}
                sheet.data_validation(place, VALUE, place, VALUE, choice)
        last = HEAD_ROW + max(len(form.rows), 1) - 1
        sheet.ignore_errors({"number_stored_as_text": _range(last)})
        sheet.freeze_panes(HEAD_ROW, 0)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW - 1)
        sheet.print_area(1, 0, last, NOTE)
        sheet.set_selection(HEAD_ROW, VALUE, HEAD_ROW, VALUE)
    return content.getvalue()


def _range(last: int) -> str:
    return "".join(("A", str(HEAD_ROW + 1), ":G", str(last + 1)))


# --- In --------------------------------------------------------------------------------------------------


def read(content: bytes) -> FilledForm | None:
    """The form that was filled in; None where the file is none of ours, or damaged.

    Raises UnreadableDocument where the file is a danger.
    """
    Package(content)
    try:
        return _opened(content)
    except (BadZipFile, EOFError, KeyError, OSError, SyntaxError, TypeError, ValueError, zlib.error):
        # XML that does not parse is a SyntaxError.
        return None


def _opened(content: bytes) -> FilledForm | None:
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=False)
    try:
        if not book.worksheets:
            return None
        sheet = book.worksheets[0]
        # Some programs write a wrong size of the sheet; without it the rows themselves are counted.
        sheet.reset_dimensions()
        return _read(islice(sheet.iter_rows(max_col=_SIGNED + 1), MOST_ROWS))
    finally:
        book.close()


class _Cell(Protocol):
    @property
    def value(self) -> object: ...


def _read(rows: Iterator[Sequence[_Cell]]) -> FilledForm | None:
    head = [_texts(row) for row in islice(rows, HEAD_ROW)]
    headed = any(words[: NOTE + 1] == list(known) for words in head for known in HEADINGS.values())
    if not headed and (not head or head[0][:1] != [MARK]):
        return None
    first = [*(head[0] if head else ()), "", "", ""]
    known = first[0] == MARK
    return FilledForm(
        identity=first[1] if known else "",
        signed=first[2] if known else "",
        rows=tuple(
            row for place, cells in enumerate(rows, HEAD_ROW + 1) if (row := _row(place, cells)) is not None
        ),
    )


def _row(place: int, cells: Sequence[_Cell]) -> FilledRow | None:
    """A row in which something stands."""
    words = _texts(cells) + [""] * (_SIGNED + 1 - len(cells))
    if not any(words):
        return None
    value, odd = _value(cells[VALUE]) if len(cells) > VALUE else ("", None)
    return FilledRow(
        place=place,
        locked=tuple(words[:_LOCKED]),
        key=words[_KEY],
        before=(words[_BEFORE_VALUE], words[_BEFORE_NOTE]),
        signed=words[_SIGNED],
        value=value,
        note=words[NOTE],
        odd=odd,
    )


def _texts(cells: Sequence[_Cell]) -> list[str]:
    return ["" if cell.value is None else str(cell.value).strip() for cell in cells]


def _value(cell: _Cell) -> tuple[str, str | None]:
    """What stands in a value cell as a person would have typed it, and why it cannot be read."""
    value = cell.value
    match value:
        case None:
            return "", None
        case bool() | datetime() | date() | time() | timedelta():
            return str(value), "cell_date" if not isinstance(value, bool) else "cell_error"
        case int() | float():
            return number(value, percent="%" in str(getattr(cell, "number_format", "")))
        case _:
            text = str(value).strip()
            if getattr(cell, "data_type", "") == "e":
                return text, "cell_error"
            return text, "cell_formula" if text.startswith("=") else None


def number(value: float, *, percent: bool = False) -> tuple[str, str | None]:
    """A number of Excel as it shows it, in Vietnamese writing: 0.1 + 0.2 is "0,3", 0.945 shown in percent "94,5%"."""
    from decimal import Decimal

    if not math.isfinite(value) or abs(value) >= _LARGEST:
        return str(value), "cell_too_large"
    shown = Decimal(format(value, _DIGITS))
    if percent:
        shown *= 100
    text = format(shown, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") + ("%" if percent else ""), None
