"""The indicators of a campaign, and who answers for each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import bindparam, delete, func, insert, literal, select, update

from bot.campaign.model import SUMMED, Measure, Scope, Target
from bot.directive.model import Reason, Relation
from bot.store.assignments import EVERYBODY, Assignment, given
from bot.store.engine import Tx
from bot.store.tables import assignments, clusters, drafts, indicators, units
from bot.store.target_tables import pairs, targets, unit_targets
from bot.store.targets import TARGET, in_force, target_of
from bot.store.unit_targets import in_force as own_in_force


@dataclass(frozen=True, kw_only=True, slots=True)
class NewIndicator:
    """An indicator as read; `source_line` is None where a person typed it.

    `group` is the label under which it stands in its section, `owner` who answers in the words of the directive.
    `parent` is the place of its whole among those that are added with it.
    """

    section: str
    name: str
    source_text: str
    source_line: int | None
    target: Target
    measure: Measure
    in_period: bool = False
    parent: int | None = None
    relation: Relation | None = None
    baseline: Decimal | None = None
    target_level: Decimal | None = None
    cumulative_total: Decimal | None = None
    denominator: Decimal | None = None
    doubts: tuple[Reason, ...] = ()
    group: str = ""
    owner: str = ""
    assignment: Assignment = EVERYBODY


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """An indicator of a campaign; `n` is its number there, `answers` names the kind, cluster or owner.

    It is asked from `given_from` until the day before `given_until`; None: as long as the campaign runs.
    `looked_at` is None as long as no admin has said that it was read well.
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
    in_period: bool
    assignment: Assignment
    answers: str | None
    unit_targets: int
    catalogue_key: str | None
    given_from: date | None
    given_until: date | None
    parent_id: int | None
    relation: Relation | None
    baseline: Decimal | None
    target_level: Decimal | None
    cumulative_total: Decimal | None
    denominator: Decimal | None
    doubts: tuple[Reason, ...]
    looked_at: datetime | None
    group: str = ""
    owner: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether a doubt of the reading still waits for somebody to look."""
        return bool(self.doubts) and self.looked_at is None


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


def _reading(one: NewIndicator | Indicator) -> dict[str, object]:
    """The columns in which a reading stands."""
    return {
        "section": one.section,
        "name": one.name,
        "comparator": one.target.comparator.value if one.target.comparator else None,
        "value": one.target.value,
        "value_to": one.target.value_to,
        "measure_unit": one.target.measure_unit,
        "direction": one.target.direction.value if one.target.direction else None,
        "measure": one.measure.value,
        "in_period": one.in_period and one.measure in SUMMED,
        "baseline": one.baseline,
        "target_level": one.target_level,
        "cumulative_total": one.cumulative_total,
        "denominator": one.denominator,
    }


_KEYED = update(indicators).where(indicators.c.id == bindparam("key"))
_JOIN = _KEYED.values(parent_id=bindparam("whole"))
_MOVE = _KEYED.values(n=bindparam("place"))


def add(
    tx: Tx, campaign_id: int, new: Sequence[NewIndicator], *, looked_at: datetime | None = None
) -> list[int]:
    """Append indicators, each with who answers for it; returns their ids in order."""
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
                "source_text": one.source_text,
                "source_line": one.source_line,
                "group": one.group,
                "owner": one.owner,
                "relation": one.relation.value if one.relation else None,
                "doubts": [doubt.value for doubt in one.doubts] or None,
                "looked_at": looked_at,
                **_reading(one),
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
    given(tx, {key: one.assignment for key, one in zip(ids, new, strict=True)})
    parts = [
        {"key": key, "whole": ids[one.parent]}
        for key, one in zip(ids, new, strict=True)
        if one.parent is not None
    ]
    if parts:
        tx.execute(_JOIN, parts)
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
            assignments.c.proposed,
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
            in_period=row.in_period,
            assignment=Assignment(
                scope=Scope(row.scope),
                kind=row.kind,
                cluster_id=row.cluster_id,
                unit_id=row.unit_id,
                proposed=row.proposed,
            ),
            answers=row.answers,
            unit_targets=row.unit_targets,
            catalogue_key=row.catalogue_key,
            given_from=row.given_from,
            given_until=row.given_until,
            parent_id=row.parent_id,
            relation=Relation(row.relation) if row.relation else None,
            baseline=row.baseline,
            target_level=row.target_level,
            cumulative_total=row.cumulative_total,
            denominator=row.denominator,
            doubts=tuple(map(Reason, row.doubts or ())),
            looked_at=row.looked_at,
            group=row.group,
            owner=row.owner,
        )
        for row in rows
    ]


def campaign_of(tx: Tx, indicator_id: int) -> int | None:
    """The campaign to which an indicator belongs."""
    return tx.execute(select(indicators.c.campaign_id).where(indicators.c.id == indicator_id)).scalar()


def rewrite(tx: Tx, indicator: Indicator) -> None:
    """Store an indicator's reading as it is after a correction."""
    tx.execute(
        update(indicators)
        .where(indicators.c.id == indicator.indicator_id)
        .values(looked_at=indicator.looked_at, **_reading(indicator))
    )


