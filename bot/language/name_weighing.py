"""What speaks for a unit's name and against it, and what may be taken or is offered."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from bot.language.syllables import is_syllable
from bot.language.unit_forms import Form, Within, spaced
from bot.language.unit_words import MISTAKEN, ONE_A_PLACE, OWN_NAMED, PLACES, Class

Key = TypeVar("Key", bound=Hashable)

OFFERED = 4
"""How many names are offered at most; more buttons are not read."""
_SHORT = 6
"""Letters up to which one wrong letter makes another name: Vân An, Vân Án, Văn An."""
_LONG = 8
"""Letters from which one wrong letter in what an office does makes no other office."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NameMatch(Generic[Key]):
    """Units that a text may name, best first. Only where `sure` (then there is one) may it be taken unasked.

    `by` is the name of each by which it was found; `more` says how many others could be meant as well.
    """

    keys: tuple[Key, ...] = ()
    sure: bool = False
    by: tuple[str, ...] = field(default=(), compare=False)
    more: int = field(default=0, compare=False)

    def __bool__(self) -> bool:
        return bool(self.keys)


class Name(NamedTuple, Generic[Key]):
    """One name of one unit, in one form; `above` holds the places that the unit lies in."""

    key: Key
    text: str
    form: Form
    above: frozenset[Within]


class Found(NamedTuple, Generic[Key]):
    """A name that a form of the text may mean, and what speaks against it."""

    name: Name[Key]
    form: Form
    other_class: bool
    doubtful: bool


def weighed(names: Iterable[Name[Key]], form: Form) -> list[Found[Key]]:
    return [
        Found(
            name,
            form,
            _other_class(name, form),
            _other_place(name, form) or other_marks(name, form) or _other_level(name, form),
        )
        for name in names
    ]


def _other_class(name: Name[Key], form: Form) -> bool:
    """Whether it is another kind of unit than was typed; without a class word a school is not meant by its place."""
    if not form.classes:
        return form.is_numbered or bool(name.form.classes and not name.form.families & (PLACES | OWN_NAMED))
    return not any(_is_same(typed, own, form) for typed in form.classes for own in name.form.classes)


def _is_same(typed: Class, own: Class, form: Form) -> bool:
    if typed.family != own.family:
        return False
    if typed.family == "school":
        return set(typed.detail.split()) <= set(own.detail.split())
    mistaken = typed.family in MISTAKEN and bool(form.core) and not form.is_numbered
    return mistaken or not typed.detail or typed.detail == own.detail


def _other_place(name: Name[Key], form: Form) -> bool:
    """Whether the places that were typed are not those in which the unit lies."""
    if not form.within:
        return False
    own = {*name.above, *name.form.within}
    if name.form.families & ONE_A_PLACE:
        own.add(Within(PLACES, name.form.key))
    return not all(
        any(one.core == place.core and (not one.families or one.families & place.families) for place in own)
        for one in form.within
    )


def other_marks(name: Name[Key], form: Form) -> bool:
    """Whether a place was typed with marks that its name does not have: Hòa An is not Hoa An."""
    if not _is_marked(form) or name.form.families & OWN_NAMED or not name.form.classes:
        return False
    strict = any(word.marks and not word.keyed for word in form.core)
    for typed in form.core:
        own = [word.marks for word in name.form.core if word.plain == typed.plain]
        if own and not any(typed.marks == marks or (not strict and typed.marks <= marks) for marks in own):
            return True
    return False


def _other_level(name: Name[Key], form: Form) -> bool:
    return bool(form.level and name.form.level and not form.level & name.form.level)


def is_slip(form: Form, name: Name[Key]) -> bool:
    """Whether one wrong letter can only be a slip: what was typed is no word, or names what an office does."""
    if len(form.key) <= _SHORT:
        return False
    if name.form.families & OWN_NAMED and len(form.key) >= _LONG:
        return True
    own = {word.plain for word in name.form.core}
    return any(not is_syllable(word.plain) for word in form.core if word.plain not in own)


_NARROWER: tuple[Callable[[Found[Any]], bool], ...] = (
    lambda one: bool(one.form.families & one.name.form.families) or not one.form.classes,
    lambda one: bool(one.form.classes & one.name.form.classes) or not one.form.classes,
    lambda one: not _is_whole(one) or not _is_marked(one.form) or _has_same_marks(one),
    lambda one: not _is_whole(one) or spaced(one.form.core) == spaced(one.name.form.core),
    lambda one: not one.form.level or bool(one.form.level & one.name.form.level),
)
"""What narrows several names down, each where it leaves any."""


def settled(found: Sequence[Found[Key]]) -> NameMatch[Key]:
    """What of it may be taken, or is offered: the good ones before the doubtful ones, places before bodies."""
    good = [one for one in found if not one.doubtful and not (one.other_class and one.form.classes)]
    left = good or [one for one in found if not one.other_class] or list(found)
    for narrower in _NARROWER:
        left = [one for one in left if narrower(one)] or left
    left.sort(key=lambda one: not one.name.form.families & PLACES)
    units: dict[Key, list[Found[Key]]] = defaultdict(list)
    for one in left:
        units[one.name.key].append(one)
    keys = tuple(units)
    sure = len(keys) == 1 and any(not one.doubtful and not one.other_class for one in units[keys[0]])
    shown = keys[:OFFERED]
    by = tuple(units[key][0].name.text for key in shown)
    return NameMatch(keys=shown, sure=sure, by=by, more=len(keys) - len(shown))


def _is_whole(one: Found[Key]) -> bool:
    """Whether all of the name was typed, not only a part of it."""
    return one.form.key == one.name.form.key


def _is_marked(form: Form) -> bool:
    return any(word.marks for word in form.core)


def _has_same_marks(one: Found[Key]) -> bool:
    return [word.marks for word in one.form.core] == [word.marks for word in one.name.form.core]
