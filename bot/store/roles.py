"""Roles one by one: who holds which at a unit, deputies, leaves, and their end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import and_, bindparam, case, delete, or_, select, update

from bot.campaign.model import Role
from bot.store import people as people_of
from bot.store.engine import AnyRow, Tx
from bot.store.message_tables import outbox
from bot.store.outbox import End
from bot.store.tables import drafts, leaves, people, reports, roles, units
from bot.store.types import Instant


@dataclass(frozen=True, kw_only=True, slots=True)
class Leave:
    """From when until when the holder of a role is away; `until` is the first moment at which he is back."""

    leave_id: int
    since: datetime
    until: datetime

    def first(self, zone: tzinfo | None) -> date:
        return self.since.astimezone(zone).date()

    def last(self, zone: tzinfo | None) -> date:
        """The last whole day away."""
        return (self.until.astimezone(zone) - timedelta(seconds=1)).date()


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldRole:
    """A role in force, with its holder; `leave` is the one that runs or comes next."""

    role_id: int
    role: Role
    deputy: bool
    person_id: int
    person: str
    reachable: bool
    unit_id: int
    unit: str
    path: str
    since: datetime
    leave: Leave | None


_NOW = bindparam("now", type_=Instant)
_ORDER = case({role.value: place for place, role in enumerate(reversed(Role))}, value=roles.c.role)
_next = leaves.alias("next_leave")
_HELD_ROLE = (
    select(
        roles.c.id,
        roles.c.role,
        roles.c.deputy,
        roles.c.since,
        people.c.id.label("person_id"),
        people.c.name.label("person"),
        people.c.unreachable_since,
        units.c.id.label("unit_id"),
        units.c.name.label("unit"),
        units.c.path,
        leaves.c.id.label("leave_id"),
        leaves.c.since.label("leave_since"),
        leaves.c.until.label("leave_until"),
    )
    .select_from(
        roles.join(people, people.c.id == roles.c.person_id)
        .join(units, units.c.id == roles.c.unit_id)
        .outerjoin(
            leaves,
            leaves.c.id
            == select(_next.c.id)
            .where(_next.c.role_id == roles.c.id, _next.c.until > _NOW)
            .order_by(_next.c.since)
            .limit(1)
            .correlate(roles)
            .scalar_subquery(),
        )
    )
    .where(roles.c.since <= _NOW, or_(roles.c.until.is_(None), roles.c.until > _NOW))
    .order_by(_ORDER, roles.c.deputy, people.c.name, roles.c.id)
)


def of(tx: Tx, role_id: int, now: datetime) -> HeldRole | None:
    """A role that is in force; None where it has ended, or never was."""
    row = tx.execute(_HELD_ROLE.where(roles.c.id == role_id), {"now": now}).first()
    return None if row is None else _held_role(row)


def at_unit(tx: Tx, unit_id: int, now: datetime) -> list[HeldRole]:
    """Who holds which role at a unit: focal points first, deputies behind the others."""
    return _held_roles(tx.execute(_HELD_ROLE.where(roles.c.unit_id == unit_id), {"now": now}).all())


def of_person(tx: Tx, person_id: int, now: datetime) -> list[HeldRole]:
    return _held_roles(tx.execute(_HELD_ROLE.where(roles.c.person_id == person_id), {"now": now}).all())


def _held_roles(rows: Sequence[AnyRow]) -> list[HeldRole]:
    return [_held_role(row) for row in rows]


def _held_role(row: AnyRow) -> HeldRole:
    leave = row.leave_id and Leave(leave_id=row.leave_id, since=row.leave_since, until=row.leave_until)
    return HeldRole(
        role_id=row.id,
        role=Role(row.role),
        deputy=row.deputy,
        person_id=row.person_id,
        person=row.person,
        reachable=row.unreachable_since is None,
        unit_id=row.unit_id,
        unit=row.unit,
        path=row.path,
        since=row.since,
        leave=leave or None,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """A role that is over."""

    role: Role
    unit_id: int
    unit: str


def ended(tx: Tx, role_id: int, now: datetime) -> Ended | None:
    row = tx.execute(
        select(roles.c.role, units.c.id, units.c.name)
        .join(units, units.c.id == roles.c.unit_id)
        .where(roles.c.id == role_id, roles.c.until <= now)
    ).first()
    return None if row is None else Ended(role=Role(row.role), unit_id=row.id, unit=row.name)


def end(tx: Tx, role_id: int, now: datetime) -> None:
    tx.execute(update(roles).where(roles.c.id == role_id, roles.c.until.is_(None)).values(until=now))


def take_over(tx: Tx, held: HeldRole, taker_id: int, now: datetime) -> None:
    """The role of one person becomes another one's; whoever held it as a deputy holds it as the giver did."""
    people_of.grant(tx, person_id=taker_id, unit_id=held.unit_id, role=held.role.value, now=now)
    tx.execute(
        update(roles)
        .where(
            roles.c.person_id == taker_id,
            roles.c.unit_id == held.unit_id,
            roles.c.role == held.role.value,
            roles.c.until.is_(None),
        )
        .values(deputy=held.deputy)
    )
    end(tx, held.role_id, now)
    people_of.reopen(tx, [held.person_id])


