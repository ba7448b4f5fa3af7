"""The `check` command: builds in memory, reports, and returns an exit code."""

from __future__ import annotations

import datetime as dt
import shlex
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.cli.arguments import UsageError, base_url_of, console_of, site_folder
from generator.cli.build import exit_code
from generator.cli.change_report import ChangeReport
from generator.cli.console import Console
from generator.cli.fix import fix
from generator.cli.messages import counts, number
from generator.cli.progress import Progress
from generator.cli.workflow import WORKFLOW
from generator.diagnostics import Diagnostic, Location, in_order, summary
from generator.formats.placeholders import placeholder_problems
from generator.history.revision import Revision, RevisionError, revision
from generator.pipeline.against_stage import compared_with
from generator.pipeline.dates_stage import build_as_of
from generator.pipeline.layer_stage import LayerCheck
from generator.pipeline.result import Built
from generator.sources.read import Sources, read_sources
from generator.sources.safe_open import open_plainly
from generator.sources.source_lines import source_lines

_LONGEST_WORKFLOW = 100_000
"""Bytes of a workflow that are read; ours has 4,000."""


def check(arguments: Namespace) -> int:
    """Report the problems that a build would, and those of layers; return the exit code. Writes nothing but what
    `--fix` asks for.

    With `--against`, also report what changed since a revision. Raises `UsageError`, and with `--fix` also
    `BuildRunningError` and `OutputRefusedError`.
    """
    console, root = console_of(arguments), site_folder(arguments)
    then = _revision(console, root, arguments.against) if arguments.against is not None else None
    if arguments.fix is not None:
        fix(console, root, arguments)
    elif arguments.yes:
        raise UsageError("`--yes` belongs to `--fix`.", "Add `--fix`, or leave out `--yes`.")
    progress = Progress(console.err, seconds=console.verbose)
    today = dt.datetime.now(dt.UTC).date()
    sources = read_sources(root)
    base_url = base_url_of(arguments.base_url)
    built = build_as_of(today, root, arguments.drafts, base_url, progress, sources=sources)
    report = None
    if then:
        built, report = _compared(then, sources, built, today)
    progress.end_step()
    of_layers = LayerCheck(root, sources).problems()
    built = replace(built, diagnostics=[*in_order([*built.diagnostics, *of_layers]), *_workflow_problems(root)])
    console.show(built.diagnostics, source_lines(root), root, report)
    console.say(f"Checked {counts(built.about)}: {summary(built.diagnostics) or 'no errors or warnings'}.")
    return exit_code(built, strict=arguments.strict)


def _revision(console: Console, root: Path, name: str) -> Revision:
    """The revision to compare with. Raises `UsageError` where it can't be read."""
    try:
        then = revision(root, name)
    except RevisionError as error:
        raise UsageError(error.message, error.step) from error
    if then.left_behind:
        console.warn(
            f"`{name}` has {number(then.left_behind, 'commit')} that this checkout lacks, so what is new there looks "
            f'taken out here. To leave it aside, compare with "$(git merge-base {shlex.quote(name)} HEAD)".'
        )
    if not any(path.startswith("content/") for path in then.paths):
        console.warn(f"`{name}` has no files in `content/` of this folder, so that everything counts as added.")
    return then


def _compared(then: Revision, sources: Sources, built: Built, today: dt.date) -> tuple[Built, ChangeReport]:
    """The build with the problems of what was lost, and the report. Raises `UsageError` where the clone lacks files."""
    try:
        compared = compared_with(then, sources, built, today)
    except RevisionError as error:
        raise UsageError(error.message, error.step) from error
    return replace(built, diagnostics=list(compared.diagnostics)), ChangeReport(then.name, compared.changes)


def _workflow_problems(root: Path) -> Iterator[Diagnostic]:
    """Warnings for what the workflow of a new site has for its editors. A build doesn't read it."""
    try:
        with open_plainly(root / WORKFLOW) as file:
            text = file.read(_LONGEST_WORKFLOW).decode("utf-8", "replace")
    except OSError:
        return
    yield from placeholder_problems(text, partial(Location, WORKFLOW, 1), in_lines=True, seen_by="GitHub")
