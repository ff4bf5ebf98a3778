"""The same conversations in English, word for word: a report from /baocao to its receipt, a nudge, refusals, the help."""

import pytest

from bot.store.engine import Tx
from bot.texts import View
from handlers import routes
from handlers.chat import Typed, Use
from tests.town import Town


@pytest.fixture(autouse=True)
async def lan_speaks_english(here: Town) -> None:
    await here.lan.says("/ngonngu")
    await here.lan.taps("English")


async def test_a_report_is_entered_and_submitted_in_english(here: Town) -> None:
    lan = here.lan
    assert (
        str(await lan.says("/baocao"))
        == """Thôn Nà Hoa · Đợt 1
Due Friday, 16/6/2023 (45 days left)

1/3. Thu ngân sách trên địa bàn
Measure unit: tỷ đồng
Target: 12,5 tỷ đồng
Enter the running total of the year.
[Nil]
[No figure yet][Skip]
[See all]"""
    )
    assert (
        str(await lan.says("11,9 ty"))
        == """✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng

2/3. Sản lượng lương thực có hạt
Measure unit: tấn
Target: 1.340 tấn
Enter the running total of the year.
[Nil]
[No figure yet][Skip]
[Correct last figure][See all]"""
    )
    assert (
        str(await lan.taps("No figure yet"))
        == """Sản lượng lương thực có hạt
Why is there no figure yet? Choose a reason or type the unit's.
[Not measured yet]
[Another office keeps it]
[Does not apply to the unit]
[Back to the figure]"""
    )
    assert (
        str(await lan.taps("Not measured yet"))
        == """✓ Sản lượng lương thực có hạt: no figure yet (not measured yet)

3/3. Tỷ lệ hộ sử dụng nước hợp vệ sinh
Measure unit: %
Target: Over 93%
Enter the figure on the day of the report. 12/14 works too, so that it can be added to other units'.
[Nil]
[No figure yet][Skip]
[Correct last figure][See all]"""
    )
    assert (
        str(await lan.says("94,5"))
        == """✓ Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5%

Thôn Nà Hoa · Đợt 1
Due Friday, 16/6/2023 (45 days left)
3/3 indicators entered
1. Thu ngân sách trên địa bàn: 11,9 tỷ đồng
2. Sản lượng lương thực có hạt: no figure yet (not measured yet)
3. Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5%

Tap a number to correct, or submit the report.
Can be corrected until the end of 16/7/2023.
[1][2][3]
[Narrative][Signed report]
[Submit report]"""
    )
    assert (
        str(await lan.taps("Submit report"))
        == """Report submitted.
Thôn Nà Hoa · Đợt 1
Phong trào thi đua năm 2023
Submitted at 09:00 02/5/2023 – on time
Indicators: 3. The standing body has received the figures.
Can be corrected until the end of 16/7/2023.
[Look again][Other reports]"""
    )


async def test_a_doubtful_figure_is_asked_back_in_english(here: Town) -> None:
    await here.lan.says("/baocao")
    asked = await here.lan.says("1,234")
    assert "A comma before three digits can be read in two ways." in asked.text


async def test_a_nudge_comes_in_the_language_of_each_person(here: Town) -> None:
    await here.minh.says("/start")
    await here.at("2023-06-13 08:00")
    assert (
        str(await here.lan.hears_of("days left", since=0))
        == """To the focal point of Thôn Nà Hoa:
3 days left to send the figures of Đợt 1 (due Friday, 16/6/2023).
The unit has no figure yet; indicators: 3.
Phong trào thi đua năm 2023

Type /baocao or tap a button to enter them.
[Enter figures]
[Remind me tomorrow]"""
    )
    assert "Còn 3 ngày đến hạn" in (await here.minh.hears_of("đến hạn", since=0)).text


async def test_a_refusal_and_an_old_button_are_answered_in_english(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.says("11,9 ty")
    question = (await here.lan.sees())[-2]
    assert (await here.lan.taps_data(question.message_id, question.raw["buttons"][0][0]["data"])).text == (
        "This button is old; nothing has changed. Use the newest message or type /baocao."
    )
    assert (await here.lan.says("/chuabaocao")).text == (
        "You may not do this. If you need to, please ask the standing body for the role."
    )


async def test_a_failure_of_our_own_is_told_in_english(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_: Typed) -> Use:
        def use(_tx: Tx, _who: object, _now: object) -> View | None:
            raise ZeroDivisionError("a mistake of ours")

        return use

    await here.lan.says("/baocao")
    monkeypatch.setitem(routes.TYPED, "question", breaks)
    assert (await here.lan.says("12,5")).text == (
        "Sorry, the bot failed over this message and has noted it for repair. "
        "Figures entered before are still there. Type /baocao to go on."
    )


async def test_the_help_lists_the_same_commands_in_english(here: Town) -> None:
    vietnamese = (await here.minh.says("/giup")).text.splitlines()
    english = (await here.lan.says("/giup")).text.splitlines()
    assert [line.partition(" – ")[0] for line in english if line.startswith("/")] == [
        line.partition(" – ")[0] for line in vietnamese if line.startswith("/")
    ]
    assert english[:2] == ["What you can do", "/baocao – enter and submit a report"]
    assert english[-1] == (
        "Type figures as you speak: 12,5 tỷ, 98%, không phát sinh (nil), chưa có số liệu (no figure yet)."
    )
