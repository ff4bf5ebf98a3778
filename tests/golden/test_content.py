"""The content of a summary against the figures computed by hand in README.md, and every total computed anew."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

import pytest
from sqlalchemy import select, update

from bot.campaign.assessments import Assessment
from bot.campaign.model import Comparator
from bot.directive.model import Relation
from bot.reports.content import Above, ProgressRow, SummaryContent
from bot.reports.pictures import matrix, progress, timeline
from bot.store import summaries as heads
from bot.store import summary_figures, summary_rows
from bot.store.engine import Tx
from bot.store.extents import Extent
from bot.store.tables import campaign_units, indicators
from bot.usecases import columns
from bot.usecases.content import to_draw
from tests.golden.campaign import (
    GIVEN,
    NOW,
    OWNED,
    QUARTER_1,
    QUARTER_2,
    SECOND_HALF,
    golden_content,
    golden_read,
    golden_store,
)

X, M, N, R, NO, B, Q = (
    Assessment.EXCEEDED,
    Assessment.MET,
    Assessment.NOT_MET,
    Assessment.AT_RISK,
    Assessment.NONE,
    Assessment.BY_UNIT,
    Assessment.QUALITATIVE,
)
PNG = b"\x89PNG"
BY_HAND: dict[int, tuple[str | None, str | None, str | None, str | None, Assessment, int, int]] = {
    1: ("3200.75", "4200.75", "7401.5", "55.0", N, 3, 4),
    2: ("34", "35.2", "35.2", "100.6", X, 1, 1),
    3: (None, None, None, None, B, 3, 4),
    4: ("6.4", "8.3", "14.7", "29.3", R, 3, 4),
    5: ("0", "1", "1", "100.0", M, 3, 4),
    6: ("7.5", "8", "15.5", "103.3", X, 3, 4),
    7: ("0", "2", "2", "200.0", M, 3, 4),
    8: (None, None, None, None, B, 3, 4),
    9: ("14", "13", "13", None, N, 1, 1),
    10: (None, None, None, None, NO, 0, 1),
    11: ("0.05", "0.12", "0.12", "80.0", N, 1, 1),
    12: (None, "0.1", "0.1", "100.0", M, 1, 1),
    13: ("0", "0", "0", "0.0", R, 1, 2),
    14: ("82.67", "84.17", "84.17", "100.2", X, 3, 4),
    15: ("55", "57", "57", "100.0", M, 1, 1),
    16: ("90", "90.5", "90.5", "98.4", N, 1, 1),
    17: ("60.85", "61", "61", "100.2", X, 1, 1),
    18: (None, None, None, None, B, 3, 4),
    19: ("90.75", "92.08", "92.08", "99.0", N, 3, 4),
    20: ("1.5", "3", "3", "100.0", N, 1, 1),
    21: ("65", "65", "130", "100.0", N, 3, 4),
    22: ("1800.5", "2450", "4250.5", "53.1", N, 3, 4),
    23: (None, None, None, None, Q, 4, 6),
    24: ("6.2", "4.5", "4.5", None, M, 1, 1),
    25: ("5", "1", "6", None, N, 3, 4),
}
"""By number: last, this, cumulative, per cent, assessment, units with a figure, units that answer."""


@pytest.fixture(scope="module")
def content() -> SummaryContent:
    return golden_content()


def exact(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def row_of(content: SummaryContent, n: int) -> ProgressRow:
    return next(row for row in content.rows if row.n == n)


@pytest.mark.parametrize("n", BY_HAND)
def test_an_indicator_is_what_was_computed_by_hand(content: SummaryContent, n: int) -> None:
    last, this, cumulative, percent, assessment, reported, expected = BY_HAND[n]
    row = row_of(content, n)

    assert (row.last, row.this, row.cumulative) == (exact(last), exact(this), exact(cumulative))
    assert (row.percent, row.assessment) == (exact(percent), assessment)
    assert (row.reported, row.expected) == (reported, expected)


@pytest.mark.parametrize("n", [1, 4, 6, 22, 25])
def test_a_total_is_the_sum_of_what_the_units_typed(content: SummaryContent, n: int) -> None:
    newest = {unit: given[n] for (_, unit), given in GIVEN.items() if n in given and unit != "X3"}
    newest["X3"] = GIVEN[QUARTER_1, "X3"][n]  # Its second report is a draft.
    corrected = Decimal(100) if n == 1 else Decimal(0)
    summed = sum((Decimal(text.rstrip("~")) for text in newest.values()), corrected)
    row = row_of(content, n)

    assert row.cumulative == summed
    assert row.target.value is not None
    if row.target.comparator is not Comparator.UNDER:
        assert row.percent == (summed * 100 / row.target.value).quantize(Decimal("0.1"), ROUND_HALF_UP)


def test_the_counting_line_adds_up(content: SummaryContent) -> None:
    counted = {key: count for key, count in content.counting.items() if count}

    assert counted == {X: 4, M: 5, N: 8, R: 2, NO: 1, B: 3, Q: 1}
    assert (content.total, content.parts, content.restated, len(content.rows)) == (24, 1, 1, 25)


def test_before_anybody_reports_every_indicator_is_without_a_figure_also_in_words_alone() -> None:
    before = golden_content(SECOND_HALF)

    assert before.counting[NO] == before.total == 24
    for unit in before.units:
        assert unit.counts[NO] == unit.expected
    for drawn in (progress.draw(before), matrix.draw(before), timeline.draw(before)):
        assert drawn.startswith(PNG)


def test_parts_and_targets_said_again_stand_below_their_whole_without_a_number(
    content: SummaryContent,
) -> None:
    assert [(row.n, row.stt) for row in content.rows][:3] == [(1, 1), (22, None), (2, 2)]
    assert [(row.n, row.stt) for row in content.rows][-5:] == [
        (20, 20),
        (21, None),
        (23, 21),
        (24, 22),
        (25, 23),
    ]
    assert [(group.numeral, len(group.rows)) for group in content.groups] == [("I", 8), ("II", 9), ("III", 8)]
    assert [group.count for group in content.groups] == [8, 9, 7]
    assert (row_of(content, 22).whole, row_of(content, 22).restated) == (
        Above(content.rows[0].indicator_id, 1),
        None,
    )
    again = row_of(content, 21)
    assert (again.whole, again.restated) == (None, Above(row_of(content, 20).indicator_id, 20))


def test_the_notes_say_what_a_reader_of_a_figure_has_to_know(content: SummaryContent) -> None:
    grain, budget, industry = (row_of(content, n).notes for n in (1, 4, 6))

    assert (grain.corrected, grain.carried, grain.estimates) == (1, 1, 0)
    assert (budget.estimates, budget.follow_ups) == (1, 1)
    assert (industry.stood_in, industry.corrected) == (1, 1)
    assert [n for n in BY_HAND if row_of(content, n).notes.at_bound] == [20, 21, 25]


def test_units_and_clusters_are_as_complete_and_as_punctual_as_computed_by_hand(
    content: SummaryContent,
) -> None:
    units = {unit.code: (unit.on_time, unit.periods_due, unit.days_late) for unit in content.units}
    clusters = {one.cluster: (one.completeness, one.timeliness) for one in content.clusters}

    assert units == {
        "X1": (2, 2, 0),
        "X2": (0, 2, 2),
        "X3": (1, 2, 3),
        "X4": (0, 2, 3),
        "PTK": (2, 2, 0),
        "PGD": (1, 2, 0),
        "HND": (0, 0, 0),
    }
    assert clusters == {
        "Cụm Đông": (Decimal("100.0"), Decimal("50.0")),
        "Cụm Tây": (Decimal("0.0"), Decimal("0.0")),
        None: (Decimal("50.0"), Decimal("100.0")),
    }
    assert (content.head.units_reported, content.head.units_expected) == (3, 6)


def test_every_unit_has_each_of_its_indicators_in_one_assessment(content: SummaryContent) -> None:
    for unit in content.units:
        assert sum(unit.counts.values()) == unit.expected == sum(cell is not None for cell in unit.cells)
    owners = {unit.code: unit.expected for unit in content.units}

    assert owners["PTK"] == sum(code == "PTK" for code in OWNED.values()) + 1


def test_what_stands_in_a_draft_or_waits_for_a_head_is_entered_and_not_yet_reported(
    content: SummaryContent,
) -> None:
    units = {unit.code: (unit.entered, unit.reported, unit.completeness) for unit in content.units}

    assert units == {
        "X1": (15, 15, Decimal("100.0")),
        "X2": (15, 15, Decimal("100.0")),
        "X3": (2, 0, Decimal("0.0")),
        "X4": (0, 0, Decimal("0.0")),
        "PTK": (10, 10, Decimal("100.0")),
        "PGD": (1, 0, Decimal("0.0")),
        "HND": (0, 0, None),
    }


def test_a_unit_s_figures_stand_under_the_indicators_for_which_it_gave_them(content: SummaryContent) -> None:
    unit = next(unit for unit in content.units if unit.code == "X2")
    found = {
        row.n: cell.value
        for row, cell in zip(content.rows, unit.cells, strict=True)
        if cell is not None and cell.value is not None
    }
    given = GIVEN[QUARTER_2, "X2"]

    assert {n: found[n] for n in (3, 4, 6, 7, 8, 21, 22)} == {
        n: Decimal(given[n]) for n in (3, 4, 6, 7, 8, 21, 22)
    }


def test_a_part_of_a_part_stands_with_the_whole_and_a_later_indicator_with_its_group() -> None:
    with golden_store() as (store, golden):

        def change(tx: Tx) -> None:
            of = indicators.c.id == golden.indicators[23]
            tx.execute(
                update(indicators)
                .where(of)
                .values(relation=Relation.PART_OF.value, parent_id=golden.indicators[22])
            )
            first = select(indicators.c.section).where(indicators.c.id == golden.indicators[1])
            tx.execute(
                update(indicators)
                .where(indicators.c.id == golden.indicators[20])
                .values(section=first.scalar_subquery())
            )

        store.write_now(change)
        found = store.read_now(partial(golden_read, golden))

    assert [row.n for row in found.rows][:3] == [1, 22, 23]
    assert [(row.n, row.stt) for row in found.groups[0].rows][-2:] == [(20, 8), (21, None)]
    assert len(found.rows) == len(found.comparison.rows) == 25


def test_what_is_asked_for_a_period_alone_is_not_entered_because_an_earlier_one_has_it() -> None:
    with golden_store() as (store, golden):
        part = indicators.c.id == golden.indicators[22]
        store.write_now(lambda tx: tx.execute(update(indicators).where(part).values(in_period=True)))
        found = store.read_now(partial(golden_read, golden))
    unit = next(unit for unit in found.units if unit.code == "X3")

    assert GIVEN[QUARTER_2, "X3"].keys() == {1, 4}
    assert unit.entered == 2
    assert (row_of(found, 22).cumulative, row_of(found, 22).notes.carried) == (Decimal("5451"), 1)


def test_what_was_due_before_a_unit_came_out_of_another_is_not_to_its_credit() -> None:
    with golden_store() as (store, golden):
        part = campaign_units.c.unit_id == golden.units["X1"]
        store.write_now(
            lambda tx: tx.execute(update(campaign_units).where(part).values(from_on=date(2020, 4, 1)))
        )
        found = store.read_now(partial(golden_read, golden))
    unit = next(unit for unit in found.units if unit.code == "X1")

    assert (unit.on_time, unit.periods_due, unit.timeliness) == (1, 1, Decimal("100.0"))


def test_who_has_not_reported_stands_in_one_of_four_lists(content: SummaryContent) -> None:
    late = content.late

    assert [row.unit for row in late.nothing] == []
    assert [(row.unit, row.days_late, len(row.missing)) for row in late.incomplete] == [("Xã Cao Sơn", 3, 12)]
    assert [row.unit for row in late.waiting] == ["Phòng Giáo dục"]
    assert [(row.unit, row.days_late) for row in late.unconnected] == [("Xã Đồng Tâm", 3)]
    assert [row.unit for row in late.invited] == ["Hội Nông dân"]
    assert len(late.every) == content.head.units_expected - content.head.units_reported


def test_a_picture_is_drawn_of_the_same_totals_and_units(content: SummaryContent) -> None:
    with golden_store() as (store, golden):
        head = store.read_now(lambda tx: heads.phases_of(tx, golden.campaign_id))[QUARTER_2 - 1]
        everybody = Extent(whole=True, people=True)
        totals, drawn = (
            store.read_now(lambda tx, units=units: to_draw(tx, head, everybody, NOW, units=units))
            for units in (False, True)
        )
    assert list(totals.rows) == [replace(row, last=None, this=None) for row in content.rows]
    assert (drawn.head, drawn.counting, drawn.units) == (content.head, content.counting, content.units)
    for words in (progress.alternative, matrix.alternative, timeline.alternative):
        assert words(drawn) == words(content)
    assert progress.alternative(totals) == progress.alternative(content)


def test_the_periods_beside_each_other_end_with_the_figure_of_the_summary(content: SummaryContent) -> None:
    for compared in content.comparison.rows:
        assert compared.values[-1] == row_of(content, compared.n).cumulative
    first_quarter = golden_content(QUARTER_1)

    assert golden_content(compare=False).groups == content.groups

    assert [row.values[0] for row in content.comparison.rows] == [
        row.values[-1] for row in first_quarter.comparison.rows
    ]
    assert [one.place for one in content.comparison.periods] == [QUARTER_1, QUARTER_2]


def test_of_many_units_the_same_is_found_as_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    with golden_store() as (store, golden):
        extents = (None, Extent(unit_ids=(golden.units["X3"],)))

        def read() -> list[SummaryContent]:
            return [store.read_now(partial(golden_read, golden, extent=extent)) for extent in extents]

        found = read()
        for module in (columns, summary_rows, summary_figures):
            monkeypatch.setattr(module, "FEW", 0)
        assert read() == found
