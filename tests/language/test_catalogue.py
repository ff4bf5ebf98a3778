"""Which indicators are the same under other words: equal keys are, what is alike is asked about."""

import pytest

from bot.campaign.model import Measure
from bot.language.catalogue import Entry, key_of, matches

FLOW, LEVEL, DELTA, COUNT = Measure.FLOW, Measure.LEVEL, Measure.DELTA_ABS, Measure.COUNT_NEW


def entry(key: int, name: str, measure_unit: str, measure: Measure = FLOW) -> Entry:
    return Entry(id=key, name=name, measure_unit=measure_unit, measure=measure)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Thu ngân sách trên địa bàn", "tỷ đồng", FLOW), ("Tổng thu ngân sách", "triệu đồng", FLOW)),
        (("Giảm tỷ lệ hộ nghèo", "%", DELTA), ("Tỷ lệ hộ nghèo giảm", "%", DELTA)),
        (("Tỉ lệ che phủ rừng", "%", LEVEL), ("Tỷ lệ che phủ rừng đạt", "%", LEVEL)),
        (("San luong luong thuc", "tấn", FLOW), ("Sản lượng lương thực", "tạ", FLOW)),
        (("Hợp tác xã thành lập mới", "hợp tác xã", COUNT), ("Thành lập mới hợp tác xã", "HTX", FLOW)),
        (("Thu nhập bình quân", "triệu đồng", LEVEL), ("Thu nhập bình quân", "đồng/người/năm", LEVEL)),
        (("Thông đường đến xóm", "xóm, chòm xóm", COUNT), ("Thông đường đến xóm", "xóm", COUNT)),
    ],
)
def test_the_same_indicator_in_other_words_has_the_same_key(
    one: tuple[str, str, Measure], other: tuple[str, str, Measure]
) -> None:
    assert key_of(*one) == key_of(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Kim ngạch xuất khẩu", "triệu USD", FLOW), ("Kim ngạch nhập khẩu", "triệu USD", FLOW)),
        (("Tỷ lệ hộ nghèo", "%", LEVEL), ("Giảm tỷ lệ hộ nghèo", "%", DELTA)),
        (("Hộ nghèo", "%", LEVEL), ("Hộ nghèo", "hộ", LEVEL)),
        (("Tỷ suất sinh", "%", LEVEL), ("Tỷ suất sinh", "‰", LEVEL)),
        (("Gia đình văn hóa", "%", LEVEL), ("Cơ quan văn hóa", "%", LEVEL)),
        (("Nước sạch ở thành thị", "%", LEVEL), ("Nước sạch ở nông thôn", "%", LEVEL)),
        (("Phổ cập giáo dục", "", Measure.QUALITATIVE), ("Phổ cập giáo dục", "xã", LEVEL)),
    ],
)
def test_what_measures_something_else_has_another_key(
    one: tuple[str, str, Measure], other: tuple[str, str, Measure]
) -> None:
    assert key_of(*one) != key_of(*other)


OLD = (
    entry(1, "Thu ngân sách trên địa bàn", "tỷ đồng"),
    entry(2, "Kim ngạch xuất khẩu", "triệu USD"),
    entry(3, "Kim ngạch nhập khẩu", "triệu USD"),
    entry(4, "Tỷ lệ che phủ rừng", "%", LEVEL),
    entry(5, "Nâng cao chất lượng phổ cập giáo dục", "", Measure.QUALITATIVE),
)


@pytest.mark.parametrize(
    ("name", "measure_unit", "measure", "others", "sure"),
    [
        ("Tổng thu ngân sách", "triệu đồng", FLOW, (1,), True),
        ("Kim ngạch xuất khẩu", "USD", FLOW, (2,), True),
        # Close to two, and the same as none: asked, the likeliest first.
        ("Tổng kim ngạch xuất, nhập khẩu", "triệu USD", FLOW, (2, 3), False),
        ("Tỷ lệ che phủ của rừng trồng", "%", LEVEL, (4,), False),
        # Alike in words, but figures of one cannot stand in the other's measure unit.
        ("Che phủ rừng", "ha", LEVEL, (), False),
        ("Phổ cập giáo dục", "", Measure.QUALITATIVE, (5,), False),
        ("Nâng cao chất lượng phổ cập giáo dục", "", Measure.QUALITATIVE, (5,), True),
        ("Số xã đạt chuẩn nông thôn mới", "xã", COUNT, (), False),
    ],
)
def test_only_an_equal_key_is_a_match_and_what_is_alike_is_asked(
    name: str, measure_unit: str, measure: Measure, others: tuple[int, ...], sure: bool
) -> None:
    (found,) = matches([entry(9, name, measure_unit, measure)], OLD)
    assert (found.others, found.sure) == (others, sure)


def test_two_that_could_be_the_same_one_are_both_asked_about() -> None:
    twice = [entry(8, "Thu ngân sách", "tỷ đồng"), entry(9, "Tổng thu ngân sách trên địa bàn", "tỷ đồng")]
    assert [(found.others, found.sure) for found in matches(twice, OLD)] == [((1,), False), ((1,), False)]
    assert [found.sure for found in matches(twice[:1], [*OLD, entry(6, "Số thu ngân sách", "đồng")])] == [
        False
    ]
