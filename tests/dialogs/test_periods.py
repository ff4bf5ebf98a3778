"""Monthly and quarterly periods, figures of the period alone, and the lock, word for word."""

from sqlalchemy import select, update

from bot.store.engine import Tx
from bot.store.message_tables import audit
from bot.store.tables import campaigns, indicators, units
from tests import builders
from tests.town import LAN, Person, Town, moment


async def cut_into_months(here: Town) -> str:
    """The admin has units report on the first phase once a month; returns what he is shown."""
    await here.admin.says("/phongtrao")
    await here.admin.taps("Hạn báo cáo")
    await here.admin.taps("Đổi hạn: Đợt 1")
    return str(await here.admin.taps("Báo cáo hằng tháng"))


async def enters(person: Person, *figures: str) -> None:
    for figure in figures:
        await person.says(figure)


async def test_the_admin_has_units_report_monthly_and_moves_one_due_date(here: Town) -> None:
    assert (
        await cut_into_months(here)
        == """✓ Đợt 1: Báo cáo hằng tháng. Hạn từng kỳ do bot đề xuất; bấm tên kỳ để đổi.
Hạn đơn vị và cụm, khối báo cáo

1. Đợt 1 (đến 30/6/2023)
   Tháng 5/2023: Thứ Tư, 17/5/2023; cụm, khối: Thứ Sáu, 19/5/2023
   Tháng 6/2023: Thứ Sáu, 16/6/2023; cụm, khối: Thứ Hai, 19/6/2023
2. Đợt 2 (đến 31/12/2023)
   Hạn: Thứ Sáu, 15/12/2023; cụm, khối: Thứ Hai, 18/12/2023
Khóa sau hạn: 30 ngày. Sau đó đơn vị không nhập, không sửa được nữa.

Đợt 1: bấm kỳ cần đổi hạn, hoặc đổi số kỳ.
[Tháng 5/2023][Tháng 6/2023]
[Báo cáo một kỳ][Báo cáo hằng quý]
[Thôi]"""
    )
    assert (await here.admin.says("19/5")).text == "Đổi hạn của kỳ nào? Bấm nút của kỳ đó trước, rồi gõ ngày."
    asked = await here.admin.taps("Tháng 5/2023")
    assert asked.text.endswith("Gõ hạn mới cho Đợt 1, Tháng 5/2023, ví dụ: 17/5")
    moved = await here.admin.says("19/5")
    assert moved.text.startswith("✓ Đợt 1, Tháng 5/2023: hạn mới Thứ Sáu, 19/5/2023 (hết 23:59).")


async def test_a_period_is_asked_from_its_first_day_and_named_wherever_it_is_shown(here: Town) -> None:
    await here.lan.says("/start")
    await cut_into_months(here)
    assert (await here.lan.says("/baocao")).text.startswith(
        "Thôn Nà Hoa · Đợt 1, Tháng 5/2023\nHạn Thứ Tư, 17/5/2023 (còn 15 ngày)"
    )
    await enters(here.lan, "11,9 ty", "1.340", "94,5%")
    assert (await here.lan.taps("Nộp báo cáo")).text.startswith(
        "Đã nộp báo cáo.\nThôn Nà Hoa · Đợt 1, Tháng 5/2023\n"
    )
    await here.at("2023-06-01 08:00")
    assert "Đợt 1, Tháng 6/2023" in (await here.lan.hears_of("Tháng 6/2023", since=0)).text
    june = await here.admin.says("/chuabaocao")
    assert "Đợt 1, Tháng 6/2023 · hạn 16/6/2023" in june.text
    assert "Đã báo cáo 0/3 đơn vị." in june.text
    summary = await here.admin.says("/tonghop")
    assert "Đợt 1, Tháng 6/2023 · số liệu đến 08:00 01/6/2023" in summary.text
    assert "thực hiện: 11,9 tỷ đồng" in summary.text, (
        "what was handed in for May stands until June replaces it"
    )
    assert "Đơn vị đã báo cáo: 0/3" in summary.text
    assert "Đơn vị đã báo cáo: 1/3" in (await here.admin.taps("◀ Đợt 1, Tháng 5/2023")).text
    assert (
        str(await here.admin.taps("Các kỳ (3)"))
        == """Phong trào thi đua năm 2023
Các kỳ báo cáo, mới nhất trước

▱▱▱▱▱▱▱▱▱▱ 0/3 · Đợt 1, Tháng 6/2023 · hạn 16/6/2023
▰▰▰▱▱▱▱▱▱▱ 1/3 · Đợt 1, Tháng 5/2023 · hạn 17/5/2023
[Đợt 1, Tháng 6/2023]
[Đợt 1, Tháng 5/2023]"""
    )
    assert "Đơn vị đã báo cáo: 1/3" in (await here.admin.taps("Đợt 1, Tháng 5/2023")).text


