"""Reading a directive takes time in proportion to its lines: a list of 5,000 against one of 500 (10 is in proportion).

Each shape is one that once took time with the square of its length; the last ones are single paragraphs.
"""

import json
import time
from collections.abc import Callable

from bot.directive import extract, read_document

HEAD = "CHỈ THỊ\nPhát động phong trào thi đua năm 2026\n\nII. CHỈ TIÊU\n\n"
SHAPES: dict[str, Callable[[int], str]] = {
    "bullets": lambda n: "\n".join(f"- Tỷ lệ hộ dùng nước sạch đạt {i % 100}%;" for i in range(n)),
    "numbers that begin anew": lambda n: "\n".join(f"{i % 7 + 1}. Trồng {i} ha quế." for i in range(n)),
    "prose": lambda n: "\n\n".join(f"Các xóm phấn đấu đạt {i % 100}% kế hoạch." for i in range(n)),
    "one paragraph": lambda n: "- " + "; ".join(f"tỷ lệ hộ có vườn đạt {i % 100}%" for i in range(n)),
    "parentheses": lambda n: "- " + "; ".join(f"tỷ lệ hộ đạt {i % 100}% ({i} hộ)" for i in range(n)),
    "one clause": lambda n: "- " + " ".join(f"từ {i} đến" for i in range(n)),
}


def main() -> None:
    figures = {}
    for name, shape in SHAPES.items():
        short, long = (min(_seconds(HEAD + shape(n)) for _ in range(3)) for n in (500, 5000))
        figures[name] = {"ms_of_5000": round(long * 1000), "ratio": round(long / short, 1)}
    print(json.dumps({"figures": figures}))


def _seconds(text: str) -> float:
    document = read_document("chi-thi.txt", text.encode())
    began = time.perf_counter()
    extract(document)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