def ask_in_period(tx: Tx, indicator_ids: Collection[int], *, in_period: bool) -> None:
    """Ask what accumulates for the period alone, or as the total since the start of the year."""
    tx.execute(update(indicators).where(indicators.c.id.in_(indicator_ids)).values(in_period=in_period))


def look(tx: Tx, indicator_ids: Collection[int], now: datetime) -> None:
    """An admin has seen how these were read, and found it good."""
    tx.execute(
        update(indicators)
        .where(indicators.c.id.in_(indicator_ids), indicators.c.looked_at.is_(None))
        .values(looked_at=now)
    )


def settle(tx: Tx, every: Sequence[Indicator], doubt: Reason, now: datetime) -> None:
    """A person has decided what was doubted; whose only doubt it was has been looked at.

    The last doubt stays with it, for what was looked at keeps its place in the list.
    """
    waiting = [one for one in every if one.doubtful and doubt in one.doubts]
    look(tx, [one.indicator_id for one in waiting if one.doubts == (doubt,)], now)
    for one in waiting:
        left = [other.value for other in one.doubts if other is not doubt]
        if left:
            tx.execute(update(indicators).where(indicators.c.id == one.indicator_id).values(doubts=left))


def drop(tx: Tx, every: Sequence[Indicator], gone: Collection[int]) -> None:
    """Take some of a draft's indicators out; the others close ranks, and cards of those gone are closed.

    A part whose whole goes stands alone from then on.
    """
    shown = drafts.c.indicator_id.in_(gone)
    tx.execute(update(drafts).where(shown).values(screen="idle", indicator_id=None, pending=None))
    tx.execute(delete(unit_targets).where(unit_targets.c.indicator_id.in_(gone)))
    tx.execute(delete(pairs).where(pairs.c.source_id.in_(gone)))
    tx.execute(delete(assignments).where(assignments.c.indicator_id.in_(gone)))
    tx.execute(
        update(indicators).where(indicators.c.parent_id.in_(gone)).values(parent_id=None, relation=None)
    )
    tx.execute(delete(indicators).where(indicators.c.id.in_(gone)))
    arrange(tx, [one for one in every if one.indicator_id not in gone])


def arrange(tx: Tx, every: Sequence[Indicator]) -> None:
    """Number a draft's indicators in this order."""
    moved = [
        {"key": one.indicator_id, "place": -place} for place, one in enumerate(every, 1) if one.n != place
    ]
    if moved:
        # In two steps, through numbers that nobody has: the key is checked row by row.
        tx.execute(_MOVE, moved)
        own = indicators.c.campaign_id == every[0].campaign_id
        tx.execute(update(indicators).where(own, indicators.c.n < 0).values(n=-indicators.c.n))
