"""`campaign open FILE --owner CODE --units all|CODE,… --launch`: a directive becomes a campaign, without a chat."""

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.campaign.model import Duty
from bot.cli import typed
from bot.cli.opening import opened
from bot.clock import real_clock
from bot.config import Config
from bot.directive import DirectiveDraft
from bot.errors import OperatorError, Refused
from bot.limits import within_limits
from bot.store import campaigns, units
from bot.store.campaigns import Phase
from bot.store.engine import Tx
from bot.store.indicators import Indicator, of_campaign
from bot.store.phases import phases_of
from bot.usecases import sent_files
from bot.usecases.campaign_dates import set_due, set_end
from bot.usecases.campaigns import DirectiveFile, open_from_directive, start
from bot.usecases.sent_files import SentDirective


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("campaign", help="open a campaign from a directive")
    commands = parser.add_subparsers(dest="campaign_command", required=True, metavar="COMMAND")
    opening = commands.add_parser("open", help="open a campaign from a directive's file")
    opening.add_argument("file", type=Path, help="the directive: .docx, .doc, .pdf or .txt")
    opening.add_argument("--owner", required=True, metavar="CODE", help="the launching unit")
    opening.add_argument(
        "--units",
        default="all",
        metavar="all|CODE,…",
        help="who takes part; all is every unit below the owner",
    )
    opening.add_argument(
        "--due",
        action="append",
        default=[],
        type=typed.numbered_day,
        metavar="N=DATE",
        help="such as 1=2023-06-16",
    )
    opening.add_argument(
        "--end", type=typed.day, metavar="DATE", help="the end, where the directive does not say it"
    )
    opening.add_argument("--launch", action="store_true", help="launch it at once; else it stays a draft")
    opening.add_argument(
        "--despite-doubts",
        action="store_true",
        help="launch although readings are doubted that nobody looked at",
    )
    opening.add_argument("--json", action="store_true", help="print the outcome as one JSON object")
    opening.set_defaults(run=open_campaign, need_token=False)


def open_campaign(arguments: argparse.Namespace, config: Config) -> int:
    """Open (and launch) a campaign; Refused and OperatorError become one sentence where commands are run."""
    file: Path = arguments.file
    try:
        content = file.read_bytes()
    except OSError as error:
        raise OperatorError(" ".join((str(file), "cannot be read:", error.strerror or ""))) from error
    now = real_clock().astimezone(config.time.zone)
    with within_limits():
        sent = sent_files.read(file.name, content)
    if not isinstance(sent, SentDirective):
        raise Refused("not_a_directive")
    named = DirectiveFile(name=file.name, hash=hashlib.sha256(content).hexdigest())
    with opened(config) as store:
        outcome = store.write_now(lambda tx: _opened(tx, arguments, sent.draft, named, now=now))
    if arguments.json:
        phases = [{"n": phase.n, "due": phase.due_on.isoformat()} for phase in outcome.phases]
        print(
            json.dumps({"campaign": outcome.campaign_id, "phases": phases, "indicators": outcome.indicators})
        )
    else:
        print("campaign", outcome.campaign_id, "with", outcome.indicators, "indicators")
        for phase in outcome.phases:
            print("phase", phase.n, "due", phase.due_on.isoformat())
    return 0


_DOUBTED = (
    "not launched, and nothing kept: these readings are doubted. Open it without --launch and look at them in the "
    "chat, or launch it --despite-doubts."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """What came of it: the campaign's id, its phases with their due dates, the count of indicators."""

    campaign_id: int
    phases: tuple[Phase, ...]
    indicators: int


def _opened(
    tx: Tx, arguments: argparse.Namespace, draft: DirectiveDraft, file: DirectiveFile, *, now: datetime
) -> Opened:
    owner = units.by_code(tx, arguments.owner)
    if owner is None:
        raise OperatorError(" ".join(("no unit has the code", arguments.owner)))
    campaign_id = open_from_directive(
        tx,
        draft,
        owner=owner.unit_id,
        units=_taking_part(tx, owner.path, arguments.units),
        file=file,
        now=now,
        person_id=None,
    )
    if arguments.end is not None:
        set_end(tx, _campaign(tx, campaign_id), arguments.end, now=now, person_id=None)
    campaign = _campaign(tx, campaign_id)
    phases = {phase.n: phase for phase in phases_of(tx, campaign_id)}
    for n, due_on in arguments.due:
        if n not in phases:
            raise OperatorError(" ".join(("the campaign has no phase", str(n))))
        set_due(tx, campaign, phases[n], due_on, now=now, person_id=None)
    if arguments.launch:
        if not arguments.despite_doubts:
            _refuse_doubts(of_campaign(tx, campaign_id))
        start(tx, campaign, now=now, person_id=None)
    return Opened(
        campaign_id=campaign_id,
        phases=tuple(phases_of(tx, campaign_id)),
        indicators=len(of_campaign(tx, campaign_id)),
    )


def _refuse_doubts(read: Sequence[Indicator]) -> None:
    """In the chat a doubt is looked at before the launch; here nobody would."""
    doubts = [
        " ".join(
            ("line", str(one.source_line), one.name, str(one.target.value), *sorted(map(str, one.doubts)))
        )
        for one in read
        if one.doubtful
    ]
    if doubts:
        raise OperatorError("\n  ".join((_DOUBTED, *doubts)))


def _campaign(tx: Tx, campaign_id: int) -> campaigns.Campaign:
    campaign = campaigns.of(tx, campaign_id)
    if campaign is None:
        raise OperatorError("the campaign is gone")
    return campaign


def _taking_part(tx: Tx, path: str, wanted: str) -> Mapping[int, Duty]:
    """The units named, each with the duty that its office gave it; only the owner's own may be named."""
    below = campaigns.duties_below(tx, path)
    if wanted == "all":
        return below
    chosen: dict[int, Duty] = {}
    for code in wanted.split(","):
        unit = units.by_code(tx, code.strip())
        if unit is None or unit.unit_id not in below:
            raise OperatorError(" ".join(("no unit below the owner has the code", code.strip())))
        chosen[unit.unit_id] = below[unit.unit_id]
    return chosen
