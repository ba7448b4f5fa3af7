"""Finds and names differences that can't be seen: characters that look alike, and characters that show nothing.

Two texts look alike if they are equal after NFKC (Unicode Standard Annex #15), in lower case, with letters of other
scripts replaced by those that they look like, and without what shows nothing or only points a letter (variation
selectors, Hebrew and Arabic vowel signs). Knows nothing of documents.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u0816-\u082d"
    "\u0859-\u085b\u08ca-\u08e1\u08e3-\u0963\u0971-\u0df3\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc"
    "\u0ec8-\u0ece\u0f71-\u0f84\u0f8d-\u0fbc\u102b-\u103e\u1056-\u1059\u105e-\u1060\u17b4-\u17d3\u180b-\u180d"
    "\u1ab0-\u1ace\u1b00-\u1b04\u1b34-\u1b44\u1dc0-\u1dff\u20d0-\u20f0\u302a-\u302f\u3099\u309a\ua8e0-\ua8f1"
    "\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef"
)
"""Characters that belong to the one before them, and the letters of Indic scripts between them: the inside of a class
of a regular expression."""

# Hebrew points and accents, Arabic vowel signs: readers take words for the same with them and without them.
_POINTS = frozenset(
    map(chr, (*range(0x591, 0x5BE), 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7, *range(0x64B, 0x656), 0x670, 0x640))
)
# Invisible, though not of the category of format characters: joiners, fillers, variation selectors.
_FILLERS = frozenset(map(chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x3164, 0xFFA0, 0x2800)))

_ALIKE = (
    ("авеԁһіјкӏмноԛрсѕтуѵԝхАВЕԀҺІЈКӀМНОԚРСЅТУѴԜХ", "abedhijklmhoqpcstyvwxABEDHIJKIMHOQPCSTYVWX"),  # Cyrillic
    ("αικνορτυχγϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ", "aikvoptuxycjABEZHIKMNOPTYXCJ"),  # Greek
    ("օսհոյցզՕՍԼՏԱ", "ouhnjgqOULSU"),  # Armenian
    ("ıɩɑɡʋǀ", "iiagvl"),  # Latin
    ("یىکہەھ۰۱۲۳۴۵۶۷۸۹", "ييكههه٠١٢٣٤٥٦٧٨٩"),  # Arabic letters and digits as Persian and Urdu write them
    ("´ˈʹʻʼʽꞌ׳", "'" * 8),  # apostrophes
    ("ʺ״⁃─°˚։", '""--oo:'),  # other signs
)
_PLAIN = {ord(other): plain for others, plains in _ALIKE for other, plain in zip(others, plains, strict=True)}
# Normalizing writes these for several characters, so their own names could be wrong.
_FOLDED = {"'": "an apostrophe", '"': "a quotation mark", "-": "a hyphen or dash", " ": "a space"}
_MOST_NAMED = 3
_LONGEST_NAMED = 2_000
"""Characters of a difference that are compared with each other."""


class _Looks(dict[str, str]):
    """What each character looks like: none, one or several plain characters."""

    def __missing__(self, character: str) -> str:
        look = _look_of_character(character)
        self[character] = look
        return look


def _look_of_character(character: str) -> str:
    if shows_nothing(character) or character in _POINTS:
        return ""
    compatible = unicodedata.normalize("NFKC", character.translate(_PLAIN))
    if " " in compatible:  # a spacing accent
        return character
    return "".join(c for c in compatible.translate(_PLAIN).lower().translate(_PLAIN) if c not in _POINTS)


_LOOKS = _Looks()


def shows_nothing(character: str) -> bool:
    """Whether a character is invisible: a format character, a variation selector, a filler."""
    if character < "\u00ad":
        return False
    if character in _FILLERS or "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0000":
        return True
    return unicodedata.category(character) == "Cf"


def look_of(text: str) -> str:
    """The text as it looks; equal for texts that look alike, and for texts that differ only in case."""
    return text.lower() if text.isascii() else "".join([_LOOKS[c] for c in text])


class Looks:
    """A normalized text as it looks, in which to find what looks like a quote."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _pieces(self) -> Sequence[str]:
        return self._text.lower() if self._text.isascii() else [_LOOKS[c] for c in self._text]

    @cached_property
    def _whole(self) -> str:
        return self._pieces if isinstance(self._pieces, str) else "".join(self._pieces)

    @cached_property
    def _ends(self) -> list[int]:
        """Where the look of each character ends."""
        return list(accumulate(map(len, self._pieces)))

    def places(self, quote: str) -> Iterator[tuple[int, int]]:
        """The ranges of the text that look like a normalized quote, without those that overlap one before them."""
        wanted = look_of(quote)
        at = self._whole.find(wanted) if wanted.strip() else -1
        while at >= 0:
            yield self._range(at, at + len(wanted))
            at = self._whole.find(wanted, at + len(wanted))

    def _range(self, start: int, end: int) -> tuple[int, int]:
        if isinstance(self._pieces, str):
            return start, end
        first = bisect_right(self._ends, start)
        last = bisect_left(self._ends, end) + 1
        while last < len(self._pieces) and not self._pieces[last] and self._text[last] != " ":
            last += 1
        return first, last


def hidden_difference(mine: str, theirs: str) -> str:
    """Names the characters that differ between words of a quote and of a text that look alike; else returns `""`."""
    if mine.lower() == theirs.lower() or look_of(mine) != look_of(theirs):
        return ""
    if len(mine) + len(theirs) > _LONGEST_NAMED:
        return ""
    changes = list(dict.fromkeys(_changes(mine, theirs)))
    more = len(changes) - _MOST_NAMED
    named = "; ".join([*changes[:_MOST_NAMED], *([f"and {more} more"] if more > 0 else [])])
    if not any(map(str.isalnum, theirs)):
        return named  # quotation marks around it would show nothing
    return f"{named}, in “{theirs if len(theirs) <= 40 else theirs[:40] + '…'}”"


def _changes(mine: str, theirs: str) -> Iterator[str]:
    from rapidfuzz.distance import Levenshtein  # late: only a message needs it

    a = c = b = d = 0
    for code in [*Levenshtein.opcodes(mine, theirs), None]:
        if code is not None and code.tag != "equal":
            b, d = code.src_end, code.dest_end
            continue
        if b > a or d > c:
            yield from _change(mine[a:b], theirs[c:d])
        if code is not None:
            a = b = code.src_end
            c = d = code.dest_end


def _change(mine: str, theirs: str) -> Iterator[str]:
    if len(mine) == len(theirs) > 1:
        for one, other in zip(mine, theirs, strict=True):
            if one.lower() != other.lower():
                yield from _change(one, other)
    elif not mine:
        yield f"the text also has {_named(theirs)}"
    elif not theirs:
        yield f"the quote also has {_named(mine)}"
    else:
        yield f"the text has {_named(theirs)} where the quote has {_named(mine)}"


def _named(characters: str) -> str:
    names = [_name(c) for c in characters[:_MOST_NAMED]]
    return " and ".join(names) + (" and others" if len(characters) > _MOST_NAMED else "")


def _name(character: str) -> str:
    if character in _FOLDED:
        return _FOLDED[character]
    name = f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
    return f"{name} (invisible)" if shows_nothing(character) else name
