"""Makes an edit in a file that others have changed around it, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from generator.annotating.edit import Edit
from generator.diagnostics import Paste
from generator.yaml_text.splice import Splice, splice_of

_Block = tuple[int, int, int]
"""Lines that are the same in two files: where they begin in each, and how many there are. Lines count from 0."""


def rebased(edit: Edit, now: bytes) -> Edit | None:
    """The same change of lines in the file `now`; None where others changed these lines, or those beside them.

    What the file says is not looked at: the caller compares that.
    """
    if edit.before == now:
        return edit
    try:
        before, after, here = (data.decode().splitlines() for data in (edit.before, edit.after, now))
    except UnicodeDecodeError:
        return None
    same = _blocks(before, here)
    splices, data = list[Splice](), now
    for first, end, new in reversed(list(_hunks(before, after))):
        place = _place_of(first, end, same, len(before), len(here))
        if place is None:
            return None
        try:
            splices.append(splice_of(data, Paste(place[0] + 1, place[1], tuple(new))))
        except ValueError:
            return None
        data = splices[-1].applied(data)
    return Edit(now, tuple(splices))


def _blocks(one: Sequence[str], other: Sequence[str]) -> list[_Block]:
    return [(a, b, size) for a, b, size in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()]


def _hunks(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int, Sequence[str]]]:
    """The lines from `first` to before `end` that are replaced, and those in their place."""
    for kind, first, end, new_first, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield first, end, after[new_first:new_end]


def _place_of(first: int, end: int, same: Sequence[_Block], size: int, size_now: int) -> tuple[int, int] | None:
    """Where the lines from `first` to before `end` are now, if they and a line on each side are as they were."""
    low, high = max(first - 1, 0), min(end + 1, size)
    for start, start_now, count in same:
        if start <= low and high <= start + count:
            shift = start_now - start
            reaches_end = high < size or end < size or start_now + count == size_now
            return (first + shift, end + shift) if reaches_end else None
    return None
