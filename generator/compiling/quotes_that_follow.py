"""Leaves out problems of quotes that only follow from a problem of the whole text, which is then an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.diagnostics import Diagnostic
from generator.values import replace

_FOLLOWING: Mapping[str, tuple[frozenset[str], str]] = {
    "text-twice": (
        frozenset({"quote-ambiguous", "quote-count"}),
        "Quotes from it have two places; if it has to stay, give them a `prefix` or a `suffix`.",
    ),
    "no-body": (frozenset({"quote-not-found"}), "Quotes from it have no place."),
}
"""The codes of what follows from a problem of the text, and what that says then."""


def without_what_follows(body: Iterable[Diagnostic], quotes: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The problems of a body and of its quotes, without those of quotes that only follow from one of the body."""
    body, quotes = list(body), list(quotes)
    for code in _FOLLOWING.keys() & {one.code for one in body}:
        hidden, consequence = _FOLLOWING[code]
        left = [one for one in quotes if one.code not in hidden]
        if len(left) < len(quotes):
            body = [replace(one, severity="error", details=(consequence,)) if one.code == code else one for one in body]
        quotes = left
    yield from body
    yield from quotes