def set_deputy(tx: Tx, role_id: int, *, deputy: bool) -> None:
    tx.execute(update(roles).where(roles.c.id == role_id).values(deputy=deputy))


def drop_messages(tx: Tx, person_id: int, now: datetime) -> None:
    """Whoever holds no role any more is not told of what was his."""
    tx.execute(
        update(outbox)
        .where(outbox.c.person_id == person_id, outbox.c.outcome.is_(None), outbox.c.sending_at.is_(None))
        .values(outcome=End.EXPIRED.value, ended_at=now)
    )


# --- Leaves ------------------------------------------------------------------------------------------------


def add_leave(tx: Tx, role_id: int, *, since: datetime, until: datetime) -> int:
    key = tx.execute(leaves.insert().values(role_id=role_id, since=since, until=until)).inserted_primary_key
    return int(key[0]) if key else 0


def end_leaves(tx: Tx, role_id: int, now: datetime) -> None:
    """The holder is back: the leave that runs ends now, those that were to come are taken away."""
    tx.execute(delete(leaves).where(leaves.c.role_id == role_id, leaves.c.since > now))
    tx.execute(update(leaves).where(leaves.c.role_id == role_id, leaves.c.until > now).values(until=now))


def leave_of(tx: Tx, leave_id: int, now: datetime) -> tuple[HeldRole, Leave] | None:
    """A leave that is not over, with the role of whoever is away."""
    row = tx.execute(select(leaves).where(leaves.c.id == leave_id, leaves.c.until > now)).first()
    held = None if row is None else of(tx, row.role_id, now)
    if row is None or held is None:
        return None
    return held, Leave(leave_id=leave_id, since=row.since, until=row.until)


# --- The open screen ---------------------------------------------------------------------------------------

REPORT_SCREENS = ("question", "doubt", "reason", "because", "clash", "review", "bulk", "leave")


def pass_screen_on(tx: Tx, *, giver_id: int, taker_id: int, unit_id: int, now: datetime) -> bool:
    """Open for the taker what the giver has open of the unit's reports, unless the taker has something open himself.

    A receipt stays where it is. What the giver had typed and not confirmed is asked again.
    """
    row = tx.execute(
        select(drafts.c.report_id, drafts.c.indicator_id, drafts.c.screen)
        .join(reports, reports.c.id == drafts.c.report_id)
        .where(
            drafts.c.person_id == giver_id,
            reports.c.unit_id == unit_id,
            drafts.c.screen.in_(REPORT_SCREENS),
        )
    ).first()
    if row is None:
        return False
    taken = tx.execute(
        update(drafts)
        .where(and_(drafts.c.person_id == taker_id, drafts.c.screen.in_(("idle", "receipt"))))
        .values(
            screen="review" if row.indicator_id is None else "question",
            report_id=row.report_id,
            indicator_id=row.indicator_id,
            campaign_id=None,
            pending=None,
            version=drafts.c.version + 1,
            at=now,
        )
    ).rowcount
    tx.execute(
        update(drafts)
        .where(drafts.c.person_id == giver_id)
        .values(
            screen="idle",
            report_id=None,
            indicator_id=None,
            pending=None,
            version=drafts.c.version + 1,
            at=now,
        )
    )
    return bool(taken)
