"""What a person has to hear, found when it is planned and once more when it is sent.

`message` gives the words of a row of the outbox from the state of the moment; None where nothing is left
to say. `heard` logs what was said, in the transaction that marks the message as sent.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Self

from bot.campaign import deadlines
from bot.campaign.calendar import WorkCalendar
from bot.campaign.deadlines import Hours, Ladder, Line, Obligation
from bot.campaign.model import CampaignState, Duty
from bot.config import Nudges
from bot.store import nudges, outbox, recipients, reports, summaries
from bot.store.engine import Tx
from bot.store.nudges import DuePeriod, OpenPeriod
from bot.store.outbox import Waiting
from bot.store.reports import Due
from bot.store.summaries import PhaseHead
from bot.texts import View
from bot.usecases import cluster_reports, following_up, handing_over, held_roles, leaves, report_moves

SHOWN = 8
"""Reports named in one message: one screen of a phone."""
DEFAULT_LADDER = Ladder()
VIETNAM = WorkCalendar()
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """When nudges may go out, and the ladder of a campaign whose office has none of its own."""

    slots: tuple[time, ...] = (time(8),)
    hours: Hours = deadlines.OFFICE_HOURS
    ladder: Ladder = DEFAULT_LADDER
    calendar: WorkCalendar = VIETNAM

    @classmethod
    def of(cls, settings: Nudges) -> Self:
        return cls(
            slots=settings.slots,
            hours=settings.working_hours,
            ladder=Ladder(before=settings.before, overdue=settings.overdue),
        )

    def slot(self, now: datetime) -> time | None:
        return deadlines.current_slot(now, self.slots, self.calendar, self.hours)

    def closing(self, now: datetime) -> datetime:
        """The end of the working hours of the day: what was not said by then is said at the next slot."""
        return datetime.combine(now.date(), self.hours[1], tzinfo=now.tzinfo)


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest(View):
    """What the ladder has to say to a person, over all his units and campaigns, in one message."""

    template: ClassVar[str] = "digest"
    day: date
    lines: tuple[Line, ...]
    shown: int = SHOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class Nudge(View):
    """An admin asks for the reports of a phase that a person still owes."""

    template: ClassVar[str] = "nudge"
    day: date
    owed: tuple[Obligation, ...]
    shown: int = SHOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class Launch(View):
    """A campaign has begun: for which of his units a person reports in it, and by when."""

    template: ClassVar[str] = "launch"
    campaign: str
    phases: tuple[PhaseHead, ...]
    units: tuple[str, ...]
    owed: tuple[Due, ...]
    shown: int = SHOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class NewAdmin(View):
    """Another admin was appointed within the reach of this one."""

    template: ClassVar[str] = "new_admin"
    name: str
    units: tuple[str, ...]


# --- What is due -------------------------------------------------------------------------------------------


def due_periods(tx: Tx, now: datetime, schedule: Schedule) -> list[DuePeriod]:
    """The periods of which somebody may have to hear today, each with its newest step.

    It narrows the search for planning; `to_hear` decides.
    """
    found = []
    periods = nudges.open_periods(tx, now.date())
    extended = nudges.extended_to(tx, [period.period_id for period in periods])
    for period in periods:
        ladder = period.ladder or schedule.ladder
        for due_on in sorted({period.due_on, *extended.get(period.period_id, ())}):
            step, _ = deadlines.newest_step(due_on, now.date(), ladder, schedule.calendar)
            if step is None or step.day < _launch_day(period, now):
                continue
            found.append(
                DuePeriod(
                    period_id=period.period_id,
                    campaign_id=period.campaign_id,
                    due_on=due_on,
                    step=step.step,
                    duties=(Duty.REQUIRED,) if step.step > 0 else (Duty.REQUIRED, Duty.INVITED),
                    role_before=datetime.combine(step.day + _DAY, time.min, tzinfo=now.tzinfo),
                )
            )
    return found


def to_hear(
    tx: Tx, person_ids: Collection[int], now: datetime, schedule: Schedule
) -> dict[int, tuple[Line, ...]]:
    """What the ladder has to say to these people today, nearest due date first."""
    found: dict[int, tuple[Line, ...]] = {}
    for obligation, period in _owed(tx, person_ids, now):
        ladder = period.ladder or schedule.ladder
        lines = deadlines.lines((obligation,), now.date(), ladder, schedule.calendar)
        if lines:
            found[obligation.person_id] = (*found.get(obligation.person_id, ()), *lines)
    return found


def _owed(tx: Tx, person_ids: Collection[int], now: datetime) -> list[tuple[Obligation, OpenPeriod]]:
    """The reports that these people still owe, nearest due date first."""
    holders: dict[int, list[tuple[int, datetime]]] = {}
    for person_id, unit_id, since in recipients.reporting_units(tx, person_ids, now):
        holders.setdefault(unit_id, []).append((person_id, since))
    still = [due for due in reports.owed(tx, holders, now.date()) if _is_open(due)]
    periods = nudges.periods_by_id(tx, {due.period_id for due in still})
    said = nudges.said_to(tx, person_ids, periods)
    found = []
    for due in still:
        period = periods[due.period_id]
        for person_id, since in holders[due.unit_id]:
            begun = max(since.astimezone(now.tzinfo).date(), _launch_day(period, now))
            steps = said.get((person_id, due.period_id, due.unit_id, due.due_on), ())
            found.append((_obligation(due, period, person_id=person_id, since=begun, said=steps), period))
    return found


def _is_open(due: Due) -> bool:
    """Whether something is still to come; of an invited unit only where an indicator was given to it."""
    return due.is_owed and (due.duty is Duty.REQUIRED or due.expected > 0)


def _obligation(
    due: Due, period: OpenPeriod, *, person_id: int, since: date, said: Collection[int]
) -> Obligation:
    return Obligation(
        person_id=person_id,
        unit_id=due.unit_id,
        period_id=due.period_id,
        due=due.due_on,
        since=since,
        said=frozenset(said),
        duty=due.duty,
        campaign_id=due.campaign_id,
        campaign=due.campaign,
        phase=period.phase,
        phase_name=due.phase,
        unit=due.unit,
        missing=due.expected - due.entered,
        expected=due.expected,
    )


def _launch_day(period: OpenPeriod, now: datetime) -> date:
    return date.min if period.launched_at is None else period.launched_at.astimezone(now.tzinfo).date()


def plan_again(tx: Tx, now: datetime, slot: time, schedule: Schedule, *, most: int) -> tuple[int, bool]:
    """Put a digest for people whose obligations changed after the slot was planned.

    Whoever has one waiting gets the change with it. Returns how many are new, and whether nobody is left.
    """
    people = nudges.take_reopened(tx, most=most)
    closing = schedule.closing(now)
    earlier = nudges.digests_of_day(tx, people, closing)
    keys = {}
    for person_id in to_hear(tx, people, now, schedule):
        outcomes = earlier.get(person_id, [])
        if None not in outcomes:
            parts = [
                "digest",
                person_id,
                now.date(),
                nudges.slot_name(slot),
                *([len(outcomes)] if outcomes else []),
            ]
            keys[person_id] = ":".join(map(str, parts))
    put = outbox.put_each(tx, keys, kind="digest", due_at=now, expires_at=closing)
    return put, len(people) < most


# --- The words ---------------------------------------------------------------------------------------------


def message(tx: Tx, row: Waiting, now: datetime, schedule: Schedule) -> View | None:
    """What a row of the outbox has to say now; None where nothing is left to say."""
    return KINDS[row.kind](tx, row, now, schedule)


def heard(tx: Tx, view: View, now: datetime) -> None:
    """Log what the message said, so that no step is said twice for one due day."""
    if isinstance(view, Digest):
        nudges.note_said(tx, view.lines, now)


def _digest(tx: Tx, row: Waiting, now: datetime, schedule: Schedule) -> View | None:
    return digest(to_hear(tx, [row.person_id], now, schedule).get(row.person_id, ()), now)


def digest(lines: tuple[Line, ...], now: datetime) -> Digest | None:
    return Digest(day=now.date(), lines=lines) if lines else None


def _nudge(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the phase."""
    owed = tuple(
        obligation
        for obligation, period in _owed(tx, [row.person_id], now)
        if period.phase_id == row.subject_id and obligation.duty is Duty.REQUIRED
    )
    return Nudge(day=now.date(), owed=owed) if owed else None


