"""The head, the times, the phases, the people and the words of a directive, each construction by itself."""

from datetime import date

import pytest

from bot.directive import DirectiveDraft
from bot.directive.printing import as_json
from tests.directive.samples import of_text

HEAD = """ỦY BAN NHÂN DÂN
XÃ SUỐI VÀNG
Số: 07/CT-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Suối Vàng, ngày 12 tháng 01 năm 2026

CHỈ THỊ
Về việc phát động phong trào thi đua năm 2026

Chủ tịch Ủy ban nhân dân xã phát động phong trào thi đua năm 2026, cụ thể như sau:
"""


def year_2026(body: str) -> DirectiveDraft:
    return of_text(HEAD + "\n" + body)


def times(draft: DirectiveDraft) -> list[tuple[str | None, str | None]]:
    return [
        (one.start.isoformat() if one.start else None, one.end.isoformat() if one.end else None)
        for one in draft.phases
    ]


# --- Letterhead -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "level"),
    [
        ("ỦY BAN NHÂN DÂN\nTỈNH SƠN HÀ", "province"),
        ("UBND TP. CẦN THƠ", "province"),
        ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ BẾN SÔNG", "district"),
        ("ỦY BAN NHÂN DÂN\nQUẬN 15", "district"),
        ("ỦY BAN NHÂN DÂN\nPHƯỜNG HÒA MAI", "commune"),
        ("ỦY BAN NHÂN DÂN\nĐẶC KHU HÒN NGỌC", "commune"),
        ("UBND TỈNH SƠN HÀ\nSỞ NỘI VỤ", "province"),
        ("ĐẢNG BỘ TỈNH SƠN HÀ\nHUYỆN ỦY BẢN MÂY", "district"),
        ("LIÊN ĐOÀN LAO ĐỘNG TỈNH SƠN HÀ\nCÔNG ĐOÀN VIÊN CHỨC", "province"),
    ],
)
def test_the_level_of_an_office_stands_in_its_letterhead(head: str, level: str) -> None:
    draft = of_text(head + "\nSố: 5/KH-VP\n\nKẾ HOẠCH\nPhát động thi đua năm 2024\n\nNội dung như sau:\n")
    assert draft.issuer is not None
    assert draft.issuer.level == level


def test_two_columns_in_one_line_are_a_letterhead() -> None:
    draft = of_text(
        "ỦY BAN NHÂN DÂN\t\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nXÃ SUỐI VÀNG\t\tĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 21/KH-UBND\t\tSuối Vàng, ngày 05 tháng 3 năm 2026\n\nKẾ HOẠCH\nPhát động thi đua nước rút\n"
    )
    assert (draft.number, draft.date, draft.place) == ("21/KH-UBND", date(2026, 3, 5), "Suối Vàng")
    assert draft.issuer is not None
    assert draft.issuer.name == "Ủy ban nhân dân xã Suối Vàng"


def test_a_letterhead_in_a_table_is_read_cell_by_cell() -> None:
    draft = of_text(
        "| UBND TỈNH SƠN HÀ<br>SỞ CÔNG THƯƠNG | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|---|---|\n"
        "| Số: 9/KH-SCT | Sơn Hà, ngày 7 tháng 1 năm 2025 |\n\nKẾ HOẠCH\nPhát động thi đua ngành Công Thương\n"
    )
    assert (draft.number, draft.date) == ("9/KH-SCT", date(2025, 1, 7))


def test_a_date_broken_over_lines_is_one() -> None:
    draft = of_text("Số: 9/CT-UBND\n|\nSơn\nHà, ngày 11 tháng 3\nnăm 2025\n|\nCHỈ THỊ\nPhát động thi đua\n")
    assert (draft.date, draft.place) == (date(2025, 3, 11), "Sơn Hà")


@pytest.mark.parametrize("blank", ["Số: ..…/CT-UBND", "Số:      /CT-UBND", "Số: ____/CT-UBND"])
def test_a_blank_number_is_none_and_its_words_are_kept(blank: str) -> None:
    draft = of_text(blank + "\nSơn Hà, ngày … tháng 02 năm 2026\n\nCHỈ THỊ\nPhát động thi đua\n")
    assert draft.number is None
    assert (draft.number_verbatim or "").endswith("/CT-UBND")
    assert as_json(draft)["date"] == "2026-02"


def test_a_missing_type_is_read_from_the_letters_of_the_number() -> None:
    draft = of_text("Số: 31/KH-UBND\nSơn Hà, ngày 2 tháng 7 năm 2024\nCăn cứ Luật Thi đua, khen thưởng;\n")
    assert (draft.document_type, draft.title) == ("KẾ HOẠCH", None)


