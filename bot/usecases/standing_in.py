"""`/nhapthay`: an admin enters a report in its unit's stead, from a paper or the phone. He says once from what.

From then on the screens, the checks and the forms are those of the unit's focal point; only what belongs to the unit
alone (withdrawing, discarding its draft) stays with it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from bot.errors import Refused
from bot.store import audit, people, reports, stand_ins
from bot.store.engine import Tx
from bot.store.reports import ReportHead
from bot.store.sheets import sheet
from bot.texts import View
from bot.usecases.access import Action, Caller, may
from bot.usecases.reporting import go_on, open_report
from bot.usecases.sheets import check_running

SCREEN = "stand_in"
KINDS = ("paper", "phone", "other")
"""From what, in the order of the buttons; "form" is for the Excel forms that an admin sends."""
LONGEST = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceAsked(View):
    """From what does the admin enter? First by a button (`kind` is ""), then in words: which paper, who said so.

    `before` is what he said of this report the last time.
    """

    template: ClassVar[str] = "stand_in"
    head: ReportHead
    kind: str
    before: str | None
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StandInEnded(View):
    """The admin's next message is no figure of the unit any more."""

    template: ClassVar[str] = "stand_in_ended"
    in_place: ClassVar[bool] = True
    head: ReportHead
    entered: int


def may_stand_in(who: Caller, head: ReportHead) -> bool:
    """Whether the caller may enter this report though it is not his unit's."""
    return may(who, Action.STAND_IN, unit_id=head.owner_id, path=head.owner_path)


def choose(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> View:
    """A report was chosen: his own goes on as ever, of another he is asked from what he enters it.

    It is begun only once he has said so.
    """
    head = _head(tx, period_id, unit_id)
    check(who, head, now)
    if may(who, Action.REPORT, unit_id=head.unit_id, path=head.path):
        return open_report(tx, who, now, period_id=period_id, unit_id=unit_id)
    return _ask(tx, who, now, head, kind="")


def begin(tx: Tx, who: Caller, now: datetime, *, report_id: int) -> View:
    """The same from the report's card."""
    head = reports.head(tx, report_id)
    if head is None:
        raise Refused("gone")
    return choose(tx, who, now, period_id=head.period_id, unit_id=head.unit_id)


def _head(tx: Tx, period_id: int, unit_id: int) -> ReportHead:
    head = reports.head_for(tx, period_id=period_id, unit_id=unit_id)
    if head is None:
        raise Refused("gone")
    return head


def check(who: Caller, head: ReportHead, now: datetime) -> None:
    """Refused where the caller may not enter this report in its unit's stead, or not now."""
    if not may_stand_in(who, head):
        raise Refused("not_allowed" if who.roles else "no_role")
    check_running(head)
    if head.is_locked(now.date()):
        raise Refused("stand_in_locked", unit=head.unit, phase=head.phase, days=head.lock_days)


def choose_kind(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    """A paper, the phone, something else: then which, and from whom."""
    head, _ = _asked(tx, who, now)
    if not 0 <= place < len(KINDS):
        raise Refused("stale")
    return _ask(tx, who, now, head, kind=KINDS[place])


def again(tx: Tx, who: Caller, now: datetime) -> View:
    """From the same as the last time."""
    head, _ = _asked(tx, who, now)
    before = stand_ins.source(tx, head.report_id, who.known)
    if before is None:
        raise Refused("stale")
    return _enter(tx, who, now, head, before)


def say(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """Which paper, or who said so on the phone; without a kind before it, it is something else."""
    head, pending = _asked(tx, who, now)
    words = " ".join(text.split())
    if not any(letter.isalnum() for letter in words) or len(words) > LONGEST:
        raise Refused("stand_in_unsaid", most=LONGEST)
    return _enter(tx, who, now, head, ":".join((pending["kind"] or "other", words)))


def _enter(tx: Tx, who: Caller, now: datetime, head: ReportHead, source: str) -> View:
    if not head.report_id:
        opened = reports.open_report(tx, period_id=head.period_id, unit_id=head.unit_id, now=now)
        audit.note(tx, "open", "report", opened, person_id=who.known, now=now)
        head = replace(head, report_id=opened)
    return go_on(tx, who, now, sheet(tx, put(tx, who, now, head, source)))


def put(tx: Tx, who: Caller, now: datetime, head: ReportHead, source: str) -> ReportHead:
    """From now on the caller enters this report from this source; returns its head as he enters it."""
    stand_ins.put(tx, head.report_id, who.known, source, now)
    # Who gave the figures may be a person: the audit, which nobody can change, holds only the kind.
    facts = {"kind": source.partition(":")[0]}
    audit.note(tx, "stand_in", "report", head.report_id, person_id=who.known, now=now, facts=facts)
    return replace(head, source=source)


def end(tx: Tx, who: Caller, now: datetime, *, report_id: int) -> StandInEnded:
    """ "Thôi nhập thay": what was entered stays, and so does another report that is open meanwhile."""
    head = reports.head(tx, report_id)
    if head is None:
        raise Refused("gone")
    if not may_stand_in(who, head):
        raise Refused("not_allowed")
    if who.draft.report_id == report_id:
        people.move(tx, who.known, "idle", now=now)
    return StandInEnded(head=head, entered=sheet(tx, head).entered)


def current(tx: Tx, who: Caller, now: datetime) -> View | None:
    """The open question from what he enters; None where none is."""
    try:
        head, pending = _asked(tx, who, now)
    except Refused:
        return None
    return _view(tx, who, head, kind=pending["kind"], version=who.draft.version)


def _asked(tx: Tx, who: Caller, now: datetime) -> tuple[ReportHead, dict[str, Any]]:
    pending = who.draft.pending
    if who.draft.screen != SCREEN or pending is None:
        raise Refused("stale")
    head = _head(tx, pending["period"], pending["unit"])
    check(who, head, now)
    return head, pending


def _ask(tx: Tx, who: Caller, now: datetime, head: ReportHead, *, kind: str) -> SourceAsked:
    pending = {"kind": kind, "period": head.period_id, "unit": head.unit_id}
    people.move(tx, who.known, SCREEN, now=now, report_id=head.report_id or None, pending=pending)
    return _view(tx, who, head, kind=kind, version=who.draft.version + 1)


def _view(tx: Tx, who: Caller, head: ReportHead, *, kind: str, version: int) -> SourceAsked:
    before = None if kind else stand_ins.source(tx, head.report_id, who.known)
    return SourceAsked(head=head, kind=kind, before=before, version=version)
