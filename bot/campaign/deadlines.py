"""Dates in, steps and slots out: when a report is due, and what a person has to hear on a day.

Nothing here is planned ahead. `lines` says what is to be said on a day, given what was said already;
a restart, an outage, a moved due date and a newcomer need no code of their own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TypedDict

from bot.campaign.calendar import WorkCalendar
from bot.campaign.model import Duty, Review, Role

Hours = tuple[time, time]
"""The first and the last time of a working day, both inclusive."""

DUE_DAY_OF_MONTH = 17
WORKING_DAYS_FOR_THE_SUMMARY = 3
DAYS_FOR_THE_CLUSTER = 3
END_OF_DAY = time(23, 59, 59)
OFFICE_HOURS: Hours = (time(7, 30), time(17))


class OwnLadder(TypedDict, total=False):
    """The steps that an office or a campaign has said itself, as in Ladder; what is not there was never said."""

    before: tuple[int, ...]
    overdue: tuple[int, ...]
    head: int | None
    cluster_lead: int | None
    standing_body: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ladder:
    """Calendar days before the due date, and working days after it, on which a unit hears of its report.

    `head`, `cluster_lead` and `standing_body`: the working day after it on which these hear of it; None: never.
    """

    before: tuple[int, ...] = (15, 7, 3, 1, 0)
    overdue: tuple[int, ...] = (1, 2, 3, 4, 5)
    head: int | None = 2
    cluster_lead: int | None = 4
    standing_body: int | None = 6

    def __post_init__(self) -> None:
        after = (*self.overdue, *(step for step in self._escalation.values() if step is not None))
        if min(self.before, default=0) < 0 or min(after, default=1) < 1:
            raise ValueError("a ladder counts days before from 0 and working days after from 1")

    def over(self, own: OwnLadder) -> "Ladder":
        """The ladder of whoever has said some of its steps: the others are these."""
        return replace(self, **own)

    @property
    def _escalation(self) -> dict[Role, int | None]:
        return {
            Role.HEAD: self.head,
            Role.CLUSTER_LEAD: self.cluster_lead,
            Role.ADMIN: self.standing_body,
        }

    def of(self, role: Role, duty: Duty = Duty.REQUIRED) -> "Ladder":
        """The steps that somebody hears in this role: a focal point all, whoever stands over him one.

        An invited unit is never overdue.
        """
        if role is Role.FOCAL_POINT:
            return self if duty is Duty.REQUIRED else replace(self, overdue=())
        step = self._escalation.get(role) if duty is Duty.REQUIRED else None
        return replace(self, before=(), overdue=() if step is None else (step,))


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A place on the ladder (-15 ... 0, then +1 ... +5) and the day on which it is said."""

    step: int
    day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Obligation:
    """What one person owes for one unit and period, still open, or has to see to; the label fields are for the text.

    `role` is that in which he hears of it: the focal point who owes it, or whoever stands over him. `since` is the
    later of the launch and the day on which the person's role began. `said` holds the steps that he heard for this
    very `due` day; those for another due day do not count.
    """

    person_id: int
    unit_id: int
    period_id: int
    due: date
    since: date
    said: frozenset[int]
    duty: Duty
    campaign_id: int
    campaign: str
    phase: int
    phase_name: str
    unit: str
    missing: int
    expected: int
    role: Role = Role.FOCAL_POINT
    returned: bool = False
    owner_path: str = ""
    """That of the office whose calendar counts."""
    snoozed_until: date | None = None
    """He has put it off until this day: it is silent before, and heard of on it as at a step of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One thing to say to a person: the step, and the older unsaid steps that it also speaks for."""

    obligation: Obligation
    step: int
    merged: tuple[int, ...]


def default_due(
    phase_end: date, review: Review, calendar: WorkCalendar, phase_start: date | None = None
) -> date:
    """The day by which units report unless the admin sets another.

    Day 17 of the phase's last month, moved back to a working day, and never later than three working
    days before the last day that the review may take place on (the phase end when it has no deadline).
    "trước ngày 30/6/2023" and a phase to 30/6/2023 give 16/6/2023. A phase that begins after that day is due
    on the latest of these days, or on its first.
    """
    last = review.deadline or phase_end
    if review.deadline and review.exclusive:
        last -= timedelta(days=1)
    usual = calendar.back_to_working(phase_end.replace(day=DUE_DAY_OF_MONTH))
    latest = calendar.nth_before(last, WORKING_DAYS_FOR_THE_SUMMARY)
    due = min(usual, latest)
    if phase_start is not None and due < phase_start <= phase_end:
        return max(latest, phase_start)
    return due


def cluster_due(
    due_on: date, calendar: WorkCalendar, *, chosen: date | None = None, own: date | None = None
) -> date:
    """The day by which a cluster lead reports: three days after the units, moved back to a working day, never before.

    Units on Wednesday 17/6/2026: the cluster on Friday 19/6, for 20/6 is a Saturday. `chosen`: the day that an admin
    set for all clusters; it counts unless the units were given longer meanwhile. `own`: a later one for this cluster.
    """
    day = calendar.back_to_working(due_on + timedelta(days=DAYS_FOR_THE_CLUSTER))
    of_all = day if day > due_on else calendar.nth_after(due_on, 1)
    if chosen is not None and chosen >= due_on:
        of_all = chosen
    return of_all if own is None else max(of_all, own)


