"""What a person selects in a part of an article: the passages that it gives, and what to say of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from generator.annotating.part_text import PartText
from generator.annotating.word_edges import begins_word, ends_word, trimmed, widened, without_stop
from generator.diagnostics import one_line
from generator.model import AnnotationFacts, Mode, Part, QuoteSelector
from generator.text import Matches, Span, find, folded_index, mode_of_all, words_of

PassageEnd = Literal["start", "end"]
"""An end of a passage."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The passages of one selection in order, `start`:`end` of the part's text; two or more if it runs over quotations.

    `words` counts those of all passages; in scripts without spaces each character counts as one. `places` has, for
    each passage, how many places its words alone have in the part. `mode` is whether the passages are quoted.
    """

    part: Part
    spans: tuple[Span, ...]
    words: int
    places: tuple[int, ...]
    mode: Mode


def select(text: PartText, start: int, end: int) -> Selection | None:
    """What the range `start`:`end` of a part selects; None if it holds no words.

    The range becomes whole words, without white space, quotation marks and commas at its ends, and without a full stop
    unless it is a whole sentence. One that begins in a quotation and ends in another becomes a passage for each.
    """
    assert 0 <= start <= end <= len(text.text), "a selection is a range of the text"
    span = snapped(text, start, end)
    return selection_of(text, _in_quotations(text, span)) if span else None


def selection_of(text: PartText, spans: Iterable[Span]) -> Selection:
    """What to say of passages that are snapped already, such as those added one by one to a list. There is one."""
    ordered = tuple(sorted(spans))
    assert ordered, "a selection has a passage"
    return Selection(
        text.part,
        ordered,
        sum(_word_count(text, span) for span in ordered),
        tuple(_place_count(text, span) for span in ordered),
        mode_of_all([text.quotations.mode(*span) for span in ordered]),
    )


def snapped(text: PartText, start: int, end: int) -> Span | None:
    """A range as whole words, as `select` describes; None if it holds no words."""
    low, high = trimmed(text, *_folded_range(text, start, end))
    wider = widened(text, low, high) if low < high else None
    if wider is None:
        return None
    low, high = trimmed(text, wider[0], without_stop(text, *wider))
    return text.folded.span(low, high) if any(map(str.isalnum, text.folded.text[low:high])) else None


def moved(text: PartText, span: Span, edge: PassageEnd, words: int) -> Span:
    """A passage whose `start` or `end` is so many words further on, or further back if `words` is negative.

    It keeps at least one word; where there is no further word, it stays as it is.
    """
    folded = text.folded.text
    low, high = _folded_range(text, *span)
    at, is_at = (low, begins_word) if edge == "start" else (high, ends_word)
    step = 1 if words > 0 else -1
    for _ in range(abs(words)):
        further = at + step
        while 0 <= further <= len(folded) and not is_at(text, further):
            further += step
        if not (further < high if edge == "start" else low < further) or not 0 <= further <= len(folded):
            break
        at = further
    return text.folded.span(at, high) if edge == "start" else text.folded.span(low, at)


def same_passage(part: Part, span: Span, annotations: Iterable[AnnotationFacts]) -> tuple[str, ...]:
    """The ids of the annotations that have exactly this passage, in their order: it is marked already."""
    here = (part, *span)
    return tuple(fact.id for fact in annotations if any((p.part, p.start, p.end) == here for p in fact.passages))


def _folded_range(text: PartText, start: int, end: int) -> tuple[int, int]:
    """The normalized range of the characters that a range of the source touches."""
    low, high = folded_index(text.folded, start), folded_index(text.folded, end)
    while low > 0 and text.folded.span(low - 1, low)[1] > start:
        low -= 1
    return min(low, high), high


def _in_quotations(text: PartText, span: Span) -> tuple[Span, ...]:
    """The passages of a range: its part of each quotation, if it begins in one and ends in another; else the range."""
    quotations = text.quotations.outermost(*span)
    if len(quotations) < 2 or span[0] <= quotations[0][0] or quotations[-1][1] < span[1]:
        return (span,)
    pieces = (snapped(text, max(span[0], start + 1), min(span[1], end)) for start, end in quotations)
    passages = tuple(piece for piece in pieces if piece)
    return passages if all(one[1] <= next_[0] for one, next_ in pairwise(passages)) else (span,)


def _word_count(text: PartText, span: Span) -> int:
    low, high = _folded_range(text, *span)
    return sum(any(map(str.isalnum, word.text)) for word in words_of(text.folded.text[low:high]))


def _place_count(text: PartText, span: Span) -> int:
    matches = find(text.folded, QuoteSelector(one_line(text.words(span))))
    assert isinstance(matches, Matches), "words that are not plain are no range"
    return len(matches.spans)
