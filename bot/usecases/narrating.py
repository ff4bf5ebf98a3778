"""The report in words: its four parts typed, pasted or taken from a file, as versions with who, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from bot.campaign import report_life
from bot.campaign.model import NarrativePart
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.language.folding import normalise
from bot.language.narrative import SplitNarrative
from bot.store import audit, narratives, people
from bot.store.engine import Tx
from bot.store.narratives import GoodExample, Told
from bot.store.reports import ReportHead
from bot.texts import View
from bot.usecases import report_moves
from bot.usecases.access import Caller
from bot.usecases.report_moves import LONGEST_REASON, REASONS
from bot.usecases.sheets import check_open, own_head, seen

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


@dataclass(frozen=True, kw_only=True, slots=True)
class PartAsked(View):
    """One part, with what stands there: the next message is its text."""

    template: ClassVar[str] = "narrative_part"
    head: ReportHead
    part: NarrativePart
    told: Told | None
    place: int
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class NarrativeRead(View):
    """What was recognised in a file, before it is kept; `rest` is what stands under no heading of a part."""

    template: ClassVar[str] = "narrative_read"
    head: ReportHead
    file_name: str
    parts: tuple[PartShown, ...]
    rest: str
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class NarrativeWhy(View):
    """Why is the narrative of a report changed that was handed in? By a button or in words."""

    template: ClassVar[str] = "narrative_why"
    head: ReportHead
    parts: tuple[NarrativePart, ...]
    choices: tuple[str, ...]
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class NarrativePage(View):
    """A page of the narrative for whoever may see the report: one part, or the good examples (`told` is None)."""

    template: ClassVar[str] = "narrative_page"
    in_place: ClassVar[bool] = True
    head: ReportHead
    told: Told | None
    examples: tuple[GoodExample, ...]
    page: int
    pages: int


# --- The list and one part ---------------------------------------------------------------------------------


def open_list(tx: Tx, who: Caller, now: datetime, *, report_id: int) -> NarrativeScreen:
    return _list(tx, who, now, own_head(tx, who, report_id))


def open_part(tx: Tx, who: Caller, now: datetime, *, report_id: int, place: int) -> PartAsked:
    head = own_head(tx, who, report_id)
    check_open(head, now)
    if not 0 <= place < len(PARTS):
        raise Refused("stale")
    pending = {"part": PARTS[place].value}
    people.move(tx, who.known, "narrative_part", now=now, report_id=report_id, pending=pending)
    return _part(tx, head, pending, version=who.draft.version + 1)


def typed_part(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The text of the open part. One that is too long closes it, so that the rest of a long paste goes nowhere."""
    head, pending = _open(tx, who, "narrative_part")
    part = NarrativePart(pending["part"])
    tidy = tidied(text)
    if not tidy:
        raise Refused("narrative_empty")
    if len(tidy) > LONGEST:
        return _list(tx, who, now, head, note="too_long", about=(part,), length=len(tidy))
    return _keep(tx, who, now, head, {part: tidy})


def typed_on_list(_tx: Tx, _who: Caller, _now: datetime) -> View:
    """A text where no part was chosen: nobody can tell which one it is."""
    raise Refused("narrative_which_part")


