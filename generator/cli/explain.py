"""The `explain` command: explains why a file of the output was built, or would be."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from generator.cli.arguments import UsageError, console_of, task_of
from generator.cli.exit_codes import Exit
from generator.cli.progress import Progress
from generator.pipeline.explain import build_without_publishing, explain_file, is_known
from generator.sources.safe_open import absolute_path
from generator.sources.source_lines import source_lines


def explain(arguments: Namespace) -> int:
    """Print why a file of the output was built, or would be; write nothing; return the exit code.

    Raises `UsageError` and `OutputRefusedError`.
    """
    console, task = console_of(arguments), task_of(arguments)
    progress = Progress(console.err, seconds=console.verbose)
    built, before = build_without_publishing(task, progress)
    progress.end_step()
    errors = [d for d in built.diagnostics if built.files is None and d.severity == "error"]
    console.show(errors, source_lines(task.root), task.root)
    path = _in_output(task.output, arguments.path)
    if built.files is not None and not is_known(path, built, before):
        raise UsageError(explain_file(path, built, before), "Name a file as it is called in the output.")
    console.say(explain_file(path, built, before))
    return Exit.PROBLEMS if errors else Exit.DONE


def _in_output(output: Path, path: str) -> str:
    """The path within the output, whether it was typed relative to the output or to the current folder."""
    absolute = absolute_path(Path(path))
    return absolute.relative_to(output).as_posix() if absolute.is_relative_to(output) else path.removeprefix("./")
