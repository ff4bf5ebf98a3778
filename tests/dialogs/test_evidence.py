"""Photos and files for the open question, word for word through the real bot."""

import base64
import errno
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.errors import StoreFull, StoreUnavailable
from bot.store.narrative_tables import evidence
from tests.town import Shown, Town

PHOTO = b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x10\x00\x10" + bytes(20)


async def sends_photo(here: Town, n: int = 0, **more: object) -> Shown:
    content = base64.b64encode(PHOTO + bytes([n])).decode()
    done = await here.post("send", chat=here.lan.chat, kind="photo", file=content, first_name="Lan", **more)
    return await here.lan.hears(since=done["change"])


def kept(here: Town) -> list[Path]:
    return sorted((here.folder / "dondoc-files").iterdir())


async def test_a_photo_is_evidence_for_the_open_question_and_the_question_stays_open(here: Town) -> None:
    await here.lan.says("/baocao")
    assert (
        str(await sends_photo(here))
        == """✓ Đã lưu minh chứng 1/5 cho Thu ngân sách trên địa bàn.
Câu hỏi về chỉ tiêu này vẫn đang mở.
[Xem minh chứng][Xem lại câu hỏi]"""
    )
    assert [path.stat().st_size for path in kept(here)] == [len(PHOTO) + 1]
    assert (await here.lan.says("11,9 ty")).text.startswith("✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng")
    review = await here.lan.taps("Xem toàn bộ")
    assert "1. Thu ngân sách trên địa bàn: 11,9 tỷ đồng · 1 minh chứng\n" in review.text
    assert (
        str(await here.lan.taps("Minh chứng (1)"))
        == """Minh chứng
Thôn Nà Hoa · Đợt 1

1. Thu ngân sách trên địa bàn: ảnh (1 KB)
   Lan, 09:00 02/5/2023
[Mở 1]"""
    )