def test_the_title_of_a_letter_begins_with_its_v_v() -> None:
    draft = of_text(
        "UBND THỊ XÃ BẾN SÔNG\nSố: 41/UBND-NV\nV/v phát động đợt thi đua\ncao điểm mùa khô\n\nKính gửi: Các xã.\n"
    )
    assert (draft.document_type, draft.title) == (None, "V/v phát động đợt thi đua cao điểm mùa khô")


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("LỜI KÊU GỌI\nThi đua vượt lũ\nKính thưa đồng bào!", "Thi đua vượt lũ"),
        ("BẢN PHÁT ĐỘNG\nThi đua mùa vàng", "Thi đua mùa vàng"),
        ("NGHỊ QUYẾT\nCỦA BAN CHẤP HÀNH ĐẢNG BỘ XÃ\nvề thi đua năm 2026", "về thi đua năm 2026"),
        ("QUYẾT ĐỊNH\nVỀ VIỆC PHÁT ĐỘNG THI ĐUA\nTHỦ TƯỚNG CHÍNH PHỦ", "VỀ VIỆC PHÁT ĐỘNG THI ĐUA"),
    ],
)
def test_a_title_holds_neither_the_office_nor_the_address(lines: str, title: str) -> None:
    assert of_text(lines + "\n\nNội dung như sau.\n").title == title


# --- Times ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("Thời gian: Kể từ ngày ký ban hành đến hết năm 2026.", "2026-01-12", "2026-12-31"),
        ("Thời gian: từ nay đến hết ngày 30/11/2026.", "2026-01-12", "2026-11-30"),
        ("Thời gian thi đua: từ đầu năm đến ngày 31/12.", "2026-01-01", "2026-12-31"),
        ("Thời gian: 01/3/2026 - 30/9/2026.", "2026-03-01", "2026-09-30"),
        ("Thời gian thực hiện: 6 tháng cuối năm 2026.", "2026-07", "2026-12-31"),
        ("Thời gian: từ tháng 10 đến tháng 3/2027.", "2026-10", "2027-03-31"),
        ("Thời gian: Bắt đầu từ ngày 01/02/2026, kết thúc vào ngày 20/12/2026.", "2026-02-01", "2026-12-20"),
        ("Thời gian phát động: Từ ngày 15/01/2026.", "2026-01-15", None),
        ("Thời gian thi đua: đến 31/12/2026. Tổng kết trước ngày 10/12.", None, "2026-12-31"),
        ("Thời gian nộp báo cáo: từ ngày 01/12/2026 đến 05/12/2026.", None, None),
    ],
)
def test_start_and_end_are_read_under_the_time_of_the_campaign(
    words: str, start: str | None, end: str | None
) -> None:
    printed = as_json(year_2026("1. " + words + "\n"))
    assert (printed["start"], printed["end"]) == (start, end)


def test_a_campaign_of_years_takes_its_time_from_the_title() -> None:
    printed = as_json(of_text("KẾ HOẠCH\nPhong trào thi đua dạy tốt giai đoạn 2026 - 2030\n\nI. MỤC ĐÍCH\n"))
    assert (printed["start"], printed["end"]) == ("2026", "2030-12-31")


@pytest.mark.parametrize(
    "list_of_phases",
    [
        "1. Thời gian: chia làm 02 đợt:\n- Đợt 1: từ ngày 01/01/2026 đến ngày 30/6/2026.\n"
        "- Đợt 2: từ ngày 01/7/2026 đến ngày 31/12/2026.\n",
        "1. Phong trào có hai đợt: Đợt thứ nhất, từ đầu năm đến 30/6/2026; đợt thứ hai, từ 01/7 đến 31/12/2026.\n",
        "1. Thời gian\na) Giai đoạn 1 (từ tháng 01 đến hết tháng 6/2026): đăng ký.\n"
        "b) Giai đoạn 2 (từ tháng 7 đến hết tháng 12/2026): về đích.\n",
        "1. Các đợt\n\n| Đợt | Thời gian |\n|---|---|\n| Đợt I | 01/01 - 30/6/2026 |\n| Đợt II | 01/7 - 31/12/2026 |\n",
        "1. Thời gian thi đua\n- Thi đua 6 tháng đầu năm: từ ngày 01/01/2026 đến ngày 30/6/2026.\n"
        "- Thi đua 6 tháng cuối năm: từ ngày 01/7/2026 đến ngày 31/12/2026.\n",
        "1. Các đợt thi đua\n- Đợt 1: 6 tháng đầu năm 2026.\n- Đợt 2: 6 tháng cuối năm 2026.\n",
    ],
)
def test_two_phases_are_read_from_any_list(list_of_phases: str) -> None:
    draft = year_2026(list_of_phases)
    assert times(draft) == [("2026-01-01", "2026-06-30"), ("2026-07-01", "2026-12-31")]
    assert len(draft.named_phases) == 2
    assert (draft.start, draft.end) == (date(2026, 1, 1), date(2026, 12, 31))


