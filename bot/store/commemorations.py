"""The days that a campaign's directive commemorates: what is said on each, to whom, and whether it is approved."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update

from bot.campaign.model import CampaignState
from bot.campaign.notices import Circle
from bot.store.engine import AnyRow, Tx
from bot.store.message_tables import commemorations
from bot.store.tables import campaigns


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What an admin made of one day. `text` is None while the words are those that the bot proposes."""

    row_id: int
    campaign_id: int
    n: int
    day: date
    text: str | None
    circle: Circle
    approved_at: datetime | None


def of_campaign(tx: Tx, campaign_id: int) -> dict[int, Kept]:
    """By the place in the directive's list."""
    rows = tx.execute(select(commemorations).where(commemorations.c.campaign_id == campaign_id))
    return {row.n: _kept(row) for row in rows}


def of(tx: Tx, row_id: int) -> Kept | None:
    """One that is approved, as long as its campaign is running."""
    row = tx.execute(
        select(commemorations)
        .join(campaigns, campaigns.c.id == commemorations.c.campaign_id)
        .where(
            commemorations.c.id == row_id,
            commemorations.c.approved_at.is_not(None),
            campaigns.c.state == CampaignState.RUNNING.value,
        )
    ).first()
    return None if row is None else _kept(row)


def approved_on(tx: Tx, day: date) -> list[Kept]:
    """What is to be said on this day."""
    rows = tx.execute(
        select(commemorations)
        .join(campaigns, campaigns.c.id == commemorations.c.campaign_id)
        .where(
            commemorations.c.day == day,
            commemorations.c.approved_at.is_not(None),
            campaigns.c.state == CampaignState.RUNNING.value,
        )
        .order_by(commemorations.c.id)
    )
    return [_kept(row) for row in rows]


def keep(
    tx: Tx,
    campaign_id: int,
    n: int,
    *,
    day: date,
    text: str | None,
    circle: Circle,
    approved_by: int | None,
    now: datetime,
) -> None:
    """Write down how one day stands now."""
    values = {
        "day": day,
        "text": text,
        "circle": circle.value,
        "approved_by": approved_by,
        "approved_at": None if approved_by is None else now,
    }
    changed = tx.execute(
        update(commemorations)
        .where(commemorations.c.campaign_id == campaign_id, commemorations.c.n == n)
        .values(values)
    ).rowcount
    if not changed:
        tx.execute(insert(commemorations).values(campaign_id=campaign_id, n=n, **values))


def _kept(row: AnyRow) -> Kept:
    return Kept(
        row_id=row.id,
        campaign_id=row.campaign_id,
        n=row.n,
        day=row.day,
        text=row.text,
        circle=Circle(row.circle),
        approved_at=row.approved_at,
    )
