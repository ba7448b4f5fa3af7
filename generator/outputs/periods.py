"""Which pages a list has that is cut by date, from the numbers of rows a day. Knows neither the rows nor any path.

A *leaf* is a page with rows: a year of at most `MOST_ROWS`, else a month, else a day; a day of more has several leaves.
The cut depends on the numbers of rows alone and not on what the pages were before, so that a build after any edits
gives what a clean one does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, groupby

from generator.values import Immutable

MOST_ROWS = 200
"""The most rows of a page by date."""
_YEAR, _MONTH, _DAY = len("2015"), len("2015-12"), len("2015-12-23")


class Period(Immutable):
    """A year, a month or a day: `2015`, `2015-12`, `2015-12-23`. `part` counts from 1 the leaves of a day that has
    several; it is 0 for a period on one page."""

    name: str
    part: int = 0


class Leaf(Immutable):
    """A page with the rows from `start` up to `end`, counted from 0 in the list, newest first."""

    period: Period
    start: int
    end: int


def leaves_of(days: Mapping[str, int]) -> tuple[Leaf, ...]:
    """The leaves of a list, newest first. `days` says how many rows each day has, the newest first."""
    ends = accumulate(days.values())
    rows = [_Day(day, end - count, end) for (day, count), end in zip(days.items(), ends, strict=True)]
    return tuple(_cut(rows, _YEAR))


class _Day(Immutable):
    """A day and its rows, counted as in `Leaf`."""

    name: str
    start: int
    end: int


def _cut(days: Iterable[_Day], length: int) -> list[Leaf]:
    """The leaves of these days, by the first `length` characters of their names."""
    found: list[Leaf] = []
    for name, group in groupby(days, key=lambda day: day.name[:length]):
        within = list(group)
        first, last = within[0].start, within[-1].end
        if last - first <= MOST_ROWS:
            found.append(Leaf(Period(name), first, last))
        elif length < _DAY:
            found += _cut(within, length + len("-12"))
        else:
            parts = enumerate(range(first, last, MOST_ROWS), 1)
            found += (Leaf(Period(name, part), at, min(at + MOST_ROWS, last)) for part, at in parts)
    return found


def wider(found: Sequence[Leaf]) -> dict[str, tuple[str, ...]]:
    """The years and months whose rows stand on narrower pages: name → the names of the months or days in it, newest
    first."""
    names = dict.fromkeys(leaf.period.name for leaf in found)
    inside: dict[str, dict[str, None]] = {}
    for name in names:
        for length in (_YEAR, _MONTH):
            if length < len(name):
                inside.setdefault(name[:length], {})[name[: length + len("-12")]] = None
    return {name: tuple(narrower) for name, narrower in inside.items()}


def above(name: str) -> str:
    """The period that a narrower one is part of: `2015-12` → `2015`; empty for a year."""
    return name.rpartition("-")[0]