async def test_the_periods_of_a_running_campaign_change_only_where_nobody_has_reported(here: Town) -> None:
    await cut_into_months(here)
    await here.lan.says("/baocao")
    shown = await here.admin.taps("Báo cáo một kỳ")
    assert (
        """   Tháng 5/2023: Thứ Tư, 17/5/2023; cụm, khối: Thứ Sáu, 19/5/2023
   01/06/2023 – 30/06/2023: Thứ Sáu, 16/6/2023; cụm, khối: Thứ Hai, 19/6/2023"""
        in shown.text
    )
    await here.at("2023-06-02 09:00")
    await here.lan.says("/baocao")
    await here.lan.taps("2. Thôn Nà Hoa")
    refused = await here.admin.taps("Báo cáo hằng quý")
    assert refused.text == (
        "Đợt 1: mọi kỳ đã có đơn vị báo cáo nên không đổi số kỳ được nữa. Vẫn đổi được hạn của từng kỳ."
    )


async def test_one_person_with_campaigns_periods_and_units_is_asked_which_nearest_due_date_first(
    here: Town,
) -> None:
    assert here.bot is not None

    def more(tx: Tx) -> None:
        ids = {row.code: row.id for row in tx.execute(select(units.c.code, units.c.id))}
        now = moment("2023-02-01 09:00")
        for title in ("Chuyển đổi số", "Nông thôn mới"):
            key = builders.campaign(tx, ids["SV"], [ids["T01"], ids["T02"]], now)
            tx.execute(update(campaigns).where(campaigns.c.id == key).values(title=title))
        builders.grant_focal_point(tx, LAN, ids["T02"], now)

    here.bot.store.write_now(more)
    for title in ("1. Nông thôn mới", "2. Chuyển đổi số", "3. Phong trào thi đua năm 2023"):
        await here.admin.says("/phongtrao")
        await here.admin.taps(title)
        await here.admin.taps("Hạn báo cáo")
        await here.admin.taps("Đổi hạn: Đợt 1")
        await here.admin.taps("Báo cáo hằng tháng")
    await here.at("2023-06-02 09:00")
    first = await here.lan.says("/baocao")
    rows = [line for line in first.text.splitlines() if line[:1].isdigit()]
    assert first.text.startswith("Báo cáo cần nộp · trang 1/2")
    assert rows == [
        *(f"{n}. Thôn {unit} – Đợt 1, Tháng 5/2023" for n, unit in enumerate(("Bản Mới", "Nà Hoa") * 3, 1)),
        *(f"{n}. Thôn {unit} – Đợt 1, Tháng 6/2023" for n, unit in enumerate(("Bản Mới", "Nà Hoa") * 2, 7)),
    ]
    assert (
        "11. Thôn Bản Mới – Đợt 1, Tháng 6/2023\n   Nông thôn mới"
        in (await here.lan.taps("Trang sau ▶")).text
    )
    opened = await here.lan.taps("12. Thôn Nà Hoa")
    assert opened.text.startswith("Thôn Nà Hoa · Đợt 1, Tháng 6/2023\nHạn Thứ Sáu, 16/6/2023 (còn 14 ngày)")


