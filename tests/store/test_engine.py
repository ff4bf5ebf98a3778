"""What the one writer promises: every use case whole or not at all, whoever shares its commit."""

import asyncio
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from bot.errors import Refused, StoreUnavailable
from bot.store.engine import Store, Tx
from bot.store.tables import clusters
from tests import builders


@pytest.fixture
def url(tmp_path: Path) -> str:
    return builders.database(tmp_path)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store(url)
    yield store
    store.close()


def put(code: str, *, then: Exception | None = None):  # type: ignore[no-untyped-def] # a small use case.
    def act(tx: Tx) -> str:
        tx.execute(insert(clusters).values(code=code, name=code))
        if then is not None:
            raise then
        return code

    return act


def codes(store: Store) -> list[str]:
    return list(
        store.read_now(lambda tx: tx.execute(select(clusters.c.code).order_by("code")).scalars().all())
    )


async def test_a_use_case_that_is_refused_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(Refused):
        await store.write(put("a", then=Refused("gone")))
    assert codes(store) == []


async def test_a_refusal_does_not_undo_those_that_share_its_commit(store: Store) -> None:
    outcomes = await asyncio.gather(
        *(store.write(put(f"c{n:03}", then=Refused("gone") if n % 7 == 0 else None)) for n in range(200)),
        return_exceptions=True,
    )
    assert codes(store) == [f"c{n:03}" for n in range(200) if n % 7]
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 29


async def test_a_broken_key_fails_its_own_use_case_only(store: Store) -> None:
    outcomes = await asyncio.gather(
        store.write(put("a")), store.write(put("a")), store.write(put("b")), return_exceptions=True
    )
    assert codes(store) == ["a", "b"]
    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 1


async def test_twenty_writers_lose_no_read_modify_write(store: Store) -> None:
    def next_code(tx: Tx) -> None:
        count = tx.execute(select(func.count()).select_from(clusters)).scalar_one()
        tx.execute(insert(clusters).values(code=f"{count:03}", name=""))

    await asyncio.gather(*(store.write(next_code) for _ in range(200)))
    assert codes(store) == [f"{n:03}" for n in range(200)]


def test_four_threads_on_two_connections_lose_no_read_modify_write(url: str, store: Store) -> None:
    def next_code(tx: Tx) -> None:
        count = tx.execute(select(func.count()).select_from(clusters)).scalar_one()
        tx.execute(insert(clusters).values(code=f"{count:03}", name=""))

    def many(of: Store) -> None:
        for _ in range(200):
            of.write_now(next_code)

    other = Store(url)
    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(many, of) for of in (store, other, store, other)]:
            done.result()
    other.close()
    assert codes(store) == [f"{n:03}" for n in range(800)]


async def test_a_database_locked_by_another_program_is_named_and_changes_nothing(
    store: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    store.write_now(lambda tx: tx.exec_driver_sql("SELECT 1"))
    other.execute("BEGIN IMMEDIATE")
    store._writer.pool.connect().dbapi_connection.execute("PRAGMA busy_timeout = 0")  # type: ignore[union-attr]
    with pytest.raises(StoreUnavailable, match="locked"):
        await store.write(put("a"))
    other.execute("ROLLBACK")
    other.close()
    assert await store.write(put("a")) == "a"


async def test_a_full_disk_refuses_the_write_and_reading_goes_on(store: Store) -> None:
    await store.write(put("a"))
    pages = await store.read(lambda tx: tx.exec_driver_sql("PRAGMA page_count").scalar_one())
    await store.write(lambda tx: tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}"))

    def much(tx: Tx) -> None:
        tx.execute(insert(clusters), [{"code": f"{n}" * 40, "name": "x" * 4000} for n in range(50)])

    with pytest.raises(StoreUnavailable, match="full"):
        await store.write(much)
    assert codes(store) == ["a"]
    await store.write(lambda tx: tx.exec_driver_sql("PRAGMA max_page_count = 1000000"))
    assert await store.write(put("b")) == "b"


async def test_a_writer_that_meets_a_broken_transaction_tells_so_and_serves_the_next(store: Store) -> None:
    def ends_it(tx: Tx) -> None:
        tx.connection.cursor().execute("COMMIT")
        raise LookupError

    both = await asyncio.gather(store.write(ends_it), store.write(put("a")), return_exceptions=True)
    assert all(isinstance(outcome, Exception) for outcome in both)
    assert await store.write(put("b")) == "b"


async def test_what_was_written_can_be_read_at_once(store: Store) -> None:
    await store.write(put("a"))
    assert await store.read(lambda tx: tx.execute(select(clusters.c.code)).scalar_one()) == "a"


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreUnavailable, match="readonly"):
        store.read_now(put("a"))
