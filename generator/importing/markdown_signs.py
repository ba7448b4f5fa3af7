"""Which signs of a text Markdown could read as its own, and how they are escaped. Knows characters, no documents."""

from __future__ import annotations

import re
from collections.abc import Collection

from generator.markdown.html_entities import ENTITY

START = "^"
"""The kind of sign that means something at the beginning of a line only: `# `, `1. `, `---`."""
MARKDOWN_SIGNS = f"]!#|~&<_*`[\\{START}"
"""The kinds of sign that can be syntax, those first without which a text can do most often."""
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_NUMBER = re.compile(r"[0-9]{1,9}(?=[.)])")


def signs_in(line: str) -> frozenset[str]:
    """The kinds of sign in a line that could be syntax: signs, and `START`."""
    found = {sign for sign in MARKDOWN_SIGNS if sign != START and sign in line}
    begins = line[:1] in _PUNCTUATION or _NUMBER.match(line)
    return frozenset({*found, START} if begins else found)


def escaped(text: str, before: str, after: str, signs: Collection[str]) -> str:
    """The text with a backslash before each sign of these kinds that could be syntax where it is.

    `before` and `after` are the characters around the text; empty where the line begins or ends.
    """
    if not signs:
        return text
    at = _start(text) if START in signs and not before else -1
    return "".join(
        [
            f"\\{sign}" if n == at or (sign in signs and _is_syntax(text, n, before, after)) else sign
            for n, sign in enumerate(text)
        ]
    )


def _start(text: str) -> int:
    """Where the sign is that means something at the beginning of a line; -1 where none is."""
    if number := _NUMBER.match(text):
        return number.end()
    return 0 if text[:1] in _PUNCTUATION else -1


def _is_syntax(text: str, n: int, before: str, after: str) -> bool:
    """Whether the sign could be syntax between its neighbours; True where that depends on more than these."""
    sign = text[n]
    left, right = text[n - 1] if n else before, text[n + 1] if n + 1 < len(text) else after
    if sign == "\\":
        return not right or right in _PUNCTUATION
    if sign == "&":
        found = ENTITY.match(text, n)
        return bool(found and (found["chain"] or found["name"]))
    if sign == "*":
        return not ((not left or left.isspace()) and (not right or right.isspace()))
    if sign == "_":
        in_word = left.isalnum() and right.isalnum()
        return not in_word and not ((not left or left.isspace()) and (not right or right.isspace()))
    if sign == "~":
        return "~" in (left, right)
    if sign == "<":
        return bool(right) and not right.isspace()
    if sign == "!":
        return right == "["
    return sign != "#" or right in ("#", " ", "")
