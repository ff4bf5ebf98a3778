"""The runs of a .docx paragraph: what a reader sees of them, in their fonts."""

from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from bot.directive.reading.legacy import from_font
from bot.directive.reading.lines import raised
from bot.directive.reading.parts import W

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SKIPPED = frozenset(
    {
        f"{W}del",
        f"{W}moveFrom",
        f"{W}instrText",
        f"{W}delText",
        f"{W}pPr",
        f"{W}rPr",
        f"{W}tblPr",
        f"{W}sdtPr",
        FALLBACK,
    }
)
_TEXTS = frozenset({f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
_BREAKS = {
    f"{W}tab": "\t",
    f"{W}ptab": " ",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "\xad",
}
_BOX = f"{W}txbxContent"
_DEEPEST = 32
_OFF = ("0", "false", "off")


class Runs:
    """Reads paragraphs with the fonts that their styles set."""

    def __init__(self, styles: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default = ""
        if styles is not None:
            for style in styles.iter(f"{W}style"):
                self._styles[style.get(f"{W}styleId", "")] = style
                if style.get(f"{W}default") == "1" and style.get(f"{W}type") == "paragraph":
                    self._styles[""] = style
            self._default = _font(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")) or ""

    def of(self, paragraph: Element) -> Iterator[str]:
        """The texts of a paragraph one after another; those side by side in one font are read together."""
        style = _named(paragraph.find(f"{W}pPr"), "pStyle")
        font = self._font_of(style) or self._default
        runs = self._runs(paragraph, font, capitals=self._capitals_of(style))
        before = ""
        for (own, capitals, is_raised), texts in groupby(runs, key=lambda run: run[1:]):
            text = from_font("".join(run[0] for run in texts), own)
            if is_raised and text.strip("()[], ").isdigit():
                text = raised(before, text.strip("()[], "))
            before = text or before
            yield text.upper() if capitals else text

    def _runs(
        self, node: Element, font: str, *, capitals: bool, is_raised: bool = False
    ) -> Iterator[tuple[str, str, bool, bool]]:
        for child in node:
            if child.tag in SKIPPED or child.tag == _BOX:
                continue
            if child.tag in _TEXTS:
                yield child.text or "", font, capitals, is_raised
            elif child.tag in _BREAKS:
                yield _BREAKS[child.tag], font, capitals, False
            elif child.tag == f"{W}sym":
                yield _symbol(child), child.get(f"{W}font", ""), False, False
            elif child.tag == f"{W}r":
                own = child.find(f"{W}rPr")
                style = _named(own, "rStyle")
                if _is_on(own, "vanish"):
                    continue
                yield from self._runs(
                    child,
                    _font(own) or (self._font_of(style) if style else None) or font,
                    capitals=_is_on(own, "caps", capitals or (bool(style) and self._capitals_of(style))),
                    is_raised=_named(own, "vertAlign") == "superscript",
                )
            elif child.tag != f"{W}sdt" or child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                yield from self._runs(child, font, capitals=capitals, is_raised=is_raised)

    def _font_of(self, style: str) -> str | None:
        for one in self._line_of(style):
            if font := _font(one.find(f"{W}rPr")):
                return font
        return None

    def _capitals_of(self, style: str) -> bool:
        return any(_is_on(one.find(f"{W}rPr"), "caps") for one in self._line_of(style))

    def _line_of(self, style: str) -> Iterator[Element]:
        """A style and those that it is based on."""
        for _ in range(_DEEPEST):
            one = self._styles.get(style)
            if one is None:
                return
            yield one
            style = _named(one, "basedOn")
            if not style:
                return


def _font(properties: Element | None) -> str | None:
    """The font of the letters beyond ASCII: those are what the old fonts changed."""
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    return None if fonts is None else fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii")


def _named(properties: Element | None, child: str) -> str:
    found = properties.find(f"{W}{child}") if properties is not None else None
    return found.get(f"{W}val", "") if found is not None else ""


def _is_on(properties: Element | None, child: str, otherwise: bool = False) -> bool:
    found = properties.find(f"{W}{child}") if properties is not None else None
    return otherwise if found is None else found.get(f"{W}val", "1") not in _OFF


def _symbol(node: Element) -> str:
    try:
        return chr(int(node.get(f"{W}char", ""), 16))
    except (ValueError, OverflowError):
        return ""
