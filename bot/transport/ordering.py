"""Updates of one chat run one after another in the order of their coming; chats run side by side."""

import asyncio
import sys
from collections.abc import Awaitable
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import Application, BaseUpdateProcessor


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
        await self.in_turn(chat_id, coroutine)

    async def in_turn(self, chat_id: int, coroutine: Awaitable[object]) -> None:
        """Run it behind what the chat waits for already, and before all that comes later."""
        # The library starts its calls in order and nothing is awaited before the lock, whose queue is fair.
        lock = self._chats.setdefault(chat_id, asyncio.Lock())
        async with lock, self._places:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""


def order_of(application: Application) -> PerChatOrder:  # type: ignore[type-arg] # the six parameters say nothing here.
    """The order in which an application handles updates that has one."""
    order = application.update_processor
    if not isinstance(order, PerChatOrder):
        raise TypeError("updates are handled in the order of their chats")
    return order


def _chat_of(update: object) -> int | None:
    """The chat, or the person where a tap names no chat: his private chat has the same number."""
    if not isinstance(update, Update):
        return None
    whose = update.effective_chat or update.effective_user
    return None if whose is None else whose.id
