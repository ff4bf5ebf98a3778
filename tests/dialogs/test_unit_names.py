"""/donvi in the chat: a unit is found by any of its names; what it is called is kept up, and old names stay known."""

from tests.town import Town


async def test_a_unit_is_found_and_given_a_name_that_the_office_uses(here: Town) -> None:
    assert str(await here.admin.says("/donvi")) == (
        "Đơn vị\n\nGõ mã, tên, tên gọi khác hoặc tên cũ của đơn vị cần xem.\n[UBND xã Suối Vàng]"
    )
    assert str(await here.admin.says("na hoa")) == (
        "Thôn Nà Hoa\n"
        "Mã: T01 · thon\n"
        "Cấp trên: UBND xã Suối Vàng\n"
        "Cụm, khối: Cụm thôn phía Đông\n"
        "Bắt buộc báo cáo\n\n"
        "Tên gọi khác: chưa có\n"
        "Tên cũ: chưa có\n\n"
        "Bấm nút để sửa, hoặc gõ tên một đơn vị khác.\n"
        "[Thêm tên gọi khác][Thêm tên cũ]\n"
        "[Đổi tên][Nhập, tách đơn vị]\n"
        "[Người của đơn vị]\n[Thủ trưởng duyệt báo cáo]"
    )
    asked = await here.admin.taps("Thêm tên gọi khác")
    assert "Tên gọi khác là gì? Ví dụ: một cửa\n[Thôi]" in str(asked)
    card = await here.admin.says("xóm chợ")
    assert card.text.startswith("✓ Đã thêm tên gọi khác.\nThôn Nà Hoa")
    assert "Tên gọi khác: xóm chợ" in card.text
    assert (await here.admin.says("bản mới")).text.startswith("Thôn Bản Mới")
    assert (await here.admin.says("xom cho")).text.startswith("Thôn Nà Hoa")
    dropped = await here.admin.taps("Bỏ tên gọi: xóm chợ")
    assert dropped.text.startswith("✓ Đã bỏ tên gọi khác.")
    assert "Không có đơn vị nào là “xom cho”" in (await here.admin.says("xom cho")).text


async def test_a_unit_that_is_renamed_is_still_found_by_its_old_name(here: Town) -> None:
    await here.admin.says("/donvi T01")
    await here.admin.taps("Đổi tên")
    card = await here.admin.says("Thôn Đoàn Kết; 01/7/2022; 12/NQ-HĐND")
    assert card.text.startswith("✓ Đã đổi tên, tên trước được giữ làm tên cũ.\nThôn Đoàn Kết\n")
    assert "Tên cũ:\n– Thôn Nà Hoa, đến 01/7/2022, 12/NQ-HĐND\n" in card.text
    found = await here.admin.says("/donvi thon na hoa")
    assert found.text.startswith("Thôn Nà Hoa (tên cũ của Thôn Đoàn Kết từ 01/7/2022)\nThôn Đoàn Kết\n")


async def test_a_former_name_is_written_with_its_day_and_decision(here: Town) -> None:
    await here.admin.says("/donvi bản mới")
    await here.admin.taps("Thêm tên cũ")
    assert "Không đọc được ngày “31/6/2020”." in (await here.admin.says("Xóm Pác Mới; 31/6/2020")).text
    card = await here.admin.says("Xóm Pác Mới; 30/6/2020; 45/QĐ-UBND; sáp nhập xóm")
    assert "– Xóm Pác Mới, đến 30/6/2020, 45/QĐ-UBND (sáp nhập xóm)\n" in card.text
    assert (await here.admin.says("pac moi")).text.startswith(
        "Xóm Pác Mới (tên cũ của Thôn Bản Mới từ 30/6/2020)\nThôn Bản Mới\n"
    )
    assert (await here.admin.taps("Bỏ tên cũ: Xóm Pác Mới")).text.startswith("✓ Đã bỏ tên cũ.\n")


async def test_several_units_that_may_be_meant_are_buttons(here: Town) -> None:
    await here.admin.says("/donvi")
    asked = await here.admin.says("suối vàng")
    assert str(asked) == ("“suối vàng” là đơn vị nào?\n[UBND xã Suối Vàng]\n[Trường Tiểu học Suối Vàng]")
    assert (await here.admin.taps("Trường Tiểu học Suối Vàng")).text.startswith("Trường Tiểu học Suối Vàng\n")


async def test_a_name_that_tells_nothing_apart_is_not_taken(here: Town) -> None:
    await here.admin.says("/donvi T01")
    await here.admin.taps("Thêm tên gọi khác")
    assert "“thôn” không dùng làm tên đơn vị được." in (await here.admin.says("thôn")).text
    assert "Tên gọi khác: xóm chợ" in (await here.admin.says("xóm chợ")).text


async def test_only_admins_keep_the_names_of_units(here: Town) -> None:
    assert "Tên gọi khác" not in (await here.lan.says("/donvi T01")).text
    assert "Tên gọi khác" not in (await here.head.says("/donvi")).text


async def test_an_invitation_is_found_by_an_old_name(here: Town) -> None:
    await here.admin.says("/donvi T01")
    await here.admin.taps("Đổi tên")
    await here.admin.says("Thôn Đoàn Kết")
    await here.admin.says("/moi")
    await here.admin.taps("Đầu mối báo cáo")
    listed = await here.admin.says("na hoa")
    assert ("Thôn Đoàn Kết (tên cũ: Thôn Nà Hoa)",) in listed.buttons


async def test_the_open_card_survives_a_restart(here: Town) -> None:
    await here.admin.says("/donvi T01")
    await here.admin.taps("Thêm tên gọi khác")
    await here.restart()
    assert "Tên gọi khác: xóm chợ" in (await here.admin.says("xóm chợ")).text
