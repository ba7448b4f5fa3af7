"""How the wording of a claim changes between its appearances, within each language. Knows words and no pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.text import Difference, compared

MOST_CHANGES = 8
"""How many changes of one wording are told; what has more is better read whole."""
_LEAST_IN_COMMON = 0.34
"""Of the words of two wordings. Below it they are other words altogether, and a list of changes would say nothing."""
_NO_CHANGE = frozenset({"case", "punctuation"})


@dataclass(frozen=True, slots=True)
class Wording:
    """The wording of one appearance. `other` counts, from 0, to the appearance that it is compared with; it is None
    for that one itself and for an appearance without words of its own."""

    other: int | None = None
    changes: tuple[Difference, ...] = ()
    otherwise: bool = False
    more: int = 0


def wordings(said: Sequence[tuple[str, str]], own: int) -> Iterator[Wording]:
    """One for each appearance, given its language and its words (empty where the article is not quoted). In each
    language all are compared with the first, in the language of the claim's `own` appearance with that one."""
    first: dict[str, int] = {}
    for number in (own, *range(len(said))):
        language, words = said[number]
        if words:
            first.setdefault(_primary(language), number)
    for number, (language, words) in enumerate(said):
        other = first[_primary(language)] if words else number
        yield Wording() if other == number else _changed(other, said[other][1], words)


def _changed(other: int, original: str, words: str) -> Wording:
    changes = tuple(change for change in compared(original, words) if not _NO_CHANGE & set(change.kinds))
    if _in_common(changes, original, words) < _LEAST_IN_COMMON:
        return Wording(other, otherwise=True)
    return Wording(other, changes[:MOST_CHANGES], more=max(0, len(changes) - MOST_CHANGES))


def _in_common(changes: Iterable[Difference], original: str, words: str) -> float:
    changed = sum(len(change.mine) + len(change.theirs) for change in changes)
    return 1 - changed / max(1, len(original) + len(words))


def _primary(language: str) -> str:
    """`en` for `en-GB`: wordings are compared across the kinds of one language."""
    return language.lower().partition("-")[0]
