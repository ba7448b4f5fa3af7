"""Finds every place in a plain text that a quote matches. Knows nothing of documents or YAML.

A match is exact: the normalized passage equals the normalized quote; a similar passage never matches. The selector is
the TextQuoteSelector of the Web Annotation Data Model (https://www.w3.org/TR/annotation-model/#text-quote-selector),
made stricter: its context must touch the quote, and no match begins or ends inside a longer word or number.
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
"""Occurrences of one quote to examine; if there are more, `Matches.too_many` is set."""

_UNSPACED = re.compile(  # Han, kana, Thai, Lao, Khmer, Burmese: written without spaces between words
    "[\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029"
    "\u3031-\u3035\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9fe\uaa60-\uaa7f"
    "\uf900-\ufaff\uff66-\uff9f\U0001aff0-\U0001b16f\U00020000-\U0003fffd]"
)
_DIGIT_SEPARATORS = frozenset(",.'\u066b\u066c")
_RANGE_SIGN = re.compile(r" \.\.\. ")


@dataclass(frozen=True, slots=True)
class Matches:
    """What one selector matches: `spans` are the places in the source, in order.

    `inside_words` are occurrences that don't count, because an edge falls inside a longer word or number.
    `too_many` means that some occurrences were not examined. `seen` counts those up to where the search ended.
    """

    spans: tuple[Span, ...]
    inside_words: tuple[Span, ...] = ()
    too_many: bool = False
    seen: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class RangePlaces:
    """What a range matches: the places of its beginning and, if there is only one, those of its end after it."""

    start: Matches
    end: Matches

    @property
    def seen(self) -> int:
        """Occurrences of both ends up to where the searches ended."""
        return self.start.seen + self.end.seen

    @property
    def spans(self) -> tuple[Span, ...]:
        """The one range if each end has exactly one place; else nothing."""
        if len(self.start.spans) == 1 and len(self.end.spans) == 1 and not (self.start.too_many or self.end.too_many):
            return ((self.start.spans[0][0], self.end.spans[0][1]),)
        return ()


def find(text: Normalized, selector: QuoteSelector, most: int = MOST_CANDIDATES) -> Matches | RangePlaces:
    """The places of a selector in a text. A bare quote with an ellipsis is a range only if it doesn't match as is."""
    if selector.is_range:
        return find_range(text, selector.start, selector.end, most)
    matches = find_exact(text, selector.exact, selector.prefix, selector.suffix, most)
    ends = ends_of_range(selector) if not matches.spans and not matches.too_many else None
    return find_range(text, *ends, most) if ends else matches


def ends_of_range(selector: QuoteSelector) -> tuple[str, str] | None:
    """Splits a bare quote at its ellipsis between spaces; None unless it has exactly one."""
    if not selector.plain or ellipses_in(selector) != 1:
        return None
    quote = normalize_text(selector.exact)
    sign = _RANGE_SIGN.search(quote)
    assert sign, "a quote with one ellipsis has a place to split it"
    return quote[: sign.start()], quote[sign.end() :]


def ellipses_in(selector: QuoteSelector) -> int:
    """Counts the ellipses with a space on both sides in a bare quote (` ... ... ` has two); 0 for other selectors."""
    return len(re.findall(r"(?= \.\.\. )", normalize_text(selector.exact))) if selector.plain else 0


def find_exact(
    text: Normalized, exact: str, prefix: str = "", suffix: str = "", most: int = MOST_CANDIDATES, enough: int = 0
) -> Matches:
    """All places of `exact` that its context, if given, touches. An empty quote has none.

    A line break in the quote between two wide characters may be mere wrapping, so the search runs with and without it.
    It examines at most `most` occurrences. Unless `enough` is 0, it stops once it has more than `enough` places.
    """
    written = _find_as_written(text, exact, prefix, suffix, most, enough)
    if "\n" not in exact + prefix + suffix:
        return written
    context = _unwrapped_prefix(prefix, exact), _unwrapped_suffix(suffix, exact)
    joined = _find_as_written(text, unwrapped(exact), *context, most, enough)
    return Matches(
        tuple(sorted({*written.spans, *joined.spans})),
        tuple(sorted({*written.inside_words, *joined.inside_words})),
        written.too_many or joined.too_many,
        written.seen + joined.seen,
    )


def _unwrapped_prefix(prefix: str, exact: str) -> str:
    """The prefix without line breaks between wide characters, the quote's first included, or at its outer end."""
    return unwrapped(prefix + exact.strip()[:1])[:-1].removeprefix("\n") if prefix else ""


def _unwrapped_suffix(suffix: str, exact: str) -> str:
    return unwrapped(exact.strip()[-1:] + suffix)[1:].removesuffix("\n") if suffix else ""


def _find_as_written(text: Normalized, exact: str, prefix: str, suffix: str, most: int, enough: int) -> Matches:
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
    """The places where a range begins and, if there is only one, those where it can end after that."""
    beginning = find_exact(text, start, most=most)
    if len(beginning.spans) != 1:
        return RangePlaces(beginning, Matches(()))
    ends = find_exact(text, end, most=most)
    after = beginning.spans[0][1]
    return RangePlaces(
        beginning,
        Matches(
            tuple(s for s in ends.spans if s[0] >= after),
            tuple(s for s in ends.inside_words if s[0] >= after),
            ends.too_many,
            ends.seen,
        ),
    )


def is_border(text: Normalized, index: int) -> bool:
    """Whether a cut before normalized character `index` falls between words, not inside one or inside a number."""
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
    """The letter that the combining marks up to `index` belong to; no script has 32 marks on one letter."""
    for i in range(index, max(-1, index - 32), -1):
        if not _is_mark(text[i]):
            return text[i]
    return text[index]


def _is_number_edge(text: Normalized, index: int) -> bool:
    """Whether a cut falls beside a separator between two digits: `1|,200`, `1,|200`."""
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
    """The words that must touch a quote. A space between them is optional; the ends of the text count as spaces."""

    def __init__(self, text: Normalized, prefix: str, suffix: str) -> None:
        self._text = text.text
        self._prefix = prefix if prefix.strip(" ") else ""
        self._suffix = suffix if suffix.strip(" ") else ""

    def surrounds(self, start: int, end: int) -> bool:
        """Whether prefix and suffix, where given, touch the normalized range `start`:`end`."""
        return (not self._prefix or self._prefix_touches(start)) and (not self._suffix or self._suffix_touches(end))

    def shows_word_before(self, start: int) -> bool:
        """Whether the prefix contains the beginning of the word that the quote begins inside."""
        return bool(self._prefix) and self._prefix[-1] != " " and start > 0 and self._text[start - 1] != " "

    def shows_word_after(self, end: int) -> bool:
        """Whether the suffix contains the end of the word that the quote ends inside."""
        return bool(self._suffix) and self._suffix[0] != " " and end < len(self._text) and self._text[end] != " "

    def _prefix_touches(self, start: int) -> bool:
        if self._ends_with(self._prefix, start):
            return True
        return start > 0 and self._text[start - 1] == " " and self._ends_with(self._prefix, start - 1)

    def _suffix_touches(self, end: int) -> bool:
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
