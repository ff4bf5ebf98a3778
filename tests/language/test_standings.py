"""How far a qualitative indicator has come, and the sentence beside it."""

import pytest

from bot.campaign.model import Standing
from bot.language.standings import read_standing

DONE, DOING, NOT = Standing.DONE, Standing.IN_PROGRESS, Standing.NOT_STARTED


@pytest.mark.parametrize(
    ("text", "standing", "sentence"),
    [
        ("đã thực hiện", DONE, None),
        ("đang thực hiện.", DOING, None),
        ("đang thực hiện, đã trồng được 20 ha", DOING, "đã trồng được 20 ha"),
        ("dang thuc hien: moi xong 2 km", DOING, "moi xong 2 km"),
        ("đang thực hiện (xong 2/5 tuyến)", DOING, "xong 2/5 tuyến"),
        ("chưa thực hiện – chờ bố trí vốn", NOT, "chờ bố trí vốn"),
        ("đã hoàn thành;\nvượt kế hoạch", DONE, "vượt kế hoạch"),
        ("đã hoàn thành, đã thực hiện", DONE, "đã thực hiện"),
    ],
)
def test_a_sentence_may_follow_how_far_an_indicator_has_come(
    text: str, standing: Standing, sentence: str | None
) -> None:
    read = read_standing(text)
    assert (read.standing, read.sentence) == (standing, sentence)


@pytest.mark.parametrize(
    "text", ["đã trồng được 20 ha", "12", "12, đang thực hiện", "đã thực hiện, đang thực hiện", "", ","]
)
def test_what_names_no_standing_or_two_is_asked_about(text: str) -> None:
    assert read_standing(text).standing is None
