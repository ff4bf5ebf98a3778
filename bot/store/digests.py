"""Who has to hear of a period that is due: an outbox row a person, put by one statement a slice of units."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Date,
    FromClause,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    literal,
    or_,
    select,
)

from bot.campaign import report_life
from bot.campaign.model import CampaignState, Duty, ReportState, Role
from bot.store.answers import PHASE, answers_for, due_of, given, takes_part
from bot.store.engine import Tx, insert_once
from bot.store.message_tables import outbox, said
from bot.store.quiet import IS_QUIET
from bot.store.recipients import ESCALATES, IS_WRITTEN_TO, in_force, is_written_to
from bot.store.reports import OWED, Due
from bot.store.snoozes import IS_SNOOZED
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    indicators,
    people,
    periods,
    reports,
    roles,
    units,
)
from bot.store.types import Instant

UNITS_AT_ONCE = 500
"""A statement costs as much as putting two hundred people."""
UNITS_OVERSEEN_AT_ONCE = 2000
"""Few hear of the units that they stand over, and who leads a cluster is found anew for each slice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DuePeriod:
    """A period with a step to say of the units that are due on `due_on`, all or those extended to that day.

    It is said of units with these duties, to whoever had this role before `role_before`.
    """

    period_id: int
    campaign_id: int
    due_on: date
    role: Role
    step: int
    duties: tuple[Duty, ...]
    role_before: datetime


_asked = units.alias("asked")
# An invited unit is asked only where an indicator was given to it by name, kind or cluster.
_HAS_SOMETHING_TO_REPORT = or_(
    campaign_units.c.duty == Duty.REQUIRED.value,
    exists(
        select(indicators.c.id)
        .select_from(
            indicators.join(assignments, assignments.c.indicator_id == indicators.c.id).join(
                _asked, _asked.c.id == campaign_units.c.unit_id
            )
        )
        .where(
            indicators.c.campaign_id == campaign_units.c.campaign_id,
            answers_for(unit=_asked),
            given(bindparam("due_on", type_=Date)),
        )
    ),
)
_HANDED_IN = exists(
    select(reports.c.id).where(
        reports.c.period_id == bindparam("period"),
        reports.c.unit_id == campaign_units.c.unit_id,
        reports.c.state.in_(report_life.HANDED_IN),
    )
)
_SAID = exists(
    select(said.c.step).where(
        said.c.period_id == bindparam("period"),
        said.c.unit_id == campaign_units.c.unit_id,
        said.c.due_on == bindparam("due_on", type_=Date),
        said.c.step == bindparam("step"),
        said.c.person_id == roles.c.person_id,
    )
)
_own = roles.alias("own")
_REPORTS_ITSELF = exists(
    select(_own.c.id).where(
        _own.c.person_id == roles.c.person_id,
        _own.c.unit_id == campaign_units.c.unit_id,
        _own.c.role == Role.FOCAL_POINT.value,
        in_force(_own),
        is_written_to(_own),
    )
)
"""Whoever is written to as the unit's focal point hears of its report as such, and as nothing else."""

_IN_SLICE = and_(
    campaign_units.c.campaign_id == bindparam("campaign"),
    campaign_units.c.unit_id > bindparam("after"),
    campaign_units.c.unit_id <= bindparam("until"),
)
_led = units.alias("led")
_member = units.alias("member")
# Who leads a cluster is found once a slice and not once a member (DISTINCT keeps the question whole), from the clusters of
# the slice: among all leads it would grow with the square of the province.
_LEADS = (
    select(_led.c.cluster_id, roles.c.id)
    .distinct()
    .join(_led, _led.c.id == roles.c.unit_id)
    .where(
        roles.c.role == Role.CLUSTER_LEAD.value,
        _led.c.cluster_id.in_(
            select(_member.c.cluster_id)
            .select_from(campaign_units.join(_member, _member.c.id == campaign_units.c.unit_id))
            .where(_IN_SLICE)
        ),
    )
    .subquery("leads")
)


def _with_holders(role: Role) -> FromClause:
    """The units of a campaign with whoever has to hear of them in this role."""
    found = campaign_units.join(periods, periods.c.id == bindparam("period"))
    match role:
        case Role.CLUSTER_LEAD:
            with_leads = found.join(_member, _member.c.id == campaign_units.c.unit_id).join(
                _LEADS, _LEADS.c.cluster_id == _member.c.cluster_id
            )
            return with_leads.join(roles, roles.c.id == _LEADS.c.id)
        case Role.ADMIN:
            owned = found.join(campaigns, campaigns.c.id == campaign_units.c.campaign_id)
            return owned.join(roles, roles.c.unit_id == campaigns.c.owner_id)
        case _:
            return found.join(roles, roles.c.unit_id == campaign_units.c.unit_id)


