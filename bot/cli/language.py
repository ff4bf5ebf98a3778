"""`read-number` and `read-date`: what is read in an answer, one text or one a line."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import TYPE_CHECKING, TextIO

from bot.cli import typed
from bot.language.hints import SENTENCES
from bot.language.numbers import Candidate, Part, Quantity, read_number

if TYPE_CHECKING:
    from bot.language.moments import Moment

Reading = dict[str, object]


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    number = subparsers.add_parser("read-number", help="show how a figure is read")
    number.add_argument("--unit", default="", help="the indicator's measure unit: a bare number is in it")
    date = subparsers.add_parser("read-date", help="show how a date is read")
    date.add_argument("--today", type=typed.moment, help="read as on this day or at this time (ISO)")
    date.add_argument(
        "--year", type=int, help="the campaign's year, for dates that name none; wins over --mode"
    )
    date.add_argument(
        "--mode", choices=("future", "past"), default="future", help="a due date, or a reported period"
    )
    for parser, run in ((number, _numbers), (date, _dates)):
        parser.add_argument("text", nargs="?", help="the text; not with --lines")
        parser.add_argument(
            "--lines", action="store_true", help="one text a line in, one JSON object a line out"
        )
        parser.add_argument("--json", action="store_true", help="print JSON only")
        parser.set_defaults(run=run, need_token=False, need_config=False)


def _numbers(arguments: argparse.Namespace) -> int:
    return _answer(arguments, lambda text: number_as_json(read_number(text, measure_unit=arguments.unit)))


def _dates(arguments: argparse.Namespace) -> int:
    from bot.language.dates import VIETNAM, read_date

    today: datetime = arguments.today or datetime.now(VIETNAM)
    if today.tzinfo is None:
        today = today.replace(tzinfo=VIETNAM)
    return _answer(
        arguments,
        lambda text: date_as_json(read_date(text, today=today, year=arguments.year, mode=arguments.mode)),
    )


def _answer(arguments: argparse.Namespace, read: Callable[[str], Reading]) -> int:
    if arguments.lines:
        for line in _lines(sys.stdin):
            print(json.dumps(read(line), ensure_ascii=False), flush=True)
        return 0
    if arguments.text is None:
        print("a text, or --lines", file=sys.stderr)
        return 2
    reading = read(arguments.text)
    if arguments.json:
        print(json.dumps(reading, ensure_ascii=False, indent=1))
    else:
        print("\n".join(_rows(reading)))
    return 0


def _rows(reading: Reading) -> Iterator[str]:
    """One fact a line; of each candidate and part what is known, set apart by tabs."""
    for name, value in reading.items():
        if isinstance(value, list):
            for one in value:
                facts = one.values() if isinstance(one, dict) else (one,)
                yield "\t".join([name, *(str(fact) for fact in facts if fact not in _NOTHING)])
        elif value not in _NOTHING:
            yield f"{name}\t{value}"


_NOTHING: tuple[object, ...] = (None, "", [], False)


def _lines(source: TextIO) -> Iterator[str]:
    """One text a line; broken bytes are read as unknown letters."""
    if isinstance(source, TextIOWrapper):
        source.reconfigure(encoding="utf-8", errors="replace")
    for line in source:
        yield line.rstrip("\n")


def number_as_json(quantity: Quantity) -> Reading:
    """The fields of a reading; numbers are decimal strings, never floats."""
    names = [name for name in Quantity._fields if name != "other"]
    reading: Reading = {name: _plain(getattr(quantity, name)) for name in names}
    reading["hint"] = SENTENCES.get(quantity.hint, quantity.hint)
    return reading


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Candidate | Part):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


def _decimal(value: Decimal) -> str:
    """Without an exponent and without zeros that say nothing: 12.50 is "12.5"."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def date_as_json(moment: "Moment") -> Reading:
    """The fields of a reading in ISO form; a time is local, to the minute."""
    return {
        "kind": str(moment.kind),
        "date": moment.date.isoformat() if moment.date else None,
        "datetime": moment.datetime.strftime("%Y-%m-%dT%H:%M") if moment.datetime else None,
        "start": moment.start.isoformat() if moment.start else None,
        "end": moment.end.isoformat() if moment.end else None,
        "op": str(moment.op),
        "last_day": moment.last_day.isoformat() if moment.last_day else None,
        "candidates": [date_as_json(candidate) for candidate in moment.candidates],
        "hint": SENTENCES.get(moment.hint, moment.hint),
    }
