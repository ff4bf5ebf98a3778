"""The report conversation, word for word, through the real bot and the local Bot API server."""

import pytest

from bot.campaign.model import CampaignState
from bot.texts import Texts
from bot.usecases.summary_screens import CampaignChoice
from handlers import replying
from tests.town import Shown, Town

FIRST = """Thôn Nà Hoa · Đợt 1
Hạn Thứ Sáu, 16/6/2023 (còn 45 ngày)

1/3. Thu ngân sách trên địa bàn
Đơn vị tính: tỷ đồng
Chỉ tiêu giao: 12,5 tỷ đồng
Nhập số lũy kế từ đầu năm.
[Không phát sinh]
[Chưa có số liệu][Bỏ qua]
[Xem toàn bộ]"""

SECOND = """2/3. Sản lượng lương thực có hạt
Đơn vị tính: tấn
Chỉ tiêu giao: 1.340 tấn
Nhập số lũy kế từ đầu năm.
[Không phát sinh]
[Chưa có số liệu][Bỏ qua]
[Sửa số vừa nhập][Xem toàn bộ]"""

THIRD = """3/3. Tỷ lệ hộ sử dụng nước hợp vệ sinh
Đơn vị tính: %
Chỉ tiêu giao: Trên 93%
Nhập số đến thời điểm báo cáo. Gõ được cả dạng 12/14 để cộng với các đơn vị khác.
[Không phát sinh]
[Chưa có số liệu][Bỏ qua]
[Sửa số vừa nhập][Xem toàn bộ]"""


async def whole_report(here: Town) -> Shown:
    await here.lan.says("/baocao")
    await here.lan.says("11,9 ty")
    await here.lan.says("1.340")
    return await here.lan.says("94,5%")


async def test_a_focal_point_reports_sloppily_typed_figures_and_gets_a_receipt(here: Town) -> None:
    lan = here.lan
    assert str(await lan.says("/baocao")) == FIRST
    assert str(await lan.says("12,5 ty")) == f"✓ Thu ngân sách trên địa bàn: 12,5 tỷ đồng\n\n{SECOND}"
    assert str(await lan.says("1340")) == f"✓ Sản lượng lương thực có hạt: 1.340 tấn\n\n{THIRD}"
    assert (
        str(await lan.says("94,5"))
        == """✓ Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5%

Thôn Nà Hoa · Đợt 1
Hạn Thứ Sáu, 16/6/2023 (còn 45 ngày)
Đã nhập 3/3 chỉ tiêu
1. Thu ngân sách trên địa bàn: 12,5 tỷ đồng
2. Sản lượng lương thực có hạt: 1.340 tấn
3. Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5%

Bấm số thứ tự để sửa, hoặc nộp báo cáo.
Sửa được đến hết ngày 16/7/2023.
[1][2][3]
[Thuyết minh][Báo cáo đã ký]
[Nộp báo cáo]"""
    )
    assert (
        str(await lan.taps("Nộp báo cáo"))
        == """Đã nộp báo cáo.
Thôn Nà Hoa · Đợt 1
Phong trào thi đua năm 2023
Thời điểm nộp: 09:00 02/5/2023 – đúng hạn
Số chỉ tiêu: 3. Cơ quan thường trực đã nhận được số liệu.
Sửa được đến hết ngày 16/7/2023.
[Xem lại][Báo cáo khác]"""
    )


async def test_a_report_that_comes_after_the_due_day_is_received_as_late(here: Town) -> None:
    await whole_report(here)
    await here.at("2023-06-17 00:00")
    assert "chậm hạn (16/6/2023)" in str(await here.lan.taps("Nộp báo cáo"))


async def test_a_report_in_the_last_minute_of_the_due_day_is_on_time(here: Town) -> None:
    await whole_report(here)
    await here.at("2023-06-16 23:59")
    assert "đúng hạn" in str(await here.lan.taps("Nộp báo cáo"))


