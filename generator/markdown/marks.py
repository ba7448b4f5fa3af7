"""Writes text with nested marks (`<mark>`) for its highlighted passages, and references to their notes.

Knows offsets and HTML escaping; knows nothing of Markdown, quotes or sidecars. Where passages overlap, the one that
starts first is outermost; of two that start together, the longer one; then by id. A mark contains text and marks only.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it.common.utils import escapeHtml

from generator.values import Immutable

MOST_MARKS_DEEP = 12
"""Passages that may overlap at one place; readers can't tell more apart."""

Piece = tuple[str, int, int]
"""Raw text and its range in the projection (code points)."""


class Highlight(Immutable):
    """A passage to mark: code points `start`:`end` of one projected text.

    `number` counts the passages of its annotation from 1. `marker` is the text of its reference; `classes` are those of
    both mark and reference. `place` is the number of the passage in the style sheet, 0 if it has none.
    """

    annotation: str
    start: int
    end: int
    number: int = 1
    marker: str = ""
    classes: str = ""
    place: int = 0

    @property
    def rank(self) -> tuple[int, int, str, int]:
        """Sort key for nesting, outermost first."""
        return (self.start, -self.end, self.annotation, self.number)

    @property
    def suffix(self) -> str:
        """What the ids of this passage add to the annotation's id: nothing for the first, then `_2`, `_3` …."""
        return "" if self.number == 1 else f"_{self.number}"


class Layers:
    """The stretches between the edges of a text's highlights, each with those that cover it, outermost first."""

    def __init__(self, highlights: Iterable[Highlight] = ()) -> None:
        ordered = sorted(highlights, key=lambda h: h.rank)
        self.edges: list[int] = sorted({edge for h in ordered for edge in (h.start, h.end)})
        self.covering: list[tuple[Highlight, ...]] = []
        self._ending: dict[int, list[Highlight]] = {}
        active: tuple[Highlight, ...] = ()
        waiting = iter(ordered)
        upcoming = next(waiting, None)
        for edge in self.edges:
            still = [h for h in active if h.end > edge]
            while upcoming and upcoming.start == edge:
                still.append(upcoming)
                upcoming = next(waiting, None)
            active = tuple(still)
            self.covering.append(active)
        for h in ordered:
            self._ending.setdefault(h.end, []).append(h)

    def cuts(self, start: int, end: int) -> list[int]:
        """The edges strictly inside `start`:`end`, in order."""
        return self.edges[bisect_right(self.edges, start) : bisect_left(self.edges, end)]

    def over(self, start: int, end: int) -> tuple[Highlight, ...]:
        """The highlights that cover a stretch with no edge inside; for an empty stretch, those that continue across."""
        k = bisect_right(self.edges, start) - 1
        covering = self.covering[k] if k >= 0 else ()
        return covering if end > start else tuple(h for h in covering if h.start < start)

    def ending_at(self, offset: int) -> list[Highlight]:
        """The highlights that end at an offset, outermost first."""
        return self._ending.get(offset, [])

    def touch(self, start: int, end: int) -> bool:
        """Whether anything in `start`:`end` is highlighted."""
        return bool(self.edges) and (bool(self.over(start, start + 1)) or bool(self.cuts(start, end)))


@dataclass(slots=True)
class _Open:
    """An open mark and its content so far. `visible` becomes true with the first character that isn't white space,
    `last` with the last character of the passage."""

    highlight: Highlight
    html: list[str] = field(default_factory=list)
    visible: bool = False
    last: bool = False


