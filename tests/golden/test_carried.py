"""What a period takes over from those before it, however many units a campaign has."""

from decimal import Decimal

import pytest
from sqlalchemy import update

from bot.campaign.model import Scope
from bot.store import summary_figures, summary_rows
from bot.store.tables import assignments, campaign_units
from tests.people.hamlets import ON, A, B, commune, give, number, summed_up


@pytest.mark.parametrize("few", [500, 0], ids=["of few units they alone are read", "of many all are"])
def test_a_figure_is_carried_where_its_unit_answers_still_or_is_no_more(
    monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    for place in (summary_rows, summary_figures):
        monkeypatch.setattr(place, "FEW", few)
    with commune() as tx:
        for unit_id, value in ((A, 5), (B, 10)):
            give(tx, unit_id, 1, {1: number(value), 2: number(value)}, "submitted")
        assert [row.cumulative for row in summed_up(tx, 2).rows[:2]] == [Decimal(15), Decimal(15)]
        # From now on the first indicator is A's alone; B still answers for the others.
        alone = {"scope": Scope.OWNER.value, "unit_id": A}
        tx.execute(update(assignments).where(assignments.c.indicator_id == 1).values(**alone))
        first, second = summed_up(tx, 2).rows[:2]
        assert (first.cumulative, first.expected) == (Decimal(5), 1)
        assert (second.cumulative, second.expected) == (Decimal(15), 3)
        tx.execute(update(campaign_units).where(campaign_units.c.unit_id == B).values(until_on=ON))
        first, second = summed_up(tx, 2).rows[:2]
        assert (first.cumulative, first.expected) == (Decimal(15), 2)
        assert (second.cumulative, second.expected) == (Decimal(15), 3)
