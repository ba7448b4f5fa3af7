"""Words as messages show them: on one line, shortened, listed, with a capital. Knows plain text only."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST = 80
"""Characters of a value in a message."""
_HEAD, _TAIL = 40, 35
"""Characters that are shown of a longer value, at its beginning and at its end."""
_LOOKED_AT = 1_000
"""Characters at either end of a value that are put on one line: a value can have millions."""


def one_line(words: str) -> str:
    """The words of a text, separated by single spaces."""
    return " ".join(words.split())


def short(words: str) -> str:
    """Words on one line; more than 80 characters are cut in the middle."""
    if len(words) > 2 * _LOOKED_AT:
        words = f"{words[:_LOOKED_AT]} {words[-_LOOKED_AT:]}"
    words = one_line(words)
    return words if len(words) <= _LONGEST else cut_in_the_middle(words)


def cut_in_the_middle(words: str) -> str:
    """The beginning and the end of a long text."""
    return f"{words[:_HEAD].rstrip()} … {words[-_TAIL:].lstrip()}"


def capitalized(words: str) -> str:
    """The words with a capital first letter, as a sentence begins."""
    return words[:1].upper() + words[1:]


def listed(words: Sequence[str], most: int = 0) -> str:
    """`a`, `a and b`, `a, b and c`; empty for none. Of more than `most`, if that is given: `a, b and 3 more`."""
    if 0 < most < len(words):
        words = [*words[:most], f"{len(words) - most} more"]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
