"""Tells what a reader sees as one character: a letter with its marks, an emoji, a flag. Knows plain text only.

The rules are those of extended grapheme clusters (Unicode Standard Annex #29) as far as a quote can meet them, and
stricter where a script stacks letters: what a sign such as a virama joins is never parted.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

UNSPACED = (
    "\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029"
    "\u3031-\u3035\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9fe\uaa60-\uaa7f"
    "\uf900-\ufaff\uff66-\uff9f\U0001aff0-\U0001b16f\U00020000-\U0003fffd"
)
"""Characters of scripts without spaces between words (Han, kana, Thai, Lao, Khmer, Burmese), their digits included: the
inside of a class of a regular expression."""
MOST_MARKS = 32
"""Marks on one letter to look at. No script has as many; a letter that carries more is never parted from the next."""

_MODIFIERS = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\uff9e\uff9f\u0e33\u0eb3]")
"""What extends the character before it and is no mark by its category: skin tones, tags, voiced sound marks of
halfwidth kana, and the Thai and Lao vowel AM, which is written partly over its consonant."""
_PREFIXES = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3]")
"""Signs written over or under what follows them, such as the Arabic sign of a number."""
_FLAG_LETTERS = re.compile("[\U0001f1e6-\U0001f1ff]+")
_PICTOGRAPH = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff\U0001fc00-\U0001fffd]"
)
_JOINERS = "\u200c\u200d"
_VIRAMA = 9
"""The combining class of the signs that take the vowel from a consonant."""
_NEVER_JOINING = frozenset("\u0bcd\u0e3a\u0eba\u0f84\u103a")
"""Those of them that are always seen and join nothing: Tamil, Thai, Lao, Tibetan and Burmese ones."""
_LEADING_JAMO = re.compile("[\u1100-\u115f\ua960-\ua97c]")
_FOLLOWING_JAMO = re.compile("[\u1160-\u11ff\ud7b0-\ud7fb]")
_HANGUL = re.compile("[\u1100-\u115f\ua960-\ua97c\uac00-\ud7a3]")


def is_mark(character: str) -> bool:
    """Whether a character is a combining mark, a variation selector included: it belongs to the letter before it."""
    return character > "\u02ff" and unicodedata.category(character)[0] == "M"


def is_flag_letter(character: str) -> bool:
    """Whether a character is one of the letters of which two are shown as a flag."""
    return bool(_FLAG_LETTERS.match(character))


def is_one_character(text: str, end: int, start: int) -> bool:
    """Whether `text[end - 1]` and `text[start]` are parts of one character; between them is only what is invisible."""
    left, right = text[end - 1], text[start]
    if right < "\u0300" and left < "\u0600":
        return False
    if "\u4e00" <= right <= "\u9fff":  # Han, which nothing joins to what is before it; most of a Chinese text
        return False
    if is_mark(right):
        return True
    if _MODIFIERS.match(right):
        return not left.isspace() and not text[end:start].strip(_JOINERS)
    if text[start - 1] == "\u200d" and _PICTOGRAPH.match(right):
        return _pictograph_before(text, start - 1)
    if end == start and (_PREFIXES.match(left) or _is_syllable(left, right)):
        return True
    if _FLAG_LETTERS.match(right):
        return end == start and _is_second_letter_of_flag(text, start)
    return right.isalpha() and _is_joined(text, start)


def _is_syllable(left: str, right: str) -> bool:
    """Whether two Korean letters are written as one syllable."""
    if _FOLLOWING_JAMO.match(right):
        return bool(_HANGUL.match(left) or _FOLLOWING_JAMO.match(left))
    return bool(_LEADING_JAMO.match(left) and _HANGUL.match(right))


def _is_second_letter_of_flag(text: str, index: int) -> bool:
    """Whether a letter of a flag is the second of its pair, counted from where a row of such letters begins."""
    starts = _rows_of_flag_letters(text)
    return (index - starts[bisect_right(starts, index) - 1]) % 2 == 1


@lru_cache(maxsize=4)  # each place of a quote asks, and a row can be as long as the text (law 16)
def _rows_of_flag_letters(text: str) -> tuple[int, ...]:
    return tuple(row.start() for row in _FLAG_LETTERS.finditer(text))


def _pictograph_before(text: str, end: int) -> bool:
    for i in range(end - 1, max(-1, end - 1 - MOST_MARKS), -1):
        if not (is_mark(text[i]) or text[i] in _JOINERS or _MODIFIERS.match(text[i])):
            return bool(_PICTOGRAPH.match(text[i]))
    return end > MOST_MARKS


def _is_joined(text: str, start: int) -> bool:
    """Whether a sign such as a virama joins the letter at `start` to the letter before it."""
    for i in range(start - 1, max(-1, start - 1 - MOST_MARKS), -1):
        character = text[i]
        if unicodedata.combining(character) == _VIRAMA and character not in _NEVER_JOINING:
            return i > 0 and _script(character) == _script(text[start])
        if not (is_mark(character) or character in _JOINERS):
            return False
    return False


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]
