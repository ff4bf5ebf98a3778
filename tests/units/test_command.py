"""`units import FILE` on an empty machine."""

from pathlib import Path

import pytest

from bot.cli import main
from bot.store import units
from bot.store.engine import Store

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "units.csv"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'dondoc.sqlite3'}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DONDOC_CONFIG", raising=False)
    monkeypatch.setenv("DONDOC_DATABASE__URL", url)
    return url


def test_the_example_commune_comes_in_before_the_first_start(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["units", "import", str(EXAMPLE)]) == 0
    assert "Thêm mới: 15" in capsys.readouterr().out
    store = Store(url)
    try:
        root = store.read_now(lambda tx: units.by_code(tx, "SV"))
        assert root is not None
        assert len(store.read_now(lambda tx: units.below(tx, root.path))) == 15
        assert store.read_now(lambda tx: units.kinds(tx, root.path)) == [
            "phòng", "thôn", "trường", "trạm", "xã", "đoàn thể",
        ]  # fmt: skip
    finally:
        store.close()


def test_a_bad_row_is_one_sentence_on_standard_error(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "don-vi.csv"
    bad.write_text(EXAMPLE.read_text(encoding="utf-8") + "T9,Thôn Chín,thôn,thôn,KHONG,,required\n", "utf-8")
    assert main(["units", "import", str(bad)]) == 1
    assert "Dòng 17: không có đơn vị cấp trên mã KHONG" in capsys.readouterr().err
    store = Store(url)
    try:
        assert store.read_now(units.every) == []
    finally:
        store.close()


def test_a_file_that_is_not_there_is_named(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["units", "import", "absent.csv"]) == 1
    assert "absent.csv cannot be read" in capsys.readouterr().err
