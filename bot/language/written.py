"""Figures, shares, days and moments as Vietnamese offices write them: one way for chats, papers and workbooks."""

from datetime import date, datetime
from decimal import Decimal

from bot.campaign import targets


def number(value: Decimal | int) -> str:
    """13455.5 -> "13.455,5"."""
    return targets.number(Decimal(value))


def signed(value: Decimal) -> str:
    """A difference with its sign: "+2,4", "−0,5", "0"."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + targets.number(abs(value))


def percent(value: Decimal) -> str:
    """A share with one decimal, as the directives write it: "164,5%"."""
    return targets.number(value.quantize(Decimal("0.1"))) + "%"


def day(value: date) -> str:
    """date(2023, 6, 16) -> "16/6/2023", date(2023, 1, 5) -> "05/01/2023" (leading zeros as official papers have them)."""
    return f"{value.day:02d}/{month(value)}/{value.year}"


def month(value: date) -> str:
    """The month of a day: "01", "02", "3" … "12"."""
    return f"{value.month:02d}" if value.month <= 2 else str(value.month)


def long_day(value: date) -> str:
    """date(2026, 2, 5) -> "ngày 05 tháng 02 năm 2026"."""
    return f"ngày {value.day:02d} tháng {month(value)} năm {value.year}"


def counted(number: int) -> str:
    """A count in the prose of a paper: 2 -> "02", 0 -> "0", 3321 -> "3.321"."""
    return f"{number:02d}" if 0 < number < 10 else f"{number:,}".replace(",", ".")


def moment(value: datetime) -> str:
    """A local moment: "08:30 16/6/2023"."""
    return value.strftime("%H:%M ") + day(value)
