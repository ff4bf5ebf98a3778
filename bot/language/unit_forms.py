"""A unit's name taken apart: its class, the words that are its own, the places that it lies in.

"Trạm Y tế xã Hòa An, huyện Sơn Lâm" is the health station of Hòa An, in Sơn Lâm. Without marks a word may be a class
word or a part of the name (phường, Phương Thiện), so a text has several forms; which of them is meant, the index decides.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.language.syllables import Word, is_syllable
from bot.language.unit_words import (
    BEFORE,
    BEHIND,
    CLASSES,
    FILLERS,
    GOVERNMENT,
    LONGEST_CLASS,
    ONE_A_PLACE,
    OWN_NAMED,
    PLACES,
    ROMAN,
    SHORT_FORMS,
    STAGES,
    TAILS,
    Class,
    Phrase,
    is_polite,
)

_GOVERNED = frozenset(Class(family, "") for family in ("province", "district", "commune"))
_NUMBERED = re.compile(r"([a-z]+)(\d+[a-z]?)")
_OF_A_PLACE = ONE_A_PLACE | {"school"}


class Within(NamedTuple):
    """A place that a name says it lies in: "huyện Sơn Lâm". `families` is empty where only the place is said."""

    families: frozenset[str]
    core: str


class Form(NamedTuple):
    """One way to understand a name; made by `form_of`.

    `level` is that of a class word without a name ("Công an xã"), `initials` the words that initials such as TTPVHCC
    stand for: class words and core, with all that is left out of the core.
    """

    classes: frozenset[Class]
    families: frozenset[str]
    core: Phrase
    key: str
    within: tuple[Within, ...]
    level: frozenset[str]
    initials: Phrase

    @property
    def is_numbered(self) -> bool:
        """Whether only a number tells it apart, so that the class word is half of the name: "thôn 5"."""
        return all(word.plain[0].isdigit() for word in self.core)


def form_of(
    classes: frozenset[Class],
    core: Phrase,
    *,
    within: tuple[Within, ...] = (),
    level: frozenset[str] = frozenset(),
    initials: Phrase = (),
) -> Form:
    families = frozenset(one.family for one in classes)
    return Form(classes, families, core, key_of(core), within, level, initials)


def key_of(phrase: Phrase) -> str:
    """The letters of a name, however they were parted: "hongviet". Numbers stay apart: 1 1 is not 11."""
    return "".join("#" + word.plain + "#" if word.plain[0].isdigit() else word.plain for word in phrase)


def written_out(phrase: Phrase) -> Phrase:
    """Short forms in full, numbers in one form: "vp hdnd", "xóm 01", "khu phố số 2 A", "khu II"."""
    found: list[Word] = []
    for place, word in enumerate(phrase):
        plain = word.plain
        following = phrase[place + 1].plain if place + 1 < len(phrase) else ""
        if plain in FILLERS or (plain == "so" and following[:1].isdigit()):
            continue
        if plain in SHORT_FORMS and not word.marks - {"đ"}:
            found.extend(map(Word, SHORT_FORMS[plain]))
        elif (joined := _NUMBERED.fullmatch(plain)) and (joined[1],) in CLASSES:
            found.extend((Word(joined[1], word.marks), Word(joined[2].lstrip("0") or "0")))
        elif plain[0].isdigit():
            found.append(Word(plain.lstrip("0") or "0"))
        elif found and len(plain) == 1 and found[-1].plain.isdigit() and not word.marks:
            found[-1] = Word(found[-1].plain + plain)
        else:
            found.append(Word(ROMAN[plain]) if plain in ROMAN else word)
    return tuple(found)


def without_courtesy(phrase: Phrase) -> Phrase:
    """Without the words around a name in a message: "dạ em ở … ạ"."""
    while True:
        before = next((len(one) for one in BEFORE if is_polite(phrase[: len(one)], one)), 0)
        behind = (
            next((len(one) for one in BEHIND if is_polite(phrase[-len(one) :], one)), 0) if not before else 0
        )
        if not before and not behind:
            return phrase
        phrase = phrase[before : len(phrase) - behind]


def forms_of_name(phrase: Phrase, kind: Phrase = ()) -> list[Form]:
    """A unit's own name; its kind says what it is where the name does not, or seems to say another thing."""
    found = list(_forms(phrase, typed=False))
    by_kind = frozenset(one for one in classes_of(kind) if one.family in PLACES)
    if by_kind and all(not form.families & {one.family for one in by_kind} for form in found):
        families = frozenset(one.family for one in by_kind)
        found = [form._replace(classes=by_kind, families=families) for form in found if not form.classes] or [
            *found,
            form_of(by_kind, phrase, initials=phrase),
        ]
    return found


def forms_of_text(phrase: Phrase) -> list[Form]:
    """What was typed, in every way in which it may be meant."""
    return list(dict.fromkeys(_forms(phrase, typed=True)))


def _forms(phrase: Phrase, *, typed: bool) -> Iterator[Form]:
    governed = tuple(word.plain for word in phrase[: len(GOVERNMENT)]) == GOVERNMENT
    rest = phrase[len(GOVERNMENT) :] if governed else phrase
    classes, length = _leading_class(rest)
    if classes:
        yield from _parted(classes, rest[:length], rest[length:], typed=typed)
        inner, inner_length = _leading_class(rest[length:])
        if (
            typed
            and {one.family for one in classes | inner} == {"village"}
            and len(rest) > length + inner_length
        ):
            yield from _parted(classes, rest[:length], rest[length + inner_length :], typed=typed)
    if typed or not classes:
        yield from _parted(_GOVERNED if governed else frozenset(), (), rest, typed=typed)


