"""Who may import whom is held by import-linter; here: that nothing stands outside its contracts."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bot", "handlers", "scheduler")


def modules() -> list[str]:
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if "migrations" not in parts:
                found.append(name)
    return found


def layers() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    return [name.strip() for layer in contract["layers"] for name in layer.split("|")]


def test_every_module_stands_in_a_layer() -> None:
    outside = [
        name
        for name in modules()
        if name != "bot" and not any(name == layer or name.startswith(f"{layer}.") for layer in layers())
    ]
    assert outside == []


def test_every_layer_is_there() -> None:
    known = set(modules())
    assert [layer for layer in layers() if layer not in known] == []


def test_no_other_package_stands_at_the_top() -> None:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found == set(PACKAGES)


def test_no_file_is_longer_than_a_room() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in _files()}
    assert {name: lines for name, lines in lengths.items() if lines > 350 and "versions" not in name} == {}


def _files() -> list[tuple[str, Path]]:
    return [
        (str(path.relative_to(ROOT)), path) for package in PACKAGES for path in (ROOT / package).rglob("*.py")
    ]


@pytest.mark.parametrize(
    "command",
    [("read-number", "5 ha"), ("read-date", "30/6"), ("read-directive", "docs/examples/chi-thi-2026.txt")],
)
def test_a_command_that_reads_imports_no_config(command: tuple[str, ...]) -> None:
    imported = _imported("-m", "bot", *command)
    assert imported.isdisjoint({"pydantic", "sqlalchemy", "telegram", "pdfplumber", "olefile", "docx"})


def test_the_bot_imports_what_reads_files_and_matches_names_on_first_need() -> None:
    imported = _imported("-c", "import bot.cli.running, bot.app")
    assert imported.isdisjoint({"pdfplumber", "olefile", "docx", "openpyxl", "matplotlib", "dateparser"})


def _imported(*words: str) -> set[str]:
    """The packages that a process of its own imports."""
    told = subprocess.run(
        [sys.executable, "-X", "importtime", *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {
        line.rpartition("|")[2].strip().partition(".")[0] for line in told.stderr.splitlines() if "|" in line
    }
