"""The `explain` command."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from generator.cli.arguments import console_of, task_of
from generator.cli.exit_codes import Exit
from generator.cli.progress import Progress
from generator.pipeline.explain import build_without_publishing, explain_file
from generator.sources.safe_open import absolute_path
from generator.sources.source_lines import source_lines


def explain(arguments: Namespace) -> int:
    """Say why a file of the output was made, or would be. Gives the exit code.

    Raises `UsageError` and `OutputRefusedError`.
    """
    console, task = console_of(arguments), task_of(arguments)
    progress = Progress(console.err, seconds=console.verbose)
    built, before = build_without_publishing(task, progress)
    progress.end_step()
    errors = [d for d in built.diagnostics if built.files is None and d.severity == "error"]
    console.show(errors, source_lines(task.root), task.root)
    console.say(explain_file(_in_output(task.output, arguments.path), built, before))
    return Exit.PROBLEMS if errors else Exit.DONE


def _in_output(output: Path, path: str) -> str:
    """A path in the output, however it was typed: from there, or from the current folder."""
    whole = absolute_path(Path(path))
    return whole.relative_to(output).as_posix() if whole.is_relative_to(output) else path.removeprefix("./")
