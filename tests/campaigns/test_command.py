"""`campaign open`: a directive becomes a running campaign without a chat."""

import argparse
import json
from pathlib import Path

import pytest

from bot.cli.campaigns import add_commands
from bot.config import Config
from bot.errors import OperatorError, Refused
from tests.campaigns.commune import Commune, commune
from tests.campaigns.test_sent_files import TEXT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "chi-thi.txt").write_text(TEXT, encoding="utf-8")
    with commune(tmp_path) as here:
        assert isinstance(here, Commune)
    return tmp_path


def run(folder: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    arguments = parser.parse_args(["campaign", "open", *words])
    url = f"sqlite:///{folder / 'dondoc.sqlite3'}"
    config = Config.load(None, {"DONDOC_DATABASE__URL": url}, need_token=False)
    return int(arguments.run(arguments, config))


def test_a_directive_is_opened_and_launched_in_one_go(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(folder / "chi-thi.txt")
    assert run(folder, file, "--owner", "SV", "--due", "1=2026-12-10", "--launch", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "campaign": 1,
        "phases": [{"n": 1, "due": "2026-12-10"}],
        "indicators": 2,
    }


def test_units_are_chosen_by_code(folder: Path) -> None:
    file = str(folder / "chi-thi.txt")
    assert run(folder, file, "--owner", "SV", "--units", "TN1,TN2", "--launch") == 0
    with pytest.raises(OperatorError, match="KB1"):
        run(folder, file, "--owner", "SV", "--units", "TN1,KB1")


def test_a_file_that_launches_nothing_is_refused_and_leaves_nothing(folder: Path) -> None:
    (folder / "cho.txt").write_text("Gạo 5 kg", encoding="utf-8")
    with pytest.raises(Refused, match="not_a_directive"):
        run(folder, str(folder / "cho.txt"), "--owner", "SV")


def test_the_end_is_given_where_the_directive_does_not_say_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    endless = folder / "endless.txt"
    endless.write_text(TEXT.replace("đến hết ngày 31/12/2026", ""), encoding="utf-8")
    with pytest.raises(Refused, match="campaign_without_end"):
        run(folder, str(endless), "--owner", "SV", "--launch")
    assert run(folder, str(endless), "--owner", "SV", "--launch", "--end", "2026-12-31", "--json") == 0
    assert json.loads(capsys.readouterr().out)["phases"] == [{"n": 1, "due": "2026-12-17"}]


def test_an_unknown_owner_or_file_is_named(folder: Path) -> None:
    with pytest.raises(OperatorError, match="NOWHERE"):
        run(folder, str(folder / "chi-thi.txt"), "--owner", "NOWHERE")
    with pytest.raises(OperatorError, match=r"absent\.txt"):
        run(folder, str(folder / "absent.txt"), "--owner", "SV")


def test_doubted_readings_are_named_and_not_launched_over_unless_told_so(folder: Path) -> None:
    doubted = folder / "doubted.txt"
    doubted.write_text(TEXT.replace("- Trồng", "- Kết nạp 40 chuông.\n- Trồng"), encoding="utf-8")
    with pytest.raises(OperatorError, match=r"despite-doubts\.\n  line \d+ .* 40 unknown_measure_unit"):
        run(folder, str(doubted), "--owner", "SV", "--launch")
    assert run(folder, str(doubted), "--owner", "SV") == 0
    assert run(folder, str(doubted), "--owner", "SV", "--launch", "--despite-doubts") == 0
