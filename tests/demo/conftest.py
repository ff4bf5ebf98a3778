from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
from telegram import Bot

from bot.demo.server import LocalServer, serve
from tests.demo.acting import TOKEN, Control, Seconds, running_bot


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def pauses() -> list[float]:
    """The pauses that the server would have made, in seconds."""
    return []


@pytest.fixture
def today() -> list[datetime]:
    """The last entry dates the messages."""
    return [datetime(2023, 6, 13, 1, 0, tzinfo=UTC)]


@pytest.fixture
def local(clock: Seconds, pauses: list[float], today: list[datetime]) -> LocalServer:
    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    return LocalServer(
        token=TOKEN,
        username="dondoc_test_bot",
        now=lambda: today[-1],
        monotonic=clock,
        pause=pause,
        seed=7,
    )


@pytest.fixture
async def address(local: LocalServer) -> AsyncIterator[str]:
    async with serve(local) as address:
        yield address


@pytest.fixture
async def http(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, timeout=10, verify=False) as client:
        yield client


@pytest.fixture
def control(http: httpx.AsyncClient) -> Control:
    return Control(http)


@pytest.fixture
async def bot(address: str) -> AsyncIterator[Bot]:
    async with running_bot(address) as bot:
        yield bot
