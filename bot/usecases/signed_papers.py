"""The signed report: its PDF with number and date; a newer one replaces it and the older stays in the history."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import ClassVar

from bot.errors import Refused
from bot.language.paper_numbers import read_paper_number
from bot.store import audit, narratives, people
from bot.store.engine import Tx
from bot.store.narratives import KeptFile, SignedReport
from bot.store.reports import ReportHead
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.sheets import check_open, own_head, seen


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedAsked(View):
    """The signed report in force, and what is asked: the file, or (where `waiting` names one) its number and date."""

    template: ClassVar[str] = "signed"
    head: ReportHead
    signed: SignedReport | None
    waiting: str | None
    kept: bool
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedShown(View):
    """The words under the file when it is sent back."""

    template: ClassVar[str] = "signed_shown"
    head: ReportHead
    signed: SignedReport


def open_screen(tx: Tx, who: Caller, now: datetime, *, report_id: int) -> SignedAsked:
    head = own_head(tx, who, report_id)
    check_open(head, now)
    return _asked(tx, who, now, head)


def check_before(tx: Tx, who: Caller, now: datetime) -> None:
    """Refused before the file is fetched, where it could not be kept."""
    check_open(_open(tx, who), now)


def check_pdf(content: bytes) -> None:
    if b"%PDF-" not in content[:1024]:
        raise Refused("signed_not_pdf")


def receive(tx: Tx, who: Caller, now: datetime, *, file: KeptFile, caption: str) -> SignedAsked:
    """The file; its caption may say number and date, else they are asked."""
    head = _open(tx, who)
    check_open(head, now)
    if caption.strip() and read_paper_number(caption, today=now.date()) is not None:
        return _keep(tx, who, now, head, file, caption)
    return _asked(tx, who, now, head, waiting=file)


def typed(tx: Tx, who: Caller, now: datetime, *, text: str) -> SignedAsked:
    """Number and date of the file that was sent."""
    head = _open(tx, who)
    check_open(head, now)
    if who.draft.pending is None:
        raise Refused("signed_file_first")
    return _keep(tx, who, now, head, KeptFile(**who.draft.pending["file"]), text)


def _keep(tx: Tx, who: Caller, now: datetime, head: ReportHead, file: KeptFile, text: str) -> SignedAsked:
    keep(tx, who, now, head, file=file, text=text)
    return _asked(tx, who, now, head, kept=True)


def keep(tx: Tx, who: Caller, now: datetime, head: ReportHead, *, file: KeptFile, text: str) -> None:
    """The next version; Refused where the text does not say its number and the day on which it was signed."""
    read = read_paper_number(text, today=now.date())
    if read is None:
        raise Refused("signed_unread", typed=text[:80], year=now.year)
    if read.signed_on > now.date():
        raise Refused("signed_later", day=read.signed_on)
    version = len(narratives.signed(tx, head.report_id)) + 1
    narratives.add_signed(
        tx,
        head.report_id,
        version=version,
        number=read.number,
        signed_on=read.signed_on,
        file=file,
        source=head.source,
        person_id=who.known,
        now=now,
    )
    facts = {"number": read.number, "day": read.signed_on.isoformat(), "version": version}
    audit.note(tx, "signed_report", "report", head.report_id, person_id=who.known, now=now, facts=facts)


def show(tx: Tx, who: Caller, _: datetime, *, report_id: int) -> SignedShown:
    """The paper in force, for whoever may see the report."""
    head = seen(tx, who, report_id)
    every = narratives.signed(tx, report_id)
    if not every:
        raise Refused("gone")
    return SignedShown(head=head, signed=every[-1])


def current(tx: Tx, who: Caller, _: datetime) -> View | None:
    """The open screen; None where another one is open."""
    if who.draft.screen != "signed" or who.report is None:
        return None
    waiting = None if who.draft.pending is None else KeptFile(**who.draft.pending["file"])
    return _shown(tx, who.report, waiting=waiting, version=who.draft.version)


def _open(tx: Tx, who: Caller) -> ReportHead:
    if who.draft.screen != "signed" or who.draft.report_id is None:
        raise Refused("stale")
    return own_head(tx, who, who.draft.report_id)


def _asked(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: ReportHead,
    *,
    waiting: KeptFile | None = None,
    kept: bool = False,
) -> SignedAsked:
    pending = None if waiting is None else {"file": asdict(waiting)}
    people.move(tx, who.known, "signed", now=now, report_id=head.report_id, pending=pending)
    return _shown(tx, head, waiting=waiting, kept=kept, version=who.draft.version + 1)


def _shown(
    tx: Tx, head: ReportHead, *, waiting: KeptFile | None, kept: bool = False, version: int
) -> SignedAsked:
    every = narratives.signed(tx, head.report_id)
    return SignedAsked(
        head=head,
        signed=every[-1] if every else None,
        waiting=None if waiting is None else waiting.name,
        kept=kept,
        version=version,
    )
