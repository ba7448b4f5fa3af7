"""Finds every place in a plain text that a quote matches. Knows nothing of documents or YAML.

A match is exact: the normalized passage equals the normalized quote; a similar passage never matches. The selector is
the TextQuoteSelector of the Web Annotation Data Model (https://www.w3.org/TR/annotation-model/#text-quote-selector),
made stricter: its context must touch the quote, and no match begins or ends inside a longer word or number. Where the
context shows the rest of that word, it may; what a reader sees as one character is never parted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from generator.model import QuoteSelector
from generator.text.characters import MOST_MARKS, UNSPACED, is_mark
from generator.text.normalize import Normalized, is_wide, normalize_text, normalized, unwrapped
from generator.values import Immutable

Span = tuple[int, int]
"""Code points `start`:`end` of a text."""

Cut = Literal["word", "sign", "negation", "character"]
"""What the edges of a passage cut."""

MOST_CANDIDATES = 20_000
"""Occurrences of one quote to examine; if there are more, `Matches.too_many` is set."""

_UNSPACED = re.compile(f"[{UNSPACED}]")
_HAN_UNITS = "十百千万萬亿億兆"
_HAN_NUMERALS = frozenset("〇○〡〢〣〤〥〦〧〨〩零一二三四五六七八九两兩廿卅卌壹壱贰貳弐叁肆玖佰仟" + _HAN_UNITS)
_CHEQUE_NUMERALS = frozenset("零壹壱贰貳弐叁參参肆伍陆陸柒捌玖拾佰仟万萬亿億兆")
"""Numerals of cheques and large units. Some are also words (参 is to take part): they count beside each other only."""
_APOSTROPHES = "'\u00b4\u055a\uff07"
_DIGIT_SEPARATORS = frozenset(
    ",.:/" + _APOSTROPHES + "\u060c\u066b\u066c\u2044\u2215\u2236\ufe50\ufe52\ufe55\uff0c\uff0e\uff0f\uff1a"
)
_NARROW_SPACES = frozenset("\u2007\u2008\u2009\u200a\u202f")
"""Spaces that group digits (`1 200`): figure, punctuation, thin, hair and narrow no-break space."""
_SIGNS = frozenset("-+\u00b1\uff0b\ufe62")
_RAISED_SIGNS = frozenset("⁺⁻₊₋")
_NEVER_SIGNS = frozenset("\u2014\u2015\ufe58")
"""Dashes that normalize to a hyphen and are never a minus: they introduce speech or separate clauses."""
_QUOTATION_MARKS = frozenset("\"'“”‘’‛«»‹›״＂＇")
_MOST_OPENING = 4
"""Quotation marks in a row before a sign."""
_RANGE_SIGN = re.compile(r" \.\.\. ")


class Matches(Immutable):
    """What one selector matches: `spans` are the places in the source, in order.

    `inside_words` are occurrences that don't count, because an edge falls inside a longer word or number.
    `inside_characters` are those that part what a reader sees as one character, such as an emoji.
    `too_many` means that some occurrences were not examined. `seen` counts those up to where the search ended.
    """

    spans: tuple[Span, ...]
    inside_words: tuple[Span, ...] = ()
    too_many: bool = False
    seen: int = 0
    inside_characters: tuple[Span, ...] = ()


class RangePlaces(Immutable):
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

    A single line break between two wide characters is mere wrapping, as it is in an article, and leaves no trace.
    It examines at most `most` occurrences. Unless `enough` is 0, the search stops after more than `enough` places.
    """
    if "\n" in exact or "\n" in prefix or "\n" in suffix:
        prefix, exact, suffix = _unwrapped(prefix, exact.strip(), suffix)
    quote = normalize_text(exact)
    if not quote:
        return Matches(())
    context = _Context(text, normalized(prefix).text, normalized(suffix).text)
    spans: list[Span] = []
    inside: list[Span] = []
    parted: list[Span] = []
    seen = 0
    for start in islice(occurrences(text.text, quote), most + 1):
        seen += 1
        if seen > most or (enough and len(spans) > enough):
            return Matches(tuple(spans), tuple(inside), True, seen, tuple(parted))
        end = start + len(quote)
        if not context.surrounds(start, end):
            continue
        if text.parts_character(start) or text.parts_character(end):
            parted.append(text.span(start, end))
            continue
        free = (context.shows_word_before or not _is_inside(text, start)) and (
            not (_is_inside(text, end) or _cuts_negation(text.text, end)) or context.shows_word_after
        )
        (spans if free else inside).append(text.span(start, end))
    return Matches(tuple(spans), tuple(inside), seen=seen, inside_characters=tuple(parted))