async def test_the_figure_just_typed_is_corrected_by_its_button(here: Town) -> None:
    lan = here.lan
    await lan.says("/baocao")
    await lan.says("12,5")
    again = str(await lan.taps("Sửa số vừa nhập"))
    assert "1/3. Thu ngân sách trên địa bàn" in again
    assert "Đang ghi: 12,5 tỷ đồng" in again
    assert (
        str(await lan.says("11,8 tỷ")) == f"✓ Thu ngân sách trên địa bàn: 11,8 tỷ đồng · đã sửa\n\n{SECOND}"
    )


async def test_an_edited_message_corrects_the_figure_it_gave(here: Town) -> None:
    lan = here.lan
    await lan.says("/baocao")
    await lan.says("12,5")
    first = lan.last_message_id
    await lan.says("1340")
    answer = str(await lan.edits(first, "11,9"))
    assert answer.startswith("✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng · đã sửa\n\n")
    assert "3/3. Tỷ lệ hộ sử dụng nước hợp vệ sinh" in str(await lan.says("/baocao"))


async def test_any_other_edit_gets_a_line_of_help_and_changes_nothing(here: Town) -> None:
    lan = here.lan
    await lan.says("/baocao")
    command = lan.last_message_id
    answer = await lan.edits(command, "99")
    assert answer.text.startswith("Tin nhắn vừa sửa không phải là một số liệu đã nhập")
    assert str(await lan.says("/baocao")) == FIRST


async def test_nil_and_missing_are_two_answers_and_missing_asks_why(here: Town) -> None:
    lan = here.lan
    await lan.says("/baocao")
    assert (await lan.says("không phát sinh")).text.startswith(
        "✓ Thu ngân sách trên địa bàn: không phát sinh"
    )
    assert (
        str(await lan.says("chưa có số liệu"))
        == """Sản lượng lương thực có hạt
Vì sao chưa có số liệu? Chọn một lý do hoặc gõ lý do của đơn vị.
[Chưa đến kỳ đo]
[Cơ quan khác theo dõi]
[Không áp dụng với đơn vị]
[Quay lại nhập số]"""
    )
    assert (await lan.says("máy cân hỏng")).text.startswith(
        "✓ Sản lượng lương thực có hạt: chưa có số liệu (máy cân hỏng)"
    )


async def test_text_that_is_no_figure_is_asked_again_with_an_example(here: Town) -> None:
    lan = here.lan
    await lan.says("/baocao")
    assert (
        str(await lan.says("để em hỏi lại"))
        == """Thu ngân sách trên địa bàn
Không đọc được số liệu.
Gõ lại con số, đơn vị tính: tỷ đồng. Ví dụ: 12,5 tỷ đồng
[Không phát sinh]
[Chưa có số liệu][Bỏ qua]"""
    )
    assert (await lan.says("12,5")).text.startswith("✓ Thu ngân sách trên địa bàn: 12,5 tỷ đồng")


async def test_a_figure_far_off_is_asked_back_before_it_is_kept(here: Town) -> None:
    lan = here.lan
    await lan.says("/baocao")
    asked = await lan.says("12500000")
    assert "Lệch quá xa so với chỉ tiêu hoặc kỳ trước." in asked.text
    assert "Đang ghi" not in str(await lan.taps("Sửa"))
    assert (await lan.says("12,5")).text.startswith("✓ Thu ngân sách trên địa bàn: 12,5 tỷ đồng")


async def test_a_report_cannot_be_submitted_while_an_indicator_is_open(here: Town) -> None:
    lan = here.lan
    await lan.says("/baocao")
    await lan.says("12,5")
    screen = await lan.taps("Xem toàn bộ")
    assert "Còn 2 chỉ tiêu chưa nhập." in screen.text
    assert "Nộp báo cáo" not in str(screen)


async def test_a_draft_survives_days_and_a_restart(here: Town) -> None:
    lan = here.lan
    await lan.says("/baocao")
    await lan.says("12,5")
    await here.restart()
    await here.at("2023-05-09 10:00")
    answer = await lan.says("1340")
    assert answer.text.startswith("✓ Sản lượng lương thực có hạt: 1.340 tấn")


