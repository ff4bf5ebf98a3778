"""Which target is in force on a day: of the campaign, of a unit; and when an indicator is asked at all."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from bot.campaign.model import Comparator, Direction, Target
from bot.store import reports, targets, unit_targets
from bot.store.engine import Store, Tx
from bot.store.sheets import sheet
from bot.store.tables import indicators as indicator_table
from bot.store.tables import reports as report_table
from bot.store.targets import NewTarget
from bot.usecases.content_ground import asked_on
from tests import builders
from tests.town import moment

NOW = moment("2023-05-02 09:00")
INDICATOR, UNIT = 1, 2
DAYS = (date(2023, 6, 16), date(2023, 12, 15))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path / 'versions.sqlite3'}")
    made.write_now(builders.tables)
    made.write_now(_commune)
    yield made
    made.close()


def _commune(tx: Tx) -> None:
    root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
    unit = builders.unit(tx, "T01", "Thôn Nà Hoa", parent=root)
    builders.campaign(tx, root, [unit], NOW, dues=DAYS)
    for period in (1, 2):
        row = {"period_id": period, "unit_id": unit, "state": "draft", "opened_at": NOW}
        tx.execute(insert(report_table).values(**row))


def reissued(value: str, from_on: date) -> NewTarget:
    return NewTarget(
        indicator_id=INDICATOR,
        target=Target(
            comparator=Comparator.AT_LEAST,
            value=Decimal(value),
            measure_unit="tỷ đồng",
            direction=Direction.REACH,
        ),
        from_on=from_on,
        source_text="x",
        reason="x",
    )


def seen(tx: Tx) -> list[tuple[str, str]]:
    """For each period what the question and the summary show as the target of the first indicator."""
    found = []
    for place, day in enumerate(DAYS, 1):
        head = reports.head(tx, place)
        assert head is not None
        line = sheet(tx, head).line(INDICATOR)
        summed = asked_on(tx, 1, day)[0].target
        assert line is not None
        assert line.target == summed
        found.append((summed.comparator, str(summed.value)))
    return [(str(comparator), value) for comparator, value in found]


@pytest.mark.parametrize(
    ("versions", "first", "second"),
    [
        ([], "12.5", "12.5"),
        ([("14", date(2023, 7, 1))], "12.5", "14"),
        # In force on the due date itself; the day after is too late for it.
        ([("14", date(2023, 6, 16))], "14", "14"),
        ([("14", date(2023, 6, 17))], "12.5", "14"),
        # What is entered last does not take the place of what is in force from a later day.
        ([("15", date(2023, 9, 1)), ("14", date(2023, 6, 1))], "14", "15"),
        # Of two from the same day the later one is a correction.
        ([("14", date(2023, 7, 1)), ("14.5", date(2023, 7, 1))], "12.5", "14.5"),
        ([("14", date(2023, 12, 16))], "12.5", "12.5"),
    ],
)
def test_a_figure_is_shown_against_the_target_in_force_on_the_due_date(
    store: Store, versions: list[tuple[str, date]], first: str, second: str
) -> None:
    def act(tx: Tx) -> list[tuple[str, str]]:
        for value, day in versions:
            targets.add(tx, [reissued(value, day)], person_id=None, now=NOW)
        return seen(tx)

    comparators = {"12.5": "="}
    assert store.write_now(act) == [(comparators.get(value, ">="), value) for value in (first, second)]


def test_a_target_that_was_re_issued_stays_in_the_history_with_its_source(store: Store) -> None:
    def act(tx: Tx) -> list[tuple[int, str, date]]:
        targets.add(tx, [reissued("15", date(2023, 9, 1))], person_id=None, now=NOW)
        targets.add(tx, [reissued("14", date(2023, 7, 1))], person_id=None, now=NOW)
        return [(one.version, str(one.target.value), one.from_on) for one in targets.history(tx, INDICATOR)]

    assert store.write_now(act) == [(3, "14", date(2023, 7, 1)), (2, "15", date(2023, 9, 1))]


@pytest.mark.parametrize(
    ("said", "first", "second"),
    [
        ([("2", None)], "2", "2"),
        # The first holds from the beginning, whenever it is said; a later one from its day on.
        ([("2", date(2023, 8, 1))], "2", "2"),
        ([("2", None), ("3", date(2023, 8, 1))], "2", "3"),
        ([("2", None), ("3", None)], "3", "3"),
        ([("2", None), (None, date(2023, 8, 1))], "2", None),
        ([("2", None), (None, date(2023, 8, 1)), ("4", date(2023, 8, 1))], "2", "4"),
    ],
)
def test_a_units_own_target_has_versions_too(
    store: Store, said: list[tuple[str | None, date | None]], first: str | None, second: str | None
) -> None:
    def act(tx: Tx) -> list[tuple[str | None, str | None]]:
        for value, day in said:
            new = {(INDICATOR, UNIT): None if value is None else Decimal(value)}
            unit_targets.set_all(tx, new, person_id=None, now=NOW, from_on=day)
        found = []
        for place, day in enumerate(DAYS, 1):
            head = reports.head(tx, place)
            assert head is not None
            line = sheet(tx, head).line(INDICATOR)
            assert line is not None
            own = unit_targets.of_campaign(tx, 1, day=day).get((INDICATOR, UNIT))
            assert line.own_target == own
            found.append(None if own is None else str(own))
        return found

    assert store.write_now(act) == [first, second]


def test_an_indicator_is_asked_only_in_the_periods_for_which_it_is_given(store: Store) -> None:
    def asked(tx: Tx) -> list[tuple[list[int], int, int]]:
        found = []
        for place, (day, due) in enumerate(zip(DAYS, reports.owed(tx, [UNIT], DAYS[1]), strict=True), 1):
            head = reports.head(tx, place)
            assert head is not None
            lines = [line.indicator_id for line in sheet(tx, head)]
            found.append((lines, due.expected, len(asked_on(tx, 1, day))))
        return found

    def act(tx: Tx) -> list[tuple[list[int], int, int]]:
        targets.give(tx, [2], from_on=date(2023, 7, 1))
        targets.withdraw(tx, [3], from_on=date(2023, 7, 1))
        return asked(tx)

    assert store.write_now(act) == [([1, 3], 2, 2), ([1, 2], 2, 2)]


def test_a_corrected_name_decides_whether_a_bare_target_may_be_exceeded(store: Store) -> None:
    def named(tx: Tx, name: str) -> bool:
        change = {"name": name, "comparator": "=", "measure": "level", "direction": "reach"}
        tx.execute(update(indicator_table).where(indicator_table.c.id == INDICATOR).values(**change))
        head = reports.head(tx, 1)
        assert head is not None
        line = sheet(tx, head).line(INDICATOR)
        assert line is not None
        return line.target.ceiling

    assert store.write_now(lambda tx: named(tx, "Tỷ lệ hộ nghèo"))
    assert not store.write_now(lambda tx: named(tx, "Tỷ lệ hộ nghèo có nhà ở kiên cố"))
