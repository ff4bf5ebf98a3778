"""`nudges --at`, and the ticks beside planning."""

import argparse
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.cli import main
from bot.cli import nudges as cli_nudges
from bot.config import Config
from bot.store import audit, inbox
from bot.store.engine import Tx
from bot.store.inbox import Received
from bot.store.message_tables import audit as audit_table
from bot.store.message_tables import inbox as inbox_table
from bot.store.message_tables import slots
from tests.scheduler.office import Office, june


def asked(office: Office, at: str, *more: str) -> int:
    parser = argparse.ArgumentParser()
    cli_nudges.add_commands(parser.add_subparsers())
    arguments = parser.parse_args(["nudges", "--at", at, *more])
    config = Config.load(None, {"DONDOC_DATABASE__URL": office.store.url}, need_token=False)
    return int(arguments.run(arguments, config))


async def test_nudges_at_a_moment_prints_who_would_get_what(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    opened = office.campaign(unit)
    assert asked(office, "2023-06-13T08:00", "--json") == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    text = printed[0].pop("text")
    assert text.startswith("Kính gửi đồng chí đầu mối Phòng Nội vụ:\nCòn 3 ngày đến hạn")
    assert printed == [
        {
            "at": "2023-06-13T08:00",
            "person": "Lò Văn An",
            "chat_id": person,
            "kind": "digest",
            "lines": [
                {
                    "campaign": opened.campaign_id,
                    "phase": 1,
                    "period": opened.period_id,
                    "unit": "phòng-nội-vụ",
                    "role": "focal_point",
                    "due": "2023-06-16",
                    "step": -3,
                    "merged": [-15, -7],
                }
            ],
        }
    ]


async def test_nudges_at_a_moment_plans_and_sends_nothing(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = office.unit("Phòng Nội vụ")
    await office.focal_point(unit)
    office.campaign(unit)
    asked(office, "2023-06-13T08:00", "--json")
    planned = office.store.read_now(lambda tx: tx.execute(select(slots)).all())
    assert (office.outcomes(), planned) == ([], [])


@pytest.mark.parametrize("at", ["2023-06-13T07:59", "2023-06-17T08:00", "2023-06-14T18:00"])
async def test_nudges_at_a_moment_without_a_slot_prints_nothing(
    office: Office, capsys: pytest.CaptureFixture[str], at: str
) -> None:
    unit = office.unit("Phòng Nội vụ")
    await office.focal_point(unit)
    office.campaign(unit)
    assert asked(office, at, "--json") == 0
    assert capsys.readouterr().out == ""


async def test_the_audit_is_sealed_by_a_tick(office: Office) -> None:
    for n in range(3):
        office.store.write_now(
            lambda tx, n=n: audit.note(tx, "open", "report", n, person_id=None, now=june(1))
        )
    await office.ticks.seal()
    unsealed = office.store.read_now(
        lambda tx: tx.execute(select(audit_table.c.id).where(audit_table.c.seal.is_(None))).all()
    )
    assert unsealed == []


async def test_answered_updates_are_forgotten_after_two_days_by_a_tick(office: Office) -> None:
    def receive(tx: Tx) -> None:
        inbox.keep(tx, [Received(update_id=1, chat_id=1, body="{}")], june(1))
        inbox.answered(tx, [1], june(1))

    office.store.write_now(receive)
    office.now = june(4)
    await office.ticks.forget()
    assert office.store.read_now(lambda tx: tx.execute(select(inbox_table.c.update_id)).all()) == []


def test_a_summary_asked_of_an_empty_database_is_refused_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DONDOC_DATABASE__URL", f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")
    monkeypatch.chdir(tmp_path)
    assert main(["summary", "1", "--json"]) == 1
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "Không có phong trào số 1.\n")


def test_nobody_hears_anything_from_an_empty_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DONDOC_DATABASE__URL", f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")
    monkeypatch.chdir(tmp_path)
    assert main(["nudges", "--at", "2023-06-13T08:00", "--json"]) == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "nobody would get a message\n")
