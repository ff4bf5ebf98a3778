"""Until when a nudge may be put off, and when it is then heard of."""

from dataclasses import replace
from datetime import date

import pytest

from bot.campaign.calendar import WorkCalendar
from bot.campaign.deadlines import Ladder, lines
from bot.campaign.snooze import snoozes
from tests.campaign.test_nudge_days import owed

CALENDAR = WorkCalendar()
FRIDAY = date(2023, 6, 16)


@pytest.mark.parametrize(
    ("due", "today", "offered"),
    [
        (date(2023, 6, 30), date(2023, 6, 13), {"tomorrow": "14/6", "monday": "19/6", "before_due": "28/6"}),
        # Friday: tomorrow is no working day.
        (date(2023, 6, 30), FRIDAY, {"monday": "19/6", "before_due": "28/6"}),
        # Sunday is Monday's eve; a day is offered once.
        (date(2023, 6, 21), FRIDAY, {"monday": "19/6"}),
        (FRIDAY, date(2023, 6, 13), {"tomorrow": "14/6"}),
        (FRIDAY, date(2023, 6, 15), {"tomorrow": "16/6"}),
        # Two days before Sunday 18/6 is today already.
        (date(2023, 6, 18), FRIDAY, {}),
        (FRIDAY, FRIDAY, {}),
        (FRIDAY, date(2023, 6, 19), {}),
        # Before Tết 2026 (14/2 to 22/2) nothing is put off into it.
        (date(2026, 2, 24), date(2026, 2, 13), {}),
    ],
)
def test_only_worked_days_up_to_the_due_date_are_offered(
    due: date, today: date, offered: dict[str, str]
) -> None:
    found = {one.until.value: f"{one.day.day}/{one.day.month}" for one in snoozes(due, today, CALENDAR)}
    assert found == offered


def heard(until: date | None, *, due: date = FRIDAY, down: tuple[int, ...] = ()) -> str:
    """What is heard in June by somebody who put the report off on 9/6, at step -7."""
    said: set[int] = {-15, -7}
    found = []
    for day in (date(2023, 6, n) for n in range(10, 22)):
        if not CALENDAR.is_working(day) or day.day in down:
            continue
        obligation = replace(owed(due), said=frozenset(said), snoozed_until=until)
        for line in lines((obligation,), day, Ladder(), CALENDAR):
            said |= {line.step, *line.merged}
            found.append(f"{day.day}/6 {line.step:+d}")
    return ", ".join(found)


@pytest.mark.parametrize(
    ("until", "story"),
    [
        (None, "13/6 -3, 15/6 -1, 16/6 +0, 19/6 +1, 20/6 +2, 21/6 +3"),
        (date(2023, 6, 12), "12/6 -4, 13/6 -3, 15/6 -1, 16/6 +0, 19/6 +1, 20/6 +2, 21/6 +3"),
        (date(2023, 6, 14), "14/6 -2, 15/6 -1, 16/6 +0, 19/6 +1, 20/6 +2, 21/6 +3"),
        (date(2023, 6, 16), "16/6 +0, 19/6 +1, 20/6 +2, 21/6 +3"),
    ],
)
def test_what_is_put_off_is_silent_until_its_day_and_heard_of_on_it(until: date | None, story: str) -> None:
    assert heard(until) == story


def test_a_snooze_whose_day_the_bot_was_down_is_heard_of_once_afterwards() -> None:
    assert heard(date(2023, 6, 14), down=(14, 15)) == "16/6 +0, 19/6 +1, 20/6 +2, 21/6 +3"
    assert heard(date(2023, 6, 12), down=(12,)).startswith("13/6 -3, 15/6 -1")


def test_a_due_date_that_moves_before_the_snooze_makes_it_void() -> None:
    assert heard(date(2023, 6, 16), due=date(2023, 6, 15)) == (
        "12/6 -3, 14/6 -1, 15/6 +0, 16/6 +1, 19/6 +2, 20/6 +3, 21/6 +4"
    )
