"""Where the signs of a score stand: a stave for each voice, and on it what it says, from the first word to the last.

Knows places in a text and who speaks there; knows no words, links or colours. Across, everything is per cent of the
text, so that a drawing fits any width; down, it is pixels.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

STAVE = 36
"""How high a stave is, with one row of signs and, on narrow screens, its name above them."""
STEP_WIDTH = 17
"""How much higher each further row stands, where signs would cover each other."""
ROWS = 4
"""At most so many rows a stave; what would need more stands in the last."""
SIGN = 18
"""How high a sign is, its label above its line."""
_BELOW = 6
_NOMINAL_WIDTH = 440
"""The width in pixels for which labels are kept apart."""
_LABEL, _LETTER = 6, 8
"""The room a label takes in pixels, and each of its letters."""


@dataclass(frozen=True, slots=True)
class DrawnStatement:
    """What is to be drawn of one statement. `voice` is whatever tells staves apart; `spans` are code points of the
    text. Without any it stands where the first of its `targets` does, and nowhere if none is drawn."""

    ref: str
    voice: Hashable
    label: str
    spans: tuple[tuple[int, int], ...] = ()
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """One passage of a part: `start` and `width` in per cent, its upper edge `y`. `elsewhere`: it has no passage."""

    part: DrawnStatement
    number: int
    start: float
    width: float
    y: int
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Stave:
    """A voice's stave: `y` is that of its line, `rows` how many rows of signs stand on it."""

    voice: Hashable
    y: int
    rows: int
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Staves in the order in which voices first speak, and the paths of the ties, in a box 1,000 wide."""

    staves: tuple[Stave, ...]
    ties: tuple[str, ...]
    height: int


def draw(parts: Sequence[DrawnStatement], length: int, reverse: bool = False) -> Drawing:
    """The score of a text of so many code points; `reverse` where it runs from right to left."""
    places = _Places(parts, max(length, 1), reverse)
    voices: dict[Hashable, list[DrawnStatement]] = {}
    for part in parts:
        if part.ref in places:
            voices.setdefault(part.voice, []).append(part)
    staves: list[Stave] = []
    top = 0
    for voice, said in voices.items():
        stave = _stave(voice, top, said, places)
        staves.append(stave)
        top = stave.y + _BELOW
    return Drawing(tuple(staves), tuple(_ties(parts, staves)), top)


class _Places:
    """Where each part stands across: (start, width) in per cent, one a passage."""

    def __init__(self, parts: Iterable[DrawnStatement], length: int, reverse: bool) -> None:
        by_ref = {part.ref: part for part in parts}
        self._found: dict[str, list[tuple[float, float]]] = {}
        for ref in by_ref:
            spans = _spans(ref, by_ref)
            placed = [(100 * a / length, 100 * (b - a) / length) for a, b in spans]
            if placed:
                self._found[ref] = [(100 - a - w, w) for a, w in placed] if reverse else placed

    def __contains__(self, ref: str) -> bool:
        return ref in self._found

    def __getitem__(self, ref: str) -> list[tuple[float, float]]:
        return self._found.get(ref, [])


def _spans(ref: str, by_ref: dict[str, DrawnStatement]) -> tuple[tuple[int, int], ...]:
    """A part's own spans, else the beginning of those it answers, through however many answers without a passage."""
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
    """A curve from each answer to each statement it answers, from middle to middle of their first signs."""
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
