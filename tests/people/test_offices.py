"""/coquan: an admin edits what belongs to his office, a field at a time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.campaign.deadlines import OwnLadder
from bot.campaign.model import Role
from bot.errors import Refused
from bot.store import offices as stored
from bot.store.engine import Store
from bot.store.message_tables import audit, reopened
from bot.texts import Texts
from bot.usecases import offices
from tests import builders
from tests.people.office_screens import BOSS, LAN, NEIGHBOUR, NOW, Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = Store(f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")
    yield Office(store, offices.FORM, offices.typed)
    store.close()


def test_an_office_of_which_nothing_was_said_shows_what_can_be_said(office: Office) -> None:
    shown = office.does(offices.show)
    assert "Xã Suối Vàng" in shown.html
    assert shown.html.count("chưa có") == 4
    assert shown.html.count("theo mặc định") == 2
    assert [button.label for row in shown.buttons for button in row] == [
        "Địa danh",
        "Cơ quan thường trực",
        "Người ký",
        "Chức vụ người ký",
        "Nhắc trước hạn",
        "Nhắc khi quá hạn",
        "Ngày nghỉ, làm bù",
        "Thể thức văn bản",
    ]


def test_each_button_asks_for_the_field_on_its_label(office: Office) -> None:
    for row in office.does(offices.show).buttons:
        for button in row:
            if button.data.startswith(("office_days:", "office_papers:")):
                continue
            _, unit_id, place = button.data.split(":")
            asked = office.asks(offices.FIELDS[int(place)])
            assert int(unit_id) == office.ours
            assert button.label in asked.html.rsplit("\n", 1)[-1]


def test_looking_at_the_office_leaves_an_open_answer_open(office: Office) -> None:
    before = office.who().draft
    office.does(offices.show)
    assert office.who().draft == before


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("place", " Suối   Vàng ", "Suối Vàng"),
        ("signer", "Hà Thị Nguyên", "Hà Thị Nguyên"),
        ("signer_post", "Chủ tịch", "Chủ tịch"),
        ("standing_body", "Phòng <b>Văn hóa</b>", "Phòng <b>Văn hóa</b>"),
    ],
)
def test_what_is_typed_is_saved_and_shown(
    office: Office, field: offices.Field, typed: str, kept: str
) -> None:
    office.asks(field)
    shown = office.types(typed)
    assert getattr(office.row(), field) == kept
    assert "✓ Đã lưu" in shown.html
    assert kept.replace("<", "&lt;").replace(">", "&gt;") in shown.html


@pytest.mark.parametrize(
    ("field", "typed", "ladder"),
    [
        ("before", "15 7 3 1 0", {"before": (15, 7, 3, 1, 0)}),
        ("before", "0, 3,7", {"before": (7, 3, 0)}),
        ("before", "-10; -5; -5", {"before": (10, 5)}),
        ("overdue", "3 1", {"overdue": (1, 3)}),
        ("overdue", "+2", {"overdue": (2,)}),
        ("overdue", "không", {"overdue": ()}),
        ("overdue", "KHONG", {"overdue": ()}),
    ],
)
def test_the_ladder_is_typed_as_days(
    office: Office, field: offices.Field, typed: str, ladder: OwnLadder
) -> None:
    office.asks(field)
    office.types(typed)
    assert office.row().ladder == ladder


def test_one_half_of_the_ladder_leaves_the_other_as_it_is(office: Office) -> None:
    office.asks("before")
    office.types("5 0")
    office.asks("overdue")
    shown = office.types("2")
    assert office.row().ladder == {"before": (5, 0), "overdue": (2,)}
    assert "5, 0" in shown.html


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("before", "mười lăm"),
        ("before", ""),
        ("before", "không"),
        ("before", "400"),
        ("before", "7.5"),
        ("before", "1 2 3 4 5 6 7 8 9 10 11"),
        ("overdue", "0"),
        ("overdue", "61"),
    ],
)
def test_a_ladder_that_cannot_be_is_refused_with_an_example_and_the_question_stays(
    office: Office, field: offices.Field, typed: str
) -> None:
    office.asks(field)
    assert "ví dụ" in office.refuses(typed)
    assert office.row().ladder == {}
    office.types("3")
    assert office.row().ladder != {}


def test_a_text_that_is_too_long_or_empty_is_refused(office: Office) -> None:
    office.asks("place")
    assert "không quá 120" in office.refuses("x" * 121)
    assert "không quá 120" in office.refuses("  ")


def test_a_field_can_be_emptied_and_the_ladder_goes_back_to_the_default(office: Office) -> None:
    for field in ("place", "before"):
        office.asks(field)
        office.types("3")
        office.asks(field)
        assert "office_clear" in office.asks(field).buttons[0][0].data
        office.does(offices.clear)
    assert office.row() == stored.Office(unit_id=office.ours)


def test_one_half_of_the_ladder_goes_back_to_the_default_alone(office: Office) -> None:
    for field, typed in (("before", "5 0"), ("overdue", "2")):
        office.asks(field)
        office.types(typed)
    office.asks("before")
    shown = office.does(offices.clear)
    assert office.row().ladder == {"overdue": (2,)}
    assert "theo mặc định: 15, 7, 3, 1, 0 ngày" in shown.html


def test_a_change_of_the_ladder_has_those_who_report_or_oversee_planned_again(office: Office) -> None:
    office.asks("place")
    office.types("Suối Vàng")
    assert office.store.read_now(lambda tx: tx.execute(select(reopened)).all()) == []
    office.asks("before")
    office.types("3 0")
    found = office.store.read_now(lambda tx: tx.execute(select(reopened.c.person_id)).scalars().all())
    assert sorted(found) == [office.who().person_id, office.who(LAN).person_id]


def test_after_a_crash_the_same_screen_is_shown(office: Office) -> None:
    assert office.again() is None
    asked = office.asks("signer")
    again = office.again()
    assert again is not None
    assert Texts().render(again) == asked
    saved = office.types("Hà Thị Nguyên")
    again = office.again()
    assert again is not None
    assert Texts().render(again) == saved


def test_a_text_without_a_question_changes_nothing(office: Office) -> None:
    office.asks("place")
    office.types("Suối Vàng")
    assert "bấm vào mục" in office.refuses("Khe Bạc")
    assert office.row().place == "Suối Vàng"


def test_only_an_admin_of_the_office_may_see_or_change_it(office: Office) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        office.does(offices.show, chat=LAN)
    with pytest.raises(Refused, match="not_allowed"):
        office.asks("place", chat=NEIGHBOUR)
    with pytest.raises(Refused, match="no_role"):
        office.does(offices.show, chat=99)


def test_an_admin_of_several_offices_goes_from_one_to_the_other(office: Office) -> None:
    office.store.write_now(lambda tx: builders.person(tx, BOSS, "Hương", NOW, (Role.ADMIN, office.theirs)))
    other = office.does(offices.show).buttons[-1][0]
    assert (other.label, other.data) == ("Xã Khe Bạc", f"office:{office.theirs}")
    shown = office.does(lambda tx, who, now: offices.open_office(tx, who, now, unit_id=office.theirs))
    assert "Cơ quan: Xã Khe Bạc" in shown.html


def test_the_history_names_the_field_and_no_person(office: Office) -> None:
    office.asks("signer")
    office.types("Hà Thị Nguyên")
    row = office.store.read_now(lambda tx: tx.execute(select(audit)).one())
    assert (row.action, row.subject, row.subject_id, row.facts) == (
        "change",
        "office",
        office.ours,
        {"field": "signer"},
    )
