"""What the pictures share: a portrait page for a phone, its type, its colours, its head and foot.

Lengths are in points of type, from the top left corner: 432 across, which a phone shows as its whole width.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

from bot.campaign.assessments import VIETNAMESE as ASSESSMENTS
from bot.campaign.assessments import Assessment
from bot.language.written import day
from bot.reports.content import Head

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from PIL.Image import Image

WIDTH = 432.0
MARGIN = 16.0
DOTS = 160
"""Dots an inch: 960 across."""
TONES = 128
"""So few colours make a small file quickly, and are more than anybody tells apart here."""
INK, FAINT, RULE, GROUND = "#1F2933", "#5F6B7A", "#D5DAE0", "#E2E8EE"
COLOURS: Mapping[Assessment, str] = {
    Assessment.EXCEEDED: "#0072B2",
    Assessment.MET: "#009E73",
    Assessment.NOT_MET: "#E69F00",
    Assessment.AT_RISK: "#D55E00",
    Assessment.NONE: "#B4BDC8",
    Assessment.BY_UNIT: GROUND,
    Assessment.NO_TARGET: GROUND,
    Assessment.QUALITATIVE: GROUND,
}
"""Of Okabe and Ito's colours, which every eye tells apart; beside each stands a sign or its word."""
_DARK = frozenset({Assessment.EXCEEDED, Assessment.MET, Assessment.NOT_MET, Assessment.AT_RISK})
Stroke: TypeAlias = tuple[tuple[float, float], ...]
_DOT: Stroke = ((0, -0.06), (0, 0.06))
_OTHER: tuple[Stroke, ...] = (_DOT,)
SIGNS: Mapping[Assessment, tuple[Stroke, ...]] = {
    Assessment.EXCEEDED: (((-0.3, 0), (0.3, 0)), ((0, -0.3), (0, 0.3))),
    Assessment.MET: (((-0.3, 0), (-0.08, 0.24), (0.32, -0.28)),),
    Assessment.NOT_MET: (((-0.3, 0), (0.3, 0)),),
    Assessment.AT_RISK: (((0, -0.34), (0, 0.1)), ((0, 0.26), (0, 0.36))),
    Assessment.NONE: (
        ((-0.2, -0.18), (-0.14, -0.32), (0.06, -0.36), (0.2, -0.22), (0.14, -0.06), (0, 0.04), (0, 0.16)),
        ((0, 0.3), (0, 0.38)),
    ),
}
"""A plus, a tick, a dash, an exclamation and a question mark, in sizes of the sign: ten times cheaper than type."""
_TO = "Số liệu đến {} · {}/{} đơn vị đã báo cáo"
_LETTER = 0.56
"""How wide a letter is, in sizes of its type."""


