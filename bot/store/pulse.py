"""What the running bot writes down of itself, for whoever asks how it is: a single row, written at each tick."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from bot.store.engine import Tx
from bot.store.message_tables import pulse


@dataclass(frozen=True, kw_only=True, slots=True)
class Pulse:
    """When the bot started, last ticked, reached Telegram and got an update; what it sent in the minute before the tick.

    `paused_until`: until when Telegram wants no bulk. `clock_off`: by how many seconds our clock is ahead of
    Telegram's, behind where negative; 0 while they agree to a minute. `unmarked`: what Telegram said of the newest
    text whose marks it could not read. `failed`: which part of a tick failed last, and of what kind the error was.
    """

    started_at: datetime | None = None
    ticked_at: datetime | None = None
    polled_at: datetime | None = None
    update_at: datetime | None = None
    sent_last_minute: int = 0
    paused_until: datetime | None = None
    clock_off: int = 0
    unmarked_at: datetime | None = None
    unmarked: str = ""
    failed_at: datetime | None = None
    failed: str = ""


def last(tx: Tx) -> Pulse:
    row = tx.execute(select(pulse)).first()
    if row is None:
        return Pulse()
    return Pulse(
        started_at=row.started_at,
        ticked_at=row.ticked_at,
        polled_at=row.polled_at,
        update_at=row.update_at,
        sent_last_minute=row.sent_last_minute,
        paused_until=row.paused_until,
        clock_off=row.clock_off,
        unmarked_at=row.unmarked_at,
        unmarked=row.unmarked or "",
        failed_at=row.failed_at,
        failed=row.failed or "",
    )


def start(tx: Tx, now: datetime) -> None:
    """A bot has started, and Telegram knew it."""
    _write(tx, {"started_at": now, "polled_at": now})


def beat(
    tx: Tx,
    now: datetime,
    *,
    polled_at: datetime | None,
    update_at: datetime | None,
    sent_last_minute: int,
    clock_off: int,
) -> None:
    """A tick is over. What this process has not seen yet stays as the one before it left it."""
    seen = {"polled_at": polled_at, "update_at": update_at}
    known = {name: moment for name, moment in seen.items() if moment is not None}
    _write(tx, {"ticked_at": now, "sent_last_minute": sent_last_minute, "clock_off": clock_off, **known})


def pause(tx: Tx, until: datetime) -> None:
    """Telegram wants no bulk until then."""
    _write(tx, {"paused_until": until})


def unmarked(tx: Tx, now: datetime, kind: str, reason: str) -> None:
    """Telegram could not read the marks of a message of this kind, and took it without them."""
    _write(tx, {"unmarked_at": now, "unmarked": f"{kind}: {reason}"})


def failed(tx: Tx, now: datetime, part: str, surprise: str) -> None:
    """A part of what goes on by itself was ended by a mistake of ours."""
    _write(tx, {"failed_at": now, "failed": f"{part}: {surprise}"})


def _write(tx: Tx, values: dict[str, object]) -> None:
    if not tx.execute(update(pulse).values(values)).rowcount:
        tx.execute(insert(pulse).values({"sent_last_minute": 0, **values}))
