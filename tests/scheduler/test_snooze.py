"""A focal point puts a nudge off by a button of its digest; and what else the digest names."""

from datetime import date, datetime

import pytest

from bot.errors import Refused
from bot.store import follow_ups
from bot.texts import Texts, View
from bot.usecases import access, snoozing
from tests.scheduler.office import Office, Opened, june

FIRST, LAST = date(2023, 6, 9), date(2023, 6, 19)


def puts_off(office: Office, person: int, opened: Opened, unit: int, day: int, now: datetime) -> View:
    return office.store.write_now(
        lambda tx: snoozing.put_off(
            tx, access.caller(tx, person, "", now), now, period_id=opened.period_id, unit_id=unit, day=day
        )
    )


async def test_a_report_that_was_put_off_is_heard_of_on_the_chosen_day_and_by_its_ladder_then(
    office: Office,
) -> None:
    unit = office.unit("Thôn Nà Hoa")
    person = await office.focal_point(unit)
    opened = office.campaign(unit)
    await office.wakes(june(9))
    view = puts_off(office, person, opened, unit, 20230614, june(9, 10))
    assert Texts().render(view).html == (
        "✓ Sẽ nhắc lại <b>Thôn Nà Hoa</b> – Đợt 1 vào <b>Thứ Tư, 14/6/2023</b> (hạn Thứ Sáu, 16/6/2023)."
    )
    await office.lives(date(2023, 6, 10), LAST)
    days = await office.days_heard(person)
    assert days == ["9/6 08:00", "14/6 08:00", "15/6 08:00", "16/6 08:00", "19/6 08:00"]


async def test_the_other_reports_of_the_person_are_heard_of_meanwhile(office: Office) -> None:
    first, second = office.unit("Thôn Nà Hoa"), office.unit("Thôn Bản Mới")
    person = await office.focal_point(first, second)
    opened = office.campaign(first, second)
    await office.wakes(june(9))
    puts_off(office, person, opened, first, 20230614, june(9, 10))
    await office.wakes(june(13))
    assert (await office.heard(person))[-1].startswith("Kính gửi đồng chí đầu mối Thôn Bản Mới:")
    await office.wakes(june(14))
    assert (await office.heard(person))[-1].startswith("Kính gửi đồng chí đầu mối Thôn Nà Hoa:")


@pytest.mark.parametrize(
    ("day", "now"), [(20230617, june(13)), (20230619, june(13)), (20230616, june(16)), (20230620, june(19))]
)
async def test_a_day_that_is_not_offered_is_refused(office: Office, day: int, now: datetime) -> None:
    unit = office.unit("Thôn Nà Hoa")
    person = await office.focal_point(unit)
    opened = office.campaign(unit)
    with pytest.raises(Refused) as refused:
        puts_off(office, person, opened, unit, day, now)
    assert refused.value.reason == "snooze_not_now"


async def test_nobody_puts_off_what_another_one_owes(office: Office) -> None:
    unit, beside = office.unit("Thôn Nà Hoa"), office.unit("Thôn Bản Mới")
    await office.focal_point(unit)
    other = await office.focal_point(beside)
    opened = office.campaign(unit)
    with pytest.raises(Refused) as refused:
        puts_off(office, other, opened, unit, 20230614, june(13))
    assert refused.value.reason == "not_owed"


async def test_the_digest_names_what_was_returned_and_what_was_asked(office: Office) -> None:
    unit, other = office.unit("Thôn Nà Hoa"), office.unit("Thôn Bản Mới")
    person = await office.focal_point(unit, other)
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    opened = office.campaign(unit, other)
    office.returned(opened, unit)
    asked_about(office, opened, other, admin, june(12, 15))
    await office.wakes(june(13))
    assert await office.heard(person) == [
        "Kính gửi đồng chí đầu mối Thôn Nà Hoa:\n"
        "Còn 3 ngày đến hạn gửi số liệu Đợt 1 (hạn: Thứ Sáu, 16/6/2023).\n"
        "Báo cáo bị trả lại, chờ đơn vị sửa.\n"
        "Thi đua năm 2023\n"
        "\n"
        "Gõ /baocao hoặc bấm nút để nhập.\n"
        "\n"
        "Câu hỏi của cơ quan thường trực chờ trả lời (1)\n"
        "• Thôn Bản Mới – Đợt 1, Chỉ tiêu 1: “Vì sao tăng?”"
    ]


async def test_a_question_alone_is_nudged_about_once_on_the_day_after_it_was_asked(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    person = await office.focal_point(unit)
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    opened = office.campaign(unit)
    asked_about(office, opened, unit, admin, june(12, 7, 40))
    await office.lives(date(2023, 6, 12), LAST)
    assert await office.digest_days(person) == ["13/6 08:00"]


async def test_an_answered_question_is_not_nudged_about(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    person = await office.focal_point(unit)
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    opened = office.campaign(unit)
    question = asked_about(office, opened, unit, admin, june(12, 9))
    office.store.write_now(
        lambda tx: follow_ups.answer(tx, question, person_id=person, text="Do sáp nhập", now=june(12, 10))
    )
    await office.lives(date(2023, 6, 12), LAST)
    assert await office.digests(person) == []


def asked_about(office: Office, opened: Opened, unit: int, admin: int, now: datetime) -> int:
    """The unit has handed its report in, and the standing body asks about its first figure."""
    report = office.submits(opened, unit)
    return office.store.write_now(
        lambda tx: follow_ups.ask(
            tx,
            report_id=report,
            indicator_id=1,
            version=1,
            person_id=admin,
            question="Vì sao tăng?",
            now=now,
        )
    )
