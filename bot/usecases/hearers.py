"""Who a message about a report is for, found at the moment in which it leaves."""

from datetime import datetime

from bot.campaign.model import Role
from bot.store import cluster_dues, recipients, report_moves
from bot.store.cluster_reports import ClusterHead
from bot.store.engine import Tx
from bot.store.reports import ReportHead
from bot.usecases.access import AnyHead

REPORTERS, HEADS = (Role.FOCAL_POINT,), (Role.HEAD,)


def reporters_of(tx: Tx, head: AnyHead, now: datetime) -> list[int]:
    """Whoever hands this report in and can be written to."""
    if isinstance(head, ClusterHead):
        return cluster_dues.leads(tx, head.cluster_id, now)
    return report_moves.holders(tx, head.unit_id, REPORTERS, now)


def is_reporter(tx: Tx, person_id: int, head: AnyHead, now: datetime) -> bool:
    """Whether a person reports for the unit (leads the cluster) at the moment in which a message leaves for him."""
    return person_id in reporters_of(tx, head, now)


def looks_on(tx: Tx, person_id: int, head: AnyHead, now: datetime) -> bool:
    """Whether a person sees the report otherwise: as the unit's head, or as an admin of the campaign."""
    if isinstance(head, ReportHead) and person_id in report_moves.holders(tx, head.unit_id, HEADS, now):
        return True
    return runs(tx, person_id, head, now)


def runs(tx: Tx, person_id: int, head: AnyHead, now: datetime) -> bool:
    """Whether a person is admin at the unit that launched the report's campaign, or above it."""
    return any(head.owner_path.startswith(path) for _, path in recipients.admin_at(tx, person_id, now))
