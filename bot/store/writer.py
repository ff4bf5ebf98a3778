"""The one writer: use cases wait for its thread, and those that wait together share a commit, each in its savepoint."""

import asyncio
import contextlib
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from enum import IntEnum
from itertools import count
from typing import Any, TypeAlias

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.errors import StoreFull, StoreUnavailable

Act: TypeAlias = Callable[[Connection], Any]
Done: TypeAlias = "asyncio.Future[Any] | Future[Any]"
log = structlog.get_logger()

GROUP = 64
GROUP_LASTS = 0.06
"""Seconds after which a group commits and the others of it wait for the next: just after a start each takes longer."""
FULL = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_READONLY")
AWAY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")

Outcome: TypeAlias = tuple[Any, BaseException | None]
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
        act: Act,
        done: Done,
        loop: asyncio.AbstractEventLoop | None,
        place: tuple[_Turn, int],
    ) -> None:
        self.act = act
        self.done = done
        self.loop = loop
        self.place = place

    def __lt__(self, other: "_Job") -> bool:
        return self.place < other.place


class Writer:
    """A thread that writes for all; `put` may be called from any."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # Held open by the thread alone: taking one from the pool for each commit costs a fifth of it.
        self._connection: Connection | None = None
        self._flushes: bool | None = None
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._numbers = count()
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    def put(
        self,
        act: Act,
        done: Done,
        loop: asyncio.AbstractEventLoop | None = None,
        *,
        ahead: bool = False,
    ) -> None:
        """Have a use case run; `done`, a future of the loop where one is named, gets what it returns or raises."""
        self._put(act, done, loop, _Turn.AHEAD if ahead else _Turn.USUAL)

    def finish(self) -> None:
        """Wait until all that was put is written."""
        self._put(_nothing, Future(), None, _Turn.END)
        self._thread.join()
        self._reconnect()

    def dispose(self) -> None:
        """Close the database."""
        self._engine.dispose()

    def _put(self, act: Act, done: Done, loop: asyncio.AbstractEventLoop | None, turn: _Turn) -> None:
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
                self._connection = self._engine.connect()
            self._flush_or_not(self._connection, group[0].place[0] is not _Turn.AHEAD)
            with self._connection.begin() as together:
                begin(self._connection, "BEGIN IMMEDIATE")
                until = time.monotonic() + GROUP_LASTS
                for job in group:
                    outcomes.append(_attempt(self._connection, job.act, alone=alone))
                    if time.monotonic() > until:
                        break
                if alone and outcomes[0][1] is not None:
                    together.rollback()
        except BaseException as error:  # noqa: BLE001 - whoever waits is told: were the writer to end, they would wait for ever.
            self._reconnect()
            said = driver_error(error)
            log.warning("commit_failed", error=str(said))
            outcomes = [(None, _away(said) if is_away(error) else error)] * len(group)
        _deliver(group[: len(outcomes)], outcomes)
        return group[len(outcomes) :]

    def _flush_or_not(self, connection: Connection, flushes: bool) -> None:
        """Whether the commits that follow wait for the disk; each that does flushes what those before it left."""
        if is_sqlite(connection) and flushes is not self._flushes:
            _say(connection, "PRAGMA synchronous = FULL" if flushes else "PRAGMA synchronous = NORMAL")
            self._flushes = flushes

    def _reconnect(self) -> None:
        """Leave a connection whose transaction failed; the next group has one of its own."""
        self._flushes = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def begin(tx: Connection, how: str) -> None:
    """Begin as SQLite shall; a listener to the engine's own event would have every statement pass the events."""
    if is_sqlite(tx):
        _say(tx, how)


def is_sqlite(tx: Connection) -> bool:
    return tx.dialect.name == "sqlite"


def _nothing(_: Connection) -> None:
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


def is_away(failure: BaseException) -> bool:
    """Whether the database is locked, full, gone or unwritable, as against a mistake of ours in a statement."""
    said = driver_error(failure)
    if isinstance(said, sqlite3.Error):
        name = getattr(said, "sqlite_errorname", "")
        return name.startswith(AWAY)
    return isinstance(failure, OperationalError)


def _away(said: BaseException | None) -> StoreUnavailable:
    full = getattr(said, "sqlite_errorname", "").startswith(FULL)
    return (StoreFull if full else StoreUnavailable)(str(said))


def driver_error(failure: BaseException) -> BaseException | None:
    """What the driver itself said; what is told to it directly (savepoints, prepared statements) is not wrapped."""
    return failure.orig if isinstance(failure, DBAPIError) else failure


def _attempt(tx: Connection, act: Act, *, alone: bool) -> Outcome:
    """What the use case returned or raised; a use case that shares its commit is undone by its savepoint."""
    if not alone:
        _say(tx, "SAVEPOINT one")
    try:
        outcome = act(tx)
    except BaseException as failure:
        if is_away(failure):
            raise
        if not alone:
            _say(tx, "ROLLBACK TO one")
        return None, failure
    if not alone:
        _say(tx, "RELEASE one")
    return outcome, None


def _say(tx: Connection, statement: str) -> None:
    """A word to the database driver itself: a savepoint through SQLAlchemy costs as much as a query."""
    tx.connection.cursor().execute(statement)
