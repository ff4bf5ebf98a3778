"""What a typed figure asks of the database: few statements, and none that reads a table from end to end."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.campaign.model import Role
from bot.store import inbox
from bot.store.engine import Store, Tx
from bot.store.inbox import Received
from bot.texts import View
from bot.usecases import access, entering, reporting
from bot.usecases.report_views import Question
from tests import builders

LAN = 5
FIRST, SECOND = datetime(2023, 5, 2, 2, tzinfo=UTC), datetime(2023, 11, 2, 2, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A unit that has handed in its first report and is asked for the first figure of the second one."""
    store = Store(builders.database(tmp_path))
    store.write_now(_settle)
    yield store
    store.close()


def _settle(tx: Tx) -> None:
    root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
    hamlets = [builders.unit(tx, f"T{n}", f"Thôn {n}", parent=root) for n in range(5)]
    builders.person(tx, LAN, "Lan", FIRST, (Role.FOCAL_POINT, hamlets[0]))
    named = [(f"Chỉ tiêu số {n}", "=", "1000", "tấn", "flow") for n in range(1, 6)]
    dues = (date(2023, 6, 16), date(2023, 12, 15))
    builders.campaign(tx, root, hamlets, FIRST, named=named, dues=dues)
    _does(tx, FIRST, "/baocao")
    for _ in named:
        _does(tx, FIRST, "12,5")
    who = access.caller(tx, LAN, "", FIRST)
    reporting.submit(tx, who, FIRST, report_id=1)
    _does(tx, SECOND, "/baocao")
    _does(tx, SECOND, "14")
    received = Received(update_id=1, chat_id=LAN, body="{}")
    inbox.keep(tx, [received], SECOND)


def _does(tx: Tx, now: datetime, text: str) -> View:
    """One update of hers, as the desk has it done."""
    who = access.caller(tx, LAN, "", now)
    if text == "/baocao":
        return reporting.owed(tx, who, now)
    return entering.typed_figure(tx, who, now, text=text, message_id=7)


@contextmanager
def heard(tx: Tx) -> Iterator[list[str]]:
    """The statements that SQLite carries out meanwhile, their parameters filled in."""
    said: list[str] = []
    raw = tx.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    raw.set_trace_callback(said.append)
    yield said
    raw.set_trace_callback(None)


def _typed(tx: Tx) -> tuple[View, list[str]]:
    with heard(tx) as said:
        view = _does(tx, SECOND, "15,5")
        assert inbox.claim(tx, 1, SECOND)
    return view, said


def test_a_figure_with_its_history_checks_audit_and_done_mark_takes_six_statements(store: Store) -> None:
    view, said = store.write_now(_typed)
    assert isinstance(view, Question)
    assert view.echo is not None
    assert (view.echo.change, view.line.last) == (3, 12.5), "both lines know what was reported before"
    kinds = [statement.split(maxsplit=3)[:3] for statement in said]
    assert [kind[0] for kind in kinds] == ["SELECT", "SELECT", "INSERT", "INSERT", "UPDATE", "UPDATE"]
    assert [kind[-1] for kind in kinds[2:4]] == ["figures", "audit"]


def test_a_figure_reads_no_table_from_end_to_end(store: Store) -> None:
    def plan(tx: Tx) -> list[str]:
        _, said = _typed(tx)
        cursor = tx.connection.cursor()
        return [
            step[3]
            for statement in said
            for step in cursor.execute("EXPLAIN QUERY PLAN " + statement).fetchall()
        ]

    steps = store.write_now(plan)
    assert any(step.startswith("SEARCH") for step in steps)
    assert not [step for step in steps if step.startswith(("SCAN", "MATERIALIZE"))]
