"""The commands that show how a text is read, as other programs call them."""

import io
import json

import pytest

from bot.cli import main

NUMBER_FIELDS = [
    "kind", "value", "value_to", "denominator", "unit", "base_value", "base_value_to", "base_unit", "comparator",
    "approximate", "direction", "baseline", "level", "estimate", "cumulative_total", "increment", "parts",
    "plan_percent", "state", "candidates", "hint",
]  # fmt: skip
DATE_FIELDS = ["kind", "date", "datetime", "start", "end", "op", "last_day", "candidates", "hint"]


def test_a_number_is_printed_with_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read-number", "12,50 tỷ đồng", "--json"]) == 0
    reading = json.loads(capsys.readouterr().out)
    assert list(reading) == NUMBER_FIELDS
    assert (reading["value"], reading["base_value"], reading["base_unit"]) == ("12.5", "12500000000", "đồng")


def test_candidates_are_printed_with_value_and_base_value(capsys: pytest.CaptureFixture[str]) -> None:
    main(["read-number", "1,234", "--unit", "tỷ đồng", "--json"])
    reading = json.loads(capsys.readouterr().out)
    assert reading["candidates"][0] == {
        "value": "1.234",
        "unit": "tỷ đồng",
        "base_value": "1234000000",
        "base_unit": "đồng",
    }


def test_people_read_each_candidate_on_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    main(["read-number", "1,234", "--unit", "tỷ đồng"])
    assert capsys.readouterr().out.splitlines()[:3] == [
        "kind\tambiguous",
        "candidates\t1.234\ttỷ đồng\t1234000000\tđồng",
        "candidates\t1234\ttỷ đồng\t1234000000000\tđồng",
    ]


def test_a_date_is_printed_with_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read-date", "trước 17h ngày 30/6", "--today", "2026-11-20T10:00", "--json"]) == 0
    reading = json.loads(capsys.readouterr().out)
    assert list(reading) == DATE_FIELDS
    assert (reading["kind"], reading["datetime"], reading["op"]) == ("datetime", "2027-06-30T17:00", "before")


def test_the_campaigns_year_wins_over_the_mode(capsys: pytest.CaptureFixture[str]) -> None:
    main(["read-date", "30/6", "--today", "2026-11-20", "--year", "2023", "--mode", "past", "--json"])
    assert json.loads(capsys.readouterr().out)["date"] == "2023-06-30"


def test_many_lines_give_one_object_each(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("12,5\n\nxin chào\n"))
    assert main(["read-number", "--lines"]) == 0
    kinds = [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()]
    assert kinds == ["number", "none", "none"]


def test_without_a_text_the_usage_is_shown() -> None:
    assert main(["read-date"]) == 2
