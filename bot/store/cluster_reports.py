"""The reports of clusters: found or begun, their parts in words, and what was done to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, insert, or_, select, update

from bot.campaign.model import CampaignState, NarrativePart, ReportState, Role
from bot.campaign.report_life import Move
from bot.store.answers import PHASE
from bot.store.cluster_tables import cluster_moves, cluster_reports, cluster_texts
from bot.store.engine import AnyRow, Tx
from bot.store.tables import campaign_units, campaigns, clusters, people, periods, phases, roles, units


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterHead:
    """Whose report it is and for when. `own_due_on` is None where it was never returned."""

    report_id: int
    state: ReportState
    cluster_id: int
    cluster: str
    phase: str
    units_due_on: date
    own_due_on: date | None
    submitted_at: datetime | None
    late: bool | None
    campaign_id: int
    campaign: str
    campaign_state: str
    owner_id: int
    owner_path: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterMoved:
    """One move of a cluster's report; `due_on` is the due date in force after it."""

    report_id: int
    move: Move
    state: ReportState
    person: str
    at: datetime
    reason: str | None
    due_on: date


_owner = units.alias("owner")
_HEAD: Select[Any] = (
    select(
        cluster_reports,
        clusters.c.name.label("cluster"),
        PHASE.label("phase"),
        periods.c.due_on.label("units_due_on"),
        campaigns.c.id.label("campaign_id"),
        campaigns.c.title,
        campaigns.c.state.label("campaign_state"),
        campaigns.c.owner_id,
        _owner.c.path,
    )
    .select_from(cluster_reports)
    .join(clusters, clusters.c.id == cluster_reports.c.cluster_id)
    .join(periods, periods.c.id == cluster_reports.c.period_id)
    .join(phases, phases.c.id == periods.c.phase_id)
    .join(campaigns, campaigns.c.id == phases.c.campaign_id)
    .join(_owner, _owner.c.id == campaigns.c.owner_id)
)


def _head(row: AnyRow) -> ClusterHead:
    return ClusterHead(
        report_id=row.id,
        state=ReportState(row.state),
        cluster_id=row.cluster_id,
        cluster=row.cluster,
        phase=row.phase,
        units_due_on=row.units_due_on,
        own_due_on=row.due_on,
        submitted_at=row.submitted_at,
        late=row.late,
        campaign_id=row.campaign_id,
        campaign=row.title,
        campaign_state=row.campaign_state,
        owner_id=row.owner_id,
        owner_path=row.path,
    )


def campaigns_of_clusters(tx: Tx, cluster_ids: Sequence[int]) -> list[tuple[int, str, int, str]]:
    """Where these clusters take part in running campaigns: campaign id, title, cluster id, name; the newest first."""
    rows = tx.execute(
        select(campaigns.c.id, campaigns.c.title, clusters.c.id.label("cluster_id"), clusters.c.name)
        .distinct()
        .select_from(
            campaigns.join(campaign_units, campaign_units.c.campaign_id == campaigns.c.id)
            .join(units, units.c.id == campaign_units.c.unit_id)
            .join(clusters, clusters.c.id == units.c.cluster_id)
        )
        .where(clusters.c.id.in_(cluster_ids), campaigns.c.state == CampaignState.RUNNING.value)
        .order_by(campaigns.c.id.desc(), clusters.c.name)
    )
    return [(row.id, row.title, row.cluster_id, row.name) for row in rows]


def head(tx: Tx, report_id: int) -> ClusterHead | None:
    row = tx.execute(_HEAD.where(cluster_reports.c.id == report_id)).first()
    return None if row is None else _head(row)


def of_period(tx: Tx, period_id: int) -> dict[int, ClusterHead]:
    """The reports that were begun for a period, by cluster id."""
    rows = tx.execute(_HEAD.where(cluster_reports.c.period_id == period_id))
    return {row.cluster_id: _head(row) for row in rows}


