"""Working days in Vietnam: weekends, public holidays (Tết, substitute days), the admin's own days."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

_DAY = timedelta(days=1)
_SATURDAY = 5


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(_vietnam()(years=year))


@cache
def _vietnam() -> Callable[..., Iterable[date]]:
    """The library's calendar of Vietnam, read from its own file.

    The library takes a tenth of a second to import, so it waits until it is needed; asked for a country in its usual
    way it imports every country of the world, eight megabytes that an idle bot would hold for ever.
    """
    import holidays

    file = Path(holidays.__file__).parent / "countries" / "vietnam.py"
    spec = spec_from_file_location("holidays.countries.vietnam", file)
    if spec is None or spec.loader is None:
        raise ImportError("the library of holidays has no calendar of Vietnam")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    made: Callable[..., Iterable[date]] = module.Vietnam
    return made


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkCalendar:
    """Which days are worked. Days that the admin sets win over weekends and public holidays.

    >>> calendar = WorkCalendar()
    >>> calendar.back_to_working(date(2023, 12, 31))  # a Sunday
    datetime.date(2023, 12, 29)
    >>> calendar.nth_after(date(2023, 12, 30), 1)  # Monday 1/1 is New Year's Day
    datetime.date(2024, 1, 2)
    """

    extra_days_off: frozenset[date] = frozenset()
    extra_working_days: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        if day in self.extra_working_days:
            return True
        return (
            day.weekday() < _SATURDAY
            and day not in self.extra_days_off
            and day not in _public_holidays(day.year)
        )

    def back_to_working(self, day: date) -> date:
        """The day itself if it is worked, else the last worked day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def nth_after(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which itself does not count; n >= 1."""
        return self._nth(day, n, _DAY)

    def nth_before(self, day: date, n: int) -> date:
        """The n-th working day before `day`, which itself does not count; n >= 1."""
        return self._nth(day, n, -_DAY)

    def _nth(self, day: date, n: int, direction: timedelta) -> date:
        if n < 1:
            raise ValueError("working days are counted from 1")
        while n:
            day += direction
            n -= self.is_working(day)
        return day
