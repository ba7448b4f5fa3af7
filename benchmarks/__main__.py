"""`python -m benchmarks`: measures Counterpoint beside its peers, and writes the figures of docs/performance.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import FailedError
from benchmarks.programs import OURS, OURS_IN_FULL, PEERS, Program, programs
from benchmarks.report import tables_of, write_report
from benchmarks.results import Figure, Results, from_json, to_json
from benchmarks.room import rooms, table
from benchmarks.rows import ROWS, alike, measured
from benchmarks.written import NOTHING

RESULTS = Path(__file__).parent / "results.json"
ALIKE_AT, TOLERANCE = 200, 0.01
"""Articles, and the part of files and bytes by which the two may differ."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what is asked for; gives the exit code. Where Counterpoint fails, what was measured before is kept."""
    arguments = _parser().parse_args(argv)
    if arguments.report:
        write_report(from_json(RESULTS.read_text(encoding="utf-8")))
        return 0
    if arguments.alike:
        return _alike(arguments.work)
    if arguments.room:
        return _room(arguments.room, arguments.work)
    code, figures = 0, list[Figure]()
    with nullcontext(arguments.work) if arguments.work else TemporaryDirectory(prefix="benchmarks-") as folder:
        known = programs(arguments.peers, Path(folder).resolve() / "tools", _say)
        try:
            for figure in _measured(arguments, known, Path(folder).resolve()):
                figures.append(figure)
        except FailedError as error:
            _say(f"error: {error}")
            code = 1
        except KeyboardInterrupt:
            return 130
    results = Results(machine(), {program.name: program.version for program in known}, tuple(figures))
    print(tables_of(results))
    if figures and not arguments.quick:
        _keep(results, add=arguments.add)
    return code


def _alike(work: Path | None) -> int:
    """Say whether Hugo, with the layouts of the same pages, writes as much as Counterpoint; 1 if not."""
    with nullcontext(work) if work else TemporaryDirectory(prefix="benchmarks-") as folder:
        known = programs(["hugo-same"], Path(folder).resolve() / "tools", _say)
        try:
            found = alike(ALIKE_AT, [one for one in known if one.name != OURS_IN_FULL], Path(folder).resolve(), _say)
        except FailedError as error:
            _say(f"error: {error}")
            return 1
    for name, written in found.items():
        print(f"{name}: {written.files:,} files, {written.size:,} bytes")
    return 0 if found.get("hugo-same", NOTHING).is_like(found[OURS], TOLERANCE) else 1


def _room(size: int, work: Path | None) -> int:
    """Print the table of docs/hosting.md."""
    with nullcontext(work) if work else TemporaryDirectory(prefix="benchmarks-") as folder:
        try:
            print(table(list(rooms(size, Path(folder).resolve(), _say))))
        except FailedError as error:
            _say(f"error: {error}")
            return 1
    return 0


def _measured(arguments: argparse.Namespace, known: Sequence[Program], folder: Path) -> Iterator[Figure]:
    sizes, runs = ([200], 2) if arguments.quick else (arguments.sizes, arguments.runs)
    return measured(arguments.rows, sizes, runs, known, folder, _say)


def _keep(results: Results, *, add: bool) -> None:
    if add:
        results = results.completed_by(from_json(RESULTS.read_text(encoding="utf-8")))
    RESULTS.write_text(to_json(results), encoding="utf-8")
    write_report(results)


def machine() -> str:
    """What a reader has to know of this computer, and nothing that names it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {memory:.0f} GB, {platform.system()} on {platform.machine()}, Python {_python()}"


def _python() -> str:
    return ".".join(platform.python_version_tuple()[:2])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__, allow_abbrev=False)
    add = parser.add_argument
    add("--sizes", type=_numbers, default=[1_000, 10_000], help="how many articles (1000,10000)", metavar="N,…")
    add("--runs", type=int, default=5, help="of each program in each row (5)", metavar="N")
    add("--rows", type=_some_of(ROWS), default=ROWS, help=f"which of {', '.join(ROWS)} (all)", metavar="ROW,…")
    add("--peers", type=_some_of(PEERS), default=PEERS, help=f"which of {', '.join(PEERS)} (all)", metavar="PEER,…")
    add("--work", type=Path, help="where sites stand meanwhile, and peers stay (a temporary folder)", metavar="DIR")
    add("--quick", action="store_true", help="see that all works: 200 articles, two runs, and nothing is written down")
    add("--add", action="store_true", help="keep the figures of other rows and sizes that were written down before")
    add("--alike", action="store_true", help="see that `hugo-same` writes what Counterpoint does; measure nothing")
    add("--room", type=int, nargs="?", const=500, help="print the table of docs/hosting.md, for N (500)", metavar="N")
    add("--report", action="store_true", help="write the tables and the plot anew, and measure nothing")
    return parser


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _some_of(known: Sequence[str]) -> Callable[[str], list[str]]:
    def names(text: str) -> list[str]:
        chosen = [name for name in text.split(",") if name]
        if unknown := [name for name in chosen if name not in known]:
            raise argparse.ArgumentTypeError(f"{unknown[0]} is none of {', '.join(known)}")
        return chosen

    return names


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
