"""Looks at every tick whether the bot itself ails; what is new goes to the log, and once a day to the admins on top."""

from collections.abc import Callable
from datetime import date, datetime

import structlog

from bot.campaign.deadlines import Hours
from bot.store.engine import Store
from bot.usecases import alarms
from bot.usecases.alarms import Trouble

log = structlog.get_logger()


class Watch:
    """Remembers what was there at the last tick, and who was told today."""

    def __init__(self, store: Store, now: Callable[[], datetime], hours: Hours) -> None:
        self._store = store
        self._now = now
        self._hours = hours
        self._seen: frozenset[Trouble] = frozenset()
        self._told: frozenset[tuple[Trouble, date]] = frozenset()

    async def look(self) -> bool:
        """Whether something was put that can be sent."""
        now = self._now()
        troubles = frozenset(await self._store.read(lambda tx: alarms.found(tx, now)))
        for trouble in sorted(troubles - self._seen):
            log.error("trouble", of=trouble.value)
        self._seen = troubles
        fresh = {(trouble, now.date()) for trouble in troubles} - self._told
        if not fresh or not self._hours[0] <= now.time() <= self._hours[1]:
            return False
        await self._store.write(lambda tx: alarms.tell(tx, now, [trouble for trouble, _ in fresh]))
        self._told |= fresh
        return True
