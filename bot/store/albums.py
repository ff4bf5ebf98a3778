"""Albums: photos and files that were sent together, piece by piece, and the one message that answers them all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from bot.store.engine import Tx, insert_once
from bot.store.inbox import KEPT
from bot.store.narrative_tables import album_pieces


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """`place` counts from 1 in the order of sending; `outcome` is "kept", or the reason why it was not."""

    place: int
    indicator_id: int
    outcome: str
    captioned: bool
    answer_id: int | None


def note(
    tx: Tx,
    *,
    person_id: int,
    album: str,
    message_id: int,
    indicator_id: int,
    outcome: str,
    captioned: bool,
    now: datetime,
) -> None:
    row = {
        "person_id": person_id,
        "message_id": message_id,
        "album": album,
        "indicator_id": indicator_id,
        "outcome": outcome,
        "captioned": captioned,
        "at": now,
    }
    tx.execute(insert_once(tx, album_pieces), [row])


def pieces(tx: Tx, person_id: int, album: str) -> list[Piece]:
    """Those that came so far."""
    rows = tx.execute(
        select(album_pieces)
        .where(album_pieces.c.person_id == person_id, album_pieces.c.album == album)
        .order_by(album_pieces.c.message_id)
    )
    return [
        Piece(
            place=place,
            indicator_id=row.indicator_id,
            outcome=row.outcome,
            captioned=row.captioned,
            answer_id=row.answer_id,
        )
        for place, row in enumerate(rows, 1)
    ]


def answered(tx: Tx, person_id: int, album: str, answer_id: int) -> None:
    """The message that tells of it: a piece that comes later rewrites it."""
    tx.execute(
        update(album_pieces)
        .where(album_pieces.c.person_id == person_id, album_pieces.c.album == album)
        .values(answer_id=answer_id)
    )


def forget(tx: Tx, now: datetime) -> None:
    """With the updates that brought them."""
    tx.execute(delete(album_pieces).where(album_pieces.c.at < now - KEPT))
