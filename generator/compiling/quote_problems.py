"""Describes what is wrong with one quote: its places, and the quote to write instead.

Knows one passage of a sidecar and the text that it is looked for in. `compiling.anchoring` decides what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from generator.diagnostics import Diagnostic, Paste, listed, one_line, short
from generator.formats.quote_sources import QuoteSource
from generator.model import Annotation, Part, QuoteSelector
from generator.text import (
    Matches,
    Normalized,
    Span,
    around,
    find_range,
    lengthened,
    likest_first,
    normalize_text,
    suggest_quote,
    suggest_quotes,
    suggestion_cost,
)
from generator.values import Immutable
from generator.yaml_text.tree import in_quotes, written

_ELLIPSIS = re.compile(r" ?(?:\.\.\.|\[ ?\.\.\. ?\]|\( ?\.\.\. ?\)) ?")
_FEW_CANDIDATES = 200
"""Occurrences of either end of a range to examine that is only suggested (law 16)."""
_MOST_PLACES_SHOWN = 6
_LONGEST_FORM = 300
"""Characters of a quote to write instead that is shown among the details."""

Placed = tuple[Part, int, int]
"""A part and a range of its projected text (code points)."""


@dataclass
class Effort:
    """What is left to spend on suggestions for one article (law 16), in nanoseconds, by estimates that are too high."""

    left: int

    def covers(self, cost: int) -> bool:
        """Spends the cost of one suggestion if so much is left."""
        if cost > self.left:
            return False
        self.left -= cost
        return True


class Replacement(Immutable):
    """A corrected quote: its value in YAML, and the lines to paste if its own lines hold nothing else."""

    value: str
    paste: Paste | None


class QuoteToPlace(Immutable):
    """One passage to anchor. `number` is its index in the annotation's quote, from 0.

    `settled` are the places of the annotation's passages that have exactly one; `sources` says where each quote is
    written. `effort` is shared by all quotes of the article. `paragraphs` are those of `text`.
    """

    annotation: Annotation
    number: int
    selector: QuoteSelector
    sources: Mapping[tuple[str, int], QuoteSource]
    text: Normalized
    settled: tuple[Placed, ...]
    effort: Effort
    paragraphs: Sequence[Span]

    @property
    def source(self) -> QuoteSource:
        return self.sources[self.annotation.id, self.number]

    @property
    def whose(self) -> str:
        return f"“{self.annotation.id}”"

    def problem(
        self, code: str, message: str, details: Iterable[str] = (), step: str = "", paste: Paste | None = None
    ) -> Diagnostic:
        return Diagnostic.of(code, self.source.location, message, details=details, step=step, paste=paste)

    def is_free(self, span: Span) -> bool:
        """Whether a place overlaps no settled passage of the annotation: its passages must not overlap."""
        part = self.selector.part
        return not any(part == p and start < span[1] and span[0] < end for p, start, end in self.settled)

    def suggest(self, code: str, message: str, details: Iterable[str], span: Span, step: str) -> Diagnostic:
        """A problem with the quote to write instead, which matches exactly the place `span`."""
        if not self.is_free(span):
            step = "Remove this passage or quote other words, because another passage of this quote covers those."
            return self.problem(code, message, details, step)
        if not self.affords_suggestion(span):
            step = "Quote the words as the text has them, with more words around them if they occur more than once."
            return self.problem(code, message, details, step)
        suggestion = suggest_quote(self.text, span, self.paragraphs)
        if not suggestion.unique:
            step = "Quote more of the passage, because no context tells this place apart from others."
            return self.problem(code, message, details, step)
        replacement = self.written(suggestion.exact, suggestion.prefix, suggestion.suffix)
        return self.with_replacement(code, message, details, step, replacement)

    def affords_suggestion(self, span: Span, places: int = 1) -> bool:
        """Whether enough effort is left to suggest selectors for places with the words of `span`; spends it."""
        counting = len(self.text.text) // 2
        return self.effort.covers(counting) and self.effort.covers(suggestion_cost(self.text, span, places))

    def with_replacement(
        self, code: str, message: str, details: Iterable[str], step: str, replacement: Replacement
    ) -> Diagnostic:
        """A problem with the quote to write instead: as lines to paste, else in the step. `step` ends with a colon."""
        step = step if replacement.paste else f"{step} `{replacement.value}`."
        return self.problem(code, message, details, step, replacement.paste)

    def written(self, exact: str, prefix: str = "", suffix: str = "", times: int = 1) -> Replacement:
        """The quote in its shortest form: a text, or a mapping on one line (`{exact: "…", prefix: "…"}`)."""
        part = "" if self.selector.part == "body" else self.selector.part
        if not (prefix or suffix or part or times > 1):
            return Replacement(in_quotes(exact), self.source.paste(exact))
        return self.mapping(exact=exact, prefix=prefix, suffix=suffix, times=times if times > 1 else 0, part=part)

    def listed(self, passages: Iterable[str]) -> Replacement:
        """Several passages in place of the quote, each on a line of its own after a dash."""
        passages, source = list(passages), self.source
        value = f"[{', '.join(map(in_quotes, passages))}]"
        if source.lead is None:
            return Replacement(value, None)
        key = source.lead.rstrip()
        item = source.lead if key.endswith("-") else f"{' ' * (len(key) - len(key.lstrip()) + 2)}- "
        lines = [line for passage in passages for line in written(item, passage)]
        lines = lines if key.endswith("-") else [key, *lines]
        return Replacement(value, Paste(source.first_line, source.last_line, tuple(lines)))

    def mapping(self, *, times: int = 0, part: str = "", **words: str) -> Replacement:
        """The quote as a mapping on one line, without its empty entries. `from_` is the key `from`."""
        pairs = [f"{key.rstrip('_')}: {in_quotes(text)}" for key, text in words.items() if text]
        pairs += [f"times: {times}"] * bool(times) + [f"in: {part}"] * bool(part)
        whole, source = f"{{{', '.join(pairs)}}}", self.source
        paste = Paste(source.first_line, source.last_line, (source.lead + whole,)) if source.lead is not None else None
        return Replacement(whole, paste)


class RangeEnd(Immutable):
    """One end of a range that matches nothing or several places: `from` (its beginning) or `to` (its end).

    `start` and `end` are the words at either end, `words` those at this one.
    """

    quote: QuoteToPlace
    which: str
    start: str
    end: str
    words: str

    @property
    def verb(self) -> str:
        return "begin" if self.which == "from" else "end"

    def with_words(self, words: str) -> Replacement | None:
        """The range with other words at this end; None if it has no place then, or overlaps another passage."""
        start, end = (words, self.end) if self.which == "from" else (self.start, words)
        spans = find_range(self.quote.text, start, end).spans
        if not spans or not self.quote.is_free(spans[0]):
            return None
        part = "" if self.quote.selector.part == "body" else self.quote.selector.part
        return self.quote.mapping(from_=start, to=end, part=part)


def many_ellipses(quote: QuoteToPlace) -> Diagnostic:
    """A quote with two ellipses."""
    message = f"The quote of {quote.whose} has more than one ellipsis between spaces, but a range has only one."
    step = "List the passages, each on its own line after a dash, or write only the first and the last words."
    return quote.problem("quote-ellipses", message, (), step)


def range_without_spaces(quote: QuoteToPlace) -> Diagnostic | None:
    """A quote that is a range once its ellipsis has spaces on both sides and no brackets; None if it isn't."""
    words = normalize_text(quote.selector.exact)
    signs = list(islice(_ELLIPSIS.finditer(words), 2))
    if not quote.selector.plain or len(signs) != 1:
        return None
    start, end = words[: signs[0].start()], words[signs[0].end() :]
    spans = find_range(quote.text, start, end, _FEW_CANDIDATES).spans if start and end else ()
    if not spans or not quote.is_free(spans[0]):
        return None
    message = f"The ellipsis in the quote of {quote.whose} marks a range only with spaces around it and no brackets."
    part = "" if quote.selector.part == "body" else quote.selector.part
    replacement = quote.mapping(from_=start, to=end, part=part)
    step = "If you mean all from the first words to the last, write:"
    return quote.with_replacement("quote-not-found", message, [around(quote.text, spans[0])], step, replacement)


