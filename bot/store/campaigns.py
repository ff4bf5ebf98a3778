"""Campaigns: their phases, the units that take part, and the way from draft to running."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update

from bot.campaign.deadlines import OwnLadder
from bot.campaign.model import CampaignState, Duty, Review, Role
from bot.campaign.periods import Period, Rhythm
from bot.store.engine import Tx
from bot.store.ladders import kept, own_ladder
from bot.store.tables import (
    campaign_units,
    campaigns,
    clusters,
    people,
    roles,
    units,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Campaign:
    """A campaign and the unit that it belongs to. `directive` is the whole reading, as it was on the day.

    `ends_on` is None only in a draft whose directive does not say it. A document that re-issues the targets of
    another campaign names it in `reissues_id`, and the day from which they are in force.
    """

    campaign_id: int
    parent_id: int | None
    owner_id: int
    owner: str
    owner_path: str
    state: CampaignState
    title: str
    theme: str | None
    document_type: str | None
    number: str | None
    issued_on: date | None
    issued_precision: str | None
    starts_on: date | None
    ends_on: date | None
    directive: Mapping[str, Any]
    file_name: str
    file_hash: str
    made_by: int | None
    made_at: datetime
    launched_at: datetime | None
    closed_at: datetime | None
    reissues_id: int | None
    in_force_on: date | None
    lock_days: int
    ladder: OwnLadder = field(default_factory=OwnLadder)


@dataclass(frozen=True, kw_only=True, slots=True)
class Phase:
    """A stretch of a campaign and the day by which units report on it; `n` counts from 1 by the ends.

    `due_on` is that of its last period, `due_set` whether somebody said it; `periods` is empty until it is stored.
    `source_text` and `review_text` are what the directive says about it, "" where a person added it.
    """

    n: int
    name: str
    starts_on: date | None
    ends_on: date
    review: Review
    due_on: date
    due_set: bool = False
    source_text: str = ""
    review_text: str = ""
    rhythm: Rhythm = Rhythm.ONCE
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Participant:
    """A unit at or below the owner; `duty` is None where it does not take part in the campaign."""

    unit_id: int
    code: str
    name: str
    kind: str
    cluster_id: int | None
    cluster: str | None
    duty: Duty | None


_CAMPAIGN = select(campaigns, units.c.name.label("owner"), units.c.path.label("owner_path")).join(
    units, units.c.id == campaigns.c.owner_id
)


def _campaign(row: Row[Any]) -> Campaign:
    return Campaign(
        campaign_id=row.id,
        parent_id=row.parent_id,
        owner_id=row.owner_id,
        owner=row.owner,
        owner_path=row.owner_path,
        state=CampaignState(row.state),
        title=row.title,
        theme=row.theme,
        document_type=row.document_type,
        number=row.number,
        issued_on=row.issued_on,
        issued_precision=row.issued_precision,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        directive=row.directive,
        file_name=row.file_name,
        file_hash=row.file_hash,
        made_by=row.made_by,
        made_at=row.made_at,
        launched_at=row.launched_at,
        closed_at=row.closed_at,
        reissues_id=row.reissues_id,
        in_force_on=row.in_force_on,
        lock_days=row.lock_days,
        ladder=own_ladder(row.ladder),
    )


def add(
    tx: Tx,
    *,
    owner_id: int,
    title: str,
    theme: str | None,
    document_type: str | None,
    number: str | None,
    issued_on: date | None,
    issued_precision: str | None,
    starts_on: date | None,
    ends_on: date | None,
    directive: Mapping[str, Any],
    file_name: str,
    file_hash: str,
    person_id: int | None,
    now: datetime,
) -> int:
    """A new draft; returns its id."""
    key = tx.execute(
        insert(campaigns).values(
            owner_id=owner_id,
            state=CampaignState.DRAFT.value,
            title=title,
            theme=theme,
            document_type=document_type,
            number=number,
            issued_on=issued_on,
            issued_precision=issued_precision,
            starts_on=starts_on,
            ends_on=ends_on,
            directive=directive,
            file_name=file_name,
            file_hash=file_hash,
            made_by=person_id,
            made_at=now,
        )
    ).inserted_primary_key
    return int(key[0]) if key else 0


def of(tx: Tx, campaign_id: int) -> Campaign | None:
    row = tx.execute(_CAMPAIGN.where(campaigns.c.id == campaign_id)).first()
    return None if row is None else _campaign(row)


AT_WORK = (CampaignState.DRAFT, CampaignState.RUNNING)
OVER = (CampaignState.CLOSED, CampaignState.ARCHIVED)


def within(tx: Tx, paths: Sequence[str], states: Sequence[CampaignState] = AT_WORK) -> list[Campaign]:
    """The campaigns of the units within these path prefixes that are in one of these states, the newest first."""
    rows = tx.execute(
        _CAMPAIGN.where(
            campaigns.c.state.in_([state.value for state in states]),
            or_(*(units.c.path.startswith(path, autoescape=True) for path in paths)),
        ).order_by(campaigns.c.id.desc())
    )
    return [_campaign(row) for row in rows]


def of_owner(tx: Tx, owner_id: int) -> list[Campaign]:
    """Every campaign of one unit, the newest first."""
    rows = tx.execute(_CAMPAIGN.where(campaigns.c.owner_id == owner_id).order_by(campaigns.c.id.desc()))
    return [_campaign(row) for row in rows]


def correct(tx: Tx, campaign_id: int, values: Mapping[str, str | date | None]) -> None:
    """Give a campaign's own fields other values; the keys are columns."""
    tx.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(**values))


