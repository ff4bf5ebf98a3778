"""A whole and its parts, as tables."""

from decimal import Decimal

import pytest

from bot.campaign.parts import contradict, make_up_the_whole


def numbers(text: str) -> list[Decimal | None]:
    return [None if word == "?" else Decimal(word) for word in text.split()]


@pytest.mark.parametrize(
    ("whole", "parts", "all_there_is"),
    [
        ("638", "396 132 110", True),
        ("750", "200", False),
        ("50", "37.4", False),
        ("10", "10", False),
        ("10", "4 ?", False),
    ],
)
def test_parts_make_up_the_whole_where_their_targets_add_up(
    whole: str, parts: str, all_there_is: bool
) -> None:
    assert make_up_the_whole(Decimal(whole), numbers(parts)) is all_there_is


@pytest.mark.parametrize(
    ("whole", "parts", "complete", "wrong"),
    [
        ("640", "400 130 110", True, False),
        ("640", "400 130 120", True, True),
        ("640", "400 130 100", True, True),
        ("640", "400 130 ?", True, False),
        ("640", "600 130 ?", True, True),
        ("750", "200", False, False),
        ("750", "760", False, True),
        ("?", "760", False, False),
        ("750", "?", True, False),
    ],
)
def test_a_contradiction_is_seen_as_soon_as_it_is_certain(
    whole: str, parts: str, complete: bool, wrong: bool
) -> None:
    assert contradict(numbers(whole)[0], numbers(parts), complete=complete) is wrong
