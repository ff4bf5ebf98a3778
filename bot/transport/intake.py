"""Updates from Telegram: written down first, confirmed only then, and handed over in the order they came."""

import asyncio
import json
import random
import re
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias
from urllib.parse import urlencode

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.errors import OperatorError, StoreFull, StoreUnavailable
from bot.transport.pacing import seconds_of

log = structlog.get_logger()

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
LONGEST_PAUSE = 30.0
PAUSE_WITHOUT_ROOM = 2.0
"""People can still ask meanwhile."""
_BIGGEST_ID = 2**63 - 1
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
_CHATS = (
    ("message", "chat", "id"),
    ("edited_message", "chat", "id"),
    ("callback_query", "message", "chat", "id"),
    ("my_chat_member", "chat", "id"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class RawUpdate:
    """An update as it came: its id, the chat it belongs to (None where it has none) and its JSON text.

    The text holds nothing that a database column or a reply cannot: no NUL, no half of a surrogate pair.
    """

    update_id: int
    chat_id: int | None
    body: str


Keep: TypeAlias = Callable[[Sequence[RawUpdate]], Awaitable[list[RawUpdate]]]
HandOver: TypeAlias = Callable[[RawUpdate], Awaitable[None]]


def describe(raw: object) -> RawUpdate | None:
    """The update as it is kept, or None where it has no usable `update_id`.

    >>> describe({"update_id": 7, "message": {"chat": {"id": 42}}})
    RawUpdate(update_id=7, chat_id=42, body='{"update_id":7,"message":{"chat":{"id":42}}}')
    """
    update_id = _id_in(raw, "update_id")
    if update_id is None:
        return None
    body = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
    body = body.encode("utf-8", "replace").decode("utf-8")
    if "\\u0000" in body:
        body = _NUL.sub(r"\1", body)
    chats = (_id_in(raw, *path) for path in _CHATS)
    return RawUpdate(
        update_id=update_id, chat_id=next((chat for chat in chats if chat is not None), None), body=body
    )


def parse(update: RawUpdate, bot: Bot) -> Update | None:
    """The update as python-telegram-bot's object, or None where it is not built as Telegram builds one."""
    try:
        return Update.de_json(json.loads(update.body), bot)
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        OSError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        # The library trusts Telegram, and fails in as many ways on what is not Telegram's.
        log.warning("update_unreadable", update_id=update.update_id, error=type(error).__name__)
        return None


class Intake:
    """The way in. Polling: `run()` until cancelled. Webhook: `receive([body])` for each call.

    `keep` writes updates in one commit and returns those that were not known; it raises StoreUnavailable.
    `hand_over` takes one new update to be handled; the intake waits until it returns. An update that finds no room
    is handed over too, once, so that whoever sent it hears so and whoever only asks is answered; it stays
    unconfirmed, and is handled when it comes again and can be kept.
    """

    def __init__(
        self,
        bot: Bot,
        *,
        keep: Keep,
        hand_over: HandOver,
        now: Callable[[], datetime],
        long_poll: timedelta = timedelta(seconds=25),
    ) -> None:
        self._bot = bot
        self._keep = keep
        self._hand_over = hand_over
        self._now = now
        self._long_poll = int(long_poll.total_seconds())
        self._unconfirmed: int | None = None
        self._kept: deque[RawUpdate] = deque()
        self._without_room: set[int] = set()
        self._pause = 1.0
        self.last_success_at: datetime | None = None
        """When Telegram last answered and the answer was kept; a quiet poll counts too."""
        self.last_update_at: datetime | None = None
        self.trouble: str | None = None
        """What keeps updates from coming in, in words for the operator; None when all is well."""

    async def run(self) -> None:
        """Poll until cancelled, then confirm what was kept.

        Errors: OperatorError when Telegram does not know the token. A network that fails, a second poller
        and a database that cannot write are waited out, logged once when it begins and once when it is over.
        """
        try:
            while True:
                await self._turn()
        finally:
            await self._confirm()

    async def receive(self, answer: Sequence[object]) -> None:
        """Keep what came in one commit, then hand over what is new, in the order of its coming.

        Errors: StoreUnavailable, and then nothing may be confirmed (a webhook answers 503 and Telegram
        repeats). What was kept and could not be handed over is handed over first by the next call.
        """
        updates = {update.update_id: update for raw in answer if (update := describe(raw)) is not None}
        if len(updates) < len(answer):
            log.warning("updates_set_aside", number=len(answer) - len(updates))
        if updates:
            try:
                self._kept.extend(await self._keep(list(updates.values())))
            except StoreFull:
                for update in updates.values():
                    if update.update_id not in self._without_room:
                        self._without_room.add(update.update_id)
                        await self._hand_over(update)
                raise
            self._without_room.clear()
            self._unconfirmed = max(updates)
        while self._kept:
            update = self._kept.popleft()
            try:
                await self._hand_over(update)
            except BaseException:
                # It is known now and Telegram will not repeat it: the next call goes on with it.
                self._kept.appendleft(update)
                raise
        self.last_success_at = self._now()
        if updates:
            self.last_update_at = self.last_success_at

    async def _turn(self) -> None:
        try:
            answer = await self._ask(wait=self._long_poll)
            await self.receive(answer)
            if answer and self._unconfirmed is None:
                raise NetworkError("no update of the answer can be read")
        except InvalidToken as error:
            raise OperatorError(
                "Telegram does not know this bot token: check telegram.token and telegram.base_url."
            ) from error
        except RetryAfter as error:
            await self._wait_out("Telegram asks to poll less often", at_least=seconds_of(error))
        except Conflict as error:
            await self._wait_out(f"another program receives the updates of this bot ({error.message})")
        except TelegramError as error:
            await self._wait_out(f"Telegram cannot be reached ({error.message})")
        except StoreFull as error:
            await self._wait_out(f"no room to write updates down ({error})", at_most=PAUSE_WITHOUT_ROOM)
        except StoreUnavailable as error:
            await self._wait_out(f"updates cannot be written down ({error})")
        else:
            self._end_of_trouble()

    async def _ask(self, *, wait: int, limit: int = 100) -> list[object]:
        question: dict[str, str | int] = {
            "timeout": wait,
            "limit": limit,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        if self._unconfirmed is not None:
            question["offset"] = self._unconfirmed + 1
        url = f"{self._bot.base_url}/getUpdates?{urlencode(question)}"
        try:
            answer: object = await self._bot.request.post(url, read_timeout=wait + 10)
        except (LookupError, TypeError) as error:
            # Something on the way answered "200 OK" with JSON that is not Telegram's.
            raise NetworkError("the answer is not Telegram's") from error
        if not isinstance(answer, list):
            raise NetworkError("the answer is not Telegram's")
        # Ids may restart lower after a week of silence, so an offset is named only until it is confirmed.
        self._unconfirmed = None
        return answer

    async def _confirm(self) -> None:
        if self._unconfirmed is None:
            return
        try:
            await asyncio.wait_for(self._ask(wait=0, limit=1), timeout=2)
        except (TelegramError, TimeoutError):
            # They come again at the next start, and are known then.
            log.info("updates_unconfirmed")

    async def _wait_out(self, trouble: str, *, at_least: float = 1.0, at_most: float = LONGEST_PAUSE) -> None:
        if trouble != self.trouble:
            log.warning("intake_stopped", trouble=trouble)
            self.trouble = trouble
        self._pause = min(self._pause * 2, at_most)
        jittered = random.uniform(1.0, self._pause)  # noqa: S311 - it spreads attempts and guards nothing.
        await asyncio.sleep(max(jittered, at_least))

    def _end_of_trouble(self) -> None:
        if self.trouble is not None:
            log.warning("intake_goes_on", after=self.trouble)
        self.trouble = None
        self._pause = 1.0


def _id_in(raw: object, *path: str) -> int | None:
    """The whole number at the end of the path; None where there is none, or one too big for a column."""
    for key in path:
        if not isinstance(raw, Mapping):
            return None
        raw = raw.get(key)
    if isinstance(raw, bool) or not isinstance(raw, int) or abs(raw) > _BIGGEST_ID:
        return None
    return raw
