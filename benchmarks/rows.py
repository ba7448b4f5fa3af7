"""What is measured, row by row: the programs take turns, so that what the machine does meanwhile meets all alike."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.browsing import browser_page, saves_until_shown
from benchmarks.corpus import (
    SPEAKERS,
    Article,
    article,
    articles,
    with_body_edited,
    with_note_edited,
    with_speaker_renamed,
    with_verdict_changed,
)
from benchmarks.layouts import Files, Layout
from benchmarks.measuring import FailedError, Run, run
from benchmarks.programs import OURS, ROOT, MissingError, Program, Site, write
from benchmarks.results import Figure
from benchmarks.written import Written, written_in

LARGE = 100_000
"""From so many articles on each row has one run, and programs that render all again do so once only."""

Say = Callable[[str], None]
Edit = Callable[[Layout, int, int], tuple[Files, Files]]
"""Gives files before and after: for a layout, the number of the run, and how many articles there are. Another run is
another edit, since what a program remembers of an edit must not help it with the next."""


# ── edits ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _nothing(layout: Layout, number: int, size: int) -> tuple[Files, Files]:
    return {}, {}


def _of_an_article(edited: Callable[[Article, int], Article]) -> Edit:
    def edit(layout: Layout, number: int, size: int) -> tuple[Files, Files]:
        before = article((37 * number + 11) % size)
        return layout.of_article(before), layout.of_article(edited(before, number))

    return edit


def _renaming_a_speaker(layout: Layout, number: int, size: int) -> tuple[Files, Files]:
    renamed = with_speaker_renamed((37 * number + 11) % len(SPEAKERS), number)
    return layout.of_site(SPEAKERS), layout.of_site(renamed)


EDITS: dict[str, Edit] = {
    "nothing": _nothing,
    "body": _of_an_article(with_body_edited),
    "note": _of_an_article(with_note_edited),
    "verdict": _of_an_article(lambda before, number: with_verdict_changed(before)),
    "speaker": _renaming_a_speaker,
}
ROWS = ("clean", *EDITS, "serve", "plain", "help")


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def measured(
    rows: Sequence[str], sizes: Sequence[int], runs: int, programs: Sequence[Program], folder: Path, say: Say
) -> Iterator[Figure]:
    """All figures, as they come. `folder` holds the sites meanwhile. Raises FailedError if Counterpoint fails; a peer
    that fails is left out from there on."""
    if "help" in rows:
        yield _help(runs)
    for size in sizes:
        times = runs if size < LARGE else 1
        annotated = {program: program.annotated for program in programs if program.annotated}
        plain = {program: program.plain for program in programs if program.plain}
        with_annotations = [row for row in rows if row not in ("plain", "help")]
        if with_annotations:
            sites = _laid_out(annotated, size, folder, say)
            yield from _annotated(with_annotations, size, times, sites, say)
        if "plain" in rows and size < LARGE:
            sites = _laid_out(plain, size, folder, say)
            yield from in_turn("plain", size, times, sites, _clean, say)
        shutil.rmtree(folder / "sites", ignore_errors=True)


def _help(runs: int) -> Figure:
    command = [sys.executable, "-m", "generator", "--help"]
    return Figure("help", 0, OURS, tuple(run(command, ROOT) for _ in range(runs)))


def _annotated(rows: Sequence[str], size: int, runs: int, sites: list[Site], say: Say) -> Iterator[Figure]:
    if "clean" in rows:
        figures = in_turn("clean", size, runs, sites, _clean, say)
        yield from figures
        sites = [site for site in sites if site.program.name in {figure.program for figure in figures}]
    editing = [site for site in sites if site.program.remembers or size < LARGE]
    if set(rows) & set(EDITS):
        for site in editing:
            _make_used(site, size)
    for row in (row for row in EDITS if row in rows):
        yield from in_turn(row, size, runs, editing, _edited(EDITS[row], size), say)
    if "serve" in rows:
        yield from _served(size, runs, editing, say)


def in_turn(
    row: str, size: int, runs: int, sites: list[Site], once: Callable[[Site, int], Run], say: Say
) -> list[Figure]:
    """One run of each site in turn, so many times."""
    done: dict[Site, list[Run]] = {site: [] for site in sites}
    for number in range(1, runs + 1):
        for site in list(done):
            try:
                cost = once(site, number)
            except FailedError as error:
                _leave_out(site, row, error, say)
                del done[site]
            else:
                done[site].append(cost)
                say(f"{size:,} articles, {row}, {site.program.name}: {cost.wall:.2f} s")
    return [Figure(row, size, site.program.name, tuple(costs), written_in(site.output)) for site, costs in done.items()]


def _leave_out(site: Site, row: str, error: FailedError, say: Say) -> None:
    if site.program.remembers:
        raise FailedError(f"{site.program.title}, {row}: {error}") from error
    say(f"Without {site.program.name} ({row}): {error}")


def _clean(site: Site, number: int) -> Run:
    site.forget()
    return run(site.command, site.runs_in)


def _make_used(site: Site, size: int) -> None:
    """As a site is that has been worked on: built, edited, built again, and the edit taken back."""
    if site.program.remembers:
        run(site.command, site.runs_in)
        _edited(EDITS["body"], size)(site, 0)


def _edited(edit: Edit, size: int) -> Callable[[Site, int], Run]:
    """Edit, build and measure; then take the edit back."""

    def once(site: Site, number: int) -> Run:
        before, after = edit(site.layout, number, size)
        changed = [path for path in after if after[path] != before[path]]
        write(site.folder, {path: after[path] for path in changed})
        measured = run(site.command, site.runs_in)
        write(site.folder, {path: before[path] for path in changed})
        if changed and site.program.remembers:
            run(site.command, site.runs_in)
        return measured

    return once


def _served(size: int, runs: int, sites: list[Site], say: Say) -> Iterator[Figure]:
    """One server after the other: two at once would get in each other's way."""
    try:
        for site in sites:
            with browser_page() as page:
                try:
                    shown = saves_until_shown(site, article(11 % size), runs, page)
                except FailedError as error:
                    _leave_out(site, "serve", error, say)
                    continue
            say(f"{size:,} articles, serve, {site.program.name}: {', '.join(f'{run.wall:.2f} s' for run in shown)}")
            yield Figure("serve", size, site.program.name, tuple(shown))
    except MissingError as error:
        say(f"Without what `serve` shows: {error}")


def alike(size: int, programs: Sequence[Program], folder: Path, say: Say) -> dict[str, Written]:
    """What each program writes for the same archive, by its name. Raises FailedError."""
    sites = _laid_out({program: program.annotated for program in programs if program.annotated}, size, folder, say)
    for site in sites:
        run(site.command, site.runs_in)
    return {site.program.name: written_in(site.output) for site in sites}


# ── sites ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _laid_out(layouts: dict[Program, Layout], size: int, folder: Path, say: Say) -> list[Site]:
    """The archive, for each program in a folder of its own; what was there before is deleted."""
    shutil.rmtree(folder / "sites", ignore_errors=True)
    say(f"{size:,} articles: writing them for {', '.join(program.name for program in layouts)}")
    sites = [Site(program, layout, folder / "sites" / program.name) for program, layout in layouts.items()]
    for site in sites:
        write(site.folder, site.layout.of_site(SPEAKERS))
        site.provide()
    for one in articles(size):
        for site in sites:
            write(site.folder, site.layout.of_article(one))
    return sites
