"""How the wording of a claim changes between its appearances in one language. Knows texts, not pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.text import Difference, compared

MOST_CHANGES = 8
"""The most changes listed for one wording; with more, reading it whole says more."""
_LEAST_IN_COMMON = 0.34
"""The least share of two wordings that must be equal for changes to be listed. Below it they are different texts."""
_NO_CHANGE = frozenset({"case", "punctuation"})


@dataclass(frozen=True, slots=True)
class Wording:
    """The wording of an appearance. `other` is the index, from 0, of the appearance that it is compared with; None for
    that one itself, and for an appearance without words. `otherwise`: the two have too little in common to list
    changes. `more` counts the changes left out."""

    other: int | None = None
    changes: tuple[Difference, ...] = ()
    otherwise: bool = False
    more: int = 0


def wordings(said: Sequence[tuple[str, str]], own: int) -> Iterator[Wording]:
    """Yields the wording of each appearance in `said`, (language, words); words are empty where it quotes none.

    Each is compared with the first appearance in its language. In the language of the claim's own appearance, whose
    index is `own`, each is compared with that one.
    """
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
    """`en` for `en-GB`, since wordings in variants of one language are compared with each other."""
    return language.lower().partition("-")[0]
