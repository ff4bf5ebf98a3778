"""The letter that asks late units for their reports, and the list of who has not reported, as drafts."""

from collections.abc import Callable
from functools import partial

from bot.errors import Refused
from bot.reports import own_template, wording
from bot.reports.content import SummaryContent
from bot.reports.letterhead import Letterhead
from bot.reports.lines import lines, put_together, sentence
from bot.reports.own_template import Paper
from bot.reports.paper import campaign_words
from bot.reports.paper_tables import late_table, owing_table
from bot.reports.word_parts import document

ADDRESSED = 5
"""So many units stand behind "Kính gửi"; of more the letter says that they are those of its list."""


def letter(content: SummaryContent, office: Letterhead, template: bytes | None = None) -> bytes:
    """Công văn đôn đốc, in the form of the decree or the office's own. Refused where no unit owes its report."""
    owing = content.late.owing
    if not owing:
        raise Refused("nobody_owes", phase=content.head.phase)
    about = sentence("_about", campaign=campaign_words(content.head.campaign))
    facts = _facts(content, office) | {
        "about": (about,),
        "subject": about,
        "kind": None,
        "owing": len(owing),
        "waiting": len(content.late.waiting),
        "addressed": [row.unit for row in owing] if len(owing) <= ADDRESSED else [],
        "received_by": ("Như trên",),
    }
    if template is not None:
        return _in_own_form(Paper.LETTER, template, facts, partial(owing_table, content.late))
    body = put_together(lines("letter", **facts), {"owing": owing_table(content.late)})
    return document(body, title=about, author=office.issuer, made_at=content.head.as_of)


def late_list(content: SummaryContent, office: Letterhead, template: bytes | None = None) -> bytes:
    """Danh sách đơn vị chưa gửi báo cáo: four lists in one table; people are named where the content names them."""
    rows = content.late.every
    late = partial(
        late_table,
        content.late,
        content.head.as_of.tzinfo,
        contacts=any(row.contacts for row in rows),
    )
    title = sentence("_list_title", head=content.head)
    facts = _facts(content, office) | {"about": (), "subject": title, "kind": "DS", "owing": len(rows)}
    if template is not None:
        return _in_own_form(
            Paper.LIST, template, facts, lambda width: late(width=width) if rows else _nobody()
        )
    body = put_together(lines("list", **facts), {"late": late()})
    return document(body, title=title, author=office.issuer, made_at=content.head.as_of, landscape=True)


def _in_own_form(
    which: Paper, template: bytes, facts: dict[str, object], late: Callable[[float], str]
) -> bytes:
    return own_template.fill(
        which,
        template,
        words=dict(lines("fields", **facts)),
        blocks={
            "kinh_gui": lines("_addressed", **facts) if which is Paper.LETTER else [],
            "noi_nhan": lines("_received", **facts),
        },
        tables={"bang_chua_bao_cao": late},
    )


def _nobody() -> str:
    return put_together(lines("_nobody_late"), {})


def _facts(content: SummaryContent, office: Letterhead) -> dict[str, object]:
    return {
        "content": content,
        "head": content.head,
        "office": office,
        "made_at": content.head.as_of,
        "campaign": campaign_words(content.head.campaign),
        "counted_line": wording.counted(content),
        "received_by": office.received_by,
    }
