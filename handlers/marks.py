"""The marks on updates that were answered: those that come together share a commit."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog

from bot.errors import StoreUnavailable
from bot.store import inbox
from bot.store.engine import Store, Tx

log = structlog.get_logger()

PATIENCE = 2.0
"""Seconds between two tries on a database that is away."""


class Marks:
    """What was answered and is not yet written down."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._answered: list[int] = []
        self._marking: asyncio.Task[None] | None = None
        self._stopping = False

    def add(self, update_id: int) -> None:
        self._answered.append(update_id)
        if self._marking is None:
            self._marking = asyncio.get_running_loop().create_task(self._mark())

    async def _mark(self) -> None:
        try:
            while self._answered:
                marked, self._answered = self._answered, []
                now = self._now()
                try:
                    await self._store.write(partial(_mark_answered, marked, now), ahead=True)
                except StoreUnavailable as error:
                    log.error("answers_not_marked", error=str(error))
                    if self._stopping:
                        return
                    self._answered = marked + self._answered
                    await asyncio.sleep(PATIENCE)
        finally:
            self._marking = None

    async def settled(self) -> None:
        """Write what can be written; the next start shows a chat its screen whose mark is missing."""
        self._stopping = True
        while self._marking is not None:
            await self._marking


def _mark_answered(update_ids: list[int], now: datetime, tx: Tx) -> None:
    inbox.answered(tx, update_ids, now)
