"""The screen on which one target is changed by hand; what was said so far stands with the person."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from bot.campaign.model import Comparator, Target
from bot.campaign.reissues import measured_by_new
from bot.store import indicators
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.store.indicators import Indicator
from bot.store.phases import phases_of
from bot.texts import View
from bot.usecases.campaign_views import Open
from bot.usecases.reissue_views import MeasuredPhase, Shared, shared_out


@dataclass(frozen=True, kw_only=True, slots=True)
class Retarget(View):
    """A target on its way: what is still None is asked for; with all there, whether to do it."""

    template: ClassVar[str] = "retarget"
    campaign: Campaign
    indicator: Indicator
    new: Target | None
    from_on: date | None
    reason: str | None
    phases: tuple[MeasuredPhase, ...]
    shared: tuple[Shared, ...]
    version: int


def retarget(tx: Tx, opened: Open, now: datetime) -> View | None:
    every = indicators.of_campaign(tx, opened.campaign.campaign_id, day=now.date())
    one = next((one for one in every if one.indicator_id == opened.indicator_id), None)
    if one is None:
        return None
    new, from_on = target_in(opened.pending.get("target"), one), day_in(opened.pending.get("from"))
    phases = phases_of(tx, opened.campaign.campaign_id)
    measured = [] if from_on is None else measured_by_new([phase.due_on for phase in phases], from_on)
    return Retarget(
        campaign=opened.campaign,
        indicator=one,
        new=new,
        from_on=from_on,
        reason=opened.pending.get("reason"),
        phases=tuple(
            MeasuredPhase(phase=phase, by_new=by_new) for phase, by_new in zip(phases, measured, strict=False)
        ),
        shared=()
        if new is None or from_on is None
        else shared_out(tx, opened.campaign.campaign_id, [(one, new)], from_on),
        version=opened.version,
    )


def stored(target: Target) -> dict[str, str | None]:
    return {
        "comparator": target.comparator.value if target.comparator else None,
        "value": None if target.value is None else format(target.value, "f"),
        "value_to": None if target.value_to is None else format(target.value_to, "f"),
    }


def target_in(kept: Mapping[str, str | None] | None, one: Indicator) -> Target | None:
    if not kept or kept["comparator"] is None or kept["value"] is None:
        return None
    upper = kept["value_to"]
    return replace(
        one.target,
        comparator=Comparator(kept["comparator"]),
        value=Decimal(kept["value"]),
        value_to=None if upper is None else Decimal(upper),
    )


def day_in(kept: str | None) -> date | None:
    return None if kept is None else date.fromisoformat(kept)
