"""The numbers that Word writes before the paragraphs of its automatic lists."""

from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_DIGITS = 4
_ROMANS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbering:
    """Counts the lists of one document from its numbering part; label() is called once a paragraph, in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._learn(numbering)
        for style in styles.iter(f"{W}style") if styles is not None else ():
            found = _reference(style.find(f"{W}pPr/{W}numPr"))
            if found and found[0]:
                self._by_style[style.get(f"{W}styleId", "")] = (found[0], found[1])

    def _learn(self, numbering: Element) -> None:
        for abstract in numbering.iter(f"{W}abstractNum"):
            levels = {}
            for level in abstract.iter(f"{W}lvl"):
                depth = whole(level.get(f"{W}ilvl"), 0)
                levels[depth] = (
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    whole(_value(level, "start", "1"), 1),
                )
            self._levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for one in numbering.iter(f"{W}num"):
            number = one.get(f"{W}numId", "")
            self._lists[number] = _value(one, "abstractNumId", "")
            for override in one.iter(f"{W}lvlOverride"):
                start = _value(override, "startOverride", "")
                if start:
                    self._starts[number, whole(override.get(f"{W}ilvl"), 0)] = whole(start, 1)

    def label(self, paragraph: Element) -> str:
        """ "1.", "2.1.", "a)", "-", or "" for a paragraph that is in no list."""
        place = self._place(paragraph)
        if place is None:
            return ""
        number, depth = place
        levels = self._levels.get(self._lists.get(number, ""), {})
        if depth not in levels:
            return ""
        form, pattern, start = levels[depth]
        # Lists that share one definition count on together unless one of them says where it starts.
        shared = number if any(key[0] == number for key in self._starts) else self._lists[number]
        counts = self._counts.setdefault(shared, {})
        counts[depth] = counts.get(depth, self._starts.get((number, depth), start) - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        if form == "bullet":
            return "-"
        if form == "none":
            return ""
        label = pattern
        for level in range(depth + 1):
            if level in levels:
                written = _written(counts.get(level, levels[level][2]), levels[level][0])
                label = label.replace(f"%{level + 1}", written)
        return label.strip()

    def _place(self, paragraph: Element) -> tuple[str, int] | None:
        own = _reference(paragraph.find(f"{W}pPr/{W}numPr"))
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        styled = self._by_style.get(style.get(f"{W}val", "")) if style is not None else None
        if own is None:
            return styled
        number = own[0] or (styled[0] if styled else "")
        return None if number in ("", "0") else (number, own[1])


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
