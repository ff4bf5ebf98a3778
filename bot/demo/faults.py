"""Faults on demand: the next calls, or a share of them, go wrong in a way that Telegram knows."""

from dataclasses import dataclass
from random import Random

from bot.demo.wire import Json, JsonObject, bad_request

KINDS = ("429", "5xx", "drop", "delay")


@dataclass(kw_only=True, slots=True)
class Fault:
    """`left` calls go wrong, or each with probability `share`; `method` None means every method."""

    kind: str
    method: str | None
    seconds: float
    share: float | None
    left: int


class Faults:
    """The faults that are planned; the oldest that fits a call strikes it."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._planned: list[Fault] = []

    def plan(self, wanted: JsonObject) -> None:
        """Adds a fault from {method?, kind, share | next, seconds?}; kind "none" lifts them all.

        429 and 5xx: the method is not carried out. drop: it is, and the connection closes without an answer.
        delay: it is, and the answer comes `seconds` later. For 429 `seconds` is the retry_after.
        """
        kind = wanted.get("kind")
        if kind == "none":
            self._planned.clear()
            return
        if kind not in KINDS:
            raise bad_request(f"kind must be one of {', '.join(KINDS)} or none")
        method, share, left = wanted.get("method"), wanted.get("share"), wanted.get("next")
        if (share is None) == (left is None):
            raise bad_request("give share (0 to 1) or next (a number of calls)")
        self._planned.append(
            Fault(
                kind=str(kind),
                method=None if method is None else str(method).lower(),
                seconds=_number(wanted.get("seconds", 1), "seconds"),
                share=None if share is None else _number(share, "share"),
                left=0 if left is None else int(_number(left, "next")),
            )
        )

    def strike(self, method: str) -> Fault | None:
        """The fault that hits this call, if any."""
        for fault in self._planned:
            if fault.method not in {None, method}:
                continue
            if fault.share is not None:
                if self._random.random() < fault.share:
                    return fault
                continue
            fault.left -= 1
            if fault.left <= 0:
                self._planned.remove(fault)
            return fault
        return None

    def clear(self) -> None:
        """Lifts all faults."""
        self._planned.clear()


def _number(value: Json, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise bad_request(f"{name} must be a number from 0")
    return float(value)
