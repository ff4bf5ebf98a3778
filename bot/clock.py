"""The time, asked once at the edge and passed on as `now`; everything behind it is arithmetic."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""What tells the time: an aware moment in UTC."""

TOLERATED = timedelta(seconds=60)


def real_clock() -> datetime:
    return datetime.now(UTC)


class Drift:
    """How far our clock stands from Telegram's, by the dates that it gives the messages it takes from us.

    What people wrote may have waited for us; a message of our own is dated while we wait for the answer.

    >>> drift = Drift()
    >>> noon = datetime(2023, 6, 13, 12, tzinfo=UTC)
    >>> for _ in range(2):
    ...     drift.note(noon + timedelta(seconds=95), dated=noon, took=timedelta(seconds=1))
    >>> drift.seconds  # ours is ahead
    94
    """

    def __init__(self) -> None:
        self._last = (0, 0)

    def note(self, now: datetime, *, dated: datetime, took: timedelta) -> None:
        """A message was taken: `took` is how long the call lasted that ended `now`."""
        ahead = now - dated
        # Telegram dated it at some moment of the call, and in whole seconds.
        off = max(ahead - took, timedelta()) if ahead > timedelta() else ahead
        self._last = (self._last[1], int(off.total_seconds()) if abs(off) > TOLERATED else 0)

    @property
    def seconds(self) -> int:
        """How far ahead ours is, behind where negative; 0 while it agrees to a minute.

        Two messages in a row must say so: a clock that is set, or a machine that sleeps, in the middle of a call
        is no drift.
        """
        return min(self._last, key=abs)


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
