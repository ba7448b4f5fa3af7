"""Anchors the quotes of one article in its text and reports those that match nothing or several places.

Knows sidecars and the projected texts of an article's parts. `text.quote_match` does the search and
`text.quote_suggestions` the suggestions. Knows nothing of other articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise

from generator.compiling.quote_problems import (
    Effort,
    Placed,
    QuoteToPlace,
    RangeEnd,
    ambiguous,
    ambiguous_end,
    context_misfits,
    many_ellipses,
    numbered_places,
    range_without_spaces,
    wrong_count,
)
from generator.diagnostics import Diagnostic, Location, has_errors, listed, one_line, short
from generator.formats.sidecar import Sidecar
from generator.markdown.marks import MOST_MARKS_DEEP, too_deep
from generator.model import PARTS, Annotation, Part, QuoteSelector
from generator.text import (
    LONGEST_COMPARED,
    MOST_CANDIDATES,
    Cut,
    Matches,
    Quotations,
    RangePlaces,
    Span,
    around,
    cut_by,
    cuts_flag,
    differences,
    ellipses_in,
    ends_of_range,
    find,
    likeness,
    nearest_passage,
    normalized,
    pieces_of,
    search_cost,
    whole_words,
    without_signs,
)
from generator.values import Immutable, replace

MOST_SUGGESTIONS = 100
"""Searches for a nearest passage in one article: they cost more than searches for an exact match (law 16)."""
_SECOND = 1_000_000_000
"""Nanoseconds that the searches for nearest passages of one article may take, and its suggestions of contexts."""
_MOST_SEEN = 300_000
"""Occurrences examined in one article before each further quote gets only `_FEW_CANDIDATES` (law 16)."""
_FEW_CANDIDATES = 200
"""Occurrences of one quote to examine after that."""
_CLEARLY = 5.0
"""By how much a passage of another part must be more similar to a quote, of 100."""
_LONG_RANGE = 1000
"""Characters. A longer highlight no longer shows what is claimed."""
_MARKS = frozenset('“”„«»"')
_NOTHING_SIMILAR = "no similar passage to suggest"
_TOO_LONG = f"not compared with the text: the quote is longer than {LONGEST_COMPARED:,} characters"
_TOO_MUCH = "not compared with the text: too many or too long quotes of this article match nothing"
_IF_MEANT = "If that is what you mean, write:"
_OCCURS_ONLY: Mapping[Cut, str] = {
    "word": "inside a longer word or number",
    "sign": "where a number would be parted from its sign",
    "negation": "where a contraction would lose its negation",
    "character": "where it would cut an emoji, a flag or a letter with its marks",
}


class Anchored(Immutable):
    """The places of one annotation in the order of the page, and what is wrong with its quote.

    `spans` is empty if any of its passages has no place: half a quotation would say something else.
    """

    spans: tuple[Placed, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class Anchorer:
    """Anchors quotes in the texts of one article, which it normalizes once. Counts its searches to bound their cost."""

    def __init__(
        self, texts: Mapping[Part, str], sidecar: Sidecar, paragraphs: Callable[[], Sequence[Span]] = tuple
    ) -> None:
        self._texts = {part: normalized(texts[part]) for part in PARTS}
        self._quotations: dict[Part, Quotations] = {}
        self._sidecar = sidecar
        self._paragraphs = cache(paragraphs)
        self._known: dict[QuoteSelector, Matches | RangePlaces] = {}
        self._suggestions = 0
        self._seen = 0
        self._comparing = Effort(_SECOND)
        self._suggesting = Effort(_SECOND)

    def anchor(self, annotation: Annotation) -> Anchored:
        """Anchors all passages of one annotation."""
        matches = [(selector, self._find(selector)) for selector in annotation.quote]
        settled = tuple([(selector.part, *places.spans[0]) for selector, places in matches if len(places.spans) == 1])
        spans: list[tuple[Placed, int]] = []
        diagnostics: list[Diagnostic] = []
        for n, (selector, places) in enumerate(matches):
            if _is_plainly_found(selector, places):
                spans.append(((selector.part, *places.spans[0]), n))
                continue
            text, sources = self._texts[selector.part], self._sidecar.quotes
            paragraphs = self._paragraphs_of(selector.part)
            quote = QuoteToPlace(annotation, n, selector, sources, text, settled, self._suggesting, paragraphs)
            passages, problems = self._look_up(quote, places)
            spans += [((selector.part, *span), n) for span in passages]
            diagnostics += problems
        spans.sort(key=lambda s: (PARTS.index(s[0][0]), s[0][1], s[0][2]))
        if len(spans) > 1 and not has_errors(diagnostics):
            diagnostics += self._overlaps(annotation, spans)
        lost = has_errors(diagnostics)
        return Anchored(() if lost else tuple(span for span, _ in spans), tuple(diagnostics))

    def _paragraphs_of(self, part: Part) -> Sequence[Span]:
        return self._paragraphs() if part == "body" else ()

    def _in_part(self, quote: QuoteToPlace, part: Part) -> QuoteToPlace:
        """The same quote, looked for in another part of the article."""
        text, paragraphs = self._texts[part], self._paragraphs_of(part)
        return replace(quote, selector=QuoteSelector(part=part), text=text, paragraphs=paragraphs)

    def _find(self, selector: QuoteSelector) -> Matches | RangePlaces:
        if selector not in self._known:
            most = MOST_CANDIDATES if self._seen < _MOST_SEEN else _FEW_CANDIDATES
            matches = find(self._texts[selector.part], selector, most)
            self._seen += matches.seen
            self._known[selector] = matches
        return self._known[selector]

    def _overlaps(self, annotation: Annotation, spans: Sequence[tuple[Placed, int]]) -> Iterable[Diagnostic]:
        """The first overlap. Each place comes with the number of its quote in the annotation."""
        for ((part, start, end), one), ((next_part, next_start, next_end), other) in pairwise(spans):
            if part == next_part and next_start < end and start <= next_start:
                words = one_line(self._texts[part].source[next_start : min(end, next_end)])
                message = f"Two passages of “{annotation.id}” cover the same words: “{short(words)}”."
                step = "Quote the whole passage once, or passages that don't overlap."
                at = max(self._sidecar.quotes[annotation.id, n].location for n in (one, other))
                yield Diagnostic.of("quote-overlap", at, message, step=step)
                return

    def _look_up(self, quote: QuoteToPlace, matches: Matches | RangePlaces) -> tuple[Sequence[Span], list[Diagnostic]]:
        selector = quote.selector
        if isinstance(matches, RangePlaces):
            return self._range(quote, matches)
        if not matches.spans and ellipses_in(selector) > 1:
            return (), [many_ellipses(quote)]
        if not matches.spans:
            return (), [self._not_found(quote, matches)]
        if selector.times > 1:
            fits = len(matches.spans) == selector.times and not matches.too_many
            return (matches.spans, []) if fits else ((), [wrong_count(quote, matches)])
        return (), [ambiguous(quote, matches)]

    def _range(self, quote: QuoteToPlace, ends: RangePlaces) -> tuple[Sequence[Span], list[Diagnostic]]:
        start, end = ends_of_range(quote.selector) or (quote.selector.start, quote.selector.end)
        for words, places, which in ((start, ends.start, "from"), (end, ends.end, "to")):
            if len(places.spans) == 1 and not places.too_many:
                continue
            part = RangeEnd(quote, which, start, end, words)
            if places.spans:
                return (), [ambiguous_end(part, places)]
            return (), [self._end_not_found(part, ends)]
        return ends.spans, self._range_warnings(quote, ends.spans[0])

    def _range_warnings(self, quote: QuoteToPlace, span: Span) -> list[Diagnostic]:
        warnings = []
        if self._are_in_two_quotations(quote, span):
            message = f"The range of {quote.whose} leaves one quotation and enters another."
            step = "If the quotation is interrupted, list its passages, each on its own line after a dash."
            warnings.append(quote.problem("range-crosses-quotation", message, [around(quote.text, span)], step))
        if span[1] - span[0] > _LONG_RANGE:
            message = f"The range of {quote.whose} is {span[1] - span[0]:,} characters long, more than {_LONG_RANGE:,}."
            step = "Check that it ends where you mean, then quote less or list several passages."
            warnings.append(quote.problem("range-long", message, [around(quote.text, span)], step))
        return warnings

    def _not_found(self, quote: QuoteToPlace, matches: Matches) -> Diagnostic:
        selector = quote.selector
        for cut in (*matches.inside_words[:1], *matches.inside_characters[:1]):
            if problem := self._cut(quote, cut):
                return problem
        if selector.prefix or selector.suffix:
            alone = self._find(QuoteSelector(selector.exact, part=selector.part))
            if isinstance(alone, Matches) and alone.spans:
                return context_misfits(quote, alone)
        for part in PARTS:
            elsewhere = self._find(QuoteSelector(selector.exact, part=part)) if part != selector.part else None
            if isinstance(elsewhere, Matches) and len(elsewhere.spans) == 1 and not elsewhere.too_many:
                message = f"The quote of {quote.whose} occurs in the {part}, not in the {selector.part}."
                other = self._in_part(quote, part)
                where = [around(self._texts[part], elsewhere.spans[0])]
                step = "If you mean this place, write:"
                return other.suggest("quote-not-found", message, where, elsewhere.spans[0], step)
        message = f"The quote of {quote.whose} matches nothing in the {selector.part}."
        if problem := self._copied_with_signs(quote):
            return problem
        if problem := self._in_pieces(quote):
            return problem
        affordable = self._searchable(selector.exact) and self._comparing.covers(search_cost(quote.text, ""))
        if affordable and (problem := range_without_spaces(quote)):
            return problem
        return self._nearest(quote, selector.exact, message)

    def _cut(self, quote: QuoteToPlace, cut: Span) -> Diagnostic | None:
        wider = whole_words(quote.text, cut)
        if wider is None:
            return None
        message = f"The quote of {quote.whose} occurs only {_OCCURS_ONLY[cut_by(quote.text, cut)]}."
        if cuts_flag(quote.text, cut):
            step = f"Copy whole flags from the {quote.selector.part}, or remove the quote and write a `statement`."
            return quote.problem("quote-not-found", message, [around(quote.text, wider)], step)
        changes = differences(quote.selector.exact, quote.text.source[slice(*wider)])
        return quote.suggest("quote-not-found", message, [around(quote.text, wider), *changes], wider, _IF_MEANT)

    def _copied_with_signs(self, quote: QuoteToPlace) -> Diagnostic | None:
        """A quote that has places once list numbers, bullets or signs of Markdown are taken out of it."""
        if not self._searchable(quote.selector.exact):
            return None
        several = None
        for words, kinds in without_signs(quote.selector.exact):
            if not self._comparing.covers(search_cost(quote.text, "")):
                break
            places = self._find(QuoteSelector(words, part=quote.selector.part))
            if not isinstance(places, Matches) or not places.spans:
                continue
            message = f"The quote of {quote.whose} occurs in the {quote.selector.part} only without {listed(kinds)}."
            if len(places.spans) == 1 and not places.too_many:
                where = [around(quote.text, places.spans[0])]
                return quote.suggest("quote-not-found", message, where, places.spans[0], "Write the words alone:")
            step = "Quote the words alone, and enough of them to match only one place."
            several = several or quote.problem("quote-not-found", message, numbered_places(quote, places), step)
        return several

    def _in_pieces(self, quote: QuoteToPlace) -> Diagnostic | None:
        """A quote whose sentences the text has, but not one after the other; or one of an interrupted quotation."""
        if not quote.selector.plain or not self._searchable(quote.selector.exact):
            return None
        for n, pieces in enumerate(pieces_of(quote.selector.exact)):
            if not self._comparing.covers(len(pieces) * search_cost(quote.text, "")):
                break
            places = [self._find(QuoteSelector(piece, part=quote.selector.part)) for piece in pieces]
            spans = [place.spans[0] for place in places if _is_plainly_found(quote.selector, place)]
            apart = all(one[1] <= next_[0] for one, next_ in pairwise(sorted(spans)))
            if len(spans) < len(pieces) or not apart or not all(map(quote.is_free, spans)):
                continue
            is_interrupted = spans == sorted(spans) and self._are_in_two_quotations(quote, (spans[0][0], spans[-1][1]))
            if n and not is_interrupted:  # the parts between commas alone: what is left out may be a “not”
                continue
            message = (
                f"The words of the quote of {quote.whose} occur in the {quote.selector.part}, but not in one piece."
            )
            details = [f"{n}. {around(quote.text, span)}" for n, span in enumerate(spans, 1)]
            words = (one_line(quote.text.source[slice(*span)]) for span in spans)
            step = "If you mean these passages, list them:"
            return quote.with_replacement("quote-not-found", message, details, step, quote.listed(words))
        return None

    def _are_in_two_quotations(self, quote: QuoteToPlace, span: Span) -> bool:
        part = quote.selector.part
        if part not in self._quotations:
            self._quotations[part] = Quotations(quote.text.source)
        return self._quotations[part].leaves_and_enters(*span)

    def _nearest(self, quote: QuoteToPlace, words: str, message: str) -> Diagnostic:
        bare = [words, *(without for without, _ in without_signs(words))][-1]
        near = self._search_nearest(quote.selector.part, bare)
        if other := self._nearer_elsewhere(quote, bare, near):
            quote, near = other
            message = f"The quote of {quote.whose} is more like words of the {quote.selector.part}."
        if isinstance(near, str):
            step = f"Copy the words from the {quote.selector.part}, or remove the quote and write a `statement`."
            return quote.problem("quote-not-found", message, [near], step)
        passage = quote.text.source[slice(*near)]
        inner = words if _MARKS & {passage[0], passage[-1]} else words.strip("".join(_MARKS) + " ")
        details = [
            "nearest: " + around(quote.text, near),
            *(differences(inner, passage) or differences(words, passage)),
        ]
        return quote.suggest("quote-not-found", message, details, near, _IF_MEANT)

    def _nearer_elsewhere(self, quote: QuoteToPlace, words: str, near: Span | str) -> tuple[QuoteToPlace, Span] | None:
        """The passage of another part of the article that is clearly more similar to a quote, and the quote there."""
        if near in {_TOO_LONG, _TOO_MUCH}:
            return None
        best, found = 0.0 if isinstance(near, str) else likeness(quote.text, near, words), None
        for part in PARTS:
            text = self._texts[part]
            if part == quote.selector.part or not text.text or not self._comparing.covers(search_cost(text, words)):
                continue
            there = nearest_passage(text, words)
            if there and (alike := likeness(text, there, words)) > best + _CLEARLY:
                best, found = alike, (self._in_part(quote, part), there)
        return found

    def _end_not_found(self, end: RangeEnd, ends: RangePlaces) -> Diagnostic:
        quote, places = end.quote, ends.start if end.which == "from" else ends.end
        begins = f"The range of {quote.whose} {end.verb}s with words that"
        if end.which == "to" and (earlier := self._place_before(end, ends.start.spans[0])):
            message = f"{begins} occur only before its beginning: “{short(end.words)}”."
            step = (
                "Begin with the words that the text has first, or list the passages, each on its own line after a dash."
            )
            return quote.problem("quote-not-found", message, [around(quote.text, earlier)], step)
        where = f"in the {quote.selector.part}" if end.which == "from" else "after its beginning"
        message = f"{begins} match nothing {where}: “{short(end.words)}”."
        if signless := self._end_with_signs(end, message):
            return signless
        cut = next(iter((*places.inside_words, *places.inside_characters)), None)
        near: Span | str | None = None
        if cut and not cuts_flag(quote.text, cut) and (near := whole_words(quote.text, cut)):
            message = f"{begins} occur only {_OCCURS_ONLY[cut_by(quote.text, cut)]}: “{short(end.words)}”."
        near = near or self._search_nearest(quote.selector.part, end.words)
        if not isinstance(near, str) and end.which == "to" and near[0] < ends.start.spans[0][1]:
            near = _NOTHING_SIMILAR
        if isinstance(near, str):
            step = "Copy the first and the last words of the passage from the article."
            return end.quote.problem("quote-not-found", message, [near], step)
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

    def _place_before(self, end: RangeEnd, beginning: Span) -> Span | None:
        matches = self._find(QuoteSelector(end.words, part=end.quote.selector.part))
        spans = matches.spans if isinstance(matches, Matches) else ()
        return spans[0] if spans and spans[0][1] <= beginning[0] else None

    def _end_with_signs(self, end: RangeEnd, message: str) -> Diagnostic | None:
        if not self._searchable(end.words):
            return None
        for words, kinds in without_signs(end.words):
            if not self._comparing.covers(search_cost(end.quote.text, "")):
                break
            if replacement := end.with_words(one_line(words)):
                details = [f"they occur without {listed(kinds)}"]
                step = "Write the words alone:"
                return end.quote.with_replacement("quote-not-found", message, details, step, replacement)
        return None

    def _searchable(self, words: str) -> bool:
        return self._suggestions < MOST_SUGGESTIONS and len(words) <= LONGEST_COMPARED

    def _search_nearest(self, part: Part, words: str) -> Span | str:
        """The nearest passage; or a sentence that says why there is none to suggest."""
        if len(words) > LONGEST_COMPARED:
            return _TOO_LONG
        self._suggestions += 1
        cost = search_cost(self._texts[part], words)
        if self._suggestions > MOST_SUGGESTIONS or not self._comparing.covers(cost):
            return _TOO_MUCH
        return nearest_passage(self._texts[part], words) or _NOTHING_SIMILAR


def _is_plainly_found(selector: QuoteSelector, matches: Matches | RangePlaces) -> bool:
    """Whether a quote of one passage has exactly one place, as nearly all have: nothing more is to be asked of it."""
    if isinstance(matches, RangePlaces) or selector.times > 1:
        return False
    return len(matches.spans) == 1 and not matches.too_many


def anchor_all(
    sidecar: Sidecar, texts: Mapping[Part, str], paragraphs: Callable[[], Sequence[Span]] = tuple
) -> dict[str, Anchored]:
    """The places of every annotation by its id, without those that would nest deeper than `MOST_MARKS_DEEP`.

    `paragraphs` gives the ranges of the body's paragraphs, in order. Only a problem asks for them.
    """
    anchorer = Anchorer(texts, sidecar, paragraphs)
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
