"""Files that were sent: kept in memory, found again by file_id or by the path under /file/bot<token>/."""

import mimetypes
import struct
from dataclasses import dataclass
from random import Random

from bot.demo.wire import ApiError, Json, JsonObject, bad_request

MAX_DOWNLOAD = 20 * 1024 * 1024
FOLDERS = {"document": "documents", "photo": "photos", "sticker": "stickers", "voice": "voice"}


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredFile:
    """One file as Telegram keeps it; `path` is what getFile answers as file_path."""

    kind: str
    file_id: str
    unique_id: str
    path: str
    file_name: str
    content: bytes

    @property
    def media_type(self) -> str:
        """Guessed from the name: "application/pdf" for "a.pdf"."""
        return mimetypes.guess_type(self.file_name)[0] or "application/octet-stream"

    def shape(self) -> JsonObject:
        """The fields that every kind of file has."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }


class Files:
    """Every file of the server."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._count = 0

    def keep(self, kind: str, file_name: str, content: bytes) -> StoredFile:
        """Stores a file of kind document, photo, sticker or voice."""
        self._count += 1
        _, dot, ending = file_name.rpartition(".")
        stored = StoredFile(
            kind=kind,
            file_id=f"{kind[:2].upper()}{self._count:04d}{self._random.getrandbits(160):040x}",
            unique_id=f"{self._count:04d}{self._random.getrandbits(40):010x}",
            path=f"{FOLDERS[kind]}/file_{self._count}{dot}{ending if dot else ''}",
            file_name=file_name,
            content=content,
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile | None:
        """None for an id that was never given out."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile:
        """The file behind a file_path; 404 when there is none."""
        stored = self._by_path.get(path)
        if stored is None:
            raise ApiError(404, "Not Found")
        return stored

    def clear(self) -> None:
        """Forgets every file; the numbers in names go on."""
        self._by_id.clear()
        self._by_path.clear()


def attachment(stored: StoredFile) -> JsonObject:
    """The fields that a message with this file has: {"document": {…}} or {"photo": [{…}]}."""
    if stored.kind == "photo":
        width, height = picture_size(stored.content)
        return {"photo": [{**stored.shape(), "width": width, "height": height}]}
    named: dict[str, Json] = {**stored.shape(), "mime_type": stored.media_type}
    if stored.kind == "voice":
        return {"voice": {**named, "duration": max(len(stored.content) // 4000, 1)}}
    if stored.kind == "sticker":
        regular: JsonObject = {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
        }
        return {"sticker": {**stored.shape(), **regular}}
    return {"document": {**named, "file_name": stored.file_name}}


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG or JPEG; 400 for anything else, as Telegram refuses it."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    at = 2
    while content.startswith(b"\xff\xd8") and at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    raise bad_request("IMAGE_PROCESS_FAILED")
