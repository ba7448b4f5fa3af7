"""Compares two texts word by word and names what each difference changes. Knows nothing of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from generator.diagnostics import short
from generator.text.change_kinds import Change, kinds_of_change
from generator.text.characters import UNSPACED
from generator.text.look_alikes import MARKS, hidden_difference, look_of
from generator.text.normalize import normalize_text
from generator.values import Immutable

_LABELS: dict[Change, str] = {
    "number": "a different number",
    "negation": "a negation",
    "hedge": "a hedge",
    "case": "case",
    "name": "perhaps a name",
    "punctuation": "punctuation",
}
_MOST_PAIRS = 25_000_000
"""Words of one text times words of the other. Beyond it what differs counts as one difference (law 16)."""
_MOST_LINES = 8
# Such scripts are compared character by character, but their numbers as one.
_SIGN = rf"(?:(?!\d)[{UNSPACED}])"


class Word(NamedTuple):
    """One word or sign of a normalized text: what it is, and its characters `start`:`end`."""

    text: str
    start: int
    end: int


class Difference(Immutable):
    """One place where two texts differ: the words of each (one side may be empty) and the kinds of change.

    `kinds` lists the most serious change first; it is empty for a plain change of words.
    """

    mine: str
    theirs: str
    kinds: tuple[Change, ...]


@cache
def _pattern() -> re.Pattern[str]:
    letter = f"(?:(?!{_SIGN})[\\w{MARKS}])"
    inner = f"(?:(?!{_SIGN})[\\w{MARKS}'’.,-])"
    sign = "(?:(?<![^\\s\"'(\\[{¡¿])[-+±\uff0b\ufe62][.$€£¥]?(?=\\d))?"  # of a number: −5
    flag = "[\U0001f1e6-\U0001f1ff]{2}"
    return re.compile(rf"{sign}{letter}(?:{inner}*{letter})?|\d+|{flag}|{_SIGN}[{MARKS}]*|[^\w\s][{MARKS}]*|\S")


def words_of(text: str) -> list[Word]:
    """The words and signs of a normalized text. In scripts without spaces each character counts as one."""
    return [Word(match[0], match.start(), match.end()) for match in _pattern().finditer(text)]


def compared(mine: str, theirs: str) -> Iterator[Difference]:
    """Yields the differences between two texts, word by word and in order, after normalizing both."""
    ours, others = normalize_text(mine), normalize_text(theirs)
    if ours == others:
        return
    left, right = words_of(ours), words_of(others)
    for a, b, c, d in unequal(left, right):
        words, instead = _extent(ours, left[a:b]), _extent(others, right[c:d])
        kinds = kinds_of_change([w.text for w in left[a:b]], [w.text for w in right[c:d]])
        yield Difference(words, instead, tuple(kinds))


def unequal(mine: Sequence[Word], theirs: Sequence[Word]) -> Iterator[tuple[int, int, int, int]]:
    """The ranges of words that differ, `mine[a:b]` from `theirs[c:d]`, in order. One of the two may be empty.

    Words that differ only in case or in characters that look alike are paired with each other.
    """
    looks, others = [look_of(word.text) for word in mine], [look_of(word.text) for word in theirs]
    blocks = _aligned(looks, others)
    for alike, group in groupby(blocks, key=lambda block: block[0]):
        ranges = [block[1:] for block in group]
        if not alike:
            yield ranges[0][0], ranges[-1][1], ranges[0][2], ranges[-1][3]
            continue
        for a, b, c, _ in ranges:
            pairs = groupby(range(b - a), key=lambda n: mine[a + n].text == theirs[c + n].text)
            for same, found in pairs:
                numbers = list(found)
                if not same:
                    first, last = numbers[0], numbers[-1] + 1
                    yield a + first, a + last, c + first, c + last


def _aligned(mine: Sequence[str], theirs: Sequence[str]) -> list[tuple[bool, int, int, int, int]]:
    """(equal?, a, b, c, d) for each range of the two sequences, in order."""
    from rapidfuzz.distance import Levenshtein  # late: only a message and a list of changes need it

    head = 0
    while head < min(len(mine), len(theirs)) and mine[head] == theirs[head]:
        head += 1
    tail = 0
    while tail < min(len(mine), len(theirs)) - head and mine[-1 - tail] == theirs[-1 - tail]:
        tail += 1
    ends = len(mine) - tail, len(theirs) - tail
    middle, other = mine[head : ends[0]], theirs[head : ends[1]]
    inner = [(False, head, ends[0], head, ends[1])]
    if len(middle) * len(other) <= _MOST_PAIRS:
        inner = [
            (c.tag == "equal", head + c.src_start, head + c.src_end, head + c.dest_start, head + c.dest_end)
            for c in Levenshtein.opcodes(middle, other)
        ]
    return [(True, 0, head, 0, head), *inner, (True, ends[0], len(mine), ends[1], len(theirs))]


def _extent(text: str, words: Sequence[Word]) -> str:
    return text[words[0].start : words[-1].end] if words else ""


def differences(quote: str, passage: str) -> list[str]:
    """One line for each difference between a quote and a passage, 8 at most, with a label for what it changes.

    Where all words are alike, the first difference in white space.
    """
    lines: list[str] = []
    more = 0
    for difference in compared(quote, passage):
        if len(lines) < _MOST_LINES:
            lines.append(_line(difference))
        else:
            more += 1
    if not lines:
        return _spacing(normalize_text(quote), normalize_text(passage))
    return [*lines, f"… and {more} more differences"] if more else lines


def _spacing(mine: str, text: str) -> list[str]:
    """The first place where only one of two texts with the same words has white space, on a line; [] if there is none.

    In unquoted YAML a line break is a space, though it is nothing between wide characters in the text.
    """
    ours, others = words_of(mine), words_of(text)
    pairs = zip(ours, ours[1:], others, others[1:], strict=False)
    for a, b, c, d in pairs:
        if (a.end < b.start) != (c.end < d.start):
            which = "quote" if a.end < b.start else "text"
            return [f"only the {which} has a space or line break between “{short(a.text)}” and “{short(b.text)}”"]
    return []


def _line(difference: Difference) -> str:
    mine, text = difference.mine, difference.theirs
    if hidden := hidden_difference(mine, text):
        return hidden
    label = f" ({_LABELS[difference.kinds[0]]})" if difference.kinds else ""
    if not mine:
        return f"only the text has “{short(text)}”{label}"
    if not text:
        return f"only the quote has “{short(mine)}”{label}"
    return f"the quote has “{short(mine)}”, the text has “{short(text)}”{label}"
