"""`read-directive FILE [--json]`."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli.directive import add_commands
from bot.errors import Refused
from tests.directive.samples import EXAMPLES


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    arguments = parser.parse_args(["read-directive", *words])
    return int(arguments.run(arguments))


def test_json_is_printed_with_figures_as_decimal_strings(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(EXAMPLES / "chi-thi-2026.txt"), "--json") == 0
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    first = printed["indicators"][0]
    assert (first["name"], first["value"], first["unit"], first["line"]) == (
        "Thu ngân sách trên địa bàn",
        "50.2",
        "tỷ đồng",
        26,
    )
    assert (printed["number"], printed["date"], printed["end"]) == ("02/CT-UBND", "2026-01-12", "2026-12-31")


def test_without_json_each_fact_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    run(str(EXAMPLES / "chi-thi-2026.txt"))
    lines = capsys.readouterr().out.splitlines()
    assert "number\t02/CT-UBND" in lines
    assert sum(line.startswith("indicators\t") for line in lines) == 12


def test_a_shopping_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Gạo 5 kg\nTrứng 10 quả\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        run(str(tmp_path / "a.txt"))
    assert refused.value.reason == "not_a_directive"


def test_a_file_that_cannot_be_read_is_refused_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.raises(Refused) as refused:
        run(str(tmp_path / "a.txt"))
    assert refused.value.reason == "document_empty"
