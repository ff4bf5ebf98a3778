"""The bridge between asyncio and the database: one writer, many readers, one commit a group.

A use case is a plain function of a transaction. `Store.write` runs it on the writer's thread; the
use cases that wait there together share one commit (each in its own savepoint), so that a disk flush
is paid once for all of them. `Store.read` runs on a read-only connection of its own.
"""

import asyncio
import contextlib
import fcntl
import os
import queue
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import IntEnum
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine, Row, Table, create_engine, event, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from bot.errors import StoreFull, StoreUnavailable

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Tx = Connection
AnyRow = Row[*tuple[Any, ...]]
R = TypeVar("R")
log = structlog.get_logger()

GROUP = 64
GROUP_LASTS = 0.06
"""Seconds after which a group commits and the others of it wait for the next: just after a start each takes longer."""
READERS = 2
LOW_DISK = 10
"""Per cent of the disk."""
PATIENCE_MS = 5000
FULL = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_READONLY")
AWAY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
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


Outcome = tuple[Any, BaseException | None]
"""What a use case returned, and what it raised instead."""


class _Turn(IntEnum):
    """In which order the writer serves: what happened in the world already goes ahead, the end comes last."""

    AHEAD = 0
    USUAL = 1
    END = 2


class _Job:
    """One use case on its way to the writer, and who waits for its outcome: a loop's future, or a thread."""

    __slots__ = ("act", "done", "loop", "place")

    def __init__(
        self,
        act: Callable[[Tx], Any],
        done: "asyncio.Future[Any] | Future[Any]",
        loop: asyncio.AbstractEventLoop | None,
        place: tuple[_Turn, int],
    ) -> None:
        self.act = act
        self.done = done
        self.loop = loop
        self.place = place

    def __lt__(self, other: "_Job") -> bool:
        return self.place < other.place


class Store:
    """An open database. `write` and `read` are for the event loop, `write_now` and `read_now` for commands."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._is_sqlite = sqlite_path(url) is not None
        self._writer = _engine(url, read_only=False)
        self._readers = _engine(url, read_only=True)
        self._threads = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="reader")
        # Held open by the writer's thread alone: taking one from the pool for each commit costs a fifth of it.
        self._connection: Connection | None = None
        self._flushes: bool | None = None
        self._held: dict[str, int] = {}
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._numbers = count()
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

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
        self._put(act, done, loop, _Turn.AHEAD if ahead else _Turn.USUAL)
        return await done

    async def read(self, ask: Callable[[Tx], R]) -> R:
        """Run a question on a read-only snapshot, beside the writer."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.read_now, ask)

    def write_now(self, act: Callable[[Tx], R]) -> R:
        done: Future[R] = Future()
        self._put(act, done, None, _Turn.USUAL)
        return done.result()

    def read_now(self, ask: Callable[[Tx], R]) -> R:
        try:
            with self._readers.begin() as tx:
                self._begin(tx, "BEGIN")
                return ask(tx)
        except (DBAPIError, sqlite3.Error) as error:
            if _is_away(error):
                raise StoreUnavailable(str(_driver_error(error))) from error
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
        self._put(_nothing, Future(), None, _Turn.END)
        self._thread.join()
        self._reconnect()
        self._threads.shutdown()
        for lock in self._held.values():
            os.close(lock)
        self._readers.dispose()
        self._writer.dispose()

    def _put(
        self,
        act: Callable[[Tx], Any],
        done: "asyncio.Future[Any] | Future[Any]",
        loop: asyncio.AbstractEventLoop | None,
        turn: _Turn,
    ) -> None:
        self._jobs.put(_Job(act, done, loop, (turn, next(self._numbers))))

    def _serve(self) -> None:
        while (first := self._jobs.get()).place[0] is not _Turn.END:
            group = [first]
            # What goes ahead shares no commit with those behind it: it would wait for them.
            while len(group) < GROUP and self._jobs.queue and self._jobs.queue[0].place[0] is first.place[0]:
                group.append(self._jobs.get())
            wanted = [job for job in group if not job.done.cancelled()]
            for later in self._commit(wanted) if wanted else ():
                self._jobs.put(later)

    def _commit(self, group: list[_Job]) -> list[_Job]:
        """Run the group in one transaction, then give each its outcome; a failed commit fails them all.

        Returns those for whom the time of one commit was too short.
        """
        alone = len(group) == 1
        outcomes: list[Outcome] = []
        try:
            if self._connection is None:
                self._connection = self._writer.connect()
            self._flush_or_not(self._connection, group[0].place[0] is not _Turn.AHEAD)
            with self._connection.begin() as together:
                self._begin(self._connection, "BEGIN IMMEDIATE")
                until = time.monotonic() + GROUP_LASTS
                for job in group:
                    outcomes.append(_attempt(self._connection, job.act, alone=alone))
                    if time.monotonic() > until:
                        break
                if alone and outcomes[0][1] is not None:
                    together.rollback()
        except BaseException as error:  # noqa: BLE001 - whoever waits is told: were the writer to end, they would wait for ever.
            self._reconnect()
            said = _driver_error(error)
            log.warning("commit_failed", error=str(said))
            outcomes = [(None, _away(said) if _is_away(error) else error)] * len(group)
        _deliver(group[: len(outcomes)], outcomes)
        return group[len(outcomes) :]

    def _begin(self, tx: Tx, how: str) -> None:
        """Begin as SQLite shall; a listener to the engine's own event would have every statement pass the events."""
        if self._is_sqlite:
            _say(tx, how)

    def _flush_or_not(self, connection: Connection, flushes: bool) -> None:
        """Whether the commits that follow wait for the disk; each that does flushes what those before it left."""
        if self._is_sqlite and flushes is not self._flushes:
            _say(connection, "PRAGMA synchronous = FULL" if flushes else "PRAGMA synchronous = NORMAL")
            self._flushes = flushes

    def _reconnect(self) -> None:
        """Leave a connection whose transaction failed; the next group has one of its own."""
        self._flushes = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _nothing(_: Tx) -> None:
    """Only its turn counts."""


