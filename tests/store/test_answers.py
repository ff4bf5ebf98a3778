"""What a unit answers for decides what of its figures counts, also when the unit changes while a campaign runs."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.campaign.model import Figure, FigureKind, Role
from bot.store import reports, sheets
from bot.store.engine import Store, Tx
from bot.store.tables import assignments, units
from tests import builders

NOW = datetime(2023, 5, 2, 2, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(builders.database(tmp_path))
    yield store
    store.close()


def test_a_figure_no_longer_answered_for_is_not_counted_as_entered(store: Store) -> None:
    def begin(tx: Tx) -> int:
        root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
        hamlet = builders.unit(tx, "T01", "Thôn Nà Hoa", parent=root)
        person = builders.person(tx, 5, "Lan", NOW, (Role.FOCAL_POINT, hamlet))
        builders.campaign(tx, root, [hamlet], NOW)
        tx.execute(
            update(assignments).where(assignments.c.indicator_id == 1).values(scope="kind", kind="thon")
        )
        report = reports.open_report(tx, period_id=1, unit_id=hamlet, now=NOW)
        head = reports.head(tx, report)
        assert head is not None
        for line in sheets.sheet(tx, head):
            sheets.add_figure(
                tx,
                report_id=report,
                line=line,
                figure=Figure(kind=FigureKind.NIL),
                typed="",
                reason=None,
                person_id=person,
                message_id=None,
                now=NOW,
            )
        return hamlet

    def counted(tx: Tx) -> tuple[int, int]:
        due = reports.owed(tx, [hamlet], date(2023, 5, 2))[0]
        return due.entered, due.expected

    hamlet = store.write_now(begin)
    assert store.read_now(counted) == (3, 3)
    store.write_now(lambda tx: tx.execute(update(units).where(units.c.id == hamlet).values(kind="truong")))
    assert store.read_now(counted) == (2, 2)
