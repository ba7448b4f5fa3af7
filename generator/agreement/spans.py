"""Sets of characters of an article as sorted stretches that don't touch, and how large they are together and apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model import PARTS, Passage
from generator.text import Span

_LONGEST_PART = 2**30


def stretches(passages: Iterable[Passage]) -> tuple[Span, ...]:
    """The characters of passages, as offsets by which those of the title come before those of the body."""
    return merged((_offset(one) + one.start, _offset(one) + one.end) for one in passages)


def _offset(passage: Passage) -> int:
    return PARTS.index(passage.part) * _LONGEST_PART


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters as sorted stretches, none of which touches the next."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        elif start < end:
            found.append((start, end))
    return tuple(found)


def size(spans: Iterable[Span]) -> int:
    """The number of characters."""
    return sum(end - start for start, end in spans)


def shared(first: tuple[Span, ...], second: tuple[Span, ...]) -> int:
    """The number of characters that are in both."""
    return size(_shared(first, second))


def _shared(first: tuple[Span, ...], second: tuple[Span, ...]) -> Iterator[Span]:
    n = m = 0
    while n < len(first) and m < len(second):
        start, end = max(first[n][0], second[m][0]), min(first[n][1], second[m][1])
        if start < end:
            yield start, end
        if first[n][1] <= second[m][1]:
            n += 1
        else:
            m += 1


def overlap(first: tuple[Span, ...], second: tuple[Span, ...]) -> float:
    """The characters in both over those in either, from 0 to 1 (the Jaccard index); 0 for two empty sets."""
    both = shared(first, second)
    return both / (size(first) + size(second) - both) if both else 0.0
