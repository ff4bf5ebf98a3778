"""The summary as the chat says it against the golden campaign: every row, and the line that counts them."""

import re
from decimal import Decimal

import pytest

from bot.campaign.assessments import VIETNAMESE, Assessment
from bot.language.written import number
from bot.reports.units import LateLists
from bot.store import summaries
from bot.store.extents import WHOLE, Extent
from bot.texts import Texts
from bot.usecases import content, owing, pulling, summary_screens
from tests.golden.campaign import NOW, QUARTER_2, golden_store
from tests.golden.test_content import BY_HAND, exact


@pytest.fixture(scope="module")
def said() -> str:
    with golden_store() as (store, golden):
        view = store.read_now(
            lambda tx: summary_screens.whole_screen(
                tx, pulling.whole(tx, golden.campaign_id), NOW, place=QUARTER_2, before=True
            )
        )
    return re.sub("</?b>", "", Texts().render(view).html)


def row(said: str, n: int) -> str:
    """What is said of an indicator, from its number to the next empty line."""
    found = re.search(rf"^\S+ {n}\. .*?(?=^\s*$|\Z)", said, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[0]


def read(told: str, name: str) -> Decimal:
    """The figure behind a name: "thực hiện: 7.401,50 tấn"."""
    found = re.search(rf"{name}: (-?[\d.,]*\d)", told)
    assert found is not None
    return Decimal(found[1].replace(".", "").replace(",", "."))


@pytest.mark.parametrize("n", BY_HAND)
def test_the_chat_says_the_figures_that_were_computed_by_hand(said: str, n: int) -> None:
    last, this, cumulative, percent, assessment, reported, expected = BY_HAND[n]
    told = row(said, n)

    assert f"{reported}/{expected} đơn vị" in told
    if cumulative is not None:
        assert read(told, "thực hiện") == exact(cumulative)
    for name, value in (
        ("[Kk]ỳ trước", last),
        ("[Tt]rong kỳ", None if this == cumulative and last is None else this),
    ):
        assert (read(told, name) if re.search(f"{name}: ", told) else None) == exact(value)
    if percent is not None:
        assert f" {number(Decimal(percent))}% · " in told
    if assessment is not Assessment.QUALITATIVE:
        assert VIETNAMESE[assessment].lower() in told


def test_the_chat_counts_an_indicator_once_and_names_what_stands_below_another(said: str) -> None:
    line = next(line for line in said.splitlines() if line.startswith("Chỉ tiêu: "))
    assert line.removeprefix("Chỉ tiêu: ").split(" · ") == [
        *("24", "vượt 4", "đạt 5", "chưa đạt 8", "nguy cơ 2", "chưa có số liệu 1"),
        *("theo từng đơn vị 3", "định tính 1"),
    ]
    assert "(chỉ tiêu 20 tính theo hộ)" in row(said, 21)
    assert "(trong đó, của chỉ tiêu 1)" in row(said, 22)
    assert "đúng bằng mức, văn bản ghi “dưới”" in row(said, 25)


def test_the_chat_s_lists_of_who_has_not_reported_are_those_of_the_summary() -> None:
    with golden_store() as (store, golden):
        head = store.read_now(lambda tx: summaries.phases_of(tx, golden.campaign_id))[QUARTER_2 - 1]
        for extent in (
            WHOLE,
            Extent(cluster_ids=(golden.clusters["CT"],)),
            Extent(unit_ids=(golden.units["PGD"],)),
        ):
            lists, found = store.read_now(
                lambda tx, extent=extent: (
                    owing.lists_of(tx, head, extent, NOW),
                    content.of_period(tx, head, extent, NOW),
                )
            )
            assert (lists.reported, lists.expected) == (found.head.units_reported, found.head.units_expected)
            units = {unit.unit_id: unit for unit in found.units}
            for name in LateLists.__slots__:
                told, listed = getattr(lists, name), getattr(found.late, name)
                assert [unit.unit_id for unit in told] == [row.unit_id for row in listed], name
                for unit in told:
                    its = units[unit.unit_id]
                    assert (unit.entered, unit.expected) == (its.entered, its.expected)
                    assert (unit.state, unit.late, unit.days_late) == (its.state, its.late, its.days_late)
