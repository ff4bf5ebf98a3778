"""What a person sees first on the page: the reports that he owes, those that wait for him, the campaigns he may see."""

from dataclasses import dataclass
from datetime import datetime

from bot.campaign.model import Role
from bot.errors import Refused
from bot.store import report_lists, reports
from bot.store.cluster_dues import ClusterDue
from bot.store.engine import Tx
from bot.store.report_lists import UnitReport
from bot.store.reports import Due
from bot.usecases import cluster_reports, pulling
from bot.usecases.access import Caller
from bot.usecases.pulling import Seen
from bot.usecases.report_cards import clusters_within, within
from bot.usecases.reporting import units_of

WAITING_SHOWN = 50
DONE_SHOWN = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """`owed` and `done` are the caller's as a focal point, `waiting` his as a head or admin, `count` of all that wait.

    `led` is due from the clusters that he leads, or was given by them; `clusters_waiting` waits for him as an admin.
    """

    owed: tuple[Due, ...]
    done: tuple[Due, ...]
    waiting: tuple[UnitReport, ...]
    count: int
    led: tuple[ClusterDue, ...]
    clusters_waiting: tuple[ClusterDue, ...]
    campaigns: tuple[Seen, ...]


def home(tx: Tx, who: Caller, now: datetime) -> Home:
    if not who.roles:
        raise Refused("no_role")
    every = (
        reports.owed(tx, units_of(who, Role.FOCAL_POINT), now.date()) if who.holds(Role.FOCAL_POINT) else []
    )
    count = 0
    clusters: list[ClusterDue] = []
    waiting: list[UnitReport] = []
    if who.holds(Role.HEAD, Role.ADMIN):
        wanted = within(who, "look")
        count, waiting = report_lists.listed(
            tx, wanted, now.date(), unit_ids=None, start=0, most=WAITING_SHOWN
        )
        clusters = clusters_within(tx, who, now, "look")
    led = sorted(cluster_reports.dues(tx, who, now), key=lambda due: not due.is_owed)
    return Home(
        owed=tuple(due for due in every if due.is_owed),
        done=tuple(due for due in every if not due.is_owed)[-DONE_SHOWN:],
        waiting=tuple(waiting),
        count=count + len(clusters),
        led=tuple(led[:WAITING_SHOWN]),
        clusters_waiting=tuple(clusters[:WAITING_SHOWN]),
        campaigns=tuple(pulling.seen(tx, who)),
    )
