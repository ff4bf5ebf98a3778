"""Which indicators are likely to be missed. The expected figures are worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.campaign.forecast import Point, Risk, forecast, risk
from bot.campaign.model import Comparator, Measure, Target

START, END = date(2026, 1, 1), date(2026, 12, 31)


def target(comparator: str, value: str, value_to: str | None = None) -> Target:
    return Target(
        comparator=Comparator(comparator),
        value=Decimal(value),
        value_to=None if value_to is None else Decimal(value_to),
    )


def points(*given: tuple[str, str]) -> list[Point]:
    """("31/3", "12,5"): a day of 2026 and a figure."""
    return [
        Point(
            day=date(2026, *(int(part) for part in reversed(day.split("/")))),
            value=Decimal(value.replace(",", ".")),
        )
        for day, value in given
    ]


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        # 10 a day.
        (points(("1/1", "0"), ("2/1", "10"), ("3/1", "20")), "100"),
        # The one wild figure is outvoted: of its ten slopes six are 10, one lies below and three above.
        (points(("1/1", "0"), ("2/1", "10"), ("3/1", "20"), ("4/1", "50"), ("5/1", "40")), "100"),
        (points(("1/1", "5"), ("2/1", "5"), ("3/1", "5")), "5"),
        # Falling by 2 a day.
        (points(("1/1", "30"), ("2/1", "28"), ("3/1", "26")), "10"),
    ],
)
def test_a_forecast_follows_the_median_of_the_slopes(known: list[Point], wanted: str) -> None:
    assert forecast(known, date(2026, 1, 11)) == Decimal(wanted)


def test_fewer_than_three_days_have_no_trend() -> None:
    assert forecast(points(("1/1", "1"), ("2/1", "2"), ("2/1", "3")), END) is None


@pytest.mark.parametrize(
    ("name", "wanted", "measure", "known", "found"),
    [
        # An even pace asks for 365/2 = 182 of 365 days on 1/7: 182 of 365.
        ("an even pace is kept", target("=", "365"), Measure.FLOW, points(("1/7", "182")), None),
        ("below the pace", target("=", "365"), Measure.FLOW, points(("1/7", "181")), Risk.BEHIND),
        ("reached early", target("=", "365"), Measure.FLOW, points(("1/7", "365")), None),
        (
            "slow from the beginning: 0,5 a day lead to 182 or so",
            target("=", "365"),
            Measure.COUNT_NEW,
            points(("31/1", "15"), ("28/2", "29"), ("31/3", "45")),
            Risk.RED,
        ),
        (
            "it was fast and stands still: 40, 40, 40 never reach 50",
            target("=", "50"),
            Measure.FLOW,
            points(("31/1", "40"), ("28/2", "40"), ("31/3", "40")),
            Risk.FORECAST,
        ),
        (
            "late, but catching up: 1 a day from 31/7 leads to 200",
            target("=", "180"),
            Measure.FLOW,
            points(("31/7", "47"), ("31/8", "78"), ("30/9", "108")),
            Risk.BEHIND,
        ),
        (
            "a level that falls below what is to be kept",
            target(">=", "85"),
            Measure.LEVEL,
            points(("31/1", "90"), ("28/2", "89"), ("31/3", "88")),
            Risk.FORECAST,
        ),
        ("a level has no pace", target(">=", "85"), Measure.LEVEL, points(("31/1", "60")), None),
        (
            "a ceiling that is broken on the way it goes",
            target("<", "3"),
            Measure.LEVEL,
            points(("31/1", "2"), ("28/2", "2,2"), ("31/3", "2,4")),
            Risk.FORECAST,
        ),
        (
            "a change has no trend",
            target(">", "10"),
            Measure.DELTA_REL,
            points(("31/1", "3"), ("28/2", "2"), ("31/3", "1")),
            None,
        ),
        ("no figure says nothing", target("=", "10"), Measure.FLOW, [], None),
        ("nothing to reach", Target(comparator=None, value=None), Measure.QUALITATIVE, [], None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_indicator_is_at_risk(
    name: str, wanted: Target, measure: Measure, known: list[Point], found: Risk | None
) -> None:
    day = date(2026, 10, 1)
    assert risk(wanted, measure, known, start=START, end=END, day=day) is found, name


def test_once_the_campaign_is_over_nothing_is_forecast() -> None:
    level = points(("31/1", "90"), ("28/2", "89"), ("31/3", "88"))
    assert risk(target(">=", "85"), Measure.LEVEL, level, start=START, end=END, day=date(2027, 1, 1)) is None


@given(
    start=st.integers(-1000, 1000),
    slope=st.integers(-50, 50),
    days=st.lists(st.integers(0, 300), min_size=3, max_size=12, unique=True),
    ahead=st.integers(1, 400),
)
def test_figures_on_a_line_are_forecast_on_that_line(
    start: int, slope: int, days: list[int], ahead: int
) -> None:
    line = [Point(day=START + timedelta(days=n), value=Decimal(start + slope * n)) for n in days]
    assert forecast(line, START + timedelta(days=ahead)) == start + slope * ahead
