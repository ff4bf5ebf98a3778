"""What a file sent to the bot is: a directive, a grid, a list of units, forms of reports, or a refusal."""

from dataclasses import dataclass
from pathlib import PurePath

from bot.campaign.model import Role
from bot.directive import DirectiveDraft, UnreadableDocument, extract, is_directive, read_document
from bot.directive.document import Document, Table
from bot.directive.reading import MOST_BYTES
from bot.errors import Refused
from bot.usecases import report_form, targets_grid
from bot.usecases.access import Action, Caller, at
from bot.usecases.form_package import SentForms, read_package, why_of_a_form
from bot.usecases.report_form import FilledForm
from bot.usecases.targets_grid import FilledGrid
from bot.usecases.unit_table import looks_like_units

TEXTS = frozenset({".txt", ".docx", ".docm", ".doc", ".rtf", ".odt", ".pdf"})
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".heic"})
TABLES = frozenset({".csv", ".xlsx"})
FORM = ".xlsx"
FORMS = ".zip"
MOST_LINES = 5_000
"""A directive with all its annexes has some hundreds; reading grows faster than the lines do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SentDirective:
    draft: DirectiveDraft


@dataclass(frozen=True, kw_only=True, slots=True)
class SentUnits:
    """A list of units; it is read by the enrolment."""


Sent = SentDirective | SentUnits | FilledGrid | FilledForm | SentForms


def check_before(who: Caller, *, name: str, size: int) -> None:
    """Refused before anything is fetched: what this person has no use for, or what is too large (in bytes)."""
    form = PurePath(name).suffix.lower() == FORM and who.holds(Role.FOCAL_POINT)
    if who.roles and not (form or who.holds(Role.ADMIN)):
        raise Refused("file_not_expected")
    if not form:
        at(who, Action.RUN_CAMPAIGNS)
    if size > MOST_BYTES:
        raise Refused("document_too_large")


def read(name: str, content: bytes) -> Sent:
    """Tell what the file is by its ending and content; Refused with what to send instead."""
    if len(content) > MOST_BYTES:
        raise Refused("document_too_large")
    try:
        sent = _told_apart(name, content)
    except UnreadableDocument as unreadable:
        if PurePath(name).suffix.lower() == FORM:
            raise Refused(why_of_a_form(unreadable)) from unreadable
        raise Refused("_".join(("document", unreadable.reason))) from unreadable
    if sent is None:
        raise Refused("file_unknown", name=name)
    return sent


def _told_apart(name: str, content: bytes) -> Sent | None:
    ending = PurePath(name).suffix.lower()
    if ending in PICTURES:
        raise UnreadableDocument("scan")
    if ending in TEXTS:
        return SentDirective(draft=read_directive(name, content))
    if ending == FORMS:
        return read_package(content)
    if ending == FORM:
        form = report_form.read(content)
        if form is not None:
            return form
        grid = targets_grid.read(content)
        if grid is not None:
            return grid
    return SentUnits() if ending in TABLES and looks_like_units(name, content) else None


def read_directive(name: str, content: bytes) -> DirectiveDraft:
    """The reading of a directive; Refused where it launches nothing.

    Raises UnreadableDocument where the file cannot be read.
    """
    document = read_document(name, content)
    if _lines(document) > MOST_LINES:
        raise Refused("not_a_directive")
    draft = extract(document)
    if not is_directive(draft):
        raise Refused("not_a_directive")
    return draft


def _lines(document: Document) -> int:
    return sum(len(block.rows) if isinstance(block, Table) else 1 for block in document.blocks)
