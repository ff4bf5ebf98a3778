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

    spent = resource.getrusage(resource.RUSAGE_SELF)
    wanted = {
        resource.RLIMIT_CPU: int(spent.ru_utime + spent.ru_stime) + cpu_seconds,
        resource.RLIMIT_AS: _address_space() + MOST_MEMORY,
    }
    before = {limit: resource.getrlimit(limit) for limit in wanted}
    heard = signal.signal(signal.SIGXCPU, stop)
    try:
        for limit, soft in wanted.items():
            hard = before[limit][1]
            resource.setrlimit(limit, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
        yield
    except MemoryError as error:
        raise TooHeavy from error
    finally:
        for limit, both in before.items():
            resource.setrlimit(limit, both)
        signal.signal(signal.SIGXCPU, heard)


def _address_space() -> int:
    """Bytes that this process has mapped; 0 where the system does not tell, and then the limit is the whole."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * sysconf("SC_PAGE_SIZE")
