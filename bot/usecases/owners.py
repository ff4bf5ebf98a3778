"""Who answers for an indicator in the words of the directive ("Phòng Kinh tế"), and which unit of the campaign that is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.campaign.model import Scope
from bot.directive.model import Reason
from bot.language.names import NameMatch
from bot.store.assignments import Assignment
from bot.store.campaigns import Participant
from bot.store.engine import Tx
from bot.store.indicators import NewIndicator
from bot.usecases import unit_names

OFFERED = 6
"""Units on buttons; any other is typed."""
_BETWEEN = re.compile(r"[;,/\n]|\s(?:và|phối hợp(?: với)?)\s", re.IGNORECASE)


def units_meant(tx: Tx, owner: str, members: Iterable[Participant]) -> NameMatch[int]:
    """The units that take part and may be meant: one for sure only where the words name it and no other.

    Words that name several units ("Phòng Kinh tế, Công an xã") have each of them on offer.
    """
    among = {unit.unit_id: unit for unit in members if unit.duty is not None}
    index = unit_names.index(tx)
    whole = index.find(owner, among=among)
    found = [whole, *(index.find(part, among=among) for part in _BETWEEN.split(owner))]
    by = {key: name for one in found for key, name in zip(one.keys, one.by, strict=True)}
    if whole.sure and len(by) == 1:
        return whole
    return NameMatch(
        keys=tuple(by)[:OFFERED], by=tuple(by.values())[:OFFERED], more=max(0, len(by) - OFFERED)
    )


def proposed(tx: Tx, new: Sequence[NewIndicator], members: Sequence[Participant]) -> list[NewIndicator]:
    """What was read, with the owner that it names for sure as who answers; where several may be meant, with a doubt."""
    meant = {owner: units_meant(tx, owner, members) for owner in {one.owner for one in new} if owner}
    return [_with_owner(one, meant[one.owner]) if one.owner else one for one in new]


def _with_owner(one: NewIndicator, found: NameMatch[int]) -> NewIndicator:
    if found.sure:
        owner = Assignment(scope=Scope.OWNER, unit_id=found.keys[0], proposed=True)
        return replace(one, assignment=owner)
    return replace(one, doubts=(*one.doubts, Reason.OWNER_UNSURE)) if found.keys else one
