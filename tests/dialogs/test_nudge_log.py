"""What the ladder has said so far can be read where the admin sees who owes."""

from tests.town import Town


async def test_the_list_of_who_owes_says_how_often_and_when_each_unit_was_nudged(here: Town) -> None:
    for person in (here.lan, here.minh):
        await person.says("/start")
    await here.at("2023-06-09 08:00")
    await here.lan.says("/baocao")
    await here.lan.says("12,5")
    await here.at("2023-06-13 08:00")
    await here.at("2023-06-13 15:00")
    told = (await here.admin.says("/chuabaocao")).text
    assert "• Thôn Bản Mới – Cụm thôn phía Đông · Minh · đã nhắc 2 ngày, gần nhất 08:00 13/6/2023\n" in told
    assert "1/3 chỉ tiêu · Lan · đã nhắc 2 ngày, gần nhất 08:00 13/6/2023\n" in told
