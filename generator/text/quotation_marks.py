"""Finds the quotations in running text. Knows plain text only.

Tells whether a passage is quoted, partly quoted or the writer's own words, and whether a range leaves one quotation
and enters another. Marks pair up within a block. Many languages open and close with one sign (Swedish and Finnish
”…”, Hebrew ״…״, straight "…"): its position tells which it is. An apostrophe is no quotation mark, nor is the sign of
an abbreviation (צה״ל) or of inches.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from generator.model import Mode
from generator.text.normalize import is_wide

Pair = tuple[int, int]
"""Offsets (code points) of an opening mark and of its closing mark."""

_CLOSING = {
    "“": "”",
    "”": "”“",
    "„": "“”",
    "‘": "’",
    "’": "’",
    "‚": "‘’",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "﹁": "﹂",
    "﹃": "﹄",
    "〝": "〞〟",
    "״": "״",
    '"': '"',
    "'": "'",
    "＂": "＂",
    "＇": "＇",
}
_MARKS = frozenset("".join(_CLOSING) + "".join(_CLOSING.values()))
_MARK = re.compile(f"[{''.join(sorted(_MARKS))}]")
_ONE_SHAPE = frozenset(mark for mark, closing in _CLOSING.items() if mark in closing)
_TURNED = "“"
"""The mark that closes ”…“, as in many Arabic texts, and elsewhere opens a quotation."""
_SINGLE = frozenset("'’‘＇")
_MOST_OPEN = 50
"""Nested quotations to track: no text needs as many, and a line can hold a million marks (law 16)."""

_HEBREW = re.compile("[\u05d0-\u05ea\u05ef-\u05f2]")
_GERSHAYIM = frozenset('"״”“')
_HEBREW_PREFIXES = re.compile("(?<!\\w)[משהוכלב]{1,3}\\Z")
"""Letters that are written in one piece with the word after them, also before its quotation mark: ב״הארץ״."""
_ELISION = re.compile("(?:[0-9]{2}s|n|s|t|em|til|tis|twas|ndrangheta)(?![^\\W_])", re.IGNORECASE)
"""What follows an apostrophe that is no quotation mark: ’em, ’90s, rock ’n’ roll, Dutch ’s."""
_YEAR = re.compile("[0-9]{2}(?![0-9])")
"""What follows the apostrophe of a year without its century: ’15."""
_WITHOUT_APOSTROPHES = re.compile("[\u0e01-\u0eff\u1000-\u11ff\u1780-\u17ff\u3130-\u318f\uac00-\ud7a3]")
"""Thai, Lao, Burmese, Khmer and Korean: a mark between two letters begins or ends a quotation, as in Chinese."""
_BESIDE_APOSTROPHES = '‘“«»"'
"""Marks of texts whose ’ is an apostrophe only."""
_FEET = re.compile("[0-9]['’][0-9]{1,2}\\Z")
_NEVER_FIRST = frozenset(",;:!?)]}、。，：；！？）")
"""Punctuation that never begins a quotation."""
_CONTINUED = {"«": "»"}
"""The mark with which a line goes on with the quotation of the line before, where it is not the opening mark again."""


def quotation_pairs(text: str) -> list[Pair]:
    """All pairs of quotation marks, sorted by opening mark.

    A quotation ends with its block (a line), unless the next line begins with the same opening mark, as in quotations
    over several paragraphs; in French, the next line may begin with the closing mark.
    """
    pairs: list[Pair] = []
    offset = 0
    lines = text.split("\n")
    # Where quotations have other marks, ’ is an apostrophe wherever it is: ’hood.
    never_opening = "’" if any(mark in text for mark in _BESIDE_APOSTROPHES) else ""
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else ""
        pairs += ((a + offset, b + offset) for a, b in _pairs_of_line(line, following[:1], never_opening))
        offset += len(line) + 1
    return sorted(pairs)


def _pairs_of_line(line: str, next_opening: str, never_opening: str) -> Iterable[Pair]:
    still_open: list[int] = []
    for mark in _MARK.finditer(line):
        i, character = mark.start(), mark[0]
        if _is_apostrophe(line, i) or _is_gershayim(line, i):
            continue
        if len(still_open) > _MOST_OPEN:
            del still_open[1]  # keep the first: it may continue in the next paragraph
        opener = next((k for k in reversed(range(len(still_open))) if character in _CLOSING[line[still_open[k]]]), None)
        if opener is not None and _can_close(line, still_open[opener], i):
            yield still_open[opener], i
            del still_open[opener:]
        elif character in _CLOSING and character not in never_opening and _can_open(line, i):
            still_open.append(i)
    if still_open and next_opening and next_opening in (line[still_open[0]], _CONTINUED.get(line[still_open[0]])):
        yield still_open[0], len(line)


def _is_apostrophe(line: str, i: int) -> bool:
    inside = 0 < i < len(line) - 1 and line[i - 1].isalnum() and line[i + 1].isalnum()
    return line[i] in _SINGLE and inside and not (_has_no_apostrophes(line[i - 1]) or _has_no_apostrophes(line[i + 1]))


def _has_no_apostrophes(character: str) -> bool:
    """Whether a character is of a script in which no word has an apostrophe."""
    return bool(character) and (is_wide(character) or bool(_WITHOUT_APOSTROPHES.match(character)))


def _is_gershayim(line: str, i: int) -> bool:
    """Whether a mark is part of a Hebrew abbreviation: it has a letter on both sides."""
    if line[i] not in _GERSHAYIM or not 0 < i < len(line) - 1:
        return False
    if not (_HEBREW.match(line[i - 1]) and _HEBREW.match(line[i + 1])):
        return False
    after_prefix = _HEBREW_PREFIXES.search(line, max(0, i - 4), i)
    return not (after_prefix and _HEBREW.match(line[i + 2 : i + 3]) and _closes_soon(line, i))


def _closes_soon(line: str, i: int) -> bool:
    """Whether the next such mark that is not between two letters closes a quotation: no space is before it."""
    for _ in range(4):  # abbreviations inside the quotation; more would take time by the square
        i = line.find(line[i], i + 1)
        if i < 0:
            return False
        if not (line[i - 1].isalnum() and line[i + 1 : i + 2].isalnum()):
            return not line[i - 1].isspace()
    return False


def _can_close(line: str, opening: int, i: int) -> bool:
    """Whether a mark at `i` can close the quotation that begins at `opening`: one of its shape may open another."""
    if line[i] != line[opening] and not (line[i] == _TURNED and line[opening] == "”"):
        return True
    if line[i] in '"”＂' and _FEET.search(line, max(0, i - 4), i):
        return False
    return not (_is_after_gap(line, i) and _is_before_words(line, i))


def _can_open(line: str, i: int) -> bool:
    character, before, after = line[i], line[i - 1 : i], line[i + 1 : i + 2]
    if not after or after.isspace():
        return character == "«" or (character == "»" and i == 0)  # French has a space inside these
    if character not in _ONE_SHAPE:
        return character not in _SINGLE or not before.isalnum() or _has_no_apostrophes(before)
    if before.isdecimal() or not _is_before_words(line, i):  # inches; a stray closing mark
        return False
    if character in "'’" and _ELISION.match(line, i + 1):
        return False
    if character == "’" and _YEAR.match(line, i + 1):
        return False
    if _is_after_gap(line, i) or (_has_no_apostrophes(before) and (before.isalnum() or before in "：，、")):
        return True
    return character in '"״＂' or (character == "'" and not before.isalnum()) or bool(_HEBREW.match(before))


def _is_after_gap(line: str, i: int) -> bool:
    """Whether a space, an opening sign, a dash or nothing is before a mark."""
    before = line[i - 1 : i]
    if not before or before.isspace() or before == "/":
        return True
    return before in _CLOSING or unicodedata.category(before) in ("Ps", "Pi", "Pd")


def _is_before_words(line: str, i: int) -> bool:
    """Whether what a mark is before can begin a quotation."""
    after = line[i + 1 : i + 2]
    if not after or after.isspace() or after in _NEVER_FIRST:
        return False
    return after != "." or line[i + 2 : i + 3].isdecimal() or line[i + 2 : i + 3] == "."


class Quotations:
    """The quotations of one text, for questions about its passages."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pairs = quotation_pairs(text)
        self._openings = [a for a, _ in self._pairs]
        self._reach = list(accumulate((b for _, b in self._pairs), max))

    def mode(self, start: int, end: int) -> Mode:
        """`direct` if the passage is inside a pair of marks, `mixed` if it contains or cuts a pair, else `indirect`.

        Quotation marks at the edges of the passage don't count: a writer may quote with or without them.
        """
        while start < end and self._text[start] in _MARKS:
            start += 1
        while start < end and self._text[end - 1] in _MARKS:
            end -= 1
        near = self._meeting(start, end)
        if any(a < start and end <= b for a, b in near):
            return "direct"
        return "mixed" if near else "indirect"

    def outermost(self, start: int, end: int) -> tuple[Pair, ...]:
        """The quotations that overlap a range and are inside no other, in order: the offsets of their two marks.

        One that goes on in the next line ends with its line instead of a mark.
        """
        found: list[Pair] = []
        for pair in self._meeting(start, end):
            if not found or pair[1] > found[-1][1]:
                found.append(pair)
        return tuple(found)

    def has_mark_at(self, offset: int) -> bool:
        """Whether a quotation mark at an offset opens or closes a quotation; else it is an apostrophe, or stray."""
        return any(offset in pair for pair in self._meeting(offset - 1, offset + 1))

    def leaves_and_enters(self, start: int, end: int) -> bool:
        """Whether a range leaves one quotation and then enters another."""
        near = self._meeting(start, end)
        left = [b for _, b in near if b < end]
        return bool(left) and near[-1][0] > min(left)

    def _meeting(self, start: int, end: int) -> Sequence[Pair]:
        """The pairs that overlap a range, in order."""
        k = bisect_right(self._openings, end - 1)
        pairs = []
        while k and self._reach[k - 1] > start:
            k -= 1
            if self._pairs[k][1] > start:
                pairs.append(self._pairs[k])
        return pairs[::-1]


def mode_of_all(modes: Sequence[Mode]) -> Mode:
    """The common mode of several passages, `mixed` if they differ, `indirect` if there are none."""
    if not modes:
        return "indirect"
    return modes[0] if len(set(modes)) == 1 else "mixed"
