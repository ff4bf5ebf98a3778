"""The reports of clusters: found or begun, their parts in words, and what was done to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Select, and_, false, func, insert, select, true, update

from bot.campaign import report_life
from bot.campaign.model import NarrativePart, ReportState
from bot.campaign.report_life import Move
from bot.store import days
from bot.store.answers import PHASE
from bot.store.cluster_dues import LATE, due_on
from bot.store.cluster_tables import cluster_moves, cluster_reports, cluster_texts
from bot.store.engine import AnyRow, Tx
from bot.store.narratives import Told
from bot.store.report_moves import Moved
from bot.store.tables import campaigns, clusters, people, periods, phases, units


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterHead:
    """Whose report it is and for when, as `ReportHead` says it of a unit's; nobody signs it off.

    `excused`: it was late, and counts as on time.
    """

    prefix: ClassVar[str] = "cluster_"
    signed_off: ClassVar[bool] = False
    source: ClassVar[None] = None
    report_id: int
    state: ReportState
    period_id: int
    cluster_id: int
    unit: str
    """The cluster's name: it stands where that of a unit does."""
    due_on: date
    lock_days: int
    phase: str
    late: bool | None
    excused: bool
    campaign_id: int
    campaign: str
    campaign_state: str
    owner_id: int
    owner_path: str

    @property
    def open_until(self) -> date:
        """The last day on which its lead may write and correct."""
        return report_life.last_day(self.due_on, self.lock_days)

    def is_locked(self, day: date) -> bool:
        return report_life.is_locked(day, self.due_on, self.lock_days)


_owner = units.alias("owner")
_HEAD: Select[Any] = select(
    cluster_reports.c.id.label("report_id"),
    cluster_reports.c.state,
    cluster_reports.c.due_on,
    cluster_reports.c.excused,
    LATE,
    periods.c.id.label("period_id"),
    periods.c.due_on.label("units_due_on"),
    periods.c.cluster_due_on,
    clusters.c.id.label("cluster_id"),
    clusters.c.name.label("cluster"),
    PHASE.label("phase"),
    campaigns.c.id.label("campaign_id"),
    campaigns.c.title,
    campaigns.c.lock_days,
    campaigns.c.state.label("campaign_state"),
    campaigns.c.owner_id,
    _owner.c.path,
).select_from(
    periods.join(phases, phases.c.id == periods.c.phase_id)
    .join(campaigns, campaigns.c.id == phases.c.campaign_id)
    .join(_owner, _owner.c.id == campaigns.c.owner_id)
    .join(clusters, true())
    .outerjoin(
        cluster_reports,
        and_(cluster_reports.c.period_id == periods.c.id, cluster_reports.c.cluster_id == clusters.c.id),
    )
)


def head(tx: Tx, report_id: int) -> ClusterHead | None:
    row = tx.execute(_HEAD.where(cluster_reports.c.id == report_id)).first()
    return None if row is None else _head(tx, row)


def head_of(tx: Tx, *, period_id: int, cluster_id: int) -> ClusterHead | None:
    """The report of a cluster for a period, be it begun or not."""
    row = tx.execute(_HEAD.where(periods.c.id == period_id, clusters.c.id == cluster_id)).first()
    return None if row is None else _head(tx, row)


def _head(tx: Tx, row: AnyRow) -> ClusterHead:
    return ClusterHead(
        report_id=row.report_id or 0,
        state=ReportState(row.state or ReportState.DRAFT),
        period_id=row.period_id,
        cluster_id=row.cluster_id,
        unit=row.cluster,
        due_on=due_on(row, days.of_owner(tx, row.path)),
        lock_days=row.lock_days,
        phase=row.phase,
        late=row.late,
        excused=bool(row.excused),
        campaign_id=row.campaign_id,
        campaign=row.title,
        campaign_state=row.campaign_state,
        owner_id=row.owner_id,
        owner_path=row.path,
    )


