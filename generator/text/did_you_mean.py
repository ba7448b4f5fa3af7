"""Finds the known name that is closest to a misspelled one."""

from __future__ import annotations

from collections.abc import Iterable

_LEAST_LIKENESS = 60.0
"""Similarity from 0 to 100 (rapidfuzz's `ratio`). A name below it is not suggested."""


def nearest_name(name: str, names: Iterable[str]) -> str:
    """The one of `names` most similar to `name`, ignoring case and preferring the first; `""` if none is close."""
    from rapidfuzz import fuzz, process  # late: only a message needs it

    by_folded: dict[str, str] = {}
    for other in names:
        by_folded.setdefault(other.casefold(), other)
    best = process.extractOne(name.casefold(), list(by_folded), scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
    return by_folded[best[0]] if best else ""


def nearest_told(name: str, known: Iterable[str]) -> str:
    """A sentence, with a leading space, that names the nearest known name; `""` if none is close."""
    nearest = nearest_name(name, known)
    return f" The nearest is “{nearest}”." if nearest else ""
