"""The `check` command: builds in memory, reports, and returns an exit code."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace

from generator.cli.arguments import base_url_of, console_of, site_folder
from generator.cli.build import exit_code
from generator.cli.messages import counts
from generator.cli.progress import Progress
from generator.diagnostics import summary
from generator.pipeline.dates_stage import build_as_of
from generator.sources.source_lines import source_lines


def check(arguments: Namespace) -> int:
    """Report the problems that a build would, write nothing, and return the exit code. Raises `UsageError`."""
    console, root = console_of(arguments), site_folder(arguments)
    progress = Progress(console.err, seconds=console.verbose)
    today = dt.datetime.now(dt.UTC).date()
    built = build_as_of(today, root, arguments.drafts, base_url_of(arguments.base_url), progress)
    progress.end_step()
    console.show(built.diagnostics, source_lines(root), root)
    console.say(f"Checked {counts(built.about)}: {summary(built.diagnostics) or 'no errors or warnings'}.")
    return exit_code(built, strict=arguments.strict)
