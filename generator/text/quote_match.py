"""Finds the one place where a quote stands in a plain text, or says why there is none. Knows no documents, no YAML.

A place is exact: what stands there, folded, is the quote, folded. Nothing near is ever taken for it. The selector is
the Web Annotation model's TextQuoteSelector (https://www.w3.org/TR/annotation-model/#text-quote-selector), made
stricter: its context must touch, and no place begins or ends inside a word or a number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from generator.model import QuoteSelector
from generator.text.normalize import Normalized, normalize_text, normalized, unwrapped

Span = tuple[int, int]
"""Code points `start`:`end` of a text."""

MOST_CANDIDATES = 20_000
"""How many occurrences of one quote are looked at; a quote with more is reported as standing in too many places."""

_UNSPACED = re.compile(  # Han, kana, Thai, Lao, Khmer, Burmese: written without spaces between words
    "[\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029"
    "\u3031-\u3035\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9fe\uaa60-\uaa7f"
    "\uf900-\ufaff\uff66-\uff9f\U0001aff0-\U0001b16f\U00020000-\U0003fffd]"
)
_DIGIT_SEPARATORS = frozenset(",.'\u066b\u066c")
_RANGE_SIGN = re.compile(r" \.\.\. ")


@dataclass(frozen=True, slots=True)
class Matches:
    """What one selector finds. `spans` are its places in the text, in order.

    `inside_words` are the occurrences that are no places because an edge falls into a word or number; `too_many` tells
    that there were more occurrences than are looked at (`spans` then holds those that were, of `seen` in all).
    """

    spans: tuple[Span, ...]
    inside_words: tuple[Span, ...] = ()
    too_many: bool = False
    seen: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class RangePlaces:
    """What a range finds: the places of its beginning, and those of its end behind a beginning that stands once."""

    start: Matches
    end: Matches

    @property
    def seen(self) -> int:
        return self.start.seen + self.end.seen

    @property
    def spans(self) -> tuple[Span, ...]:
        """The range, where both its ends stand once; else nothing."""
        if len(self.start.spans) == 1 and len(self.end.spans) == 1 and not (self.start.too_many or self.end.too_many):
            return ((self.start.spans[0][0], self.end.spans[0][1]),)
        return ()


def find(text: Normalized, selector: QuoteSelector, most: int = MOST_CANDIDATES) -> Matches | RangePlaces:
    """The places of a selector in a text. A bare quote with an ellipsis is a range only where it stands nowhere so."""
    if selector.is_range:
        return find_range(text, selector.start, selector.end, most)
    found = find_exact(text, selector.exact, selector.prefix, selector.suffix, most)
    ends = ends_of_range(selector) if not found.spans and not found.too_many else None
    return find_range(text, *ends, most) if ends else found


def ends_of_range(selector: QuoteSelector) -> tuple[str, str] | None:
    """The two ends of a bare quote that holds just one ellipsis between spaces; None for any other."""
    if not selector.plain or ellipses_in(selector) != 1:
        return None
    quote = normalize_text(selector.exact)
    sign = _RANGE_SIGN.search(quote)
    assert sign, "a quote with one range sign has it where it was counted"
    return quote[: sign.start()], quote[sign.end() :]


def ellipses_in(selector: QuoteSelector) -> int:
    """How many ellipses with a space on both sides a bare quote holds (` ... ... ` are two)."""
    return len(re.findall(r"(?= \.\.\. )", normalize_text(selector.exact))) if selector.plain else 0


def find_exact(
    text: Normalized, exact: str, prefix: str = "", suffix: str = "", most: int = MOST_CANDIDATES, enough: int = 0
) -> Matches:
    """All places of `exact` whose context, where given, touches it. An empty quote has none.

    A line break between two wide characters may be the writer's, who wrapped a line, or the article's: both are read.
    At most `most` occurrences are looked at; where more than `enough` places are too many, the search ends with them.
    """
    written = _find_folded(text, exact, prefix, suffix, most, enough)
    if "\n" not in exact + prefix + suffix:
        return written
    context = _unwrapped_prefix(prefix, exact), _unwrapped_suffix(suffix, exact)
    joined = _find_folded(text, unwrapped(exact), *context, most, enough)
    return Matches(
        tuple(sorted({*written.spans, *joined.spans})),
        tuple(sorted({*written.inside_words, *joined.inside_words})),
        written.too_many or joined.too_many,
        written.seen + joined.seen,
    )


def _unwrapped_prefix(prefix: str, exact: str) -> str:
    """The prefix with no line break where a wide character follows, be it the quote's first; none at its outer end,
    where nobody knows what follows."""
    return unwrapped(prefix + exact.strip()[:1])[:-1].removeprefix("\n") if prefix else ""


def _unwrapped_suffix(suffix: str, exact: str) -> str:
    return unwrapped(exact.strip()[-1:] + suffix)[1:].removesuffix("\n") if suffix else ""


def _find_folded(text: Normalized, exact: str, prefix: str, suffix: str, most: int, enough: int) -> Matches:
    quote = normalize_text(exact)
    if not quote:
        return Matches(())
    context = _Context(text, normalized(prefix).text, normalized(suffix).text)
    spans: list[Span] = []
    inside: list[Span] = []
    seen = 0
    for start in islice(_occurrences(text.text, quote), most + 1):
        seen += 1
        if seen > most or (enough and len(spans) > enough):
            return Matches(tuple(spans), tuple(inside), True, seen)
        end = start + len(quote)
        if text.parts_character(start) or text.parts_character(end) or not context.surrounds(start, end):
            continue
        free = (context.shows_word_before(start) or is_border(text, start)) and (
            context.shows_word_after(end) or is_border(text, end)
        )
        (spans if free else inside).append(text.span(start, end))
    return Matches(tuple(spans), tuple(inside), seen=seen)


def find_range(text: Normalized, start: str, end: str, most: int = MOST_CANDIDATES) -> RangePlaces:
    """Where a range begins, and, if it begins at one place, where it can end behind that."""
    beginning = find_exact(text, start, most=most)
    if len(beginning.spans) != 1:
        return RangePlaces(beginning, Matches(()))
    ends = find_exact(text, end, most=most)
    behind = beginning.spans[0][1]
    return RangePlaces(
        beginning,
        Matches(
            tuple(s for s in ends.spans if s[0] >= behind),
            tuple(s for s in ends.inside_words if s[0] >= behind),
            ends.too_many,
            ends.seen,
        ),
    )


def is_border(text: Normalized, index: int) -> bool:
    """Whether an edge before folded character `index` falls between words, not into a word or a number."""
    folded = text.text
    if not 0 < index < len(folded):
        return True
    left, right = folded[index - 1], folded[index]
    if _is_mark(right):
        return False
    if _is_number_edge(text, index):
        return False
    letter = _base_letter(folded, index - 1) if _is_mark(left) else left
    if not (letter.isalnum() and right.isalnum()):
        return True
    return bool(_UNSPACED.match(letter) or _UNSPACED.match(right))


def _occurrences(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _is_mark(character: str) -> bool:
    return character > "\u02ff" and unicodedata.category(character)[0] == "M"


def _base_letter(text: str, index: int) -> str:
    """The letter that the marks up to `index` sit on; looking back a little is enough for any writing."""
    for i in range(index, max(-1, index - 32), -1):
        if not _is_mark(text[i]):
            return text[i]
    return text[index]


def _is_number_edge(text: Normalized, index: int) -> bool:
    """Whether the edge stands between two digits that only a separator parts: `1|,200`, `1,|200`."""
    folded = text.text
    before, after = folded[index - 1], folded[index]
    if after.isdigit() and _is_separator(text, index - 1):
        return index >= 2 and folded[index - 2].isdigit()
    if before.isdigit() and _is_separator(text, index):
        return index + 1 < len(folded) and folded[index + 1].isdigit()
    return False


def _is_separator(text: Normalized, index: int) -> bool:
    return text.text[index] in _DIGIT_SEPARATORS or text.is_narrow_space(index)


class _Context:
    """The words that must touch a quote. A space at their inner edge may be left out; a text's ends count as spaces."""

    def __init__(self, text: Normalized, prefix: str, suffix: str) -> None:
        self._text = text.text
        self._prefix = prefix if prefix.strip(" ") else ""
        self._suffix = suffix if suffix.strip(" ") else ""

    def surrounds(self, start: int, end: int) -> bool:
        return (not self._prefix or self._stands_before(start)) and (not self._suffix or self._stands_after(end))

    def shows_word_before(self, start: int) -> bool:
        """Whether the prefix shows the beginning of the word that the quote's first letter belongs to."""
        return bool(self._prefix) and self._prefix[-1] != " " and start > 0 and self._text[start - 1] != " "

    def shows_word_after(self, end: int) -> bool:
        return bool(self._suffix) and self._suffix[0] != " " and end < len(self._text) and self._text[end] != " "

    def _stands_before(self, start: int) -> bool:
        if self._ends_with(self._prefix, start):
            return True
        return start > 0 and self._text[start - 1] == " " and self._ends_with(self._prefix, start - 1)

    def _stands_after(self, end: int) -> bool:
        if self._begins_with(self._suffix, end):
            return True
        return end < len(self._text) and self._text[end] == " " and self._begins_with(self._suffix, end + 1)

    def _ends_with(self, words: str, at: int) -> bool:
        if self._text.endswith(words, 0, at):
            return True
        at_start = words[0] == " " and at == len(words) - 1
        return at_start and self._text.startswith(words[1:])

    def _begins_with(self, words: str, at: int) -> bool:
        if self._text.startswith(words, at):
            return True
        at_end = words[-1] == " " and at + len(words) - 1 == len(self._text)
        return at_end and self._text.endswith(words[:-1])
