"""What was measured, as values and as JSON; knows how runs are summed up, and not where they come from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.measuring import Run
from benchmarks.written import NOTHING, Written


@dataclass(frozen=True, slots=True)
class Figure:
    """The runs of one program in one row, at one number of articles; 0 where that doesn't matter. `written` is the site
    after the last run; nothing where that wasn't looked at."""

    row: str
    articles: int
    program: str
    runs: tuple[Run, ...]
    written: Written = NOTHING

    @property
    def wall(self) -> float:
        return median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        return median(run.cpu for run in self.runs)

    @property
    def memory(self) -> float:
        return median(run.memory for run in self.runs)


@dataclass(frozen=True, slots=True)
class Results:
    """`machine` in general terms; `versions` by the name of the program."""

    machine: str
    versions: Mapping[str, str]
    figures: tuple[Figure, ...]

    def find(self, row: str, articles: int, program: str) -> Figure | None:
        return next(
            (f for f in self.figures if (f.row, f.articles, f.program) == (row, articles, program)),
            None,
        )

    @property
    def sizes(self) -> list[int]:
        return sorted({figure.articles for figure in self.figures} - {0})

    def completed_by(self, older: Results) -> Results:
        """With the rows of older results that weren't measured anew, if they are of the same programs and machine."""
        if older.machine != self.machine or any(
            older.versions.get(name, version) != version for name, version in self.versions.items()
        ):
            return self
        mine = {(figure.row, figure.articles) for figure in self.figures}
        kept = [figure for figure in older.figures if (figure.row, figure.articles) not in mine]
        return Results(self.machine, {**older.versions, **self.versions}, (*self.figures, *kept))


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """The median of the ratios of runs that followed each other: what slows the machine for a while slows both."""
    return median(a / b for a, b in zip(one, other, strict=True))


def to_json(results: Results) -> str:
    """One line a figure, so that a difference can be read."""
    lines = [json.dumps(_figure_as_json(f)) for f in sorted(results.figures, key=lambda f: (f.articles, f.row))]
    head = {"machine": results.machine, "versions": dict(sorted(results.versions.items()))}
    return f'{json.dumps(head, indent=1)[:-2]},\n "figures": [\n  {_LINES.join(lines)}\n ]\n}}\n'


_LINES = ",\n  "


def _figure_as_json(figure: Figure) -> dict[str, object]:
    return {
        "row": figure.row,
        "articles": figure.articles,
        "program": figure.program,
        "wall": [round(run.wall, 4) for run in figure.runs],
        "cpu": [round(run.cpu, 4) for run in figure.runs],
        "memory": [run.memory for run in figure.runs],
        **({"files": figure.written.files, "bytes": figure.written.size} if figure.written.files else {}),
    }


def from_json(text: str) -> Results:
    """What `to_json` wrote. Raises ValueError or KeyError for anything else."""
    read = json.loads(text)
    figures = (
        Figure(
            f["row"],
            f["articles"],
            f["program"],
            tuple(map(Run, f["wall"], f["cpu"], f["memory"])),
            Written(f.get("files", 0), f.get("bytes", 0)),
        )
        for f in read["figures"]
    )
    return Results(read["machine"], read["versions"], tuple(figures))