def due_moment(day: date, zone: tzinfo) -> datetime:
    """The last second that is on time: 23:59:59 of the due day in the zone."""
    return datetime.combine(day, END_OF_DAY, tzinfo=zone)


def is_late(submitted_at: datetime, moment: datetime) -> bool:
    """Whether the last second has wholly passed; both moments carry a zone."""
    return submitted_at >= moment + timedelta(seconds=1)


@lru_cache(maxsize=1024)
def steps(due: date, ladder: Ladder, calendar: WorkCalendar) -> tuple[Step, ...]:
    """The whole ladder of a due date, oldest first.

    Steps up to 0 are calendar days moved back to a working day, so two may fall on one day. Step +k is
    the k-th working day after the due date and never moves. The due date itself is kept on a day off.
    Due Saturday 30/12/2023: -1 and 0 on Friday 29/12, +1 on Tuesday 2/1/2024.
    """
    before = (
        Step(step=-days, day=calendar.back_to_working(due - timedelta(days=days)))
        for days in sorted(set(ladder.before), reverse=True)
    )
    overdue = (Step(step=days, day=calendar.nth_after(due, days)) for days in sorted(set(ladder.overdue)))
    return (*before, *overdue)


@lru_cache(maxsize=65536)
def newest_step(
    due: date, day: date, ladder: Ladder, calendar: WorkCalendar, since: date = date.min
) -> tuple[Step | None, tuple[int, ...]]:
    """The step that speaks on `day`, and the older ones that it would speak for, oldest first.

    (None, ()) when nothing does: no step has come yet, the newest one came before `since`, or the due
    day is over and no overdue step has come, for what was to be said before is then too late.
    """
    reached = [step for step in steps(due, ladder, calendar) if since <= step.day <= day]
    if not reached or (day > due and reached[-1].step <= 0):
        return None, ()
    *older, newest = reached
    return newest, tuple(step.step for step in older)


@lru_cache(maxsize=1024)
def _own(ladder: Ladder, role: Role, duty: Duty) -> Ladder:
    return ladder.of(role, duty)


def lines(
    obligations: Iterable[Obligation], day: date, ladder: Ladder, calendar: WorkCalendar
) -> tuple[Line, ...]:
    """What is to be said on a local day: for each obligation its newest step, unless that was said.

    An outage over several steps ends in one line. An invited unit is never overdue.
    """
    found = []
    for obligation in obligations:
        own = _own(ladder, obligation.role, obligation.duty)
        newest, older = _snoozed(
            obligation, day, *newest_step(obligation.due, day, own, calendar, obligation.since)
        )
        if newest is not None and newest.step not in obligation.said:
            merged = tuple(step for step in older if step not in obligation.said)
            found.append(Line(obligation=obligation, step=newest.step, merged=merged))
    return tuple(found)


def _snoozed(
    owed: Obligation, day: date, newest: Step | None, older: tuple[int, ...]
) -> tuple[Step | None, tuple[int, ...]]:
    """The step that speaks where something was put off; what was put off past the due date is not put off."""
    until = owed.snoozed_until
    if until is None or until > owed.due or day > owed.due:
        return newest, older
    if day < until:
        return None, ()
    if newest is not None and newest.day >= until:
        return newest, older
    merged = older if newest is None else (*older, newest.step)
    return Step(step=-(owed.due - until).days, day=until), merged


def is_working_time(local: datetime, calendar: WorkCalendar, hours: Hours = OFFICE_HOURS) -> bool:
    """Whether a nudge may go out at this local moment."""
    return hours[0] <= local.time() <= hours[1] and calendar.is_working(local.date())


def current_slot(
    local_now: datetime, slots: Sequence[time], calendar: WorkCalendar, hours: Hours = OFFICE_HOURS
) -> time | None:
    """The latest slot of today that has come; None outside working hours or before the first."""
    if not is_working_time(local_now, calendar, hours):
        return None
    return max((slot for slot in slots if hours[0] <= slot <= local_now.time()), default=None)


def next_slot(
    local_now: datetime, slots: Sequence[time], calendar: WorkCalendar, hours: Hours = OFFICE_HOURS
) -> datetime:
    """The first slot after this moment at which nudges may go out; ValueError when no slot ever is."""
    allowed = sorted(slot for slot in slots if hours[0] <= slot <= hours[1])
    if not allowed:
        raise ValueError("no slot lies within working hours")
    today = local_now.date()
    later = [slot for slot in allowed if slot > local_now.time()]
    if later and calendar.is_working(today):
        return datetime.combine(today, later[0], tzinfo=local_now.tzinfo)
    return datetime.combine(calendar.nth_after(today, 1), allowed[0], tzinfo=local_now.tzinfo)
