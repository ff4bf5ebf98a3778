"""A campaign on the page: what is seen, by whom, in which order."""

import asyncio
import io
import re
from datetime import datetime

import openpyxl
import pytest
from sqlalchemy import update

from bot.campaign.model import Role
from bot.store import downloads
from bot.store.engine import Tx
from bot.store.tables import indicators, units
from bot.usecases import access, entering, reporting
from tests import builders
from tests.town import ADMIN, HEAD, LAN, MINH, VIEWER, moment
from tests.web.house import Browser, House, words
from tests.web.test_entering import init_data
from tests.web.test_report import HOSTILE

CAMPAIGN = "/phong-trao/1"
LEAD, NEIGHBOUR = 910, 911


@pytest.fixture
def entered(house: House) -> House:
    """Bản Mới has handed in, Nà Hoa has begun; two others look on."""

    def once(tx: Tx, now: datetime) -> None:
        other = builders.unit(tx, "KB", "UBND xã Khe Bạc", kind="xa")
        builders.person(tx, LEAD, "Tài", now, (Role.CLUSTER_LEAD, 2))
        builders.person(tx, NEIGHBOUR, "Quý", now, (Role.ADMIN, other), (Role.VIEWER, other))
        for chat, unit_id, texts in ((MINH, 3, ("5,1 ty", "600", "95,5")), (LAN, 2, ("2,4 ty",))):
            reporting.open_report(tx, access.caller(tx, chat, "", now), now, period_id=1, unit_id=unit_id)
            for n, text in enumerate(texts):
                entering.typed_figure(tx, access.caller(tx, chat, "", now), now, text=text, message_id=n)
        reporting.submit(tx, access.caller(tx, MINH, "", now), now, report_id=1)

    house.write(once)
    return house


async def rows(browser: Browser, path: str) -> list[str]:
    """The rows of the first table, as words."""
    html = (await browser.opens(path)).text
    body = html[html.index("</thead>") :].partition("</table>")[0] if "</thead>" in html else ""
    return [words(row) for row in re.findall(r"(?s)<tr>(.*?)</tr>", body)]


async def test_a_leader_sees_the_campaign_at_a_glance(entered: House) -> None:
    browser = await entered.enter(VIEWER)
    said = words((await browser.opens(CAMPAIGN)).text)
    assert "Đơn vị đã báo cáo: 1/3" in said
    assert "Tất cả 3 Chưa đạt 2 Theo từng đơn vị 1" in said
    assert await rows(browser, CAMPAIGN) == [
        "1 Thu ngân sách trên địa bàn 12,5 tỷ đồng 5,1 tỷ đồng 40,8% Chưa đạt 1/3",
        "2 Sản lượng lương thực có hạt 1.340 tấn 600 tấn 44,8% Chưa đạt 1/3",
        "3 Tỷ lệ hộ sử dụng nước hợp vệ sinh Trên 93 % 95,5% (từng đơn vị) Theo từng đơn vị 1/3",
    ]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("", "123"),
        ("?sap=stt", "123"),
        ("?sap=ten", "213"),
        ("?sap=-ten", "312"),
        ("?sap=phan-tram", "123"),
        ("?sap=-phan-tram", "213"),
        ("?sap=danh-gia", "123"),
        ("?sap=-danh-gia", "321"),
        ("?loc=not_met", "12"),
        ("?loc=by_unit&sap=ten", "3"),
        ("?loc=exceeded", ""),
        ("?tim=LUONG+thuc", "2"),
        ("?tim=khong+co", ""),
        ("?ky=1", "123"),
        ("?sap=x&loc=y&trang=-1&ky=z", "123"),
    ],
)
async def test_the_table_is_sorted_and_narrowed_by_the_address(
    entered: House, asked: str, numbers: str
) -> None:
    browser = await entered.enter(ADMIN)
    assert "".join(row[0] for row in await rows(browser, CAMPAIGN + asked)) == numbers


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", ["Thôn Bản Mới", "Thôn Nà Hoa", "Trường Tiểu học"]),
        ("?sap=-ten", ["Trường Tiểu học", "Thôn Nà Hoa", "Thôn Bản Mới"]),
        ("?sap=cum", ["Trường Tiểu học", "Thôn Bản Mới", "Thôn Nà Hoa"]),
        ("?sap=nop", ["Thôn Bản Mới", "Thôn Nà Hoa", "Trường Tiểu học"]),
        ("?loc=submitted", ["Thôn Bản Mới"]),
        ("?loc=unbegun", ["Trường Tiểu học"]),
        ("?tim=truong", ["Trường Tiểu học"]),
        ("?tim=cụm thôn", ["Thôn Bản Mới", "Thôn Nà Hoa"]),
        ("?trang=99", ["Thôn Bản Mới", "Thôn Nà Hoa", "Trường Tiểu học"]),
    ],
)
async def test_the_units_are_sorted_and_narrowed_too(entered: House, asked: str, names: list[str]) -> None:
    browser = await entered.enter(ADMIN)
    found = await rows(browser, f"{CAMPAIGN}/don-vi{asked}")
    assert [row[: len(name)] for row, name in zip(found, names, strict=True)] == names