def test_phases_of_years_have_their_reviews() -> None:
    draft = of_text(
        "KẾ HOẠCH\nPhong trào thi đua dạy tốt giai đoạn 2021 - 2025\n\nI. TIẾN ĐỘ\n\n1. Giai đoạn 1 (2021 - 2023): "
        "sơ kết trong quý IV năm 2023.\n\n2. Giai đoạn 2 (2024 - 2025): tổng kết trước ngày 30/9/2025.\n"
    )
    assert times(draft) == [("2021-01-01", "2023-12-31"), ("2024-01-01", "2025-12-31")]
    assert [(one.review.deadline, one.review.exclusive) for one in draft.phases] == [
        (date(2023, 12, 31), False),
        (date(2025, 9, 30), True),
    ]


def test_a_phase_from_the_launch_begins_on_the_day_of_the_directive() -> None:
    draft = year_2026("1. Thời gian\n- Đợt 1: từ ngày phát động đến 30/6/2026.\n- Đợt 2: đến 31/12/2026.\n")
    assert times(draft) == [("2026-01-12", "2026-06-30"), (None, "2026-12-31")]


def test_a_phase_spoken_of_in_passing_is_none() -> None:
    draft = year_2026("1. Phát huy kết quả đợt 1 từ ngày 01/3 đến ngày 30/4, tiếp tục thi đua.\n")
    assert draft.named_phases == ()


@pytest.mark.parametrize(
    ("words", "deadline", "exclusive"),
    [
        ("Tổng kết phong trào trước ngày 15/11.", date(2026, 11, 15), True),
        ("Tổng kết phong trào chậm nhất ngày 20/11/2026.", date(2026, 11, 20), False),
        ("Tổng kết phong trào trong tháng 11.", date(2026, 11, 30), False),
        ("Tháng 12/2026: Tổng kết phong trào thi đua.", date(2026, 12, 31), False),
        ("Tổng kết phong trào (xong trước ngày 10/12/2026).", date(2026, 12, 10), True),
        ("Tổng kết phong trào vào đầu tháng 01/2027.", None, False),
        ("Gửi báo cáo tổng kết trước ngày 15/11/2026 về xã.", None, False),
    ],
)
def test_the_final_review_has_the_deadline_that_is_stated(
    words: str, deadline: date | None, exclusive: bool
) -> None:
    (whole,) = year_2026("1. Thời gian: năm 2026.\n\n2. " + words + "\n").phases
    assert (whole.review.deadline, whole.review.exclusive) == (deadline, exclusive)


# --- Words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "theme"),
    [
        ("1. Chủ đề: “Gần dân, sát việc”.", "Gần dân, sát việc"),
        ("1. Chủ đề thi đua năm 2026: Gần dân, sát việc, rõ kết quả.", "Gần dân, sát việc, rõ kết quả"),
        ("I. CHỦ ĐỀ THI ĐUA\n\n“Gần dân, sát việc”", "Gần dân, sát việc"),
        ("1. Khẩu hiệu hành động: «Nói đi đôi với làm».", "Nói đi đôi với làm"),
        ("1. Xã phát động thi đua với phương châm hành động “Rõ người, rõ việc”.", "Rõ người, rõ việc"),
        ("1. Chống dịch với phương châm “bốn tại chỗ”.", None),
    ],
)
def test_the_theme_is_the_chu_de_or_the_slogan_of_the_launch(words: str, theme: str | None) -> None:
    assert year_2026(words + "\n").theme == theme


@pytest.mark.parametrize(
    "words",
    [
        "1. Triển khai các phong trào thi đua: “Làng xanh”; 'x' “Nhà sạch” giai đoạn 2026 - 2030 và phong trào “Chợ số”.",
        "1. Các phong trào thi đua trọng tâm:\n- “Làng xanh”;\n- “Nhà\nsạch”;\n- ‘Chợ số’.",
        "1. Phong trào “Làng xanh” được giữ vững.\n\n2. Đẩy mạnh phong trào thi đua “Nhà sạch”.\n\n"
        "3. Mở rộng phong trào «Chợ số» gắn với cuộc vận động “Người tốt”.",
        "1. Phong trào thi đua “LÀNG XANH”.\n\n2. Phong trào “Làng xanh”, “Nhà sạch”, “Chợ số”, mô hình “Ao cá”.",
    ],
)
def test_movements_are_the_quoted_names_that_the_text_calls_so_each_once(words: str) -> None:
    assert year_2026(words + "\n").movements == ("Làng xanh", "Nhà sạch", "Chợ số")


