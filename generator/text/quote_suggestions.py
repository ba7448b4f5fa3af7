"""Suggests what to write and show where a quote has several places or a wrong edge. Decides nothing.

Knows plain text only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import merge
from itertools import islice
from typing import Literal

from generator.diagnostics import one_line
from generator.text.characters import is_flag_letter
from generator.text.normalize import Normalized, normalize_text
from generator.text.quote_match import Cut, Span, find_exact, is_border, occurrences, what_is_cut
from generator.values import Immutable

MOST_OCCURRENCES = 5_000
"""Occurrences of a quote in a text. If there are more, no context is suggested."""
MOST_NEAR_WORDS = 8
"""Words of a context that a person still reads as one with the quote."""
_CONTEXT_WORDS = 12
"""Words on each side of a place that a context may have, one by one."""
_LONG_CONTEXTS = (150, 600)
"""Characters on each side of a place, tried where no shorter context is enough."""
_MOST_TRIES = 4
"""Contexts that are looked for in the whole text, for one place."""
_COMPARISONS = 2_000
"""Other places that are compared with one on each side, and twice as many as there are; then contexts stop growing."""
_LONGEST_WORD = 200
"""Characters by which a passage is widened at most, to hold whole words."""


class Suggestion(Immutable):
    """A selector for the place `span`: its words, with just enough context to match no other place.

    `unique` is False if no context of reasonable length does; `prefix` and `suffix` are then empty. `near` is whether
    the context has at most `MOST_NEAR_WORDS` words, all of them in the paragraph of the place.
    """

    exact: str
    span: Span
    prefix: str = ""
    suffix: str = ""
    unique: bool = True
    near: bool = True


class _Context(Immutable):
    """Context to try: its number of words, and its outer edges (normalized offsets)."""

    words: int
    start: int
    end: int


def suggest_quote(text: Normalized, span: Span, paragraphs: Sequence[Span] = ()) -> Suggestion:
    """The selector with the fewest words of context that matches exactly the place `span` (code points of the source).

    `paragraphs` are ranges of the source, in order; without any, each line is one. Words before the place come before
    those after it, one side before both, and what is in the paragraph before what reaches out of it.
    """
    return next(suggest_quotes(text, [span], paragraphs))


def suggestion_cost(text: Normalized, span: Span, places: int = 1) -> int:
    """An estimate of the cost, in nanoseconds, of suggesting selectors for `places` with the same words as `span`."""
    words = text.text[folded_index(text, span[0]) : folded_index(text, span[1])]
    compared = min(text.text.count(words), MOST_OCCURRENCES) if words else 0
    return places * (len(text.text) // 2 + compared * 3_000 + 200_000)


def suggest_quotes(text: Normalized, spans: Iterable[Span], paragraphs: Sequence[Span] = ()) -> Iterator[Suggestion]:
    """For each place, what `suggest_quote` gives for it. The places are of one quote, or of few."""
    known: dict[str, list[int]] = {}
    for span in spans:
        yield _suggestion(text, span, _room(text, span, paragraphs), known)


def _room(text: Normalized, span: Span, paragraphs: Sequence[Span]) -> Span:
    """Where the paragraph begins that the place begins in, and where that ends that it ends in (normalized)."""
    begin = text.source.rfind("\n", 0, span[0]) + 1
    end = text.source.find("\n", span[1])
    before = bisect_right(paragraphs, span[0], key=_start_of) - 1
    after = bisect_right(paragraphs, span[1] - 1, key=_start_of) - 1
    if min(before, after) >= 0:
        begin, end = paragraphs[before][0], paragraphs[after][1]
    return folded_index(text, begin), len(text.text) if end < 0 else folded_index(text, end)


def _start_of(paragraph: Span) -> int:
    return paragraph[0]


def _suggestion(text: Normalized, span: Span, room: Span, known: dict[str, list[int]]) -> Suggestion:
    exact = one_line(text.source[span[0] : span[1]])
    start, end = folded_index(text, span[0]), folded_index(text, span[1])
    words = text.text[start:end]
    if words not in known:
        known[words] = list(islice(occurrences(text.text, words), MOST_OCCURRENCES + 1))
    if len(known[words]) > MOST_OCCURRENCES:
        return Suggestion(exact, span, unique=False)
    others = [at for at in known[words] if at != start]
    if _is_only_place(text, span, exact, "", ""):
        return Suggestion(exact, span)
    for context in islice(_telling_apart(text, start, end, others, room), _MOST_TRIES):
        prefix = one_line(_source(text, context.start, start))
        suffix = one_line(_source(text, end, context.end))
        if _is_only_place(text, span, exact, prefix, suffix):
            return Suggestion(exact, span, prefix, suffix, near=_is_near(context, room))
    return Suggestion(exact, span, unique=False)


def _is_near(context: _Context, room: Span) -> bool:
    return context.words <= MOST_NEAR_WORDS and room[0] <= context.start and context.end <= room[1]


def _source(text: Normalized, start: int, end: int) -> str:
    return text.source[slice(*text.span(start, end))] if start < end else ""


def _is_only_place(text: Normalized, span: Span, exact: str, prefix: str, suffix: str) -> bool:
    places = find_exact(text, exact, prefix, suffix, MOST_OCCURRENCES, enough=1)
    return places.spans == (span,) and not places.too_many


def _telling_apart(text: Normalized, start: int, end: int, others: Sequence[int], room: Span) -> Iterator[_Context]:
    """The contexts that no other place has: the near ones first, then those that are not, then long ones.

    Of either, one side comes before both, fewer words before more, and words before the place before those after it.
    Without other places, all contexts: the words are found alone, but a context may be needed to show a cut word.
    """
    size = end - start
    before = list(_growing_before(text, start))
    after = list(_growing_after(text, end))
    left = _sharing(others, {a: text.text[a:start].rstrip(" ") for a in before}, partial(_has_before, text.text))
    ends = [at + size for at in others]
    right = _sharing(ends, {b: text.text[end:b].lstrip(" ") for b in after}, partial(_has_after, text.text))
    single = merge(
        (_Context(n, edge, end) for n, edge in enumerate(before, 1) if not left[edge]),
        (_Context(n, start, edge) for n, edge in enumerate(after, 1) if not right[edge]),
        key=lambda context: context.words,
    )
    pairs = (_Context(2 * n, a, b) for n, (a, b) in enumerate(zip(before, after, strict=False), 1))
    apart = [*single, *(c for c in pairs if not {at + size for at in left[c.start]}.intersection(right[c.end]))]
    yield from sorted(apart, key=lambda context: not _is_near(context, room))
    for width in _LONG_CONTEXTS:
        a, b = _whole_word_after(text, max(0, start - width), start), _whole_word_before(text, end + width, end)
        prefix, suffix = text.text[a:start].rstrip(" "), text.text[end:b].lstrip(" ")
        if not any(_has_before(text.text, at, prefix) and _has_after(text.text, at + size, suffix) for at in others):
            yield _Context(_CONTEXT_WORDS * 2 + width, a, b)


def _sharing(
    places: Sequence[int], contexts: Mapping[int, str], has: Callable[[int, str], bool]
) -> Mapping[int, Sequence[int]]:
    """By the outer edge of each context on one side, the places that have it, too. The contexts grow.

    After `_COMPARISONS`, and twice as many as there are places, the rest count as if they had all others.
    """
    most = 2 * len(places) + _COMPARISONS
    sharing: dict[int, Sequence[int]] = {}
    found, compared = places, 0
    for edge, words in contexts.items():
        compared += len(found)
        sharing[edge] = found = [at for at in found if compared > most or has(at, words)]
    return sharing


def _has_before(text: str, at: int, words: str) -> bool:
    """Whether a place is touched by words before it, where a space between them is optional."""
    return text.endswith(words, 0, at) or (at > 0 and text[at - 1] == " " and text.endswith(words, 0, at - 1))


def _has_after(text: str, at: int, words: str) -> bool:
    return text.startswith(words, at) or (at < len(text) and text[at] == " " and text.startswith(words, at + 1))


def _growing_before(text: Normalized, start: int) -> Iterator[int]:
    """The beginnings of contexts before a place, each one word longer, the nearest first.

    None begins with punctuation, which is easy to miss.
    """
    words, index = 0, start
    while index > max(0, start - _LONG_CONTEXTS[0] * 2) and words < _CONTEXT_WORDS:
        index -= 1
        if text.text[index].isalnum() and is_border(text, index):
            words += 1
            yield index


def _growing_after(text: Normalized, end: int) -> Iterator[int]:
    words, index = 0, end
    while index < min(len(text.text), end + _LONG_CONTEXTS[0] * 2) and words < _CONTEXT_WORDS:
        index += 1
        if text.text[index - 1].isalnum() and is_border(text, index):
            words += 1
            yield index


def lengthened(text: Normalized, span: Span, way: Literal["before", "after"]) -> Span | None:
    """A place with the fewest words more on one side that make its words the only ones; None if a few don't."""
    start, end = folded_index(text, span[0]), folded_index(text, span[1])
    words = text.text[start:end]
    places = list(islice(occurrences(text.text, words), MOST_OCCURRENCES + 1))
    if len(places) > MOST_OCCURRENCES:
        return None
    others = [at for at in places if at != start]
    if way == "before":
        edges = list(_growing_before(text, start))
        had = _sharing(others, {a: text.text[a:start].rstrip(" ") for a in edges}, partial(_has_before, text.text))
    else:
        edges, others = list(_growing_after(text, end)), [at + len(words) for at in others]
        had = _sharing(others, {b: text.text[end:b].lstrip(" ") for b in edges}, partial(_has_after, text.text))
    for edge in islice((edge for edge in edges if not had[edge]), _MOST_TRIES):
        longer = text.span(edge, end) if way == "before" else text.span(start, edge)
        if has_one_place(text, longer):
            return longer
    return None


