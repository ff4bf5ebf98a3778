"""A part of the narrative is kept: nothing that somebody else wrote meanwhile is replaced unasked, and of a report that
was handed in it is asked why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from bot.campaign import report_life
from bot.campaign.model import NarrativePart
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.store import audit, narratives, people
from bot.store.engine import Tx
from bot.store.narratives import Told
from bot.store.reports import ReportHead
from bot.texts import View
from bot.usecases import report_moves
from bot.usecases.access import Caller
from bot.usecases.narrative_screens import LONGEST, PARTS, show
from bot.usecases.report_moves import REASONS, reason_in
from bot.usecases.sheets import asked_on, check_open, own_head

CHOICES = ("theirs", "mine", "both")


@dataclass(frozen=True, kw_only=True, slots=True)
class NarrativeWhy(View):
    """Why is the narrative of a report changed that was handed in? By a button or in words."""

    template: ClassVar[str] = "narrative_why"
    head: ReportHead
    parts: tuple[NarrativePart, ...]
    choices: tuple[str, ...]
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PartTwice:
    """What stands by now, and what was written beside it."""

    part: NarrativePart
    theirs: Told
    mine: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NarrativeClash(View):
    """Somebody else wrote these parts since they were shown: whose words stand, or both one after the other?"""

    template: ClassVar[str] = "narrative_clash"
    head: ReportHead
    parts: tuple[PartTwice, ...]
    today: bool
    both: bool
    version: int


def seen_now(tx: Tx, report_id: int) -> dict[str, int]:
    """Which version of each part stands: kept with a screen that shows them."""
    return {part.value: told.version for part, told in _last(tx, report_id).items()}


def _last(tx: Tx, report_id: int) -> dict[NarrativePart, Told]:
    """The newest version of each part, also one that took it back."""
    return {told.part: told for told in narratives.versions(tx, report_id)}


def keep(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: ReportHead,
    texts: Mapping[NarrativePart, str],
    *,
    seen: Mapping[str, int],
    because: str | None = None,
) -> View:
    """Append what differs. `seen`: the versions that were shown when it was written; none on a screen of an older bot."""
    check_open(head, now)
    last = _last(tx, head.report_id)
    changed = {
        part: text for part, text in texts.items() if text != (last[part].text if part in last else "")
    }
    if not changed:
        return show(tx, who, now, head, note="same", about=tuple(texts))
    pending = {
        "texts": {part.value: text for part, text in changed.items()},
        "seen": seen_now(tx, head.report_id),
        "because": because,
    }
    clashing = [part for part in changed if part in last and last[part].version != seen.get(part.value)]
    if clashing:
        pending["clash"] = [part.value for part in clashing]
        people.move(tx, who.known, "narrative_clash", now=now, report_id=head.report_id, pending=pending)
        return _clash(tx, head, pending, now, version=who.draft.version + 1)
    if head.state in report_life.HANDED_IN and because is None:
        people.move(tx, who.known, "narrative_why", now=now, report_id=head.report_id, pending=pending)
        return _why(head, pending, version=who.draft.version + 1)
    add(tx, who, now, head, changed, because=because)
    return show(tx, who, now, own_head(tx, who, head.report_id), note="kept", about=tuple(changed))


def settle(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    """Theirs, mine, or mine behind theirs; what else was written is kept as it is."""
    head, pending = asked_on(tx, who, "narrative_clash")
    if not 0 <= place < len(CHOICES):
        raise Refused("stale")
    texts = {NarrativePart(part): text for part, text in pending["texts"].items()}
    last = _last(tx, head.report_id)
    for part in map(NarrativePart, pending["clash"]):
        match CHOICES[place]:
            case "theirs":
                texts[part] = last[part].text
            case "both":
                texts[part] = "\n".join(filter(None, (last[part].text, texts[part])))
    if too_long := next((part for part, text in texts.items() if len(text) > LONGEST), None):
        raise Refused("narrative_both_too_long", length=len(texts[too_long]), most=LONGEST)
    return keep(tx, who, now, head, texts, seen=pending["seen"], because=pending["because"])


def give_why(tx: Tx, who: Caller, now: datetime, *, because: str) -> View:
    """Why; then the parts change, and those hear of it who have looked at the report before."""
    head, pending = asked_on(tx, who, "narrative_why")
    why = reason_in(because)
    if not why:
        raise Refused("reason_empty")
    texts = {NarrativePart(part): text for part, text in pending["texts"].items()}
    return keep(tx, who, now, head, texts, seen=pending.get("seen", {}), because=why)


def why_for(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    """One of the reasons offered."""
    offered = REASONS[Move.CORRECT]
    if not 0 <= place < len(offered):
        raise Refused("stale")
    return give_why(tx, who, now, because=offered[place])


def add(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: ReportHead,
    texts: Mapping[NarrativePart, str],
    *,
    because: str | None,
) -> None:
    """The next version of these parts; of a report that was handed in it is a correction, of which others hear."""
    narratives.add(
        tx, head.report_id, texts, because=because, source=head.source, person_id=who.known, now=now
    )
    lengths = {part.value: len(text) for part, text in texts.items()}
    audit.note(
        tx, "narrative", "report", head.report_id, person_id=who.known, now=now, facts={"characters": lengths}
    )
    if head.state in report_life.HANDED_IN:
        report_moves.make(tx, who, now, head, Move.CORRECT, reason=because)


def current(tx: Tx, who: Caller, now: datetime) -> View | None:
    """The open question; None where none is."""
    head, draft = who.report, who.draft
    if head is None or draft.pending is None:
        return None
    match draft.screen:
        case "narrative_why":
            return _why(head, draft.pending, version=draft.version)
        case "narrative_clash":
            return _clash(tx, head, draft.pending, now, version=draft.version)
    return None


def _clash(
    tx: Tx, head: ReportHead, pending: Mapping[str, Any], now: datetime, *, version: int
) -> NarrativeClash:
    last = _last(tx, head.report_id)
    parts = tuple(
        PartTwice(part=part, theirs=last[part], mine=pending["texts"][part.value])
        for part in PARTS
        if part.value in pending["clash"]
    )
    return NarrativeClash(
        head=head,
        parts=parts,
        today=all(one.theirs.at.astimezone(now.tzinfo).date() == now.date() for one in parts),
        both=all(one.theirs.text and one.mine for one in parts),
        version=version,
    )


def _why(head: ReportHead, pending: dict[str, Any], *, version: int) -> NarrativeWhy:
    parts = tuple(part for part in PARTS if part.value in pending["texts"])
    return NarrativeWhy(head=head, parts=parts, choices=REASONS[Move.CORRECT], version=version)
