"""Anchors the quotes of one article in its text and reports those that match nothing or several places.

Knows sidecars and the projected texts of an article's parts. `text.quote_match` does the search and
`text.quote_suggestions` the suggestions. Knows nothing of other articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.diagnostics import Diagnostic, Location, Paste, has_errors
from generator.formats.sidecar import QuoteSource, Sidecar
from generator.markdown.marks import MOST_MARKS_DEEP, too_deep
from generator.model import PARTS, Annotation, Part, QuoteSelector
from generator.text import (
    CONTEXTS,
    MOST_CANDIDATES,
    MOST_OCCURRENCES,
    Matches,
    Normalized,
    Quotations,
    RangePlaces,
    Span,
    around,
    differences,
    ellipses_in,
    ends_of_range,
    find,
    find_range,
    nearest_passage,
    normalized,
    one_line,
    short,
    suggest_quote,
    whole_words,
)
from generator.yaml_text.tree import in_quotes

MOST_SUGGESTIONS = 100
"""Searches for a nearest passage in one article: they cost more than searches for an exact match (law 16)."""
_MOST_SEEN = 300_000
"""Occurrences examined in one article before each further quote gets only `_FEW_CANDIDATES` (law 16)."""
_FEW_CANDIDATES = 200
"""Occurrences of one quote to examine after that."""
_MOST_TRIED = 1_000_000
"""Estimated occurrences to examine in one article to suggest contexts; beyond it, messages suggest none (law 16)."""
_MOST_PLACES_SHOWN = 6
_LONG_RANGE = 1000
"""Characters. A longer highlight no longer shows what is claimed."""
_NOTHING_SIMILAR = "no similar passage to suggest"
_IF_MEANT = "If that is what you mean, write:"

Placed = tuple[Part, int, int]
"""A part and a range of its projected text (code points)."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """The places of one annotation in the order of the page, and what is wrong with its quote.

    `spans` is empty if any of its passages has no place: half a quotation would say something else.
    """

    spans: tuple[Placed, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class Anchorer:
    """Anchors quotes in the texts of one article, which it normalizes once. Counts its searches to bound their cost."""

    def __init__(self, texts: Mapping[Part, str], sidecar: Sidecar) -> None:
        self._texts = {part: normalized(texts[part]) for part in PARTS}
        self._quotations: dict[Part, Quotations] = {}
        self._sidecar = sidecar
        self._suggestions = 0
        self._seen = 0
        self._tried = 0

    def anchor(self, annotation: Annotation) -> Anchored:
        """Anchors all passages of one annotation."""
        matches = [(selector, self._find(selector)) for selector in annotation.quote]
        settled = tuple((selector.part, *places.spans[0]) for selector, places in matches if len(places.spans) == 1)
        spans: list[tuple[Placed, _Quote]] = []
        diagnostics: list[Diagnostic] = []
        for n, (selector, places) in enumerate(matches):
            quote = _Quote(annotation, n, selector, self._sidecar.quotes, self._texts[selector.part], settled)
            passages, problems = self._look_up(quote, places)
            spans += [((selector.part, *span), quote) for span in passages]
            diagnostics += problems
        spans.sort(key=lambda s: (PARTS.index(s[0][0]), s[0][1], s[0][2]))
        if len(spans) > 1 and not has_errors(diagnostics):
            diagnostics += self._overlaps(annotation, spans)
        lost = has_errors(diagnostics)
        return Anchored(() if lost else tuple(span for span, _ in spans), tuple(diagnostics))

    def _find(self, selector: QuoteSelector) -> Matches | RangePlaces:
        most = MOST_CANDIDATES if self._seen < _MOST_SEEN else _FEW_CANDIDATES
        matches = find(self._texts[selector.part], selector, most)
        self._seen += matches.seen
        return matches

    def _overlaps(self, annotation: Annotation, spans: Sequence[tuple[Placed, _Quote]]) -> Iterable[Diagnostic]:
        for ((part, start, end), one), ((next_part, next_start, next_end), other) in pairwise(spans):
            if part == next_part and next_start < end and start <= next_start:
                words = one_line(self._texts[part].source[next_start : min(end, next_end)])
                message = f"Two passages of “{annotation.id}” cover the same words: “{short(words)}”."
                step = "Quote the whole passage once, or passages that don't overlap."
                at = max(one.source.location, other.source.location)
                yield Diagnostic.of("quote-overlap", at, message, step=step)
                return

    def _look_up(self, quote: _Quote, matches: Matches | RangePlaces) -> tuple[Sequence[Span], list[Diagnostic]]:
        selector = quote.selector
        if isinstance(matches, RangePlaces):
            return self._range(quote, matches)
        if not matches.spans and ellipses_in(selector) > 1:
            return (), [_many_ellipses(quote)]
        if not matches.spans:
            return (), [self._not_found(quote, matches)]
        if selector.times > 1:
            fits = len(matches.spans) == selector.times and not matches.too_many
            return (matches.spans, []) if fits else ((), [_wrong_count(quote, matches)])
        if len(matches.spans) > 1 or matches.too_many:
            self._tried += min(len(matches.spans), MOST_OCCURRENCES) * CONTEXTS
            return (), [_ambiguous(quote, matches, with_contexts=self._tried <= _MOST_TRIED)]
        return matches.spans, []

    def _range(self, quote: _Quote, ends: RangePlaces) -> tuple[Sequence[Span], list[Diagnostic]]:
        start, end = ends_of_range(quote.selector) or (quote.selector.start, quote.selector.end)
        for words, places, which in ((start, ends.start, "from"), (end, ends.end, "to")):
            if len(places.spans) == 1 and not places.too_many:
                continue
            part = _RangeEnd(quote, which, start, end, words)
            if places.spans:
                return (), [_ambiguous_end(part, places)]
            return (), [self._end_not_found(part, ends)]
        return ends.spans, self._range_warnings(quote, ends.spans[0])

    def _range_warnings(self, quote: _Quote, span: Span) -> list[Diagnostic]:
        part = quote.selector.part
        if part not in self._quotations:
            self._quotations[part] = Quotations(quote.text.source)
        warnings = []
        if self._quotations[part].leaves_and_enters(*span):
            message = f"The range of {quote.whose} leaves one quotation and enters another."
            step = "If the quotation is interrupted, list its passages, each on its own line after a dash."
            warnings.append(quote.problem("range-crosses-quotation", message, [around(quote.text, span)], step))
        if span[1] - span[0] > _LONG_RANGE:
            message = f"The range of {quote.whose} is {span[1] - span[0]:,} characters long, more than {_LONG_RANGE:,}."
            step = "Check that it ends where you mean, then quote less or list several passages."
            warnings.append(quote.problem("range-long", message, [around(quote.text, span)], step))
        return warnings

    def _not_found(self, quote: _Quote, matches: Matches) -> Diagnostic:
        selector = quote.selector
        if matches.inside_words:
            wider = whole_words(quote.text, matches.inside_words[0])
            message = f"The quote of {quote.whose} occurs only inside a longer word or number."
            step = "Quote whole words and numbers:"
            return quote.suggest("quote-not-found", message, [around(quote.text, wider)], wider, step)
        if selector.prefix or selector.suffix:
            alone = find(quote.text, QuoteSelector(selector.exact, part=selector.part))
            if isinstance(alone, Matches) and alone.spans:
                given = " and ".join(f"`{key}`" for key in ("prefix", "suffix") if getattr(selector, key))
                message = f"The quote of {quote.whose} occurs in the {selector.part}, but not with the given {given}."
                numbered = len(alone.spans) > 1
                step = f"If you mean {'number 1' if numbered else 'this place'}, write:"
                places = _shown(quote, alone) if numbered else [around(quote.text, alone.spans[0])]
                return quote.suggest("quote-not-found", message, places, alone.spans[0], step)
        for part in PARTS:
            elsewhere = (
                find(self._texts[part], QuoteSelector(selector.exact, part=part)) if part != selector.part else None
            )
            if isinstance(elsewhere, Matches) and len(elsewhere.spans) == 1:
                message = f"The quote of {quote.whose} occurs in the {part}, not in the {selector.part}."
                other = replace(quote, selector=QuoteSelector(part=part), text=self._texts[part])
                where = [around(self._texts[part], elsewhere.spans[0])]
                step = "If you mean this place, write:"
                return other.suggest("quote-not-found", message, where, elsewhere.spans[0], step)
        message = f"The quote of {quote.whose} matches nothing in the {selector.part}."
        return self._nearest(quote, selector.exact, message)

    def _nearest(self, quote: _Quote, words: str, message: str) -> Diagnostic:
        near = self._search_nearest(quote.text, words)
        if near is None:
            step = f"Copy the words from the {quote.selector.part}, or remove the quote and write a `statement`."
            return quote.problem("quote-not-found", message, [_NOTHING_SIMILAR], step)
        details = ["nearest: " + around(quote.text, near), *differences(words, quote.text.source[slice(*near)])]
        return quote.suggest("quote-not-found", message, details, near, _IF_MEANT)

    def _end_not_found(self, end: _RangeEnd, ends: RangePlaces) -> Diagnostic:
        where = f"in the {end.quote.selector.part}" if end.which == "from" else "after its beginning"
        message = f"The range of {end.quote.whose} {end.verb}s with words that match nothing {where}: "
        message += f"“{short(end.words)}”."
        near = self._search_nearest(end.quote.text, end.words)
        in_order = near is not None and (end.which == "from" or near[0] >= ends.start.spans[0][1])
        if near is None or not in_order:
            step = "Copy the first and the last words of the passage from the article."
            return end.quote.problem("quote-not-found", message, [_NOTHING_SIMILAR], step)
        details = [
            "nearest: " + around(end.quote.text, near),
            *differences(end.words, end.quote.text.source[slice(*near)]),
        ]
        words = one_line(end.quote.text.source[slice(*near)])
        replacement = end.with_words(words)
        if replacement is None:
            step = f"If that is what you mean, {end.verb} the range with “{words}”."
            return end.quote.problem("quote-not-found", message, details, step)
        return end.quote.with_replacement("quote-not-found", message, details, _IF_MEANT, replacement)

    def _search_nearest(self, text: Normalized, words: str) -> Span | None:
        self._suggestions += 1
        return nearest_passage(text, words) if self._suggestions <= MOST_SUGGESTIONS else None


@dataclass(frozen=True, slots=True)
class _Replacement:
    """A corrected quote: its value in YAML, and the lines to paste if its own lines hold nothing else."""

    value: str
    paste: Paste | None


@dataclass(frozen=True, slots=True)
class _Quote:
    """One passage to anchor. `number` is its index in the annotation's quote, from 0.

    `settled` are the places of the annotation's passages that have exactly one; `sources` says where each quote is
    written.
    """

    annotation: Annotation
    number: int
    selector: QuoteSelector
    sources: Mapping[tuple[str, int], QuoteSource]
    text: Normalized
    settled: tuple[Placed, ...]

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
        suggestion = suggest_quote(self.text, span)
        if not suggestion.unique:
            step = "Quote more of the passage, because no context tells this place apart from others."
            return self.problem(code, message, details, step)
        replacement = self.written(suggestion.exact, suggestion.prefix, suggestion.suffix)
        return self.with_replacement(code, message, details, step, replacement)

    def with_replacement(
        self, code: str, message: str, details: Iterable[str], step: str, replacement: _Replacement
    ) -> Diagnostic:
        """A problem with the quote to write instead: as lines to paste, else in the step. `step` ends with a colon."""
        step = step if replacement.paste else f"{step} `{replacement.value}`."
        return self.problem(code, message, details, step, replacement.paste)

    def written(self, exact: str, prefix: str = "", suffix: str = "", times: int = 1) -> _Replacement:
        """The quote in its shortest form: a text, or a mapping on one line (`{exact: "…", prefix: "…"}`)."""
        part = "" if self.selector.part == "body" else self.selector.part
        if not (prefix or suffix or part or times > 1):
            return _Replacement(in_quotes(exact), self.source.paste(exact))
        return self.mapping(exact=exact, prefix=prefix, suffix=suffix, times=times if times > 1 else 0, part=part)

    def mapping(self, *, times: int = 0, part: str = "", **words: str) -> _Replacement:
        """The quote as a mapping on one line, without its empty entries. `from_` is the key `from`."""
        pairs = [f"{key.rstrip('_')}: {in_quotes(text)}" for key, text in words.items() if text]
        pairs += [f"times: {times}"] * bool(times) + [f"in: {part}"] * bool(part)
        whole, source = f"{{{', '.join(pairs)}}}", self.source
        paste = Paste(source.first_line, source.last_line, (source.lead + whole,)) if source.lead is not None else None
        return _Replacement(whole, paste)


@dataclass(frozen=True, slots=True)
class _RangeEnd:
    """One end of a range that matches nothing or several places: `from` (its beginning) or `to` (its end).

    `start` and `end` are the words at either end, `words` those at this one.
    """

    quote: _Quote
    which: str
    start: str
    end: str
    words: str

    @property
    def verb(self) -> str:
        return "begin" if self.which == "from" else "end"

    def with_words(self, words: str) -> _Replacement | None:
        """The range with other words at this end; None if it has no place then, or overlaps another passage."""
        start, end = (words, self.end) if self.which == "from" else (self.start, words)
        spans = find_range(self.quote.text, start, end).spans
        if not spans or not self.quote.is_free(spans[0]):
            return None
        part = "" if self.quote.selector.part == "body" else self.quote.selector.part
        return self.quote.mapping(from_=start, to=end, part=part)


def _many_ellipses(quote: _Quote) -> Diagnostic:
    message = f"The quote of {quote.whose} has more than one ellipsis between spaces, but a range has only one."
    step = "List the passages, each on its own line after a dash, or write only the first and the last words."
    return quote.problem("quote-ellipses", message, (), step)


def _wrong_count(quote: _Quote, matches: Matches) -> Diagnostic:
    s = quote.selector
    message = f"The quote of {quote.whose} matches {_count(matches)}, but `times` is {s.times}."
    if matches.too_many:
        step = "Quote more of the passage, so that it matches fewer places."
        return quote.problem("quote-count", message, _shown(quote, matches), step)
    n = len(matches.spans)
    step = f"If you mean {'all of them' if n > 1 else 'this one'}, write:"
    replacement = quote.written(one_line(s.exact), s.prefix, s.suffix, n)
    return quote.with_replacement("quote-count", message, _shown(quote, matches), step, replacement)


def _count(matches: Matches) -> str:
    n = len(matches.spans)
    return f"{'more than ' if matches.too_many else ''}{n:,} place{'' if n == 1 else 's'}"


def _ambiguous(quote: _Quote, matches: Matches, *, with_contexts: bool) -> Diagnostic:
    """`with_contexts`: show with each place the quote that would match it alone."""
    message = f"The quote of {quote.whose} matches {_count(matches)}, and nothing says which one you mean."
    details, first = [], None
    for n, span in enumerate(matches.spans[:_MOST_PLACES_SHOWN], 1):
        details.append(f"{n}. {around(quote.text, span)}")
        if not with_contexts:
            continue
        suggestion = suggest_quote(quote.text, span)
        if not suggestion.unique:
            continue
        replacement = quote.written(suggestion.exact, suggestion.prefix, suggestion.suffix)
        lines = replacement.paste.lines if replacement.paste else (replacement.value,)
        details += [f"   {line.strip()}" for line in lines]
        first = first or ((n, replacement) if quote.is_free(span) else None)
    details += _not_shown(matches)
    if first is None:
        step = "Quote more of the passage, so that it matches only one place."
        return quote.problem("quote-ambiguous", message, details, step)
    step = f"Add the words before or after the one you mean; for number {first[0]}, write:"
    return quote.with_replacement("quote-ambiguous", message, details, step, first[1])


def _ambiguous_end(end: _RangeEnd, places: Matches) -> Diagnostic:
    where = "" if end.which == "from" else " after its beginning"
    message = f"The range of {end.quote.whose} {end.verb}s with words that match {_count(places)}{where}: "
    message += f"“{short(end.words)}”."
    step = f"Quote more words, so that the range {end.verb}s in only one place"
    replacement = _longer_end(end, places.spans[0])
    details = _shown(end.quote, places)
    if replacement is None:
        return end.quote.problem("quote-ambiguous", message, details, f"{step}.")
    return end.quote.with_replacement("quote-ambiguous", message, details, f"{step}; for number 1, write:", replacement)


def _longer_end(end: _RangeEnd, span: Span) -> _Replacement | None:
    """The range with neighbouring words added at this end, so that it matches only `span`; None if they don't help."""
    suggestion = suggest_quote(end.quote.text, span)
    if not suggestion.unique:
        return None
    if end.which == "from" and suggestion.suffix and not suggestion.prefix:
        return end.with_words(
            one_line(end.quote.text.source[span[0] : span[1]] + _joint(end, span[1]) + suggestion.suffix)
        )
    if end.which == "to" and suggestion.prefix and not suggestion.suffix:
        return end.with_words(
            one_line(suggestion.prefix + _joint(end, span[0]) + end.quote.text.source[span[0] : span[1]])
        )
    return None


