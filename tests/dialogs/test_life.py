"""What happens to a report after it was handed in, word for word: signed, returned, corrected, extended, locked."""

from datetime import date

import pytest
from sqlalchemy import select, update

from bot.campaign.report_life import Move
from bot.store import reports
from bot.store.engine import Tx
from bot.store.tables import figures, periods, roles, units
from bot.usecases import access, report_moves
from tests.town import Shown, Town, moment

CARD = """Thôn Nà Hoa · Đợt 1
Phong trào thi đua năm 2023
Hạn Thứ Sáu, 16/6/2023 · {}

1. Thu ngân sách trên địa bàn: 11,9 tỷ đồng
2. Sản lượng lương thực có hạt: 1.340 tấn
3. Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5%
{}"""


@pytest.fixture(autouse=True)
async def everybody_knows_the_bot(here: Town) -> None:
    for person in (here.lan, here.head, here.admin):
        await person.says("/start")


async def hand_in(here: Town) -> Shown:
    for text in ("/baocao", "11,9 ty", "1.340", "94,5%"):
        await here.lan.says(text)
    return await here.lan.taps("Nộp báo cáo")


def sign_off(here: Town) -> None:
    """Have the head of Thôn Nà Hoa sign its reports."""
    assert here.bot is not None
    here.bot.store.write_now(
        lambda tx: tx.execute(update(units).where(units.c.code == "T01").values(signed_off=True))
    )


# --- The head ----------------------------------------------------------------------------------------------


async def test_where_the_head_signs_the_report_waits_for_him_and_he_hears_of_it(here: Town) -> None:
    sign_off(here)
    receipt = await hand_in(here)
    assert receipt.text.endswith(
        "Số chỉ tiêu: 3. Báo cáo đã chuyển thủ trưởng đơn vị duyệt.\nSửa được đến hết ngày 16/7/2023."
    )
    assert (
        str(await here.head.hears_of("Nộp báo cáo", since=0))
        == """Nộp báo cáo
Thôn Nà Hoa · Đợt 1
Phong trào thi đua năm 2023

Lan · 09:00 02/5/2023
[Xem và duyệt]"""
    )
    assert "Đã báo cáo 0/3 đơn vị." in (await here.admin.says("/chuabaocao")).text
    assert "Đã nộp, chờ thủ trưởng duyệt (1)\n• Thôn Nà Hoa" in (await here.admin.sees())[-1].text
    assert str(await here.head.taps("Xem và duyệt")) == CARD.format(
        "đã nộp, chờ thủ trưởng · đúng hạn\nNộp báo cáo: Lan, 09:00 02/5/2023",
        "[Duyệt][Trả lại]\n[Lịch sử]",
    )
    assert (
        str(await here.head.taps("Duyệt"))
        == """✓ Thủ trưởng duyệt: Thôn Nà Hoa · Đợt 1
Bot đang báo cho 1 người liên quan.
[Xem báo cáo][Lịch sử]"""
    )
    assert (
        str(await here.lan.hears_of("Thủ trưởng duyệt", since=0))
        == """Thủ trưởng duyệt
Thôn Nà Hoa · Đợt 1
Phong trào thi đua năm 2023

Sơn · 09:00 02/5/2023
[Xem báo cáo]"""
    )
    assert "Đã báo cáo 1/3 đơn vị." in (await here.admin.says("/chuabaocao")).text


async def test_the_head_gives_a_report_back_with_his_reason_and_the_focal_point_goes_on(here: Town) -> None:
    sign_off(here)
    await hand_in(here)
    await here.head.hears_of("Nộp báo cáo", since=0)
    await here.head.taps("Xem và duyệt")
    assert (
        str(await here.head.taps("Trả lại"))
        == """Thủ trưởng trả lại
Thôn Nà Hoa · Đợt 1

Vì sao? Chọn một lý do hoặc gõ lý do. Gõ /huy để thôi.
[Số liệu cần kiểm tra lại]
[Còn thiếu số liệu]
[Còn thiếu thuyết minh]"""
    )
    await here.head.says("xem lại sản lượng vụ xuân")
    told = await here.lan.hears_of("Thủ trưởng trả lại", since=0)
    assert "Lý do: xem lại sản lượng vụ xuân" in told.text
    assert told.buttons == (("Mở báo cáo",),)
    assert "Đã nhập 3/3 chỉ tiêu" in (await here.lan.taps("Mở báo cáo")).text
    assert (await here.lan.taps("Nộp báo cáo")).text.startswith("Đã nộp báo cáo.")


