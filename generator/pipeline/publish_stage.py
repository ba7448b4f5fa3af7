"""Builds a site and publishes it: skips the build if nothing changed, and repeats it for files that are missing.

Knows no console: it returns its results, or passes them to the callbacks it was given.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cache.digest import sha256_hex
from generator.cache.serialize import dumps, loads_kept
from generator.cache.store import Cache
from generator.diagnostics import Diagnostic
from generator.history.repository import repository_of
from generator.pipeline.build_context import BuildContext
from generator.pipeline.cache_folder import site_cache
from generator.pipeline.cluster import Cluster, cluster_at
from generator.pipeline.input_digest import inputs_of
from generator.pipeline.output_size import size_kept, size_then
from generator.pipeline.processes import processes
from generator.pipeline.program_digest import program_digest
from generator.pipeline.progress import Step, Watch, no_progress
from generator.pipeline.result import Built, Done, Sums
from generator.publishing import (
    Damage,
    MadeFile,
    MissingError,
    OutputFolder,
    Published,
    Snapshot,
    TreeChanges,
    one_build_at_a_time,
)
from generator.sources.read import Sources, read_settings_file, read_sources
from generator.sources.stat_cache import load_stat_cache, save_stat_cache

if TYPE_CHECKING:
    from generator.model import Settings

_MANY = 200
"""Articles. From this number on, worker processes render; they write the pages into files and do not send them back."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to build: the site in the folder `root`, into the folder `output`, with the cache in `cache_folder`.

    `base_url` overrides `url` in site.yaml. With `strict`, nothing is published if there is an error or a warning.
    `jobs` is the number of processes. `executor` is the address of a cluster (see `cluster_at`); empty without one.
    """

    root: Path
    output: Path
    cache_folder: Path
    drafts: bool = False
    base_url: str = ""
    strict: bool = False
    jobs: int = 1
    executor: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a task. `files` is the number of files in the tree, `size` the bytes of the output, with its
    manifest, after they were published.

    `published` is None where nothing was published: either nothing had changed (`built` is a `Done`), or problems
    prevented it (`built` is a `Built`). `newly_foreign` are files in an unchanged output that no build wrote, and that
    no build has named yet.
    """

    built: Built | Done
    files: int
    sums: Sums = field(default_factory=Sums)
    published: Published | None = None
    newly_foreign: tuple[str, ...] = ()
    size: int = 0


def build_and_publish(
    task: Task,
    watch: Watch = no_progress,
    warn: Callable[[str], None] = lambda sentence: None,
    show: Callable[[Sequence[Diagnostic]], None] = lambda diagnostics: None,
) -> Outcome:
    """Build the site and publish it, unless the published tree was built from the same inputs.

    `warn` gets a sentence about a cache that can't be used; `show` gets all problems before anything is written.
    Raises `BuildRunningError` where another build of the site is running, `OutputRefusedError` where the output folder
    is not this site's, `ClusterError` where the cluster can't be used or is lost, and OSError where the disk is full or
    can't be written.
    """
    output = OutputFolder(task.output, task.root)
    settings = (
        None if output.inputs else open_output(output, task.root)
    )  # unknown folder: check it before writing anything
    with one_build_at_a_time(task.cache_folder), _cache(task, warn) as cache:
        watch(Step.READ)
        sources = read_sources(task.root, load_stat_cache(cache, task.root))
        snapshot = snapshot_in(cache, output)
        is_intact = output.looks_as(snapshot)
        if settings is None and not is_intact:
            settings = open_output(output, task.root)
        damage = Damage(foreign=snapshot.foreign) if snapshot and is_intact else Damage()
        if settings and not is_intact:
            damage = output.damage(snapshot)
        repository = repository_of(task.root)
        inputs = inputs_of(sources, task.drafts, task.base_url, program_digest(), repository)
        done = _done_already(task, output, cache, inputs)
        if done and not damage.wrong:
            if task.strict and damage.foreign:
                _refuse_tracked(output, warn)
            if not is_intact:
                output.accept(damage)
                _save_snapshot(cache, output, damage.foreign)
            save_stat_cache(cache, sources.stat_cache)
            cache.save()
            show(done.diagnostics)
            return Outcome(done, done.files, Sums(sources.stat_cache.read), None, damage.newly_foreign, done.size)
        if settings is None:
            settings = open_output(output, task.root)
        then = None if damage.wrong else size_then(cache, output)
        with _context(task, output, settings, len(sources.articles), cache, damage.wrong, warn) as context:
            context = replace(context, repository=repository)
            built = _build(task, sources, context, watch)
            show(built.diagnostics)
            if settings and (task.strict or settings.strict):
                _refuse_tracked(output, warn)
            published, size = None, 0
            if settings and built.files is not None and not is_held_back(built, task.strict):
                watch(Step.PUBLISH)
                built, published, size = _publish(task, output, sources, context, built, watch, then)
                published = _without_known(published, snapshot)
                if published.left_undone:
                    warn(published.left_undone)
        if published and built.about:
            done = Done(built.about, tuple(built.diagnostics), len(built.digests), size)
            cache.put_all({f"done:{built.inputs}": dumps(done)})
            _save_snapshot(cache, output, published.foreign)
            cache.save()
        return Outcome(built, len(built.digests), built.sums, published, size=size)