async def test_five_hundred_units_come_a_page_at_a_time(entered: House) -> None:
    def many(tx: Tx, now: datetime) -> None:
        more = [builders.unit(tx, f"X{n}", f"Tổ {n:03}", parent=1) for n in range(500)]
        builders.campaign(tx, 1, more, now)

    entered.write(many)
    browser = await entered.enter(ADMIN)
    found = await rows(browser, "/phong-trao/2/don-vi?trang=10")
    assert (len(found), found[0][:6]) == (50, "Tổ 450")
    said = words((await browser.opens("/phong-trao/2/chua-bao-cao")).text)
    assert "trang 1/5" in said
    assert "Chưa có đầu mối kết nối (100)" in said


async def test_who_is_late_is_named_and_people_only_to_admins(entered: House) -> None:
    entered.now = moment("2023-06-20 09:00")
    said = words((await (await entered.enter(ADMIN)).opens(f"{CAMPAIGN}/chua-bao-cao?ky=1")).text)
    assert "Chưa nhập gì (1)" in said
    assert "Nhập chưa xong, chưa nộp (1)" in said
    assert "quá hạn 4 ngày" in said
    assert "Lan" in said
    said = words((await (await entered.enter(VIEWER)).opens(f"{CAMPAIGN}/chua-bao-cao?ky=1")).text)
    assert "quá hạn 4 ngày" in said
    assert "Lan" not in said


async def test_who_is_late_names_the_clusters_too_and_their_reports_are_a_tap_away(entered: House) -> None:
    path = f"{CAMPAIGN}/chua-bao-cao?ky=1"
    of_cluster = (
        "Cụm, khối chưa nộp báo cáo (1) Cụm thôn phía Đông chưa bắt đầu · Hạn nộp: Thứ Hai, 19/6/2023"
    )
    for chat, named, leads_there in (
        (ADMIN, True, True),
        (LEAD, True, True),
        (VIEWER, True, False),
        (LAN, False, False),
    ):
        answer = await (await entered.enter(chat)).opens(path)
        assert (of_cluster in words(answer.text)) is named, chat
        assert ("/bao-cao-cum/1/1" in answer.text) is leads_there, chat


async def test_within_telegram_a_form_of_the_summary_goes_to_the_chat(entered: House) -> None:
    """A Mini App can hand no file out."""
    browser = entered.browser()
    await browser.sends("/mo", init_data=init_data(entered, VIEWER))
    page = (await browser.opens(CAMPAIGN)).text
    assert "nên bot gửi tệp vào khung nhắn tin" in words(page)
    assert f'action="{CAMPAIGN}/gui"' in page
    woken = entered.woken
    answer = await browser.does(f"{CAMPAIGN}/gui", form="xlsx", ky="1")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{CAMPAIGN}/gui")
    assert "Bot lập tệp rồi gửi vào khung nhắn tin." in words((await browser.opens(f"{CAMPAIGN}/gui")).text)
    waiting = entered.write(lambda tx, _: downloads.waiting(tx))
    assert [(one.chat_id, one.form, one.message_id) for one in waiting] == [(VIEWER, "xlsx", None)]
    assert entered.woken == woken + 1
    answer = await browser.does(f"{CAMPAIGN}/gui", form="png", ky="1")
    assert (answer.status_code, "Bảng Excel" in words(answer.text)) == (403, True)
    assert (await browser.does(f"{CAMPAIGN}/gui", form="exe", ky="1")).status_code == 400
    by_link = await entered.enter(VIEWER)
    assert f'action="{CAMPAIGN}/tai"' in (await by_link.opens(CAMPAIGN)).text


async def test_a_unit_has_a_sheet_of_its_own(entered: House) -> None:
    said = words((await (await entered.enter(ADMIN)).opens(f"{CAMPAIGN}/don-vi/3")).text)
    assert "Thôn Bản Mới" in said
    assert "5,1 tỷ đồng" in said
    assert "Đầu mối: Minh" in said
    assert "Thôn Nà Hoa" not in said


SEEN = {
    ADMIN: {"", "/don-vi", "/don-vi/2", "/don-vi/3", "/chua-bao-cao"},
    VIEWER: {"", "/don-vi", "/don-vi/2", "/don-vi/3", "/chua-bao-cao"},
    LEAD: {"", "/don-vi", "/don-vi/2", "/don-vi/3", "/chua-bao-cao"},
    LAN: {"", "/don-vi", "/don-vi/2", "/chua-bao-cao"},
    HEAD: {"", "/don-vi", "/don-vi/2", "/chua-bao-cao"},
    MINH: {"", "/don-vi", "/don-vi/3", "/chua-bao-cao"},
    NEIGHBOUR: set(),
}
"""Which pages of the campaign each may open; of them each shows his own part alone."""


