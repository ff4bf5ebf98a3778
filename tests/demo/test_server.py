import asyncio
import contextlib
from datetime import UTC, datetime

import httpx
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.demo.server import LocalServer, run_server_only, serve
from tests.demo.acting import TOKEN


async def test_other_routes_stand_beside_its_own() -> None:
    async def page(_request: Request) -> Response:
        return PlainTextResponse("Đôn Đốc")

    async with serve(_local(Route("/", page))) as address, _client(address) as client:
        assert (await client.get("/")).text == "Đôn Đốc"
        assert (await client.post(f"/bot{TOKEN}/getMe")).json()["ok"] is True


async def test_whoever_waits_is_let_go_when_the_server_ends() -> None:
    local = _local()
    async with serve(local) as address, contextlib.AsyncExitStack() as clients:
        client = await clients.enter_async_context(_client(address))
        poll = asyncio.create_task(client.post(f"/bot{TOKEN}/getUpdates", json={"timeout": 50}))
        wait = asyncio.create_task(client.get("/control/wait", params={"chat": 5, "timeout": 50}))
        async with asyncio.timeout(5):
            while not (local.world.updates.added.awaited and local.world.chats.bell(5).awaited):  # noqa: ASYNC110 -- The server has no event for it.
                await asyncio.sleep(0)
        clients.pop_all()
    assert (await poll).json()["result"] == []
    assert (await wait).json()["messages"] == []
    await client.aclose()


async def test_the_server_alone_says_where_it_listens_and_ends_when_it_is_cancelled() -> None:
    announced: asyncio.Queue[str] = asyncio.Queue()
    running = asyncio.create_task(run_server_only(token=TOKEN, port=0, announce=announced.put_nowait))
    address = await announced.get()
    async with _client(address) as client:
        me = (await client.get(f"/bot{TOKEN}/getMe")).json()["result"]
    assert me["id"] == 123456
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    assert running.cancelled()


def _local(*routes: Route) -> LocalServer:
    return LocalServer(
        token=TOKEN,
        username="dondoc_test_bot",
        now=lambda: datetime(2023, 6, 13, tzinfo=UTC),
        extra_routes=routes,
    )


def _client(address: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=address, timeout=10, verify=False)
