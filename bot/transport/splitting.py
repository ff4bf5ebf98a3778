"""A long message cut into pieces that Telegram takes, each of them whole HTML."""

import html
import re
from collections import deque
from collections.abc import Iterator

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^<>]*>")
_ATOM = re.compile(r"<[^<>]*>|&#?\w{1,9};|\s+|[^<&\s]+|[<&]")


def length(text: str) -> int:
    """The length as Telegram counts it, in UTF-16 code units: `length("đ") == 1`, `length("🏆") == 2`."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(markup: str) -> str:
    """The text without its tags: `plain("<b>A &amp; B</b>") == "A & B"`."""
    return html.unescape(_TAG.sub("", markup))


def split(markup: str, longest: int = LONGEST_TEXT) -> list[str]:
    """Pieces of at most `longest` UTF-16 units, tags counted too: cut at line ends, a longer line at a space.

    A tag that is open at a cut is closed there and opened again in the next piece. No piece is empty.
    """
    if length(markup) <= longest:
        return [markup] if plain(markup).strip() else []
    pieces: list[str] = []
    piece, open_tags = "", list[str]()
    parts = deque(markup.splitlines(keepends=True))
    while parts:
        part = parts.popleft()
        tags_after = _open_after(open_tags, part)
        if length(piece + part.rstrip() + _closing(tags_after)) > longest:
            opening = "".join(open_tags)
            if piece != opening:
                pieces.append(piece.rstrip() + _closing(open_tags))
                piece = opening
                parts.appendleft(part)
                continue
            smaller = list(_atoms(part, longest // 4))
            if len(smaller) > 1:
                parts.extendleft(reversed(smaller))
                continue
        piece += part
        open_tags = tags_after
    pieces.append(piece.rstrip() + _closing(open_tags))
    return [piece.strip() for piece in pieces if plain(piece).strip()]


def _atoms(line: str, longest_slice: int) -> Iterator[str]:
    """The words, blanks, tags and entities of a line; a word too long in slices, which cut no letter."""
    for atom in _ATOM.findall(line):
        if atom.startswith("<"):
            yield atom
        else:
            yield from (atom[start : start + longest_slice] for start in range(0, len(atom), longest_slice))


def _open_after(open_tags: list[str], part: str) -> list[str]:
    """The opening tags that are still open after this part, outermost first."""
    still = list(open_tags)
    for tag in _TAG.finditer(part):
        if not tag[1]:
            still.append(tag[0])
        elif still:
            still.pop()
    return still


def _closing(open_tags: list[str]) -> str:
    names = [tag[2] for opening in reversed(open_tags) if (tag := _TAG.match(opening))]
    return "".join(map("</{}>".format, names))
