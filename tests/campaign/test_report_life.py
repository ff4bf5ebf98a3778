"""The life of a report as one table: rows are states, columns are moves, a cell is where the move leads."""

from datetime import date

import pytest

from bot.campaign.model import ReportState
from bot.campaign.report_life import COUNTED, HANDED_IN, OWED, Move, after, is_locked

TABLE = """
            submit     sign       hand_back  accept     return     correct    withdraw   extend     excuse     release
draft       submitted  -          -          -          -          -          -          draft      -          -
waiting     -          submitted  returned   -          returned   waiting    withdrawn  -          waiting    submitted
submitted   -          -          -          accepted   returned   submitted  withdrawn  -          submitted  -
returned    submitted  -          -          -          -          -          -          returned   -          -
accepted    -          -          -          -          returned   submitted  -          -          accepted   -
withdrawn   submitted  -          -          -          -          -          -          withdrawn  -          -
"""


def cells() -> list[tuple[str, str, str]]:
    head, *rows = TABLE.strip().splitlines()
    return [
        (state, move, to)
        for state, *cells in (row.split() for row in rows)
        for move, to in zip(head.split(), cells, strict=True)
    ]


def test_the_table_knows_every_state_and_every_move() -> None:
    assert {state for state, _, _ in cells()} == set(ReportState)
    assert {move for _, move, _ in cells()} == set(Move)


@pytest.mark.parametrize(("state", "move", "to"), cells())
def test_a_move_leads_where_the_table_says_or_is_refused(state: str, move: str, to: str) -> None:
    expected = None if to == "-" else ReportState(to)
    assert after(ReportState(state), Move(move), signed_off=False) == expected


@pytest.mark.parametrize("state", sorted(OWED))
def test_where_the_head_signs_a_submitted_report_waits_for_him(state: ReportState) -> None:
    assert after(state, Move.SUBMIT, signed_off=True) is ReportState.WAITING


def test_a_report_is_either_owed_or_handed_in_and_only_signed_ones_count() -> None:
    assert set(ReportState) == OWED | HANDED_IN
    assert not OWED & HANDED_IN
    assert {ReportState.WAITING} == HANDED_IN - COUNTED


@pytest.mark.parametrize(
    ("day", "locked"),
    [("2026-06-16", False), ("2026-06-26", False), ("2026-06-27", True), ("2027-01-01", True)],
)
def test_a_report_is_locked_when_the_days_after_its_due_date_are_over(day: str, locked: bool) -> None:
    assert is_locked(date.fromisoformat(day), date(2026, 6, 16), 10) is locked
