"""The summary as a file, word for word: chosen, built beside the chats, sent; what was asked for outlives a restart."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from docx import Document
from sqlalchemy import select, update

from bot.reports.tables import TABLES
from bot.store import downloads
from bot.store.message_tables import downloads as table
from bot.store.tables import people, roles
from tests.town import VIEWER, Person, Shown, Town

CHOICE = """Tải tổng hợp về
Phong trào thi đua năm 2023
Đợt 1

Chọn biểu mẫu. Lập xong bot gửi ngay vào đây; trong khi chờ, anh/chị vẫn dùng bot bình thường."""
SENT = """Bảng Excel
Phong trào thi đua năm 2023
Đợt 1

▰▰▰ Đã gửi lúc 09:00 02/5/2023.
[Biểu mẫu khác][◀ Tổng hợp]"""


async def file_of(here: Town, shown: Shown) -> bytes:
    return (await here.client.get(here.address + shown.raw["document"]["url"])).content


async def seen(person: Person, wanted: Callable[[Shown], bool]) -> Shown:
    """The newest message of this kind; waited for, as forms come when they are built."""
    since = 0
    while True:
        for message in reversed(await person.sees()):
            if wanted(message):
                return message
        since = (await person.town.get("wait", chat=person.chat, since=since, timeout=20))["change"]


async def asked_before(here: Town, **more: object) -> None:
    """Thắng asked for a workbook before the bot stopped."""
    await here.viewer.says("/tonghop")
    assert here.bot is not None

    def put(tx: downloads.Tx) -> None:
        person = tx.execute(select(people.c.id).where(people.c.chat_id == VIEWER)).scalar_one()
        key = downloads.put(
            tx, person, period_id=1, unit_id=None, form="xlsx", message_id=None, now=here.clock.now()
        )
        if more:
            tx.execute(update(table).where(table.c.id == key).values(**more))

    here.bot.store.write_now(put)


def waiting(here: Town) -> list[downloads.Download]:
    assert here.bot is not None
    return here.bot.store.read_now(downloads.waiting)


async def test_a_leader_pulls_the_workbook_while_the_bot_goes_on_answering(here: Town) -> None:
    await here.viewer.says("/tonghop")
    choice = await here.viewer.taps("Tải về")
    assert choice.text == CHOICE
    assert ("Bảng Excel",) in choice.buttons
    begun = await here.viewer.taps("Bảng Excel")
    assert begun.message_id == choice.message_id
    assert (await here.viewer.says("/giup")).text
    file = await seen(here.viewer, lambda one: "document" in one.raw)
    assert file.raw["document"]["file_name"] == "tong-hop-1-ky-1.xlsx"
    assert file.text == "Bảng Excel · Đợt 1\nPhong trào thi đua năm 2023\nSố liệu đến 09:00 02/5/2023"
    book = openpyxl.load_workbook(BytesIO(await file_of(here, file)), read_only=True)
    assert book.sheetnames[0] == "Tiến độ chỉ tiêu"
    done = await seen(here.viewer, lambda one: "Đã gửi" in one.text)
    assert (str(done), done.message_id) == (SENT, choice.message_id)
    assert waiting(here) == []


# Bars behind shares are an extension of Excel 2010, which openpyxl does not read.
@pytest.mark.filterwarnings("ignore:.*xtension is not supported")
async def test_a_focal_point_pulls_the_sheet_of_her_unit_and_nothing_of_another(here: Town) -> None:
    await here.lan.says("/tonghop")
    await here.lan.taps("Phiếu của đơn vị")
    await here.lan.taps("Tải Excel")
    file = await seen(here.lan, lambda one: "document" in one.raw)
    assert file.text.startswith("Bảng Excel · Thôn Nà Hoa · Đợt 1\n")
    book = openpyxl.load_workbook(BytesIO(await file_of(here, file)), read_only=True)
    words = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "Thôn Nà Hoa" in words
    assert not any("Bản Mới" in word for word in words)


@pytest.mark.parametrize(
    ("button", "name"),
    [("Các bảng CSV (.zip)", "tong-hop-1-ky-1.zip"), ("Dữ liệu JSON", "tong-hop-1-ky-1.json")],
)
async def test_other_programs_get_the_tables_and_the_document_from_the_chat(
    here: Town, button: str, name: str
) -> None:
    await here.viewer.says("/tonghop")
    await here.viewer.taps("Tải về")
    await here.viewer.taps(button)
    file = await seen(here.viewer, lambda one: "document" in one.raw)
    assert file.raw["document"]["file_name"] == name
    found = await file_of(here, file)
    if name.endswith(".json"):
        assert json.loads(found)["period"] == 1
        return
    with zipfile.ZipFile(BytesIO(found)) as archive:
        assert archive.namelist() == [f"{table}.csv" for table in TABLES]
        assert archive.read("progress.csv").decode().splitlines()[1].split(",")[0] == "1"


async def test_what_was_asked_for_is_sent_after_a_restart_and_one_form_at_a_time_is_built(here: Town) -> None:
    await asked_before(here)
    await here.viewer.taps("Tải về")
    assert (await here.viewer.taps("Ảnh tiến độ chỉ tiêu")).text == (
        "Bot đang lập “Bảng Excel” mà anh/chị yêu cầu lúc 09:00 02/5/2023. "
        "Nhận được bản đó rồi, anh/chị hãy chọn biểu mẫu khác."
    )
    await here.restart()
    await seen(here.viewer, lambda one: "document" in one.raw)
    await here.viewer.says("/tonghop")
    await here.viewer.taps("Tải về")
    await here.viewer.taps("Ảnh tiến độ chỉ tiêu")
    photo = await seen(here.viewer, lambda one: bool(one.raw.get("photo")))
    assert "Tổng số chỉ tiêu: 3; vượt: 0; đạt: 0; chưa đạt: 0; chưa có số liệu: 3." in photo.text


async def test_whoever_may_not_see_the_summary_any_more_is_told_so_and_gets_no_file(here: Town) -> None:
    await asked_before(here)
    assert here.bot is not None
    here.bot.store.write_now(lambda tx: tx.execute(update(roles).values(until=here.clock.now())))
    await here.restart()
    told = await seen(here.viewer, lambda one: "Không gửi được" in one.text)
    assert told.text.startswith("Bảng Excel\nPhong trào thi đua năm 2023\nĐợt 1\n\n✗ Không gửi được: ")


@pytest.mark.parametrize("kept", [{"tries": 3}, {"form": "form-of-a-newer-bot"}])
async def test_a_form_that_cannot_be_built_is_given_up_and_that_is_said(
    here: Town, kept: dict[str, object]
) -> None:
    await asked_before(here, **kept)
    await here.restart()
    told = await seen(here.viewer, lambda one: "Không gửi được" in one.text)
    assert "Bot gặp trục trặc khi lập biểu mẫu này. Anh/chị thử lại" in told.text


async def test_the_standing_body_pulls_the_papers_of_its_office(here: Town) -> None:
    await here.admin.says("/tonghop")
    choice = await here.admin.taps("Tải về")
    assert choice.buttons[4:7] == (
        ("Báo cáo Word (dự thảo)",),
        ("Công văn đôn đốc",),
        ("Danh sách chưa báo cáo",),
    )
    await here.admin.taps("Danh sách chưa báo cáo")
    file = await seen(here.admin, lambda one: "document" in one.raw)
    assert file.raw["document"]["file_name"] == "danh-sach-1-ky-1.docx"
    paper = Document(BytesIO(await file_of(here, file)))
    assert paper.paragraphs[0].text == "DANH SÁCH ĐƠN VỊ CHƯA GỬI BÁO CÁO"


async def test_the_report_comes_by_itself_at_eight_on_the_summary_due_date(here: Town) -> None:
    await here.admin.says("/start")
    await here.at("2023-06-23 08:00")
    file = await seen(here.admin, lambda one: "document" in one.raw)
    assert file.raw["document"]["file_name"] == "bao-cao-1-ky-1.docx"
    assert file.text.startswith(
        "Báo cáo Đợt 1 (dự thảo)\nPhong trào thi đua năm 2023\nHạn tổng hợp: Thứ Sáu, 23/6/2023\n"
    )
    paper = Document(BytesIO(await file_of(here, file)))
    assert "BÁO CÁO" in [one.text for one in paper.paragraphs]
    await here.restart()
    await here.at("2023-06-23 10:00")
    assert len([one for one in await here.admin.sees() if "document" in one.raw]) == 1
