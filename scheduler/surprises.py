"""A surprise in one part of what ticks stops neither the other parts nor the next tick: it is a value here, not an end."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from bot.errors import StoreUnavailable

T = TypeVar("T")


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
