"""An admin looks through what was read and corrects it: only in a draft, with old and new in the audit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.campaign.model import Comparator, Measure
from bot.errors import Refused
from bot.language.folding import fold, normalise
from bot.language.quantity import trimmed
from bot.store import audit, indicators, targets, unit_targets
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.store.indicators import Indicator
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.campaign_screens import show
from bot.usecases.campaigns import draft_of
from bot.usecases.correction_views import (
    COMPARATORS,
    DIRECTIONS,
    FIELDS,
    MEASURES,
    Field,
    names_to_choose,
    proposals,
    with_comparators,
)
from bot.usecases.indicator_pages import SHOWN, family_of, in_order, mark, next_unlooked, page_of
from bot.usecases.target_text import Proposal, otherwise

LONGEST_NAME = 300
LONGEST_TYPED = 1000
READ = frozenset({Field.TARGET, Field.MEASURE_UNIT, Field.COMPARATOR, Field.LINE})
"""Fields in which a doubt of the reading lies: correcting one of them settles it."""


# --- Looking ---------------------------------------------------------------------------------------------


def look_at_page(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, page: int, seen: int) -> View:
    """ "Đúng cả trang": what the page shows was read well. `seen` is the mark of what it showed; then the next page."""
    campaign = draft_of(tx, who, campaign_id)
    every = indicators.of_campaign(tx, campaign_id)
    rows = in_order(every, draft=True)[page * SHOWN : (page + 1) * SHOWN] if page >= 0 else []
    if not rows or mark(rows) != seen:
        raise Refused("page_changed", campaign_id=campaign_id, page=max(page, 0))
    return _looked(tx, who, now, campaign, rows, page=page)


def look_at_one(tx: Tx, who: Caller, now: datetime, *, indicator_id: int, seen: int) -> View:
    """ "Đúng" on a card; then the page on which it stands."""
    campaign, every, one = find(tx, who, indicator_id)
    page = page_of(one, every, draft=True)
    if mark([one]) != seen:
        raise Refused("page_changed", campaign_id=campaign.campaign_id, page=page)
    return _looked(tx, who, now, campaign, [one], page=page, stay=True)


def _looked(
    tx: Tx,
    who: Caller,
    now: datetime,
    campaign: Campaign,
    rows: Sequence[Indicator],
    *,
    page: int,
    stay: bool = False,
) -> View:
    ids = [one.indicator_id for one in rows if one.looked_at is None]
    indicators.look(tx, ids, now)
    _note(tx, who, now, campaign, "look", {"indicators": ids})
    following = next_unlooked(indicators.of_campaign(tx, campaign.campaign_id), after=page)
    return show(
        tx,
        who,
        now,
        "campaign_indicators",
        campaign_id=campaign.campaign_id,
        pending={"page": page if stay or following is None else following, "looked": len(ids)},
    )


# --- Correcting ------------------------------------------------------------------------------------------


def find(tx: Tx, who: Caller, indicator_id: int | None) -> tuple[Campaign, list[Indicator], Indicator]:
    """An indicator of a draft that the caller may correct, with all that are there."""
    campaign = draft_of(tx, who, None if indicator_id is None else indicators.campaign_of(tx, indicator_id))
    every = indicators.of_campaign(tx, campaign.campaign_id)
    return campaign, every, next(one for one in every if one.indicator_id == indicator_id)


def ask(tx: Tx, who: Caller, now: datetime, *, indicator_id: int, place: int) -> View:
    """A button of the card: which of its fields is to be corrected."""
    _, _, one = find(tx, who, indicator_id)
    if not 0 <= place < len(FIELDS):
        raise Refused("stale")
    field = FIELDS[place]
    if one.target.value is None and field in {Field.COMPARATOR, Field.MEASURE_UNIT, Field.DIRECTION}:
        field = Field.TARGET
    return _ask(tx, who, now, one, field)


def _ask(tx: Tx, who: Caller, now: datetime, one: Indicator, field: Field) -> View:
    return show(
        tx,
        who,
        now,
        "correct_ask",
        campaign_id=one.campaign_id,
        indicator_id=one.indicator_id,
        pending={"field": field.value},
    )


def _asked(who: Caller, *screens: str) -> Field:
    """The field that the open screen is about."""
    pending = who.draft.pending
    if who.draft.screen not in screens or pending is None or "field" not in pending:
        raise Refused("stale")
    return Field(pending["field"])


def choose(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    """A choice under the open question, by its place."""
    field = _asked(who, "correct_ask")
    campaign, every, one = find(tx, who, who.draft.indicator_id)
    match field:
        case Field.COMPARATOR if 0 <= place < len(COMPARATORS):
            return _choose_comparator(tx, who, now, campaign, one, COMPARATORS[place])
        case Field.TARGET if 0 <= place < len(otherwise(one)):
            return _keep(tx, who, now, campaign, one, field, otherwise(one)[place])
        case Field.MEASURE if 0 <= place < len(MEASURES):
            return _choose_measure(tx, who, now, campaign, one, MEASURES[place])
        case Field.DIRECTION if 0 <= place < len(DIRECTIONS):
            target = replace(one.target, direction=DIRECTIONS[place])
            return _keep(tx, who, now, campaign, one, field, Proposal(indicator=replace(one, target=target)))
        case Field.SECTION | Field.MEASURE_UNIT if 0 <= place < len(names_to_choose(field, every)):
            name = names_to_choose(field, every)[place]
            if field is Field.SECTION:
                return _move(tx, who, now, campaign, every, one, name)
            return _propose(tx, who, now, one, field, name)
    raise Refused("stale")


def _choose_comparator(
    tx: Tx, who: Caller, now: datetime, campaign: Campaign, one: Indicator, comparator: Comparator
) -> View:
    target = with_comparators(one.target)[COMPARATORS.index(comparator)]
    if target is None:
        return _ask(tx, who, now, one, Field.TARGET)
    if one.target.value_to is not None and comparator is not Comparator.RANGE:
        return _propose(tx, who, now, one, Field.COMPARATOR, comparator.value)
    changed = Proposal(indicator=replace(one, target=target))
    return _keep(tx, who, now, campaign, one, Field.COMPARATOR, changed)


def _choose_measure(
    tx: Tx, who: Caller, now: datetime, campaign: Campaign, one: Indicator, measure: Measure
) -> View:
    if measure is Measure.QUALITATIVE and one.target.value is not None:
        return _propose(tx, who, now, one, Field.MEASURE, measure.value)
    if measure is not Measure.QUALITATIVE and one.target.value is None:
        return _ask(tx, who, now, one, Field.TARGET)
    return _keep(
        tx, who, now, campaign, one, Field.MEASURE, Proposal(indicator=replace(one, measure=measure))
    )


def typed(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The text typed for the open question, or typed anew for the one that was just read."""
    field = _asked(who, "correct_ask", "correct_read")
    campaign, every, one = find(tx, who, who.draft.indicator_id)
    words = " ".join(normalise(text).split())
    match field:
        case Field.NAME:
            changed = Proposal(indicator=replace(one, name=_name(words)))
            return _keep(tx, who, now, campaign, one, field, changed)
        case Field.SECTION:
            return _move(tx, who, now, campaign, every, one, _name(words))
        case Field.MEASURE | Field.DIRECTION:
            raise Refused("measure_untapped")
        case Field.MEASURE_UNIT:
            return _propose(tx, who, now, one, field, _name(words))
    return _propose(tx, who, now, one, field, words[:LONGEST_TYPED])