def _joint(end: _RangeEnd, offset: int) -> str:
    """The space to write between words that meet at an offset of the source: one if there is any in the text."""
    source = end.quote.text.source
    return " " if source[offset - 1 : offset].isspace() or source[offset : offset + 1].isspace() else ""


def _shown(quote: _Quote, matches: Matches) -> list[str]:
    places = [f"{n}. {around(quote.text, s)}" for n, s in enumerate(matches.spans[:_MOST_PLACES_SHOWN], 1)]
    return places + _not_shown(matches)


def _not_shown(matches: Matches) -> list[str]:
    more = len(matches.spans) - _MOST_PLACES_SHOWN
    return [f"… and {more} more"] if more > 0 else []


def anchor_all(sidecar: Sidecar, texts: Mapping[Part, str]) -> dict[str, Anchored]:
    """The places of every annotation by its id, without those that would nest deeper than `MOST_MARKS_DEEP`."""
    anchorer = Anchorer(texts, sidecar)
    anchored = {a.id: anchorer.anchor(a) for a in sidecar.annotations}
    for id_ in too_deep(_in_one_row(anchored, texts)):
        problem = _too_deep(id_, sidecar.quotes[id_, 0].location)
        anchored[id_] = Anchored((), (*anchored[id_].diagnostics, problem))
    return anchored


def _too_deep(annotation: str, location: Location) -> Diagnostic:
    ordinal = f"{MOST_MARKS_DEEP + 1}th"
    message = f"“{annotation}” would be the {ordinal} annotation over the same words, so it is listed without a place."
    step = "Quote fewer words, or combine annotations that say the same."
    return Diagnostic.of("too-deep", location, message, step=step)


def _in_one_row(anchored: Mapping[str, Anchored], texts: Mapping[Part, str]) -> list[tuple[str, list[Span]]]:
    """(id, `shifted` ranges) of all annotations that have a place, in order of precedence."""
    return sorted(
        ((id_, shifted(one.spans, texts)) for id_, one in anchored.items() if one.spans),
        key=lambda row: (row[1][0][0], -row[1][0][1], row[0]),
    )


def shifted(spans: Iterable[Placed], texts: Mapping[Part, str]) -> list[Span]:
    """Offsets as if the parts were one text, joined by a line break in the order of `PARTS`."""
    offsets, size = {}, 0
    for part in PARTS:
        offsets[part] = size
        size += len(texts[part]) + 1
    return [(start + offsets[part], end + offsets[part]) for part, start, end in spans]
