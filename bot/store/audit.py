"""Who did what and when, append-only, sealed by a tick into a chain of hashes."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Row, bindparam, insert, select, update

from bot.store.engine import Tx
from bot.store.message_tables import audit
from bot.store.prepared import Prepared

_INSERT = Prepared(insert(audit).inline())
_SEAL = update(audit).where(audit.c.id == bindparam("key")).values(seal=bindparam("value"))
SLICE = 2000


def note(
    tx: Tx,
    action: str,
    subject: str,
    subject_id: int | None,
    *,
    person_id: int | None,
    now: datetime,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Append what happened, in the transaction in which it happened. Facts hold ids and figures, no names."""
    _INSERT.run(
        tx,
        {
            "at": now,
            "person_id": person_id,
            "action": action,
            "subject": subject,
            "subject_id": subject_id,
            "facts": facts,
        },
    )


def _digest(previous: str, row: Row[tuple[object, ...]]) -> str:
    content = [row.id, row.at.isoformat(), row.person_id, row.action, row.subject, row.subject_id, row.facts]
    text = json.dumps([previous, *content], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def seal(tx: Tx) -> int:
    """Seal the next rows that are not sealed yet; returns how many. Called each minute, off the hot path."""
    last = tx.execute(
        select(audit.c.seal).where(audit.c.seal.is_not(None)).order_by(audit.c.id.desc()).limit(1)
    ).scalar()
    previous = last or ""
    seals = []
    for row in tx.execute(select(audit).where(audit.c.seal.is_(None)).order_by(audit.c.id).limit(SLICE)):
        previous = _digest(previous, row)
        seals.append({"key": row.id, "value": previous})
    if seals:
        tx.execute(_SEAL, seals)
    return len(seals)


def first_broken(tx: Tx) -> int | None:
    """The id of the first sealed row that does not fit its seal; None where the chain holds."""
    previous = ""
    for row in tx.execute(select(audit).where(audit.c.seal.is_not(None)).order_by(audit.c.id)):
        if row.seal != _digest(previous, row):
            return int(row.id)
        previous = row.seal
    return None
