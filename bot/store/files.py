"""The folder of files that people sent: each under its SHA-256, so that the same file is kept once."""

import hashlib
import os
import secrets
from pathlib import Path

from bot.errors import OperatorError, Refused


class Files:
    """A folder that only the bot's user may read; `most` is the largest file in bytes."""

    def __init__(self, folder: Path, *, most: int) -> None:
        self.folder = folder
        self.most = most
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise OperatorError(f"There can be no folder {folder} for files: {error.strerror}.") from error

    def keep(self, content: bytes) -> str:
        """Write a file, whole or not at all, and return its hash. Refused where the disk does not take it."""
        name = hashlib.sha256(content).hexdigest()
        path = self.folder / name
        if path.exists():
            return name
        # The same file may come twice at one moment: each is written apart, and the later one takes the place.
        part = path.with_suffix("".join((".", secrets.token_hex(4), ".part")))
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise Refused("file_not_kept") from error
        return name

    def find(self, name: str) -> Path | None:
        """Where a file stands; None where it is gone."""
        path = self.folder / name
        return path if path.is_file() else None

    def remove(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)
