"""docs/faults.md names for each fault the tests that show what is promised; here: that they are there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs/faults.md").read_text(encoding="utf-8")
ROWS = {
    row[1].strip(): re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row[0])
    for row in re.finditer(r"^\| (M?\d+) \|.*$", PAGE, re.MULTILINE)
}
NAMED = sorted({test for tests in ROWS.values() for test in tests})
OF_DELIVERY = [*range(1, 9), *range(10, 17), 30]
"""The faults of the catalogue that are the scheduler's and the outbox's; the others have pages of their own."""


@cache
def functions_of(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in tree.body if isinstance(node, kinds))


def test_every_fault_of_delivery_has_its_row_and_tests() -> None:
    wanted = {*map(str, OF_DELIVERY), "M1", "M2", "M3", "M4"}
    assert wanted <= set(ROWS)
    assert [row for row, tests in ROWS.items() if not tests] == []


@pytest.mark.parametrize(("file", "name"), NAMED, ids=lambda value: value)
def test_a_test_that_the_page_names_is_there(file: str, name: str) -> None:
    assert name in functions_of(file)
