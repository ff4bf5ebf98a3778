"""How fast a bot may send: 30 messages a second in all, one a second to a chat, 20 a minute to a group.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. An answer to a person
who has just written in his private chat counts to neither the first nor the second.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from math import ceil

from bot.demo.wire import Json, bad_request, too_many_requests


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """The figures of the limits; `burst` is how many messages one chat may get at once after a silence."""

    enabled: bool = True
    overall: int = 30
    per_chat: float = 1.0
    burst: int = 3
    group_per_minute: int = 20
    trusted_seconds: float = 10.0
    query_seconds: float = 15.0

    def changed(self, wanted: Mapping[str, Json]) -> "Bounds":
        """The same bounds with some figures replaced; 400 for a name or a value that makes no sense."""
        figures: dict[str, int | float] = asdict(self)
        for name, value in wanted.items():
            if name not in figures:
                raise bad_request(f"no such limit: {name}; there are {', '.join(figures)}")
            if (
                not isinstance(value, int | float)
                or isinstance(value, bool) != (name == "enabled")
                or value < 0
            ):
                raise bad_request(f"limit {name} cannot be {value!r}")
            figures[name] = value
        return Bounds(
            enabled=bool(figures["enabled"]),
            overall=int(figures["overall"]),
            per_chat=figures["per_chat"],
            burst=int(figures["burst"]),
            group_per_minute=int(figures["group_per_minute"]),
            trusted_seconds=figures["trusted_seconds"],
            query_seconds=figures["query_seconds"],
        )


@dataclass(kw_only=True, slots=True)
class _Allowance:
    """How many messages a chat may still get at once, as of a moment."""

    left: float
    at: float


@dataclass(slots=True)
class Limits:
    """Counts what is sent. All times are seconds of the server's monotonic clock."""

    bounds: Bounds = field(default_factory=Bounds)
    _sent: deque[float] = field(default_factory=deque)
    _chats: dict[int, _Allowance] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)

    def admit(self, chat_id: int, now: float, wrote_at: float | None) -> None:
        """Counts one message to a chat, or refuses it with 429 and counts nothing.

        `wrote_at` is when the person of a private chat last wrote, None if never.
        """
        bounds = self.bounds
        if not bounds.enabled:
            return
        if chat_id > 0 and wrote_at is not None and now - wrote_at <= bounds.trusted_seconds:
            return
        wait = 0.0
        _forget(self._sent, now - 1)
        if len(self._sent) >= bounds.overall:
            wait = self._sent[0] + 1 - now if self._sent else 1.0
        allowance = self._chats.get(chat_id)
        left = float(bounds.burst)
        if allowance is not None:
            left = min(left, allowance.left + (now - allowance.at) * bounds.per_chat)
        if left < 1:
            wait = max(wait, (1 - left) / bounds.per_chat if bounds.per_chat else 60.0)
        group: deque[float] | None = None
        if chat_id < 0:
            group = self._groups.setdefault(chat_id, deque())
            _forget(group, now - 60)
            if len(group) >= bounds.group_per_minute:
                wait = max(wait, group[0] + 60 - now if group else 60.0)
        if wait > 0:
            raise too_many_requests(max(ceil(wait), 1))
        self._sent.append(now)
        self._chats[chat_id] = _Allowance(left=left - 1, at=now)
        if group is not None:
            group.append(now)


def _forget(times: deque[float], until: float) -> None:
    while times and times[0] <= until:
        times.popleft()
