"""`invite --unit CODE --role ROLE [--json]`: a one-time link; the only way in for the first admin."""

import argparse
import asyncio
import json
from datetime import UTC, datetime

from bot.campaign.model import Role
from bot.cli.opening import opened
from bot.config import Config
from bot.errors import ConfigError, Refused
from bot.store.engine import Tx
from bot.usecases.inviting import InvitationMade

NO_USERNAME = (
    "telegram.username: needed for the link; write the bot's name, without @, under [telegram] in the config "
    "file or into DONDOC_TELEGRAM__USERNAME, or set the token and Telegram is asked"
)


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("invite", help="make a one-time invitation to a role at a unit")
    parser.add_argument("--unit", required=True, metavar="CODE", help="the unit's code")
    parser.add_argument("--role", required=True, choices=[role.value for role in Role])
    parser.add_argument("--json", action="store_true", help="print link, token and expires_at as JSON")
    parser.set_defaults(run=invite, need_token=False)


def invite(arguments: argparse.Namespace, config: Config) -> int:
    username = config.telegram.username or _asked(config)
    now = datetime.now(UTC).astimezone(config.time.zone)
    with opened(config) as store:
        made = store.write_now(
            lambda tx: _made(tx, now, code=arguments.unit, role=Role(arguments.role), username=username)
        )
    expires_at = made.expires_at.isoformat(timespec="seconds")
    if arguments.json:
        print(json.dumps({"link": made.link, "token": made.token, "expires_at": expires_at}))
    else:
        import segno

        print(made.link, "expires_at " + expires_at, sep="\n")
        segno.make(made.link, micro=False).terminal(compact=True)
    return 0


def _asked(config: Config) -> str:
    """The bot's name from Telegram, where the config has a token but no name."""
    if config.telegram.token is None:
        raise ConfigError([NO_USERNAME])
    from bot.cli.running import ask_telegram

    return asyncio.run(ask_telegram(config))


def _made(tx: Tx, now: datetime, *, code: str, role: Role, username: str) -> InvitationMade:
    from bot.store import units
    from bot.usecases import inviting

    unit = units.by_code(tx, code)
    if unit is None:
        raise Refused("unit_code_unknown", code=code)
    return inviting.invite(tx, None, now, unit=unit, role=role, username=username)
