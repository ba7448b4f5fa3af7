"""The article of a web page among its runs: what trafilatura found, what belongs between, and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.importing.html_choice import line_key, places
from generator.importing.html_runs import PageElement, Run, Span


@dataclass(frozen=True, slots=True)
class ChosenText:
    """The runs of an article in order. `numbers` are those in the page; `unseen` are lines that no run has."""

    runs: tuple[Run, ...]
    numbers: frozenset[int]
    unseen: tuple[str, ...] = ()


def chosen_text(lines: Sequence[str], runs: Sequence[Run]) -> ChosenText:
    """The runs that hold the lines that trafilatura found."""
    page = [(n, key) for n, run in enumerate(runs) for line in run.text.split("\n") if (key := line_key(line))]
    wanted = [(line, key) for line in lines if (key := line_key(line))]
    found = places([key for _, key in wanted], [key for _, key in page])
    numbers = {page[place][0] for where in found.values() for place in where}
    unseen: dict[int, list[str]] = {}
    last = -1
    for n, (line, _) in enumerate(wanted):
        if n in found:
            last = max(last, page[found[n][-1]][0])
        else:
            unseen.setdefault(last, []).append(line)
    return _in_order(runs, numbers, unseen)


def _in_order(runs: Sequence[Run], numbers: set[int], unseen: dict[int, list[str]]) -> ChosenText:
    found: list[Run] = []
    for n in range(-1, len(runs)):
        if n in numbers:
            found.append(runs[n])
        found += [Run((Span(line),), PageElement("page")) for line in unseen.get(n, ())]
    return ChosenText(tuple(found), frozenset(numbers), tuple(line for lines in unseen.values() for line in lines))
