"""`/nhac`: an admin sees who would get a nudge, and sends it with one tap."""

from datetime import date, datetime, timedelta

import pytest

from bot.errors import Refused
from bot.store.engine import Tx
from bot.texts import Texts, View
from bot.usecases import access, waves
from bot.usecases.wave_progress import WaveProgress
from bot.usecases.waves import Group, NudgePreview
from tests.scheduler.office import Office, Opened, june


class Late:
    """Three late units: one has begun, one has nothing, one has nobody to write to."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.admin = 0
        self.units: list[int] = []
        self.focal_points: list[int] = []
        self.opened: Opened

    async def set_up(self) -> "Late":
        office = self.office
        units = [office.unit(name) for name in ("Phòng Nội vụ", "Trạm Y tế", "Thôn Nà Bản")]
        self.units = units
        self.focal_points = [await office.focal_point(unit) for unit in units[:2]]
        self.opened = office.campaign(*units)
        office.enters_figure(self.opened, units[1], self.focal_points[1])
        self.admin = await office.person("Trần Thị Bình", "admin", office.root)
        return self

    def asks(self, person_id: int, now: datetime) -> View:
        return self.office.store.write_now(
            lambda tx: waves.preview(tx, access.caller(tx, person_id, "", now), now)
        )

    def taps(self, group: Group, stamp: int, now: datetime, *, n: int = 1) -> View:
        def use(tx: Tx) -> View:
            return waves.send(
                tx,
                access.caller(tx, self.admin, "", now),
                now,
                campaign_id=self.opened.campaign_id,
                n=n,
                group=group.value,
                stamp=stamp,
            )

        return self.office.store.write_now(use)


@pytest.fixture
async def late(office: Office) -> Late:
    return await Late(office).set_up()


def stamp_of(moment: datetime) -> int:
    return int(moment.timestamp())


async def test_the_preview_names_who_would_get_it_and_who_cannot_be_reached(late: Late) -> None:
    reply = Texts().render(late.asks(late.admin, june(14, 10)))
    assert reply.html == (
        "<b>Nhắc đơn vị chưa báo cáo</b>\n"
        "Thi đua năm 2023\n"
        "Đợt 1 · hạn 16/6/2023\n"
        "\n"
        "2 người của 2 đơn vị sẽ nhận, mỗi người một tin:\n"
        "• Phòng Nội vụ: chưa nhập\n"
        "• Trạm Y tế: đã nhập 1/2\n"
        "\n"
        "<b>Bot không nhắn được (1)</b>, đề nghị gọi điện:\n"
        "• Thôn Nà Bản"
    )
    assert [button.label for row in reply.buttons for button in row] == [
        "Gửi nhắc 2 người",
        "Chỉ đơn vị chưa nhập (1 người)",
        "Chỉ đơn vị nhập chưa xong (1 người)",
        "Thêm lời nhắn",
        "Các đợt gửi",
    ]


async def test_a_preview_sends_nothing(late: Late) -> None:
    late.asks(late.admin, june(14, 10))
    assert late.office.outcomes() == []


async def test_a_tap_sends_each_late_unit_one_nudge(late: Late) -> None:
    now = june(14, 10)
    late.office.now = now
    late.taps(Group.ALL, stamp_of(now), now)
    await late.office.sender.drain()
    assert await late.office.heard(late.focal_points[0]) == [
        "Kính gửi đồng chí đầu mối Phòng Nội vụ: cơ quan thường trực đề nghị gửi số liệu còn thiếu.\n"
        "\n"
        "Còn 2 ngày đến hạn gửi số liệu Đợt 1 (hạn: Thứ Sáu, 16/6/2023).\n"
        "Đơn vị chưa có số liệu nào trong 2 chỉ tiêu.\n"
        "Thi đua năm 2023\n"
        "\n"
        "Gõ /baocao hoặc bấm nút để nhập."
    ]
    assert late.office.outcomes() == ["sent", "sent"]


async def test_a_second_tap_on_the_same_preview_sends_nothing_more_and_says_so(late: Late) -> None:
    now = june(14, 10)
    said = [Texts().render(late.taps(Group.ALL, stamp_of(now), now)).html for _ in range(2)]
    going = (
        "<b>Nhắc Đợt 1</b> · 0/2 người\n"
        "▱▱▱▱▱▱▱▱▱▱\n"
        "đã gửi 0 · còn chờ 2\n"
        "Xong khoảng 10:00 14/6/2023. Đơn vị nộp trước khi tin đi thì không bị nhắc."
    )
    assert said == [going, going]
    other = Texts().render(late.taps(Group.NOTHING, stamp_of(now), now)).html
    assert other == "Lời nhắc này đã gửi rồi, hoặc mọi đơn vị đã nộp: không gửi thêm tin nào."
    assert len(late.office.outcomes()) == 2


async def test_previews_of_two_phases_within_one_second_begin_two_waves(late: Late) -> None:
    office, now = late.office, june(16, 9)
    office.phase(late.opened, 2, date(2023, 6, 30))
    first = late.taps(Group.ALL, stamp_of(now), now)
    second = late.taps(Group.ALL, stamp_of(now), now, n=2)
    assert isinstance(first, WaveProgress)
    assert isinstance(second, WaveProgress)
    assert (first.wave.phase, second.wave.phase) == ("Đợt 1", "Đợt 2")
    assert (first.count.people, second.count.people) == (2, 2)


@pytest.mark.parametrize(("group", "reached"), [(Group.NOTHING, 0), (Group.INCOMPLETE, 1)])
async def test_only_the_chosen_group_is_nudged(late: Late, group: Group, reached: int) -> None:
    now = june(14, 10)
    late.taps(group, stamp_of(now), now)
    counts = [len(late.office.outcomes(person)) for person in late.focal_points]
    assert counts == [int(place == reached) for place in range(2)]


async def test_the_button_of_an_old_preview_is_refused(late: Late) -> None:
    shown = june(14, 10)
    with pytest.raises(Refused, match="stale"):
        late.taps(Group.ALL, stamp_of(shown), shown + timedelta(hours=1, seconds=1))


async def test_a_unit_that_reported_is_not_in_the_preview(late: Late) -> None:
    late.office.submits(late.opened, late.units[0])
    view = late.asks(late.admin, june(14, 10))
    assert isinstance(view, NudgePreview)
    assert [state.unit for state in view.rows] == ["Trạm Y tế"]


async def test_only_admins_may_nudge(late: Late) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        late.asks(late.focal_points[0], june(14, 10))


async def test_the_admin_of_a_unit_below_cannot_nudge_for_a_campaign_of_the_office_above(
    late: Late,
) -> None:
    below = await late.office.person("Nông Văn Dũng", "admin", late.units[0])
    with pytest.raises(Refused, match="no_campaign"):
        late.asks(below, june(14, 10))


async def test_outside_working_hours_the_preview_says_so(late: Late) -> None:
    reply = Texts().render(late.asks(late.admin, june(14, 20)))
    assert "Hiện ngoài giờ làm việc." in reply.html


async def test_long_lists_come_a_page_at_a_time(late: Late) -> None:
    units = [late.office.unit(f"Thôn {n:02d}") for n in range(30)]
    for unit in units:
        await late.office.focal_point(unit, started=False)
        late.office.takes_part(late.opened.campaign_id, unit)
    view = late.asks(late.admin, june(14, 10))
    assert isinstance(view, NudgePreview)
    assert (len(view.rows), view.pages, view.units) == (waves.SHOWN, 2, 32)


async def test_nobody_can_be_nudged_for_a_phase_that_has_not_begun(late: Late) -> None:
    late.office.begins(late.opened, date(2023, 6, 20))
    with pytest.raises(Refused) as refused:
        late.asks(late.admin, june(19))
    assert refused.value.reason == "phase_not_begun"
    with pytest.raises(Refused):
        late.taps(Group.ALL, stamp_of(june(19)), june(19))
    assert isinstance(late.asks(late.admin, june(20)), NudgePreview)
