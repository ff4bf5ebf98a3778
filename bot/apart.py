"""What opens a stranger's file runs apart: in a process of its own, within limits, without the bot's secrets.

A process a file. Nothing is left of one file when the next is read, there is nothing to revive, and while nobody
sends a file there is no process at all.
"""

import asyncio
import io
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.errors import Refused
from bot.limits import CPU_SECONDS, TooHeavy, end_after, within_limits

WALL_SECONDS = 20
AT_ONCE = 2
_MORE = 5
_SECRETS = "DONDOC_"
_HARMLESS = frozenset({("decimal", "Decimal"), ("datetime", "date"), ("datetime", "datetime")})

_rooms = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="apart")

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Refusal:
    reason: str
    facts: Mapping[str, object]


async def call(read: Callable[[str, bytes], T], name: str, content: bytes) -> T:
    """What `read(name, content)` returns, made of our own types; no more than AT_ONCE files are read at a time.

    Raises what it refuses, and TooHeavy. `read` is a function of a module: the process finds it by its name.
    """
    return await asyncio.get_running_loop().run_in_executor(_rooms, call_now, read, name, content)


def call_now(read: Callable[[str, bytes], T], name: str, content: bytes) -> T:
    """The same for who may wait."""
    paths = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))
    settings = {key: value for key, value in os.environ.items() if not key.startswith(_SECRETS)}
    try:
        done = subprocess.run(
            [sys.executable, "-B", "-c", "from bot.apart import main; main()"],
            input=pickle.dumps((read, name, content, CPU_SECONDS)),
            stdout=subprocess.PIPE,
            env={**settings, "PYTHONPATH": paths},
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooHeavy from error
    if done.returncode < 0:
        # Killed by its limits, or by a machine that ran out of memory.
        raise TooHeavy
    done.check_returncode()
    answer: T | _Refusal = _Answer(io.BytesIO(done.stdout)).load()
    if isinstance(answer, _Refusal):
        raise Refused(answer.reason, **answer.facts)
    return answer


class _Answer(pickle.Unpickler):
    """Takes nothing but values: what the process became while it read must not become a program in the bot."""

    def find_class(self, module: str, name: str) -> object:
        if (module, name) in _HARMLESS or (module.startswith("bot.") and "." not in name):
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError("not a value")


def main() -> None:
    """The process itself: one question on standard input, one answer on standard output."""
    read, name, content, cpu_seconds = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the bot that started it.
    # Beyond the start and the seconds in which it could say that it gives up.
    end_after(cpu_seconds + _MORE)
    answer: object
    try:
        with within_limits(cpu_seconds):
            answer = read(name, content)
    except Refused as refusal:
        answer = _Refusal(reason=refusal.reason, facts=refusal.facts)
    pickle.dump(answer, sys.stdout.buffer)
