"""The papers as an office gets them: the form of Nghị định 30/2020, blanks where people write, nothing made up."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT

from bot.campaign.model import NarrativePart
from bot.errors import Refused
from bot.language import written
from bot.reports.content import Narrative, SummaryContent, Told
from bot.reports.letterhead import Letterhead
from bot.reports.letters import late_list, letter
from bot.reports.paper import Occasion, campaign_words, occasion, report, title
from bot.reports.units import LateLists
from tests.reports.contents import CONTENT, HEAD

OFFICE = Letterhead(
    issuer="Ủy ban nhân dân xã Suối Vàng",
    symbol="UBND",
    place="Suối Vàng",
    standing_body="Phòng Văn hóa - Xã hội",
    authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"),
    post="Phó Chủ tịch",
    signer="Hà Thị Nguyên",
    recipients=("Sở Nội vụ (b/c)", "Lưu: VT, VHXH"),
)
UNSET = Letterhead(issuer="Xã Suối Vàng")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(content: bytes) -> Any:
    return Document(BytesIO(content))


def every_text(paper: Any) -> list[str]:
    """The text of each paragraph, those in tables too."""
    return [
        "".join(text.text or "" for text in paragraph.iter(f"{WORD}t"))
        for paragraph in paper.element.iter(f"{WORD}p")
    ]


def blanks(paper: Any) -> list[str]:
    """What is highlighted for somebody to write."""
    return [
        run.find(f"{WORD}t").text
        for run in paper.element.iter(f"{WORD}r")
        if run.find(f".//{WORD}highlight") is not None
    ]


def told(*said: tuple[NarrativePart, str, str]) -> SummaryContent:
    narratives = tuple(
        Narrative(unit_id=n, unit=unit, part=part, text=text) for n, (part, unit, text) in enumerate(said)
    )
    return replace(CONTENT, told=Told(narratives=narratives))


def test_the_page_has_the_edges_and_the_letters_of_the_decree() -> None:
    paper = read(report(CONTENT, OFFICE))
    first, last = paper.sections[0], paper.sections[-1]
    for section in (first, last):
        assert [round(edge.mm) for edge in (section.top_margin, section.bottom_margin)] == [20, 20]
        assert [round(edge.mm) for edge in (section.left_margin, section.right_margin)] == [30, 15]
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    assert last.orientation == WD_ORIENT.LANDSCAPE
    assert (round(last.page_width.mm), round(last.page_height.mm)) == (297, 210)
    fonts = {font.get(f"{WORD}ascii") for font in paper.styles.element.iter(f"{WORD}rFonts")}
    assert fonts == {"Times New Roman"}
    assert paper.styles["DonDoc text"].font.size.pt == 14
    assert paper.styles["DonDoc nation"].font.size.pt == 13


def test_the_number_of_the_page_stands_in_the_middle_above_the_text_but_not_on_the_first() -> None:
    paper = read(report(CONTENT, OFFICE))
    first, last = paper.sections[0], paper.sections[-1]
    assert first.different_first_page_header_footer
    assert not last.different_first_page_header_footer
    assert "".join(first.first_page_header.paragraphs[0]._p.itertext()).strip() == ""
    assert last.header.is_linked_to_previous
    assert "PAGE" in "".join(code.text for code in first.header._element.iter(f"{WORD}instrText"))


def test_letterhead_title_and_signature_are_those_of_the_office() -> None:
    text = every_text(read(report(CONTENT, OFFICE)))
    assert text[:2] == ["ỦY BAN NHÂN DÂN", "XÃ SUỐI VÀNG"]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert "Số:         /BC-UBND" in text
    assert "DỰ THẢO" in text
    assert "Suối Vàng, ngày      tháng 6 năm 2026" in text
    place = text.index("Nơi nhận:")
    assert text[place : place + 3] == ["Nơi nhận:", "- Sở Nội vụ (b/c);", "- Lưu: VT, VHXH."]
    signed = text.index("TM. ỦY BAN NHÂN DÂN")
    assert text[signed : signed + 3] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert "Hà Thị Nguyên" in text


def test_the_eight_sections_stand_in_their_order_and_the_text_ends_as_papers_end() -> None:
    text = every_text(read(report(CONTENT, OFFICE)))
    parts = [
        one
        for one in text
        if one.partition(".")[0] in {"I", "II", "III", "IV", "V", "VI", "VII", "VIII"} and one.isupper()
    ]
    assert [one.partition(".")[0] for one in parts] == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]
    assert any(one.endswith("./.") for one in text)


def test_what_was_never_set_and_what_nobody_wrote_is_a_marked_blank() -> None:
    found = blanks(read(report(told(), UNSET)))
    assert "Địa danh" in found
    assert "CHỨC VỤ NGƯỜI KÝ" in found
    assert "Họ và tên người ký" in found
    assert "Nêu nguyên nhân khách quan, chủ quan." in found
    assert "Nêu tồn tại, hạn chế." in found


def test_what_the_units_wrote_stands_in_its_section_with_their_names() -> None:
    content = told(
        (NarrativePart.SHORTCOMINGS, "Thôn Nà Hoa", "- Thu quỹ chậm;\n- Hai hộ chưa dời chuồng."),
        (NarrativePart.CAUSES, "Trạm Y tế", "Thiếu một biên chế."),
        (NarrativePart.PROPOSALS, "Thôn Nà Hoa", "Đề nghị cấp ⟦thêm⟧ giống."),
    )
    text = every_text(read(report(content, OFFICE)))
    place = text.index("VI. TỒN TẠI, HẠN CHẾ, NGUYÊN NHÂN")
    assert text[place : place + 7] == [
        "VI. TỒN TẠI, HẠN CHẾ, NGUYÊN NHÂN",
        "1. Tồn tại, hạn chế",
        "- Thôn Nà Hoa:",
        "+ Thu quỹ chậm;",
        "+ Hai hộ chưa dời chuồng.",
        "2. Nguyên nhân",
        "- Trạm Y tế: Thiếu một biên chế.",
    ]
    assert "- Thôn Nà Hoa: Đề nghị cấp thêm giống." in text, "marks of ours are not a unit's to set"


def test_the_words_of_many_units_are_an_annex_and_not_lost() -> None:
    many = told(*((NarrativePart.CAUSES, f"Thôn {n}", f"Lý do thứ {n}.") for n in range(100)))
    text = every_text(read(report(many, OFFICE)))
    assert "Ý kiến của các đơn vị (100 nội dung) tại Phụ lục thuyết minh kèm theo." in text
    assert all(f"Lý do thứ {n}." in text for n in range(100))


def test_the_head_of_a_long_table_is_repeated_and_no_row_is_torn() -> None:
    paper = read(report(CONTENT, OFFICE))
    table = paper.tables[2]._tbl
    heads = [row for row in table.tr_lst if row.find(f"{WORD}trPr/{WORD}tblHeader") is not None]
    assert heads == table.tr_lst[:2]
    assert all(row.find(f"{WORD}trPr/{WORD}cantSplit") is not None for row in table.tr_lst)


def test_text_that_is_no_xml_or_looks_like_it_stays_text() -> None:
    odd = told((NarrativePart.CAUSES, "Thôn <b>A</b> & B", "x\x0b\x00y </w:t> {{ 7*7 }}"))
    text = every_text(read(report(odd, OFFICE)))
    assert "- Thôn <b>A</b> & B: xy </w:t> {{ 7*7 }}" in text


def test_people_are_on_no_report_and_on_the_list_only_where_they_may_be_seen() -> None:
    named = next(name for row in CONTENT.late.every for name in row.contacts)
    assert named not in every_text(read(report(CONTENT, OFFICE)))
    assert named in every_text(read(late_list(CONTENT, OFFICE)))
    lists = CONTENT.late
    hidden = LateLists(
        **{
            name: tuple(replace(row, contacts=()) for row in getattr(lists, name))
            for name in LateLists.__slots__
        }
    )
    text = every_text(read(late_list(replace(CONTENT, late=hidden), OFFICE)))
    assert "Đầu mối" not in text


def test_the_letter_says_to_whom_about_what_and_leaves_the_day_to_the_office() -> None:
    paper = read(letter(CONTENT, OFFICE))
    text = every_text(paper)
    assert "Số:         /UBND-…" in text
    assert "V/v đôn đốc gửi báo cáo phong trào thi đua năm 2026" in text
    assert "Kính gửi: Trường Tiểu học." in text
    assert any("/2026" in one for one in blanks(paper))
    assert [text[text.index("Nơi nhận:") + 1 :][0], text[text.index("Nơi nhận:") + 2]] == [
        "- Như trên;",
        "- Lưu: VT, VHXH.",
    ]


@pytest.mark.parametrize("count", [2, 5, 6])
def test_a_few_units_are_addressed_a_line_each_and_more_by_the_list(count: int) -> None:
    one = CONTENT.late.owing[0]
    units = tuple(replace(one, unit_id=n, unit=f"Thôn {n}") for n in range(1, count + 1))
    lists = LateLists(nothing=units, incomplete=(), waiting=(), unconnected=(), invited=())
    text = every_text(read(letter(replace(CONTENT, late=lists), OFFICE)))
    if count > 5:
        assert "Kính gửi: Các cơ quan, đơn vị có tên trong danh sách dưới đây." in text
    else:
        to = text.index("Kính gửi:")
        assert text[to + 1] == "- Thôn 1;"
        assert text[to + count] == f"- Thôn {count}."
    assert {f"Thôn {n}" for n in range(1, count + 1)} <= set(text), "each stands in the list"


def test_there_is_no_letter_where_nobody_owes_and_the_list_says_so() -> None:
    nobody = replace(
        CONTENT, late=LateLists(nothing=(), incomplete=(), waiting=(), unconnected=(), invited=())
    )
    with pytest.raises(Refused, match="nobody_owes"):
        letter(nobody, OFFICE)
    assert "Không có đơn vị nào chưa gửi báo cáo." in every_text(read(late_list(nobody, OFFICE)))


@pytest.mark.parametrize(
    ("kind", "ends_on", "closes", "found"),
    [
        ("sơ kết", date(2026, 6, 30), True, Occasion.HALF_YEAR),
        (None, date(2026, 6, 30), True, Occasion.HALF_YEAR),
        ("tổng kết", date(2026, 12, 31), True, Occasion.YEAR),
        (None, date(2026, 12, 31), True, Occasion.YEAR),
        ("tổng kết", date(2026, 10, 31), True, Occasion.FINAL),
        ("sơ kết", date(2026, 9, 30), True, Occasion.PRELIMINARY),
        ("sơ kết", date(2026, 3, 31), False, Occasion.PROGRESS),
        ("tổng kết", date(2026, 9, 30), False, Occasion.PROGRESS),
    ],
)
def test_a_report_is_called_by_what_is_reviewed(
    kind: str | None, ends_on: date, closes: bool, found: Occasion
) -> None:
    assert occasion(replace(HEAD, review_kind=kind, ends_on=ends_on, closes_phase=closes)) is found


def test_the_titles_are_those_of_official_reports() -> None:
    half = replace(CONTENT, head=replace(HEAD, review_kind="sơ kết"))
    year = replace(CONTENT, head=replace(HEAD, review_kind="tổng kết", ends_on=date(2026, 12, 31)))
    assert title(half).replace("\xa0", " ") == (
        "Sơ kết phong trào thi đua 6 tháng đầu năm 2026, phương hướng, nhiệm vụ 6 tháng cuối năm 2026"
    )
    assert title(year).replace("\xa0", " ") == (
        "Tổng kết phong trào thi đua và công tác khen thưởng năm 2026; phương hướng, nhiệm vụ năm 2027"
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Về việc phát động phong trào thi đua năm 2026", "phong trào thi đua năm 2026"),
        ("V/v tổ chức đợt thi đua nước rút", "đợt thi đua nước rút"),
        ("Phong trào thi đua năm 2026", "phong trào thi đua năm 2026"),
        ("Phát động", "phát động"),
    ],
)
def test_a_campaign_is_named_within_a_sentence(said: str, words: str) -> None:
    assert campaign_words(said) == words


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 6, 30), "ngày 30 tháng 6 năm 2026"),
        (date(2026, 1, 12), "ngày 12 tháng 01 năm 2026"),
        (date(2026, 12, 9), "ngày 09 tháng 12 năm 2026"),
    ],
)
def test_a_day_is_written_out_with_the_zeros_of_the_decree(day: date, said: str) -> None:
    assert written.long_day(day) == said


@pytest.mark.parametrize(("count", "said"), [(0, "0"), (2, "02"), (9, "09"), (10, "10"), (3321, "3.321")])
def test_a_small_count_has_a_zero_before_it(count: int, said: str) -> None:
    assert written.counted(count) == said
