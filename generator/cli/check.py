"""The `check` command: builds in memory, reports, and returns an exit code."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.cli.arguments import UsageError, base_url_of, console_of, site_folder
from generator.cli.build import exit_code
from generator.cli.fix import fix
from generator.cli.messages import counts
from generator.cli.progress import Progress
from generator.cli.workflow import WORKFLOW
from generator.diagnostics import Diagnostic, Location, in_order, summary
from generator.formats.placeholders import placeholder_problems
from generator.pipeline.dates_stage import build_as_of
from generator.pipeline.layer_stage import LayerCheck
from generator.sources.read import read_sources
from generator.sources.safe_open import open_plainly
from generator.sources.source_lines import source_lines

_LONGEST_WORKFLOW = 100_000
"""Bytes of a workflow that are read; ours has 4,000."""


def check(arguments: Namespace) -> int:
    """Report the problems that a build would, and those of layers; return the exit code. Writes nothing but what
    `--fix` asks for.

    Raises `UsageError`, and with `--fix` also `BuildRunningError` and `OutputRefusedError`.
    """
    console, root = console_of(arguments), site_folder(arguments)
    if arguments.fix is not None:
        fix(console, root, arguments)
    elif arguments.yes:
        raise UsageError("`--yes` belongs to `--fix`.", "Add `--fix`, or leave out `--yes`.")
    progress = Progress(console.err, seconds=console.verbose)
    today = dt.datetime.now(dt.UTC).date()
    sources = read_sources(root)
    built = build_as_of(today, root, arguments.drafts, base_url_of(arguments.base_url), progress, sources=sources)
    progress.end_step()
    of_layers = LayerCheck(root, sources).problems()
    built = replace(built, diagnostics=[*in_order([*built.diagnostics, *of_layers]), *_workflow_problems(root)])
    console.show(built.diagnostics, source_lines(root), root)
    console.say(f"Checked {counts(built.about)}: {summary(built.diagnostics) or 'no errors or warnings'}.")
    return exit_code(built, strict=arguments.strict)


def _workflow_problems(root: Path) -> Iterator[Diagnostic]:
    """Warnings for what the workflow of a new site has for its editors. A build doesn't read it."""
    try:
        with open_plainly(root / WORKFLOW) as file:
            text = file.read(_LONGEST_WORKFLOW).decode("utf-8", "replace")
    except OSError:
        return
    yield from placeholder_problems(text, partial(Location, WORKFLOW, 1), in_lines=True, seen_by="GitHub")
