"""`summary CAMPAIGN [--phase N] --json`: what /tonghop shows, for other programs."""

import argparse
import json
from datetime import UTC, datetime
from decimal import Decimal

from bot.campaign import targets
from bot.cli.opening import opened
from bot.config import Config
from bot.errors import Refused
from bot.store.engine import Tx
from bot.usecases.summaries import IndicatorProgress, Summary


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("summary", help="the summary of a campaign's phase")
    parser.add_argument("campaign", type=int, help="the campaign's number")
    parser.add_argument("--phase", type=int, help="the phase's number; else the one that runs")
    parser.add_argument("--json", action="store_true", help="JSON instead of the chat's text")
    parser.set_defaults(run=show, need_token=False)


def show(arguments: argparse.Namespace, config: Config) -> int:
    from bot.texts import Texts
    from bot.transport.splitting import plain
    from bot.usecases import pulling, summaries

    now = datetime.now(UTC).astimezone(config.time.zone)

    def ask(tx: Tx) -> Summary:
        phases = summaries.phases(tx, arguments.campaign)
        if not phases:
            raise Refused("no_such_campaign", campaign=arguments.campaign)
        asked = [phase for phase in phases if arguments.phase in {None, phase.n}]
        if not asked:
            raise Refused("no_such_phase", n=arguments.phase)
        return summaries.summarize(tx, pulling.current_phase(asked, now.date()), now)

    with opened(config) as store:
        summary = store.read_now(ask)
    if arguments.json:
        print(json.dumps(spelled(summary), ensure_ascii=False, indent=1))
    else:
        texts = Texts(default=config.texts.language, zone=config.time.zone)
        print(plain(texts.render(summaries.whole_screen(summary)).html))
    return 0


def spelled(summary: Summary) -> dict[str, object]:
    """The summary in JSON's types: figures as decimal strings, moments in ISO 8601."""
    return {
        "campaign": summary.head.campaign_id,
        "phase": summary.head.n,
        "as_of": summary.as_of.isoformat(timespec="seconds"),
        "units_expected": summary.units_expected,
        "units_reported": summary.units_reported,
        "indicators": [_indicator(indicator) for indicator in summary.indicators],
    }


def _indicator(indicator: IndicatorProgress) -> dict[str, object]:
    return {
        "id": indicator.indicator_id,
        "name": indicator.name,
        "measure_unit": indicator.target.measure_unit,
        "target_text": targets.words(indicator.target),
        "actual": _figure(indicator.actual),
        "percent": _figure(indicator.percent),
        "status": indicator.status.value,
        "reported": indicator.reported,
        "stood_in": indicator.stood_in,
        "expected": indicator.expected,
    }


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
