"""The changes of words between two texts, few enough to be listed. Knows plain texts only."""

from __future__ import annotations

from collections.abc import Iterable

from generator.text import Difference, compared
from generator.values import Immutable

MOST_CHANGES = 8
"""The most changes listed for one text; with more, reading it whole says more."""
_LEAST_IN_COMMON = 0.34
"""The least share of two texts that must be equal for changes to be listed. Below it they are different texts."""
_NO_CHANGE = frozenset({"case", "punctuation"})


class WordChanges(Immutable):
    """What changes from one text to another, case and punctuation apart.

    `otherwise`: the two have too little in common to list changes. `more` counts the changes left out.
    """

    changes: tuple[Difference, ...] = ()
    otherwise: bool = False
    more: int = 0


def word_changes(original: str, words: str) -> WordChanges:
    """The changes of words from `original` to `words`, in order, at most `MOST_CHANGES`."""
    changes = tuple(change for change in compared(original, words) if not _NO_CHANGE & set(change.kinds))
    if _in_common(changes, original, words) < _LEAST_IN_COMMON:
        return WordChanges(otherwise=True)
    return WordChanges(changes[:MOST_CHANGES], more=max(0, len(changes) - MOST_CHANGES))


def _in_common(changes: Iterable[Difference], original: str, words: str) -> float:
    changed = sum(len(change.mine) + len(change.theirs) for change in changes)
    return 1 - changed / max(1, len(original) + len(words))
