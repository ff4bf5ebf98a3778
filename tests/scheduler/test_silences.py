"""Whoever cannot be written to any more is named to the admins of his office: once, in the message that they get anyway."""

from datetime import date
from functools import partial

from bot.store import people
from tests.scheduler.office import Office, june


async def two_blocked(office: Office) -> tuple[int, int, list[int]]:
    """The admins of the commune and of the school below it, and two focal points who block the bot."""
    hamlet, school = office.unit("Thôn Nà Hoa"), office.unit("Trường Suối Vàng")
    above = await office.person("Trần Thị Bình", "admin", office.root)
    own = await office.person("Hồ Văn Bảy", "admin", school)
    silent = [
        await office.focal_point(hamlet, name="Lò Văn An"),
        await office.focal_point(school, name="Vi Thị Hạ"),
    ]
    office.campaign(hamlet, school)
    for person in silent:
        await office.control("block", chat=person)
    return above, own, silent


async def named(office: Office, admin: int) -> list[str]:
    """The lines in which an admin heard of somebody, each behind the day of its message."""
    return [
        f"{day} {line}"
        for day, text in await office.digests(admin)
        for line in text.split("\n")
        if line.startswith("• ") and "chặn bot" in line
    ]


async def test_the_admins_of_the_nearest_office_hear_once_who_blocked_the_bot(office: Office) -> None:
    above, own, _ = await two_blocked(office)
    await office.lives(date(2023, 6, 13), date(2023, 6, 19))
    assert await named(office, above) == [
        "14/6 08:00 • Lò Văn An – Thôn Nà Hoa, đầu mối báo cáo: đã chặn bot"
    ]
    assert await named(office, own) == [
        "14/6 08:00 • Vi Thị Hạ – Trường Suối Vàng, đầu mối báo cáo: đã chặn bot"
    ]


async def test_all_who_became_silent_come_in_one_message_word_for_word(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    silent = [await office.focal_point(unit, name=name) for name in ("Lò Văn An", "Vi Thị Hạ")]
    for person, why in zip(silent, ("blocked", "deleted"), strict=True):
        falls = partial(people.mark_chat_unreachable, chat_id=person, now=june(12, 9), why=why)
        office.store.write_now(falls)
    await office.wakes(june(13))
    assert await office.digests(admin) == [
        (
            "13/6 08:00",
            "Kính gửi đồng chí:\n"
            "\n"
            "Bot không nhắn được nữa (2)\n"
            "• Lò Văn An – Thôn Nà Hoa, đầu mối báo cáo: đã chặn bot\n"
            "• Vi Thị Hạ – Thôn Nà Hoa, đầu mối báo cáo: đã xóa tài khoản Telegram\n"
            "Đề nghị gọi điện: người đó nhắn /start là bot gửi lại. Xem đủ: /trangthai.",
        )
    ]


async def test_somebody_who_is_back_before_the_slot_is_not_named(office: Office) -> None:
    above, _, (person, _) = await two_blocked(office)
    await office.wakes(june(13))
    office.store.write_now(lambda tx: people.mark_reachable(tx, person, june(13, 10)))
    await office.control("unblock", chat=person)
    await office.wakes(june(14))
    assert await named(office, above) == []


async def test_somebody_who_blocks_the_bot_again_is_named_again(office: Office) -> None:
    above, _, (person, _) = await two_blocked(office)
    await office.lives(date(2023, 6, 13), date(2023, 6, 14))
    office.store.write_now(lambda tx: people.mark_reachable(tx, person, june(14, 9)))
    await office.lives(date(2023, 6, 15), date(2023, 6, 16))
    assert [line[:4] for line in await named(office, above)] == ["14/6", "16/6"]
