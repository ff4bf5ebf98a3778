"""The steps by which a text finds the names of units, each only where those before it found nothing fitting.

Only door to rapidfuzz.
"""

from collections.abc import Container, Hashable, Iterator, Sequence
from typing import Generic, TypeVar

from bot.language.name_tables import Tables
from bot.language.name_weighing import OFFERED, Found, Name, NameMatch, is_slip, other_marks, settled, weighed
from bot.language.syllables import is_syllable, without_keys
from bot.language.unit_forms import (
    Form,
    Within,
    form_of,
    forms_of_text,
    key_of,
    letters_of,
    spaced,
    spelt,
    without_courtesy,
    written_out,
)
from bot.language.unit_words import NAMED_ALONE, ONE_A_PLACE, OWN_NAMED, PLACES, Phrase

Key = TypeVar("Key", bound=Hashable)

_TOO_MANY = 50
"""Names that a part stands in, from which on nobody would look through them."""
_MOST_BEFORE = 4
_MARGIN = 2
"""Letters by which the second nearest name must be further away."""


def prepare() -> None:
    """Import what likeness needs now, and not while the first slip of the finger waits for an answer."""
    import rapidfuzz.distance
    import rapidfuzz.process  # noqa: F401


class Search(Generic[Key]):
    """One question to the tables; `among` are the units that may be meant, None for all."""

    def __init__(self, tables: Tables[Key], among: Container[Key] | None) -> None:
        self._tables = tables
        self._among = among

    def find(self, typed: Phrase) -> NameMatch[Key]:
        polite = without_courtesy(typed)
        meant = tuple(map(without_keys, polite))
        for phrase in dict.fromkeys((typed, polite, meant)):
            if found := self._whole(phrase):
                return found
        for phrase in dict.fromkeys((polite, meant)):
            forms = forms_of_text(written_out(phrase))
            if any(not form.core and not form.within for form in forms):
                return self._alone(forms)
            other: list[Found[Key]] = []
            for look in (self._of_core, self._of_initials, self._in_part):
                found_here = look(forms)
                if not all(one.other_class for one in found_here):
                    return settled(found_here)
                other = other or found_here
            if other:
                return settled(other)
        full = written_out(meant)
        forms = forms_of_text(full)
        return self._alike(forms) or self._begun(forms) or self._behind(full)

    def _of(self, names: Sequence[Name[Key]]) -> Sequence[Name[Key]]:
        return names if self._among is None else [name for name in names if name.key in self._among]

    def _named(self, key: str) -> Sequence[Name[Key]]:
        return self._of(self._tables.names("cores", key))

    def _bodies(self, form: Form, place: str) -> list[Name[Key]]:
        families = form.families & ONE_A_PLACE
        return [name for one in families for name in self._of(self._tables.names(one, place))]

    def _whole(self, phrase: Phrase) -> NameMatch[Key] | None:
        """A name or a code as it stands."""
        full = written_out(phrase)
        form = form_of(frozenset(), full)
        keys = dict.fromkeys((key_of(phrase), form.key))
        names = [name for key in keys for name in self._of(self._tables.names("whole", key))]
        if len({name.key for name in names}) != 1 or all(other_marks(name, form) for name in names):
            return None
        return NameMatch(keys=(names[0].key,), sure=True, by=(names[0].text,))

    def _alone(self, forms: Sequence[Form]) -> NameMatch[Key]:
        """A class word alone names nothing, but where each place has one such body: "công an", "đảng ủy xã"."""
        found = []
        for form in forms:
            if not form.core and not form.within:
                certain = bool(form.families & NAMED_ALONE)
                for one in weighed(self._bodies(form, "")[:_TOO_MANY], form):
                    found.append(one._replace(other_class=False, doubtful=one.doubtful or not certain))
        return settled(found)

    def _of_core(self, forms: Sequence[Form]) -> list[Found[Key]]:
        """What is the name's own is what was typed; the place behind it may be said without its class word."""
        found: list[Found[Key]] = []
        for form in forms:
            if not form.core:
                every = self._bodies(form, "")
                few = every if len({name.key for name in every}) <= OFFERED else []
                found.extend(weighed(self._bodies(form, form.within[0].core) or few, form))
            found.extend(weighed(self._named(form.key), form))
        if all(one.other_class for one in found):
            found.extend(self._with_bare_place(forms))
        elif not any(form.classes for form in forms) and all(map(_does, found)):
            # "lao động" is the union's own name, and half of an office's.
            found.extend(one for one in self._in_part(forms) if _does(one) and not one.doubtful)
        return found

    def _with_bare_place(self, forms: Sequence[Form]) -> Iterator[Found[Key]]:
        """ "Tân Tiến, Bắc Châu", "trạm y tế Tân Tiến": the place behind the name, without its class word."""
        for form in forms:
            for end in range(len(form.core)):
                place = Within(frozenset(), key_of(form.core[end:]))
                within = (place, *form.within)
                shorter = form_of(form.classes, form.core[:end], within=within, level=form.level)
                names = self._named(shorter.key) if end else self._bodies(form, place.core)
                yield from (one for one in weighed(names, shorter) if not one.doubtful)

    def _of_initials(self, forms: Sequence[Form]) -> list[Found[Key]]:
        """ "TNMT", "TTPVHCC", "phòng tài nguyên MT"; of places initials are only offered, and where few have them."""
        found: list[Found[Key]] = []
        for form in forms:
            letters = letters_of(form.core)
            if len(letters) < 2 or all(is_syllable(word.plain) for word in form.core if word.plain.isalpha()):
                continue
            table = self._tables.lists["initials"]
            names = [name for name in self._of(table.get(letters, ())) if spelt(form.core, name.form)]
            bodies = [name for name in names if not name.form.families & PLACES]
            found.extend(weighed(bodies, form))
            if not bodies and form.families & PLACES and len({name.key for name in names}) <= OFFERED:
                found.extend(one._replace(doubtful=True) for one in weighed(names, form))
            if not names and form.families & OWN_NAMED:
                begun = [name for own in table if own.startswith(letters) for name in self._of(table[own])]
                offered = (one for one in weighed(begun, form) if not one.other_class)
                found.extend(one._replace(doubtful=True) for one in offered)
        return found

    def _in_part(self, forms: Sequence[Form]) -> list[Found[Key]]:
        """ "tài chính" for Phòng Tài chính - Kế hoạch. A part of a place's name may be another place."""
        tables = self._tables
        found: list[Found[Key]] = []
        for form in forms:
            if not form.core or form.is_numbered:
                continue
            several = len(form.core) > 1
            typed = spaced(form.core)
            rarest = self._holding(form.core)
            keys = [key for key in rarest if typed in tables.spaced[key]]
            if not keys and several:
                keys = [key for key in rarest if _is_subsequence(form.core, tables.spaced[key])]
            for one in self._few(keys, form, several=several):
                known = several and _does(one) and typed in tables.spaced[one.name.form.key]
                found.append(one if known else one._replace(doubtful=True))
        return found

    def _few(self, keys: Sequence[str], form: Form, *, several: bool) -> list[Found[Key]]:
        """The names of these cores that may be offered; none where they are more than anybody would look through."""
        found: list[Found[Key]] = []
        units: set[Key] = set()
        for key in keys:
            for one in weighed(self._named(key), form):
                if several or not (one.doubtful or one.other_class):
                    found.append(one)
                    units.add(one.name.key)
            if len(units) > (_TOO_MANY if several else OFFERED):
                return []
        return found

    def _holding(self, words: Phrase) -> list[str]:
        """The cores that hold the rarest of these words."""
        return min((self._tables.by_word.get(word.plain, []) for word in words), key=len)

    def _alike(self, forms: Sequence[Form]) -> NameMatch[Key]:
        """By likeness of letters. A short name, a close second or a word that exists is never chosen unasked."""
        near: dict[str, tuple[int, Form]] = {}
        for form in forms:
            for key, distance in self._near(form):
                if key not in near or distance < near[key][0]:
                    near[key] = (distance, form)
        ordered = sorted(near, key=lambda key: (near[key][0], not key.startswith(near[key][1].key), key))
        if not ordered:
            return NameMatch()
        best = near[ordered[0]][0]
        alone = best < _MARGIN and all(near[key][0] >= best + _MARGIN for key in ordered[1:])
        found: list[Found[Key]] = []
        for key in ordered:
            distance, form = near[key]
            if distance < best + _MARGIN:
                found.extend(
                    one._replace(doubtful=one.doubtful or not (alone and is_slip(form, one.name)))
                    for one in weighed(self._named(key), form)
                )
        return settled(found)

    def _begun(self, forms: Sequence[Form]) -> NameMatch[Key]:
        """A last word that was not written to its end: "khe nuoc tr"; only offered."""
        found: list[Found[Key]] = []
        for form in forms:
            if len(form.core) > 1:
                typed = spaced(form.core)[:-1]
                keys = [key for key in self._holding(form.core[:-1]) if typed in self._tables.spaced[key]]
                found.extend(weighed([name for key in keys for name in self._named(key)], form))
        return settled([one._replace(doubtful=True) for one in found])

    def _behind(self, phrase: Phrase) -> NameMatch[Key]:
        """A name behind words that say nothing, or behind a class word with a slip: "thi trna nuoc hai"; only offered."""
        for start in range(1, min(len(phrase) - 1, _MOST_BEFORE + 1)):
            form = form_of(frozenset(), phrase[start:])
            if found := weighed(self._named(form.key), form):
                return settled([one._replace(doubtful=True) for one in found])
        return NameMatch()

    def _near(self, form: Form) -> Iterator[tuple[str, int]]:
        """The cores a few letters away, with how many: one wrong, missing, added or two swapped letters are one."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        length, tables = len(form.key), self._tables
        if length < 3 or form.is_numbered:
            return
        numbers = _numbers(form.core)
        most = 1 if length < 4 else 2 if length < 12 else 3
        choices = [
            key
            for other in range(length - most, length + most + 1)
            for key in tables.by_length.get(other, ())
        ]
        for key, distance, _ in process.extract(
            form.key, choices, scorer=OSA.distance, score_cutoff=most, limit=None
        ):
            if self._named(key) and _numbers(tables.names("cores", key)[0].form.core) == numbers:
                yield key, int(distance)


def _does(one: Found[Key]) -> bool:
    """Whether it is a body that is known by what it does."""
    return bool(one.name.form.families & OWN_NAMED)


def _is_subsequence(typed: Phrase, own: str) -> bool:
    words = iter(own.split())
    return all(word.plain in words for word in typed)


def _numbers(phrase: Phrase) -> list[str]:
    return [word.plain for word in phrase if word.plain[0].isdigit()]
