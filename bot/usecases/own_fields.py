"""What was read of the campaign itself and of its phases is corrected: only in a draft, with old and new in the audit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.campaign.deadlines import default_due
from bot.campaign.model import Review
from bot.errors import Refused
from bot.language.dates import read_date
from bot.language.folding import fold, normalise
from bot.language.moments import Moment, MomentKind, Op
from bot.language.written import day as written
from bot.store import audit, campaigns, days
from bot.store.campaigns import Campaign, Phase
from bot.store.engine import Tx
from bot.store.phases import phases_of, replace_phases
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.campaign_dates import set_end
from bot.usecases.campaign_screens import show
from bot.usecases.campaigns import ONE_DAY, draft_of
from bot.usecases.own_field_views import KINDS, OF_CAMPAIGN, OWN_FIELDS, OwnField

LONGEST = 500
NOTHING = frozenset({"khong", "khong co", "khong ghi", "bo", "xoa"})
"""What is typed to say that the directive does not have it (without marks)."""


def open_fields(tx: Tx, who: Caller, now: datetime, *, campaign_id: int) -> View:
    draft_of(tx, who, campaign_id)
    return show(tx, who, now, "own_fields", campaign_id=campaign_id)


def open_phase(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, n: int) -> View:
    phase_of(tx, draft_of(tx, who, campaign_id), n)
    return show(tx, who, now, "phase_card", campaign_id=campaign_id, pending={"n": n})


def phase_of(tx: Tx, campaign: Campaign, n: object) -> Phase:
    found = phases_of(tx, campaign.campaign_id)
    phase = next((phase for phase in found if phase.n == n), None)
    if phase is None:
        raise Refused("stale")
    return phase


def ask(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, place: int, n: int | None = None) -> View:
    """A button: which field is to be corrected, of the campaign or of its phase `n`."""
    campaign = draft_of(tx, who, campaign_id)
    if not 0 <= place < len(OWN_FIELDS) or (n is None) != (OWN_FIELDS[place] in OF_CAMPAIGN):
        raise Refused("stale")
    if n is not None:
        phase_of(tx, campaign, n)
    pending = {"field": OWN_FIELDS[place].value, "n": n}
    return show(tx, who, now, "own_ask", campaign_id=campaign_id, pending=pending)


def typed(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The text typed for the open question; the echo says what stood there before."""
    campaign = draft_of(tx, who, who.draft.campaign_id)
    pending = who.draft.pending or {}
    if "field" not in pending:
        raise Refused("stale")
    field = OwnField(pending["field"])
    words = " ".join(normalise(text).split())
    match field:
        case OwnField.TITLE | OwnField.NUMBER | OwnField.THEME:
            return _words(tx, who, now, campaign, field, words)
        case OwnField.ISSUED:
            return _issued(tx, who, now, campaign, words)
        case OwnField.START:
            return _start(tx, who, now, campaign, _first_day(words, now, campaign))
        case OwnField.END:
            return _end(tx, who, now, campaign, _last_day(words, now, campaign))
    return _phase(tx, who, now, campaign, field, phase_of(tx, campaign, pending.get("n")), words)


def _words(tx: Tx, who: Caller, now: datetime, campaign: Campaign, field: OwnField, words: str) -> View:
    new: str | None = words
    if field is not OwnField.TITLE and fold(words) in NOTHING:
        new = None
    elif len(words) > LONGEST or not any(letter.isalnum() for letter in words):
        raise Refused("name_unread", longest=LONGEST)
    old = {
        OwnField.TITLE: campaign.title,
        OwnField.NUMBER: campaign.number,
        OwnField.THEME: campaign.theme,
    }[field]
    campaigns.correct(tx, campaign.campaign_id, {field.value: new})
    return _shown(tx, who, now, campaign, field, old, new)


def _issued(tx: Tx, who: Caller, now: datetime, campaign: Campaign, words: str) -> View:
    """A day, or a month where the directive leaves the day blank."""
    moment = _moment(words, now, campaign)
    month = moment.kind is MomentKind.INTERVAL
    day = moment.start if month else moment.date
    if day is None or (month and (moment.end is None or moment.end.month != day.month)):
        raise _unread(words, now, campaign)
    precision = "month" if month else "day"
    campaigns.correct(tx, campaign.campaign_id, {"issued_on": day, "issued_precision": precision})
    return _shown(tx, who, now, campaign, OwnField.ISSUED, _written(campaign.issued_on), _written(day))


