"""Copies of an SQLite database: made beside a running bot, checked, and put back."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from bot.errors import OperatorError
from bot.store.engine import sqlite_path
from bot.store.migrations import FOLDER, HEAD

_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_BESIDE = ("-wal", "-shm", "-journal")
_PATIENCE = 1.0
# The copies hold names and chat ids.
_OURS_ALONE = 0o600


def backup(url: str, copy: Path) -> None:
    """Copy the database into a new file that only its owner may read, and check the copy.

    Errors: OperatorError where there is no database, the file exists already, or the copy is not sound;
    nothing is left behind then.
    """
    source = _file_of(url)
    if not source.exists():
        raise OperatorError(f"There is no database at {source}.")
    if copy.exists():
        raise OperatorError(f"{copy} exists already: choose another name.")
    with _copied(source, copy) as fresh:
        fresh.rename(copy)


def restore(url: str, copy: Path, now: datetime) -> Path | None:
    """Put a backup in the database's place; returns where the replaced file was kept, None where none was.

    A backup of an older program is fine: the next start migrates it.
    Errors: OperatorError where the backup is damaged, not ours or newer than this program, or while a bot
    has the database open; the database is untouched then.
    """
    target = _file_of(url)
    if not copy.is_file():
        raise OperatorError(f"There is no file {copy}.")
    if target.exists() and target.samefile(copy):
        raise OperatorError(f"{copy} is the database itself.")
    _check_version(copy)
    with _copied(copy, target) as fresh:
        kept = _name_aside(target, now)
        if not target.exists():
            # A killed bot leaves its log behind, even where the database itself was taken away.
            _move_logs(target, kept)
            fresh.rename(target)
            return None
        with _alone(target):
            _keep_aside(target, kept)
            # In one step: whenever the machine stops, there is the old database or the new one.
            fresh.replace(target)
        return kept


def _file_of(url: str) -> Path:
    path = sqlite_path(url)
    if path is None:
        raise OperatorError(
            "Only an SQLite database is copied here: for PostgreSQL use pg_dump and pg_restore."
        )
    return path


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)


@contextmanager
def _copied(source: Path, target: Path) -> Iterator[Path]:
    """A sound copy beside the target, to be moved into its place; gone where it was not."""
    try:
        # A name that nobody has, and a file that only its owner may read.
        handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise OperatorError(f"{target} cannot be written: {error.strerror}.") from error
    os.close(handle)
    fresh = Path(name)
    try:
        with closing(_read_only(source)) as raw:
            # It reads one snapshot and holds no writer up.
            raw.execute("VACUUM INTO ?", (str(fresh),))
        with closing(_read_only(fresh)) as raw:
            _check_integrity(raw, fresh)
        # SQLite leaves it to us to bring such a copy to the disk.
        _flush(fresh)
        yield fresh
        _flush(target.parent)
    except (sqlite3.Error, OSError) as error:
        raise OperatorError(f"{source} cannot be copied to {target}: {error}.") from error
    finally:
        fresh.unlink(missing_ok=True)


def _check_integrity(raw: sqlite3.Connection, path: Path) -> None:
    found = raw.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise OperatorError(f"{path} is damaged: {found}.")


def _check_version(copy: Path) -> None:
    try:
        with closing(_read_only(copy)) as raw:
            _check_integrity(raw, copy)
            found = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise OperatorError(f"{copy} is not a backup of Đôn Đốc: {error}.") from error
    if found is None or found[0] not in _known():
        version = "none" if found is None else found[0]
        raise OperatorError(
            f"{copy} has version {version}, which is newer than this program ({HEAD}): "
            "install the newer program first."
        )


def _known() -> Collection[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Hold the database against everybody else; OperatorError where a bot has it open, however idle."""
    with closing(sqlite3.connect(target, timeout=_PATIENCE, isolation_level=None)) as raw:
        try:
            # Leaving WAL needs the file alone, and brings everything beside it into it.
            raw.execute("PRAGMA journal_mode = DELETE")
            raw.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname.startswith(_BUSY):
                raise OperatorError(f"A bot is running on {target}: stop it first.") from error
            # Too damaged to be locked: that is what a backup is for.
        yield


def _name_aside(target: Path, now: datetime) -> Path:
    kept = target.with_name(f"{target.stem}.replaced.{now:%Y%m%d-%H%M%S}{target.suffix}")
    if kept.exists():
        raise OperatorError(f"{kept} exists already: try again in a second.")
    return kept


def _keep_aside(target: Path, kept: Path) -> None:
    """Copy the file as it is, byte by byte: it may be damaged."""
    kept.touch(mode=_OURS_ALONE)
    shutil.copyfile(target, kept)
    _flush(kept)
    _move_logs(target, kept)


def _move_logs(target: Path, kept: Path) -> None:
    """Put aside what SQLite left beside the database: it would be played into the restored one."""
    for ending in _BESIDE:
        left = target.with_name(target.name + ending)
        if left.exists():
            left.rename(kept.with_name(kept.name + ending))


def _flush(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
