"""What the documents list is what there is."""

import re
from pathlib import Path

import pytest

from bot.cli import COMMANDS as ON_THE_COMMAND_LINE
from handlers.routes import COMMANDS

ROOT = Path(__file__).resolve().parents[1]


def listed(name: str) -> set[str]:
    return set(re.findall(r"^\| `/(\w+)`", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_readme_lists_every_command_of_the_chat(name: str) -> None:
    assert listed(name) == set(COMMANDS)


def test_the_help_names_every_command() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot/texts/vi").glob("*.j2"))
    assert {name for name in COMMANDS if f"/{name}" not in text} == set()


def test_the_readme_lists_every_command_of_the_command_line() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text[text.index("On the command line") :]
    named = set(re.findall(r"[`, ]([a-z][a-z-]+)(?=[ `])", table))
    assert {name for name in ON_THE_COMMAND_LINE if name not in named} == set()


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "README.vi.md",
        "CONTRIBUTING.md",
        "docs/glossary.md",
        "docs/decisions.md",
        "docs/faults.md",
    ],
)
def test_every_link_leads_to_a_file(name: str) -> None:
    path = ROOT / name
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target
