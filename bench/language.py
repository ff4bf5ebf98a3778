"""What reading costs, warm: a number, a date, a unit's name among 11,000, a directive in each format.

`read-directive` is measured as a whole process, from the command to its end.

python bench/language.py [--rounds 200]
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import textwrap
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from time import perf_counter, thread_time_ns

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.directive import extract, read_document
from bot.language.dates import VIETNAM, read_date
from bot.language.folding import fold
from bot.language.names import NamedUnit, UnitNames
from bot.language.numbers import read_number
from tests.directive.press import Sheet, pdf

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=VIETNAM)
NUMBERS = (
    "12,5", "13.455,5", "340 ha", "98%", "0,15‰", "12,5 ty", "50 tỷ 200 triệu", "2tr5", "1 tỷ 2", "2 triệu rưỡi",
    "dạ em báo cáo 12,5 tỷ đồng ạ", "ước đạt 1.909 hộ", "trên 55%", "8,5 - 9%", "14/14 xã, thị trấn",
    "từ 13,18% xuống 13,08%", "thêm 01 xã (lũy kế 15 xã)", "đạt 12,5 tỷ, bằng 98% kế hoạch", "ba mươi lăm triệu đồng",
    "không phát sinh", "chưa có số liệu", "như kỳ trước", "1,234", "ngày 30/6", "xin chào",
)  # fmt: skip
DATES = (
    "30/6", "30/6/2023", "ngày 30 tháng 6 năm 2023", "trước ngày 30/6/2023", "hết quý II", "cuối tháng", "T6",
    "6 tháng đầu năm", "từ ngày 01/7/2023 đến ngày 31/12/2023", "8h30 ngày 30/6", "sáng mai", "thứ hai tuần sau",
    "3 ngày nữa", "3 tháng nữa", "1 tháng trước", "30 thang sau", "chậm nhất là ngày 15/12", "hom nay", "xin chào",
)  # fmt: skip
SYLLABLES = (
    "An Bình Châu Dương Đông Giang Hà Hải Hòa Hùng Khánh Lâm Long Minh Mỹ Nam Ninh Phong Phú Phước Quang Sơn Tân"
    " Thanh Thành Thịnh Thọ Tiến Trung Vân Việt Xuân Yên Đức Hồng Nguyên"
)
KINDS = ("Xã", "Phường", "Thị trấn", "Trường Tiểu học", "Trường THCS", "Trạm Y tế xã")
UNITS = 11_000
ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "docs/examples/chi-thi-2026.txt"
LINES_A_PAGE, LETTERS_A_LINE, PAGES = 38, 64, 10


def spent(read: Callable[[str], object], texts: Sequence[str], rounds: int) -> list[float]:
    """Microseconds of CPU of every answer, after one warm round; who else uses the machine does not count."""
    for text in texts:
        read(text)
    took: list[float] = []
    for _ in range(rounds):
        for text in texts:
            begun = thread_time_ns()
            read(text)
            took.append((thread_time_ns() - begun) / 1000)
    return took


def p99(took: Sequence[float]) -> float:
    return statistics.quantiles(took, n=100)[98]


def units() -> list[str]:
    chance, syllables = random.Random(1), SYLLABLES.split()
    return [
        " ".join((chance.choice(KINDS), *chance.choices(syllables, k=chance.choice((2, 2, 3)))))
        for _ in range(UNITS)
    ]


def ten_pages() -> bytes:
    """The example again and again, set in full pages."""
    text = EXAMPLE.read_text(encoding="utf-8")
    lines = [line for one in text.split("\n") if one for line in textwrap.wrap(one, LETTERS_A_LINE)]
    lines = (lines * 10)[: LINES_A_PAGE * PAGES]
    pages = [lines[n : n + LINES_A_PAGE] for n in range(0, len(lines), LINES_A_PAGE)]
    return pdf(*(Sheet().lines(*page) for page in pages))


def directives(rounds: int) -> dict[str, float]:
    """Milliseconds of CPU of reading and understanding a directive, the median of each format."""
    files = {kind: EXAMPLE.with_suffix(f".{kind}").read_bytes() for kind in ("txt", "docx", "doc", "pdf")} | {
        "ten_pages.pdf": ten_pages()
    }
    return {
        name.replace(".", "_") + "_ms": round(
            statistics.median(spent(lambda _: extract(read_document(name, content)), ("",), rounds)) / 1000, 1  # noqa: B023 - called at once.
        )
        for name, content in files.items()
    }  # fmt: skip


def whole_process(rounds: int) -> tuple[float, float]:
    """Seconds from the command `read-directive` to its end, and those of CPU in it: the best of some rounds."""
    took, cpu = [], []
    for _ in range(rounds):
        begun, before = perf_counter(), os.times()
        subprocess.run(
            [sys.executable, "-m", "bot", "read-directive", str(EXAMPLE)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        after = os.times()
        took.append(perf_counter() - begun)
        cpu.append(
            after.children_user + after.children_system - before.children_user - before.children_system
        )
    return round(min(took), 3), round(min(cpu), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    names = units()
    begun = perf_counter()
    index = UnitNames([NamedUnit(key=place, name=name) for place, name in enumerate(names)])
    built = perf_counter() - begun
    # As typed: without marks, some with a slip, so that all roads through the index are taken.
    typed = [fold(name)[: -1 if place % 3 == 0 else None] for place, name in enumerate(names[:200])]
    numbers = spent(read_number, NUMBERS, rounds)
    dates = spent(lambda text: read_date(text, today=NOW), DATES, rounds)
    found = spent(index.find, typed, max(1, rounds // 40))
    papers = directives(max(3, rounds // 40))
    whole, whole_cpu = whole_process(5)
    figures = {
        "number_us": round(statistics.mean(numbers), 1),
        "number_p99_us": round(p99(numbers), 1),
        "date_us": round(statistics.mean(dates), 1),
        "date_p99_us": round(p99(dates), 1),
        "name_ms": round(statistics.mean(found) / 1000, 3),
        "name_p99_ms": round(p99(found) / 1000, 3),
        "names_built_s": round(built, 3),
        **papers,
        "read_directive_s": whole,
        "read_directive_cpu_s": whole_cpu,
    }
    print(f"number {figures['number_us']} µs (promise 60), date {figures['date_us']} µs (promise 600)")
    print(f"name among {UNITS:,} units {figures['name_ms']} ms, p99 {figures['name_p99_ms']} ms (promise 5)")
    print(
        f"a directive as text {papers['txt_ms']} ms (promise 100), .docx {papers['docx_ms']} ms (promise 250),"
        f" .doc {papers['doc_ms']} ms, .pdf of three pages {papers['pdf_ms']} ms,"
        f" of ten {papers['ten_pages_pdf_ms']} ms (promise 1500)"
    )
    print(f"read-directive as a whole process {whole} s (promise 0.6), {whole_cpu} s of it CPU")
    print(json.dumps({"figures": figures}))


if __name__ == "__main__":
    main()
