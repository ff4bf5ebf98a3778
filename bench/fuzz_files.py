"""Broken files of every format: cut off, bytes flipped, pieces moved. Only a document or a reason may come out.

python bench/fuzz_files.py [--rounds 100] [--seed 1]
"""

import argparse
import io
import json
import random
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import thread_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.directive import UnreadableDocument, extract, read_document
from bot.limits import CPU_SECONDS, TooHeavy, within_limits
from tests.directive.press import Sheet, pdf

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = [
    *sorted((ROOT / "docs/examples").glob("*-2026.*")),
    *sorted((ROOT / "tests/directives").glob("cau-truc.*")),
]
# Not packed, so that what is broken is the page itself.
OPEN = pdf(
    *(Sheet().lines("1. Thu ngân sách: 5 tỷ đồng").grid((85, 200, 300), (600, 500, 400)) for _ in "ab")
)
CUT_EVERY = 997


def cut(content: bytes) -> Iterator[bytes]:
    for end in range(1, len(content), CUT_EVERY):
        yield content[:end]


def flipped(content: bytes, chance: random.Random) -> bytes:
    broken = bytearray(content)
    for _ in range(chance.choice((1, 2, 8, 64))):
        broken[chance.randrange(len(broken))] = chance.choice((0, 0xFF, chance.randrange(256)))
    return bytes(broken)


def moved(content: bytes, chance: random.Random) -> bytes:
    a, b = sorted(chance.choices(range(len(content)), k=2))
    to, size = chance.randrange(len(content)), min(b - a, 4096)
    return content[:to] + content[a : a + size] + content[to + chance.choice((0, size)) :]


def repacked(content: bytes, chance: random.Random) -> bytes:
    """The parts of a .docx broken inside, in a package that is sound."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, flipped(part, chance) if part and chance.random() < 0.3 else part)
    return out.getvalue()


def broken(content: bytes, rounds: int, chance: random.Random) -> Iterator[bytes]:
    yield from cut(content)
    for _ in range(rounds):
        yield flipped(content, chance)
        yield moved(content, chance)
        if content.startswith(b"PK"):
            yield repacked(content, chance)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    outcomes: Counter[str] = Counter()
    slowest, failures = 0.0, 0
    sources = [(path, path.read_bytes()) for path in EXAMPLES] + [(Path("open.pdf"), OPEN)]
    for path, sound in sources:
        for content in broken(sound, arguments.rounds, chance):
            begun = thread_time()
            try:
                with within_limits():
                    extract(read_document(path.name, content))
                outcome = "read"
            except UnreadableDocument as unreadable:
                outcome = unreadable.reason
            except TooHeavy:
                outcome = "too_heavy"
            except Exception as error:  # noqa: BLE001 - what must not come out is what is looked for.
                outcome = f"{type(error).__name__} ({path.suffix})"
                failures += 1
                kept = Path("/tmp") / f"broken-{failures}{path.suffix}"
                kept.write_bytes(content)
                print(kept, repr(error))
            outcomes[outcome] += 1
            slowest = max(slowest, thread_time() - begun)
    print(", ".join(f"{outcome} {count}" for outcome, count in outcomes.most_common()))
    print(f"slowest {slowest:.2f} s of {CPU_SECONDS}")
    figures = {"files": outcomes.total(), "failures": failures, "slowest_s": round(slowest, 2)}
    print(json.dumps({"figures": figures}))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
