"""`read-directive FILE [--json]`: what is read in a directive, without keeping anything."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from bot.errors import OperatorError, Refused
from bot.limits import within_limits


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("read-directive", help="show what is read in a directive; keeps nothing")
    parser.add_argument("file", type=Path, help="the directive: .docx, .doc, .pdf or .txt")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.set_defaults(run=show, need_token=False, need_config=False)


def show(arguments: argparse.Namespace) -> int:
    """Print the reading; Refused where the file cannot be read or launches nothing."""
    from bot.directive import UnreadableDocument, extract, is_directive, read_document
    from bot.directive.printing import as_json

    path: Path = arguments.file
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OperatorError(" ".join((str(path), "cannot be read:", error.strerror or ""))) from error
    try:
        with within_limits():
            draft = extract(read_document(path.name, content))
    except UnreadableDocument as unreadable:
        raise Refused("_".join(("document", unreadable.reason))) from unreadable
    if not is_directive(draft):
        raise Refused("not_a_directive")
    reading = as_json(draft)
    if arguments.json:
        print(json.dumps(reading, ensure_ascii=False, indent=1))
    else:
        print("\n".join(_rows(reading)))
    return 0


def _rows(reading: dict[str, object]) -> Iterator[str]:
    """One fact a line, parts set apart by tabs: easy to read, to search and to cut."""
    for name, value in reading.items():
        if isinstance(value, list) and name in ("indicators", "warnings", "phases"):
            for one in value:
                yield "\t".join(
                    [name, *(str(one[key]) for key in _SHOWN[name] if one[key] not in (None, ""))]
                )
        elif value not in (None, [], ""):
            yield "\t".join(
                [name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)]
            )


_SHOWN = {
    "indicators": ("line", "section", "name", "direction", "comparator", "value", "value_to", "unit"),
    "warnings": ("line", "reason", "text"),
    "phases": ("name", "start", "end", "verbatim"),
}
