"""Every sentence is a template, and every template holds with fields missing or hostile."""

import ast
import dataclasses
import enum
import importlib
import pkgutil
import re
import sys
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, meta

import bot.usecases
from bot.demo.entities import parse_html
from bot.reports.own_template import Paper
from bot.texts import Texts, View
from bot.texts.rendering import FOLDER, HANOI, _button, parse
from bot.texts.words import LANGUAGES, filters
from bot.usecases.report_views import Left

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = '<b>&"\'</i> <a href="tg://user?id=1">x</a> \x02nút\x03nil\x04 {{ 7*7 }} 🏆'
TEXTS = Texts()


def views() -> Iterator[type[View]]:
    for module in pkgutil.iter_modules(bot.usecases.__path__):
        importlib.import_module(f"bot.usecases.{module.name}")
    waiting = [View]
    while waiting:
        kind = waiting.pop()
        for child in kind.__subclasses__():
            waiting.append(child)
            # A dataclass with slots is made anew; the class that it replaced is still a subclass.
            if getattr(sys.modules[child.__module__], child.__name__, None) is child:
                yield child


VIEWS = sorted(views(), key=lambda kind: kind.template)


def value_of(kind: Any, *, empty: bool, depth: int = 0, words: str = HOSTILE) -> Any:
    """A value of a type: the emptiest it allows, or one that is full of what may break markup."""
    origin = typing.get_origin(kind)
    if origin in {types.UnionType, typing.Union}:
        options = typing.get_args(kind)
        if empty and type(None) in options:
            return None
        return value_of(
            next(option for option in options if option is not type(None)),
            empty=empty,
            depth=depth,
            words=words,
        )
    if origin is tuple:
        inner = typing.get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return (
                ()
                if empty or depth > 4
                else (value_of(inner[0], empty=empty, depth=depth + 1, words=words),) * 2
            )
        return tuple(value_of(one, empty=empty, depth=depth + 1, words=words) for one in inner)
    if origin in {dict, Mapping}:
        keys, values = typing.get_args(kind)
        if values is Any:
            return {}
        return {value_of(keys, empty=empty, words=words): value_of(values, empty=empty, words=words)}
    if origin is frozenset:
        return frozenset()
    if origin is typing.Literal:
        return typing.get_args(kind)[0]
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return list(kind)[-1]
    if isinstance(kind, type) and issubclass(kind, tuple):
        hints = typing.get_type_hints(kind)
        return kind(*(value_of(one, empty=empty, words=words, depth=depth + 1) for one in hints.values()))
    if typing.is_typeddict(kind):
        said = {} if empty else typing.get_type_hints(kind)
        return {name: value_of(one, empty=empty, words=words) for name, one in said.items()}
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        fields = [field for field in dataclasses.fields(kind) if field.init]
        return kind(
            **{f.name: value_of(hints[f.name], empty=empty, depth=depth + 1, words=words) for f in fields}
        )
    plain = {
        str: "" if empty else words,
        int: 0 if empty else 3,
        bool: not empty,
        date: date(2023, 6, 16),
        datetime: datetime(2023, 6, 16, 1, tzinfo=UTC),
        time: time(8),
        Decimal: Decimal(0) if empty else Decimal("-1234.50"),
        object: words,
        bytes: b"",
    }
    return plain[kind]


def filled(kind: type[View], *, empty: bool, words: str = HOSTILE) -> View:
    hints = typing.get_type_hints(kind)
    fields = [field for field in dataclasses.fields(kind) if field.init]  # type: ignore[arg-type]
    return kind(**{field.name: value_of(hints[field.name], empty=empty, words=words) for field in fields})


