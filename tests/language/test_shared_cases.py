"""The shared tables of what officials type; a list as expected answer means: ask, and offer these."""

import json
import os
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.language.dates import VIETNAM, Moment, MomentKind, read_date
from bot.language.numbers import Kind, Quantity, read_number

CASES = Path(__file__).resolve().parents[2] / "../shared/cases"
FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=VIETNAM)


def cases(name: str) -> list[dict[str, Any]]:
    path = CASES / name
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail("The shared cases are missing: ../shared/cases")
        pytest.skip("The shared cases (../shared/cases) are not on this machine.")
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def offered(quantity: Quantity) -> set[Decimal]:
    return {candidate.base_value for candidate in quantity.candidates}


def number_is_right(case: dict[str, Any], quantity: Quantity) -> bool:
    expected = case["expected"]
    if quantity.kind != case["kind"]:
        return False
    match quantity.kind:
        case Kind.NONE:
            return True
        case Kind.AMBIGUOUS:
            return offered(quantity) == {Decimal(value) for value in expected if value is not None}
        case Kind.RANGE:
            ends = (quantity.base_value, quantity.base_value_to)
            return (
                ends == (Decimal(expected["lo"]), Decimal(expected["hi"]))
                and quantity.base_unit == case["unit"]
            )
        case Kind.RATIO:
            parts = (quantity.value, quantity.denominator)
            return (
                parts == (Decimal(expected["num"]), Decimal(expected["den"]))
                and quantity.base_unit == case["unit"]
            )
    bound = "~" if quantity.approximate else quantity.comparator or ""
    figure = (quantity.base_value, quantity.base_unit, bound)
    return figure == (Decimal(expected), case["unit"], case["cmp"])


def written(moment: Moment) -> str | None:
    match moment.kind:
        case MomentKind.DATE if moment.date:
            return moment.date.isoformat()
        case MomentKind.DATETIME if moment.datetime:
            return moment.datetime.strftime("%Y-%m-%dT%H:%M")
        case MomentKind.INTERVAL if moment.start and moment.end:
            return "/".join((moment.start.isoformat(), moment.end.isoformat()))
    return None


def date_is_right(case: dict[str, Any], moment: Moment) -> bool:
    expected = case["expected"]
    if isinstance(expected, list):
        found = {written(candidate) for candidate in moment.candidates}
        return moment.kind is MomentKind.AMBIGUOUS and found == {
            value for value in expected if value is not None
        }
    plain = moment.kind == case["kind"] and written(moment) == expected
    return plain and (expected is None or moment.op == case["op"])


def test_every_number_of_the_shared_cases_is_read_or_asked_about() -> None:
    wrong = [
        case["input"]
        for case in cases("number_cases.json")
        if not number_is_right(case, read_number(case["input"]))
    ]
    assert wrong == []


def test_every_date_of_the_shared_cases_is_read_or_asked_about() -> None:
    wrong = [
        (case["input"], case["mode"])
        for case in cases("date_cases.json")
        if not date_is_right(case, read_date(case["input"], today=FRIDAY, mode=case["mode"]))
    ]
    assert wrong == []
