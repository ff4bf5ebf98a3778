"""A report in words on the page: its four parts in one form, kept as the versions that the chat keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.campaign import report_life
from bot.campaign.model import NarrativePart
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.language.narrative import SplitNarrative
from bot.store import narratives
from bot.store.engine import Tx
from bot.store.narratives import Told
from bot.store.reports import ReportHead
from bot.usecases import narrative_keeping, page_reports
from bot.usecases.access import AnyHead, Caller
from bot.usecases.narrating import tidied
from bot.usecases.narrative_screens import LONGEST, PARTS
from bot.usecases.report_moves import REASONS, reason_in
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
    """The parts; `may_write` is who enters the report while it is open. `because_asked`: a reason is missing.

    `read_from` names the file whose text stands in the parts and is not kept yet, `rest` what stood there under no heading.
    """

    head: AnyHead
    parts: tuple[PartField, ...]
    may_write: bool
    reasons: tuple[str, ...]
    longest: int
    because_asked: bool = False
    read_from: str = ""
    rest: str = ""

    @property
    def left(self) -> int:
        """How many parts were not kept."""
        return sum(field.wrong is not None for field in self.parts)


def show(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> NarrativeOnPage:
    head = page_reports.seen(tx, who, period_id=period_id, unit_id=unit_id)
    own = page_reports.entered_by(tx, who, head) if head.report_id else None
    return _shown(tx, now, own or head, NOTHING, may_write=own is not None)


def check_file(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> None:
    """Refused before a file is read, where its text could not be kept."""
    check_open(page_reports.own(tx, who, period_id=period_id, unit_id=unit_id), now)


def read(
    tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int, name: str, split: SplitNarrative
) -> NarrativeOnPage:
    """What a file holds, in the form before it is kept."""
    head = page_reports.own(tx, who, period_id=period_id, unit_id=unit_id)
    texts = {part: tidied(text) for part, text in split.parts.items()}
    rest = tidied(split.rest)
    if not texts and len(rest) > LONGEST:
        raise Refused("narrative_without_headings", length=len(rest))
    found = replace(NOTHING, left=texts)
    return replace(_shown(tx, now, head, found, may_write=True), read_from=name, rest=rest)


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
    found = compared(narratives.versions(tx, head.report_id), sent, longest=LONGEST)
    why = reason_in(because) or None
    if found.kept and why is None and head.state in report_life.HANDED_IN:
        return replace(_shown(tx, now, head, found, may_write=True), because_asked=True)
    if found.kept:
        narrative_keeping.add(tx, who, now, head, found.kept, because=why)
    head = page_reports.own(tx, who, period_id=period_id, unit_id=unit_id)
    return _shown(tx, now, head, replace(found, kept={}), may_write=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """What of a form can be kept, and of the rest what was written, and why it cannot."""

    kept: Mapping[NarrativePart, str]
    left: Mapping[NarrativePart, str]
    wrong: Mapping[NarrativePart, str]


NOTHING = Compared(kept={}, left={}, wrong={})


def compared(every: Sequence[Told], sent: Mapping[NarrativePart, SentPart], *, longest: int) -> Compared:
    """What was changed in a form, with the versions of its parts (the oldest first) as they are by now."""
    shown = {(told.part, told.version): tidied(told.text) for told in every}
    last = {told.part: told for told in every}
    texts = {part: tidied(one.text) for part, one in sent.items()}
    changed = {part: text for part, text in texts.items() if text != shown.get((part, sent[part].seen), "")}
    wrong = {part: "too_long" for part, text in changed.items() if len(text) > longest}
    wrong |= {part: "changed" for part in changed if part in last and last[part].version != sent[part].seen}
    return Compared(
        kept={part: text for part, text in changed.items() if part not in wrong},
        left={part: text for part, text in changed.items() if part in wrong},
        wrong=wrong,
    )


def _shown(tx: Tx, now: datetime, head: ReportHead, found: Compared, *, may_write: bool) -> NarrativeOnPage:
    return on_page(
        head,
        narratives.versions(tx, head.report_id),
        found,
        may_write=may_write and page_reports.is_open(head, now.date()),
        longest=LONGEST,
    )


def on_page(
    head: AnyHead, every: Sequence[Told], found: Compared, *, may_write: bool, longest: int
) -> NarrativeOnPage:
    """The parts as they stand, and over them what was sent and is not kept (yet)."""
    last = {told.part: told for told in every}
    texts = {**found.kept, **found.left}
    parts = (
        PartField(
            part=part,
            told=last.get(part),
            text=texts.get(part, last[part].text if part in last else ""),
            wrong=found.wrong.get(part),
        )
        for part in PARTS
    )
    return NarrativeOnPage(
        head=head,
        parts=tuple(parts),
        may_write=may_write,
        reasons=REASONS[Move.CORRECT] if head.state in report_life.HANDED_IN else (),
        longest=longest,
    )
