"""The foot of a directive: who receives it, who signs it; and which office runs the campaign."""

import re

from bot.directive.document import Document, Paragraph
from bot.directive.extraction.letters import UPPER
from bot.directive.extraction.naming import capital
from bot.directive.model import ReportingDuty, Signer, StandingBody

_RECIPIENTS = re.compile(r"^nơi nhận\W*$|^nơi nhận\s*:", re.IGNORECASE)
_ROLE = re.compile(
    r"^(?:(?:TM|T/M|KT|TL|TUQ|Q)\s*\.\s*)?(?:PHÓ\s+)?(?:CHỦ TỊCH|BÍ THƯ|GIÁM ĐỐC|CHÁNH VĂN PHÒNG"
    r"|TRƯỞNG (?:PHÒNG|BAN)|THỦ TRƯỞNG|HIỆU TRƯỞNG|CHỈ HUY TRƯỞNG)\b[^.;:]*$"
)
_PREFIX = re.compile(r"^(?:TM|T/M|KT|TL|TUQ)\s*\.\s*\S.*$")
_PERSON = re.compile(
    rf"^(?:(?:TS|ThS|PGS|GS|BS|Đại tá|Thượng tá|Trung tá)\.?\s*)*([{UPPER}]\w*(?:\s+[{UPPER}]\w*){{1,5}})$"
)
_SIGNED = re.compile(r"^\(?\s*(?:đã ký|ký tên|đã kí)[^)]*\)?\s*:?\s*", re.IGNORECASE)

_OFFICE = rf"(?:[Pp]hòng|[Ss]ở|[Vv]ăn phòng|[Bb]an|[Bb]ộ phận|[Tt]rung tâm)\s+[{UPPER}][^,.;()“”]{{2,70}}?"
_STANDING = re.compile(
    rf"({_OFFICE})\s*(?:\(\s*([Cc]ơ quan [Tt]hường trực[^);.]*)\)"
    rf"|,?\s+(?:là\s+)?([Cc]ơ quan [Tt]hường trực[^).;]*?)"
    r"(?:,?\s+(?:có trách nhiệm|chủ trì|tham mưu|theo dõi|giúp|hướng dẫn)|[.;]|$))"
)
_THROUGH = re.compile(
    r"\(\s*qua\s+((?:Phòng|Sở|Văn phòng|Ban|Bộ phận)[^();]*)\)|\bqua\s+((?:Phòng|Sở|Văn phòng"
    r"|Ban)\s+[A-ZĐ][^,.;()]{2,60}?)(?=[,.;(]|\s+(?:trước|để|tổng hợp|theo))"
)
_WATCHES = re.compile(
    rf"[Gg]iao\s+({_OFFICE})(?:\s*\([^)]*\))?,?\s+(?:là đầu mối|chủ trì|có trách nhiệm|theo dõi"
    rf"|hướng dẫn|tổ chức)[^.]{{0,300}}(?:đôn đốc|tổng hợp)"
)

_REPORTS = re.compile(
    r"\bbáo cáo\b[^.;]*?(?:\bgửi(?: về)?|\bvề)\s+((?:Ủy ban nhân dân|UBND|Phòng|Sở|Ban|Văn phòng|huyện"
    r"|tỉnh|xã|Hội đồng)[^.;]*)|\b(?:tổng hợp,? )?báo cáo ((?:Chủ tịch )?(?:UBND"
    r"|Ủy ban nhân dân)[^.;,]*)"
)
_WHO_ENDS = re.compile(
    r"\s*(?:\(|,?\s+(?:có trách nhiệm|chủ trì|xây dựng|tổ chức|triển khai|thực hiện|báo cáo|định kỳ"
    r"|tham mưu|căn cứ|phối hợp)\b)"
)
_WHEN = re.compile(
    r"định kỳ(?: (?:hằng|hàng) (?:tháng|quý|năm)| \d+ tháng)?|(?:trước|chậm nhất)[^,.;()]{3,40}"
    r"|(?:hằng|hàng) (?:tháng|quý|năm)|thường xuyên, kịp thời|thường xuyên"
)


def tail_lines(document: Document) -> list[str]:
    """The lines from "Nơi nhận" or the signature on; a table of two columns is read column by column."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
            continue
        for place in range(max((len(row) for row in block.rows), default=0)):
            for row in block.rows:
                lines += [
                    line.strip()
                    for cell in row[place : place + 1]
                    for line in cell.split("\n")
                    if line.strip()
                ]
    half = len(lines) // 3
    for n, line in enumerate(lines):
        if n >= half and (
            _RECIPIENTS.match(line) or _ROLE.match(line) or (_PREFIX.match(line) and line.isupper())
        ):
            return lines[n:]
    return []


def recipients_of(lines: list[str]) -> tuple[str, ...]:
    """The bullets below "Nơi nhận"."""
    start = next((n for n, line in enumerate(lines) if _RECIPIENTS.match(line)), None)
    if start is None:
        return ()
    found = [lines[start].partition(":")[2].strip(" ;.")]
    for line in lines[start + 1 :]:
        if _ROLE.match(line) or _PREFIX.match(line):
            break
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
    if role is None and prefix is None:
        return None
    if role is None and prefix is not None and "/" not in prefix:
        role = None
    return Signer(role=role, role_prefix=prefix, name=name)


def standing_body_of(text: str) -> StandingBody | None:
    """The office named as cơ quan thường trực; else that through which reports go; else that which is to chase up."""
    named = _STANDING.search(text)
    if named:
        return StandingBody(
            name=capital(named[1].strip()),
            capacity=(named[2] or named[3]).strip(" ,"),
            verbatim=named[1].strip(),
        )
    for pattern in (_THROUGH, _WATCHES):
        found = pattern.search(text)
        if found:
            name = next(group for group in found.groups() if group).strip(" ,")
            return StandingBody(name=capital(name), capacity=None, verbatim=found[0])
    return None


def duties_of(paragraphs: tuple[Paragraph, ...]) -> tuple[ReportingDuty, ...]:
    """Who must report to whom, in the order of the text."""
    found = []
    for paragraph in paragraphs:
        report = _REPORTS.search(paragraph.text)
        if not report or paragraph.text.startswith(("Căn cứ", "Thực hiện")):
            continue
        body = re.sub(r"^(?:\d+(?:\.\d+)*[.)]|[-+•]|[a-zđ][.)])\s*", "", paragraph.text)
        who = _WHO_ENDS.split(re.sub(r"^(?:Giao|Đề nghị|Yêu cầu)\s+", "", body), maxsplit=1)[0]
        when = _WHEN.search(report[0]) or _WHEN.search(paragraph.text[: report.end()])
        to = next((group for group in report.groups() if group), None)
        if len(who) < 200:
            found.append(
                ReportingDuty(
                    who=who.strip(" ,:"),
                    to=_WHEN.sub("", to).strip(" ,") if to else None,
                    when=when[0] if when else None,
                    text=report[0],
                    line=paragraph.line_at(report.start()),
                )
            )
    return tuple(found)
