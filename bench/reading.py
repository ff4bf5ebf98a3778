"""How well directives are read: bench/reading.py FOLDER, laid out as ../shared (seeds/NNN_*, gold/gold_NNN.json).

Prints precision, recall and F1 of the indicators (value, upper value, comparator and measure unit must be right),
the share of right directions among them, the fields of gold_meta.json that are wrong, and what is silently wrong:
read otherwise than the answer says, without a doubt or a warning.
"""

import json
import sys
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.directive import DirectiveDraft, IndicatorDraft, extract, read_document
from bot.directive.printing import as_json

FIELDS = ("document_type", "number", "date", "date_precision", "title", "start", "end", "theme", "movements")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "../shared"
    score: Counter[str] = Counter()
    slowest = 0.0
    meta = _load(folder / "gold/gold_meta.json")
    for path in sorted((folder / "seeds").iterdir()):
        number = path.name[:3]
        began = time.perf_counter()
        draft = extract(read_document(path.name, path.read_bytes()))
        slowest = max(slowest, time.perf_counter() - began)
        answers = _load(folder / f"gold/gold_{number}.json")
        if isinstance(answers, list):
            score += _compare(number, draft, answers)
        if isinstance(meta, dict) and number in meta:
            score += _compare_fields(number, draft, meta[number])
    read, known, right = score["read"], score["known"], score["right"]
    precision, recall = right / max(read, 1), right / max(known, 1)
    figures = {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * right / max(read + known, 1), 4),
        "direction": round(score["direction"] / max(right, 1), 4),
        "silently_wrong": score["silent"],
        "fields_wrong": score["fields"],
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


def _compare_fields(number: str, draft: DirectiveDraft, answer: dict[str, Any]) -> Counter[str]:
    ours: dict[str, Any] = as_json(draft)
    pairs = [(name, ours[name], answer.get(name)) for name in FIELDS]
    for name, key in (("issuer", "level"), ("signer", "name"), ("standing_body", "name")):
        pairs.append((f"{name}.{key}", (ours[name] or {}).get(key), (answer.get(name) or {}).get(key)))
    pairs.append(
        ("phases", [_phase(one) for one in ours["phases"]], [_phase(one) for one in answer["phases"]])
    )
    wrong = [(name, mine, theirs) for name, mine, theirs in pairs if mine != theirs]
    for name, mine, theirs in wrong:
        print(number, "field", name, mine, "instead of", theirs)
    return Counter(fields=len(wrong))


def _phase(one: dict[str, Any]) -> tuple[object, ...]:
    review = one["review"]
    return (one["start"], one["end"], review["deadline"], review["deadline_exclusive"])


if __name__ == "__main__":
    main()
