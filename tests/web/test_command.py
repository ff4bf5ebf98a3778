"""`page-link`: the operator lets somebody in whose network blocks Telegram."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.campaign.model import Role
from bot.cli.pages import add_commands
from bot.config import Config
from bot.errors import OperatorError, Refused
from tests import builders
from tests.web.house import ADDRESS, House, words

PAGE = {"DONDOC_PAGE__LISTEN": "127.0.0.1:8085", "DONDOC_PAGE__BASE_URL": ADDRESS}


def run(folder: Path, *arguments: str, page: dict[str, str] = PAGE) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    chosen = parser.parse_args(["page-link", *arguments])
    url = f"sqlite:///{folder / 'dondoc.sqlite3'}"
    config = Config.load(None, {"DONDOC_DATABASE__URL": url, **page}, need_token=False)
    return int(chosen.run(chosen, config))


async def test_the_link_of_the_command_line_lets_its_person_in(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "--unit", "T01", "--role", "head", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["link"] == f"{ADDRESS}/vao/{said['code'].replace('-', '')}"
    browser = house.browser()
    house.now = datetime.now(UTC)
    assert (await browser.sends("/vao", code=said["code"])).status_code == 303
    assert "Chào Sơn" in words((await browser.opens("/")).text)


def test_where_several_hold_a_role_the_name_decides(house: House, tmp_path: Path) -> None:
    house.write(lambda tx, now: builders.person(tx, 900, "Nguyễn Thị Ánh", now, (Role.HEAD, 2)))
    with pytest.raises(Refused) as refusal:
        run(tmp_path, "--unit", "T01", "--role", "head")
    assert refusal.value.facts["names"] == ["Nguyễn Thị Ánh", "Sơn"]
    assert run(tmp_path, "--unit", "T01", "--role", "head", "--name", "thi anh") == 0


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--unit", "T09", "--role", "head"), "unit_code_unknown"),
        (("--unit", "T02", "--role", "head"), "page_whom"),
        (("--unit", "T01", "--role", "head", "--name", "Ai"), "page_whom"),
    ],
)
def test_nobody_else_gets_one(house: House, tmp_path: Path, arguments: tuple[str, ...], reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        run(tmp_path, *arguments)
    assert refusal.value.reason == reason


def test_without_a_page_there_is_no_link(house: House, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"\[page\]"):
        run(tmp_path, "--unit", "T01", "--role", "head", page={})
