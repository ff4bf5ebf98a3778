"""Pushing updates to the bot's address: one chat's in order, chats side by side, each until accepted."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.demo.updates import Update, Updates

if TYPE_CHECKING:
    import httpx

LONGEST_WAIT = 60.0


class Webhook:
    """The webhook of one bot; without an address it does nothing.

    `pause` waits so many seconds between two tries, `unix_time` dates the last error.
    """

    def __init__(
        self, updates: Updates, pause: Callable[[float], Awaitable[None]], unix_time: Callable[[], int]
    ) -> None:
        self._updates = updates
        self._pause = pause
        self._unix_time = unix_time
        self._lanes: dict[int, deque[Update]] = {}
        self._working: set[asyncio.Task[None]] = set()
        self._client: httpx.AsyncClient | None = None
        self._secret = ""
        self._free = asyncio.Semaphore(1)
        self.url = ""
        self.max_connections = 40
        self.last_error = ""
        self.last_error_at: int | None = None

    def start(self, url: str, secret: str, max_connections: int) -> None:
        """Pushes what waits and all that comes to this address; `secret` goes along in its own header.

        The same settings once more change nothing, so that several processes of one bot may all set them.
        """
        if (url, secret, max_connections) == (self.url, self._secret, self.max_connections):
            return
        self.stop()
        self.url, self._secret, self.max_connections = url, secret, max_connections
        self._free = asyncio.Semaphore(max_connections)
        self.last_error, self.last_error_at = "", None
        self._updates.taker = self._take
        for update in self._updates.waiting():
            self._take(update)

    def stop(self) -> None:
        """Pushes no more; what was not accepted goes on waiting."""
        self.url = ""
        self._updates.taker = None
        for worker in self._working:
            worker.cancel()
        self._lanes.clear()

    async def close(self) -> None:
        """Stops and lets go of the connections."""
        self.stop()
        await asyncio.gather(*self._working, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()

    def _take(self, update: Update) -> None:
        lane = self._lanes.get(update.chat_id)
        if lane is not None:
            lane.append(update)
            return
        lane = self._lanes[update.chat_id] = deque([update])
        worker = asyncio.create_task(self._work_off(update.chat_id, lane))
        self._working.add(worker)
        worker.add_done_callback(self._working.discard)

    async def _work_off(self, chat_id: int, lane: deque[Update]) -> None:
        while lane:
            await self._deliver(lane[0])
            lane.popleft()
        if self._lanes.get(chat_id) is lane:  # After a new start the chat may have a new lane already.
            del self._lanes[chat_id]

    async def _deliver(self, update: Update) -> None:
        wait = 0.5
        while self._updates.waits(update.update_id):
            async with self._free:
                error = await self._post(update)
            if not error:
                self._updates.confirm(update.update_id)
                return
            self.last_error, self.last_error_at = error, self._unix_time()
            await self._pause(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    async def _post(self, update: Update) -> str:
        import httpx

        if self._client is None:
            self._client = httpx.AsyncClient(trust_env=False, timeout=30)
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        try:
            answer = await self._client.post(self.url, json=update.body, headers=headers)
        except httpx.HTTPError as error:
            return str(error) or type(error).__name__
        if answer.is_success:
            return ""
        return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
