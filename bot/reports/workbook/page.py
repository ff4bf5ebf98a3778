"""A page of the workbook: its title, its head, its rows in order, and how it comes out of the printer."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bot.campaign.assessments import VIETNAMESE as ASSESSMENTS
from bot.campaign.assessments import Assessment
from bot.language.written import number
from bot.reports.wording import UNPRINTABLE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

Value: TypeAlias = str | int | Decimal | date | datetime | None
FONT, SIZE = "Times New Roman", 11
INK, RULE, HEAD, GROUP = "#1F2933", "#8A94A0", "#DCE6F0", "#F1F4F7"
FILLS: Mapping[Assessment, tuple[str, str]] = {
    Assessment.EXCEEDED: ("#BBD7EE", "#0B3C5D"),
    Assessment.MET: ("#D8ECE4", "#0F5040"),
    Assessment.NOT_MET: ("#FBE3B5", "#6B4A00"),
    Assessment.AT_RISK: ("#F4BFA3", "#7A2500"),
    Assessment.NONE: ("#E4E7EA", "#4A5560"),
}
"""Ground and ink of an assessment: blue and green against yellow and vermilion, which every eye tells apart."""
BAR = "#3B7DB6"
INKS: Mapping[Assessment, str] = {
    Assessment.EXCEEDED: "#0072B2",
    Assessment.MET: "#009E73",
    Assessment.NOT_MET: "#E69F00",
    Assessment.AT_RISK: "#D55E00",
}
"""The same for a bar."""
MOST_DIGITS = 15
"""Excel counts no further."""
MOST_DECIMALS = 6
"""Nobody types more: what has more is a share that was worked out, and two are shown of it."""
MOST_HIGH = 400
_LONGEST = 32_000
_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Kind(Enum):
    """How a column shows its values."""

    TEXT = "text"
    WORD = "word"
    """A short text in the middle."""
    COUNT = "count"
    FIGURE = "figure"
    """With as many decimals as it was given with; a word among figures stands to the right too."""
    SHARE = "share"
    DAY = "day"
    MOMENT = "moment"


class Column(NamedTuple):
    """A column of a table; `width` is in letters."""

    heading: str
    width: float
    kind: Kind = Kind.TEXT


_ALIGNED = {Kind.TEXT: "left", Kind.FIGURE: "right"}
_VIETNAMESE = "[$-42A]"
"""Before a number's format: its separators are Vietnamese in LibreOffice; Excel always takes those of the computer."""
_SHOWN = {Kind.COUNT: "#,##0", Kind.SHARE: "0.0", Kind.DAY: "dd/mm/yyyy", Kind.MOMENT: "hh:mm dd/mm/yyyy"}
_LINE = 1.36
"""The height of a line of text, in sizes of its letters."""
_NARROW = 1.12
"""How many letters of a text stand in the width of a digit."""


class Book:
    """The workbook with the formats that its pages share; moments are shown in `zone`."""

    def __init__(self, book: "Workbook", zone: tzinfo | None, office: str, footer: str) -> None:
        self.book = book
        self.zone = zone
        self.office = office
        self.footer = footer
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def style(self, **wanted: object) -> "Format":
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"font_name": FONT, "font_size": SIZE, **wanted})
        return self._formats[key]


