"""The summary for other programs: JSON and CSV agree with the content, fields are documented, no text is a formula."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from bot.cli import main
from bot.reports import tables
from bot.reports.content import SummaryContent
from bot.store.engine import Store
from bot.usecases import content_words
from bot.usecases.pulling import EVERYTHING
from tests.golden.campaign import Golden, golden_content, golden_store

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/tables.md"
OF_CONTENT = tuple(name for name in tables.TABLES if name != "history")


@pytest.fixture(scope="module")
def content() -> SummaryContent:
    return golden_content()


@pytest.fixture(scope="module")
def here() -> Iterator[tuple[Store, Golden]]:
    with golden_store() as made:
        yield made


def spelled(value: object) -> str:
    """A value of JSON as CSV writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def read(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode(), newline="")))


def test_json_has_every_figure_of_the_content_to_the_last_digit(content: SummaryContent) -> None:
    found = json.loads(tables.write_json(content))

    assert (found["units_reported"], found["units_expected"]) == (3, 6)
    assert sum(found["counting"].values()) == content.total == 24
    ids = {line["n"]: line["id"] for line in found["indicators"]}
    assert len(ids) == 25
    below = {
        line["n"]: (line["part_of"], line["restates"]) for line in found["indicators"] if line["stt"] is None
    }
    assert below == {21: (None, ids[20]), 22: (ids[1], None)}
    assert found["as_of"] == "2020-06-20T08:00:00+07:00"
    for line, row in zip(found["indicators"], content.rows, strict=True):
        for name, value in (
            ("last", row.last),
            ("this", row.this),
            ("actual", row.cumulative),
            ("percent", row.percent),
            ("target", row.target.value),
        ):
            assert (None if line[name] is None else Decimal(line[name])) == value
        assert (line["status"], line["reported"]) == (row.assessment.value, row.reported)


@pytest.mark.parametrize("table", OF_CONTENT)
def test_csv_says_what_json_says(content: SummaryContent, table: str) -> None:
    document = json.loads(tables.write_json(content))
    lines = document["indicators" if table == "progress" else table]
    found = read(tables.write_csv(content, table))

    assert [list(line) for line in lines] == [list(tables.FIELDS[table])] * len(lines)
    said = [{name: spelled(value) for name, value in line.items()} for line in lines]
    assert found == said


def test_the_history_has_every_version_the_newest_first(here: tuple[Store, Golden]) -> None:
    store, golden = here
    rows = store.read_now(lambda tx: content_words.history(tx, golden.campaign_id, EVERYTHING))
    found = read(tables.write_history(rows))

    assert len(found) == len(rows) > 80
    corrected = next(line for line in found if line["because"] == "Cộng sót một xóm")
    assert (corrected["before"], corrected["after"], corrected["person"]) == (
        "2700.75",
        "2800.75",
        "Lý Văn Hai",
    )
    assert [line["at"] for line in found] == sorted((line["at"] for line in found), reverse=True)


