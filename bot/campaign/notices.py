"""What the standing body and the leaders hear of a period on a day: lists of who owes, and that it opened or closed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.campaign import deadlines
from bot.campaign.calendar import WorkCalendar
from bot.campaign.deadlines import Hours

MORNING = time(8)
DUE_DAY_TIMES = (MORNING, time(10), time(14), time(16, 30))
"""When the list goes out on the due day; on other days it goes out in the morning."""
LISTED_BEFORE = 15
"""Calendar days before the due date from which the list goes out each working day."""
LISTED_AFTER = 10
"""Working days after the due date to which it does, while a report is owed."""
SOON = 3
STILL_NEW = 2
"""Working days for which that a phase opened or closed may still be told, should the bot have been down."""


class Notice(StrEnum):
    OPENED = "opened"
    DUE_SOON = "due_soon"
    CLOSED = "closed"


class Circle(StrEnum):
    """To whom a commemoration is told: each circle has those before it too."""

    FOCAL_POINTS = "focal_points"
    HEADS = "heads"
    LEADERS = "leaders"
    """The standing body and its viewers."""


class PaperCircle(StrEnum):
    """To whom an office has the report of a period sent on its summary due date."""

    ADMINS = "admins"
    LEADERS = "leaders"
    """The admins and the viewers."""
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A period: its first day where one is known, the due date of its units, its last day."""

    begins: date | None
    due_on: date
    ends_on: date


def told(span: Span, day: date, calendar: WorkCalendar) -> tuple[Notice, ...]:
    """What is to be told of a period on a working day, each once: a key makes the repetition harmless.

    That it opened, on its first working day; that it is due soon, three days before, moved back to a working
    day, and until the due day; that it closed, on the first working day after its last day.
    """
    found = []
    if span.begins is not None and _newly(span.begins, day, calendar):
        found.append(Notice.OPENED)
    if calendar.back_to_working(span.due_on - timedelta(days=SOON)) <= day <= span.due_on:
        found.append(Notice.DUE_SOON)
    if _newly(span.ends_on + timedelta(days=1), day, calendar):
        found.append(Notice.CLOSED)
    return tuple(found)


def _newly(first: date, day: date, calendar: WorkCalendar) -> bool:
    begun = first if calendar.is_working(first) else calendar.nth_after(first, 1)
    return begun <= day <= calendar.nth_after(begun, STILL_NEW)


def paper_day(summary_on: date, day: date, calendar: WorkCalendar) -> bool:
    """Whether the report of a period goes out today: on its summary due date, moved back to a working day.

    A bot that was down sends it on one of the two working days behind.
    """
    due = calendar.back_to_working(summary_on)
    return due <= day <= calendar.nth_after(due, STILL_NEW)


def list_time(
    due_on: date, local_now: datetime, calendar: WorkCalendar, hours: Hours = deadlines.OFFICE_HOURS
) -> time | None:
    """The time of the newest list of this due date that has come today; None where there is none today.

    A due date on a day off has its four lists on the last working day before it.
    """
    day = local_now.date()
    if not due_on - timedelta(days=LISTED_BEFORE) <= day <= calendar.nth_after(due_on, LISTED_AFTER):
        return None
    times = DUE_DAY_TIMES if day == calendar.back_to_working(due_on) else (MORNING,)
    return deadlines.current_slot(local_now, times, calendar, hours)


def last_list(due_on: date, moment: datetime, calendar: WorkCalendar) -> datetime:
    """When the list before this one went out: what changed is told from there.

    The first list of a day is compared with the morning of the working day before.
    """
    earlier = [each for each in DUE_DAY_TIMES if each < moment.time()]
    if moment.date() == calendar.back_to_working(due_on) and earlier:
        return datetime.combine(moment.date(), earlier[-1], tzinfo=moment.tzinfo)
    return datetime.combine(calendar.nth_before(moment.date(), 1), MORNING, tzinfo=moment.tzinfo)


def next_list(due_on: date, moment: datetime, calendar: WorkCalendar) -> datetime | None:
    """When the next list of this day goes out: one that was not sent by then is of no use any more."""
    later = [each for each in DUE_DAY_TIMES if each > moment.time()]
    if moment.date() != calendar.back_to_working(due_on) or not later:
        return None
    return datetime.combine(moment.date(), later[0], tzinfo=moment.tzinfo)


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())
