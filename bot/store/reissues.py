"""A document that re-issues targets of a running campaign: what is made of each of its lines, until it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from bot.campaign.reissues import Choice
from bot.store.engine import Tx
from bot.store.target_tables import pairs


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """A line of the document and the indicator that it is; one of the two is None where there is none."""

    source_id: int | None
    indicator_id: int | None
    choice: Choice


def replace_pairs(tx: Tx, document_id: int, new: Sequence[Pair]) -> None:
    """Begin the comparison of a document anew."""
    tx.execute(delete(pairs).where(pairs.c.document_id == document_id))
    if new:
        tx.execute(
            insert(pairs),
            [
                {
                    "document_id": document_id,
                    "source_id": one.source_id,
                    "indicator_id": one.indicator_id,
                    "choice": one.choice.value,
                }
                for one in new
            ],
        )


def pairs_of(tx: Tx, document_id: int) -> list[Pair]:
    rows = tx.execute(select(pairs).where(pairs.c.document_id == document_id).order_by(pairs.c.id))
    return [
        Pair(source_id=row.source_id, indicator_id=row.indicator_id, choice=Choice(row.choice))
        for row in rows
    ]


def choose(
    tx: Tx, document_id: int, source_id: int, choice: Choice, *, indicator_id: int | None = None
) -> None:
    """Say what a line is. An indicator that another line, or its withdrawal, held before is free again."""
    if indicator_id is not None:
        held = (pairs.c.document_id == document_id, pairs.c.indicator_id == indicator_id)
        tx.execute(delete(pairs).where(*held, pairs.c.source_id.is_(None)))
        tx.execute(
            update(pairs)
            .where(*held, pairs.c.source_id != source_id)
            .values(indicator_id=None, choice=Choice.ASK.value)
        )
    # A line that was added to the draft after the comparison began has no row yet.
    tx.execute(delete(pairs).where(pairs.c.document_id == document_id, pairs.c.source_id == source_id))
    tx.execute(
        insert(pairs).values(
            document_id=document_id,
            source_id=source_id,
            indicator_id=indicator_id,
            choice=choice.value,
        )
    )


def set_withdrawal(tx: Tx, document_id: int, indicator_id: int, *, withdrawn: bool) -> None:
    """Mark an indicator that no line of the document is as withdrawn, or as staying."""
    tx.execute(
        delete(pairs).where(
            pairs.c.document_id == document_id,
            pairs.c.indicator_id == indicator_id,
            pairs.c.source_id.is_(None),
        )
    )
    if withdrawn:
        row = {"document_id": document_id, "indicator_id": indicator_id, "choice": Choice.WITHDRAW.value}
        tx.execute(insert(pairs).values(**row))
