"""Updates of one chat run one after another in the order of their coming; chats run side by side."""

import asyncio
import sys
from collections.abc import Awaitable
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor


class PerChatOrder(BaseUpdateProcessor):
    """`Application.builder().concurrent_updates(PerChatOrder())`.

    `side_by_side` bounds the chats handled at one time. An update that waits for its own chat holds none of
    those places, so a chat that floods delays itself alone.
    """

    def __init__(self, side_by_side: int = 4096) -> None:
        # The library's own bound would count waiting updates too; it is set out of reach.
        super().__init__(max_concurrent_updates=sys.maxsize)
        self._places = asyncio.Semaphore(side_by_side)
        # A chat's lock lives as long as an update of it waits or runs.
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @property
    def busy_chats(self) -> int:
        """Chats with an update that waits or runs."""
        return len(self._chats)

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        chat_id = _chat_of(update)
        if chat_id is None:
            async with self._places:
                await coroutine
            return
        # The library starts its calls in order and nothing is awaited before the lock, whose queue is fair.
        lock = self._chats.setdefault(chat_id, asyncio.Lock())
        async with lock, self._places:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""


def _chat_of(update: object) -> int | None:
    """The chat, or the person where a tap names no chat: his private chat has the same number."""
    if not isinstance(update, Update):
        return None
    whose = update.effective_chat or update.effective_user
    return None if whose is None else whose.id
