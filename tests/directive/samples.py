"""The shared sample directives with their hand-read answers, and the project's own examples."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.directive import DirectiveDraft, extract, read_document

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT / "../shared"
OWN = ROOT / "tests/directives"
EXAMPLES = ROOT / "docs/examples"
SAMPLES = ("000", "001", "002", "003", "004")


def needs_shared() -> None:
    """Skip where the samples are not at hand; in CI they must be."""
    if not SHARED.exists():
        if os.environ.get("CI"):
            pytest.fail("The sample directives are missing: ../shared")
        pytest.skip("The sample directives (../shared) are not on this machine.")


def answers(number: str) -> list[dict[str, Any]]:
    """The indicators of a sample as a person read them."""
    needs_shared()
    read: list[dict[str, Any]] = json.loads((SHARED / f"gold/gold_{number}.json").read_text(encoding="utf-8"))
    return read


def told(what: str) -> dict[str, Any]:
    """What a person read of all samples: "meta" or "progress"."""
    needs_shared()
    read: dict[str, Any] = json.loads((SHARED / f"gold/gold_{what}.json").read_text(encoding="utf-8"))
    return read


@cache
def draft(path: Path) -> DirectiveDraft:
    return extract(read_document(path.name, path.read_bytes()))


def sample(number: str) -> DirectiveDraft:
    needs_shared()
    return draft(next((SHARED / "seeds").glob(number + "_*")))


def of_text(text: str) -> DirectiveDraft:
    return extract(read_document("chi-thi.txt", text.encode()))
