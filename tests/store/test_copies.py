"""A backup beside a running bot, and the way back."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from bot.cli import main
from bot.errors import OperatorError
from bot.store.copies import backup, restore
from bot.store.engine import Store, Tx, integrity
from bot.store.tables import clusters
from tests import builders

NOW = datetime(2026, 1, 12, 2, 30, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with one cluster, "before"."""
    url = builders.database(tmp_path)
    closing(url, adds("before"))
    return url


def adds(code: str) -> Callable[[Tx], object]:
    return lambda tx: tx.execute(insert(clusters).values(code=code, name=code))


def closing(url: str, act: Callable[[Tx], object]) -> None:
    store = Store(url)
    try:
        store.write_now(act)
    finally:
        store.close()


def held(path: Path) -> list[str]:
    store = Store(f"sqlite:///{path}")
    try:
        return list(store.read_now(lambda tx: tx.execute(select(clusters.c.code)).scalars().all()))
    finally:
        store.close()


def test_a_backup_made_beside_a_running_bot_has_all_that_was_committed(url: str, tmp_path: Path) -> None:
    running = Store(url)
    try:
        running.write_now(adds("during"))
        backup(url, tmp_path / "copy.sqlite3")
        running.write_now(adds("after"))
    finally:
        running.close()
    assert integrity(tmp_path / "copy.sqlite3") == "ok"
    assert held(tmp_path / "copy.sqlite3") == ["before", "during"]


def test_a_backup_is_readable_by_its_owner_only(url: str, tmp_path: Path) -> None:
    backup(url, tmp_path / "copy.sqlite3")
    assert (tmp_path / "copy.sqlite3").stat().st_mode & 0o077 == 0


def test_a_backup_never_overwrites_a_file(url: str, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite3").write_text("precious")
    with pytest.raises(OperatorError, match="exists already"):
        backup(url, tmp_path / "copy.sqlite3")
    assert (tmp_path / "copy.sqlite3").read_text() == "precious"


def test_a_backup_that_fails_leaves_nothing_behind(url: str, tmp_path: Path) -> None:
    (tmp_path / "dondoc.sqlite3").write_bytes(b"no database any more" * 1000)
    with pytest.raises(OperatorError, match="cannot be copied"):
        backup(url, tmp_path / "copy.sqlite3")
    with pytest.raises(OperatorError):
        backup(url, tmp_path / "absent" / "copy.sqlite3")
    assert not list(tmp_path.glob("copy*"))


def test_the_database_is_not_restored_from_itself(url: str, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="the database itself"):
        restore(url, tmp_path / "dondoc.sqlite3", NOW)


def test_a_restore_brings_the_backup_back_and_keeps_the_replaced_file(url: str, tmp_path: Path) -> None:
    backup(url, tmp_path / "copy.sqlite3")
    closing(url, adds("lost"))
    kept = restore(url, tmp_path / "copy.sqlite3", NOW)
    assert held(tmp_path / "dondoc.sqlite3") == ["before"]
    assert kept == tmp_path / "dondoc.replaced.20260112-023000.sqlite3"
    assert held(kept) == ["before", "lost"]
    assert (tmp_path / "copy.sqlite3").exists()


def test_a_restore_onto_a_new_machine_needs_no_database(url: str, tmp_path: Path) -> None:
    other = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    assert restore(other, tmp_path / "dondoc.sqlite3", NOW) is None
    assert held(tmp_path / "new.sqlite3") == ["before"]


def test_a_restore_is_refused_while_a_bot_runs_on_the_database(url: str, tmp_path: Path) -> None:
    backup(url, tmp_path / "copy.sqlite3")
    running = Store(url)
    try:
        running.write_now(adds("during"))
        with pytest.raises(OperatorError, match="A bot is running"):
            restore(url, tmp_path / "copy.sqlite3", NOW)
        running.write_now(adds("later"))
    finally:
        running.close()
    assert held(tmp_path / "dondoc.sqlite3") == ["before", "during", "later"]
    assert not list(tmp_path.glob("dondoc.replaced*"))


def test_a_damaged_database_can_be_replaced_and_is_kept(url: str, tmp_path: Path) -> None:
    backup(url, tmp_path / "copy.sqlite3")
    damage = b"no database any more" * 1000
    (tmp_path / "dondoc.sqlite3").write_bytes(damage)
    (tmp_path / "dondoc.sqlite3-wal").write_bytes(b"a stale log")
    kept = restore(url, tmp_path / "copy.sqlite3", NOW)
    assert kept is not None
    assert kept.read_bytes() == damage
    assert held(tmp_path / "dondoc.sqlite3") == ["before"]


def test_the_log_of_a_killed_bot_is_not_played_into_the_restored_database(url: str, tmp_path: Path) -> None:
    database, log = tmp_path / "dondoc.sqlite3", tmp_path / "dondoc.sqlite3-wal"
    backup(url, tmp_path / "copy.sqlite3")
    running = Store(url)
    try:
        for n in range(100):
            running.write_now(adds(f"later {n}"))
        left = log.read_bytes()
    finally:
        running.close()
    database.rename(tmp_path / "taken away")
    log.write_bytes(left)
    assert restore(url, tmp_path / "copy.sqlite3", NOW) is None
    assert integrity(database) == "ok"
    assert held(database) == ["before"]


def test_a_backup_touches_no_file_of_a_similar_name(url: str, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite3.part").write_text("somebody's own")
    backup(url, tmp_path / "copy.sqlite3")
    assert (tmp_path / "copy.sqlite3.part").read_text() == "somebody's own"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "newer than this program"),
        ("DROP TABLE alembic_version", "not a backup"),
    ],
)
def test_what_this_program_cannot_serve_is_not_restored(
    url: str, tmp_path: Path, statement: str, words: str
) -> None:
    backup(url, tmp_path / "copy.sqlite3")
    closing(f"sqlite:///{tmp_path / 'copy.sqlite3'}", lambda tx: tx.execute(text(statement)))
    with pytest.raises(OperatorError, match=words):
        restore(url, tmp_path / "copy.sqlite3", NOW)
    assert held(tmp_path / "dondoc.sqlite3") == ["before"]


def test_a_damaged_or_absent_backup_is_not_restored(url: str, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.sqlite3"
    backup(url, damaged)
    content = damaged.read_bytes()
    damaged.write_bytes(content[:4096] + b"\x99" * (len(content) - 4096))
    (tmp_path / "letter.txt").write_text("Kính gửi Ủy ban nhân dân xã " * 50)
    for name in ("damaged.sqlite3", "letter.txt", "absent.sqlite3"):
        with pytest.raises(OperatorError, match=name):
            restore(url, tmp_path / name, NOW)
    assert held(tmp_path / "dondoc.sqlite3") == ["before"]


def test_another_database_is_left_to_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="pg_dump"):
        backup("postgresql://bot@db/dondoc", tmp_path / "copy.sqlite3")


def test_the_commands_say_where_the_files_are(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DONDOC_CONFIG", raising=False)
    monkeypatch.setenv("DONDOC_DATABASE__URL", url)
    assert main(["backup", "copy.sqlite3"]) == 0
    assert main(["backup", "copy.sqlite3"]) == 1
    assert main(["restore", "copy.sqlite3"]) == 0
    spoken = capsys.readouterr()
    assert "the replaced database is kept as" in spoken.out
    assert "copy.sqlite3 exists already" in spoken.err
