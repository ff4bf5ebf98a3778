"""Who is written to about a unit, as a table: main focal points, deputies, leaves, people who blocked the bot."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.campaign.model import Role
from bot.store import recipients, roles
from bot.store.engine import Store, Tx
from bot.store.tables import metadata, people
from bot.store.tables import roles as roles_table
from tests import builders

NOW = datetime(2026, 5, 4, 2, tzinfo=UTC)
DAY = timedelta(days=1)
CASES = [
    # Each person: m main, d deputy; then . there, b blocked the bot, a away now, s away soon, w was away.
    ("m.", "1"),
    ("m. d.", "1"),
    ("m. m.", "12"),
    ("ma d.", "2"),
    ("mb d.", "2"),
    ("ms d.", "1"),
    ("mw d.", "1"),
    ("ma m. d.", "2"),
    ("ma mb d.", "3"),
    ("ma d. d.", "23"),
    ("ma da d.", "3"),
    ("d.", "1"),
    ("ma db", ""),
    ("ma", ""),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path / 'hears.sqlite3'}")
    made.write_now(metadata.create_all)
    yield made
    made.close()


@pytest.mark.parametrize(("there", "hear"), CASES)
def test_whoever_is_there_hears_and_a_deputy_only_where_no_main_one_is(
    store: Store, there: str, hear: str
) -> None:
    def ask(tx: Tx) -> list[int]:
        unit = builders.unit(tx, "T1", "Thôn Nà Hoa")
        other = builders.unit(tx, "T2", "Thôn Bản Mới")
        # Somebody of another unit says nothing about this one.
        builders.person(tx, 99, "Tý", NOW - 9 * DAY, (Role.FOCAL_POINT, other), (Role.HEAD, unit))
        ids = {}
        for n, (kind, state) in enumerate(there.split(), 1):
            ids[builders.person(tx, n, "Lan", NOW - 9 * DAY, (Role.FOCAL_POINT, unit))] = n
            role_id = tx.execute(select(roles_table.c.id).order_by(roles_table.c.id.desc())).scalars().first()
            assert role_id is not None
            roles.set_deputy(tx, role_id, deputy=kind == "d")
            if state == "b":
                tx.execute(update(people).where(people.c.chat_id == n).values(unreachable_since=NOW - DAY))
            elif state != ".":
                begin = {"a": -1, "s": 1, "w": -3}[state] * DAY
                roles.add_leave(tx, role_id, since=NOW + begin, until=NOW + begin + 2 * DAY)
        heard = recipients.listeners(tx, NOW, after=0, most=9)
        return [ids[one.person_id] for one in heard if one.person_id in ids]

    assert "".join(map(str, store.write_now(ask))) == hear
