"""The report of a summary as a draft in the form of Nghị định 30/2020: figures and what units wrote; the rest stays blank.

Nothing is made up: no reason, no judgement, no number, day or signature. What people have to write is highlighted.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial

from bot.campaign.model import Duty, NarrativePart
from bot.campaign.naming import called
from bot.reports import own_template, wording
from bot.reports.content import Example, Head, SummaryContent, Told
from bot.reports.letterhead import Letterhead
from bot.reports.lines import Line, lines, put_together, sentence
from bot.reports.own_template import Paper
from bot.reports.paper_tables import late_table, progress_table, told_table, units_table
from bot.reports.word_parts import document

NAMED = 15
"""So many units stand by name in the text; more are left to the annex."""
TOLD = 60
"""So many pieces of units' narrative stand in the text; more make an annex of their own."""
_STARTERS = {
    Paper.REPORT: ("starter", "Mẫu báo cáo"),
    Paper.LETTER: ("starter_letter", "Mẫu công văn đôn đốc"),
    Paper.LIST: ("starter_list", "Mẫu danh sách chưa báo cáo"),
}


class Occasion(StrEnum):
    """What the report is written for: it decides title and outlook."""

    HALF_YEAR = "half_year"
    YEAR = "year"
    PRELIMINARY = "preliminary"
    FINAL = "final"
    PROGRESS = "progress"
    """A period within a phase: nothing is reviewed yet."""


def occasion(head: Head) -> Occasion:
    if not head.closes_phase:
        return Occasion.PROGRESS
    end = (head.ends_on.month, head.ends_on.day)
    final = (head.review_kind or "").lower() == "tổng kết" or (head.review_kind is None and end == (12, 31))
    if end == (12, 31) and final:
        return Occasion.YEAR
    if end == (6, 30) and not final:
        return Occasion.HALF_YEAR
    return Occasion.FINAL if final else Occasion.PRELIMINARY


def campaign_words(title: str) -> str:
    """ "Về việc phát động phong trào thi đua năm 2023" -> "phong trào thi đua năm 2023"."""
    words = called(title)
    return "".join((words[:1].lower(), words[1:]))


def title(content: SummaryContent) -> str:
    """The trích yếu of the report: "Sơ kết phong trào thi đua 6 tháng đầu năm 2023, …"."""
    head = content.head
    return sentence(
        "_subject", head=head, occasion=occasion(head).value, campaign=campaign_words(head.campaign)
    )


def report(content: SummaryContent, office: Letterhead, template: bytes | None = None) -> bytes:
    """The whole paper as a .docx file: in the form of the decree, or in the office's own."""
    if template is not None:
        return _in_own_form(content, office, template)
    apart = len(content.told.narratives) > TOLD
    zone = content.head.as_of.tzinfo
    tables = {"progress": progress_table(content), "units": units_table(content.units, zone)}
    if content.late.every:
        tables["late"] = late_table(content.late, zone, contacts=False)
    if apart:
        tables["told"] = told_table(content.told)
    facts = _facts(content, office, most=NAMED) | _said(content.told, apart=apart)
    return document(
        put_together(lines("report", **facts, tables=tables, own=False), tables),
        title=title(content),
        author=office.issuer,
        made_at=content.head.as_of,
        landscape=True,
    )


def starter(which: Paper, issuer: str, made_at: datetime) -> bytes:
    """A form with the fields in their places, for an office to change as it likes."""
    words, title = _STARTERS[which]
    return document(
        put_together(lines(words), {}),
        title=title,
        author=issuer,
        made_at=made_at,
        landscape=which is not Paper.LETTER,
    )


def _in_own_form(content: SummaryContent, office: Letterhead, template: bytes) -> bytes:
    """In an office's own form no annex can be counted on, so nothing is left to one."""
    zone = content.head.as_of.tzinfo
    facts = (
        _facts(content, office, most=len(content.units)) | _said(content.told, apart=False) | {"own": True}
    )

    def told(name: str, hint: str) -> list[Line]:
        return lines("_told", told=facts[name], annexed="", hint=hint)

    def late(width: float) -> str:
        if not content.late.every:
            return put_together(lines("_nobody_late"), {})
        return late_table(content.late, zone, contacts=False, width=width)

    return own_template.fill(
        Paper.REPORT,
        template,
        words=dict(lines("fields", **facts)),
        blocks={
            "ket_qua_chi_tieu": lines("_results", **facts),
            "che_do_bao_cao": lines("_regime", **facts),
            "dien_hinh": told("examples", "Nêu gương điển hình tiên tiến."),
            "ton_tai_han_che": told("shortcomings", "Nêu tồn tại, hạn chế."),
            "nguyen_nhan": told("causes", "Nêu nguyên nhân."),
            "kien_nghi": told("proposals", "Nêu kiến nghị, đề xuất."),
            "noi_nhan": lines("_received", **facts),
        },
        tables={
            "bang_chi_tieu": partial(progress_table, content),
            "bang_don_vi": partial(units_table, content.units, zone),
            "bang_chua_bao_cao": late,
        },
    )


def _facts(content: SummaryContent, office: Letterhead, *, most: int) -> dict[str, object]:
    """What the words are made of; of more than `most` units in one list none is named."""
    head, lists = content.head, content.late
    sent_late = [unit for unit in content.units if unit.late and unit.duty is Duty.REQUIRED]
    return {
        "content": content,
        "head": head,
        "office": office,
        "kind": "BC",
        "subject": title(content),
        "about": (),
        "made_at": head.as_of,
        "received_by": office.received_by,
        "occasion": occasion(head).value,
        "campaign": campaign_words(head.campaign),
        "owing": len(lists.owing),
        "counted_line": wording.counted(content),
        "as_of": wording.as_of(head),
        "clusters": [one for one in content.clusters if one.cluster_id is not None],
        "states": wording.STATES,
        "sent_late": sent_late if len(sent_late) <= most else [],
        "not_sent": [row.unit for row in lists.owing] if len(lists.owing) <= most else [],
        "waiting": [row.unit for row in lists.waiting] if len(lists.waiting) <= most else [],
        "examples": [_example(one) for one in content.told.examples],
    }


def _said(told: Told, *, apart: bool) -> dict[str, object]:
    """What the units wrote, part by part: line by line with the unit's name, or the words that name the annex."""
    facts: dict[str, object] = {}
    for part in NarrativePart:
        of_part = told.of(part)
        facts[part.value] = [] if apart else [_line(one.unit, one.text) for one in of_part]
        facts["_".join((part.value, "annexed"))] = (
            sentence("_annexed", count=len(of_part)) if apart and of_part else ""
        )
    return facts


def _line(unit: str, text: str) -> tuple[str, Sequence[str]]:
    """A unit and the paragraphs that it wrote, without the dashes before them."""
    paragraphs = [one.strip(" -+•\t") for one in text.split("\n")]
    return unit, [one for one in paragraphs if one]


def _example(one: Example) -> tuple[str, Sequence[str]]:
    whose = one.unit if one.name is None else " – ".join((one.name, one.unit))
    return whose, [one.deed]
