"""A town for the dialogs: the real bot, the local Bot API server over real HTTP, people who type and tap."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from bot.app import DonDoc
from bot.campaign.model import Role
from bot.clock import SetClock
from bot.config import Config
from bot.demo.server import LocalServer, serve
from bot.store import pulse
from bot.store.engine import Store, Tx
from tests import builders

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
TOKEN = "700000001:a-token-for-tests-of-the-dialogs-00000"
PATIENCE = 20
ADMIN, LAN, MINH, HOA, HEAD, VIEWER, STRANGER = 101, 102, 103, 104, 105, 106, 107


def moment(text: str) -> datetime:
    """A local moment: moment("2023-06-13 08:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@dataclass(frozen=True)
class Shown:
    """A message of the bot as a person sees it."""

    message_id: int
    text: str
    buttons: tuple[tuple[str, ...], ...]
    raw: dict[str, Any]

    def __str__(self) -> str:
        rows = ["".join(f"[{label}]" for label in row) for row in self.buttons]
        return "\n".join([self.text, *rows])


class Person:
    """Somebody with a phone. Each act waits for the bot's answer and returns it."""

    def __init__(self, town: "Town", chat: int, name: str) -> None:
        self.town = town
        self.chat = chat
        self.name = name
        self.language = "vi"
        """That of his phone."""

    async def says(self, text: str) -> Shown:
        done = await self.town.post(
            "send", chat=self.chat, text=text, first_name=self.name, language=self.language
        )
        self.last_message_id = int(done["message_id"])
        return await self.hears(since=done["change"])

    async def mutters(self, text: str) -> None:
        """Writes without waiting for an answer."""
        await self.town.post("send", chat=self.chat, text=text, first_name=self.name)

    async def sends(self, name: str, content: bytes, **more: object) -> Shown:
        file = base64.b64encode(content).decode()
        done = await self.town.post(
            "send", chat=self.chat, file=file, file_name=name, first_name=self.name, **more
        )
        return await self.hears(since=done["change"])

    async def edits(self, message_id: int, text: str) -> Shown:
        done = await self.town.post("edit", chat=self.chat, message_id=message_id, text=text)
        return await self.hears(since=done["change"])

    async def hears(self, *, since: int) -> Shown:
        """The next thing that the bot writes or rewrites here."""
        found = await self.town.get("wait", chat=self.chat, since=since, timeout=PATIENCE)
        assert found["messages"], f"the bot says nothing to {self.name}"
        return shown(found["messages"][-1])

    async def hears_of(self, part: str, *, since: int) -> Shown:
        """The next message that holds these words; one that was on its way before is passed over."""
        while True:
            found = await self.town.get("wait", chat=self.chat, since=since, timeout=PATIENCE)
            assert found["messages"], f"the bot says nothing of {part!r} to {self.name}"
            for message in found["messages"]:
                if part in shown(message).text:
                    return shown(message)
            since = found["change"]

    async def sees(self) -> list[Shown]:
        every = await self.town.get("messages", chat=self.chat)
        return [shown(message) for message in every if message["from"] == "bot"]

    async def taps(self, label: str) -> Shown:
        """Tap the newest button with this label; returns the screen, or the popup as a message 0."""
        for message in reversed(await self.sees()):
            for row in message.raw["buttons"]:
                for button in row:
                    if button["text"] == label:
                        return await self.taps_data(message.message_id, button["data"])
        raise AssertionError(
            f"{self.name} sees no button {label!r}: {[str(m) for m in await self.sees()][-2:]}"
        )

    async def taps_data(self, message_id: int, data: str, *, forged: bool = False) -> Shown:
        done = await self.town.post("tap", chat=self.chat, message_id=message_id, data=data, forged=forged)
        answered = await self.town.get("answers", chat=self.chat, since=done["change"], timeout=PATIENCE)
        assert answered, f"the tap {data} was not answered"
        popup = answered[-1].get("text")
        if popup:
            return Shown(0, popup, (), {})
        return await self.hears(since=done["change"])


def shown(message: dict[str, Any]) -> Shown:
    buttons = tuple(tuple(button["text"] for button in row) for row in message["buttons"])
    return Shown(message["message_id"], message.get("text") or message.get("caption") or "", buttons, message)


class Town:
    """The server, the bot and the people; time stands still until it is moved."""

    def __init__(self, address: str, client: httpx.AsyncClient, folder: Path, clock: SetClock) -> None:
        self.address = address
        self.client = client
        self.folder = folder
        self.clock = clock
        self.config = Config.load(
            None,
            {
                "DONDOC_TELEGRAM__TOKEN": TOKEN,
                "DONDOC_TELEGRAM__BASE_URL": f"{address}/bot",
                "DONDOC_TELEGRAM__USERNAME": "dondoc_bot",
                "DONDOC_DATABASE__URL": f"sqlite:///{folder / 'dondoc.sqlite3'}",
            },
        )
        self.bot: DonDoc | None = None
        self.admin = Person(self, ADMIN, "Hương")
        self.lan = Person(self, LAN, "Lan")
        self.minh = Person(self, MINH, "Minh")
        self.hoa = Person(self, HOA, "Hoa")
        self.head = Person(self, HEAD, "Sơn")
        self.viewer = Person(self, VIEWER, "Thắng")
        self.stranger = Person(self, STRANGER, "Khách")

    async def post(self, name: str, **wanted: object) -> dict[str, Any]:
        answer = await self.client.post(f"{self.address}/control/{name}", json=wanted)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def get(self, name: str, **asked: object) -> Any:
        answer = await self.client.get(
            f"{self.address}/control/{name}",
            params={key: str(value) for key, value in asked.items()},
            timeout=PATIENCE + 10,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def start(self) -> None:
        self.bot = DonDoc(self.config, clock=self.clock.now)
        await self.bot.start()

    async def stop(self) -> None:
        if self.bot is not None:
            await self.bot.stop()
            self.bot = None

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def at(self, text: str) -> None:
        """Move the clock to a local moment and let the scheduler look and the outbox empty itself."""
        self.clock.set(moment(text))
        assert self.bot is not None
        await self.bot.ticks.tick()
        await self.bot.sender.drain()
        await self.bot.ticks.show()
        assert not (await self.bot.store.read(pulse.last)).failed


@asynccontextmanager
async def town(folder: Path, at: str = "2023-05-02 09:00") -> AsyncIterator[Town]:
    """A town with a running bot and nobody in it yet."""
    clock = SetClock(moment(at), ticking=False)
    server = LocalServer(token=TOKEN, username="dondoc_bot", now=clock.now, seed=1)
    async with serve(server, port=0) as address, httpx.AsyncClient(verify=False) as client:
        here = Town(address, client, folder, clock)
        await here.post("limits", enabled=False)
        await here.start()
        try:
            yield here
        finally:
            await here.stop()


def settle(folder: Path, at: str = "2023-02-01 09:00", **campaign: Any) -> None:
    """Fill the database of a town that has not started: two hamlets and a school, their people, a campaign."""
    store = Store(builders.database(folder))
    try:
        store.write_now(lambda tx: _commune(tx, moment(at), **campaign))
    finally:
        store.close()


def _commune(tx: Tx, now: datetime, **campaign: Any) -> None:
    root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
    east = builders.cluster(tx, "C1", "Cụm thôn phía Đông")
    upper = builders.unit(tx, "T01", "Thôn Nà Hoa", parent=root, cluster=east)
    lower = builders.unit(tx, "T02", "Thôn Bản Mới", parent=root, cluster=east)
    school = builders.unit(tx, "TH1", "Trường Tiểu học Suối Vàng", kind="truong", parent=root)
    builders.person(tx, ADMIN, "Hương", now, (Role.ADMIN, root))
    builders.person(tx, LAN, "Lan", now, (Role.FOCAL_POINT, upper))
    builders.person(tx, MINH, "Minh", now, (Role.FOCAL_POINT, lower))
    builders.person(tx, HOA, "Hoa", now, (Role.FOCAL_POINT, school))
    builders.person(tx, HEAD, "Sơn", now, (Role.HEAD, upper))
    builders.person(tx, VIEWER, "Thắng", now, (Role.VIEWER, root))
    builders.campaign(tx, root, [upper, lower, school], now, **campaign)