def test_the_preamble_tells_of_movements_and_anniversaries_past() -> None:
    draft = of_text(
        "CHỈ THỊ\nPhát động thi đua năm 2026\n\nNăm 2025, phong trào “Làng xanh” đã tổng kết; kỷ niệm 80 năm Ngày hội "
        "xã (12/6/1945 - 12/6/2025).\n\nUBND xã phát động phong trào “Nhà sạch” năm 2026:\n\n1. Nội dung\n"
    )
    assert draft.movements == ("Nhà sạch",)
    assert draft.commemorative_dates == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("kỷ niệm 81 năm Ngày mở xã (12/6/1945 - 12/6/2026)", ("Ngày mở xã", 81, "1945-06-12", "2026-06-12")),
        ("KỶ NIỆM 81 NĂM NGÀY MỞ XÃ (12/6/1945-12/6/2026)", ("NGÀY MỞ XÃ", 81, "1945-06-12", "2026-06-12")),
        ("chào mừng 96 năm Ngày thành lập Đảng (3/2)", ("Ngày thành lập Đảng", 96, None, "2026-02-03")),
    ],
)
def test_an_anniversary_keeps_the_days_that_are_stated(words: str, expected: tuple[object, ...]) -> None:
    printed = as_json(year_2026("1. Thi đua " + words + ".\n"))["commemorative_dates"]
    assert isinstance(printed, list)
    assert [(one["title"], one["anniversary_years"], one["from"], one["to"]) for one in printed] == [expected]


def test_a_second_day_shares_the_years_of_the_first() -> None:
    first, second = year_2026(
        "1. Kỷ niệm 81 năm Ngày mở xã (19/8/1945 - 19/8/2026) và Quốc khánh 2/9.\n"
    ).commemorative_dates
    assert (first.years, second.title, second.years, second.since, second.day) == (
        81,
        "Quốc khánh",
        81,
        None,
        date(2026, 9, 2),
    )


def test_an_anniversary_belongs_to_the_phase_that_it_stands_in() -> None:
    draft = year_2026(
        "1. Hai đợt: Đợt 1, từ 01/01/2026 đến 30/6/2026, kỷ niệm 96 năm Ngày thành lập Đảng (3/2); đợt 2, từ "
        "01/7/2026 đến 31/12/2026, chào mừng 81 năm Quốc khánh (2/9).\n"
    )
    assert [(one.title, one.phase) for one in draft.commemorative_dates] == [
        ("Ngày thành lập Đảng", 1),
        ("Quốc khánh", 2),
    ]


# --- People and offices -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("Phòng Kinh tế xã là cơ quan thường trực, theo dõi phong trào.", "Phòng Kinh tế xã"),
        ("Phòng Nội vụ - Cơ quan thường trực Hội đồng - đôn đốc các đơn vị.", "Phòng Nội vụ"),
        ("1. Phòng Văn hóa - Xã hội\n- Là cơ quan thường trực, tổng hợp.", "Phòng Văn hóa - Xã hội"),
        ("Báo cáo gửi về xã (thông qua Văn phòng HĐND và UBND) để tổng hợp.", "Văn phòng HĐND và UBND"),
        ("Giao Ban Công tác Mặt trận là đầu mối theo dõi, đôn đốc.", "Ban Công tác Mặt trận"),
        ("Sở Nội vụ (Ban Thi đua) chủ trì, đôn đốc thực hiện.", "Ban Thi đua, Sở Nội vụ"),
        ("Các thôn gửi báo cáo về Phòng Kinh tế trước ngày 05/12/2026.", "Phòng Kinh tế"),
        ("Văn phòng Sở theo dõi, đôn đốc các phòng.", "Văn phòng Sở"),
        ("Giao Văn phòng – Thống kê xã theo dõi, đôn đốc các thôn.", "Văn phòng – Thống kê xã"),
        ("Đội Tổng hợp là cơ quan thường trực, theo dõi phong trào.", "Đội Tổng hợp"),
        ("Các thôn báo cáo kết quả về Ban Giám hiệu.", None),
    ],
)
def test_the_standing_body_is_the_office_with_the_strongest_words(words: str, body: str | None) -> None:
    found = year_2026("1. " + words + "\n").standing_body
    assert (found.name if found else None) == body


