"""The `build` command: builds, publishes, reports, and returns an exit code."""

from __future__ import annotations

import shlex
from argparse import Namespace
from contextlib import nullcontext

from generator.cli.arguments import UsageError, console_of, executor_of, profile_of, task_of
from generator.cli.console import Console
from generator.cli.exit_codes import Exit
from generator.cli.messages import (
    not_verified,
    not_written,
    number,
    say_nothing_changed,
    say_sums,
    say_what_was_built,
    too_large,
)
from generator.cli.progress import Progress
from generator.cli.quiet_libraries import quiet_libraries
from generator.diagnostics import has_errors
from generator.pipeline.cluster import ClusterError
from generator.pipeline.output_size import is_large
from generator.pipeline.processes import job_count, profiled
from generator.pipeline.publish_stage import Task, build_and_publish, is_held_back, verify
from generator.pipeline.result import Built, Done
from generator.publishing import OutputRefusedError
from generator.sources.source_lines import source_lines


def build(arguments: Namespace) -> int:
    """Build the site, publish it into its output folder, and return the exit code.

    Raises `UsageError`, `OutputRefusedError` and `BuildRunningError`.
    """
    jobs = job_count(arguments.jobs, profiled=bool(arguments.profile))
    executor = executor_of(arguments.executor)
    console, task = console_of(arguments), task_of(arguments, strict=arguments.strict, jobs=jobs, executor=executor)
    profile = profile_of(arguments, task.root, task.output)
    try:
        with profiled(profile), quiet_libraries() if executor else nullcontext():
            code = _build(console, task)
    except ClusterError as error:
        raise UsageError(error.message, error.step) from error
    except OSError as error:
        raise OutputRefusedError(*not_written(error, task.output)) from error
    if profile:
        console.say(f"Wrote a profile; read it with `python -m pstats {shlex.quote(profile)}`.")
    if arguments.verify and code != Exit.DONE:
        console.warn("The output was not verified, because the build has problems.")
        return code
    return _verify(console, task, code) if arguments.verify else code


def exit_code(built: Built | Done, *, strict: bool) -> int:
    """The exit code of a command that has built the site."""
    return Exit.PROBLEMS if has_errors(built.diagnostics) or is_held_back(built, strict) else Exit.DONE


def _build(console: Console, task: Task) -> int:
    progress = Progress(console.err, seconds=console.verbose)
    outcome = build_and_publish(
        task, progress, console.warn, lambda problems: console.show(problems, source_lines(task.root), task.root)
    )
    progress.end_step()
    if isinstance(outcome.built, Done):
        say_nothing_changed(console, outcome.built, task.output, outcome.newly_foreign)
    else:
        say_what_was_built(console, outcome.built, outcome.published, outcome.size, task.output)
    if is_large(outcome.size):
        console.warn(too_large(outcome.size))
    if console.verbose:
        say_sums(console, outcome.sums, outcome.files, outcome.published)
    return exit_code(outcome.built, strict=task.strict)


def _verify(console: Console, task: Task, code: int) -> int:
    """Print whether the output equals a clean build, and return the exit code; `code` is that of the build."""
    wrong, files = verify(task)
    if wrong:
        console.complain(*not_verified(wrong, task.output))
        return Exit.PROBLEMS
    console.say(f"Verified {number(files, 'file')}: each is identical to a clean build's.")
    return code
