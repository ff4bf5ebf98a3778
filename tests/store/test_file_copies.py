"""The sent files go into the backup with the database that names them, and come back with it."""

from pathlib import Path

import pytest

from bot.cli import main
from bot.errors import OperatorError
from bot.store import file_copies
from bot.store.files import Files
from tests import builders


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files", most=100)


def test_a_backup_has_the_files_beside_the_database_and_a_restore_brings_both_back(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DONDOC_DATABASE__URL", f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")
    monkeypatch.setenv("DONDOC_FILES__PATH", str(files.folder))
    monkeypatch.chdir(tmp_path)
    builders.database(tmp_path)
    kept = [files.keep(b"photo"), files.keep(b"paper")]
    assert main(["backup", "copy.sqlite3"]) == 0
    assert capsys.readouterr().out == "copy.sqlite3\ncopy.sqlite3.files 2 files\n"
    files.remove(kept[0])
    newer = files.keep(b"came later")
    assert main(["restore", "copy.sqlite3"]) == 0
    assert f"1 files put back into {files.folder}" in capsys.readouterr().out
    assert {path.name for path in files.folder.iterdir()} == {*kept, newer}
    assert (files.folder / kept[0]).read_bytes() == b"photo"
    assert main(["backup", "copy.sqlite3"]) == 1, "neither is overwritten"


def test_the_copies_are_readable_by_their_owner_only(files: Files, tmp_path: Path) -> None:
    name = files.keep(b"photo")
    assert file_copies.back_up(files.folder, tmp_path / "copy") == 1
    folder = tmp_path / "copy.files"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / name).stat().st_mode & 0o777 == 0o600


def test_a_damaged_file_is_named_and_no_half_copy_is_left(files: Files, tmp_path: Path) -> None:
    name = files.keep(b"photo")
    (files.folder / name).write_bytes(b"phot0")
    with pytest.raises(OperatorError, match=f"{name} is damaged"):
        file_copies.back_up(files.folder, tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["files"]


def test_what_is_still_being_written_is_left_out(files: Files, tmp_path: Path) -> None:
    (files.folder / ("a" * 64 + ".part")).write_bytes(b"pho")
    assert file_copies.back_up(files.folder, tmp_path / "copy") == 0
    assert not (tmp_path / "copy.files").exists()
    assert file_copies.put_back(tmp_path / "copy", files.folder) is None
