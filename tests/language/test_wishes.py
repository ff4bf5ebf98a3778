"""What people type instead of tapping a button."""

import pytest

from bot.language.wishes import Wish, read_wish


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("thôi", Wish.STOP),
        ("thôi nộp đi", Wish.SUBMIT),
        ("Thôi, nộp luôn", Wish.SUBMIT),
        ("thôi xem lại đi", Wish.LOOK),
        ("thôi nộp", Wish.STOP),
        ("thôi đi", Wish.STOP),
        ("Thoi em khong rut nua", Wish.STOP),
        ("hủy", Wish.STOP),
        ("không", Wish.NO),
        ("ko ạ", Wish.NO),
        ("đúng rồi em", Wish.YES),
        ("dung roi", Wish.YES),
        ("ok", Wish.YES),
        ("bao cao", Wish.REPORT),
        ("xem toàn bộ", Wish.LOOK),
        ("Sửa số vừa nhập", Wish.MEND),
        ("nhầm", Wish.MEND),
        ("nộp đi", Wish.SUBMIT),
        ("nop bao cao nhe", Wish.SUBMIT),
        ("rút báo cáo", Wish.WITHDRAW),
    ],
)
def test_the_words_of_a_button_are_understood_with_marks_or_without(typed: str, wish: Wish) -> None:
    assert read_wish(typed) is wish


@pytest.mark.parametrize(
    "typed",
    [
        "12,5",
        "không phát sinh",
        "không có",
        "bỏ qua",
        "chưa có số liệu",
        "nhập nhầm",
        "nộp muộn vì mất điện",
        "không khớp sổ của kho bạc",
        "hủy hội nghị sơ kết nên chưa có số",
        "thôi trả lương hợp đồng từ tháng 5 nên giảm",
        "sửa 2 thành 1.350",
        "đã thực hiện",
        "",
        "👍",
    ],
)
def test_whatever_says_more_is_no_wish(typed: str) -> None:
    assert read_wish(typed) is None
