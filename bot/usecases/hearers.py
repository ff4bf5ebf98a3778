"""Who a message about a report is for, found at the moment in which it leaves."""

from datetime import datetime

from bot.campaign.model import Role
from bot.store import recipients, report_moves
from bot.store.engine import Tx
from bot.store.reports import ReportHead

REPORTERS, HEADS = (Role.FOCAL_POINT,), (Role.HEAD,)


def is_reporter(tx: Tx, person_id: int, head: ReportHead, now: datetime) -> bool:
    """Whether a person reports for the unit at the moment in which a message leaves for him."""
    return person_id in report_moves.holders(tx, head.unit_id, REPORTERS, now)


def looks_on(tx: Tx, person_id: int, head: ReportHead, now: datetime) -> bool:
    """Whether a person sees the report otherwise: as the unit's head, or as an admin of the campaign."""
    if person_id in report_moves.holders(tx, head.unit_id, HEADS, now):
        return True
    return runs(tx, person_id, head, now)


def runs(tx: Tx, person_id: int, head: ReportHead, now: datetime) -> bool:
    """Whether a person is admin at the unit that launched the report's campaign, or above it."""
    return any(head.owner_path.startswith(path) for _, path in recipients.admin_at(tx, person_id, now))
