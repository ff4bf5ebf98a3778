"""The Excel forms of many units, word for word: handed out to an admin, filled in, sent back together, kept at once."""

import base64
import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select, update

from bot.campaign.model import Duty
from bot.store.engine import Tx
from bot.store.tables import campaign_units, figures, report_moves, reports, roles, units
from bot.usecases import access, sent_forms_kept
from tests import builders
from tests.dialogs.test_forms import file_of, filled, opened
from tests.dialogs.test_on_behalf import NOT_ALLOWED
from tests.town import ADMIN, Town

MOI, HOA, TRUONG = (
    "bieu-mau-thon-ban-moi-dot-1.xlsx",
    "bieu-mau-thon-na-hoa-dot-1.xlsx",
    "bieu-mau-truong-tieu-hoc-suoi-vang-dot-1.xlsx",
)


@pytest.fixture(autouse=True)
async def everybody_knows_the_bot(here: Town) -> None:
    for person in (here.lan, here.minh, here.head, here.admin):
        await person.says("/start")


async def forms(here: Town) -> dict[str, bytes]:
    """All forms that the admin may have, by their names."""
    await here.admin.says("/bieumau")
    shown = await here.admin.taps("Cả 3 biểu mẫu (.zip)")
    package = zipfile.ZipFile(BytesIO(await file_of(here, shown)))
    return {name: package.read(name) for name in package.namelist()}


