"""The page in a real browser: what a person does on it with fingers, with a mouse, with the keyboard alone."""

import os
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.campaign.model import Role
from bot.demo import account
from bot.demo.world import World
from bot.store.engine import Store, Tx
from bot.usecases import access, entering, reporting
from bot.web.serving import listening
from bot.web.site import application
from tests import builders
from tests.demo.test_page import CHROMIUM, PHONE, QUIET
from tests.town import ADMIN, HOA, LAN, MINH, moment, settle
from tests.web.house import TOKEN, House

DESK = {"width": 1280, "height": 800}
KEPT = os.environ.get("PICTURES")
"""A folder into which the pictures of docs/pictures are put anew."""

NEEDS_CHROMIUM = pytest.mark.skipif(
    CHROMIUM is None and "CI" not in os.environ,
    reason="no Chromium on this machine: install chromium to test the page",
)
pytestmark = [pytest.mark.asyncio(loop_scope="module"), NEEDS_CHROMIUM]
INDICATORS = (
    ("Thu ngân sách trên địa bàn", "=", "12.5", "tỷ đồng", "flow"),
    ("Sản lượng lương thực có hạt", "=", "1340", "tấn", "flow"),
    ("Tỷ lệ hộ sử dụng nước hợp vệ sinh", ">", "93", "%", "level"),
    ("Số km đường thôn được bê tông hóa", ">=", "8", "km", "flow"),
    ("Số hộ thoát nghèo", ">=", "24", "hộ", "count_new"),
)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    settle(tmp_path, named=INDICATORS)
    made = Store(f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")
    yield made
    made.close()


@pytest_asyncio.fixture(loop_scope="module")
async def house(store: Store, tmp_path: Path, unused_tcp_port: int) -> AsyncIterator[House]:
    """The page on this machine, with a report that was handed in and one that was begun."""
    here = House(store, tmp_path, address=f"http://127.0.0.1:{unused_tcp_port}")
    here.write(_entered)
    async with listening(application(here.site), "127.0.0.1", unused_tcp_port):
        yield here


def _entered(tx: Tx, now: datetime) -> None:
    def answers(chat: int, unit_id: int, *texts: str) -> None:
        reporting.open_report(tx, access.caller(tx, chat, "", now), now, period_id=1, unit_id=unit_id)
        for n, text in enumerate(texts):
            entering.typed_figure(tx, access.caller(tx, chat, "", now), now, text=text, message_id=n)

    answers(MINH, 3, "5,1 ty", "600", "95,5", "3,2", "9")
    reporting.submit(tx, access.caller(tx, MINH, "", now), now, report_id=1)
    answers(HOA, 4, "2,4 ty")


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, house: House) -> AsyncIterator[Page]:
    """A phone, with every mistake of a script and every request that leaves the page a failure."""
    page = await browser.new_page(viewport=PHONE)
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    # A form that comes back with something to look at is no mistake.
    page.on(
        "console",
        lambda said: mistakes.append(said.text) if said.type == "error" and "422" not in said.text else None,
    )
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(house.site.address) else mistakes.append(asked.url),
    )
    yield page
    await page.close()
    assert mistakes == []


async def enter(page: Page, house: House, chat: int) -> None:
    await page.goto(f"{house.site.address}/vao/{house.link(chat)}")
    await page.get_by_role("button", name="Vào").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Chào")


async def fits(page: Page) -> None:
    """Nothing sticks out at the side, and every field has a name."""
    assert await page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    fields = "[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]"
    assert await page.evaluate(f"{fields}.filter(one => !one.labels.length).length") == 0


async def picture(page: Page, name: str) -> None:
    if KEPT is not None:
        await page.screenshot(path=Path(KEPT) / f"web-{name}.png", full_page="360" not in name)


async def test_telegram_opens_the_page_and_whoever_it_says_is_in(page: Page, house: House) -> None:
    world = World(token=TOKEN, username="dondoc_bot", now=lambda: house.now)
    said = account.init_data(world, world.chats.open(LAN, "Lan"))
    await page.goto(f"{house.site.address}/mo#tgWebAppData={quote(said)}&tgWebAppVersion=8.0")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Chào Lan")
    assert "tgWebAppData" not in page.url
    await fits(page)
    await picture(page, "home-360")


