from datetime import date

import pytest

from bot.campaign.calendar import WorkCalendar
from bot.campaign.model import Review
from bot.campaign.periods import Rhythm, periods

CALENDAR = WorkCalendar()
REVIEW = Review(deadline=date(2026, 6, 30), exclusive=True)


def planned(
    rhythm: Rhythm, start: date | None, end: date, *, whole: bool = True
) -> list[tuple[str, str, str, str]]:
    found = periods(rhythm, start, end, Review(), CALENDAR, whole=whole)
    return [
        (
            one.name,
            f"{one.starts_on or '':%d/%m}" if one.starts_on else "",
            f"{one.ends_on:%d/%m}",
            f"{one.due_on:%d/%m}",
        )
        for one in found
    ]


@pytest.mark.parametrize(
    ("rhythm", "start", "end", "expected"),
    [
        (Rhythm.ONCE, date(2026, 4, 1), date(2026, 6, 30), [("", "01/04", "30/06", "17/06")]),
        # 17/5/2026 is a Sunday.
        (
            Rhythm.MONTHLY,
            date(2026, 4, 1),
            date(2026, 6, 30),
            [
                ("Tháng 4/2026", "01/04", "30/04", "17/04"),
                ("Tháng 5/2026", "01/05", "31/05", "15/05"),
                ("Tháng 6/2026", "01/06", "30/06", "17/06"),
            ],
        ),
        # A quarter is due in its last month, over the turn of the year too.
        (
            Rhythm.QUARTERLY,
            date(2026, 7, 1),
            date(2027, 3, 31),
            [
                ("Quý III/2026", "01/07", "30/09", "17/09"),
                ("Quý IV/2026", "01/10", "31/12", "17/12"),
                ("Quý I/2027", "01/01", "31/03", "17/03"),
            ],
        ),
        # A phase that begins in the middle of a quarter: what is left of it is a period of its own.
        (
            Rhythm.QUARTERLY,
            date(2026, 5, 10),
            date(2026, 9, 30),
            [("Quý II/2026", "10/05", "30/06", "17/06"), ("Quý III/2026", "01/07", "30/09", "17/09")],
        ),
        # Less than fifteen days at either end join their neighbour.
        (
            Rhythm.MONTHLY,
            date(2026, 3, 25),
            date(2026, 6, 5),
            [("Tháng 4/2026", "25/03", "30/04", "17/04"), ("Tháng 5/2026", "01/05", "05/06", "02/06")],
        ),
        # Fifteen days stand alone; day 17 lies before them, so they are due three working days before their end.
        (
            Rhythm.MONTHLY,
            date(2026, 3, 17),
            date(2026, 4, 30),
            [("Tháng 3/2026", "17/03", "31/03", "17/03"), ("Tháng 4/2026", "01/04", "30/04", "17/04")],
        ),
        # A phase of a fortnight has one period, however it is cut.
        (Rhythm.MONTHLY, date(2026, 4, 25), date(2026, 5, 5), [("Tháng 5/2026", "25/04", "05/05", "28/04")]),
        # Without a first day no months can be told apart.
        (Rhythm.MONTHLY, None, date(2026, 6, 30), [("", "", "30/06", "17/06")]),
    ],
)
def test_a_phase_is_cut_into_months_or_quarters_each_with_its_name_and_a_proposed_due_date(
    rhythm: Rhythm, start: date | None, end: date, expected: list[tuple[str, str, str, str]]
) -> None:
    assert planned(rhythm, start, end) == expected


def test_the_last_period_leaves_time_before_the_review() -> None:
    early = Review(deadline=date(2026, 6, 12))
    found = periods(Rhythm.MONTHLY, date(2026, 5, 1), date(2026, 6, 30), early, CALENDAR)
    assert [one.due_on for one in found] == [date(2026, 5, 15), date(2026, 6, 9)]


def test_what_remains_of_a_phase_as_one_period_is_named_by_its_days() -> None:
    assert planned(Rhythm.ONCE, date(2026, 5, 1), date(2026, 6, 30), whole=False) == [
        ("01/05/2026 – 30/06/2026", "01/05", "30/06", "17/06")
    ]