def verify(task: Task) -> tuple[list[str], int]:
    """Compare every file of the output folder with a build from scratch.

    Returns the paths that differ or are on one side only, sorted, and the number of files that the build makes.
    """
    from generator.pipeline.build import build_site  # late: a build with nothing to do needs none of it

    clean = build_site(task.root, task.drafts, task.base_url).digests
    output = OutputFolder(task.output, task.root)
    wrong = set(output.files.differing(sorted(clean.items())))
    wrong |= {path for path in clean.keys() - wrong if not output.holds(path, clean[path])}
    return sorted(wrong), len(clean)


def settings_of(root: Path) -> Settings | None:
    """The settings of the site in the folder `root`; None where site.yaml is missing or broken."""
    from generator.formats.settings import read_settings  # late: a build with nothing to do does not need it

    data = read_settings_file(root)
    return read_settings(data)[0] if data is not None else None


def open_output(output: OutputFolder, root: Path) -> Settings | None:
    """Open the output folder for the site as its settings name it. Returns the settings; None where they are broken.

    Raises `OutputRefusedError` where the folder is not this site's.
    """
    settings = settings_of(root)
    if settings:
        output.open(settings.title, settings.url)
    return settings


def is_held_back(built: Built | Done, strict: bool) -> bool:
    """Whether an error or a warning prevents publishing, because an option or site.yaml says `strict`."""
    is_strict = strict or (built.about is not None and built.about.strict)
    return is_strict and any(d.severity != "notice" for d in built.diagnostics)


def snapshot_in(cache: Cache, output: OutputFolder) -> Snapshot | None:
    """How the output looked when the last build left it; None where that is not known."""
    found: Snapshot | None = loads_kept(cache.get(_snapshot_key(output)), Snapshot)
    return found


def _without_known(published: Published, snapshot: Snapshot | None) -> Published:
    """What was published, where foreign files that a build without an edit has named are not new any more."""
    known = snapshot.foreign if snapshot else ()
    return replace(published, newly_foreign=tuple(path for path in published.newly_foreign if path not in known))


def _save_snapshot(cache: Cache, output: OutputFolder, foreign: tuple[str, ...]) -> None:
    snapshot = output.snapshot(foreign)
    if snapshot:
        cache.put_all({_snapshot_key(output): dumps(snapshot)})


def _snapshot_key(output: OutputFolder) -> str:
    return f"output:{sha256_hex(os.fsencode(output.path))}"


def _refuse_tracked(output: OutputFolder, warn: Callable[[str], None]) -> None:
    """Raise OutputRefusedError where a commit put files into the output; warn where that can't be found out."""
    unknown = output.refuse_tracked()
    if unknown:
        warn(unknown)


