"""The folder of files that people sent."""

import os
from pathlib import Path

import pytest

from bot.store.files import Files


def test_a_file_that_comes_twice_at_the_same_moment_is_kept_for_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = Files(tmp_path / "files", most=1000)
    flush = os.fsync
    others: list[str] = []

    def meanwhile(number: int) -> None:
        flush(number)
        if not others:
            others.append("begun")
            others.append(files.keep(b"the same"))

    monkeypatch.setattr(os, "fsync", meanwhile)
    name = files.keep(b"the same")
    assert others == ["begun", name]
    assert [one.name for one in files.folder.iterdir()] == [name]
