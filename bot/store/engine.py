"""The bridge between asyncio and the database: one writer, many readers, one commit a group.

A use case is a plain function of a transaction. `Store.write` runs it on the writer's thread; the
use cases that wait there together share one commit (each in its own savepoint), so that a disk flush
is paid once for all of them. `Store.read` runs on a read-only connection of its own.
"""

import asyncio
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine, Row, Table, create_engine, event, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from bot.errors import StoreUnavailable
from bot.store.writer import Writer, begin, driver_error, is_away

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Tx = Connection
AnyRow = Row[*tuple[Any, ...]]
R = TypeVar("R")
log = structlog.get_logger()

READERS = 2
LOW_DISK = 10
"""Per cent of the disk."""
PATIENCE_MS = 5000
SAFE_SQLITE = (3, 51, 3)


def sqlite_path(url: str) -> Path | None:
    """The file of an SQLite URL; None for another database.

    >>> sqlite_path("sqlite:///dondoc.sqlite3")
    PosixPath('dondoc.sqlite3')
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


def _sqlite_engine(url: str, *, read_only: bool) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool if read_only else StaticPool,
        connect_args={"check_same_thread": False, "timeout": PATIENCE_MS / 1000},
        **({"pool_size": READERS} if read_only else {}),
    )

    def connected(raw: sqlite3.Connection, _: object) -> None:
        # The store begins by itself; sqlite3's own implicit BEGIN is deferred and loses writes.
        raw.isolation_level = None
        raw.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        raw.execute("PRAGMA foreign_keys = ON")
        if read_only:
            raw.execute("PRAGMA query_only = ON")
        else:
            raw.execute("PRAGMA journal_mode = WAL")
            raw.execute("PRAGMA synchronous = FULL")

    event.listen(engine, "connect", connected)
    return engine


def _engine(url: str, *, read_only: bool) -> Engine:
    if sqlite_path(url) is not None:
        return _sqlite_engine(url, read_only=read_only)
    return create_engine(url, poolclass=NullPool)


class Store:
    """An open database. `write` and `read` are for the event loop, `write_now` and `read_now` for commands."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._is_sqlite = sqlite_path(url) is not None
        self._writer = Writer(_engine(url, read_only=False))
        self._readers = _engine(url, read_only=True)
        self._threads = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="reader")
        self._held: dict[str, int] = {}

    @property
    def sqlite_is_old(self) -> bool:
        """True where this SQLite may, rarely, damage a file that two processes write (the WAL-reset bug)."""
        return self._is_sqlite and sqlite3.sqlite_version_info < SAFE_SQLITE

    async def write(self, act: Callable[[Tx], R], *, ahead: bool = False) -> R:
        """Run a use case in a transaction of its own; what it raises is raised here and leaves nothing behind.

        `ahead` of all others, and without waiting for the disk, goes what only writes down that something was sent: a
        process that dies before it sends again, and so does a machine that loses its power within the next commit.

        Errors: StoreUnavailable when the database is locked, full or gone.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[R] = loop.create_future()
        self._writer.put(act, done, loop, ahead=ahead)
        return await done

    async def read(self, ask: Callable[[Tx], R]) -> R:
        """Run a question on a read-only snapshot, beside the writer."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.read_now, ask)

    def write_now(self, act: Callable[[Tx], R]) -> R:
        done: Future[R] = Future()
        self._writer.put(act, done)
        return done.result()

    def read_now(self, ask: Callable[[Tx], R]) -> R:
        try:
            with self._readers.begin() as tx:
                begin(tx, "BEGIN")
                return ask(tx)
        except (DBAPIError, sqlite3.Error) as error:
            if is_away(error):
                raise StoreUnavailable(str(driver_error(error))) from error
            raise

    def hold(self, what: str) -> bool:
        """Whether it is this store that does `what` on the database: the first that asked, until it is closed or dies.

        Of two processes on one SQLite file the second hears False as long as the first lives.
        """
        path = sqlite_path(self.url)
        if path is None or what in self._held:
            return True
        lock = os.open(path.with_name(f"{path.name}-{what}"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            # The kernel gives it back when the process ends, however it ends: no lease that could run out too soon.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return False
        self._held[what] = lock
        return True

    def close(self) -> None:
        """Wait for what is being written, then close; the writer goes last so that only it checkpoints."""
        self._writer.finish()
        self._threads.shutdown()
        for lock in self._held.values():
            os.close(lock)
        self._readers.dispose()
        self._writer.dispose()


@cache
def _insert_once(dialect: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def insert_once(tx: Tx, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An insert that leaves a row alone whose key is there already."""
    return _insert_once(tx.dialect.name, table)


def integrity(path: Path) -> str:
    """SQLite's own word on the file: "ok", or what is broken."""
    with sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True) as raw:
        return str(raw.execute("PRAGMA integrity_check").fetchone()[0])


def disk_free(url: str) -> int | None:
    """How many per cent of the disk under the SQLite file are free; None for another database."""
    path = sqlite_path(url)
    if path is None:
        return None
    usage = shutil.disk_usage(path.resolve().parent)
    return usage.free * 100 // usage.total


def scalar(tx: Tx, sql: str) -> object:
    return tx.execute(text(sql)).scalar()