@pytest.mark.parametrize(
    ("foot", "name"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nLò Thị Sen", "Lò Thị Sen"),
        ("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ THƯỜNG TRỰC\nĐỗ Văn Khoa", "Đỗ Văn Khoa"),
        ("TL. CHỦ TỊCH\nTRƯỞNG PHÒNG NỘI VỤ\nH’Ben Niê", "H’Ben Niê"),
        ("CHỦ NHIỆM CHÍNH TRỊ\nĐại tá Vũ Đình Khải", "Vũ Đình Khải"),
        ("Nơi nhận:    HIỆU TRƯỞNG\n- Lưu: VT.\nHà Văn Quý", "Hà Văn Quý"),
        ("Nơi nhận:    TM. UBND XÃ\n- Các thôn;   CHỦ TỊCH\n- Lưu: VT.    Hà Văn Quý", "Hà Văn Quý"),
        ("| Nơi nhận:<br>- Lưu: VT. | Q. CHỦ TỊCH<br><br>Hà Văn Quý |\n|---|---|", "Hà Văn Quý"),
        ("Nơi nhận:\n- Lưu: VT.\n\nCHỦ TỊCH", None),
    ],
)
def test_the_signer_stands_below_his_title(foot: str, name: str | None) -> None:
    draft = year_2026("1. Các thôn thực hiện./.\n\n" + foot + "\n")
    assert draft.signer is not None
    assert draft.signer.name == name


def test_recipients_beside_the_signature_are_kept() -> None:
    draft = year_2026(
        "1. Thực hiện./.\n\nNơi nhận:   TM. UBND XÃ\n- Các thôn;   CHỦ TỊCH\n- Lưu: VT.\nHà Văn Quý\n"
    )
    assert draft.recipients == ("Các thôn", "Lưu: VT")


def test_each_deadline_of_a_report_is_a_duty_for_the_phase_that_it_names() -> None:
    draft = year_2026(
        "1. Thời gian\n- Đợt 1: từ 01/01/2026 đến 30/6/2026.\n- Đợt 2: từ 01/7/2026 đến 31/12/2026.\n\n"
        "2. Các thôn gửi báo cáo về xã (qua Phòng Kinh tế) trước ngày 10/6/2026 đối với đợt 1 và chậm nhất ngày "
        "05/12/2026 đối với đợt 2.\n\n3. Phòng Kinh tế tổng hợp, báo cáo UBND xã trước ngày 25/6/2026.\n"
    )
    assert [(one.who, one.day, one.phase) for one in draft.duties] == [
        ("Các thôn", date(2026, 6, 9), 1),
        ("Các thôn", date(2026, 12, 5), 2),
        ("Phòng Kinh tế", date(2026, 6, 24), None),
    ]
    assert [one.report and one.report.day for one in draft.phases] == [date(2026, 6, 9), date(2026, 12, 5)]


def test_a_report_that_names_no_phase_is_of_the_one_that_ends_nearest() -> None:
    draft = year_2026(
        "1. Thời gian\n- Đợt 1: từ 01/01/2026 đến 30/6/2026.\n- Đợt 2: từ 01/7/2026 đến 31/12/2026.\n\n"
        "2. Các thôn gửi báo cáo sơ kết trước ngày 15/6/2026, báo cáo tổng kết trước ngày 15/12/2026 về Phòng Kinh tế.\n"
    )
    assert [one.report and one.report.day for one in draft.phases] == [date(2026, 6, 14), date(2026, 12, 14)]


# --- Results ----------------------------------------------------------------------------------------------


def test_a_result_as_a_share_of_the_plan_is_progress_without_a_target() -> None:
    (only,) = of_text(
        "CHỈ THỊ\nPhát động thi đua\n\nNăm 2025 còn khó khăn. Tổng thu chợ phiên ước đạt 1.250 triệu đồng, bằng 104,2% "
        "kế hoạch năm; phấn đấu đạt 1.400 triệu đồng, bằng 110% kế hoạch.\n"
    ).progress
    assert (only.name, only.target, str(only.actual), str(only.percent)) == (
        "Tổng thu chợ phiên",
        None,
        "1250",
        "104.2",
    )


def test_the_plan_in_parentheses_is_the_target_of_a_result() -> None:
    (only,) = of_text(
        "CHỈ THỊ\nPhát động thi đua\n\nĐến nay, trồng quế đạt 130 ha, đạt 65% kế hoạch (kế hoạch 200 ha).\n"
    ).progress
    assert (only.name, str(only.target), str(only.actual), only.status) == (
        "Trồng quế",
        "200",
        "130",
        "chưa đạt",
    )
