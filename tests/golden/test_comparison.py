"""A campaign beside the one of a year ago: the same period, the same indicators, whatever they are measured in."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import insert, select

from bot.store import summaries
from bot.store.engine import Tx
from bot.store.extents import Extent
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    figures,
    indicators,
    periods,
    phases,
    reports,
)
from bot.usecases import content
from tests.golden.campaign import HANOI, NOW, QUARTER_2, Golden, golden_store

LAST_YEAR = datetime(2019, 6, 15, 8, 0, tzinfo=HANOI)


def a_year_ago(tx: Tx, golden: Golden) -> int:
    """The same office, two communes, the budget in triệu đồng and one indicator that is not asked any more."""
    made = {"state": "closed", "directive": {}, "file_name": "", "file_hash": "", "made_at": LAST_YEAR}
    campaign_id = tx.execute(
        insert(campaigns).values(
            owner_id=golden.owner_id, title="Thi đua năm 2019", ends_on=date(2019, 12, 31), **made
        )
    ).inserted_primary_key[0]
    budget = tx.execute(select(indicators.c.name).where(indicators.c.id == golden.indicators[4])).scalar_one()
    named = ((budget, "triệu đồng", "flow"), ("Số hộ lắp bể nước mưa", "hộ", "count_new"))
    keys = []
    for n, (name, measure_unit, measure) in enumerate(named, 1):
        row = {"campaign_id": campaign_id, "n": n, "section": "", "name": name, "source_text": ""}
        keys.append(
            tx.execute(
                insert(indicators).values(
                    **row, measure_unit=measure_unit, measure=measure, comparator="=", value=Decimal(9000)
                )
            ).inserted_primary_key[0]
        )
        tx.execute(insert(assignments).values(indicator_id=keys[-1], scope="all"))
    for n, (ends_on, due_on) in enumerate(
        ((date(2019, 6, 30), date(2019, 6, 14)), (date(2019, 12, 31), date(2019, 12, 16))), 1
    ):
        phase = tx.execute(
            insert(phases).values(
                campaign_id=campaign_id, n=n, name=f"Đợt {n}", ends_on=ends_on, review_exclusive=False
            )
        ).inserted_primary_key[0]
        period = tx.execute(insert(periods).values(phase_id=phase, n=1, due_on=due_on)).inserted_primary_key[
            0
        ]
        for code, value in (("X1", 5000), ("X2", 2000)):
            unit = {"campaign_id": campaign_id, "unit_id": golden.units[code]}
            if n == 1:
                tx.execute(insert(campaign_units).values(**unit, duty="required"))
            report = tx.execute(
                insert(reports).values(
                    period_id=period, unit_id=unit["unit_id"], state="accepted", opened_at=LAST_YEAR
                )
            ).inserted_primary_key[0]
            row = {"report_id": report, "version": 1, "kind": "value", "typed": "", "person_id": 1}
            tx.execute(
                insert(figures).values(**row, indicator_id=keys[0], value=Decimal(value * n), at=LAST_YEAR)
            )
    return int(campaign_id)


def test_the_same_period_of_last_year_is_found_by_what_is_measured() -> None:
    with golden_store() as (store, golden):
        store.write_now(lambda tx: a_year_ago(tx, golden))
        heads = store.read_now(lambda tx: summaries.phases_of(tx, golden.campaign_id))
        whole, cluster = (
            store.read_now(lambda tx, extent=extent: content.of_period(tx, heads[QUARTER_2 - 1], extent, NOW))
            for extent in (Extent(whole=True), Extent(unit_ids=(golden.units["X2"],)))
        )
    found = whole.comparison
    budget = next(row for row in found.rows if row.n == 4)

    assert (found.last_year_campaign, found.last_year_period) == ("Thi đua năm 2019", "Đợt 1")
    # 5.000 + 2.000 triệu đồng are 7 tỷ đồng; this year's 14,7 are 210,0% of it.
    assert (budget.last_year, budget.change) == (Decimal(7), Decimal("210.0"))
    assert [row.last_year for row in found.rows if row.n != 4] == [None] * 24
    own = next(row for row in cluster.comparison.rows if row.n == 4)
    assert (own.last_year, own.change) == (Decimal(2), Decimal("262.5"))


def test_an_even_pace_is_told_for_each_due_date() -> None:
    with golden_store() as (store, golden):
        head = store.read_now(lambda tx: summaries.phases_of(tx, golden.campaign_id))[QUARTER_2 - 1]
        found = store.read_now(lambda tx: content.of_period(tx, head, Extent(whole=True), NOW)).comparison
    grain, level = (next(row for row in found.rows if row.n == n) for n in (1, 15))

    # 77 and 169 of 366 days of 13.455,5.
    assert [round(pace, 2) for pace in grain.pace if pace is not None] == [
        Decimal("2830.80"),
        Decimal("6213.06"),
    ]
    assert level.pace == (None, None)
    assert (found.last_year_campaign, grain.last_year, grain.change) == (None, None, None)
