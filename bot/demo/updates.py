"""What waits for the bot: kept until it is confirmed, given out by long polling or pushed to a webhook."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.demo.chats import Bell
from bot.demo.wire import ApiError, Json, JsonObject, bad_request

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Update:
    """One update; `chat_id` says with which others it must keep its order."""

    update_id: int
    chat_id: int
    body: JsonObject


class Updates:
    """The queue of one bot. `taker` is told of each new update while a webhook is set."""

    def __init__(self, first_id: int) -> None:
        self._next_id = first_id
        self._pending: OrderedDict[int, Update] = OrderedDict()
        self._allowed: frozenset[str] | None = None
        self._poll = 0
        self._terminated_by = ""
        self.confirmed = 0
        self.added = Bell()
        self.taker: Callable[[Update], None] | None = None

    def add(self, kind: str, chat_id: int, body: JsonObject) -> int | None:
        """Queues an update and answers its update_id, or None for a kind that the bot does not want."""
        wanted = kind not in NOT_BY_DEFAULT if self._allowed is None else kind in self._allowed
        if not wanted:
            return None
        update_id = self._next_id
        self._next_id += 1
        update = Update(update_id=update_id, chat_id=chat_id, body={"update_id": update_id, kind: body})
        self._pending[update_id] = update
        if self.taker is not None:
            self.taker(update)
        self.added.ring()
        return update_id

    def allow(self, kinds: Json) -> None:
        """Which kinds are wanted from now on: None leaves it as it was, [] means the usual ones."""
        if kinds is None:
            return
        if not isinstance(kinds, Sequence) or isinstance(kinds, str):
            raise bad_request("can't parse allowed updates JSON object")
        self._allowed = frozenset(str(kind) for kind in kinds) or None

    @property
    def allowed(self) -> list[str]:
        """The wanted kinds, [] for the usual ones."""
        return sorted(self._allowed or ())

    @property
    def pending(self) -> int:
        """How many wait to be confirmed."""
        return len(self._pending)

    @property
    def next_id(self) -> int:
        """The update_id that comes next."""
        return self._next_id

    def waiting(self) -> list[Update]:
        """All that wait, oldest first."""
        return list(self._pending.values())

    def waits(self, update_id: int) -> bool:
        """Whether this update is still to be confirmed."""
        return update_id in self._pending

    def confirm(self, update_id: int) -> None:
        """One update was taken by a webhook."""
        if self._pending.pop(update_id, None) is not None:
            self.confirmed += 1

    async def poll(self, *, offset: int, limit: int, seconds: float) -> list[JsonObject]:
        """Confirms everything below the offset and gives the next updates, waiting for the first if need be.

        A negative offset keeps only so many of the newest. Whoever polls ends the poll that waits: that one
        is refused with 409.
        """
        self.terminate("other getUpdates request; make sure that only one bot instance is running")
        poll = self._poll
        surplus = len(self._pending) + offset if offset < 0 else 0
        while self._pending and (surplus > 0 or next(iter(self._pending)) < offset):
            self._pending.popitem(last=False)
            self.confirmed += 1
            surplus -= 1
        if not self._pending and seconds > 0:
            await self.added.heard(seconds)
            if poll != self._poll:
                raise ApiError(409, f"Conflict: terminated by {self._terminated_by}")
        return [update.body for update in islice(self._pending.values(), limit)]

    def terminate(self, by: str) -> None:
        """Ends the poll that waits now, which is told by whom."""
        self._poll += 1
        self._terminated_by = by
        self.added.ring()

    def drop(self) -> None:
        """Throws away what waits, unconfirmed."""
        self._pending.clear()

    def clear(self) -> None:
        """After a reset nothing waits and nothing was confirmed; update ids go on, a poll goes on waiting."""
        self.drop()
        self.confirmed = 0
