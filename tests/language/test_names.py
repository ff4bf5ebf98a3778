"""How units are found by what people call them."""

import pytest

from bot.language.names import NamedUnit, NameMatch, UnitNames, is_name
from tests.language.unit_towns import TYPED, towns

NAMES = (
    "Thị trấn Nước Hai", "Xã Hồng Việt", "Xã Hòa An", "Xã Hoa An", "Xã Dân Chủ", "Xã Đức Long", "Xã Đông Khê",
    "Thị trấn Đông Khê", "Phòng Lao động - Thương binh và Xã hội", "Phòng Tài nguyên và Môi trường",
    "Phòng Tài chính - Kế hoạch", "Phòng Nội vụ", "Phòng Giáo dục và Đào tạo", "Trường Tiểu học Bế Triều",
    "Trường THCS Bế Triều", "Văn phòng HĐND và UBND", "Công an huyện", "Hội Nông dân", "Hội Liên hiệp Phụ nữ",
    "Xóm 1", "Xóm 11", "Trạm Y tế xã Dân Chủ",
)  # fmt: skip


@pytest.fixture(scope="module")
def town() -> UnitNames[str]:
    units = [NamedUnit(key=name, name=name) for name in NAMES]
    merged = NamedUnit(
        key="Xã Nguyễn Huệ",
        name="Xã Nguyễn Huệ",
        code="NH01",
        aliases=("khu trung tâm",),
        former=("Xã Trưng Vương",),
    )
    return UnitNames([*units, merged])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("xa nuoc hai", "Thị trấn Nước Hai"),
        ("Nước Hai", "Thị trấn Nước Hai"),
        ("UBND xã Hồng Việt", "Xã Hồng Việt"),
        ("hongviet", "Xã Hồng Việt"),
        ("hồng vieetj", "Xã Hồng Việt"),
        ("hogn viet", "Xã Hồng Việt"),
        ("xã đông khê", "Xã Đông Khê"),
        ("Hòa An", "Xã Hòa An"),
        ("hoà an", "Xã Hòa An"),
        ("LĐTBXH", "Phòng Lao động - Thương binh và Xã hội"),
        ("phòng lđtb&xh", "Phòng Lao động - Thương binh và Xã hội"),
        ("TNMT", "Phòng Tài nguyên và Môi trường"),
        ("GD&ĐT", "Phòng Giáo dục và Đào tạo"),
        ("tai chinh", "Phòng Tài chính - Kế hoạch"),
        ("noi vu", "Phòng Nội vụ"),
        ("công an", "Công an huyện"),
        ("LHPN", "Hội Liên hiệp Phụ nữ"),
        ("thcs bế triều", "Trường THCS Bế Triều"),
        ("trạm y tế dân chủ", "Trạm Y tế xã Dân Chủ"),
        ("xóm 01", "Xóm 1"),
        ("nh01", "Xã Nguyễn Huệ"),
        ("khu trung tam", "Xã Nguyễn Huệ"),
        ("xa trung vuong", "Xã Nguyễn Huệ"),
    ],
)
def test_a_unit_is_found_by_what_people_call_it(town: UnitNames[str], text: str, name: str) -> None:
    found = town.find(text)
    assert (found.keys[0], found.sure) == (name, True)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("hoa an", {"Xã Hòa An", "Xã Hoa An"}),
        ("đông khê", {"Xã Đông Khê", "Thị trấn Đông Khê"}),
        ("bế triều", {"Trường Tiểu học Bế Triều", "Trường THCS Bế Triều"}),
        ("dân chủ", {"Xã Dân Chủ", "Trạm Y tế xã Dân Chủ"}),
    ],
)
def test_two_close_names_are_two_buttons(town: UnitNames[str], text: str, names: set[str]) -> None:
    found = town.find(text)
    assert (set(found.keys), found.sure) == (names, False)


@pytest.mark.parametrize("text", ["xã", "phòng", "thị trấn", "trường tiểu học", "", "   ", "!!", "x" * 5000])
def test_class_words_alone_match_nothing(town: UnitNames[str], text: str) -> None:
    assert town.find(text) == NameMatch()


@pytest.mark.parametrize("text", ["xóm 2", "xã xyz", "hello"])
def test_another_number_or_name_is_no_match(town: UnitNames[str], text: str) -> None:
    assert town.find(text) == NameMatch()


TOWNS = towns()


@pytest.mark.parametrize(
    ("level", "text", "answer"), [(level, *case) for level, cases in TYPED.items() for case in cases.items()]
)
def test_what_officials_type_is_one_unit_or_is_asked_about_or_is_none(
    level: str, text: str, answer: str
) -> None:
    found = TOWNS[level].find(text)
    codes = " ".join(sorted(found.keys))
    assert (codes if found.sure else "?" * bool(codes) + codes) == answer


def test_a_word_that_exists_is_offered_but_not_taken_for_a_slip(town: UnitNames[str]) -> None:
    assert town.find("hồng vệt") == NameMatch(keys=("Xã Hồng Việt",))


def test_only_the_units_that_may_be_meant_here_are_found() -> None:
    here = frozenset({"HAD", "NC"})
    assert TOWNS["district"].find("xã hòa an", among=here) == NameMatch(keys=("HAD",))
    assert TOWNS["district"].find("nuoc hai", among=here) == NameMatch(keys=("NC",), sure=True)
    assert TOWNS["district"].find("nội vụ", among=here) == NameMatch()


def test_the_name_by_which_a_unit_was_found_is_told() -> None:
    assert TOWNS["province"].find("xa trung vuong").by == ("Xã Trưng Vương",)
    assert TOWNS["province"].find("trung tam tinh").by == ("trung tâm tỉnh",)


def test_names_that_are_too_many_for_buttons_are_counted(town: UnitNames[str]) -> None:
    found = TOWNS["commune"].find("suối vàng")
    assert (len(found.keys), found.sure, found.more) == (4, False, 3)


def test_a_slip_in_a_short_name_is_offered_but_not_taken(town: UnitNames[str]) -> None:
    assert town.find("dan chi").sure is False


def test_half_of_a_shortened_name_is_offered_but_not_taken(town: UnitNames[str]) -> None:
    assert town.find("vp ubnd") == NameMatch(keys=("Văn phòng HĐND và UBND",))


def test_a_name_of_another_class_is_offered_but_not_taken() -> None:
    town = UnitNames([NamedUnit(key=1, name="Trường THCS Nước Hai")])
    assert town.find("xã nước hai") == NameMatch(keys=(1,))


@pytest.mark.parametrize(
    "text", ["một cửa", "đoàn xã", "Xã Khe Trong", "Thôn 5", "công an", "Xã Quang Vinh, huyện Bắc Châu"]
)
def test_what_tells_a_unit_apart_can_be_its_name(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text", ["xã", "phòng", "UBND xã", "trường tiểu học", "12", "", "!!", "xã, thị trấn", "x" * 300]
)
def test_what_says_only_what_it_is_cannot(text: str) -> None:
    assert not is_name(text)
