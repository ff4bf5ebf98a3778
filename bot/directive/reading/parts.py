"""The parts of a .docx package, found as Word finds them: by what the relations say, not by their names."""

import posixpath
import re
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from bot.directive.document import UnreadableDocument
from bot.directive.reading.guards import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/main",
        b"http://schemas.openxmlformats.org/drawingml/2006/main",
    ),
)
"""The names of the same things in files saved as "Strict Open XML"."""
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_HARMLESS = ("hyperlink", "image")
_DOCUMENT = "word/document.xml"


class Parts:
    """The parts of one file; a link that would fetch something from elsewhere is refused at once."""

    def __init__(self, content: bytes) -> None:
        self._package = Package(content)
        named = [target for kind, target in self._relations("", "_rels/.rels") if kind == "officeDocument"]
        main = next((target for target in named if target in self._package), _DOCUMENT)
        if main not in self._package:
            raise UnreadableDocument("not_supported")
        folder, name = posixpath.split(main)
        relations = posixpath.join(folder, "_rels", name + ".rels")
        self._targets = list(self._relations(folder, relations))
        list(self._relations(folder, posixpath.join(folder, "_rels", "settings.xml.rels")))
        self._folder = folder
        self.document = self._xml(main)

    def one(self, kind: str) -> Element | None:
        """The part of a kind ("styles", "footnotes"); None where there is none."""
        return next(self.every(kind), None)

    def every(self, kind: str) -> Iterator[Element]:
        found = [target for own, target in self._targets if own == kind and target in self._package]
        usual = posixpath.join(self._folder, kind + ".xml")
        for target in dict.fromkeys(found or ([usual] if usual in self._package else [])):
            yield self._xml(target)

    def _relations(self, folder: str, part: str) -> Iterator[tuple[str, str]]:
        """(kind, part) of what a part refers to."""
        if part not in self._package:
            return
        for relation in _RELATION.finditer(self._package.read(part)):
            told = {
                name.decode(): (double or single).decode("utf-8", "replace")
                for name, double, single in _ATTRIBUTE.findall(relation[1])
            }
            kind = told.get("Type", "").rpartition("/")[2]
            target = told.get("Target", "")
            if told.get("TargetMode") == "External":
                if kind not in _HARMLESS:
                    raise UnreadableDocument("suspicious")
            else:
                yield kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

    def _xml(self, part: str) -> Element:
        # defusedxml ships no types.
        from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
        from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

        content = self._package.read(part)
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        try:
            root: Element = fromstring(content, forbid_dtd=True)
        except DefusedXmlException as error:
            raise UnreadableDocument("suspicious") from error
        except (ParseError, ValueError, LookupError, zlib.error) as error:
            raise UnreadableDocument("damaged") from error
        return root
