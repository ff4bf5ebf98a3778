"""Filled forms that an admin sent for units, and what became of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.store.engine import Tx
from bot.store.entry_tables import sent_forms


@dataclass(frozen=True, kw_only=True, slots=True)
class SentFormRow:
    """One form; `outcome` is None while it waits."""

    report_id: int
    name: str
    reading: dict[str, Any]
    outcome: dict[str, Any] | None


def put(
    tx: Tx, person_id: int, report_id: int, *, name: str, reading: dict[str, Any], now: datetime
) -> str | None:
    """Have a form wait; returns the name of the one of the same report that it replaces, if any."""
    mine = (sent_forms.c.person_id == person_id, sent_forms.c.report_id == report_id)
    before = tx.execute(select(sent_forms.c.name).where(*mine)).scalar()
    tx.execute(delete(sent_forms).where(*mine))
    tx.execute(
        insert(sent_forms).values(
            person_id=person_id, report_id=report_id, name=name, reading=reading, at=now
        )
    )
    return before


def of(tx: Tx, person_id: int) -> list[SentFormRow]:
    """Those of one person, in the order of their reports."""
    rows = tx.execute(
        select(sent_forms).where(sent_forms.c.person_id == person_id).order_by(sent_forms.c.report_id)
    )
    return [
        SentFormRow(report_id=row.report_id, name=row.name, reading=row.reading, outcome=row.outcome)
        for row in rows
    ]


def settle(tx: Tx, person_id: int, report_id: int, outcome: dict[str, Any]) -> None:
    tx.execute(
        update(sent_forms)
        .where(sent_forms.c.person_id == person_id, sent_forms.c.report_id == report_id)
        .values(outcome=outcome)
    )


def drop(tx: Tx, person_id: int, *, settled: bool = False, before: datetime | None = None) -> None:
    """Let the forms of a person go: all, only those that something became of, or those sent before a moment."""
    gone = delete(sent_forms).where(sent_forms.c.person_id == person_id)
    if settled:
        gone = gone.where(sent_forms.c.outcome.is_not(None))
    if before is not None:
        gone = gone.where(sent_forms.c.at < before)
    tx.execute(gone)
