"""How well directives are read: bench/reading.py FOLDER, laid out as ../shared (seeds/NNN_*, gold/gold_NNN.json).

Prints precision, recall and F1 of the indicators (value, upper value, comparator and measure unit must be right),
the share of right directions among them, how many documents each field of gold_meta.json and gold_progress.json is
right in, each wrong field with both readings, and what is silently wrong: read otherwise than the answer says,
without a doubt or a warning.
"""

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.directive import DirectiveDraft, IndicatorDraft, extract, read_document
from bot.directive.printing import as_json

FIELDS = (
    "document_type",
    "number",
    "date",
    "date_precision",
    "title",
    "start",
    "end",
    "theme",
    "explicit_phase_count",
    "movements",
)
PARTS = (("issuer", "level"), ("signer", "name"), ("standing_body", "name"))


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "../shared"
    score: Counter[str] = Counter()
    fields: dict[str, Counter[bool]] = defaultdict(Counter)
    slowest = 0.0
    meta, progress = (_load(folder / f"gold/gold_{what}.json") or {} for what in ("meta", "progress"))
    for path in sorted((folder / "seeds").iterdir()):
        number = path.name[:3]
        began = time.perf_counter()
        draft = extract(read_document(path.name, path.read_bytes()))
        slowest = max(slowest, time.perf_counter() - began)
        answers = _load(folder / f"gold/gold_{number}.json")
        if isinstance(answers, list):
            score += _compare(number, draft, answers)
        if number in meta:
            for name, mine, theirs in _fields(as_json(draft), meta[number], progress.get(number)):
                fields[name][mine == theirs] += 1
                if mine != theirs:
                    print(number, "field", name, mine, "instead of", theirs)
    read, known, right = score["read"], score["known"], score["right"]
    precision, recall = right / max(read, 1), right / max(known, 1)
    figures = {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * right / max(read + known, 1), 4),
        "direction": round(score["direction"] / max(right, 1), 4),
        "silently_wrong": score["silent"],
        "fields_wrong": sum(count[False] for count in fields.values()),
        "fields": {name: f"{count[True]}/{count.total()}" for name, count in fields.items()},
        "slowest_ms": round(slowest * 1000, 1),
    }
    print(json.dumps({"figures": figures}))


def _load(path: Path) -> Any:  # noqa: ANN401 - the answers are of several shapes.
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _compare(number: str, draft: DirectiveDraft, answers: list[dict[str, Any]]) -> Counter[str]:
    """Pair each answer with the reading of the same figure whose name is nearest."""
    left = list(draft.indicators)
    score = Counter(read=len(left), known=len(answers), right=0, direction=0, silent=0)
    for answer in answers:
        same = [one for one in left if _figure(one) == _answer(answer)]
        if not same:
            print(number, "missed:", answer["text"])
            continue
        best = max(
            same, key=lambda one: _alike(one.name + " " + one.text, answer["name"] + " " + answer["text"])
        )
        left.remove(best)
        score["right"] += 1
        score["direction"] += best.target.direction == answer["direction"]
    for one in left:
        print(number, "wrong:" if not one.doubts else "wrong, but doubted:", one.text)
        score["silent"] += not one.doubts
    return score


def _figure(one: IndicatorDraft) -> tuple[object, ...]:
    target = one.target
    return (target.comparator, target.value, target.value_to, one.measure_unit or None)


def _answer(answer: dict[str, Any]) -> tuple[object, ...]:
    value, upper = (
        None if answer[key] is None else Decimal(str(answer[key])) for key in ("value", "value_to")
    )
    return (answer["comparator"], value, upper, answer["unit_norm"])


def _alike(ours: str, theirs: str) -> float:
    a, b = set(ours.lower().split()), set(theirs.lower().split())
    return len(a & b) / max(len(a | b), 1)


def _fields(
    ours: dict[str, Any], answer: dict[str, Any], progress: list[dict[str, Any]] | None
) -> Iterator[tuple[str, object, object]]:
    """(name, our reading, the answer) of each field."""
    for name in FIELDS:
        yield name, ours[name], answer[name]
    for name, key in PARTS:
        yield f"{name}.{key}", (ours[name] or {}).get(key), (answer[name] or {}).get(key)
    for name, facts in (("phases", _phase), ("commemorative_dates", _commemoration)):
        yield name, [facts(one) for one in ours[name]], [facts(one) for one in answer[name]]
    if progress is not None:
        yield "progress", [_result(one) for one in ours["progress"]], [_result(one) for one in progress]


def _phase(one: dict[str, Any]) -> tuple[object, ...]:
    review = one["review"]
    return (one["start"], one["end"], review["deadline"], review["deadline_exclusive"])


def _commemoration(one: dict[str, Any]) -> tuple[object, ...]:
    return tuple(one[key] for key in ("title", "anniversary_years", "from", "to", "phase"))


def _result(one: dict[str, Any]) -> tuple[object, ...]:
    figures = (
        None if one[key] is None else Decimal(str(one[key])) for key in ("target", "actual", "achieved_pct")
    )
    return (one["name"], one["target_unit"], one["actual_unit"], *figures)


if __name__ == "__main__":
    main()
