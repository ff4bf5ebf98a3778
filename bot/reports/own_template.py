"""An office's own form of a paper: a .docx whose {{fields}} are filled in; everything else stays as the office made it.

A field is found however Word cut its letters into runs. "{{Địa danh}}" and "{{dia_danh}}" are the same.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from bot.directive.document import UnreadableDocument
from bot.directive.reading import MOST_BYTES
from bot.directive.reading.guards import Package
from bot.errors import Refused
from bot.language.folding import fold
from bot.reports import decree
from bot.reports.lines import Line, put_together
from bot.reports.word_parts import BLANK, LINE_BREAK, W, body_of, paragraph, plain

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement


class Paper(StrEnum):
    """The papers of which an office may have a form of its own."""

    REPORT = "report"
    LETTER = "letter"
    LIST = "list"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fields:
    """The fields of a paper: `words` are a few words, anywhere in a line, a head or a foot; `blocks` are paragraphs or a
    table, each alone in a paragraph of the text. Without those that are `needed` it would be a paper without figures.
    """

    words: tuple[str, ...]
    blocks: tuple[str, ...]
    needed: tuple[str, ...]


_WORDS = (
    "co_quan_cap_tren",
    "co_quan_ban_hanh",
    "co_quan_thuong_truc",
    "ky_hieu",
    "dia_danh",
    "thang",
    "nam",
    "trich_yeu",
    "phong_trao",
    "ky_bao_cao",
    "han_bao_cao",
    "tinh_den_ngay",
    "so_don_vi",
    "so_don_vi_da_bao_cao",
    "so_don_vi_chua_gui",
    "quyen_han_ky",
    "chuc_vu",
    "nguoi_ky",
)
_LATE = "bang_chua_bao_cao"
FIELDS: Mapping[Paper, Fields] = {
    Paper.REPORT: Fields(
        words=(*_WORDS, "dem_chi_tieu"),
        blocks=(
            "ket_qua_chi_tieu",
            "dien_hinh",
            "che_do_bao_cao",
            "ton_tai_han_che",
            "nguyen_nhan",
            "kien_nghi",
            "noi_nhan",
            "bang_chi_tieu",
            "bang_don_vi",
            _LATE,
        ),
        needed=("ket_qua_chi_tieu", "bang_chi_tieu"),
    ),
    Paper.LETTER: Fields(words=_WORDS, blocks=("kinh_gui", _LATE, "noi_nhan"), needed=(_LATE,)),
    Paper.LIST: Fields(words=_WORDS, blocks=(_LATE, "noi_nhan"), needed=(_LATE,)),
}

_FIELD = re.compile(r"\{\{([^{}]*)\}\}")
_LOOSE = re.compile(r"\{\{|\}\}")
_FETCHES = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|MACROBUTTON)\b", re.IGNORECASE)
_HARMLESS = "/hyperlink"
_RUNS = ("macroenabled", "oleobject", "afchunk", "attachedtemplate")
_CARRIES = ("word/embeddings/", "word/afchunk", "word/activex")


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnTemplate:
    """A template that was looked through: the fields that it holds, in their order."""

    fields: tuple[str, ...]


def check(paper: Paper, name: str, content: bytes) -> OwnTemplate:
    """Look a sent file through. Refused, with the field or the reason named, where no paper could be written into it."""
    if len(content) > MOST_BYTES:
        raise Refused("document_too_large")
    if not content.startswith(b"PK") or not name.lower().endswith(".docx"):
        raise Refused("template_not_docx", name=name)
    try:
        _guard(content)
        document = _opened(content)
    except UnreadableDocument as unreadable:
        raise Refused("_".join(("document", unreadable.reason))) from unreadable
    return OwnTemplate(fields=tuple(_fields(document, FIELDS[paper])))


def fill(
    paper: Paper,
    content: bytes,
    *,
    words: Mapping[str, str],
    blocks: Mapping[str, Sequence[Line]],
    tables: Mapping[str, Callable[[float], str]],
) -> bytes:
    """The template with its fields filled in; a table is as wide as the text of its pages."""
    document = _opened(content)
    known = {style.get(f"{W}styleId") for style in document.styles.element}
    decree.add_styles(document.styles.element, known=known)
    for root in _roots(document):
        for at in list(root.iter(f"{W}p")):
            texts = _texts(at)
            found = "".join(text.text or "" for text in texts)
            if "{{" not in found:
                continue
            alone = _FIELD.fullmatch(found.strip())
            name = field_name(alone[1]) if alone else ""
            if name in FIELDS[paper].blocks:
                width = _width(document, at)
                made = tables[name](width) if name in tables else put_together(list(blocks[name]), {})
                _replace(at, made)
            else:
                _fill_words(texts, words)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def field_name(typed: str) -> str:
    """ "Địa danh " -> "dia_danh"."""
    return "_".join(re.split(r"[\s_]+", fold(typed).strip(" _")))


# --- Looking through ------------------------------------------------------------------------------------------


def _guard(content: bytes) -> None:
    """Raises UnreadableDocument for what runs, fetches or hides something."""
    # defusedxml ships no types.
    from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
    from defusedxml.ElementTree import ParseError, fromstring  # type: ignore[import-untyped]

    package = Package(content)
    for name, _ in package.names():
        lowered = name.lower()
        if lowered.startswith(_CARRIES):
            raise UnreadableDocument("suspicious")
        if not lowered.endswith((".xml", ".rels")):
            continue
        try:
            root = fromstring(package.read(name), forbid_dtd=True)
        except DefusedXmlException as error:
            raise UnreadableDocument("suspicious") from error
        except (ParseError, ValueError, LookupError) as error:
            raise UnreadableDocument("damaged") from error
        # Asked of what the XML says and not of its letters, which may be written in many ways.
        refers = lowered.endswith(".rels") or lowered == "[content_types].xml"
        if refers and any(map(_leads_out, (one.attrib for one in root.iter()))):
            raise UnreadableDocument("suspicious")
        codes = "".join(code.text or "" for code in root.iter(f"{W}instrText"))
        simple = " ".join(field.get(f"{W}instr") or "" for field in root.iter(f"{W}fldSimple"))
        if _FETCHES.search(codes) or _FETCHES.search(simple):
            raise UnreadableDocument("suspicious")


def _leads_out(said: Mapping[str, str]) -> bool:
    """Whether a relation or the kind of a part fetches something from outside, or runs something; a link does neither."""
    outside = said.get("TargetMode", "").strip().lower() == "external"
    fetches = outside and not said.get("Type", "").endswith(_HARMLESS)
    return fetches or any(word in value.lower() for word in _RUNS for value in said.values())


def _opened(content: bytes) -> "Document":
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

    try:
        document = Document(io.BytesIO(content))
        _ = document.styles.element, document.element.body, list(_roots(document))
    except (PackageNotFoundError, BadZipFile, XMLSyntaxError, KeyError, ValueError, AttributeError) as error:
        raise UnreadableDocument("damaged") from error
    return document


def _fields(document: "Document", known: Fields) -> list[str]:
    """The fields in their order, each once; Refused where one is unknown, badly written, in the wrong place, or missing."""
    found: list[str] = []
    for root in _roots(document):
        in_body = root is document.element
        for at in root.iter(f"{W}p"):
            text = "".join(one.text or "" for one in _texts(at))
            loose = _LOOSE.search(_FIELD.sub("", text))
            if loose is not None:
                raise Refused("template_unclosed", text=text.strip()[:80])
            for typed in _FIELD.findall(text):
                name = field_name(typed)
                if name not in known.words and name not in known.blocks:
                    raise Refused("template_unknown_field", field=typed.strip()[:60])
                if name in known.blocks and (not in_body or _FIELD.fullmatch(text.strip()) is None):
                    raise Refused("template_not_alone", field=name)
                found.append(name)
    missing = next((name for name in known.needed if name not in found), None)
    if missing is not None:
        raise Refused("template_missing_field", field=missing)
    return list(dict.fromkeys(found))


def _roots(document: "Document") -> "Iterator[BaseOxmlElement]":
    """The text, then the heads and feet of its pages."""
    yield document.element
    for part in document.part.package.iter_parts():
        if str(part.partname).startswith(("/word/header", "/word/footer")):
            yield part.element


# --- Filling in -----------------------------------------------------------------------------------------------


def _texts(of: "BaseOxmlElement") -> "list[BaseOxmlElement]":
    """The texts of a paragraph in order, without those of text boxes in it."""
    return [text for text in of.iter(f"{W}t") if next(text.iterancestors(f"{W}p"), None) is of]


def _fill_words(texts: "Sequence[BaseOxmlElement]", words: Mapping[str, str]) -> None:
    """Put each field's words into the run in which the field begins; what is left of it in other runs goes."""
    whole = "".join(text.text or "" for text in texts)
    ends: list[int] = []
    for text in texts:
        ends.append((ends[-1] if ends else 0) + len(text.text or ""))
    pieces = [""] * len(texts)
    at = 0
    for found in (*_FIELD.finditer(whole), None):
        stop = len(whole) if found is None else found.start()
        for place in range(at, stop):
            pieces[_run_of(place, ends)] += whole[place]
        if found is not None:
            pieces[_run_of(found.start(), ends)] += _shown(words[field_name(found[1])])
            at = found.end()
    for text, piece in zip(texts, pieces, strict=True):
        _write(text, piece)


