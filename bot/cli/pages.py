"""`page-link --unit CODE --role ROLE [--name TEXT] [--json]`: a one-time link to the page, without a chat."""

import argparse
import json
from datetime import UTC, datetime

from bot.campaign.model import Role
from bot.cli.opening import opened
from bot.config import Config
from bot.errors import OperatorError, Refused
from bot.store.engine import Tx
from bot.usecases.page_sessions import PageLinkMade


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("page-link", help="make a one-time link to the page for one person")
    parser.add_argument("--unit", required=True, metavar="CODE", help="the unit's code")
    parser.add_argument("--role", required=True, choices=[role.value for role in Role])
    parser.add_argument("--name", default="", help="a part of the person's name, where several hold the role")
    parser.add_argument("--json", action="store_true", help="print link, code and expires_at as JSON")
    parser.set_defaults(run=page_link, need_token=False)


def page_link(arguments: argparse.Namespace, config: Config) -> int:
    address = config.page.base_url
    if address is None:
        raise OperatorError("There is no page: set listen and base_url under [page] in the config file.")
    now = datetime.now(UTC).astimezone(config.time.zone)
    with opened(config) as store:
        made = store.write_now(
            lambda tx: _made(
                tx, now, code=arguments.unit, role=Role(arguments.role), name=" ".join(arguments.name.split())
            )
        )
    link, expires_at = f"{address}/vao/{made.code}", made.expires_at.isoformat(timespec="seconds")
    if arguments.json:
        print(json.dumps({"link": link, "code": made.spelled, "expires_at": expires_at}))
    else:
        print(link, "code " + made.spelled, "expires_at " + expires_at, sep="\n")
    return 0


def _made(tx: Tx, now: datetime, *, code: str, role: Role, name: str) -> PageLinkMade:
    from bot.language.folding import words
    from bot.store import roles, units
    from bot.usecases import page_sessions

    unit = units.by_code(tx, code)
    if unit is None:
        raise Refused("unit_code_unknown", code=code)
    wanted = " ".join(words(name))
    every = [held for held in roles.at_unit(tx, unit.unit_id, now) if held.role is role]
    found = [held for held in every if wanted in " ".join(words(held.person))]
    if len(found) != 1:
        raise Refused("page_whom", unit=unit.name, names=[held.person for held in found or every])
    return page_sessions.link_for(tx, found[0].person_id, now, by=None)
