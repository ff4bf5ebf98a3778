"""Copies of the folder of sent files, beside the copy of the database that names them.

A file's name is its SHA-256, so a copy is checked by its name alone, and putting files back replaces nothing.
"""

import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from bot.errors import OperatorError

_NAME = re.compile(r"[0-9a-f]{64}")


def beside(copy: Path) -> Path:
    """Where the files of a backup stand: "dondoc.bak" has them in "dondoc.bak.files"."""
    return copy.with_name(copy.name + ".files")


def check_free(copy: Path) -> None:
    if beside(copy).exists():
        raise OperatorError(f"{beside(copy)} exists already: choose another name.")


def back_up(folder: Path, copy: Path) -> int:
    """Copy every file and check each; returns how many. Without a file no folder is made.

    Errors: OperatorError where one cannot be read, written, or is not what its name says; no folder is left behind then.
    """
    names = sorted(_names(folder))
    if not names:
        return 0
    target = beside(copy)
    fresh = target.with_name(target.name + ".part")
    try:
        fresh.mkdir(mode=0o700, parents=True)
        for name in names:
            _copy(folder / name, fresh / name)
        copied = len(list(fresh.iterdir()))
        fresh.rename(target)
    except OSError as error:
        raise OperatorError(f"The files in {folder} cannot be copied: {error}.") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return copied


def put_back(copy: Path, folder: Path) -> int | None:
    """Copy the files of a backup that are not in the folder; returns how many, None where the backup has none beside it."""
    source = beside(copy)
    if not source.is_dir():
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = [name for name in sorted(_names(source)) if not (folder / name).exists()]
        for name in new:
            _copy(source / name, folder / name)
    except OSError as error:
        raise OperatorError(f"The files in {source} cannot be put back: {error}.") from error
    return len(new)


def _names(folder: Path) -> Iterator[str]:
    """The files that are whole; what is being written has another name."""
    if folder.is_dir():
        yield from (path.name for path in folder.iterdir() if _NAME.fullmatch(path.name))


def _copy(source: Path, target: Path) -> None:
    """Whole or not at all; a file that somebody takes away meanwhile is no part of the backup."""
    part = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(source, part)
    except FileNotFoundError:
        return
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != target.name:
        part.unlink()
        raise OperatorError(f"{source} is damaged: its content is not what its name says.")
    part.chmod(0o600)
    part.replace(target)
