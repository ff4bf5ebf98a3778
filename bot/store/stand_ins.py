"""Who enters a report in the unit's stead, and from what."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.store.engine import Tx
from bot.store.entry_tables import stand_ins


def source(tx: Tx, report_id: int, person_id: int) -> str | None:
    """From what this person enters this report in the unit's stead; None where he does not."""
    return tx.execute(
        select(stand_ins.c.source).where(
            stand_ins.c.report_id == report_id, stand_ins.c.person_id == person_id
        )
    ).scalar()


def put(tx: Tx, report_id: int, person_id: int, source: str, now: datetime) -> None:
    """Remember that this person now enters this report, and from what; the newest source counts."""
    tx.execute(
        delete(stand_ins).where(stand_ins.c.report_id == report_id, stand_ins.c.person_id == person_id)
    )
    tx.execute(insert(stand_ins).values(report_id=report_id, person_id=person_id, source=source, at=now))
