"""Explains in one sentence why a file of the output was built, or would be. Builds to find out, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing

from generator.pipeline.build import build_site
from generator.pipeline.build_context import BuildContext
from generator.pipeline.cache_folder import site_cache
from generator.pipeline.last_build import BuildOptions, record_in
from generator.pipeline.program_digest import program_digest
from generator.pipeline.progress import Watch, no_progress
from generator.pipeline.publish_stage import Task, open_output, snapshot_in
from generator.pipeline.render_stage import REASONS, Record
from generator.pipeline.result import Built
from generator.publishing import OutputFolder
from generator.sources.read import read_sources
from generator.sources.stat_cache import load_stat_cache


def build_without_publishing(task: Task, watch: Watch = no_progress) -> tuple[Built, Record]:
    """What a build would do now, and what the last one did. Writes nothing, not even to the cache.

    Raises `OutputRefusedError` where the output is not this site's.
    """
    output = OutputFolder(task.output, task.root)
    settings = open_output(output, task.root)
    with closing(site_cache(task.cache_folder, task.root, forgets=True)) as cache:
        sources = read_sources(task.root, load_stat_cache(cache, task.root))
        before = record_in(cache, BuildOptions(task.drafts, task.base_url, program_digest()), sources.articles)
        context = BuildContext(cache)
        if settings:
            wrong = output.damage(snapshot_in(cache, output)).wrong if output.inputs else frozenset[str]()
            context = BuildContext(cache, published=dict(output.files), inputs=output.inputs, remake=wrong)
        return build_site(task.root, task.drafts, task.base_url, watch, context, sources), before


def explain_file(path: str, built: Built, before: Record) -> str:
    """One sentence about the file at `path` in the output.

    `built` is what a build would do now, `before` the record of the last one.
    """
    if built.files is None:
        return f"`{path}` would stay unchanged: nothing is published until the errors above are fixed."
    if not is_known(path, built, before):
        return f"`{path}` is not part of the site's output."
    if path not in built.digests:
        return f"`{path}` would be deleted: it is no longer part of the site."
    if path in built.files:
        return f"`{path}` would be rebuilt, because {_because(built.why.get(path, ('output',)))}."
    why = _last_made(before).get(path)
    last_time = f" (it was last rebuilt because {_because(why)})" if why else ""
    return f"`{path}` is up to date: nothing that it shows has changed{last_time}."


def is_known(path: str, built: Built, before: Record) -> bool:
    """Whether a build makes the file at `path` in the output, or the last one did."""
    return path in built.digests or path in _last_made(before)


def _because(why: Iterable[str]) -> str:
    return ", and ".join(REASONS[name] for name in why)


def _last_made(before: Record) -> Mapping[str, tuple[str, ...]]:
    of_articles = {path: known.why for known in before.articles.values() for path, _ in known.files}
    of_segments = {path: known.why for known in before.segments.values() for path, _ in known.files}
    return of_articles | of_segments | {path: known.why for path, known in before.pages.items()}
