"""Computes the layout of the picture of answer times: for each claim a row, and on it a dot for each answer.

Knows days and names; knows no links or colours. Horizontal measures are per cent of the drawing's width, vertical ones
are pixels. Names are placed for `NARROWEST` pixels: in a wider drawing dots move apart and names keep their size, so
that what is clear of each other there is so at every greater width.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from generator.values import Immutable

NARROWEST = 496
"""Pixels. The narrowest drawing that shows names."""
STEP = 15
"""Pixels between the levels of a row. An answer whose dot or name would cover another's rises to a higher level."""
DOT = 5
"""Pixels. The radius of a dot with its outline."""
NAME = 9
"""Pixels from the middle of a dot to its name."""
UNNAMED = "the editors"
"""Takes the place of a name that the interface gives (editors or outlet without one), to estimate its width."""
_APART = 4
"""Pixels that are kept free around what is drawn."""
_MIDDLE = 15
"""Pixels from the bar of a claim to a dot on the same day."""
_ONE_SIDED = 2 * _MIDDLE
"""Pixels before the bar of a claim. There are fewer only if no answer was on record already."""
_LEAST_SCALE = 30
"""Pixels for a tenfold time: the least, as long as the dots fit. Below it names are shortened instead."""
_LEAST_DAYS = 31
"""The scale reaches at least this far behind the claim, so that an answer of the same week is near it."""
_LETTERS = 16
"""The most letters of a name."""
_FEWEST_LETTERS = 5
"""A name of which fewer letters would remain is left out."""
_BELOW = 11
"""Pixels from the line of a row to its lower edge; as many above the highest level."""

TICKS = (("year", 365.25), ("month", 30.44), ("decade", 3652.5), ("week", 7.0))
"""The ticks at each side of the claim's day, in days; where there is no room the later ones in this list are left
out."""
_TICK_WIDTHS = {"same_day": 62, "year": 36, "month": 44, "decade": 56, "week": 50}
"""Pixels. What the words of each tick take in the widest language of the interface."""
_ROOMS = (("", 270), ("mid", NARROWEST), ("wide", 640))
"""Names of drawings by their width in pixels, the narrowest first; see `Tick.room`."""


class Days(Immutable):
    """The days that a date may mean, as proleptic ordinals, both ends included: `2006` is a year of them."""

    first: int
    last: int

    @property
    def middle(self) -> float:
        return (self.first + self.last) / 2


class AnswerMark(Immutable):
    """An answer to draw: the days from the claim to it, `least` and `most` where it is known only roughly, and the name
    of who answers (empty where the interface names them)."""

    least: float
    most: float
    name: str = ""

    @property
    def days(self) -> float:
        """The days from the claim to the answer, negative for one on record already: the middle of what is known."""
        return (self.least + self.most) / 2


class Dot(Immutable):
    """A mark in the drawing: `x` in per cent, `y` in pixels from the top of its row.

    `name` is the name as there is room for it; `named` is False where there is none. `early` dots have their name
    before them, others behind. `since` and `until` are the ends, in per cent, of what the date may mean; None for a
    date known to the day.
    """

    mark: AnswerMark
    x: float
    y: int
    name: str
    named: bool
    early: bool
    since: float | None = None
    until: float | None = None


class Row(Immutable):
    """The dots of a claim, by date; the height of its row and the `y` of its line, in pixels. `since` and `until` are
    the ends of the line between the claim and its answers, in per cent."""

    dots: tuple[Dot, ...]
    height: int
    y: int
    since: float
    until: float


class Tick(Immutable):
    """A tick of the scale: its key, and `x` in per cent. `room` is empty if its words fit into the narrowest drawing,
    else `mid` or `wide` for the drawings that have room for them."""

    key: str
    x: float
    room: str


