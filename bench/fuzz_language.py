"""100,000 random and mutated inputs through the readers of numbers, figures, dates and names: nothing may raise.

python bench/fuzz_language.py [--count 100000] [--seed 1]
"""

import argparse
import json
import random
import sys
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.language.dates import VIETNAM, read_date
from bot.language.names import NamedUnit, UnitNames
from bot.language.numbers import as_figure, read_number

LONGEST = 4096
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=VIETNAM)
SEEDS = (
    "dạ em báo cáo 12,5 tỷ đồng ạ", "50 tỷ 200 triệu", "ước đạt trên 8,5-9% kế hoạch", "14/14 xã, thị trấn",
    "từ 13,18% xuống 13,08%", "thêm 01 xã (lũy kế 15 xã)", "638 triệu USD, trong đó 396 triệu, 132 triệu",
    "một trăm linh năm nghìn rưỡi", "2tr5", "không phát sinh", "chưa có số liệu", "46 triệu đồng/ha", "0,15‰",
    "hết quý II", "trước ngày 30/6/2023", "từ ngày 01/7/2023 đến ngày 31/12/2023", "8h30 sáng thứ hai tuần sau",
    "6 tháng đầu năm", "3 tháng trước", "trong vòng 10 ngày", "T6", "30 thang sau", "giai đoạn 2021 - 2025",
    "Xã Hòa An", "phòng lđtbxh", "xom 01", "trường tiểu học nước hai",
)  # fmt: skip
PIECES = (
    *"0123456789.,-/%‰() \n:;+~<>≥≤=&'\"?!²³₫$€️⃣０９−–⁄٣\u0301\u0309\u0323\u200b\ud800\x00😀",
    *(
        "tỷ",
        "ty",
        "tr",
        "triệu",
        "nghìn",
        "k",
        "rưỡi",
        "nửa",
        "phẩy",
        "linh",
        "mươi",
        "năm",
        "một",
        "đ",
        "ha",
        "xã",
    ),
    *(
        "từ",
        "đến",
        "trên",
        "dưới",
        "lũy kế",
        "thêm",
        "trong đó",
        "kế hoạch",
        "giảm",
        "xuống",
        "còn",
        "không",
        "chưa",
    ),
    *(
        "ngày",
        "tháng",
        "quý",
        "tuần",
        "thứ",
        "hết",
        "trước",
        "sau",
        "cuối",
        "đầu",
        "nữa",
        "h",
        "sáng",
        "T",
        "mai",
    ),
)


def text(chance: random.Random) -> str:
    """A seed with a few changes, pieces in any order, or letters from all of Unicode."""
    kind = chance.random()
    if kind < 0.55:
        return mutated(chance, chance.choice(SEEDS))
    if kind < 0.9:
        glue = chance.choice(("", " ", " "))
        return glue.join(chance.choices(PIECES, k=chance.randint(1, 14)))
    if kind < 0.99:
        return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(0, 40)))
    return (mutated(chance, chance.choice(SEEDS)) * 400)[:LONGEST]


def mutated(chance: random.Random, seed: str) -> str:
    letters = list(seed)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(letters) + 1)
        what = chance.random()
        if what < 0.35:
            letters.insert(at, chance.choice(PIECES))
        elif what < 0.7 and letters:
            letters.pop(min(at, len(letters) - 1))
        else:
            letters[at:at] = letters[: chance.randint(0, 5)]
    return "".join(letters)


def readers() -> dict[str, Callable[[str], object]]:
    index = UnitNames([NamedUnit(key=seed, name=seed) for seed in SEEDS])
    return {
        "number": read_number,
        "figure": lambda typed: as_figure(
            typed, measure_unit="tỷ đồng", target=Decimal(50), last=Decimal("12.5")
        ),
        "share": lambda typed: as_figure(typed, measure_unit="%", target=Decimal(98), running_total=True),
        "date": lambda typed: read_date(typed, today=NOW),
        "past date": lambda typed: read_date(typed, today=NOW, year=2023, mode="past"),
        "name": index.find,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    crashes, slowest, slowest_text = 0, 0.0, ""
    reads = readers()
    for read in reads.values():  # What is imported or built on first use is not what this measures.
        read("3 tháng trước")
    for _ in range(arguments.count):
        typed = text(chance)
        name, read = chance.choice(list(reads.items()))
        begun = perf_counter()
        try:
            read(typed)
        except Exception as error:  # noqa: BLE001 - whatever is raised is what this looks for.
            crashes += 1
            print(f"{name} raised {error!r} on {typed[:120]!r}")
        took = perf_counter() - begun
        if took > slowest:
            slowest, slowest_text = took, f"{name}: {typed[:80]!r}"
    print(
        f"{arguments.count} inputs, {crashes} crashes, slowest answer {slowest * 1000:.1f} ms ({slowest_text})"
    )
    figures = {"inputs": arguments.count, "crashes": crashes, "slowest_ms": round(slowest * 1000, 2)}
    print(json.dumps({"figures": figures}))


if __name__ == "__main__":
    main()
