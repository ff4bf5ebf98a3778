"""A focal point is away from a day to a day: meanwhile the others of his unit hear what he would have heard."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from bot.campaign.model import Role
from bot.errors import Refused
from bot.language.dates import read_date
from bot.language.moments import MomentKind, Op
from bot.store import outbox, people, reports, roles, units
from bot.store.engine import Tx
from bot.store.reports import Due
from bot.store.roles import HeldRole
from bot.texts import View
from bot.usecases import held_roles
from bot.usecases.access import Caller
from bot.usecases.held_roles import settled_by

SCREEN = "leave"
OFFERED = ("hôm nay", "đến hết tuần này", "đến hết tháng này")
"""The leaves that buttons offer, as they would be typed."""
FIRST_HEARD = time(8)
"""When the others hear of a leave on the day on which it begins."""
SHOWN = 8
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class LeaveAsked(View):
    """From when until when is he away? `others` hear meanwhile."""

    template: ClassVar[str] = "leave_asked"
    held: HeldRole
    own: bool
    others: tuple[str, ...]
    year: int
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class LeaveTold(View):
    """For whoever stands in: who is away for how long, and which reports are to be gone on with."""

    template: ClassVar[str] = "leave_told"
    person: str
    unit: str
    first: date
    last: date
    owed: tuple[Due, ...]
    day: date
    shown: int = SHOWN


def begin(tx: Tx, who: Caller, now: datetime, *, role_id: int) -> View:
    """Ask for the days, where there is somebody who can stand in."""
    held = _focal_point(tx, who, now, role_id)
    _stand_ins(tx, held, now)
    # The report that he has open stays in the row, for whoever stands in.
    people.move(
        tx,
        who.known,
        SCREEN,
        now=now,
        report_id=who.draft.report_id,
        indicator_id=who.draft.indicator_id,
        pending={"role": role_id},
    )
    return _asked(tx, who, now, held, version=who.draft.version + 1)


def offered(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    if not 0 <= place < len(OFFERED):
        raise Refused("stale")
    return typed(tx, who, now, text=OFFERED[place])


def typed(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The days, in words: "từ 5/6 đến 9/6", "đến 9/6" (from today on), "9/6" (that day)."""
    if who.draft.screen != SCREEN or who.draft.pending is None:
        raise Refused("stale")
    held = _focal_point(tx, who, now, who.draft.pending["role"])
    first, last = _days(text, now)
    since = max(datetime.combine(first, time.min, tzinfo=now.tzinfo), now)
    until = datetime.combine(last + _DAY, time.min, tzinfo=now.tzinfo)
    others = _stand_ins(tx, held, now, since=since, until=until)
    roles.end_leaves(tx, held.role_id, now)
    leave_id = roles.add_leave(tx, held.role_id, since=since, until=until)
    held_roles.note(tx, who, now, held, "leave", first=first.isoformat(), last=last.isoformat())
    if since <= now and len(others) == 1:
        roles.pass_screen_on(
            tx, giver_id=held.person_id, taker_id=others[0].person_id, unit_id=held.unit_id, now=now
        )
    outbox.put_each(
        tx,
        {
            one.person_id: ":".join(("leave", str(leave_id), str(one.person_id)))
            for one in others
            if one.person_id != who.person_id
        },
        kind="leave",
        subject_id=leave_id,
        lane="reply",
        due_at=max(now, datetime.combine(first, FIRST_HEARD, tzinfo=now.tzinfo)),
        expires_at=until,
    )
    people.reopen(tx, units.people_at(tx, [held.unit_id]))
    people.move(tx, who.known, "idle", now=now, report_id=who.draft.report_id)
    return held_roles.card(tx, who, now, role_id=held.role_id, said="away")


def end(tx: Tx, who: Caller, now: datetime, *, role_id: int) -> View:
    """He is back, or does not go."""
    held = _focal_point(tx, who, now, role_id)
    if held.leave is None:
        raise Refused("stale")
    roles.end_leaves(tx, role_id, now)
    held_roles.note(tx, who, now, held, "back")
    people.reopen(tx, units.people_at(tx, [held.unit_id]))
    return held_roles.card(tx, who, now, role_id=role_id, said="back")


def told(tx: Tx, leave_id: int, now: datetime) -> LeaveTold | None:
    """What whoever stands in hears when a leave begins; None where it is over or was taken away."""
    found = roles.leave_of(tx, leave_id, now)
    if found is None:
        return None
    held, leave = found
    return LeaveTold(
        person=held.person,
        unit=held.unit,
        first=leave.first(now.tzinfo),
        last=leave.last(now.tzinfo),
        owed=owed_by(tx, held.unit_id, now),
        day=now.date(),
    )


def owed_by(tx: Tx, unit_id: int, now: datetime) -> tuple[Due, ...]:
    return tuple(due for due in reports.owed(tx, [unit_id], now.date()) if due.is_owed)


def current(tx: Tx, who: Caller, now: datetime) -> View | None:
    """The question for the days; None where it is not open, or the role is not his to settle any more."""
    if who.draft.screen != SCREEN or who.draft.pending is None:
        return None
    try:
        held = _focal_point(tx, who, now, who.draft.pending["role"])
        return _asked(tx, who, now, held, version=who.draft.version)
    except Refused:
        return None


def _asked(tx: Tx, who: Caller, now: datetime, held: HeldRole, *, version: int) -> LeaveAsked:
    return LeaveAsked(
        held=held,
        own=held.person_id == who.person_id,
        others=tuple(one.person for one in _stand_ins(tx, held, now)),
        year=now.year,
        version=version,
    )


def _focal_point(tx: Tx, who: Caller, now: datetime, role_id: int) -> HeldRole:
    held = settled_by(tx, who, now, role_id)
    if held.role is not Role.FOCAL_POINT:
        raise Refused("stale")
    return held


def _stand_ins(
    tx: Tx, held: HeldRole, now: datetime, *, since: datetime | None = None, until: datetime | None = None
) -> list[HeldRole]:
    """The other focal points of the unit who can be written to and are not away in these days themselves."""
    found = [
        one
        for one in roles.at_unit(tx, held.unit_id, now)
        if one.role is Role.FOCAL_POINT
        and one.person_id != held.person_id
        and one.reachable
        and (
            since is None
            or until is None
            or one.leave is None
            or one.leave.until <= since
            or until <= one.leave.since
        )
    ]
    if not found:
        raise Refused("no_stand_in", unit=held.unit)
    return found


def _days(text: str, now: datetime) -> tuple[date, date]:
    """The first and the last day of a leave, from today on at the earliest."""
    read = read_date(text, today=now, mode="future")
    last = read.last_day
    if last is None or read.candidates or read.kind is MomentKind.NONE:
        raise Refused("leave_unread", typed=text[:80])
    first = read.start or (now.date() if read.op in {Op.BY, Op.BEFORE} else last)
    if last < now.date():
        raise Refused("leave_over", last=last)
    return max(first, now.date()), last
