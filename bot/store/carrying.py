"""What a campaign takes over from another that needs a statement of its own."""

from collections.abc import Mapping

from sqlalchemy import bindparam, update

from bot.store.engine import Tx
from bot.store.tables import campaigns, indicators

_SET_KEY = (
    update(indicators).where(indicators.c.id == bindparam("key")).values(catalogue_key=bindparam("given"))
)


def set_keys(tx: Tx, keys: Mapping[int, str]) -> None:
    """The catalogue keys of these indicators."""
    if keys:
        tx.execute(_SET_KEY, [{"key": key, "given": given} for key, given in keys.items()])


def set_parent(tx: Tx, campaign_id: int, parent_id: int | None) -> None:
    tx.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(parent_id=parent_id))