@pytest.mark.parametrize("chat", SEEN)
async def test_each_page_is_open_to_whom_the_table_says(entered: House, chat: int) -> None:
    browser = await entered.enter(chat)
    for path in sorted(SEEN[ADMIN] | {"/don-vi/4", "/don-vi/99"}):
        answer = await browser.opens(CAMPAIGN + path)
        allowed = path in SEEN[chat] or (path == "/don-vi/4" and chat in {ADMIN, VIEWER})
        assert (answer.status_code == 200) is allowed, (path, answer.status_code)
        if not allowed:
            assert "5,1" not in answer.text


@pytest.mark.parametrize(
    ("chat", "hidden"),
    [
        (LEAD, ["Trường Tiểu học"]),
        (LAN, ["Trường Tiểu học", "Thôn Bản Mới", "5,1 tỷ"]),
        (MINH, ["Trường Tiểu học", "Thôn Nà Hoa", "2,4 tỷ"]),
    ],
)
async def test_no_hidden_unit_leaks_into_what_somebody_sees(
    entered: House, chat: int, hidden: list[str]
) -> None:
    browser = await entered.enter(chat)
    for path in ("", "/don-vi", "/chua-bao-cao", "/don-vi?tim=truong", "?sap=-phan-tram"):
        text = words((await browser.opens(CAMPAIGN + path)).text)
        assert [name for name in hidden if name in text] == [], path


async def test_names_with_markup_stay_names(entered: House) -> None:
    def renamed(tx: Tx, _: datetime) -> None:
        tx.execute(update(units).where(units.c.id == 3).values(name=HOSTILE))
        tx.execute(update(indicators).where(indicators.c.n == 1).values(name=HOSTILE, section=HOSTILE))

    entered.write(renamed)
    browser = await entered.enter(ADMIN)
    for path in ("", "/don-vi", "/don-vi/3", "/chua-bao-cao", f"?tim={HOSTILE}"):
        answer = await browser.opens(CAMPAIGN + path.replace("&", "%26").replace("#", "%23"))
        assert answer.status_code == 200
        assert "<img" not in answer.text
        assert "49" not in words(answer.text)


@pytest.mark.parametrize(
    "path", ["/phong-trao/99", f"/phong-trao/{10**30}", "/phong-trao/1?ky=9", "/phong-trao/x"]
)
async def test_a_campaign_or_period_that_is_not_there_is_a_clear_sentence(entered: House, path: str) -> None:
    answer = await (await entered.enter(ADMIN)).opens(path)
    assert answer.status_code in {403, 404}
    assert "Chưa làm được" in words(answer.text)


# --- Downloads ---------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
async def test_the_workbook_is_downloaded_within_what_is_seen(entered: House) -> None:
    for chat, sheets_unit in ((ADMIN, True), (LAN, False)):
        browser = await entered.enter(chat)
        answer = await browser.does(f"{CAMPAIGN}/tai", form="xlsx", ky="1")
        assert answer.status_code == 200, words(answer.text)
        assert answer.headers["content-disposition"] == 'attachment; filename="tong-hop-1-ky-1.xlsx"'
        book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        assert any("Thôn Bản Mới" in cell for cell in cells) is sheets_unit
        assert any("Thu ngân sách" in cell for cell in cells)


@pytest.mark.parametrize(
    ("chat", "sent", "status"),
    [
        (NEIGHBOUR, {"form": "xlsx"}, 403),
        (LAN, {"form": "xlsx", "unit": "3"}, 403),
        (LAN, {"form": "docx"}, 403),
        (ADMIN, {"form": "docx", "unit": "3"}, 403),
        (ADMIN, {"form": "exe"}, 400),
        (ADMIN, {}, 400),
        (ADMIN, {"form": "xlsx", "ky": "9"}, 403),
    ],
)
async def test_nothing_else_is_downloaded(
    entered: House, chat: int, sent: dict[str, str], status: int
) -> None:
    browser = await entered.enter(chat)
    assert (await browser.does(f"{CAMPAIGN}/tai", **sent)).status_code == status


async def test_one_file_is_built_for_a_person_at_a_time(entered: House) -> None:
    browser = await entered.enter(ADMIN)
    key = await browser.key()
    one, two = await asyncio.gather(
        browser.sends(f"{CAMPAIGN}/tai", key=key, form="xlsx"),
        browser.sends(f"{CAMPAIGN}/tai", key=key, form="xlsx"),
    )
    assert sorted((one.status_code, two.status_code)) == [200, 403]