async def test_a_nudge_does_not_interrupt_a_report_in_progress(here: Town) -> None:
    lan = here.lan
    await lan.says("/baocao")
    await lan.says("12,5")
    await here.at("2023-06-13 08:00")
    assert "Còn 3 ngày đến hạn" in (await lan.sees())[-1].text
    assert (await lan.says("1340")).text.startswith("✓ Sản lượng lương thực có hạt: 1.340 tấn")


async def test_closing_keeps_the_draft_and_discarding_asks_twice(here: Town) -> None:
    lan = here.lan
    await lan.says("/baocao")
    await lan.says("12,5")
    assert (
        str(await lan.says("/huy"))
        == """Đã đóng câu hỏi đang mở. Bản nháp của Thôn Nà Hoa – Đợt 1 vẫn được giữ (1 số liệu). Gõ /baocao để nhập tiếp.
[Bỏ bản nháp này]"""
    )
    assert (
        str(await lan.taps("Bỏ bản nháp này"))
        == """Bỏ toàn bộ 1 số liệu đã nhập của Thôn Nà Hoa – Đợt 1?
[Bỏ hết 1 số liệu]
[Giữ bản nháp]"""
    )
    assert (await lan.taps("Bỏ hết 1 số liệu")).text == (
        "Đã bỏ 1 số liệu của bản nháp (Thôn Nà Hoa – Đợt 1). Lịch sử vẫn lưu. Gõ /baocao để nhập lại từ đầu."
    )
    assert str(await lan.says("/baocao")) == FIRST


async def test_an_old_button_changes_nothing_and_says_so(here: Town) -> None:
    lan = here.lan
    question = await lan.says("/baocao")
    await lan.says("12,5")
    old = question.raw["buttons"][0][0]["data"]
    popup = await lan.taps_data(question.message_id, old)
    assert popup.text == "Nút này đã cũ, không có gì thay đổi. Dùng tin nhắn mới nhất hoặc gõ /baocao."
    assert "Đang ghi: 12,5" in str(await lan.taps("Sửa số vừa nhập"))


async def test_a_button_tapped_twice_works_once(here: Town) -> None:
    lan = here.lan
    await whole_report(here)
    review = (await lan.sees())[-1]
    data = review.raw["buttons"][-1][0]["data"]
    assert (await lan.taps_data(review.message_id, data)).text.startswith("Đã nộp báo cáo.")
    assert (await lan.taps_data(review.message_id, data)).text.startswith("Nút này đã cũ")


async def test_a_forged_button_of_another_unit_is_refused(here: Town) -> None:
    await whole_report(here)
    theirs = await here.minh.says("/baocao")
    popup = await here.minh.taps_data(theirs.message_id, "submit:1", forged=True)
    assert popup.text.startswith("Anh/chị không có quyền làm việc này.")
    assert "Đã báo cáo 0/3 đơn vị." in (await here.admin.says("/chuabaocao")).text


async def test_somebody_without_a_role_sees_only_how_to_get_one(here: Town) -> None:
    for text in ("/baocao", "/tonghop", "/nhac", "/moi", "/phongtrao", "12,5"):
        answer = await here.stranger.says(text)
        assert "liên kết mời" in answer.text, text


async def test_progress_and_due_dates_are_one_command_each(here: Town) -> None:
    lan = here.lan
    await lan.says("/baocao")
    await lan.says("12,5")
    assert (
        str(await lan.says("/tiendo"))
        == """Thôn Nà Hoa · Đợt 1
✓ Thu ngân sách trên địa bàn: 12,5 tỷ đồng
Còn 2 chỉ tiêu chưa nhập."""
    )
    assert (
        str(await lan.says("/hanchot"))
        == """Hạn báo cáo

• Thôn Nà Hoa – Đợt 1: Thứ Sáu, 16/6/2023 (còn 45 ngày)
Gõ /baocao để nhập số liệu."""
    )


