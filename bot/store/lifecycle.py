"""The way of a campaign through its states; which moves are legal stands in bot.campaign.model.MOVES."""

from datetime import date, datetime

from sqlalchemy import delete, select, update

from bot.campaign.model import CampaignState, Measure
from bot.language.catalogue import key_of
from bot.store.carrying import set_keys
from bot.store.engine import Tx
from bot.store.phases import replace_phases
from bot.store.tables import assignments, campaign_units, campaigns, drafts, indicators
from bot.store.target_tables import pairs, unit_targets


def launch(tx: Tx, campaign_id: int, now: datetime) -> None:
    """Draft -> running; indicators that took no catalogue key over get their own."""
    tx.execute(
        update(campaigns)
        .where(campaigns.c.id == campaign_id)
        .values(state=CampaignState.RUNNING.value, launched_at=now)
    )
    give_keys(tx, campaign_id)


def give_keys(tx: Tx, campaign_id: int) -> None:
    """A catalogue key for each indicator of a campaign that has none yet."""
    rows = tx.execute(
        select(indicators.c.id, indicators.c.name, indicators.c.measure_unit, indicators.c.measure).where(
            indicators.c.campaign_id == campaign_id, indicators.c.catalogue_key.is_(None)
        )
    )
    set_keys(tx, {row.id: key_of(row.name, row.measure_unit, Measure(row.measure)) for row in rows})


def move(tx: Tx, campaign_id: int, to: CampaignState, now: datetime) -> None:
    """Close, open again or archive a campaign; when it was closed stays with it until it is opened again."""
    closed: dict[str, datetime | None] = {}
    if to in {CampaignState.CLOSED, CampaignState.RUNNING}:
        closed = {"closed_at": now if to is CampaignState.CLOSED else None}
    tx.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(state=to.value, **closed))


def set_reissue(tx: Tx, document_id: int, *, campaign_id: int | None, in_force_on: date | None) -> None:
    """Have a draft stand for a document that re-issues targets of this campaign; None: for its own campaign."""
    tx.execute(
        update(campaigns)
        .where(campaigns.c.id == document_id)
        .values(reissues_id=campaign_id, in_force_on=in_force_on)
    )


def close_screens(tx: Tx, campaign_id: int) -> None:
    """Close every open screen that shows a campaign."""
    tx.execute(
        update(drafts)
        .where(drafts.c.campaign_id == campaign_id)
        .values(screen="idle", campaign_id=None, indicator_id=None, pending=None)
    )


def discard(tx: Tx, campaign_id: int) -> None:
    """Delete a draft whole."""
    close_screens(tx, campaign_id)
    own = select(indicators.c.id).where(indicators.c.campaign_id == campaign_id)
    tx.execute(delete(pairs).where(pairs.c.document_id == campaign_id))
    tx.execute(delete(unit_targets).where(unit_targets.c.indicator_id.in_(own)))
    tx.execute(delete(assignments).where(assignments.c.indicator_id.in_(own)))
    tx.execute(delete(indicators).where(indicators.c.campaign_id == campaign_id))
    replace_phases(tx, campaign_id, ())
    tx.execute(delete(campaign_units).where(campaign_units.c.campaign_id == campaign_id))
    tx.execute(delete(campaigns).where(campaigns.c.id == campaign_id))
