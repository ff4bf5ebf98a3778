"""What the ladder has to say to whom on a day: found when a slot is planned, and once more when it is said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Self

from bot.campaign import deadlines, report_life
from bot.campaign.calendar import WorkCalendar
from bot.campaign.deadlines import Hours, Ladder, Line, Obligation
from bot.campaign.model import Duty, ReportState, Role
from bot.campaign.quiet import Quiet
from bot.config import Nudges
from bot.store import (
    days,
    digests,
    follow_ups,
    nudges,
    outbox,
    people,
    quiet,
    recipients,
    reports,
    silences,
    snoozes,
)
from bot.store.digests import DuePeriod
from bot.store.engine import Tx
from bot.store.follow_ups import Question
from bot.store.nudges import OpenPeriod, Spoken
from bot.store.recipients import Overseer
from bot.store.reports import Due

DEFAULT_LADDER = Ladder()
_DAY = timedelta(days=1)
SNOOZE_KEPT = timedelta(days=30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """When nudges may go out, and the ladder of a campaign whose office has none of its own."""

    slots: tuple[time, ...] = (time(8),)
    hours: Hours = deadlines.OFFICE_HOURS
    ladder: Ladder = DEFAULT_LADDER

    @classmethod
    def of(cls, settings: Nudges) -> Self:
        return cls(
            slots=settings.slots,
            hours=settings.working_hours,
            ladder=Ladder(before=settings.before, overdue=settings.overdue),
        )

    def slot(self, now: datetime, calendar: WorkCalendar = WorkCalendar()) -> time | None:  # noqa: B008 - frozen.
        return deadlines.current_slot(now, self.slots, calendar, self.hours)

    def free_at(self, now: datetime, quiet: Quiet | None) -> datetime | None:
        """When somebody with these quiet hours may be nudged today; None: not any more.

        Hours that leave no time at all are void: he would never hear of anything.
        """
        if quiet is None or not quiet.leaves_time(self.slots, self.hours):
            return now
        return quiet.free_at(now, self.hours)

    def closing(self, now: datetime) -> datetime:
        """The end of the working hours of the day: what was not said by then is said at the next slot."""
        return datetime.combine(now.date(), self.hours[1], tzinfo=now.tzinfo)


def due_periods(tx: Tx, now: datetime, schedule: Schedule) -> list[DuePeriod]:
    """The periods of which somebody may have to hear today, each with its newest step.

    It narrows the search for planning; `to_hear` decides.
    """
    found = []
    periods = nudges.open_periods(tx, now.date())
    extended = nudges.extended_to(tx, [period.period_id for period in periods])
    calendars = days.calendars(tx)
    for period in periods:
        ladder = schedule.ladder.over(period.ladder)
        calendar = calendars.of(period.owner_path)
        if not calendar.is_working(now.date()):
            continue
        dues = sorted({period.due_on, *extended.get(period.period_id, ())})
        for due_on, role in product(dues, (Role.FOCAL_POINT, *recipients.ESCALATES)):
            step, _ = deadlines.newest_step(due_on, now.date(), ladder.of(role), calendar)
            if step is None or step.day < _launch_day(period, now) or is_closed(period, due_on, role, now):
                continue
            found.append(
                DuePeriod(
                    period_id=period.period_id,
                    campaign_id=period.campaign_id,
                    due_on=due_on,
                    role=role,
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
    calendars = days.calendars(tx)
    for obligation, period in (*owed(tx, person_ids, now), *overseen(tx, person_ids, now)):
        ladder = schedule.ladder.over(period.ladder)
        calendar = calendars.of(period.owner_path)
        closed = is_closed(period, obligation.due, obligation.role, now)
        if closed or not calendar.is_working(now.date()):
            continue
        lines = deadlines.lines((obligation,), now.date(), ladder, calendar)
        if lines:
            found[obligation.person_id] = (*found.get(obligation.person_id, ()), *lines)
    return found


def is_closed(period: OpenPeriod, due_on: date, role: Role, now: datetime) -> bool:
    """Whether the report is locked, so that only the standing body can still do something about it."""
    return role is not Role.ADMIN and report_life.is_locked(now.date(), due_on, period.lock_days)


def owed(tx: Tx, person_ids: Collection[int], now: datetime) -> list[tuple[Obligation, OpenPeriod]]:
    """The reports that these people still owe, nearest due date first."""
    holders: dict[int, list[tuple[int, datetime]]] = {}
    for person_id, unit_id, since in recipients.reporting_units(tx, person_ids, now):
        holders.setdefault(unit_id, []).append((person_id, since))
    still = [due for due in reports.owed(tx, holders, now.date()) if is_open(due)]
    periods = nudges.periods_by_id(tx, {due.period_id for due in still})
    said = nudges.said_to(tx, person_ids, periods)
    until = snoozes.of_people(tx, person_ids)
    found = []
    for due in still:
        for person_id, since in holders[due.unit_id]:
            obligation, period = _obligation(due, periods[due.period_id], person_id, since, said, now)
            put_off = until.get((person_id, due.period_id, due.unit_id))
            found.append((replace(obligation, snoozed_until=put_off), period))
    return found


def overseen(tx: Tx, person_ids: Collection[int], now: datetime) -> list[tuple[Obligation, OpenPeriod]]:
    """The late reports of others that these people have to see to, the oldest due date first.

    Of a unit whose reports are his own a person hears as its focal point only.
    """
    over = recipients.overseers(tx, person_ids, now)
    if not over:
        return []
    own = {(person_id, unit_id) for person_id, unit_id, _ in recipients.reporting_units(tx, person_ids, now)}
    holders: dict[Role, dict[int, list[Overseer]]] = {}
    for one in over:
        holders.setdefault(one.role, {}).setdefault(one.place, []).append(one)
    late = [
        (due, one)
        for role, places in holders.items()
        for place, due in digests.late(tx, role, places, now.date())
        for one in places[place]
        if (one.person_id, due.unit_id) not in own
    ]
    periods = nudges.periods_by_id(tx, {due.period_id for due, _ in late})
    said = nudges.said_to(tx, person_ids, periods)
    return [
        _obligation(due, periods[due.period_id], one.person_id, one.since, said, now, role=one.role)
        for due, one in late
    ]


def is_open(due: Due) -> bool:
    """Whether something is still to come; of an invited unit only where an indicator was given to it."""
    return due.is_owed and (due.duty is Duty.REQUIRED or due.expected > 0)


def _obligation(
    due: Due,
    period: OpenPeriod,
    person_id: int,
    since: datetime,
    said: Mapping[Spoken, Collection[int]],
    now: datetime,
    *,
    role: Role = Role.FOCAL_POINT,
) -> tuple[Obligation, OpenPeriod]:
    obligation = Obligation(
        person_id=person_id,
        unit_id=due.unit_id,
        period_id=due.period_id,
        due=due.due_on,
        since=max(since.astimezone(now.tzinfo).date(), _launch_day(period, now)),
        said=frozenset(said.get((person_id, due.period_id, due.unit_id, due.due_on), ())),
        duty=due.duty,
        campaign_id=due.campaign_id,
        campaign=due.campaign,
        phase=period.phase,
        phase_name=due.phase,
        unit=due.unit,
        missing=due.expected - due.entered,
        expected=due.expected,
        role=role,
        returned=due.state is ReportState.RETURNED,
        owner_path=period.owner_path,
    )
    return obligation, period


def _launch_day(period: OpenPeriod, now: datetime) -> date:
    return date.min if period.launched_at is None else period.launched_at.astimezone(now.tzinfo).date()


def questions(tx: Tx, person_ids: Collection[int], now: datetime) -> dict[int, tuple[Question, ...]]:
    """What waits for an answer of these people's units, the oldest first."""
    holders: dict[int, list[int]] = {}
    for person_id, unit_id, _ in recipients.reporting_units(tx, person_ids, now):
        holders.setdefault(unit_id, []).append(person_id)
    found: dict[int, tuple[Question, ...]] = {}
    for question in follow_ups.waiting(tx, holders):
        for person_id in holders[question.unit_id]:
            found[person_id] = (*found.get(person_id, ()), question)
    return found


