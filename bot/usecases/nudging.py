"""What a person has to hear, found when it is planned and once more when it is sent.

`message` gives the words of a row of the outbox from the state of the moment; None where nothing is left
to say. `heard` logs what was said, in the transaction that marks the message as sent.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from bot.campaign import snooze
from bot.campaign.deadlines import Line, Obligation
from bot.campaign.model import CampaignState, Duty, Role
from bot.campaign.notices import Notice
from bot.campaign.snooze import Snooze
from bot.store import days, follow_ups, nudges, recipients, reports, silences, snoozes, summaries, waves
from bot.store import report_moves as moves_made
from bot.store.cluster_reports import ClusterHead
from bot.store.engine import Tx
from bot.store.follow_ups import Question
from bot.store.health import Silent
from bot.store.outbox import Waiting
from bot.store.reports import Due
from bot.store.summaries import PhaseHead
from bot.texts import View
from bot.usecases import (
    alarms,
    announcing,
    commemorating,
    following_up,
    handing_over,
    held_roles,
    leaves,
    notices,
    papers,
    planned_changes,
    report_moves,
    successions,
)
from bot.usecases.hearing import Schedule, is_closed, is_due, is_open, owed, questions, to_hear
from bot.usecases.report_moves import ReportMoved

SHOWN = 8
"""Reports named in one message: one screen of a phone."""
NAMED = 20
"""Overdue reports of others, each a line without a button."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest(View):
    """What the ladder has to say to a person, over all his units and campaigns and those that he stands over."""

    template: ClassVar[str] = "digest"
    day: date
    lines: tuple[Line, ...]
    later: tuple[tuple[Snooze, ...], ...]
    """Until when each report of his own may be put off, in the order of the lines."""
    questions: tuple[Question, ...]
    silent: tuple[Silent, ...]
    """The people of his office whom the bot cannot write to any more."""
    shown: int = SHOWN
    named: int = NAMED


@dataclass(frozen=True, kw_only=True, slots=True)
class Nudge(View):
    """An admin asks for the reports of a phase that a person still owes."""

    template: ClassVar[str] = "nudge"
    day: date
    owed: tuple[Obligation, ...]
    words: str | None
    shown: int = SHOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class Launch(View):
    """A campaign has begun: for which of his units a person reports in it, and by when."""

    template: ClassVar[str] = "launch"
    campaign: str
    phases: tuple[PhaseHead, ...]
    units: tuple[str, ...]
    owed: tuple[Due, ...]
    lines: tuple[Line, ...]
    """What the ladder would say of them today: this message has said it."""
    shown: int = SHOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class NewAdmin(View):
    """Another admin was appointed within the reach of this one."""

    template: ClassVar[str] = "new_admin"
    name: str
    units: tuple[str, ...]


# --- The words ---------------------------------------------------------------------------------------------


def message(tx: Tx, row: Waiting, now: datetime, schedule: Schedule) -> View | None:
    """What a row of the outbox has to say now; None where nothing is left to say."""
    return KINDS[row.kind](tx, row, now, schedule)


def heard(tx: Tx, view: View, now: datetime) -> None:
    """Log what the message said, so that no step is said twice for one due day."""
    if isinstance(view, Digest | Launch | ReportMoved):
        nudges.note_said(tx, view.lines, now)
    if isinstance(view, Digest):
        if view.lines:
            snoozes.forget_ended(tx, {line.obligation.person_id for line in view.lines}, view.day)
        if view.questions:
            follow_ups.note_nudged(tx, [question.follow_up_id for question in view.questions], now)


def _digest(tx: Tx, row: Waiting, now: datetime, schedule: Schedule) -> View | None:
    return digests(tx, [row.person_id], now, schedule).get(row.person_id)


def digests(tx: Tx, person_ids: Collection[int], now: datetime, schedule: Schedule) -> dict[int, Digest]:
    """What each of these people has to hear today, all in one; whoever has nothing has no digest."""
    lines = to_hear(tx, person_ids, now, schedule)
    waiting = questions(tx, person_ids, now)
    due = {person_id for person_id, own in waiting.items() if any(is_due(one, now) for one in own)}
    silent = silences.untold(tx, now, person_ids)
    calendars = days.calendars(tx)
    return {
        person_id: Digest(
            day=now.date(),
            lines=lines.get(person_id, ()),
            later=tuple(
                snooze.snoozes(line.obligation.due, now.date(), calendars.of(line.obligation.owner_path))
                for line in lines.get(person_id, ())
                if line.obligation.role is Role.FOCAL_POINT
            ),
            questions=waiting.get(person_id, ()),
            silent=silent.get(person_id, ()),
        )
        for person_id in (*lines, *sorted((due | silent.keys()) - lines.keys()))
    }


