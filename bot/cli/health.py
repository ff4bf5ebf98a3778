"""`status [--json]`: how the bot beside does; exit code 1 where none runs."""

import argparse
import json
from dataclasses import asdict
from datetime import UTC, datetime

from bot.cli.opening import opened
from bot.config import Config
from bot.usecases import health
from bot.usecases.alarms import Trouble
from bot.usecases.health import Health

DONE, DOES_NOT_RUN = 0, 1


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("status", help="how the running bot does, what waits to be sent")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=show, need_token=False)


def show(arguments: argparse.Namespace, config: Config) -> int:
    now = datetime.now(UTC).astimezone(config.time.zone)
    with opened(config) as store:
        found = store.read_now(lambda tx: health.of(tx, now))
    if arguments.json:
        print(json.dumps(asdict(found), ensure_ascii=False, default=_spelled))
    else:
        print("\n".join(f"{name}: {value}" for name, value in lines(found)))
    return DONE if found.alive else DOES_NOT_RUN


def _spelled(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    raise TypeError(type(value).__name__)


def lines(found: Health) -> list[tuple[str, object]]:
    """What is printed, a name and a value a line."""
    beat, zone = found.pulse, found.now.tzinfo

    def moment(value: datetime | None) -> str:
        return "none yet" if value is None else value.astimezone(zone).isoformat(" ", "seconds")

    told: list[tuple[str, object]] = [
        ("running", f"yes, since {moment(beat.started_at)}" if found.alive else "no"),
        ("last tick", moment(beat.ticked_at)),
        ("Telegram last reached", moment(beat.polled_at)),
        ("last update", moment(beat.update_at)),
        ("updates waiting", found.updates_waiting),
        *((f"{queue.lane} waiting", queue.waiting) for queue in found.queues),
        ("failed before, waiting", found.tried),
        ("sent in the last minute", beat.sent_last_minute),
        ("people who cannot be written to", found.silent),
        ("messages undelivered in 7 days", found.undelivered),
    ]
    if found.disk_free is not None:
        told.append(("disk free", f"{found.disk_free}%"))
    ails = {
        Trouble.DISK: "the disk is nearly full: make room, or the bot can write nothing",
        Trouble.CLOCK: f"the clock is {abs(beat.clock_off)} s {'ahead of' if beat.clock_off > 0 else 'behind'} "
        "Telegram's: set it, or nudges and lateness are wrong",
        Trouble.MARKS: f"a text that Telegram could not read went out without its marks at "
        f"{moment(beat.unmarked_at)}: {beat.unmarked}",
        Trouble.TICK: f"a part failed at {moment(beat.failed_at)} (see part_failed in the log): {beat.failed}",
    }
    told += [("TROUBLE", ails[trouble]) for trouble in found.troubles]
    if found.oldest is not None:
        told.append(("oldest waiting since", moment(found.oldest)))
    if beat.paused_until is not None and beat.paused_until > found.now:
        told.append(("bulk paused by Telegram until", moment(beat.paused_until)))
    if found.done_at is not None:
        told.append(("all sent by about", moment(found.done_at)))
    return told
