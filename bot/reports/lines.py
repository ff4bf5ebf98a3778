"""The words of the papers: templates in `words/`, each line of which is the style of a paragraph and its text.

    part| II. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU THI ĐUA
    text| Đã có {{ reported|counted }} đơn vị gửi báo cáo.
    blank| ⟦Nêu việc ban hành văn bản.⟧

"left …|" and "right …|" stand in two columns, whose rows "row|" ends; "columns|" ends them. "table|" names a table,
"section|" ends the pages that lie so. Papers of an office are Vietnamese, whoever pulls them.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.campaign import targets
from bot.language import written
from bot.reports import wording
from bot.reports.word_parts import LINE_BREAK, end_of_section, paragraph, two_columns

FOLDER = Path(__file__).parent / "words"
Line: TypeAlias = tuple[str, str]
_OURS = re.compile(r"[⟦⟧]")
_SPACE = re.compile(r"[ \t\r\n]+")
"""What breaks lines; a space that does not is kept."""


class _Ours(str):
    """Words of a template, which may hold marks of ours."""

    __slots__ = ()


def sentence(template: str, **facts: object) -> str:
    """The words of a template that is one line, to be put into another."""
    return _Ours(_SPACE.sub(" ", _environment().get_template(f"{template}.j2").render(facts)).strip())


def lines(template: str, **facts: object) -> list[Line]:
    """The paragraphs of a template, each with its style."""
    rendered = _environment().get_template(f"{template}.j2").render(facts)
    return [_line(one) for one in rendered.split("\n") if one.strip()]


def _line(line: str) -> Line:
    style, _, text = line.partition("|")
    return style.strip(), text.strip()


def get_ready() -> None:
    """Have the templates read."""
    environment = _environment()
    for name in environment.list_templates():
        environment.get_template(name)


def put_together(found: list[Line], tables: Mapping[str, str]) -> str:
    """The body that these lines make, with its tables by name."""
    return "".join(_parts(found, tables))


def _parts(found: list[Line], tables: Mapping[str, str]) -> Iterator[str]:
    rows: list[tuple[str, str]] = []
    left: list[str] = []
    right: list[str] = []
    for style, text in found:
        side, _, of_side = style.partition(" ")
        if side == "left":
            left.append(paragraph(of_side, text))
        elif side == "right":
            right.append(paragraph(of_side, text))
        elif style == "row":
            rows.append(("".join(left), "".join(right)))
            left, right = [], []
        elif style == "columns":
            yield two_columns(rows)
            rows = []
        elif style == "table":
            yield tables[text]
        elif style == "section":
            yield end_of_section(landscape=text == "landscape")
        else:
            yield paragraph(style, text)


def _finalize(value: object) -> object:
    """What people wrote is one line, without marks of ours; nothing prints as nothing."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, _Ours):
        return _SPACE.sub(" ", _OURS.sub("", value))
    return value


def _blank(value: str | None, hint: str) -> str:
    """A setting, or where it was never made what is to be written there."""
    return value or _Ours(hint.join("⟦⟧"))


def _lower_first(text: str) -> str:
    return "".join((text[:1].lower(), text[1:]))


def _upper_first(text: str) -> str:
    return "".join((text[:1].upper(), text[1:]))


def _clock(moment: datetime) -> str:
    """The time of day as papers have it: "08 giờ 30 phút", "08 giờ 00"."""
    return moment.strftime("%H giờ %M phút" if moment.minute else "%H giờ %M")


def _spaced(measure_unit: str) -> str:
    """A measure unit as it stands behind a number: "%" or " tấn"."""
    return targets.amount(Decimal(0), measure_unit)[1:]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=False,  # noqa: S701 - the text becomes a paragraph of a Word file, which is escaped there.
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        blank=_blank,
        lower_first=_lower_first,
        upper_first=_upper_first,
        clock=_clock,
        spaced=_spaced,
        number=written.number,
        amount=targets.amount,
        target=lambda target: targets.words(target, measure_unit=target.measure_unit),
        day=written.day,
        month=written.month,
        long_day=written.long_day,
        counted=written.counted,
    )
    environment.globals.update(
        LINE_BREAK=LINE_BREAK,
        assessed=wording.assessed,
        between=wording.between,
        named=wording.named,
        noted=wording.noted,
    )
    return environment