LEFT = (Left(position=1, line=None, typed=HOSTILE, answer=HOSTILE, reason="which_indicator"),)
NEEDED: dict[str, dict[str, Any]] = {
    "Doubt": {"reason": "off_by_magnitude"},
    "Unread": {"reason": "not_understood"},
    "BulkEntered": {"left": LEFT},
    "Because": {"left": LEFT},
    "CampaignChoice": {"action": "summary"},
    "DownloadStage": {"reason": "download_failed", "facts": {}},
    "FormPreview": {"left": ()},
    "SentFormsKept": {"rows": ()},
    "SentFormsScreen": {"refused": ()},
    "SentFormsSubmitted": {"refused": ()},
    "OfficeScreen": {
        "office": {"place": HOSTILE, "signer": None, "signer_post": "", "standing_body": HOSTILE}
    },
    "TemplateScreen": {"papers": tuple(Paper)},
    "PlannedChange": {"reason": None},
    "PlannedTold": {"reason": None},
    "Warnings": {"rows": ({"line": 3, "text": HOSTILE, "reason": HOSTILE},)},
}
"""Fields that are codes of ours, never words of a person."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("empty", [True, False], ids=["missing", "hostile"])
@pytest.mark.parametrize("kind", VIEWS, ids=lambda kind: kind.__name__)
def test_every_template_renders(kind: type[View], empty: bool, language: str) -> None:
    view = filled(kind, empty=empty)
    view = dataclasses.replace(view, **NEEDED.get(kind.__name__, {}))  # type: ignore[type-var]
    reply = TEXTS.render(view, language)
    parse_html(reply.html)
    assert "49" not in reply.html, "a field was taken for a template"
    assert "tg://" not in [button.data for row in reply.buttons for button in row]
    labels = " ".join(button.label for row in reply.buttons for button in row)
    assert not re.search(r"&(?:amp|lt|gt|quot|#\d+);", labels), "a button shows markup"
    assert not any(button.data == "nil" for row in reply.buttons for button in row), "a name became a button"


PIECES = st.one_of(
    st.sampled_from("<>&\"'/=;#{}%|\\`*_~ \n\t\x00\x02\x03\x04\u200f\u202e\u2066\ufeff🏆\u0301"),
    st.sampled_from(
        ["<b>", "</a>", "&amp;", "&#0;", "<a href=", "tg://user?id=1", "{{ 7*7 }}", "{% endif %}"]
    ),
    st.sampled_from(["\x02nút\x03nil\x04", "\U0001f469\u200d\U0001f33e", "Nguyễn Thị"]),
    st.characters(exclude_categories=("Cs",)),
)
NAMES = st.lists(PIECES, min_size=1, max_size=40).map("".join)


def shown(name: str, kind: type[View], language: str) -> tuple[str, list[str]]:
    """The text of a view all whose words are this name, and what its buttons do."""
    view: Any = dataclasses.replace(filled(kind, empty=False, words=name), **NEEDED.get(kind.__name__, {}))  # type: ignore[type-var]
    reply = TEXTS.render(view, language)
    return reply.html, [button.data for row in reply.buttons for button in row]


# So many names through each of some 175 templates: more than ten thousand texts.
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=NAMES, language=st.sampled_from(sorted(LANGUAGES)))
def test_whatever_a_name_is_made_of_telegram_reads_every_text_and_no_name_is_a_button(
    name: str, language: str
) -> None:
    for kind in VIEWS:
        html, does = shown(name, kind, language)
        parse_html(html)
        assert "nil" not in does, kind.__name__


def refusals() -> dict[str, set[str]]:
    """Each reason in the code, with the facts that it carries."""
    found: dict[str, set[str]] = {}
    for package in ("bot", "handlers", "scheduler"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused" and node.args:
                    reasons = [n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant)]
                    if reasons[:1] == ["_"]:
                        # "_".join(("document", reason)): a family of sentences.
                        reasons = [f"{reasons[1]}_"]
                    for reason in reasons:
                        facts = {keyword.arg for keyword in node.keywords if keyword.arg}
                        found.setdefault(str(reason), set()).update(facts)
    return found


def test_every_refusal_has_its_sentence_and_no_sentence_is_without_use() -> None:
    sentences = {path.stem for path in (FOLDER / "vi" / "refused").glob("*.j2")}
    prefixes = {reason for reason in refusals() if reason.endswith("_")}
    used = {reason for reason in refusals() if not reason.endswith("_")} | {"failure"}
    missing = used - sentences
    unused = {s for s in sentences - used if not any(s.startswith(prefix) for prefix in prefixes)}
    assert (missing, unused) == (set(), set())


def test_a_refusal_says_only_what_it_is_given() -> None:
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True)
    environment.filters.update(filters(LANGUAGES["vi"], HANOI))
    given = refusals()
    for path in (FOLDER / "vi" / "refused").glob("*.j2"):
        needed = meta.find_undeclared_variables(environment.parse(path.read_text(encoding="utf-8")))
        needed -= {"button", "link", "refusal"}
        if path.stem in given:
            assert needed <= given[path.stem], path.stem


def test_no_template_is_without_use() -> None:
    used = {kind.template for kind in VIEWS}
    text = "".join(path.read_text(encoding="utf-8") for path in (FOLDER / "vi").rglob("*.j2"))
    for path in (FOLDER / "vi").glob("*.j2"):
        if path.name.startswith("_"):
            assert f'{path.name}"' in text, path.name
        else:
            assert path.stem in used, path.name


def test_a_name_cannot_break_a_button_apart_nor_turn_the_text_around() -> None:
    reply = parse(str(_button("Tý\nSửu \u202eDần", "open", 1)))
    assert [[button.label for button in row] for row in reply.buttons] == [["Tý Sửu Dần"]]
    assert reply.html == ""


def test_a_name_with_an_ampersand_is_shown_so_on_a_button_that_a_macro_labels() -> None:
    environment = Environment(autoescape=True)
    environment.globals["button"] = _button
    environment.filters.update(filters(LANGUAGES["vi"], HANOI))
    template = environment.from_string(
        "{% macro named(name) %}Đơn vị <b>{{ name }}</b>{% endmacro %}"
        "{{ button('1. ' ~ named(name)|trim, 'open', 1) }}\n{{ button(named(name)|short(12), 'open', 2) }}"
    )
    rows = parse(template.render(name="A & B, tổ < 5")).buttons
    assert [row[0].label for row in rows] == ["1. Đơn vị A & B, tổ < 5", "Đơn vị A &…"]


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        (["1", "2", "3 ✎", "4", "5"], ["1|2|3 ✎|4|5"]),
        (["Sửa số vừa nhập", "Xem toàn bộ"], ["Sửa số vừa nhập|Xem toàn bộ"]),
        (["Nhắc lại ngày mai", "Nhắc lại Thứ Hai", "Mở"], ["Nhắc lại ngày mai|Nhắc lại Thứ Hai", "Mở"]),
        (["Mở", "Ngày sơ kết và ngày tổng kết"], ["Mở", "Ngày sơ kết và ngày tổng kết"]),
        (["1", "2", "3", "4: thôi giao"], ["1|2|3", "4: thôi giao"]),
    ],
)
def test_a_row_is_taken_apart_where_a_phone_would_cut_a_label_off(
    labels: list[str], shown: list[str]
) -> None:
    reply = parse(" ".join(str(_button(label, "open", 1)) for label in labels))
    assert ["|".join(button.label for button in row) for row in reply.buttons] == shown
