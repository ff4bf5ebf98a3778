"""The pictures of a summary: their size, what they leave out and say so, and their words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.reports.content import SummaryContent
from bot.reports.pictures import matrix, progress, timeline
from bot.reports.pictures.drawing import SIGNS, broken, shortened
from tests.reports.contents import CONTENT, large

DRAWN: dict[str, Callable[[SummaryContent], bytes]] = {
    "progress": progress.draw,
    "matrix": matrix.draw,
    "timeline": timeline.draw,
}


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("content", [CONTENT, large(60, 30)], ids=["small", "large"])
def test_a_picture_is_upright_as_a_phone_and_small_enough_to_send(name: str, content: SummaryContent) -> None:
    drawn = DRAWN[name](content)
    with Image.open(BytesIO(drawn)) as picture:
        width, height = picture.size
        assert (picture.format, width) == ("PNG", 960)
        assert width / 2 < height < 2.5 * width
        # Its ground is white, not almost so.
        assert picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert len(drawn) < 300_000


def test_with_many_indicators_the_most_urgent_are_shown_first_and_all_where_there_is_room() -> None:
    assert [row.n for row in progress.shown_of(CONTENT)] == [1, 2, 3, 4, 5, 6]
    shown = progress.shown_of(large(3, 30))
    assert len(shown) == progress.MOST
    assert [row.n for row in shown][:3] == [16, 17, 18]


def test_with_many_units_those_with_most_to_look_at_are_shown() -> None:
    units, places = matrix.shown_of(CONTENT)
    assert (len(units), places) == (3, (0, 1, 2, 3, 4, 5))
    units, places = matrix.shown_of(large(60, 30))
    assert (len(units), len(places)) == (matrix.MOST_UNITS, matrix.MOST_INDICATORS)
    assert all(len(unit.risks) == 30 for unit in units)


def test_every_picture_is_said_in_words_too() -> None:
    assert progress.alternative(CONTENT) == (
        "Tổng số chỉ tiêu: 6; vượt: 1; đạt: 0; chưa đạt: 2; nguy cơ: 1; chưa có số liệu: 1; định tính: 1. "
        "Chậm nhất: rừng sản xuất 40,0%; Thu ngân sách trên địa bàn 48,5%."
    )
    assert matrix.alternative(CONTENT) == (
        "Trường Tiểu học: 6 chỉ tiêu cần chú ý; Thôn Bản Mới: 2 chỉ tiêu cần chú ý; Thôn Nà Hoa: 2 chỉ tiêu cần chú ý."
    )
    assert timeline.alternative(CONTENT) == (
        "Nộp đúng hạn: 1; Nộp chậm: 1; Quá hạn, chưa nộp: 1; Chưa nộp, chưa đến hạn: 0; hạn 16/6/2026."
    )


def test_looked_at_a_year_later_the_due_date_still_stands_within_the_picture() -> None:
    later = replace(CONTENT.head, as_of=CONTENT.head.as_of + timedelta(days=365))
    with Image.open(BytesIO(timeline.draw(replace(CONTENT, head=later)))) as picture:
        edge = picture.convert("L").crop((0, 0, 8, picture.height))
        assert edge.getextrema() == (255, 255)


@pytest.mark.parametrize(
    ("today", "came", "found"),
    [
        ("2026-06-10", [], ("2026-06-09", "2026-06-10", "2026-06-17", None)),
        ("2026-06-20", ["2026-06-02", "2026-06-18"], ("2026-05-31", "2026-06-20", "2026-06-21", None)),
        ("2027-06-20", ["2026-06-02", "2026-06-18"], ("2026-05-31", "2026-06-25", "2026-06-26", None)),
        (
            "2027-06-20",
            ["2026-06-14", "2026-11-02"],
            ("2026-06-09", "2026-06-23", "2026-06-24", "2026-11-02"),
        ),
        ("2027-06-20", ["2026-02-01", "2026-06-14"], ("2026-06-09", "2026-06-23", "2026-06-24", None)),
        ("2027-06-20", [], ("2026-06-09", "2026-06-23", "2026-06-24", None)),
    ],
)
def test_the_days_around_the_due_date_stay_readable_whenever_they_are_looked_at_and_whoever_comes_late(
    today: str, came: list[str], found: tuple[str, str, str, str | None]
) -> None:
    days = timeline.days_of(
        date(2026, 6, 16), date.fromisoformat(today), [date.fromisoformat(one) for one in came]
    )
    assert tuple(None if one is None else str(one) for one in days) == found


def test_units_by_when_they_handed_in_add_up() -> None:
    assert timeline.counts_of(CONTENT) == (1, 1, 1, 0)
    assert sum(timeline.counts_of(large(60, 30))) == 60


@pytest.mark.parametrize("name", DRAWN)
def test_a_period_is_drawn_also_before_anybody_handed_in(name: str) -> None:
    silent = tuple(replace(unit, submitted_at=None, late=None) for unit in CONTENT.units)
    assert DRAWN[name](replace(CONTENT, units=silent))


def test_each_assessment_has_a_sign_of_its_own_so_that_colour_is_never_all() -> None:
    assert len({SIGNS[one] for one in SIGNS}) == len(SIGNS)


def test_long_names_are_cut_at_a_word() -> None:
    assert shortened("Trường Trung học cơ sở", 100, 12) == "Trường Trung…"
    assert broken("một hai ba bốn năm sáu", 60, 12, most=2) == ["một hai", "ba bốn …"]
