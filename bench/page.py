"""The page over a whole province: 3,321 units, 30 indicators, a report a month, from the request to the last letter.

Promises: each page within 300 ms, and replies to others meanwhile within 300 ms (p99). `--keep FILE` as in bench.summary.
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx

from bench.campaign import ADMIN, INDICATORS, LAUNCHED, UNITS
from bench.summary import NOW, fill, replies, spent
from bot.store.engine import Store
from bot.store.files import Files
from bot.store.migrations import bring_up
from bot.texts import Texts
from bot.usecases import page_sessions
from bot.web.site import Site, application

ADDRESS = "https://thidua.example.vn"
PAGES = {
    "home": "/",
    "campaign": "/phong-trao/1",
    "campaign, sorted": "/phong-trao/1?sap=-phan-tram",
    "list of units": "/phong-trao/1/don-vi",
    "list of units, sorted": "/phong-trao/1/don-vi?sap=-nop&trang=30",
    "who is late": "/phong-trao/1/chua-bao-cao",
    "unit": "/phong-trao/1/don-vi/77",
}


def opened(store: Store, folder: Path) -> Callable[[str], Awaitable[str]]:
    """Ask for a page as somebody who is signed in."""
    site = Site(
        store=store,
        texts=Texts(page_address=ADDRESS),
        now=lambda: NOW,
        wake=lambda: None,
        files=Files(folder, most=2**20),
        token="1:x",
        address=ADDRESS,
    )
    app = application(site)
    admitted = store.write_now(lambda tx: page_sessions.admit_by_chat(tx, NOW, chat_id=ADMIN))

    async def ask(path: str) -> str:
        cookies = {site.cookie.name: admitted.token}
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url=ADDRESS, cookies=cookies
        ) as browser:
            answer = await browser.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    return ask


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="the database: made here, or found here from the last run")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = arguments.keep or Path(folder) / "page.sqlite3"
        is_new = not file.exists()
        bring_up(f"sqlite:///{file}", LAUNCHED)
        store = Store(f"sqlite:///{file}")
        if is_new:
            store.write_now(fill)
        ask = opened(store, Path(folder) / "files")
        found: dict[str, object] = {}
        for name, path in PAGES.items():
            found[name] = {
                **spent(lambda path=path: asyncio.run(ask(path))),  # type: ignore[misc]
                "kb": len(asyncio.run(ask(path)).encode()) // 1024,
            }
            print(f"{name}: {found[name]}")
        act: Callable[[], object] = lambda: asyncio.run(ask(PAGES["campaign"]))  # noqa: E731
        found["replies_beside"] = asyncio.run(replies(store, act))
        print(f"replies beside the campaign: {found['replies_beside']}")
        store.close()
    print(json.dumps({"figures": {"units": UNITS, "indicators": INDICATORS, **found}}))


if __name__ == "__main__":
    main()
