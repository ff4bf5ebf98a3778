"""The units' own targets for the indicators of a campaign, as versions: what was said stays."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, exists, func, insert, literal, or_, select

from bot.store.engine import Tx
from bot.store.tables import indicators
from bot.store.target_tables import unit_targets

Place = tuple[int, int]
"""An indicator and a unit, by id: where a unit target stands."""

_later = unit_targets.alias("later_own")


def in_force(day: ColumnElement[date]) -> ColumnElement[bool]:
    """Whether a version holds on a day: the one from the latest day up to it, and of these the newest."""
    same_place = and_(
        _later.c.indicator_id == unit_targets.c.indicator_id, _later.c.unit_id == unit_targets.c.unit_id
    )
    after = or_(
        and_(_later.c.from_on.is_not(None), unit_targets.c.from_on.is_(None)),
        _later.c.from_on > unit_targets.c.from_on,
        and_(
            _later.c.from_on.is_not_distinct_from(unit_targets.c.from_on),
            _later.c.version > unit_targets.c.version,
        ),
    )
    return and_(
        or_(unit_targets.c.from_on.is_(None), unit_targets.c.from_on <= day),
        ~exists(
            select(_later.c.version).where(
                same_place, or_(_later.c.from_on.is_(None), _later.c.from_on <= day), after
            )
        ),
    )


def of_campaign(
    tx: Tx, campaign_id: int, indicator_id: int | None = None, *, day: date = date.max
) -> dict[Place, Decimal]:
    """The unit targets of a campaign or of one of its indicators on a day, in the indicator's measure unit."""
    asked = (
        select(unit_targets.c.indicator_id, unit_targets.c.unit_id, unit_targets.c.value)
        .join(indicators, indicators.c.id == unit_targets.c.indicator_id)
        .where(
            indicators.c.campaign_id == campaign_id,
            unit_targets.c.value.is_not(None),
            in_force(literal(day)),
        )
    )
    if indicator_id is not None:
        asked = asked.where(indicators.c.id == indicator_id)
    return {(row.indicator_id, row.unit_id): row.value for row in tx.execute(asked)}


def set_all(
    tx: Tx,
    targets: Mapping[Place, Decimal | None],
    *,
    person_id: int | None,
    now: datetime,
    from_on: date | None = None,
) -> None:
    """Set these unit targets; None takes one away. The first of a place holds from the beginning on."""
    if not targets:
        return
    last = _versions(tx, {indicator_id for indicator_id, _ in targets})
    tx.execute(
        insert(unit_targets),
        [
            {
                "indicator_id": place[0],
                "unit_id": place[1],
                "version": last.get(place, 0) + 1,
                "from_on": from_on if place in last else None,
                "value": value,
                "set_by": person_id,
                "set_at": now,
            }
            for place, value in targets.items()
        ],
    )


def _versions(tx: Tx, indicator_ids: set[int]) -> dict[Place, int]:
    rows = tx.execute(
        select(
            unit_targets.c.indicator_id,
            unit_targets.c.unit_id,
            func.max(unit_targets.c.version).label("last"),
        )
        .where(unit_targets.c.indicator_id.in_(indicator_ids))
        .group_by(unit_targets.c.indicator_id, unit_targets.c.unit_id)
    )
    return {(row.indicator_id, row.unit_id): row.last for row in rows}