def clear_part(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Bỏ phần này"."""
    head, pending = _open(tx, who, "narrative_part")
    return _keep(tx, who, now, head, {NarrativePart(pending["part"]): ""})


def tidied(text: str) -> str:
    """The text in one spelling, without blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in normalise(text).split("\n")).strip()


# --- From a file -------------------------------------------------------------------------------------------


def receive(tx: Tx, who: Caller, now: datetime, *, name: str, split: SplitNarrative) -> View:
    """What a file holds is shown before it is kept."""
    if who.draft.screen not in OPEN_FOR_FILES or who.draft.report_id is None:
        raise Refused("stale")
    head = own_head(tx, who, who.draft.report_id)
    check_open(head, now)
    parts = {part.value: tidied(text) for part, text in split.parts.items()}
    rest = tidied(split.rest)
    if not parts and len(rest) > LONGEST:
        raise Refused("narrative_without_headings", length=len(rest))
    pending = {"name": name[:200], "parts": parts, "rest": rest}
    people.move(tx, who.known, "narrative_read", now=now, report_id=head.report_id, pending=pending)
    return _read(head, pending, version=who.draft.version + 1)


OPEN_FOR_FILES = frozenset({"narrative", "narrative_part", "narrative_read"})
"""The screens that a file of the narrative may be sent to."""


def put_rest(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    """What stands under no heading goes to the end of one part."""
    head, pending = _open(tx, who, "narrative_read")
    if not 0 <= place < len(PARTS) or not pending["rest"]:
        raise Refused("stale")
    part = PARTS[place].value
    joined = "\n".join(filter(None, (pending["parts"].get(part), pending["rest"])))
    pending = {**pending, "parts": {**pending["parts"], part: joined}, "rest": ""}
    people.move(tx, who.known, "narrative_read", now=now, report_id=head.report_id, pending=pending)
    return _read(head, pending, version=who.draft.version + 1)


def keep_read(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Giữ": the parts that were recognised; what stands under no heading is left out."""
    head, pending = _open(tx, who, "narrative_read")
    texts = {part: pending["parts"][part.value] for part in PARTS if pending["parts"].get(part.value)}
    if not texts:
        raise Refused("stale")
    for part, text in texts.items():
        if len(text) > LONGEST:
            return _list(tx, who, now, head, note="too_long", about=(part,), length=len(text))
    return _keep(tx, who, now, head, texts)


# --- Kept --------------------------------------------------------------------------------------------------


def _keep(tx: Tx, who: Caller, now: datetime, head: ReportHead, texts: Mapping[NarrativePart, str]) -> View:
    """Append what differs; of a report that was handed in, ask why first."""
    check_open(head, now)
    stand = narratives.newest(tx, head.report_id)
    changed = {
        part: text for part, text in texts.items() if text != (stand[part].text if part in stand else "")
    }
    if not changed:
        return _list(tx, who, now, head, note="same", about=tuple(texts))
    if head.state in report_life.HANDED_IN:
        pending = {"texts": {part.value: text for part, text in changed.items()}}
        people.move(tx, who.known, "narrative_why", now=now, report_id=head.report_id, pending=pending)
        return _why(head, pending, version=who.draft.version + 1)
    _add(tx, who, now, head, changed, because=None)
    return _list(tx, who, now, head, note="kept", about=tuple(changed))


def give_why(tx: Tx, who: Caller, now: datetime, *, because: str) -> View:
    """Why; then the parts change, and those hear of it who have looked at the report before."""
    head, pending = _open(tx, who, "narrative_why")
    check_open(head, now)
    why = " ".join(because.split())[:LONGEST_REASON]
    if not why:
        raise Refused("stale")
    texts = {NarrativePart(part): text for part, text in pending["texts"].items()}
    _add(tx, who, now, head, texts, because=why)
    if head.state in report_life.HANDED_IN:
        report_moves.make(tx, who, now, head, Move.CORRECT, reason=why)
    return _list(tx, who, now, own_head(tx, who, head.report_id), note="kept", about=tuple(texts))


def why_for(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    """One of the reasons offered."""
    offered = REASONS[Move.CORRECT]
    if not 0 <= place < len(offered):
        raise Refused("stale")
    return give_why(tx, who, now, because=offered[place])


def _add(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: ReportHead,
    texts: Mapping[NarrativePart, str],
    *,
    because: str | None,
) -> None:
    narratives.add(
        tx, head.report_id, texts, because=because, source=head.source, person_id=who.known, now=now
    )
    lengths = {part.value: len(text) for part, text in texts.items()}
    audit.note(
        tx, "narrative", "report", head.report_id, person_id=who.known, now=now, facts={"characters": lengths}
    )


# --- Shown -------------------------------------------------------------------------------------------------


def pages(tx: Tx, who: Caller, _: datetime, *, report_id: int, page: int = 0) -> NarrativePage:
    """The narrative as the head and the standing body read it, a part a page."""
    head = seen(tx, who, report_id)
    told: list[Told | None] = list(narratives.newest(tx, report_id).values())
    examples = tuple(narratives.good(tx, report_id))
    if examples or not told:
        told.append(None)
    page = min(max(page, 0), len(told) - 1)
    return NarrativePage(head=head, told=told[page], examples=examples, page=page, pages=len(told))


def current(tx: Tx, who: Caller, _: datetime) -> View | None:
    """The open screen of the narrative; None where none is."""
    head, draft = who.report, who.draft
    if head is None:
        return None
    match draft.screen:
        case "narrative":
            return _listed(tx, head, version=draft.version)
        case "narrative_part" if draft.pending is not None:
            return _part(tx, head, draft.pending, version=draft.version)
        case "narrative_read" if draft.pending is not None:
            return _read(head, draft.pending, version=draft.version)
        case "narrative_why" if draft.pending is not None:
            return _why(head, draft.pending, version=draft.version)
    return None


def _open(tx: Tx, who: Caller, screen: str) -> tuple[ReportHead, dict[str, Any]]:
    if who.draft.screen != screen or who.draft.pending is None or who.draft.report_id is None:
        raise Refused("stale")
    return own_head(tx, who, who.draft.report_id), who.draft.pending


def _list(
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
    return _listed(tx, head, note=note, about=about, length=length, version=who.draft.version + 1)


def _listed(
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


def _part(tx: Tx, head: ReportHead, pending: dict[str, Any], *, version: int) -> PartAsked:
    part = NarrativePart(pending["part"])
    told = narratives.newest(tx, head.report_id).get(part)
    return PartAsked(head=head, part=part, told=told, place=PARTS.index(part), version=version)


def _read(head: ReportHead, pending: dict[str, Any], *, version: int) -> NarrativeRead:
    parts = tuple(
        PartShown(part=part, text=pending["parts"][part.value])
        for part in PARTS
        if pending["parts"].get(part.value)
    )
    return NarrativeRead(
        head=head, file_name=pending["name"], parts=parts, rest=pending["rest"], version=version
    )


def _why(head: ReportHead, pending: dict[str, Any], *, version: int) -> NarrativeWhy:
    parts = tuple(part for part in PARTS if part.value in pending["texts"])
    return NarrativeWhy(head=head, parts=parts, choices=REASONS[Move.CORRECT], version=version)
