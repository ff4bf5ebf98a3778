"""Photos and files that are sent together as evidence: one answer for all, which says what was kept and what was not."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.errors import Refused
from bot.store import albums, evidence
from bot.store.engine import Tx
from bot.store.reports import ReportHead
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.evidencing import MOST
from bot.usecases.sheets import asked

KEPT = "kept"
REASONS = (
    "evidence_full",
    "evidence_twice",
    "evidence_kind",
    "file_too_large",
    "file_not_fetched",
    "file_not_kept",
)
"""Why one piece is left out while others may be kept, in the order in which it is told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """The places in the album of what was not kept for one reason."""

    reason: str
    places: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AlbumKept(View):
    """What became of an album so far; the question above stays open.

    `kept` are places in the album, `count` all that the indicator has. `answer_id` is the message that told of the
    album before more of it came.
    """

    template: ClassVar[str] = "album_kept"
    head: ReportHead
    indicator_id: int
    indicator: str
    total: int
    kept: tuple[int, ...]
    left: tuple[LeftOut, ...]
    count: int
    most: int
    captioned: bool
    answer_id: int | None

    @property
    def rewrites(self) -> int | None:
        return self.answer_id


def note(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    album: str,
    message_id: int,
    refusal: Refused | None,
    captioned: bool,
) -> AlbumKept:
    """One piece was kept, or refused alone; Refused again where nothing of the album can be kept."""
    outcome = KEPT if refusal is None else refusal.reason
    if refusal is not None and outcome not in REASONS:
        raise refusal
    lines, line = asked(tx, who)
    albums.note(
        tx,
        person_id=who.known,
        album=album,
        message_id=message_id,
        indicator_id=line.indicator_id,
        outcome=outcome,
        captioned=captioned,
        now=now,
    )
    every = albums.pieces(tx, who.known, album)
    here = [piece for piece in every if piece.indicator_id == line.indicator_id]
    return AlbumKept(
        head=lines.head,
        indicator_id=line.indicator_id,
        indicator=line.name,
        total=len(here),
        kept=_places(here, KEPT),
        left=tuple(
            LeftOut(reason=reason, places=places) for reason in REASONS if (places := _places(here, reason))
        ),
        count=evidence.counts(tx, lines.head.report_id).get(line.indicator_id, 0),
        most=MOST,
        captioned=any(piece.captioned for piece in here),
        answer_id=max((piece.answer_id for piece in every if piece.answer_id is not None), default=None),
    )


def _places(pieces: list[albums.Piece], outcome: str) -> tuple[int, ...]:
    return tuple(piece.place for piece in pieces if piece.outcome == outcome)
