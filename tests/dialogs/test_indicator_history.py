"""The history of one indicator: of a unit over its periods, and of all units for who runs the campaign. Word for word."""

from tests.town import Town

OF_UNIT = """Lịch sử chỉ tiêu
Thu ngân sách trên địa bàn
Thôn Nà Hoa · Phong trào thi đua năm 2023

09:00 02/5/2023 · Lan
   Đợt 1: 11,9 tỷ đồng → 12,1 tỷ đồng · nhập nhầm
09:00 02/5/2023 · Lan
   Đợt 1: 11,9 tỷ đồng"""

OF_ALL = """Lịch sử chỉ tiêu
Thu ngân sách trên địa bàn
Mọi đơn vị · Phong trào thi đua năm 2023

09:00 02/5/2023 · Minh
   Thôn Bản Mới, Đợt 1: không phát sinh
09:00 02/5/2023 · Lan
   Thôn Nà Hoa, Đợt 1: 11,9 tỷ đồng → 12,1 tỷ đồng · nhập nhầm
09:00 02/5/2023 · Lan
   Thôn Nà Hoa, Đợt 1: 11,9 tỷ đồng"""


async def report_and_correct(here: Town) -> None:
    await here.lan.says("/baocao")
    for figure in ("11,9", "1340", "94,5"):
        await here.lan.says(figure)
    await here.lan.taps("Nộp báo cáo")
    await here.lan.taps("Xem lại")
    await here.lan.taps("1")
    await here.lan.says("12,1")
    await here.lan.taps("Nhập nhầm")
    await here.minh.says("/baocao")
    await here.minh.says("không phát sinh")


async def test_the_history_of_an_indicator_tells_every_version_of_it(here: Town) -> None:
    await report_and_correct(here)
    await here.lan.says("/lichsu")
    await here.lan.taps("1. Thôn Nà Hoa")
    assert str(await here.lan.taps("↺ Thu ngân sách trên địa bàn")) == OF_UNIT
    await here.admin.says("/phongtrao")
    await here.admin.taps("Chỉ tiêu (3)")
    await here.admin.taps("1")
    assert str(await here.admin.taps("Lịch sử số liệu")) == OF_ALL


async def test_nobody_sees_the_history_of_an_indicator_beyond_his_own_unit(here: Town) -> None:
    await report_and_correct(here)
    shown = await here.hoa.says("/start")
    for data in ("indicator_history:1:0", "indicator_history:1:2", "indicator_history:99:0"):
        told = (await here.hoa.taps_data(shown.message_id, data, forged=True)).text
        assert "Lan" not in told, data
        assert "11,9" not in told, data
