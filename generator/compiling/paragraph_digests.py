"""Digests of the paragraphs of a text, by which the same text under two names is found."""

from __future__ import annotations

import hashlib

from generator.model import DIGEST_SIZE

_SHORTEST = 60
"""Characters of a paragraph that hardly stands in two articles by chance."""
_MOST = 500
"""Paragraphs of an article (law 16)."""


def paragraph_digests(text: str) -> bytes:
    """The digests of the longer paragraphs of a projected text, in order, one behind the other."""
    long = [line for line in text.split("\n") if len(line) >= _SHORTEST][:_MOST]
    return b"".join(map(_digest, long))


def _digest(paragraph: str) -> bytes:
    words = " ".join(paragraph.split()).casefold()
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=DIGEST_SIZE).digest()
