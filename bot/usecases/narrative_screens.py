"""The list of a report's parts in words, which every step of the narrative leads back to."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.campaign.model import NarrativePart
from bot.store import narratives, people
from bot.store.engine import Tx
from bot.store.reports import ReportHead
from bot.texts import View
from bot.usecases.access import Caller

LONGEST = 4000
"""Characters of a part; a message of Telegram holds hardly more."""
PARTS = tuple(NarrativePart)


@dataclass(frozen=True, kw_only=True, slots=True)
class PartShown:
    """A part as the list and the preview show it; `text` is "" where it is empty."""

    part: NarrativePart
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NarrativeScreen(View):
    """ "Thuyết minh": the four parts, filled or empty, and the good examples. A file that is sent here fills them.

    `note` says what has just happened: "", "kept", "same", "too_long" (then `about` and `length` say which part).
    """

    template: ClassVar[str] = "narrative"
    in_place: ClassVar[bool] = True
    head: ReportHead
    parts: tuple[PartShown, ...]
    examples: int
    note: str
    about: tuple[NarrativePart, ...]
    length: int
    version: int


def show(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: ReportHead,
    *,
    note: str = "",
    about: tuple[NarrativePart, ...] = (),
    length: int = 0,
) -> NarrativeScreen:
    people.move(tx, who.known, "narrative", now=now, report_id=head.report_id)
    return listed(tx, head, note=note, about=about, length=length, version=who.draft.version + 1)


def listed(
    tx: Tx,
    head: ReportHead,
    *,
    note: str = "",
    about: tuple[NarrativePart, ...] = (),
    length: int = 0,
    version: int,
) -> NarrativeScreen:
    stand = narratives.newest(tx, head.report_id)
    parts = tuple(PartShown(part=part, text=stand[part].text if part in stand else "") for part in PARTS)
    return NarrativeScreen(
        head=head,
        parts=parts,
        examples=len(narratives.good(tx, head.report_id)),
        note=note,
        about=about,
        length=length,
        version=version,
    )
