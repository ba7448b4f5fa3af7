"""Gathers the problems with names that nothing describes: one a name, and one for all where their file is lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from generator.checks.wording import quoted_list
from generator.diagnostics import Diagnostic, Location
from generator.values import replace

_MOST_NAMED = 3
"""Names, and further places of one name, that a message lists."""


def gathered(
    problems: Iterable[tuple[str, Diagnostic]], described: Collection[str], what: str, file: str
) -> Iterator[Diagnostic]:
    """The problems of pairs of a name and its problem, as few as say it: all that have a paste, and of the others one a
    name. If the shared `file` has none `described` and several are named, one for all. `what` they are: `speakers`."""
    unknown: dict[str, list[Diagnostic]] = {}
    for name, problem in problems:
        if problem.paste:
            yield problem
        else:
            unknown.setdefault(name, []).append(problem)
    if not described and len(unknown) > 1:
        yield _of_lost_file(next(iter(unknown.values()))[0].code, sorted(unknown), what, file)
        return
    for _, found in sorted(unknown.items()):
        yield _with_places(sorted(found, key=lambda one: one.location))


def _with_places(problems: Sequence[Diagnostic]) -> Diagnostic:
    """The first problem with a name, which says where the others are."""
    first, *others = problems
    more = [f"also in {one.location}" for one in others[:_MOST_NAMED]]
    more += [f"and in {len(others) - _MOST_NAMED} more places"] if len(others) > _MOST_NAMED else []
    return replace(first, details=(*first.details, *more))


def _of_lost_file(code: str, names: Sequence[str], what: str, file: str) -> Diagnostic:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    message = (
        f"`{file}` describes no {what}, but annotations name {len(names)}: {quoted_list(names[:_MOST_NAMED])}{more}."
    )
    step = f"Restore the file from git if its content was lost; else describe the {what} in it."
    return Diagnostic.of(code, Location(file), message, step=step)
