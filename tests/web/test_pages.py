"""What the pages are made of: shapes that are the same in every language, and words that each language has."""

import re
from pathlib import Path

import pytest

from bot.texts import LANGUAGES
from bot.texts.rendering import FOLDER
from bot.web.site import PAGES, STATIC

SHAPES = "".join(path.read_text(encoding="utf-8") for path in PAGES.glob("*.html"))
NAMES = {"words": "w", "report": "p", "campaign": "c", "beside": "b", "follow_ups": "q"}
"""By which name the shapes import the words."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shapes_use_every_word_of_the_page_and_no_other(language: str) -> None:
    for path in sorted((FOLDER / language / "page").glob("*.j2")):
        said = set(re.findall(r"{% macro (\w+)\(", path.read_text(encoding="utf-8")))
        assert set(re.findall(rf"\b{NAMES[path.stem]}\.(\w+)\(", SHAPES)) == said, path


def test_no_sentence_stands_in_a_shape() -> None:
    told = re.sub(r"{[{%#].*?[}%#]}|<[^>]*>", " ", SHAPES, flags=re.DOTALL)
    assert set(re.findall(r"[^\W\d_]{2,}", told)) <= {"Đôn", "Đốc"}


@pytest.mark.parametrize("path", [*PAGES.glob("*.html"), *STATIC.iterdir()], ids=lambda path: path.name)
def test_nothing_comes_from_elsewhere_and_no_script_or_style_stands_in_a_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href|url)\W{1,2}(?:https?:|//)", text)
    assert not re.search(r"<script(?! src=\"/enter\.js\")|<style|\sstyle=|\son\w+=|javascript:", text)