def is_due(question: Question, now: datetime) -> bool:
    """Whether it has a digest by itself: once, on the day after it was asked."""
    return question.nudged_at is None and question.asked_at.astimezone(now.tzinfo).date() < now.date()


def begin_slot(tx: Tx, now: datetime, *, also: Collection[int]) -> None:
    """Whoever was to be planned again is planned anyway; whoever the statements do not find is put in their place.

    `also` are those who have to hear of somebody silent.
    """
    nudges.forget_reopened(tx)
    snoozes.forget_old(tx, now.date() - SNOOZE_KEPT)
    snoozes.reopen_ended(tx, now.date())
    follow_ups.reopen_waiting(tx, datetime.combine(now.date(), time.min, tzinfo=now.tzinfo))
    quiet.reopen_quiet(tx, now.time())
    people.reopen(tx, also)


def plan_again(tx: Tx, now: datetime, slot: time, schedule: Schedule, *, most: int) -> tuple[int, bool]:
    """Put a digest for people whose obligations changed after the slot was planned.

    Whoever has one waiting gets the change with it. Returns how many are new, and whether nobody is left.
    """
    again = nudges.take_reopened(tx, most=most)
    closing = schedule.closing(now)
    earlier = digests.digests_of_day(tx, again, closing)
    hours = quiet.of_people(tx, again)
    keys: dict[datetime, dict[int, str]] = {}
    asked = questions(tx, again, now)
    due = {person_id for person_id, own in asked.items() if any(is_due(one, now) for one in own)}
    for person_id in sorted({*to_hear(tx, again, now, schedule), *due, *silences.untold(tx, now, again)}):
        before = earlier.get(person_id, [])
        due_at = schedule.free_at(now, hours.get(person_id))
        if due_at is not None and not any(before):
            parts = [
                "digest",
                person_id,
                now.date(),
                nudges.slot_name(slot),
                *([len(before)] if before else []),
            ]
            keys.setdefault(due_at, {})[person_id] = ":".join(map(str, parts))
    put = sum(
        outbox.put_each(tx, own, kind="digest", due_at=due_at, expires_at=closing, keeps_quiet=False)
        for due_at, own in keys.items()
    )
    return put, len(again) < most
