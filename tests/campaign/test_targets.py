from decimal import Decimal

import pytest

from bot.campaign.model import Comparator, Direction, Target
from bot.campaign.targets import Verdict, amount, at_strict_bound, number, passes, words


def target(
    comparator: str, value: str, value_to: str | None = None, direction: Direction = Direction.REACH
) -> Target:
    return Target(
        comparator=Comparator(comparator),
        value=Decimal(value),
        value_to=None if value_to is None else Decimal(value_to),
        direction=direction,
    )


QUALITATIVE = Target(comparator=None, value=None)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("13455.5", "13.455,5"),
        ("31410000", "31.410.000"),
        ("57.83", "57,83"),
        ("3.0", "3,0"),
        ("1909", "1.909"),
        ("999", "999"),
        ("0.15", "0,15"),
        ("-2.4", "-2,4"),
        ("-1234567.25", "-1.234.567,25"),
        ("0", "0"),
        ("-0.0", "0,0"),
        ("5E+3", "5.000"),
        ("12345678901234567890123456789012345.5", "12.345.678.901.234.567.890.123.456.789.012.345,5"),
    ],
)
def test_a_number_has_a_dot_for_thousands_and_a_comma_for_decimals(value: str, written: str) -> None:
    assert number(Decimal(value)) == written


@pytest.mark.parametrize(
    ("value", "measure_unit", "written"),
    [
        ("98", "%", "98%"),
        ("0.15", "‰", "0,15‰"),
        ("12.5", "tỷ đồng", "12,5 tỷ đồng"),
        ("14", "", "14"),
    ],
)
def test_a_measure_unit_follows_its_number(value: str, measure_unit: str, written: str) -> None:
    assert amount(Decimal(value), measure_unit) == written


@pytest.mark.parametrize(
    ("wanted", "written"),
    [
        (target("=", "50.2"), "50,2"),
        (target("=", "1909", direction=Direction.INCREASE), "1.909"),
        (target(">", "55"), "Trên 55"),
        (target(">", "11", direction=Direction.INCREASE), "Trên 11"),
        (target("range", "8.5", "9", Direction.INCREASE), "8,5 - 9"),
        (target(">=", "5", direction=Direction.DECREASE), "Từ 5 trở lên"),
        (target("<", "3.25"), "Dưới 3,25"),
        (target("<=", "10"), "Tối đa 10"),
        (target("=", "85", direction=Direction.MAINTAIN), "Duy trì 85"),
        (target(">", "85", direction=Direction.MAINTAIN), "Duy trì trên 85"),
        (target("=", "0.15", direction=Direction.DECREASE), "Giảm 0,15"),
        (target("range", "3", "4", Direction.DECREASE), "Giảm 3 - 4"),
        (QUALITATIVE, ""),
    ],
)
def test_a_target_is_printed_in_the_words_of_the_directive(wanted: Target, written: str) -> None:
    assert words(wanted) == written


@pytest.mark.parametrize(
    ("wanted", "figure", "verdict"),
    [
        (target("=", "56"), "55.9", Verdict.NOT_MET),
        (target("=", "56"), "56.0", Verdict.MET),
        (target("=", "56"), "70", Verdict.EXCEEDED),
        (target(">=", "5"), "4.99", Verdict.NOT_MET),
        (target(">=", "5"), "5", Verdict.MET),
        (target(">=", "5"), "6", Verdict.EXCEEDED),
        (target(">", "55"), "55", Verdict.NOT_MET),
        (target(">", "55"), "55.1", Verdict.EXCEEDED),
        (target("<", "3.25"), "3.24", Verdict.MET),
        (target("<", "3.25"), "3.25", Verdict.NOT_MET),
        (target("<", "3.25"), "4", Verdict.NOT_MET),
        (target("<=", "10"), "10", Verdict.MET),
        (target("<=", "10"), "10.1", Verdict.NOT_MET),
        (target("range", "8.5", "9"), "8.4", Verdict.NOT_MET),
        (target("range", "8.5", "9"), "8.5", Verdict.MET),
        (target("range", "8.5", "9"), "9", Verdict.MET),
        (target("range", "8.5", "9"), "9.1", Verdict.EXCEEDED),
        (target("=", "0.15", direction=Direction.DECREASE), "0.14", Verdict.NOT_MET),
        (target("=", "0.15", direction=Direction.DECREASE), "0.15", Verdict.MET),
        (target("=", "0.15", direction=Direction.DECREASE), "0.2", Verdict.EXCEEDED),
        (target("=", "85", direction=Direction.MAINTAIN), "84.9", Verdict.NOT_MET),
        (target("=", "85", direction=Direction.MAINTAIN), "85", Verdict.MET),
        (target("=", "85", direction=Direction.MAINTAIN), "90", Verdict.MET),
    ],
)
def test_a_figure_passes_as_the_comparator_says(wanted: Target, figure: str, verdict: Verdict) -> None:
    assert passes(wanted, Decimal(figure)) is verdict


@pytest.mark.parametrize(
    ("wanted", "figure", "flagged"),
    [
        (target(">", "55"), "55.0", True),
        (target("<", "3.25"), "3.25", True),
        (target(">", "55"), "54.9", False),
        (target(">=", "55"), "55", False),
        (target("=", "55"), "55", False),
    ],
)
def test_a_figure_exactly_at_an_excluded_bound_is_flagged(wanted: Target, figure: str, flagged: bool) -> None:
    assert at_strict_bound(wanted, Decimal(figure)) is flagged


def test_a_qualitative_target_is_not_passed_by_a_figure() -> None:
    with pytest.raises(ValueError, match="qualitative"):
        passes(QUALITATIVE, Decimal(1))


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [("8", Verdict.NOT_MET), ("5", Verdict.MET), ("4.9", Verdict.MET)],
)
def test_more_poverty_than_a_bare_ceiling_is_not_met(figure: str, verdict: Verdict) -> None:
    target = Target(comparator=Comparator.EQUAL, value=Decimal(5), measure_unit="%", ceiling=True)
    assert passes(target, Decimal(figure)) is verdict
    assert words(target, measure_unit="%") == "5%"