def packed(files: Mapping[str, bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, inner in files.items():
            package.writestr(name, inner)
    return content.getvalue()


def in_store(here: Town) -> tuple[int, int]:
    """How many figures and how many moves of reports there are."""
    assert here.bot is not None
    counts = (select(func.count()).select_from(table) for table in (figures, report_moves))
    first, second = counts
    return here.bot.store.read_now(
        lambda tx: (tx.execute(first).scalar_one(), tx.execute(second).scalar_one())
    )


# --- Out -----------------------------------------------------------------------------------------------------


async def test_an_admin_has_the_forms_of_all_his_units_or_of_those_that_owe_a_report(here: Town) -> None:
    await here.lan.says("1: 11,9 ty; 2: 1340; 3: 94,5%")
    await here.lan.taps("Xem và nộp báo cáo")
    await here.lan.taps("Nộp báo cáo")
    assert (
        str(await here.admin.says("/bieumau"))
        == """Biểu mẫu của đơn vị nào?

1. Thôn Bản Mới – Đợt 1
   Phong trào thi đua năm 2023 · hạn 16/6/2023 · chưa bắt đầu
2. Trường Tiểu học Suối Vàng – Đợt 1
   Phong trào thi đua năm 2023 · hạn 16/6/2023 · chưa bắt đầu
3. Thôn Nà Hoa – Đợt 1
   Phong trào thi đua năm 2023 · hạn 16/6/2023 · đã nộp
[Cả 3 biểu mẫu (.zip)]
[2 đơn vị chưa nộp (.zip)]
[1. Thôn Bản Mới]
[2. Trường Tiểu học Suối Vàng]
[3. Thôn Nà Hoa]"""
    )
    shown = await here.admin.taps("2 đơn vị chưa nộp (.zip)")
    assert (
        str(shown)
        == """Biểu mẫu số liệu: 2 đơn vị, mỗi đơn vị một tệp .xlsx trong tệp .zip.
Điền vào hai cột màu vàng, giữ nguyên các cột khác. Gửi lại vào đây từng tệp, nhiều tệp một lần, hoặc cả tệp .zip; \
bot cho xem thay đổi trước khi ghi thay các đơn vị."""
    )
    assert shown.raw["document"]["file_name"] == "bieu-mau.zip"
    assert zipfile.ZipFile(BytesIO(await file_of(here, shown))).namelist() == [MOI, TRUONG]
    assert sorted(await forms(here)) == [MOI, HOA, TRUONG]


async def test_a_form_handed_out_begins_no_report_until_something_is_entered(here: Town) -> None:
    await forms(here)
    shown = await here.admin.says("/bieumau")
    assert shown.text.count("chưa bắt đầu") == 3
    await here.lan.says("/baocao")
    await here.lan.says("11,9 ty")
    shown = await here.admin.says("/nhapthay")
    assert shown.text.count("chưa bắt đầu") == 2
    assert "2. Thôn Nà Hoa – Đợt 1\n   Phong trào thi đua năm 2023 · hạn 16/6/2023 · đang nhập" in shown.text
    await here.minh.says("/baocao")
    await here.minh.says("1: 3 ty; 2: 200; 3: 90%")
    await here.minh.taps("Xem và nộp báo cáo")
    await here.minh.taps("Nộp báo cáo")
    shown = await here.admin.says("/lichsu")
    assert [row for (row,) in shown.buttons] == [
        "1. Thôn Bản Mới",
        "2. Thôn Nà Hoa",
        "3. Trường Tiểu học Suối Vàng",
    ]
    card = await here.admin.taps_data(shown.message_id, "card:3", forged=True)
    assert "Hạn Thứ Sáu, 16/6/2023 · chưa bắt đầu\n" in card.text


async def test_only_units_that_have_a_form_are_counted_for_all_forms(here: Town) -> None:
    assert here.bot is not None
    of_school = update(campaign_units).where(campaign_units.c.unit_id == 4)
    here.bot.store.write_now(lambda tx: tx.execute(of_school.values(duty=Duty.INVITED.value)))
    assert (await here.admin.says("/bieumau")).buttons[0] == ("Cả 2 biểu mẫu (.zip)",)
    await here.at("2023-07-20 09:00")
    shown = await here.admin.says("/bieumau")
    assert "6. Trường Tiểu học Suối Vàng – Đợt 2" in shown.text, "the first period is locked by now"
    assert shown.buttons[0] == ("Cả 2 biểu mẫu (.zip)",)


async def test_a_unit_that_has_no_form_has_no_report_begun_by_asking_for_all(here: Town) -> None:
    assert here.bot is not None
    of_school = update(campaign_units).where(campaign_units.c.unit_id == 4)
    here.bot.store.write_now(lambda tx: tx.execute(of_school.values(duty=Duty.INVITED.value)))
    await here.admin.says("/bieumau")
    shown = await here.admin.taps("Cả 2 biểu mẫu (.zip)")
    assert (
        "Không có biểu mẫu (không được giao chỉ tiêu, hoặc đã khóa): Trường Tiểu học Suối Vàng." in shown.text
    )
    begun = select(reports.c.unit_id).order_by(reports.c.unit_id)
    assert here.bot.store.read_now(lambda tx: list(tx.execute(begun).scalars())) == [2, 3]


async def test_an_admin_has_the_form_of_one_unit_found_by_its_name(here: Town) -> None:
    await here.admin.says("/bieumau")
    await here.admin.says("truong")
    shown = await here.admin.taps("1. Trường Tiểu học Suối Vàng")
    assert shown.text.startswith("Biểu mẫu số liệu: Trường Tiểu học Suối Vàng · Đợt 1, 3 chỉ tiêu.")
    _, sheet = opened(await file_of(here, shown))
    assert sheet["A2"].value == "Trường Tiểu học Suối Vàng – Đợt 1 – hạn Thứ Sáu, 16/6/2023"


async def test_nobody_else_has_the_forms_of_other_units(here: Town) -> None:
    shown = await here.lan.says("/start")
    for data in ("forms_list", "form:1:3"):
        assert (await here.lan.taps_data(shown.message_id, data, forged=True)).text == NOT_ALLOWED
    assert "Nút này đã cũ" in (await here.lan.taps_data(shown.message_id, "forms_zip:0:0", forged=True)).text


# --- In ------------------------------------------------------------------------------------------------------


async def test_a_zip_is_looked_through_kept_with_one_word_and_handed_in_with_another(here: Town) -> None:
    handed_out = await forms(here)
    await here.minh.says("/baocao")
    await here.minh.says("3 ty")
    sent = packed(
        {
            MOI: filled(handed_out[MOI], {"F5": "3,2", "F6": "200", "F7": "90%"}),
            HOA: filled(handed_out[HOA], {"F5": "11,9", "F6": "=1+2"}),
            TRUONG: filled(handed_out[TRUONG], {"D6": "1 tấn"}),
            "ghi chú.docx": b"x",
            "hong.xlsx": b"x",
        }
    )
    assert (
        str(await here.admin.sends("da-dien.zip", sent))
        == """Biểu mẫu của 2 đơn vị, nhập thay theo tệp đã gửi. Chưa ghi gì.
• Thôn Bản Mới · Đợt 1: 2 số mới, sửa 1 số
• Thôn Nà Hoa · Đợt 1: 1 số mới, 1 ô chưa rõ (F6)

Không nhận 3 tệp
✗ bieu-mau-truong-tieu-hoc-suoi-vang-dot-1.xlsx: Biểu mẫu đã bị sửa ngoài hai cột «Số liệu» và «Ghi chú», nên chưa \
ghi gì:
Dòng 6 (Sản lượng lương thực có hạt): chỉ tiêu đã bị đổi
Gõ /bieumau để lấy biểu mẫu mới rồi chép số liệu sang.
✗ ghi chú.docx: Trong tệp .zip chỉ nhận biểu mẫu .xlsx do bot phát.
✗ hong.xlsx: Tệp .xlsx này bị hỏng, không mở được. Mở lại tệp gốc trong Excel, lưu rồi gửi lại; với biểu mẫu số liệu, gõ \
/bieumau để lấy bản mới.
[Ghi 4 số liệu của 2 đơn vị]
[Thôi]"""
    )
    assert in_store(here) == (1, 0)
    assert (
        str(await here.admin.taps("Ghi 4 số liệu của 2 đơn vị"))
        == """Đã ghi 4 số liệu của 2 đơn vị.
✓ Thôn Bản Mới · Đợt 1: 3 số · đủ số liệu
✓ Thôn Nà Hoa · Đợt 1: 1 số, 1 ô chưa ghi

Ô chưa ghi: gõ /nhapthay kèm tên đơn vị để nhập nốt.
Báo cáo đủ số liệu có thể nộp thay ngay; đầu mối của đơn vị được báo.
[Nộp thay 1 báo cáo]
[Nhập thay từng đơn vị]"""
    )
    assert (await here.admin.taps("Nộp thay 1 báo cáo")).text == "Đã nộp thay 1 báo cáo: Thôn Bản Mới."
    told = await here.minh.hears_of("Nộp báo cáo", since=0)
    assert f"Cơ quan thường trực nhập thay theo biểu mẫu {MOI}" in told.text
    await here.minh.taps("Xem báo cáo")
    assert f"[1] nhập thay theo biểu mẫu {MOI}, Hương" in (await here.minh.sees())[-1].text


async def test_a_form_of_a_unit_that_went_up_in_another_is_refused_by_its_name(here: Town) -> None:
    handed_out = await forms(here)
    sent = packed({MOI: filled(handed_out[MOI], {"F5": "3,2"}), HOA: filled(handed_out[HOA], {"F5": "1"})})
    await here.admin.sends("da-dien.zip", sent)
    goes_up(here, "Thôn Bản Mới")
    gone = "Thôn Bản Mới không còn là một đơn vị riêng từ 01/5/2023"
    assert gone in (await here.admin.taps("Ghi 2 số liệu của 2 đơn vị")).text
    assert f"✗ {MOI}: {gone}" in (await here.admin.sends("da-dien.zip", sent)).text


def goes_up(here: Town, name: str) -> None:
    ended = update(units).where(units.c.name == name).values(ended_on=date(2023, 5, 1))
    assert here.bot is not None
    here.bot.store.write_now(lambda tx: tx.execute(ended))


async def test_of_files_sent_together_only_the_last_is_answered_for_all(here: Town) -> None:
    handed_out = await forms(here)
    sent = {
        MOI: filled(handed_out[MOI], {"F5": "3,2"}),
        "hong.xlsx": b"x",
        HOA: filled(handed_out[HOA], {"F5": "11,9", "F6": "1340"}),
    }
    since = (await here.post("send", chat=ADMIN, text="/giup", first_name="Hương"))["change"]
    for name, content in sent.items():
        file = base64.b64encode(content).decode()
        await here.post("send", chat=ADMIN, file=file, file_name=name, first_name="Hương", group="a1b2c3d4")
    assert (
        str(await here.admin.hears_of("Biểu mẫu của 2 đơn vị", since=since))
        == """Biểu mẫu của 2 đơn vị, nhập thay theo tệp đã gửi. Chưa ghi gì.
• Thôn Bản Mới · Đợt 1: 1 số mới
• Thôn Nà Hoa · Đợt 1: 2 số mới

Không nhận 1 tệp
✗ hong.xlsx: Tệp .xlsx này bị hỏng, không mở được. Mở lại tệp gốc trong Excel, lưu rồi gửi lại; với biểu mẫu số liệu, gõ \
/bieumau để lấy bản mới.
[Ghi 3 số liệu của 2 đơn vị]
[Thôi]"""
    )


async def test_a_single_form_for_another_unit_waits_like_many_and_a_later_one_replaces_it(here: Town) -> None:
    handed_out = await forms(here)
    shown = await here.admin.sends("nop.xlsx", filled(handed_out[MOI], {"F5": "3,2"}))
    assert shown.text.endswith("• Thôn Bản Mới · Đợt 1: 1 số mới")
    shown = await here.admin.sends("nop-lai.xlsx", filled(handed_out[MOI], {"F5": "3,4", "F6": "200"}))
    assert shown.text.endswith(
        "• Thôn Bản Mới · Đợt 1: 2 số mới\n\nKhông nhận 1 tệp\n"
        "✗ nop.xlsx: đã thay bằng tệp nop-lai.xlsx của cùng đơn vị (Thôn Bản Mới)."
    )
    await here.admin.taps("Ghi 2 số liệu của 1 đơn vị")
    await here.minh.says("/baocao")
    assert "3,4 tỷ đồng" in (await here.minh.taps("Xem toàn bộ")).text


async def test_a_bad_form_alone_is_answered_with_what_is_wrong_with_it(here: Town) -> None:
    handed_out = await forms(here)
    shown = await here.admin.sends("nop.xlsx", filled(handed_out[MOI], {"D6": "1 tấn"}))
    assert shown.text.startswith("Biểu mẫu đã bị sửa ngoài hai cột")
    assert shown.buttons == ()


async def test_of_reports_handed_in_one_reason_is_asked_for_all(here: Town) -> None:
    for person in (here.lan, here.minh):
        await person.says("1: 11,9 ty; 2: 1340; 3: 94,5%")
        await person.taps("Xem và nộp báo cáo")
        await person.taps("Nộp báo cáo")
    handed_out = await forms(here)
    sent = {name: filled(handed_out[name], {"F5": "12,1"}) for name in (MOI, HOA, TRUONG)}
    shown = await here.admin.sends("sua.zip", packed(sent))
    assert str(shown).endswith(
        """• Thôn Nà Hoa · Đợt 1: sửa 1 số · đã nộp
• Thôn Bản Mới · Đợt 1: sửa 1 số · đã nộp
• Trường Tiểu học Suối Vàng · Đợt 1: 1 số mới

Có báo cáo đã nộp. Vì sao sửa? Chọn một lý do hoặc gõ lý do, dùng chung cho các báo cáo đã nộp; số cũ vẫn được lưu.
[Nhập nhầm]
[Đã có số chính thức]
[Rà soát, tính lại]
[Theo yêu cầu của cấp trên]
[Thôi]"""
    )
    shown = await here.admin.says("đối chiếu với sổ của kho bạc")
    assert str(shown).endswith(
        "\n\nLý do sửa báo cáo đã nộp: đối chiếu với sổ của kho bạc\n[Ghi 3 số liệu của 3 đơn vị]\n[Thôi]"
    )
    kept = await here.admin.taps("Ghi 3 số liệu của 3 đơn vị")
    assert kept.text.startswith("Đã ghi 3 số liệu của 3 đơn vị.")
    assert "Nộp thay" not in str(kept)
    told = await here.lan.hears_of("Sửa số liệu đã nộp", since=0)
    assert f"nhập thay theo biểu mẫu {HOA}\n" in told.text
    assert "Lý do: đối chiếu với sổ của kho bạc" in told.text
    corrected = select(figures.c.report_id).where(figures.c.because.is_not(None)).distinct()
    assert here.bot is not None
    assert len(here.bot.store.read_now(lambda tx: tx.execute(corrected).all())) == 2, (
        "not what was never handed in"
    )


async def test_what_is_not_wanted_is_let_go(here: Town) -> None:
    handed_out = await forms(here)
    await here.admin.sends("nop.xlsx", filled(handed_out[MOI], {"F5": "3,2"}))
    await here.restart()
    assert (await here.admin.says("thoi")).text == "Không ghi gì từ 1 biểu mẫu đã gửi."
    assert in_store(here) == (0, 0)


async def test_a_figure_that_the_unit_gave_meanwhile_is_not_replaced(here: Town) -> None:
    handed_out = await forms(here)
    await here.admin.sends("nop.xlsx", filled(handed_out[MOI], {"F5": "3,2", "F6": "200"}))
    await here.minh.says("/baocao")
    await here.minh.says("3,3 ty")
    shown = await here.admin.taps("Ghi 2 số liệu của 1 đơn vị")
    assert "✓ Thôn Bản Mới · Đợt 1: 1 số, 1 ô chưa ghi" in shown.text


async def test_what_was_locked_or_handed_in_meanwhile_is_refused_by_its_unit(here: Town) -> None:
    handed_out = await forms(here)
    sent = {name: filled(handed_out[name], {"F5": "3,2"}) for name in (MOI, HOA)}
    shown = await here.admin.sends("nop.zip", packed(sent))
    await here.lan.says("1: 11,9 ty; 2: 1340; 3: 94,5%")
    await here.lan.taps("Xem và nộp báo cáo")
    await here.lan.taps("Nộp báo cáo")
    data = shown.raw["buttons"][0][0]["data"]
    kept = await here.admin.taps_data(shown.message_id, data)
    assert "✓ Thôn Bản Mới · Đợt 1: 1 số\n" in kept.text
    assert "✗ Thôn Nà Hoa · Đợt 1: Báo cáo Đợt 1 của Thôn Nà Hoa đã nộp" in kept.text
    # The same button again has nothing left to do.
    assert "Nút này đã cũ" in (await here.admin.taps_data(shown.message_id, data)).text


async def test_each_unit_is_a_transaction_and_after_a_stop_in_the_middle_the_rest_is_kept_once(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_out = await forms(here)
    sent = {name: filled(handed_out[name], {"F5": "3,2"}) for name in (MOI, HOA, TRUONG)}
    shown = await here.admin.sends("nop.zip", packed(sent))
    put, tries = sent_forms_kept.standing_in.put, []

    def once(*given: object, **more: object) -> object:
        tries.append(1)
        if len(tries) == 2:
            raise _Stopped
        return put(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(sent_forms_kept.standing_in, "put", once)
    assert here.bot is not None
    with pytest.raises(_Stopped):
        _keep_all(here)
    assert in_store(here) == (1, 0)
    await here.restart()
    await here.admin.taps_data(shown.message_id, shown.raw["buttons"][0][0]["data"])
    assert in_store(here) == (3, 0)


class _Stopped(Exception):
    """The process ends here."""


def _keep_all(here: Town) -> None:
    assert here.bot is not None
    now = here.clock.now()
    while here.bot.store.write_now(
        lambda tx: sent_forms_kept.keep_next(tx, access.caller(tx, ADMIN, "Hương", now), now)
    ):
        pass


# --- Rights ----------------------------------------------------------------------------------------------------


async def test_whoever_is_no_admin_any_more_keeps_nothing(here: Town) -> None:
    handed_out = await forms(here)
    await here.admin.sends("nop.xlsx", filled(handed_out[MOI], {"F5": "3,2"}))
    assert here.bot is not None
    now = here.clock.now()
    here.bot.store.write_now(
        lambda tx: tx.execute(update(roles).where(roles.c.role == "admin").values(until=now))
    )
    assert "liên kết mời" in (await here.admin.taps("Ghi 1 số liệu của 1 đơn vị")).text
    assert in_store(here) == (0, 0)


async def test_a_focal_point_sends_no_zip_and_no_form_of_another(here: Town) -> None:
    handed_out = await forms(here)
    assert (await here.lan.sends("nop.zip", packed(handed_out))).text.startswith(
        "Tệp này chưa dùng được ở đây"
    )
    assert (await here.lan.sends("nop.xlsx", handed_out[MOI])).text.startswith(
        "Biểu mẫu này là của Thôn Bản Mới"
    )


async def test_an_admin_of_another_office_is_refused_by_each_file(here: Town) -> None:
    handed_out = await forms(here)
    assert here.bot is not None

    def moved(tx: Tx) -> None:
        other = builders.unit(tx, "KB", "UBND xã Khe Bạc", kind="xa")
        tx.execute(update(roles).where(roles.c.role == "admin").values(unit_id=other))

    here.bot.store.write_now(moved)
    shown = await here.admin.sends("nop.zip", packed({MOI: handed_out[MOI]}))
    assert shown.text == (
        "Không có biểu mẫu nào ghi được.\n\nKhông nhận 1 tệp\n"
        "✗ bieu-mau-thon-ban-moi-dot-1.xlsx: Biểu mẫu này là của Thôn Bản Mới · Đợt 1, anh/chị không nhập báo cáo của "
        "đơn vị đó nên chưa ghi gì. Gõ /bieumau để lấy biểu mẫu của đơn vị mình."
    )


async def test_an_admin_who_is_a_focal_point_too_has_both(here: Town) -> None:
    assert here.bot is not None
    now = here.clock.now()
    here.bot.store.write_now(lambda tx: builders.grant_focal_point(tx, ADMIN, 2, now))
    shown = await here.admin.says("/bieumau")
    assert shown.text.startswith("Biểu mẫu số liệu: Thôn Nà Hoa · Đợt 1")
    own = await file_of(here, shown)
    listed = await here.admin.taps("Biểu mẫu các đơn vị")
    assert listed.text.startswith("Biểu mẫu của đơn vị nào?")
    preview = await here.admin.sends("nop.xlsx", filled(own, {"F5": "11,9"}))
    assert preview.text.startswith("Thôn Nà Hoa · Đợt 1\nBiểu mẫu thay đổi 1 số liệu")
