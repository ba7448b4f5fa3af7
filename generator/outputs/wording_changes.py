"""How the wording of a claim changes between its appearances in one language. Knows texts, not pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.comparing.word_changes import word_changes
from generator.text import Difference
from generator.values import Immutable


class Wording(Immutable):
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
    found = word_changes(original, words)
    return Wording(other, found.changes, found.otherwise, found.more)


def _primary(language: str) -> str:
    """`en` for `en-GB`, since wordings in variants of one language are compared with each other."""
    return language.lower().partition("-")[0]
