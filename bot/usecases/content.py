"""The content of a summary, filled within what a person sees: the one place in which its parts come together."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum, auto

from bot.reports.content import Comparison, Head, SummaryContent
from bot.store import extents, offices
from bot.store.engine import Tx
from bot.store.extents import Extent
from bot.store.phases import phases_of
from bot.store.summaries import PhaseHead
from bot.usecases import comparison, content_progress, content_units, content_words
from bot.usecases.comparison import Totals
from bot.usecases.content_ground import Ground, ground, required
from bot.usecases.content_progress import Before

NOTHING_COMPARED = Comparison(periods=(), last_year_campaign=None, last_year_period=None, rows=())


class Earlier(Enum):
    """How much of what went before a form tells: a province's periods take a second to read, and a picture needs none.

    ALL compares the periods, TWO says what this one and the last one brought, NONE has the totals only.
    """

    ALL = auto()
    TWO = auto()
    NONE = auto()


def of_period(
    tx: Tx, head: PhaseHead, extent: Extent, now: datetime, *, earlier: Earlier = Earlier.ALL
) -> SummaryContent:
    """The content of a summary of one period, within what is seen; nothing is compared unless ALL is."""
    on = ground(tx, head, extent, now)
    before: Before | None = None
    totals: Sequence[Totals] = ()
    if earlier is Earlier.ALL:
        before, totals = comparison.all_before(tx, on)
    elif earlier is Earlier.TWO:
        before = comparison.last_two(tx, on)
    groups = content_progress.progress_groups(tx, on, before)
    units = content_units.unit_rows(tx, on)
    return SummaryContent(
        head=head_of(tx, on),
        groups=groups,
        counting=content_progress.counted(groups),
        units=units,
        clusters=content_units.cluster_rows(tx, on, units),
        late=content_units.late_lists(tx, on, units),
        comparison=NOTHING_COMPARED
        if earlier is not Earlier.ALL
        else comparison.compared(tx, on, groups, totals),
        told=content_words.told(tx, on),
        corrections=content_words.corrections(tx, on),
    )


def head_of(tx: Tx, on: Ground) -> Head:
    office = offices.of(tx, on.campaign.owner_id)
    phase = next(one for one in phases_of(tx, on.campaign.campaign_id) if one.n == on.head.n)
    expected, reported = required(on.members)
    return Head(
        office=on.campaign.owner,
        standing_body=office.standing_body,
        place_name=office.place,
        signer=office.signer,
        signer_post=office.signer_post,
        campaign_id=on.campaign.campaign_id,
        campaign=on.campaign.title,
        theme=on.campaign.theme,
        document_type=on.campaign.document_type,
        document_number=on.campaign.number,
        issued_on=on.campaign.issued_on,
        year=on.head.ends_on.year,
        phase_n=on.head.n,
        place=on.head.place,
        phase=on.head.phase,
        starts_on=on.head.starts_on,
        ends_on=on.head.ends_on,
        due_on=on.head.due_on,
        review_kind=phase.review.kind,
        as_of=on.now,
        seen=", ".join(extents.names_of(tx, on.extent)) or None,
        units_expected=expected,
        units_reported=reported,
        closes_phase=on.head.place == max(one.place for one in on.heads if one.n == on.head.n),
    )
