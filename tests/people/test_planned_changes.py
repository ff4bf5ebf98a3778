"""A merger, a split or a new name that is to come waits for its day, is done once, and can be taken back before."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.campaign.model import Role
from bot.errors import Refused
from bot.store import planned_changes as planned_of
from bot.store import reports, units
from bot.store.engine import Store, Tx
from bot.store.handing_on import write_figures
from bot.store.message_tables import outbox
from bot.store.succession_tables import unit_changes
from bot.store.tables import metadata
from bot.store.tables import reports as reports_table
from bot.store.tables import roles as roles_table
from bot.usecases import access, planned_changes, unit_cards
from bot.usecases.access import Caller
from scheduler import planner
from tests import builders
from tests.people.hamlets import number
from tests.town import moment

ADMIN, OTHER, LAN = 101, 102, 103
TODAY = moment("2023-05-02 09:00")
A, B = 2, 3
MERGER = {
    "kind": "merge",
    "units": [A, B],
    "ready": True,
    "name": "Thôn Đoàn Kết",
    "cluster": 0,
    "leads": "end",
    "on": "2023-07-01",
    "decision": "12/NQ-HĐND",
    "following": "sum",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path / 'commune.sqlite3'}")
    made.write_now(metadata.create_all)
    made.write_now(_commune)
    yield made
    made.close()


def _commune(tx: Tx) -> None:
    root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
    upper = builders.unit(tx, "T01", "Thôn Nà Hoa", parent=root)
    lower = builders.unit(tx, "T02", "Thôn Bản Mới", parent=root)
    builders.person(tx, ADMIN, "Hương", TODAY, (Role.ADMIN, root))
    builders.person(tx, OTHER, "Thắng", TODAY, (Role.ADMIN, root))
    builders.person(tx, LAN, "Lan", TODAY, (Role.FOCAL_POINT, upper), (Role.ADMIN, upper))
    builders.campaign(tx, root, [upper, lower], TODAY)


def who(tx: Tx, chat: int = ADMIN, now: datetime = TODAY) -> Caller:
    return access.caller(tx, chat, "x", now)


def plan(tx: Tx, **other: object) -> int:
    planned_changes.keep(tx, who(tx), TODAY, {**MERGER, **other})
    return planned_of.waiting(tx)[-1].planned_id


def told(store: Store) -> list[tuple[str, int]]:
    """The kinds of messages that wait, and for whom."""
    return store.read_now(
        lambda tx: [
            (row.kind, row.person_id)
            for row in tx.execute(select(outbox.c.kind, outbox.c.person_id).order_by(outbox.c.id))
        ]
    )


def changes(store: Store) -> int:
    return store.read_now(lambda tx: len(tx.execute(select(unit_changes)).all()))


@pytest.mark.parametrize(
    ("day", "made"), [("2023-06-30 23:59", 0), ("2023-07-01 00:00", 2), ("2023-07-20 15:00", 2)]
)
async def test_a_planned_change_is_made_on_its_day_or_on_the_first_after_an_outage(
    store: Store, day: str, made: int
) -> None:
    store.write_now(plan)
    await planner.change_units(store, moment(day))
    assert changes(store) == made
    on = store.read_now(lambda tx: {unit.ended_on for unit in units.every(tx)})
    assert on == ({None, date(2023, 7, 1)} if made else {None})


async def test_however_often_it_is_looked_at_a_change_is_made_once(store: Store) -> None:
    store.write_now(plan)
    for _ in range(3):
        await planner.change_units(store, moment("2023-07-01 00:00"))
    # A second process that asked before the first was done.
    store.write_now(partial(planned_changes.carry_out, now=moment("2023-07-01 00:01"), planned_id=1))
    assert changes(store) == 2
    assert sorted(told(store)) == [("planned_change", 1), ("unit_changed", 3)]


async def test_what_cannot_be_done_on_its_day_is_told_once_and_done_as_soon_as_it_can(store: Store) -> None:
    def begin(tx: Tx) -> None:
        plan(tx)
        for unit_id in (A, B):
            figure = {(1, 1): (number(4), None)}
            write_figures(tx, unit_id, figure, because="", person_id=1, now=TODAY)
        _submit(tx, A)

    store.write_now(begin)
    for hour in ("00:00", "09:00"):
        await planner.change_units(store, moment(f"2023-07-01 {hour}"))
    assert (changes(store), told(store)) == (0, [("planned_change", 1)])
    later = moment("2023-07-02 10:00")
    heard = store.read_now(lambda tx: planned_changes.told(tx, 1, 1, later))
    assert heard is not None
    assert heard.reason == "units_half_done"
    store.write_now(lambda tx: _submit(tx, B))
    assert store.read_now(lambda tx: planned_changes.told(tx, 1, 1, later)) is None
    await planner.change_units(store, later)
    assert changes(store) == 2


def _submit(tx: Tx, unit_id: int) -> None:
    report = reports.open_report(tx, period_id=1, unit_id=unit_id, now=TODAY)
    in_time = {"state": "submitted", "submitted_at": TODAY, "late": False, "due_on": date(2023, 6, 16)}
    tx.execute(update(reports_table).where(reports_table.c.id == report).values(in_time))


async def test_where_whoever_planned_it_is_admin_no_more_the_others_are_asked(store: Store) -> None:
    store.write_now(plan)
    store.write_now(
        lambda tx: tx.execute(
            update(roles_table).where(roles_table.c.person_id == 1).values(until=moment("2023-06-01 09:00"))
        )
    )
    now = moment("2023-07-01 00:00")
    await planner.change_units(store, now)
    assert (changes(store), told(store)) == (0, [("planned_change", 2)]), "Lan keeps one of the units only"
    with pytest.raises(Refused, match="not_allowed"):
        store.write_now(lambda tx: planned_changes.make(tx, who(tx, LAN, now), now, planned_id=1))
    store.write_now(lambda tx: planned_changes.make(tx, who(tx, OTHER, now), now, planned_id=1))
    assert changes(store) == 2


async def test_a_planned_change_is_taken_back_only_by_who_keeps_all_its_units_and_then_is_gone(
    store: Store,
) -> None:
    store.write_now(plan)
    with pytest.raises(Refused, match="not_allowed"):
        store.write_now(lambda tx: planned_changes.drop(tx, who(tx, LAN), TODAY, planned_id=1, sure=True))
    with pytest.raises(Refused, match="stale"):
        store.write_now(lambda tx: planned_changes.make(tx, who(tx), TODAY, planned_id=1))
    store.write_now(lambda tx: planned_changes.drop(tx, who(tx, OTHER), TODAY, planned_id=1, sure=False))
    assert [one.planned_id for one in store.read_now(planned_of.waiting)] == [1], "it is asked first"
    store.write_now(lambda tx: planned_changes.drop(tx, who(tx, OTHER), TODAY, planned_id=1, sure=True))
    await planner.change_units(store, moment("2023-07-01 08:00"))
    assert (changes(store), told(store)) == (0, [])
    with pytest.raises(Refused, match="planned_ended"):
        store.write_now(lambda tx: planned_changes.drop(tx, who(tx), TODAY, planned_id=1, sure=True))


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"kind": "split", "units": [A], "name": "Thôn Nà Thượng"}, "unit_change_planned"),
        ({"kind": "rename", "units": [B], "name": "Thôn Bản Cũ"}, "unit_change_planned"),
        ({"kind": "split", "units": [1], "name": "Xã Khe Bạc"}, None),
        ({"on": "2033-07-01", "units": [1]}, "unit_change_far"),
    ],
)
def test_two_planned_changes_do_not_cross_each_other(
    store: Store, other: dict[str, object], reason: str | None
) -> None:
    store.write_now(plan)
    if reason is None:
        store.write_now(lambda tx: plan(tx, **other))
        return
    with pytest.raises(Refused, match=reason):
        store.write_now(lambda tx: plan(tx, **other))


def test_one_new_name_is_planned_once(store: Store) -> None:
    first = {"kind": "split", "units": [A], "name": "Thôn Nà Thượng", "following": "apart"}
    store.write_now(lambda tx: plan(tx, **first))
    with pytest.raises(Refused, match="unit_change_planned"):
        store.write_now(lambda tx: plan(tx, **{**first, "units": [B], "name": "thôn nà thượng"}))


async def test_a_new_name_counts_from_its_day_and_is_no_other_units(store: Store) -> None:
    def ask(tx: Tx, text: str) -> None:
        unit_cards.ask(tx, who(tx), TODAY, unit_id=A, place=2)
        unit_cards.typed(tx, who(tx), TODAY, text=text)

    for taken in ("Thôn Bản Mới", "thôn bản mới; 01/7/2023"):
        with pytest.raises(Refused, match="unit_name_taken"):
            store.write_now(partial(ask, text=taken))
    store.write_now(partial(ask, text="Thôn Hoa Sen; 01/7/2023; 9/QĐ-UBND"))
    for day, name in (("2023-06-30 12:00", "Thôn Nà Hoa"), ("2023-07-01 00:00", "Thôn Hoa Sen")):
        await planner.change_units(store, moment(day))
        unit = store.read_now(lambda tx: units.by_id(tx, A))
        assert unit is not None
        assert unit.name == name
    heard = store.read_now(lambda tx: planned_changes.told(tx, 1, 1, moment("2023-07-01 00:00")))
    assert heard is not None
    assert (heard.coming.units, heard.coming.successor) == (("Thôn Nà Hoa",), "Thôn Hoa Sen")
