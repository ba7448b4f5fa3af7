"""Results as the tables and the plot of docs/performance.md: pure, but for the functions that write them there."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from benchmarks.programs import OURS, OURS_IN_FULL, ROOT
from benchmarks.results import Figure, Results, ratio

PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "images" / "performance.svg"
TITLES = {
    OURS: "Counterpoint",
    OURS_IN_FULL: "Counterpoint, all outputs",
    "hugo": "Hugo",
    "hugo-same": "Hugo, the same pages",
    "eleventy": "Eleventy",
    "pelican": "Pelican",
}
_BEGIN, _END = "<!-- figures: begin; written by `python -m benchmarks` -->", "<!-- figures: end -->"
_REFERENCES = {"hugo": "ratio to Hugo", "hugo-same": "… the same pages"}
"""Those that Counterpoint is compared with, and what is said above the ratios."""


def write_report(results: Results, page: Path = PAGE, plot: Path = PLOT) -> None:
    plot.write_text(plot_of(results), encoding="utf-8")
    page.write_text(page_with(tables_of(results), page.read_text(encoding="utf-8")), encoding="utf-8")


def page_with(figures: str, page: str) -> str:
    """The page with other figures between the marks."""
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    assert begin, "the page has a mark where figures begin"
    assert end, "the page has a mark where figures end"
    return f"{before}{begin}\n\n{figures}\n{end}{after}"


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a table: what is told, in which row of the results it stands, and which measure of it."""

    words: str
    row: str
    measure: str = "wall"
    ours: str = OURS


_LINES = (
    _Line("clean build", "clean"),
    _Line("… processor time", "clean", "cpu"),
    _Line("… peak memory", "clean", "memory"),
    _Line("… files written", "clean", "files"),
    _Line("… bytes written", "clean", "size"),
    _Line("clean build, all outputs", "clean", ours=OURS_IN_FULL),
    _Line("… processor time", "clean", "cpu", OURS_IN_FULL),
    _Line("… peak memory", "clean", "memory", OURS_IN_FULL),
    _Line("… files written", "clean", "files", OURS_IN_FULL),
    _Line("… bytes written", "clean", "size", OURS_IN_FULL),
    _Line("nothing changed", "nothing"),
    _Line("one body edited", "body"),
    _Line("one note edited", "note"),
    _Line("a verdict changed", "verdict"),
    _Line("a speaker renamed", "speaker"),
    _Line("nothing changed, all outputs", "nothing", ours=OURS_IN_FULL),
    _Line("one body edited, all outputs", "body", ours=OURS_IN_FULL),
    _Line("one note edited, all outputs", "note", ours=OURS_IN_FULL),
    _Line("a verdict changed, all outputs", "verdict", ours=OURS_IN_FULL),
    _Line("a speaker renamed, all outputs", "speaker", ours=OURS_IN_FULL),
    _Line("`serve`: saved → on the screen", "serve"),
    _Line("`serve`, all outputs", "serve", ours=OURS_IN_FULL),
    _Line("articles without annotations, clean build", "plain"),
)


def tables_of(results: Results) -> str:
    """In Markdown: what was measured on what, and a table for each number of articles."""
    peers = [name for name in TITLES if name in results.versions and name not in (OURS, OURS_IN_FULL)]
    parts = [_preface(results, peers)]
    for size in results.sizes:
        parts.append(f"### {size:,} articles\n\n{_how_often(results, size)}\n")
        parts.append("\n".join(_table(results, size, peers)) + "\n")
    return "\n".join(parts)


def _preface(results: Results, peers: Sequence[str]) -> str:
    named = dict.fromkeys(f"{TITLES[name].partition(',')[0]} {results.versions[name]}" for name in (OURS, *peers))
    measured = f"{', '.join(named)}; {results.machine}.\n"
    start = results.find("help", 0, OURS)
    return measured + (f"\n`python -m generator --help` takes {_time(start.wall)}.\n" if start else "")


def _how_often(results: Results, size: int) -> str:
    runs = max(len(figure.runs) for figure in results.figures if figure.articles == size)
    return f"Medians of {runs} runs." if runs > 1 else "One run of each."


def _table(results: Results, size: int, peers: Sequence[str]) -> Iterator[str]:
    references = [name for name in _REFERENCES if name in peers]
    titles = ["", "Counterpoint", *(TITLES[name] for name in peers), *(_REFERENCES[name] for name in references)]
    yield f"| {' | '.join(titles)} |"
    yield "|---" + "|---:" * (len(titles) - 1) + "|"
    for line in _LINES:
        ours = results.find(line.row, size, line.ours)
        if ours and any(_values(ours, line.measure)):
            theirs = {name: results.find(line.row, size, name) for name in peers}
            cells = [_cell(figure, line.measure) for figure in (ours, *theirs.values())]
            cells += [_ratio(ours, theirs[name], line.measure) for name in references]
            yield f"| {line.words} | {' | '.join(cells)} |"


