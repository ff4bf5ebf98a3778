"""Evidence: the photos and files that show a figure."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from bot.campaign import report_life
from bot.store.engine import AnyRow, Tx
from bot.store.narrative_tables import evidence, signed_reports
from bot.store.narratives import KeptFile, file_of, file_values
from bot.store.tables import indicators, people, reports, units


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One photo or file; `kind` is "photo" or "document". Whoever sent it took it back at `removed_at`."""

    evidence_id: int
    report_id: int
    indicator_id: int
    indicator: str
    kind: str
    file: KeptFile
    source: str | None
    person_id: int
    person: str
    unit: str
    at: datetime
    removed_at: datetime | None


_WITH_NAMES = (
    select(
        evidence,
        people.c.name.label("person"),
        indicators.c.name.label("indicator"),
        units.c.name.label("unit"),
    )
    .join(people, people.c.id == evidence.c.person_id)
    .join(indicators, indicators.c.id == evidence.c.indicator_id)
    .join(reports, reports.c.id == evidence.c.report_id)
    .join(units, units.c.id == reports.c.unit_id)
)
_EVERY = _WITH_NAMES.order_by(indicators.c.n, evidence.c.id)
_IN_FORCE = _EVERY.where(evidence.c.removed_at.is_(None))
_COUNTS = (
    select(evidence.c.indicator_id, func.count().label("pieces"))
    .where(evidence.c.report_id == bindparam("report"), evidence.c.removed_at.is_(None))
    .group_by(evidence.c.indicator_id)
)


def of_report(tx: Tx, report_id: int) -> list[Evidence]:
    """What a report has, in the order of its indicators."""
    return [_evidence(row) for row in tx.execute(_IN_FORCE.where(evidence.c.report_id == report_id))]


def ever_of_report(tx: Tx, report_id: int) -> list[Evidence]:
    """The same with what was taken back."""
    return [_evidence(row) for row in tx.execute(_EVERY.where(evidence.c.report_id == report_id))]


_HANDED_IN = and_(
    reports.c.period_id == bindparam("period"),
    reports.c.state.in_([state.value for state in report_life.COUNTED]),
    evidence.c.removed_at.is_(None),
)
_OF_PERIOD = (
    select(evidence.c.indicator_id, func.count().label("pieces"))
    .join(reports, reports.c.id == evidence.c.report_id)
    .where(_HANDED_IN)
    .group_by(evidence.c.indicator_id)
)
_OF_INDICATOR = (
    _WITH_NAMES.where(_HANDED_IN, evidence.c.indicator_id == bindparam("indicator"))
    .order_by(units.c.name, evidence.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skipped"))
)


def counts_of_period(tx: Tx, period_id: int) -> dict[int, int]:
    """How many pieces the units handed in for each indicator."""
    return {row.indicator_id: row.pieces for row in tx.execute(_OF_PERIOD, {"period": period_id})}


def of_indicator(tx: Tx, period_id: int, indicator_id: int, *, most: int, skipped: int) -> list[Evidence]:
    """What the units handed in for an indicator, by their names."""
    wanted = {"period": period_id, "indicator": indicator_id, "most": most, "skipped": skipped}
    return [_evidence(row) for row in tx.execute(_OF_INDICATOR, wanted)]


def of(tx: Tx, evidence_id: int) -> Evidence | None:
    row = tx.execute(_IN_FORCE.where(evidence.c.id == evidence_id)).first()
    return None if row is None else _evidence(row)


def counts(tx: Tx, report_id: int) -> dict[int, int]:
    """How many pieces each indicator of a report has."""
    return {row.indicator_id: row.pieces for row in tx.execute(_COUNTS, {"report": report_id})}


def add(
    tx: Tx,
    *,
    report_id: int,
    indicator_id: int,
    kind: str,
    file: KeptFile,
    message_id: int | None,
    source: str | None,
    person_id: int,
    now: datetime,
) -> int:
    key = tx.execute(
        insert(evidence).values(
            report_id=report_id,
            indicator_id=indicator_id,
            kind=kind,
            message_id=message_id,
            source=source,
            person_id=person_id,
            at=now,
            **file_values(file),
        )
    ).inserted_primary_key
    return int(key[0]) if key else 0


def remove(tx: Tx, evidence_id: int, now: datetime) -> None:
    tx.execute(update(evidence).where(evidence.c.id == evidence_id).values(removed_at=now))


def is_used(tx: Tx, name: str) -> bool:
    """Whether something in force still needs the file of this hash."""
    kept = select(evidence.c.id).where(evidence.c.hash == name, evidence.c.removed_at.is_(None))
    signed = select(signed_reports.c.id).where(signed_reports.c.hash == name)
    return bool(tx.execute(select(or_(kept.exists(), signed.exists()))).scalar())


def _evidence(row: AnyRow) -> Evidence:
    return Evidence(
        evidence_id=row.id,
        report_id=row.report_id,
        indicator_id=row.indicator_id,
        indicator=row.indicator,
        kind=row.kind,
        file=file_of(row),
        source=row.source,
        person_id=row.person_id,
        person=row.person,
        unit=row.unit,
        at=row.at,
        removed_at=row.removed_at,
    )
