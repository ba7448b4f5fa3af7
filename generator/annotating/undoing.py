"""Takes an edit back in a file that others have changed meanwhile, if they left alone what the edit changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import partial
from itertools import islice

from generator.annotating.edit import UNSURE, Edit, proved
from generator.annotating.front_matter_keys import open_front_matter
from generator.annotating.opened import open_yaml
from generator.annotating.refused import Refused
from generator.annotating.values import PlainValue, value_of
from generator.yaml_text.splice import BYTE_ORDER_MARK, Splice

_MOST_TRIED = 8
_ANSWERS = "counterpoints"
_ABSENT = "\0"
"""The value of a key that is not there. No file can contain this text."""


def undo(edit: Edit, now: bytes, path: str, *, in_groups: bool) -> Edit | Refused:
    """The edit of the file as it is `now` that takes back `edit`, and keeps what others changed around it.

    `in_groups` says that the file is a sidecar, whose entries are in groups. Refused where others changed the same
    annotation, speaker, source or key of front matter.
    """
    read = partial(open_front_matter if path.endswith(".md") else open_yaml, path=path)
    before, after, current = read(edit.before), read(edit.after), read(now)
    if isinstance(current, Refused):
        return current
    assert not isinstance(before, Refused), "an edit is made in a file that can be read"
    assert not isinstance(after, Refused), "an edit gives a file that can be read"
    try:
        meant = _meant(value_of(before.root), value_of(after.root), value_of(current.root), 2 if in_groups else 1)
    except _ChangedError as changed:
        return Refused(
            f"“{changed}” was changed meanwhile, so the change was not undone.", "Change it again as you want it."
        )
    comments = Counter(current.comments)
    comments.subtract(Counter(after.comments))
    comments.update(Counter(before.comments))
    for back in islice(_moved(edit.undone.splices, edit.after, now), _MOST_TRIED):
        new = read(back.after)
        found = UNSURE if isinstance(new, Refused) else proved(back, current, new, meant, comments)
        if isinstance(found, Edit):
            return found
    return UNSURE


class _ChangedError(Exception):
    """Others changed the entry with this name."""


def _meant(before: PlainValue, after: PlainValue, now: PlainValue, depth: int, name: str = "") -> PlainValue:
    """The value `now` with what was changed from `before` to `after` taken back.

    Entries are `depth` levels deeper. Each is one thing, but for its answers. Raises `_ChangedError`.
    """
    if before == after:
        return now
    if now == after:
        return before
    one, other, third = _mapping(before), _mapping(after), _mapping(now)
    if depth:
        return _each_meant(one, other, third, depth - 1) or None
    own = [{key: value for key, value in entry.items() if key != _ANSWERS} for entry in (one, other, third)]
    if own[0] != own[1] != own[2] or not (one and other and third):
        raise _ChangedError(name)
    below = [_mapping(entry.get(_ANSWERS)) for entry in (one, other, third)]
    answers = _each_meant(below[0], below[1], below[2], 0)
    return {**(own[2] if own[0] == own[1] else own[0]), **({_ANSWERS: answers} if answers else {})}


def _each_meant(
    before: dict[str, PlainValue], after: dict[str, PlainValue], now: dict[str, PlainValue], depth: int
) -> dict[str, PlainValue]:
    """The same for each entry of a mapping."""
    names = {**before, **after, **now}
    found = {
        key: _meant(before.get(key, _ABSENT), after.get(key, _ABSENT), now.get(key, _ABSENT), depth, key)
        for key in names
    }
    return {key: value for key, value in found.items() if value != _ABSENT}


def _mapping(value: PlainValue | None) -> dict[str, PlainValue]:
    return value if isinstance(value, dict) else {}


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _moved(splices: Sequence[Splice], data: bytes, now: bytes) -> Iterator[Edit]:
    """Ways to make, in the file as it is now, the changes that were meant for `data`: the likeliest first."""
    if not splices:
        yield Edit(now)
        return
    splice, *rest = splices
    for start in _places(splice, data, now):
        first = len(now[:start].removeprefix(BYTE_ORDER_MARK).splitlines()) + 1
        moved = Splice(start, start + splice.end - splice.start, splice.new, first)
        for further in _moved(rest, splice.applied(data), moved.applied(now)):
            yield Edit(now, (moved, *further.splices))


def _places(splice: Splice, data: bytes, now: bytes) -> Iterator[int]:
    """Where the bytes that a splice replaces are in another state of its file: those with the lines around it first."""
    alike = list(_alike(data, now))
    places = [b + splice.start - a for a, b, size in alike if a <= splice.start and splice.end <= a + size]
    inside = [b + splice.start - a for a, b, size in alike if a < splice.start and splice.end < a + size]
    yield from dict.fromkeys([*inside, *places])


def _alike(data: bytes, now: bytes) -> Iterator[tuple[int, int, int]]:
    """The stretches of lines that two states of a file have in common: their offsets and their size."""
    one, other = data.splitlines(keepends=True), now.splitlines(keepends=True)
    starts = [[0], [0]]
    for offsets, lines in zip(starts, (one, other), strict=True):
        for line in lines:
            offsets.append(offsets[-1] + len(line))
    head = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    matcher = SequenceMatcher(None, one[head:], other[head:])
    for a, b, size in [(-head, -head, head), *matcher.get_matching_blocks()]:
        start, end = starts[0][head + a], starts[0][head + a + size]
        yield start, starts[1][head + b], end - start
