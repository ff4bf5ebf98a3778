"""The demo as the page sees it: the people, the clock that can be moved, the outbox, and the story."""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.app import DonDoc
from bot.campaign.deadlines import next_slot
from bot.campaign.model import Role
from bot.clock import SetClock
from bot.demo.phones import StoryBroken
from bot.demo.story import CAST, STORY, Person, Scene
from bot.demo.telling import Teller
from bot.demo.wire import ApiError, Json, JsonObject, bad_request
from bot.demo.world import World
from bot.store import days, outbox, recipients
from bot.store.engine import Tx
from bot.store.units import Unit
from bot.texts import Texts
from bot.texts.words import weekday
from bot.transport.splitting import plain
from bot.usecases import hearing
from bot.usecases.enrolment import Help
from bot.usecases.hearing import Schedule

SLOTS_AHEAD = 400
"""How many slots are looked through for the next nudge: a year and a half of working days."""
LISTED = 40
MOST_PEOPLE = 1000
LOOKS_EVERY = 1.0
"""Seconds between two looks at a message that waits: what the sender writes down rings no bell."""
STEPS = {"+1h": timedelta(hours=1), "+1d": timedelta(days=1), "+7d": timedelta(days=7)}


class Showing:
    """One running demo; the units by their codes."""

    def __init__(
        self, *, world: World, bot: DonDoc, clock: SetClock, teller: Teller, units: Mapping[str, Unit]
    ) -> None:
        self._world = world
        self._bot = bot
        self._clock = clock
        self._teller = teller
        self._units = units
        self._schedule = Schedule.of(bot.config.nudges)
        self._commands = {person.role: _commands(bot.texts, person.role) for person in CAST}
        self._scene = 0
        self._turn = asyncio.Lock()

    @property
    def example(self) -> tuple[str, bytes]:
        """The directive of the story: its file name and content."""
        return self._teller.file_name, self._teller.content

    # --- The clock ----------------------------------------------------------------------------------------

    async def step(self, step: str) -> JsonObject:
        """Move the clock on by one of STEPS, or to the "next" slot at which somebody has to hear something."""
        if step == "next":
            moment = await self._next_nudge()
            return self._told(sent=0) if moment is None else await self.move(moment)
        if step not in STEPS:
            raise bad_request(f"step must be next, {', '.join(STEPS)}")
        return await self.move(self._bot.now() + STEPS[step])

    async def move(self, moment: datetime) -> JsonObject:
        """Set the clock and do at once what is due then; tells the new time and how much was sent.

        It only goes forward: what was said cannot be unsaid.
        """
        if moment < self._clock.now():
            raise bad_request("the clock only goes forward")
        last = await self._listed(1)
        self._clock.set(moment)
        await self._bot.ticks.tick()
        await self._bot.sender.drain()
        before = last[0].row_id if last else 0
        sent = [row for row in await self._listed(LISTED) if row.row_id > before and row.outcome == "sent"]
        self._world.chats.changed.ring()
        return self._told(sent=len(sent))

    def _told(self, *, sent: int) -> JsonObject:
        now = self._bot.now()
        return {"now": now.isoformat(), "words": f"{now:%H:%M} {weekday(now.date())}", "sent": sent}

    async def _next_nudge(self) -> datetime | None:
        """The first slot to come at which the ladder speaks to anybody; None where none does."""
        now = self._bot.now()

        def heard_at(tx: Tx) -> datetime | None:
            calendar = days.calendars(tx).anybody()
            people = [one.person_id for one in recipients.listeners(tx, now, after=0, most=MOST_PEOPLE)]
            at = now
            for _ in range(SLOTS_AHEAD):
                at = next_slot(at, self._schedule.slots, calendar, self._schedule.hours)
                if hearing.to_hear(tx, people, at, self._schedule):
                    return at
            return None

        return await self._bot.store.read(heard_at)

    # --- The story ----------------------------------------------------------------------------------------

    async def tell_next(self) -> JsonObject:
        """Perform the next scene; tells whose phone to look at. Errors: 409 where the story cannot go on."""
        async with self._turn:
            scene = self._next_scene
            if scene is None:
                raise ApiError(409, "the story is over")
            try:
                await self._teller.tell(scene)
            except StoryBroken as broken:
                raise ApiError(409, str(broken)) from broken
            self._scene += 1
            self._world.chats.changed.ring()
            return {"chat": scene.person.chat}

    @property
    def _next_scene(self) -> Scene | None:
        return STORY[self._scene] if self._scene < len(STORY) else None

    # --- The state ----------------------------------------------------------------------------------------

    async def state(self, *, known: str, seconds: float) -> JsonObject:
        """What the page shows beside the chat, once its stamp differs from the known one; else after a while."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while True:
            # The wait begins before the look, so that no change falls between them.
            left = end - loop.time()
            waiting = loop.create_task(self._world.chats.changed.heard(max(left, 0)))
            rows = await self._listed(LISTED)
            state = self._state(rows)
            if state["stamp"] != known or left <= 0 or self._world.closing:
                waiting.cancel()
                return state
            moving = any(row.outcome is None for row in rows)
            await asyncio.wait([waiting], timeout=LOOKS_EVERY if moving else None)
            waiting.cancel()

    def _state(self, rows: list[outbox.Listed]) -> JsonObject:
        now = self._bot.now()
        scene = self._next_scene
        state: dict[str, Json] = {
            "change": self._world.chats.change,
            "zone": self._bot.zone.key,
            "day": weekday(now.date()),
            "hour": f"{now:%H:%M}",
            "people": [self._person(person) for person in CAST],
            "outbox": [self._row(row) for row in rows],
            "story": {"step": self._scene + 1, "count": len(STORY), "next": scene.title if scene else None},
            "example": {"chat": CAST[0].chat, "file_name": self._teller.file_name},
        }
        stamp = hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:16]
        return {**state, "stamp": stamp}

    def _person(self, person: Person) -> JsonObject:
        by_bot = self._world.chats.changed_by_bot(person.chat, 0)
        return {
            "chat": person.chat,
            "name": person.name,
            "role": person.role.value,
            "unit": self._units[person.unit].name,
            "heard": max((message.change for message in by_bot), default=0),
            "commands": self._commands[person.role],
        }

    def _row(self, row: outbox.Listed) -> JsonObject:
        at = row.at.astimezone(self._bot.zone)
        return {
            "person": row.person,
            "kind": row.kind,
            "sending": row.sending,
            "outcome": row.outcome,
            "at": {"iso": at.isoformat(), "words": f"{at:%H:%M} {at.day}/{at.month}"},
        }

    async def _listed(self, most: int) -> list[outbox.Listed]:
        return await self._bot.store.read(lambda tx: outbox.newest(tx, most=most))


def _commands(texts: Texts, role: Role) -> list[JsonObject]:
    """The menu of somebody with this role: the commands that /giup names for it, each with its few words."""
    shown = plain(texts.render(Help(roles=frozenset({role}), private=True)).html)
    named = (line[1:].partition(" – ") for line in shown.split("\n") if line.startswith("/"))
    return [{"command": command, "description": words} for command, _, words in named]