def has_one_place(text: Normalized, span: Span) -> bool:
    """Whether the words of a range match exactly this range."""
    return _is_only_place(text, span, one_line(text.source[slice(*span)]), "", "")


def _whole_word_after(text: Normalized, index: int, limit: int) -> int:
    """The first offset from `index` on at which no word is cut, up to `limit`."""
    while index < limit and (text.text[index] == " " or not is_border(text, index)):
        index += 1
    return index


def _whole_word_before(text: Normalized, index: int, limit: int) -> int:
    index = min(index, len(text.text))
    while index > limit and (text.text[index - 1] == " " or not is_border(text, index)):
        index -= 1
    return index


def whole_words(text: Normalized, span: Span) -> Span | None:
    """Widens a span to include the whole of the words and numbers that it cuts; None if they are very long."""
    low, high = folded_index(text, span[0]), folded_index(text, span[1])
    least, most = low - _LONGEST_WORD, high + _LONGEST_WORD
    while low > 0 and not is_border(text, low):
        low -= 1
        if low < least:
            return None
    while high < len(text.text) and not is_border(text, high):
        high += 1
        if high > most:
            return None
    return text.span(low, high)


def cut_by(text: Normalized, span: Span) -> Cut:
    """What the edges of a span that is not a place cut."""
    return what_is_cut(text, folded_index(text, span[0]), folded_index(text, span[1]))


