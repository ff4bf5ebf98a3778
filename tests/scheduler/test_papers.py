"""The report that goes out by itself: to whom, once, on the summary due date, whatever happened to the bot meanwhile."""

from datetime import date

import pytest
from sqlalchemy import insert, update

from bot.store import people
from bot.store.phase_tables import period_times
from bot.store.tables import campaigns, offices
from tests.scheduler.office import Office, Opened, june

PAPER = "Báo cáo Đợt 1 (dự thảo)"


async def papers(office: Office, person_id: int) -> list[str]:
    """The days and times at which a person had the report."""
    days, texts = await office.days_heard(person_id), await office.heard(person_id)
    return [day for day, text in zip(days, texts, strict=True) if text.startswith(PAPER)]


def sets_summary(office: Office, opened: Opened, day: date) -> None:
    row = {"period_id": opened.period_id, "kind": "summary", "day": day, "exclusive": False}
    office.store.write_now(lambda tx: tx.execute(insert(period_times).values(row)))


async def test_the_standing_body_has_it_once_at_eight_on_the_proposed_summary_due_date(
    office: Office,
) -> None:
    unit = office.unit("Phòng Nội vụ")
    admin = await office.person("Bùi Thị Mai", "admin", office.root)
    viewer = await office.person("Lê Văn Thắng", "viewer", office.root)
    focal_point = await office.focal_point(unit)
    office.campaign(unit)
    # Eight days behind the units' 16/6 is Saturday 24/6.
    await office.lives(date(2023, 6, 19), date(2023, 6, 30))
    assert await papers(office, admin) == ["23/6 08:00"]
    assert await papers(office, viewer) == await papers(office, focal_point) == []
    assert [text for text in await office.heard(admin) if text.startswith(PAPER)] == [
        "Báo cáo Đợt 1 (dự thảo)\n"
        "Thi đua năm 2023\n"
        "Hạn tổng hợp: Thứ Sáu, 23/6/2023\n\n"
        "Bot đã điền số liệu, bảng và phần các đơn vị viết. Chỗ tô vàng là phần cơ quan viết tiếp; "
        "số, ngày, chữ ký để trống."
    ]


async def test_the_day_that_an_admin_set_counts_and_one_that_moved_is_told_again(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    admin = await office.person("Bùi Thị Mai", "admin", office.root)
    opened = office.campaign(unit)
    sets_summary(office, opened, date(2023, 6, 20))
    await office.wakes(june(20))
    await office.wakes(june(20, 10))
    await office.wakes(june(20, 14))
    assert await papers(office, admin) == ["20/6 08:00"]
    office.store.write_now(lambda tx: tx.execute(update(period_times).values(day=date(2023, 6, 28))))
    await office.lives(date(2023, 6, 21), date(2023, 6, 30))
    assert await papers(office, admin) == ["20/6 08:00", "28/6 08:00"]


@pytest.mark.parametrize(
    ("circle", "heard"),
    [("admins", [True, False]), ("leaders", [True, True]), ("nobody", [False, False])],
)
async def test_the_circle_of_the_office_has_it(office: Office, circle: str, heard: list[bool]) -> None:
    unit = office.unit("Phòng Nội vụ")
    admin = await office.person("Bùi Thị Mai", "admin", office.root)
    viewer = await office.person("Lê Văn Thắng", "viewer", office.root)
    office.campaign(unit)
    row = {"unit_id": office.root, "paper_circle": circle}
    office.store.write_now(lambda tx: tx.execute(insert(offices).values(row)))
    await office.wakes(june(23))
    assert [bool(await papers(office, person)) for person in (admin, viewer)] == heard


async def test_after_an_outage_it_comes_on_the_next_working_day_and_later_not_at_all(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    admin = await office.person("Bùi Thị Mai", "admin", office.root)
    office.campaign(unit)
    await office.wakes(june(22))
    await office.wakes(june(26, 9, 30))
    assert await papers(office, admin) == ["26/6 09:30"]
    sleeping = office.campaign(unit, title="Thi đua khác", due=date(2023, 6, 9))
    await office.wakes(june(27))
    assert len(await papers(office, admin)) == 1, f"the summary of {sleeping.campaign_id} was due on 16/6"


async def test_of_a_campaign_that_was_closed_meanwhile_nobody_has_it(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    admin = await office.person("Bùi Thị Mai", "admin", office.root)
    office.campaign(unit)
    office.now = june(23)
    await office.ticks.tick()
    office.store.write_now(lambda tx: tx.execute(update(campaigns).values(state="closed")))
    await office.sender.drain()
    assert await papers(office, admin) == []


async def put_at_eight(office: Office) -> tuple[int, Opened]:
    """It is 23/6, the day of the report, and the message of an admin waits to be sent."""
    unit = office.unit("Phòng Nội vụ")
    admin = await office.person("Bùi Thị Mai", "admin", office.root)
    opened = office.campaign(unit)
    office.now = june(23)
    await office.ticks.tick()
    return admin, opened


async def test_one_that_waits_does_not_go_out_before_a_day_that_moved_later(office: Office) -> None:
    admin, opened = await put_at_eight(office)
    sets_summary(office, opened, date(2023, 6, 28))
    await office.sender.drain()
    assert await papers(office, admin) == []
    await office.lives(date(2023, 6, 24), date(2023, 6, 30))
    assert await papers(office, admin) == ["28/6 08:00"]


async def test_whoever_comes_back_behind_a_day_that_moved_has_the_report_once(office: Office) -> None:
    admin, opened = await put_at_eight(office)
    await office.control("block", chat=admin)
    await office.sender.drain()
    sets_summary(office, opened, date(2023, 6, 26))
    await office.wakes(june(26))
    office.store.write_now(lambda tx: people.mark_reachable(tx, admin, office.now))
    await office.control("unblock", chat=admin)
    await office.wakes(june(26, 10))
    assert await papers(office, admin) == ["26/6 10:00"]
