"""Finds the places of all quotes of one article, and says what is wrong with those that have none, or several.

Knows sidecars and the projected texts of an article's parts; the search itself is `anchor`, what to suggest `nearest`.
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
"""In one article: a search for the nearest passage costs more than the search for a place (law 16)."""
_MOST_SEEN = 300_000
_FEW_CANDIDATES = 200
"""Once so many occurrences were looked at in an article, of each further quote only these are (law 16)."""
_MOST_TRIED = 1_000_000
"""Occurrences looked at in an article to tell places apart by their context: beyond it only the places are shown."""
_MOST_PLACES_SHOWN = 6
_LONG_RANGE = 1000
_IF_MEANT = "if that is what is meant, write:"

Placed = tuple[Part, int, int]


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where one annotation stands: (part, start, end) in the order of the page. Nothing where any of its passages has
    no place: half a quotation would say something else."""

    spans: tuple[Placed, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class Anchorer:
    """The texts of one article, folded once, to look quotes up in."""

    def __init__(self, texts: Mapping[Part, str], sidecar: Sidecar) -> None:
        self._texts = {part: normalized(texts[part]) for part in PARTS}
        self._quotations: dict[Part, Quotations] = {}
        self._sidecar = sidecar
        self._suggestions = 0
        self._seen = 0
        self._tried = 0

    def anchor(self, annotation: Annotation) -> Anchored:
        """All passages of one annotation."""
        found = [(selector, self._find(selector)) for selector in annotation.quote]
        settled = tuple((selector.part, *places.spans[0]) for selector, places in found if len(places.spans) == 1)
        spans: list[tuple[Placed, _Quote]] = []
        diagnostics: list[Diagnostic] = []
        for n, (selector, places) in enumerate(found):
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
        found = find(self._texts[selector.part], selector, most)
        self._seen += found.seen
        return found

    def _overlaps(self, annotation: Annotation, spans: Sequence[tuple[Placed, _Quote]]) -> Iterable[Diagnostic]:
        for ((part, start, end), one), ((next_part, next_start, next_end), other) in pairwise(spans):
            if part == next_part and next_start < end and start <= next_start:
                words = one_line(self._texts[part].source[next_start : min(end, next_end)])
                message = f"Two passages of “{annotation.id}” cover the same words: “{short(words)}”."
                step = "quote the whole passage once, or passages that stand apart"
                at = max(one.source.location, other.source.location)
                yield Diagnostic.of("quote-overlap", at, message, step=step)
                return

    def _look_up(self, quote: _Quote, found: Matches | RangePlaces) -> tuple[Sequence[Span], list[Diagnostic]]:
        selector = quote.selector
        if isinstance(found, RangePlaces):
            return self._range(quote, found)
        if not found.spans and ellipses_in(selector) > 1:
            return (), [_many_ellipses(quote)]
        if not found.spans:
            return (), [self._not_found(quote, found)]
        if selector.times > 1:
            fits = len(found.spans) == selector.times and not found.too_many
            return (found.spans, []) if fits else ((), [_other_count(quote, found)])
        if len(found.spans) > 1 or found.too_many:
            self._tried += min(len(found.spans), MOST_OCCURRENCES) * CONTEXTS
            return (), [_ambiguous(quote, found, can_tell=self._tried <= _MOST_TRIED)]
        return found.spans, []

    def _range(self, quote: _Quote, found: RangePlaces) -> tuple[Sequence[Span], list[Diagnostic]]:
        start, end = ends_of_range(quote.selector) or (quote.selector.start, quote.selector.end)
        for words, places, which in ((start, found.start, "from"), (end, found.end, "to")):
            if len(places.spans) == 1 and not places.too_many:
                continue
            part = _RangeEnd(quote, which, start, end, words)
            if places.spans:
                return (), [_ambiguous_end(part, places)]
            return (), [self._end_not_found(part, found)]
        return found.spans, self._range_warnings(quote, found.spans[0])

    def _range_warnings(self, quote: _Quote, span: Span) -> list[Diagnostic]:
        part = quote.selector.part
        if part not in self._quotations:
            self._quotations[part] = Quotations(quote.text.source)
        warnings = []
        if self._quotations[part].leaves_and_enters(*span):
            message = f"The range of {quote.whose} leaves one quotation and enters another."
            step = "if the quotation is interrupted, name its passages in a list, one with a dash on each line"
            warnings.append(quote.problem("range-crosses-quotation", message, [around(quote.text, span)], step))
        if span[1] - span[0] > _LONG_RANGE:
            message = f"The range of {quote.whose} covers {span[1] - span[0]:,} characters."
            step = "check that it ends where you mean; quote less, or several passages"
            warnings.append(quote.problem("range-long", message, [around(quote.text, span)], step))
        return warnings

    def _not_found(self, quote: _Quote, found: Matches) -> Diagnostic:
        selector = quote.selector
        if found.inside_words:
            wider = whole_words(quote.text, found.inside_words[0])
            message = f"The quote of {quote.whose} stands only inside a longer word or number."
            return quote.suggest("quote-not-found", message, [around(quote.text, wider)], wider, "quote it whole:")
        if selector.prefix or selector.suffix:
            alone = find(quote.text, QuoteSelector(selector.exact, part=selector.part))
            if isinstance(alone, Matches) and alone.spans:
                message = f"The quote of {quote.whose} stands in the {selector.part}, but not beside the context given."
                numbered = len(alone.spans) > 1
                step = f"if {'number 1' if numbered else 'this'} is the place meant, write:"
                places = _shown(quote, alone) if numbered else [around(quote.text, alone.spans[0])]
                return quote.suggest("quote-not-found", message, places, alone.spans[0], step)
        for part in PARTS:
            elsewhere = (
                find(self._texts[part], QuoteSelector(selector.exact, part=part)) if part != selector.part else None
            )
            if isinstance(elsewhere, Matches) and len(elsewhere.spans) == 1:
                message = f"The quote of {quote.whose} stands in the {part}, not in the {selector.part}."
                other = replace(quote, selector=QuoteSelector(part=part), text=self._texts[part])
                where = [around(self._texts[part], elsewhere.spans[0])]
                step = "if this is the place meant, write:"
                return other.suggest("quote-not-found", message, where, elsewhere.spans[0], step)
        return self._nearest(
            quote, selector.exact, f"The quote of {quote.whose} stands nowhere in the {selector.part}."
        )

    def _nearest(self, quote: _Quote, words: str, message: str) -> Diagnostic:
        near = self._search_nearest(quote.text, words)
        if near is None:
            step = f"copy the words from the {quote.selector.part}, or take the quote out and write a statement"
            return quote.problem("quote-not-found", message, ["nothing much like it was found"], step)
        details = ["nearest: " + around(quote.text, near), *differences(words, quote.text.source[slice(*near)])]
        return quote.suggest("quote-not-found", message, details, near, _IF_MEANT)

    def _end_not_found(self, end: _RangeEnd, found: RangePlaces) -> Diagnostic:
        where = f"in the {end.quote.selector.part}" if end.which == "from" else "behind its beginning"
        message = f"The range of {end.quote.whose} {end.verb} with words that stand nowhere {where}: "
        message += f"“{short(end.words)}”."
        near = self._search_nearest(end.quote.text, end.words)
        behind = near is not None and (end.which == "from" or near[0] >= found.start.spans[0][1])
        if near is None or not behind:
            step = "copy the first and the last words of the passage from the article"
            return end.quote.problem("quote-not-found", message, ["nothing much like it was found"], step)
        details = [
            "nearest: " + around(end.quote.text, near),
            *differences(end.words, end.quote.text.source[slice(*near)]),
        ]
        words = one_line(end.quote.text.source[slice(*near)])
        mend = end.with_words(words)
        if mend is None:
            step = f"if that is what is meant, let it {'begin' if end.which == 'from' else 'end'} with “{words}”"
            return end.quote.problem("quote-not-found", message, details, step)
        return end.quote.mended("quote-not-found", message, details, _IF_MEANT, mend)

    def _search_nearest(self, text: Normalized, words: str) -> Span | None:
        self._suggestions += 1
        return nearest_passage(text, words) if self._suggestions <= MOST_SUGGESTIONS else None


@dataclass(frozen=True, slots=True)
class _Mend:
    """How a quote would be written: its value, and the lines to paste where they can be replaced as a whole."""

    words: str
    paste: Paste | None


@dataclass(frozen=True, slots=True)
class _Quote:
    """One passage that is looked for, the `number`-th of its annotation, from 0. `settled` are the places of those that
    stand once; `sources` tells where each is written."""

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
        """Whether no other passage of the annotation covers words of a place: one quote can't have both."""
        part = self.selector.part
        return not any(part == p and start < span[1] and span[0] < end for p, start, end in self.settled)

    def suggest(self, code: str, message: str, details: Iterable[str], span: Span, step: str) -> Diagnostic:
        """A problem with the lines to paste that find the place `span`."""
        if not self.is_free(span):
            step = "another passage of this quote covers those words: take this one out, or quote others"
            return self.problem(code, message, details, step)
        suggestion = suggest_quote(self.text, span)
        if not suggestion.unique:
            return self.problem(code, message, details, "no context sets this place apart: quote more of the passage")
        mend = self.written(suggestion.exact, suggestion.prefix, suggestion.suffix)
        return self.mended(code, message, details, step, mend)

    def mended(self, code: str, message: str, details: Iterable[str], step: str, mend: _Mend) -> Diagnostic:
        """A problem with its mend: as lines to paste, or in words where other things stand in those lines, too."""
        return self.problem(code, message, details, step if mend.paste else f"{step} {mend.words}", mend.paste)

    def written(self, exact: str, prefix: str = "", suffix: str = "", times: int = 1) -> _Mend:
        """The quote in its shortest form: a text, or a mapping on one line (`{exact: "…", prefix: "…"}`)."""
        part = "" if self.selector.part == "body" else self.selector.part
        if not (prefix or suffix or part or times > 1):
            return _Mend(in_quotes(exact), self.source.paste(exact))
        return self.mapping(exact=exact, prefix=prefix, suffix=suffix, times=times if times > 1 else 0, part=part)

    def mapping(self, *, times: int = 0, part: str = "", **words: str) -> _Mend:
        pairs = [f"{key.rstrip('_')}: {in_quotes(text)}" for key, text in words.items() if text]
        pairs += [f"times: {times}"] * bool(times) + [f"in: {part}"] * bool(part)
        whole, source = f"{{{', '.join(pairs)}}}", self.source
        paste = Paste(source.first_line, source.last_line, (source.lead + whole,)) if source.lead is not None else None
        return _Mend(whole, paste)


@dataclass(frozen=True, slots=True)
class _RangeEnd:
    """One end of a range that has no place of its own."""

    quote: _Quote
    which: str
    start: str
    end: str
    words: str

    @property
    def verb(self) -> str:
        return "begins" if self.which == "from" else "ends"

    def with_words(self, words: str) -> _Mend | None:
        """The range with other words at this end; None where it still has no place, or shares another's words."""
        start, end = (words, self.end) if self.which == "from" else (self.start, words)
        spans = find_range(self.quote.text, start, end).spans
        if not spans or not self.quote.is_free(spans[0]):
            return None
        part = "" if self.quote.selector.part == "body" else self.quote.selector.part
        return self.quote.mapping(from_=start, to=end, part=part)


def _many_ellipses(quote: _Quote) -> Diagnostic:
    message = f"The quote of {quote.whose} has more than one ellipsis between spaces; a range has one."
    step = "name each passage in a list, one with a dash on each line, or give only the first and the last words"
    return quote.problem("quote-ellipses", message, (), step)


def _other_count(quote: _Quote, found: Matches) -> Diagnostic:
    n, wanted = len(found.spans), quote.selector.times
    count = f"more than {n}" if found.too_many else str(n)
    message = f"The quote of {quote.whose} stands in {count} place{'s' if n != 1 else ''}, not in {wanted}."
    s = quote.selector
    if found.too_many:
        return quote.problem("quote-count", message, _shown(quote, found), "quote more, so that fewer places have it")
    mend = quote.written(one_line(s.exact), s.prefix, s.suffix, n)
    return quote.mended("quote-count", message, _shown(quote, found), "if all of them are meant, write:", mend)


def _ambiguous(quote: _Quote, found: Matches, *, can_tell: bool) -> Diagnostic:
    count = f"more than {len(found.spans)}" if found.too_many else str(len(found.spans))
    message = f"The quote of {quote.whose} stands in {count} places, and nothing says which is meant."
    details, first = [], None
    for n, span in enumerate(found.spans[:_MOST_PLACES_SHOWN], 1):
        details.append(f"{n}. {around(quote.text, span)}")
        if not can_tell:
            continue
        suggestion = suggest_quote(quote.text, span)
        if not suggestion.unique:
            continue
        mend = quote.written(suggestion.exact, suggestion.prefix, suggestion.suffix)
        details += [f"   {line.strip()}" for line in (mend.paste.lines if mend.paste else (mend.words,))]
        first = first or ((n, mend) if quote.is_free(span) else None)
    details += _not_shown(found)
    if first is None:
        return quote.problem("quote-ambiguous", message, details, "quote more of the passage, so that it stands once")
    step = f"say which is meant, with the words before or after it; for number {first[0]}:"
    return quote.mended("quote-ambiguous", message, details, step, first[1])


def _ambiguous_end(end: _RangeEnd, places: Matches) -> Diagnostic:
    where = "" if end.which == "from" else " behind its beginning"
    message = (
        f"The range of {end.quote.whose} {end.verb} with words that stand in {len(places.spans)} places{where}:"
        f" “{short(end.words)}”."
    )
    step = f"give more words, so that it {end.verb} in one place"
    mend = _longer_end(end, places.spans[0])
    if mend is None:
        return end.quote.problem("quote-ambiguous", message, _shown(end.quote, places), step)
    return end.quote.mended("quote-ambiguous", message, _shown(end.quote, places), f"{step}; for number 1:", mend)


def _longer_end(end: _RangeEnd, span: Span) -> _Mend | None:
    """The range with this end made longer by the neighbouring words until it stands once."""
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
    source = end.quote.text.source
    return " " if source[offset - 1 : offset].isspace() or source[offset : offset + 1].isspace() else ""


def _shown(quote: _Quote, found: Matches) -> list[str]:
    return [f"{n}. {around(quote.text, s)}" for n, s in enumerate(found.spans[:_MOST_PLACES_SHOWN], 1)] + _not_shown(
        found
    )


def _not_shown(found: Matches) -> list[str]:
    more = len(found.spans) - _MOST_PLACES_SHOWN
    return [f"… and {more} more"] if more > 0 else []


def anchor_all(sidecar: Sidecar, texts: Mapping[Part, str]) -> dict[str, Anchored]:
    """Every annotation's places by its id; those that would be the thirteenth somewhere have lost theirs."""
    anchorer = Anchorer(texts, sidecar)
    anchored = {a.id: anchorer.anchor(a) for a in sidecar.annotations}
    for id_ in too_deep(_in_one_row(anchored, texts)):
        problem = _too_deep(id_, sidecar.quotes[id_, 0].location)
        anchored[id_] = Anchored((), (*anchored[id_].diagnostics, problem))
    return anchored


def _too_deep(annotation: str, location: Location) -> Diagnostic:
    ordinal = f"{MOST_MARKS_DEEP + 1}th"
    message = f"“{annotation}” would be the {ordinal} annotation over the same words; it is listed without a place."
    return Diagnostic.of("too-deep", location, message, step="quote fewer words, or join annotations that say the same")


def _in_one_row(anchored: Mapping[str, Anchored], texts: Mapping[Part, str]) -> list[tuple[str, list[Span]]]:
    """The ranges of all placed annotations as if the parts stood one behind the other, in order of precedence."""
    return sorted(
        ((id_, shifted(found.spans, texts)) for id_, found in anchored.items() if found.spans),
        key=lambda row: (row[1][0][0], -row[1][0][1], row[0]),
    )


def shifted(spans: Iterable[Placed], texts: Mapping[Part, str]) -> list[Span]:
    """Ranges as if the parts stood one behind the other."""
    offsets, size = {}, 0
    for part in PARTS:
        offsets[part] = size
        size += len(texts[part]) + 1
    return [(start + offsets[part], end + offsets[part]) for part, start, end in spans]
