"""A unit is split: what is chosen goes with the new one, the rest stays, and the campaign's totals do too."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.campaign.model import Figure
from bot.campaign.successions import Following, Stage
from bot.errors import Refused
from bot.store import reports, unit_targets
from bot.store.audit import first_broken, seal
from bot.store.holdings import entries
from bot.store.tables import assignments, figures
from bot.usecases import access, histories
from bot.usecases.succession_plans import plan
from tests.people.hamlets import ADMIN, GIVEN, NOW, ON, STATES, A, B, commune, do, give, number, split, totals


@settings(max_examples=30, deadline=None, phases=[Phase.generate])
@given(
    st.dictionaries(st.tuples(st.sampled_from([A, B]), st.sampled_from([1, 2, 3])), st.tuples(GIVEN, STATES)),
    st.sets(st.sampled_from([1, 2, 3, 4]), min_size=1),
)
def test_the_totals_are_the_same_when_a_unit_is_split_whatever_moves(
    every: dict[tuple[int, int], tuple[dict[int, Figure | None], str]], moving: set[int]
) -> None:
    with commune() as tx:
        for (unit_id, period_id), (values, state) in every.items():
            give(tx, unit_id, period_id, values, state)
        versions = tx.execute(select(figures)).all()
        before = totals(tx, levels=True)
        new = do(tx, split(Following.MOVE, *moving))
        assert totals(tx, levels=True) == before
        assert tx.execute(select(figures).order_by(figures.c.id)).all()[: len(versions)] == versions
        left = {(one.unit_id, one.indicator_id, one.stage) for one in entries(tx, [A, new])}
        assert not [one for one in left if one[0] == new and one[1] not in moving]
        assert not [one for one in left if one[0] == A and one[1] in moving and one[2] is Stage.COUNTED]
        seal(tx)
        assert first_broken(tx) is None


def test_of_a_split_the_chosen_indicators_move_with_target_and_history_and_the_rest_stays() -> None:
    with commune() as tx:
        give(tx, A, 1, {1: number(4), 2: number(100)}, "accepted")
        give(tx, A, 2, {1: number(5)}, "draft")
        give(tx, A, 3, {1: number(6), 2: number(7)}, "draft")
        unit_targets.set_all(tx, {(1, A): Decimal(9), (2, A): Decimal(300)}, person_id=None, now=NOW)
        wanted = split(Following.MOVE, 1)
        found = plan(tx, access.caller(tx, ADMIN, "x", NOW), NOW, wanted)
        assert (found.moved, found.kept, found.targets, found.left) == (3, 2, {1: Decimal(9)}, 1)
        new = do(tx, wanted)
        here = {
            (one.unit_id, one.period_id, one.indicator_id): one.figure.value for one in entries(tx, [A, new])
        }
        assert here == {
            (new, 1, 1): 4,
            (A, 1, 2): 100,
            (new, 2, 1): 5,
            (new, 3, 1): 6,
            (A, 3, 2): 7,
        }
        targets = unit_targets.of_campaign(tx, 1)
        assert {place: int(value) for place, value in targets.items()} == {(1, new): 9, (2, A): 300}
        who = access.caller(tx, ADMIN, "x", NOW)
        report = reports.open_report(tx, period_id=1, unit_id=A, now=NOW)
        told = histories.history(tx, who, NOW, report_id=report).entries
        assert [one.because for one in told] == ["unit_split", "", ""]
        owed = {(due.unit_id, due.period_id, due.state) for due in reports.owed(tx, [new], date(2023, 7, 2))}
        assert owed == {(new, 1, "accepted"), (new, 2, "draft"), (new, 3, "draft")}


def test_of_a_split_a_report_that_was_due_before_the_day_stays_whole_with_whoever_owes_it() -> None:
    with commune() as tx:
        give(tx, A, 1, {1: number(4)}, "draft")
        new = do(tx, split(Following.MOVE, 1))
        assert [(one.unit_id, one.period_id) for one in entries(tx, [A, new])] == [(A, 1)]
        assert 1 not in {due.period_id for due in reports.owed(tx, [new], ON)}
        assert 1 in {due.period_id for due in reports.owed(tx, [A], ON) if due.is_owed}


def test_nothing_is_moved_out_of_a_report_that_waits_for_its_head() -> None:
    with commune() as tx:
        give(tx, A, 1, {1: number(4)}, "waiting")
        with pytest.raises(Refused, match="units_half_done"):
            do(tx, split(Following.MOVE, 1))
        do(tx, split(Following.APART))


def test_what_one_unit_alone_answers_for_goes_to_the_unit_that_takes_the_indicator() -> None:
    with commune() as tx:
        for key in (1, 2):
            tx.execute(
                update(assignments).where(assignments.c.indicator_id == key).values(scope="owner", unit_id=A)
            )
        new = do(tx, split(Following.MOVE, 1))
        owners = tx.execute(select(assignments.c.unit_id).where(assignments.c.scope == "owner"))
        assert sorted(owners.scalars()) == [A, new]


def test_two_admins_who_split_off_one_name_make_one_unit() -> None:
    with commune() as tx:
        do(tx, split(Following.APART))
        with pytest.raises(Refused, match="unit_name_taken"):
            do(tx, split(Following.APART, name="THÔN NÀ THƯỢNG"))