class Sheet:
    """A white page of a given height on which things are put down."""

    def __init__(self) -> None:
        # Its own canvas, and no global state: several may be drawn side by side.
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self._figure = Figure(dpi=DOTS, facecolor="white")
        self._canvas = FigureCanvasAgg(self._figure)
        self.page: Axes = self._figure.add_axes((0, 0, 1, 1))
        self.page.set_autoscale_on(False)
        self.page.axis("off")
        self._boxes: list[tuple[Stroke, str]] = []
        self._strokes: list[tuple[Stroke, str]] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 12,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
        turned: float = 0,
    ) -> None:
        """A line whose middle is at `y`."""
        self.page.text(
            x,
            y,
            text,
            fontsize=size,
            fontweight="bold" if bold else "normal",
            color=colour,
            ha=align,
            va="center",
            rotation=turned,
            # A dollar sign begins a formula otherwise.
            parse_math=False,
        )

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self._boxes.append((corners, colour))

    def sign(self, x: float, y: float, one: Assessment, *, size: float) -> None:
        """The sign of an assessment around this point, on the ground of its colour."""
        colour = "white" if one in _DARK else INK
        for stroke in SIGNS.get(one, _OTHER):
            self._strokes.append((tuple((x + size * dx, y + size * dy) for dx, dy in stroke), colour))

    def line(
        self,
        x: Sequence[float],
        y: Sequence[float],
        *,
        colour: str = RULE,
        width: float = 0.8,
        dashed: bool = False,
    ) -> None:
        self.page.plot(
            x, y, color=colour, linewidth=width, linestyle="--" if dashed else "-", solid_capstyle="butt"
        )

    def head(self, title: str, head: Head) -> float:
        """The title, of what it is and when; returns where the page goes on."""
        y = 26.0
        self.text(MARGIN, y, title, size=16, bold=True)
        for line in broken(head.campaign, WIDTH - 2 * MARGIN, 11, most=2):
            y += 17
            self.text(MARGIN, y, line, size=11)
        y += 17
        self.text(MARGIN, y, shortened(head.phase, WIDTH - 2 * MARGIN, 11), size=11, colour=FAINT)
        y += 16
        said = _TO.format(day(head.as_of.date()), head.units_reported, head.units_expected)
        self.text(MARGIN, y, said, size=11, colour=FAINT)
        if head.seen is not None:
            y += 16
            self.text(MARGIN, y, shortened(head.seen, WIDTH - 2 * MARGIN, 11), size=11, colour=FAINT)
        return y + 16

    def legend(self, y: float, shown: Sequence[Assessment]) -> float:
        """Colour, sign and word of each assessment, in as many lines as they need; returns where the page goes on."""
        x = MARGIN
        for one in shown:
            width = 22 + len(ASSESSMENTS[one]) * 11 * _LETTER + 10
            if x + width > WIDTH - MARGIN:
                x, y = MARGIN, y + 19
            self.box(x, y - 7, 14, 14, COLOURS[one])
            self.sign(x + 7, y, one, size=11)
            self.text(x + 19, y, ASSESSMENTS[one], size=11)
            x += width
        return y + 16

    def png(self, height: float) -> bytes:
        """The picture, so many points high."""
        import matplotlib
        from matplotlib.collections import LineCollection, PolyCollection
        from PIL import Image

        self._figure.set_size_inches(WIDTH / 72, height / 72)
        self.page.set_xlim(0, WIDTH)
        self.page.set_ylim(height, 0)
        shapes, colours = [shape for shape, _ in self._boxes], [colour for _, colour in self._boxes]
        self.page.add_collection(PolyCollection(shapes, facecolors=colours, linewidths=0))
        strokes, inks = [shape for shape, _ in self._strokes], [colour for _, colour in self._strokes]
        self.page.add_collection(LineCollection(strokes, colors=inks, linewidths=1.7))
        # Hinting is for small dots of old screens, and takes longer than all the rest.
        with matplotlib.rc_context({"text.hinting": "none"}):
            self._canvas.draw()  # type: ignore[no-untyped-call] # the library has no types here.
            dots = self._canvas.buffer_rgba()  # type: ignore[no-untyped-call] # as above.
        drawn = Image.frombuffer("RGBA", self._canvas.get_width_height(), dots)
        file = BytesIO()
        few = drawn.convert("RGB").quantize(TONES, method=Image.Quantize.FASTOCTREE)
        _whiten(few)
        few.save(file, "png", compress_level=4)
        return file.getvalue()


def get_ready() -> None:
    """Import what draws, and have it find its type."""
    sheet = Sheet()
    sheet.text(0, 0, "Ư")
    sheet.text(0, 0, "Ư", bold=True)
    sheet.png(1)


def _whiten(picture: "Image") -> None:
    """Give the ground its white again, which few colours only come near to."""
    tones, ground = picture.getpalette() or [], picture.tobytes()[0]
    tones[3 * ground : 3 * ground + 3] = [255, 255, 255]
    picture.putpalette(tones)


def shortened(text: str, width: float, size: float) -> str:
    """The text cut at a word to what fits into so many points."""
    letters = int(width / (size * _LETTER))
    return text if len(text) <= letters else "".join((text[: letters - 1].rsplit(" ", 1)[0], "…"))


def broken(text: str, width: float, size: float, *, most: int) -> list[str]:
    """The text in at most so many lines, the last cut where more is left."""
    import textwrap

    letters = int(width / (size * _LETTER))
    return textwrap.wrap(text, letters, max_lines=most, placeholder=" …") or [""]
