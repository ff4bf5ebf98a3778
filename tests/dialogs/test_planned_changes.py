"""A merger that is to come: planned, listed, taken back, and carried out on its day though the bot was down."""

from tests.town import Town, moment


async def test_a_merger_to_come_is_listed_and_made_after_an_outage_over_its_day(here: Town) -> None:
    for person in (here.lan, here.minh, here.admin):
        await person.says("/start")
    await here.admin.says("/donvi T01")
    await here.admin.taps("Nhập, tách đơn vị")
    await here.admin.taps("Nhập với đơn vị khác, thành đơn vị mới")
    await here.admin.says("bản mới")
    await here.admin.taps("Đủ rồi")
    await here.admin.says("Thôn Đoàn Kết")
    assert "quá xa, có thể gõ nhầm năm" in (await here.admin.says("1/7/2033")).text
    await here.admin.says("1/7/2023")
    await here.admin.says("12/NQ-HĐND")
    preview = await here.admin.taps("Cộng lại, mức và tỷ lệ ở lại tên cũ")
    assert (
        "Đến 01/7/2023 bot tự thực hiện và báo lại; số liệu, người, báo cáo tính theo ngày đó."
        in preview.text
    )
    assert preview.buttons == (("Hẹn ngày 01/7/2023",), ("Thôi",))
    card = await here.admin.taps("Hẹn ngày 01/7/2023")
    assert card.text.startswith("✓ Đã hẹn. Đến ngày đó bot tự thực hiện và báo lại; trước ngày đó bỏ được.\n")
    line = "01/7/2023: Thôn Nà Hoa, Thôn Bản Mới nhập thành Thôn Đoàn Kết, 12/NQ-HĐND"
    assert f"Đã hẹn {line}" in card.text
    listed = await here.admin.says("/donvi")
    assert line in listed.text
    assert str(await here.admin.taps(listed.buttons[0][0])) == (
        "Thay đổi đã hẹn\n"
        f"{line}\n"
        "Số liệu: Cộng lại, mức và tỷ lệ ở lại tên cũ.\n"
        "Người hẹn: Hương\n\n"
        "Đến ngày đó bot tự thực hiện và báo lại; số liệu, người, báo cáo tính theo ngày đó.\n"
        "[Bỏ thay đổi này]\n"
        "[Xem đơn vị]"
    )
    assert "Bỏ thay đổi này?" in (await here.admin.taps("Bỏ thay đổi này")).text
    await here.admin.taps("Giữ")
    assert "đầu mối báo cáo – Thôn Nà Hoa" in (await here.lan.says("/start")).text
    await here.stop()
    here.clock.set(moment("2023-07-04 09:00"))
    await here.start()
    await here.at("2023-07-04 09:01")
    done = await here.admin.hears_of("Thay đổi đã hẹn nay đã thực hiện", since=0)
    assert str(done) == f"✓ Thay đổi đã hẹn nay đã thực hiện. {line}\n[Xem đơn vị]"
    assert "nhập vào Thôn Đoàn Kết từ 01/7/2023" in (await here.lan.hears_of("nhập vào", since=0)).text
    assert "Đã hẹn" not in (await here.admin.taps("Xem đơn vị")).text
    assert "hẹn" not in (await here.admin.says("/donvi")).text
