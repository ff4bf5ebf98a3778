"""What an address or a form asks for: numbers that fit into the database, days, reasons; nothing where they are none."""

from collections.abc import Sequence
from datetime import date

from starlette.requests import Request

from bot.campaign.model import NarrativePart
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.usecases.page_narratives import SentPart
from bot.web.gate import Fields

LARGEST_ID = 2**63 - 1


def id_of(request: Request, name: str) -> int:
    """A number of the path; Refused where nothing can have it."""
    found = int(request.path_params[name])
    if found > LARGEST_ID:
        raise Refused("gone")
    return found


def whole(text: str) -> int | None:
    """A number of at most nine digits; None where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def day_of(text: str) -> date | None:
    """A day as a browser sends it, or as it is written here: "2026-06-30", "30/6/2026"."""
    day, month, year = (*text.strip().split("/"), "", "")[:3] if "/" in text else ("", "", "")
    try:
        return date(int(year), int(month), int(day)) if day else date.fromisoformat(text.strip())
    except ValueError:
        return None


def because_of(fields: Fields) -> str:
    """Why: in words, or the code of a reason that was offered."""
    return fields.get("because") or fields.get("because_code", "")


def move_of(fields: Fields, offered: Sequence[Move]) -> Move:
    found = next((move for move in offered if move.value == fields.get("move")), None)
    if found is None:
        raise Refused("page_forged")
    return found


def parts_of(fields: Fields) -> dict[NarrativePart, SentPart]:
    """The parts of a report in words that a form holds. Browsers end its lines as teleprinters did."""
    return {
        part: SentPart(
            seen=whole(fields.get(f"seen-{part}", "")) or 0, text=fields[f"text-{part}"].replace("\r\n", "\n")
        )
        for part in NarrativePart
        if f"text-{part}" in fields
    }