@contextmanager
def _cache(task: Task, warn: Callable[[str], None]) -> Iterator[Cache]:
    """The cache of a task. Warns at once of what is wrong on opening it, and at the end of what went wrong later."""
    with closing(site_cache(task.cache_folder, task.root)) as cache:
        warning = cache.warning
        if warning:
            warn(warning)
        yield cache
    if cache.warning != warning:
        warn(cache.warning)


def _done_already(task: Task, output: OutputFolder, cache: Cache, inputs: str) -> Done | None:
    """The result of the build that made the published tree, if it was made from these inputs; otherwise None."""
    if output.inputs != inputs:
        return None
    done: Done | None = loads_kept(cache.get(f"done:{inputs}"), Done)
    return None if done is None or is_held_back(done, task.strict) else done


@contextmanager
def _context(
    task: Task,
    output: OutputFolder,
    settings: Settings | None,
    articles: int,
    cache: Cache,
    wrong: frozenset[str],
    warn: Callable[[str], None],
) -> Iterator[BuildContext]:
    """What this build works with: the cache, worker processes, and the published tree, whose files in `wrong` are not
    as they were published."""
    known = (dict(output.files), output.inputs) if settings else ({}, "")
    if articles < _MANY or settings is None:
        yield BuildContext(cache, None, 1, *known, remake=wrong)
        return
    with _workers(task) as (cluster, pool):
        try:
            stage = output.stage()
            is_shared = cluster is None or cluster.reaches(stage)
            yield BuildContext(cache, pool, task.jobs, *known, stage, wrong, cluster=cluster, is_stage_shared=is_shared)
        finally:
            _unstage(output, warn)


@contextmanager
def _workers(task: Task) -> Iterator[tuple[Cluster | None, Executor | None]]:
    """The cluster that the task names, if any, and processes of this computer, if there are to be several."""
    with cluster_at(task.executor) if task.executor else nullcontext() as cluster, processes(task.jobs) as pool:
        yield cluster, pool


def _unstage(output: OutputFolder, warn: Callable[[str], None]) -> None:
    """Delete the files that were made and not published; where that fails, the next build does."""
    try:
        output.unstage()
    except OSError as error:
        warn(f"Temporary files beside `{output.path}` can't be deleted now ({error.strerror or error}).")


def _build(task: Task, sources: Sources, context: BuildContext, watch: Watch) -> Built:
    from generator.pipeline.build import build_site  # late: a build with nothing to do needs none of it

    return build_site(task.root, task.drafts, task.base_url, watch, context, sources)


def _publish(
    task: Task, output: OutputFolder, sources: Sources, context: BuildContext, built: Built, watch: Watch,
    then: int | None,
) -> tuple[Built, Published, int]:  # fmt: skip
    """Publish the build; where the output folder lacks files to keep, build once more with these rendered.

    `then` are the bytes of the output, if they are known. Returns those that it has now, too.
    """
    try:
        changes = _changes(output, built)
        kept = size_kept(output, changes, then)
        published = output.publish(changes, built.inputs)
        return built, published, kept + output.bytes_of(changes.made)
    except MissingError as error:
        lost = frozenset(error.paths)
        assert not lost <= context.remake, "files that were rendered again are still missing"
        context = replace(context, remake=context.remake | lost)
        return _publish(task, output, sources, context, _build(task, sources, context, watch), watch, None)


def _changes(output: OutputFolder, built: Built) -> TreeChanges:
    """What a build makes of the published tree. Raises `MissingError` where it made no file for a path that differs."""
    assert built.files is not None, "the build has no files to publish"
    differing = [*output.files.differing(sorted(built.digests.items()))]
    lost = tuple(path for path in differing if path in built.digests and path not in built.files)
    if lost:
        raise MissingError(lost)
    made = {path: MadeFile(content, built.digests[path]) for path, content in built.files.items()}
    return TreeChanges(made, [path for path in differing if path not in built.digests], output.identity)
