"""Circles of people around a campaign: whoever reports, the heads too, the standing body and its viewers too."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from bot.campaign.model import Role
from bot.campaign.notices import Circle
from bot.store.engine import Tx
from bot.store.recipients import IS_WRITTEN_TO
from bot.store.tables import campaign_units, campaigns, people, roles

_REPORTING: dict[Circle, Sequence[Role]] = {
    Circle.FOCAL_POINTS: (Role.FOCAL_POINT,),
    Circle.HEADS: (Role.FOCAL_POINT, Role.HEAD),
    Circle.LEADERS: (Role.FOCAL_POINT, Role.HEAD),
}


def readers(
    tx: Tx,
    campaign_id: int,
    circle: Circle,
    now: datetime,
    *,
    after: int = 0,
    most: int | None = None,
    only: int | None = None,
) -> list[int]:
    """The next people of a circle behind this person id who can be written to; None: all of them.

    `only`: this person, where he is one of them.
    """
    taking_part = select(campaign_units.c.unit_id).where(campaign_units.c.campaign_id == campaign_id)
    owner = select(campaigns.c.owner_id).where(campaigns.c.id == campaign_id)
    wanted = roles.c.role.in_(role.value for role in _REPORTING[circle]) & roles.c.unit_id.in_(taking_part)
    if circle is Circle.LEADERS:
        wanted |= roles.c.role.in_((Role.ADMIN.value, Role.VIEWER.value)) & roles.c.unit_id.in_(owner)
    rows = tx.execute(
        select(roles.c.person_id)
        .join(people, people.c.id == roles.c.person_id)
        .where(
            wanted,
            roles.c.person_id > after if only is None else roles.c.person_id == only,
            roles.c.since <= now,
            or_(roles.c.until.is_(None), roles.c.until > now),
            people.c.unreachable_since.is_(None),
            IS_WRITTEN_TO,
        )
        .distinct()
        .order_by(roles.c.person_id)
        .limit(most),
        {"now": now},
    )
    return list(rows.scalars())


def names(tx: Tx, person_ids: Sequence[int]) -> list[str]:
    rows = tx.execute(select(people.c.name).where(people.c.id.in_(person_ids)).order_by(people.c.name))
    return list(rows.scalars())