async def test_the_only_report_that_is_owed_is_opened_at_once_though_others_are_handed_in(here: Town) -> None:
    await cut_into_months(here)
    await here.lan.says("/baocao")
    await enters(here.lan, "11,9 ty", "1.340", "94,5%")
    await here.lan.taps("Nộp báo cáo")
    await here.at("2023-06-02 09:00")
    assert (await here.lan.says("/baocao")).text.startswith("Thôn Nà Hoa · Đợt 1, Tháng 6/2023\n")


# --- For the period alone ------------------------------------------------------------------------------------


async def test_what_is_asked_for_the_period_alone_adds_up(here: Town) -> None:
    assert here.bot is not None
    first = indicators.c.n == 1
    here.bot.store.write_now(lambda tx: tx.execute(update(indicators).where(first).values(in_period=True)))
    await cut_into_months(here)
    assert "\nNhập số trong kỳ, không cộng các kỳ trước." in (await here.lan.says("/baocao")).text
    await enters(here.lan, "4 ty", "900", "94,5%")
    await here.lan.taps("Nộp báo cáo")
    await here.at("2023-06-02 09:00")
    assert (
        (await here.lan.says("/baocao")).text
        == """Thôn Nà Hoa · Đợt 1, Tháng 6/2023
Hạn Thứ Sáu, 16/6/2023 (còn 14 ngày)

1/3. Thu ngân sách trên địa bàn
Đơn vị tính: tỷ đồng
Chỉ tiêu giao: 12,5 tỷ đồng
Nhập số trong kỳ, không cộng các kỳ trước. Lũy kế đến kỳ trước: 4 tỷ đồng.
Kỳ trước (17/5/2023): 4 tỷ đồng (Lan)"""
    )
    assert (
        str(await here.lan.says("lũy kế 6,5 tỷ"))
        == """Thu ngân sách trên địa bàn
Anh/chị vừa gõ: lũy kế 6,5 tỷ

Cần số trong kỳ, không phải số lũy kế.
Chọn số đúng, hoặc gõ lại.
[2,5 tỷ đồng]
[6,5 tỷ đồng]
[Sửa]"""
    )
    kept = await here.lan.taps("2,5 tỷ đồng")
    assert kept.text.startswith(
        "✓ Thu ngân sách trên địa bàn: 2,5 tỷ đồng · lũy kế 6,5 tỷ đồng · −1,5 so với kỳ trước\n"
    )
    await enters(here.lan, "1.340", "94,5%")
    await here.lan.taps("Nộp báo cáo")
    summary = (await here.admin.says("/tonghop")).text
    assert "thực hiện: 6,5 tỷ đồng" in summary
    assert "thực hiện: 1.340 tấn" in summary, "a running total replaces the one before"


# --- The lock ------------------------------------------------------------------------------------------------


async def test_the_admin_says_after_how_many_days_reports_lock_and_units_are_told(here: Town) -> None:
    await here.admin.says("/phongtrao")
    await here.admin.taps("Hạn báo cáo")
    asked = await here.admin.taps("Đổi ngày khóa")
    assert asked.text.endswith("Gõ số ngày sau hạn thì khóa báo cáo, từ 0 đến 366, ví dụ: 15")
    assert (await here.admin.says("400")).text == (
        "“400” không phải số ngày. Gõ một số từ 0 đến 366, ví dụ 15."
    )
    locked = await here.admin.says("10 ngày")
    assert locked.text.startswith("✓ Khóa sau hạn: 10 ngày. Trước đó: 30 ngày.\n")
    assert here.bot is not None
    noted = here.bot.store.read_now(lambda tx: tx.execute(select(audit.c.action)).scalars().all())
    assert "set_lock" in noted
    await here.lan.says("/baocao")
    await enters(here.lan, "11,9 ty", "1.340", "94,5%")
    assert "Sửa được đến hết ngày 26/6/2023." in (await here.lan.sees())[-1].text
    assert (await here.lan.taps("Nộp báo cáo")).text.endswith("Sửa được đến hết ngày 26/6/2023.")
    await here.at("2023-06-27 09:00")
    assert "Báo cáo đã khóa" in (await here.lan.taps("Xem lại")).text
