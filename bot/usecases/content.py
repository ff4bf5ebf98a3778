"""The content of a summary, filled within what a person sees: the one place in which its parts come together."""

from datetime import datetime

from bot.reports.content import Comparison, Head, SummaryContent, Told
from bot.reports.units import LateLists
from bot.store import extents, offices
from bot.store.engine import Tx
from bot.store.extents import Extent
from bot.store.phases import phases_of
from bot.store.summaries import PhaseHead
from bot.usecases import comparison, content_progress, content_units, content_words
from bot.usecases.content_ground import Ground, ground, required

NOTHING_COMPARED = Comparison(periods=(), last_year_campaign=None, last_year_period=None, rows=())
NOBODY_LATE = LateLists(nothing=(), incomplete=(), waiting=(), unconnected=(), invited=())


def of_period(
    tx: Tx, head: PhaseHead, extent: Extent, now: datetime, *, compare: bool = True
) -> SummaryContent:
    """The whole content of a summary of one period, within what is seen.

    Without `compare` nothing is compared: to read all that went before takes a province more than a second.
    """
    on = ground(tx, head, extent, now)
    before, totals = comparison.all_before(tx, on) if compare else (comparison.last_two(tx, on), ())
    groups = content_progress.progress_groups(tx, on, before)
    units = content_units.unit_rows(tx, on)
    return SummaryContent(
        head=head_of(tx, on),
        groups=groups,
        counting=content_progress.counted(groups),
        units=units,
        clusters=content_units.cluster_rows(tx, on, units),
        late=content_units.late_lists(tx, on, units),
        comparison=comparison.compared(tx, on, groups, totals) if compare else NOTHING_COMPARED,
        told=content_words.told(tx, on),
        corrections=content_words.corrections(tx, on),
    )


def to_draw(tx: Tx, head: PhaseHead, extent: Extent, now: datetime, *, units: bool = False) -> SummaryContent:
    """What a picture shows of it: the totals, and the units where they are drawn; nothing else is read."""
    on = ground(tx, head, extent, now)
    groups = content_progress.progress_groups(tx, on)
    return SummaryContent(
        head=head_of(tx, on),
        groups=groups,
        counting=content_progress.counted(groups),
        units=content_units.unit_rows(tx, on) if units else (),
        clusters=(),
        late=NOBODY_LATE,
        comparison=NOTHING_COMPARED,
        told=Told(),
        corrections=(),
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
