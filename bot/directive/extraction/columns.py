"""The head of a table: which column holds the names, the measure units, the targets, last year's figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from bot.directive.document import Table
from bot.directive.extraction.units import UNIT
from bot.language.folding import fold

_KINDS = (
    ("ordinal", re.compile(r"^(?:stt|tt|so tt|so thu tu)$")),
    ("unit", re.compile(r"^(?:don vi tinh|dvt|dv tinh|don vi|\(?dvt\)?)$")),
    ("note", re.compile(r"ghi chu")),
    ("beside", re.compile(r"^(?:(?:don vi|co quan|bo phan|phong|nganh) )?phoi hop")),
    (
        "owner",
        re.compile(
            r"(?:don vi|co quan|bo phan|phong|nganh).*(?:thuc hien|chu tri|theo doi|phu trach|bao cao)"
            r"|chu tri|phu trach"
        ),
    ),
    ("beside", re.compile(r"phoi hop|thoi gian|tien do")),
    (
        "place",
        re.compile(
            r"^(?:xa|phuong|thi tran|dac khu|huyen|thi xa|thanh pho|tp\.?|tx\.?|thon|to dan pho)"
            r"\s(?!giao|phan dau|dang ky|de ra|ke hoach)|^(?:\d\s+)?quy (?:i{1,3}|iv|[1-4])\b|^\d thang (?:dau|cuoi)"
        ),
    ),
    ("total", re.compile(r"^(?:tong so|tong cong|cong|tong|toan (?:tinh|huyen|xa|phuong|thanh pho|nganh))$")),
    ("compared", re.compile(r"so sanh|ty le (?:%|dat|hoan thanh)|cung ky|^%|\(%\)$|tang, giam|^so voi")),
    ("done", re.compile(r"thuc hien|ket qua|uoc (?:dat|th)|\bu?th\b|nam truoc|hien trang")),
    (
        "target",
        re.compile(
            r"ke hoach|^ca nam|chi tieu giao|chi tieu nam|giao|muc tieu|phan dau|nghi quyet|dang ky|du toan|\bkh\b"
            r"|^(?:den )?(?:nam )?20\d\d$|chi tieu 20|muc dat|gia tri"
        ),
    ),
    ("name", re.compile(r"chi tieu|noi dung|ten|tieu chi|linh vuc|hang muc|danh muc")),
)
_FIELD = ("linh vuc", "nhom")
_YEAR = re.compile(r"20\d\d")
_HEAD_ROWS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """`columns` are places by kind; `sure` says whether the column of targets is the only one it can be.

    `places` are the columns of parts (xã A | xã B, quý III | quý IV), `width` the number of columns.
    """

    columns: dict[str, int]
    sure: bool
    places: tuple[int, ...]
    width: int


def head_of(table: Table, year: int | None) -> tuple[Head, int] | None:
    """The head and the number of its rows; None where no column of names is followed by figures."""
    most = min(_HEAD_ROWS, len(table.rows))
    for count in range(1, most + 1):
        name, kinds = _columns(table, count)
        if name is None or not {"target", "place", "total"} & set(kinds):
            continue
        more = takewhile(partial(_goes_on, name), table.rows[count:most])
        whole = count + sum(1 for _ in more)
        return _chosen(_titles(table.rows[:whole]), _columns(table, whole)[1], year), whole
    return None


def _columns(table: Table, count: int) -> tuple[int | None, list[str]]:
    """Where the names stand, and the kind of every column, under a head of so many rows."""
    titles = _titles(table.rows[:count])
    kinds = [_kind(title, place, table, count) for place, title in enumerate(titles)]
    names = [place for place, kind in enumerate(kinds) if kind == "name"]
    if fields := [place for place in names if titles[place].startswith(_FIELD)] if len(names) > 1 else []:
        # "Lĩnh vực | Chỉ tiêu": the first says under which title the second stands.
        kinds[fields[0]] = "field"
    if "name" not in kinds and kinds.count("target") > 1:
        kinds[kinds.index("target")] = "name"
    return (kinds.index("name") if "name" in kinds else None), kinds


def _goes_on(name: int, row: Sequence[str]) -> bool:
    """Whether a row still belongs to the head: no name in it, and no figure but years."""
    return not (row[name : name + 1] or ("",))[0].strip() and not re.search(
        r"\d", _YEAR.sub("", " ".join(row))
    )


def _titles(rows: Sequence[Sequence[str]]) -> list[str]:
    """The titles of the columns, folded; a title that spans columns belongs to each of them."""
    width = max(len(row) for row in rows)
    titles = [""] * width
    for depth, row in enumerate(rows):
        below = rows[depth + 1] if depth + 1 < len(rows) else ()
        spanning = ""
        for place in range(width):
            cell = fold(" ".join(row[place].split())).strip(" .:") if place < len(row) else ""
            spanning = cell or (spanning if place < len(below) and below[place].strip() else "")
            titles[place] = f"{titles[place]} {spanning}".strip()
    return titles


def _kind(title: str, place: int, table: Table, count: int) -> str:
    kind = next((kind for kind, pattern in _KINDS if title and pattern.search(title)), "")
    if title == "don vi" and not any(
        UNIT.fullmatch(row[place].strip().lower()) for row in table.rows[count:] if place < len(row)
    ):
        return "owner"
    return kind


def _chosen(titles: list[str], kinds: list[str], year: int | None) -> Head:
    """Of several columns of targets the one of the campaign's year; without such a one the last, unsure."""
    columns = {kind: place for place, kind in reversed(list(enumerate(kinds))) if kind}
    targets = [place for place, kind in enumerate(kinds) if kind == "target"]
    named = [place for place in targets if str(year) in titles[place]]
    others = [place for place in targets if _YEAR.search(titles[place]) and place not in named]
    sure = len(targets) == 1 if not named else len(named) == 1
    if others and not named and year is not None:
        sure = False
    if targets:
        columns["target"] = (named or targets)[-1]
    elif "total" in columns:
        columns["target"], sure = columns["total"], True
    if done := [place for place, kind in enumerate(kinds) if kind == "done"]:
        columns["done"] = next((place for place in done if year and str(year - 1) in titles[place]), done[-1])
    places = tuple(place for place, kind in enumerate(kinds) if kind == "place")
    return Head(columns=columns, sure=sure, places=places, width=len(titles))


def titles_of(table: Table) -> tuple[list[str], int]:
    """The title of each column as it stands, and the number of rows of the head; without a head no titles."""
    found = head_of(table, None)
    count = found[1] if found else 0
    width = max(len(row) for row in table.rows)
    words = ([row[place] for row in table.rows[:count] if place < len(row)] for place in range(width))
    return [" ".join(" ".join(cells).split()) for cells in words], count