def cuts_flag(text: Normalized, span: Span) -> bool:
    """Whether an edge falls between letters of flags, so that other flags than those of the quote are there."""
    source = text.source
    return any(0 < at < len(source) and is_flag_letter(source[at - 1]) and is_flag_letter(source[at]) for at in span)


def around(text: Normalized, span: Span, width: int = 32) -> str:
    """A place in brackets on one line, with `width` characters around it: `… the report [says that] all …`."""
    source, (start, end) = text.source, span
    before, after = source[max(0, start - width) : start], source[end : end + width]
    lead = "…" if start > width else ""
    tail = "…" if end + width < len(source) else ""
    shown = source[start:end] if end - start <= 80 else source[start : start + 40] + " … " + source[end - 30 : end]
    return one_line(f"{lead}{before}[{shown}]{after}{tail}")


def folded_index(text: Normalized, offset: int) -> int:
    """The first normalized index whose source offset is `offset` or later."""
    if text.text is text.source:
        return offset
    low, high = 0, len(text.text)
    while low < high:
        middle = (low + high) // 2
        if text.span(middle, middle + 1)[0] < offset:
            low = middle + 1
        else:
            high = middle
    return low


def likest_first(text: Normalized, spans: Sequence[Span], prefix: str, suffix: str) -> list[Span]:
    """Places sorted by how similar the text around them is to a context that fits none of them."""
    from rapidfuzz import fuzz  # late: it is needed only for contexts that fit nowhere

    before, after = normalize_text(prefix)[-_LONG_CONTEXTS[0] :], normalize_text(suffix)[: _LONG_CONTEXTS[0]]

    def unlikeness(span: Span) -> float:
        likeness = 0.0
        if before:
            likeness += fuzz.ratio(before, normalize_text(text.source[max(0, span[0] - len(before) - 1) : span[0]]))
        if after:
            likeness += fuzz.ratio(after, normalize_text(text.source[span[1] : span[1] + len(after) + 1]))
        return -likeness

    return sorted(spans, key=unlikeness)
