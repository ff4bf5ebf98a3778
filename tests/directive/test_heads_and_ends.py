"""Where a head stops, when a campaign ends, and who signs, in papers that are set unlike the usual."""

from datetime import date

import pytest

from bot.directive import extract, read_document
from tests.directive.press import Sheet, pdf
from tests.directive.samples import of_text
from tests.directive.test_structure import year_2026


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("Bắt đầu từ tháng 02/2026 và kết thúc vào tháng 11/2026.", date(2026, 2, 1), date(2026, 11, 30)),
        ("Từ ngày 15/01/2026, và đến hết ngày 20/12/2026.", date(2026, 1, 15), date(2026, 12, 20)),
        (
            "Từ ngày 15/01/2026 đến ngày 02/9/2026 (sơ kết) và đến hết năm 2026 (tổng kết).",
            date(2026, 1, 15),
            date(2026, 12, 31),
        ),
        (
            "Từ ngày 15/01/2026 đến ngày 10/6/2026 (hội nghị sơ kết), đến ngày 10/12/2026 (tổng kết).",
            date(2026, 1, 15),
            date(2026, 12, 10),
        ),
    ],
)
def test_a_campaign_ends_with_the_last_day_that_is_told(words: str, start: date, end: date) -> None:
    draft = year_2026("II. THỜI GIAN THI ĐUA\n" + words + "\n")
    assert (draft.start, draft.end) == (start, end)


def test_the_first_heading_is_no_part_of_the_title() -> None:
    draft = of_text(
        "KẾ HOẠCH\nTổ chức phong trào thi đua chào mừng đại hội\n\nCHỈ TIÊU PHẤN ĐẤU CỦA NĂM 2026\n\n1. Về kinh tế\n"
    )
    assert draft.title == "Tổ chức phong trào thi đua chào mừng đại hội"


@pytest.mark.parametrize(
    ("addressed", "level"),
    [
        ("các sở, ban, ngành thành phố, Chủ tịch Ủy ban nhân dân các quận, huyện", "province"),
        ("các phòng, ban, Chủ tịch Ủy ban nhân dân các xã, phường", "district"),
        ("các cơ quan; phối hợp với các sở, ngành của tỉnh đóng tại thành phố", "district"),
    ],
)
def test_a_city_without_its_name_is_known_by_those_it_commands(addressed: str, level: str) -> None:
    draft = of_text(
        "CHỈ THỊ\nVề phong trào thi đua năm 2012\n\nỦy ban nhân dân thành phố yêu cầu Thủ trưởng "
        + addressed
        + " phát động thi đua:\n"
    )
    assert draft.issuer is not None
    assert draft.issuer.level == level


def test_a_day_with_a_year_of_its_own_shares_no_anniversary() -> None:
    draft = year_2026(
        "Lập thành tích chào mừng 136 năm Ngày sinh Bác Hồ (19/5/1890 - 19/5/2026) và Ngày bầu cử 15/3/2026.\n"
    )
    assert [one.years for one in draft.commemorative_dates] == [136]


def test_a_signature_below_the_recipients_stands_beside_nothing() -> None:
    sheet = (
        Sheet()
        .lines("Điều 1. Phát động phong trào.")
        .lines("Nơi nhận:", "- Sở Nội vụ;", "- Lưu: VT.", top=500)
    )
    sheet.lines("TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH", x=260, top=440).say(85, 380, "Lò Thị Bích Mận")
    signer = extract(read_document("a.pdf", pdf(sheet))).signer
    assert signer is not None
    assert (signer.name, signer.role) == ("Lò Thị Bích Mận", "PHÓ CHỦ TỊCH")


def test_a_name_that_ends_the_column_of_recipients_signs() -> None:
    draft = year_2026("Nơi nhận:\n- Sở Nội vụ;\n- Lưu: VT.\nLò Thị Bích Mận\nCHỦ TỊCH\n")
    assert draft.signer is not None
    assert draft.signer.name == "Lò Thị Bích Mận"