def open_report(tx: Tx, *, period_id: int, cluster_id: int, now: datetime) -> int:
    """The report of a cluster for a period, begun now where it was not; returns its id."""
    found = tx.execute(
        select(cluster_reports.c.id).where(
            cluster_reports.c.period_id == period_id, cluster_reports.c.cluster_id == cluster_id
        )
    ).scalar()
    if found is not None:
        return int(found)
    key = tx.execute(
        insert(cluster_reports).values(
            period_id=period_id, cluster_id=cluster_id, state=ReportState.DRAFT.value, opened_at=now
        )
    ).inserted_primary_key
    return int(key[0]) if key else 0


_VERSIONS = select(cluster_texts, people.c.name.label("person")).join(
    people, people.c.id == cluster_texts.c.person_id
)


def versions(tx: Tx, report_id: int) -> list[Told]:
    """Every version of every part, the oldest first."""
    own = _VERSIONS.where(cluster_texts.c.report_id == report_id).order_by(cluster_texts.c.id)
    return [
        Told(
            part=NarrativePart(row.part),
            version=row.version,
            text=row.text,
            because=row.because,
            person=row.person,
            at=row.at,
            source=None,
        )
        for row in tx.execute(own)
    ]


def drafted(tx: Tx, report_id: int) -> dict[NarrativePart, str]:
    """The parts that still read as the bot put them together, each with its text."""
    rows = tx.execute(
        select(cluster_texts).where(cluster_texts.c.report_id == report_id).order_by(cluster_texts.c.version)
    )
    newest = {NarrativePart(row.part): row for row in rows}
    return {part: row.text for part, row in newest.items() if row.drafted}


def texts(tx: Tx, report_id: int) -> dict[NarrativePart, str]:
    """The newest version of each part, in their order."""
    found = {told.part: told.text for told in versions(tx, report_id)}
    return {part: found[part] for part in NarrativePart if found.get(part)}


def add_texts(
    tx: Tx,
    report_id: int,
    new: Mapping[NarrativePart, str],
    *,
    person_id: int,
    now: datetime,
    because: str | None = None,
    drafted: bool = False,
) -> None:
    last: dict[NarrativePart, int] = {told.part: told.version for told in versions(tx, report_id)}
    for part, text in new.items():
        tx.execute(
            insert(cluster_texts).values(
                report_id=report_id,
                part=part.value,
                version=last.get(part, 0) + 1,
                text=text,
                because=because,
                drafted=drafted,
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
    reason: str | None,
    late: bool | None,
) -> int:
    """Append a move and bring the report into the state that it leads to; returns the move's id."""
    changed: dict[str, object] = {"state": to.value}
    match move:
        case Move.SUBMIT:
            # Lateness sticks, as that of a unit's report does.
            judged = {"late": True, "excused": False} if late else {}
            changed |= {"submitted_at": now, "late": func.coalesce(cluster_reports.c.late, false()), **judged}
        case Move.RETURN | Move.EXTEND:
            changed["due_on"] = due_on
        case Move.EXCUSE:
            changed["excused"] = True
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


def move_of(tx: Tx, move_id: int) -> Moved | None:
    row = tx.execute(_MOVED.where(cluster_moves.c.id == move_id)).first()
    return None if row is None else _moved(row)


def moves(tx: Tx, report_id: int) -> list[Moved]:
    """What was done to a report, the oldest first."""
    rows = tx.execute(_MOVED.where(cluster_moves.c.report_id == report_id).order_by(cluster_moves.c.id))
    return [_moved(row) for row in rows]


def _moved(row: AnyRow) -> Moved:
    return Moved(
        move_id=row.id,
        report_id=row.report_id,
        move=Move(row.move),
        state=ReportState(row.state),
        person_id=row.person_id,
        person=row.person,
        at=row.at,
        reason=row.reason,
        due_on=row.due_on,
        late=row.late,
        indicators=(),
        source=None,
    )
