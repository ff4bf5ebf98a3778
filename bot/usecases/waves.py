"""`/nhac`: an admin nudges, now, whoever has not reported on a phase; first he sees who that is.

Words of his own, where he adds some, are his open screen, so that they are there after a restart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import ClassVar

from bot.campaign.deadlines import is_working_time
from bot.campaign.model import CampaignState, Duty
from bot.campaign.report_life import OWED, is_locked
from bot.errors import Refused
from bot.store import audit, days, people, recipients, summaries
from bot.store import waves as store
from bot.store.engine import Tx
from bot.store.extents import WHOLE
from bot.store.summaries import PhaseHead
from bot.texts import View
from bot.usecases.access import Action, Caller, reach
from bot.usecases.content_ground import ground
from bot.usecases.content_units import UnitProgress, unit_progress
from bot.usecases.paging import paged
from bot.usecases.pulling import current_phase
from bot.usecases.summary_screens import CampaignChoice
from bot.usecases.wave_progress import minutes, progress_of

SHOWN = 20
UNREACHABLE_SHOWN = 10
FRESH = timedelta(hours=1)
"""How long the buttons under a preview count: later, others than those named may be concerned."""
KEPT = timedelta(days=1)
LONGEST_WORDS = 1000
SCREEN = "nudge_words"


class Group(Enum):
    """Whom a wave goes to; the number stands in the button."""

    ALL = 0
    NOTHING = 1
    INCOMPLETE = 2

    def has(self, state: UnitProgress) -> bool:
        return self is Group.ALL or (self is Group.NOTHING) == (state.entered == 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class NudgePreview(View):
    """Who would get a nudge: the units by name, the number of people, and who cannot be written to."""

    template: ClassVar[str] = "nudge_preview"
    in_place: ClassVar[bool] = True
    head: PhaseHead
    rows: tuple[UnitProgress, ...]
    units: int
    people: int
    people_with_nothing: int
    people_incomplete: int
    unreachable: tuple[UnitProgress, ...]
    locked: int
    unreachable_shown: int
    page: int
    pages: int
    minutes: int
    working_time: bool
    others: tuple[PhaseHead, ...]
    words: str | None
    stamp: int
    version: int
    """Of the open screen, for a button that sends its words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NudgeWords(View):
    """Which words of the admin's own go before the nudge? They are typed."""

    template: ClassVar[str] = "nudge_words"
    in_place: ClassVar[bool] = True
    head: PhaseHead


@dataclass(frozen=True, kw_only=True, slots=True)
class NothingSent(View):
    """Nobody is left to whom this preview's message was not sent."""

    template: ClassVar[str] = "nothing_sent"
    in_place: ClassVar[bool] = True
    head: PhaseHead


@dataclass(frozen=True, kw_only=True, slots=True)
class _Owing:
    """The required units that have not handed in their report, and who can be written to for them.

    `locked`: how many can do nothing about theirs any more, so nobody asks them to.
    """

    reachable: tuple[UnitProgress, ...]
    unreachable: tuple[UnitProgress, ...]
    locked: int
    holders: dict[int, list[int]]

    def people(self, group: Group) -> list[int]:
        units = (state.unit_id for state in self.reachable if group.has(state))
        return sorted({person_id for unit_id in units for person_id in self.holders[unit_id]})


def preview(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    campaign_id: int | None = None,
    n: int | None = None,
    page: int = 0,
    words: str | None = None,
    version: int | None = None,
) -> View:
    """Who has not reported on the phase or period (by place; else the one that runs); nothing is sent."""
    choice = choose(tx, who, campaign_id, action="nudge")
    if isinstance(choice, CampaignChoice):
        return choice
    if words is None and who.draft.screen == SCREEN and who.draft.campaign_id == choice:
        words = (who.draft.pending or {}).get("words")
    phases = summaries.phases_of(tx, choice)
    head = _begun(current_phase(phases, now.date(), n), now)
    owing = _owing(tx, head, now)
    page, pages = paged(page, len(owing.reachable), SHOWN)
    everyone = len(owing.people(Group.ALL))
    return NudgePreview(
        head=head,
        rows=owing.reachable[page * SHOWN : (page + 1) * SHOWN],
        units=len(owing.reachable),
        people=everyone,
        people_with_nothing=len(owing.people(Group.NOTHING)),
        people_incomplete=len(owing.people(Group.INCOMPLETE)),
        unreachable=owing.unreachable,
        locked=owing.locked,
        unreachable_shown=UNREACHABLE_SHOWN,
        page=page,
        pages=pages,
        minutes=minutes(everyone),
        working_time=is_working_time(now, days.of_owner(tx, head.owner_path)),
        others=tuple(
            phase
            for phase in phases
            if phase.place != head.place and (phase.starts_on is None or phase.starts_on <= now.date())
        ),
        words=words,
        stamp=int(now.timestamp()),
        version=who.draft.version if version is None else version,
    )


def ask_words(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, n: int) -> View:
    """ "Thêm lời nhắn": they are typed next."""
    choice = choose(tx, who, campaign_id, action="nudge")
    if isinstance(choice, CampaignChoice):
        return choice
    head = _begun(current_phase(summaries.phases_of(tx, choice), now.date(), n), now)
    people.move(tx, who.known, SCREEN, now=now, campaign_id=campaign_id, pending={"n": n})
    return NudgeWords(head=head)


