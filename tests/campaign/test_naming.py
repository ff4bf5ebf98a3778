"""What a campaign is called in lists and nudges."""

import pytest

from bot.campaign.naming import called


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Về việc phát động phong trào thi đua năm 2026", "Phong trào thi đua năm 2026"),
        ("V/v phát động đợt thi đua cao điểm mùa khô", "Đợt thi đua cao điểm mùa khô"),
        ("Về việc: tổ chức các phong trào thi đua", "Các phong trào thi đua"),
        ("Phát động thi đua nước rút", "Thi đua nước rút"),
        ("Về việc giao lại chỉ tiêu thi đua", "Giao lại chỉ tiêu thi đua"),
        ("Phong trào thi đua năm 2026", "Phong trào thi đua năm 2026"),
        ("Tổ chức ngày hội hiến máu", "Tổ chức ngày hội hiến máu"),
        ("Về việc", "Về việc"),
        ("Phát động", "Phát động"),
        ("", ""),
    ],
)
def test_a_campaign_is_called_without_the_words_that_launch_it(title: str, name: str) -> None:
    assert called(title) == name
