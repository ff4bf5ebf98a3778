from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.demo.server import LocalServer, serve
from bot.store.engine import Store
from bot.transport.pacing import PacedBot, TwoLanes
from tests.scheduler.office import HeldUp, Office

TOKEN = "123456:test-token"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")
    yield store
    store.close()


@pytest.fixture
async def office(store: Store) -> AsyncIterator[Office]:
    """An office whose messages go to the local server, dated by the office's own clock."""
    offices: list[Office] = []
    held_up = HeldUp()
    local = LocalServer(
        token=TOKEN, username="dondoc_test_bot", now=lambda: offices[0].now, pause=held_up.pause, seed=7
    )
    # Each look at this clock is a minute later, so that pacing, which has tests of its own, never waits.
    minutes = count(60.0, 60.0)
    async with serve(local) as address, httpx.AsyncClient(base_url=address, verify=False) as http:
        bot: PacedBot = ExtBot(
            TOKEN,
            base_url=f"{address}/bot",
            base_file_url=f"{address}/file/bot",
            request=HTTPXRequest(httpx_kwargs={"verify": False}),
            get_updates_request=HTTPXRequest(httpx_kwargs={"verify": False}),
            rate_limiter=TwoLanes(now=lambda: next(minutes)),
        )
        offices.append(Office(store, bot, http, held_up))
        await offices[0].control("limits", enabled=False)
        async with bot:
            yield offices[0]
