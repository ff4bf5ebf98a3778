"""An application served on this event loop: the page beside the bot, the local Bot API server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import ASGIApp
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from bot.errors import OperatorError

KEEP_ALIVE_SECONDS = 75
STOPS_WITHIN = 2.0


@asynccontextmanager
async def listening(
    app: ASGIApp, host: str, port: int, *, protocol: type[H11Protocol] = H11Protocol
) -> AsyncIterator[int]:
    """Serves inside the block; gives the port. Port 0 takes a free one.

    Errors: OperatorError where the port is taken or the host is not this machine's.
    """
    config = Config(
        app,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        # A web server on this machine that passes requests on is believed whose they are.
        forwarded_allow_ips="127.0.0.1",
    )
    config.load()
    state = ServerState()
    try:
        server = await asyncio.get_running_loop().create_server(
            lambda: protocol(config=config, server_state=state, app_state={}), host, port
        )
    except OSError as failure:
        raise OperatorError(
            f"Port {port} cannot be used on {host} ({failure.strerror}): choose another."
        ) from failure
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        for connection in list(state.connections):
            connection.shutdown()
        if state.tasks:
            _, late = await asyncio.wait(state.tasks, timeout=STOPS_WITHIN)
            for answering in late:
                answering.cancel()
        for connection in list(state.connections):
            connection.transport.abort()
        await server.wait_closed()