def _name(words: str) -> str:
    if not any(letter.isalpha() or letter in "%‰$" for letter in words) or len(words) > LONGEST_NAME:
        raise Refused("name_unread", longest=LONGEST_NAME)
    return words


def _propose(tx: Tx, who: Caller, now: datetime, one: Indicator, field: Field, text: str) -> View:
    """Old and new side by side; nothing is kept yet."""
    if not proposals(one, field, text):
        raise Refused("line_unread" if field is Field.LINE else "target_unread", typed=text[:80])
    return show(
        tx,
        who,
        now,
        "correct_read",
        campaign_id=one.campaign_id,
        indicator_id=one.indicator_id,
        pending={"field": field.value, "typed": text, "seen": mark([one])},
    )


def keep(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    """ "Giữ" under a correction as it was read, or one of its meanings by place."""
    field = _asked(who, "correct_read")
    pending: Mapping[str, Any] = who.draft.pending or {}
    campaign, every, one = find(tx, who, who.draft.indicator_id)
    if pending.get("seen") != mark([one]):
        # Another admin of the office was quicker: what stood here as old is not there any more.
        page = page_of(one, every, draft=True)
        raise Refused("page_changed", campaign_id=campaign.campaign_id, page=page)
    found = proposals(one, field, pending.get("typed", ""))
    if not 0 <= place < len(found):
        raise Refused("stale")
    return _keep(tx, who, now, campaign, one, field, found[place])


def _keep(
    tx: Tx, who: Caller, now: datetime, campaign: Campaign, one: Indicator, field: Field, new: Proposal
) -> View:
    """Store a correction, with the units' own targets in the new measure unit; then the card, with what was."""
    settled = field in READ or not one.doubts
    changed = replace(new.indicator, looked_at=one.looked_at or (now if settled else None))
    indicators.rewrite(tx, changed)
    moved = _unit_targets(tx, who, now, campaign, one, new.ratio)
    _note(
        tx,
        who,
        now,
        campaign,
        "correct",
        {
            "indicator": one.indicator_id,
            "field": field.value,
            "old": reading(one),
            "new": reading(changed),
            "unit_targets": moved,
        },
    )
    return _card(tx, who, now, one, field)


def _card(tx: Tx, who: Caller, now: datetime, old: Indicator, field: Field) -> View:
    """The card again; `was` is what stood there before: words of the directive, a code, or a target."""
    was = {
        Field.NAME: old.name,
        Field.SECTION: old.section,
        Field.MEASURE: old.measure.value,
        Field.LINE: old.name,
        Field.DIRECTION: old.target.direction.value if old.target.direction else "",
    }
    return show(
        tx,
        who,
        now,
        "campaign_indicator",
        campaign_id=old.campaign_id,
        indicator_id=old.indicator_id,
        pending={
            "field": field.value,
            "was": was[field] if field in was else targets.as_pending(old.target),
        },
    )


def _unit_targets(
    tx: Tx, who: Caller, now: datetime, campaign: Campaign, one: Indicator, ratio: Decimal | None
) -> int:
    """The units' own targets follow into the new measure unit, or go; returns how many changed."""
    if ratio == 1:
        return 0
    there = unit_targets.of_campaign(tx, campaign.campaign_id, one.indicator_id)
    moved = {
        place: None if ratio is None else trimmed(value * ratio, value) for place, value in there.items()
    }
    unit_targets.set_all(tx, moved, person_id=who.known, now=now)
    return len(moved)


def _move(
    tx: Tx,
    who: Caller,
    now: datetime,
    campaign: Campaign,
    every: Sequence[Indicator],
    one: Indicator,
    section: str,
) -> View:
    """Into another section, behind what stands there; its whole and its parts go with it."""
    named = next((other.section for other in every if fold(other.section) == fold(section)), section)
    if named == one.section:
        return _card(tx, who, now, one, Field.SECTION)
    family = family_of(one, every)
    for member in family:
        moved = replace(member, section=named)
        settled = member.indicator_id == one.indicator_id and not member.doubts
        indicators.rewrite(tx, replace(moved, looked_at=member.looked_at or (now if settled else None)))
    rest = [other for other in every if other not in family]
    there = [place for place, other in enumerate(rest) if other.section == named]
    left = [place for place, other in enumerate(rest) if other.section == one.section]
    behind = 1 + (there or left or [one.n - 2])[-1]
    indicators.arrange(tx, [*rest[:behind], *family, *rest[behind:]])
    facts = {
        "indicators": [member.indicator_id for member in family],
        "field": Field.SECTION.value,
        "old": one.section,
        "new": named,
    }
    _note(tx, who, now, campaign, "correct", facts)
    return _card(tx, who, now, one, Field.SECTION)


def reading(one: Indicator) -> dict[str, object]:
    """How an indicator reads, for the audit: figures as text."""
    target = one.target
    figures = {
        "value": target.value,
        "value_to": target.value_to,
        "baseline": one.baseline,
        "target_level": one.target_level,
        "cumulative_total": one.cumulative_total,
        "denominator": one.denominator,
    }
    return {
        "section": one.section,
        "name": one.name,
        "comparator": target.comparator,
        "measure_unit": target.measure_unit,
        "direction": target.direction,
        "measure": one.measure,
        **{name: None if value is None else format(value, "f") for name, value in figures.items()},
    }


def _note(
    tx: Tx, who: Caller, now: datetime, campaign: Campaign, action: str, facts: Mapping[str, object]
) -> None:
    audit.note(tx, action, "campaign", campaign.campaign_id, person_id=who.known, now=now, facts=facts)
