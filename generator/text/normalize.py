"""Folds text so that typing differences don't part a quote from its passage; keeps the way back. Knows no documents.

Folded: NFC; white space of any kind to one space; quotation marks, dashes and the ellipsis to their ASCII forms;
soft hyphens, zero-width and bidirectional marks to nothing. Case, digits and words are never folded.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SINGLE_QUOTES = "‘’‚‛′`"
_DOUBLE_QUOTES = "“”„‟″«»"
_DASHES = "".join(map(chr, range(0x2010, 0x2016))) + "\u2212\ufe58\ufe63\uff0d"
_SPACES = "".join(c for c in map(chr, range(0x3001)) if c.isspace() and c != " ")
_ONE_TO_ONE = {
    **dict.fromkeys(_SINGLE_QUOTES, "'"),
    **dict.fromkeys(_DOUBLE_QUOTES, '"'),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_SPACES, " "),
}
_IN_ASCII = str.maketrans(_ONE_TO_ONE)
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# What changes the length: a run of white space, invisible characters, the ellipsis. All else folds one to one.
_LENGTH_CHANGING = re.compile(f" [ {_INVISIBLE}]+|[{_INVISIBLE}]+|…")
_ANY_THAT_CHANGES = re.compile(f"[{_INVISIBLE}…]")
_NEVER_IN_NFC_ALONE = re.compile("[\\s\\S]?[\u0300-\U0010ffff]+")
_WRAPPED = re.compile(r"(?<=(\S))[^\S\n]*\n[^\S\n]*(?=(\S))")
_LONGEST_CLUSTER = 64  # no letter of any script has half as many marks, and to order thousands of them takes minutes
_NARROW_SPACES = frozenset("\u2007\u2008\u2009\u200a\u202f")


@dataclass(frozen=True, slots=True)
class _Stage:
    """One rewriting of a text: what replaced what, in order; everything between is as it was, only shifted."""

    text: str
    at: tuple[int, ...] = ()  # where in the new text a replacement begins
    length: tuple[int, ...] = ()  # how long it is there
    start: tuple[int, ...] = ()  # the range of the old text that it stands for
    end: tuple[int, ...] = ()

    def span(self, index: int) -> tuple[int, int]:
        """The range of the old text from which character `index` of the new one comes."""
        k = bisect_right(self.at, index) - 1
        if k < 0:
            return index, index + 1
        beyond = index - self.at[k] - self.length[k]
        return (self.start[k], self.end[k]) if beyond < 0 else (self.end[k] + beyond, self.end[k] + beyond + 1)


@dataclass(frozen=True, slots=True)
class Normalized:
    """A folded text with the way back to `source`."""

    source: str
    text: str
    _stages: tuple[_Stage, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range of the source (code points) that the folded range `start`:`end` comes from; it isn't empty."""
        first, last = start, end - 1
        for stage in reversed(self._stages):
            first, last = stage.span(first)[0], stage.span(last)[1] - 1
        return first, last + 1

    def parts_character(self, index: int) -> bool:
        """Whether an edge before folded character `index` would cut one character of the source in two."""
        if not 0 < index < len(self.text) or not any(stage.at for stage in self._stages):
            return False
        return self.span(index, index + 1)[0] < self.span(index - 1, index)[1]

    def is_narrow_space(self, index: int) -> bool:
        """Whether a folded space was one of the spaces that group digits."""
        if self.text[index] != " ":
            return False
        start, end = self.span(index, index + 1)
        return end - start == 1 and self.source[start] in _NARROW_SPACES


def normalized(source: str) -> Normalized:
    """The folded text and its way back. Takes time in proportion to the text."""
    stages = [] if unicodedata.is_normalized("NFC", source) else [_composed(source)]
    text = _one_to_one(stages[-1].text if stages else source)
    if "  " in text or (not text.isascii() and _ANY_THAT_CHANGES.search(text)):
        changes = ((m.span(), _shortened(m[0])) for m in _LENGTH_CHANGING.finditer(text))
        stages.append(_replaced(text, changes))
        text = stages[-1].text
    return Normalized(source, text, tuple(stages))


def _one_to_one(text: str) -> str:
    if text.isascii():
        return text.translate(_IN_ASCII)
    for character, plain in _ONE_TO_ONE.items():  # fifteen times as fast as `translate`, which is slow beyond ASCII
        if character in text:
            text = text.replace(character, plain)
    return text


def is_wide(character: str) -> bool:
    """Whether no space belongs between this and another such character where a line is wrapped."""
    # Hangul is wide, too, but Korean is written with spaces (so CSS Text treats line breaks in a source, too).
    wide = unicodedata.east_asian_width(character) in "WF"
    return wide and not unicodedata.name(character, "").startswith("HANGUL")


def unwrapped(text: str) -> str:
    """The text without the single line breaks between two wide characters, which a soft break leaves no trace of."""
    if "\n" not in text:
        return text
    return _WRAPPED.sub(lambda m: "" if is_wide(m[1]) and is_wide(m[2]) else m[0], text)


def normalize_text(source: str) -> str:
    """The folded text alone, without white space at its ends: how two wordings are compared."""
    return normalized(source).text.strip(" ")


def _shortened(run: str) -> str:
    return "..." if run == "…" else " " if " " in run else ""


_Change = tuple[tuple[int, int], str]


def _replaced(old: str, changes: Iterable[_Change]) -> _Stage:
    pieces, at, length, start, end = [], [], [], [], []
    done = size = 0
    for (first, last), new in changes:
        pieces += [old[done:first], new]
        size += first - done
        at.append(size)
        length.append(len(new))
        start.append(first)
        end.append(last)
        size += len(new)
        done = last
    pieces.append(old[done:])
    return _Stage("".join(pieces), tuple(at), tuple(length), tuple(start), tuple(end))


def _composed(source: str) -> _Stage:
    """NFC, cluster by cluster, so that each composed character knows the ones it came from."""

    def changes() -> Iterator[_Change]:
        for run in _NEVER_IN_NFC_ALONE.finditer(source):
            if unicodedata.is_normalized("NFC", run[0]):
                continue
            for first, last in _clusters(source, run.start(), run.end()):
                cluster = source[first:last]
                if (composed := unicodedata.normalize("NFC", cluster)) != cluster:
                    yield (first, last), composed

    return _replaced(source, changes())


def _clusters(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The ranges within `start`:`end` whose NFC doesn't depend on their neighbours."""
    first = start
    for i in range(start + 1, end):
        if i - first >= _LONGEST_CLUSTER or not _composes_backwards(source, first, i):
            yield first, i
            first = i
    yield first, end


def _composes_backwards(source: str, first: int, i: int) -> bool:
    if unicodedata.combining(source[i]):
        return True
    # A starter can still compose with what stands before it: the vowels and finals of Hangul, some Indic signs.
    before, after = unicodedata.normalize("NFC", source[first:i]), unicodedata.normalize("NFC", source[i])
    return unicodedata.normalize("NFC", before + after) != before + after
