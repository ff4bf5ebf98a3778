"""The indicators of a campaign, who answers for each, and the units' own targets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement

from bot.campaign.model import Duty, Measure, Scope, Target
from bot.store.answers import target_of
from bot.store.campaigns import Participant
from bot.store.engine import Tx
from bot.store.tables import assignments, clusters, drafts, indicators, unit_targets, units


@dataclass(frozen=True, kw_only=True, slots=True)
class Assignment:
    """Which units answer for an indicator; of the last three only that of the scope is set."""

    scope: Scope
    kind: str | None = None
    cluster_id: int | None = None
    unit_id: int | None = None

    def holds(self, unit: Participant) -> bool:
        """Whether this unit answers; the same rule as `answers.answers_for` has in SQL."""
        if unit.duty is None:
            return False
        match self.scope:
            case Scope.ALL:
                return unit.duty is Duty.REQUIRED
            case Scope.KIND:
                return unit.kind == self.kind
            case Scope.CLUSTER:
                return unit.cluster_id == self.cluster_id
            case Scope.OWNER:
                return unit.unit_id == self.unit_id


EVERYBODY = Assignment(scope=Scope.ALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class NewIndicator:
    """An indicator as read; `source_line` is None where a person typed it."""

    section: str
    name: str
    source_text: str
    source_line: int | None
    target: Target
    measure: Measure


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """An indicator of a campaign; `n` is its number there, `answers` names the kind, cluster or owner."""

    indicator_id: int
    campaign_id: int
    n: int
    section: str
    name: str
    source_text: str
    source_line: int | None
    target: Target
    measure: Measure
    assignment: Assignment
    answers: str | None
    unit_targets: int


_TARGETS = (
    select(func.count())
    .select_from(unit_targets)
    .where(unit_targets.c.indicator_id == indicators.c.id)
    .correlate(indicators)
    .scalar_subquery()
)


def add(tx: Tx, campaign_id: int, new: Sequence[NewIndicator]) -> list[int]:
    """Append indicators, for all required units to answer; returns their ids in order."""
    if not new:
        return []
    last = tx.execute(
        select(func.max(indicators.c.n)).where(indicators.c.campaign_id == campaign_id)
    ).scalar()
    first = (last or 0) + 1
    tx.execute(
        insert(indicators),
        [
            {
                "campaign_id": campaign_id,
                "n": first + place,
                "section": one.section,
                "name": one.name,
                "source_text": one.source_text,
                "source_line": one.source_line,
                "comparator": one.target.comparator.value if one.target.comparator else None,
                "value": one.target.value,
                "value_to": one.target.value_to,
                "measure_unit": one.target.measure_unit,
                "direction": one.target.direction.value if one.target.direction else None,
                "measure": one.measure.value,
            }
            for place, one in enumerate(new)
        ],
    )
    ids = list(
        tx.execute(
            select(indicators.c.id)
            .where(indicators.c.campaign_id == campaign_id, indicators.c.n >= first)
            .order_by(indicators.c.n)
        ).scalars()
    )
    tx.execute(insert(assignments), [{"indicator_id": key, "scope": Scope.ALL.value} for key in ids])
    return ids


def of_campaign(tx: Tx, campaign_id: int) -> list[Indicator]:
    """The indicators in the order of their numbers."""
    rows = tx.execute(
        select(
            indicators,
            assignments.c.scope,
            assignments.c.kind,
            assignments.c.cluster_id,
            assignments.c.unit_id,
            func.coalesce(units.c.name, clusters.c.name, assignments.c.kind).label("answers"),
            _TARGETS.label("unit_targets"),
        )
        .select_from(
            indicators.join(assignments, assignments.c.indicator_id == indicators.c.id)
            .outerjoin(units, units.c.id == assignments.c.unit_id)
            .outerjoin(clusters, clusters.c.id == assignments.c.cluster_id)
        )
        .where(indicators.c.campaign_id == campaign_id)
        .order_by(indicators.c.n)
    )
    return [
        Indicator(
            indicator_id=row.id,
            campaign_id=row.campaign_id,
            n=row.n,
            section=row.section,
            name=row.name,
            source_text=row.source_text,
            source_line=row.source_line,
            target=target_of(row, row.value, row.value_to),
            measure=Measure(row.measure),
            assignment=Assignment(
                scope=Scope(row.scope), kind=row.kind, cluster_id=row.cluster_id, unit_id=row.unit_id
            ),
            answers=row.answers,
            unit_targets=row.unit_targets,
        )
        for row in rows
    ]


def campaign_of(tx: Tx, indicator_id: int) -> int | None:
    """The campaign to which an indicator belongs."""
    return tx.execute(select(indicators.c.campaign_id).where(indicators.c.id == indicator_id)).scalar()


def drop(tx: Tx, indicator: Indicator) -> None:
    """Take an indicator out of a draft; those behind it move up by one, and cards of it are closed."""
    key = indicator.indicator_id
    shown = drafts.c.indicator_id == key
    tx.execute(update(drafts).where(shown).values(screen="idle", indicator_id=None, pending=None))
    tx.execute(delete(unit_targets).where(unit_targets.c.indicator_id == key))
    tx.execute(delete(assignments).where(assignments.c.indicator_id == key))
    tx.execute(delete(indicators).where(indicators.c.id == key))
    # In two steps, through numbers that nobody has: the key is checked row by row.
    own = indicators.c.campaign_id == indicator.campaign_id
    tx.execute(update(indicators).where(own, indicators.c.n > indicator.n).values(n=-indicators.c.n))
    tx.execute(update(indicators).where(own, indicators.c.n < 0).values(n=-indicators.c.n - 1))


_ASSIGN = (
    update(assignments)
    .where(assignments.c.indicator_id == bindparam("key"))
    .values(
        scope=bindparam("new_scope"),
        kind=bindparam("new_kind"),
        cluster_id=bindparam("new_cluster"),
        unit_id=bindparam("new_unit"),
    )
)


def assign(tx: Tx, indicator_ids: Iterable[int], assignment: Assignment) -> None:
    tx.execute(
        _ASSIGN,
        [
            {
                "key": key,
                "new_scope": assignment.scope.value,
                "new_kind": assignment.kind,
                "new_cluster": assignment.cluster_id,
                "new_unit": assignment.unit_id,
            }
            for key in indicator_ids
        ],
    )


# --- The units' own targets ---------------------------------------------------------------------------

Place = tuple[int, int]
"""An indicator and a unit, by id: where a unit target stands."""


def targets_of(tx: Tx, campaign_id: int, indicator_id: int | None = None) -> dict[Place, Decimal]:
    """The unit targets of a campaign or of one of its indicators, in the measure unit of the indicator."""
    asked = (
        select(unit_targets.c.indicator_id, unit_targets.c.unit_id, unit_targets.c.value)
        .join(indicators, indicators.c.id == unit_targets.c.indicator_id)
        .where(indicators.c.campaign_id == campaign_id)
    )
    if indicator_id is not None:
        asked = asked.where(indicators.c.id == indicator_id)
    rows = tx.execute(asked)
    return {(row.indicator_id, row.unit_id): row.value for row in rows}


_FORGET = delete(unit_targets).where(
    unit_targets.c.indicator_id == bindparam("indicator"), unit_targets.c.unit_id == bindparam("unit")
)


def set_targets(
    tx: Tx, targets: Mapping[Place, Decimal | None], *, person_id: int | None, now: datetime
) -> None:
    """Set these unit targets; None takes one away."""
    gone = [{"indicator": one, "unit": unit} for (one, unit), value in targets.items() if value is None]
    if gone:
        tx.execute(_FORGET, gone)
    rows = [
        {"indicator_id": one, "unit_id": unit, "value": value, "set_by": person_id, "set_at": now}
        for (one, unit), value in targets.items()
        if value is not None
    ]
    if rows:
        tx.execute(_put(tx), rows)


def _put(tx: Tx) -> sqlite.Insert | postgresql.Insert:
    """Insert a unit target, or replace the one that stands there."""
    on = (unit_targets.c.indicator_id, unit_targets.c.unit_id)
    if tx.dialect.name == "postgresql":
        new = postgresql.insert(unit_targets)
        return new.on_conflict_do_update(index_elements=on, set_=_replaced(new.excluded))
    row = sqlite.insert(unit_targets)
    return row.on_conflict_do_update(index_elements=on, set_=_replaced(row.excluded))


def _replaced(
    new: ReadOnlyColumnCollection[str, KeyedColumnElement[Any]],
) -> dict[str, KeyedColumnElement[Any]]:
    return {name: new[name] for name in ("value", "set_by", "set_at")}
