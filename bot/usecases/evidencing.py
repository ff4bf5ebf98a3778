"""Photos and files that show a figure: sent while its question is open, seen by whoever sees the report."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import ClassVar

from bot.campaign import report_life
from bot.errors import Refused
from bot.store import audit, evidence, reports
from bot.store.engine import Tx
from bot.store.evidence import Evidence
from bot.store.narratives import KeptFile
from bot.store.reports import ReportHead
from bot.texts import View
from bot.usecases.access import Action, Caller, may, require_evidence
from bot.usecases.paging import paged
from bot.usecases.sheets import SHOWN, check_open, check_owed, own_head, own_sheet, seen

MOST = 5
"""Pieces of evidence for one figure."""
KINDS = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".heic", ".tif", ".tiff", ".pdf"}
    | {".doc", ".docx", ".odt", ".rtf", ".xls", ".ods", ".csv", ".txt", ".ppt", ".pptx"}
)
"""The endings of files that can be evidence: what an office opens without running it."""
OPEN_FOR_FILES = frozenset({"question", "doubt", "clash", "reason", "because", "sentence"})
"""The screens on which one indicator is asked: a photo or file that is sent there is evidence for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceKept(View):
    """A photo or file was kept; the question above stays open. `captioned`: its caption was not read as a figure."""

    template: ClassVar[str] = "evidence_kept"
    head: ReportHead
    indicator_id: int
    indicator: str
    count: int
    most: int
    captioned: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceList(View):
    """What a report has, a page at a time."""

    template: ClassVar[str] = "evidence_list"
    in_place: ClassVar[bool] = True
    head: ReportHead
    rows: tuple[Evidence, ...]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceShown(View):
    """One piece, sent back as the file that it is; these are the words under it."""

    template: ClassVar[str] = "evidence_shown"
    evidence: Evidence
    may_remove: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """A figure that one more piece fits beside; `rows` is all that its report has."""

    head: ReportHead
    indicator_id: int
    indicator: str
    rows: tuple[Evidence, ...]


def check_before(tx: Tx, who: Caller, now: datetime) -> None:
    """Refused before anything is fetched, where it could not be kept."""
    _asked(tx, who, now)


def check_kind(name: str) -> None:
    """Refused for a file that shows nothing; a photo has no name."""
    if PurePath(name or "photo.jpg").suffix.lower() not in KINDS:
        raise Refused("evidence_kind")


def add(
    tx: Tx, who: Caller, now: datetime, *, kind: str, file: KeptFile, message_id: int, captioned: bool
) -> EvidenceKept:
    found = _asked(tx, who, now)
    keep(tx, who, now, found, kind=kind, file=file, message_id=message_id)
    return EvidenceKept(
        head=found.head,
        indicator_id=found.indicator_id,
        indicator=found.indicator,
        count=1 + sum(row.indicator_id == found.indicator_id for row in found.rows),
        most=MOST,
        captioned=captioned,
    )


def keep(
    tx: Tx, who: Caller, now: datetime, found: Room, *, kind: str, file: KeptFile, message_id: int | None
) -> None:
    """Write a piece down; Refused where the report has the same file already."""
    twin = next((row for row in found.rows if row.file.hash == file.hash), None)
    if twin is not None:
        raise Refused("evidence_twice", name=twin.file.name, indicator=twin.indicator)
    evidence_id = evidence.add(
        tx,
        report_id=found.head.report_id,
        indicator_id=found.indicator_id,
        kind=kind,
        file=file,
        message_id=message_id,
        source=found.head.source,
        person_id=who.known,
        now=now,
    )
    _note(tx, who, now, found.head.report_id, "evidence", evidence_id)


def _asked(tx: Tx, who: Caller, now: datetime) -> Room:
    """Room beside the figure that is asked in the chat."""
    draft = who.draft
    if draft.screen not in OPEN_FOR_FILES or draft.report_id is None:
        raise Refused("stale")
    if draft.indicator_id is None:
        raise Refused("evidence_of_which")
    return room(tx, who, now, report_id=draft.report_id, indicator_id=draft.indicator_id)


def room(tx: Tx, who: Caller, now: datetime, *, report_id: int, indicator_id: int) -> Room:
    """Room beside a figure of the caller's report; Refused where no more fits."""
    lines = own_sheet(tx, who, report_id)
    check_open(lines.head, now)
    line = lines.line(indicator_id)
    if line is None:
        raise Refused("stale")
    rows = tuple(evidence.of_report(tx, report_id))
    if sum(row.indicator_id == indicator_id for row in rows) >= MOST:
        raise Refused("evidence_full", most=MOST, indicator=line.name)
    return Room(head=lines.head, indicator_id=indicator_id, indicator=line.name, rows=rows)


def listed(tx: Tx, who: Caller, _: datetime, *, report_id: int, page: int = 0) -> EvidenceList:
    head = seen(tx, who, report_id)
    rows = evidence.of_report(tx, report_id)
    page, pages = paged(page, len(rows), SHOWN)
    return EvidenceList(
        head=head,
        rows=tuple(rows[page * SHOWN : (page + 1) * SHOWN]),
        count=len(rows),
        page=page,
        pages=pages,
    )


def show(tx: Tx, who: Caller, _: datetime, *, evidence_id: int) -> EvidenceShown:
    """One piece, for whoever may see the report."""
    found = _found(tx, evidence_id)
    head = reports.head(tx, found.report_id)
    if head is None:
        raise Refused("gone")
    require_evidence(who, head)
    return EvidenceShown(evidence=found, may_remove=may_remove(who, head, found))


def may_remove(who: Caller, head: ReportHead, piece: Evidence) -> bool:
    """Whether it is the caller's own, and its report still with its unit."""
    mine = piece.person_id == who.person_id and may(who, Action.REPORT, unit_id=head.unit_id, path=head.path)
    return mine and head.state not in report_life.HANDED_IN


def drop(tx: Tx, who: Caller, now: datetime, *, evidence_id: int) -> tuple[EvidenceList, str | None]:
    """The same as `take_back`, with the list as it is then."""
    report_id, gone = take_back(tx, who, now, evidence_id=evidence_id)
    return listed(tx, who, now, report_id=report_id), gone


def take_back(tx: Tx, who: Caller, now: datetime, *, evidence_id: int) -> tuple[int, str | None]:
    """Take back what one sent oneself, until the report is handed in.

    Returns the report, and the hash of a file that nobody needs now.
    """
    found = _found(tx, evidence_id)
    head = own_head(tx, who, found.report_id)
    if found.person_id != who.known:
        raise Refused("evidence_of_other", person=found.person)
    check_owed(head, now)
    evidence.remove(tx, evidence_id, now)
    _note(tx, who, now, head.report_id, "evidence_removed", evidence_id)
    return head.report_id, None if evidence.is_used(tx, found.file.hash) else found.file.hash


def _found(tx: Tx, evidence_id: int) -> Evidence:
    found = evidence.of(tx, evidence_id)
    if found is None:
        raise Refused("gone")
    return found


def _note(tx: Tx, who: Caller, now: datetime, report_id: int, action: str, evidence_id: int) -> None:
    audit.note(tx, action, "report", report_id, person_id=who.known, now=now, facts={"evidence": evidence_id})
