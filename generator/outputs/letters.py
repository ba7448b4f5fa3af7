"""Names in the order of an index, by letter. Which letter a name stands under, `urls` knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from generator.model import Direction
from generator.text import direction_of_text
from generator.urls import DIGITS, LONGEST_READ, letter_of, unicode_normal_form

LETTERED = 20
"""Names that fit on a screen or two: a longer list has its letters, and links that jump to them."""
MOST_ON_AN_INDEX = 200
"""Names that one page of an index holds: a longer list has a page for each letter."""

_T = TypeVar("_T")


def by_letter(entries: Iterable[_T], name: Callable[[_T], str], direction: Direction) -> Iterator[tuple[str, list[_T]]]:
    """Yields (letter, its entries) by name. Scripts that run in `direction`, the interface's, come first, then those
    that run the other way, then `DIGITS`."""

    def place(entry: _T) -> tuple[int, str, str, str]:
        shown = name(entry)
        letter = letter_of(shown)
        rank = 2 if letter == DIGITS else int(direction_of_text(letter) != direction)
        folded = "".join(c for c in unicode_normal_form("NFKD", shown[:LONGEST_READ]).casefold() if c.isalnum())
        return rank, letter, folded, shown

    placed = sorted(((place(entry), entry) for entry in entries), key=lambda pair: pair[0])
    for (_, letter), group in groupby(placed, key=lambda pair: pair[0][:2]):
        yield letter, [entry for _, entry in group]
