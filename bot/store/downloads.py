"""Forms of a summary that people asked for: one a person, kept until he has it or was told why not."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from bot.store import outbox
from bot.store.engine import AnyRow, Tx
from bot.store.message_tables import downloads
from bot.store.tables import people, periods, phases


@dataclass(frozen=True, kw_only=True, slots=True)
class Download:
    """A form that a person asked for; `chat_id` is None once his data were deleted.

    `message_id` is the message on which he sees how far it is, `tries` how often it was begun.
    """

    download_id: int
    person_id: int
    chat_id: int | None
    language: str
    campaign_id: int
    period_id: int
    unit_id: int | None
    form: str
    asked_at: datetime
    message_id: int | None
    tries: int


_EVERY = (
    select(
        downloads,
        people.c.chat_id,
        people.c.language,
        phases.c.campaign_id,
    )
    .join(people, people.c.id == downloads.c.person_id)
    .join(periods, periods.c.id == downloads.c.period_id)
    .join(phases, phases.c.id == periods.c.phase_id)
)


def put(
    tx: Tx,
    person_id: int,
    *,
    period_id: int,
    unit_id: int | None,
    form: str,
    message_id: int | None,
    now: datetime,
) -> int:
    """Keep what a person asks for; he has no other one."""
    key = tx.execute(
        insert(downloads).values(
            person_id=person_id,
            period_id=period_id,
            unit_id=unit_id,
            form=form,
            message_id=message_id,
            asked_at=now,
        )
    ).inserted_primary_key
    outbox.note_put(tx)
    return int(key[0]) if key else 0


def of_person(tx: Tx, person_id: int) -> Download | None:
    row = tx.execute(_EVERY.where(downloads.c.person_id == person_id)).first()
    return None if row is None else _download(row)


def of(tx: Tx, download_id: int) -> Download | None:
    row = tx.execute(_EVERY.where(downloads.c.id == download_id)).first()
    return None if row is None else _download(row)


def waiting(tx: Tx) -> list[Download]:
    """All of them, in the order in which they were asked for."""
    return [_download(row) for row in tx.execute(_EVERY.order_by(downloads.c.id))]


def begun(tx: Tx, download_id: int) -> None:
    tx.execute(update(downloads).where(downloads.c.id == download_id).values(tries=downloads.c.tries + 1))


def end(tx: Tx, download_id: int) -> None:
    tx.execute(delete(downloads).where(downloads.c.id == download_id))


def drop(tx: Tx, person_id: int) -> None:
    """Let what a person asked for go."""
    tx.execute(delete(downloads).where(downloads.c.person_id == person_id))


def _download(row: AnyRow) -> Download:
    return Download(
        download_id=row.id,
        person_id=row.person_id,
        chat_id=row.chat_id,
        language=row.language,
        campaign_id=row.campaign_id,
        period_id=row.period_id,
        unit_id=row.unit_id,
        form=row.form,
        asked_at=row.asked_at,
        message_id=row.message_id,
        tries=row.tries,
    )