async def test_a_report_is_entered_on_a_phone_asked_back_and_handed_in(page: Page, house: House) -> None:
    await enter(page, house, LAN)
    await page.get_by_role("link", name="Thôn Nà Hoa – Đợt 1").click()
    await page.get_by_role("button", name="Bắt đầu báo cáo").click()
    for label, value in (("tỷ đồng", "4,2 ty"), ("tấn", "7,4"), ("%", "94"), ("km", "2,5"), ("hộ", "6")):
        await page.get_by_label(f"Số liệu ({label})").fill(value)
    await page.get_by_role("button", name="Ghi số liệu").click()
    await expect(page.get_by_role("alert")).to_contain_text("1 ô chưa ghi được")
    await fits(page)
    await picture(page, "report-360")
    await page.get_by_label("Đúng, giữ 7,4 tấn").check()
    await page.get_by_role("button", name="Ghi số liệu").click()
    await expect(page.get_by_role("status")).to_have_text("Đã ghi số liệu.")
    await page.get_by_role("link", name="Thuyết minh").click()
    await page.get_by_label("Kết quả nổi bật").fill("Bê tông hóa 2,5 km đường thôn.")
    await fits(page)
    await picture(page, "narrative-360")
    await page.get_by_role("button", name="Ghi thuyết minh").click()
    await expect(page.get_by_role("status")).to_have_text("Đã ghi thuyết minh.")
    await page.get_by_role("link", name="Thôn Nà Hoa – Đợt 1").click()
    await page.get_by_role("button", name="Nộp báo cáo").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã nộp báo cáo.")
    await fits(page)


async def test_what_goes_with_the_figures_is_sent_from_a_phone(
    page: Page, house: House, tmp_path: Path
) -> None:
    await enter(page, house, MINH)
    await page.get_by_role("link", name="Thôn Bản Mới – Đợt 1").click()
    await page.get_by_role("link", name="Minh chứng (0)").click()
    photo = tmp_path / "duong-thon-Ban-Moi-doan-qua-cau-treo-02-5-2023.jpg"
    photo.write_bytes(b"\xff\xd8\xff a road")
    await page.locator("summary").first.click()
    await page.get_by_label("Ảnh hoặc tệp").first.set_input_files(photo)
    await page.get_by_role("button", name="Gửi minh chứng").first.click()
    await expect(page.get_by_role("status")).to_have_text("Đã lưu minh chứng.")
    await fits(page)
    await picture(page, "evidence-360")
    await page.get_by_role("link", name="Thôn Bản Mới – Đợt 1").click()
    await page.get_by_role("link", name="Báo cáo đã ký (0)").click()
    paper = tmp_path / "bao-cao.pdf"
    paper.write_bytes(b"%PDF-1.4 a scan")
    await page.get_by_label("Số và ngày").fill("số 12 thôi")
    await page.get_by_label("Tệp PDF").set_input_files(paper)
    await page.get_by_role("button", name="Gửi báo cáo đã ký").click()
    await expect(page.get_by_role("alert")).to_contain_text("Chưa đọc được số và ngày")
    await page.get_by_label("Số và ngày").fill("Báo cáo số 12/BC-TBM ngày 28/4")
    await page.get_by_label("Tệp PDF").set_input_files(paper)
    await page.get_by_role("button", name="Gửi báo cáo đã ký").click()
    await expect(page.locator("main")).to_contain_text("12/BC-TBM ngày Thứ Sáu, 28/4/2023")
    await fits(page)
    await page.get_by_role("link", name="Thôn Bản Mới – Đợt 1").click()
    await page.get_by_role("link", name="Gương người tốt, việc tốt (0)").click()
    await fits(page)


