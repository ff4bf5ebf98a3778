"""Units by the names that people type: "xa nuoc hai", "phòng lđtbxh", an old name after a merger.

Only door to rapidfuzz. A name is compared without marks and without its class word (xã, phòng, trường …), then
by initials, by part, and last by likeness; what does not stand out clearly is offered, never chosen.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.language.folding import fold, normalise, plain_tones, words

Key = TypeVar("Key", bound=Hashable)

LONGEST = 200
"""Characters of a text that may name a unit."""
OFFERED = 4
"""How many names are offered at most; more buttons are not read."""
_ALIKE, _OFFER_FROM, _MARGIN = 88, 72, 8
_SHORT = 6
"""Letters up to which one wrong letter makes another name: Vân An, Vân Án, Văn An."""

# The words in front of a name that say what it is; those of one group are mistaken for each other.
_CLASSES = {
    "commune": "xã|phường|thị trấn|đặc khu|tt",
    "district": "huyện|quận|thị xã|thành phố|tp|tx",
    "province": "tỉnh",
    "village": "thôn|xóm|bản|làng|ấp|buôn|khu phố|khu dân cư|tổ dân phố|tổ|tdp|khóm|khối phố",
    "kindergarten": "trường mầm non|mầm non|mn|trường mn|trường mẫu giáo|mẫu giáo",
    "primary": "trường tiểu học|tiểu học|trường th|th|trường ptdtbt tiểu học",
    "secondary": "trường trung học cơ sở|trung học cơ sở|thcs|trường thcs|trường ptdtbt thcs",
    "high": "trường trung học phổ thông|trung học phổ thông|thpt|trường thpt",
    "school": "trường|trường học|trường phổ thông",
    "office": "phòng|sở|ban|chi cục|cục|phòng ban|ty",
    "health": "trạm y tế|tyt|trạm",
    "police": "công an",
    "army": "ban chỉ huy quân sự|bchqs|quân sự|bch quân sự",
    "cooperative": "hợp tác xã|htx",
    "enterprise": "công ty|doanh nghiệp|công ty tnhh|công ty cổ phần|ctcp|dn",
    "cluster": "cụm|khối|cụm thi đua|khối thi đua",
}
_ONE_OF_A_KIND = frozenset({"police", "army"})
"""Classes of which an office mostly has one, so that the class word names it."""
_AUTHORITIES = ("uy ban nhan dan", "hoi dong nhan dan", "dang uy", "unit")
# How offices shorten their own names; written out before anything is compared.
_SHORT_FORMS = {
    "hdnd": "hội đồng nhân dân", "ubnd": "ủy ban nhân dân", "mttq": "mặt trận tổ quốc",
    "ubmttq": "ủy ban mặt trận tổ quốc", "vp": "văn phòng", "ldld": "liên đoàn lao động",
    "gddt": "giáo dục đào tạo", "tnmt": "tài nguyên môi trường", "ldtbxh": "lao động thương binh xã hội",
    "nnptnt": "nông nghiệp phát triển nông thôn", "vhxh": "văn hóa xã hội", "vhtt": "văn hóa thông tin",
    "tckh": "tài chính kế hoạch", "khdt": "kế hoạch đầu tư", "khcn": "khoa học công nghệ",
    "ktht": "kinh tế hạ tầng", "ca": "công an", "qs": "quân sự", "vhttdl": "văn hóa thể thao du lịch",
    "tttt": "thông tin truyền thông", "qldt": "quản lý đô thị", "lhpn": "liên hiệp phụ nữ",
    "hpn": "hội phụ nữ", "hnd": "hội nông dân", "ccb": "cựu chiến binh", "tncs": "thanh niên cộng sản",
    "hcm": "hồ chí minh", "kbnn": "kho bạc nhà nước", "bhxh": "bảo hiểm xã hội",
    "nhcsxh": "ngân hàng chính sách xã hội", "ttyt": "trung tâm y tế", "ktxh": "kinh tế xã hội",
    "cchc": "cải cách hành chính", "tdtt": "thể dục thể thao",
}  # fmt: skip
_FILLERS = frozenset({"va"})


def _classes() -> dict[tuple[str, ...], str]:
    return {words(phrase): group for group, phrases in _CLASSES.items() for phrase in phrases.split("|")}


_CLASS_WORDS = _classes()
_LONGEST_CLASS = max(map(len, _CLASS_WORDS))
_WRITTEN_OUT = {short: words(full) for short, full in _SHORT_FORMS.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedUnit(Generic[Key]):
    """A unit and all that it is called; `former` are its names before a merger or a change of name."""

    key: Key
    name: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class NameMatch(Generic[Key]):
    """Units that a text may name, best first. Only where `sure` (then there is one) may it be taken unasked."""

    keys: tuple[Key, ...] = ()
    sure: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart: its class group, the rest of its words, and the rest as one string with marks."""

    group: str
    core: tuple[str, ...]
    marked: str


