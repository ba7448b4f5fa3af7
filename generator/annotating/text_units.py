"""The words, sentences and quotations of a part of an article, for a person who selects them with keys."""

from __future__ import annotations

from bisect import bisect_right

from generator.annotating.part_text import PartText
from generator.annotating.selection import snapped
from generator.annotating.word_edges import begins_sentence, begins_word, ends_word
from generator.text import Span, folded_index

_LONGEST_SENTENCE = 5_000
"""Characters on each side of an offset in which a sentence begins and ends at the latest."""


def words_in(text: PartText) -> tuple[Span, ...]:
    """The words of a part in order, without the signs between them. In scripts without spaces each character is one."""
    words: list[Span] = []
    start: int | None = None
    for index in range(len(text.folded.text) + 1):
        if start is not None and ends_word(text, index):
            words.append(text.folded.span(start, index))
            start = None
        if start is None and begins_word(text, index):
            start = index
    return tuple(words)


def sentence_at(text: PartText, offset: int) -> Span | None:
    """The sentence that holds the character at an offset, with its full stop; None outside the paragraphs."""
    number = bisect_right(text.paragraphs, (offset, len(text.text))) - 1
    if number < 0 or offset >= text.paragraphs[number][1]:
        return None
    first, end = (folded_index(text.folded, edge) for edge in text.paragraphs[number])
    at = max(first, min(folded_index(text.folded, offset), end - 1))
    first, end = max(first, at - _LONGEST_SENTENCE), min(end, at + _LONGEST_SENTENCE)
    start = next((i for i in range(at, first, -1) if _starts(text, i)), first)
    stop = next((i for i in range(max(at, start) + 1, end) if _starts(text, i)), end)
    return snapped(text, *text.folded.span(start, stop))


def quotation_at(text: PartText, offset: int) -> Span | None:
    """The words of the quotation that holds an offset, else of the next one; None if there is none.

    Of quotations in one another it is the outermost.
    """
    for start, end in text.quotations.outermost(offset, len(text.text)):
        if words := snapped(text, start + 1, end):
            return words
    return None


def _starts(text: PartText, index: int) -> bool:
    return begins_word(text, index) and begins_sentence(text, index)
