"""How far a wave of messages is: in one message that is rewritten as they arrive; stop it; the log of all waves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from bot.errors import Refused
from bot.store import audit, waves
from bot.store.engine import Tx
from bot.store.waves import Count, Wave
from bot.texts import View
from bot.usecases.access import Action, Caller, reach, require

SENT_PER_SECOND = 26
LOGGED = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class WaveProgress(View):
    """A wave as it stands; `done_at` is when the last of its messages leaves at the allowed rate."""

    template: ClassVar[str] = "wave_progress"
    in_place: ClassVar[bool] = True
    wave: Wave
    count: Count
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WaveLog(View):
    """The newest waves of the campaigns that the reader runs, each with its outcomes."""

    template: ClassVar[str] = "wave_log"
    in_place: ClassVar[bool] = True
    waves: tuple[tuple[Wave, Count], ...]


def minutes(people: int) -> int:
    """How long a wave takes at the allowed rate, in minutes rounded up."""
    return -(-people // (60 * SENT_PER_SECOND))


def progress_of(tx: Tx, wave: Wave, now: datetime) -> WaveProgress:
    count = waves.counted(tx, wave.wave_id)
    left = timedelta(seconds=count.waiting / SENT_PER_SECOND)
    return WaveProgress(wave=wave, count=count, done_at=now + left if count.waiting else None)


def look(tx: Tx, who: Caller, now: datetime, *, wave_id: int) -> View:
    return progress_of(tx, _run(tx, who, wave_id), now)


def cancel(tx: Tx, who: Caller, now: datetime, *, wave_id: int) -> View:
    """ "Dừng gửi": what has not left stays here; harmless where nothing waits any more."""
    wave = _run(tx, who, wave_id)
    kept_back = waves.cancel(tx, wave_id, now) if wave.cancelled_at is None else 0
    if kept_back:
        audit.note(tx, "cancel", "wave", wave_id, person_id=who.known, now=now, facts={"people": kept_back})
    return progress_of(tx, _run(tx, who, wave_id), now)


def log(tx: Tx, who: Caller, _now: datetime) -> View:
    found = waves.within(tx, reach(who, Action.RUN_CAMPAIGNS), most=LOGGED)
    return WaveLog(waves=tuple((wave, waves.counted(tx, wave.wave_id)) for wave in found))


def to_show(tx: Tx, now: datetime) -> list[WaveProgress]:
    """The waves whose message says something else than what is true now."""
    found = [progress_of(tx, wave, now) for wave in waves.running(tx)]
    return [one for one in found if one.count.ended != one.wave.shown or one.count.waiting == 0]


def was_shown(tx: Tx, shown: WaveProgress, now: datetime) -> None:
    ended_at = now if shown.count.waiting == 0 else None
    waves.note_shown(tx, shown.wave.wave_id, shown.count.ended, ended_at=ended_at)


def _run(tx: Tx, who: Caller, wave_id: int) -> Wave:
    wave = waves.of(tx, wave_id)
    if wave is None:
        raise Refused("gone")
    require(who, Action.RUN_CAMPAIGNS, unit_id=wave.owner_id, path=wave.owner_path)
    return wave
