"""`run` serves until it is stopped; `check` says whether it could."""

import argparse
import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

from bot.apart import unseen
from bot.config import Config
from bot.errors import OperatorError

if TYPE_CHECKING:
    from bot.app import DonDoc


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    running = subparsers.add_parser("run", help="serve until stopped with Ctrl-C or SIGTERM")
    running.set_defaults(run=run)
    checking = subparsers.add_parser("check", help="check the config, the token and the database")
    checking.set_defaults(run=check)


def run(_: argparse.Namespace, config: Config) -> int:
    with unseen("cryptography", "rich", "pygments", "click"):
        from bot.app import DonDoc
        from bot.transport.redaction import configure_logging

    configure_logging(config.log.level, json=config.log.as_json)
    asyncio.run(_until_stopped(DonDoc(config)))
    return 0


async def _until_stopped(bot: "DonDoc") -> None:
    serving = asyncio.ensure_future(bot.run())
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, serving.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await serving


def check(_: argparse.Namespace, config: Config) -> int:
    """Say one line a part: the config is right by now, Telegram knows the token, the database is sound."""
    from bot.transport.redaction import configure_logging

    configure_logging("error", json=False)
    print("config: ok")
    username = asyncio.run(ask_telegram(config))
    print("telegram: @" + username)
    print("database: " + _ask_database(config))
    return 0


async def ask_telegram(config: Config) -> str:
    from telegram.error import InvalidToken, TelegramError

    from bot.app import build_application

    bot = build_application(config).bot
    try:
        async with bot:
            return str(bot.username)
    except InvalidToken as error:
        raise OperatorError("Telegram does not know this bot token: check telegram.token.") from error
    except TelegramError as error:
        raise OperatorError(
            "Telegram cannot be reached: check telegram.base_url and telegram.proxy, and the network."
        ) from error


def _ask_database(config: Config) -> str:
    from bot.cli.opening import opened
    from bot.store import audit
    from bot.store.engine import integrity, sqlite_path
    from bot.store.migrations import HEAD, checked_revision

    found = checked_revision(config.database.url)
    if found is None:
        return "empty; the first start makes the tables"
    path = sqlite_path(config.database.url)
    if path is not None and (state := integrity(path)) != "ok":
        raise OperatorError("The database file is damaged: " + state)
    if found != HEAD:
        return "version " + found + "; the next start brings it to " + HEAD
    with opened(config) as store:
        broken = store.read_now(audit.first_broken)
    if broken is not None:
        raise OperatorError("The audit was changed: row " + str(broken) + " does not fit its seal.")
    return "ok, version " + found
