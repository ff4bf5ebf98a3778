"""An office marks a day off and a day that it works in the chat; all that is then said and offered follows."""

from tests.town import Town


async def test_a_saturday_that_the_office_works_has_its_list_and_is_offered_for_putting_off(
    here: Town,
) -> None:
    for person in (here.admin, here.lan, here.minh, here.hoa, here.head, here.viewer):
        await person.says("/start")
    await here.admin.says("/coquan")
    asked = await here.admin.taps("Ngày nghỉ, làm bù")
    assert "Chưa có ngày riêng" in asked.text
    assert "✓ Đã ghi Thứ Bảy, 10/6/2023." in (await here.admin.says("làm bù 10/6/2023")).text
    assert "✓ Đã ghi Thứ Hai, 12/6/2023." in (await here.admin.says("nghỉ 12/6/2023")).text
    await here.at("2023-06-09 08:00")
    nudged = (await here.lan.sees())[-1]
    labels = [label for row in nudged.buttons for label in row]
    assert labels == ["Nhập số liệu", "Nhắc lại ngày mai", "Nhắc trước hạn 2 ngày"]
    await here.lan.taps("Nhắc lại ngày mai")
    heard = len(await here.admin.sees())
    await here.at("2023-06-10 08:00")
    assert (await here.lan.sees())[-1].text.startswith("Kính gửi đồng chí đầu mối Thôn Nà Hoa:\nCòn 6 ngày")
    told = (await here.admin.sees())[heard:]
    assert [one.text.split("\n")[0] for one in told] == ["Tình hình gửi báo cáo · Đợt 1"]
    await here.at("2023-06-12 08:00")
    assert len(await here.admin.sees()) == heard + 1


async def test_an_extension_is_proposed_by_the_days_that_the_office_works(here: Town) -> None:
    await here.admin.says("/giahan")
    await here.admin.taps("2. Thôn Nà Hoa")
    before = (await here.admin.taps("Đơn vị đề nghị")).buttons[0]
    await here.admin.says("/coquan")
    await here.admin.taps("Ngày nghỉ, làm bù")
    await here.admin.says("nghỉ 20/6/2023")
    await here.admin.says("/giahan")
    await here.admin.taps("2. Thôn Nà Hoa")
    after = (await here.admin.taps("Đơn vị đề nghị")).buttons[0]
    assert (before, after) == (("Thứ Tư, 21/6/2023",), ("Thứ Năm, 22/6/2023",))
