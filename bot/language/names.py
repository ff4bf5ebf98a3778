"""Units by the names that people type: "xa nuoc hai", "phòng lđtbxh", an old name after a merger.

A name is compared whole, then by what is its own in it, by initials, by part, and last by likeness. What does not stand
out clearly, or is another kind of unit than was typed, is offered and never chosen.
"""

from collections import defaultdict
from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.language.folding import normalise
from bot.language.name_search import Search, Tables
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
    spaced,
    written_out,
)
from bot.language.unit_words import ONE_A_PLACE

Key = TypeVar("Key", bound=Hashable)

LONGEST = 200
"""Characters of a text that may name a unit."""


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
        self._tables: Tables[Key] = Tables()
        above: dict[tuple[str, ...], frozenset[Within]] = defaultdict(frozenset)
        for unit in units:
            if unit.within not in above:
                above[unit.within] = frozenset(_places(unit.within))
            for text in dict.fromkeys((unit.name, *unit.aliases, *unit.former)):
                self._add(unit, text, above[unit.within])
            if unit.code:
                code = words_of(unit.code)
                name = Name(unit.key, unit.name, form_of(frozenset(), code), frozenset())
                self._tables.whole[key_of(code)].append(name)

    def _add(self, unit: NamedUnit[Key], text: str, above: frozenset[Within]) -> None:
        tables = self._tables
        phrase = written_out(words_of(text))
        for form in forms_of_name(phrase, words_of(unit.kind)) if phrase else ():
            name = Name(unit.key, text, form, above)
            tables.whole[key_of(phrase)].append(name._replace(form=form_of(form.classes, phrase)))
            if form.families & ONE_A_PLACE:
                places = {
                    "",
                    form.key,
                    *(place.core for place in above),
                    *(place.core for place in form.within),
                }
                for place in places:
                    tables.bodies[min(form.families), place].append(name)
            if not form.core:
                continue
            if form.key not in tables.cores:
                tables.by_length[len(form.key)].append(form.key)
                tables.spaced[form.key] = spaced(form.core)
                for word in form.core:
                    tables.by_word[word.plain].append(form.key)
            tables.cores[form.key].append(name)
            for letters in {letters_of(form.core), letters_of(form.initials)}:
                if len(letters) > 1:
                    tables.initials[letters].append(name)

    def find(self, text: str, among: Container[Key] | None = None) -> NameMatch[Key]:
        """The unit that a text names; several where they are too close; none for class words alone.

        `among`: the units that may be meant here; None: all.
        """
        if len(text) > 4 * LONGEST or len(normalise(text)) > LONGEST:
            return NameMatch()
        return Search(self._tables, among).find(words_of(text))


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
