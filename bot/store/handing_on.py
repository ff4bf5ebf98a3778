"""What a unit hands on to its successor: figures as new versions, parts in campaigns, roles and open screens."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import and_, exists, func, insert, or_, select, update

from bot.campaign.model import Duty, Figure, FigureKind, ReportState, Role
from bot.campaign.successions import Given
from bot.store.engine import Tx
from bot.store.holdings import Begun
from bot.store.reports import begun_report, open_report
from bot.store.roles import REPORT_SCREENS
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    drafts,
    extensions,
    figures,
    follow_ups,
    indicators,
    invitations,
    office_days,
    office_templates,
    offices,
    reports,
    roles,
    units,
)


def write_figures(
    tx: Tx,
    unit_id: int,
    given: Mapping[tuple[int, int], Given | None],
    *,
    because: str,
    person_id: int,
    now: datetime,
) -> None:
    """Append a version to each of these places of a unit, by (period, indicator); None takes the figure back."""
    for (period_id, indicator_id), one in given.items():
        report_id = open_report(tx, period_id=period_id, unit_id=unit_id, now=now)
        own = (figures.c.report_id == report_id, figures.c.indicator_id == indicator_id)
        last = tx.execute(select(func.max(figures.c.version)).where(*own)).scalar() or 0
        kept, reason = one or (Figure(kind=FigureKind.CLEARED), None)
        tx.execute(
            insert(figures).values(
                report_id=report_id,
                indicator_id=indicator_id,
                version=last + 1,
                kind=kept.kind.value,
                value=kept.value,
                standing=kept.standing.value if kept.standing else None,
                estimate=kept.estimate,
                numerator=kept.numerator,
                denominator=kept.denominator,
                sentence=kept.sentence,
                typed="",
                reason=reason,
                because=because,
                person_id=person_id,
                at=now,
            )
        )


def hand_in(
    tx: Tx, unit_id: int, period_id: int, state: ReportState, sources: Sequence[Begun], now: datetime
) -> None:
    """Have the successor's report stand as those before it did: handed in with the last of them, late if one was."""
    last = max(sources, key=lambda one: (one.submitted_at or now, one.report_id))
    report_id = open_report(tx, period_id=period_id, unit_id=unit_id, now=now)
    tx.execute(
        update(reports)
        .where(reports.c.id == report_id)
        .values(
            state=state.value,
            submitted_at=last.submitted_at,
            submitted_by=last.submitted_by,
            due_on=last.due_on,
            late=None if last.submitted_at is None else any(one.late for one in sources),
            excused=False,
        )
    )


def extend_alike(tx: Tx, unit_ids: Collection[int], successor_id: int) -> None:
    """No time is cut short: the successor has the latest due date that one of the units was given."""
    rows = tx.execute(
        select(extensions.c.period_id, func.max(extensions.c.due_on).label("due_on"))
        .where(extensions.c.unit_id.in_(unit_ids))
        .group_by(extensions.c.period_id)
    ).all()
    for row in rows:
        tx.execute(
            insert(extensions).values(period_id=row.period_id, unit_id=successor_id, due_on=row.due_on)
        )


def leave(tx: Tx, campaign_id: int, unit_id: int, *, until: date) -> None:
    tx.execute(
        update(campaign_units)
        .where(campaign_units.c.campaign_id == campaign_id, campaign_units.c.unit_id == unit_id)
        .values(until_on=until)
    )


def join(tx: Tx, campaign_id: int, unit_id: int, duty: Duty, *, since: date | None) -> None:
    """Take part, from a day on or (None) in all periods; harmless where the unit does already."""
    there = (campaign_units.c.campaign_id == campaign_id, campaign_units.c.unit_id == unit_id)
    if tx.execute(select(exists(select(campaign_units.c.unit_id).where(*there)))).scalar():
        if since is None:
            tx.execute(update(campaign_units).where(*there).values(from_on=None))
        return
    tx.execute(
        insert(campaign_units).values(
            campaign_id=campaign_id, unit_id=unit_id, duty=duty.value, from_on=since
        )
    )


def pass_assignments(
    tx: Tx, campaign_id: int, unit_id: int, successor_id: int, *, only: Collection[int] | None = None
) -> None:
    """What one unit alone answers for is the successor's: all of a campaign, or these indicators of it."""
    of_campaign = select(indicators.c.id).where(indicators.c.campaign_id == campaign_id)
    if only is not None:
        of_campaign = of_campaign.where(indicators.c.id.in_(only))
    tx.execute(
        update(assignments)
        .where(assignments.c.unit_id == unit_id, assignments.c.indicator_id.in_(of_campaign))
        .values(unit_id=successor_id)
    )