async def test_the_admin_sees_a_submitted_figure_in_the_summary(here: Town) -> None:
    await whole_report(here)
    assert "Đơn vị đã báo cáo: 0/3" in (await here.admin.says("/tonghop")).text
    await here.lan.taps("Nộp báo cáo")
    assert (
        str(await here.admin.says("/tonghop"))
        == """Phong trào thi đua năm 2023
Đợt 1 · số liệu đến 09:00 02/5/2023

Đơn vị đã báo cáo: 1/3 ▰▰▰▱▱▱▱▱▱▱
Chỉ tiêu: 3 · vượt 0 · đạt 1 · chưa đạt 1 · chưa có số liệu 0 · theo từng đơn vị 1

🟡 1. Thu ngân sách trên địa bàn
Giao: 12,5 tỷ đồng · thực hiện: 11,9 tỷ đồng
▰▰▰▰▰▰▰▰▰▱ 95,2% · chưa đạt · 1/3 đơn vị

⚪ 3. Tỷ lệ hộ sử dụng nước hợp vệ sinh
Giao: Trên 93% · thực hiện: 94,5% (không cộng)
theo từng đơn vị · 1/3 đơn vị

🟢 2. Sản lượng lương thực có hạt
Giao: 1.340 tấn · thực hiện: 1.340 tấn
▰▰▰▰▰▰▰▰▰▰ 100,0% · đạt · 1/3 đơn vị
[Đợt 2 ▶]
[Theo đơn vị (3)]
[Tải về][Lịch sử]
[Ai chưa báo cáo?][Cập nhật]"""
    )


async def test_who_has_not_reported_is_named_with_the_person_for_admins_only(here: Town) -> None:
    await whole_report(here)
    assert (
        str(await here.admin.says("/chuabaocao"))
        == """Đơn vị chưa gửi báo cáo
Phong trào thi đua năm 2023
Đợt 1 · hạn 16/6/2023

Đã báo cáo 0/3 đơn vị.

Chưa nhập số liệu (2)
• Thôn Bản Mới – Cụm thôn phía Đông · Minh
• Trường Tiểu học Suối Vàng · Hoa

Nhập chưa xong hoặc chưa nộp (1)
• Thôn Nà Hoa – Cụm thôn phía Đông · 3/3 chỉ tiêu · Lan
[Tổng hợp][Cập nhật]"""
    )
    assert "Minh" not in (await here.viewer.says("/chuabaocao")).text


async def test_a_figure_that_was_taken_back_before_submission_is_no_figure_of_last_time(here: Town) -> None:
    lan = here.lan
    await whole_report(here)
    await lan.taps("1")
    await lan.taps("Chưa có số liệu")
    await lan.taps("Chưa đến kỳ đo")
    await lan.taps("Nộp báo cáo")
    await here.at("2023-08-01 09:00")
    asked = await lan.says("/baocao")
    assert "1/3. Thu ngân sách trên địa bàn" in asked.text
    assert "Kỳ trước" not in asked.text
    assert "Kỳ trước (16/6/2023): 1.340 tấn" in (await lan.taps("Bỏ qua")).text


async def given_up(here: Town) -> None:
    """Look until the server has refused the answer."""
    outcomes = [200]
    while outcomes[-1] == 200:
        outcomes = [call["outcome"] for call in await here.get("calls") if call["method"] == "sendMessage"]


async def test_an_answer_that_telegram_did_not_take_is_given_after_the_next_start(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replying, "TRIES", 1)
    await here.lan.says("/baocao")
    await here.post("fault", method="sendMessage", kind="5xx", next=1)
    await here.lan.mutters("11,9 ty")
    await given_up(here)
    await here.stop()
    done = await here.get("wait", chat=here.lan.chat, since=0, timeout=0)
    await here.start()
    assert (await here.lan.hears_of("11,9 tỷ đồng", since=done["change"])).text.endswith(
        SECOND.partition("\n[")[0]
    )


