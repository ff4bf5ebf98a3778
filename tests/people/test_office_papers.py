"""/coquan, Thể thức văn bản: an admin sets what stands on the papers of his office, a field at a time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.campaign.notices import PaperCircle
from bot.errors import Refused
from bot.store import offices as stored
from bot.store.engine import Store
from bot.usecases import office_papers
from tests.people.office_screens import NEIGHBOUR, Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = Store(f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")
    yield Office(store, office_papers.FORM, office_papers.typed)
    store.close()


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("superior", "Ủy ban nhân dân  tỉnh Cao Bằng", "Ủy ban nhân dân tỉnh Cao Bằng"),
        ("issuer", "Ủy ban nhân dân xã Suối Vàng", "Ủy ban nhân dân xã Suối Vàng"),
        ("symbol", "UBND", "UBND"),
        ("symbol", "/BC-hđtđkt", "HĐTĐKT"),
        ("symbol", "bc - UBND-VHXH", "UBND-VHXH"),
        ("authority", "TM. Ủy ban nhân dân", "TM. ỦY BAN NHÂN DÂN"),
        ("authority", "TM. ỦY BAN NHÂN DÂN; kt. chủ tịch", "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH"),
        ("authority", "TUQ.CHỦ TỊCH", "TUQ.CHỦ TỊCH"),
        (
            "recipients",
            "- Sở Nội vụ (b/c);\n- Thường trực Đảng ủy;\n- Lưu: VT, VHXH.",
            "Sở Nội vụ (b/c)\nThường trực Đảng ủy\nLưu: VT, VHXH",
        ),
        ("recipients", "Như trên; Lưu: VT", "Như trên\nLưu: VT"),
    ],
)
def test_what_is_typed_is_kept_as_the_paper_writes_it(
    office: Office, field: office_papers.Field, typed: str, kept: str
) -> None:
    office.asks(field)
    shown = office.types(typed)
    assert getattr(office.row(), field) == kept
    assert all(line in shown.html for line in kept.split("\n"))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("superior", "x" * 121, "không quá 120"),
        ("symbol", "UBND xã", "Ký hiệu chỉ gồm chữ và số"),
        ("symbol", "BC-", "Ký hiệu chỉ gồm chữ và số"),
        ("authority", "Chủ tịch", "Dòng «CHỦ TỊCH» chưa bắt đầu bằng TM."),
        ("authority", "TM. ỦY BAN NHÂN DÂN; PHÓ CHỦ TỊCH", "Dòng «PHÓ CHỦ TỊCH» chưa"),
        ("authority", "TM. A; KT. B; TL. C; TUQ. D", "từ một đến ba dòng"),
        ("recipients", " ; ; ", "từ 1 đến 15 dòng"),
        ("recipients", "\n".join(f"Nơi {n}" for n in range(16)), "từ 1 đến 15 dòng"),
    ],
)
def test_what_can_stand_on_no_paper_is_refused_with_an_example_and_the_question_stays(
    office: Office, field: office_papers.Field, typed: str, said: str
) -> None:
    office.asks(field)
    assert said in office.refuses(typed)
    assert getattr(office.row(), field) is None
    office.types("TM. UBND" if field == "authority" else "UBND")
    assert getattr(office.row(), field) is not None


def test_a_field_can_be_emptied_again(office: Office) -> None:
    office.asks("issuer")
    office.types("Ủy ban nhân dân xã Suối Vàng")
    office.asks("issuer")
    office.does(office_papers.clear)
    assert office.row() == stored.Office(unit_id=office.ours)


def test_the_circle_of_the_report_is_chosen_by_a_button(office: Office) -> None:
    for row in office.does(
        lambda tx, who, now: office_papers.show(tx, who, now, unit_id=office.ours)
    ).buttons:
        for button in row:
            assert button.data != f"paper_circle:{office.ours}:0", "what holds already is not offered"
    place = office_papers.CIRCLES.index(PaperCircle.LEADERS)
    shown = office.does(
        lambda tx, who, now: office_papers.choose_circle(tx, who, now, unit_id=office.ours, place=place)
    )
    assert "cơ quan thường trực và lãnh đạo" in shown.html
    assert office.row().paper_circle is PaperCircle.LEADERS


def test_nobody_of_another_office_sets_them(office: Office) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        office.asks("issuer", chat=NEIGHBOUR)


def test_a_text_without_a_question_changes_nothing(office: Office) -> None:
    office.does(lambda tx, who, now: office_papers.show(tx, who, now, unit_id=office.ours))
    assert "bấm vào mục" in office.refuses("Khe Bạc")
