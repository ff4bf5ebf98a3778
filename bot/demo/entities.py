"""Telegram's HTML: to plain text with entities as the server does it, and back to HTML for the page.

Source of tags and rules: https://core.telegram.org/bots/api#html-style. Offsets and lengths are UTF-16 units.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from bot.demo.wire import Json, JsonObject, bad_request

TYPE_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
TAG_OF_TYPE = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.\-]+(?=[\s>])))?""")
REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot)(?![A-Za-z]));?")
MARKUP = re.compile("[<&]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]|(?<![\w/.])t\.me/[^\s<>\"]+[^\s<>\".,;:!?)]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Formatted:
    """Plain text and the entities that lie over it, in Telegram's own shape."""

    text: str
    entities: tuple[JsonObject, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tag:
    name: str
    attributes: Mapping[str, str]
    start: int


def utf16_length(text: str) -> int:
    """The length as Telegram counts it: "é" is 1, "😀" is 2."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str) -> Formatted:
    """Text without markup, trimmed, with the commands and links that Telegram finds by itself."""
    return _with_found(_trimmed(CONTROL.sub(" ", text.replace("\r", "")), []))


def formatted(text: str, parse_mode: str, entities: Json = None) -> Formatted:
    """Text as a bot sends it: parse_mode "" or "HTML", or its own entities; 400 if it does not parse."""
    mode = parse_mode.lower()
    if mode in {"", "none"}:
        if isinstance(entities, Sequence) and not isinstance(entities, str) and entities:
            given = [entity for entity in entities if isinstance(entity, Mapping)]
            return _with_found(_trimmed(text, given))
        return plain(text)
    if mode != "html":
        raise bad_request("unsupported parse_mode")
    return parse_html(text)


def parse_html(source: str) -> Formatted:
    """`parse_html("<b>5</b> tỷ")` is the text "5 tỷ" with one bold entity of length 1."""
    source = CONTROL.sub(" ", source.replace("\r", ""))
    pieces: list[str] = []
    length = 0
    opened: list[_Tag] = []
    entities: list[JsonObject] = []
    at = 0
    while at < len(source):
        character = source[at]
        if character == "<":
            if source.startswith("</", at):
                at = _close(source, at, opened, entities, length)
            else:
                tag, at = _open(source, at, length)
                opened.append(tag)
            continue
        if character == "&" and (reference := REFERENCE.match(source, at)):
            piece = _decoded(reference)
            at = reference.end()
        else:
            ahead = MARKUP.search(source, at + 1)
            end = ahead.start() if ahead else len(source)
            piece = source[at:end]
            at = end
        pieces.append(piece)
        length += utf16_length(piece)
    if opened:
        raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{opened[-1].name}"')
    return _with_found(_trimmed("".join(pieces), sorted(entities, key=_outer_first)))


def to_html(content: Formatted) -> str:
    """The text as HTML that a page may show: everything escaped, one element for each entity."""
    units = content.text.encode("utf-16-le", "surrogatepass")
    edges: dict[int, list[str]] = {}
    for entity in sorted(content.entities, key=_outer_first):
        start, end = _span(entity)
        shown = units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")
        opening, closing = _element(entity, shown)
        edges.setdefault(start, []).append(opening)
        edges.setdefault(end, []).insert(0, closing)
    html: list[str] = []
    last = 0
    for edge in sorted(edges):
        html.append(escape(units[2 * last : 2 * edge].decode("utf-16-le", "replace"), quote=False))
        html.extend(edges[edge])
        last = edge
    html.append(escape(units[2 * last :].decode("utf-16-le", "replace"), quote=False))
    return "".join(html)


def _open(source: str, begin: int, length: int) -> tuple[_Tag, int]:
    name_end = begin + 1
    while name_end < len(source) and not source[name_end].isspace() and source[name_end] != ">":
        name_end += 1
    if name_end == len(source):
        raise _cannot_parse(f"Unclosed start tag at byte offset {_bytes(source, begin)}")
    name = source[begin + 1 : name_end].lower()
    if name not in TYPE_OF_TAG:
        raise _cannot_parse(f'Unsupported start tag "{name}" at byte offset {_bytes(source, begin)}')
    attributes: dict[str, str] = {}
    at = name_end
    while True:
        while at < len(source) and source[at].isspace():
            at += 1
        if at < len(source) and source[at] == ">":
            break
        attribute = ATTRIBUTE.match(source, at)
        if attribute is None:
            if at < len(source):
                raise _cannot_parse(
                    f'Empty attribute name in the tag "{name}" at byte offset {_bytes(source, begin)}'
                )
            raise _cannot_parse(f"Unclosed start tag at byte offset {_bytes(source, begin)}")
        value = attribute[2] or ""
        if value[:1] in {'"', "'"}:
            value = value[1:-1]
        attributes[attribute[1].lower()] = REFERENCE.sub(_decoded, value)
        at = attribute.end()
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {_bytes(source, begin)}')
    return _Tag(name=name, attributes=attributes, start=length), at + 1


def _close(source: str, begin: int, opened: list[_Tag], entities: list[JsonObject], length: int) -> int:
    if not opened:
        raise _cannot_parse(f"Unexpected end tag at byte offset {_bytes(source, begin)}")
    end = source.find(">", begin)
    if end < 0:
        raise _cannot_parse(f"Unclosed end tag at byte offset {_bytes(source, begin)}")
    name = source[begin + 2 : end].strip().lower()
    tag = opened.pop()
    if name not in {"", tag.name}:
        raise _cannot_parse(
            f"Unmatched end tag at byte offset {_bytes(source, begin)}, "
            f'expected "</{tag.name}>", found "</{name}>"'
        )
    entity = _entity(tag, length - tag.start)
    if entity is not None:
        entities.append(entity)
    return end + 1


def _entity(tag: _Tag, length: int) -> JsonObject | None:
    if length <= 0:
        return None
    entity: dict[str, Json] = {"type": TYPE_OF_TAG[tag.name], "offset": tag.start, "length": length}
    if tag.name == "a":
        address = tag.attributes.get("href", "")
        if not address.startswith(("http://", "https://", "tg://", "t.me/")):
            return None  # Telegram shows the words and drops an address that it cannot follow.
        entity["url"] = address
    elif tag.name == "tg-emoji":
        entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
    elif tag.name == "blockquote" and "expandable" in tag.attributes:
        entity["type"] = "expandable_blockquote"
    return entity


def _element(entity: JsonObject, shown: str) -> tuple[str, str]:
    kind = str(entity.get("type"))
    if kind in {"text_link", "url"}:
        address = str(entity.get("url", shown))
        if address.startswith("t.me/"):
            address = f"https://{address}"
        return f'<a href="{escape(address)}">', "</a>"
    if kind == "bot_command":
        return '<span class="command">', "</span>"
    tag = TAG_OF_TYPE.get(kind)
    if tag is None:
        return "", ""
    return ("<blockquote expandable>" if kind == "expandable_blockquote" else f"<{tag}>"), f"</{tag}>"


def _trimmed(text: str, entities: Sequence[JsonObject]) -> Formatted:
    kept = text.strip()
    shift = utf16_length(text[: len(text) - len(text.lstrip())])
    total = utf16_length(kept)
    moved: list[JsonObject] = []
    for entity in entities:
        start, end = _span(entity)
        start, end = max(start - shift, 0), min(end - shift, total)
        if start < end:
            moved.append({**entity, "offset": start, "length": end - start})
    return Formatted(text=kept, entities=tuple(moved))


def _with_found(content: Formatted) -> Formatted:
    """Adds the commands and links that stand in the text, save where they would cross another entity."""
    if "/" not in content.text:
        return content
    taken = [
        _span(entity) for entity in content.entities if entity.get("type") in {"text_link", "code", "pre"}
    ]
    others = [_span(entity) for entity in content.entities]
    found: list[JsonObject] = []
    for kind, pattern in (("url", LINK), ("bot_command", COMMAND)):
        for match in pattern.finditer(content.text):
            start = utf16_length(content.text[: match.start()])
            end = start + utf16_length(match[0])
            if any(start < stop and begin < end for begin, stop in taken):
                continue
            if any(begin < start < stop < end or start < begin < end < stop for begin, stop in others):
                continue
            taken.append((start, end))
            found.append({"type": kind, "offset": start, "length": end - start})
    if not found:
        return content
    return Formatted(text=content.text, entities=tuple(sorted((*content.entities, *found), key=_outer_first)))


def _span(entity: JsonObject) -> tuple[int, int]:
    start, length = entity.get("offset"), entity.get("length")
    if not isinstance(start, int) or not isinstance(length, int) or start < 0 or length < 0:
        raise bad_request("can't parse MessageEntity: wrong offset or length")
    return start, start + length


def _outer_first(entity: JsonObject) -> tuple[int, int]:
    start, end = _span(entity)
    return start, -end


def _decoded(reference: re.Match[str]) -> str:
    decimal, hexadecimal, name = reference.groups()
    if name:
        return NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return reference[0]
    return chr(code)


def _bytes(source: str, position: int) -> int:
    return len(source[:position].encode("utf-8", "surrogatepass"))


def _cannot_parse(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
