"""The letters of an index: which letter a name stands under, and names in the order of an index.

Each script has its own letters. Accents and case count for nothing: `Élise` and `eleven` both stand under E.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from generator.model import Direction
from generator.text import direction_of_text
from generator.urls import unicode_normal_form

LETTERED = 20
"""Names that fit on a screen or two: a longer list has its letters, and links that jump to them."""
DIGITS = "0–9"
"""What stands for all names that begin with a digit."""
_LONGEST_READ = 100
"""Characters of a name that are looked at for its first letter, and that order it."""

_T = TypeVar("_T")


def letter_of(name: str) -> str:
    """The letter that a name stands under, as a capital: of its first letter or digit. `DIGITS` for a digit, empty for
    a name that has neither."""
    first = next(filter(str.isalnum, unicode_normal_form("NFKD", name[:_LONGEST_READ])), "")
    return first.title()[:1] if first.isalpha() else DIGITS if first else ""


def anchor_of(letter: str) -> str:
    """The id of a letter on its page: `letter_k`, `letter_u0639` for other than Latin letters, `letter_0` for digits.
    It has an underscore, which no id of a writer's has."""
    if letter.isascii() and letter.isalpha():
        return f"letter_{letter.lower()}"
    return f"letter_u{ord(letter):04x}" if len(letter) == 1 else "letter_0"


def by_letter(entries: Iterable[_T], name: Callable[[_T], str], direction: Direction) -> Iterator[tuple[str, list[_T]]]:
    """Yields (letter, its entries) by name. Scripts that run in `direction`, the interface's, come first, then those
    that run the other way, then digits; names without letter or digit come last, under an empty letter."""

    def place(entry: _T) -> tuple[int, str, str, str]:
        shown = name(entry)
        letter = letter_of(shown)
        rank = 3 if not letter else 2 if letter == DIGITS else int(direction_of_text(letter) != direction)
        folded = "".join(c for c in unicode_normal_form("NFKD", shown[:_LONGEST_READ]).casefold() if c.isalnum())
        return rank, letter, folded, shown

    placed = sorted(((place(entry), entry) for entry in entries), key=lambda pair: pair[0])
    for (_, letter), group in groupby(placed, key=lambda pair: pair[0][:2]):
        yield letter, [entry for _, entry in group]
