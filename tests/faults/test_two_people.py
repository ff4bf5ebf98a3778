"""Two people in one report, in any order, with edits and SIGKILL: what is stored is what a simple model says."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.campaign.model import Role
from bot.clock import SetClock
from bot.demo.server import LocalServer, serve
from bot.store import audit
from bot.store.engine import Store
from tests import builders
from tests.faults.test_kill import Process
from tests.town import TOKEN, Person, Shown, Town, moment, settle, shown

BINH = 108
NAMES = ("Thu ngân sách trên địa bàn", "Sản lượng lương thực có hạt", "Tỷ lệ hộ sử dụng nước hợp vệ sinh")
FROM = (11_000, 1_300_000, 93_500)
"""Thousandths from which each indicator's figures count up: none is far off its target, and no two are the same."""
ACTS, KILLS = 16, 4


@dataclass
class Model:
    """Each indicator's versions in order, and how many each person had seen when he was asked for the next."""

    versions: dict[int, list[tuple[str, Person]]] = field(default_factory=lambda: {1: [], 2: [], 3: []})
    seen: dict[tuple[int, int], int] = field(default_factory=dict)

    def clashes(self, person: Person, indicator: int, *, seen: int) -> bool:
        """Whether somebody else has given a figure that this person was not shown."""
        newer = self.versions[indicator][seen:]
        return bool(newer) and newer[-1][1] is not person


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[tuple[Town, Process]]:
    settle(tmp_path, dues=[date(2099, 12, 15)], starts=[date(2023, 1, 10)])
    store = Store(f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")
    now = moment("2023-02-01 09:00")
    store.write_now(lambda tx: builders.person(tx, BINH, "Bình", now, (Role.FOCAL_POINT, 2)))
    store.close()
    server = LocalServer(token=TOKEN, username="dondoc_bot", now=SetClock(now).now, seed=1)
    async with serve(server, port=0) as address, httpx.AsyncClient(verify=False) as client:
        here = Town(address, client, tmp_path, SetClock(now))
        await here.post("limits", enabled=False)
        process = Process(here)
        await process.start()
        try:
            yield here, process
        finally:
            await process.kill()


async def heard(person: Person, since: int, *parts: str) -> Shown:
    """The next message that holds one of these words; what was said again after a kill is passed over."""
    while True:
        found = await person.town.get("wait", chat=person.chat, since=since, timeout=20)
        assert found["messages"], f"the bot says none of {parts} to {person.name}"
        for message in map(shown, found["messages"]):
            if any(part in message.text for part in parts):
                return message
        since = found["change"]


class Story:
    """One seeded course of events: acts on the bot, and the same acts on the model."""

    def __init__(self, here: Town, process: Process, seed: int) -> None:
        self.here, self.process, self.chance = here, process, random.Random(seed)
        self.people = (here.lan, Person(here, BINH, "Bình"))
        self.model = Model()
        self.messages: list[tuple[Person, int, int]] = []
        self.given = 0
        self.kills = sorted(self.chance.sample(range(ACTS), KILLS))

    def figure(self, indicator: int) -> str:
        """A figure that was not given before, as it is typed: "11,003"."""
        self.given += 1
        whole, rest = divmod(FROM[indicator - 1] + 10 * self.given, 1000)
        return f"{whole},{rest // 10:02}".rstrip("0").rstrip(",")

    async def asks(self, person: Person, indicator: int) -> None:
        screen = (await person.sees())[-1]
        done = await self.here.post(
            "tap", chat=person.chat, message_id=screen.message_id, data=f"ask:1:{indicator}", forged=True
        )
        await heard(person, done["change"], f"{indicator}/3. {NAMES[indicator - 1]}")
        self.model.seen[person.chat, indicator] = len(self.model.versions[indicator])

    async def gives(
        self, person: Person, indicator: int, change: dict[str, int], typed: str, seen: int
    ) -> None:
        """Whatever the bot answers to a figure must be what the model expects; of two, one is chosen by chance."""
        kept = echo(indicator, typed)
        answer = await heard(person, change["change"], kept, "Giữ số nào?")
        clash = self.model.clashes(person, indicator, seen=seen)
        assert ("Giữ số nào?" in answer.text) is clash, answer.text
        if clash:
            row = self.chance.choice((0, 1))
            data = answer.raw["buttons"][row][0]["data"]
            change = await self.here.post("tap", chat=person.chat, message_id=answer.message_id, data=data)
            stands = self.model.versions[indicator][-1][0]
            await heard(person, change["change"], kept if row == 1 else echo(indicator, stands))
            if row == 0:
                return
        self.model.versions[indicator].append((typed, person))

    async def act(self, n: int) -> None:
        person = self.chance.choice(self.people)
        indicator = self.chance.choice((1, 2, 3))
        own = [(at, message) for who, at, message in self.messages if who is person]
        if own and self.chance.random() < 0.3:
            indicator, message = self.chance.choice(own)
            typed = self.figure(indicator)
            change = await self.here.post("edit", chat=person.chat, message_id=message, text=typed)
            seen = 0
        else:
            await self.asks(person, indicator)
            if self.chance.random() < 0.4:
                # The other one gives the same figure between the question and the answer.
                other = next(one for one in self.people if one is not person)
                await self.asks(other, indicator)
                await self.types(other, indicator)
            typed = self.figure(indicator)
            change = await self.here.post("send", chat=person.chat, text=typed, first_name=person.name)
            self.messages.append((person, indicator, int(change["message_id"])))
            seen = self.model.seen[person.chat, indicator]
        if n in self.kills:
            await asyncio.sleep(self.chance.random() / 100)  # The moment of the kill is part of the story.
            await self.process.restart()
        await self.gives(person, indicator, change, typed, seen)

    async def types(self, person: Person, indicator: int) -> None:
        typed = self.figure(indicator)
        change = await self.here.post("send", chat=person.chat, text=typed, first_name=person.name)
        self.messages.append((person, indicator, int(change["message_id"])))
        await self.gives(person, indicator, change, typed, self.model.seen[person.chat, indicator])


def echo(indicator: int, typed: str) -> str:
    """How the bot says back what was typed: "1300,01" as "1.300,01"."""
    whole, comma, rest = typed.partition(",")
    return "".join((f"✓ {NAMES[indicator - 1]}: {int(whole):,}".replace(",", "."), comma, rest))


def stored(folder: Path) -> dict[int, list[tuple[str, int]]]:
    """Each indicator's figures with their versions."""
    engine = create_engine(f"sqlite:///{folder / 'dondoc.sqlite3'}", poolclass=NullPool)
    found: dict[int, list[tuple[str, int]]] = {1: [], 2: [], 3: []}
    with engine.connect() as connection:
        query = "SELECT indicator_id, value, version FROM figures ORDER BY indicator_id, version"
        for row in connection.execute(text(query)):
            found[row.indicator_id].append((row.value, row.version))
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_two_people_do_every_version_is_kept_in_order_and_the_audit_holds(
    town: tuple[Town, Process], seed: int
) -> None:
    here, process = town
    story = Story(here, process, seed)
    for person in story.people:
        await person.says("/baocao")
    for n in range(ACTS):
        await story.act(n)
    expected = {
        indicator: [(typed.replace(",", "."), n) for n, (typed, _) in enumerate(versions, 1)]
        for indicator, versions in story.model.versions.items()
    }
    assert stored(here.folder) == expected
    store = Store(f"sqlite:///{here.folder / 'dondoc.sqlite3'}")
    try:
        while store.write_now(audit.seal):
            pass
        assert store.read_now(audit.first_broken) is None
    finally:
        store.close()
