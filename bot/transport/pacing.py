"""How fast messages leave: two lanes, so that a reply to a person never waits behind a wave of nudges."""

import asyncio
import math
import time
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, TypeAlias
from weakref import WeakValueDictionary

from telegram import Bot
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter, ExtBot

Lane: TypeAlias = Literal["reply", "bulk"]
PacedBot: TypeAlias = ExtBot[Lane]
Answer: TypeAlias = bool | dict[str, Any] | list[dict[str, Any]]

PER_SECOND = 27
BURST = 5
CHAT_SPACING = 1.0
GROUP_PER_MINUTE = 20
TRIES_AGAIN = 3
LONGEST_WAIT = 60.0
"""Seconds that a reply waits here after a 429."""
LONGEST_BULK_WAIT = 5.0
"""The same for bulk: what must wait longer goes back to the outbox, where its place is free for a reply."""
PACED_FOR = 10.0
"""Seconds after a 429 of the whole bot in which replies take their turn."""
CROWD_COMES_WITHIN = 5.0
"""Seconds after a start in which the first of those is answered who wrote while nobody listened."""
BULK_AT_LEAST_EVERY = 1.0
"""However busy people keep the bot, a bulk message leaves once in so many seconds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """For the status screen: bulk messages that wait, seconds of pause left, sent in the last minute."""

    waiting: int
    paused_seconds: float
    sent_last_minute: int


class TwoLanes(BaseRateLimiter[Lane]):
    """`rate_limit_args` of a send is its lane: "reply" (also when None) or "bulk".

    Bulk leaves at 27 a second with bursts of 5, once a second to a chat, 20 times a minute to a group, first
    come first served. A reply leaves at once and is charged to the same account, so that bulk yields. A 429
    pauses the bulk lane and the chat that met it; one that a second chat meets meanwhile is the whole bot's: then
    replies take their turn too, before bulk, until none waits any more. The message that met it waits and is tried
    again, three times. Replies take their turn as well to a crowd that waited for the start.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """`now` gives seconds that never jump; tests give the time of their own event loop."""
        self._now = now
        self._free_at = 0.0
        self._paused_until = 0.0
        self._replies_paused_until = 0.0
        self._replies_paced_until = 0.0
        self._chats_paused_until: dict[int | str, float] = {}
        self._waiting = 0
        self.on_pause: Callable[[float], None] = _unheard
        """Told of each 429 with its seconds; a pause must outlive the process."""
        self.on_dated: Callable[[int, float], None] = _undated
        """Told of the date that Telegram gave a message that it took, and how many seconds the call lasted."""
        self._bulk = asyncio.Lock()
        self._replies = asyncio.Lock()
        self._chats: WeakValueDictionary[int | str, asyncio.Lock] = WeakValueDictionary()
        self._sent: deque[tuple[float, int | str]] = deque()
        self._sent_to: defaultdict[int | str, deque[float]] = defaultdict(deque)

    def pause(self, seconds: float) -> None:
        """Hold bulk for so long, from now on: the rest of a pause that an earlier process met."""
        self._paused_until = max(self._paused_until, self._now() + seconds)

    def expect_crowd(self) -> None:
        """Many may be answered now at once: let go together they would meet a 429, and a kill would double them all."""
        self._replies_paced_until = max(self._replies_paced_until, self._now() + CROWD_COMES_WITHIN)

    @property
    def paused_seconds(self) -> float:
        return max(0.0, self._paused_until - self._now())

    def pace(self) -> Pace:
        now = self._now()
        self._forget(now)
        return Pace(
            waiting=self._waiting,
            paused_seconds=self.paused_seconds,
            sent_last_minute=len(self._sent),
        )

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,  # noqa: ANN401 - the library's own signature.
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> Answer:
        """Call `callback` when its turn has come.

        Errors: what the call raises; RetryAfter only after three more tries, or at once when it asks for more
        than its lane waits here.
        """
        chat = data.get("chat_id")
        if chat is None or not _makes_a_message(endpoint):
            return await callback(*args, **kwargs)
        bulk = rate_limit_args == "bulk"
        tries_left = TRIES_AGAIN
        while True:
            if bulk:
                await self._turn(chat)
            else:
                await self._reply_turn(chat)
            began = self._now()
            try:
                answer = await callback(*args, **kwargs)
            except RetryAfter as flood:
                wait = seconds_of(flood)
                self._flooded(chat, wait)
                if tries_left == 0 or wait > (LONGEST_BULK_WAIT if bulk else LONGEST_WAIT):
                    raise
                tries_left -= 1
                await asyncio.sleep(wait)
            else:
                if endpoint.startswith("send") and isinstance(answer, dict) and "date" in answer:
                    self.on_dated(answer["date"], self._now() - began)
                return answer

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def _turn(self, chat: int | str) -> None:
        """Wait for the chat first, so that a group's minute holds up nobody else, then for the whole lane."""
        self._waiting += 1
        try:
            async with self._chats.setdefault(chat, asyncio.Lock()):
                await self._sleep_until(lambda: self._chat_free_at(chat))
                async with self._bulk:
                    latest = self._now() + BULK_AT_LEAST_EVERY
                    await self._sleep_until(lambda: self._bulk_free_at(latest))
                    self._charge(chat)
        finally:
            self._waiting -= 1

    async def _reply_turn(self, chat: int | str) -> None:
        """None is waited for, but in a crowd or after a 429 of the whole bot: let go at once, it would meet the next."""
        await self._sleep_until(lambda: self._reply_free_at(chat))
        if self._now() >= self._replies_paced_until and not self._replies.locked():
            self._charge(chat)
            return
        async with self._replies:
            await self._sleep_until(lambda: max(self._replies_paused_until, self._lane_free_at()))
            self._charge(chat)

    def _flooded(self, chat: int | str, seconds: float) -> None:
        now = self._now()
        until = now + seconds
        self._chats_paused_until = {
            other: time for other, time in self._chats_paused_until.items() if time > now
        }
        if self._chats_paused_until.keys() - {chat}:
            self._replies_paused_until = max(self._replies_paused_until, until)
            self._replies_paced_until = self._replies_paused_until + PACED_FOR
        self._chats_paused_until[chat] = max(self._chats_paused_until.get(chat, 0.0), until)
        self._paused_until = max(self._paused_until, until)
        self.on_pause(seconds)

    def _reply_free_at(self, chat: int | str) -> float:
        return max(self._replies_paused_until, self._chats_paused_until.get(chat, 0.0))

    def _bulk_free_at(self, latest: float) -> float:
        if self.paused_seconds > LONGEST_BULK_WAIT:
            raise RetryAfter(math.ceil(self.paused_seconds))
        free_at = latest if self._replies.locked() else min(self._lane_free_at(), latest)
        return max(self._paused_until, free_at)

    async def _sleep_until(self, moment: Callable[[], float]) -> None:
        """Sleep until the moment has come; it is asked for again after each sleep, as replies may move it."""
        while (wait := moment() - self._now()) > 0:  # noqa: ASYNC110 - nobody signals that time has passed.
            await asyncio.sleep(wait)

    def _charge(self, chat: int | str) -> None:
        now = self._now()
        self._forget(now)
        self._sent.append((now, chat))
        self._sent_to[chat].append(now)
        # A debt longer than a second would punish bulk for a crowd that has gone.
        self._free_at = min(max(self._free_at, now) + 1 / PER_SECOND, now + 1)

    def _lane_free_at(self) -> float:
        """A token bucket, and never a 28th send in a second: together they keep every second within 30."""
        bucket = self._free_at - (BURST - 1) / PER_SECOND
        full_second = self._sent[-PER_SECOND][0] + 1 if len(self._sent) >= PER_SECOND else 0.0
        return max(bucket, full_second)

    def _chat_free_at(self, chat: int | str) -> float:
        sent = self._sent_to.get(chat)
        if not sent:
            return 0.0
        spaced = sent[-1] + CHAT_SPACING
        if _is_group(chat) and len(sent) >= GROUP_PER_MINUTE:
            return max(spaced, sent[-GROUP_PER_MINUTE] + 60)
        return spaced

    def _forget(self, now: float) -> None:
        while self._sent and self._sent[0][0] <= now - 60:
            _, chat = self._sent.popleft()
            self._sent_to[chat].popleft()
            if not self._sent_to[chat]:
                del self._sent_to[chat]


def seconds_of(flood: RetryAfter) -> float:
    """The wait that Telegram asks for; the library gives it as one of two types."""
    wait = flood.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def lanes_of(bot: Bot) -> TwoLanes:
    """The lanes of a bot that has them."""
    lanes = bot.rate_limiter if isinstance(bot, ExtBot) else None
    if not isinstance(lanes, TwoLanes):
        raise TypeError("messages leave through the application's bot, which has lanes")
    return lanes


def _unheard(_: float) -> None:
    """Nobody listens."""


def _undated(_: int, __: float) -> None:
    """Nobody asks for the time."""


def _makes_a_message(endpoint: str) -> bool:
    return endpoint.startswith(("send", "edit", "copy", "forward")) and endpoint != "sendChatAction"


def _is_group(chat: int | str) -> bool:
    return str(chat).startswith(("-", "@"))
