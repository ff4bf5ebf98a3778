"""`/nhac`: an admin nudges, now, whoever has not reported on a phase; first he sees who that is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import ClassVar

from bot.campaign.calendar import WorkCalendar
from bot.campaign.deadlines import is_working_time
from bot.campaign.model import CampaignState, Duty
from bot.errors import Refused
from bot.store import audit, outbox, recipients, summaries
from bot.store.engine import Tx
from bot.store.summaries import PhaseHead, UnitState
from bot.texts import View
from bot.usecases.access import Action, Caller, reach
from bot.usecases.summaries import CampaignChoice, current_phase

SHOWN = 20
UNREACHABLE_SHOWN = 10
FRESH = timedelta(hours=1)
"""How long the buttons under a preview count: later, others than those named may be concerned."""
KEPT = timedelta(days=1)
SENT_PER_MINUTE = 26 * 60


class Group(Enum):
    """Whom a wave goes to; the number stands in the button."""

    ALL = 0
    NOTHING = 1
    INCOMPLETE = 2

    def has(self, state: UnitState) -> bool:
        return self is Group.ALL or (self is Group.NOTHING) == (state.entered == 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class NudgePreview(View):
    """Who would get a nudge: the units by name, the number of people, and who cannot be written to."""

    template: ClassVar[str] = "nudge_preview"
    in_place: ClassVar[bool] = True
    head: PhaseHead
    rows: tuple[UnitState, ...]
    units: int
    people: int
    people_with_nothing: int
    people_incomplete: int
    unreachable: tuple[UnitState, ...]
    unreachable_shown: int
    page: int
    pages: int
    minutes: int
    working_time: bool
    others: tuple[PhaseHead, ...]
    stamp: int


@dataclass(frozen=True, kw_only=True, slots=True)
class NudgeSent(View):
    """The wave is on its way; `people` is 0 where this very preview was sent before."""

    template: ClassVar[str] = "nudge_sent"
    in_place: ClassVar[bool] = True
    head: PhaseHead
    people: int
    minutes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Owing:
    """The required units that have not handed in their report, and who can be written to for them."""

    reachable: tuple[UnitState, ...]
    unreachable: tuple[UnitState, ...]
    holders: dict[int, list[int]]

    def people(self, group: Group) -> list[int]:
        units = (state.unit_id for state in self.reachable if group.has(state))
        return sorted({person_id for unit_id in units for person_id in self.holders[unit_id]})


def preview(
    tx: Tx, who: Caller, now: datetime, *, campaign_id: int | None = None, n: int | None = None, page: int = 0
) -> View:
    """Who has not reported on the phase or period (by place; else the one that runs); nothing is sent."""
    choice = _choose(tx, who, campaign_id)
    if isinstance(choice, CampaignChoice):
        return choice
    phases = summaries.phases_of(tx, choice)
    head = _begun(current_phase(phases, now.date(), n), now)
    owing = _owing(tx, head, now)
    pages = max(1, -(-len(owing.reachable) // SHOWN))
    page = min(max(page, 0), pages - 1)
    people = len(owing.people(Group.ALL))
    return NudgePreview(
        head=head,
        rows=owing.reachable[page * SHOWN : (page + 1) * SHOWN],
        units=len(owing.reachable),
        people=people,
        people_with_nothing=len(owing.people(Group.NOTHING)),
        people_incomplete=len(owing.people(Group.INCOMPLETE)),
        unreachable=owing.unreachable,
        unreachable_shown=UNREACHABLE_SHOWN,
        page=page,
        pages=pages,
        minutes=_minutes(people),
        working_time=is_working_time(now, WorkCalendar()),
        others=tuple(
            phase
            for phase in phases
            if phase.place != head.place and (phase.starts_on is None or phase.starts_on <= now.date())
        ),
        stamp=int(now.timestamp()),
    )


def send(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, n: int, group: int, stamp: int) -> View:
    """Have the nudges of a preview sent; its stamp makes the second tap harmless."""
    choice = _choose(tx, who, campaign_id)
    if isinstance(choice, CampaignChoice) or not 0 <= now.timestamp() - stamp <= FRESH.total_seconds():
        raise Refused("stale")
    head = _begun(current_phase(summaries.phases_of(tx, choice), now.date(), n), now)
    if group not in {known.value for known in Group}:
        raise Refused("stale")
    keys = {
        person_id: f"nudge:{head.phase_id}:{person_id}:{stamp}"
        for person_id in _owing(tx, head, now).people(Group(group))
    }
    put = outbox.put_each(tx, keys, kind="nudge", subject_id=head.phase_id, due_at=now, expires_at=now + KEPT)
    if put:
        facts = {"people": put, "group": Group(group).name.lower()}
        audit.note(tx, "nudge", "phase", head.phase_id, person_id=who.known, now=now, facts=facts)
    return NudgeSent(head=head, people=put, minutes=_minutes(put))


def _begun(head: PhaseHead, now: datetime) -> PhaseHead:
    """The phase; Refused while nobody can report on it yet."""
    if head.starts_on is not None and head.starts_on > now.date():
        raise Refused("phase_not_begun", phase=head.phase, starts=head.starts_on)
    return head


def _owing(tx: Tx, head: PhaseHead, now: datetime) -> _Owing:
    holders = recipients.focal_points_in(tx, head.phase_id, now)
    owing = [
        state
        for state in summaries.unit_states(tx, head, now)
        if state.duty is Duty.REQUIRED and state.is_owed
    ]
    return _Owing(
        reachable=tuple(state for state in owing if state.unit_id in holders),
        unreachable=tuple(state for state in owing if state.unit_id not in holders),
        holders=holders,
    )


def _minutes(people: int) -> int:
    return -(-people // SENT_PER_MINUTE)


def _choose(tx: Tx, who: Caller, campaign_id: int | None) -> int | CampaignChoice:
    """The running campaign asked for, checked against the caller's reach, or the choice to show."""
    within = summaries.campaigns_within(tx, reach(who, Action.RUN_CAMPAIGNS))
    running = tuple(campaign for campaign in within if campaign[2] is CampaignState.RUNNING)
    if campaign_id is not None:
        title, state = next(
            ((title, state) for key, title, state in within if key == campaign_id), ("", None)
        )
        if state is None:
            raise Refused("not_allowed")
        if state is not CampaignState.RUNNING:
            raise Refused("campaign_closed", campaign=title)
        return campaign_id
    if not running:
        raise Refused("no_campaign")
    if len(running) == 1:
        return running[0][0]
    return CampaignChoice(action="nudge", campaigns=running)
