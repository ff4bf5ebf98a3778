"""Every screen is there in every language: the same facts, the same buttons in the same order."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes

from bot.texts import LANGUAGES, View
from bot.texts.rendering import FALLBACK, FOLDER
from tests.texts.test_templates import NEEDED, TEXTS, VIEWS, filled

TEMPLATES = sorted(path.relative_to(FOLDER / FALLBACK) for path in (FOLDER / FALLBACK).rglob("*.j2"))
OTHERS = sorted(set(LANGUAGES) - {FALLBACK})
ENVIRONMENT = Environment(autoescape=True)


def parsed(language: str, name: Path) -> nodes.Template:
    return ENVIRONMENT.parse((FOLDER / language / name).read_text(encoding="utf-8"))


def buttons_of(template: nodes.Template) -> list[tuple[list[nodes.Expr], list[nodes.Keyword]]]:
    """What each button of a template does, in order, whichever of them are shown: all but its label."""
    calls = (call for call in template.find_all(nodes.Call) if getattr(call.node, "name", "") == "button")
    return [(call.args[1:], call.kwargs) for call in calls]


def facts_of(template: nodes.Template) -> set[str]:
    """The fields that a template speaks of."""
    return {one.attr for one in template.find_all(nodes.Getattr)} | {
        one.name for one in template.find_all(nodes.Name)
    }


@pytest.mark.parametrize("language", OTHERS)
def test_no_template_is_missing_in_a_language_and_none_is_there_alone(language: str) -> None:
    assert (
        sorted(path.relative_to(FOLDER / language) for path in (FOLDER / language).rglob("*.j2")) == TEMPLATES
    )


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_a_template_speaks_of_the_same_facts_and_has_the_same_buttons_in_each_language(
    name: Path, language: str
) -> None:
    ours, theirs = parsed(FALLBACK, name), parsed(language, name)
    assert buttons_of(theirs) == buttons_of(ours)
    assert facts_of(theirs) == facts_of(ours)


@pytest.mark.parametrize("empty", [True, False], ids=["missing", "hostile"])
@pytest.mark.parametrize("kind", VIEWS, ids=lambda kind: kind.__name__)
def test_the_same_view_has_the_same_buttons_in_each_language(kind: type[View], empty: bool) -> None:
    view: Any = dataclasses.replace(filled(kind, empty=empty), **NEEDED.get(kind.__name__, {}))  # type: ignore[type-var]

    def shown(language: str) -> list[str]:
        # A view that tells of a new language is shown in that one, whoever asks.
        said = view if view.speaks is None else dataclasses.replace(view, language=language)
        # How many stand in a row is each language's own: a row is taken apart by the length of its labels.
        return [button.data for row in TEXTS.render(said, language).buttons for button in row]

    for language in OTHERS:
        assert shown(language) == shown(FALLBACK)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_is_shown_in_the_language_that_is_asked_for(language: str) -> None:
    said = {"vi": "Bot nói tiếng nào với anh/chị?", "en": "In which language shall the bot speak to you?"}
    choice = next(kind for kind in VIEWS if kind.template == "language")
    assert TEXTS.render(choice(), language).html == said[language]
