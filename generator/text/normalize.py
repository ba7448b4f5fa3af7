"""Normalizes text, so that a quote matches its passage despite typing differences, and maps offsets to the source.

Text becomes NFC (Unicode Standard Annex #15); a run of white space becomes one space; quotation marks, dashes and the
ellipsis become ASCII; soft hyphens, zero-width and bidirectional marks disappear. Case, digits and words never change.
Knows nothing of documents.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from generator.text.characters import is_one_character
from generator.values import Immutable

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
_INVISIBLE_CHARACTER = re.compile(f"[{_INVISIBLE}]")
# Only these change the length: a run of white space, invisible characters, the ellipsis.
_LENGTH_CHANGING = re.compile(f" [ {_INVISIBLE}]+|[{_INVISIBLE}]+|…")
_ANY_THAT_CHANGES = re.compile(f"[{_INVISIBLE}…]")
_NEVER_IN_NFC_ALONE = re.compile("[\\s\\S]?[\u0300-\U0010ffff]+")
_WRAPPED = re.compile(r"(?<=(\S))[^\S\n]*\n[^\S\n]*(?=(\S))")
_EMOJI = re.compile("[\u231a-\u2e7f\U0001f000-\U0001f1ff\U0001f300-\U0001faff]")
"""The ranges whose wide characters are emoji; between the last two are Japanese signs such as 🈁."""
_LONGEST_CLUSTER = 64
"""Code points that are composed together: no script needs half as many, and sorting thousands takes minutes."""


class _Stage(Immutable):
    """One pass over a text: its replacements in order. Text between them is unchanged, only shifted."""

    text: str
    at: tuple[int, ...] = ()  # start of each replacement in the new text
    length: tuple[int, ...] = ()  # its length there
    start: tuple[int, ...] = ()  # start and end of what it replaces in the old text
    end: tuple[int, ...] = ()

    def span(self, index: int) -> tuple[int, int]:
        """The range of the old text that became character `index` of the new text."""
        k = bisect_right(self.at, index) - 1
        if k < 0:
            return index, index + 1
        beyond = index - self.at[k] - self.length[k]
        return (self.start[k], self.end[k]) if beyond < 0 else (self.end[k] + beyond, self.end[k] + beyond + 1)


class Normalized(Immutable):
    """A normalized text that maps its offsets to `source`."""

    source: str
    text: str
    _stages: tuple[_Stage, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Maps a normalized range to its range of the source (code points), which is never empty."""
        first, last = start, end - 1
        for stage in reversed(self._stages):
            first, last = stage.span(first)[0], stage.span(last)[1] - 1
        return first, last + 1

    def parts_character(self, index: int) -> bool:
        """Whether a cut before normalized character `index` would split what a reader sees as one character."""
        if not 0 < index < len(self.text):
            return False
        end, start = self.seam(index)
        return start < end or is_one_character(self.source, end, start)

    def seam(self, index: int) -> tuple[int, int]:
        """Where in the source the character before normalized `index` ends, and where the one at `index` starts.

        Between the two is what is invisible. The first is greater where both come from one character.
        """
        if not self._stages:
            return index, index
        end, (start, after) = self.span(index - 1, index)[1], self.span(index, index + 1)
        while start + 1 < after and _INVISIBLE_CHARACTER.match(self.source, start):  # composed with marks behind it
            start += 1
        return end, start

    def written(self, index: int) -> str:
        """What a reader sees of the normalized character `index`: for a space, all the white space it comes from."""
        return _INVISIBLE_CHARACTER.sub("", self.source[slice(*self.span(index, index + 1))])


def normalized(source: str) -> Normalized:
    """Normalizes a text, in linear time, and keeps the offsets."""
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
    for character, plain in _ONE_TO_ONE.items():  # 15 times as fast as `translate`, which is slow beyond ASCII
        if character in text:
            text = text.replace(character, plain)
    return text


def is_wide(character: str) -> bool:
    """Whether a line break between this and another wide character is dropped rather than read as a space."""
    # Hangul is wide, too, but Korean uses spaces; CSS Text transforms segment breaks by the same rule. Emoji are wide,
    # but belong to no script.
    wide = unicodedata.east_asian_width(character) in "WF" and not _EMOJI.match(character)
    return wide and not unicodedata.name(character, "").startswith("HANGUL")


def unwrapped(text: str) -> str:
    """Removes single line breaks between two wide characters, which don't stand for a space."""
    if "\n" not in text:
        return text
    return _WRAPPED.sub(lambda m: "" if is_wide(m[1]) and is_wide(m[2]) else m[0], text)


def normalize_text(source: str) -> str:
    """The normalized text without white space at its ends, as it is used to compare two texts."""
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
    """Composes a text (NFC) cluster by cluster, so that each composed character maps to its sources."""

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
    """Splits `start`:`end` into ranges whose NFC doesn't depend on their neighbours."""
    first = start
    for i in range(start + 1, end):
        if i - first >= _LONGEST_CLUSTER or not _composes_backwards(source, first, i):
            yield first, i
            first = i
    yield first, end


def _composes_backwards(source: str, first: int, i: int) -> bool:
    if unicodedata.combining(source[i]):
        return True
    # Some starters compose with the character before them: Hangul vowels and finals, some Indic signs.
    before, after = unicodedata.normalize("NFC", source[first:i]), unicodedata.normalize("NFC", source[i])
    return unicodedata.normalize("NFC", before + after) != before + after
