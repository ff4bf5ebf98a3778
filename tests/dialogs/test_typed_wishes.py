"""Whoever types what a button says gets what the button does, word for word."""

from sqlalchemy import select, update

from bot.store.tables import people, roles, units
from tests.town import MINH, Town


async def hands_in(here: Town) -> None:
    for text in ("bao cao", "11,9 ty", "1.340", "94,5%", "nộp đi"):
        await here.lan.says(text)


async def test_a_report_is_opened_mended_looked_at_and_handed_in_by_words(here: Town) -> None:
    await here.lan.says("/start")
    assert "1/3. Thu ngân sách trên địa bàn" in (await here.lan.says("bao cao")).text
    await here.lan.says("11,9 ty")
    assert "Đang ghi: 11,9 tỷ đồng" in (await here.lan.says("sua so vua nhap")).text
    await here.lan.says("12")
    asked = await here.lan.says("13400")
    assert asked.buttons == (("1.340 tấn",), ("13.400 tấn",), ("Sửa",))
    assert (await here.lan.says("đúng")).buttons == asked.buttons, "there are two values to choose from"
    assert "2/3. Sản lượng lương thực có hạt" in (await here.lan.says("sai roi")).text
    assert (await here.lan.says("nop bao cao")).text.startswith("Còn 2 chỉ tiêu chưa nhập")
    await here.lan.says("1.340")
    assert "Tỷ lệ lớn hơn 100%." in (await here.lan.says("945%")).text
    await here.lan.says("94,5")
    assert "Đã nhập 3/3 chỉ tiêu" in (await here.lan.says("xem toàn bộ")).text
    assert (await here.lan.says("nộp đi")).text.startswith("Đã nộp báo cáo.")


async def test_a_doubtful_figure_with_one_meaning_is_kept_once_somebody_says_that_it_is_right(
    here: Town,
) -> None:
    await hands_in(here)
    await here.at("2023-08-01 09:00")
    await here.lan.says("/baocao")
    asked = await here.lan.says("5 ty")
    assert "Có đúng là số này không?" in asked.text
    assert (await here.lan.says("đúng rồi ạ")).text.startswith("✓ Thu ngân sách trên địa bàn: 5 tỷ đồng")


async def test_to_stop_is_no_reason_and_then_nothing_is_done(here: Town) -> None:
    await hands_in(here)
    assert (await here.lan.says("rút báo cáo")).text.startswith("Rút báo cáo\nThôn Nà Hoa · Đợt 1\n\nVì sao?")
    assert (await here.lan.says("ok")).text.startswith("Cần một lý do bằng chữ")
    assert (await here.lan.says("thôi không rút nữa")).text.startswith("Đã đóng câu hỏi đang mở.")
    await here.at("2023-06-20 09:00")
    assert "Đã báo cáo 1/3 đơn vị." in (await here.admin.says("/chuabaocao")).text
    await here.admin.says("/tralai")
    await here.admin.taps("1. Thôn Nà Hoa")
    assert (await here.admin.says("không")).text.startswith("Đã đóng câu hỏi đang mở.")
    assert "· đã nộp" in (await here.admin.says("/duyet")).text
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Yêu cầu giải trình")
    await here.admin.taps("2")
    assert (await here.admin.says("thoi")).text.startswith("Đã đóng câu hỏi đang mở."), "nobody is asked"
    await here.admin.says("/duyet")
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Tiếp nhận")
    await here.lan.hears_of("tiếp nhận", since=0)
    assert "✓ Thôn Nà Hoa – Đợt 1" in (await here.lan.says("rút báo cáo")).text
    await here.lan.taps("✓ Thôn Nà Hoa – Đợt 1")
    assert (await here.lan.says("rút báo cáo")).text == (
        "Báo cáo Đợt 1 của Thôn Nà Hoa đã được tiếp nhận nên không rút được nữa. Sửa từng số liệu: gõ /baocao, chọn "
        "báo cáo rồi bấm số thứ tự chỉ tiêu. Muốn làm lại cả báo cáo, anh/chị đề nghị cơ quan thường trực trả lại."
    )


async def test_a_picture_is_no_reason_why_there_is_no_figure(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.says("chưa có số liệu")
    assert (await here.lan.says("👍")).text.startswith("Cần một lý do bằng chữ")
    assert "1/3. Thu ngân sách trên địa bàn" in (await here.lan.says("thôi")).text


async def test_what_answers_nothing_on_the_whole_report_is_told_how_to_give_a_figure(here: Town) -> None:
    await hands_in(here)
    assert (
        str(await here.lan.says("em gửi rồi nhé"))
        == """Bot chưa hiểu tin nhắn này. Bot đọc chữ do anh/chị tự gõ và tệp .docx, .doc, .pdf, .txt, .csv, .xlsx; \
không đọc nhãn dán, tiếng nói, tin chuyển tiếp.
Báo cáo Thôn Nà Hoa – Đợt 1 vẫn giữ nguyên. Nhập hoặc sửa một chỉ tiêu: gõ số thứ tự, dấu hai chấm, số liệu, ví dụ \
2: 12,5.
[Xem báo cáo]
[Báo cáo cần nộp]"""
    )


async def test_the_other_focal_point_hears_that_the_report_was_withdrawn_and_is_owed_again(
    here: Town,
) -> None:
    assert here.bot is not None
    minh = select(people.c.id).where(people.c.chat_id == MINH).scalar_subquery()
    na_hoa = select(units.c.id).where(units.c.code == "T01").scalar_subquery()
    here.bot.store.write_now(
        lambda tx: tx.execute(update(roles).where(roles.c.person_id == minh).values(unit_id=na_hoa))
    )
    await here.minh.says("/start")
    await hands_in(here)
    await here.lan.says("rút báo cáo")
    made = await here.lan.taps("Còn thiếu số liệu")
    assert made.buttons == (("Mở báo cáo", "Lịch sử"),)
    assert (
        str(await here.minh.hears_of("Rút báo cáo", since=0))
        == """Rút báo cáo
Thôn Nà Hoa · Đợt 1
Phong trào thi đua năm 2023

Lan · 09:00 02/5/2023
Lý do: còn thiếu số liệu
[Mở báo cáo]"""
    )
    assert "Đã nhập 3/3 chỉ tiêu" in (await here.minh.taps("Mở báo cáo")).text
