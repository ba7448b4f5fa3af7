"""Computes the layout of a score: a stave for each voice, and on it a sign for each passage, in the order of the text.

Knows positions in a text and who speaks there; knows no words, links or colours. Horizontal measures are per cent of
the text's length, so that a drawing fits any width; vertical ones are pixels.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

from generator.values import Immutable

STAVE = 24
"""Pixels. The height of a stave with one row of signs."""
STEP_WIDTH = 20
"""Pixels between rows. A sign that would overlap another goes to a higher row."""
ROWS = 4
"""The most rows of a stave. A sign that finds no room goes to the last and may overlap others there."""
SIGN = 18
"""Pixels. The height of a sign: its label and the line below."""
_BELOW = 3
"""Pixels between a stave's line and its lower edge."""
_NOMINAL_WIDTH = 440
"""Pixels. The width of a drawing in which labels must not overlap; about that on a narrow screen."""
_LABEL, _LETTER = 6, 8
"""Pixels. The width of an empty label, and what each letter adds."""


class DrawnStatement(Immutable):
    """A statement to draw. `voice` identifies its stave; `spans` are (start, end) in code points of the text. Without
    spans it is drawn where the first of its drawn `targets` is, and left out if none of them is drawn."""

    ref: str
    voice: Hashable
    label: str
    spans: tuple[tuple[int, int], ...] = ()
    targets: tuple[str, ...] = ()


class Sign(Immutable):
    """A passage of a statement, its `number` counted from 1: `start` and `width` in per cent, the upper edge `y` in
    pixels. `elsewhere`: the statement has no passage of its own."""

    part: DrawnStatement
    number: int
    start: float
    width: float
    y: int
    elsewhere: bool = False


class Stave(Immutable):
    """A voice's stave: the `y` of its line in pixels, its number of rows, and its signs in the order of the text."""

    voice: Hashable
    y: int
    rows: int
    signs: tuple[Sign, ...]


class Drawing(Immutable):
    """The staves, in the order of the voices' first statements, those without any span last; and the SVG paths of the
    ties, in a box 1,000 units wide and `height` pixels high."""

    staves: tuple[Stave, ...]
    ties: tuple[str, ...]
    height: int


def draw(parts: Sequence[DrawnStatement], length: int, reverse: bool = False) -> Drawing:
    """Lays out the score of a text of `length` code points; `reverse` mirrors it, for text from right to left."""
    places = _Places(parts, max(length, 1), reverse)
    voices: dict[Hashable, list[DrawnStatement]] = {}
    for part in parts:
        if part.ref in places:
            voices.setdefault(part.voice, []).append(part)
    staves: list[Stave] = []
    top = 0
    for voice in sorted(voices, key=lambda voice: not any(part.spans for part in voices[voice])):
        said = voices[voice]
        stave = _stave(voice, top, said, places)
        staves.append(stave)
        top = stave.y + _BELOW
    return Drawing(tuple(staves), tuple(_ties(parts, staves)), top)


class _Places:
    """The horizontal position of each statement's passages: (start, width) in per cent."""

    def __init__(self, parts: Iterable[DrawnStatement], length: int, reverse: bool) -> None:
        by_ref = {part.ref: part for part in parts}
        self._by_ref: dict[str, list[tuple[float, float]]] = {}
        for ref in by_ref:
            spans = _spans(ref, by_ref)
            placed = [(100 * a / length, 100 * (b - a) / length) for a, b in spans]
            if placed:
                self._by_ref[ref] = [(100 - a - w, w) for a, w in placed] if reverse else placed

    def __contains__(self, ref: str) -> bool:
        return ref in self._by_ref

    def __getitem__(self, ref: str) -> list[tuple[float, float]]:
        return self._by_ref.get(ref, [])


def _spans(ref: str, by_ref: dict[str, DrawnStatement]) -> tuple[tuple[int, int], ...]:
    """A statement's own spans. Without any: an empty span at the start of what it answers, searched breadth first
    through answers that have no spans either."""
    seen: set[str] = set()
    waiting = [ref]
    while waiting:
        part = by_ref.get(waiting.pop(0))
        if part is None or part.ref in seen:
            continue
        seen.add(part.ref)
        if part.spans:
            return part.spans if part.ref == ref else ((part.spans[0][0], part.spans[0][0]),)
        waiting += part.targets
    return ()


def _stave(voice: Hashable, top: int, parts: Iterable[DrawnStatement], places: _Places) -> Stave:
    across = [(x, w, n, part) for part in parts for n, (x, w) in enumerate(places[part.ref], 1)]
    ends: list[float] = []
    placed = []
    for x, w, n, part in sorted(across, key=lambda sign: (sign[0], -sign[1])):
        room = 100 * (_LABEL + _LETTER * len(part.label)) / _NOMINAL_WIDTH
        row = next((k for k, end in enumerate(ends) if end <= x), min(len(ends), ROWS - 1))
        ends[row : row + 1] = [x + max(w, room)]
        placed.append((x, w, n, row, part))
    rows = max(len(ends), 1)
    y = top + STAVE - _BELOW + STEP_WIDTH * (rows - 1)
    signs = tuple(Sign(part, n, x, w, y - SIGN - STEP_WIDTH * row + 2, not part.spans) for x, w, n, row, part in placed)
    return Stave(voice, y, rows, signs)


def _ties(parts: Iterable[DrawnStatement], staves: Iterable[Stave]) -> Iterator[str]:
    """Yields the SVG path from each answer to each statement it answers, between the middles of their first signs."""
    middles = {
        sign.part.ref: (10 * (sign.start + sign.width / 2), sign.y + SIGN)
        for stave in staves
        for sign in stave.signs
        if sign.number == 1
    }
    for part in parts:
        for target in part.targets:
            if part.ref in middles and target in middles:
                (x1, y1), (x2, y2) = middles[part.ref], middles[target]
                bend = (y1 + y2) / 2 if y1 != y2 else y1 - STAVE / 2
                yield f"M{x1:.1f} {y1}C{x1:.1f} {bend:.1f} {x2:.1f} {bend:.1f} {x2:.1f} {y2}"