async def test_whose_report_comes_back_hears_until_when_in_the_same_message_and_no_digest_behind_it(
    here: Town,
) -> None:
    sign_off(here)
    await hand_in(here)
    await here.at("2023-06-07 08:00")
    await here.head.taps("Xem và duyệt")
    await here.head.taps("Trả lại")
    await here.head.says("xem lại sản lượng vụ xuân")
    told = await here.lan.hears_of("Thủ trưởng trả lại", since=0)
    assert "Hạn nộp: Thứ Sáu, 16/6/2023 (còn 9 ngày)" in told.text
    await here.at("2023-06-07 08:05")
    assert (await here.lan.sees())[-1] == told
    await here.at("2023-06-09 08:00")
    assert "Còn 7 ngày đến hạn" in (await here.lan.sees())[-1].text


async def test_whoever_takes_his_report_back_to_mend_it_is_not_chased_at_once(here: Town) -> None:
    receipt = await hand_in(here)
    await here.at("2023-06-07 08:00")
    await here.lan.taps_data(receipt.message_id, "withdraw:1", forged=True)
    await here.lan.says("sửa số liệu")
    seen = await here.lan.sees()
    await here.at("2023-06-07 08:05")
    assert await here.lan.sees() == seen
    await here.at("2023-06-08 08:00")
    assert "Còn 8 ngày đến hạn" in (await here.lan.sees())[-1].text


async def test_a_report_that_was_signed_by_one_head_is_no_longer_there_for_another(here: Town) -> None:
    sign_off(here)
    await hand_in(here)
    await here.head.hears_of("Nộp báo cáo", since=0)
    card = await here.head.taps("Xem và duyệt")
    await here.head.taps("Duyệt")
    late = await here.head.taps_data(card.message_id, "hand_back:1")
    assert late.text == (
        "Báo cáo Đợt 1 của Thôn Nà Hoa nay ở trạng thái «đã nộp» nên không làm được việc này. "
        "Gõ /lichsu để xem ai đã xử lý."
    )


# --- The standing body -------------------------------------------------------------------------------------


async def test_the_standing_body_accepts_a_report_from_its_list(here: Town) -> None:
    await hand_in(here)
    assert (
        str(await here.admin.says("/duyet"))
        == """Báo cáo chờ xử lý

1. Thôn Nà Hoa – Đợt 1
   Phong trào thi đua năm 2023 · hạn 16/6/2023 · đã nộp
[1. Thôn Nà Hoa]"""
    )
    assert str(await here.admin.taps("1. Thôn Nà Hoa")) == CARD.format(
        "đã nộp · đúng hạn\nNộp báo cáo: Lan, 09:00 02/5/2023",
        "[Tiếp nhận][Trả lại]\n[Yêu cầu giải trình][Lịch sử]",
    )
    await here.admin.taps("Tiếp nhận")
    told = await here.lan.hears_of("Cơ quan thường trực tiếp nhận", since=0)
    assert told.buttons == (("Xem báo cáo",),)
    assert (await here.admin.says("/duyet")).text == "Báo cáo chờ xử lý\n\nHiện không có báo cáo nào."


async def test_a_returned_report_has_a_new_due_date_and_is_judged_by_it(here: Town) -> None:
    await hand_in(here)
    await here.at("2023-06-20 09:00")
    await here.admin.says("/tralai")
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Số liệu cần kiểm tra lại")
    assert (
        (await here.admin.sees())[-1].text
        == """Cơ quan thường trực trả lại
Thôn Nà Hoa · Đợt 1
Lý do: số liệu cần kiểm tra lại

Đơn vị phải nộp lại chậm nhất ngày nào?
Chọn ngày đề nghị hoặc gõ ngày, ví dụ 30/6."""
    )
    assert "Ngày 19/6/2023 sớm quá" in (await here.admin.says("19/6")).text
    assert (
        str(await here.admin.says("22/6"))
        == """✓ Cơ quan thường trực trả lại: Thôn Nà Hoa · Đợt 1
Lý do: số liệu cần kiểm tra lại
Hạn mới: Thứ Năm, 22/6/2023
Bot đang báo cho 1 người liên quan.
[Xem báo cáo][Lịch sử]"""
    )
    told = await here.lan.hears_of("Cơ quan thường trực trả lại", since=0)
    assert "Hạn nộp: Thứ Năm, 22/6/2023 (còn 2 ngày)" in told.text
    await here.at("2023-06-22 16:00")
    assert "Đợt 1" in (await here.lan.says("/baocao")).text
    assert "đúng hạn" in (await here.lan.taps("Nộp báo cáo")).text


