"""A group's board: an admin makes it of the summary, it is rewritten as figures arrive, and names nobody."""

from datetime import date

from sqlalchemy import select, update

from bot.store.message_tables import boards
from bot.store.phase_tables import periods
from tests.dialogs.test_reporting import whole_report
from tests.town import TOKEN, Person, Shown, Town, shown

GROUP, SUPERGROUP = -1001, -1001000001001


async def asks(here: Town, who: Person, text: str = "/tonghop") -> Shown:
    done = await here.post("send", chat=GROUP, text=text, first_name=who.name, **{"from": who.chat})
    return await hears(here, since=done["change"])


async def hears(here: Town, *, since: int) -> Shown:
    found = await here.get("wait", chat=GROUP, since=since, timeout=20)
    assert found["messages"]
    return shown(found["messages"][-1])


async def taps(here: Town, who: Person, message: Shown, label: str) -> str:
    data = next(button["data"] for row in message.raw["buttons"] for button in row if button["text"] == label)
    done = await here.post("tap", chat=GROUP, message_id=message.message_id, data=data, **{"from": who.chat})
    answers = await here.get("answers", chat=GROUP, since=done["change"], timeout=20)
    return str(answers[-1].get("text") or "")


async def board(here: Town) -> Shown:
    every = await here.get("messages", chat=GROUP)
    return [shown(message) for message in every if message["from"] == "bot"][-1]


async def pinned(here: Town) -> Shown:
    await here.admin.says("/giup")
    summary = await asks(here, here.admin)
    done = await taps(here, here.admin, summary, "Ghim, tự cập nhật")
    assert done == ""
    await here.at("2023-05-02 09:01")
    return await board(here)


async def test_the_summary_of_a_group_becomes_its_board_and_is_rewritten_as_figures_arrive(
    here: Town,
) -> None:
    assert (
        str(await pinned(here))
        == """📌 Phong trào thi đua năm 2023
Đợt 1 · số liệu đến 09:01 02/5/2023 · hạn 16/6/2023

Đơn vị đã báo cáo: 0/3 ▱▱▱▱▱▱▱▱▱▱
Chỉ tiêu: 3 · vượt 0 · đạt 0 · chưa đạt 0 · chưa có số liệu 3

⚪ 1. Thu ngân sách trên địa bàn: chưa có số liệu (0/3)
⚪ 2. Sản lượng lương thực có hạt: chưa có số liệu (0/3)
⚪ 3. Tỷ lệ hộ sử dụng nước hợp vệ sinh: chưa có số liệu (0/3)

Bảng tự cập nhật khi có số liệu mới.
[Thôi cập nhật]"""
    )
    await whole_report(here)
    await here.lan.taps("Nộp báo cáo")
    await here.restart()
    await here.at("2023-05-02 09:05")
    told = await board(here)
    assert "số liệu đến 09:05 02/5/2023" in told.text
    assert "🟡 1. Thu ngân sách trên địa bàn: 95,2%, chưa đạt (1/3)" in told.text
    assert "Lan" not in told.text


async def test_in_a_group_the_sheet_of_a_unit_offers_no_button_that_works_in_private_alone(
    here: Town,
) -> None:
    await here.admin.says("/giup")
    summary = await asks(here, here.admin)
    await taps(here, here.admin, summary, "Theo đơn vị (3)")
    units = await board(here)
    await taps(here, here.admin, units, "1")
    sheet = await board(here)
    assert "Thôn Bản Mới" in sheet.text
    assert [label for row in sheet.buttons for label in row] == ["Tổng hợp", "Các đơn vị"]


async def test_a_board_of_which_nothing_is_new_is_left_alone(here: Town) -> None:
    before = await pinned(here)
    await here.at("2023-05-02 10:00")
    assert (await board(here)).text == before.text


async def test_a_board_tells_the_next_day_of_a_date_that_was_moved(here: Town) -> None:
    made = await pinned(here)
    assert here.bot is not None
    moved = update(periods).values(due_on=date(2023, 6, 20))
    here.bot.store.write_now(lambda tx: tx.execute(moved))
    await here.at("2023-05-03 00:05")
    told = await board(here)
    assert (told.message_id, "hạn 20/6/2023" in told.text) == (made.message_id, True)


async def test_a_board_is_an_admins_to_make_and_to_stop(here: Town) -> None:
    await here.viewer.says("/giup")
    assert "Ghim, tự cập nhật" not in str((await asks(here, here.viewer)).buttons)
    made = await pinned(here)
    assert "không có quyền" in await taps(here, here.viewer, made, "Thôi cập nhật")
    assert await taps(here, here.admin, made, "Thôi cập nhật") == ""
    assert (await board(here)).text.endswith("Bảng này không cập nhật nữa.")
    assert "Ghim, tự cập nhật" not in str((await here.admin.says("/tonghop")).buttons)


async def test_a_group_that_threw_the_bot_out_has_no_board_any_more(here: Town) -> None:
    assert here.bot is not None
    await pinned(here)
    await here.post("block", chat=GROUP)
    await whole_report(here)
    await here.lan.taps("Nộp báo cáo")
    await here.at("2023-05-02 09:05")
    ended = here.bot.store.read_now(lambda tx: tx.execute(select(boards.c.ended_at)).scalar_one())
    assert ended is not None


async def reports_all(here: Town) -> None:
    await whole_report(here)
    await here.lan.taps("Nộp báo cáo")
    await here.at("2023-05-02 09:05")


async def test_a_board_that_somebody_deleted_is_sent_anew_with_the_next_figures_and_fastened(
    here: Town,
) -> None:
    made = await pinned(here)
    gone = {"chat_id": GROUP, "message_id": made.message_id}
    await here.client.post(f"{here.address}/bot{TOKEN}/deleteMessage", json=gone)
    await reports_all(here)
    told = await board(here)
    assert told.message_id != made.message_id
    assert "95,2%, chưa đạt (1/3)" in told.text
    calls = await here.get("calls")
    assert [call["ok"] for call in calls if call["method"].lower() == "pinchatmessage"] == [True, True]


async def test_a_group_that_lets_the_bot_pin_nothing_is_told_once_what_its_admins_can_do(here: Town) -> None:
    await here.admin.says("/giup")
    summary = await asks(here, here.admin)
    await here.post("forbid_pins", chat=GROUP)
    await taps(here, here.admin, summary, "Ghim, tự cập nhật")
    await here.at("2023-05-02 09:01")
    assert (await board(here)).text == (
        "Bot chưa được ghim tin trong nhóm này, nên bảng ở trên vẫn tự cập nhật nhưng chưa nằm ở đầu nhóm. "
        "Quản trị nhóm hãy ghim bảng đó, hoặc cho bot quyền ghim tin nhắn."
    )
    await reports_all(here)
    every = [shown(one) for one in await here.get("messages", chat=GROUP) if one["from"] == "bot"]
    assert ["95,2%" in one.text for one in every] == [True, False]


async def test_a_board_goes_along_when_its_group_gets_another_id(here: Town) -> None:
    await pinned(here)
    await here.post("migrate", chat=GROUP, to=SUPERGROUP)
    await reports_all(here)
    await here.at("2023-05-02 09:07")
    every = await here.get("messages", chat=SUPERGROUP)
    told = [shown(message) for message in every if message["from"] == "bot"]
    assert "95,2%, chưa đạt (1/3)" in told[-1].text
    assert len(told) == 1
