"""What goes with a report beside its figures, on the page: evidence, good examples, the signed report.

What is kept, and what is refused, is decided where the chat has it decided; the open screen of the chat stays.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.campaign import report_life
from bot.errors import Refused
from bot.store import evidence, narratives
from bot.store.engine import Tx
from bot.store.evidence import Evidence
from bot.store.narratives import GoodExample, KeptFile, SignedReport
from bot.store.reports import ReportHead
from bot.store.sheets import sheet
from bot.usecases import evidencing, good_examples, page_reports, signed_papers
from bot.usecases.access import Caller
from bot.usecases.good_examples import LONGEST_DEED, LONGEST_NAME
from bot.usecases.sheets import check_open


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A piece of evidence, and whether the caller may take it back."""

    evidence: Evidence
    may_remove: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class OfIndicator:
    """The evidence for one figure; `has_room` where the caller may send another piece."""

    indicator_id: int
    name: str
    pieces: tuple[Piece, ...]
    has_room: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceOnPage:
    """The indicators of a report that have evidence; for whoever enters it all of them."""

    head: ReportHead
    indicators: tuple[OfIndicator, ...]
    may_add: bool
    kinds: tuple[str, ...]
    most: int = evidencing.MOST


@dataclass(frozen=True, kw_only=True, slots=True)
class ExamplesOnPage:
    """The good examples of a report; a name can be taken out of it by whoever enters it, also later on."""

    head: ReportHead
    examples: tuple[GoodExample, ...]
    may_add: bool
    may_remove: bool
    may_unname: bool
    most: int = good_examples.MOST
    longest_name: int = LONGEST_NAME
    longest_deed: int = LONGEST_DEED


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedOnPage:
    """The signed report in force, which a newer one replaces."""

    head: ReportHead
    signed: SignedReport | None
    may_send: bool
    year: int


# --- Evidence ----------------------------------------------------------------------------------------------


def show_evidence(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> EvidenceOnPage:
    head, own = _seen(tx, who, period_id, unit_id)
    may_add = own is not None and page_reports.is_open(head, now.date())
    rows = evidence.of_report(tx, head.report_id)
    names = {line.indicator_id: line.name for line in sheet(tx, head)} | {
        row.indicator_id: row.indicator for row in rows
    }
    found = (_of_indicator(who, head, rows, key, name, may_add=may_add) for key, name in names.items())
    return EvidenceOnPage(
        head=head,
        indicators=tuple(one for one in found if one.pieces or one.has_room),
        may_add=may_add,
        kinds=tuple(sorted(evidencing.KINDS)),
    )


def _of_indicator(
    who: Caller, head: ReportHead, rows: list[Evidence], indicator_id: int, name: str, *, may_add: bool
) -> OfIndicator:
    pieces = tuple(
        Piece(evidence=row, may_remove=may_add and evidencing.may_remove(who, head, row))
        for row in rows
        if row.indicator_id == indicator_id
    )
    has_room = may_add and len(pieces) < evidencing.MOST
    return OfIndicator(indicator_id=indicator_id, name=name, pieces=pieces, has_room=has_room)


def check_evidence(
    tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int, indicator_id: int
) -> evidencing.Room:
    """Refused before a file is read, where it could not be kept."""
    head = page_reports.own(tx, who, period_id=period_id, unit_id=unit_id)
    return evidencing.room(tx, who, now, report_id=head.report_id, indicator_id=indicator_id)


def keep_evidence(
    tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int, indicator_id: int, file: KeptFile
) -> None:
    found = check_evidence(tx, who, now, period_id=period_id, unit_id=unit_id, indicator_id=indicator_id)
    # Sent back in the chat as the file that it is: a photo would lose what Telegram does not show of it.
    evidencing.keep(tx, who, now, found, kind="document", file=file, message_id=None)


# --- Good examples -----------------------------------------------------------------------------------------


def show_examples(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> ExamplesOnPage:
    head, own = _seen(tx, who, period_id, unit_id)
    examples = tuple(narratives.good(tx, head.report_id))
    owed = head.state in report_life.OWED and page_reports.is_open(head, now.date())
    return ExamplesOnPage(
        head=head,
        examples=examples,
        may_add=own is not None and owed and len(examples) < good_examples.MOST,
        may_remove=own is not None and owed,
        may_unname=own is not None,
    )


def add_example(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    period_id: int,
    unit_id: int,
    name: str,
    deed: str,
    agreed: bool | None,
) -> None:
    """Whose it is (left out where he does not agree to be named), and what was done."""
    head = page_reports.own(tx, who, period_id=period_id, unit_id=unit_id)
    good_examples.check_room(tx, head, now)
    if agreed is None:
        raise Refused("example_consent")
    named = good_examples.short(name, LONGEST_NAME) if agreed else None
    good_examples.add(tx, who, now, head, name=named, deed=good_examples.short(deed, LONGEST_DEED))


def remove_example(
    tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int, example_id: int
) -> None:
    head = page_reports.own(tx, who, period_id=period_id, unit_id=unit_id)
    good_examples.take_back(tx, who, now, head, example_id)


def unname_example(
    tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int, example_id: int
) -> None:
    head = page_reports.own(tx, who, period_id=period_id, unit_id=unit_id)
    good_examples.unname(tx, who, now, head, example_id)


# --- The signed report -------------------------------------------------------------------------------------


def show_signed(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> SignedOnPage:
    head, own = _seen(tx, who, period_id, unit_id)
    return SignedOnPage(
        head=head,
        signed=next(reversed(narratives.signed(tx, head.report_id)), None),
        may_send=own is not None and page_reports.is_open(head, now.date()),
        year=now.year,
    )


def check_signed(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> ReportHead:
    """Refused before a file is read, where it could not be kept."""
    head = page_reports.own(tx, who, period_id=period_id, unit_id=unit_id)
    check_open(head, now)
    return head


def keep_signed(
    tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int, file: KeptFile, text: str
) -> None:
    head = check_signed(tx, who, now, period_id=period_id, unit_id=unit_id)
    signed_papers.keep(tx, who, now, head, file=file, text=text)


def open_signed(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> KeptFile:
    head, _ = _seen(tx, who, period_id, unit_id)
    return signed_papers.show(tx, who, now, report_id=head.report_id).signed.file


def _seen(tx: Tx, who: Caller, period_id: int, unit_id: int) -> tuple[ReportHead, ReportHead | None]:
    """A report that was begun, and again as the caller enters it; None where he only looks at it."""
    head = page_reports.seen(tx, who, period_id=period_id, unit_id=unit_id)
    if not head.report_id:
        raise Refused("gone")
    own = page_reports.entered_by(tx, who, head)
    return own or head, own