def _wave(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the wave."""
    wave = waves.of(tx, row.subject_id or 0)
    if wave is None or wave.cancelled_at is not None:
        return None
    if wave.kind == "announcement":
        return announcing.message(tx, wave, row.person_id, now)
    found = tuple(
        obligation
        for obligation, period in owed(tx, [row.person_id], now)
        if period.phase_id == wave.phase_id
        and obligation.duty is Duty.REQUIRED
        and not is_closed(period, obligation.due, obligation.role, now)
    )
    return Nudge(day=now.date(), owed=found, words=wave.text) if found else None


def _launch(tx: Tx, row: Waiting, now: datetime, schedule: Schedule) -> View | None:
    """The subject is the campaign."""
    campaign_id = row.subject_id or 0
    units = recipients.units_in(tx, row.person_id, campaign_id, now)
    phases = summaries.phases_of(tx, campaign_id)
    if not units or not phases or phases[0].state is not CampaignState.RUNNING:
        return None
    unit_ids = {unit_id for _, unit_id, _ in recipients.reporting_units(tx, [row.person_id], now)}
    still = (due for due in reports.owed(tx, unit_ids, now.date()) if due.campaign_id == campaign_id)
    lines = to_hear(tx, [row.person_id], now, schedule).get(row.person_id, ())
    return Launch(
        campaign=phases[0].campaign,
        phases=tuple(phases),
        units=tuple(units),
        owed=tuple(due for due in still if is_open(due)),
        lines=tuple(line for line in lines if line.obligation.campaign_id == campaign_id),
    )


def _new_admin(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the new admin; the reader hears only of units within his own reach."""
    reach = tuple(path for _, path in recipients.admin_at(tx, row.person_id, now))
    person_id = row.subject_id or 0
    units = tuple(unit for unit, path in recipients.admin_at(tx, person_id, now) if path.startswith(reach))
    return NewAdmin(name=recipients.of(tx, person_id).name, units=units) if units else None


def _report_move(tx: Tx, row: Waiting, now: datetime, schedule: Schedule) -> View | None:
    """The subject is the move. Until when something is asked it says itself: no digest follows on its heels."""
    told = report_moves.told(tx, row.subject_id or 0, row.person_id, now)
    if told is None or not told.asks_by_a_day or isinstance(told.head, ClusterHead):
        return told
    asked = (told.head.period_id, told.head.unit_id, told.moved.due_on)
    lines = (
        line
        for line in to_hear(tx, [row.person_id], now, schedule).get(row.person_id, ())
        if (line.obligation.period_id, line.obligation.unit_id, line.obligation.due) == asked
    )
    return replace(told, lines=tuple(lines))


def _follow_up(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the follow-up."""
    return following_up.told(tx, row.subject_id or 0, row.person_id, now)


def _role_ended(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the role."""
    return held_roles.told_ended(tx, row.subject_id or 0, now)


def _leave(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the leave."""
    return leaves.told(tx, row.subject_id or 0, now)


def _handover(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the invitation."""
    return handing_over.told(tx, row.subject_id or 0, row.person_id, now)


def _handover_declined(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the invitation."""
    return handing_over.told_declined(tx, row.subject_id or 0, now)


def _cluster_move(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the move of a cluster's report."""
    return report_moves.told_of_cluster(tx, row.subject_id or 0, row.person_id, now)


def _standing_list(tx: Tx, row: Waiting, now: datetime, schedule: Schedule) -> View | None:
    """The subject is the period."""
    told = notices.standing_list(tx, row.subject_id or 0, now, schedule.hours)
    return told if told is not None and _leads(tx, row, told.lists.head, now, Role.ADMIN) else None


def _leads(tx: Tx, row: Waiting, head: PhaseHead, now: datetime, *held: Role) -> bool:
    """Whether he holds one of these roles at the unit that launched the campaign, even now."""
    return row.person_id in moves_made.holders(tx, head.owner_id, held, now)


def _phase_told(notice: Notice) -> Callable[[Tx, Waiting, datetime, Schedule], View | None]:
    """The subject is the period."""

    def told(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
        view = notices.phase_told(tx, row.subject_id or 0, now, notice)
        return view if view is not None and _leads(tx, row, view.head, now, *notices.LEADERS) else None

    return told


def _commemoration(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is what an admin approved for the day."""
    return commemorating.message(tx, row.subject_id or 0, row.person_id, now)


def _risks(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    return notices.risks(tx, row.person_id, now)


def _week(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    return notices.week(tx, row.person_id, now)


def _unit_changed(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the change of the unit."""
    return successions.told(tx, row.subject_id or 0, row.person_id, now)


def _alarm(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the place of the trouble in their list."""
    return alarms.message(tx, row.subject_id or 0, row.person_id, now)


def _planned_change(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the planned change."""
    return planned_changes.told(tx, row.subject_id or 0, row.person_id, now)


def _paper(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the period."""
    return papers.message(tx, row.row_id, row.subject_id or 0, row.person_id, now)


KINDS: dict[str, Callable[[Tx, Waiting, datetime, Schedule], View | None]] = {
    "digest": _digest,
    "wave": _wave,
    "launch": _launch,
    "new_admin": _new_admin,
    "report_move": _report_move,
    "follow_up": _follow_up,
    "cluster_move": _cluster_move,
    "role_ended": _role_ended,
    "leave": _leave,
    "handover": _handover,
    "handover_declined": _handover_declined,
    "standing_list": _standing_list,
    "phase_opened": _phase_told(Notice.OPENED),
    "phase_due_soon": _phase_told(Notice.DUE_SOON),
    "phase_closed": _phase_told(Notice.CLOSED),
    "commemoration": _commemoration,
    "risks": _risks,
    "week": _week,
    "unit_changed": _unit_changed,
    "alarm": _alarm,
    "planned_change": _planned_change,
    papers.KIND: _paper,
}
