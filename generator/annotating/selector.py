"""The quote to write for a passage: words, a range or words with context, proved to match that passage alone.

The context is the one that the message `quote-ambiguous` suggests, and the proof the search that a build does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Literal

from generator.annotating.part_text import PartText
from generator.annotating.word_edges import begins_word, ends_word
from generator.diagnostics import one_line
from generator.model import Part, QuoteSelector
from generator.text import RangePlaces, Span, find, folded_index, has_one_place, lengthened, suggest_quote
from generator.yaml_text.tree import CONTROL

LONGEST_WRITTEN = 300
"""Characters of a passage whose words are written in full. A longer one becomes a range."""
_END_WORDS = 4
"""Words at an end of a range, even if fewer would do: one word alone doesn't tell a reader where it begins."""
_UNSEEN = dict.fromkeys(
    map(ord, "\u00ad\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), None
)
"""Signs that normalizing drops and that are not seen in a file: soft hyphens, zero-width spaces, turns of direction."""

QuoteValue = str | dict[str, str] | list[str | dict[str, str]]
"""A value of the field `quote` as YAML has it: a text, a mapping, or a list of these for several passages."""


@dataclass(frozen=True, slots=True)
class NoQuote:
    """Why no quote matches a passage alone, and what to do: a sentence or two, for the person who selected it."""

    message: str


def quotes_of(text: PartText, spans: Sequence[Span]) -> tuple[QuoteSelector, ...] | NoQuote:
    """The quotes of the passages of one annotation, in order; the first reason why one of them has none.

    The passages are snapped (`selection.select`) and in order.
    """
    assert spans, "an annotation of a part has a passage there"
    if any(next_[0] < one[1] for one, next_ in pairwise(spans)):
        return NoQuote("Two of the passages overlap. Take words that are in only one of them.")
    quotes: list[QuoteSelector] = []
    for span in spans:
        quote = quote_of(text, span)
        if isinstance(quote, NoQuote):
            return quote
        quotes.append(quote)
    return tuple(quotes)


def quote_of(text: PartText, span: Span) -> QuoteSelector | NoQuote:
    """The quote that matches exactly one snapped passage.

    It is the words in full up to `LONGEST_WRITTEN` characters, else a range whose ends are each unique. Words with
    several places get the context with the fewest words, before rather than after, in their paragraph.
    """
    assert 0 <= span[0] < span[1] <= len(text.text), "a passage is a range of the text that isn't empty"
    if CONTROL.search(text.words(span)):
        return NoQuote("These words hold a control character, which no YAML file can. Take it out of the article.")
    for make in (_range, _words):
        quote = make(text, span)
        if quote is not None and matches_only(text, quote, span):
            return quote
    return _no_quote(text, span)


def matches_only(text: PartText, quote: QuoteSelector, span: Span) -> bool:
    """Whether a build would find exactly this passage for a quote, and no other."""
    places = find(text.folded, quote)
    return places.spans == (span,) and (isinstance(places, RangePlaces) or not places.too_many)


def quote_value(quotes: Sequence[QuoteSelector]) -> QuoteValue:
    """The quotes of one annotation as a value of the field `quote`. There is one at least."""
    assert quotes, "a field without a value isn't written"
    values = [_value(quote) for quote in quotes]
    return values[0] if len(values) == 1 else list(values)


def _value(quote: QuoteSelector) -> str | dict[str, str]:
    if quote.plain:
        return quote.exact
    part: Part | Literal[""] = "" if quote.part == "body" else quote.part
    pairs = {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    pairs |= {"from": quote.start, "to": quote.end, "in": part}
    return {key: words for key, words in pairs.items() if words}


def _words(text: PartText, span: Span) -> QuoteSelector | None:
    """The words in full, with context if they need any; None if no near context tells the place apart."""
    found = suggest_quote(text.folded, span, text.paragraphs)
    if not found.unique or not found.near:
        return None
    exact, prefix, suffix = map(_seen, (found.exact, found.prefix, found.suffix))
    is_plain = text.part == "body" and not prefix and not suffix
    return QuoteSelector(exact, prefix, suffix, part=text.part, plain=is_plain)


def _seen(words: str) -> str:
    return one_line(words.translate(_UNSEEN))


def _no_quote(text: PartText, span: Span) -> NoQuote:
    if find(text.folded, QuoteSelector(one_line(text.words(span)))).spans:
        return NoQuote("These words occur more than once, and so do the words beside them. Take more words.")
    return NoQuote(f"No quote can begin and end where “{one_line(text.words(span))[:40]}” does. Take whole words.")


# ── ranges ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _range(text: PartText, span: Span) -> QuoteSelector | None:
    """A range for a long passage; None if the words in full are better.

    They are where the range would leave one quotation and enter another, of which a build warns.
    """
    if span[1] - span[0] <= LONGEST_WRITTEN or text.quotations.leaves_and_enters(*span):
        return None
    first, last = _beginning(text, span), _ending(text, span)
    if first is None or last is None:
        return None
    return QuoteSelector(start=_seen(text.words(first)), end=_seen(text.words(last)), part=text.part)


def _beginning(text: PartText, span: Span) -> Span | None:
    """The first words of a passage, as few as have one place."""
    start = folded_index(text.folded, span[0])
    edges = (at for at in range(start + 1, len(text.folded.text) + 1) if ends_word(text, at))
    edge = next(islice(edges, _END_WORDS - 1, None), None)
    words = text.folded.span(start, edge) if edge else None
    return words if words is None or has_one_place(text.folded, words) else lengthened(text.folded, words, "after")


def _ending(text: PartText, span: Span) -> Span | None:
    """The last words of a passage, as few as have one place."""
    end = folded_index(text.folded, span[1])
    edges = (at for at in range(end - 1, -1, -1) if begins_word(text, at))
    edge = next(islice(edges, _END_WORDS - 1, None), None)
    words = text.folded.span(edge, end) if edge is not None else None
    return words if words is None or has_one_place(text.folded, words) else lengthened(text.folded, words, "before")
