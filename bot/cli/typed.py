"""What is typed behind an option: read, or refused with what was expected."""

import argparse
from datetime import date, datetime


def day(text: str) -> date:
    """A date such as 2023-06-16."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("expected a date such as 2023-06-16") from None


def moment(text: str) -> datetime:
    """A moment such as 2023-06-13T08:00, or a date."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("expected a moment such as 2023-06-13T08:00") from None


def numbered_day(text: str) -> tuple[int, date]:
    """A phase and its date, such as 1=2023-06-16."""
    number, _, written = text.partition("=")
    if not number.isdecimal():
        raise argparse.ArgumentTypeError("expected a phase and its date, such as 1=2023-06-16")
    return int(number), day(written)


def port(text: str) -> int:
    """A port number, 0 for any that is free."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError("expected a port number from 0 to 65535")
    return int(text)
