"""Keeps what a build found that linked the whole archive, so that the next one only builds what an edit concerns."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from generator.cache.derived_tables import DerivedTables
from generator.cache.name_tables import NameTables
from generator.cache.tables import Tables
from generator.checks.traits import links_in
from generator.diagnostics import Diagnostic
from generator.linking.symbols import Symbols
from generator.model import Archive, Registry
from generator.outputs.page_context import site_of
from generator.pipeline.check_stage import Findings
from generator.pipeline.compile_stage import CompiledArticle
from generator.pipeline.derive_stage import derive_all
from generator.pipeline.kept_archive import SharedParts
from generator.pipeline.kept_names import keep_names_of
from generator.pipeline.last_build import BuildOptions, LastBuild, OfPages, newest_of
from generator.pipeline.plan_stage import about
from generator.pipeline.site_data import SiteData
from generator.sources.read import Sources
from generator.urls import article_at


def keep_whole(
    tables: Tables, archive: Archive, symbols: Symbols, articles: Sequence[CompiledArticle],
    problems: Iterable[Diagnostic], found: Findings, pages: OfPages, site: SiteData, sources: Sources,
    options: BuildOptions,
) -> LastBuild:  # fmt: skip
    """Put into the tables what all articles are called and how they are linked, where that is not known by now.

    Returns what else is kept. `problems` are those that no single article owns.
    """
    keep_names_of(articles, site.settings, NameTables(tables), [one.source.id for one in articles])
    derived = DerivedTables(tables)
    known = derived.digests()
    as_written = [one.facts for one in articles if one.facts]
    now = list(derive_all(archive, symbols, as_written, site.registry, found.of_articles))
    derived.replace((one for one in now if known.get(one.id) != one.digest), known.keys() - {one.id for one in now})
    return _last_build(archive, articles, problems, found, pages, site, sources, options)


def _last_build(
    archive: Archive, articles: Sequence[CompiledArticle], problems: Iterable[Diagnostic], found: Findings,
    pages: OfPages, site: SiteData, sources: Sources, options: BuildOptions,
) -> LastBuild:  # fmt: skip
    sources = dataclasses.replace(sources, articles=tuple(one.source for one in articles))
    shown = (one for one in articles if one.source.id in archive.articles_by_id)
    annotations = chain.from_iterable(one.facts.annotations for one in articles if one.facts)
    return LastBuild(
        world=options.world(sources),
        inputs=options.inputs(sources),
        site=site_of(archive),
        about=about(archive),
        digests=tuple(one.source.digest for one in articles),
        shared=SharedParts.of(archive),
        pages=pages,
        found=tuple(problems),
        of_articles={one.source.path: one.head.diagnostics for one in articles if one.head.diagnostics},
        unreadable=found.unreadable,
        newest=newest_of((one.head.latest, one.source.id) for one in shown),
        paragraph_digests={one.source.id: one.head.paragraph_digests for one in articles},
        has_lost_quotes=not all(one.placed for one in annotations),
        linked_to=tuple(sorted(set(_places_linked(archive, site.registry)))),
    )


def _places_linked(archive: Archive, registry: Registry) -> Iterator[tuple[str, str]]:
    """The places in articles that ordinary pages and the texts of shared speakers link to: article and fragment."""
    described = (speaker for speaker in registry.speakers.values() if speaker.description)
    of_speakers = (links_in(speaker.description, speaker.path) for speaker in described)
    for link in chain(*(page.links for page in archive.pages), *of_speakers):
        path, _, fragment = link.partition("#")
        if fragment:
            yield article_at(path), fragment
