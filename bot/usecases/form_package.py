"""Many filled forms in one .zip. Read apart: here nothing is believed, and nothing is written to the disk."""

import posixpath
from dataclasses import dataclass

from bot.directive.document import UnreadableDocument
from bot.directive.reading.guards import MOST_UNPACKED, Package
from bot.usecases import report_form
from bot.usecases.report_form import FilledForm

MOST_FORMS = 100
ENDING = ".xlsx"
_OF_A_FORM = {"damaged": "broken_form", "suspicious": "unsafe_form"}
"""The reasons whose sentences would speak of a directive."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SentForm:
    """A file that should be a form, by its name; `reason` is the code of why it is none."""

    name: str
    form: FilledForm | None
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SentForms:
    """What a .zip holds, in the order of the names."""

    forms: tuple[SentForm, ...]


def read_package(content: bytes) -> SentForms:
    """Every file of a .zip, read or refused by its name.

    Raises UnreadableDocument where the whole is a danger, holds nothing, or more than MOST_FORMS files.
    """
    package = Package(content, of_office=False)
    every = sorted((name, _told(name, utf8)) for name, utf8 in package.names())
    entries = {name: told for name, told in every if not _is_of_system(told)}
    if not entries:
        raise UnreadableDocument("empty")
    if len(entries) > MOST_FORMS:
        raise UnreadableDocument("too_many")
    left = MOST_UNPACKED
    found = []
    for name, told in entries.items():
        try:
            _check_name(told)
            inner = package.read(name)
            left = _taken(left, inner)
            found.append(SentForm(name=_shown(told), form=_form(inner)))
        except UnreadableDocument as unreadable:
            found.append(SentForm(name=_shown(told), form=None, reason=why_of_a_form(unreadable)))
    return SentForms(forms=tuple(found))


def why_of_a_form(unreadable: UnreadableDocument) -> str:
    """The refusal of a file that should be a form."""
    return "_".join(("document", _OF_A_FORM.get(unreadable.reason, unreadable.reason)))


def _taken(left: int, content: bytes) -> int:
    """What the forms unpack to themselves counts together, too."""
    left -= Package(content).unpacked
    if left < 0:
        raise UnreadableDocument("suspicious")
    return left


def _form(content: bytes) -> FilledForm:
    form = report_form.read(content)
    if form is None:
        raise UnreadableDocument("unknown_form")
    return form


def _is_of_system(name: str) -> bool:
    """Folders, and what computers put beside the files that a person packed."""
    return (
        name.endswith("/") or name.startswith("__MACOSX/") or posixpath.basename(name).startswith((".", "~$"))
    )


def _told(name: str, utf8: bool) -> str:
    """The name as its maker wrote it: many programs write UTF-8 without saying so."""
    if utf8:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _check_name(name: str) -> None:
    """Nothing is unpacked to a place, but who names a file so means no good."""
    if "\\" in name or name.startswith("/") or ":" in name or ".." in name.split("/"):
        raise UnreadableDocument("suspicious")
    if not name.lower().endswith(ENDING):
        raise UnreadableDocument("no_form")


def _shown(name: str) -> str:
    return posixpath.basename(name.replace("\\", "/"))[:100]
