"""The report in words, word for word: typed, pasted, from a file, changed after it was handed in, read by others."""

import io

import pytest
from docx import Document
from sqlalchemy import select, update

from bot.store.tables import drafts, narrative_tables
from tests.town import Shown, Town

LIST = """Thuyết minh (không bắt buộc)
Thôn Nà Hoa · Đợt 1

1. Kết quả nổi bật: {}
2. Tồn tại, hạn chế: {}
3. Nguyên nhân: {}
4. Kiến nghị, đề xuất: {}
Gương người tốt, việc tốt: {}

Bấm một phần để gõ hoặc dán. Có sẵn báo cáo .docx, .pdf, .txt thì gửi tệp vào đây; bot tách thành bốn phần để xem trước."""
EMPTY = ("chưa có",) * 5


@pytest.fixture(autouse=True)
async def everybody_knows_the_bot(here: Town) -> None:
    for person in (here.lan, here.head, here.admin):
        await person.says("/start")


async def open_narrative(here: Town) -> Shown:
    await here.lan.says("/baocao")
    await here.lan.taps("Xem toàn bộ")
    return await here.lan.taps("Thuyết minh")


async def hand_in(here: Town) -> None:
    await here.lan.says("1: 11,9 ty; 2: 1340; 3: 94,5%")
    await here.lan.taps("Xem và nộp báo cáo")
    await here.lan.taps("Nộp báo cáo")


async def test_a_part_is_typed_shown_replaced_and_taken_back(here: Town) -> None:
    shown = await open_narrative(here)
    assert shown.text == LIST.format(*EMPTY)
    assert shown.buttons == (
        ("1. Kết quả nổi bật",),
        ("2. Tồn tại, hạn chế",),
        ("3. Nguyên nhân",),
        ("4. Kiến nghị, đề xuất",),
        ("Gương người tốt, việc tốt",),
        ("Xem toàn bộ báo cáo",),
    )
    assert (
        str(await here.lan.taps("1. Kết quả nổi bật"))
        == """Kết quả nổi bật
Thôn Nà Hoa · Đợt 1

Gõ hoặc dán vào đây, nhiều nhất 4.000 ký tự.
[Quay lại]"""
    )
    kept = await here.lan.says("Làm xong 2 km đường.\nTrồng 20 ha rừng.")
    assert kept.text == "✓ Đã lưu: Kết quả nổi bật\n\n" + LIST.format("đã có (38 ký tự)", *EMPTY[1:])
    again = await here.lan.taps("1. Kết quả nổi bật ✓")
    assert "Đang ghi (Lan, 09:00 02/5/2023):\nLàm xong 2 km đường.\nTrồng 20 ha rừng." in again.text
    cleared = await here.lan.taps("Bỏ phần này")
    assert "1. Kết quả nổi bật: chưa có" in cleared.text
    await here.lan.says("/lichsu")
    history = await here.lan.taps("1. Thôn Nà Hoa")
    assert "Thuyết minh, Kết quả nổi bật: Làm xong 2 km đường.\nTrồng 20 ha rừng. (38 ký tự)" in history.text
    assert "Thuyết minh, Kết quả nổi bật: đã bỏ" in history.text


async def test_a_part_that_is_too_long_is_refused_and_the_rest_of_the_paste_goes_nowhere(here: Town) -> None:
    await open_narrative(here)
    await here.lan.taps("3. Nguyên nhân")
    refused = await here.lan.says("a" * 4001)
    assert refused.text.startswith(
        "Chưa lưu: phần «Nguyên nhân» dài 4001 ký tự, nhiều nhất 4.000. Rút gọn rồi bấm vào phần đó và gửi lại; "
        "bản đầy đủ gửi ở mục Báo cáo đã ký.\n\n"
    )
    rest = await here.lan.says("phần còn lại của đoạn dán")
    assert rest.text == (
        "Chưa rõ đoạn này thuộc phần nào. Bấm một phần của Thuyết minh trước, rồi gõ hoặc dán."
    )
    await here.lan.taps("3. Nguyên nhân")
    assert "✓ Đã lưu: Nguyên nhân" in (await here.lan.says("a" * 4000)).text


