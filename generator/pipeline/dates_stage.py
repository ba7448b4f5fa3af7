"""Builds a site as of a day, for `check` and `serve`: the problems then include dates that have not come yet.

They depend on the clock, so that no build keeps them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.checks.dates_to_come import article_dates_to_come, shared_dates_to_come
from generator.compiling.article import compile_article
from generator.diagnostics import Diagnostic, Location, in_order
from generator.formats.registry import read_registry
from generator.pipeline.build import build_site
from generator.pipeline.build_context import BuildContext
from generator.pipeline.progress import Watch, no_progress
from generator.pipeline.result import Built
from generator.sources.read import Sources, load_article, read_sources
from generator.sources.source_lines import source_lines
from generator.sources.stat_cache import StatCache

_DATED = re.compile(r"\b(?:date|accessed)\b[\"']?\s*:\s*[\"']?([0-9]{4}[0-9-]{0,6})")


def build_as_of(
    today: dt.date,
    root: Path,
    drafts: bool = False,
    base_url: str = "",
    watch: Watch = no_progress,
    context: BuildContext | None = None,
    sources: Sources | None = None,
) -> Built:
    """Build the site, as `build_site`, with a warning for each date after `today`."""
    sources = sources or read_sources(root)
    built = build_site(root, drafts, base_url, watch, context, sources)
    found = list(_found(built, today, sources))
    if not found:
        return built
    to_come = {one.location for one in found}  # such a date is after that of its article as well: one problem, not two
    known = [one for one in built.diagnostics if not _follows(one, to_come)]
    return replace(built, diagnostics=in_order([*known, *found]))


def _follows(problem: Diagnostic, to_come: set[Location]) -> bool:
    """Whether a problem only follows from a date that has not come yet."""
    if problem.code in {"dates-disagree", "reviewed-early"}:
        stem = problem.location.path.rpartition(".")[0]
        return any(at.path == f"{stem}.md" for at in to_come)
    return problem.code == "said-later" and problem.location in to_come


def _found(built: Built, today: dt.date, sources: Sources) -> Iterator[Diagnostic]:
    line_of = source_lines(sources.root, sources.edits)
    dated = [(path, data) for path, data in sources.source_files if _may_be_late(data, today)]
    yield from shared_dates_to_come(read_registry([], dated)[0], today, line_of)
    late = {id for date, id in built.newest if date > today.isoformat()}
    for source in sources.articles if late else ():
        if source.id in late:  # as `locate_again`: hardly ever is there one
            compiled = compile_article(load_article(sources.root, source, StatCache(str(sources.root))))
            if compiled.facts:
                yield from article_dates_to_come(compiled.facts, today, compiled.locations, line_of)


def _may_be_late(data: bytes, today: dt.date) -> bool:
    """Whether a file of sources is worth reading again: whether it seems to name a date after `today`."""
    return any(date > today.isoformat() for date in _DATED.findall(data.decode("utf-8", "replace")))
