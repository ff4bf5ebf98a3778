"""Two people in one report, word for word: who is typing what, and whose figure stands."""

import pytest
from sqlalchemy import func, select, update

from bot.store.tables import figures, people, roles, units
from tests.town import MINH, Town


@pytest.fixture(autouse=True)
def minh_reports_for_na_hoa_too(here: Town) -> None:
    assert here.bot is not None
    minh = select(people.c.id).where(people.c.chat_id == MINH).scalar_subquery()
    na_hoa = select(units.c.id).where(units.c.code == "T01").scalar_subquery()
    here.bot.store.write_now(
        lambda tx: tx.execute(update(roles).where(roles.c.person_id == minh).values(unit_id=na_hoa))
    )


def versions(here: Town) -> int:
    assert here.bot is not None
    found = here.bot.store.read_now(lambda tx: tx.execute(select(func.count()).select_from(figures)).scalar())
    return int(found or 0)


async def test_each_of_two_people_sees_which_indicator_the_other_one_is_typing(here: Town) -> None:
    await here.lan.says("/baocao")
    assert (
        str(await here.minh.says("/baocao"))
        == """Thôn Nà Hoa · Đợt 1
Hạn Thứ Sáu, 16/6/2023 (còn 45 ngày)

Lan đang nhập chỉ tiêu 1.

1/3. Thu ngân sách trên địa bàn
Đơn vị tính: tỷ đồng
Chỉ tiêu giao: 12,5 tỷ đồng
Nhập số lũy kế từ đầu năm.
[Không phát sinh]
[Chưa có số liệu][Bỏ qua]
[Xem toàn bộ]"""
    )
    await here.minh.taps("Bỏ qua")
    assert (
        (await here.lan.says("11,9 ty")).text
        == """✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng

Minh đang nhập chỉ tiêu 2.

2/3. Sản lượng lương thực có hạt
Đơn vị tính: tấn
Chỉ tiêu giao: 1.340 tấn
Nhập số lũy kế từ đầu năm."""
    )
    assert "Lan đang nhập chỉ tiêu 2." in (await here.minh.taps("Xem toàn bộ")).text