def _unwrapped(prefix: str, exact: str, suffix: str) -> tuple[str, str, str]:
    """The three without the line breaks between wide characters, also where they meet.

    A break at the outer end of a context goes, too, if a wide character is inside of it: whether there is another one
    on its far side, only the article knows.
    """
    inner, outer = prefix.lstrip(), suffix.rstrip()
    if inner and prefix[: -len(inner)].count("\n") == 1 and is_wide(inner[0]):
        prefix = inner
    if outer and suffix[len(outer) :].count("\n") == 1 and is_wide(outer[-1]):
        suffix = outer
    return (
        unwrapped(prefix + exact[:1])[:-1] if prefix and exact else prefix,
        unwrapped(exact),
        unwrapped(exact[-1:] + suffix)[1:] if suffix and exact else suffix,
    )


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
            tuple(s for s in ends.inside_characters if s[0] >= after),
        ),
    )


def is_border(text: Normalized, index: int) -> bool:
    """Whether a cut before normalized character `index` falls between words, not inside one or inside a number."""
    return not (text.parts_character(index) or _is_inside(text, index) or _cuts_negation(text.text, index))


def what_is_cut(text: Normalized, start: int, end: int) -> Cut:
    """What the edges of the normalized range `start`:`end` cut; the range is not a place."""
    if text.parts_character(start) or text.parts_character(end):
        return "character"
    inside = [index for index in (start, end) if _is_inside(text, index)]
    if all(_cuts_sign(text, index) for index in inside):
        return "sign" if inside else "negation"
    return "word"


def occurrences(text: str, words: str) -> Iterator[int]:
    """Yields where the words are in a text, one place inside another included; nothing for no words."""
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _is_inside(text: Normalized, index: int) -> bool:
    """Whether a cut before normalized character `index` falls inside one word or number."""
    folded = text.text
    if not 0 < index < len(folded):
        return False
    left, right = folded[index - 1], folded[index]
    if is_mark(left):
        left = _base_letter(folded, index - 1)
    if left.isalnum() and right.isalnum():
        if left.isascii() and right.isascii():
            return True
        return _is_han_number(left, right) or not (_is_unspaced(left) or _is_unspaced(right))
    if left in _RAISED_SIGNS or right in _RAISED_SIGNS:
        return _cuts_exponent(folded, index)
    return _is_number_edge(text, index) or _cuts_sign(text, index) or _is_round_zero(folded, index)


def _is_unspaced(letter: str) -> bool:
    """Whether a letter is of a script without spaces between words; digits of these scripts are as those of others."""
    return bool(_UNSPACED.match(letter)) and not letter.isdecimal()


def _base_letter(text: str, index: int) -> str:
    """The letter that the combining marks up to `index` belong to; some letter if there are too many to look at."""
    for i in range(index, max(-1, index - MOST_MARKS), -1):
        if not is_mark(text[i]):
            return text[i]
    return text[index] if index < MOST_MARKS else "x"


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _is_han_number(left: str, right: str) -> bool:
    """Whether two neighbours are one number: Han numerals, or a digit and a unit such as 万 (`3万`)."""
    if any(left in numerals and right in numerals for numerals in (_HAN_NUMERALS, _CHEQUE_NUMERALS)):
        return True
    return (left.isdecimal() and right in _HAN_UNITS) or (left in _HAN_UNITS and right.isdecimal())


def _is_round_zero(folded: str, index: int) -> bool:
    """Whether a cut falls beside a circle that stands for a zero: in `二○一五`, but not after the bullet of `○三月`."""
    if "○" not in (folded[index - 1], folded[index]):
        return False
    first = index
    while first > max(0, index - MOST_MARKS) and folded[first - 1] == "○":
        first -= 1
    return first > 0 and folded[first - 1] in _HAN_NUMERALS and folded[index] in _HAN_NUMERALS


