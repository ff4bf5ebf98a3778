"""A zip file from a stranger: what is in it may be a bomb, a program or a link to elsewhere."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from bot.directive.document import UnreadableDocument

MOST_ENTRIES = 2_000
MOST_UNPACKED = 50 * 1024 * 1024
HIGHEST_RATIO = 100
_CHUNK = 64 * 1024
_SMALL = 256 * 1024
"""Below this size a high ratio is no bomb: an empty style sheet packs well."""


class Package:
    """The parts of an Office file; every byte that comes out is counted, whatever the zip's head claims.

    Of a package that is no Office file (`of_office=False`) the caller looks at the names.
    """

    def __init__(self, content: bytes, *, of_office: bool = True) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise UnreadableDocument("damaged") from error
        self._left = MOST_UNPACKED
        entries = self._zip.infolist()
        self.unpacked = sum(entry.file_size for entry in entries)
        """Bytes, as the zip's head claims."""
        names = [entry.filename.lower() for entry in entries if of_office]
        if len(entries) > MOST_ENTRIES or self.unpacked > MOST_UNPACKED:
            raise UnreadableDocument("suspicious")
        if any("vbaproject" in name or "activex" in name or "externallink" in name for name in names):
            raise UnreadableDocument("suspicious")
        if any(name.endswith((".zip", ".docx", ".docm", ".exe", ".jar", ".js", ".vbs")) for name in names):
            raise UnreadableDocument("suspicious")
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise UnreadableDocument("encrypted")

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def names(self) -> Iterator[tuple[str, bool]]:
        """The names of the parts, and whether each says that it is written in UTF-8."""
        for entry in self._zip.infolist():
            yield entry.filename, bool(entry.flag_bits & 0x800)

    def read(self, name: str) -> bytes:
        """One part, read in pieces; raises UnreadableDocument when it unpacks to more than it may."""
        entry = self._zip.NameToInfo.get(name)
        if entry is None:
            raise UnreadableDocument("damaged")
        unpacked = bytearray()
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    unpacked += chunk
                    self._left -= len(chunk)
                    packed = max(entry.compress_size, 1)
                    if self._left < 0 or (len(unpacked) > _SMALL and len(unpacked) > HIGHEST_RATIO * packed):
                        raise UnreadableDocument("suspicious")
        except (
            zipfile.BadZipFile,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
            zlib.error,
        ) as error:
            raise UnreadableDocument("damaged") from error
        return bytes(unpacked)
