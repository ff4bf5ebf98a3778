"""What opens a stranger's file, or builds a large one, runs apart: in a process of its own, within limits.

A process a file. Nothing is left of one file when the next is read, there is nothing to revive, and while nobody
sends or wants a file there is no process at all. What it is not told of the bot's settings it does not know.
"""

import asyncio
import atexit
import contextlib
import gc
import io
import os
import pickle
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from bot.errors import Refused
from bot.limits import CPU_SECONDS, TooHeavy, end_after, within_limits

WALL_SECONDS = 20
BUILD_CPU_SECONDS, BUILD_WALL_SECONDS = 60, 180
AT_ONCE = 2
SPARE_SECONDS = 60
"""So long a process that was got ready waits for its question."""
_NICE = 5
"""A build yields to the replies of the bot; whoever sent a file waits for its answer."""
_MORE = 5
_SECRETS = "DONDOC_"
_HARMLESS = frozenset({("decimal", "Decimal"), ("datetime", "date"), ("datetime", "datetime")})

_rooms = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="apart")
_building: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
_spares: WeakKeyDictionary[asyncio.AbstractEventLoop, Process] = WeakKeyDictionary()

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
            _READER,
            input=pickle.dumps((read, name, content, CPU_SECONDS)),
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


async def get_ready(prepare: Callable[[], None]) -> None:
    """Start the process of a build that somebody is about to ask for, and have it prepare itself by this function.

    What it imports takes longer than most forms do. One such process waits at most, and not for long; where none can be
    started now, one is when it is asked.
    """
    loop = asyncio.get_running_loop()
    if _is_ready(loop):
        return
    with contextlib.suppress(OSError):
        spare = await _builder()
        if _is_ready(loop) or spare.stdin is None:
            # Somebody else who looks at the forms was quicker.
            spare.kill()
            return
        spare.stdin.write(pickle.dumps(prepare))
        _spares[loop] = spare
        loop.call_later(SPARE_SECONDS, _dismiss, loop, spare)


def _is_ready(loop: asyncio.AbstractEventLoop) -> bool:
    return (spare := _spares.get(loop)) is not None and spare.returncode is None


async def dismiss() -> None:
    """End the process that waits for a build."""
    loop = asyncio.get_running_loop()
    if (spare := _spares.get(loop)) is not None:
        _dismiss(loop, spare)
        await spare.wait()


def _dismiss(loop: asyncio.AbstractEventLoop, spare: Process) -> None:
    if _spares.get(loop) is spare:
        del _spares[loop]
        with contextlib.suppress(ProcessLookupError):
            spare.kill()


async def _builder() -> Process:
    return await asyncio.create_subprocess_exec(
        *_BUILDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
    )


async def _built(make: Callable[[str, bytes], T], name: str, content: bytes) -> T:
    question = pickle.dumps((make, name, content, BUILD_CPU_SECONDS))
    process = _spares.pop(asyncio.get_running_loop(), None)
    if process is None or process.returncode is not None:
        process, question = await _builder(), pickle.dumps(None) + question
    try:
        async with asyncio.timeout(BUILD_WALL_SECONDS):
            answered, _ = await process.communicate(question)
    except TimeoutError as error:
        raise TooHeavy from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return _answer_of(make, process.returncode or 0, answered)


_READER = (sys.executable, "-B", "-c", "from bot.apart import read_one; read_one()")
_BUILDER = (sys.executable, "-B", "-c", "from bot.apart import build_one; build_one()")


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
        raise subprocess.CalledProcessError(returncode, _asked.__qualname__)
    answer: T | _Refusal = _Answer(io.BytesIO(answered)).load()
    if isinstance(answer, _Refusal):
        raise Refused(answer.reason, **answer.facts)
    return answer


class _Values(pickle.Pickler):
    """Writes a member of an enumeration as its value: until Python 3.11.4 it would be a call, which no answer may hold."""

    def reducer_override(self, value: object) -> tuple[type[Enum], tuple[object]]:
        return (type(value), (value.value,)) if isinstance(value, Enum) else NotImplemented


class _Answer(pickle.Unpickler):
    """Takes nothing but values: what the process became while it read must not become a program in the bot."""

    def find_class(self, module: str, name: str) -> object:
        if (module, name) in _HARMLESS or (module.startswith("bot.") and "." not in name):
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError("not a value")


@contextlib.contextmanager
def unseen(*names: str) -> Iterator[None]:
    """Let what is imported meanwhile not find these libraries: None in their place is Python's word for it.

    The libraries of Telegram, of HTTP and of the log take some up wherever they are installed, for Telegram Passports and
    coloured tracebacks: eleven megabytes and a tenth of the start that a bot does not need (bench/start.py).
    """
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden, cast(ModuleType, None)))
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def read_one() -> None:
    """The process itself that reads a file: one question on standard input, one answer on standard output."""
    _answer()


def build_one() -> None:
    """The process itself that builds: first what it gets ready by, None where the question follows at once."""
    # What a form is made of is there until it ends: to look for what could go takes a tenth of its time.
    gc.disable()
    if sys.platform != "win32":
        os.nice(_NICE)
    with unseen("rich"):
        prepare = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the bot that started it.
        if prepare is not None:
            prepare()
        _answer()


def _answer() -> None:
    try:
        read, name, content, cpu_seconds = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the bot that started it.
    except EOFError:
        # The bot has ended, and nobody is left to ask.
        return
    # Beyond the start and the seconds in which it could say that it gives up.
    end_after(cpu_seconds + _MORE)
    answer: object
    try:
        with within_limits(cpu_seconds):
            answer = read(name, content)
    except Refused as refusal:
        answer = _Refusal(reason=refusal.reason, facts=refusal.facts)
    _Values(sys.stdout.buffer).dump(answer)
    sys.stdout.flush()
    # What the libraries leave to the end is done; to take a province's content apart object by object is not worth it.
    atexit._run_exitfuncs()
    os._exit(0)
