"""Who sees what of a summary: within each extent counts add up, and nothing of a hidden unit is in it."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.campaign.model import SUMMED
from bot.errors import Refused
from bot.reports.content import SummaryContent, UnitSheet, indicators_in
from bot.store import summaries
from bot.store.engine import Store
from bot.store.extents import Extent
from bot.usecases import access, content, pulling
from tests.golden import campaign
from tests.golden.campaign import ADMIN, FOCAL_1, LEAD, NOW, QUARTER_2, VIEWER, Golden

CODES = ("X1", "X2", "X3", "X4", "PTK", "PGD", "HND")
NAMES = {
    "X1": ("Xã An Bình", "Hoàng Thị Một", "Bà Hà Thị Mẫu", "12 ha mía"),
    "X2": ("Xã Bản Lũng", "Lý Văn Hai", "2800.75"),
    "X3": ("Xã Cao Sơn", "Mông Thị Ba", "1100.25"),
    "X4": ("Xã Đồng Tâm",),
    "PTK": ("Phòng Thống kê", "Triệu Văn Kê", "60.85"),
    "PGD": ("Phòng Giáo dục", "Bế Thị Giáo"),
    "HND": ("Hội Nông dân",),
}
"""What would give a unit away: its name, its people, figures that no other unit has."""
PEOPLE = (
    "Hoàng Thị Một",
    "Lý Văn Hai",
    "Mông Thị Ba",
    "Triệu Văn Kê",
    "Bế Thị Giáo",
    "Bà Hà Thị Mẫu",
    "Đinh Thị Thường",
)


@pytest.fixture(scope="module")
def here() -> Iterator[tuple[Store, Golden]]:
    with campaign.golden_store() as made:
        yield made


def of(here: tuple[Store, Golden], extent: Extent) -> SummaryContent:
    store, golden = here
    heads = store.read_now(lambda tx: summaries.phases_of(tx, golden.campaign_id))
    return store.read_now(lambda tx: content.of_period(tx, heads[QUARTER_2 - 1], extent, NOW))


def pulled(here: tuple[Store, Golden], chat: int) -> SummaryContent:
    store, golden = here
    return store.read_now(
        lambda tx: pulling.pull(
            tx, access.caller(tx, chat, "", NOW), NOW, campaign_id=golden.campaign_id, place=QUARTER_2
        )
    )


def unit_sheet(here: tuple[Store, Golden], chat: int, code: str) -> UnitSheet:
    store, golden = here
    return store.read_now(
        lambda tx: pulling.pull_unit(
            tx,
            access.caller(tx, chat, "", NOW),
            NOW,
            campaign_id=golden.campaign_id,
            unit_id=golden.units[code],
            place=QUARTER_2,
        )
    )


def codes(found: SummaryContent) -> set[str]:
    return {unit.code for unit in found.units}


def given_away(found: object, hidden: set[str]) -> list[str]:
    said = repr(found)
    return [word for code in hidden for word in NAMES[code] if word in said]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.sets(st.sampled_from(CODES)), east=st.booleans(), people=st.booleans())
def test_nothing_of_a_hidden_unit_is_in_what_is_seen_and_counts_add_up(
    here: tuple[Store, Golden], chosen: set[str], east: bool, people: bool
) -> None:
    golden = here[1]
    extent = Extent(
        unit_ids=tuple(golden.units[code] for code in chosen),
        cluster_ids=(golden.clusters["CD"],) if east else (),
        people=people,
    )
    seen = chosen | ({"X1", "X2"} if east else set())
    found = of(here, extent)

    assert codes(found) == seen
    assert given_away(found, set(CODES) - seen) == []
    assert people or [name for name in PEOPLE if name in repr(found)] == []
    assert found.total == indicators_in(found.rows)
    assert sum(row.units for row in found.clusters) == found.head.units_expected == len(seen - {"HND"})
    assert len(found.late.every) == found.head.units_expected - found.head.units_reported
    for row in found.rows:
        assert row.reported <= row.expected
    for unit in found.units:
        assert sum(unit.counts.values()) == unit.expected


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(part=st.sets(st.sampled_from(CODES)))
def test_what_adds_up_is_the_sum_of_any_two_parts(here: tuple[Store, Golden], part: set[str]) -> None:
    golden = here[1]
    halves = [
        {row.n: row for row in of(here, Extent(unit_ids=tuple(golden.units[code] for code in half))).rows}
        for half in (part, set(CODES) - part)
    ]
    for row in of(here, Extent(whole=True)).rows:
        if row.measure not in SUMMED:
            continue
        parts = [half[row.n] for half in halves if row.n in half]
        assert (row.cumulative or 0) == sum(one.cumulative or 0 for one in parts)
        assert (row.this or 0) == sum(one.this or 0 for one in parts)
        assert row.expected == sum(one.expected for one in parts)
        assert row.reported == sum(one.reported for one in parts)


def test_an_admin_and_a_viewer_see_all_and_only_the_admin_sees_people(here: tuple[Store, Golden]) -> None:
    for_admin, for_viewer = pulled(here, ADMIN), pulled(here, VIEWER)

    assert codes(for_admin) == codes(for_viewer) == set(CODES)
    assert for_admin.groups == for_viewer.groups
    assert [name for name in PEOPLE if name in repr(for_admin)] != []
    assert [name for name in PEOPLE if name in repr(for_viewer)] == []


def test_a_cluster_lead_sees_his_cluster_and_a_focal_point_his_unit(here: tuple[Store, Golden]) -> None:
    assert codes(pulled(here, LEAD)) == {"X1", "X2"}
    assert pulled(here, LEAD).head.seen == "Cụm Đông"
    assert codes(pulled(here, FOCAL_1)) == {"X1"}
    assert pulled(here, FOCAL_1).head.seen == "Xã An Bình"


def test_part_of_the_units_is_measured_by_their_own_targets_and_never_by_that_of_all(
    here: tuple[Store, Golden],
) -> None:
    rows = {row.n: row for row in pulled(here, LEAD).rows}

    # (3500.5 + 2800.75) of 5000 + 4000; the directive's 13455.5 is for all communes together.
    assert (str(rows[1].percent), str(rows[4].percent)) == ("70.0", "39.0")
    assert (rows[6].percent, rows[6].assessment.value) == (None, "no_target")


def test_a_unit_is_seen_by_its_people_its_cluster_its_office_and_nobody_else(
    here: tuple[Store, Golden],
) -> None:
    for chat in (ADMIN, VIEWER, LEAD, FOCAL_1):
        assert unit_sheet(here, chat, "X1").unit.unit == "Xã An Bình"
    for chat, code in ((LEAD, "X3"), (FOCAL_1, "X2"), (FOCAL_1, "PTK")):
        with pytest.raises(Refused) as refused:
            unit_sheet(here, chat, code)
        assert refused.value.reason == "not_allowed"


def test_the_sheet_of_a_unit_tells_its_figures_its_periods_and_its_history(
    here: tuple[Store, Golden],
) -> None:
    found = unit_sheet(here, ADMIN, "X2")
    rows = {row.n: row for group in found.groups for row in group.rows}

    assert (str(rows[1].cumulative), str(rows[1].this), str(rows[1].percent)) == (
        "2800.75",
        "1900.75",
        "70.0",
    )
    assert [(one.place, one.late, one.days_late) for one in found.periods] == [(1, True, 3), (2, True, 2)]
    assert [str(one.after.value) for one in found.history if one.because and one.after] == ["5", "2800.75"]
    assert found.contacts == ("Lý Văn Hai",)
    assert given_away(found, set(CODES) - {"X2"}) == []