def set_ladder(tx: Tx, campaign_id: int, ladder: OwnLadder) -> None:
    """The steps of its own; the others are those of its office."""
    tx.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(ladder=kept(ladder)))


# --- Units that take part ------------------------------------------------------------------------------


def participants(tx: Tx, campaign: Campaign) -> list[Participant]:
    """Every unit at or below the owner, with its duty in this campaign, in order of kind and name."""
    rows = tx.execute(
        select(
            units.c.id,
            units.c.code,
            units.c.name,
            units.c.kind,
            units.c.cluster_id,
            clusters.c.name.label("cluster"),
            campaign_units.c.duty,
        )
        .select_from(
            units.outerjoin(clusters, clusters.c.id == units.c.cluster_id).outerjoin(
                campaign_units,
                (campaign_units.c.unit_id == units.c.id)
                & (campaign_units.c.campaign_id == campaign.campaign_id),
            )
        )
        .where(units.c.path.startswith(campaign.owner_path, autoescape=True), units.c.ended_on.is_(None))
        .order_by(units.c.kind, units.c.name, units.c.id)
    )
    return [
        Participant(
            unit_id=row.id,
            code=row.code,
            name=row.name,
            kind=row.kind,
            cluster_id=row.cluster_id,
            cluster=row.cluster,
            duty=Duty(row.duty) if row.duty else None,
        )
        for row in rows
    ]


def duties_below(tx: Tx, path: str) -> dict[int, Duty]:
    """The units below a path, without the one that it ends in, each with the duty that the office gave it."""
    rows = tx.execute(
        select(units.c.id, units.c.duty).where(
            units.c.path.startswith(path, autoescape=True), units.c.path != path, units.c.ended_on.is_(None)
        )
    )
    return {row.id: Duty(row.duty) for row in rows}


def set_duties(tx: Tx, campaign_id: int, duties: Mapping[int, Duty | None]) -> None:
    """Have these units take part with this duty; None takes a unit out."""
    tx.execute(
        delete(campaign_units).where(
            campaign_units.c.campaign_id == campaign_id, campaign_units.c.unit_id.in_(list(duties))
        )
    )
    rows = [
        {"campaign_id": campaign_id, "unit_id": unit_id, "duty": duty.value}
        for unit_id, duty in duties.items()
        if duty is not None
    ]
    if rows:
        tx.execute(insert(campaign_units), rows)


def focal_points(tx: Tx, campaign_id: int, now: datetime) -> list[tuple[int, int, bool]]:
    """Who reports in this campaign, as (unit id, person id, whether Telegram lets us write to him)."""
    rows = tx.execute(
        select(roles.c.unit_id, roles.c.person_id, people.c.unreachable_since)
        .join(people, people.c.id == roles.c.person_id)
        .join(campaign_units, campaign_units.c.unit_id == roles.c.unit_id)
        .where(
            campaign_units.c.campaign_id == campaign_id,
            roles.c.role == Role.FOCAL_POINT.value,
            roles.c.since <= now,
            or_(roles.c.until.is_(None), roles.c.until > now),
        )
        .order_by(roles.c.person_id)
    )
    return [(row.unit_id, row.person_id, row.unreachable_since is None) for row in rows]