def to_accept(tx: Tx, paths: Sequence[str]) -> list[ClusterHead]:
    """What waits to be accepted in running campaigns of the units within these path prefixes."""
    owned = or_(*(_owner.c.path.startswith(path, autoescape=True) for path in paths))
    wanted = cluster_reports.c.state == ReportState.SUBMITTED.value
    rows = tx.execute(_HEAD.where(owned, wanted, campaigns.c.state == "running").order_by(clusters.c.name))
    return [_head(row) for row in rows]


def begin(tx: Tx, *, period_id: int, cluster_id: int, now: datetime) -> int:
    key = tx.execute(
        insert(cluster_reports).values(
            period_id=period_id, cluster_id=cluster_id, state=ReportState.DRAFT.value, opened_at=now
        )
    ).inserted_primary_key
    return int(key[0]) if key else 0


def texts(tx: Tx, report_id: int) -> dict[NarrativePart, str]:
    """The newest version of each part, in their order."""
    rows = tx.execute(
        select(cluster_texts).where(cluster_texts.c.report_id == report_id).order_by(cluster_texts.c.version)
    )
    found = {NarrativePart(row.part): row.text for row in rows}
    return {part: found[part] for part in NarrativePart if found.get(part)}


def add_texts(
    tx: Tx, report_id: int, new: Mapping[NarrativePart, str], *, person_id: int, now: datetime
) -> None:
    for part, text in new.items():
        own = (cluster_texts.c.report_id == report_id, cluster_texts.c.part == part.value)
        last = tx.execute(select(func.max(cluster_texts.c.version)).where(*own)).scalar() or 0
        tx.execute(
            insert(cluster_texts).values(
                report_id=report_id,
                part=part.value,
                version=last + 1,
                text=text,
                person_id=person_id,
                at=now,
            )
        )


def add_move(
    tx: Tx,
    report_id: int,
    move: Move,
    *,
    to: ReportState,
    person_id: int,
    now: datetime,
    due_on: date,
    reason: str | None = None,
    late: bool | None = None,
) -> int:
    """Append a move and bring the report into the state that it leads to; returns the move's id."""
    changed: dict[str, object] = {"state": to.value}
    if move is Move.SUBMIT:
        changed |= {"submitted_at": now, "late": late}
    elif move is Move.RETURN:
        changed["due_on"] = due_on
    tx.execute(update(cluster_reports).where(cluster_reports.c.id == report_id).values(**changed))
    key = tx.execute(
        insert(cluster_moves).values(
            report_id=report_id,
            move=move.value,
            state=to.value,
            person_id=person_id,
            at=now,
            reason=reason,
            due_on=due_on,
            late=late,
        )
    ).inserted_primary_key
    return int(key[0]) if key else 0


_MOVED = select(cluster_moves, people.c.name.label("person")).join(
    people, people.c.id == cluster_moves.c.person_id
)


def moved(tx: Tx, move_id: int) -> ClusterMoved | None:
    row = tx.execute(_MOVED.where(cluster_moves.c.id == move_id)).first()
    return None if row is None else _moved(row)


def last_move(tx: Tx, report_id: int) -> ClusterMoved | None:
    own = _MOVED.where(cluster_moves.c.report_id == report_id).order_by(cluster_moves.c.id.desc()).limit(1)
    row = tx.execute(own).first()
    return None if row is None else _moved(row)


def _moved(row: AnyRow) -> ClusterMoved:
    return ClusterMoved(
        report_id=row.report_id,
        move=Move(row.move),
        state=ReportState(row.state),
        person=row.person,
        at=row.at,
        reason=row.reason,
        due_on=row.due_on,
    )


def leads(tx: Tx, now: datetime) -> dict[int, list[int]]:
    """Who leads clusters now: cluster id -> person ids."""
    rows = tx.execute(
        select(units.c.cluster_id, roles.c.person_id)
        .join(units, units.c.id == roles.c.unit_id)
        .where(
            units.c.cluster_id.is_not(None),
            roles.c.role == Role.CLUSTER_LEAD.value,
            roles.c.since <= now,
            or_(roles.c.until.is_(None), roles.c.until > now),
        )
        .distinct()
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row.cluster_id, []).append(row.person_id)
    return found
