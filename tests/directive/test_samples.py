"""What the five sample directives say, against the answers that people read from them."""

from decimal import Decimal
from typing import Any

import pytest

from bot.directive import IndicatorDraft
from bot.directive.printing import as_json
from tests.directive.samples import SAMPLES, answers, sample, told

META = ("document_type", "number", "date", "date_precision", "title", "start", "end", "theme", "movements")


def exact(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def facts(one: IndicatorDraft) -> tuple[object, ...]:
    target = one.target
    return (
        one.line,
        target.comparator,
        target.value,
        target.value_to,
        target.measure_unit or None,
        one.measure_unit or None,
        target.direction,
        one.measure,
        one.baseline,
        one.target_level,
        one.cumulative_total,
        one.denominator,
        one.section,
        one.ordinal,
    )


def expected(answer: dict[str, Any]) -> tuple[object, ...]:
    return (
        answer["line"],
        answer["comparator"],
        exact(answer["value"]),
        exact(answer["value_to"]),
        answer["unit"],
        answer["unit_norm"],
        answer["direction"],
        answer["measure"],
        exact(answer["baseline"]),
        exact(answer["target_level"]),
        exact(answer["cumulative_total"]),
        exact(answer["denominator"]),
        answer["section"],
        answer["bullet"],
    )


def words(name: str) -> set[str]:
    return set(name.lower().replace("(", " ").replace(")", " ").replace(",", " ").replace("/", " ").split())


@pytest.mark.parametrize("number", SAMPLES)
def test_every_indicator_of_a_sample_is_read_as_a_person_reads_it(number: str) -> None:
    expected_ones = answers(number)
    if number == "003":
        # The one goal of 003 stands in prose; its place in the outline is as good as its answer's.
        expected_ones = [{**answer, "line": 23} for answer in expected_ones]
    assert [facts(one) for one in sample(number).indicators] == [expected(answer) for answer in expected_ones]


@pytest.mark.parametrize("number", SAMPLES)
def test_the_name_of_an_indicator_keeps_the_words_of_its_sentence(number: str) -> None:
    expected_ones = answers(number)
    for one, answer in zip(sample(number).indicators, expected_ones, strict=True):
        ours, theirs = words(one.name), words(answer["name"])
        assert len(ours & theirs) / min(len(ours), len(theirs)) >= 0.6, (one.name, answer["name"])


@pytest.mark.parametrize("number", SAMPLES)
def test_the_test_for_a_figure_follows_from_the_words(number: str) -> None:
    for one, answer in zip(sample(number).indicators, answers(number), strict=True):
        test = answer["pass_if"]
        ours = one.pass_if and (one.pass_if.op, one.pass_if.value)
        assert ours == (test and (test["op"], exact(test["threshold"])))
        assert (one.base_value, one.base_unit) == (exact(answer["value_base"]), answer["unit_base"])


@pytest.mark.parametrize("number", SAMPLES)
def test_nothing_of_a_sample_is_left_unread(number: str) -> None:
    reasons = [warned.reason for warned in sample(number).warnings]
    assert reasons == (["indicators_absent"] if number == "003" else [])


@pytest.mark.parametrize("number", SAMPLES)
def test_the_head_and_the_times_of_a_sample_are_exact(number: str) -> None:
    answer, ours = told("meta")[number], as_json(sample(number))
    assert {name: ours[name] for name in META} == {name: answer[name] for name in META}
    assert ours["explicit_phase_count"] == answer["explicit_phase_count"]


@pytest.mark.parametrize("number", SAMPLES)
def test_the_phases_of_a_sample_end_in_their_reviews(number: str) -> None:
    theirs = told("meta")[number]["phases"]
    ours: Any = as_json(sample(number))["phases"]
    assert [
        (one["start"], one["end"], one["review"]["deadline"], one["review"]["deadline_exclusive"])
        for one in ours
    ] == [
        (one["start"], one["end"], one["review"]["deadline"], one["review"]["deadline_exclusive"])
        for one in theirs
    ]


@pytest.mark.parametrize("number", SAMPLES)
def test_the_people_and_offices_of_a_sample_are_named(number: str) -> None:
    answer, ours = told("meta")[number], sample(number)
    assert ours.issuer is not None
    assert ours.standing_body is not None
    assert (ours.issuer.level, ours.issuer.name) == (answer["issuer"]["level"], answer["issuer"]["name"])
    assert ours.standing_body.name == answer["standing_body"]["name"]
    assert (ours.signer.name if ours.signer else None) == answer["signer"]["name"]
    assert list(ours.recipients) == answer["recipients"]


@pytest.mark.parametrize("number", SAMPLES)
def test_the_commemorations_of_a_sample_keep_the_dates_of_the_source(number: str) -> None:
    keys = ("title", "anniversary_years", "from", "to", "phase")
    theirs = told("meta")[number]["commemorative_dates"]
    ours: Any = as_json(sample(number))["commemorative_dates"]
    assert [[one[key] for key in keys] for one in ours] == [[one[key] for key in keys] for one in theirs]


def test_results_told_in_the_preamble_are_progress_and_not_targets() -> None:
    theirs = told("progress")["000"]
    assert [
        (one.name, one.target, one.actual, one.percent, one.period, one.status)
        for one in sample("000").progress
    ] == [
        (
            one["name"],
            exact(one["target"]),
            exact(one["actual"]),
            exact(one["achieved_pct"]),
            one["period"],
            one["status"],
        )
        for one in theirs
    ]


def test_what_is_behind_the_plan_is_named_without_figures() -> None:
    assert list(sample("000").behind)[:4] == told("progress")["000_behind_schedule_no_figures"]
