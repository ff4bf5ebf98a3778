"""The demo beside its page: the clock, the state that the page waits for, and the story a scene at a time."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.demo import showing
from bot.demo.run import Demo
from bot.demo.story import BINH, HOA, STORY
from bot.usecases import nudging
from tests.demo.acting import Answer
from tests.demo.stage import running_demo

LAUNCH = 5
"""Scenes up to the launch."""


@pytest.fixture
async def running() -> AsyncIterator[tuple[Demo, httpx.AsyncClient]]:
    async with running_demo() as running:
        yield running


@pytest.fixture
def demo(running: tuple[Demo, httpx.AsyncClient]) -> Demo:
    return running[0]


@pytest.fixture
def client(running: tuple[Demo, httpx.AsyncClient]) -> httpx.AsyncClient:
    return running[1]


async def state(client: httpx.AsyncClient, **asked: str | int) -> Answer:
    return (await client.get("/demo/state", params=asked)).json()


async def test_the_story_begins_with_everybody_enrolled_and_nothing_launched(
    client: httpx.AsyncClient,
) -> None:
    found = await state(client)
    assert [(one["name"], one["role"]) for one in found["people"]] == [
        ("Nguyễn Thị Hoa", "admin"),
        ("Trần Văn Bình", "focal_point"),
        ("Lê Thị Dung", "focal_point"),
        ("Phạm Quốc Khánh", "focal_point"),
        ("Đỗ Văn Minh", "head"),
        ("Hoàng Văn Tài", "cluster_lead"),
    ]
    assert (found["day"], found["hour"]) == ("Thứ Tư, 20/5/2026", "08:30")
    assert found["outbox"] == []
    assert found["story"]["step"] == 1


async def test_the_clock_stops_at_the_next_nudge_which_is_sent_at_once(
    demo: Demo, client: httpx.AsyncClient
) -> None:
    for scene in STORY[:LAUNCH]:
        await demo.teller.tell(scene)
    moved = (await client.post("/control/clock", json={"step": "next"})).json()
    assert (moved["now"][:16], moved["sent"]) == ("2026-06-02T08:00", 4)
    rows = (await state(client))["outbox"]
    assert [(row["kind"], row["outcome"]) for row in rows] == [
        ("standing_list", "sent"),
        *[("digest", "sent")] * 3,
        *[("launch", "sent")] * 3,
    ]


async def test_without_a_nudge_to_come_the_clock_stays(client: httpx.AsyncClient) -> None:
    moved = (await client.post("/control/clock", json={"step": "next"})).json()
    assert (moved["now"][:16], moved["sent"]) == ("2026-05-20T08:30", 0)


async def test_the_clock_goes_on_a_day_or_to_a_moment_but_never_back(client: httpx.AsyncClient) -> None:
    moved = (await client.post("/control/clock", json={"step": "+1d"})).json()
    assert moved["now"][:16] == "2026-05-21T08:30"
    moved = (await client.post("/control/clock", json={"at": "2026-05-22T09:00:00+07:00"})).json()
    assert moved["words"] == "09:00 Thứ Sáu, 22/5/2026"
    back = await client.post("/control/clock", json={"at": "2026-05-21T09:00:00+07:00"})
    assert (back.status_code, back.json()["description"]) == (400, "Bad Request: the clock only goes forward")


@pytest.mark.parametrize("wanted", [{"at": "mai"}, {"at": "2026-05-22T09:00:00"}, {"step": "+2d"}, {}])
async def test_a_clock_that_is_told_nonsense_stays(client: httpx.AsyncClient, wanted: dict[str, str]) -> None:
    answer = await client.post("/control/clock", json=wanted)
    assert answer.status_code == 400
    assert (await state(client))["hour"] == "08:30"


async def test_a_wait_for_news_ends_with_a_message(client: httpx.AsyncClient) -> None:
    before = await state(client)
    waiting = asyncio.create_task(state(client, stamp=before["stamp"], timeout=25))
    await client.post("/control/send", json={"chat": BINH.chat, "text": "/hanchot"})
    after = await waiting
    assert after["change"] > before["change"]


async def test_a_wait_without_news_ends_with_what_was_known(client: httpx.AsyncClient) -> None:
    before = await state(client)
    after = await state(client, stamp=before["stamp"], timeout=0)
    assert after["stamp"] == before["stamp"]


async def test_a_scene_of_the_story_is_one_request(client: httpx.AsyncClient) -> None:
    told = await client.post("/demo/story", json={})
    assert told.json() == {"chat": HOA.chat}
    found = await state(client)
    assert (found["story"]["step"], found["story"]["next"]) == (2, STORY[1].title)


async def test_a_scene_that_cannot_be_played_says_what_it_misses(client: httpx.AsyncClient) -> None:
    await client.post("/demo/story", json={})
    await client.post("/control/send", json={"chat": HOA.chat, "text": "/giup"})
    await client.get("/control/wait", params={"chat": HOA.chat, "timeout": 5})
    told = await client.post("/demo/story", json={})
    assert told.status_code == 409
    assert "misses the button [Xem chỉ tiêu]" in told.json()["description"]
    assert (await state(client))["story"]["step"] == 2


async def test_the_page_allows_nothing_from_elsewhere(client: httpx.AsyncClient) -> None:
    for path in ("/", "/page.js", "/drawing.js", "/page.css", "/icon.svg"):
        answer = await client.get(path)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
        assert "https://" not in answer.text.replace("https?:", "")


def test_the_page_has_a_name_for_every_kind_of_message_that_the_bot_sends_by_itself() -> None:
    script = (Path(showing.__file__).parent / "page/page.js").read_text(encoding="utf-8")
    named = script.partition("const KINDS = {")[2].partition("};")[0]
    assert [kind for kind in nudging.KINDS if f" {kind}:" not in named] == []
