"""A target typed in a correction is read by the grammar: one meaning is proposed, several are asked about."""

from decimal import Decimal

import pytest

from bot.campaign.model import Comparator, Direction, Measure, Scope, Target
from bot.store.assignments import Assignment
from bot.store.indicators import Indicator
from bot.texts.words import target as words
from bot.usecases.target_text import in_unit, read_target


def indicator(
    value: str | None, unit: str, *, measure: Measure = Measure.LEVEL, name: str = "x"
) -> Indicator:
    return Indicator(
        indicator_id=1,
        campaign_id=1,
        n=1,
        section="",
        name=name,
        source_text="",
        source_line=None,
        target=Target(
            comparator=None if value is None else Comparator.EQUAL,
            value=None if value is None else Decimal(value),
            measure_unit=unit,
            direction=Direction.REACH,
        ),
        measure=measure,
        in_period=False,
        assignment=Assignment(scope=Scope.ALL),
        answers=None,
        unit_targets=0,
        catalogue_key=None,
        given_from=None,
        given_until=None,
        parent_id=None,
        relation=None,
        baseline=None,
        target_level=None,
        cumulative_total=None,
        denominator=None,
        doubts=(),
        looked_at=None,
    )


@pytest.mark.parametrize(
    ("old", "unit", "typed", "proposed"),
    [
        ("50", "%", "trên 55%", ["Trên 55%"]),
        ("50", "%", "tren 55", ["Trên 55%"]),
        ("8", "%", "8,5 - 9 %", ["8,5 - 9%"]),
        ("4", "%", "từ 5% trở lên", ["Từ 5% trở lên"]),
        ("4", "%", "giảm 5% trở lên", ["Từ 5% trở lên"]),
        ("4", "%", "giảm 5%", ["Giảm 5%"]),
        ("84", "%", "duy trì 85%", ["Duy trì 85%"]),
        ("4", "vụ", "không quá 3 vụ", ["Tối đa 3 vụ"]),
        ("3", "%", "dưới 3,25%", ["Dưới 3,25%"]),
        ("13", "xã", "14/14 xã", ["14 xã"]),
        ("0.2", "%", "giảm từ 13,18% xuống 13,08%", ["Giảm 0,10%"]),
        (None, "", "85%", ["85%"]),
        (None, "", "50,2 tỷ đồng", ["50,2 tỷ đồng"]),
        ("50.2", "tỷ đồng", "60 ty", ["60 tỷ đồng"]),
        ("50.2", "tỷ đồng", "60 triệu", ["0,06 tỷ đồng", "60 triệu đồng"]),
        ("50", "%", "60 ha", ["60 ha", "60%"]),
        ("1200", "tấn", "1.234", ["1.234 tấn"]),
        ("1.2", "tấn", "1.234", ["1.234 tấn", "1,234 tấn"]),
        ("1200", "tấn", "1,234", ["1,234 tấn", "1.234 tấn"]),
        ("50", "%", "định tính", [""]),
        ("50", "%", "dinh tinh", [""]),
        ("50", "%", "tốt hơn", []),
        ("50", "%", "không phát sinh", []),
        ("50", "%", "đạt 98% kế hoạch", []),
        ("50", "%", "-3", []),
        ("50", "%", "9" * 30, []),
        ("50", "%", "", []),
    ],
)
def test_a_typed_target_has_these_meanings(
    old: str | None, unit: str, typed: str, proposed: list[str]
) -> None:
    found = read_target(typed, indicator(old, unit))
    assert [words(one.indicator.target) for one in found] == proposed


def test_both_ends_of_a_fall_are_kept_beside_the_change() -> None:
    [found] = read_target("giảm từ 13,18% xuống 13,08%", indicator("0.2", "%", measure=Measure.DELTA_ABS))
    one = found.indicator
    assert (one.baseline, one.target_level, one.target.direction) == (
        Decimal("13.18"),
        Decimal("13.08"),
        Direction.DECREASE,
    )


def test_a_target_a_hundred_times_off_the_old_one_is_remarked() -> None:
    [found] = read_target("5020", indicator("50.2", "tỷ đồng"))
    assert found.notes == ("far_off",)
    [found] = read_target("khoảng 60", indicator("50.2", "tỷ đồng"))
    assert found.notes == ("about",)


def test_how_a_qualitative_indicator_adds_up_follows_from_its_first_figure() -> None:
    for typed, measure in (
        ("85%", Measure.LEVEL),
        ("50,2 tỷ đồng", Measure.FLOW),
        ("03 xã", Measure.COUNT_NEW),
    ):
        [found] = read_target(typed, indicator(None, "", measure=Measure.QUALITATIVE, name="Xã đạt chuẩn"))
        assert found.indicator.measure is measure


def test_without_a_figure_nothing_of_the_old_one_is_left() -> None:
    [found] = read_target("định tính", indicator("50", "%"))
    assert found.indicator.measure is Measure.QUALITATIVE
    assert (found.indicator.target.value, found.indicator.target.measure_unit, found.ratio) == (
        None,
        "",
        None,
    )


@pytest.mark.parametrize(
    ("unit", "new", "proposed"),
    [
        ("tỷ đồng", "triệu đồng", ["50 triệu đồng", "50.000 triệu đồng"]),
        ("tấn", "tạ", ["50 tạ", "500 tạ"]),
        ("hộ", "hộ nghèo", ["50 hộ nghèo"]),
        ("%", "‰", ["50‰"]),
        ("", "ha", ["50 ha"]),
    ],
)
def test_another_measure_unit_keeps_the_number_or_the_quantity(
    unit: str, new: str, proposed: list[str]
) -> None:
    assert [words(one.indicator.target) for one in in_unit(indicator("50", unit), new)] == proposed


def test_a_measure_unit_that_nobody_knows_is_remarked() -> None:
    assert [one.notes for one in in_unit(indicator("50", "ha"), "gù")] == [("unit_unknown",)]
    assert [one.notes for one in in_unit(indicator("50", "ha"), "xã, thị trấn")] == [()]