def wrong_count(quote: QuoteToPlace, matches: Matches) -> Diagnostic:
    """A quote that matches other places than `times` says."""
    s = quote.selector
    message = f"The quote of {quote.whose} matches {_count(matches)}, but `times` is {s.times}."
    if matches.too_many:
        step = "Quote more of the passage, so that it matches fewer places."
        return quote.problem("quote-count", message, numbered_places(quote, matches), step)
    n = len(matches.spans)
    step = f"If you mean {'all of them' if n > 1 else 'this one'}, write:"
    replacement = quote.written(one_line(s.exact), s.prefix, s.suffix, n)
    return quote.with_replacement("quote-count", message, numbered_places(quote, matches), step, replacement)


def _count(matches: Matches) -> str:
    n = len(matches.spans)
    return f"{'more than ' if matches.too_many else ''}{n:,} place{'' if n == 1 else 's'}"


def ambiguous(quote: QuoteToPlace, matches: Matches) -> Diagnostic:
    """A quote that matches several places."""
    message = f"The quote of {quote.whose} matches {_count(matches)}, and nothing says which one you mean."
    details, first = _with_forms(quote, matches.spans)
    if first is None:
        step = "Quote more of the passage, so that it matches only one place."
        return quote.problem("quote-ambiguous", message, details, step)
    step = f"Add the words before or after the one you mean; for number {first[0]}, write:"
    return quote.with_replacement("quote-ambiguous", message, details, step, first[1])


