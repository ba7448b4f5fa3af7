"""Finds the words around a passage that tell its place from all others of the text. Knows plain text alone."""

from __future__ import annotations

SHORTEST = 16
"""Code points of the context on each side, where they are enough."""


def context_of(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind the code points `start` to `end` of a text: as the prefix and suffix of the W3C's
    TextQuoteSelector.

    Each side is doubled until the passage with both stands once in the text. One that stands at the beginning or the
    end of the text may have less.
    """
    length = SHORTEST
    while True:
        first, last = max(0, start - length), min(len(text), end + length)
        whole = text[first:last]
        found = text.find(whole)
        if text.find(whole, found + 1) < 0 or last - first == len(text):
            return text[first:start], text[end:last]
        length *= 2