def _start(tx: Tx, who: Caller, now: datetime, campaign: Campaign, day: date) -> View:
    """The campaign's first day; a first phase that began with it moves along."""
    phases = phases_of(tx, campaign.campaign_id)
    last = phases[0].ends_on if phases else campaign.ends_on
    if last is not None and day > last:
        raise Refused("day_outside", day=day, first=None, last=last)
    campaigns.correct(tx, campaign.campaign_id, {"starts_on": day})
    if phases and phases[0].starts_on in {None, campaign.starts_on}:
        _store(
            tx,
            campaign,
            [_due_again(tx, campaign, phases[0], replace(phases[0], starts_on=day)), *phases[1:]],
        )
    return _shown(tx, who, now, campaign, OwnField.START, _written(campaign.starts_on), _written(day))


def _end(tx: Tx, who: Caller, now: datetime, campaign: Campaign, day: date) -> View:
    """The campaign's last day, which is that of its last phase too."""
    phases = phases_of(tx, campaign.campaign_id)
    if campaign.ends_on is None:
        set_end(tx, campaign, day, now=now, person_id=who.known)
        return _shown(tx, who, now, campaign, OwnField.END, None, _written(day))
    first = (phases[-1].starts_on if phases else None) or campaign.starts_on
    if first is not None and day <= first:
        raise Refused("end_before_start", end=day, start=first)
    campaigns.correct(tx, campaign.campaign_id, {"ends_on": day})
    if phases:
        _store(
            tx,
            campaign,
            [*phases[:-1], _due_again(tx, campaign, phases[-1], replace(phases[-1], ends_on=day))],
        )
    return _shown(tx, who, now, campaign, OwnField.END, _written(campaign.ends_on), _written(day))


# --- Phases ----------------------------------------------------------------------------------------------


def _phase(
    tx: Tx, who: Caller, now: datetime, campaign: Campaign, field: OwnField, phase: Phase, words: str
) -> View:
    phases = phases_of(tx, campaign.campaign_id)
    before = phases[phase.n - 2] if phase.n > 1 else None
    after = phases[phase.n] if phase.n < len(phases) else None
    match field:
        case OwnField.PHASE_NAME:
            if len(words) > LONGEST or not any(letter.isalpha() for letter in words):
                raise Refused("name_unread", longest=LONGEST)
            return _changed(tx, who, now, campaign, field, phase, replace(phase, name=words), phase.name)
        case OwnField.PHASE_START:
            day = _first_day(words, now, campaign)
            first = before.ends_on + ONE_DAY if before else campaign.starts_on
            if day > phase.ends_on or (first is not None and day < first):
                raise Refused("day_outside", day=day, first=first, last=phase.ends_on)
            new = replace(phase, starts_on=day)
            return _changed(tx, who, now, campaign, field, phase, new, _written(phase.starts_on))
        case OwnField.PHASE_END if after is not None:
            day = _last_day(words, now, campaign)
            if day >= after.ends_on or (phase.starts_on is not None and day < phase.starts_on):
                last = after.ends_on - ONE_DAY
                raise Refused("day_outside", day=day, first=phase.starts_on, last=last)
            follows = after.starts_on == phase.ends_on + ONE_DAY or (after.starts_on or day) <= day
            if follows:
                moved = _due_again(tx, campaign, after, replace(after, starts_on=day + ONE_DAY))
                phases = [moved if one is after else one for one in phases]
                _store(tx, campaign, phases)
            new = replace(phase, ends_on=day)
            return _changed(tx, who, now, campaign, field, phase, new, _written(phase.ends_on))
        case OwnField.PHASE_END:
            return _end(tx, who, now, campaign, _last_day(words, now, campaign))
    review = replace(phase.review, deadline=None, exclusive=False)
    if fold(words) not in NOTHING:
        moment = _moment(words, now, campaign)
        if moment.date is None or moment.last_day is None:
            raise _unread(words, now, campaign)
        if phase.starts_on is not None and moment.last_day < phase.starts_on:
            raise Refused("day_outside", day=moment.last_day, first=phase.starts_on, last=None)
        review = replace(review, deadline=moment.date, exclusive=moment.op is Op.BEFORE)
    return _changed(
        tx, who, now, campaign, field, phase, replace(phase, review=review), _written(phase.review.deadline)
    )