def _is_number_edge(text: Normalized, index: int) -> bool:
    """Whether a cut falls beside a separator between two digits: `1|,200`, `1,|200`."""
    folded = text.text
    before, after = folded[index - 1], folded[index]
    if after.isdecimal():
        return index >= 2 and folded[index - 2].isdecimal() and _is_separator(text, index - 1)
    if before.isdecimal():
        return index + 1 < len(folded) and folded[index + 1].isdecimal() and _is_separator(text, index)
    return False


def _is_separator(text: Normalized, index: int) -> bool:
    """Whether a character between two digits keeps them in one number."""
    folded = text.text
    if folded[index] != " ":
        return folded[index] in _DIGIT_SEPARATORS
    space = text.written(index)
    if space == "\u00a0":  # used between any words, so only a group of three digits tells
        group = folded[index + 1 : index + 5]
        return group[:3].isdecimal() and len(group) >= 3 and not group[3:].isdecimal()
    return space in _NARROW_SPACES


def _cuts_sign(text: Normalized, index: int) -> bool:
    """Whether a cut falls between a number and its sign: `−|5`, also before or after a currency sign or point."""
    folded = text.text
    if folded[index] == " " or folded[index - 1] == " " or folded[index - 1].isalnum():
        return False
    digit = index
    while digit < min(len(folded), index + 2) and _stands_before_digits(folded[digit]):
        digit += 1
    if digit == len(folded) or not folded[digit].isdecimal():
        return False
    sign = index - 1
    while sign > max(0, digit - 3) and folded[sign] not in _SIGNS and _stands_before_digits(folded[sign]):
        sign -= 1
    return folded[sign] in _SIGNS and text.written(sign) not in _NEVER_SIGNS and _begins_number(text, sign)


def _cuts_exponent(folded: str, index: int) -> bool:
    """Whether a cut falls beside the sign of an exponent: `10|⁻³`, `10⁻|³`."""
    sign = index if folded[index] in _RAISED_SIGNS else index - 1
    return sign > 0 and folded[sign - 1].isalnum() and folded[sign + 1 : sign + 2].isdigit()


def _stands_before_digits(character: str) -> bool:
    return character == "." or unicodedata.category(character) == "Sc"


def _begins_number(text: Normalized, index: int) -> bool:
    """Whether a space, an opening sign or the start of a block stands before a normalized character."""
    folded = text.text
    for i in range(index - 1, index - 1 - _MOST_OPENING, -1):
        if i < 0 or folded[i] == " ":
            return True
        written = text.written(i)
        if written in "¡¿" or unicodedata.category(written[0]) == "Ps":
            return True
        if written in _QUOTATION_MARKS:  # it opens a quotation only where one of these is before it
            continue
        if unicodedata.category(written[0]) == "Po" and is_wide(written):  # such as `：`, with its space in its width
            return True
        return i < index - 1 and _is_unspaced(folded[i])  # 说“-5 度”
    return False


# ── contractions ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _cuts_negation(folded: str, index: int) -> bool:
    """Whether a passage that ends before normalized character `index` loses the negation of a contraction: `can|’t`."""
    for apostrophe in (index, index - 1):
        if 0 < apostrophe < len(folded) - 1 and folded[apostrophe] in _APOSTROPHES and folded[apostrophe + 1] in "tT":
            after = folded[apostrophe + 2 : apostrophe + 3]
            return folded[apostrophe - 1].isalpha() and not (after and (after.isalnum() or is_mark(after)))
    return False


class _Context:
    """The words that must touch a quote, with the spaces at their ends; the ends of the text count as spaces.

    A space that the text has between the context and the quote may be left out, but one that is given must be there.
    """

    def __init__(self, text: Normalized, prefix: str, suffix: str) -> None:
        self._text = text.text
        self._prefix = prefix if prefix.strip(" ") else ""
        self._suffix = suffix if suffix.strip(" ") else ""
        self.shows_word_before = _shows_word(prefix)
        """Whether the prefix, where it touches, shows what comes before the cut in its word."""
        self.shows_word_after = _shows_word(suffix)

    def surrounds(self, start: int, end: int) -> bool:
        """Whether prefix and suffix, where given, touch the normalized range `start`:`end`."""
        return (not self._prefix or self._prefix_touches(start)) and (not self._suffix or self._suffix_touches(end))

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


def _shows_word(context: str) -> bool:
    """Whether a context has more than spaces and punctuation. A closing quotation mark shows no rest of `can’t`."""
    return any(character.isalnum() or character in _SIGNS for character in context)