def _parted(classes: frozenset[Class], head: Phrase, rest: Phrase, *, typed: bool) -> Iterator[Form]:
    """The words behind the class word, with the places in them taken for places, and where typed also not."""
    starts = list(_places_in(rest, typed=typed))
    if starts:
        yield from _with_places(classes, head, rest, starts)
    if typed or not starts:
        yield _form(classes, head, rest)


def _with_places(
    classes: frozenset[Class], head: Phrase, rest: Phrase, starts: list[tuple[int, int, frozenset[str]]]
) -> Iterator[Form]:
    ends = [start for start, _, _ in starts[1:]] + [len(rest)]
    parts = [
        (families, rest[start + length : end])
        for (start, length, families), end in zip(starts, ends, strict=True)
    ]
    core = rest[: starts[0][0]]
    level = frozenset[str]().union(*(families for families, own in parts if not own))
    within = tuple(Within(families, key_of(own)) for families, own in parts if own)
    families = {one.family for one in classes}
    if not core and families & _OF_A_PLACE and within:
        first = next(own for _, own in parts if own)
        yield _form(classes, head, first)._replace(within=within[1:], level=level | within[0].families)
        if not families & ONE_A_PLACE:
            return
    yield _form(classes, head, core)._replace(within=within, level=level)


def _form(classes: frozenset[Class], head: Phrase, core: Phrase) -> Form:
    said = core
    if not classes or {one.family for one in classes} & OWN_NAMED:
        for tail in TAILS:
            if len(said) > len(tail) and tuple(word.plain for word in said[-len(tail) :]) == tail:
                said = said[: -len(tail)]
    return form_of(classes, said, initials=(*head, *core))


def _places_in(rest: Phrase, *, typed: bool) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Where a place begins in the words behind the class word: start, length of its class word, families."""
    start = 0
    while start < len(rest):
        found, length = _leading_class(rest[start:], only=PLACES - {"village"})
        social = rest[start].plain == "xa" and rest[start + 1 : start + 2] and rest[start + 1].plain == "hoi"
        single = len(rest[start].plain) == 1 and not (typed and start + 1 < len(rest))
        if found and not social and not single:
            yield start, length, frozenset(one.family for one in found)
            start += length
        else:
            start += 1


def _leading_class(phrase: Phrase, only: frozenset[str] | None = None) -> tuple[frozenset[Class], int]:
    """The class word that a text begins with, the longest one, and its length in words; schools may have several."""
    longest = LONGEST_CLASS.get(phrase[0].plain, 0) if phrase else 0
    for length in range(min(longest, len(phrase)), 0, -1):
        found = classes_of(phrase[:length])
        if only is not None:
            found = frozenset(one for one in found if one.family in only)
        if found and {one.family for one in found} == {"school"}:
            return _school(phrase, {one.detail for one in found}, length)
        if found:
            return found, length
    return frozenset(), 0


def _school(phrase: Phrase, stages: set[str], length: int) -> tuple[frozenset[Class], int]:
    """ "Trường PTDTBT TH&THCS": one school of two stages."""
    while True:
        longest = LONGEST_CLASS.get(phrase[length].plain, 0) if length < len(phrase) else 0
        for more in range(min(longest, len(phrase) - length), 0, -1):
            found = {
                one.detail for one in classes_of(phrase[length : length + more]) if one.family == "school"
            }
            if found:
                stages, length = stages | found, length + more
                break
        else:
            return frozenset({Class("school", " ".join(sorted(stages & STAGES)))}), length


@lru_cache(maxsize=4096)
def classes_of(words: Phrase) -> frozenset[Class]:
    """What these words say as a class word; marks that are typed must be those of the class word."""
    return frozenset(
        one
        for class_word, one in CLASSES.get(tuple(word.plain for word in words), ())
        if all(not word.marks or word.marks == own.marks for word, own in zip(words, class_word, strict=True))
    )


# --- Words and letters of a form -------------------------------------------------------------------------


def spaced(phrase: Phrase) -> str:
    """With spaces at both ends, so that only whole words are found in it."""
    return " ".join(("", *(word.plain for word in phrase), ""))


def letters_of(phrase: Phrase) -> str:
    """Initials; what is shortened already gives all its letters: "tài nguyên MT" is tnmt."""
    return "".join(word.plain[0] if is_syllable(word.plain) else word.plain for word in phrase)


def spelt(typed: Phrase, own: Form) -> bool:
    """Whether the words of a text that are written out are those of the name: "tài nguyên MT"."""
    core = own.core if letters_of(own.core) == letters_of(typed) else own.initials
    at = [word.plain for word in core for _ in range(1 if is_syllable(word.plain) else len(word.plain))]
    start = 0
    for word in typed:
        if is_syllable(word.plain):
            if is_syllable(at[start]) and at[start] != word.plain:
                return False
            start += 1
        else:
            start += len(word.plain)
    return True