def paper(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


PAPER = paper(
    "BÁO CÁO",
    "I. Kết quả nổi bật",
    "Làm xong 2 km đường.",
    "II. Tồn tại, hạn chế",
    "Chậm giải ngân.",
    "III. Kiến nghị, đề xuất",
    "Cấp thêm xi măng.",
)


async def test_a_file_fills_the_parts_after_it_was_looked_at(here: Town) -> None:
    await open_narrative(here)
    read = await here.lan.sends("bao-cao.docx", PAPER)
    assert (
        str(read)
        == """Đọc được từ tệp bao-cao.docx
Thôn Nà Hoa · Đợt 1

Kết quả nổi bật (20 ký tự)
Làm xong 2 km đường.

Tồn tại, hạn chế (15 ký tự)
Chậm giải ngân.

Kiến nghị, đề xuất (17 ký tự)
Cấp thêm xi măng.

Ngoài các phần trên (7 ký tự)
BÁO CÁO

Đoạn này chưa thuộc phần nào. Cần thì bấm để đưa vào một phần; không thì bỏ qua.
Đúng thì bấm Giữ. Chưa có gì được lưu.
[Đưa vào: Kết quả nổi bật]
[Đưa vào: Tồn tại, hạn chế]
[Đưa vào: Nguyên nhân]
[Đưa vào: Kiến nghị, đề xuất]
[Giữ 3 phần][Không giữ]"""
    )
    await here.restart()
    kept = await here.lan.taps("Giữ 3 phần")
    assert kept.text.startswith("✓ Đã lưu: Kết quả nổi bật; Tồn tại, hạn chế; Kiến nghị, đề xuất\n")
    assert "3. Nguyên nhân: chưa có" in kept.text
    same = await here.lan.sends("bao-cao.docx", PAPER)
    assert "BÁO CÁO" in same.text
    assert (await here.lan.taps("Giữ 3 phần")).text.startswith("Không có gì thay đổi: Kết quả nổi bật;")


async def test_a_text_without_headings_is_put_into_the_part_that_is_chosen(here: Town) -> None:
    await open_narrative(here)
    read = await here.lan.sends("ghi-chu.txt", "Mưa kéo dài nên làm chậm.".encode())
    assert "Không nhận ra phần nào theo đề mục" in read.text
    await here.lan.taps("Đưa vào: Nguyên nhân")
    assert (await here.lan.taps("Giữ 1 phần")).text.startswith("✓ Đã lưu: Nguyên nhân\n")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bao-cao.pdf", b"%PDF-1.4 nothing", "Tệp bị hỏng"),
        ("anh.jpg", b"\xff\xd8\xff" + bytes(40), "Tệp này là ảnh chụp"),
        ("dai.txt", ("Một đoạn dài. " * 400).encode(), "Không nhận ra đề mục nào trong tệp"),
        ("mat.txt", "MẬT\nBáo cáo".encode(), "Văn bản có dấu chỉ độ mật"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(
    here: Town, name: str, content: bytes, said: str
) -> None:
    await open_narrative(here)
    assert (await here.lan.sends(name, content)).text.startswith(said)


async def test_after_handing_in_a_change_asks_why_and_is_in_the_history(here: Town) -> None:
    await hand_in(here)
    await here.lan.taps("Xem lại")
    await here.lan.taps("Thuyết minh")
    await here.lan.taps("2. Tồn tại, hạn chế")
    assert (
        str(await here.lan.says("Chậm giải ngân."))
        == """Sửa thuyết minh
Thôn Nà Hoa · Đợt 1
Sửa phần: Tồn tại, hạn chế

Báo cáo đã nộp. Vì sao sửa? Chọn một lý do hoặc gõ lý do; bản cũ vẫn được lưu.
[Nhập nhầm]
[Đã có số chính thức]
[Rà soát, tính lại]
[Theo yêu cầu của cấp trên]"""
    )
    assert (await here.lan.taps("Theo yêu cầu của cấp trên")).text.startswith("✓ Đã lưu: Tồn tại, hạn chế\n")
    await here.lan.says("/lichsu")
    assert (
        "   Thuyết minh, Tồn tại, hạn chế: Chậm giải ngân. (15 ký tự) · theo yêu cầu của cấp trên"
        in (await here.lan.taps("1. Thôn Nà Hoa")).text
    )


async def test_a_part_that_was_open_when_the_bot_was_brought_up_to_date_can_be_typed(here: Town) -> None:
    await open_narrative(here)
    await here.lan.taps("2. Tồn tại, hạn chế")
    # Before, a screen did not keep which version it showed.
    older = update(drafts).where(drafts.c.screen == "narrative_part").values(pending={"part": "shortcomings"})
    await here.bot.store.write(lambda tx: tx.execute(older))
    assert (await here.lan.says("Chậm giải ngân.")).text.startswith("✓ Đã lưu: Tồn tại, hạn chế\n")


async def test_who_accepted_a_report_hears_that_its_narrative_was_changed(here: Town) -> None:
    await hand_in(here)
    await here.admin.says("/duyet")
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Tiếp nhận")
    await here.lan.taps("Xem lại")
    await here.lan.taps("Thuyết minh")
    await here.lan.taps("1. Kết quả nổi bật")
    await here.lan.says("Làm xong 2 km đường.")
    await here.lan.says("bổ sung cho đủ")
    told = await here.admin.hears_of("Sửa thuyết minh đã nộp", since=0)
    assert "Lý do: bổ sung cho đủ" in told.text


async def test_the_standing_body_reads_the_narrative_page_by_page(here: Town) -> None:
    await open_narrative(here)
    await here.lan.sends("bao-cao.docx", PAPER)
    await here.lan.taps("Giữ 3 phần")
    await here.lan.taps("Gương người tốt, việc tốt")
    await here.lan.taps("Thêm gương")
    await here.lan.says("Tổ tự quản số 3")
    await here.lan.says("Hiến 200 m2 đất làm đường")
    await here.lan.taps("Đồng ý nêu tên")
    await here.lan.says("/huy")
    await hand_in(here)
    await here.admin.says("/duyet")
    card = await here.admin.taps("1. Thôn Nà Hoa")
    assert "\nThuyết minh: 3/4 phần · 1 gương người tốt\n" in card.text + "\n"
    assert (
        str(await here.admin.taps("Thuyết minh"))
        == """Thuyết minh · trang 1/4
Thôn Nà Hoa · Đợt 1

Kết quả nổi bật
Làm xong 2 km đường.

Lan, 09:00 02/5/2023
[Phần sau ▶]
[Báo cáo]"""
    )
    for _ in range(3):
        page = await here.admin.taps("Phần sau ▶")
    assert (
        str(page)
        == """Thuyết minh · trang 4/4
Thôn Nà Hoa · Đợt 1

Gương người tốt, việc tốt
1. Tổ tự quản số 3: Hiến 200 m2 đất làm đường
[◀ Phần trước]
[Báo cáo]"""
    )


async def test_without_consent_only_the_deed_is_kept(here: Town) -> None:
    await open_narrative(here)
    await here.lan.taps("Gương người tốt, việc tốt")
    await here.lan.taps("Thêm gương")
    await here.lan.says("Ông Tám")
    assert (
        str(await here.lan.says("Cứu người bị nước cuốn"))
        == """Gương người tốt, việc tốt
Thôn Nà Hoa · Đợt 1

Ông Tám: Cứu người bị nước cuốn

Người (tập thể) này có đồng ý được nêu tên trong báo cáo không? Không đồng ý thì tên không được lưu, chỉ giữ việc làm.
[Đồng ý nêu tên]
[Không nêu tên]"""
    )
    kept = await here.lan.taps("Không nêu tên")
    assert "1. (không nêu tên) Cứu người bị nước cuốn" in kept.text
    assert here.bot is not None
    rows = await here.bot.store.read(
        lambda tx: tx.execute(select(narrative_tables.good_examples.c.name)).all()
    )
    assert [tuple(row) for row in rows] == [(None,)]


async def test_consent_can_be_taken_back_and_an_example_removed(here: Town) -> None:
    await open_narrative(here)
    await here.lan.taps("Gương người tốt, việc tốt")
    await here.lan.taps("Thêm gương")
    await here.lan.says("Bà Chín")
    await here.lan.says("Dạy chữ cho 5 em")
    assert "1. Bà Chín: Dạy chữ cho 5 em" in (await here.lan.taps("Đồng ý nêu tên")).text
    assert "1. (không nêu tên) Dạy chữ cho 5 em" in (await here.lan.taps("Không nêu tên 1")).text
    assert "Chưa có." in (await here.lan.taps("Bỏ gương 1")).text


async def test_an_admin_who_has_no_report_open_still_sends_directives(here: Town) -> None:
    answer = await here.admin.sends("ghi-chu.txt", b"nothing of a directive")
    assert answer.text.startswith("Đây không phải văn bản phát động") or "phát động" in answer.text
