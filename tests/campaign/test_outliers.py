"""Figures unlike the unit's own history, as a table."""

from decimal import Decimal

import pytest

from bot.campaign.outliers import is_outlier


def numbers(text: str) -> list[Decimal]:
    return [Decimal(word) for word in text.split()]


@pytest.mark.parametrize(
    ("value", "past", "outlier"),
    [
        ("94", "93 94 92 93 95 94", False),
        ("96", "93 94 92 93 95 94", False),
        ("49", "93 94 92 93 95 94", True),
        ("940", "93 94 92 93 95 94", True),
        ("49", "93 94 92 93 95", False),
        ("50", "90 90 90 90 90 90", False),
    ],
)
def test_a_level_is_compared_with_the_levels_before(value: str, past: str, outlier: bool) -> None:
    assert is_outlier(Decimal(value), numbers(past), running_total=False) is outlier


@pytest.mark.parametrize(
    ("value", "past", "outlier"),
    [
        ("80", "70 61 50 41 30 19 10", False),
        ("300", "70 61 50 41 30 19 10", True),
        ("12", "70 61 50 41 30 19 10", False),
        ("22", "11 120 109 100 91 80 71 60", False),
        ("90", "11 120 109 100 91 80 71 60", True),
    ],
)
def test_of_a_running_total_the_growth_is_compared_and_a_new_year_says_nothing(
    value: str, past: str, outlier: bool
) -> None:
    assert is_outlier(Decimal(value), numbers(past), running_total=True) is outlier