def typed_words(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The words were typed: the preview with them."""
    words = checked_words(text)
    pending = {**(who.draft.pending or {}), "words": words}
    people.move(tx, who.known, SCREEN, now=now, campaign_id=who.draft.campaign_id, pending=pending)
    return preview(
        tx,
        who,
        now,
        campaign_id=who.draft.campaign_id,
        n=pending.get("n"),
        words=words,
        version=who.draft.version + 1,
    )


def current(tx: Tx, who: Caller, now: datetime) -> View | None:
    """The screen of the words, made again; None where another one is open."""
    pending = who.draft.pending or {}
    if who.draft.screen != SCREEN or who.draft.campaign_id is None:
        return None
    if "words" in pending:
        return preview(
            tx, who, now, campaign_id=who.draft.campaign_id, n=pending.get("n"), words=pending["words"]
        )
    return ask_words(tx, who, now, campaign_id=who.draft.campaign_id, n=pending.get("n", 0))


def checked_words(text: str) -> str:
    """Words for many people as typed; Refused where they are too long for one message."""
    words = text.strip()
    if len(words) > LONGEST_WORDS:
        raise Refused("words_too_long", longest=LONGEST_WORDS)
    return words


def send(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    campaign_id: int,
    n: int,
    group: int,
    stamp: int,
    worded: bool = False,
    message_id: int | None = None,
) -> View:
    """Have the nudges of a preview sent; its stamp makes the second tap harmless.

    `worded`: with the words that this preview showed. `message_id` is the preview's: it becomes the progress.
    """
    choice = choose(tx, who, campaign_id, action="nudge")
    if isinstance(choice, CampaignChoice):
        raise Refused("stale")
    check_fresh(stamp, now)
    words = (who.draft.pending or {}).get("words") if who.draft.screen == SCREEN else None
    if group not in range(len(Group)) or (worded and words is None):
        raise Refused("stale")
    head = _begun(current_phase(summaries.phases_of(tx, choice), now.date(), n), now)
    people_ids = _owing(tx, head, now).people(Group(group))
    shown = begin(
        tx,
        who,
        now,
        people_ids,
        kind="nudge",
        campaign_id=head.campaign_id,
        phase_id=head.phase_id,
        circle=Group(group).name.lower(),
        text=words if worded else None,
        stamp=stamp,
        message_id=message_id,
    )
    if worded:
        people.move(tx, who.known, "idle", now=now)
    return shown or NothingSent(head=head)


def check_fresh(stamp: int, now: datetime) -> None:
    """Refused where the preview is so old that others may be concerned now."""
    if not 0 <= now.timestamp() - stamp <= FRESH.total_seconds():
        raise Refused("stale")


def begin(
    tx: Tx,
    who: Caller,
    now: datetime,
    people_ids: Sequence[int],
    *,
    kind: str,
    campaign_id: int,
    phase_id: int | None,
    circle: str,
    text: str | None,
    stamp: int,
    message_id: int | None,
) -> View | None:
    """Begin a wave and show how far it is; None where nobody is left to whom it was not sent."""
    preview = f"{kind}:{campaign_id}:{phase_id}:{who.known}:{stamp}"
    wave_id, began = store.begin(
        tx,
        key=f"{preview}:{circle}",
        kind=kind,
        campaign_id=campaign_id,
        phase_id=phase_id,
        circle=circle,
        text=text,
        person_id=who.known,
        message_id=message_id,
        now=now,
    )
    if began:
        put = store.put(tx, wave_id, people_ids, preview=preview, now=now, expires_at=now + KEPT)
        if not put:
            store.drop(tx, wave_id)
            return None
        facts = {"people": put, "circle": circle}
        audit.note(tx, kind, "wave", wave_id, person_id=who.known, now=now, facts=facts)
    wave = store.of(tx, wave_id)
    return None if wave is None else progress_of(tx, wave, now)


def _begun(head: PhaseHead, now: datetime) -> PhaseHead:
    """The phase; Refused while nobody can report on it yet."""
    if head.starts_on is not None and head.starts_on > now.date():
        raise Refused("phase_not_begun", phase=head.phase, starts=head.starts_on)
    return head


def _owing(tx: Tx, head: PhaseHead, now: datetime) -> _Owing:
    holders, on = recipients.focal_points_in(tx, head.phase_id, now), ground(tx, head, WHOLE, now)
    owing = [
        unit
        for unit in unit_progress(on)
        if unit.duty is Duty.REQUIRED and (unit.state is None or unit.state in OWED)
    ]
    locked = {
        unit.unit_id for unit in on.members if is_locked(now.date(), unit.due_on, on.campaign.lock_days)
    }
    still = [state for state in owing if state.unit_id not in locked]
    return _Owing(
        reachable=tuple(state for state in still if state.unit_id in holders),
        unreachable=tuple(state for state in still if state.unit_id not in holders),
        locked=len(owing) - len(still),
        holders=holders,
    )


def choose(tx: Tx, who: Caller, campaign_id: int | None, *, action: str) -> int | CampaignChoice:
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
    return CampaignChoice(action=action, campaigns=running)
