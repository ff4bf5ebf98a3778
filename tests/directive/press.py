"""A small printing press: pages of text at given places -> the bytes of a .pdf file.

Every letter is half as wide as its size, so that a test can count where a line ends.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, TOP, PITCH, SIZE = 85, 540, 780, 18, 14


@dataclass
class Sheet:
    """One page; y grows upwards, as in the file."""

    width: int = WIDTH
    height: int = HEIGHT
    drawn: list[str] = field(default_factory=list)
    fonts: dict[str, set[str]] = field(default_factory=dict)
    unknown: bool = False

    def say(
        self, x: float, y: float, text: str, size: float = SIZE, font: str = "Serif", turn: str = "1 0 0 1"
    ) -> "Sheet":
        self.fonts.setdefault(font, set()).update(text)
        letters = "".join(f"{ord(letter):04x}" for letter in text)
        self.drawn.append(f"BT /{_key(font)} {size} Tf {turn} {x} {y} Tm <{letters}> Tj ET")
        return self

    def lines(
        self, *texts: str, top: float = TOP, x: float = LEFT, size: float = SIZE, indent: float = 0
    ) -> "Sheet":
        """Lines one below the other; the first of them is indented."""
        for n, text in enumerate(texts):
            self.say(x + (0 if n else indent), top - PITCH * n, text, size=size)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> "Sheet":
        self.drawn.append(f"0.5 w {x0} {y0} m {x1} {y1} l S")
        return self

    def bar(self, x: float, y: float, width: float, height: float) -> "Sheet":
        """A thin black box, as Word draws its rules."""
        self.drawn.append(f"{x} {y} {width} {height} re f")
        return self

    def grid(self, xs: tuple[float, ...], ys: tuple[float, ...]) -> "Sheet":
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        return self

    def picture(self) -> "Sheet":
        self.drawn.append(f"q {self.width} 0 0 {self.height} 0 0 cm /Picture Do Q")
        return self


def pdf(*sheets: Sheet, trailer: str = "") -> bytes:
    """The file; `trailer` goes into its trailer."""
    objects: list[bytes] = []

    def add(content: str, stream: bytes | None = None) -> int:
        body = content if stream is None else f"{content[:-2]} /Length {len(stream)} >>"
        objects.append(body.encode() + (b"" if stream is None else b"\nstream\n" + stream + b"\nendstream"))
        return len(objects)

    picture = add(
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray >>",
        b"\0",
    )
    fonts: dict[str, int] = {}
    used: dict[str, set[str]] = {}
    for sheet in sheets:
        for font, letters in sheet.fonts.items():
            used.setdefault(font, set()).update(letters)
    known = not any(sheet.unknown for sheet in sheets)
    for font, letters in used.items():
        fonts[font] = add(_font(font, add, sorted(letters) if known else []))
    pages = len(objects) + 1 + 2 * len(sheets)
    kids = []
    for sheet in sheets:
        stream = add("<< >>", "\n".join(sheet.drawn).encode())
        named = " ".join(f"/{_key(font)} {fonts[font]} 0 R" for font in sheet.fonts)
        kids.append(
            add(
                f"<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 {sheet.width} {sheet.height}] /Contents {stream} 0 R"
                f" /Resources << /Font << {named} >> /XObject << /Picture {picture} 0 R >> >> >>"
            )
        )
    add(f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>")
    root = add(f"<< /Type /Catalog /Pages {pages} 0 R >>")
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for n, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root {root} 0 R {trailer} >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def _key(font: str) -> str:
    return "F" + "".join(letter for letter in font if letter.isalnum())


def _font(name: str, add: Callable[..., int], letters: list[str]) -> str:
    written = name.replace(" ", "#20")
    chars = "\n".join(f"<{ord(one):04x}> <{one.encode('utf-16-be').hex()}>" for one in letters)
    meanings = add(
        "<< >>",
        f"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange {len(letters)} beginbfchar\n"
        f"{chars}\nendbfchar endcmap".encode(),
    )
    shape = add(
        f"<< /Type /FontDescriptor /FontName /{written} /Flags 4 /Ascent 900 /Descent -200 /FontBBox [0 -200 1000 900] >>"
    )
    own = add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{written} /DW 500 /FontDescriptor {shape} 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    return (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{written} /Encoding /Identity-H /DescendantFonts [{own} 0 R]"
        f"{f' /ToUnicode {meanings} 0 R' if letters else ''} >>"
    )