def _digests(role: Role) -> Select[Any]:
    own = (_HAS_SOMETHING_TO_REPORT, ~IS_SNOOZED) if role is Role.FOCAL_POINT else (~_REPORTS_ITSELF,)
    return (
        select(
            (literal("digest:") + cast(roles.c.person_id, String) + bindparam("tail", type_=String)).label(
                "key"
            ),
            literal("bulk").label("lane"),
            roles.c.person_id,
            literal("digest").label("kind"),
            bindparam("due_at", type_=Instant).label("due_at"),
            bindparam("expires_at", type_=Instant).label("expires_at"),
            literal(0).label("attempts"),
        )
        .distinct()
        .select_from(_with_holders(role).join(people, people.c.id == roles.c.person_id))
        .where(
            _IN_SLICE,
            campaign_units.c.duty.in_(bindparam("duties", expanding=True)),
            roles.c.role == role.value,
            in_force(),
            IS_WRITTEN_TO,
            roles.c.since < bindparam("role_before", type_=Instant),
            people.c.unreachable_since.is_(None),
            ~IS_QUIET,
            ~_HANDED_IN,
            due_of(campaign_units.c.unit_id) == bindparam("due_on", type_=Date),
            ~_SAID,
            takes_part(periods.c.due_on),
            *own,
        )
    )


_DIGESTS = {role: _digests(role) for role in (Role.FOCAL_POINT, *ESCALATES)}
_LAST_OF_SLICE = (
    select(campaign_units.c.unit_id)
    .where(
        campaign_units.c.campaign_id == bindparam("campaign"), campaign_units.c.unit_id > bindparam("after")
    )
    .order_by(campaign_units.c.unit_id)
    .offset(bindparam("skipped"))
    .limit(1)
)
_NO_LIMIT = 2**62


def put_digests(
    tx: Tx, period: DuePeriod, now: datetime, *, after: int, tail: str, due_at: datetime, expires_at: datetime
) -> tuple[int, int | None]:
    """Put a digest for whoever has to hear of this period, for the next units behind the unit id `after`.

    The key is "digest:", the person's id and `tail`. Returns how many are new, and the unit id behind which
    to go on; None at the end.
    """
    at_once = UNITS_AT_ONCE if period.role is Role.FOCAL_POINT else UNITS_OVERSEEN_AT_ONCE
    until = tx.execute(
        _LAST_OF_SLICE, {"campaign": period.campaign_id, "after": after, "skipped": at_once - 1}
    ).scalar()
    columns = ["key", "lane", "person_id", "kind", "due_at", "expires_at", "attempts"]
    put = tx.execute(
        insert_once(tx, outbox).from_select(columns, _DIGESTS[period.role], include_defaults=False),
        {
            "campaign": period.campaign_id,
            "period": period.period_id,
            "due_on": period.due_on,
            "step": period.step,
            "duties": [duty.value for duty in period.duties],
            "role_before": period.role_before,
            "after": after,
            "until": _NO_LIMIT if until is None else until,
            "now": now,
            "day": now.date(),
            "at": now.strftime("%H:%M"),
            "tail": tail,
            "due_at": due_at,
            "expires_at": expires_at,
        },
    ).rowcount
    return put, until


def digests_of_day(tx: Tx, person_ids: Collection[int], expires_at: datetime) -> dict[int, list[bool]]:
    """Of each digest that was put for these people and expires at this moment, whether its words are still to be found.

    One that is on its way has its words: what changed meanwhile is not among them.
    """
    found: dict[int, list[bool]] = defaultdict(list)
    rows = tx.execute(
        select(
            outbox.c.person_id,
            and_(outbox.c.outcome.is_(None), outbox.c.sending_at.is_(None)).label("waits"),
        ).where(
            outbox.c.person_id.in_(person_ids), outbox.c.kind == "digest", outbox.c.expires_at == expires_at
        )
    )
    for row in rows:
        found[row.person_id].append(bool(row.waits))
    return found


# --- What is overdue --------------------------------------------------------------------------------------

_PLACE = {
    Role.HEAD: campaign_units.c.unit_id,
    Role.CLUSTER_LEAD: units.c.cluster_id,
    Role.ADMIN: campaigns.c.owner_id,
}
"""Of what somebody in a role hears: of his unit, of his cluster, of all that his office has launched."""
_LATE = (
    select(
        campaigns.c.id.label("campaign_id"),
        campaigns.c.title,
        PHASE.label("phase"),
        periods.c.id.label("period_id"),
        due_of(units.c.id).label("due_on"),
        units.c.id.label("unit_id"),
        units.c.name.label("unit"),
        reports.c.id.label("report_id"),
        reports.c.state,
    )
    .select_from(OWED)
    .where(
        campaigns.c.state == CampaignState.RUNNING.value,
        campaign_units.c.duty == Duty.REQUIRED.value,
        due_of(units.c.id) < bindparam("day", type_=Date),
        or_(reports.c.id.is_(None), reports.c.state.not_in(report_life.HANDED_IN)),
    )
    .order_by(due_of(units.c.id), campaigns.c.id, periods.c.id, units.c.name)
)


def late(tx: Tx, role: Role, places: Collection[int], day: date) -> list[tuple[int, Due]]:
    """The overdue reports of these units, clusters or offices, whichever the role stands over; each with its place.

    The oldest due date first; how many of their figures are there is not counted.
    """
    asked = _LATE.add_columns(_PLACE[role].label("place")).where(_PLACE[role].in_(places))
    return [
        (
            row.place,
            Due(
                campaign_id=row.campaign_id,
                campaign=row.title,
                phase=row.phase,
                period_id=row.period_id,
                due_on=row.due_on,
                unit_id=row.unit_id,
                unit=row.unit,
                duty=Duty.REQUIRED,
                report_id=row.report_id,
                state=ReportState(row.state) if row.state else None,
                submitted_at=None,
                late=None,
                expected=0,
                entered=0,
            ),
        )
        for row in tx.execute(asked, {"day": day})
    ]
