"""`demo`: a local Telegram, the real bot and a page to try it on; `--play` tells its story in the terminal."""

import argparse
import asyncio
import contextlib
import os
import signal
from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli import typed
from bot.transport.redaction import configure_logging

if TYPE_CHECKING:
    from bot.demo.run import Directive

PORT = 8080


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("demo", help="try everything on this machine, without an account")
    parser.add_argument("--directive", type=Path, help="the directive of the story; else an example")
    parser.add_argument(
        "--port", type=typed.port, help=f"where the page or the server listens, by default {PORT}"
    )
    parser.add_argument("--play", action="store_true", help="tell the story in the terminal and end")
    parser.add_argument("--server-only", action="store_true", help="only the local Bot API server")
    parser.add_argument("--token", help="the token that the server knows, with --server-only")
    parser.set_defaults(run=partial(run, parser), need_config=False)


def run(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    if arguments.server_only != (arguments.token is not None):
        parser.error("--server-only and --token go together")
    if arguments.server_only and (arguments.play or arguments.directive):
        parser.error("--server-only takes neither --play nor --directive")
    # The demo speaks only with itself: a proxy of this machine must not stand between.
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    configure_logging("error", json=False)
    asyncio.run(_until_stopped(_chosen(arguments)))
    return 0


def _chosen(arguments: argparse.Namespace) -> Coroutine[None, None, None]:
    port = PORT if arguments.port is None else arguments.port
    if arguments.server_only:
        from bot.demo.server import run_server_only

        return run_server_only(token=arguments.token, port=port, announce=_announce_server)
    from bot.demo.run import EXAMPLE, Directive

    directive = Directive.read(arguments.directive or EXAMPLE)
    if arguments.play:
        from bot.demo.play import play

        return play(directive, partial(print, flush=True), port=arguments.port or 0)
    return _page(directive, port)


async def _page(directive: "Directive", port: int) -> None:
    from bot.demo.run import opened

    async with opened(directive, port=port) as demo:
        print(f"The demo is at {demo.address} (Ctrl-C stops it).", flush=True)
        print(f"The bot's own page is at {demo.page}: type /trang in a chat of the demo.", flush=True)
        await asyncio.Event().wait()


def _announce_server(address: str) -> None:
    print(f"The local Bot API server is at {address} (Ctrl-C stops it).", flush=True)


async def _until_stopped(serving: Coroutine[None, None, None]) -> None:
    task = asyncio.ensure_future(serving)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task
