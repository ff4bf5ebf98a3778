"""The numbers that Word writes before the paragraphs of its automatic lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from bot.directive.reading.parts import W

MOST_DIGITS = 4
_DEEPEST = 32
_ROMANS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """How a list writes the number of one depth: `form` as .docx names it, `pattern` such as "%1.%2."."""

    form: str
    pattern: str
    start: int


class Lists:
    """Counts the automatic lists of one document: list -> its kind, kind -> its levels, where a list starts anew."""

    def __init__(
        self,
        *,
        levels: Mapping[str, Mapping[int, Level]],
        kinds: Mapping[str, str],
        starts: Mapping[tuple[str, int], int],
    ) -> None:
        self._levels = levels
        self._kinds = kinds
        self._starts = starts
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, number: str, depth: int) -> str:
        """ "1.", "2.1.", "a)", "-", or "" where the list has no such level; called once a paragraph, in order."""
        kind = self._kinds.get(number, "")
        levels = self._levels.get(kind, {})
        if depth not in levels:
            return ""
        level = levels[depth]
        # Lists of one kind count on together unless one of them says where it starts.
        shared = number if any(key[0] == number for key in self._starts) else kind
        counts = self._counts.setdefault(shared, {})
        counts[depth] = counts.get(depth, self._starts.get((number, depth), level.start) - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return "+" if level.pattern.strip() == "+" else "-"
        if level.form == "none":
            return ""
        label = level.pattern
        for n in range(depth + 1):
            if n in levels:
                label = label.replace(f"%{n + 1}", _written(counts.get(n, levels[n].start), levels[n].form))
        return label.strip()


class Numbering:
    """The lists of a .docx from its numbering part and its styles."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._kinds: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        self._based: dict[str, str] = {}
        for style in styles.iter(f"{W}style") if styles is not None else ():
            name = style.get(f"{W}styleId", "")
            self._based[name] = _value(style, "basedOn", "")
            found = _reference(style.find(f"{W}pPr/{W}numPr"))
            if found and found[0]:
                self._by_style[name] = found
        if numbering is not None:
            self._learn(numbering)
        self._lists = Lists(levels=self._levels, kinds=self._kinds, starts=self._starts)

    def _learn(self, numbering: Element) -> None:
        links: dict[str, str] = {}
        for abstract in numbering.iter(f"{W}abstractNum"):
            kind = abstract.get(f"{W}abstractNumId", "")
            self._levels[kind] = _levels(abstract)
            links[kind] = _value(abstract, "numStyleLink", "")
        for one in numbering.iter(f"{W}num"):
            number = one.get(f"{W}numId", "")
            self._kinds[number] = kind = _value(one, "abstractNumId", "")
            for override in one.iter(f"{W}lvlOverride"):
                if own := _levels(override):
                    # A list that writes its numbers its own way counts by itself.
                    self._kinds[number] = "/".join((kind, number))
                    self._levels[self._kinds[number]] = {**self._levels.get(kind, {}), **own}
                start = _value(override, "startOverride", "")
                if start:
                    self._starts[number, whole(override.get(f"{W}ilvl"), 0)] = whole(start, 1)
        for kind, style in links.items():
            # A kind may only point to a style, whose list says how it is written.
            linked = self._kinds.get(self._by_style.get(style, ("", 0))[0], "")
            if style and linked in self._levels:
                self._levels[kind] = self._levels[linked]

    def label(self, paragraph: Element) -> str:
        """ "1.", "2.1.", "a)", "-", or "" for a paragraph that is in no list."""
        place = self._place(paragraph)
        return self._lists.label(*place) if place is not None else ""

    def _place(self, paragraph: Element) -> tuple[str, int] | None:
        own = _reference(paragraph.find(f"{W}pPr/{W}numPr"))
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        styled = self._of_style(style.get(f"{W}val", "")) if style is not None else None
        if own is None:
            return styled
        number = own[0] or (styled[0] if styled else "")
        return None if number in ("", "0") else (number, own[1])

    def _of_style(self, style: str) -> tuple[str, int] | None:
        for _ in range(_DEEPEST):
            if style in self._by_style:
                return self._by_style[style]
            style = self._based.get(style, "")
        return None


def _levels(node: Element) -> dict[int, Level]:
    return {
        whole(level.get(f"{W}ilvl"), 0): Level(
            form=_value(level, "numFmt", "decimal"),
            pattern=_value(level, "lvlText", ""),
            start=whole(_value(level, "start", "1"), 1),
        )
        for level in node.iter(f"{W}lvl")
    }


def _reference(node: Element | None) -> tuple[str, int] | None:
    if node is None:
        return None
    return _value(node, "numId", ""), whole(_value(node, "ilvl", "0"), 0)


def _value(node: Element, child: str, default: str) -> str:
    found = node.find(f"{W}{child}")
    return found.get(f"{W}val", default) if found is not None else default


def whole(text: str | None, default: int) -> int:
    """The number that a list or a cell names; one that no person would write is none."""
    return int(text) if text is not None and text.isdecimal() and len(text) <= MOST_DIGITS else default


def _written(number: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman"):
        roman, left = "", number
        for value, letters in _ROMANS:
            while left >= value:
                roman, left = roman + letters, left - value
        return roman.upper() if form == "upperRoman" else roman
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    return str(number).zfill(2) if form == "decimalZero" else str(number)
