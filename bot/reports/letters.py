"""The letter that asks late units for their reports, and the list of who has not reported, as drafts."""

from bot.errors import Refused
from bot.reports.content import SummaryContent
from bot.reports.letterhead import Letterhead
from bot.reports.lines import lines, put_together, sentence
from bot.reports.paper import campaign_words
from bot.reports.paper_tables import late_table, owing_table
from bot.reports.word_parts import document

ADDRESSED = 5
"""So many units stand behind "Kính gửi"; of more the letter says that they are those of its list."""


def letter(content: SummaryContent, office: Letterhead) -> bytes:
    """Công văn đôn đốc. Refused where no unit owes its report."""
    owing = content.late.owing
    if not owing:
        raise Refused("nobody_owes", phase=content.head.phase)
    about = sentence("_about", campaign=campaign_words(content.head.campaign))
    facts = _facts(content, office) | {
        "about": (about,),
        "kind": None,
        "owing": len(owing),
        "waiting": len(content.late.waiting),
        "addressed": [row.unit for row in owing] if len(owing) <= ADDRESSED else [],
        "received_by": ("Như trên",),
    }
    body = put_together(lines("letter", **facts), {"owing": owing_table(content.late)})
    return document(body, title=about, author=office.issuer, made_at=content.head.as_of)


def late_list(content: SummaryContent, office: Letterhead) -> bytes:
    """Danh sách đơn vị chưa gửi báo cáo: four lists in one table; people are named where the content names them."""
    rows = content.late.every
    contacts = any(row.contacts for row in rows)
    facts = _facts(content, office) | {
        "about": (),
        "kind": "DS",
        "owing": len(rows),
    }
    body = put_together(
        lines("list", **facts),
        {"late": late_table(content.late, content.head.as_of.tzinfo, contacts=contacts)},
    )
    title = sentence("_list_title", head=content.head)
    return document(body, title=title, author=office.issuer, made_at=content.head.as_of, landscape=True)


def _facts(content: SummaryContent, office: Letterhead) -> dict[str, object]:
    return {
        "content": content,
        "head": content.head,
        "office": office,
        "made_at": content.head.as_of,
        "campaign": campaign_words(content.head.campaign),
    }
