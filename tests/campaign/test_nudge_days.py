"""On which days one person hears of one report, as tables that a human can check against a wall calendar.

A heard line is written "29/12 0 (-1)": on that day, at that step, which also spoke for step -1.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.campaign.calendar import WorkCalendar
from bot.campaign.deadlines import Ladder, Line, Obligation, lines, newest_step
from bot.campaign.model import Duty

CALENDAR = WorkCalendar()
LADDER = Ladder()
LONG_AGO = date(2000, 1, 1)


def owed(due: date, **changes: object) -> Obligation:
    obligation = Obligation(
        person_id=1,
        unit_id=2,
        period_id=3,
        due=due,
        since=LONG_AGO,
        said=frozenset(),
        duty=Duty.REQUIRED,
        campaign_id=4,
        campaign="Thi đua năm 2023",
        phase=1,
        phase_name="Đợt 1",
        unit="Xã Nà Bản",
        missing=21,
        expected=21,
    )
    return replace(obligation, **changes)


def heard(
    due: date | Callable[[date], date],
    *,
    down: Collection[date] = (),
    since: date = LONG_AGO,
    duty: Duty = Duty.REQUIRED,
    calendar: WorkCalendar = CALENDAR,
) -> dict[date, Line]:
    """What a person hears who never reports, from 40 days before the due date to 40 after.

    The bot speaks on working days on which it is not down, and remembers what it said for which due date.
    """
    due_on = due if callable(due) else lambda _day: due
    middle = due_on(LONG_AGO)
    said: dict[date, set[int]] = defaultdict(set)
    found = {}
    for day in (middle + timedelta(days=n) for n in range(-40, 41)):
        if day in down or not calendar.is_working(day):
            continue
        current = due_on(day)
        obligation = owed(current, said=frozenset(said[current]), since=since, duty=duty)
        for line in lines((obligation,), day, LADDER, calendar):
            said[current] |= {line.step, *line.merged}
            found[day] = line
    return found


def written(story: dict[date, Line]) -> str:
    def one(day: date, line: Line) -> str:
        merged = f" ({' '.join(f'{step:+d}' for step in line.merged)})" if line.merged else ""
        return f"{day.day}/{day.month} {f'{line.step:+d}' if line.step else '0'}{merged}"

    return ", ".join(one(day, line) for day, line in story.items())


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize(
    ("due", "table"),
    [
        (
            date(2023, 6, 12),
            "26/5 -15, 5/6 -7, 9/6 -1 (-3), 12/6 0, 13/6 +1, 14/6 +2, 15/6 +3, 16/6 +4, 19/6 +5",
        ),
        (
            date(2023, 6, 13),
            "29/5 -15, 6/6 -7, 9/6 -3, 12/6 -1, 13/6 0, 14/6 +1, 15/6 +2, 16/6 +3, 19/6 +4, 20/6 +5",
        ),
        (
            date(2023, 6, 14),
            "30/5 -15, 7/6 -7, 9/6 -3, 13/6 -1, 14/6 0, 15/6 +1, 16/6 +2, 19/6 +3, 20/6 +4, 21/6 +5",
        ),
        (
            date(2023, 6, 15),
            "31/5 -15, 8/6 -7, 12/6 -3, 14/6 -1, 15/6 0, 16/6 +1, 19/6 +2, 20/6 +3, 21/6 +4, 22/6 +5",
        ),
        (
            date(2023, 6, 16),
            "1/6 -15, 9/6 -7, 13/6 -3, 15/6 -1, 16/6 0, 19/6 +1, 20/6 +2, 21/6 +3, 22/6 +4, 23/6 +5",
        ),
        (
            date(2023, 6, 17),
            "2/6 -15, 9/6 -7, 14/6 -3, 16/6 0 (-1), 19/6 +1, 20/6 +2, 21/6 +3, 22/6 +4, 23/6 +5",
        ),
        (
            date(2023, 6, 18),
            "2/6 -15, 9/6 -7, 15/6 -3, 16/6 0 (-1), 19/6 +1, 20/6 +2, 21/6 +3, 22/6 +4, 23/6 +5",
        ),
    ],
    ids=["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
)
def test_each_step_is_heard_once_whatever_weekday_the_due_date_is(due: date, table: str) -> None:
    assert written(heard(due)) == table


@pytest.mark.parametrize(
    ("due", "table"),
    [
        # Tết 2026: 14/2 to 22/2 is free.
        (
            date(2026, 2, 13),
            "29/1 -15, 6/2 -7, 10/2 -3, 12/2 -1, 13/2 0, 23/2 +1, 24/2 +2, 25/2 +3, 26/2 +4, 27/2 +5",
        ),
        (
            date(2026, 2, 17),
            "2/2 -15, 10/2 -7, 13/2 0 (-3 -1), 23/2 +1, 24/2 +2, 25/2 +3, 26/2 +4, 27/2 +5",
        ),
        # Tết 2027: 4/2 to 10/2 is free.
        (
            date(2027, 2, 3),
            "19/1 -15, 27/1 -7, 29/1 -3, 2/2 -1, 3/2 0, 11/2 +1, 12/2 +2, 15/2 +3, 16/2 +4, 17/2 +5",
        ),
        (
            date(2027, 2, 11),
            "27/1 -15, 3/2 -1 (-7 -3), 11/2 0, 12/2 +1, 15/2 +2, 16/2 +3, 17/2 +4, 18/2 +5",
        ),
        # 30/4 and 1/5/2026 are a Thursday and a Friday; Monday 27/4 makes up for the Hùng Kings' Sunday.
        (
            date(2026, 4, 30),
            "15/4 -15, 23/4 -7, 24/4 -3, 29/4 0 (-1), 4/5 +1, 5/5 +2, 6/5 +3, 7/5 +4, 8/5 +5",
        ),
        # 31/8, 1/9 and 2/9/2026 are free after a weekend.
        (
            date(2026, 9, 2),
            "18/8 -15, 26/8 -7, 28/8 0 (-3 -1), 3/9 +1, 4/9 +2, 7/9 +3, 8/9 +4, 9/9 +5",
        ),
        # Month ends, the end of the year and the leap day; Tết 2024 is 8/2 to 14/2.
        (
            date(2023, 10, 31),
            "16/10 -15, 24/10 -7, 27/10 -3, 30/10 -1, 31/10 0, 1/11 +1, 2/11 +2, 3/11 +3, 6/11 +4, 7/11 +5",
        ),
        (
            date(2023, 12, 30),
            "15/12 -15, 22/12 -7, 27/12 -3, 29/12 0 (-1), 2/1 +1, 3/1 +2, 4/1 +3, 5/1 +4, 8/1 +5",
        ),
        (
            date(2024, 2, 29),
            "7/2 -15, 22/2 -7, 26/2 -3, 28/2 -1, 29/2 0, 1/3 +1, 4/3 +2, 5/3 +3, 6/3 +4, 7/3 +5",
        ),
    ],
)
def test_steps_go_back_before_a_holiday_and_overdue_ones_wait_until_after_it(due: date, table: str) -> None:
    assert written(heard(due)) == table


@pytest.mark.parametrize(
    ("down", "table"),
    [
        # One day, on which nothing was to be said, and one on which -3 was.
        (
            [date(2023, 6, 14)],
            "1/6 -15, 9/6 -7, 13/6 -3, 15/6 -1, 16/6 0, 19/6 +1, 20/6 +2, 21/6 +3, 22/6 +4, 23/6 +5",
        ),
        (
            [date(2023, 6, 13)],
            "1/6 -15, 9/6 -7, 14/6 -3, 15/6 -1, 16/6 0, 19/6 +1, 20/6 +2, 21/6 +3, 22/6 +4, 23/6 +5",
        ),
        # Over several steps, up to the due date and past it.
        (
            days(date(2023, 6, 12), date(2023, 6, 15)),
            "1/6 -15, 9/6 -7, 16/6 0 (-3 -1), 19/6 +1, 20/6 +2, 21/6 +3, 22/6 +4, 23/6 +5",
        ),
        (
            days(date(2023, 6, 9), date(2023, 6, 18)),
            "1/6 -15, 19/6 +1 (-7 -3 -1 +0), 20/6 +2, 21/6 +3, 22/6 +4, 23/6 +5",
        ),
        (
            days(date(2023, 6, 12), date(2023, 6, 21)),
            "1/6 -15, 9/6 -7, 22/6 +4 (-3 -1 +0 +1 +2 +3), 23/6 +5",
        ),
        # To the end of the ladder: one message afterwards, and then no more.
        (
            days(date(2023, 6, 19), date(2023, 7, 2)),
            "1/6 -15, 9/6 -7, 13/6 -3, 15/6 -1, 16/6 0, 3/7 +5 (+1 +2 +3 +4)",
        ),
    ],
)
def test_an_outage_ends_in_one_message_with_the_newest_step(down: list[date], table: str) -> None:
    assert written(heard(date(2023, 6, 16), down=down)) == table


def test_on_the_weekend_after_a_friday_due_date_there_is_nothing_new_to_say() -> None:
    obligation = owed(date(2023, 6, 16))

    assert lines((obligation,), date(2023, 6, 17), LADDER, CALENDAR) == ()


def test_a_due_date_that_moves_speaks_again_for_the_new_one() -> None:
    def due_on(day: date) -> date:
        return date(2023, 6, 30) if day >= date(2023, 6, 12) else date(2023, 6, 16)

    assert written(heard(due_on)) == (
        "1/6 -15, 9/6 -7, 15/6 -15, 23/6 -7, 27/6 -3, 29/6 -1, 30/6 0, 3/7 +1, 4/7 +2, 5/7 +3, 6/7 +4, 7/7 +5"
    )


def test_a_due_date_moved_there_and_back_is_not_heard_of_twice() -> None:
    def due_on(day: date) -> date:
        return date(2023, 6, 30) if day == date(2023, 6, 12) else date(2023, 6, 16)

    assert written(heard(due_on)) == written(heard(date(2023, 6, 16)))


def test_a_due_date_moved_there_and_back_over_its_steps_is_heard_of_once() -> None:
    def due_on(day: date) -> date:
        return date(2023, 6, 30) if date(2023, 6, 12) <= day < date(2023, 6, 20) else date(2023, 6, 16)

    assert written(heard(due_on)) == (
        "1/6 -15, 9/6 -7, 15/6 -15, 20/6 +2 (-3 -1 +0 +1), 21/6 +3, 22/6 +4, 23/6 +5"
    )


def test_a_due_date_brought_forward_is_heard_of_at_its_newest_step() -> None:
    def due_on(day: date) -> date:
        return date(2023, 6, 16) if day >= date(2023, 6, 14) else date(2023, 6, 30)

    assert written(heard(due_on)).startswith("14/6 -3 (-15 -7), 15/6 -1, 16/6 0, 19/6 +1")


@pytest.mark.parametrize(
    ("since", "table"),
    [
        (
            date(2023, 6, 12),
            "13/6 -3, 15/6 -1, 16/6 0, 19/6 +1, 20/6 +2, 21/6 +3, 22/6 +4, 23/6 +5",
        ),
        (date(2023, 6, 16), "16/6 0, 19/6 +1, 20/6 +2, 21/6 +3, 22/6 +4, 23/6 +5"),
        (date(2023, 6, 21), "21/6 +3, 22/6 +4, 23/6 +5"),
        (date(2023, 6, 24), ""),
    ],
)
def test_a_newcomer_hears_only_the_steps_from_his_own_time_on(since: date, table: str) -> None:
    assert written(heard(date(2023, 6, 16), since=since)) == table


def test_a_newcomer_after_an_outage_hears_one_step_for_those_of_his_own_time() -> None:
    story = heard(date(2023, 6, 16), since=date(2023, 6, 12), down=days(date(2023, 6, 12), date(2023, 6, 15)))

    assert written(story).startswith("16/6 0 (-3 -1), 19/6 +1")


def test_an_invited_unit_is_never_overdue() -> None:
    story = heard(date(2023, 6, 16), duty=Duty.INVITED)

    assert written(story) == "1/6 -15, 9/6 -7, 13/6 -3, 15/6 -1, 16/6 0"


def test_a_day_off_that_the_admin_sets_moves_the_steps() -> None:
    flood = WorkCalendar(extra_days_off=frozenset({date(2023, 6, 13), date(2023, 6, 19)}))

    assert written(heard(date(2023, 6, 16), calendar=flood)) == (
        "1/6 -15, 9/6 -7, 12/6 -3, 15/6 -1, 16/6 0, 20/6 +1, 21/6 +2, 22/6 +3, 23/6 +4, 26/6 +5"
    )


def test_each_obligation_has_its_own_line() -> None:
    near, later, said = (
        owed(date(2023, 6, 16), unit_id=1),
        owed(date(2023, 6, 28), unit_id=2),
        owed(date(2023, 6, 16), unit_id=3, said=frozenset({-3})),
    )
    found = lines((near, later, said), date(2023, 6, 13), LADDER, CALENDAR)

    assert [(line.obligation.unit_id, line.step, line.merged) for line in found] == [
        (1, -3, (-15, -7)),
        (2, -15, ()),
    ]


def test_the_newest_step_names_the_older_ones_that_it_speaks_for() -> None:
    newest, older = newest_step(date(2023, 12, 30), date(2023, 12, 29), LADDER, CALENDAR, date(2023, 12, 20))

    assert newest is not None
    assert (newest.step, newest.day, older) == (0, date(2023, 12, 29), (-7, -3, -1))


@settings(max_examples=60, deadline=None)
@given(
    due=st.dates(min_value=date(2023, 1, 1), max_value=date(2027, 12, 31)),
    outages=st.sets(st.integers(min_value=-20, max_value=20), max_size=25),
)
def test_no_step_is_heard_twice_nor_on_the_wrong_side_of_the_due_date(due: date, outages: set[int]) -> None:
    story = heard(due, down={due + timedelta(days=n) for n in outages})
    told = [step for line in story.values() for step in (line.step, *line.merged)]

    assert len(told) == len(set(told))
    assert all((line.step > 0) == (day > due) for day, line in story.items())
