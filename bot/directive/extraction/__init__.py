"""A Document -> the DirectiveDraft that a person confirms. Pure: the same text gives the same draft."""

import re
from dataclasses import replace

from bot.directive.document import Document
from bot.directive.extraction.accounting import ledger_of, unaccounted
from bot.directive.extraction.bullets import read_bullet
from bot.directive.extraction.campaigning import bases_of, commemorations_of, movements_of, slogans_of
from bot.directive.extraction.closing import recipients_of, signer_of, tail_lines
from bot.directive.extraction.duties import duties_of, standing_body_of, with_reports
from bot.directive.extraction.launching import launch_of
from bot.directive.extraction.letterhead import Letterhead, read_letterhead
from bot.directive.extraction.outline import outline, with_rows
from bot.directive.extraction.period import read_period
from bot.directive.extraction.prose import behind_of, goals_of, progress_of
from bot.directive.extraction.unmarked import with_marks
from bot.directive.extraction.zones import read_lists
from bot.directive.model import DirectiveDraft, IndicatorDraft, Origin, Precision, Reason, Warned
from bot.language.folding import fold, normalise

_LAUNCHES = ("thi dua", "phong trao")
_YEAR = re.compile(r"\bnăm (20\d\d)\b")


def extract(document: Document) -> DirectiveDraft:
    """Everything that can be read in a launch directive; what it does not state is None or empty."""
    entries = outline(document)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    head = read_letterhead(document)
    year = _year(head, text)
    issued = head.date if head.precision is Precision.DAY else None
    told = with_rows(entries)
    launch = launch_of(told)
    period = read_period(told, issued=issued, year=year, title=head.title, launch=launch)
    lists = read_lists(entries, year, head.title)
    goals = goals_of(entries, lists.lines)
    theme, slogans = slogans_of(told)
    movements, stated = movements_of(told, head.title, launch)
    body = standing_body_of("\n".join(entry.body for entry in told))
    duties = duties_of(told, year)
    tail = tail_lines(document)
    progress = progress_of(entries, lists.lines)
    indicators = (*lists.indicators, *(_behind(goal, len(lists.indicators)) for goal in goals))
    ledger = ledger_of(indicators, progress, lists.warnings)
    warnings = [*lists.warnings, *unaccounted(entries, lists.sections, ledger)]
    if not lists.indicators:
        warnings = [*warnings, Warned(line=1, text=head.title or "", reason=Reason.INDICATORS_ABSENT)]
    return DirectiveDraft(
        document_type=head.document_type,
        number=head.number,
        number_verbatim=head.number_verbatim,
        date=head.date,
        date_precision=head.precision,
        date_verbatim=head.date_verbatim,
        place=head.place,
        title=head.title,
        issuer=head.issuer,
        co_launchers=head.co_launchers,
        province=head.province,
        theme=theme,
        slogans=slogans,
        year=year,
        start=period.start,
        start_precision=period.start_precision,
        start_verbatim=period.start_verbatim,
        end=period.end,
        end_verbatim=period.end_verbatim,
        phases=with_reports(period.phases, duties, body),
        indicators=indicators,
        progress=progress,
        behind=behind_of(entries),
        movements=movements,
        movements_stated=stated,
        commemorative_dates=commemorations_of(told, period, launch, title=head.title, year=year),
        based_on=bases_of(document, entries),
        standing_body=body,
        duties=duties,
        signer=signer_of(tail),
        recipients=recipients_of(tail),
        warnings=tuple(warnings),
    )


def _behind(goal: IndicatorDraft, count: int) -> IndicatorDraft:
    """A goal in its place after so many indicators of the lists."""
    return goal if goal.parent is None else replace(goal, parent=goal.parent + count)


def is_directive(draft: DirectiveDraft) -> bool:
    """Whether this is an official launch document: it speaks of a campaign and bears the marks of an office."""
    title = fold(draft.title or "")
    about = any(words in title for words in _LAUNCHES) or bool(draft.movements or draft.theme)
    # A decision that sets targets anew may not name the campaign.
    about = about or ("chi tieu" in title and bool(draft.indicators))
    marks = (
        draft.document_type,
        draft.number or draft.number_verbatim,
        draft.issuer,
        draft.signer,
        draft.recipients,
        draft.standing_body,
    )
    return about and sum(mark is not None and mark != () for mark in marks) >= 2


def read_indicator_line(text: str) -> tuple[IndicatorDraft, ...]:
    """The indicators of a line that a person typed; empty when there is nothing in it that could be one.

    >>> read_indicator_line("Thu ngân sách trên địa bàn: 50,2 tỷ đồng")[0].target.measure_unit
    'tỷ đồng'
    """
    line = with_marks(" ".join(normalise(text).split()))
    body = re.sub(r"^(?:[-+•]\s*|\d{1,3}[.)]\s+(?=\D))", "", line)
    found = read_bullet(body, origin=Origin.TYPED).indicators
    return tuple(replace(one, ordinal=n, line=1) for n, one in enumerate(found, start=1))


def _year(head: Letterhead, text: str) -> int | None:
    """The year of the campaign: of the title, else of the document's date, else the last one that ends a span."""
    titled = _YEAR.findall(head.title or "")
    if titled:
        return int(titled[-1])
    ends = re.findall(r"đến (?:hết )?(?:ngày )?[\d/ a-zăâêôơưđáàảãạéèíìóòúù]{0,24}?(20\d\d)", text)
    if ends:
        return int(ends[-1])
    return head.date.year if head.date else None