def _launch(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the campaign."""
    campaign_id = row.subject_id or 0
    units = recipients.units_in(tx, row.person_id, campaign_id, now)
    phases = summaries.phases_of(tx, campaign_id)
    if not units or not phases or phases[0].state is not CampaignState.RUNNING:
        return None
    unit_ids = {unit_id for _, unit_id, _ in recipients.reporting_units(tx, [row.person_id], now)}
    owed = (due for due in reports.owed(tx, unit_ids, now.date()) if due.campaign_id == campaign_id)
    return Launch(
        campaign=phases[0].campaign,
        phases=tuple(phases),
        units=tuple(units),
        owed=tuple(due for due in owed if _is_open(due)),
    )


def _new_admin(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the new admin; the reader hears only of units within his own reach."""
    reach = tuple(path for _, path in recipients.admin_at(tx, row.person_id, now))
    person_id = row.subject_id or 0
    units = tuple(unit for unit, path in recipients.admin_at(tx, person_id, now) if path.startswith(reach))
    return NewAdmin(name=recipients.of(tx, person_id).name, units=units) if units else None


def _report_move(tx: Tx, row: Waiting, now: datetime, _: Schedule) -> View | None:
    """The subject is the move."""
    return report_moves.told(tx, row.subject_id or 0, row.person_id, now)


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


def _cluster_move(tx: Tx, row: Waiting, _now: datetime, _: Schedule) -> View | None:
    """The subject is the move of a cluster's report."""
    return cluster_reports.told(tx, row.subject_id or 0)


KINDS: dict[str, Callable[[Tx, Waiting, datetime, Schedule], View | None]] = {
    "digest": _digest,
    "nudge": _nudge,
    "launch": _launch,
    "new_admin": _new_admin,
    "report_move": _report_move,
    "follow_up": _follow_up,
    "cluster_move": _cluster_move,
    "role_ended": _role_ended,
    "leave": _leave,
    "handover": _handover,
    "handover_declined": _handover_declined,
}
