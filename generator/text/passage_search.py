"""Finds the passage of a text that is most similar to a quote that matches nothing, with bounded work. Decides nothing.

Knows plain text only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from generator.text.diff import Word, unequal, words_of
from generator.text.look_alikes import Looks
from generator.text.normalize import Normalized, normalize_text
from generator.text.quote_match import Span, is_border
from generator.values import Immutable

LEAST_LIKENESS = 60.0
"""Similarity from 0 to 100 (rapidfuzz's `ratio`). A passage below it is not suggested, since it would only mislead."""
_ALMOST_THE_SAME = 80.0
"""Similarity of a passage whose words may all differ a little from those of the quote."""
_LEAST_SHARED = 0.5
"""The part of the shorter one's letters that a quote and a less similar passage share, in whole words."""
LONGEST_COMPARED = 20_000
"""Characters of a quote. A longer one is compared with no passage (law 16)."""
_WHOLE = 128
"""Characters of a quote that is compared as a whole. Of a longer one, pieces are looked for."""
_PIECE = 64
"""Characters of a piece."""
_PIECES = 6
_LEAST_LIKENESS_OF_PIECE = 75.0
_WORD_BITS = 64
"""Characters of a quote that are compared at once: the width of a register."""
_MOST_ALIKE = 1_000
"""Places that look like a quote, to examine."""
_SENTENCE_ENDS = frozenset(".!?…。！？؟।")
_CLAUSE_ENDS = frozenset(",;:،؛")
"""Signs over which a passage is not widened: the words beyond them are others than those of the quote."""
_REACH = 300
"""Characters beside a passage to look at for words that belong to it."""


def search_cost(text: Normalized, quote: str) -> int:
    """An upper estimate of the cost of a search: some nanoseconds each."""
    size = len(quote)
    of_pieces = _PIECES * _PIECE * -(-_PIECE // _WORD_BITS)
    of_alignment = size * -(-size // _WORD_BITS) if size <= _WHOLE else of_pieces
    return len(text.text) // 4 + len(text.text) * of_alignment + size * size // 16


def nearest_passage(text: Normalized, quote: str) -> Span | None:
    """The passage most similar to a quote, with its edges between words; None if none is similar enough.

    A quote longer than `LONGEST_COMPARED` has none.
    """
    wanted = normalize_text(quote)
    if not wanted or len(wanted) > LONGEST_COMPARED:
        return None
    search = _Search(text)
    found = search.looking_alike(wanted)
    if found:
        return text.span(*search.same_extent(wanted, *found))
    found = search.whole(wanted) if len(wanted) <= _WHOLE else search.by_pieces(wanted)
    found = found and search.same_extent(wanted, *found)
    return text.span(*found) if found and _is_much_alike(wanted, text.text[slice(*found)]) else None


def _is_much_alike(wanted: str, passage: str) -> bool:
    """Whether a passage is hardly another than the quote, or has enough of its words: else it would only mislead."""
    from rapidfuzz import fuzz  # late: it is needed only for quotes that match nothing

    if fuzz.ratio(wanted.casefold(), passage.casefold()) >= _ALMOST_THE_SAME:
        return True
    ours, theirs = words_of(wanted), words_of(passage)
    differing = sum(len(ours[n].text) for a, b, _, _ in unequal(ours, theirs) for n in range(a, b))
    size, other_size = (sum(len(word.text) for word in words) for words in (ours, theirs))
    return size - differing >= _LEAST_SHARED * min(size, other_size)


def likeness(text: Normalized, span: Span, quote: str) -> float:
    """How similar a passage is to a quote, from 0 to 100; the case of letters does not count."""
    from rapidfuzz import fuzz  # late: it is needed only for quotes that match nothing

    return fuzz.ratio(normalize_text(quote).casefold(), normalize_text(text.source[slice(*span)]).casefold())


@lru_cache(maxsize=4)
def _looks(text: str) -> Looks:
    """A text as it looks, kept while the quotes of one article are looked for in it."""
    return Looks(text)


class _Search(Immutable):
    """Looks for passages of one text. All offsets are normalized ones."""

    text: Normalized

    def looking_alike(self, wanted: str) -> Span | None:
        """The first passage that looks like the quote."""
        for start, end in islice(_looks(self.text.text).places(wanted), _MOST_ALIKE):
            if is_border(self.text, start) and is_border(self.text, end):
                return start, end
        return None

    def whole(self, wanted: str) -> Span | None:
        found = self._alignment(wanted, LEAST_LIKENESS)
        return found and self._best_edges(wanted, found, found)

    def by_pieces(self, wanted: str) -> Span | None:
        """A long passage by pieces of the quote: most of them have to be found, in places that fit together."""
        starts = [n * (len(wanted) - _PIECE) // (_PIECES - 1) for n in range(_PIECES)]
        pieces = [(at, self._alignment(wanted[at : at + _PIECE], _LEAST_LIKENESS_OF_PIECE)) for at in starts]
        found = sorted(((span[0] - at, at, span) for at, span in pieces if span), key=lambda piece: piece[0])
        if not found:
            return None
        shift = found[len(found) // 2][0]
        near = len(wanted) // 5 + _PIECE
        fitting = sorted((at, span) for moved, at, span in found if abs(moved - shift) <= near)
        if len(fitting) * 2 < _PIECES:
            return None
        (first, head), (last, tail) = fitting[0], fitting[-1]
        size = len(self.text.text)
        head = head if first == 0 else (max(0, head[0] - first), head[1])
        rest = len(wanted) - last - _PIECE
        tail = (tail[0], min(size, tail[1] + rest))
        return self._best_edges(wanted, head, tail)

    def _alignment(self, words: str, least: float) -> Span | None:
        from rapidfuzz import fuzz  # late: it is needed only for quotes that match nothing

        found = fuzz.partial_ratio_alignment(words, self.text.text, score_cutoff=least)
        return (found.dest_start, found.dest_end) if found and found.score >= least else None

    def _best_edges(self, wanted: str, head: Span, tail: Span) -> Span | None:
        """The edges between words that fit best, near the beginning of `head` and the end of `tail`."""
        from rapidfuzz import fuzz  # late: it is needed only for quotes that match nothing

        text = self.text.text
        if head == tail:
            pairs = ((a, b) for a in self._starts(head[0]) for b in self._ends(tail[1]) if a < b)
            best = max(((fuzz.ratio(wanted, text[a:b]), -a, -b) for a, b in pairs), default=None)
            return (-best[1], -best[2]) if best and best[0] >= LEAST_LIKENESS else None
        first, last = wanted[: head[1] - head[0]], wanted[len(wanted) - (tail[1] - tail[0]) :]
        begin = max(((fuzz.ratio(first, text[a : head[1]]), -a) for a in self._starts(head[0])), default=None)
        end = max(((fuzz.ratio(last, text[tail[0] : b]), -b) for b in self._ends(tail[1])), default=None)
        if begin is None or end is None or -begin[1] >= -end[1]:
            return None
        a, b = -begin[1], -end[1]
        return (a, b) if fuzz.ratio(wanted, text[a:b]) >= LEAST_LIKENESS else None

    def _starts(self, near: int) -> Iterator[int]:
        """Up to 8 beginnings of words, the nearest to a normalized offset first."""
        text = self.text.text
        return self._borders(near, lambda i: i < len(text) and text[i] != " ")

    def _ends(self, near: int) -> Iterator[int]:
        text = self.text.text
        return self._borders(near, lambda i: i > 0 and text[i - 1] != " ")

    def _borders(self, near: int, fits: Callable[[int], bool]) -> Iterator[int]:
        low = max(0, near - 40)
        high = min(len(self.text.text), near + 40)
        indexes = [i for i in range(low, high + 1) if fits(i) and is_border(self.text, i)]
        yield from sorted(indexes, key=lambda i: abs(i - near))[:8]

    def same_extent(self, wanted: str, start: int, end: int) -> Span:
        """Widens a passage by the words that the text has in place of the quote's first and last ones.

        A passage that reaches into another sentence, of which the quote has no word, is cut there.
        """
        low = max(0, start - _REACH)
        high = min(len(self.text.text), end + _REACH)
        ours = words_of(wanted)
        theirs = [Word(w.text, w.start + low, w.end + low) for w in words_of(self.text.text[low:high])]
        first = next((n for n, w in enumerate(theirs) if w.end > start), 0)
        last = next((n for n in range(len(theirs), 0, -1) if theirs[n - 1].start < end), 0)
        if first >= last:
            return start, end
        found = start, end
        changes = list(unequal(ours, theirs[first:last]))
        if changes and changes[0][0] == 0 == changes[0][2]:
            words = theirs[first : first + changes[0][3] + 1]
            cut = 0 if _ends_sentence(ours[: changes[0][1]]) else max(self._seams(words), default=0)
            widened = self._widened_start(theirs, first, _lacking(ours, theirs[first:last], changes[0]))
            start = words[cut].start if cut else min(start, widened)
        if changes and changes[-1][1] == len(ours) and changes[-1][3] == last - first:
            words = theirs[first + max(0, changes[-1][2] - 1) : last]
            cut = 0 if _ends_sentence(ours[changes[-1][0] :]) else min(self._seams(words), default=0)
            widened = self._widened_end(theirs, last, _lacking(ours, theirs[first:last], changes[-1]))
            end = _last_letter(words[:cut]) if cut else max(end, widened)
        return (start, end) if start < end else found

    def _seams(self, words: Sequence[Word]) -> list[int]:
        """Numbers of the words that a sentence or block begins with, but for the first."""
        return [n for n in range(1, len(words)) if self._parted(words[n - 1], words[n])]

    def _widened_start(self, words: list[Word], first: int, lacking: int) -> int:
        while lacking > 0 and first > 0 and not self._parted(words[first - 1], words[first]):
            if words[first - 1].text in _CLAUSE_ENDS:
                break
            first -= 1
            lacking -= _is_word(words[first])
        while not _is_word(words[first]) and first + 1 < len(words):
            first += 1
        return words[first].start if is_border(self.text, words[first].start) else len(self.text.text)

    def _widened_end(self, words: list[Word], last: int, lacking: int) -> int:
        while lacking > 0 and last < len(words) and not self._parted(words[last - 1], words[last]):
            if words[last].text in _CLAUSE_ENDS:
                break
            lacking -= _is_word(words[last])
            last += 1
        while not _is_word(words[last - 1]) and last > 1:
            last -= 1
        return words[last - 1].end if is_border(self.text, words[last - 1].end) else 0

    def _parted(self, before: Word, after: Word) -> bool:
        """Whether a sentence or a block ends between two words."""
        if before.text[-1] in _SENTENCE_ENDS:
            return True
        between = self.text.span(before.end - 1, after.start + 1)
        return "\n" in self.text.source[slice(*between)]


def _lacking(quote: Sequence[Word], text: Sequence[Word], change: tuple[int, int, int, int]) -> int:
    """How many words the passage lacks at an edge; 0 if so many of the quote's are not there that it may have grown."""
    a, b, c, d = change
    if "".join(word.text for word in quote[a:b]) == "".join(word.text for word in text[c:d]):
        return 0  # one writes together what the other parts
    lacking = sum(map(_is_word, quote[a:b])) - (d - c)
    return lacking if lacking <= max(1, len(quote) // 3) else 0


def _ends_sentence(words: Sequence[Word]) -> bool:
    return any(word.text[-1] in _SENTENCE_ENDS for word in words)


def _last_letter(words: Sequence[Word]) -> int:
    """Where the last of these that is no sign ends."""
    return next((word.end for word in reversed(words) if _is_word(word)), words[-1].end)


def _is_word(word: Word) -> bool:
    return any(map(str.isalnum, word.text))
