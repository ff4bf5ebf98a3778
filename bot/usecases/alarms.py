"""What ails the bot itself: in the log at once, in `/trangthai` and `status`, and once a day to those who stand highest."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from bot.store import outbox, pulse, recipients
from bot.store.engine import LOW_DISK, Tx, disk_free
from bot.store.pulse import Pulse
from bot.texts import View

TOLD_FOR = timedelta(days=1)
"""So long a text that Telegram could not read, or a failed tick, is a trouble: the next one is likely to be like it."""


class Trouble(StrEnum):
    """What an operator has to see to."""

    DISK = "disk"
    CLOCK = "clock"
    MARKS = "marks"
    """Telegram cannot read what a template makes of some name."""
    TICK = "tick"
    """A part of what the bot does by itself failed by a mistake of ours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm(View):
    """One trouble as it stands."""

    template: ClassVar[str] = "alarm"
    trouble: Trouble
    disk_free: int | None
    pulse: Pulse


def found(tx: Tx, now: datetime) -> tuple[Trouble, ...]:
    """The troubles of this moment; asked at every tick, so it costs one row and one look at the disk."""
    beat, free = pulse.last(tx), _disk_free(tx)
    troubles = {
        Trouble.DISK: free is not None and free < LOW_DISK,
        Trouble.CLOCK: beat.clock_off != 0,
        Trouble.MARKS: beat.unmarked_at is not None and now - beat.unmarked_at < TOLD_FOR,
        Trouble.TICK: beat.failed_at is not None and now - beat.failed_at < TOLD_FOR,
    }
    return tuple(trouble for trouble, there in troubles.items() if there)


def tell(tx: Tx, now: datetime, troubles: Collection[Trouble]) -> None:
    """Have the admins who stand highest told, each of them once a day of each trouble."""
    admins = recipients.top_admins(tx, now)
    for trouble in troubles:
        outbox.put_each(
            tx,
            {admin: ":".join(("alarm", trouble, str(admin), now.date().isoformat())) for admin in admins},
            kind="alarm",
            subject_id=list(Trouble).index(trouble),
            due_at=now,
            expires_at=now + TOLD_FOR,
        )


def message(tx: Tx, place: int, person_id: int, now: datetime) -> View | None:
    """The words, as long as the trouble is there and he is one of those who are told."""
    trouble = list(Trouble)[place]
    if trouble not in found(tx, now) or person_id not in recipients.top_admins(tx, now):
        return None
    return Alarm(trouble=trouble, disk_free=_disk_free(tx), pulse=pulse.last(tx))


def _disk_free(tx: Tx) -> int | None:
    return disk_free(tx.engine.url.render_as_string(hide_password=False))
