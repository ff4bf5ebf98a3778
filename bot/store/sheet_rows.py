"""What a report's sheet is made from, in one statement: an outline of all its indicators, the rows of those looked at."""

from datetime import datetime
from typing import NamedTuple, TypeAlias

from sqlalchemy import Boolean, and_, bindparam, case, or_, select

from bot.campaign.model import FigureKind
from bot.directive.model import Relation
from bot.store.answers import FIGURE, answers_for, given
from bot.store.engine import AnyRow, Tx
from bot.store.past_figures import HISTORY
from bot.store.prepared import Prepared
from bot.store.reports import HEAD_JOIN, ReportHead
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    drafts,
    figures,
    indicators,
    people,
    periods,
    reports,
    units,
)
from bot.store.target_tables import targets, unit_targets
from bot.store.targets import TARGET, in_force
from bot.store.types import Together, among, rows_of
from bot.store.unit_targets import in_force as own_in_force

Wanted: TypeAlias = tuple[int | None, int | None]
"""The indicators that will be looked at, by id: the one that is asked, and the one that follows."""


class Outline(NamedTuple):
    """One indicator of a sheet: what is known of all of them; a row each version of its figure."""

    n: int
    version: int | None
    indicator_id: int
    parent_id: int | None
    relation: str | None
    in_period: bool
    kind: str | None

    @property
    def has_figure(self) -> bool:
        return self.kind not in {None, FigureKind.CLEARED.value}

    @property
    def whole(self) -> int | None:
        """The indicator of which it is a part."""
        return self.parent_id if self.relation == Relation.PART_OF else None


class Typing(NamedTuple):
    """Somebody who has an indicator of the report on his open screen, and since when."""

    person_id: int
    person: str
    indicator_id: int
    at: datetime


class Rows(NamedTuple):
    """The indicators in their order, who is typing, and the rows of those that were wanted, by id."""

    outline: dict[int, Outline]
    typing: list[Typing]
    rows: dict[int, AnyRow]


TYPING = ("question", "doubt", "reason", "because", "clash")
"""The screens on which a person is about to give a figure."""
_ASKED = HEAD_JOIN.join(
    campaign_units,
    and_(campaign_units.c.campaign_id == campaigns.c.id, campaign_units.c.unit_id == units.c.id),
).join(indicators, indicators.c.campaign_id == campaigns.c.id)
_ASKED = _ASKED.join(assignments, assignments.c.indicator_id == indicators.c.id)
_FIGURES = and_(figures.c.report_id == reports.c.id, figures.c.indicator_id == indicators.c.id)
_OF_THE_SHEET = (
    reports.c.id == bindparam("report"),
    # A unit that is no more answers for nothing: what it gave stays to be read.
    or_(
        and_(answers_for(), given(periods.c.due_on)),
        and_(units.c.ended_on.is_not(None), figures.c.id.is_not(None)),
    ),
)
# Both stand alone, so that SQLite reads them once and not for each row.
_OUTLINE = (
    select(
        Together(
            indicators.c.n,
            figures.c.version,
            indicators.c.id,
            indicators.c.parent_id,
            indicators.c.relation,
            indicators.c.in_period,
            figures.c.kind,
        )
    )
    .select_from(_ASKED.outerjoin(figures, _FIGURES))
    .where(*_OF_THE_SHEET)
    .correlate(None)
    .scalar_subquery()
)
_TYPING = (
    select(Together(drafts.c.person_id, people.c.name, drafts.c.indicator_id, drafts.c.at))
    .select_from(drafts.join(people, people.c.id == drafts.c.person_id))
    .where(
        drafts.c.report_id == bindparam("report"),
        drafts.c.indicator_id.is_not(None),
        among(drafts.c.screen, TYPING),
    )
    .correlate(None)
    .scalar_subquery()
)
_giver = people.alias("giver")
_WANTED = indicators.c.id.in_([bindparam("asked"), bindparam("following")])
_SHEET = Prepared(
    select(
        _OUTLINE.label("outline"),
        _TYPING.label("typing"),
        indicators.c.id,
        indicators.c.n,
        indicators.c.section,
        indicators.c.name,
        *TARGET,
        indicators.c.measure,
        indicators.c.in_period,
        assignments.c.scope,
        unit_targets.c.value.label("own_target"),
        *FIGURE,
        figures.c.typed,
        figures.c.reason,
        figures.c.version,
        figures.c.person_id.label("giver_id"),
        figures.c.at.label("given_at"),
        figures.c.source,
        _giver.c.name.label("giver"),
        case((_WANTED, HISTORY)).label("history"),
    )
    .select_from(
        _ASKED.outerjoin(
            unit_targets,
            and_(
                unit_targets.c.indicator_id == indicators.c.id,
                unit_targets.c.unit_id == units.c.id,
                own_in_force(periods.c.due_on),
            ),
        )
        .outerjoin(targets, in_force(periods.c.due_on))
        .outerjoin(figures, _FIGURES)
        .outerjoin(_giver, _giver.c.id == figures.c.person_id)
    )
    .where(*_OF_THE_SHEET, or_(bindparam("all", type_=Boolean), _WANTED))
    .order_by(indicators.c.n, figures.c.version)
)


def read(tx: Tx, head: ReportHead, wanted: Wanted | None = None) -> Rows:
    """The rows of the wanted indicators (by default of all), each with its newest figure."""
    asked, following = wanted or (None, None)
    parameters = {"report": head.report_id, "all": wanted is None, "asked": asked, "following": following}
    rows = _SHEET.rows(tx, parameters)
    if not rows:
        return Rows(outline={}, typing=[], rows={})
    # The newest version of a figure comes last.
    every = sorted(Outline(*one) for one in rows_of(rows[0].outline))
    typing = [
        Typing(person_id, person, indicator_id, datetime.fromisoformat(at))
        for person_id, person, indicator_id, at in rows_of(rows[0].typing)
    ]
    return Rows(
        outline={one.indicator_id: one for one in every},
        typing=typing,
        rows={row.id: row for row in rows},
    )
