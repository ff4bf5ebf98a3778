"""A surprise in one part of what ticks stops neither the other parts nor the next tick: it is a value here, not an end."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import TypeVar

import structlog

from bot.errors import StoreUnavailable
from bot.store import pulse
from bot.store.engine import Store

T = TypeVar("T")
log = structlog.get_logger()


class Parts:
    """The parts of what goes on by itself, each tried again and again: a mistake of ours in one is told of."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._failing: dict[str, str] = {}

    async def attempt(self, part: str, work: Awaitable[T], otherwise: T) -> T:
        """What a part returns; `otherwise` where a surprise ended it. Errors: StoreUnavailable."""
        end = await ended(work)
        if not isinstance(end, Exception):
            self._failing.pop(part, None)
            return end
        surprise = named(end)
        if self._failing.get(part) != surprise:
            log.error("part_failed", part=part, exc_info=end)
        self._failing[part] = surprise
        await self._store.write(lambda tx: pulse.failed(tx, self._now(), part, surprise))
        return otherwise


async def ended(work: Awaitable[T]) -> T | Exception:
    """What it returns, or the surprise that it raised. Errors: StoreUnavailable, for then no part can work."""
    [end] = await asyncio.gather(work, return_exceptions=True)
    if isinstance(end, StoreUnavailable) or (
        isinstance(end, BaseException) and not isinstance(end, Exception)
    ):
        raise end
    return end


async def each(works: Iterable[Callable[[], Awaitable[int]]]) -> int:
    """Do one after another, whatever becomes of those before; returns the sum of what they return.

    Errors: StoreUnavailable at once; an ExceptionGroup of the surprises once all had their turn.
    """
    ends = [await ended(work()) for work in works]
    surprises = [end for end in ends if isinstance(end, Exception)]
    if surprises:
        raise ExceptionGroup("the others are done", surprises)
    return sum(end for end in ends if not isinstance(end, Exception))


def named(surprise: Exception) -> str:
    """By their kinds, for whoever is told: what they say may hold somebody's words."""
    if isinstance(surprise, ExceptionGroup):
        return ", ".join(sorted({named(one) for one in surprise.exceptions}))
    return type(surprise).__name__
