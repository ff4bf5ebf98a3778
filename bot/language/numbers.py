"""What officials type where a figure is asked: "12,5 ty", "50 tỷ 200 triệu", "14/14 xã", "không phát sinh".

The door to reading numbers: the parts behind it are chunks (words), amounts (how much), statements (what is
said about each amount), interpretation (which is the figure) and figures (is it plausible for the indicator).
"""

import re
from decimal import Decimal

from bot.campaign.model import Standing
from bot.campaign.targets import number as write_number
from bot.language.chunks import chunk
from bot.language.figures import FigureReading, judge
from bot.language.folding import normalise
from bot.language.interpretation import interpret
from bot.language.measure_units import measure_unit as parse_unit
from bot.language.quantity import Candidate, Kind, Part, Quantity, convert, in_measure_unit
from bot.language.statements import read_statement

__all__ = [
    "Candidate",
    "FigureReading",
    "Kind",
    "Part",
    "Quantity",
    "as_figure",
    "as_standing",
    "in_measure_unit",
    "read_number",
    "write_money_in_full",
    "write_number",
]

LONGEST = 400
"""Characters of an answer that gives a figure; a longer text is a narrative."""
_LETTERS_FOR_DIGITS = re.compile(
    r"(?<!\w)(?:[0-9][0-9.,]*[OoIl]+[0-9.,]*|[OoIl]+[0-9][0-9.,OoIl]*)(?![^\W\d_])(?!/)"
)
# "12,5 tr.đ", the currency sign, and "đ/c", which is no đồng.
_ABBREVIATED = re.compile(r"₫|(?<=[0-9 ]tr)\.(?=đ(?:ồng)?\b)|\b[đĐ]/[cC]\b")

# "héc-ta", "ki-lô-mét": foreign words are written with hyphens.
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
# A telephone number with the country's code.
_FROM_ABROAD = re.compile(r"\+84(?=[ .]?[0-9][0-9 .]{7,})")
_IN_FULL = {"₫": " đồng", ".": ""}


def read_number(text: str, *, measure_unit: str = "") -> Quantity:
    """Read an answer; never raises. A bare number is taken in `measure_unit`, the indicator's, if there is one.

    What has two readings is AMBIGUOUS and lists them; what has none is NONE with a reason in `hint`.

    >>> read_number("dạ em báo cáo 12,5 ty ạ", measure_unit="triệu đồng").unit
    'tỷ đồng'
    """
    plain = normalise(text).strip()
    if len(plain) > LONGEST:
        return Quantity(kind=Kind.NONE, hint="too_long")
    if not plain:
        return Quantity(kind=Kind.NONE, hint="empty")
    if "đ" in plain or "₫" in plain:
        plain = _ABBREVIATED.sub(lambda found: _IN_FULL.get(found[0], "đồng chí"), plain)
    if "+84" in plain:
        plain = _FROM_ABROAD.sub("0", plain)
    if "-" in plain:
        plain = _HYPHEN.sub(" ", plain)
    if _LETTERS_FOR_DIGITS.search(plain):
        return Quantity(kind=Kind.NONE, hint="letters_for_digits")
    return interpret(read_statement(chunk(plain)), measure_unit)


def as_figure(
    text: str,
    *,
    measure_unit: str,
    target: Decimal | None = None,
    last: Decimal | None = None,
    direction: str | None = None,
    running_total: bool = False,
    in_period: bool = False,
    so_far: Decimal | None = None,
) -> FigureReading:
    """Read an answer against its indicator: a value in its measure unit, or a question with a reason.

    `target` and `last` (the figure of the period before) are in `measure_unit`; `direction` is the indicator's
    (a Direction); `running_total` says that the total since the start of the year is asked for, `in_period` that
    only what the period brought is, after `so_far` in the periods before.
    """
    quantity = read_number(text, measure_unit=measure_unit)
    return judge(
        quantity,
        measure_unit=measure_unit,
        target=target,
        last=last,
        direction=direction,
        running_total=running_total,
        in_period=in_period,
        so_far=so_far,
    )


def as_standing(text: str) -> Standing | None:
    """How far a qualitative indicator has come; None where the text does not say so plainly."""
    quantity = read_number(text)
    standings = {
        "done": Standing.DONE,
        "met": Standing.DONE,
        "exceeded": Standing.DONE,
        "in_progress": Standing.IN_PROGRESS,
        "not_started": Standing.NOT_STARTED,
    }
    return standings.get(quantity.state or "")


def write_money_in_full(value: Decimal, unit: str) -> str:
    """Money without its scale word; "" for what is not money.

    >>> write_money_in_full(Decimal("12.5"), "tỷ đồng")
    '12.500.000.000 đồng'
    """
    name = parse_unit(unit)
    full = convert(value, unit, name.name) if name.is_money else None
    return "" if full is None else " ".join((write_number(full), name.name))
