"""The versions of an indicator's target: which is in force on a day, and how it came to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, insert, or_, select, update

from bot.campaign.ceilings import is_ceiling
from bot.campaign.model import Comparator, Direction, Measure, Target
from bot.store.engine import AnyRow, Tx
from bot.store.tables import campaigns, indicators
from bot.store.target_tables import targets

_later = targets.alias("later")


def in_force(day: ColumnElement[date]) -> ColumnElement[bool]:
    """The condition of an outer join: the version from the latest day up to this one, and of these the newest.

    Where there is none, the target is the one that stands with the indicator.
    """
    after = or_(
        _later.c.from_on > targets.c.from_on,
        and_(_later.c.from_on == targets.c.from_on, _later.c.version > targets.c.version),
    )
    return and_(
        targets.c.indicator_id == indicators.c.id,
        targets.c.from_on <= day,
        ~exists(
            select(_later.c.id).where(
                _later.c.indicator_id == targets.c.indicator_id, _later.c.from_on <= day, after
            )
        ),
    )


def _either(name: str) -> ColumnElement[object]:
    return case((targets.c.id.is_(None), indicators.c[name]), else_=targets.c[name])


TARGET = (
    indicators.c.measure_unit,
    _either("comparator").label("target_comparator"),
    _either("value").label("target_value"),
    _either("value_to").label("target_value_to"),
    _either("direction").label("target_direction"),
    *(
        indicators.c[name].label(f"measured_{name}")
        for name in ("name", "measure", "baseline", "target_level")
    ),
)
"""The columns of the target in force, for a query that joins `targets` by `in_force`; `target_of` reads them."""


def target_of(row: AnyRow) -> Target:
    return Target(
        comparator=Comparator(row.target_comparator) if row.target_comparator else None,
        value=row.target_value,
        value_to=row.target_value_to,
        measure_unit=row.measure_unit,
        direction=Direction(row.target_direction) if row.target_direction else None,
        ceiling=is_ceiling(
            row.measured_name,
            measure=Measure(row.measured_measure),
            comparator=Comparator.EQUAL,
            direction=Direction(row.target_direction) if row.target_direction else None,
            baseline=row.measured_baseline,
            target_level=row.measured_target_level,
        ),
    )


def as_pending(target: Target) -> dict[str, Any]:
    """A target as an open screen keeps it, figures as text; `pending` reads it back."""
    return {
        "comparator": target.comparator,
        "value": None if target.value is None else format(target.value, "f"),
        "value_to": None if target.value_to is None else format(target.value_to, "f"),
        "measure_unit": target.measure_unit,
        "direction": target.direction,
        "ceiling": target.ceiling,
    }


def pending(kept: Mapping[str, Any]) -> Target:
    return Target(
        comparator=Comparator(kept["comparator"]) if kept["comparator"] else None,
        value=None if kept["value"] is None else Decimal(kept["value"]),
        value_to=None if kept["value_to"] is None else Decimal(kept["value_to"]),
        measure_unit=kept["measure_unit"],
        direction=Direction(kept["direction"]) if kept["direction"] else None,
        ceiling=kept["ceiling"],
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class NewTarget:
    """A target that takes the place of another from a day on; `document_id` or `reason` says on what ground."""

    indicator_id: int
    target: Target
    from_on: date
    source_text: str
    source_line: int | None = None
    document_id: int | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetVersion:
    """A target that was re-issued: from when, by which document and sentence, or by hand and why."""

    version: int
    target: Target
    from_on: date
    document_type: str | None
    number: str | None
    title: str | None
    source_text: str
    source_line: int | None
    reason: str | None
    at: datetime


def add(tx: Tx, new: Sequence[NewTarget], *, person_id: int | None, now: datetime) -> None:
    """Append a version to each of these indicators; the unique key keeps two people from making the same one."""
    if not new:
        return
    last = {
        row.indicator_id: row.last
        for row in tx.execute(
            select(targets.c.indicator_id, func.max(targets.c.version).label("last"))
            .where(targets.c.indicator_id.in_([one.indicator_id for one in new]))
            .group_by(targets.c.indicator_id)
        )
    }
    tx.execute(
        insert(targets),
        [
            {
                "indicator_id": one.indicator_id,
                "version": last.get(one.indicator_id, 1) + 1,
                "from_on": one.from_on,
                "comparator": one.target.comparator.value if one.target.comparator else None,
                "value": one.target.value,
                "value_to": one.target.value_to,
                "direction": one.target.direction.value if one.target.direction else None,
                "document_id": one.document_id,
                "source_text": one.source_text,
                "source_line": one.source_line,
                "reason": one.reason,
                "person_id": person_id,
                "at": now,
            }
            for one in new
        ],
    )


def history(tx: Tx, indicator_id: int) -> list[TargetVersion]:
    """The versions after the first, in the order of their days."""
    rows = tx.execute(
        select(
            targets,
            indicators.c.measure_unit,
            campaigns.c.document_type,
            campaigns.c.number,
            campaigns.c.title,
        )
        .select_from(
            targets.join(indicators, indicators.c.id == targets.c.indicator_id).outerjoin(
                campaigns, campaigns.c.id == targets.c.document_id
            )
        )
        .where(targets.c.indicator_id == indicator_id)
        .order_by(targets.c.from_on, targets.c.version)
    )
    return [
        TargetVersion(
            version=row.version,
            target=Target(
                comparator=Comparator(row.comparator) if row.comparator else None,
                value=row.value,
                value_to=row.value_to,
                measure_unit=row.measure_unit,
                direction=Direction(row.direction) if row.direction else None,
            ),
            from_on=row.from_on,
            document_type=row.document_type,
            number=row.number,
            title=row.title,
            source_text=row.source_text,
            source_line=row.source_line,
            reason=row.reason,
            at=row.at,
        )
        for row in rows
    ]


def give(tx: Tx, indicator_ids: Sequence[int], *, from_on: date | None) -> None:
    """Ask these indicators only from this day on."""
    tx.execute(update(indicators).where(indicators.c.id.in_(indicator_ids)).values(given_from=from_on))


def withdraw(tx: Tx, indicator_ids: Sequence[int], *, from_on: date | None) -> None:
    """Do not ask these indicators any more from this day on; None gives them again."""
    tx.execute(update(indicators).where(indicators.c.id.in_(indicator_ids)).values(given_until=from_on))
