"""The page in a real browser: what a newcomer does on it, and what he then sees."""

import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.demo.run import Demo
from bot.demo.story import STORY
from tests.demo.stage import running_demo

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LAUNCH = 5
PHONE = {"width": 360, "height": 740}

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(
        CHROMIUM is None and "CI" not in os.environ,
        reason="no Chromium on this machine: install chromium to test the page",
    ),
]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def demo() -> AsyncIterator[Demo]:
    async with running_demo() as (demo, _):
        yield demo


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, demo: Demo) -> AsyncIterator[Page]:
    """The page as the admin's phone, with every mistake of its script a failure."""
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    await page.goto(demo.address)
    await expect(page.locator("#who")).to_have_text("Nguyễn Thị Hoa")
    yield page
    await page.close()
    assert mistakes == []


async def launch(demo: Demo) -> None:
    for scene in STORY[:LAUNCH]:
        await demo.teller.tell(scene)


async def choose(page: Page, name: str) -> None:
    await page.locator("#people").get_by_role("button", name=re.compile(name)).click()
    await expect(page.locator("#who")).to_have_text(name)


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Tin nhắn", exact=True).fill(text)
    await page.keyboard.press("Enter")


async def tap(page: Page, label: str) -> None:
    await page.locator(".keys button", has_text=re.compile(f"^{label}")).last.click()


def last_message(page: Page) -> Locator:
    return page.locator(".message:not(.own)").last


async def test_a_figure_reported_on_the_page_stands_in_the_admins_summary(page: Page) -> None:
    await page.get_by_role("button", name="Gửi chỉ thị mẫu: chi-thi.txt").click()
    await expect(last_message(page)).to_contain_text("Đợt thi đua cao điểm")
    await tap(page, "Phát động")
    await tap(page, "Phát động ngay")
    await expect(last_message(page)).to_contain_text("Đã phát động.")

    await choose(page, "Trần Văn Bình")
    await expect(last_message(page)).to_contain_text("Phát động phong trào thi đua")
    await tap(page, "Nhập số liệu")
    await expect(last_message(page)).to_contain_text("Thu ngân sách trên địa bàn")
    await write(page, "12,5 ty")
    await expect(last_message(page)).to_contain_text("12,5 tỷ đồng")
    await write(page, "91%")
    await expect(last_message(page)).to_contain_text("91%")
    await tap(page, "Nộp báo cáo")
    await expect(last_message(page)).to_contain_text("Đã nộp báo cáo.")

    await choose(page, "Nguyễn Thị Hoa")
    await write(page, "/tonghop")
    await expect(last_message(page)).to_contain_text("12,5 tỷ đồng")


async def test_the_clock_brings_the_nudge_into_the_chat_and_the_outbox(page: Page, demo: Demo) -> None:
    await launch(demo)
    await choose(page, "Lê Thị Dung")
    await page.get_by_role("button", name="Đến lần nhắc kế tiếp").click()
    await expect(last_message(page)).to_contain_text("Còn 15 ngày đến hạn")
    await expect(page.locator("#day")).to_have_text("Thứ Ba, 02/6/2026")
    await expect(page.locator("#clock-said")).to_have_text("Bot đã gửi 4 tin.")
    await expect(page.locator("#outbox li").first).to_contain_text("Danh sách còn nợ")
    await expect(page.locator("#outbox li").first).to_contain_text("đã gửi")


async def test_editing_a_message_on_the_page_corrects_its_figure(page: Page, demo: Demo) -> None:
    await launch(demo)
    await choose(page, "Trần Văn Bình")
    await write(page, "/baocao")
    await expect(last_message(page)).to_contain_text("Thu ngân sách")
    await write(page, "1,5 ty")
    await expect(last_message(page)).to_contain_text("1,5 tỷ đồng")
    await page.locator(".own", has_text="1,5 ty").get_by_role("button", name="Sửa tin này").click()
    await write(page, "15 ty")
    await expect(last_message(page)).to_contain_text("15 tỷ đồng")
    await expect(page.locator(".own", has_text="15 ty")).to_contain_text("đã sửa")


async def test_a_person_with_news_is_marked_until_he_is_looked_at(page: Page, demo: Demo) -> None:
    await launch(demo)
    person = page.locator("#people").get_by_role("button", name=re.compile("Trần Văn Bình"))
    await expect(person).to_contain_text("có tin mới")
    await choose(page, "Trần Văn Bình")
    await choose(page, "Nguyễn Thị Hoa")
    await expect(person).not_to_contain_text("có tin mới")


