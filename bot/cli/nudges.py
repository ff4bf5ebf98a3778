"""`nudges --at 2023-06-13T08:00`: who would get what at that moment; plans and sends nothing."""

import argparse
import json
from collections.abc import Iterator
from datetime import datetime

from bot.cli import typed
from bot.cli.opening import opened
from bot.config import Config
from bot.store import recipients
from bot.store.engine import Tx
from bot.store.recipients import Recipient
from bot.texts import Texts
from bot.transport.splitting import plain
from bot.usecases import nudging
from bot.usecases.nudging import Digest, Schedule

PEOPLE_AT_ONCE = 500


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("nudges", help="show who would get which nudge at a moment; sends nothing")
    parser.add_argument(
        "--at", required=True, type=typed.moment, help="a local moment such as 2023-06-13T08:00"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=show, need_token=False)


def show(arguments: argparse.Namespace, config: Config) -> int:
    """Print each digest that the slot of the moment would give; outside working hours there is none."""
    at: datetime = arguments.at
    at = at.astimezone(config.time.zone) if at.tzinfo else at.replace(tzinfo=config.time.zone)
    texts = Texts(default=config.texts.language, zone=config.time.zone)
    with opened(config) as store:
        found = store.read_now(lambda tx: list(_digests(tx, at, Schedule.of(config.nudges))))
    for recipient, digest, codes in found:
        text = plain(texts.render(digest, recipient.language).html)
        if arguments.json:
            print(json.dumps(_spelled(at, recipient, digest, codes, text), ensure_ascii=False))
        else:
            print(f"--- {at:%Y-%m-%d %H:%M} {recipient.name} ({recipient.chat_id})\n{text}\n")
    return 0


Found = tuple[Recipient, Digest, dict[int, str]]
"""Who would hear what, and the codes of the units in it."""


def _digests(tx: Tx, at: datetime, schedule: Schedule) -> Iterator[Found]:
    if schedule.slot(at) is None or not nudging.due_periods(tx, at, schedule):
        return
    after = 0
    while people := recipients.focal_points(tx, at, after=after, most=PEOPLE_AT_ONCE):
        heard = nudging.to_hear(tx, [recipient.person_id for recipient in people], at, schedule)
        unit_ids = {line.obligation.unit_id for lines in heard.values() for line in lines}
        codes = recipients.unit_codes(tx, unit_ids)
        for recipient in people:
            digest = nudging.digest(heard.get(recipient.person_id, ()), at)
            if digest is not None:
                yield recipient, digest, codes
        after = people[-1].person_id


def _spelled(
    at: datetime, recipient: Recipient, digest: Digest, codes: dict[int, str], text: str
) -> dict[str, object]:
    return {
        "at": at.replace(tzinfo=None).isoformat(timespec="minutes"),
        "person": recipient.name,
        "chat_id": recipient.chat_id,
        "lines": [
            {
                "campaign": line.obligation.campaign_id,
                "phase": line.obligation.phase,
                "unit": codes[line.obligation.unit_id],
                "due": line.obligation.due.isoformat(),
                "step": line.step,
            }
            for line in digest.lines
        ],
        "text": text,
    }
