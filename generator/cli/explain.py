"""The `explain` command."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from generator.cli.build import Task, _build, _site_name
from generator.cli.exit_codes import Exit
from generator.cli.progress import Progress
from generator.pipeline.processes import memo_folder, memo_in
from generator.pipeline.program_digest import program
from generator.publishing.manifest import read_manifest
from generator.publishing.publish import (
    as_named,
)
from generator.sources.read import read_sources
from generator.sources.source_lines import source_lines
from generator.sources.stat_cache import seen_in


def explain(arguments: Namespace) -> int:
    """Say why a file of the output was made, or would be."""
    from generator.pipeline.explain import explained
    from generator.pipeline.fast_rebuild import Asked, record_in
    from generator.pipeline.render_stage import Means

    task = Task.of(arguments)
    site = _site_name(task)
    with memo_in(memo_folder(task.root, arguments.memo), forgets=True) as memo:
        there = read_manifest(task.output) if site else None
        sources = read_sources(task.root, seen_in(memo, task.root))
        before = record_in(memo, Asked(task.drafts, task.base_url, program()), sources.articles)
        means = Means(memo, published=there.files, inputs=there.inputs) if there else Means(memo)
        built = _build(task, sources, means, Progress(task.console.err, seconds=task.console.verbose))
    errors = [d for d in built.diagnostics if built.files is None and d.severity == "error"]
    task.console.show(errors, source_lines(task.root), task.root)
    task.console.say(explained(_in_output(task, arguments.path), built, before))
    return Exit.PROBLEMS if errors else Exit.DONE


def _in_output(task: Task, path: str) -> str:
    """A path in the output, however it was typed: from there, or from where one is."""
    whole = as_named(Path(path))
    return whole.relative_to(task.output).as_posix() if whole.is_relative_to(task.output) else path.removeprefix("./")
