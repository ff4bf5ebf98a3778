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
    return f"{value.day:02d}/{value.month if value.month > 2 else f'0{value.month}'}/{value.year}"


def moment(value: datetime) -> str:
    """A local moment: "08:30 16/6/2023"."""
    return value.strftime("%H:%M ") + day(value)
