"""`nudges --from --to`: what it prints is what the running bot then sends."""

import argparse
import asyncio
import json
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.campaign.quiet import Quiet
from bot.cli import nudges as cli_nudges
from bot.config import Config
from bot.store import quiet
from bot.store.message_tables import said, slots
from tests.scheduler.office import Office, at, june

FIRST, LAST = date(2023, 5, 29), date(2023, 7, 3)


async def rehearsed(
    office: Office, capsys: pytest.CaptureFixture[str], *more: str, first: date = FIRST, last: date = LAST
) -> list[dict[str, Any]]:
    """What the command prints; it runs beside the bot, in a loop of its own."""
    parser = argparse.ArgumentParser()
    cli_nudges.add_commands(parser.add_subparsers())
    words = ["nudges", "--from", first.isoformat(), "--to", last.isoformat(), "--json", *more]
    arguments = parser.parse_args(words)
    config = Config.load(None, {"DONDOC_DATABASE__URL": office.store.url}, need_token=False)
    # What the office's own bot logged before is not the command's.
    capsys.readouterr()
    assert await asyncio.to_thread(arguments.run, arguments, config) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


async def test_what_is_rehearsed_is_what_the_bot_then_says_word_for_word(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    units = [office.unit(name) for name in ("Thôn Nà Hoa", "Thôn Bản Mới", "Trạm Y tế")]
    everyone = [await office.focal_point(unit) for unit in units]
    everyone.append(await office.focal_point(*units[:2], name="Trần Văn Bình", since=june(7, 15)))
    for role in ("admin", "viewer"):
        everyone.append(await office.person("Bùi Thị Mai", role, office.root))
    office.campaign(*units[:2], invited=(units[2],))
    office.campaign(*units[1:], due=date(2023, 6, 18), launched=june(5, 10), title="Đợt cao điểm")
    expected = await rehearsed(office, capsys)
    for n in range((LAST - FIRST).days + 1):
        for hour, minute in ((8, 0), (10, 0), (14, 0), (16, 30)):
            await office.wakes(at(FIRST + timedelta(days=n), hour, minute))
    for person in everyone:
        own = [message for message in expected if message["chat_id"] == person]
        assert [message["text"] for message in own] == await office.heard(person)
        days = [f"{int(m['at'][8:10])}/{int(m['at'][5:7])} {m['at'][11:]}" for m in own]
        assert days == await office.days_heard(person)


async def test_a_rehearsal_says_for_which_due_day_and_step_and_which_older_ones_it_speaks(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = office.unit("Phòng Nội vụ")
    await office.focal_point(unit)
    office.campaign(unit, due=date(2023, 6, 17))
    found = await rehearsed(office, capsys, first=june(15).date(), last=june(16).date())
    assert [
        (m["at"], m["kind"], m["lines"][0]["due"], m["lines"][0]["step"], m["lines"][0]["merged"])
        for m in found
    ] == [
        ("2023-06-15T08:00", "digest", "2023-06-17", -3, [-15, -7]),
        ("2023-06-16T08:00", "digest", "2023-06-17", 0, [-1]),
    ]


async def test_a_rehearsal_of_days_that_were_lived_says_what_was_said_on_them(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    office.campaign(unit)
    await office.lives(FIRST, LAST)
    found = await rehearsed(office, capsys)
    assert [message["text"] for message in found] == await office.heard(person)


async def test_a_rehearsal_of_one_campaign_leaves_the_messages_of_others_out(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    units = [office.unit("Phòng Nội vụ"), office.unit("Trạm Y tế")]
    for unit in units:
        await office.focal_point(unit)
    office.campaign(units[0])
    other = office.campaign(units[1], title="Đợt cao điểm")
    found = await rehearsed(office, capsys, "--campaign", str(other.campaign_id), last=june(2).date())
    assert [message["lines"][0]["unit"] for message in found] == ["trạm-y-tế"]


async def test_a_rehearsal_writes_nothing_into_the_database(
    office: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    unit = office.unit("Phòng Nội vụ")
    await office.focal_point(unit)
    office.campaign(unit)
    assert await rehearsed(office, capsys)
    left = office.store.read_now(lambda tx: (tx.execute(select(said)).all(), tx.execute(select(slots)).all()))
    assert (office.outcomes(), *left) == ([], [], [])


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--from", "2023-06-01"],
        ["--from", "2023-06-02", "--to", "2023-06-01"],
        ["--at", "2023-06-01T08:00", "--from", "2023-06-01", "--to", "2023-06-02"],
    ],
)
def test_a_moment_or_two_days_in_order_must_be_given(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    cli_nudges.add_commands(parser.add_subparsers())
    arguments = parser.parse_args(["nudges", *words])
    url = f"sqlite:///{tmp_path / 'dondoc.sqlite3'}"
    config = Config.load(None, {"DONDOC_DATABASE__URL": url}, need_token=False)
    with pytest.raises(SystemExit):
        arguments.run(arguments, config)
    assert "either --at, or --from" in capsys.readouterr().err


async def test_those_who_stand_over_units_and_who_has_quiet_hours_hear_what_was_rehearsed(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    unit, beside = office.unit("Thôn Nà Hoa"), office.unit("Thôn Bản Mới")
    office.in_cluster("Cụm phía Đông", unit, beside)
    everyone = [
        await office.focal_point(unit),
        await office.focal_point(beside, name="Trần Văn Bình"),
        await office.person("Nông Văn Sơn", "head", unit),
        await office.person("Lý Thị Hoa", "cluster_lead", beside),
        await office.person("Trần Thị Bình", "admin", office.root),
    ]
    office.campaign(unit, beside)
    night = Quiet(start=time(20), end=time(9, 30))
    office.store.write_now(lambda tx: quiet.keep(tx, everyone[1], night, office.now))
    first, last = june(14).date(), june(27).date()
    expected = await rehearsed(office, capsys, first=first, last=last)
    for n in range((last - first).days + 1):
        for hour, minute in ((8, 0), (9, 30), (10, 0), (14, 0), (16, 30)):
            await office.wakes(at(first + timedelta(days=n), hour, minute))
    for person in everyone:
        own = [message for message in expected if message["chat_id"] == person]
        assert [message["text"] for message in own] == await office.heard(person)
        days = [f"{int(m['at'][8:10])}/{int(m['at'][5:7])} {m['at'][11:]}" for m in own]
        assert days == await office.days_heard(person)
    roles = {line["role"] for message in expected for line in message["lines"]}
    assert roles == {"focal_point", "head", "cluster_lead", "admin"}
