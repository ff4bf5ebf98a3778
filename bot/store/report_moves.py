"""What was done to reports as a whole: append-only moves, the state that they led to, and due dates of single units."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, false, func, insert, or_, select, update

from bot.campaign.model import ReportState, Role
from bot.campaign.report_life import Move
from bot.store.engine import AnyRow, Tx
from bot.store.recipients import IS_WRITTEN_TO
from bot.store.reports import ReportHead
from bot.store.tables import extensions, figures, indicators, people, report_moves, reports, roles
from bot.store.types import Instant


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """One move of a report. `due_on` is the due date in force after it; `indicators` names the figures corrected."""

    move_id: int
    report_id: int
    move: Move
    state: ReportState
    person_id: int
    person: str
    at: datetime
    reason: str | None
    due_on: date
    late: bool | None
    indicators: tuple[str, ...]
    source: str | None


_INSERT = insert(report_moves)
_MOVED = select(report_moves, people.c.name.label("person")).join(
    people, people.c.id == report_moves.c.person_id
)
# Figures that were corrected together are of one moment, that of their move.
_CORRECTED = (
    select(report_moves.c.id, indicators.c.n, indicators.c.name)
    .join(
        figures,
        and_(
            figures.c.report_id == report_moves.c.report_id,
            figures.c.person_id == report_moves.c.person_id,
            figures.c.at == report_moves.c.at,
            figures.c.because.is_not(None),
        ),
    )
    .join(indicators, indicators.c.id == figures.c.indicator_id)
    .where(
        report_moves.c.id.in_(bindparam("moves", expanding=True)),
        report_moves.c.move == Move.CORRECT.value,
        func.coalesce(report_moves.c.indicator_id, indicators.c.id) == indicators.c.id,
    )
    .order_by(report_moves.c.id, indicators.c.n)
    .distinct()
)


def add(
    tx: Tx,
    head: ReportHead,
    move: Move,
    *,
    to: ReportState,
    person_id: int,
    now: datetime,
    reason: str | None = None,
    due_on: date | None = None,
    late: bool | None = None,
    indicator_id: int | None = None,
) -> int:
    """Append a move and bring the report into the state that it leads to; returns the move's id."""
    key = tx.execute(
        _INSERT,
        {
            "report_id": head.report_id,
            "move": move.value,
            "state": to.value,
            "person_id": person_id,
            "at": now,
            "reason": reason,
            "due_on": due_on or head.due_on,
            "late": late,
            "indicator_id": indicator_id,
            "source": head.source,
        },
    ).inserted_primary_key
    if to is not head.state:
        tx.execute(update(reports).where(reports.c.id == head.report_id).values(state=to.value))
    return int(key[0]) if key else 0


def set_submission(
    tx: Tx, report_id: int, *, person_id: int, due_on: date, late: bool, now: datetime
) -> None:
    """When it was handed in and against which due date. A report that was late once stays so, and so does an excuse,
    until it is late again: each submission's own judgement stands with its move.
    """
    judged = {"late": True, "excused": False} if late else {"late": func.coalesce(reports.c.late, false())}
    tx.execute(
        update(reports)
        .where(reports.c.id == report_id)
        .values(submitted_at=now, submitted_by=person_id, due_on=due_on, **judged)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """When a report was handed in last, and how that was judged; `excused` where a late one counts as on time.

    `late`: this time or before; `late_before`: not this time.
    """

    at: datetime
    late: bool
    excused: bool
    late_before: bool


def submission(tx: Tx, report_id: int) -> Submission | None:
    """Its last submission; None before the first."""
    this_time = (
        select(report_moves.c.late)
        .where(report_moves.c.report_id == report_id, report_moves.c.move == Move.SUBMIT.value)
        .order_by(report_moves.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    row = tx.execute(
        select(
            reports.c.submitted_at, reports.c.late, reports.c.excused, this_time.label("late_this_time")
        ).where(reports.c.id == report_id)
    ).first()
    if row is None or row.submitted_at is None:
        return None
    late = bool(row.late)
    return Submission(
        at=row.submitted_at,
        late=late,
        excused=row.excused,
        late_before=late and row.late_this_time is False,
    )


def excuse(tx: Tx, report_id: int) -> None:
    tx.execute(update(reports).where(reports.c.id == report_id).values(excused=True))


def extend(tx: Tx, *, period_id: int, unit_id: int, due_on: date) -> None:
    """Give one unit another due date; the newest counts."""
    tx.execute(insert(extensions).values(period_id=period_id, unit_id=unit_id, due_on=due_on))


def of_report(tx: Tx, report_id: int) -> list[Moved]:
    """The moves of a report, the oldest first."""
    rows = tx.execute(_MOVED.where(report_moves.c.report_id == report_id).order_by(report_moves.c.id)).all()
    corrected = _corrected(tx, [row.id for row in rows if row.move == Move.CORRECT.value])
    return [_moved(row, corrected) for row in rows]


def of(tx: Tx, move_id: int) -> Moved | None:
    row = tx.execute(_MOVED.where(report_moves.c.id == move_id)).first()
    return None if row is None else _moved(row, _corrected(tx, [row.id]))


def _corrected(tx: Tx, move_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The indicators whose figures these moves corrected; none where it was the narrative."""
    found: dict[int, tuple[str, ...]] = {}
    for row in tx.execute(_CORRECTED, {"moves": move_ids}) if move_ids else ():
        found[row.id] = (*found.get(row.id, ()), row.name)
    return found


def _moved(row: AnyRow, corrected: Mapping[int, tuple[str, ...]]) -> Moved:
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
        indicators=corrected.get(row.id, ()),
        source=row.source,
    )


_HOLDERS = (
    select(roles.c.person_id)
    .join(people, people.c.id == roles.c.person_id)
    .where(
        roles.c.unit_id == bindparam("unit"),
        roles.c.role.in_(bindparam("roles", expanding=True)),
        roles.c.since <= bindparam("now", type_=Instant),
        or_(roles.c.until.is_(None), roles.c.until > bindparam("now", type_=Instant)),
        people.c.unreachable_since.is_(None),
        IS_WRITTEN_TO,
    )
    .distinct()
)


def holders(tx: Tx, unit_id: int, held: Collection[Role], now: datetime) -> list[int]:
    """The people who hear for one of these roles at a unit now and can be written to."""
    rows = tx.execute(_HOLDERS, {"unit": unit_id, "roles": [role.value for role in held], "now": now})
    return sorted(rows.scalars())


def last_by(tx: Tx, report_id: int, move: Move) -> int | None:
    """Who made the newest move of this kind on a report."""
    return tx.execute(
        select(report_moves.c.person_id)
        .where(and_(report_moves.c.report_id == report_id, report_moves.c.move == move.value))
        .order_by(report_moves.c.id.desc())
        .limit(1)
    ).scalar()
