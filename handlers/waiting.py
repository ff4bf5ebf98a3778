"""What a handler asks of the database beside its one transaction; it waits for it as the transaction does."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from bot.errors import StoreFull, StoreUnavailable
from handlers.marks import PATIENCE

T = TypeVar("T")
log = structlog.get_logger()


async def surely(ask: Callable[[], Awaitable[T]]) -> T:
    """What it returns, however long the database is away: the update stays first in its chat's queue meanwhile.

    Errors: StoreFull, for room may not come before the person asks something else.
    """
    while True:
        try:
            return await ask()
        except StoreFull:
            raise
        except StoreUnavailable as error:
            log.error("update_waits_for_the_database", error=str(error))
            await asyncio.sleep(PATIENCE)
