"""The indicators of a campaign, and who answers for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, delete, func, insert, literal, select, update

from bot.campaign.model import Duty, Measure, Scope, Target
from bot.store.campaigns import Participant
from bot.store.engine import Tx
from bot.store.tables import assignments, clusters, drafts, indicators, units
from bot.store.target_tables import targets, unit_targets
from bot.store.targets import TARGET, in_force, target_of
from bot.store.unit_targets import in_force as own_in_force


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
    """An indicator of a campaign; `n` is its number there, `answers` names the kind, cluster or owner.

    It is asked from `given_from` until the day before `given_until`; None: as long as the campaign runs.
    """

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
    catalogue_key: str | None
    given_from: date | None
    given_until: date | None


_TARGETS = (
    select(func.count())
    .select_from(unit_targets)
    .where(
        unit_targets.c.indicator_id == indicators.c.id,
        unit_targets.c.value.is_not(None),
        own_in_force(literal(date.max)),
    )
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


def of_campaign(tx: Tx, campaign_id: int, *, day: date = date.min) -> list[Indicator]:
    """The indicators in the order of their numbers, each with its target on a day; the first one unless asked."""
    rows = tx.execute(
        select(
            indicators,
            *TARGET,
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
            .outerjoin(targets, in_force(literal(day)))
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
            target=target_of(row),
            measure=Measure(row.measure),
            assignment=Assignment(
                scope=Scope(row.scope), kind=row.kind, cluster_id=row.cluster_id, unit_id=row.unit_id
            ),
            answers=row.answers,
            unit_targets=row.unit_targets,
            catalogue_key=row.catalogue_key,
            given_from=row.given_from,
            given_until=row.given_until,
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
