"""The report in words: its four parts typed, pasted or taken from a file, as versions with who, when and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from bot.campaign.model import NarrativePart
from bot.errors import Refused
from bot.language.folding import normalise
from bot.language.narrative import SplitNarrative
from bot.store import narratives, people
from bot.store.engine import Tx
from bot.store.narratives import GoodExample, Told
from bot.store.reports import ReportHead
from bot.texts import View
from bot.usecases import narrative_keeping as keeping
from bot.usecases.access import Caller
from bot.usecases.narrative_screens import LONGEST, PARTS, NarrativeScreen, PartShown, listed, show
from bot.usecases.sheets import asked_on, check_open, own_head, seen


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
    return show(tx, who, now, own_head(tx, who, report_id))


def open_part(tx: Tx, who: Caller, now: datetime, *, report_id: int, place: int) -> PartAsked:
    head = own_head(tx, who, report_id)
    check_open(head, now)
    if not 0 <= place < len(PARTS):
        raise Refused("stale")
    pending = {"part": PARTS[place].value, "seen": keeping.seen_now(tx, report_id)}
    people.move(tx, who.known, "narrative_part", now=now, report_id=report_id, pending=pending)
    return _part(tx, head, pending, version=who.draft.version + 1)


def typed_part(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The text of the open part. One that is too long closes it, so that the rest of a long paste goes nowhere."""
    head, pending = asked_on(tx, who, "narrative_part")
    part = NarrativePart(pending["part"])
    tidy = tidied(text)
    if not tidy:
        raise Refused("narrative_empty")
    if len(tidy) > LONGEST:
        return show(tx, who, now, head, note="too_long", about=(part,), length=len(tidy))
    return keeping.keep(tx, who, now, head, {part: tidy}, seen=pending.get("seen", {}))


def typed_on_list(_tx: Tx, _who: Caller, _now: datetime) -> View:
    """A text where no part was chosen: nobody can tell which one it is."""
    raise Refused("narrative_which_part")


def clear_part(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Bỏ phần này"."""
    head, pending = asked_on(tx, who, "narrative_part")
    texts = {NarrativePart(pending["part"]): ""}
    return keeping.keep(tx, who, now, head, texts, seen=pending.get("seen", {}))


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
    pending = {
        "name": name[:200],
        "parts": parts,
        "rest": rest,
        "seen": keeping.seen_now(tx, head.report_id),
    }
    people.move(tx, who.known, "narrative_read", now=now, report_id=head.report_id, pending=pending)
    return _read(head, pending, version=who.draft.version + 1)


OPEN_FOR_FILES = frozenset({"narrative", "narrative_part", "narrative_read"})
"""The screens that a file of the narrative may be sent to."""


def put_rest(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    """What stands under no heading goes to the end of one part."""
    head, pending = asked_on(tx, who, "narrative_read")
    if not 0 <= place < len(PARTS) or not pending["rest"]:
        raise Refused("stale")
    part = PARTS[place].value
    joined = "\n".join(filter(None, (pending["parts"].get(part), pending["rest"])))
    pending = {**pending, "parts": {**pending["parts"], part: joined}, "rest": ""}
    people.move(tx, who.known, "narrative_read", now=now, report_id=head.report_id, pending=pending)
    return _read(head, pending, version=who.draft.version + 1)


def keep_read(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Giữ": the parts that were recognised; what stands under no heading is left out."""
    head, pending = asked_on(tx, who, "narrative_read")
    texts = {part: pending["parts"][part.value] for part in PARTS if pending["parts"].get(part.value)}
    if not texts:
        raise Refused("stale")
    for part, text in texts.items():
        if len(text) > LONGEST:
            return show(tx, who, now, head, note="too_long", about=(part,), length=len(text))
    return keeping.keep(tx, who, now, head, texts, seen=pending.get("seen", {}))


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


def current(tx: Tx, who: Caller, now: datetime) -> View | None:
    """The open screen of the narrative; None where none is."""
    head, draft = who.report, who.draft
    if head is None:
        return None
    match draft.screen:
        case "narrative":
            return listed(tx, head, version=draft.version)
        case "narrative_part" if draft.pending is not None:
            return _part(tx, head, draft.pending, version=draft.version)
        case "narrative_read" if draft.pending is not None:
            return _read(head, draft.pending, version=draft.version)
    return keeping.current(tx, who, now)


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
