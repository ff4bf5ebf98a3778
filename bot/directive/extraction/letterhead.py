"""The head of a directive: type, number, place and date, title, who launches."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the head has a field called `date`.

from bot.directive.document import Document, Paragraph
from bot.directive.extraction.closing import columns
from bot.directive.extraction.letters import NAME, UPPER
from bot.directive.model import Issuer, Level, Precision
from bot.language.folding import fold

_TYPES = [
    "CHỈ THỊ",
    "PHÁT ĐỘNG THI ĐUA",
    "BẢN PHÁT ĐỘNG",
    "LỜI PHÁT ĐỘNG",
    "PHÁT ĐỘNG",
    "KẾ HOẠCH",
    "NGHỊ QUYẾT",
    "QUYẾT ĐỊNH",
    "CHƯƠNG TRÌNH HÀNH ĐỘNG",
    "CHƯƠNG TRÌNH",
    "LỜI KÊU GỌI",
    "KÊU GỌI",
    "HƯỚNG DẪN",
    "THÔNG BÁO",
    "ĐỀ ÁN",
    "BÁO CÁO",
    "TỜ TRÌNH",
    "GIAO ƯỚC THI ĐUA",
    "THỂ LỆ",
    "QUY CHẾ",
]
_TYPE_OF = {fold(name): name for name in _TYPES}
_TYPE = re.compile(
    rf"^({'|'.join(_TYPES)})(?:\s+(?=(?i:V/v|Về|Phát|Tổ|Thực|Triển|Phong)\b)|\W*$)",
)
_SHORT_TYPE = dict.fromkeys(("PHÁT ĐỘNG THI ĐUA", "BẢN PHÁT ĐỘNG", "LỜI PHÁT ĐỘNG"), "PHÁT ĐỘNG")
_BODY_LINE = re.compile(
    r"^(?:CỦA\s+)?(?:HỘI ĐỒNG|ỦY BAN|UBND|BAN CHẤP HÀNH|BAN THƯỜNG VỤ|CHỦ TỊCH|ĐẢNG ỦY)\b"
)
"""Between the type and the title stands whose resolution it is."""
_SYMBOLS = {
    **{"CT": "CHỈ THỊ", "KH": "KẾ HOẠCH", "NQ": "NGHỊ QUYẾT", "QĐ": "QUYẾT ĐỊNH", "HD": "HƯỚNG DẪN"},
    **{"PĐ": "PHÁT ĐỘNG", "PD": "PHÁT ĐỘNG", "CTR": "CHƯƠNG TRÌNH", "TB": "THÔNG BÁO", "ĐA": "ĐỀ ÁN"},
}
"""What the letters behind the number stand for."""
_NUMBER = re.compile(
    r"^S[ốỐ]\s*:?[\s….·_]*(?P<digits>\d+[a-z]?)?[\s….·_]*(?P<symbol>(?:/\s?\d{4}\s?)?[/-]\s?[A-ZĐ][A-ZĐa-z\d]*(?:\s?[-/.&]\s?[A-ZĐ][A-ZĐa-z\d]*)*)"
)
_GAP = r"[\s….·_]*"
_DATED = re.compile(
    rf"^(?:(?P<place>[^,:/]{{2,50}}?)\s*,\s*)?(?P<verbatim>ngày{_GAP}(?P<day>\d{{1,2}})?{_GAP}(?:tháng|/){_GAP}"
    rf"(?P<month>\d{{1,2}})?{_GAP}(?:năm|/){_GAP}(?P<year>20\d{{2}}|19\d{{2}}))\W*$",
    re.IGNORECASE,
)
_MOTTO = re.compile(
    r"C[ỘO]NG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc"
    r"|ĐẢNG CỘNG SẢN VIỆT NAM",
    re.IGNORECASE,
)
_ABBREVIATED = {"TP": "THÀNH PHỐ", "TX": "THỊ XÃ"}
_LEVELS = {
    "tỉnh": Level.PROVINCE,
    "thành phố": Level.DISTRICT,
    "huyện": Level.DISTRICT,
    "quận": Level.DISTRICT,
    "thị xã": Level.DISTRICT,
    "xã": Level.COMMUNE,
    "phường": Level.COMMUNE,
    "thị trấn": Level.COMMUNE,
    "đặc khu": Level.COMMUNE,
}
_CITIES = ("hà nội", "hồ chí minh", "hải phòng", "đà nẵng", "cần thơ", "huế")
"""The cities that stand beside the provinces; any other thành phố was a district until 1/7/2025."""
_OF_A_CITY = re.compile(
    r"\bcác quận\b|\bsở, (?:ban, )?ngành\b(?:(?!\btỉnh\b)[^.;\n]){0,80}\bthành phố\b", re.IGNORECASE
)
_LEVEL_WORDS = "|".join(sorted(_LEVELS, key=len, reverse=True))
_BODY = r"(?P<body>(?:Chủ tịch\s+)?(?:(?:Ủy|Uỷ) ban nhân dân|UBND))"
_OWN = rf"{_BODY}\s+(?P<level>(?i:{_LEVEL_WORDS}))(?:\s+(?P<name>{NAME}))?\s*(?:,\s*tôi)?\s+"
_LAUNCHES = (
    re.compile(rf"(?<!do ){_OWN}(?:chính thức\s+|tổ chức\s+)?(?:phát động|ban hành)"),
    re.compile(rf"(?<!do ){_OWN}(?:kêu gọi|yêu cầu|xây dựng|giao)"),
)
"""Who launches; where nobody is said to, who commands."""
_OFFICE = re.compile(
    rf"^(?P<body>ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|ĐẢNG ỦY"
    rf"|ĐẢNG BỘ)?\s*(?P<level>{_LEVEL_WORDS})\s+(?P<name>.+)$",
    re.IGNORECASE,
)
_PLACED = re.compile(rf"\b(?P<level>(?i:{_LEVEL_WORDS}))\s+(?!HỘI\b)(?P<name>[{UPPER}].*)$")
_PARTY = re.compile(r"^(?P<level>TỈNH|THÀNH|HUYỆN|QUẬN|THỊ)\s+(?:ỦY|UỶ)\s+(?P<name>.+)$", re.IGNORECASE)
_BODIES = {
    "ubnd": "Ủy ban nhân dân",
    "uy ban nhan dan": "Ủy ban nhân dân",
    "hoi dong nhan dan": "Hội đồng nhân dân",
    "hdnd": "Hội đồng nhân dân",
    "dang uy": "Đảng ủy",
    "dang bo": "Đảng bộ",
}
_TOGETHER = re.compile(
    r"(?:^|[.;]\s+)((?:(?:Huyện|Tỉnh|Đảng|Thành|Thị|Quận) ủy|Thường trực"
    r"|Hội đồng)[^.;]{5,160}?)\s+(?:phát động|kêu gọi)"
)
_PROVINCE = re.compile(rf"\b[Tt]ỉnh ({NAME})")
_HEAD_BLOCKS = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Letterhead:
    """What stands above the first sentence of a directive; `end` is the line of the last piece of it."""

    document_type: str | None = None
    number: str | None = None
    number_verbatim: str | None = None
    date: Day | None = None
    precision: Precision | None = None
    date_verbatim: str | None = None
    place: str | None = None
    title: str | None = None
    issuer: Issuer | None = None
    co_launchers: tuple[str, ...] = ()
    province: str | None = None


def read_letterhead(document: Document) -> Letterhead:
    """The head of the document; what it does not state is None."""
    lines = list(_lines(document))
    place_of_type, document_type, title = _type_and_title(lines)
    head = lines[: place_of_type if document_type else 12]
    number, number_verbatim = _number(head or lines[:12])
    if document_type is None and number_verbatim:
        document_type = _SYMBOLS.get(re.split(r"[\W\d_]+", number_verbatim.upper().removeprefix("SỐ"))[1])
    day, precision, verbatim, place = _dated(lines)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    return Letterhead(
        document_type=document_type,
        number=number,
        number_verbatim=number_verbatim,
        date=day,
        precision=precision,
        date_verbatim=verbatim,
        place=place,
        title=title,
        issuer=_issuer(head, text, place),
        co_launchers=_together(text),
        province=_province(head, text),
    )


def _lines(document: Document) -> Iterator[str]:
    """The first lines of the document; a letterhead may be a table of two columns, or two columns in one line."""
    for block in document.blocks[:_HEAD_BLOCKS]:
        for line in [block.text] if isinstance(block, Paragraph) else columns(block):
            for piece in _MOTTO.split(line):
                number = _NUMBER.match(piece.strip())
                cut = number.end() if number and _DATED.match(piece.strip()[number.end() :].strip()) else 0
                yield from (
                    part for one in (piece.strip()[:cut], piece.strip()[cut:]) if (part := one.strip(" |"))
                )


def _type_and_title(lines: list[str]) -> tuple[int, str | None, str | None]:
    """(place of the type, type, title); a letter has no type, its title is the line that begins "V/v"."""
    for loose in (False, True):
        for n, text in enumerate(lines):
            found = _TYPE.match(text)
            name = found[1] if found else None
            if loose and len(text) < 30:
                name = _TYPE_OF.get(fold(text).strip(" .*-:"))
            if name:
                rest = text[len(name) :].strip(" :.-") if found else ""
                return n, _SHORT_TYPE.get(name, name), _title(rest, lines[n + 1 : n + 6])
    letter = next((n for n, text in enumerate(lines[:12]) if text.lower().startswith("v/v ")), None)
    return 0, None, None if letter is None else _title("", lines[letter : letter + 4])


def _title(rest: str, following: list[str]) -> str | None:
    """The lines below the type until the first that is a sentence, a legal basis or a number."""
    pieces = [rest] if rest else []
    for line in following:
        if not pieces and line.isupper() and _BODY_LINE.match(line):
            continue
        ends = re.match(
            r"(?:Căn cứ|Kính (?:gửi|thưa)|Thực hiện (?:Chỉ thị|Nghị quyết|Kế hoạch|Quyết định|Luật)|Số\s*:|HỘI ĐỒNG"
            r"|ỦY BAN|UBND|CHỦ TỊCH|THỦ TƯỚNG|GIÁM ĐỐC|BỘ TRƯỞNG|BAN (?:CHẤP HÀNH|THƯỜNG VỤ)|QUYẾT (?:NGHỊ|ĐỊNH)"
            r"|[IVX]+\.|\d+\.|Điều \d|PHẦN|[-+•])",
            line,
        )
        if ends or len(line) > 400 or line.endswith((".", ";", "!", ":")) or _DATED.match(line):
            break
        if pieces and line.isupper() and not pieces[-1].isupper() and not pieces[-1].endswith((",", "-")):
            break  # The first heading, not the title.
        if pieces and not (
            line[0].islower() or line.isupper() or pieces[-1].endswith((",", "-")) or len(line) < 60
        ):
            break
        pieces.append(line)
    return " ".join(pieces).strip(" .") or None


def _number(lines: list[str]) -> tuple[str | None, str | None]:
    for line in lines:
        found = _NUMBER.match(line)
        if found:
            verbatim = found[0].strip()
            if not found["digits"]:
                return None, verbatim
            return found["digits"] + re.sub(r"\s", "", found["symbol"]), verbatim
    return None, None


def _dated(lines: list[str]) -> tuple[Day | None, Precision | None, str | None, str | None]:
    """The date of the letterhead, which a narrow column may have broken into up to three lines."""
    for n in range(len(lines)):
        found = next(
            (one for count in (1, 2, 3) if (one := _DATED.match(" ".join(lines[n : n + count])))), None
        )
        if not found:
            continue
        verbatim, place = found["verbatim"], found["place"]
        if not found["month"]:
            return None, None, verbatim, place
        try:
            day = Day(int(found["year"]), int(found["month"]), int(found["day"] or 1))
        except ValueError:
            return None, None, verbatim, place
        return day, Precision.DAY if found["day"] else Precision.MONTH, verbatim, place
    return None, None, None, None


def _issuer(head: list[str], text: str, place: str | None) -> Issuer | None:
    """The office of the letterhead; its chairman where he launches himself; else who the text says launches."""
    head = [re.sub(r"\b(TP|TX)\b\.?\s*", lambda short: _ABBREVIATED[short[1]] + " ", line) for line in head]
    office = _office(head)
    own = [found for pattern in _LAUNCHES[: 1 if office else 2] for found in pattern.finditer(text)]
    launch = next((found for found in own if office is None or found["level"].lower() == office[1]), None)
    if office is None and (placed := _placed(head)):
        return placed
    if launch:
        level_name = launch["level"].lower()
        name = launch["name"] or (office[2] if office else place)
        body = launch["body"].replace("UBND", "Ủy ban nhân dân").replace("Uỷ", "Ủy")
        full = " ".join(filter(None, (body, level_name, name)))
        level = (
            Level.PROVINCE if not name and _rules_departments(level_name, text) else _level(level_name, name)
        )
        return Issuer(level=level, level_name=level_name, name=full, source=launch[0])
    if office:
        body, level_name, name = office
        full = " ".join((body, level_name, name)) if body != "ủy" else level_name.capitalize() + " ủy " + name
        return Issuer(level=_level(level_name, name), level_name=level_name, name=full, source="letterhead")
    return None


def _placed(head: list[str]) -> Issuer | None:
    """An office of another kind (a department, a union, a school), as its letterhead writes it."""
    capitals = [line for line in head if line.isupper() and not _NUMBER.match(line)]
    for n, line in enumerate(capitals):
        found = _PLACED.search(line)
        if found:
            level_name = found["level"].lower()
            return Issuer(
                level=_level(level_name, found["name"]),
                level_name=level_name,
                name=" ".join(capitals[n : n + 2]),
                source="letterhead",
            )
    return None


def _office(head: list[str]) -> tuple[str, str, str] | None:
    """(body, level, name) of the office in the letterhead, whose name may stand on the line below."""
    body = ""
    found = None
    for line in head:
        # The party's letterhead says "ĐẢNG BỘ TỈNH …" above "HUYỆN ỦY …"; the office itself is the lower line.
        party, office = _PARTY.match(line), _OFFICE.match(line)
        if party and line.isupper():
            found = ("ủy", party["level"].lower(), party["name"].title())
        elif office and line.isupper():
            own = _BODIES.get(fold(office["body"] or ""), "") or body
            if own:
                found = (own, office["level"].lower(), office["name"].strip(" .-").title())
        body = _BODIES.get(fold(line).strip(" .-*"), "")
    return found


def _level(level_name: str, name: str | None) -> Level:
    if level_name in ("thành phố", "thành") and (name or "").lower() in _CITIES:
        return Level.PROVINCE
    return _LEVELS.get(level_name, Level.DISTRICT)


def _rules_departments(level_name: str, text: str) -> bool:
    """Whether it is a city beside the provinces, where the text does not name it: its own are departments or quận."""
    return level_name == "thành phố" and bool(_OF_A_CITY.search(text))


def _together(text: str) -> tuple[str, ...]:
    """Those who launch together: "Huyện ủy, Hội đồng nhân dân, Ủy ban nhân dân và Ủy ban MTTQ … phát động"."""
    found = _TOGETHER.search(text)
    bodies = re.split(r",\s*|\s+và\s+(?=[A-ZĐỦ])", found[1]) if found else []
    return tuple(body.strip() for body in bodies if body.strip()) if len(bodies) > 1 else ()


def _province(head: list[str], text: str) -> str | None:
    for line in head:
        named = re.match(rf"^(?:.*\s)?TỈNH\s+([{UPPER} ]+)$", line)
        if named and line.isupper():
            return named[1].title().strip()
    names = Counter(found[1] for found in _PROVINCE.finditer(text))
    return names.most_common(1)[0][0] if names else None
