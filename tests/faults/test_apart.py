"""A stranger's file is read in a process of its own; what that process becomes, the bot goes on."""

import asyncio
import io
import os
import pickle
import signal
from asyncio.subprocess import Process
from enum import Enum
from pathlib import Path
from time import monotonic

import pytest

from bot import apart
from bot.apart import call, call_now
from bot.campaign.model import FigureKind, Role
from bot.errors import Refused
from bot.limits import MOST_MEMORY, TooHeavy, within_limits
from bot.usecases import sent_files

EXAMPLE = Path(__file__).resolve().parents[2] / "docs/examples/chi-thi-2026.txt"


def spin(_name: str, _content: bytes) -> None:
    while True:
        pass


def hoard(_name: str, _content: bytes) -> int:
    return len(bytearray(2 * MOST_MEMORY))


def wait(_name: str, _content: bytes) -> None:
    signal.pause()


def die(_name: str, _content: bytes) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def seconds(_name: str, _content: bytes) -> tuple[float, float]:
    """When this process began to build and when it was done, by the one clock of the machine."""
    return monotonic(), max(monotonic() for _ in range(200_000))


def secrets(_name: str, _content: bytes) -> str:
    return os.environ.get("DONDOC_TELEGRAM__TOKEN", "none")


def refuse(name: str, _content: bytes) -> None:
    raise Refused("file_unknown", name=name)


def test_a_directive_read_apart_is_the_one_read_here() -> None:
    name, content = EXAMPLE.name, EXAMPLE.read_bytes()
    assert call_now(sent_files.read, name, content) == sent_files.read(name, content)


def test_a_refusal_comes_back_with_its_facts() -> None:
    with pytest.raises(Refused) as refused:
        call_now(refuse, "a.xyz", b"")
    assert (refused.value.reason, refused.value.facts) == ("file_unknown", {"name": "a.xyz"})


def test_a_file_that_takes_too_much_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "CPU_SECONDS", 1)
    with pytest.raises(Refused, match="document_too_heavy"):
        call_now(spin, "a", b"")


def test_a_file_that_takes_too_much_memory_is_given_up() -> None:
    with pytest.raises(Refused, match="document_too_heavy"):
        call_now(hoard, "a", b"")


def test_a_file_over_which_the_process_waits_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WALL_SECONDS", 1)
    with pytest.raises(TooHeavy):
        call_now(wait, "a", b"")


async def test_a_process_that_dies_over_a_file_is_no_end_of_reading() -> None:
    with pytest.raises(TooHeavy):
        await call(die, "a", b"")
    assert await call(secrets, "a", b"") == "none"


async def test_of_what_many_people_ask_for_at_once_no_more_than_two_are_built_at_a_time() -> None:
    built = await asyncio.gather(*(apart.build(seconds, "a", b"") for _ in range(4)))
    for began, _ in built:
        assert sum(one <= began < other for one, other in built) <= apart.AT_ONCE


def mark() -> None:
    os.environ["READY"] = str(os.getpid())


def ready(_name: str, _content: bytes) -> tuple[str, str]:
    return os.environ.get("READY", "none"), str(os.getpid())


async def test_what_was_got_ready_builds_once_and_the_next_is_a_process_of_its_own() -> None:
    await asyncio.gather(*(apart.get_ready(mark) for _ in range(3)))
    marked, process = await apart.build(ready, "a", b"")
    assert marked == process
    assert (await apart.build(ready, "a", b""))[0] == "none"


async def test_of_processes_that_were_got_ready_at_the_same_moment_one_waits_and_the_others_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = []
    builder = apart._builder

    async def counted() -> Process:
        started.append(await builder())
        return started[-1]

    monkeypatch.setattr(apart, "_builder", counted)
    await asyncio.gather(*(apart.get_ready(mark) for _ in range(3)))
    marked, process = await apart.build(ready, "a", b"")
    assert marked == process
    async with asyncio.timeout(20):
        assert len([await one.wait() for one in started]) == 3


async def test_a_process_that_was_got_ready_in_vain_ends_and_the_next_build_has_its_own() -> None:
    await apart.get_ready(mark)
    await apart.dismiss()
    assert (await apart.build(ready, "a", b""))[0] == "none"


def test_the_process_does_not_know_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_TELEGRAM__TOKEN", "123:secret")
    assert call_now(secrets, "a", b"") == "none"


def test_an_answer_that_is_a_program_is_not_run(tmp_path: Path) -> None:
    class Program:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(tmp_path / "made"),)

    with pytest.raises(pickle.UnpicklingError):
        apart._Answer(io.BytesIO(pickle.dumps(Program()))).load()
    assert not (tmp_path / "made").exists()


def test_the_command_line_reads_within_the_same_limits_and_goes_on_without_them() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(TooHeavy), within_limits():
        hoard("a", b"")
    with pytest.raises(TooHeavy), within_limits(cpu_seconds=1):
        spin("a", b"")
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_a_member_of_an_enumeration_is_a_value_in_every_python_3_11(monkeypatch: pytest.MonkeyPatch) -> None:
    # So Python writes one until 3.11.4, and Debian 12 has 3.11.2.
    monkeypatch.setattr(
        Enum, "__reduce_ex__", lambda member, _: (getattr, (type(member), member.name)), raising=True
    )
    written = io.BytesIO()
    apart._Values(written).dump([Role.ADMIN, FigureKind.VALUE])
    assert apart._Answer(io.BytesIO(written.getvalue())).load() == [Role.ADMIN, FigureKind.VALUE]