async def test_the_answer_to_a_tap_on_an_old_button_pops_up(page: Page, demo: Demo) -> None:
    await launch(demo)
    await choose(page, "Trần Văn Bình")
    await write(page, "/baocao")
    await expect(last_message(page)).to_contain_text("Thu ngân sách")
    await write(page, "12 ty")
    await expect(last_message(page)).to_contain_text("12 tỷ đồng")
    await page.locator(".keys button", has_text="Không phát sinh").first.click()
    await expect(page.locator("#popup")).to_be_visible()
    await expect(page.locator("#popup")).not_to_be_empty()


async def test_words_that_look_like_markup_stay_words(page: Page) -> None:
    await write(page, "<img src=x onerror=alert(1)> <b>đậm</b>")
    await expect(page.locator(".own .words").last).to_have_text("<img src=x onerror=alert(1)> <b>đậm</b>")


async def test_a_command_in_a_message_is_sent_by_a_tap_on_it(page: Page) -> None:
    await write(page, "/giup")
    await page.locator(".own .command", has_text="/giup").last.click()
    await expect(page.locator(".own .command", has_text="/giup")).to_have_count(2)


async def test_the_menu_sends_a_command_of_the_persons_role(page: Page) -> None:
    await choose(page, "Đỗ Văn Minh")
    await page.get_by_role("button", name="Các lệnh").click()
    menu = page.locator("#menu")
    await expect(menu.get_by_role("button", name=re.compile("tiendo"))).to_be_focused()
    await expect(menu).not_to_contain_text("/chuabaocao")
    await menu.get_by_role("button", name=re.compile("hanchot")).click()
    await expect(page.locator(".own .words").last).to_have_text("/hanchot")
    await expect(menu).to_be_hidden()


async def test_a_file_from_the_machine_goes_to_the_bot_and_can_be_fetched_again(
    page: Page, tmp_path: Path
) -> None:
    sent = tmp_path / "ghi-chu.txt"
    sent.write_text("không phải chỉ thị", encoding="utf-8")
    fetched = tmp_path / "fetched"
    before = await page.locator(".message:not(.own)").count()
    await page.locator("#file").set_input_files(sent)
    await expect(page.locator(".message:not(.own)")).to_have_count(before + 1)
    async with page.expect_download() as fetching:
        await page.locator(".own .file").last.click()
    await (await fetching.value).save_as(fetched)
    assert fetched.read_bytes() == sent.read_bytes()


async def test_a_scene_of_the_story_is_one_tap(page: Page) -> None:
    await page.get_by_role("button", name="Làm bước này").click()
    await expect(page.locator("#story")).to_contain_text(STORY[1].title)
    await expect(last_message(page)).to_contain_text("Đợt thi đua cao điểm")


async def test_shift_enter_breaks_the_line_and_enter_sends(page: Page) -> None:
    field = page.get_by_label("Tin nhắn", exact=True)
    await field.fill("một")
    await field.press("Shift+Enter")
    await field.press_sequentially("hai")
    await field.press("Enter")
    await expect(page.locator(".own .words").last).to_have_text("một\nhai")
    await expect(field).to_have_value("")


async def test_every_part_of_the_page_fits_a_phone(page: Page, demo: Demo) -> None:
    await launch(demo)
    await page.set_viewport_size(PHONE)
    for part in ("Người", "Trò chuyện", "Đồng hồ, tin gửi"):
        await page.get_by_label("Phần của trang").get_by_role("button", name=re.compile(part)).click()
        assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


async def test_a_person_is_chosen_with_the_keyboard_alone(page: Page) -> None:
    await page.locator("#story-go").focus()
    for _ in range(3):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#who")).to_have_text("Lê Thị Dung")


async def test_a_chat_of_the_demo_leads_to_the_page_of_the_bot(page: Page, demo: Demo) -> None:
    await launch(demo)
    await choose(page, "Trần Văn Bình")
    await write(page, "/trang")
    await tap(page, "Đường dẫn cho máy tính")
    async with page.context.expect_page() as opening:
        await page.locator(".keys a", has_text="Mở trong trình duyệt").last.click()
    opened = await opening.value
    assert opened.url.startswith(f"{demo.page}/vao/")
    await opened.get_by_role("button", name="Vào").click()
    await expect(opened.get_by_role("heading", level=1)).to_have_text("Chào Trần Văn Bình")
    await opened.close()
