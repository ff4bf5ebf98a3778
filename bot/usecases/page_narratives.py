"""The narrative of a report on the page: its four parts in one form, kept as the versions that the chat keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.campaign import report_life
from bot.campaign.model import NarrativePart
from bot.campaign.report_life import Move
from bot.store import narratives
from bot.store.engine import Tx
from bot.store.narratives import Told
from bot.store.reports import ReportHead
from bot.usecases import narrative_keeping, page_reports
from bot.usecases.access import Caller
from bot.usecases.narrating import tidied
from bot.usecases.narrative_screens import LONGEST, PARTS
from bot.usecases.report_moves import LONGEST_REASON, REASONS
from bot.usecases.sheets import check_open


@dataclass(frozen=True, kw_only=True, slots=True)
class SentPart:
    """The text of a part as it was sent, and which version of it the form had shown."""

    seen: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PartField:
    """A part as the form shows it; `told` is what stands, `wrong` says why the text beside it was not kept.

    "changed": somebody else wrote it meanwhile; "too_long".
    """

    part: NarrativePart
    told: Told | None
    text: str
    wrong: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class NarrativeOnPage:
    """The parts; `may_write` is who enters the report while it is open. `because_asked`: a reason is missing."""

    head: ReportHead
    day: date
    parts: tuple[PartField, ...]
    may_write: bool
    reasons: tuple[str, ...]
    longest: int = LONGEST
    because_asked: bool = False

    @property
    def left(self) -> int:
        """How many parts were not kept."""
        return sum(field.wrong is not None for field in self.parts)


def show(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> NarrativeOnPage:
    head = page_reports.seen(tx, who, period_id=period_id, unit_id=unit_id)
    own = page_reports.entered_by(tx, who, head) if head.report_id else None
    return _shown(tx, now, own or head, {}, {}, may_write=own is not None)


def save(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    period_id: int,
    unit_id: int,
    sent: Mapping[NarrativePart, SentPart],
    because: str,
) -> NarrativeOnPage:
    """Keep the parts that were changed; one that somebody else wrote since it was shown comes back beside his words."""
    head = page_reports.own(tx, who, period_id=period_id, unit_id=unit_id)
    check_open(head, now)
    every = narratives.versions(tx, head.report_id)
    shown = {(told.part, told.version): told.text for told in every}
    last = {told.part: told for told in every}
    texts = {part: tidied(one.text) for part, one in sent.items()}
    changed = {part: text for part, text in texts.items() if text != shown.get((part, sent[part].seen), "")}
    wrong = {part: "too_long" for part, text in changed.items() if len(text) > LONGEST}
    wrong |= {part: "changed" for part in changed if part in last and last[part].version != sent[part].seen}
    kept = {part: text for part, text in changed.items() if part not in wrong}
    why = " ".join(because.split())[:LONGEST_REASON] or None
    if kept and why is None and head.state in report_life.HANDED_IN:
        found = _shown(tx, now, head, changed, wrong, may_write=True)
        return replace(found, because_asked=True)
    if kept:
        narrative_keeping.add(tx, who, now, head, kept, because=why)
    head = page_reports.own(tx, who, period_id=period_id, unit_id=unit_id)
    return _shown(tx, now, head, {part: texts[part] for part in wrong}, wrong, may_write=True)


def _shown(
    tx: Tx,
    now: datetime,
    head: ReportHead,
    texts: Mapping[NarrativePart, str],
    wrong: Mapping[NarrativePart, str],
    *,
    may_write: bool,
) -> NarrativeOnPage:
    last = {told.part: told for told in narratives.versions(tx, head.report_id)}
    parts = (
        PartField(
            part=part,
            told=last.get(part),
            text=texts.get(part, last[part].text if part in last else ""),
            wrong=wrong.get(part),
        )
        for part in PARTS
    )
    return NarrativeOnPage(
        head=head,
        day=now.date(),
        parts=tuple(parts),
        may_write=may_write and page_reports.is_open(head, now.date()),
        reasons=REASONS[Move.CORRECT] if head.state in report_life.HANDED_IN else (),
    )
