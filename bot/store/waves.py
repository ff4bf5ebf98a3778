"""Waves: one message to many people that an admin had sent, how far each is, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from bot.store import outbox as messages
from bot.store.engine import AnyRow, Tx, insert_once
from bot.store.message_tables import outbox, waves
from bot.store.outbox import End
from bot.store.tables import campaigns, people, phases, units

KIND = "wave"
CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wave:
    """A wave as it was begun. `phase` is that of a nudge; `person` is empty once his data are deleted."""

    wave_id: int
    kind: str
    campaign_id: int
    campaign: str
    owner_id: int
    owner_path: str
    phase_id: int | None
    phase: str | None
    circle: str
    text: str | None
    person_id: int | None
    person: str
    at: datetime
    message_id: int | None
    shown: int
    cancelled_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """What became of its messages: `waiting` has no outcome yet, `expired` was not needed any more."""

    people: int = 0
    waiting: int = 0
    sent: int = 0
    unreachable: int = 0
    expired: int = 0
    failed: int = 0
    unknown: int = 0

    @property
    def ended(self) -> int:
        return self.people - self.waiting


_WAVE = select(
    waves,
    campaigns.c.title,
    campaigns.c.owner_id,
    units.c.path,
    phases.c.name.label("phase"),
    people.c.name.label("person"),
).select_from(
    waves.join(campaigns, campaigns.c.id == waves.c.campaign_id)
    .join(units, units.c.id == campaigns.c.owner_id)
    .outerjoin(phases, phases.c.id == waves.c.phase_id)
    .outerjoin(people, people.c.id == waves.c.person_id)
)


def begin(
    tx: Tx,
    *,
    key: str,
    kind: str,
    campaign_id: int,
    phase_id: int | None,
    circle: str,
    text: str | None,
    person_id: int,
    message_id: int | None,
    now: datetime,
) -> tuple[int, bool]:
    """Write a wave down; returns its id, and False where it was begun before under this key."""
    began = tx.execute(
        insert_once(tx, waves),
        {
            "key": key,
            "kind": kind,
            "campaign_id": campaign_id,
            "phase_id": phase_id,
            "circle": circle,
            "text": text,
            "person_id": person_id,
            "message_id": message_id,
            "at": now,
            "shown": 0,
        },
    ).rowcount
    return tx.execute(select(waves.c.id).where(waves.c.key == key)).scalar_one(), began == 1


def put(
    tx: Tx, wave_id: int, person_ids: Sequence[int], *, preview: str, now: datetime, expires_at: datetime
) -> int:
    """Have its message sent to these people, once a preview, whichever of its buttons are tapped; how many are new.

    `now` is in the zone of the offices.
    """
    keys = {person_id: f"wave:{preview}:{person_id}" for person_id in person_ids}
    return messages.put_each(tx, keys, kind=KIND, subject_id=wave_id, due_at=now, expires_at=expires_at)


def drop(tx: Tx, wave_id: int) -> None:
    """Forget a wave that has no message."""
    tx.execute(delete(waves).where(waves.c.id == wave_id))


def of(tx: Tx, wave_id: int) -> Wave | None:
    row = tx.execute(_WAVE.where(waves.c.id == wave_id)).first()
    return None if row is None else _wave(row)


def within(tx: Tx, paths: Sequence[str], *, most: int) -> list[Wave]:
    """The newest waves of campaigns that units within these path prefixes launched."""
    reached = or_(*(units.c.path.startswith(path, autoescape=True) for path in paths))
    return [_wave(row) for row in tx.execute(_WAVE.where(reached).order_by(waves.c.id.desc()).limit(most))]


def running(tx: Tx) -> list[Wave]:
    """The waves of which somebody sees how far they are, and that have not ended."""
    going = and_(waves.c.ended_at.is_(None), waves.c.message_id.is_not(None), waves.c.person_id.is_not(None))
    return [_wave(row) for row in tx.execute(_WAVE.where(going).order_by(waves.c.id))]


def counted(tx: Tx, wave_id: int) -> Count:
    """By outcome; what had to be tried again counts as waiting."""
    found = {
        row.outcome: row.many
        for row in tx.execute(
            select(outbox.c.outcome, func.count().label("many"))
            .where(_of(wave_id))
            .group_by(outbox.c.outcome)
        )
    }
    return Count(
        people=sum(found.values()),
        waiting=found.get(None, 0),
        **{end.value: found.get(end.value, 0) for end in End},
    )


def cancel(tx: Tx, wave_id: int, now: datetime) -> int:
    """Send no more of it: what is on its way arrives. Returns how many will not be sent."""
    tx.execute(update(waves).where(waves.c.id == wave_id).values(cancelled_at=now))
    return tx.execute(
        update(outbox)
        .where(_of(wave_id), outbox.c.outcome.is_(None), outbox.c.sending_at.is_(None))
        .values(outcome=End.EXPIRED.value, ended_at=now, last_error=CANCELLED)
    ).rowcount


def note_shown(tx: Tx, wave_id: int, shown: int, *, ended_at: datetime | None) -> None:
    """The message that shows the wave says now that so many of its messages have ended."""
    tx.execute(update(waves).where(waves.c.id == wave_id).values(shown=shown, ended_at=ended_at))


def _of(wave_id: int) -> ColumnElement[bool]:
    return and_(outbox.c.kind == KIND, outbox.c.subject_id == wave_id)


def _wave(row: AnyRow) -> Wave:
    return Wave(
        wave_id=row.id,
        kind=row.kind,
        campaign_id=row.campaign_id,
        campaign=row.title,
        owner_id=row.owner_id,
        owner_path=row.path,
        phase_id=row.phase_id,
        phase=row.phase,
        circle=row.circle,
        text=row.text,
        person_id=row.person_id,
        person=row.person or "",
        at=row.at,
        message_id=row.message_id,
        shown=row.shown,
        cancelled_at=row.cancelled_at,
        ended_at=row.ended_at,
    )