def context_misfits(quote: QuoteToPlace, alone: Matches) -> Diagnostic:
    """A quote that matches places, but none with its context: those whose surroundings are likest to it come first."""
    s = quote.selector
    given = listed([f"`{key}`" for key in ("prefix", "suffix") if getattr(s, key)])
    message = f"The quote of {quote.whose} occurs in the {s.part}, but not with the given {given}."
    if len(alone.spans) == 1:
        place = [around(quote.text, alone.spans[0])]
        return quote.suggest("quote-not-found", message, place, alone.spans[0], "If you mean this place, write:")
    spans = alone.spans
    if quote.effort.covers(len(spans) * 10_000):
        spans = tuple(likest_first(quote.text, spans, s.prefix, s.suffix))
    details, first = _with_forms(quote, spans)
    if first is None:
        step = "Copy the words before or after the one you mean into `prefix` or `suffix`."
        return quote.problem("quote-not-found", message, details, step)
    step = f"If you mean number {first[0]}, write:"
    return quote.with_replacement("quote-not-found", message, details, step, first[1])


def _with_forms(quote: QuoteToPlace, spans: Sequence[Span]) -> tuple[list[str], tuple[int, Replacement] | None]:
    """The first places, each with the quote that matches it alone; and the first of these quotes, with its number."""
    shown = spans[:_MOST_PLACES_SHOWN]
    details: list[str] = []
    first = None
    affordable = quote.affords_suggestion(shown[0], len(shown))
    suggestions = list(suggest_quotes(quote.text, shown, quote.paragraphs)) if affordable else []
    for n, span in enumerate(shown, 1):
        details.append(f"{n}. {around(quote.text, span)}")
        if not affordable or not suggestions[n - 1].unique:
            continue
        suggestion = suggestions[n - 1]
        replacement = quote.written(suggestion.exact, suggestion.prefix, suggestion.suffix)
        lines = replacement.paste.lines if replacement.paste else (replacement.value,)
        if sum(map(len, lines)) <= _LONGEST_FORM:
            details += [f"   {line.strip()}" for line in lines]
        first = first or ((n, replacement) if quote.is_free(span) else None)
    return details + _not_shown(spans), first


def ambiguous_end(end: RangeEnd, places: Matches) -> Diagnostic:
    """A range whose beginning or end matches several places."""
    where = "" if end.which == "from" else " after its beginning"
    message = f"The range of {end.quote.whose} {end.verb}s with words that match {_count(places)}{where}: "
    message += f"“{short(end.words)}”."
    step = f"Quote more words, so that the range {end.verb}s in only one place"
    replacement = _longer_end(end, places.spans[0])
    details = numbered_places(end.quote, places)
    if replacement is None:
        return end.quote.problem("quote-ambiguous", message, details, f"{step}.")
    return end.quote.with_replacement("quote-ambiguous", message, details, f"{step}; for number 1, write:", replacement)


def _longer_end(end: RangeEnd, span: Span) -> Replacement | None:
    """The range with neighbouring words added at this end, so that it matches only `span`; None if they don't help."""
    if not end.quote.affords_suggestion(span):
        return None
    longer = lengthened(end.quote.text, span, "after" if end.which == "from" else "before")
    return end.with_words(one_line(end.quote.text.source[slice(*longer)])) if longer else None


def numbered_places(quote: QuoteToPlace, matches: Matches) -> list[str]:
    """The first places of a quote, numbered, with the words around them."""
    places = [f"{n}. {around(quote.text, s)}" for n, s in enumerate(matches.spans[:_MOST_PLACES_SHOWN], 1)]
    return places + _not_shown(matches.spans)


def _not_shown(spans: Sequence[Span]) -> list[str]:
    more = len(spans) - _MOST_PLACES_SHOWN
    return [f"… and {more} more"] if more > 0 else []
