"""A nudge is put off by its buttons, and quiet hours are set, in the chat."""

from tests.town import Town


async def test_a_focal_point_puts_a_nudge_off_until_the_day_on_a_button(here: Town) -> None:
    await here.lan.says("/start")
    await here.at("2023-06-09 08:00")
    nudged = (await here.lan.sees())[-1]
    assert str(nudged) == (
        "Kính gửi đồng chí đầu mối Thôn Nà Hoa:\n"
        "Còn 7 ngày đến hạn gửi số liệu Đợt 1 (hạn: Thứ Sáu, 16/6/2023).\n"
        "Đơn vị chưa có số liệu nào trong 3 chỉ tiêu.\n"
        "Phong trào thi đua năm 2023\n"
        "\n"
        "Gõ /baocao hoặc bấm nút để nhập.\n"
        "[Nhập số liệu]\n"
        "[Nhắc lại Thứ Hai]\n[Nhắc trước hạn 2 ngày]"
    )
    done = await here.lan.taps("Nhắc lại Thứ Hai")
    assert str(done) == (
        "✓ Sẽ nhắc lại Thôn Nà Hoa – Đợt 1 vào Thứ Hai, 12/6/2023 (hạn Thứ Sáu, 16/6/2023).\n[Nhập số liệu]"
    )
    await here.at("2023-06-12 08:00")
    again = (await here.lan.sees())[-1]
    assert again.text.startswith("Kính gửi đồng chí đầu mối Thôn Nà Hoa:\nCòn 4 ngày")
    assert again.buttons == (("Nhập số liệu",), ("Nhắc lại ngày mai",), ("Nhắc trước hạn 2 ngày",))
    await here.at("2023-06-16 08:00")
    refused = await here.lan.taps_data(nudged.message_id, nudged.raw["buttons"][2][0]["data"])
    assert refused.text == "Không để sau được: hạn của Thôn Nà Hoa là Thứ Sáu, 16/6/2023. Gõ /baocao để nhập."


async def test_quiet_hours_are_set_shown_and_taken_away(here: Town) -> None:
    assert str(await here.lan.says("/giolang")) == (
        "Bot nhắc vào mọi giờ làm việc.\nGõ ví dụ: /giolang 12:00-13:30"
    )
    assert str(await here.lan.says("/giolang 12h - 13h30")) == (
        "✓ Giờ lặng: 12:00–13:30. Lời nhắc rơi vào giờ này sẽ chờ đến khi hết; anh/chị nhắn lúc nào bot cũng trả lời.\n"
        "Gõ ví dụ: /giolang 12:00-13:30\n"
        "[Bỏ giờ lặng]"
    )
    assert "Lời nhắc: giờ lặng 12:00–13:30; 0 báo cáo để sau." in (await here.lan.says("/dulieucuatoi")).text
    assert str(await here.lan.taps("Bỏ giờ lặng")) == (
        "✓ Bot nhắc vào mọi giờ làm việc.\nGõ ví dụ: /giolang 12:00-13:30"
    )
    assert (await here.lan.says("/giolang trưa")).text == (
        "Chưa đọc được giờ. Gõ giờ bắt đầu và kết thúc, ví dụ: /giolang 12:00-13:30, hoặc /giolang bỏ"
    )
