"""From the chat to the page and back: /trang, a link for a computer, signing out everywhere."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.config import Config
from bot.texts import Texts
from bot.usecases.page_sessions import PageOffered
from tests.town import Town, settle, town
from tests.web.house import words


@pytest.fixture
async def here(tmp_path: Path, unused_tcp_port: int) -> AsyncIterator[Town]:
    """The commune of Suối Vàng, with a page on this machine."""
    settle(tmp_path)
    async with town(tmp_path) as found:
        page = {
            "DONDOC_PAGE__LISTEN": f"127.0.0.1:{unused_tcp_port}",
            "DONDOC_PAGE__BASE_URL": f"http://127.0.0.1:{unused_tcp_port}",
        }
        found.config = found.config.model_copy(
            update={"page": Config.load(None, page, need_token=False).page}
        )
        await found.restart()
        yield found


async def test_a_link_from_the_chat_opens_the_page_once(here: Town) -> None:
    address = here.config.page.base_url or ""
    offered = await here.lan.says("/trang")
    assert str(offered) == (
        "Trang web của Đôn Đốc\n"
        "Nhập, duyệt báo cáo và xem tổng hợp trên trang web, cùng số liệu và cùng quyền như ở đây.\n"
        "\n"
        "Bấm «Đường dẫn cho máy tính» để lấy đường dẫn dùng một lần.\n"
        "[Đường dẫn cho máy tính]"
    )
    made = await here.lan.taps("Đường dẫn cho máy tính")
    found = re.search(r"/vao/(\w{12})\n", made.text)
    assert found, made.text
    assert made.raw["buttons"] == [[{"text": "Mở trong trình duyệt", "url": f"{address}/vao/{found[1]}"}]]
    async with httpx.AsyncClient(base_url=address, trust_env=False) as browser:
        assert (await browser.get(f"/vao/{found[1]}")).status_code == 200
        assert (await browser.post("/vao", data={"code": found[1]})).status_code == 303
        assert "Chào Lan" in words((await browser.get("/")).text)
        assert (await browser.post("/vao", data={"code": found[1]})).status_code == 403
        assert "Trang web: 1 lần đăng nhập" in (await here.lan.says("/dulieucuatoi")).text
        assert "Đang đăng nhập: 1 nơi." in (await here.lan.says("/trang")).text
        assert (await here.lan.taps("Đăng xuất mọi nơi")).text == (
            "Đã đăng xuất khỏi trang web ở 1 nơi. Đường dẫn chưa dùng cũng không còn hiệu lực. Gõ /trang để vào lại."
        )
        assert (await browser.get("/")).status_code == 401


def test_the_button_that_telegram_opens_is_named_where_it_is_shown() -> None:
    """Telegram opens addresses with https only."""
    offered = Texts(page_address="https://thidua.example.vn").render(PageOffered(sessions=0))
    assert "Trên điện thoại: bấm «Mở trang». Trên máy tính: bấm «Đường dẫn cho máy tính»" in offered.html
    assert [[button.label for button in row] for row in offered.buttons] == [
        ["Mở trang"],
        ["Đường dẫn cho máy tính"],
    ]


async def test_telegram_opens_the_page_for_whoever_it_says(here: Town) -> None:
    await here.head.says("/giup")
    said = (await here.get("initdata", chat=here.head.chat))["init_data"]
    async with httpx.AsyncClient(base_url=here.config.page.base_url or "", trust_env=False) as browser:
        assert (await browser.post("/mo", data={"init_data": said})).status_code == 303
        assert "Chào Sơn" in words((await browser.get("/")).text)


async def test_the_help_names_the_page_where_there_is_one(here: Town) -> None:
    assert "/trang – trang web: nhập, duyệt, tổng hợp" in (await here.lan.says("/giup")).text
