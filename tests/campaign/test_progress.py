import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.campaign.model import Comparator, Direction, Figure, FigureKind, Measure, Target
from bot.campaign.progress import Status, is_behind, linear_pace, percent, share, status

GOLD = Path(__file__).resolve().parents[2] / "../shared/gold/gold_progress.json"
QUALITATIVE = Target(comparator=None, value=None)
NIL = Figure(kind=FigureKind.NIL)
MISSING = Figure(kind=FigureKind.MISSING)


def target(comparator: str, value: str, value_to: str | None = None) -> Target:
    return Target(
        comparator=Comparator(comparator),
        value=Decimal(value),
        value_to=None if value_to is None else Decimal(value_to),
    )


def figure(value: str) -> Figure:
    return Figure(kind=FigureKind.VALUE, value=Decimal(value))


def test_the_progress_stated_in_the_sample_directives_is_computed_as_they_state_it() -> None:
    if not GOLD.exists() and "CI" not in os.environ:
        pytest.skip("the sample directives are not beside the repository")
    stated = json.loads(GOLD.read_text(encoding="utf-8"), parse_float=Decimal)["000"]
    computed = [percent(Decimal(line["actual"]), target("=", str(line["target"]))) for line in stated]
    statuses = [status(target("=", str(line["target"])), figure(str(line["actual"]))) for line in stated]

    assert computed == [line["achieved_pct"] for line in stated] == [Decimal("164.5"), Decimal("125.0")]
    assert statuses == [Status.EXCEEDED, Status.EXCEEDED]


@pytest.mark.parametrize(
    ("actual", "wanted", "share"),
    [
        ("43245000", target("=", "26281000"), "164.5"),  # 164.5485; by way of 164.55 it would be 164.6.
        ("1", target("=", "16"), "6.3"),  # 6.25 is rounded up, not to the even digit.
        ("12.5", target("=", "50.2"), "24.9"),
        ("0", target("=", "50.2"), "0.0"),
        ("-0.1", target("=", "0.2"), "-50.0"),
        ("8.5", target("range", "8.5", "9"), "100.0"),
        ("56", target(">", "55"), "101.8"),
        ("1" * 30, target("=", "3"), "3703703703703703703703703703700.0"),
    ],
)
def test_a_percentage_is_rounded_once_to_one_decimal(actual: str, wanted: Target, share: str) -> None:
    assert str(percent(Decimal(actual), wanted)) == share


@pytest.mark.parametrize(
    "wanted", [target("<", "3.25"), target("<=", "10"), target("=", "0"), target("=", "0.0"), QUALITATIVE]
)
def test_there_is_no_percentage_where_a_ratio_says_nothing(wanted: Target) -> None:
    assert percent(Decimal(3), wanted) is None


@pytest.mark.parametrize(
    ("wanted", "given", "expected"),
    [
        (target("=", "50"), figure("60"), Status.EXCEEDED),
        (target("=", "50"), figure("50"), Status.MET),
        (target("=", "50"), figure("49"), Status.NOT_MET),
        (target("=", "50"), NIL, Status.NOT_MET),
        (target("<", "3"), NIL, Status.MET),
        (target("=", "50"), MISSING, Status.NONE),
        (target("=", "50"), None, Status.NONE),
        (QUALITATIVE, figure("1"), Status.QUALITATIVE),
        (QUALITATIVE, None, Status.QUALITATIVE),
    ],
)
def test_zero_no_figure_and_a_figure_are_three_things(
    wanted: Target, given: Figure | None, expected: Status
) -> None:
    assert status(wanted, given) is expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [("39", Status.AT_RISK), ("40", Status.NOT_MET), ("100", Status.MET), ("101", Status.EXCEEDED)],
)
def test_an_indicator_behind_its_pace_is_at_risk(actual: str, expected: Status) -> None:
    assert status(target("=", "100"), figure(actual), pace=Decimal(40)) is expected


def test_an_even_pace_asks_for_the_share_of_the_days_gone_by() -> None:
    wanted, start, end = target("=", "365"), date(2023, 1, 1), date(2023, 12, 31)

    assert linear_pace(wanted, Measure.FLOW, start, end, date(2023, 1, 31)) == 31


@pytest.mark.parametrize("day", [date(2022, 12, 31), date(2023, 12, 31), date(2024, 1, 1)])
def test_there_is_no_pace_before_a_phase_or_once_it_is_over(day: date) -> None:
    assert linear_pace(target("=", "365"), Measure.FLOW, date(2023, 1, 1), date(2023, 12, 31), day) is None


@pytest.mark.parametrize(
    "measure", [Measure.LEVEL, Measure.DELTA_ABS, Measure.DELTA_REL, Measure.QUALITATIVE]
)
def test_only_what_accumulates_has_a_pace(measure: Measure) -> None:
    assert (
        linear_pace(target("=", "9"), measure, date(2023, 1, 1), date(2023, 12, 31), date(2023, 3, 1)) is None
    )


def test_a_reduction_counts_as_the_size_of_the_reduction() -> None:
    wanted = Target(comparator=Comparator.EQUAL, value=Decimal("0.1"), direction=Direction.DECREASE)

    assert percent(Decimal("0.12"), wanted) == Decimal("120.0")
    assert status(wanted, figure("0.12")) is Status.EXCEEDED


@pytest.mark.parametrize(
    ("actual", "pace", "behind"),
    [
        ("39", "40", True),
        ("40", "40", False),
        # Met already, whatever the pace says.
        ("100", "120", False),
        # A level has no pace, and a campaign that is over none any more: what is not met is behind.
        ("99", None, True),
        ("100", None, False),
        # Without a figure nobody can tell.
        (None, "40", False),
        (None, None, False),
    ],
)
def test_an_indicator_is_behind_below_the_pace_or_where_it_has_none_while_it_is_not_met(
    actual: str | None, pace: str | None, behind: bool
) -> None:
    given = None if actual is None else figure(actual)
    assert is_behind(target(">=", "100"), given, None if pace is None else Decimal(pace)) is behind


def ratio(numerator: str, denominator: str) -> Figure:
    return Figure(
        kind=FigureKind.VALUE,
        value=Decimal(0),
        numerator=Decimal(numerator),
        denominator=Decimal(denominator),
    )


@pytest.mark.parametrize(
    ("given", "whole", "together"),
    [
        ([("12", "14"), ("3", "6")], 100, "75"),
        ([("1", "3")], 100, "33.33"),
        ([("2", "3")], 100, "66.67"),
        ([("3", "400"), ("1", "400")], 1000, "5"),
        ([("40", "40"), ("60", "60")], 100, "100"),
        ([("0", "0")], 100, None),
        ([], 100, None),
    ],
)
def test_shares_of_units_are_weighed_by_their_parts(
    given: list[tuple[str, str]], whole: int, together: str | None
) -> None:
    found = share([(Decimal(part), Decimal(of)) for part, of in given], Decimal(whole))
    assert (None if found is None else format(found, "f")) == together
