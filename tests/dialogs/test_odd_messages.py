"""Messages of every kind that people send: each gets a helpful line, and none leaves a trace of a failure."""

import asyncio
import base64

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from handlers.routes import COMMANDS
from tests.town import Person, Town

GROUP = -1001
PICTURE = base64.b64encode(b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x10\x00\x10" + bytes(20)).decode()
STRANGE_TEXTS = (
    "a" * 4096,
    "9" * 4096,
    "🏆" * 2048,
    "\u202e125\u202c \u200f12,5",
    "12\x00,5\x01",
    "<b>12</b> &amp; <a href='tg://user?id=1'>x</a>",
    "\u00a0\u200b\u2060",
    "/",
    "/@",
    "/baocao\nngay",
    "/khong_co_lenh_nay 1 2 3",
    "{{ 7 * 7 }} {% raw %}",
    "1e999999999",
    "-" * 500,
)


async def failures(here: Town) -> list[str]:
    """What was set aside as a failure of the program."""
    await here.bot.desk.settled()  # type: ignore[union-attr] # the bot of a town runs.
    engine = create_engine(f"sqlite:///{here.folder / 'dondoc.sqlite3'}", poolclass=NullPool)
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT failure FROM inbox WHERE failure IS NOT NULL")).scalars())


async def test_every_strange_text_is_answered_and_none_fails(here: Town) -> None:
    for person in (here.lan, here.admin, here.head, here.stranger):
        for said in STRANGE_TEXTS:
            answer = await person.says(said)
            assert "bot gặp lỗi" not in answer.text, said
    assert await failures(here) == []


async def test_a_strange_text_in_a_report_leaves_the_question_open(here: Town) -> None:
    await here.lan.says("/baocao")
    for said in STRANGE_TEXTS:
        answer = await here.lan.says(said)
        assert "✓" not in answer.text, said
    assert await failures(here) == []
    await here.lan.says("/baocao")
    assert (await here.lan.says("12,5")).text.startswith("✓ Thu ngân sách trên địa bàn: 12,5 tỷ đồng")


@pytest.mark.parametrize("kind", ["sticker", "voice", "photo", "forward"])
async def test_what_is_no_text_of_ones_own_gets_a_helpful_line(here: Town, kind: str) -> None:
    for person in (here.lan, here.admin, here.viewer, here.stranger):
        body = {"text": "/start abc"} if kind == "forward" else {"file": PICTURE}
        done = await here.post("send", chat=person.chat, kind=kind, first_name=person.name, **body)
        answer = await person.hears(since=done["change"])
        assert answer.text
    assert await failures(here) == []


async def test_a_name_full_of_markup_is_shown_as_it_is_typed(here: Town) -> None:
    name = "<b>Tý</b> & \u202eold\u0000 {{x}}"
    person = Person(here, 909, name)
    assert "liên kết mời" in (await person.says("/start")).text
    assert await failures(here) == []


async def test_a_group_hears_no_answer_to_what_is_not_asked_of_the_bot(here: Town) -> None:
    await here.admin.says("/giup")
    for said in ("xin chào", "/khong_co", "12,5", "/giup@bot_khac"):
        await here.post("send", chat=GROUP, text=said, **{"from": here.admin.chat})
    await here.post("send", chat=GROUP, text="/chuabaocao", **{"from": here.admin.chat})
    found = await here.get("wait", chat=GROUP, since=0, timeout=20)
    assert [m["text"].splitlines()[0] for m in found["messages"]] == ["Đơn vị chưa gửi báo cáo"]
    assert "Minh" not in found["messages"][0]["text"]


async def test_a_flood_from_one_chat_does_not_keep_another_waiting(here: Town) -> None:
    await here.lan.says("/baocao")
    floods = [here.minh.mutters(f"tin thứ {n}") for n in range(300)]
    await asyncio.gather(*floods)
    answer = await here.lan.says("12,5")
    assert answer.text.startswith("✓ Thu ngân sách trên địa bàn: 12,5 tỷ đồng")
    answered = sum(message["from"] == "bot" for message in await here.get("messages", chat=here.minh.chat))
    assert answered < 300, "the flood was over before she was answered"


async def test_whoever_blocked_the_bot_and_comes_back_goes_on_where_he_was(here: Town) -> None:
    lan = here.lan
    await lan.says("/baocao")
    await here.post("block", chat=lan.chat)
    await here.at("2023-06-13 08:00")
    await here.post("unblock", chat=lan.chat)
    assert (await lan.says("12,5")).text.startswith("✓ Thu ngân sách trên địa bàn: 12,5 tỷ đồng")
    assert await failures(here) == []


async def test_every_command_tells_somebody_without_a_role_only_how_to_get_one(here: Town) -> None:
    for name in COMMANDS:
        # Whoever asks what is stored about him is told the truth, with a role or without.
        told = "không lưu gì về anh/chị" if name in {"dulieucuatoi", "xoadulieu"} else "liên kết mời"
        assert told in (await here.stranger.says(f"/{name}")).text, name
    assert await failures(here) == []


async def test_an_admin_of_another_office_sees_no_names_where_he_only_may_look(here: Town) -> None:
    """He is an admin of the school and a viewer of the commune: the hamlets' focal points are not his people."""
    engine = create_engine(f"sqlite:///{here.folder / 'dondoc.sqlite3'}", poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO roles (person_id, unit_id, role, since) SELECT people.id, units.id, 'admin', "
                "people.met_at FROM people, units WHERE people.name = 'Thắng' AND units.code = 'TH1'"
            )
        )
    assert "Minh" in (await here.admin.says("/chuabaocao")).text
    seen = (await here.viewer.says("/chuabaocao")).text
    assert "Thôn Bản Mới" in seen
    assert "Minh" not in seen
