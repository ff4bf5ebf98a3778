"""A house with the page in it: the commune of the dialogs, browsers for its people, and a clock that stands still."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import TypeVar

import httpx

from bot.store.engine import Store, Tx
from bot.store.files import Files
from bot.texts import Texts
from bot.usecases import access, page_sessions
from bot.web.site import Site, application
from tests.town import moment

TOKEN = "700000001:a-token-for-tests-of-the-page-000000"
ADDRESS = "https://thidua.example.vn"
COOKIE = "__Host-dondoc"


R = TypeVar("R")


class House:
    """The page over a store and a folder; `now` is moved by hand, `woken` counts how often the outbox was woken."""

    def __init__(self, store: Store, folder: Path, *, address: str = ADDRESS) -> None:
        self.store = store
        self.files = Files(folder / "files", most=2**20)
        self.now = moment("2023-05-02 09:00")
        self.woken = 0
        self.site = Site(
            store=store,
            texts=Texts(page_address=address),
            now=lambda: self.now,
            wake=self._wake,
            files=self.files,
            token=TOKEN,
            address=address,
        )
        self._app = application(self.site)

    def _wake(self) -> None:
        self.woken += 1

    def browser(self, *, host: str = "203.0.113.5") -> "Browser":
        transport = httpx.ASGITransport(self._app, client=(host, 40000), raise_app_exceptions=False)
        return Browser(httpx.AsyncClient(transport=transport, base_url=self.site.address))

    def link(self, chat: int) -> str:
        """A one-time code for this person, as the bot hands it out."""
        return self.write(lambda tx, now: page_sessions.make_link(tx, self.who(tx, chat), now)).code

    def who(self, tx: Tx, chat: int) -> access.Caller:
        return access.caller(tx, chat, "", self.now)

    def write(self, act: Callable[[Tx, datetime], R]) -> R:
        return self.store.write_now(lambda tx: act(tx, self.now))

    async def enter(self, chat: int) -> "Browser":
        """A browser in which this person is signed in."""
        browser = self.browser()
        answer = await browser.sends("/vao", code=self.link(chat))
        assert answer.status_code == 303, answer.text
        return browser


class Browser:
    """A browser: it keeps cookies, says where its forms come from, and does not follow where it is sent."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def opens(self, path: str) -> httpx.Response:
        return await self.client.get(path)

    async def sends(
        self, path: str, *, file: tuple[str, bytes] | None = None, **fields: str
    ) -> httpx.Response:
        headers = {"Origin": str(self.client.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
        files = None if file is None else {"file": file}
        return await self.client.post(path, data=fields, files=files, headers=headers)

    async def key(self) -> str:
        """That of the forms which the page shows to this person."""
        found = re.search(r'name="key" value="(\w+)"', (await self.opens("/")).text)
        assert found, "nobody is signed in"
        return found[1]

    async def does(
        self, path: str, *, file: tuple[str, bytes] | None = None, **fields: str
    ) -> httpx.Response:
        """Send a form of the page."""
        return await self.sends(path, file=file, key=await self.key(), **fields)


def words(html: str) -> str:
    """What a page says, without its marks."""
    body = re.sub(r"(?s)<(style|script|head).*?</\1>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
