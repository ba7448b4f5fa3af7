"""Aligns the annotations of two annotators of one article: which of one is the same find as which of the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.agreement.spans import overlap, stretches
from generator.model import AnnotationFacts
from generator.text import Span


class Aligned(NamedTuple):
    """An annotation of each of two annotators on the same passage; `overlap` is above 0, and 1 for equal passages."""

    first: AnnotationFacts
    second: AnnotationFacts
    overlap: float


def aligned(first: Sequence[AnnotationFacts], second: Sequence[AnnotationFacts]) -> tuple[Aligned, ...]:
    """Pairs of annotations of one kind whose passages overlap, each annotation in one pair at most, in the order of the
    passages.

    The pair with the largest overlap is taken first, and of equal ones that which begins first. Annotations without a
    passage are in no pair.
    """
    found: list[Aligned] = []
    taken: set[tuple[int, str]] = set()
    for share, _, one, other in sorted(_candidates(first, second), key=lambda row: (-row[0], row[1])):
        if (1, one.id) not in taken and (2, other.id) not in taken:
            taken |= {(1, one.id), (2, other.id)}
            found.append(Aligned(one, other, share))
    return tuple(sorted(found, key=lambda pair: (start_of(pair.first), start_of(pair.second), pair.first.id)))


_Candidate = tuple[float, tuple[int, int, str, str], AnnotationFacts, AnnotationFacts]


def _candidates(first: Iterable[AnnotationFacts], second: Iterable[AnnotationFacts]) -> Iterator[_Candidate]:
    others = sorted(_placed(second), key=lambda row: row[0][0])
    for here, one in _placed(first):
        for there, other in others:
            if there[0][0] >= here[-1][1]:
                break  # this one and all that follow begin behind it
            share = overlap(here, there) if one.annotation.kind == other.annotation.kind else 0.0
            if share:
                yield share, (here[0][0], there[0][0], one.id, other.id), one, other


def _placed(annotations: Iterable[AnnotationFacts]) -> Iterator[tuple[tuple[Span, ...], AnnotationFacts]]:
    rows = ((stretches(one.passages), one) for one in annotations)
    return ((spans, one) for spans, one in rows if spans)


def start_of(annotation: AnnotationFacts) -> int:
    """Where the first passage begins: in the title before the body. 0 without one."""
    spans = stretches(annotation.passages)
    return spans[0][0] if spans else 0
