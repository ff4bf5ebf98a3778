"""The cells of the workbook against the golden campaign, to the last digit: by hand, and cell by cell from the content."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from bot.campaign.assessments import VIETNAMESE, Assessment
from bot.reports import workbook
from bot.reports.content import SummaryContent
from bot.reports.wording import labels, named
from tests.golden.campaign import golden_content
from tests.golden.test_content import BY_HAND, exact

# Bars behind shares are an extension of Excel 2010, which openpyxl does not read.
pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported")


@pytest.fixture(scope="module")
def content() -> SummaryContent:
    return golden_content()


@pytest.fixture(scope="module")
def book(content: SummaryContent) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook.write(content)))


def rows(book: Any, name: str) -> Iterator[list[Any]]:
    """The rows of a page below its head, without those that only name a group."""
    lines = [[cell.value for cell in row] for row in book[name].iter_rows()]
    head = next(place for place, line in enumerate(lines) if line[0] in {"STT", "Thời điểm"})
    for line in lines[head + 1 :]:
        if line[1] is not None and line[1] != "(2)":
            yield line


def read(cell: object) -> Decimal | None:
    """A cell as the figure that was written: Excel keeps 15 digits, and so does this."""
    return None if cell is None else Decimal(format(cell, ".15g"))


def test_the_main_table_has_the_figures_that_were_computed_by_hand(
    content: SummaryContent, book: Any
) -> None:
    found = list(rows(book, "Tiến độ chỉ tiêu"))
    assert len(found) == len(BY_HAND)
    for row, cells in zip(content.rows, found, strict=True):
        last, this, cumulative, percent, assessment, reported, expected = BY_HAND[row.n]
        assert cells[0] == row.stt
        assert cells[1] == named(row)
        assert cells[2:4] == [row.measure_unit or None, row.target_words or None]
        assert [read(cell) for cell in cells[4:6]] == [exact(last), exact(this)]
        assert read(cells[7]) == exact(percent)
        if assessment is Assessment.BY_UNIT:
            assert " - " in cells[6]
        else:
            assert read(cells[6]) == exact(cumulative)
        if assessment is not Assessment.QUALITATIVE:
            assert cells[8] == VIETNAMESE[assessment]
        assert ("/".join((str(reported), str(expected))) in (cells[10] or "")) is (
            expected > 1 and reported < expected
        )


def test_the_foot_counts_every_indicator_once(content: SummaryContent, book: Any) -> None:
    foot = str([row[0].value for row in book["Tiến độ chỉ tiêu"].iter_rows()][-1])
    total, *parts = [int(part.rsplit(": ", 1)[1]) for part in foot.rstrip(".").split("; ")]
    assert total == sum(parts) == content.total == 24


def test_each_unit_has_the_figures_that_it_gave(content: SummaryContent, book: Any) -> None:
    for unit, cells in zip(content.units, rows(book, "Đơn vị - chỉ tiêu"), strict=False):
        assert cells[1] == unit.unit
        for given, cell in zip(unit.cells, cells[2:], strict=True):
            if given is None:
                assert cell is None
            elif given.value is not None:
                assert read(cell) == given.value
            else:
                assert cell in {"…", *VIETNAMESE.values()}


def test_the_counts_of_a_unit_add_up_to_what_it_answers_for(content: SummaryContent, book: Any) -> None:
    found = list(rows(book, "Theo đơn vị"))
    assert len(found) == len(content.units)
    share = next(row for row in book["Theo đơn vị"].iter_rows(values_only=True) if row[0] == "STT").index(
        "Tỷ lệ báo cáo (%)"
    )
    for unit, cells in zip(content.units, found, strict=True):
        assert cells[3:5] == [unit.expected, unit.reported]
        assert sum(cells[5:share]) == unit.expected
        assert read(cells[share]) == unit.completeness


def test_clusters_lists_and_periods_are_those_of_the_content(content: SummaryContent, book: Any) -> None:
    assert [(cells[1], *map(read, cells[2:9])) for cells in rows(book, "Theo cụm, khối")] == [
        (
            one.cluster or "Ngoài cụm, khối",
            *map(Decimal, (one.units, one.reported, one.on_time, one.late, one.overdue)),
            one.completeness,
            one.timeliness,
        )
        for one in content.clusters
    ]
    late = list(rows(book, "Chưa báo cáo"))
    assert [cells[1] for cells in late] == [row.unit for row in (*content.late.every, *content.late.invited)]
    for row, cells in zip(content.comparison.rows, rows(book, "So sánh"), strict=True):
        assert str(cells[0]) == labels(content.rows)[row.indicator_id], "the same number on every page"
        assert [read(cell) for cell in cells[4 : 4 + len(row.values)]] == list(row.values)