def pass_office(tx: Tx, unit_id: int, successor_id: int) -> None:
    """Its campaigns are the successor's, and so is what belongs to its office where that has nothing of its own."""
    tx.execute(update(campaigns).where(campaigns.c.owner_id == unit_id).values(owner_id=successor_id))
    if tx.execute(select(offices.c.unit_id).where(offices.c.unit_id == successor_id)).first() is None:
        tx.execute(update(offices).where(offices.c.unit_id == unit_id).values(unit_id=successor_id))
    own = select(office_templates.c.paper).where(office_templates.c.unit_id == successor_id)
    tx.execute(
        update(office_templates)
        .where(office_templates.c.unit_id == unit_id, office_templates.c.paper.not_in(own))
        .values(unit_id=successor_id)
    )
    marked = select(office_days.c.day).where(office_days.c.unit_id == successor_id)
    tx.execute(
        update(office_days)
        .where(office_days.c.unit_id == unit_id, office_days.c.day.not_in(marked))
        .values(unit_id=successor_id)
    )


def pass_invitations(tx: Tx, unit_id: int, successor_id: int) -> None:
    """Whoever opens a link that waits is let in at the successor."""
    tx.execute(
        update(invitations)
        .where(invitations.c.unit_id == unit_id, invitations.c.used_by.is_(None))
        .values(unit_id=successor_id)
    )


def drop_invitations(tx: Tx, unit_ids: Collection[int], role: Role, now: datetime) -> None:
    """Links to a role at these units that wait are good for nothing any more."""
    tx.execute(
        update(invitations)
        .where(
            invitations.c.unit_id.in_(unit_ids),
            invitations.c.role == role.value,
            invitations.c.used_by.is_(None),
            invitations.c.expires_at > now,
        )
        .values(expires_at=now)
    )


def pass_roles(tx: Tx, unit_id: int, successor_id: int, now: datetime) -> list[tuple[int, Role]]:
    """Whoever holds a role at the unit holds it at the successor; returns each with his role."""
    held = tx.execute(
        select(roles).where(roles.c.unit_id == unit_id, or_(roles.c.until.is_(None), roles.c.until > now))
    ).all()
    there = {
        (row.person_id, row.role)
        for row in tx.execute(
            select(roles.c.person_id, roles.c.role).where(
                roles.c.unit_id == successor_id, or_(roles.c.until.is_(None), roles.c.until > now)
            )
        )
    }
    for row in held:
        after = {"until": now} if (row.person_id, row.role) in there else {"unit_id": successor_id}
        tx.execute(update(roles).where(roles.c.id == row.id).values(**after))
    return [(row.person_id, Role(row.role)) for row in held]


def pass_screens(tx: Tx, unit_id: int, successor_id: int, now: datetime) -> None:
    """An open report of a unit is left for the successor's of the same period, or closed where it has none.

    Whoever has it open without reporting for the unit has nothing to do there any more.
    """
    reporters = select(roles.c.person_id).where(
        roles.c.unit_id == unit_id,
        roles.c.role == Role.FOCAL_POINT.value,
        or_(roles.c.until.is_(None), roles.c.until > now),
    )
    entering = and_(drafts.c.screen.in_(REPORT_SCREENS), drafts.c.person_id.in_(reporters))
    rows = tx.execute(
        select(drafts.c.person_id, reports.c.period_id, entering.label("entering"))
        .join(reports, reports.c.id == drafts.c.report_id)
        .where(reports.c.unit_id == unit_id)
    ).all()
    for row in rows:
        into = None
        if row.entering:
            into = begun_report(tx, period_id=row.period_id, unit_id=successor_id)
        tx.execute(
            update(drafts)
            .where(drafts.c.person_id == row.person_id)
            .values(
                screen="idle" if into is None else "review",
                report_id=into,
                indicator_id=None,
                pending=None,
                version=drafts.c.version + 1,
                at=now,
            )
        )


def close_questions(tx: Tx, unit_id: int, now: datetime) -> None:
    """Nobody answers any more for a unit that is none."""
    of_units = select(reports.c.id).where(reports.c.unit_id == unit_id)
    tx.execute(
        update(follow_ups)
        .where(follow_ups.c.report_id.in_(of_units), follow_ups.c.closed_at.is_(None))
        .values(closed_at=now)
    )


def end(tx: Tx, unit_id: int, on: date) -> None:
    tx.execute(update(units).where(units.c.id == unit_id).values(ended_on=on))