class Page:
    """A sheet with a title and one table, written from the top down.

    `numbered`: below the headings stand the numbers of the columns, as papers have them. `fixed`: so many columns stay in
    sight, and are repeated where the table is several pages wide.
    """

    def __init__(
        self,
        book: Book,
        name: str,
        title: str,
        lines: Sequence[str],
        columns: Sequence[Column],
        *,
        numbered: bool = False,
        fixed: int = 2,
        wide: int = 1,
        aside: str = "",
    ) -> None:
        self._book = book
        self.columns = columns
        self._titled_over = -(-len(columns) // wide)
        self.sheet = book.book.add_worksheet(name)
        self._formats: dict[tuple[object, ...], Format] = {}
        self._at = 0
        for column, one in enumerate(columns):
            self.sheet.set_column(column, column, one.width)
        self._titled(title, lines, aside)
        self.head = self._at
        self._headed(numbered)
        self.first = self._at
        self._print(fixed, wide)

    @property
    def at(self) -> int:
        """The row that is written next."""
        return self._at

    def _titled(self, title: str, lines: Sequence[str], aside: str) -> None:
        """The title over the whole width; what is long breaks, for merged cells grow by themselves nowhere."""
        self.sheet.write_string(
            self._at, 0, printable(self._book.office.upper()), self._book.style(bold=True, font_color=INK)
        )
        self._at += 1
        look = {"align": "center", "valign": "vcenter", "text_wrap": True, "font_color": INK}
        self._across(title, self._book.style(**look, bold=True, font_size=14), 14)
        for place, line in enumerate(lines):
            italic = line.startswith("(")
            self._across(line, self._book.style(**look, italic=italic, bold=place == 0 and not italic), SIZE)
        if aside:
            self._across(aside, self._book.style(align="right", italic=True, font_color=INK), SIZE)
        else:
            self._at += 1

    def _across(self, text: str, style: "Format", size: int) -> None:
        width = sum(column.width for column in self.columns[: self._titled_over]) * SIZE / size
        self.sheet.set_row(self._at, _lines(text, width) * size * _LINE)
        self.merged(text, style, self._titled_over - 1)

    def merged(self, text: str, style: "Format", last: int) -> None:
        """A row of one cell up to a column."""
        if last:
            self.sheet.merge_range(self._at, 0, self._at, last, "", style)
        self.sheet.write_string(self._at, 0, printable(text), style)
        self._at += 1

    def _headed(self, numbered: bool) -> None:
        look = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
        style = self._book.style(**look, border_color=RULE, bg_color=HEAD, font_color=INK)
        # Bold letters are wider, and a heading of several words breaks early.
        lines = max(_lines(column.heading, column.width * 0.8) for column in self.columns)
        self.sheet.set_row(self._at, max(2, lines) * SIZE * _LINE)
        for place, column in enumerate(self.columns):
            self.sheet.write_string(self._at, place, printable(column.heading), style)
        self._at += 1
        if numbered:
            small = self._book.style(
                align="center", italic=True, font_size=9, border=1, border_color=RULE, bg_color=HEAD
            )
            for place in range(len(self.columns)):
                self.sheet.write_string(self._at, place, str(place + 1).join("()"), small)
            self._at += 1

    def _print(self, fixed: int, wide: int) -> None:
        sheet = self.sheet
        sheet.freeze_panes(self.first, fixed)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(wide, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.center_horizontally()
        sheet.repeat_rows(self.head, self.first - 1)
        if wide > 1:
            sheet.repeat_columns(0, fixed - 1)
        # A blank ends the size of the letters, for the name of a campaign may begin with a digit.
        sheet.set_footer("".join(("&L&9 ", self._book.footer.replace("&", "&&")[:180], "&R&9Trang &P/&N")))

    # --- Rows ------------------------------------------------------------------------------------------------

    def group(self, text: str) -> None:
        """A row that heads those below it."""
        style = self._book.style(
            bold=True, border=1, border_color=RULE, bg_color=GROUP, valign="vcenter", font_color=INK
        )
        self.sheet.set_row(self._at, SIZE * _LINE * 1.2)
        self.merged(text, style, len(self.columns) - 1)

    def row(
        self, values: Sequence[Value], *, indent: int = 0, ground: Mapping[int, Assessment] | None = None
    ) -> None:
        """One row of the table; `indent` sets its first text in, `ground` paints cells by what they are assessed as."""
        sheet, at, lines = self.sheet, self._at, 1
        name = next((place for place, one in enumerate(self.columns) if one.kind is Kind.TEXT), -1)
        for place, value in enumerate(values):
            painted = ground.get(place) if ground else None
            match value:
                case None | "":
                    sheet.write_blank(at, place, None, self._format(place, painted=painted))
                case str():
                    text = printable(value)
                    lines = max(lines, _lines(text, self.columns[place].width - 2 * indent))
                    quoted = text.startswith(_LIKE_A_FORMULA)
                    look = self._format(
                        place, indent=indent if place == name else 0, painted=painted, quoted=quoted
                    )
                    sheet.write_string(at, place, text, look)
                case Decimal() if is_beyond(value):
                    sheet.write_string(at, place, number(value), self._format(place, painted=painted))
                case Decimal():
                    look = self._format(place, decimals=decimals_of(value), painted=painted)
                    sheet.write_number(at, place, value, look)
                case datetime():
                    local = value.astimezone(self._book.zone)
                    sheet.write_datetime(at, place, local, self._format(place, painted=painted))
                case date():
                    sheet.write_datetime(at, place, value, self._format(place, painted=painted))
                case int():
                    sheet.write_number(at, place, value, self._format(place, painted=painted))
        # No program makes room by itself for what breaks into lines.
        sheet.set_row(at, min(MOST_HIGH, SIZE * (0.35 + lines * _LINE)))
        self._at += 1

    def _format(
        self,
        place: int,
        *,
        decimals: int = 0,
        indent: int = 0,
        painted: Assessment | None = None,
        quoted: bool = False,
    ) -> "Format":
        key = (place, decimals, indent, painted, quoted)
        if key not in self._formats:
            kind = self.columns[place].kind
            look: dict[str, object] = {
                "align": _ALIGNED.get(kind, "center"),
                "valign": "vcenter",
                "text_wrap": True,
                "border": 1,
                "border_color": RULE,
                "font_color": INK,
            }
            if kind is Kind.FIGURE:
                shown = "".join(("#,##0", "." if decimals else "", "0" * decimals))
            else:
                shown = _SHOWN.get(kind, "@")
            look["num_format"] = "".join((_VIETNAMESE, shown)) if "0" in shown else shown
            if indent:
                look["indent"] = indent
            if painted is not None and painted in FILLS:
                look["bg_color"], look["font_color"] = FILLS[painted]
            if quoted:
                look["quote_prefix"] = True
            self._formats[key] = self._book.style(**look)
        return self._formats[key]

    # --- At the end --------------------------------------------------------------------------------------

    def filtered(self) -> None:
        """Let a reader filter the table by its columns."""
        if self._at > self.first:
            self.sheet.autofilter(self.first - 1, 0, self._at - 1, len(self.columns) - 1)

    def colour(self, place: int) -> None:
        """Paint a column by the word of the assessment that stands in it, also after somebody changes it."""
        for one, (ground, ink) in FILLS.items():
            rule = {
                "type": "cell",
                "criteria": "==",
                "value": ASSESSMENTS[one].join('""'),
                "format": self._book.book.add_format({"bg_color": ground, "font_color": ink}),
            }
            self.sheet.conditional_format(self.first, place, max(self.first, self._at - 1), place, rule)

    def bars(self, place: int, *, most: int = 100) -> None:
        """A bar behind each share of a column, as long as the share is of `most`."""
        bar = {
            "type": "data_bar",
            "bar_color": "#9CC3E4",
            "bar_solid": True,
            "min_type": "num",
            "min_value": 0,
            "max_type": "num",
            "max_value": most,
        }
        self.sheet.conditional_format(self.first, place, max(self.first, self._at - 1), place, bar)

    def closing(self, text: str, *, bold: bool = True) -> None:
        """A line below the table."""
        style = self._book.style(bold=bold, italic=not bold, text_wrap=True, valign="vcenter", font_color=INK)
        self._across(text, style, SIZE)


def decimals_of(value: Decimal) -> int:
    """How many decimals of a figure are shown: as many as it was given with."""
    found = max(0, -int(value.as_tuple().exponent))
    return 2 if found > MOST_DECIMALS else found


def is_beyond(value: Decimal) -> bool:
    """Whether a figure has more digits than Excel counts: written as a word it stays whole."""
    exponent = int(value.as_tuple().exponent)
    return -exponent <= MOST_DECIMALS and len(value.as_tuple().digits) + max(0, exponent) > MOST_DIGITS


def printable(text: str) -> str:
    """The text without what XML cannot hold, and no longer than a cell holds."""
    clean = UNPRINTABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return clean if len(clean) <= _LONGEST else "".join((clean[:_LONGEST], "…"))


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column: enough rather than too few."""
    letters = max(1.0, width * _NARROW)
    return sum(max(1, math.ceil(len(line) / letters)) for line in text.split("\n"))
