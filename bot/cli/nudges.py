"""`nudges --at MOMENT` or `--from DAY --to DAY`: who would get what, when and why; plans and sends nothing."""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.campaign.deadlines import Line
from bot.cli import typed
from bot.cli.opening import opened
from bot.config import Config
from bot.store import copies, days, recipients
from bot.store.engine import Store, Tx
from bot.store.recipients import Recipient
from bot.texts import Texts
from bot.transport.splitting import plain
from bot.usecases import nudging
from bot.usecases.hearing import Schedule
from bot.usecases.notices import PhaseTold, Risks, StandingList, Week
from bot.usecases.nudging import Digest
from scheduler.rehearsal import Going, rehearse

PEOPLE_AT_ONCE = 500


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "nudges", help="show who would get which nudge at a moment, or day by day; sends nothing"
    )
    parser.add_argument("--at", type=typed.moment, help="a local moment such as 2023-06-13T08:00")
    parser.add_argument("--from", dest="first", type=typed.day, help="the first day, such as 2023-06-01")
    parser.add_argument("--to", dest="last", type=typed.day, help="the last day, such as 2023-07-15")
    parser.add_argument("--campaign", type=int, help="only messages about the campaign of this number")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=show, need_token=False, usage=parser)


def show(arguments: argparse.Namespace, config: Config) -> int:
    """Print each digest that the slot of a moment would give, or each message of the days between two."""
    days = arguments.first is not None and arguments.last is not None
    if days == (arguments.at is not None) or (days and arguments.first > arguments.last):
        arguments.usage.error("expected either --at, or --from and a --to that is not before it")
    shown = asyncio.run(_show_days(arguments, config)) if days else _show_moment(arguments, config)
    if not shown:
        print("nobody would get a message", file=sys.stderr)
    return 0


# --- A moment ------------------------------------------------------------------------------------------------


def _show_moment(arguments: argparse.Namespace, config: Config) -> int:
    """Print the digests of the moment; returns how many."""
    at: datetime = arguments.at
    at = at.astimezone(config.time.zone) if at.tzinfo else at.replace(tzinfo=config.time.zone)
    texts = Texts(default=config.texts.language, zone=config.time.zone)
    with opened(config) as store:
        found = store.read_now(lambda tx: list(_digests(tx, at, Schedule.of(config.nudges))))
    shown = 0
    for recipient, digest, codes in found:
        if arguments.campaign is None or _is_about(digest.lines, arguments.campaign):
            text = plain(texts.render(digest, recipient.language).html)
            _print(arguments, at, recipient, "digest", text, digest.lines, codes)
            shown += 1
    return shown


Found = tuple[Recipient, Digest, dict[int, str]]
"""Who would hear what, and the codes of the units in it."""


def _digests(tx: Tx, at: datetime, schedule: Schedule) -> Iterator[Found]:
    if schedule.slot(at, days.of_anybody(tx, at.date())) is None:
        return
    after = 0
    while people := recipients.listeners(tx, at, after=after, most=PEOPLE_AT_ONCE):
        heard = nudging.digests(tx, [recipient.person_id for recipient in people], at, schedule)
        unit_ids = {line.obligation.unit_id for digest in heard.values() for line in digest.lines}
        codes = recipients.unit_codes(tx, unit_ids)
        for recipient in people:
            if (digest := heard.get(recipient.person_id)) is not None:
                yield recipient, digest, codes
        after = people[-1].person_id


# --- Day by day ----------------------------------------------------------------------------------------------


async def _show_days(arguments: argparse.Namespace, config: Config) -> int:
    """Print the messages of the days; returns how many."""
    shown = 0
    texts = Texts(default=config.texts.language, zone=config.time.zone)
    schedule = Schedule.of(config.nudges)
    with opened(config), _copied(config) as store:
        async for going in rehearse(store, arguments.first, arguments.last, schedule, config.time.zone):
            lines = going.view.lines if isinstance(going.view, Digest) else ()
            if arguments.campaign is not None and not _concerns(going, lines, arguments.campaign):
                continue
            unit_ids = {line.obligation.unit_id for line in lines}
            codes = store.read_now(partial(recipients.unit_codes, unit_ids=unit_ids))
            text = plain(texts.render(going.view, going.recipient.language).html)
            _print(arguments, going.at, going.recipient, going.waiting.kind, text, lines, codes)
            shown += 1
    return shown


@contextmanager
def _copied(config: Config) -> Iterator[Store]:
    """A copy of the database that goes when the command ends."""
    with tempfile.TemporaryDirectory(prefix="dondoc-") as folder:
        copy = Path(folder) / "rehearsal.sqlite3"
        copies.backup(config.database.url, copy)
        store = Store(f"sqlite:///{copy}")
        try:
            yield store
        finally:
            store.close()


def _concerns(going: Going, lines: tuple[Line, ...], campaign_id: int) -> bool:
    if going.waiting.kind == "launch":
        return going.waiting.subject_id == campaign_id
    if isinstance(going.view, StandingList | PhaseTold | Risks | Week):
        return campaign_id in going.view.campaign_ids
    return _is_about(lines, campaign_id)


def _is_about(lines: tuple[Line, ...], campaign_id: int) -> bool:
    return any(line.obligation.campaign_id == campaign_id for line in lines)


# --- The print -----------------------------------------------------------------------------------------------


def _print(
    arguments: argparse.Namespace,
    at: datetime,
    recipient: Recipient,
    kind: str,
    text: str,
    lines: tuple[Line, ...],
    codes: dict[int, str],
) -> None:
    if arguments.json:
        spelled = {
            "at": at.replace(tzinfo=None).isoformat(timespec="minutes"),
            "person": recipient.name,
            "chat_id": recipient.chat_id,
            "kind": kind,
            "lines": [_why(line, codes) for line in lines],
            "text": text,
        }
        print(json.dumps(spelled, ensure_ascii=False))
        return
    print(f"--- {at:%Y-%m-%d %H:%M} {recipient.name} ({recipient.chat_id}) {kind}")
    for line in lines:
        print("    " + " ".join(f"{name}={value}" for name, value in _why(line, codes).items()))
    print(f"{text}\n")


def _why(line: Line, codes: dict[int, str]) -> dict[str, object]:
    """For which report of which due day, at which step, and which older steps it speaks for too."""
    owed = line.obligation
    return {
        "campaign": owed.campaign_id,
        "phase": owed.phase,
        "period": owed.period_id,
        "unit": codes[owed.unit_id],
        "role": owed.role.value,
        "due": owed.due.isoformat(),
        "step": line.step,
        "merged": list(line.merged),
    }
