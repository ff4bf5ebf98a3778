"""How much time and memory the reading of one file may take: a stranger's in its own process, an operator's here."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from os import sysconf
from pathlib import Path
from types import FrameType

from bot.errors import Refused

CPU_SECONDS = 10
MOST_MEMORY = 512 * 1024 * 1024
"""Bytes of address space beyond what the process has when it begins to read."""
_AGAIN = 1.0
"""A library may swallow the first signal; so many seconds later comes the next."""


class TooHeavy(Refused):
    """Reading the file takes more time or memory than a paper does."""

    def __init__(self) -> None:
        super().__init__("document_too_heavy")


@contextmanager
def within_limits(cpu_seconds: int = CPU_SECONDS) -> Iterator[None]:
    """Reads in this process, the main thread, within the limits. Raises TooHeavy beyond them.

    Where the system knows no such limits (Windows), only the guards of the readers hold.
    """
    if sys.platform == "win32":
        yield
        return
    import resource

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooHeavy

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _address_space() + MOST_MEMORY
    # A timer rather than RLIMIT_CPU, which counts from the start of the process by a clock that nobody can read.
    heard = signal.signal(signal.SIGPROF, stop)
    try:
        resource.setrlimit(
            resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
        )
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds, _AGAIN)
        yield
    except MemoryError as error:
        raise TooHeavy from error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        signal.signal(signal.SIGPROF, heard)


def end_after(cpu_seconds: int) -> None:
    """The system ends this process when it has used so much, whatever it is doing; there is no way back."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))


def _address_space() -> int:
    """Bytes that this process has mapped; 0 where the system does not tell, and then the limit is the whole."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * sysconf("SC_PAGE_SIZE")
