"""The time, asked once at the edge and passed on as `now`; everything behind it is arithmetic."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""What tells the time: an aware moment in UTC."""


def real_clock() -> datetime:
    return datetime.now(UTC)


class SetClock:
    """A clock that can be set, and that ticks on from there with real time unless it is told to stand still.

    >>> clock = SetClock(datetime(2023, 6, 13, 1, 0, tzinfo=UTC), ticking=False)
    >>> clock.move(timedelta(days=1))
    >>> clock.now()
    datetime.datetime(2023, 6, 14, 1, 0, tzinfo=datetime.timezone.utc)

    Its `now` method is a `Clock`. A naive moment is refused with ValueError.
    """

    def __init__(self, start: datetime, *, ticking: bool = True) -> None:
        self._ticking = ticking
        self.set(start)

    def now(self) -> datetime:
        moment, mark = self._set
        return moment + timedelta(seconds=self._elapsed() - mark)

    def move(self, step: timedelta) -> None:
        self.set(self.now() + step)

    def set(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("a clock is set to a moment with a time zone")
        # One assignment, so that another thread never sees the new moment with the old mark.
        self._set = (moment.astimezone(UTC), self._elapsed())

    def _elapsed(self) -> float:
        return time.monotonic() if self._ticking else 0.0
