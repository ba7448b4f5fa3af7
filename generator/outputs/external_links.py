"""Addresses outside the archive: which are safe to link, and the original's with a text fragment to the very words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

_SAFE = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_WHOLE_UP_TO = 80
_WORDS_AT_AN_END = 5
_CHARACTERS_AT_AN_END = 20


def outside(address: str) -> str:
    """An address that may stand in an `href`; empty for any other, whatever let it through."""
    return address if _SAFE.match(address) else ""


def original_words(address: str, passages: Sequence[str]) -> str:
    """The address with `#:~:text=` for the passages; a long one, or one over several blocks, by its two ends.

    Browsers match whole words and take the first place; where there is none they just open the page.
    """
    address = outside(address)
    directives = "&".join(f"text={_directive(text)}" for text in passages if text.strip())
    if not address or not directives:
        return address
    return f"{address}{'' if '#' in address else '#'}:~:{directives}"


def _directive(text: str) -> str:
    if len(text) <= _WHOLE_UP_TO and "\n" not in text.strip():
        return _encoded(" ".join(text.split()))
    blocks = [" ".join(block.split()) for block in text.strip().split("\n")]
    return f"{_encoded(_beginning(blocks[0]))},{_encoded(_end(blocks[-1]))}"


def _beginning(text: str) -> str:
    words = text.split()
    return " ".join(words[:_WORDS_AT_AN_END]) if len(words) > 1 else text[:_CHARACTERS_AT_AN_END]


def _end(text: str) -> str:
    words = text.split()
    return " ".join(words[-_WORDS_AT_AN_END:]) if len(words) > 1 else text[-_CHARACTERS_AT_AN_END:]


def _encoded(text: str) -> str:
    # `-`, `,` and `&` mean something in a text directive; quote() leaves the first alone
    return quote(text, safe="").replace("-", "%2D")