def _values(figure: Figure | None, measure: str) -> list[float]:
    """What was measured, run by run; of what was written, once. 0 where it wasn't measured."""
    if figure is None:
        return []
    if measure in ("files", "size"):
        return [getattr(figure.written, measure)]
    return [getattr(run, measure) for run in figure.runs]


def _cell(figure: Figure | None, measure: str) -> str:
    values = _values(figure, measure)
    return _WRITTEN_AS[measure](median(values)) if any(values) else "–"


def _ratio(ours: Figure, theirs: Figure | None, measure: str) -> str:
    other = _values(theirs, measure)
    return _digits(ratio(_values(ours, measure), other)) if any(other) else "–"


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 0.995 else f"{_digits(seconds)} s"


def _memory(size: float) -> str:
    return f"{_digits(size / 1e9)} GB" if size >= 0.995e9 else f"{size / 1e6:.0f} MB"


_WRITTEN_AS: dict[str, Callable[[float], str]] = {
    "wall": _time,
    "cpu": _time,
    "memory": _memory,
    "files": "{:,.0f}".format,
    "size": lambda size: f"{_digits(size / 1e6)} MB",
}


def _digits(number: float) -> str:
    """With two digits that count, or all before the point."""
    if number >= 9.95:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 0.995 else f"{number:.{1 - math.floor(math.log10(number))}f}" if number else "0"


# ── the plot ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Curve:
    """What is drawn: the row and the program of its points."""

    words: str
    row: str
    program: str


_CURVES = (
    _Curve("Hugo, clean", "clean", "hugo"),
    _Curve("Eleventy, clean", "clean", "eleventy"),
    _Curve("Counterpoint, all outputs", "clean", OURS_IN_FULL),
    _Curve("Counterpoint, clean", "clean", OURS),
    _Curve("Counterpoint, one body edited", "body", OURS),
    _Curve("Counterpoint, nothing changed", "nothing", OURS),
    _Curve("Hugo, the same pages, clean", "clean", "hugo-same"),
)
_WIDTH, _HEIGHT = 760, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 500, 30, 390
_LINE_HEIGHT = 18


def plot_of(results: Results) -> str:
    """Time against the number of articles, both logarithmic, as SVG."""
    drawn = [(curve, points) for curve in _CURVES if (points := _points(results, curve))]
    if not drawn:
        return _svg(curves=[], across=[], upward=[])
    sizes, seconds = ([point[axis] for _, points in drawn for point in points] for axis in (0, 1))
    across, upward = _scale(sizes, _LEFT, _RIGHT), _scale(seconds, _BOTTOM, _TOP)
    placed = [(curve, [(across(n), upward(s)) for n, s in points]) for curve, points in drawn]
    heights = _apart([points[-1][1] for _, points in placed])
    return _svg(
        curves=[
            {"words": curve.words, "kind": _CURVES.index(curve) + 1, "points": points, "y": y}
            for (curve, points), y in zip(placed, heights, strict=True)
        ],
        across=[(across(n), f"{n:,.0f}") for n in _ticks(sizes)],
        upward=[(upward(s), f"{s:,g} s") for s in _ticks(seconds)],
    )


def _points(results: Results, curve: _Curve) -> list[tuple[float, float]]:
    found = (results.find(curve.row, size, curve.program) for size in results.sizes)
    return [(figure.articles, figure.wall) for figure in found if figure]


def _ticks(values: Sequence[float]) -> list[float]:
    """The powers of ten around the values: at least two."""
    first = math.floor(math.log10(min(values)))
    last = max(math.ceil(math.log10(max(values))), first + 1)
    return [10.0**power for power in range(first, last + 1)]


def _scale(values: Sequence[float], begin: float, end: float) -> Callable[[float], float]:
    ticks = _ticks(values)
    low, high = math.log10(ticks[0]), math.log10(ticks[-1])
    return lambda value: round(begin + (math.log10(value) - low) / (high - low) * (end - begin), 1)


def _apart(heights: Sequence[float]) -> list[float]:
    """The heights of labels, in their order, moved so that none lies on another and none below the plot."""
    order = sorted(range(len(heights)), key=lambda i: -heights[i])
    moved, floor = dict[int, float](), float(_BOTTOM)
    for i in order:
        moved[i] = min(heights[i], floor)
        floor = moved[i] - _LINE_HEIGHT
    return [moved[i] for i in range(len(heights))]


def _svg(**given: object) -> str:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    box = {"width": _WIDTH, "height": _HEIGHT, "left": _LEFT, "right": _RIGHT, "top": _TOP, "bottom": _BOTTOM}
    return re.sub(r"\n{2,}", "\n", environment.get_template("plot.svg").render(**box, **given))
