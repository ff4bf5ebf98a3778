"""`summary CAMPAIGN`: what /tonghop shows as text, for other programs as JSON and CSV, and the files that it hands out."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.opening import opened
from bot.config import Config
from bot.errors import OperatorError, Refused
from bot.store.engine import Tx
from bot.usecases import pulling

if TYPE_CHECKING:
    from bot.usecases.downloads import Write

PRINTED = ("text", "csv")
"""The forms that only the command line has."""
READ = (*PRINTED, "json")
"""What a terminal shows."""
DONE, USAGE = 0, 2


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from bot.reports.tables import TABLES
    from bot.usecases.downloads import BY_NAME

    parser = subparsers.add_parser("summary", help="the summary of a campaign's phase")
    parser.add_argument("campaign", type=int, help="the campaign's number")
    parser.add_argument("--phase", type=int, help="the phase's number; else the one that runs")
    parser.add_argument("--period", type=int, help="the period's number, counted over the whole campaign")
    parser.add_argument("--unit", metavar="CODE", help="only this unit, and those below it")
    parser.add_argument("--form", choices=(*PRINTED, *BY_NAME), default="text")
    parser.add_argument(
        "--json", action="store_const", const="json", dest="form", help="the same as --form json"
    )
    parser.add_argument("--table", choices=TABLES, default="progress", help="which table a CSV file holds")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write it; else standard output")
    parser.set_defaults(run=show, need_token=False)


def show(arguments: argparse.Namespace, config: Config) -> int:
    now = datetime.now(UTC).astimezone(config.time.zone)
    printed = arguments.form in PRINTED
    if arguments.form not in READ and arguments.out is None and sys.stdout.isatty():
        print("A terminal shows no files: say with --out FILE where to write it.", file=sys.stderr)
        return USAGE
    with opened(config) as store:
        if printed:
            write = _text if arguments.form == "text" else _table
            made = store.read_now(lambda tx: write(tx, arguments, config, now))
        else:
            # The database is left to others while the file is written.
            made, _ = store.read_now(lambda tx: _prepared(tx, arguments, now))()
    _put(arguments.out, made)
    return DONE


def _put(out: Path | None, made: bytes) -> None:
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(made)
        return
    try:
        out.write_bytes(made)
    except OSError as error:
        raise OperatorError(f"The summary cannot be written to {out}: {error.strerror}") from error


def _prepared(tx: Tx, arguments: argparse.Namespace, now: datetime) -> "Write":
    """A form as the chat hands it out. The workbook of a unit with none below it is its sheet."""
    from bot.store import units
    from bot.usecases.downloads import BY_NAME, Asked

    form = BY_NAME[arguments.form]
    if arguments.unit is not None and form.of_office:
        raise Refused("paper_of_office")
    one, place = _asked(tx, arguments, now)
    unit = None if arguments.unit is None else units.by_code(tx, arguments.unit)
    alone = unit is not None and form.name == "xlsx" and len(units.below(tx, unit.path)) == 1
    return form.prepare(
        tx,
        Asked(
            seen=one,
            head=one.head(now.date(), place),
            unit_id=unit.unit_id if unit is not None and alone else None,
            now=now,
        ),
    )


def _text(tx: Tx, arguments: argparse.Namespace, config: Config, now: datetime) -> bytes:
    from bot.texts import Texts
    from bot.transport.splitting import plain
    from bot.usecases import summary_screens

    one, place = _asked(tx, arguments, now)
    screen = summary_screens.whole_screen(tx, one, now, place=place, before=True)
    texts = Texts(default=config.texts.language, zone=config.time.zone)
    return (plain(texts.render(screen).html) + "\n").encode()


def _table(tx: Tx, arguments: argparse.Namespace, _config: Config, now: datetime) -> bytes:
    from bot.reports import tables
    from bot.usecases import content, content_words

    one, place = _asked(tx, arguments, now)
    head = one.head(now.date(), place)
    if arguments.table == "history":
        of_period = None if arguments.phase is None and arguments.period is None else head.period_id
        rows = content_words.history(tx, one.campaign_id, one.extent, period_id=of_period)
        return tables.write_history(rows)
    return tables.write_csv(content.of_period(tx, head, one.extent, now), arguments.table)


def _asked(tx: Tx, arguments: argparse.Namespace, now: datetime) -> tuple[pulling.Seen, int]:
    """The campaign, as far as it is asked for, and the place of the period; Refused where there is none."""
    one = pulling.whole(tx, arguments.campaign)
    if arguments.unit is not None:
        one = pulling.below(tx, one, arguments.unit)
    chosen = [
        head
        for head in one.heads
        if arguments.phase in {None, head.n} and arguments.period in {None, head.place}
    ]
    if not chosen:
        raise Refused("no_such_phase", n=arguments.period or arguments.phase)
    return one, pulling.current_phase(chosen, now.date()).place