async def test_closing_says_so_on_whatever_screen_one_was(here: Town) -> None:
    await here.admin.says("/moi")
    assert (await here.admin.says("/huy")).text == "Đã đóng câu hỏi đang mở. Gõ /giup để xem việc có thể làm."
    assert (await here.admin.says("/huy")).text.startswith("Không có câu hỏi nào đang mở.")


async def test_one_doubtful_figure_is_asked_about_and_not_offered_as_a_choice(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.taps("Bỏ qua")
    await here.lan.taps("Bỏ qua")
    assert (
        str(await here.lan.says("930"))
        == """Tỷ lệ hộ sử dụng nước hợp vệ sinh
Anh/chị vừa gõ: 930

Tỷ lệ lớn hơn 100%.
Có đúng là số này không?
[930%]
[Sửa]"""
    )


async def test_a_head_is_not_told_to_type_a_command_that_is_not_his(here: Town) -> None:
    assert "/baocao" not in (await here.head.says("/hanchot")).text
    assert (await here.head.says("/tiendo")).text == "Đơn vị chưa nhập số liệu nào."


def test_a_choice_of_campaigns_never_has_more_buttons_than_telegram_takes() -> None:
    every = tuple((n, f"Phong trào {n}", CampaignState.RUNNING) for n in range(120))
    reply = Texts().render(CampaignChoice(action="summary", campaigns=every))
    assert len(reply.buttons) == 30
    assert reply.html.endswith("… và 90 phong trào cũ hơn.")


async def test_the_figures_of_earlier_periods_stand_above_the_question_with_who_gave_them(here: Town) -> None:
    await whole_report(here)
    await here.lan.taps("Nộp báo cáo")
    await here.at("2023-08-01 09:00")
    asked = await here.lan.says("/baocao")
    assert "Kỳ trước (16/6/2023): 11,9 tỷ đồng (Lan)" in asked.text


async def test_an_estimate_is_kept_and_shown_as_one_until_the_final_figure_comes(here: Town) -> None:
    await here.lan.says("/baocao")
    assert (await here.lan.says("ước đạt 12,5 tỷ")).text.startswith(
        "✓ Thu ngân sách trên địa bàn: 12,5 tỷ đồng (ước)"
    )
    await here.lan.says("ước 1340")
    await here.lan.says("94,5")
    await here.lan.taps("Nộp báo cáo")
    await here.lan.taps("Xem lại")
    await here.lan.taps("1")
    assert "Sửa thành: 12,4 tỷ đồng\n" in (await here.lan.says("12,4 tỷ")).text
    await here.lan.taps("Đã có số chính thức")
    review = (await here.lan.sees())[-1].text
    assert (
        "1. Thu ngân sách trên địa bàn: 12,4 tỷ đồng\n2. Sản lượng lương thực có hạt: 1.340 tấn (ước)"
        in review
    )


async def test_shares_given_with_both_parts_are_weighed_over_the_units(here: Town) -> None:
    for person, water in ((here.lan, "12/14"), (here.minh, "3/6")):
        for text in ("/baocao", "11,9 ty", "1.340", water):
            shown = await person.says(text)
        assert "Tỷ lệ này đã làm tròn" in shown.text
        shown = await person.taps(shown.buttons[0][0])
        assert f"({water})" in shown.text
        await person.taps("Nộp báo cáo")
    assert (
        "thực hiện: 75%\n▰▰▰▰▰▰▰▰▱▱ 80,6% · chưa đạt · 2/3 đơn vị" in (await here.admin.says("/tonghop")).text
    )


async def test_a_number_typed_where_the_reason_is_asked_is_the_figure_after_all(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.says("chua co so lieu")
    assert (await here.lan.says("11,9")).text.startswith("✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng\n")
    await here.lan.says("chua co so lieu")
    kept = await here.lan.says("chờ số liệu quý 2")
    assert kept.text.startswith("✓ Sản lượng lương thực có hạt: chưa có số liệu (chờ số liệu quý 2)\n")
