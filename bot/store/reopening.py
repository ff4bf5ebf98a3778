"""Who is planned again at the current slot because a date moved: whoever reports, and those who stand over him."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from bot.campaign.model import Role
from bot.store.engine import Tx, insert_once
from bot.store.message_tables import reopened
from bot.store.recipients import ESCALATES, in_force
from bot.store.tables import campaign_units, campaigns, roles, units

_HEARS = [role.value for role in (Role.FOCAL_POINT, *ESCALATES)]
_OF_A_UNIT = [Role.FOCAL_POINT.value, Role.HEAD.value]
_member = units.alias("member")


def of_campaign(tx: Tx, campaign_id: int, now: datetime, *, unit_id: int | None = None) -> None:
    """Its focal points, the heads of its units, the leads of their clusters and its standing body; or those of one
    unit that takes part."""
    takes_part = campaign_units.c.campaign_id == campaign_id
    if unit_id is not None:
        takes_part = and_(takes_part, campaign_units.c.unit_id == unit_id)
    members = select(campaign_units.c.unit_id).where(takes_part)
    clusters = select(_member.c.cluster_id).where(_member.c.id.in_(members))
    owner = select(campaigns.c.owner_id).where(campaigns.c.id == campaign_id)
    _reopen(
        tx,
        or_(
            and_(roles.c.role.in_(_OF_A_UNIT), roles.c.unit_id.in_(members)),
            and_(roles.c.role == Role.CLUSTER_LEAD.value, units.c.cluster_id.in_(clusters)),
            and_(roles.c.role == Role.ADMIN.value, roles.c.unit_id.in_(owner)),
        ),
        now,
    )


def below(tx: Tx, path: str, now: datetime) -> None:
    """All who hear of reports at or below a path."""
    _reopen(tx, and_(units.c.path.startswith(path, autoescape=True), roles.c.role.in_(_HEARS)), now)


def _reopen(tx: Tx, which: ColumnElement[bool], now: datetime) -> None:
    people = (
        select(roles.c.person_id)
        .join(units, units.c.id == roles.c.unit_id)
        .where(which, in_force())
        .distinct()
    )
    tx.execute(insert_once(tx, reopened).from_select(["person_id"], people), {"now": now})
