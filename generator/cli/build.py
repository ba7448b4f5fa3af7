"""The commands that build: what is asked for is done, said and given back as an exit code.

What is loaded only for a build that has something to do is imported late: one that hasn't ends within moments.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cache.serialize import dumped, remembered
from generator.cache.store import Memo
from generator.cli.arguments import base_url_of, console_of, name_of, output_of, settings_of, site_of
from generator.cli.console import Console
from generator.cli.exit_codes import Exit
from generator.cli.messages import (
    not_verified,
    not_written,
    number,
    say_nothing_changed,
    say_sums,
    say_what_was_built,
)
from generator.cli.progress import Progress
from generator.diagnostics import has_errors
from generator.pipeline.input_digest import inputs_of
from generator.pipeline.processes import cores, memo_folder, memo_in, processes, profiled
from generator.pipeline.program_digest import program
from generator.pipeline.result import Built, Done, Sums
from generator.publishing.lock import one_build_at_a_time
from generator.publishing.manifest import Manifest, SiteName, published_inputs, read_manifest
from generator.publishing.publish import (
    MissingError,
    OutputRefusedError,
    Published,
    digest_of,
    mend,
    publish,
    refuse_reason,
    stage,
    unstage,
)
from generator.sources.read import Sources, read_sources
from generator.sources.source_lines import source_lines
from generator.sources.stat_cache import keep_seen, seen_in

if TYPE_CHECKING:
    from generator.pipeline.render_stage import Means


_MANY = 200
"""Articles. What many make is put into files by the processes that make it, and not sent to the one that publishes."""


@dataclass(frozen=True, slots=True)
class Task:
    """A build that was asked for."""

    console: Console
    root: Path
    output: Path
    drafts: bool
    base_url: str
    strict: bool = False
    jobs: int = 1

    @staticmethod
    def of(arguments: Namespace) -> Task:
        root = site_of(arguments)
        return Task(
            console_of(arguments),
            root,
            output_of(arguments, root),
            arguments.drafts,
            base_url_of(arguments.base_url),
        )


def build(arguments: Namespace) -> int:
    """Build the site and publish it into its output folder."""
    jobs = 1 if arguments.profile else arguments.jobs or cores()  # what other processes do is in no profile
    task = replace(Task.of(arguments), strict=arguments.strict, jobs=jobs)
    try:
        with profiled(arguments.profile):
            code = _built_and_said(task, memo_folder(task.root, arguments.memo))
    except OSError as error:
        raise OutputRefusedError(not_written(error, task.output)) from error
    if arguments.profile:
        task.console.say(f"Where the time went: python -m pstats {arguments.profile}")
    return _verified(task, code) if arguments.verify and code == Exit.DONE else code


def _built_and_said(task: Task, folder: Path) -> int:
    if published_inputs(task.output) is None:  # there may be anything: nothing is written before that is known
        _site_name(task)
    with one_build_at_a_time(folder), _remembering(task, folder) as memo:
        progress = Progress(task.console.err, seconds=task.console.verbose)
        progress("read")
        sources = read_sources(task.root, seen_in(memo, task.root))
        inputs = inputs_of(sources, task.drafts, task.base_url, program())
        done = _done_already(task, memo, inputs)
        if done is None:
            return _build_and_publish(task, sources, memo, progress)
        keep_seen(memo, sources.seen)
        memo.save()
        progress.end_step()
    task.console.show(done.diagnostics, source_lines(task.root), task.root)
    say_nothing_changed(task.console, done, task.output)
    if task.console.verbose:
        say_sums(task.console, Sums(sources.seen.read), done.files, None)
    return _code(done, task.strict)


@contextmanager
def _remembering(task: Task, folder: Path) -> Iterator[Memo]:
    """The memo. What is wrong with it is said at once; what turns out to be, in the end."""
    with memo_in(folder) as memo:
        word = memo.word
        if word:
            task.console.say(word)
        yield memo
        if memo.word != word:
            task.console.say(memo.word)


def _verified(task: Task, code: int) -> int:
    """Whether the output is what a clean build makes: every file is read and compared."""
    from generator.pipeline.build import build as build_site

    clean = build_site(task.root, task.drafts, task.base_url).digests
    there = read_manifest(task.output)
    listed = there.files if there else {}
    wrong = sorted(path for path in {**clean, **listed} if clean.get(path) != listed.get(path))
    wrong += sorted(path for path in clean if path not in wrong and not _stands(task.output / path, clean[path]))
    if not wrong:
        task.console.say(f"Verified: {number(len(clean), 'file')}, each as a clean build makes it.")
        return code
    task.console.complain(*not_verified(wrong, task.output))
    return Exit.PROBLEMS


def _stands(path: Path, digest: str) -> bool:
    try:
        return digest_of(path) == digest
    except OSError:
        return False


def _is_held_back(built: Built | Done, strict: bool) -> bool:
    """Whether nothing may be published because something is wrong and the site wants all or nothing."""
    wants_all = strict or (built.about is not None and built.about.strict)
    return wants_all and any(d.severity != "notice" for d in built.diagnostics)


def _code(built: Built | Done, strict: bool) -> int:
    return Exit.PROBLEMS if has_errors(built.diagnostics) or _is_held_back(built, strict) else Exit.DONE


def _done_already(task: Task, memo: Memo, inputs: str) -> Done | None:
    """What is known of the published tree, if it was made from these very inputs."""
    if published_inputs(task.output) != inputs:
        return None
    done: Done | None = remembered(memo.get(f"done:{inputs}"), Done)
    return None if done is None or _is_held_back(done, task.strict) else done


def _build_and_publish(task: Task, sources: Sources, memo: Memo, progress: Progress) -> int:
    site = _site_name(task)
    with _means(task, site, len(sources.articles), memo) as means:
        built = _build(task, sources, means, progress)
        progress.end_step()
        task.console.show(built.diagnostics, source_lines(task.root), task.root)
        published = None
        if site and built.files is not None and not _is_held_back(built, task.strict):
            progress("write")
            built, published = _published(task, sources, site, means, built)
            progress.end_step()
    if published and built.about:
        done = Done(built.about, tuple(built.diagnostics), len(built.digests))
        memo.put_all({f"done:{built.inputs}": dumped(done, Done)})
        memo.save()
    say_what_was_built(task.console, built, published, task.output)
    if task.console.verbose:
        say_sums(task.console, built.sums, len(built.digests), published)
    return _code(built, task.strict)


def _site_name(task: Task) -> SiteName | None:
    """What the site is called; None where its settings are broken. Raises OutputRefusedError where the output is not
    this site's."""
    settings = settings_of(task.root)
    reason = refuse_reason(task.output, task.root, name_of(settings), at_a_glance=True) if settings else None
    if reason:
        raise OutputRefusedError(reason)
    return name_of(settings) if settings else None


