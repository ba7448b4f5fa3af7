"""The `check` command: builds in memory, reports, and returns an exit code."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace

from generator.cli.arguments import UsageError, base_url_of, console_of, site_folder
from generator.cli.build import exit_code
from generator.cli.fix import fix
from generator.cli.messages import counts
from generator.cli.progress import Progress
from generator.diagnostics import summary
from generator.pipeline.dates_stage import build_as_of
from generator.sources.source_lines import source_lines


def check(arguments: Namespace) -> int:
    """Report the problems that a build would, and return the exit code. Writes nothing but what `--fix` asks for.

    Raises `UsageError`, and with `--fix` also `BuildRunningError` and `OutputRefusedError`.
    """
    console, root = console_of(arguments), site_folder(arguments)
    if arguments.fix is not None:
        fix(console, root, arguments)
    elif arguments.yes:
        raise UsageError("`--yes` belongs to `--fix`.", "Add `--fix`, or leave out `--yes`.")
    progress = Progress(console.err, seconds=console.verbose)
    today = dt.datetime.now(dt.UTC).date()
    built = build_as_of(today, root, arguments.drafts, base_url_of(arguments.base_url), progress)
    progress.end_step()
    console.show(built.diagnostics, source_lines(root), root)
    console.say(f"Checked {counts(built.about)}: {summary(built.diagnostics) or 'no errors or warnings'}.")
    return exit_code(built, strict=arguments.strict)
