"""What a language says beside its templates: weekdays, targets, why a reading is asked about."""

from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from bot.campaign.model import Comparator, Direction, Target
from bot.config import Texts as Configured
from bot.language import hints
from bot.texts import LANGUAGES, Texts
from bot.texts.rendering import FOLDER, HANOI
from bot.texts.words import filters

ENGLISH = filters(LANGUAGES["en"], HANOI)


def test_every_language_can_be_configured_and_has_its_folder() -> None:
    assert get_args(Configured.model_fields["language"].annotation) == tuple(LANGUAGES)
    assert {path.parent.name for path in FOLDER.glob("*/language.j2")} == set(LANGUAGES)


@pytest.mark.parametrize(
    ("code", "spoken"),
    [("en", "en"), ("en-GB", "en"), ("EN", "en"), ("vi", "vi"), ("ru", "vi"), ("", "vi"), (None, "vi")],
)
def test_a_phone_gets_the_closest_language(code: str | None, spoken: str) -> None:
    assert Texts().closest(code) == spoken


def test_a_phone_in_neither_language_gets_the_configured_one() -> None:
    assert Texts(default="en").closest("ru") == "en"


@pytest.mark.parametrize(
    ("comparator", "value", "value_to", "direction", "measure_unit", "written"),
    [
        ("=", "50.2", None, Direction.REACH, "tỷ đồng", "50,2 tỷ đồng"),
        (">", "55", None, Direction.REACH, "%", "Over 55%"),
        (">=", "5", None, Direction.INCREASE, "%", "From 5% up"),
        ("<", "3.25", None, Direction.REACH, "%", "Under 3,25%"),
        ("<=", "1000", None, Direction.REACH, "vụ", "At most 1.000 vụ"),
        ("range", "8.5", "9", Direction.REACH, "%", "8,5 - 9%"),
        (">", "90", None, Direction.MAINTAIN, "%", "Keep over 90%"),
        ("=", "0.15", None, Direction.DECREASE, "‰", "Reduce by 0,15‰"),
    ],
)
def test_a_target_is_said_in_english_with_the_figures_of_the_directive(
    comparator: str,
    value: str,
    value_to: str | None,
    direction: Direction,
    measure_unit: str,
    written: str,
) -> None:
    target = Target(
        comparator=Comparator(comparator),
        value=Decimal(value),
        value_to=None if value_to is None else Decimal(value_to),
        measure_unit=measure_unit,
        direction=direction,
    )
    assert ENGLISH["target"](target) == written


def test_a_day_is_written_alike_with_its_weekday_in_english() -> None:
    assert ENGLISH["weekday"](date(2023, 6, 16)) == "Friday, 16/6/2023"


def test_every_reason_to_ask_has_its_sentence_in_both_languages() -> None:
    assert list(hints.ENGLISH) == list(hints.SENTENCES)
