"""Gathers the problems with names that nothing describes: one a name, and one for all where their file is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.checks.wording import quoted_list
from generator.diagnostics import Diagnostic, Location

_MOST_NAMED = 3
"""Names, and further places of one name, that a message lists."""


def one_for_each(problems: Iterable[tuple[str, Diagnostic]]) -> Iterator[Diagnostic]:
    """One problem for each name of the pairs, at its first place; the others are named in it."""
    for _, (first, *others) in sorted(_by_name(problems).items()):
        places = [str(one.location) for one in others]
        more = [f"also in {place}" for place in places[:_MOST_NAMED]]
        more += [f"and in {len(places) - _MOST_NAMED} more places"] if len(places) > _MOST_NAMED else []
        yield replace(first, details=(*first.details, *more))


def one_for_all(problems: Iterable[tuple[str, Diagnostic]], what: str, file: str, step: str) -> Iterator[Diagnostic]:
    """One problem for all names, of a site whose `file` describes none; a single name is reported where it is used.

    `what` are the things that are named (`speakers`).
    """
    by_name = _by_name(problems)
    if len(by_name) < 2:
        yield from one_for_each(problems)
        return
    code = next(iter(by_name.values()))[0].code
    names = sorted(by_name)
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    message = (
        f"`{file}` describes no {what}, but annotations name {len(names)}: {quoted_list(names[:_MOST_NAMED])}{more}."
    )
    yield Diagnostic.of(code, Location(file), message, step=step)


def _by_name(problems: Iterable[tuple[str, Diagnostic]]) -> dict[str, list[Diagnostic]]:
    by_name: dict[str, list[Diagnostic]] = {}
    for name, problem in problems:
        by_name.setdefault(name, []).append(problem)
    return {name: sorted(found, key=lambda one: one.location) for name, found in by_name.items()}
