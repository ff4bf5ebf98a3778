"""The campaigns of which there is a summary, and their phases and periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from bot.campaign.model import (
    CampaignState,
)
from bot.store.answers import (
    BEGINS,
    PHASE,
)
from bot.store.engine import Tx
from bot.store.tables import (
    campaigns,
    periods,
    phases,
    units,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PhaseHead:
    """A phase of a campaign, or one period of it, and the due date of its units.

    `n` is the phase's number, `place` counts all periods of the campaign from 1; both are the same where each
    phase has one. `phase` names the period too where the phase has several.
    """

    campaign_id: int
    campaign: str
    state: CampaignState
    owner_id: int
    owner_path: str
    phase_id: int
    period_id: int
    n: int
    place: int
    phase: str
    starts_on: date | None
    ends_on: date
    due_on: date


LAUNCHED = (CampaignState.RUNNING.value, CampaignState.CLOSED.value, CampaignState.ARCHIVED.value)


def campaigns_within(tx: Tx, paths: Sequence[str]) -> list[tuple[int, str, CampaignState]]:
    """The launched campaigns of the units within these path prefixes, the newest first."""
    rows = tx.execute(
        select(campaigns.c.id, campaigns.c.title, campaigns.c.state)
        .join(units, units.c.id == campaigns.c.owner_id)
        .where(
            campaigns.c.state.in_(LAUNCHED),
            or_(*(units.c.path.startswith(path, autoescape=True) for path in paths)),
        )
        .order_by(campaigns.c.id.desc())
    )
    return [(row.id, row.title, CampaignState(row.state)) for row in rows]


def phases_of(tx: Tx, campaign_id: int) -> list[PhaseHead]:
    """One a period, in their order."""
    rows = tx.execute(
        select(
            campaigns.c.id.label("campaign_id"),
            campaigns.c.title,
            campaigns.c.state,
            campaigns.c.owner_id,
            units.c.path,
            phases.c.id.label("phase_id"),
            periods.c.id.label("period_id"),
            phases.c.n,
            PHASE.label("name"),
            BEGINS.label("starts_on"),
            func.coalesce(periods.c.ends_on, phases.c.ends_on).label("ends_on"),
            periods.c.due_on,
        )
        .select_from(
            campaigns.join(units, units.c.id == campaigns.c.owner_id)
            .join(phases, phases.c.campaign_id == campaigns.c.id)
            .join(periods, periods.c.phase_id == phases.c.id)
        )
        .where(campaigns.c.id == campaign_id)
        .order_by(phases.c.n, periods.c.n)
    )
    return [
        PhaseHead(
            campaign_id=row.campaign_id,
            campaign=row.title,
            state=CampaignState(row.state),
            owner_id=row.owner_id,
            owner_path=row.path,
            phase_id=row.phase_id,
            period_id=row.period_id,
            n=row.n,
            place=place,
            phase=row.name,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            due_on=row.due_on,
        )
        for place, row in enumerate(rows, 1)
    ]