def _build(task: Task, sources: Sources, means: Means, progress: Progress) -> Built:
    from generator.pipeline.build import build as build_site

    return build_site(task.root, task.drafts, task.base_url, progress, means, sources)


@contextmanager
def _means(task: Task, site: SiteName | None, articles: int, memo: Memo) -> Iterator[Means]:
    """What this build works with: the memo, other processes, and the output as it stands."""
    from generator.pipeline.render_stage import Means

    published = _manifest(task, site) if site else None
    many = articles >= _MANY and site is not None
    with processes(task.jobs if many else 1) as pool:
        try:
            folder = stage(task.output, task.root, site) if many and site else None
            known = (published.files, published.inputs) if published else ({}, "")
            yield Means(memo, pool, task.jobs, *known, folder)
        finally:
            if many and site:
                unstage(task.output)


def _manifest(task: Task, site: SiteName) -> Manifest | None:
    """That of the output as it stands, once what a killed build left half done is finished."""
    mend(task.output, task.root, site)
    return read_manifest(task.output)


def _published(task: Task, sources: Sources, site: SiteName, means: Means, built: Built) -> tuple[Built, Published]:
    """What was published, and what was done for it. What should stand in the output and doesn't is made once more."""
    assert built.files is not None, "there is nothing to publish"
    try:
        return built, publish(built.files, task.output, task.root, site, built.inputs, built.digests)
    except MissingError as error:
        lost = frozenset(error.paths)
        assert not lost <= means.remake, "what was made once more is still missing"
        means = replace(means, remake=means.remake | lost)
        again = _build(task, sources, means, Progress(sys.stderr))
        return _published(task, sources, site, means, again)
