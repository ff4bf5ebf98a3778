"""Values as other programs read them: a table as CSV, and what JSON has for a figure, a day, a word."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"
Line: TypeAlias = Mapping[str, object]
# Whatever a spreadsheet program may take for the beginning of a formula, also behind blanks.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBERS = (int, Decimal, date)
"""What no spreadsheet program takes for a formula."""


def lines_as_csv(fields: Sequence[str], lines: Iterable[Line]) -> bytes:
    """A table with a head line; lines end as RFC 4180 has it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(fields)
    writer.writerows([_cell(line[name]) for name in fields] for line in lines)
    return out.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    # Most cells of a history, and it has two million.
    if type(value) is str:
        return guarded(value)
    words = plain(value)
    if isinstance(words, bool):
        return "true" if words else "false"
    return str(words) if isinstance(value, _NUMBERS) else guarded(str(words))


def guarded(text: str) -> str:
    """A text that no spreadsheet program takes for a formula: "=1+1" becomes "'=1+1"."""
    return "'" + text if _FORMULA.match(text) else text


def plain(value: object) -> Plain:
    """A value in JSON's types."""
    match value:
        case Decimal():
            return format(value, "f")
        case StrEnum():
            return value.value
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case None | bool() | int() | str():
            return value
        case _:
            raise TypeError(type(value))