class UnitNames(Generic[Key]):
    """An index over units, built once and asked often. Equal names of several units stay several.

    >>> index = UnitNames([NamedUnit(key=1, name="Thị trấn Nước Hai"), NamedUnit(key=2, name="Xã Hồng Việt")])
    >>> index.find("xa nuoc hai")
    NameMatch(keys=(1,), sure=True)
    """

    def __init__(self, units: Iterable[NamedUnit[Key]]) -> None:
        self._exact: dict[str, list[Key]] = defaultdict(list)
        self._cores: dict[str, list[tuple[Key, _Name]]] = defaultdict(list)
        self._initials: dict[str, list[Key]] = defaultdict(list)
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._by_group: dict[str, list[Key]] = defaultdict(list)
        for unit in units:
            for name in dict.fromkeys((unit.name, *unit.aliases, *unit.former)):
                self._add(unit.key, name)
            if unit.code:
                _once(self._exact[_joined(words(unit.code))], unit.key)
        self._choices = list(self._cores)

    def _add(self, key: Key, name: str) -> None:
        plain = _written_out(words(name))
        if not plain:
            return
        _once(self._exact[_joined(plain)], key)
        taken = _taken_apart(name)
        core = _joined(taken.core)
        if taken.group in _ONE_OF_A_KIND:
            _once(self._by_group[taken.group], key)
        if core:
            self._cores[core].append((key, taken))
            for word in taken.core:
                self._by_word[word].add(core)
        for parts in (plain, taken.core):
            letters = [word for word in parts if word not in _FILLERS]
            if len(letters) > 1:
                _once(self._initials["".join(word[0] for word in letters)], key)

    def find(self, text: str) -> NameMatch[Key]:
        """The unit that a text names; several where they are too close; none for class words alone."""
        plain = _written_out(words(text)) if len(normalise(text)) <= LONGEST else ()
        if not plain:
            return NameMatch()
        taken = _taken_apart(text)
        whole = self._exact.get(_joined(plain), [])
        if len(whole) == 1:
            return NameMatch(keys=tuple(whole), sure=True)
        if not taken.core:
            alone = self._by_group.get(taken.group, [])
            return NameMatch(keys=tuple(alone[:OFFERED]), sure=len(alone) == 1)
        core = _joined(taken.core)
        if core in self._cores:
            return _settled(self._cores[core], taken)
        initials = self._initials.get("".join(words(text)), []) or self._initials.get("".join(taken.core), [])
        if initials and len("".join(taken.core)) > 1:
            return NameMatch(keys=tuple(initials[:OFFERED]), sure=len(initials) == 1)
        return self._in_part(taken) or self._alike(core, taken)

    def _in_part(self, taken: _Name) -> NameMatch[Key] | None:
        """ "tài chính" for Phòng Tài chính - Kế hoạch: the words typed stand in the name, in this order."""
        if len(taken.core) < 2:
            return None
        rarest = min((self._by_word.get(word, set()) for word in taken.core), key=len)
        typed = _edged(_joined(taken.core))
        found = [entry for core in sorted(rarest) if typed in _edged(core) for entry in self._cores[core]]
        return _settled(found, taken) if found else None

    def _alike(self, core: str, taken: _Name) -> NameMatch[Key]:
        """By likeness of letters. A short name, a close second or another number is never chosen unasked."""
        from rapidfuzz import fuzz, process

        found = process.extract(
            core, self._choices, scorer=fuzz.ratio, score_cutoff=_OFFER_FROM, limit=OFFERED * 2
        )
        numbers = _numbers(taken.core)
        close = [(choice, score) for choice, score, _ in found if _numbers(choice.split()) == numbers]
        if not close:
            return NameMatch()
        best, score = close[0]
        margin = score - close[1][1] if len(close) > 1 else score
        settled = _settled([entry for choice, _ in close for entry in self._cores[choice]], taken)
        alone = _settled(self._cores[best], taken)
        if score >= _ALIKE and margin >= _MARGIN and alone.sure and len(core.replace(" ", "")) > _SHORT:
            return alone
        return NameMatch(keys=settled.keys)


def _settled(entries: list[tuple[Key, _Name]], typed: _Name) -> NameMatch[Key]:
    """Among units of one core name: those of the class typed, then those with the marks typed."""
    fitting = entries
    if typed.group:
        fitting = [entry for entry in entries if entry[1].group == typed.group]
        if not fitting:
            return NameMatch(keys=_unique(entries)[:OFFERED])
    if not typed.marked.isascii():
        same_marks = [entry for entry in fitting if entry[1].marked == typed.marked]
        fitting = same_marks or fitting
    keys = _unique(fitting)
    return NameMatch(keys=keys[:OFFERED], sure=len(keys) == 1)


def _unique(entries: list[tuple[Key, _Name]]) -> tuple[Key, ...]:
    return tuple(dict.fromkeys(key for key, _ in entries))


def _once(keys: list[Key], key: Key) -> None:
    if key not in keys:
        keys.append(key)


def _joined(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part not in _FILLERS)


def _edged(core: str) -> str:
    """With spaces at both ends, so that only whole words are found in it."""
    return core.join("  ")


def _numbers(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part.isdigit()]


def _written_out(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Short forms in full and numbers without a leading zero: "vp hdnd" and "xóm 01"."""
    numbered = (part.lstrip("0") or part if part.isdigit() else part for part in parts)
    return tuple(word for part in numbered for word in _WRITTEN_OUT.get(part, (part,)))


def _taken_apart(text: str) -> _Name:
    """Strip what says only whose or what kind: "UBND xã Hòa An" is the commune Hòa An."""
    parts = _written_out(words(text))
    for authority in _AUTHORITIES:
        prefix = tuple(authority.split())
        if parts[: len(prefix)] == prefix and len(parts) > len(prefix):
            parts = parts[len(prefix) :]
    group, parts = _without_class(parts)
    if group:
        # "Trạm Y tế xã Hòa An" is the health station of Hòa An.
        inner = _without_class(parts)[1]
        parts = inner or parts
    core = tuple(part for part in parts if part not in _FILLERS)
    typed = [word for word in plain_tones(normalise(text).lower()).split() if fold(word) in core]
    return _Name(group, core, " ".join(typed))


def _without_class(parts: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    for length in range(min(_LONGEST_CLASS, len(parts)), 0, -1):
        if parts[:length] in _CLASS_WORDS:
            return _CLASS_WORDS[parts[:length]], parts[length:]
    return "", parts
