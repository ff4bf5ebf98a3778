"""What a file sent to the bot is: a directive, the grid of unit targets, the list of units, or a refusal."""

from dataclasses import dataclass
from pathlib import PurePath

from bot.campaign.model import Role
from bot.directive.document import UnreadableDocument
from bot.directive.extraction import extract, is_directive
from bot.directive.model import DirectiveDraft
from bot.directive.reading import MOST_BYTES, read_document
from bot.errors import Refused
from bot.usecases import targets_grid
from bot.usecases.access import Action, Caller, at
from bot.usecases.targets_grid import FilledGrid
from bot.usecases.unit_table import looks_like_units

__all__ = ["MOST_BYTES", "SentDirective", "SentUnits", "check_sender", "read", "read_directive"]

TEXTS = frozenset({".txt", ".docx", ".docm", ".doc", ".rtf", ".odt", ".pdf"})
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".heic"})
TABLES = frozenset({".csv", ".xlsx"})


@dataclass(frozen=True, kw_only=True, slots=True)
class SentDirective:
    draft: DirectiveDraft


@dataclass(frozen=True, kw_only=True, slots=True)
class SentUnits:
    """A list of units; it is read by the enrolment."""


def check_sender(who: Caller) -> None:
    """Refused before anything is fetched where the person has nothing to send files for."""
    if who.roles and not who.holds(Role.ADMIN):
        raise Refused("file_not_expected")
    at(who, Action.RUN_CAMPAIGNS)


def read(name: str, content: bytes) -> SentDirective | SentUnits | FilledGrid:
    """Tell what the file is by its ending and content; Refused with what to send instead."""
    ending = PurePath(name).suffix.lower()
    if len(content) > MOST_BYTES:
        raise Refused("document_too_large")
    if ending in PICTURES:
        raise Refused("document_scan")
    if ending in TEXTS:
        return SentDirective(draft=read_directive(name, content))
    if ending in TABLES:
        filled = targets_grid.read(content) if ending == ".xlsx" else None
        if filled is not None:
            return filled
        if looks_like_units(name, content):
            return SentUnits()
    raise Refused("file_unknown", name=name)


def read_directive(name: str, content: bytes) -> DirectiveDraft:
    """The reading of a directive; Refused where the file cannot be read or launches nothing."""
    try:
        draft = extract(read_document(name, content))
    except UnreadableDocument as unreadable:
        raise Refused("_".join(("document", unreadable.reason))) from unreadable
    if not is_directive(draft):
        raise Refused("not_a_directive")
    return draft