def _write(text: "BaseOxmlElement", words: str) -> None:
    """These words in the place of a text: more lines of its run where they have more."""
    first, *others = words.split(LINE_BREAK)
    text.text = first
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for line in reversed(others):
        following = deepcopy(text)
        following.text = line
        text.addnext(following)
        text.addnext(text.makeelement(f"{W}br"))


def _run_of(place: int, ends: Sequence[int]) -> int:
    return next(run for run, end in enumerate(ends) if place < end)


def _shown(words: str) -> str:
    """What is to be written by hand stands in brackets: the run has the office's own look."""
    return plain(BLANK.sub(lambda blank: blank[1].join("[]"), words))


def _replace(old: "BaseOxmlElement", made: str) -> None:
    parent = old.getparent()
    new = list(body_of(made))
    section = old.find(f"{W}pPr/{W}sectPr")
    if section is not None:
        # The pages that lie so end where the field stood.
        last = next(iter(body_of(paragraph("end"))))
        last.find(f"{W}pPr").append(section)
        new.append(last)
    # A cell of a table ends in a paragraph, whatever stands above it.
    if parent.tag == f"{W}tc" and (not new or new[-1].tag != f"{W}p"):
        new += list(body_of(paragraph("end")))
    for one in new:
        old.addprevious(one)
    parent.remove(old)


def _width(document: "Document", at: "BaseOxmlElement") -> float:
    """How wide the text of a paragraph's pages is, in millimetres: as its section says, which ends behind it."""
    sections = list(document.element.iter(f"{W}sectPr"))
    everything = {one: place for place, one in enumerate(document.element.iter())}
    place = everything[at]
    section = next((one for one in sections if everything[one] > place), None)
    whole = _twips(section, "pgSz", "w")
    left, right = (_twips(section, "pgMar", side) for side in ("left", "right"))
    if whole is None or left is None or right is None or left + right >= whole:
        return decree.TEXT_WIDTH
    return (whole - left - right) / decree.TWIPS


def _twips(section: "BaseOxmlElement | None", part: str, side: str) -> int | None:
    """A measure of a page; None where the file does not say it as Word does."""
    found = None if section is None else section.find(f"{W}{part}")
    said = "" if found is None else found.get(f"{W}{side}") or ""
    return int(said) if said.isdecimal() else None
