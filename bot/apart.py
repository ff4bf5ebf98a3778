"""What opens a stranger's file, or builds a large one, runs apart: in a process of its own, within limits.

A process a file. Nothing is left of one file when the next is read, there is nothing to revive, and while nobody
sends or wants a file there is no process at all. What it is not told of the bot's settings it does not know.
"""

import asyncio
import gc
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
from weakref import WeakKeyDictionary

from bot.errors import Refused
from bot.limits import CPU_SECONDS, TooHeavy, end_after, within_limits

WALL_SECONDS = 20
BUILD_CPU_SECONDS, BUILD_WALL_SECONDS = 60, 180
AT_ONCE = 2
_NICE = 5
"""A build yields to the replies of the bot; whoever sent a file waits for its answer."""
_MORE = 5
_SECRETS = "DONDOC_"
_HARMLESS = frozenset({("decimal", "Decimal"), ("datetime", "date"), ("datetime", "datetime")})

_rooms = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="apart")
_building: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

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
    try:
        done = subprocess.run(  # noqa: S603 - this very program.
            _COMMAND,
            input=pickle.dumps((read, name, content, CPU_SECONDS, 0)),
            stdout=subprocess.PIPE,
            env=_environment(),
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooHeavy from error
    return _answer_of(read, done.returncode, done.stdout)


async def build(make: Callable[[str, bytes], T], name: str, content: bytes) -> T:
    """What `make(name, content)` returns, with the time that a large file takes; cancelled, its process ends.

    No more than AT_ONCE are built at a time, for whomever they are. Raises as `call` does.
    """
    async with _building.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        return await _built(make, name, content)


async def _built(make: Callable[[str, bytes], T], name: str, content: bytes) -> T:
    process = await asyncio.create_subprocess_exec(
        *_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
    )
    try:
        async with asyncio.timeout(BUILD_WALL_SECONDS):
            answered, _ = await process.communicate(
                pickle.dumps((make, name, content, BUILD_CPU_SECONDS, _NICE))
            )
    except TimeoutError as error:
        raise TooHeavy from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return _answer_of(make, process.returncode or 0, answered)


_COMMAND = (sys.executable, "-B", "-c", "from bot.apart import main; main()")


def _environment() -> dict[str, str]:
    paths = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))
    settings = {key: value for key, value in os.environ.items() if not key.startswith(_SECRETS)}
    # A library for pictures would map memory for a thread a core, and use none of them.
    return {**settings, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"}


def _answer_of(_asked: Callable[[str, bytes], T], returncode: int, answered: bytes) -> T:
    if returncode < 0:
        # Killed by its limits, or by a machine that ran out of memory.
        raise TooHeavy
    if returncode:
        raise subprocess.CalledProcessError(returncode, _COMMAND)
    answer: T | _Refusal = _Answer(io.BytesIO(answered)).load()
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
    read, name, content, cpu_seconds, nice = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the bot that started it.
    if nice:
        # What a form is made of is there until it ends: to look for what could go takes a tenth of its time.
        gc.disable()
        if sys.platform != "win32":
            os.nice(nice)
    # Beyond the start and the seconds in which it could say that it gives up.
    end_after(cpu_seconds + _MORE)
    answer: object
    try:
        with within_limits(cpu_seconds):
            answer = read(name, content)
    except Refused as refusal:
        answer = _Refusal(reason=refusal.reason, facts=refusal.facts)
    pickle.dump(answer, sys.stdout.buffer)
