"""The audit is append-only: a change to a sealed row is found."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store import audit
from bot.store.engine import Store
from tests import builders

NOW = datetime(2023, 6, 13, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(builders.database(tmp_path))
    for n in range(5):
        store.write_now(
            lambda tx, n=n: audit.note(
                tx, "figure", "report", n, person_id=None, now=NOW, facts={"value": "1,5"}
            )
        )
    yield store
    store.close()


def test_new_rows_are_sealed_once(store: Store) -> None:
    assert store.write_now(audit.seal) == 5
    assert store.write_now(audit.seal) == 0


def test_a_chain_that_nobody_touched_holds_over_several_seals(store: Store) -> None:
    store.write_now(audit.seal)
    store.write_now(lambda tx: audit.note(tx, "submit", "report", 1, person_id=None, now=NOW))
    store.write_now(audit.seal)
    assert store.read_now(audit.first_broken) is None


@pytest.mark.parametrize(
    "change",
    [
        'UPDATE audit SET facts = \'{"value": "9"}\' WHERE id = 3',
        "UPDATE audit SET subject_id = 9 WHERE id = 3",
    ],
)
def test_a_changed_row_is_named(store: Store, change: str) -> None:
    store.write_now(audit.seal)
    store.write_now(lambda tx: tx.execute(text(change)))
    assert store.read_now(audit.first_broken) == 3


def test_a_deleted_row_breaks_the_one_after_it(store: Store) -> None:
    store.write_now(audit.seal)
    store.write_now(lambda tx: tx.execute(text("DELETE FROM audit WHERE id = 3")))
    assert store.read_now(audit.first_broken) == 4
