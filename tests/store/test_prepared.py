"""A prepared statement says what SQLAlchemy would have said of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Boolean, bindparam, insert, literal, select
from sqlalchemy.exc import InvalidRequestError

from bot.errors import StoreUnavailable
from bot.store.engine import Store, Tx
from bot.store.message_tables import audit
from bot.store.prepared import Prepared
from bot.store.types import Exact, Instant
from tests import builders

NOW = datetime(2023, 5, 2, 2, tzinfo=UTC)
ADD = Prepared(insert(audit).inline())
NOTE = {
    "at": NOW,
    "person_id": None,
    "action": "figure",
    "subject": "report",
    "subject_id": 7,
    "facts": {"a": "ệ"},
}
OF = select(
    audit,
    (audit.c.subject_id == 7).label("seventh"),
    bindparam("figure", type_=Exact()).label("figure"),
    bindparam("since", type_=Instant()).label("since"),
    literal("x").label("fixed"),
).where(audit.c.action == bindparam("action"), bindparam("all", type_=Boolean))
ASKED = {"action": "figure", "all": True, "figure": Decimal("12.50"), "since": NOW}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path / 'prepared.sqlite3'}")
    made.write_now(builders.tables)
    yield made
    made.close()


def test_its_rows_are_those_of_sqlalchemy_exact_figures_and_moments_with_them(store: Store) -> None:
    def both(tx: Tx) -> None:
        assert ADD.run(tx, NOTE) == 1
        assert ADD.run(tx, {**NOTE, "facts": None, "subject_id": None}) == 1
        rows = Prepared(OF).rows(tx, ASKED)
        assert rows == tx.execute(OF, ASKED).all()
        first, second = rows
        assert (first.figure, first.since, first.facts, first.seventh) == (
            Decimal("12.50"),
            NOW,
            {"a": "ệ"},
            True,
        )
        assert (str(first.figure), second.facts, second.seventh, second.fixed) == ("12.50", None, None, "x")

    store.write_now(both)


def test_each_call_has_parameters_of_its_own_and_none_may_be_missing(store: Store) -> None:
    asked = Prepared(OF)

    def ask(tx: Tx) -> None:
        ADD.run(tx, NOTE)
        with pytest.raises(InvalidRequestError, match="figure"):
            asked.rows(tx, {"action": "figure"})
        assert len(asked.rows(tx, ASKED)) == 1
        assert asked.rows(tx, {**ASKED, "action": "submitted"}) == []
        with pytest.raises(KeyError):
            asked.rows(tx, {"action": "figure"})

    store.write_now(ask)


def test_a_database_that_cannot_be_written_is_told_as_always(store: Store) -> None:
    with pytest.raises(StoreUnavailable, match="readonly"):
        store.read_now(lambda tx: ADD.run(tx, NOTE))
