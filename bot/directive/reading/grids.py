"""Ruled lines of a page -> the grids of its tables."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_NEAR = 3.0
"""Points within which two ruled lines are one, or touch."""
_MOST_RULES = 2_000
"""A page with more is a drawing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A ruled line at `at` (x where it stands upright, else y), from `low` to `high`."""

    upright: bool
    at: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """Columns by x from left to right, rows by y from top to bottom; `root` says into which cell a cell is merged."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    root: dict[tuple[int, int], tuple[int, int]]

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.ys) - 1, len(self.xs) - 1

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """(row, column) of the cell that holds the point; None outside the grid."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right([-edge for edge in self.ys], -y) - 1
        rows, columns = self.shape
        if 0 <= row < rows and 0 <= column < columns:
            return self.root[row, column]
        return None


def grids_of(rules: Sequence[Rule]) -> list[Grid]:
    """The grids that the rules draw; a frame around one text and a rule under a title are none."""
    if len(rules) > _MOST_RULES:
        return []
    merged = [*_merged(rule for rule in rules if rule.upright), *_merged(r for r in rules if not r.upright)]
    grids = [_grid(group) for group in _touching(merged)]
    return [grid for grid in grids if grid is not None]


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Rules along one line that touch are one; cells are often drawn each with its own four."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if lines and rule.at - lines[-1][0].at <= _NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    found: list[Rule] = []
    for line in lines:
        at = line[0].at
        run: Rule | None = None
        for rule in sorted(line, key=lambda one: one.low):
            if run is not None and rule.low <= run.high + _NEAR:
                run = Rule(upright=rule.upright, at=at, low=run.low, high=max(run.high, rule.high))
                continue
            if run is not None:
                found.append(run)
            run = Rule(upright=rule.upright, at=at, low=rule.low, high=rule.high)
        if run is not None:
            found.append(run)
    return found


def _touching(rules: list[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in rules:
        near = [group for group in groups if any(_touch(rule, one) for one in group)]
        groups = [group for group in groups if group not in near]
        groups.append([rule, *(one for group in near for one in group)])
    return groups


def _touch(a: Rule, b: Rule) -> bool:
    if a.upright == b.upright:
        return False
    return a.low - _NEAR <= b.at <= a.high + _NEAR and b.low - _NEAR <= a.at <= b.high + _NEAR


def _grid(rules: list[Rule]) -> Grid | None:
    upright, level = [rule for rule in rules if rule.upright], [rule for rule in rules if not rule.upright]
    xs, ys = sorted({rule.at for rule in upright}), sorted({rule.at for rule in level}, reverse=True)
    if len(xs) < 3 or len(ys) < 2:
        return None
    root: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(ys) - 1):
        y = (ys[row] + ys[row + 1]) / 2
        for column in range(len(xs) - 1):
            x = (xs[column] + xs[column + 1]) / 2
            if column and not _ruled(upright, xs[column], y):
                root[row, column] = root[row, column - 1]
            elif row and not _ruled(level, ys[row], x):
                root[row, column] = root[row - 1, column]
            else:
                root[row, column] = (row, column)
    return Grid(xs=tuple(xs), ys=tuple(ys), root=root)


def _ruled(rules: Iterable[Rule], at: float, across: float) -> bool:
    return any(rule.at == at and rule.low <= across <= rule.high for rule in rules)
