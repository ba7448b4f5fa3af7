"""Finds the known name that is closest to a misspelled one, and those of which it is likely a misspelling."""

from __future__ import annotations

from collections.abc import Iterable

_LEAST_LIKENESS = 60.0
"""Similarity from 0 to 100 (rapidfuzz's `ratio`). A name below it is not suggested."""
_LONGEST_NAME = 200
"""Characters. A longer name resembles none."""
MOST_NEAREST = 100
"""Misspelled names of one kind for which the nearest known one is looked for (law 16)."""


def nearest_name(name: str, names: Iterable[str]) -> str:
    """The one of `names` most similar to `name`, ignoring case and preferring the first; `""` if none is close."""
    from rapidfuzz import fuzz, process  # late: only a message needs it

    if len(name) > _LONGEST_NAME:
        return ""
    known: dict[str, str] = {}
    for one in names:
        known.setdefault(one.casefold(), one)
    best = process.extractOne(name.casefold(), known.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
    return known[best[0]] if best else ""


def nearest_told(name: str, known: Iterable[str]) -> str:
    """A sentence, with a leading space, that names the nearest known name; `""` if none is close."""
    nearest = nearest_name(name, known)
    return f" The nearest is “{nearest}”." if nearest else ""


def misspelt(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names of which `word` is likely a misspelling, ignoring case: those that differ in the fewest letters.

    One letter may differ, and one more for each eight. `usupported` is as near to `supported` as to `unsupported`.
    """
    from rapidfuzz import process  # late: only a message needs it
    from rapidfuzz.distance import OSA

    if len(word) > _LONGEST_NAME:
        return ()
    most = 1 + len(word) // _LETTERS_A_SLIP if len(word) > _SHORTEST_MISSPELT else 0
    known = list(dict.fromkeys(names))
    folded = [name.casefold() for name in known]
    near = process.extract(word.casefold(), folded, scorer=OSA.distance, score_cutoff=most, limit=_MOST_AS_NEAR)
    least = min((distance for _, distance, _ in near), default=0)
    return tuple(known[n] for _, distance, n in near if distance == least)


def only_misspelt(word: str, names: Iterable[str]) -> str:
    """The only name of which `word` is likely a misspelling; `""` if there is none, or more than one."""
    near = misspelt(word, names)
    return near[0] if len(near) == 1 else ""


_SHORTEST_MISSPELT = 3
"""Characters. Too many words are a letter away from one that is as short."""
_LETTERS_A_SLIP = 8
_MOST_AS_NEAR = 10
