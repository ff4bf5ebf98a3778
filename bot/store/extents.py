"""How much of a campaign a person sees: all of its units, those below a unit, of a cluster, or his own."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, and_, exists, false, or_, select, true

from bot.campaign.model import CampaignState
from bot.store.engine import Tx
from bot.store.summaries import LAUNCHED
from bot.store.tables import campaign_units, campaigns, clusters, units


@dataclass(frozen=True, kw_only=True, slots=True)
class Extent:
    """The units that are seen, and whether their people are by name; `whole` is all of them, whatever else is said."""

    whole: bool = False
    paths: tuple[str, ...] = ()
    cluster_ids: tuple[int, ...] = ()
    unit_ids: tuple[int, ...] = ()
    people: bool = False


WHOLE = Extent(whole=True)
"""All units, and no people."""


def sees(extent: Extent, unit: FromClause = units) -> ColumnElement[bool]:
    """The condition under which a unit of a query is seen: every query of a summary has it."""
    if extent.whole:
        return true()
    return or_(
        false(),
        *(unit.c.path.startswith(path, autoescape=True) for path in extent.paths),
        unit.c.cluster_id.in_(extent.cluster_ids),
        unit.c.id.in_(extent.unit_ids),
    )


def campaigns_seen(
    tx: Tx, extent: Extent, owners: Sequence[str]
) -> list[tuple[int, str, CampaignState, int, str]]:
    """The launched campaigns of the units within the path prefixes `owners`, or in which a unit of the extent takes part.

    Each as id, title, state, owner's id and path; the newest first.
    """
    _member = units.alias("member")
    takes_part = exists(
        select(campaign_units.c.unit_id)
        .join(_member, _member.c.id == campaign_units.c.unit_id)
        .where(campaign_units.c.campaign_id == campaigns.c.id, sees(extent, _member))
    )
    launched = (units.c.path.startswith(path, autoescape=True) for path in owners)
    rows = tx.execute(
        select(campaigns.c.id, campaigns.c.title, campaigns.c.state, campaigns.c.owner_id, units.c.path)
        .join(units, units.c.id == campaigns.c.owner_id)
        .where(and_(campaigns.c.state.in_(LAUNCHED), or_(*launched, takes_part)))
        .order_by(campaigns.c.id.desc())
    )
    return [(row.id, row.title, CampaignState(row.state), row.owner_id, row.path) for row in rows]


def holds(tx: Tx, extent: Extent, unit_id: int) -> bool:
    """Whether a unit is among those that are seen."""
    return tx.execute(select(units.c.id).where(units.c.id == unit_id, sees(extent))).first() is not None


def names_of(tx: Tx, extent: Extent) -> list[str]:
    """What the extent is called: its clusters and its highest units."""
    if extent.whole:
        return []
    above = or_(
        false(),
        units.c.path.in_(extent.paths),
        units.c.id.in_(extent.unit_ids),
    )
    named = select(clusters.c.name).where(clusters.c.id.in_(extent.cluster_ids)).order_by(clusters.c.name)
    found = [str(name) for name in tx.execute(named).scalars()]
    return found + [
        str(name) for name in tx.execute(select(units.c.name).where(above).order_by(units.c.path)).scalars()
    ]
