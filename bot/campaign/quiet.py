"""The hours of a day in which a person is not to be nudged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.campaign.deadlines import Hours

LEAST_MINUTES = 60
"""So much of the working hours must remain, behind the first slot: else a nudge would never find its time."""
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quiet:
    """From the one time up to the other, which is not quiet any more; over midnight where it lies before."""

    start: time
    end: time

    def covers(self, at: time) -> bool:
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def leaves_time(self, slots: Sequence[time], hours: Hours) -> bool:
        """Whether enough of the working hours remains in which a nudge may come."""
        day = datetime(2024, 1, 2)  # noqa: DTZ001 - any day: only its times count.
        first = datetime.combine(day, max(min(slots, default=hours[0]), hours[0]))
        minutes = int((datetime.combine(day, hours[1]) - first) / _MINUTE)
        free = sum(not self.covers((first + n * _MINUTE).time()) for n in range(minutes))
        return free >= LEAST_MINUTES

    def over_at(self, now: datetime) -> datetime:
        """The first moment from now on that is not quiet, today or tomorrow."""
        if not self.covers(now.time()):
            return now
        end = datetime.combine(now.date(), self.end, tzinfo=now.tzinfo)
        return end if end > now else end + timedelta(days=1)

    def free_at(self, now: datetime, hours: Hours) -> datetime | None:
        """The first moment from now on, within today's working hours, that is not quiet; None where none is."""
        if not self.covers(now.time()):
            return now
        if self.start > self.end and now.time() >= self.start:
            return None
        end = datetime.combine(now.date(), self.end, tzinfo=now.tzinfo)
        return end if end.time() < hours[1] else None