class TimesDrawing(Immutable):
    """The rows and ticks; `middle` is the day of the claims, in per cent."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    middle: float


def days_of(date: str) -> Days | None:
    """The days that a date (`2006`, `2006-06`, `2006-06-11`, with or without a time) may mean; None for other texts."""
    parts = date[:10].split("-")
    try:
        year, month, day = (int(part) for part in (*parts, "0", "0")[:3])
        first = dt.date(year, month or 1, day or 1)
        if day:
            return Days(first.toordinal(), first.toordinal())
        if month:
            return Days(first.toordinal(), first.replace(day=calendar.monthrange(year, month)[1]).toordinal())
        return Days(first.toordinal(), dt.date(year, 12, 31).toordinal())
    except ValueError:
        return None


def mark(claim: Days, answer: Days, name: str = "") -> AnswerMark:
    """The mark of an answer to a claim: at best as near as the days of both allow, at most as far."""
    return AnswerMark(answer.first - claim.last, answer.last - claim.first, name)


def estimated_width(text: str) -> float:
    """What a name takes at most in letters of 12 pixels, in pixels."""
    return sum(map(_letter, text))


def _letter(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 12.5
    return 9.5 if letter.isupper() or letter in "mw@%—…" else 4.5 if letter in "iljft.,’' -" else 7.5


def draw_times(claims: Sequence[Sequence[AnswerMark]], reverse: bool = False) -> TimesDrawing:
    """Lays out the answers of claims, one row each; `reverse` mirrors the drawing, for interfaces from right to left.

    Raises `ValueError` if there is no answer at all.
    """
    marks = [mark for row in claims for mark in row]
    if not marks:
        raise ValueError("there is no answer to draw")
    scale = _Scale.of(marks)
    drawn = TimesDrawing(
        tuple(_row(sorted(row, key=lambda mark: mark.days), scale) for row in claims),
        tuple(_ticks(scale)),
        _per_cent(scale.middle),
    )
    return _mirrored(drawn) if reverse else drawn


# ── the scale ────────────────────────────────────────────────────────────────────────────────────────────────────


class _Scale(Immutable):
    """Maps days to pixels of a drawing `NARROWEST` wide: `unit` pixels for a tenfold time, from the bar at `middle`."""

    middle: float
    unit: float

    @staticmethod
    def of(marks: Iterable[AnswerMark]) -> _Scale:
        """The widest scale on which all dots fit, and their names too, as long as that leaves `_LEAST_SCALE`."""
        reach: dict[bool, list[tuple[float, float]]] = {True: [], False: [(_tenfold(_LEAST_DAYS), DOT)]}
        for one in marks:
            ends = [(_tenfold(one.days), _extent(one.name))]
            ends += [(_tenfold(end), DOT) for end in (one.least, one.most) if (end < 0) == (one.days < 0)]
            reach[one.days < 0] += ends
            if one.least < 0 <= one.days or one.days < 0 < one.most:
                reach[one.days >= 0].append((_tenfold(one.least if one.days >= 0 else one.most), DOT))
        early, late = reach[True] or [(0.0, 0.0)], reach[False]
        room = NARROWEST - 2 * (_MIDDLE + _APART)
        fitting = min((room - a - b) / (x + y) for x, a in early for y, b in late if x + y)
        dots = (room - 2 * DOT) / (max(x for x, _ in early) + max(x for x, _ in late))
        unit = max(fitting, min(_LEAST_SCALE, dots))
        before = max(unit * x + min(width, room) for x, width in early)
        behind = max(unit * y for y, _ in late) + DOT
        middle = min(before, room - behind) + _MIDDLE + _APART
        return _Scale(middle, unit)

    def at(self, days: float) -> float:
        """The place of a number of days after the claim, in pixels. It never falls where the days rise."""
        if not days:
            return self.middle
        return self.middle + math.copysign(_MIDDLE + self.unit * _tenfold(days), days)

    def dot(self, days: float) -> float:
        """The place of a dot: one of the same day is beside the bar of the claim, not on it."""
        return self.at(days) if days else self.middle + _MIDDLE


def _tenfold(days: float) -> float:
    return math.log10(1 + abs(days))


def _extent(name: str) -> float:
    return NAME + estimated_width((name or UNNAMED)[:_LETTERS])


def _ticks(scale: _Scale) -> Iterator[Tick]:
    wanted = [("same_day", scale.middle)]
    for key, days in TICKS:
        wanted.append((key, scale.at(days)))
        if scale.middle >= _ONE_SIDED:
            wanted.append((key, scale.at(-days)))
    shown: dict[int, Tick] = {}
    for room, width in _ROOMS:
        for number, (key, x) in enumerate(wanted):
            if number not in shown and _fits(key, x, width, (wanted[other] for other in shown)):
                shown[number] = Tick(key, _per_cent(x), room)
    yield from sorted(shown.values(), key=lambda tick: tick.x)


def _fits(key: str, x: float, width: int, others: Iterable[tuple[str, float]]) -> bool:
    """Whether the words of a tick fit into a drawing of a width, clear of the words of others."""
    wider, half = width / NARROWEST, _TICK_WIDTHS[key] / 2
    inside = key == "same_day" or half <= x * wider <= width - half
    return inside and all(abs(x - there) * wider >= half + _half(other, there) for other, there in others)


def _half(key: str, x: float) -> float:
    """What the words of a tick take at each side of it: those of the claim's own day begin there if nothing was on
    record already."""
    return _TICK_WIDTHS[key] / (1 if key == "same_day" and x < _ONE_SIDED else 2)


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _row(marks: Sequence[AnswerMark], scale: _Scale) -> Row:
    levels: dict[int, int] = {}
    names: dict[int, str | None] = {}
    for number, one in enumerate(marks):
        names[number] = _fitting(one.name, _room(one, scale))
    early = [number for number, one in enumerate(marks) if one.days < 0]
    late = list(range(len(marks) - 1, len(early) - 1, -1))
    for side in (early, late):
        levels |= _levels([(abs(scale.dot(marks[n].days) - scale.middle), _width(names[n])) for n in side], side)
    y = _BELOW + STEP * max(levels.values(), default=0)
    dots = tuple(
        Dot(
            mark=one,
            x=_per_cent(scale.dot(one.days)),
            y=y - STEP * levels[number],
            name=names[number] or "",
            named=names[number] is not None,
            early=one.days < 0,
            since=_per_cent(scale.at(one.least)) if one.least < one.most else None,
            until=_per_cent(scale.at(one.most)) if one.least < one.most else None,
        )
        for number, one in enumerate(marks)
    )
    middle = _per_cent(scale.middle)
    across = [middle, *(dot.x for dot in dots)]
    return Row(dots, y + _BELOW, y, min(across), max(across))


def _levels(places: Iterable[tuple[float, float]], numbers: Iterable[int]) -> dict[int, int]:
    """The level of each answer of one side, given its distance from the claim, farthest first, and the width of what is
    drawn behind its dot. It is above all others whose dots its name would reach, so that it crosses none of their
    stems, and its own stem none of their names."""
    farther: list[tuple[float, int]] = []
    levels = {}
    for (distance, width), number in zip(places, numbers, strict=True):
        reached = (level for edge, level in farther if edge < distance + width + _APART)
        levels[number] = max(reached, default=-1) + 1
        farther.append((distance - DOT, levels[number]))
    return levels


def _room(mark: AnswerMark, scale: _Scale) -> float:
    """The pixels for the name of a mark, up to the edge of the drawing."""
    x = scale.dot(mark.days)
    return (x if mark.days < 0 else NARROWEST - x) - NAME


def _fitting(name: str, room: float) -> str | None:
    """The name as it fits; None where too little of it would remain. An empty one is the interface's to give."""
    if estimated_width((name or UNNAMED)[: _LETTERS + 1]) <= room and len(name) <= _LETTERS:
        return name
    for letters in range(min(_LETTERS, len(name)) - 1, _FEWEST_LETTERS - 1, -1):
        if estimated_width(short := name[:letters].rstrip() + "…") <= room:
            return short
    return None


def _width(name: str | None) -> float:
    return DOT if name is None else NAME + estimated_width(name or UNNAMED)


def _per_cent(pixels: float) -> float:
    return 100 * pixels / NARROWEST


def _mirrored(drawing: TimesDrawing) -> TimesDrawing:
    """The drawing from right to left. `since` and `until` keep their order in time."""

    def turned(x: float | None) -> float | None:
        return None if x is None else 100 - x

    return TimesDrawing(
        tuple(
            Row(
                tuple(
                    Dot(d.mark, 100 - d.x, d.y, d.name, d.named, d.early, turned(d.since), turned(d.until))
                    for d in row.dots
                ),
                row.height,
                row.y,
                100 - row.until,
                100 - row.since,
            )
            for row in drawing.rows
        ),
        tuple(Tick(tick.key, 100 - tick.x, tick.room) for tick in reversed(drawing.ticks)),
        100 - drawing.middle,
    )
