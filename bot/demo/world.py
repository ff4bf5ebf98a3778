"""Everything that the local Telegram remembers about one bot and the people who talk with it."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from random import Random

from bot.demo.chats import Chat, Chats, Message
from bot.demo.entities import Formatted
from bot.demo.faults import Faults
from bot.demo.files import Files, StoredFile
from bot.demo.keyboards import Rows
from bot.demo.limits import Bounds, Limits
from bot.demo.updates import Updates
from bot.demo.webhook import Webhook
from bot.demo.wire import Json, JsonObject

CALLS_KEPT = 200_000


@dataclass(frozen=True, kw_only=True, slots=True)
class MadeCall:
    """One Bot API call: `outcome` is the HTTP status, `fault` what was done to it on purpose."""

    n: int
    at: datetime
    monotonic: float
    method: str
    chat_id: str
    outcome: int
    ok: bool
    description: str
    fault: str | None

    def as_seen(self) -> JsonObject:
        """The shape of /control/calls; `chat_id` is a number where it is one, null where there was none."""
        chat_id: Json = int(self.chat_id) if self.chat_id.lstrip("-").isdigit() else self.chat_id or None
        return {**asdict(self), "at": self.at.isoformat(), "chat_id": chat_id}


class Calls:
    """The newest 200,000 calls, numbered from 1."""

    def __init__(self) -> None:
        self._made: deque[MadeCall] = deque(maxlen=CALLS_KEPT)
        self.count = 0

    def note(self, made: MadeCall) -> None:
        """Adds a call that ended."""
        self.count = made.n
        self._made.append(made)

    def since(self, n: int) -> list[MadeCall]:
        """The calls with a number above n, oldest first."""
        return list(islice(self._made, max(len(self._made) - (self.count - n), 0), None))

    def clear(self) -> None:
        """Forgets all and counts from 1 again."""
        self._made.clear()
        self.count = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A tap that waits for its answer; `at` in seconds of the monotonic clock."""

    chat_id: int
    message_id: int
    at: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Popup:
    """What the bot answered to a tap: a line at the top of the screen, or a window when `show_alert`."""

    change: int
    query_id: str
    chat_id: int
    message_id: int
    text: str
    show_alert: bool


class World:
    """One bot's Telegram. `now` dates the messages, `monotonic` (seconds) drives limits and time-outs."""

    def __init__(
        self,
        *,
        token: str,
        username: str,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        seed: int | None = None,
    ) -> None:
        self.token = token
        self.now = now
        self.monotonic = monotonic
        self.pause = pause
        self.bot: JsonObject = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Đôn Đốc",
            "username": username,
        }
        self._random = Random(seed)  # noqa: S311 -- Chooses ids and faults; nothing is secured by it.
        self.chats = Chats()
        self.files = Files(self._random)
        self.updates = Updates(self._random.randrange(100_000_000, 900_000_000))
        self.webhook = Webhook(self.updates, pause, self.unix_time)
        self.limits = Limits()
        self.faults = Faults(self._random)
        self.calls = Calls()
        self.queries: dict[str, Query] = {}
        self.popups: list[Popup] = []
        self.commands: dict[str, Json] = {}
        self.closing = False

    def unix_time(self) -> int:
        """Whole seconds since 1970 by the clock that dates messages."""
        return int(self.now().timestamp())

    def new_query(self, query: Query) -> str:
        """Remembers a tap and gives it its id."""
        query_id = str(self._random.getrandbits(62))
        self.queries[query_id] = query
        return query_id

    def write(
        self,
        chat: Chat,
        sender: JsonObject,
        body: Formatted,
        *,
        file: StoredFile | None = None,
        buttons: Rows = (),
        extra: JsonObject | None = None,
    ) -> Message:
        """Puts a new message into a chat."""
        change = self.chats.next_change()
        message = Message(
            message_id=self.chats.next_message_id(),
            written=change,
            change=change,
            from_bot=sender is self.bot,
            sender=sender,
            chat=chat.shape,
            date=self.unix_time(),
            body=body,
            file=file,
            buttons=buttons,
            extra=extra or {},
        )
        self.chats.put(chat, message)
        return message

    def admit(self, chat: Chat) -> None:
        """Counts one message of the bot to this chat, or refuses it: blocked (403) or too fast (429)."""
        chat.refuse_if_closed()
        self.limits.admit(chat.chat_id, self.monotonic(), chat.wrote_at)

    def note_call(self, method: str, chat_id: str, outcome: int, description: str, fault: str | None) -> None:
        """Writes down how a call ended."""
        self.calls.note(
            MadeCall(
                n=self.calls.count + 1,
                at=datetime.now(UTC),
                monotonic=self.monotonic(),
                method=method,
                chat_id=chat_id,
                outcome=outcome,
                ok=outcome == 200,
                description=description,
                fault=fault,
            )
        )

    def reset(self) -> None:
        """Empties everything. Ids go on, a waiting poll goes on waiting, and a webhook stays set."""
        self.chats.clear()
        self.files.clear()
        self.updates.clear()
        self.faults.clear()
        self.calls.clear()
        self.limits = Limits(bounds=Bounds())
        self.queries.clear()
        self.popups.clear()
        self.commands.clear()

    async def close(self) -> None:
        """Lets everybody go who waits, and stops pushing."""
        self.closing = True
        self.updates.added.ring()
        for bell in self.chats.bells():
            bell.ring()
        await self.webhook.close()