async def test_who_left_his_question_half_an_hour_ago_is_not_typing_any_more(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.at("2023-05-02 09:30")
    assert "đang nhập chỉ tiêu" not in (await here.minh.says("/baocao")).text


async def test_a_later_answer_does_not_replace_a_figure_given_meanwhile_without_asking(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.minh.says("/baocao")
    await here.at("2023-05-02 09:12")
    await here.minh.says("12,3 ty")
    await here.at("2023-05-02 09:15")
    assert (
        str(await here.lan.says("11,9 ty"))
        == """Thu ngân sách trên địa bàn
Minh vừa ghi 12,3 tỷ đồng lúc 09:12. Giữ số nào?
[Giữ 12,3 tỷ đồng]
[Ghi 11,9 tỷ đồng]"""
    )
    assert versions(here) == 1
    answer = await here.lan.taps("Ghi 11,9 tỷ đồng")
    assert answer.text.startswith("✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng · đã sửa")
    assert versions(here) == 2


async def test_the_figure_that_stands_can_be_kept_and_the_next_question_comes(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.minh.says("/baocao")
    await here.minh.says("12,3 ty")
    await here.lan.says("11,9 ty")
    answer = await here.lan.taps("Giữ 12,3 tỷ đồng")
    assert answer.text.startswith("✓ Thu ngân sách trên địa bàn: 12,3 tỷ đồng\n")
    assert "2/3. Sản lượng lương thực có hạt" in answer.text
    assert versions(here) == 1


async def test_the_choice_is_there_again_after_a_restart_and_asked_again_where_the_figure_changed_again(
    here: Town,
) -> None:
    await here.lan.says("/baocao")
    await here.minh.says("/baocao")
    await here.minh.says("12,3 ty")
    first = here.minh.last_message_id
    await here.lan.says("11,9 ty")
    await here.restart()
    await here.minh.edits(first, "12,4 ty")
    again = await here.lan.taps("Ghi 11,9 tỷ đồng")
    assert "Minh vừa ghi 12,4 tỷ đồng lúc 09:00. Giữ số nào?" in again.text
    assert (await here.lan.taps("Ghi 11,9 tỷ đồng")).text.startswith("✓ Thu ngân sách trên địa bàn: 11,9")


async def test_a_question_that_shows_the_others_figure_may_be_answered_with_another_one(here: Town) -> None:
    await here.minh.says("/baocao")
    await here.minh.says("12,3 ty")
    await here.lan.says("/baocao")
    await here.lan.taps("Xem toàn bộ")
    asked = await here.lan.taps("1")
    assert "Đang ghi: 12,3 tỷ đồng (Minh, 09:00 02/5/2023)" in asked.text
    assert (await here.lan.says("11,9")).text.startswith("✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng")


async def test_the_same_figure_from_both_needs_no_question(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.minh.says("/baocao")
    await here.minh.says("12,3 ty")
    assert (await here.lan.says("12,3")).text.startswith("✓ Thu ngân sách trên địa bàn: 12,3 tỷ đồng")


async def test_a_doubtful_answer_is_asked_about_too_once_it_is_confirmed(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.minh.says("/baocao")
    await here.lan.says("12500000")
    await here.minh.says("12,3 ty")
    asked = await here.lan.taps("12,5 tỷ đồng")
    assert "Minh vừa ghi 12,3 tỷ đồng lúc 09:00. Giữ số nào?" in asked.text
    await here.lan.taps("Giữ 12,3 tỷ đồng")
    assert versions(here) == 1


async def test_a_reason_for_no_figure_does_not_take_the_others_figure_away(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.minh.says("/baocao")
    await here.lan.taps("Chưa có số liệu")
    await here.minh.says("12,3 ty")
    assert "Giữ số nào?" in (await here.lan.taps("Chưa đến kỳ đo")).text
    assert versions(here) == 1


async def test_in_a_message_of_many_the_figures_of_others_come_back_alone(here: Town) -> None:
    await here.minh.says("/baocao")
    await here.minh.says("12,3 ty")
    await here.lan.says("/baocao")
    assert (
        str(await here.lan.says("1: 11,9; 2: 1340"))
        == """Thôn Nà Hoa · Đợt 1
Đã ghi 1 số liệu (2/3 chỉ tiêu)
✓ Sản lượng lương thực có hạt: 1.340 tấn

Chưa ghi 1 dòng
✎ 1: 11,9
   Người khác của đơn vị đã ghi số khác cho chỉ tiêu này. Bấm nút để chọn số.
[1 ✎]
[Xem toàn bộ]"""
    )
    assert "Giữ số nào?" in (await here.lan.taps("1 ✎")).text
    assert (await here.lan.taps("Ghi 11,9 tỷ đồng")).text.startswith("✓ Thu ngân sách trên địa bàn: 11,9")


async def test_an_edited_message_does_not_replace_what_the_other_one_put_in_its_place(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.says("11,9 ty")
    first = here.lan.last_message_id
    await here.minh.says("/baocao")
    await here.minh.taps("Xem toàn bộ")
    await here.minh.taps("1")
    await here.minh.says("12,3")
    assert "Giữ số nào?" in (await here.lan.edits(first, "11,8 ty")).text


async def test_two_corrections_of_a_submitted_report_are_asked_about_before_the_second_one_counts(
    here: Town,
) -> None:
    for text in ("/baocao", "11,9 ty", "1.340", "94,5%"):
        await here.lan.says(text)
    await here.lan.taps("Nộp báo cáo")
    await here.minh.says("/baocao")
    for person, figure in ((here.lan, "12,1"), (here.minh, "12,2")):
        await person.says("/baocao")
        await person.taps_data((await person.sees())[-1].message_id, "review:1:0", forged=True)
        await person.taps("1")
        await person.says(figure)
    await here.lan.taps("Nhập nhầm")
    asked = await here.minh.taps("Nhập nhầm")
    assert "Lan vừa ghi 12,1 tỷ đồng lúc 09:00. Giữ số nào?" in asked.text


async def opens_results(here: Town) -> None:
    """Both have the first part of the narrative open."""
    for person in (here.lan, here.minh):
        for text in ("/baocao", "11,9 ty", "340", "94%") if person is here.lan else ("/baocao",):
            await person.says(text)
        await person.taps("Thuyết minh")
        await person.taps("1. Kết quả nổi bật")


async def test_a_part_in_words_that_the_other_one_wrote_meanwhile_is_not_replaced_unasked(here: Town) -> None:
    await opens_results(here)
    await here.minh.says("Thu vượt dự toán.")
    assert str(await here.lan.says("Đạt chuẩn sớm.")) == (
        "Thôn Nà Hoa · Đợt 1\n\n"
        "Kết quả nổi bật\n"
        "Minh vừa ghi lúc 09:00:\n"
        "Thu vượt dự toán.\n"
        "Bản của anh/chị: Đạt chuẩn sớm.\n\n"
        "Giữ bản nào? Bản bị thay vẫn còn trong lịch sử.\n"
        "[Giữ bản đang có]\n"
        "[Thay bằng bản của tôi]\n"
        "[Ghép: thêm bản của tôi vào sau]"
    )
    await here.restart()
    kept = await here.lan.taps("Ghép: thêm bản của tôi vào sau")
    assert kept.text.startswith("✓ Đã lưu: Kết quả nổi bật")
    assert "Thu vượt dự toán.\nĐạt chuẩn sớm." in (await here.minh.taps("1. Kết quả nổi bật ✓")).text


async def test_the_others_words_can_be_kept_and_a_part_taken_back_meanwhile_is_asked_about_too(
    here: Town,
) -> None:
    await opens_results(here)
    await here.minh.says("Thu vượt dự toán.")
    await here.lan.says("Đạt chuẩn sớm.")
    assert (await here.lan.taps("Giữ bản đang có")).text.startswith("Không có gì thay đổi: Kết quả nổi bật")
    for person in (here.lan, here.minh):
        await person.taps("1. Kết quả nổi bật ✓")
    await here.minh.taps("Bỏ phần này")
    asked = await here.lan.says("Đạt chuẩn sớm.")
    assert "Minh vừa bỏ phần này lúc 09:00.\nBản của anh/chị: Đạt chuẩn sớm." in asked.text
    assert asked.buttons == (("Giữ bản đang có",), ("Thay bằng bản của tôi",))
    assert (await here.lan.taps("Thay bằng bản của tôi")).text.startswith("✓ Đã lưu")
