"""Finds the known name that a misspelled one most likely means."""

from __future__ import annotations

from collections.abc import Iterable


def nearest_name(name: str, names: Iterable[str]) -> str:
    """The name that is most like another, case apart, the first of several; empty where none is near."""
    from rapidfuzz import fuzz, process  # late: only a message needs it

    by_folded: dict[str, str] = {}
    for other in names:
        by_folded.setdefault(other.casefold(), other)
    found = process.extractOne(name.casefold(), list(by_folded), scorer=fuzz.ratio, score_cutoff=60)
    return by_folded[found[0]] if found else ""


def nearest_told(name: str, known: Iterable[str]) -> str:
    """A sentence to add to another one: which known name is nearest; empty where none is near."""
    nearest = nearest_name(name, known)
    return f" The nearest is “{nearest}”." if nearest else ""