def _deliver(group: list[_Job], outcomes: list[Outcome]) -> None:
    """Give each job its outcome; a loop is woken once for all of its own, for waking it costs a system call."""
    woken: dict[asyncio.AbstractEventLoop, list[tuple[_Job, Outcome]]] = {}
    for job, outcome in zip(group, outcomes, strict=True):
        if job.loop is None:
            _settle([(job, outcome)])
        else:
            woken.setdefault(job.loop, []).append((job, outcome))
    for loop, settled in woken.items():
        # A loop that was closed meanwhile has nobody left who waits.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, settled)


def _settle(settled: list[tuple[_Job, Outcome]]) -> None:
    for job, (outcome, failure) in settled:
        if job.done.cancelled():
            continue
        if failure is None:
            job.done.set_result(outcome)
        else:
            job.done.set_exception(failure)


def _is_away(failure: BaseException) -> bool:
    """Whether the database is locked, full, gone or unwritable, as against a mistake of ours in a statement."""
    said = _driver_error(failure)
    if isinstance(said, sqlite3.Error):
        name = getattr(said, "sqlite_errorname", "")
        return name.startswith(AWAY)
    return isinstance(failure, OperationalError)


def _away(said: BaseException | None) -> StoreUnavailable:
    full = getattr(said, "sqlite_errorname", "").startswith(FULL)
    return (StoreFull if full else StoreUnavailable)(str(said))


def _driver_error(failure: BaseException) -> BaseException | None:
    """What the driver itself said; what is told to it directly (savepoints, prepared statements) is not wrapped."""
    return failure.orig if isinstance(failure, DBAPIError) else failure


def _attempt(tx: Tx, act: Callable[[Tx], Any], *, alone: bool) -> Outcome:
    """What the use case returned or raised; a use case that shares its commit is undone by its savepoint."""
    if not alone:
        _say(tx, "SAVEPOINT one")
    try:
        outcome = act(tx)
    except BaseException as failure:
        if _is_away(failure):
            raise
        if not alone:
            _say(tx, "ROLLBACK TO one")
        return None, failure
    if not alone:
        _say(tx, "RELEASE one")
    return outcome, None


def _say(tx: Tx, statement: str) -> None:
    """A word to the database driver itself: a savepoint through SQLAlchemy costs as much as a query."""
    tx.connection.cursor().execute(statement)


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
