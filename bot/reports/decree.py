"""Nghị định 30/2020/NĐ-CP on how a paper looks: its pages, its edges, and the style of each of its parts."""

from collections.abc import Set as Collected
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

FONT = "Times New Roman"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TWIPS = 56.6929
"""Twentieths of a point in a millimetre."""
_NS = f'xmlns:w="{WORD}"'

Align: TypeAlias = Literal["left", "center", "right", "both"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """How a paragraph looks: `size` and the spaces in points, indents in millimetres.

    `ruled`: it is a line between its indents. `level`: it is a heading of this level.
    """

    size: float = 14
    bold: bool = False
    italic: bool = False
    caps: bool = False
    align: Align = "left"
    before: float = 0
    after: float = 0
    lines: float = 1
    first: float = 0
    left: float = 0
    right: float = 0
    ruled: bool = False
    boxed: bool = False
    level: int | None = None
    with_next: bool = False
    break_before: bool = False


STYLES: dict[str, Style] = {
    "superior": Style(size=13, caps=True, align="center"),
    "issuer": Style(size=13, bold=True, caps=True, align="center"),
    "nation": Style(size=13, bold=True, align="center"),
    "motto": Style(size=14, bold=True, align="center"),
    "rule_left": Style(size=2, ruled=True, left=20, right=20, before=2, after=4),
    "rule_right": Style(size=2, ruled=True, left=20.5, right=20.5, before=2, after=4),
    "number": Style(size=13, align="center", before=2),
    "about": Style(size=12, align="center"),
    "dateline": Style(size=14, italic=True, align="center", before=2),
    "draft": Style(size=12, bold=True, align="center", before=6, boxed=True, left=17, right=17),
    "name": Style(size=14, bold=True, align="center", before=14, with_next=True, level=0),
    "subject": Style(size=14, bold=True, align="center", with_next=True),
    "rule_name": Style(size=2, ruled=True, left=60, right=60, before=2, after=10),
    "to": Style(align="left", left=25, before=8, after=4),
    "addressed": Style(left=48),
    "part": Style(bold=True, align="left", before=10, after=6, first=12.7, level=0, with_next=True),
    "point": Style(bold=True, align="left", before=6, after=6, first=12.7, level=1, with_next=True),
    "text": Style(align="both", after=6, lines=1.08, first=12.7),
    "item": Style(align="both", after=4, lines=1.08, first=12.7),
    "blank": Style(italic=True, align="both", after=6, first=12.7),
    "recipients": Style(size=12, bold=True, italic=True, before=10),
    "recipient": Style(size=11),
    "authority": Style(size=14, bold=True, align="center"),
    "post": Style(size=14, bold=True, align="center"),
    "stamp": Style(size=14, align="center", before=30, after=30),
    "signer": Style(size=14, bold=True, align="center"),
    "annex": Style(size=14, bold=True, align="center", level=0, with_next=True, break_before=True),
    "annex_first": Style(size=14, bold=True, align="center", level=0, with_next=True),
    "annex_title": Style(size=14, bold=True, align="center", with_next=True),
    "annex_of": Style(size=14, italic=True, align="center", after=8, with_next=True),
    "aside": Style(size=12, italic=True, align="right", after=3, with_next=True),
    "foot": Style(size=12, bold=True, before=4),
    "note": Style(size=12, italic=True, before=3),
    "head_cell": Style(size=11, bold=True, align="center"),
    "group_cell": Style(size=11, bold=True, with_next=True),
    "cell": Style(size=11),
    "middle_cell": Style(size=11, align="center"),
    "figure_cell": Style(size=11, align="right"),
    "gap": Style(size=5),
    "end": Style(size=1),
    "page_number": Style(size=13, align="center"),
}
PORTRAIT, LANDSCAPE = (210, 297), (297, 210)
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 15
TEXT_WIDTH = PORTRAIT[0] - LEFT - RIGHT
LEFT_COLUMN = 64
RIGHT_COLUMN = TEXT_WIDTH - LEFT_COLUMN
WIDE_WIDTH = LANDSCAPE[0] - LEFT - RIGHT


def style_id(name: str) -> str:
    """Its name in the file, which no template of an office has."""
    return "".join(("DonDoc", *(part.capitalize() for part in name.split("_"))))


def twips(millimetres: float) -> int:
    return round(millimetres * TWIPS)


_FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
_DEFAULTS = (
    f"<w:docDefaults {_NS}><w:rPrDefault><w:rPr>{_FONTS}"
    '<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" '
    'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
)
_NORMAL = (
    f'<w:style {_NS} w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/><w:qFormat/></w:style>'
)
_LINE = '<w:{} w:val="single" w:sz="6" w:space="1" w:color="000000"/>'
_SIDES = ("top", "left", "bottom", "right")


def set_styles(styles: "BaseOxmlElement") -> None:
    """Ours and no other: those of a new paper."""
    from docx.oxml import parse_xml

    for style in list(styles):
        styles.remove(style)
    styles.append(parse_xml(_DEFAULTS))
    styles.append(parse_xml(_NORMAL))
    add_styles(styles)


def add_styles(styles: "BaseOxmlElement", *, known: Collected[str] = frozenset()) -> None:
    """Ours beside those that a file has (`known`, by id), so that what we put into it looks the same anywhere."""
    from docx.oxml import parse_xml

    for name, style in STYLES.items():
        if style_id(name) not in known:
            styles.append(parse_xml(_style(name, style)))


def _style(name: str, style: Style) -> str:
    sides = _SIDES if style.boxed else ("top",) if style.ruled else ()
    lines = "".join(map(_LINE.format, sides))
    size = round(style.size * 2)
    return "".join(
        (
            f'<w:style {_NS} w:type="paragraph" w:customStyle="1" w:styleId="{style_id(name)}">',
            f'<w:name w:val="DonDoc {name}"/><w:pPr>',
            "<w:keepNext/>" if style.with_next else "",
            "<w:pageBreakBefore/>" if style.break_before else "",
            f"<w:pBdr>{lines}</w:pBdr>" if lines else "",
            f'<w:spacing w:before="{round(style.before * 20)}" w:after="{round(style.after * 20)}" ',
            f'w:line="{round(style.lines * 240)}" w:lineRule="auto"/>',
            f'<w:ind w:left="{twips(style.left)}" w:right="{twips(style.right)}" ',
            f'w:firstLine="{twips(style.first)}"/><w:jc w:val="{style.align}"/>',
            "" if style.level is None else f'<w:outlineLvl w:val="{style.level}"/>',
            f'</w:pPr><w:rPr>{_FONTS}<w:b w:val="{int(style.bold)}"/><w:i w:val="{int(style.italic)}"/>',
            f'<w:caps w:val="{int(style.caps)}"/>',
            f'<w:color w:val="000000"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>',
        )
    )
