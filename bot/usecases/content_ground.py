"""What every part of a summary's content stands on: a period, who sees it, the units, what is asked, the figures."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from bot.campaign import progress
from bot.campaign.model import SUMMED, Direction, Duty, Scope, Target
from bot.campaign.report_life import COUNTED
from bot.directive.model import Relation
from bot.errors import Refused
from bot.store import campaigns, indicators, summaries, summary_rows, unit_targets
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.store.extents import Extent
from bot.store.indicators import Indicator
from bot.store.summaries import PhaseHead
from bot.store.summary_rows import Member
from bot.store.unit_targets import Place
from bot.usecases import columns
from bot.usecases.columns import Figures

RESTATED = frozenset({Relation.RESTATES})
_BELOW = RESTATED | {Relation.PART_OF}


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """What every part of a content stands on: one period of one campaign, as far as it is seen."""

    campaign: Campaign
    heads: Sequence[PhaseHead]
    head: PhaseHead
    extent: Extent
    now: datetime
    members: Sequence[Member]
    asked: Sequence[Indicator]
    """In the order of the main table, which is that of a unit's cells too."""
    answering: Mapping[int, frozenset[int]]
    own: Mapping[int, Mapping[int, Decimal]]
    """The units' own targets, by indicator and unit."""
    figures: Figures
    pace_from: date
    pace_day: date | None
    """The day whose pace counts; None once the campaign is over, for then nothing is at risk any more."""

    def measured(self, one: Indicator, unit_ids: frozenset[int]) -> Target | None:
        """What some units together are measured by; None where nothing is theirs.

        The campaign's target is that of all units together; a sole owner's is his.
        """
        if one.target.value is None or self.extent.whole:
            return one.target
        return self.own_target(one, unit_ids)

    def own_target(self, one: Indicator, unit_ids: frozenset[int]) -> Target | None:
        if one.target.value is None or one.assignment.scope is Scope.OWNER:
            return one.target
        own = self.own.get(one.indicator_id, {})
        values = [own.get(unit) for unit in unit_ids] if own else []
        given = [value for value in values if value is not None]
        if not given or len(given) < len(values) or (len(values) > 1 and one.measure not in SUMMED):
            return None
        return replace(one.target, value=sum(given, Decimal(0)), value_to=None)

    def pace(self, one: Indicator, target: Target | None) -> Decimal | None:
        end = self.campaign.ends_on
        if target is None or self.pace_day is None or end is None:
            return None
        return progress.linear_pace(target, one.measure, self.pace_from, end, self.pace_day)


def ground(tx: Tx, head: PhaseHead, extent: Extent, now: datetime) -> Ground:
    campaign = campaigns.of(tx, head.campaign_id)
    if campaign is None:
        raise Refused("no_such_campaign", campaign=head.campaign_id)
    heads = summaries.phases_of(tx, head.campaign_id)
    members = summary_rows.members(tx, head, extent)
    asked = asked_on(tx, head.campaign_id, head.due_on)
    answering = answering_by_id(asked, members)
    if not extent.whole:
        # What none of the seen units answers for is not theirs to see.
        asked = [one for one in asked if answering[one.indicator_id]]
    end = campaign.ends_on or head.ends_on
    over = head.place == len(heads) and now.date() > end
    return Ground(
        campaign=campaign,
        heads=heads,
        head=head,
        extent=extent,
        now=now,
        members=members,
        asked=[one for one, _ in below_their_wholes(asked)],
        answering=answering,
        own=_by_indicator(unit_targets.of_campaign(tx, head.campaign_id, day=head.due_on)),
        figures=columns.at(tx, heads, head.place, asked, extent, answering),
        pace_from=progress.pace_start(campaign.starts_on, end),
        pace_day=None if over else min(now.date(), head.due_on),
    )


def asked_on(tx: Tx, campaign_id: int, day: date) -> list[Indicator]:
    """The indicators that are asked on a day, each with the target that is in force then."""
    return [
        one
        for one in indicators.of_campaign(tx, campaign_id, day=day)
        if (one.given_from is None or one.given_from <= day)
        and (one.given_until is None or one.given_until > day)
    ]


def below_their_wholes(asked: Sequence[Indicator]) -> Iterator[tuple[Indicator, Indicator | None]]:
    """The indicators in the order of the main table, each part and each target said again with the one that it stands
    behind, and so what is a part of a part.

    Those of one group stand together, in the order in which the groups begin.
    """
    by_id = {one.indicator_id: one for one in asked}
    below: dict[int, list[Indicator]] = {one.indicator_id: [] for one in asked}
    tops: list[Indicator] = []
    for one in asked:
        top = followed(one, by_id, _BELOW)
        (tops if top is one else below[top.indicator_id]).append(one)
    sections = list(dict.fromkeys(one.section for one in tops))
    for top in sorted(tops, key=lambda one: sections.index(one.section)):
        yield top, None
        for one in below[top.indicator_id]:
            yield one, top


def followed(one: Indicator, by_id: Mapping[int, Indicator], relations: Collection[Relation]) -> Indicator:
    """The indicator to which these relations lead in the end; itself where it has none to one that is asked."""
    while one.relation in relations and (whole := by_id.get(one.parent_id or 0)) is not None:
        one = whole
    return one


def _by_indicator(targets: Mapping[Place, Decimal]) -> dict[int, dict[int, Decimal]]:
    found: dict[int, dict[int, Decimal]] = {}
    for (indicator_id, unit_id), value in targets.items():
        found.setdefault(indicator_id, {})[unit_id] = value
    return found


def answering_by_id(asked: Sequence[Indicator], members: Sequence[Member]) -> dict[int, frozenset[int]]:
    """The units that answer for each indicator; most have the same, which is looked for once."""
    found: dict[tuple[Scope, object], frozenset[int]] = {}
    for one in asked:
        key = (one.assignment.scope, one.assignment.subject)
        if key not in found:
            found[key] = answering_of(one, members)
    return {one.indicator_id: found[one.assignment.scope, one.assignment.subject] for one in asked}


def answering_of(one: Indicator, members: Sequence[Member]) -> frozenset[int]:
    """The units that answer for an indicator; the same rule as `answers.answers_for` has in SQL."""
    given = one.assignment
    match given.scope:
        case Scope.ALL:
            return frozenset(unit.unit_id for unit in members if unit.duty is Duty.REQUIRED)
        case Scope.KIND:
            return frozenset(unit.unit_id for unit in members if unit.kind == given.kind)
        case Scope.CLUSTER:
            return frozenset(unit.unit_id for unit in members if unit.cluster_id == given.cluster_id)
        case Scope.OWNER:
            return frozenset(unit.unit_id for unit in members if unit.unit_id == given.unit_id)


def required(members: Sequence[Member]) -> tuple[int, int]:
    """How many units must report, and how many did: invited ones are in neither."""
    states = [unit.state for unit in members if unit.duty is Duty.REQUIRED]
    return len(states), sum(state in COUNTED for state in states)


def percent_of(actual: Decimal | None, measured: Target | None) -> Decimal | None:
    """Of what is to be maintained only the level is told, and whether it fell below."""
    if actual is None or measured is None or measured.direction is Direction.MAINTAIN:
        return None
    return progress.percent(actual, measured)