def choose_kind(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, n: int, place: int) -> View:
    """A tap: the review that closes the phase is a preliminary or a final one, or not said."""
    campaign = draft_of(tx, who, campaign_id)
    phase = phase_of(tx, campaign, n)
    if not 0 <= place < len(KINDS):
        raise Refused("stale")
    review: Review = replace(phase.review, kind=KINDS[place])
    changed = replace(phase, review=review)
    return _changed(tx, who, now, campaign, OwnField.REVIEW, phase, changed, phase.review.kind)


def _changed(
    tx: Tx,
    who: Caller,
    now: datetime,
    campaign: Campaign,
    field: OwnField,
    old: Phase,
    new: Phase,
    was: str | None,
) -> View:
    phases = phases_of(tx, campaign.campaign_id)
    _store(tx, campaign, [_due_again(tx, campaign, old, new) if one.n == old.n else one for one in phases])
    facts = {"phase": old.n, "field": field.value, "old": _facts(old), "new": _facts(new)}
    audit.note(
        tx, "correct_phase", "campaign", campaign.campaign_id, person_id=who.known, now=now, facts=facts
    )
    pending = {"n": old.n, "field": field.value, "was": was or ""}
    return show(tx, who, now, "phase_card", campaign_id=campaign.campaign_id, pending=pending)


def _store(tx: Tx, campaign: Campaign, phases: Sequence[Phase]) -> None:
    replace_phases(tx, campaign.campaign_id, phases)


def _due_again(tx: Tx, campaign: Campaign, old: Phase, new: Phase) -> Phase:
    """The phase with a due date that fits: a proposed one again, unless one that was said still does."""
    last = max(new.ends_on, new.review.last_day(new.ends_on))
    fits = old.due_on <= last and (new.starts_on is None or old.due_on >= new.starts_on)
    if old.due_set and fits:
        return new
    calendar = days.of_owner(tx, campaign.owner_path)
    return replace(new, due_on=default_due(new.ends_on, new.review, calendar, new.starts_on), due_set=False)


def _facts(phase: Phase) -> dict[str, object]:
    deadline = phase.review.deadline
    return {
        "name": phase.name,
        "starts_on": phase.starts_on.isoformat() if phase.starts_on else None,
        "ends_on": phase.ends_on.isoformat(),
        "review": [phase.review.kind, deadline.isoformat() if deadline else None, phase.review.exclusive],
    }


# --- What was typed --------------------------------------------------------------------------------------


def _moment(words: str, now: datetime, campaign: Campaign) -> Moment:
    moment = read_date(words, today=now, year=_year(now, campaign), mode="future")
    if moment.candidates or moment.kind is MomentKind.NONE:
        raise _unread(words, now, campaign)
    return moment


def _year(now: datetime, campaign: Campaign) -> int:
    if campaign.ends_on is not None:
        return campaign.ends_on.year
    stated = campaign.directive.get("year")
    return stated if isinstance(stated, int) else now.year


def _unread(words: str, now: datetime, campaign: Campaign) -> Refused:
    return Refused("date_unread", typed=words[:80], year=_year(now, campaign))


def _first_day(words: str, now: datetime, campaign: Campaign) -> date:
    """The day from which: "từ 1/7", "tháng 7" is its first."""
    moment = _moment(words, now, campaign)
    day = moment.start or moment.date
    if day is None:
        raise _unread(words, now, campaign)
    return day


def _last_day(words: str, now: datetime, campaign: Campaign) -> date:
    moment = _moment(words, now, campaign)
    if moment.last_day is None:
        raise _unread(words, now, campaign)
    return moment.last_day


def _written(day: date | None) -> str | None:
    return None if day is None else written(day)


def _shown(
    tx: Tx, who: Caller, now: datetime, campaign: Campaign, field: OwnField, old: str | None, new: str | None
) -> View:
    audit.note(
        tx,
        "correct_campaign",
        "campaign",
        campaign.campaign_id,
        person_id=who.known,
        now=now,
        facts={"field": field.value, "old": old, "new": new},
    )
    pending = {"field": field.value, "was": old or ""}
    return show(tx, who, now, "own_fields", campaign_id=campaign.campaign_id, pending=pending)