async def test_one_unit_gets_another_due_date_and_is_nudged_before_that_one(here: Town) -> None:
    await here.at("2023-06-15 08:00")
    assert "16/6/2023" in (await here.lan.hears_of("Đợt 1", since=0)).text
    await here.admin.says("/giahan")
    assert (
        (await here.admin.says("hoa")).text
        == """Gia hạn cho đơn vị nào? · «hoa»

1. Thôn Nà Hoa – Đợt 1
   Phong trào thi đua năm 2023 · hạn 16/6/2023 · chưa bắt đầu

Gõ một phần tên đơn vị để tìm."""
    )
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Thiên tai, sự cố")
    await here.admin.says("23/6")
    told = await here.lan.hears_of("Gia hạn", since=0)
    assert "Hạn nộp: Thứ Sáu, 23/6/2023 (còn 8 ngày)" in told.text
    await here.at("2023-06-15 08:05")
    assert (await here.lan.sees())[-1] == told, "no digest says it again on the heels of the extension"
    await here.at("2023-06-19 08:00")
    nudge = (await here.lan.sees())[-1].text
    assert "23/6/2023" in nudge
    assert "quá hạn" not in nudge.lower(), "nothing is late for the unit that has another due date"
    assert "Hạn Thứ Sáu, 23/6/2023" in (await here.lan.says("/baocao")).text


async def test_a_late_report_is_excused_with_a_reason(here: Town) -> None:
    await here.at("2023-06-19 10:00")
    await hand_in(here)
    await here.admin.says("/duyet")
    assert "đã nộp · chậm hạn" in (await here.admin.taps("1. Thôn Nà Hoa")).text
    await here.admin.taps("Không tính chậm")
    await here.admin.taps("Đơn vị đã báo trước")
    card = await here.admin.taps("Xem báo cáo")
    assert "đã nộp · chậm, đã được miễn" in card.text
    assert "Không tính chậm" not in str(card)


# --- The focal point ---------------------------------------------------------------------------------------


async def test_a_figure_is_corrected_after_submission_only_with_a_reason_and_the_old_one_stays(
    here: Town,
) -> None:
    await hand_in(here)
    await here.at("2023-05-03 10:30")
    review = await here.lan.taps("Xem lại")
    assert "Báo cáo: đã nộp. Bấm số thứ tự để sửa một số liệu; bot sẽ hỏi lý do." in review.text
    assert review.buttons == (("1", "2", "3"), ("Thuyết minh", "Báo cáo đã ký"), ("Rút báo cáo",))
    await here.lan.taps("2")
    assert (
        str(await here.lan.says("1.360"))
        == """Sản lượng lương thực có hạt
Đang ghi: 1.340 tấn
Sửa thành: 1.360 tấn

Báo cáo đã nộp. Vì sao sửa? Chọn một lý do hoặc gõ lý do; số cũ vẫn được lưu.
[Nhập nhầm]
[Đã có số chính thức]
[Rà soát, tính lại]
[Theo yêu cầu của cấp trên]"""
    )
    assert "1.340" in (await here.admin.says("/tonghop")).text
    answer = await here.lan.taps("Nhập nhầm")
    assert answer.text.startswith("✓ Sản lượng lương thực có hạt: 1.360 tấn · đã sửa")
    assert "1.360" in (await here.admin.says("/tonghop")).text
    await here.admin.says("/lichsu")
    assert (
        (await here.admin.taps("1. Thôn Nà Hoa")).text
        == """Lịch sử báo cáo
Thôn Nà Hoa · Đợt 1

10:30 03/5/2023 · Lan
   Sản lượng lương thực có hạt: 1.340 tấn → 1.360 tấn · nhập nhầm
09:00 02/5/2023 · Lan
   Nộp báo cáo
09:00 02/5/2023 · Lan
   Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5%
09:00 02/5/2023 · Lan
   Sản lượng lương thực có hạt: 1.340 tấn
09:00 02/5/2023 · Lan
   Thu ngân sách trên địa bàn: 11,9 tỷ đồng"""
    )


