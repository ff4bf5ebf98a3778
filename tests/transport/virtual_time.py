"""An event loop whose time is made up: a sleep of a minute takes no time, and everything happens in order."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import TypeVar

R = TypeVar("R")
NANOSECOND = 1e-9


class _Jumping(selectors.SelectSelector):
    """Where the loop would wait for the time to pass, the time jumps."""

    seconds = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if timeout is None and not ready:
            raise RuntimeError("everything waits and nothing will ever happen")
        if not ready:
            # Nothing is done in no time at all; a sleep shorter than the loop's resolution would go on for ever.
            self.seconds += max(timeout or 0.0, NANOSECOND)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.seconds


def run(story: Coroutine[object, object, R]) -> R:
    """Run to the end in made-up time; `asyncio.get_running_loop().time()` is that time, from 0."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(story)