def test_every_field_is_documented_and_nothing_else() -> None:
    parts = re.split(r"^## (\w+):", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    for table, text in zip(parts[::2], parts[1::2], strict=True):
        known = set(tables.FIELDS[table])
        assert known - set(re.findall(r"`(\w+)`", text)) == set(), table
    assert parts[::2] == list(tables.TABLES)


@pytest.mark.parametrize(
    "payload",
    [
        "=1+1",
        "+84 912",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =HYPERLINK(1)",
        "＝1+1",
    ],
)
def test_a_text_never_becomes_a_formula_and_a_number_stays_one(content: SummaryContent, payload: str) -> None:
    hostile = replace(
        content,
        units=tuple(replace(unit, unit=payload, cluster=payload) for unit in content.units),
        clusters=tuple(replace(one, cluster=payload) for one in content.clusters),
        groups=tuple(
            replace(
                group,
                title=payload,
                rows=tuple(replace(row, name=payload, cumulative=Decimal("-0.5")) for row in group.rows),
            )
            for group in content.groups
        ),
    )
    for table in ("progress", "units", "clusters"):
        for line in read(tables.write_csv(hostile, table)):
            for name, value in line.items():
                assert not re.match(r"\s*[=+@\t\r\n＝]", value), (table, name, value)
    assert {line["actual"] for line in read(tables.write_csv(hostile))} == {"-0.5"}
    assert read(tables.write_csv(hostile, "units"))[0]["unit"] == "'" + payload


def run(here: tuple[Store, Golden], monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setenv("DONDOC_DATABASE__URL", here[0].url)
    return main(["summary", *words])


def test_the_command_writes_each_form_into_a_file(
    here: tuple[Store, Golden],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "summary"
    assert (
        run(here, monkeypatch, "1", "--phase", "1", "--period", "2", "--form", "csv", "--out", str(out)) == 0
    )
    assert [line["actual"] for line in read(out.read_bytes()) if line["n"] == "4"] == ["14.70"]
    assert run(here, monkeypatch, "1", "--period", "2", "--json") == 0
    assert json.loads(capsys.readouterr().out)["units_reported"] == 3
    assert (
        run(here, monkeypatch, "1", "--period", "2", "--form", "csv", "--table", "history", "--out", str(out))
        == 0
    )
    assert len(read(out.read_bytes())) > 40
    assert run(here, monkeypatch, "1", "--period", "2") == 0
    text = capsys.readouterr().out
    assert "Đơn vị đã báo cáo: 3/6 ▰▰▰▰▰▱▱▱▱▱" in text
    assert "▰▰▰▱▱▱▱▱▱▱ 29,3% · nguy cơ · 3/4 đơn vị · 1 số ước · 1 lấy số kỳ trước · 1 chờ giải trình" in text


def test_the_command_keeps_to_one_unit(
    here: tuple[Store, Golden], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(here, monkeypatch, "1", "--period", "2", "--unit", "X2", "--form", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [unit["code"] for unit in found["units"]] == ["X2"]
    assert found["seen"] == "Xã Bản Lũng"


@pytest.mark.filterwarnings("ignore:.*xtension is not supported")
@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ((), ["Tiến độ chỉ tiêu", "Biểu đồ", "Theo đơn vị"]),
        (("--unit", "X2"), ["Tiến độ chỉ tiêu", "Các kỳ", "Lịch sử"]),
    ],
)
def test_the_command_writes_the_workbook_of_all_and_the_sheet_of_a_unit(
    here: tuple[Store, Golden],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: tuple[str, ...],
    pages: list[str],
) -> None:
    out = tmp_path / "summary.xlsx"
    assert run(here, monkeypatch, "1", "--period", "2", *words, "--form", "xlsx", "--out", str(out)) == 0
    assert openpyxl.load_workbook(out).sheetnames[: len(pages)] == pages


def test_the_command_writes_a_picture_into_a_pipe(
    here: tuple[Store, Golden], monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(here, monkeypatch, "1", "--period", "2", "--form", "png-timeline") == 0
    assert capfdbinary.readouterr().out.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("1", "--unit", "X2", "--form", "docx"),
            "Báo cáo, công văn, danh sách là văn bản của cơ quan phát động",
        ),
        (("9",), "Không có phong trào số 9."),
        (("1", "--phase", "7"), "Phong trào này không có đợt 7."),
        (("1", "--unit", "KHONG"), "Không có đơn vị nào mang mã “KHONG”."),
        (("1", "--period", "2", "--out", "/khong/co"), "The summary cannot be written to /khong/co"),
    ],
)
def test_what_there_is_not_gets_a_clear_answer(
    here: tuple[Store, Golden],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    said: str,
) -> None:
    assert run(here, monkeypatch, *words) == 1
    assert said in capsys.readouterr().err


def test_a_period_without_any_report_says_so(
    here: tuple[Store, Golden], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(here, monkeypatch, "1", "--phase", "2") == 0
    text = capsys.readouterr().out
    assert "Đơn vị đã báo cáo: 0/6" in text
    assert "Chưa có báo cáo nào được nộp cho kỳ này." in text
