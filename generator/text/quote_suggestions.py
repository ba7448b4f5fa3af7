"""Suggests what to show and paste where a quote has no place or several. Decides nothing; knows plain text only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.text.diff import one_line
from generator.text.normalize import Normalized, normalize_text
from generator.text.quote_match import Span, find_exact, is_border

LEAST_LIKENESS = 60.0
"""Similarity from 0 to 100 (rapidfuzz's `ratio`). A passage below it is not suggested, since it would only mislead."""
_LONGEST_SEARCH = 400_000_000
"""Characters of the quote times characters of the text. Beyond it no search for the nearest passage runs (law 16)."""
MOST_OCCURRENCES = 5_000
"""Occurrences of a quote in a text. If there are more, no context is suggested."""
CONTEXTS = 40
"""Contexts that are tried for one place, approximately; an estimate of the cost of `suggest_quote`."""
_CONTEXT_WORDS = 12
"""Words on each side of a place that a context may have."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A selector for the place `span`: its words, with just enough context to match no other place.

    `unique` is False if no context of reasonable length does; `prefix` and `suffix` are then empty.
    """

    exact: str
    span: Span
    prefix: str = ""
    suffix: str = ""
    unique: bool = True


def nearest_passage(text: Normalized, quote: str) -> Span | None:
    """The passage most similar to a quote, with its edges between words.

    None if no passage is similar enough, or the texts are too long to search.
    """
    wanted = normalize_text(quote)
    if not wanted or len(wanted) * len(text.text) > _LONGEST_SEARCH:
        return None
    from rapidfuzz import fuzz  # imported late: it is needed only for quotes that match nothing

    alignment = fuzz.partial_ratio_alignment(wanted, text.text)
    if alignment is None or alignment.score < LEAST_LIKENESS:
        return None
    best = max(
        (
            (fuzz.ratio(wanted, text.text[a:b]), -a, -b)
            for a in _starts(text, alignment.dest_start)
            for b in _ends(text, alignment.dest_end)
            if a < b
        ),
        default=None,
    )
    if best is None or best[0] < LEAST_LIKENESS:
        return None
    return text.span(-best[1], -best[2])


def suggest_quote(text: Normalized, span: Span) -> Suggestion:
    """The shortest selector tried that matches exactly the place `span` (code points of the source)."""
    exact = one_line(text.source[span[0] : span[1]])
    candidates = [("", ""), *_contexts(text, span)]
    for prefix, suffix in candidates:
        places = find_exact(text, exact, prefix, suffix, MOST_OCCURRENCES, enough=1)
        if places.spans == (span,) and not places.too_many:
            return Suggestion(exact, span, prefix, suffix)
    return Suggestion(exact, span, unique=False)


def whole_words(text: Normalized, span: Span) -> Span:
    """Widens a span to include the whole of the words and numbers that it cuts."""
    start, end = span
    low, high = _folded_index(text, start), _folded_index(text, end)
    while low > 0 and not is_border(text, low):
        low -= 1
    while high < len(text.text) and not is_border(text, high):
        high += 1
    return text.span(low, high)


def around(text: Normalized, span: Span, width: int = 32) -> str:
    """A place in brackets on one line, with `width` characters around it: `… the report [says that] all …`."""
    source, (start, end) = text.source, span
    before, after = source[max(0, start - width) : start], source[end : end + width]
    lead = "…" if start > width else ""
    tail = "…" if end + width < len(source) else ""
    shown = source[start:end] if end - start <= 80 else source[start : start + 40] + " … " + source[end - 30 : end]
    return one_line(f"{lead}{before}[{shown}]{after}{tail}")


def _starts(text: Normalized, near: int) -> Iterator[int]:
    """Up to 8 beginnings of words, the nearest to a normalized offset first."""
    return _borders(text, near, lambda i: i < len(text.text) and text.text[i] != " ")


def _ends(text: Normalized, near: int) -> Iterator[int]:
    return _borders(text, near, lambda i: i > 0 and text.text[i - 1] != " ")


def _borders(text: Normalized, near: int, fits: Callable[[int], bool]) -> Iterator[int]:
    low = max(0, near - 40)
    indexes = [i for i in range(low, min(len(text.text), near + 40) + 1) if fits(i) and is_border(text, i)]
    yield from sorted(indexes, key=lambda i: abs(i - near))[:8]


def _contexts(text: Normalized, span: Span) -> Iterable[tuple[str, str]]:
    """The contexts to try: one side alone, the shortest first; then both sides."""
    before = list(_growing(text, span[0], -1))
    after = list(_growing(text, span[1], +1))
    single = [(p, "") for p in before] + [("", s) for s in after]
    yield from sorted(single, key=lambda c: len(c[0]) + len(c[1]))
    yield from zip(before, after, strict=False)
    source = text.source
    for width in (150, 600):
        yield one_line(source[max(0, span[0] - width) : span[0]]), one_line(source[span[1] : span[1] + width])


def _growing(text: Normalized, edge: int, direction: int) -> Iterator[str]:
    """Contexts that grow outwards from an edge (a source offset) by one word each, without space at the outer end."""
    source = text.source
    taken = words = 0
    limit = edge if direction < 0 else len(source) - edge
    while taken < limit and words < _CONTEXT_WORDS:
        taken += 1
        outer = edge + direction * taken
        index = _folded_index(text, outer)
        beyond = source[outer - 1 : outer] if direction < 0 else source[outer : outer + 1]
        last = source[outer] if direction < 0 else source[outer - 1]
        if last.isspace() or not (not beyond or beyond.isspace() or is_border(text, index)):
            continue
        words += 1
        context = one_line(source[outer:edge] if direction < 0 else source[edge:outer])
        if context[0 if direction < 0 else -1].isalnum():  # skip a context that ends in punctuation: it is easy to miss
            yield context


def _folded_index(text: Normalized, offset: int) -> int:
    """The first normalized index whose source offset is `offset` or later."""
    low, high = 0, len(text.text)
    while low < high:
        middle = (low + high) // 2
        if text.span(middle, middle + 1)[0] < offset:
            low = middle + 1
        else:
            high = middle
    return low
