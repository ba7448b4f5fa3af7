"""The `check` command."""

from __future__ import annotations

from argparse import Namespace

from generator.cli.arguments import base_url_of, console_of, site_of
from generator.cli.build import exit_code
from generator.cli.messages import counts
from generator.cli.progress import Progress
from generator.diagnostics import summary
from generator.pipeline.build import build
from generator.sources.source_lines import source_lines


def check(arguments: Namespace) -> int:
    """Look for problems as a build does, and write nothing. Gives the exit code; raises `UsageError`."""
    console, root = console_of(arguments), site_of(arguments)
    progress = Progress(console.err, seconds=console.verbose)
    built = build(root, arguments.drafts, base_url_of(arguments.base_url), progress)
    progress.end_step()
    console.show(built.diagnostics, source_lines(root), root)
    console.say(f"Checked {counts(built.about)}: {summary(built.diagnostics) or 'nothing is wrong'}.")
    return exit_code(built, strict=arguments.strict)