async def test_a_cluster_s_report_is_written_and_corrected_on_a_phone(page: Page, house: House) -> None:
    house.write(
        lambda tx, _: builders.person(tx, 108, "Tài", moment("2023-02-01 09:00"), (Role.CLUSTER_LEAD, 3))
    )
    await enter(page, house, 108)
    await page.get_by_role("link", name="Cụm thôn phía Đông – Đợt 1").click()
    await page.get_by_role("button", name="Bắt đầu báo cáo").click()
    await page.get_by_label("Nguyên nhân").fill("Mưa lũ kéo dài.")
    await page.get_by_role("button", name="Ghi thuyết minh").click()
    await expect(page.get_by_role("status")).to_have_text("Đã ghi báo cáo của cụm.")
    await fits(page)
    await picture(page, "cluster-360")
    await page.get_by_role("button", name="Nộp báo cáo của cụm").click()
    await page.get_by_label("Nguyên nhân").fill("Mưa lũ kéo dài, mất điện.")
    await page.get_by_role("button", name="Ghi thuyết minh").click()
    await expect(page.get_by_label("Vì sao?").first).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.get_by_role("button", name="Ghi thuyết minh").click()
    await expect(page.get_by_role("status")).to_have_text("Đã ghi báo cáo của cụm.")


async def test_a_report_is_entered_with_the_keyboard_alone(page: Page, house: House) -> None:
    await enter(page, house, HOA)
    await page.set_viewport_size(DESK)
    await page.get_by_role("link", name="Trường Tiểu học Suối Vàng – Đợt 1").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Trường Tiểu học")
    await page.keyboard.press("Tab")
    await expect(page.get_by_text("Đến nội dung chính")).to_be_focused()
    for _ in range(12):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.name") == "value-2":
            break
    await page.keyboard.type("120")
    ring = "getComputedStyle(document.activeElement).outlineStyle"
    assert await page.evaluate(ring) == "solid", "whoever uses the keyboard sees where he is"
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_have_text("Đã ghi số liệu.")
    await expect(page.locator("main")).to_contain_text("Đang ghi: 120 tấn")
    await picture(page, "report-desk")


async def test_a_campaign_is_sorted_narrowed_and_looked_into(page: Page, house: House) -> None:
    await enter(page, house, ADMIN)
    await page.get_by_role("link", name="Phong trào thi đua năm 2023").click()
    await fits(page)
    await picture(page, "campaign-360")
    await page.set_viewport_size(DESK)
    await page.get_by_role("link", name="%").click()
    rows = page.locator("tbody tr")
    await expect(rows.first).to_contain_text("Số hộ thoát nghèo")
    await page.get_by_label("Tìm theo tên").fill("luong thuc")
    await page.keyboard.press("Enter")
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("Sản lượng lương thực")
    await page.get_by_role("link", name="Tất cả").click()
    await page.get_by_label("Tìm theo tên").fill("")
    await page.get_by_role("button", name="Tìm").click()
    await picture(page, "campaign-desk")
    await page.get_by_role("link", name="Đơn vị", exact=True).click()
    await picture(page, "units-desk")
    await page.get_by_role("link", name="Thôn Bản Mới").click()
    await expect(page.get_by_role("heading", name="Thôn Bản Mới")).to_be_visible()
    await picture(page, "unit-desk")
    await page.get_by_role("link", name="Chưa báo cáo").click()
    await expect(page.locator("main")).to_contain_text("Nhập chưa xong, chưa nộp (1)")
    await picture(page, "late-desk")
    await page.set_viewport_size(PHONE)
    await fits(page)
    await picture(page, "late-360")


async def test_an_admin_returns_a_report_and_accepts_another(page: Page, house: House) -> None:
    await enter(page, house, ADMIN)
    await page.get_by_role("link", name="Thôn Bản Mới – Đợt 1").click()
    await fits(page)
    await page.locator("summary", has_text="Trả lại").click()
    await page.get_by_label("Vì sao?").first.select_option("figures_doubtful")
    await picture(page, "decide-360")
    await page.get_by_role("button", name="Trả lại").click()
    await expect(page.get_by_role("status")).to_have_text("Đã làm xong.")
    await expect(page.locator("main")).to_contain_text("bị trả lại")


async def test_without_script_the_page_works_once_somebody_is_in(browser: Browser, house: House) -> None:
    context = await browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = await context.new_page()
    await enter(page, house, ADMIN)
    await page.get_by_role("link", name="Phong trào thi đua năm 2023").click()
    await expect(page.locator("tbody tr")).to_have_count(5)
    await page.get_by_role("button", name="Đăng xuất").click()
    await expect(page.get_by_label("Mã dùng một lần")).to_be_visible()
    await context.close()
