"""Names in the order of an index, by letter. Which letter a name stands under, `urls` knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
        rank, letter = _place_of(letter_of(shown), direction)
        folded = "".join(c for c in unicode_normal_form("NFKD", shown[:LONGEST_READ]).casefold() if c.isalnum())
        return rank, letter, folded, shown

    placed = sorted(((place(entry), entry) for entry in entries), key=lambda pair: pair[0])
    for (_, letter), group in groupby(placed, key=lambda pair: pair[0][:2]):
        yield letter, [entry for _, entry in group]


def label_of(letters: Sequence[str]) -> str:
    """Letters as they are shown: `K`, `Ka`, `K 0–9`; empty for none."""
    if DIGITS not in letters:
        return "".join(letters[:1]) + "".join(letters[1:]).lower()
    return " ".join(dict.fromkeys(letters))


def letters_in_order(letters: Iterable[tuple[str, ...]], direction: Direction) -> list[tuple[str, ...]]:
    """First letters of names in the order of `by_letter`."""
    return sorted(letters, key=lambda some: [_place_of(letter, direction) for letter in some])


def _place_of(letter: str, direction: Direction) -> tuple[int, str]:
    return 2 if letter == DIGITS else int(direction_of_text(letter) != direction), letter
