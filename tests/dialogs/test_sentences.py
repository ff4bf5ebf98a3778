"""Qualitative indicators with a sentence beside how far they have come, word for word."""

import pytest
from sqlalchemy import update

from bot.store.tables import indicators
from tests.town import Town


@pytest.fixture(autouse=True)
def first_is_qualitative(here: Town) -> None:
    assert here.bot is not None
    change = (
        update(indicators)
        .where(indicators.c.id == 1)
        .values(name="Lập quy hoạch bãi rác", value=None, measure_unit="", measure="qualitative")
    )
    here.bot.store.write_now(lambda tx: tx.execute(change))


ASKED = """Thôn Nà Hoa · Đợt 1
Hạn Thứ Sáu, 16/6/2023 (còn 45 ngày)

1/3. Lập quy hoạch bãi rác
Đến nay thực hiện đến đâu? Gõ được cả câu: đang thực hiện, đã xong 2 trong 5 việc
[Đã thực hiện]
[Đang thực hiện]
[Chưa thực hiện]
[Xem toàn bộ]"""
BESIDE = """Lập quy hoạch bãi rác
Mức độ: đang thực hiện

Nói thêm một câu về việc đã làm? Gõ vào đây, hoặc bấm Bỏ qua.
[Bỏ qua][Sửa mức độ]"""


async def test_the_standing_and_the_sentence_come_in_one_message(here: Town) -> None:
    assert str(await here.lan.says("/baocao")) == ASKED
    answer = await here.lan.says("đang thực hiện, đã đo xong 2 trong 5 thửa")
    assert answer.text.startswith("✓ Lập quy hoạch bãi rác: đang thực hiện – đã đo xong 2 trong 5 thửa\n")
    await here.lan.taps("Xem toàn bộ")
    shown = (await here.lan.sees())[-1].text
    assert "1. Lập quy hoạch bãi rác: đang thực hiện – đã đo xong 2 trong 5 thửa" in shown


async def test_after_a_tap_the_sentence_is_asked_once(here: Town) -> None:
    await here.lan.says("/baocao")
    assert str(await here.lan.taps("Đang thực hiện")) == BESIDE
    answer = await here.lan.says("đã đo xong 2 trong 5 thửa")
    assert answer.text.startswith("✓ Lập quy hoạch bãi rác: đang thực hiện – đã đo xong 2 trong 5 thửa\n")
    edited = await here.lan.edits(here.lan.last_message_id, "đã đo xong 3 trong 5 thửa")
    assert edited.text.startswith(
        "✓ Lập quy hoạch bãi rác: đang thực hiện – đã đo xong 3 trong 5 thửa · đã sửa\n"
    )


async def test_the_sentence_may_be_skipped_and_the_standing_tapped_again(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.taps("Đang thực hiện")
    await here.lan.taps("Sửa mức độ")
    await here.lan.taps("Đã thực hiện")
    assert (await here.lan.taps("Bỏ qua")).text.startswith("✓ Lập quy hoạch bãi rác: đã thực hiện\n")


async def test_a_standing_typed_where_the_sentence_is_asked_replaces_the_tapped_one(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.taps("Đang thực hiện")
    answer = await here.lan.says("đã thực hiện, từ tháng 3")
    assert answer.text.startswith("✓ Lập quy hoạch bãi rác: đã thực hiện – từ tháng 3\n")


async def test_a_sentence_that_is_too_long_is_refused_with_what_to_do(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.taps("Đang thực hiện")
    refused = await here.lan.says("a" * 301)
    assert refused.text == (
        "Câu thuyết minh dài 301 ký tự, nhiều nhất 300. Gõ lại ngắn hơn; phần chi tiết viết vào mục Thuyết minh."
    )
    assert (await here.lan.says("đang chờ kinh phí")).text.startswith(
        "✓ Lập quy hoạch bãi rác: đang thực hiện"
    )


async def test_the_open_question_for_the_sentence_survives_a_restart(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.taps("Đang thực hiện")
    await here.restart()
    assert (await here.lan.says("đang đo")).text.startswith(
        "✓ Lập quy hoạch bãi rác: đang thực hiện – đang đo\n"
    )
