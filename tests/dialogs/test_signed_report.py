"""The signed report: its PDF, its number and its date."""

from datetime import date

import pytest

from bot.language.paper_numbers import read_paper_number
from tests.town import Town

PDF = b"%PDF-1.4 a scan"


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("Báo cáo số 12/BC-UBND ngày 15/6/2026", "12/BC-UBND", date(2026, 6, 15)),
        ("so 7/bc-ubnd ngay 1/6", "7/BC-UBND", date(2026, 6, 1)),
        ("Số: 45-BC/ĐU, ngày 02 tháng 6 năm 2026", "45-BC/ĐU", date(2026, 6, 2)),
    ],
)
def test_number_and_date_are_read_as_papers_bear_them(text: str, number: str, day: date) -> None:
    read = read_paper_number(text, today=date(2026, 6, 20))
    assert read is not None
    assert (read.number, read.signed_on) == (number, day)


@pytest.mark.parametrize("text", ["12/BC-UBND", "ngày 15/6/2026", "15/6/2026", "số 12/BC-UBND tháng 6", ""])
def test_what_lacks_the_number_or_the_day_is_not_guessed(text: str) -> None:
    assert read_paper_number(text, today=date(2026, 6, 20)) is None


async def test_the_signed_report_is_sent_numbered_echoed_and_replaced(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.taps("Xem toàn bộ")
    assert "Gửi tệp PDF của báo cáo đã ký vào đây." in (await here.lan.taps("Báo cáo đã ký")).text
    assert (await here.lan.says("số 12/BC-UBND ngày 30/4")).text == (
        "Gửi tệp PDF của báo cáo đã ký trước, rồi gõ số và ngày."
    )
    assert (await here.lan.sends("a.docx", b"PK no pdf")).text.startswith("Báo cáo đã ký phải là tệp PDF.")
    assert "Đã nhận tệp bao-cao.pdf. Gõ số và ngày" in (await here.lan.sends("bao-cao.pdf", PDF)).text
    await here.restart()
    assert (await here.lan.says("số 12 thôi")).text.startswith("Chưa đọc được số và ngày trong “số 12 thôi”.")
    assert (await here.lan.says("số 12/BC-UBND ngày 3/5/2023")).text.startswith(
        "Ngày ký Thứ Tư, 03/5/2023 còn ở phía sau."
    )
    assert (
        str(await here.lan.says("Báo cáo số 12/BC-UBND ngày 28/4/2023"))
        == """✓ Đã lưu.

Báo cáo đã ký
Thôn Nà Hoa · Đợt 1

Báo cáo số 12/BC-UBND ngày Thứ Sáu, 28/4/2023
bao-cao.pdf · Lan, 09:00 02/5/2023

Gửi tệp PDF của báo cáo đã ký vào đây để thay; bản cũ vẫn được lưu.
[Mở tệp]
[Xem toàn bộ báo cáo]"""
    )
    await here.lan.sends("ban-moi.pdf", PDF + b" again", caption="số 13/BC-UBND ngày 02/5/2023")
    assert (await here.lan.taps("Mở tệp")).text == "Báo cáo số 13/BC-UBND ngày 02/5/2023\nThôn Nà Hoa · Đợt 1"
    await here.lan.says("/lichsu")
    history = (await here.lan.taps("1. Thôn Nà Hoa")).text
    assert "Báo cáo đã ký: số 13/BC-UBND ngày 02/5/2023 (ban-moi.pdf)" in history
    assert "Báo cáo đã ký: số 12/BC-UBND ngày 28/4/2023 (bao-cao.pdf)" in history