async def test_an_edited_message_corrects_a_submitted_report_too_and_asks_why(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.says("11,9 ty")
    first = here.lan.last_message_id
    await here.lan.says("1.340")
    await here.lan.says("94,5%")
    await here.lan.taps("Nộp báo cáo")
    asked = await here.lan.edits(first, "12,1 ty")
    assert "Sửa thành: 12,1 tỷ đồng" in asked.text
    assert (await here.lan.says("?")).text.startswith("Cần một lý do bằng chữ")
    assert "Sửa thành: 12,2 tỷ đồng" in (await here.lan.says("12,2 ty")).text
    assert (await here.lan.says("cộng sót 1 khoản")).text.startswith(
        "✓ Thu ngân sách trên địa bàn: 12,2 tỷ đồng · đã sửa"
    )


async def test_whoever_accepted_a_report_hears_that_it_was_corrected_and_looks_again(here: Town) -> None:
    await hand_in(here)
    await here.admin.says("/duyet")
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Tiếp nhận")
    await here.lan.hears_of("Cơ quan thường trực tiếp nhận", since=0)
    await here.lan.taps("Xem lại")
    await here.lan.taps("1")
    await here.lan.says("12,2")
    await here.lan.taps("Đã có số chính thức")
    told = await here.admin.hears_of("Sửa số liệu đã nộp", since=0)
    assert "Chỉ tiêu: Thu ngân sách trên địa bàn\nLý do: đã có số chính thức" in told.text
    assert "1. Thôn Nà Hoa" in str(await here.admin.says("/duyet"))


async def test_a_withdrawn_report_counts_no_more_and_is_handed_in_again(here: Town) -> None:
    await hand_in(here)
    await here.lan.taps("Xem lại")
    await here.lan.taps("Rút báo cáo")
    await here.lan.taps("Nộp nhầm, nộp sớm")
    assert "Đã báo cáo 0/3 đơn vị." in (await here.admin.says("/chuabaocao")).text
    assert "Đã nhập 3/3 chỉ tiêu" in (await here.lan.says("/baocao")).text
    assert (await here.lan.taps("Nộp báo cáo")).text.startswith("Đã nộp báo cáo.")


async def test_after_the_lock_nothing_changes_until_the_standing_body_extends(here: Town) -> None:
    await hand_in(here)
    await here.at("2023-07-17 09:00")
    review = await here.lan.taps("Xem lại")
    assert "Báo cáo đã khóa (đã nộp)." in review.text
    assert review.buttons == ()
    assert here.bot is not None
    before = here.bot.store.read_now(lambda tx: tx.execute(select(figures)).all())
    refused = await here.lan.taps_data(review.message_id, "ask:1:1", forged=True)
    assert refused.text == (
        "Báo cáo Đợt 1 của Thôn Nà Hoa đã khóa (quá hạn hơn 30 ngày). Muốn nhập hoặc sửa, anh/chị đề nghị "
        "cơ quan thường trực gia hạn."
    )
    assert here.bot.store.read_now(lambda tx: tx.execute(select(figures)).all()) == before
    await here.admin.says("/tralai")
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Còn thiếu số liệu")
    await here.admin.says("31/7")
    await here.lan.hears_of("Cơ quan thường trực trả lại", since=0)
    await here.lan.taps("Mở báo cáo")
    await here.lan.taps("1")
    assert "12,3 tỷ đồng" in (await here.lan.says("12,3")).text


async def test_a_figure_is_asked_about_answered_and_the_question_closed(here: Town) -> None:
    await hand_in(here)
    await here.admin.says("/duyet")
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Yêu cầu giải trình")
    assert (
        str(await here.admin.taps("2"))
        == """Yêu cầu giải trình
Thôn Nà Hoa · Đợt 1
Sản lượng lương thực có hạt: 1.340 tấn

Hỏi đơn vị điều gì? Chọn một câu hoặc gõ câu hỏi. Gõ /huy để thôi.
[Vì sao số liệu thay đổi nhiều so với kỳ trước?]
[Số liệu lấy từ nguồn nào?]
[Kiểm tra lại đơn vị tính và cách tính.]"""
    )
    await here.admin.taps("Số liệu lấy từ nguồn nào?")
    assert (
        str(await here.lan.hears_of("Yêu cầu giải trình", since=0))
        == """Yêu cầu giải trình
Thôn Nà Hoa · Đợt 1
Sản lượng lương thực có hạt: 1.340 tấn

Hương (09:00 02/5/2023): Số liệu lấy từ nguồn nào?
[Trả lời][Xem báo cáo]"""
    )
    await here.lan.taps("Trả lời")
    await here.lan.says("Theo biên bản cân thử ngày 28/4")
    answered = await here.admin.hears_of("Đã giải trình", since=0)
    assert "Lan (09:00 02/5/2023): Theo biên bản cân thử ngày 28/4" in answered.text
    assert (await here.admin.taps("Khép lại")).text.startswith("Giải trình đã khép lại")
    assert (await here.lan.hears_of("Giải trình đã khép lại", since=0)).buttons == (("Xem báo cáo",),)
    late = await here.lan.taps_data((await here.lan.sees())[-1].message_id, "follow_up_answer:1", forged=True)
    assert late.text == ("Yêu cầu giải trình này (Thôn Nà Hoa – Đợt 1) đã khép lại, không cần trả lời nữa.")


# --- Two at once -------------------------------------------------------------------------------------------


async def test_the_head_hears_that_a_report_was_returned_and_is_led_to_what_he_may_open(here: Town) -> None:
    sign_off(here)
    await hand_in(here)
    await here.head.hears_of("Nộp báo cáo", since=0)
    await here.head.taps("Xem và duyệt")
    await here.head.taps("Duyệt")
    await return_it(here, "20/6")
    told = await here.head.hears_of("Cơ quan thường trực trả lại", since=0)
    assert told.buttons == (("Xem báo cáo",),)
    assert (await here.head.taps("Xem báo cáo")).text.startswith("Thôn Nà Hoa · Đợt 1")


async def return_it(here: Town, day: str) -> Shown:
    await here.admin.says("/tralai")
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.says("kiểm tra lại sản lượng")
    return await here.admin.says(day)


async def test_a_return_cuts_no_time_short(here: Town) -> None:
    await hand_in(here)
    assert (await return_it(here, "1/6")).text == (
        "Ngày 01/6/2023 sớm quá. Hạn mới phải từ ngày 16/6/2023 trở đi; gõ lại ngày, ví dụ 30/6."
    )
    assert "Hạn mới: Thứ Sáu, 16/6/2023" in (await here.admin.says("16/6")).text


async def test_a_figure_whose_report_is_returned_while_its_reason_is_asked_is_kept(here: Town) -> None:
    await hand_in(here)
    await here.lan.taps("Xem lại")
    await here.lan.taps("2")
    await here.lan.says("1.360")
    await return_it(here, "20/6")
    await here.lan.hears_of("Cơ quan thường trực trả lại", since=0)
    kept = await here.lan.taps("Nhập nhầm")
    assert kept.text.startswith("✓ Sản lượng lương thực có hạt: 1.360 tấn · đã sửa")
    assert "Nộp báo cáo" in str(kept)


async def test_a_due_date_moved_for_all_is_not_held_back_by_an_extension_to_an_earlier_day(
    here: Town,
) -> None:
    await here.admin.says("/giahan")
    await here.admin.taps("2. Thôn Nà Hoa")
    await here.admin.taps("Đơn vị đề nghị")
    await here.admin.says("20/6")
    assert "Thứ Ba, 20/6/2023" in (await here.lan.hears_of("Gia hạn", since=0)).text
    assert here.bot is not None
    moved = update(periods).where(periods.c.id == 1).values(due_on=date(2023, 6, 30))
    here.bot.store.write_now(lambda tx: tx.execute(moved))
    assert "Thứ Sáu, 30/6/2023" in (await here.lan.says("/hanchot")).text


async def test_an_excused_report_is_named_as_late_in_no_list(here: Town) -> None:
    await here.at("2023-06-19 10:00")
    await hand_in(here)
    assert "(chậm hạn)" in (await here.admin.says("/duyet")).text
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Không tính chậm")
    await here.admin.taps("Đơn vị đã báo trước")
    # What Lan is told of it has left, so that her next answer is that of her command.
    await here.at("2023-06-19 10:00")
    assert "chậm" not in (await here.admin.says("/duyet")).text
    assert "chậm" not in (await here.lan.says("/baocao")).text


async def test_whoever_lost_his_role_before_a_message_leaves_hears_nothing_of_the_report(here: Town) -> None:
    await hand_in(here)
    assert here.bot is not None

    def move_and_revoke(tx: Tx) -> None:
        head = reports.head(tx, 1)
        assert head is not None
        now = moment("2023-05-02 09:00")
        admin = access.caller(tx, here.admin.chat, "Hương", now)
        assert report_moves.make(tx, admin, now, head, Move.ACCEPT) == 1
        tx.execute(update(roles).where(roles.c.role == "focal_point").values(until=now))

    here.bot.store.write_now(move_and_revoke)
    await here.at("2023-05-02 09:01")
    assert not any("tiếp nhận" in message.text for message in await here.lan.sees())


async def test_long_reasons_leave_a_page_of_the_history_one_message(here: Town) -> None:
    await hand_in(here)
    for tons in range(1350, 1361):
        await here.lan.says("/baocao")
        await here.lan.taps("✓ Thôn Nà Hoa – Đợt 1")
        await here.lan.taps("2")
        await here.lan.says(str(tons))
        await here.lan.says("rà soát lại & bổ sung <vụ xuân> " * 30)
    await here.lan.says("/lichsu")
    assert (await here.lan.taps("1. Thôn Nà Hoa")).buttons[0] == ("Cũ hơn ▶",)
