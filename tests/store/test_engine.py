"""What the one writer promises: every use case whole or not at all, whoever shares its commit."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import func, insert, select

from bot.errors import Refused, StoreUnavailable
from bot.store import writer
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
    store._writer._engine.pool.connect().dbapi_connection.execute("PRAGMA busy_timeout = 0")  # type: ignore[union-attr]
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


async def test_what_goes_ahead_is_written_before_all_that_waits_already(store: Store) -> None:
    order: list[str] = []
    began, goes_on = threading.Event(), threading.Event()

    def holds(_: Tx) -> None:
        began.set()
        goes_on.wait()

    def named(name: str) -> Callable[[Tx], None]:
        return lambda _: order.append(name)

    held = asyncio.create_task(store.write(holds))
    await asyncio.to_thread(began.wait)
    waiting = [asyncio.create_task(store.write(named(name))) for name in ("a", "b")]
    ahead = asyncio.create_task(store.write(named("sent"), ahead=True))
    await asyncio.sleep(0)
    goes_on.set()
    await asyncio.gather(held, *waiting, ahead)
    assert order == ["sent", "a", "b"]


async def test_a_crowd_does_not_wait_for_the_last_of_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = count()
    monkeypatch.setattr(writer, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
    seen: list[int] = []

    async def each(n: int) -> None:
        await store.write(put(f"{n:03}"))
        seen.append(len(codes(store)))

    await asyncio.gather(*(each(n) for n in range(20)))
    assert codes(store) == [f"{n:03}" for n in range(20)]
    assert seen[0] < 20


async def test_what_waits_for_no_disk_is_flushed_by_the_next_that_does(store: Store) -> None:
    def flushes(tx: Tx) -> object:
        return tx.exec_driver_sql("PRAGMA synchronous").scalar_one()

    normal, full = 1, 2
    assert await store.write(flushes) == full
    assert await store.write(flushes, ahead=True) == normal
    assert await store.write(flushes) == full


async def test_closing_waits_for_what_was_asked_before_it(url: str) -> None:
    store = Store(url)
    written = [asyncio.create_task(store.write(put(f"{n:03}"))) for n in range(100)]
    await asyncio.sleep(0)
    await asyncio.to_thread(store.close)
    await asyncio.gather(*written)
    other = Store(url)
    assert len(codes(other)) == 100
    other.close()


async def test_what_was_written_can_be_read_at_once(store: Store) -> None:
    await store.write(put("a"))
    assert await store.read(lambda tx: tx.execute(select(clusters.c.code)).scalar_one()) == "a"


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreUnavailable, match="readonly"):
        store.read_now(put("a"))
