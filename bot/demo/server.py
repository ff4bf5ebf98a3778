"""The local Bot API server: a real HTTP server on 127.0.0.1, as strict as Telegram, with all state in memory.

async with serve(LocalServer(token="1:x", username="DonDocDemoBot", now=clock)) as address:
    Bot("1:x", base_url=f"{address}/bot", base_file_url=f"{address}/file/bot")
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.demo import account, sending
from bot.demo.control import control_routes
from bot.demo.faults import Fault
from bot.demo.wire import ApiError, Call, Json, read_call, too_many_requests
from bot.demo.world import World
from bot.web.serving import listening

METHODS: Mapping[str, Callable[[World, Call], Json]] = {
    "getme": account.get_me,
    "setmycommands": account.set_my_commands,
    "getmycommands": account.get_my_commands,
    "deletemycommands": account.delete_my_commands,
    "getchat": account.get_chat,
    "getfile": account.get_file,
    "setwebhook": account.set_webhook,
    "deletewebhook": account.delete_webhook,
    "getwebhookinfo": account.get_webhook_info,
    "sendmessage": sending.send_message,
    "senddocument": sending.send_document,
    "sendphoto": sending.send_photo,
    "editmessagetext": sending.edit_message_text,
    "editmessagecaption": sending.edit_message_caption,
    "editmessagereplymarkup": sending.edit_message_reply_markup,
    "deletemessage": sending.delete_message,
    "answercallbackquery": sending.answer_callback_query,
    "sendchataction": sending.send_chat_action,
    "pinchatmessage": sending.pin_chat_message,
}


class LocalServer:
    """Telegram for one bot. `now` dates messages (the demo's clock), `monotonic` (seconds) drives the limits.

    `pause` waits between two tries of a webhook and for a delayed answer; a `seed` makes ids and shares
    repeatable; `extra_routes` come after its own.
    """

    def __init__(
        self,
        *,
        token: str,
        username: str,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        seed: int | None = None,
        extra_routes: Sequence[BaseRoute] = (),
    ) -> None:
        self.world = World(
            token=token, username=username, now=now, monotonic=monotonic, pause=pause, seed=seed
        )
        self.app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self._bot_api, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self._download, methods=["GET"]),
                *control_routes(self.world),
                *extra_routes,
            ]
        )

    async def _bot_api(self, request: Request) -> Response:
        name: str = request.path_params["method"]
        method = name.lower()
        fault: Fault | None = None
        chat_id = ""
        body: Json
        try:
            self._admit(request)
            call = await read_call(request, method)
            chat_id = call.text("chat_id")
            fault = self.world.faults.strike(method)
            result = await self._carried_out(call, fault)
        except ApiError as refused:
            status, description, body = refused.status, refused.description, refused.answer()
        except ClientDisconnect:
            # The bot was killed while it spoke; nothing was carried out and nobody waits for an answer.
            return Response(status_code=400)
        else:
            status, description, body = 200, "", {"ok": True, "result": result}
        self.world.note_call(name, chat_id, status, description, fault.kind if fault else None)
        if fault is not None and fault.kind == "delay":
            await self.world.pause(fault.seconds)
        if fault is not None and fault.kind == "drop":
            request.state.hang_up()
        return JSONResponse(body, status_code=status)

    def _admit(self, request: Request) -> None:
        if request.path_params["token"] != self.world.token:
            raise ApiError(401, "Unauthorized")

    async def _carried_out(self, call: Call, fault: Fault | None) -> Json:
        if fault is not None and fault.kind == "429":
            raise too_many_requests(max(int(fault.seconds), 1))
        if fault is not None and fault.kind == "5xx":
            raise ApiError(502, "Bad Gateway")
        if call.method == "getupdates":
            return await account.get_updates(self.world, call)
        carry_out = METHODS.get(call.method)
        if carry_out is None:
            raise ApiError(404, "Not Found: method not found")
        return carry_out(self.world, call)

    async def _download(self, request: Request) -> Response:
        try:
            self._admit(request)
            stored = self.world.files.by_path(request.path_params["path"])
        except ApiError as refused:
            return JSONResponse(refused.answer(), status_code=refused.status)
        return Response(stored.content, media_type=stored.media_type)


class _Connection(H11Protocol):
    """A connection that an endpoint can break off, as a network does: `request.state.hang_up()`."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # As uvicorn has it.
        super().connection_made(transport)
        self.app_state = {"hang_up": transport.abort}


@asynccontextmanager
async def serve(server: LocalServer, port: int = 0) -> AsyncIterator[str]:
    """Serves on 127.0.0.1 inside the block; gives "http://127.0.0.1:8081". Port 0 takes a free one.

    Errors: OperatorError where the port is taken.
    """
    async with listening(server.app, "127.0.0.1", port, protocol=_Connection) as found:
        try:
            yield f"http://127.0.0.1:{found}"
        finally:
            # Whoever waits for news is let go; the server waits for nobody long.
            await server.world.close()


async def run_server_only(
    *,
    token: str,
    port: int,
    username: str = "DonDocDemoBot",
    announce: Callable[[str], None] = lambda _address: None,
) -> None:
    """Serves with the real clock until it is cancelled; `announce` hears the address once it listens."""
    server = LocalServer(token=token, username=username, now=lambda: datetime.now(UTC))
    async with serve(server, port) as address:
        announce(address)
        await asyncio.Event().wait()
