"""Where the words of a text begin and end for a person who selects some: a little wider than where a quote may.

A quote may begin behind a hyphen (`16` in `F-16`) or end before an apostrophe; a person who drags a mouse over half of
`non-combatants` means all of it. All offsets are those of normalized text.
"""

from __future__ import annotations

from bisect import bisect_left

from generator.annotating.part_text import PartText
from generator.text import is_border, is_wide

_LONGEST_WORD = 200
"""Characters by which a range is widened at most at one end."""
_HYPHENS = frozenset("-\u2010\u2011\u05be")
_MARKS_INSIDE = frozenset("'\"\u05f3\u05f4\u00b7&")
"""Signs between two letters of one word: an apostrophe, the marks of a Hebrew abbreviation, a raised point, `AT&T`."""
_ELIDED = frozenset("l d j m t s c n qu un all dell dall nell sull".split())
"""What an apostrophe parts from a word of its own: l’État."""
_FULL_STOPS = frozenset(".。．｡।։።")
_SENTENCE_ENDS = _FULL_STOPS | frozenset("!?…！？؟")
_BEFORE_SENTENCE = frozenset(" '\"‹›«»「『﹁﹃〝״＂＇([{（¡¿")
_AFTER_SENTENCE = frozenset("'\"‹›»」』﹂﹄〞״＂＇)]}）")
_SHORTENED = frozenset("mr mrs ms dr prof gen col maj capt sgt lt sen rep gov st no nos inc jr sr vs cf ca bzw".split())
_FALLING = frozenset(" '\"‹›「」『』﹁﹂﹃﹄〝〞〟״＂＇,;:،؛、，；：")
"""What falls off at the ends of a selection: white space, quotation marks, commas and their like."""
_LONG_DASHES = frozenset("\u2014\u2015")
"""Dashes that are no sign of a number. At the end of a selection no dash is one."""


def trimmed(text: PartText, low: int, high: int) -> tuple[int, int]:
    """A range without white space, quotation marks, commas and dashes at its ends; perhaps an empty one."""
    folded = text.folded.text
    while low < high and (folded[low] in _FALLING or text.folded.written(low) in _LONG_DASHES):
        low += 1
    while low < high and (folded[high - 1] in _FALLING or folded[high - 1] == "-"):
        high -= 1
    return low, high


def widened(text: PartText, low: int, high: int) -> tuple[int, int] | None:
    """A range with the whole of the words that it cuts; None if one is longer than any word."""
    least, most = max(0, low - _LONGEST_WORD), min(len(text.folded.text), high + _LONGEST_WORD)
    while low > least and not is_start(text, low):
        low -= 1
    while high < most and not is_end(text, high):
        high += 1
    return (low, high) if is_border(text.folded, low) and is_border(text.folded, high) else None


def is_start(text: PartText, index: int) -> bool:
    """Whether words may begin at an index."""
    if not is_border(text.folded, index) or _joins(text, index):
        return False
    return not _joins(text, index - 1) or _is_after_elision(text, index)


def is_end(text: PartText, index: int) -> bool:
    """Whether words may end before an index."""
    return is_border(text.folded, index) and not (_joins(text, index) or _joins(text, index - 1))


def begins_word(text: PartText, index: int) -> bool:
    """Whether words begin at an index. The sign of a number belongs to it."""
    folded = text.folded.text
    if index >= len(folded) or folded[index] == " ":
        return False
    is_glued = not (is_border(text.folded, index + 1) or text.folded.parts_character(index + 1))
    return (folded[index].isalnum() or is_glued) and is_start(text, index)


def ends_word(text: PartText, index: int) -> bool:
    """Whether words end before an index: a letter or digit is there."""
    return index > 0 and text.folded.text[index - 1].isalnum() and is_end(text, index)


def _joins(text: PartText, index: int) -> bool:
    """Whether the sign at an index keeps the letters on both sides of it in one word."""
    folded = text.folded.text
    if not 0 < index < len(folded) - 1 or folded[index].isalnum():
        return False
    before, after = folded[index - 1], folded[index + 1]
    if not (before.isalnum() and after.isalnum()) or is_wide(before) or is_wide(after):
        return False
    written = text.folded.written(index)
    if written == ".":
        return after.islower() or not folded[index - 2 : index - 1].isalnum() or index == 1
    if written in _HYPHENS:
        return True
    return folded[index] in _MARKS_INSIDE and not text.quotations.has_mark_at(text.folded.span(index, index + 1)[0])


def _is_after_elision(text: PartText, index: int) -> bool:
    folded = text.folded.text
    if folded[index - 1] != "'":
        return False
    first = index - 1
    while first > max(0, index - 6) and folded[first - 1].isalpha():
        first -= 1
    return folded[first : index - 1].casefold() in _ELIDED and folded[index : index + 2].isalpha()


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────────────


def without_stop(text: PartText, low: int, high: int) -> int:
    """Where a range ends without a full stop that is only the end of a sentence of which it isn't the whole.

    The full stop of an abbreviation and an ellipsis stay.
    """
    folded = text.folded.text
    if high - low < 2 or folded[high - 1] not in _FULL_STOPS or folded[high - 2] == ".":
        return high
    return high if begins_sentence(text, low) or _is_abbreviation(folded, high - 1) else high - 1


def begins_sentence(text: PartText, index: int) -> bool:
    """Whether a sentence begins at an index: at the start of a paragraph, behind the end of another sentence, or at
    the start of a quotation unless with a small letter."""
    folded = text.folded.text
    at = index
    while not _begins_paragraph(text, at) and folded[at - 1] in _BEFORE_SENTENCE:
        at -= 1
    if at < index and not folded[index].islower() and _opens_quotation(text, index - 1):
        return True
    if _begins_paragraph(text, at):
        return True
    last = at - 1
    while last > 0 and at - last < 4 and folded[last] in _AFTER_SENTENCE:
        last -= 1
    is_apart = " " in folded[last + 1 : index] or is_wide(folded[last])
    return folded[last] in _SENTENCE_ENDS and is_apart and not _is_abbreviation(folded, last)


def _begins_paragraph(text: PartText, index: int) -> bool:
    offset = text.folded.span(index, index + 1)[0]
    return index == 0 or any(start == offset for start, _ in text.paragraphs[_first_from(text, offset) :][:1])


def _first_from(text: PartText, offset: int) -> int:
    """The number of the first paragraph that begins at an offset or later."""
    return bisect_left(text.paragraphs, (offset, 0))


def _opens_quotation(text: PartText, index: int) -> bool:
    offset = text.folded.span(index, index + 1)[0]
    return any(start == offset for start, _ in text.quotations.outermost(offset, offset + 1))


def _is_abbreviation(folded: str, stop: int) -> bool:
    """Whether a full stop belongs to an abbreviation or initial: `U.S.`, `Mr.`, `J.`"""
    if folded[stop] != ".":
        return False
    first = stop
    while first > max(0, stop - 12) and (folded[first - 1].isalpha() or folded[first - 1] == "."):
        first -= 1
    word = folded[first:stop]
    is_initial = len(word) == 1 and word.isupper() and word != "I"
    return is_initial or "." in word.strip(".") or word.casefold() in _SHORTENED
