"""The foot of a directive: who receives it, who signs it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.directive.document import Document, Paragraph, Table
from bot.directive.extraction.letters import UPPER
from bot.directive.model import Signer

_RECIPIENTS = re.compile(r"^nơi nhận\W*$|^nơi nhận\s*:", re.IGNORECASE)
_TITLES = (
    r"CHỦ TỊCH|BÍ THƯ|(?:TỔNG )?GIÁM ĐỐC|CHÁNH (?:VĂN PHÒNG|THANH TRA|ÁN)|TRƯỞNG (?:PHÒNG|BAN|CÔNG AN|ĐOÀN)"
    r"|THỦ TRƯỞNG|HIỆU TRƯỞNG|VIỆN TRƯỞNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|CHỈ HUY TRƯỞNG|THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG"
    r"|CHỦ NHIỆM|CHÍNH ỦY|TƯ LỆNH|TỔNG THƯ KÝ|CHỦ TỌA"
)
_FOR = r"(?:T/?M|KT|TL|TUQ|Q)\s*\."
_ROLE = re.compile(rf"^(?:{_FOR}\s*)?(?:QUYỀN\s+)?(?:PHÓ\s+)?(?:{_TITLES})\b[^.;:]*$")
_PREFIX = re.compile(rf"^{_FOR}\s*\S.*$")
_BESIDE = re.compile(
    r"(?<=[;:.,])(?<!KT\.)(?<!TM\.)(?<!/M\.)(?<!TL\.)(?<!Q\.)\s+"
    rf"(?=(?:{_FOR}\s*[{UPPER}]{{2}}|(?:QUYỀN |PHÓ )?(?:{_TITLES})\b)[^a-zà-ỹ]*$)"
    rf"|(?<=\.)\s+(?=[{UPPER}][a-zà-ỹ]+(?:\s[{UPPER}][a-zà-ỹ]+){{1,4}}$)"
)
"""Where the column of the recipients ends and that of the signature begins, when both stand in one line."""
_PERSON = re.compile(
    rf"^(?:(?:TS|ThS|PGS|GS|BS|CN|(?:[Đđ]ại|[Tt]hượng|[Tt]rung|[Tt]hiếu) (?:tướng|tá|úy))\.?\s*)*"
    rf"([{UPPER}][\w'’]*(?:\s+[{UPPER}][\w'’]*){{1,5}})$"
)
_SIGNED = re.compile(r"^[(\[]?\s*(?:đã ký|ký tên|đã kí)[^)\]]*[)\]]?\s*:?\s*", re.IGNORECASE)


def columns(table: Table) -> Iterator[str]:
    """The lines of a table without rules (a letterhead, a foot), column by column."""
    for place in range(max((len(row) for row in table.rows), default=0)):
        for row in table.rows:
            yield from (
                line.strip() for cell in row[place : place + 1] for line in cell.split("\n") if line.strip()
            )


def tail_lines(document: Document) -> list[str]:
    """The lines from "Nơi nhận" or the signature on."""
    lines = [
        piece
        for block in document.blocks
        for line in ([block.text] if isinstance(block, Paragraph) else columns(block))
        for piece in _BESIDE.split(line)
    ]
    third = len(lines) // 3
    for n, line in enumerate(lines):
        if _RECIPIENTS.match(line) or (
            n >= third and (_ROLE.match(line) or (_PREFIX.match(line) and line.isupper()))
        ):
            return lines[n:]
    return []


def recipients_of(lines: list[str]) -> tuple[str, ...]:
    """The bullets below "Nơi nhận"; lines of the signature may stand between them."""
    start = next((n for n, line in enumerate(lines) if _RECIPIENTS.match(line)), None)
    if start is None:
        return ()
    found = [lines[start].partition(":")[2].strip(" ;.")]
    signed = False
    for line in lines[start + 1 :]:
        signed = signed or (line.isupper() and bool(_ROLE.match(line) or _PREFIX.match(line)))
        if signed and not re.match(r"[-+•–*]", line):
            continue
        found.append(re.sub(r"^[-+•–*]\s*", "", line).strip(" ;."))
        if found[-1].startswith("Lưu"):
            break
    return tuple(name for name in found if name and name.strip("-"))


def signer_of(lines: list[str]) -> Signer | None:
    """ "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / Nguyễn Văn A"; None where nobody signs."""
    role = prefix = name = None
    for line in lines:
        if _ROLE.match(line) and line.isupper() and not _PREFIX.match(line):
            role = line
        elif _PREFIX.match(line) and line.isupper():
            prefix = line if prefix is None else prefix + " / " + line
        elif role or prefix:
            person = _PERSON.match(_SIGNED.sub("", line))
            if person:
                name = person[1]
                break
    if name is None and (role or prefix):
        name = _below_list(lines)
    if role is None and prefix is None:
        return None
    return Signer(role=role, role_prefix=prefix, name=name)


def _below_list(lines: list[str]) -> str | None:
    """The name that ends the column of the recipients, where the signature's own column holds only the office."""
    for line, below in pairwise(lines):
        person = None if _ROLE.match(below) or _PREFIX.match(below) else _PERSON.match(below)
        if person and re.match(r"(?:[-+•–*]\s*)?Lưu\b", line):
            return person[1]
    return None
