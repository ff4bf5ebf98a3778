"""Units by the names that people type: "xa nuoc hai", "phòng lđtbxh", an old name after a merger.

A name is compared whole, then by what is its own in it, by initials, by part, and last by likeness. What does not stand
out clearly, or is another kind of unit than was typed, is offered and never chosen.
"""

from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.language.folding import normalise
from bot.language.name_search import Search, prepare
from bot.language.name_tables import Entry, Tables
from bot.language.name_weighing import Name
from bot.language.name_weighing import NameMatch as NameMatch  # noqa: PLC0414 - who asks for a name has its answer.
from bot.language.syllables import words_of
from bot.language.unit_forms import (
    Within,
    form_of,
    forms_of_name,
    forms_of_text,
    key_of,
    letters_of,
    written_out,
)
from bot.language.unit_words import ONE_A_PLACE, Phrase

Key = TypeVar("Key", bound=Hashable)

LONGEST = 200
"""Characters of a text that may name a unit."""
MOST_WORDS = 30
"""And its words: a school with its commune, district and province has under thirty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedUnit(Generic[Key]):
    """A unit and all that it is called.

    `former` are its names before a merger or a change of name, `within` the names of the units above it.
    """

    key: Key
    name: str
    code: str = ""
    kind: str = ""
    within: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


class UnitNames(Generic[Key]):
    """An index over units, built once and asked often. Equal names of several units stay several.

    >>> index = UnitNames([NamedUnit(key=1, name="Thị trấn Nước Hai"), NamedUnit(key=2, name="Xã Hồng Việt")])
    >>> index.find("xa nuoc hai")
    NameMatch(keys=(1,), sure=True, by=('Thị trấn Nước Hai',), more=0)
    """

    def __init__(self, units: Iterable[NamedUnit[Key]]) -> None:
        prepare()
        self._units = {unit.key: unit for unit in units}
        self._above: dict[tuple[str, ...], frozenset[Within]] = {}
        self._tables = Tables(entry for unit in self._units.values() for entry in self._entries(unit))

    def renewed(self, units: Iterable[NamedUnit[Key]], gone: Iterable[Key] = ()) -> "UnitNames[Key]":
        """An index with these units as they are now, new ones behind the others, and without those that are gone.

        This one stays as it is. Only what these units are called is made again: one new name among thousands costs
        nobody a wait.
        """
        changed = {unit.key: unit for unit in units}
        index: UnitNames[Key] = UnitNames(())
        left = set(gone)
        index._units = {key: unit for key, unit in self._units.items() if key not in left} | changed
        index._above = self._above
        before = [unit for key in left.union(changed) if (unit := self._units.get(key))]
        index._tables = self._tables.renewed(
            [entry for unit in before for entry in self._entries(unit)],
            [entry for unit in changed.values() for entry in self._entries(unit)],
            {key: place for place, key in enumerate(index._units)},
        )
        return index

    def _entries(self, unit: NamedUnit[Key]) -> Iterator[Entry[Key]]:
        """Where the names of a unit stand in the tables."""
        if unit.within not in self._above:
            self._above[unit.within] = frozenset(_places(unit.within))
        for text in dict.fromkeys((unit.name, *unit.aliases, *unit.former)):
            phrase = written_out(words_of(text))
            for form in forms_of_name(phrase, words_of(unit.kind)) if phrase else ():
                yield from _entries_of(Name(unit.key, text, form, self._above[unit.within]), phrase)
        if unit.code:
            code = words_of(unit.code)
            yield Entry(
                "whole", key_of(code), Name(unit.key, unit.name, form_of(frozenset(), code), frozenset())
            )

    def find(self, text: str, among: Container[Key] | None = None) -> NameMatch[Key]:
        """The unit that a text names; several where they are too close; none for class words alone.

        `among`: the units that may be meant here; None: all.
        """
        if len(text) > 4 * LONGEST or len(normalise(text)) > LONGEST:
            return NameMatch()
        typed = words_of(text)
        return NameMatch() if len(typed) > MOST_WORDS else Search(self._tables, among).find(typed)


def is_name(text: str) -> bool:
    """Whether a text can be a unit's name: more than words that say only what it is, or how many.

    >>> is_name("xã"), is_name("một cửa")
    (False, True)
    """
    phrase = written_out(words_of(text))
    forms = forms_of_text(phrase) if phrase and len(normalise(text)) <= LONGEST else []
    numbered = all(word.plain[0].isdigit() for word in phrase)
    telling = (
        form.core or form.within or form.families & ONE_A_PLACE or (form.classes and form.level)
        for form in forms
    )
    return bool(forms) and not numbered and all(telling)


def _places(names: Sequence[str]) -> Iterator[Within]:
    for name in names:
        for form in forms_of_name(written_out(words_of(name))):
            yield Within(form.families, form.key)
            yield from form.within


def _entries_of(name: Name[Key], phrase: Phrase) -> Iterator[Entry[Key]]:
    form = name.form
    yield Entry("whole", key_of(phrase), name._replace(form=form_of(form.classes, phrase)))
    if form.families & ONE_A_PLACE:
        places = {"", form.key, *(place.core for place in name.above), *(place.core for place in form.within)}
        for place in sorted(places):
            yield Entry(min(form.families), place, name)
    if form.core:
        yield Entry("cores", form.key, name)
        for letters in sorted({letters_of(form.core), letters_of(form.initials)}):
            if len(letters) > 1:
                yield Entry("initials", letters, name)