class Marker:
    """Writes one projected text with its marks, piece by piece in reading order.

    It remembers which passages have begun: use a new Marker for each text and each pass.
    """

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._begun: set[Highlight] = set()
        self.begun: list[Highlight] = []
        """Passages that have begun, in order, until a reader clears the list."""
        self.due: list[Highlight] = []
        """Passages that have ended and whose reference is not written yet."""

    def text(self, pieces: Sequence[Piece], *, hold_references: bool = False) -> str:
        """The HTML of a run of text without tags. `pieces` must not be empty.

        Writes a reference where a passage ends, or leaves it to `references()` with `hold_references`.
        """
        if not self._layers.touch(pieces[0][1], pieces[-1][2]):
            return escapeHtml("".join([raw for raw, _, _ in pieces]))
        out: list[str] = []
        open_marks: list[_Open] = []
        for raw, start, end in self._stretches(pieces):
            self._arrange(open_marks, self._layers.over(start, end), out)
            (open_marks[-1].html if open_marks else out).append(escapeHtml(raw))
            if raw.strip():
                for mark in open_marks:
                    mark.visible = True
            if end > start and (ended := self._layers.ending_at(end)):
                self.due += ended
                for mark in open_marks:
                    mark.last = mark.highlight.end == end
                if not hold_references:
                    self._arrange(open_marks, (), out)
                    out.append(self.references())
        self._arrange(open_marks, (), out)
        return "".join(out)

    def references(self) -> str:
        """Writes the references that are due, outermost first, and clears them."""
        html = "".join(map(_reference, sorted(self.due, key=lambda h: h.rank)))
        self.due.clear()
        return html

    def _stretches(self, pieces: Sequence[Piece]) -> Iterator[tuple[str, int, int]]:
        for raw, start, end in pieces:
            edges = [start, *self._layers.cuts(start, end), end]
            if len(edges) == 2:
                yield raw, start, end
            else:
                for a, b in pairwise(edges):
                    yield raw[a - start : b - start], a, b

    def _arrange(self, open_marks: list[_Open], wanted: tuple[Highlight, ...], out: list[str]) -> None:
        """Closes and opens marks until exactly the wanted ones are open, in their order."""
        shared = 0
        while shared < min(len(open_marks), len(wanted)) and open_marks[shared].highlight is wanted[shared]:
            shared += 1
        while len(open_marks) > shared:
            mark = open_marks.pop()
            (open_marks[-1].html if open_marks else out).append(self._closed(mark))
        open_marks += [_Open(h) for h in wanted[shared:]]

    def _closed(self, mark: _Open) -> str:
        content = "".join(mark.html)
        if not mark.visible:  # a mark never contains only white space
            return content
        h = mark.highlight
        names = f' data-annotation="{h.annotation}" class="{h.classes}"'
        if h not in self._begun:
            self._begun.add(h)
            self.begun.append(h)
            names += f' id="{h.annotation}{h.suffix}" aria-details="note_{h.annotation}"'
            if h.place:  # the style sheet sets the note level with this piece
                names += f' data-n="{h.place}"'
        if h.place and mark.last:  # and draws the bar of the voice down to this one
            names += f' data-e="{h.place}"'
        return f"<mark{names}>{content}</mark>"


def mark_plain(text: str, highlights: Iterable[Highlight]) -> str:
    """The HTML of a plain text (a title, a caption) with its marks and references. `text` may be empty."""
    return Marker(Layers(highlights)).text([(text, 0, len(text))])


def _reference(h: Highlight) -> str:
    return (
        f'<a role="doc-noteref" id="ref_{h.annotation}{h.suffix}" href="#note_{h.annotation}" class="ref {h.classes}">'
        f"{escapeHtml(h.marker)}</a>"
    )


def too_deep(passages: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> set[str]:
    """The ids of the annotations to leave out, so that at most `MOST_MARKS_DEEP` overlap anywhere.

    `passages` are (id, ranges) in order of precedence. An annotation that is left out covers nothing. Ranges in
    different texts must be shifted so that they don't overlap.
    """
    edges: list[int] = [0]
    depths: list[int] = [0]

    def split(at: int) -> int:
        k = bisect_left(edges, at)
        if k == len(edges) or edges[k] != at:
            edges.insert(k, at)
            depths.insert(k, depths[k - 1])
        return k

    left_out: set[str] = set()
    for annotation, ranges in passages:
        stretches = []
        for start, end in ranges:
            first, last = bisect_right(edges, start) - 1, bisect_left(edges, end)
            stretches.append(max(depths[first:last], default=0))
        if max(stretches, default=0) >= MOST_MARKS_DEEP:
            left_out.add(annotation)
            continue
        for start, end in ranges:
            first = split(start)
            last = split(end)
            for k in range(first, last):
                depths[k] += 1
    return left_out


def lanes(passages: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> dict[str, int]:
    """The lane of each annotation's underline by its id, for (id, ranges) in order of precedence.

    Each takes the lowest lane, from 1, in which it overlaps no other. Passages that only touch share a lane, so that
    the underline doesn't jump.
    """
    taken: list[list[tuple[int, int]]] = []
    lane_of: dict[str, int] = {}
    for annotation, ranges in passages:
        lane = next((n for n, lane in enumerate(taken) if not _overlap(lane, ranges)), len(taken))
        if lane == len(taken):
            taken.append([])
        for span in ranges:
            taken[lane].insert(bisect_left(taken[lane], span), span)
        lane_of[annotation] = lane + 1
    return lane_of


def _overlap(lane: list[tuple[int, int]], ranges: Iterable[tuple[int, int]]) -> bool:
    """Whether any of `ranges` overlaps one of the lane's ranges, which are disjoint and sorted."""
    for start, end in ranges:
        k = bisect_left(lane, (end, end))
        if k and lane[k - 1][1] > start:
            return True
    return False
