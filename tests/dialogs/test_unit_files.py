"""An admin sends the list of units to the bot: what is wrong is named by its line, and then nothing is taken."""

from tests.town import Town

HEAD = "code,name,kind,level,parent,cluster,obligation\n"


async def test_an_admin_adds_units_by_sending_their_table(here: Town) -> None:
    table = HEAD + "T03,Thôn Khe Lạnh,thon,don_vi,SV,Cụm thôn phía Tây,required\n"
    answer = await here.admin.sends("don-vi.csv", table.encode("utf-8-sig"))
    assert "Thêm mới: 1" in answer.text
    assert "Giữ nguyên: 0" in answer.text


async def test_a_bad_row_is_named_and_nothing_is_taken(here: Town) -> None:
    table = (
        HEAD
        + "T03,Thôn Khe Lạnh,thon,don_vi,SV,,required\n"
        + "T04,Thôn Đá Bạc,thon,don_vi,KHONG-CO,,required\n"
        + "T05,Thôn Suối Nhỏ,thon,don_vi,SV,,may be\n"
    )
    answer = await here.admin.sends("don-vi.csv", table.encode())
    assert "Dòng 3" in answer.text
    assert "Dòng 4" in answer.text
    again = await here.admin.sends(
        "don-vi.csv", (HEAD + "T03,Thôn Khe Lạnh,thon,don_vi,SV,,required\n").encode()
    )
    assert "Thêm mới: 1" in again.text


async def test_a_focal_point_cannot_change_the_units(here: Town) -> None:
    await here.lan.says("/giup")
    table = HEAD + "T03,Thôn Khe Lạnh,thon,don_vi,SV,,required\n"
    answer = await here.lan.sends("don-vi.csv", table.encode())
    assert "Thêm mới" not in answer.text
    added = await here.admin.sends("don-vi.csv", table.encode())
    assert "Thêm mới: 1" in added.text