async def test_evidence_is_sent_back_and_removed_by_whoever_sent_it(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.sends("bang-ke.docx", b"PK a list of receipts", caption="12,5 ty")
    assert "Chú thích của tệp không được đọc thành số liệu" in (await here.lan.sees())[-1].text
    await here.lan.taps("Xem minh chứng")
    shown = await here.lan.taps("Mở 1")
    assert shown.raw["document"]["file_name"] == "bang-ke.docx"
    assert str(shown) == "Thu ngân sách trên địa bàn\nThôn Nà Hoa\nLan, 09:00 02/5/2023\n[Bỏ minh chứng này]"
    assert "Chưa có minh chứng." in (await here.lan.taps("Bỏ minh chứng này")).text
    await here.lan.says("/hanchot")
    assert kept(here) == []


async def test_several_photos_at_once_are_all_kept_and_the_sixth_is_refused(here: Town) -> None:
    await here.lan.says("/baocao")
    for n in range(5):
        content = base64.b64encode(PHOTO + bytes([n])).decode()
        await here.post("send", chat=here.lan.chat, kind="photo", file=content, first_name="Lan")
    await here.lan.hears_of("minh chứng 5/5", since=0)
    assert (await sends_photo(here, 5)).text == (
        "Chỉ tiêu «Thu ngân sách trên địa bàn» đã có 5 minh chứng, nhiều nhất cho một số liệu. "
        "Mở Minh chứng, bỏ bớt một tệp rồi gửi lại."
    )
    assert len(kept(here)) == 5


async def sends_album(here: Town, places: range, **more: object) -> int:
    """Photos with one `media_group_id`, as an album comes; returns when the first was sent."""
    first = 0
    for n in places:
        content = base64.b64encode(PHOTO + bytes([n])).decode()
        done = await here.post(
            "send", chat=here.lan.chat, kind="photo", file=content, first_name="Lan", group="a1b2c3", **more
        )
        first = first or done["change"]
    return first


async def test_an_album_is_answered_once_and_says_which_of_it_were_kept(here: Town) -> None:
    await here.lan.says("/baocao")
    await sends_photo(here, 0)
    answers = len(await here.lan.sees())
    since = await sends_album(here, range(7))
    assert (
        str(await here.lan.hears_of("Tệp thứ 6, 7", since=since))
        == """✓ Đã lưu 4/7 tệp vừa gửi làm minh chứng cho Thu ngân sách trên địa bàn (có 5/5).
Đã lưu tệp thứ 2, 3, 4, 5.
✗ Tệp thứ 6, 7: đã đủ 5 minh chứng cho một số liệu
✗ Tệp thứ 1: đã có trong báo cáo
Câu hỏi về chỉ tiêu này vẫn đang mở.
[Xem minh chứng][Xem lại câu hỏi]"""
    )
    assert len(await here.lan.sees()) == answers + 1
    assert len(kept(here)) == 5


async def test_the_rest_of_an_album_that_comes_after_a_restart_goes_into_the_same_answer(here: Town) -> None:
    await here.lan.says("/baocao")
    since = await sends_album(here, range(2))
    assert "2/2 tệp" in (await here.lan.hears_of("2/2 tệp", since=since)).text
    await here.restart()
    answers = len(await here.lan.sees())
    since = await sends_album(here, range(2, 4), text="12,5 ty")
    told = await here.lan.hears_of("4/4 tệp", since=since)
    assert "Chú thích của tệp không được đọc thành số liệu" in told.text
    assert len(await here.lan.sees()) == answers


@pytest.mark.parametrize(
    "asked",
    [
        "usecases.evidencing.check_before",
        "usecases.albums.note",
        "store.albums.answered",
        "store.evidence.is_used",
    ],
)
async def test_an_album_waits_out_a_database_that_is_away_at_whatever_it_asks(
    here: Town, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    place, name = f"bot.{asked}".rsplit(".", 1)
    works = getattr(import_module(place), name)
    away = iter((True, True))

    def now_and_then(*words: object, **more: object) -> object:
        if next(away, False):
            raise StoreUnavailable("locked by another program")
        return works(*words, **more)

    monkeypatch.setattr(f"{place}.{name}", now_and_then)
    monkeypatch.setattr("handlers.waiting.PATIENCE", 0)
    monkeypatch.setattr("handlers.chat.PATIENCE", 0)
    await here.lan.says("/baocao")
    answers = len(await here.lan.sees())
    with capture_logs() as logs:
        since = await sends_album(here, range(3))
        await here.lan.hears_of("3/3 tệp", since=since)
        await here.lan.says("/giup")
    assert [entry["event"] for entry in logs].count("update_waits_for_the_database") == 2
    assert not [entry for entry in logs if entry["event"] == "update_failed"]
    assert len(await here.lan.sees()) == answers + 2
    assert len(kept(here)) == 3


async def test_without_room_for_it_the_mark_of_an_album_holds_up_nothing(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreFull("no room")

    monkeypatch.setattr("bot.store.albums.answered", full)
    await here.lan.says("/baocao")
    since = await sends_album(here, range(3))
    await here.lan.hears_of("3/3 tệp", since=since)
    assert (await here.lan.says("12,5")).text.startswith("✓")
    assert len(kept(here)) == 3


async def test_an_album_where_nothing_is_open_is_answered_once(here: Town) -> None:
    await here.lan.says("/start")
    answers = len(await here.lan.sees())
    since = await sends_album(here, range(3))
    await here.lan.hears_of("Bot chưa hiểu tin nhắn này.", since=since)
    await here.lan.says("/hanchot")
    assert len(await here.lan.sees()) == answers + 2


async def test_the_same_file_again_is_named(here: Town) -> None:
    await here.lan.says("/baocao")
    await sends_photo(here)
    await here.lan.says("11,9 ty")
    assert (await sends_photo(here)).text == (
        "Tệp này đã có trong báo cáo: ảnh, chỉ tiêu «Thu ngân sách trên địa bàn». Không cần gửi lại."
    )
    assert len(kept(here)) == 1


async def test_a_file_that_is_too_large_or_a_full_disk_leaves_nothing_half_done(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await here.lan.says("/baocao")
    assert here.bot is not None
    here.bot.desk.files.most = 10
    assert (await sends_photo(here)).text.startswith("Tệp lớn quá 0 MB nên chưa được lưu.")
    here.bot.desk.files.most = 2**20

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("bot.store.files.os.fsync", full)
    assert (await sends_photo(here)).text.startswith("Máy chủ chưa lưu được tệp (hết chỗ hoặc ổ đĩa lỗi)")
    assert kept(here) == []
    monkeypatch.undo()
    assert (await sends_photo(here)).text.startswith("✓ Đã lưu minh chứng 1/5")


async def test_after_handing_in_evidence_can_be_seen_by_the_standing_body_but_not_removed(here: Town) -> None:
    await here.lan.says("/baocao")
    await sends_photo(here)
    for text in ("11,9 ty", "1.340", "94,5%"):
        await here.lan.says(text)
    await here.lan.taps("Nộp báo cáo")
    await here.admin.says("/duyet")
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Minh chứng (1)")
    shown = await here.admin.taps("Mở 1")
    assert shown.buttons == ()
    message = (await here.lan.sees())[-1].message_id
    refused = await here.lan.taps_data(message, "evidence_drop:1", forged=True)
    assert refused.text.startswith("Báo cáo")
    assert (await here.minh.says("/start")).text
    refused = await here.minh.taps_data(1, "evidence_open:1", forged=True)
    assert refused.text.startswith("Anh/chị không có quyền")


async def test_a_photo_where_nothing_is_open_is_answered_as_before(here: Town) -> None:
    assert (await sends_photo(here)).text.startswith("Bot chưa hiểu tin nhắn này.")
    assert kept(here) == []


async def test_what_shows_nothing_is_refused_with_what_would(here: Town) -> None:
    await here.lan.says("/baocao")
    said = "Minh chứng là ảnh, hoặc tệp .pdf, .docx, .doc, .xls, .csv, .txt."
    assert (await here.lan.sends("cai-dat.exe", b"MZ")).text.startswith(said)
    done = await here.post("send", chat=here.lan.chat, kind="voice", file="AAAA", first_name="Lan")
    assert (await here.lan.hears(since=done["change"])).text.startswith(said)
    assert (await here.lan.says("11,9 ty")).text.startswith("✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng")
    assert kept(here) == []


async def test_the_card_the_history_and_the_summary_tell_what_shows_a_figure(here: Town) -> None:
    await here.lan.says("/baocao")
    await sends_photo(here)
    await here.lan.sends("bang-ke.docx", b"PK a list of receipts")
    await here.lan.taps("Xem minh chứng")
    await here.lan.taps("Mở 2")
    await here.lan.taps("Bỏ minh chứng này")
    for figure in ("11,9 ty", "1.340", "94,5%"):
        await here.lan.says(figure)
    await here.lan.taps("Thuyết minh")
    await here.lan.taps("Gương người tốt, việc tốt")
    await here.lan.taps("Thêm gương")
    await here.lan.says("Bà Lò Thị Mai")
    await here.lan.says("Hiến 200 m2 đất làm đường.")
    await here.lan.taps("Không nêu tên")
    await here.lan.taps("Quay lại")
    await here.lan.taps("Xem toàn bộ báo cáo")
    await here.lan.taps("Nộp báo cáo")
    await here.admin.says("/duyet")
    card = await here.admin.taps("1. Thôn Nà Hoa")
    assert "1. Thu ngân sách trên địa bàn: 11,9 tỷ đồng · 1 minh chứng\n" in card.text
    history = (await here.admin.taps("Lịch sử")).text
    assert "Lan\n   Minh chứng, Thu ngân sách trên địa bàn: ảnh\n" in history
    assert "   Minh chứng, Thu ngân sách trên địa bàn: bang-ke.docx · đã bỏ lúc 09:00 02/5/2023\n" in history
    assert "Lan\n   Gương người tốt (không nêu tên): Hiến 200 m2 đất làm đường.\n" in history
    assert "1/3 đơn vị · 1 minh chứng\n" in (await here.admin.says("/tonghop")).text
    await here.admin.says("/duyet")
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Minh chứng (1)")
    assert (
        str(await here.admin.taps("Mở 1")) == "Thu ngân sách trên địa bàn\nThôn Nà Hoa\nLan, 09:00 02/5/2023"
    )


async def test_what_came_by_the_page_is_sent_from_the_disk(here: Town) -> None:
    """Telegram has none of it, so the bot hands out the file itself."""
    await here.lan.says("/baocao")
    shown = await here.lan.sends("bao-cao.txt", b"what both hold")
    assert "minh chứng 1/5" in shown.text
    here.bot.store.write_now(
        lambda tx: tx.execute(update(evidence).values(file_id=None, file_unique_id=None, message_id=None))
    )
    await here.lan.taps("Xem minh chứng")
    shown = await here.lan.taps("Mở 1")
    assert shown.raw["document"]["file_name"] == "bao-cao.txt"
    file = await here.bot.bot.get_file(shown.raw["document"]["file_id"])
    assert bytes(await file.download_as_bytearray()) == b"what both hold"
    await here.lan.taps("Bỏ minh chứng này")
    await here.lan.says("/hanchot")
    assert kept(here) == []


async def handed_in_with_a_photo(here: Town) -> None:
    await here.lan.says("/baocao")
    await sends_photo(here)
    await here.lan.says("1: 11,9 ty; 2: 1340; 3: 94,5%")
    await here.lan.taps("Xem và nộp báo cáo")
    await here.lan.taps("Nộp báo cáo")


async def test_from_the_summary_leaders_open_what_shows_an_indicator(here: Town) -> None:
    await handed_in_with_a_photo(here)
    await here.minh.says("/baocao")
    await here.minh.sends("bang-ke.docx", b"PK not handed in")
    for person in (here.admin, here.viewer):
        await person.says("/tonghop")
        assert (
            str(await person.taps("Minh chứng (1)"))
            == """Minh chứng
Phong trào thi đua năm 2023
Đợt 1

Chỉ tiêu có minh chứng trong các báo cáo đã nộp; bấm để xem từng tệp.
[1. Thu ngân sách trên địa bàn (1)]
[Tổng hợp]"""
        )
        assert (
            str(await person.taps("1. Thu ngân sách trên địa bàn (1)"))
            == """Minh chứng: 1. Thu ngân sách trên địa bàn
Đợt 1 · 1 tệp

1. Thôn Nà Hoa: ảnh
   Lan, 09:00 02/5/2023
[Mở 1]
[Chỉ tiêu khác][Tổng hợp]"""
        )
        assert (
            str(await person.taps("Mở 1")) == "Thu ngân sách trên địa bàn\nThôn Nà Hoa\nLan, 09:00 02/5/2023"
        )
    assert (await here.viewer.says("/duyet")).text.startswith("Anh/chị không có quyền")


async def test_a_leader_opens_only_what_counts_in_his_summary(here: Town) -> None:
    await handed_in_with_a_photo(here)
    await here.minh.says("/baocao")
    await here.minh.sends("bang-ke.docx", b"PK not handed in")
    for person, data in ((here.viewer, "evidence_open:2"), (here.minh, "evidence_open:1")):
        await person.says("/start")
        refused = await person.taps_data(1, data, forged=True)
        assert refused.text.startswith("Anh/chị không có quyền")
    for data in ("evidence_of:1:1:0", "evidence_for:1:1:1:0"):
        assert (await here.minh.taps_data(1, data, forged=True)).text.startswith("Anh/chị không có quyền")
    await here.lan.taps("Xem lại")
    await here.lan.taps("Rút báo cáo")
    await here.lan.says("nhầm số liệu")
    assert (await here.viewer.taps_data(1, "evidence_open:1", forged=True)).text.startswith("Anh/chị không")
