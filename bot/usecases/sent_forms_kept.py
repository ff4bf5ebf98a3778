"""The forms that an admin sent are kept with one word, and the complete reports handed in with another.

Each form is kept, and each report handed in, in a transaction of its own; what became of it is written with it, so that
after a kill the rest is done and nothing twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from bot.campaign import report_life
from bot.errors import Refused
from bot.store import people, reports, sent_forms
from bot.store.engine import Tx
from bot.store.reports import ReportHead
from bot.store.sent_forms import SentFormRow
from bot.store.sheets import Sheet, sheet
from bot.texts import View
from bot.usecases import standing_in
from bot.usecases.access import Caller
from bot.usecases.form_reading import FormReading
from bot.usecases.keeping import keep_all
from bot.usecases.reporting import hand_in
from bot.usecases.sent_forms import SCREEN, SHOWN, RefusedFile, facts_of, pending_of, plain_facts
from bot.usecases.sheets import own_sheet


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitKept:
    """What became of one form; `reason` and `facts` where it was refused in the end."""

    unit: str
    phase: str
    kept: int
    left: int
    is_complete: bool
    reason: str
    facts: Mapping[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class SentFormsKept(View):
    """ "Ghi": what was kept; the reports that are complete can be handed in with one tap."""

    template: ClassVar[str] = "sent_forms_kept"
    rows: tuple[UnitKept, ...]
    complete: int
    shown: int = SHOWN
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SentFormsSubmitted(View):
    """The complete ones were handed in; the others with why not."""

    template: ClassVar[str] = "sent_forms_submitted"
    submitted: tuple[str, ...]
    refused: tuple[RefusedFile, ...]
    shown: int = SHOWN


def keep_next(tx: Tx, who: Caller, now: datetime) -> bool:
    """Keep the next form that waits, on its unit's behalf; False where none does."""
    pending = pending_of(who)

    def keep(row: SentFormRow, head: ReportHead) -> dict[str, Any]:
        why = pending["because"]
        reading = FormReading.of(row.reading)
        if head.state in report_life.HANDED_IN and reading.changed and not why:
            raise Refused("submitted_already", unit=head.unit, phase=head.phase)
        lines = sheet(tx, standing_in.put(tx, who, now, head, ":".join(("form", row.name))))
        kept, left = keep_all(tx, who, now, lines, reading.changed, because=why)
        complete = head.state in report_life.OWED and _is_complete(lines)
        return {"kept": len(kept), "left": len(left) + len(reading.left), "complete": complete}

    return _next(tx, who, now, lambda row: row.outcome is None, keep)


def _is_complete(lines: Sheet) -> bool:
    return lines.entered == len(lines)


def submit_next(tx: Tx, who: Caller, now: datetime) -> bool:
    """Hand the next complete report in, on its unit's behalf; False where none is left."""
    if "kept" not in pending_of(who):
        raise Refused("stale")

    def submit(row: SentFormRow, head: ReportHead) -> dict[str, Any]:
        hand_in(tx, who, now, own_sheet(tx, who, head.report_id))
        return {**(row.outcome or {}), "submitted": True}

    return _next(tx, who, now, lambda row: _is_open(row.outcome), submit)


def _is_open(outcome: dict[str, Any] | None) -> bool:
    return (
        outcome is not None and outcome.get("complete", False) and not {"submitted", "reason"} & set(outcome)
    )


def _next(
    tx: Tx,
    who: Caller,
    now: datetime,
    wanted: Callable[[SentFormRow], bool],
    act: Callable[[SentFormRow, ReportHead], dict[str, Any]],
) -> bool:
    row = next(filter(wanted, sent_forms.of(tx, who.known)), None)
    if row is None:
        return False
    try:
        with tx.begin_nested():
            outcome = act(row, _head(tx, who, now, row))
    except Refused as refused:
        outcome = {**(row.outcome or {}), "reason": refused.reason, "facts": plain_facts(refused)}
    sent_forms.settle(tx, who.known, row.report_id, outcome)
    return True


def _head(tx: Tx, who: Caller, now: datetime, row: SentFormRow) -> ReportHead:
    head = reports.head(tx, row.report_id)
    if head is None:
        raise Refused("gone")
    standing_in.check(who, head, now)
    return head


def kept(tx: Tx, who: Caller, now: datetime) -> View:
    """All were kept: what became of each."""
    pending = pending_of(who)
    if not any(one.outcome for one in sent_forms.of(tx, who.known)):
        raise Refused("stale")
    people.move(tx, who.known, SCREEN, now=now, pending={**pending, "kept": True})
    return _kept(tx, who, version=who.draft.version + 1)


def _kept(tx: Tx, who: Caller, *, version: int) -> SentFormsKept:
    rows = [one for one in sent_forms.of(tx, who.known) if one.outcome is not None]
    told = [(one.reading, one.outcome or {}) for one in rows]
    return SentFormsKept(
        rows=tuple(
            UnitKept(
                unit=reading["unit"],
                phase=reading["phase"],
                kept=outcome.get("kept", 0),
                left=outcome.get("left", 0),
                is_complete=outcome.get("complete", False),
                reason=outcome.get("reason", ""),
                facts=facts_of(outcome.get("facts", {})),
            )
            for reading, outcome in told
        ),
        complete=sum(_is_open(outcome) for _, outcome in told),
        version=version,
    )


def submitted(tx: Tx, who: Caller, now: datetime) -> View:
    """All complete ones were handed in."""
    if "kept" not in pending_of(who):
        raise Refused("stale")
    done = [(one.reading, one.outcome or {}) for one in sent_forms.of(tx, who.known)]
    people.move(tx, who.known, "idle", now=now)
    sent_forms.drop(tx, who.known, settled=True)
    return SentFormsSubmitted(
        submitted=tuple(reading["unit"] for reading, outcome in done if "submitted" in outcome),
        refused=tuple(
            RefusedFile(name=reading["unit"], reason=outcome["reason"], facts=facts_of(outcome["facts"]))
            for reading, outcome in done
            if outcome.get("complete") and "reason" in outcome
        ),
    )


def current(tx: Tx, who: Caller, _: datetime) -> View | None:
    """What became of the forms; None where that is not what is open."""
    if who.draft.screen != SCREEN or "kept" not in (who.draft.pending or {}) or not who.roles:
        return None
    return _kept(tx, who, version=who.draft.version)
