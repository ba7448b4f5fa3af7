"""Addresses outside the site: tells which are safe to link, and adds text fragments to links to an original.

Text fragments are described at https://wicg.github.io/scroll-to-text-fragment/.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

_SAFE = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_WHOLE_UP_TO = 80
"""Characters. Of a longer passage only the two ends go into the address."""
_WORDS_AT_AN_END = 5
_CHARACTERS_AT_AN_END = 20
"""For scripts that put no spaces between words."""


def outside(address: str) -> str:
    """The address if it is safe in an `href` (`http` or `https`), else empty. The last check before a page, whatever
    was validated earlier."""
    return address if _SAFE.match(address) else ""


def original_words(address: str, passages: Sequence[str]) -> str:
    """The address with a text fragment (`#:~:text=`) that leads to the passages; empty if the address is not safe.

    A passage that is long or spans several blocks is given by its two ends. Browsers match whole words and go to the
    first match; without a match they just open the page.
    """
    address = outside(address)
    directives = "&".join(f"text={_directive(text)}" for text in passages if text.strip())
    if not address or not directives:
        return address
    page, has_own, _ = address.partition(":~:")
    page = page.removesuffix("#") if has_own else page
    return f"{page}{'' if '#' in page else '#'}:~:{directives}"


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
    # `-`, `,` and `&` have a meaning in a text directive; quote() does not encode the first
    return quote(text, safe="").replace("-", "%2D")
