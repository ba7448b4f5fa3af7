"""The stages of a build: read, compile, link, check, render. Knows their order, not their work; publishes nothing."""

from __future__ import annotations

from pathlib import Path

from generator.cache.tables import CacheLostError
from generator.diagnostics import in_order
from generator.history.repository import NO_REPOSITORY
from generator.linking.link import Linker
from generator.linking.symbols import symbols_of
from generator.pipeline.build_context import BuildContext
from generator.pipeline.check_stage import check_linked
from generator.pipeline.compile_stage import Compiler, problems_of
from generator.pipeline.edit_stage import rebuild_edited
from generator.pipeline.first_pages import keep_names, show_looked_at
from generator.pipeline.history_stage import with_repository
from generator.pipeline.keep_stage import keep_whole
from generator.pipeline.last_build import BuildOptions, record_in, remember_build
from generator.pipeline.plan_stage import render_pages
from generator.pipeline.program_digest import program_digest
from generator.pipeline.progress import Step, Watch, no_progress
from generator.pipeline.result import Built, Sums
from generator.pipeline.site_data import read_site_data
from generator.pipeline.site_images import with_files
from generator.sources.read import Sources, read_sources
from generator.sources.stat_cache import load_stat_cache


def build_site(
    root: Path,
    drafts: bool = False,
    base_url: str = "",
    watch: Watch = no_progress,
    context: BuildContext | None = None,
    sources: Sources | None = None,
) -> Built:
    """Build the site in the folder `root`: the contents of its files, and all problems. `base_url` overrides `url` in
    site.yaml. Without a `context` nothing is cached; without `sources` they are read from the folder."""
    context = with_repository(context or BuildContext(), root)
    if sources is None:
        watch(Step.READ)
        sources = read_sources(root, load_stat_cache(context.cache, root))
    options = BuildOptions(drafts, base_url, program_digest(), context.repository or NO_REPOSITORY)
    try:
        return _build(sources, options, context, watch)
    except CacheLostError:
        return _build(sources, options, context, watch)  # the cache gives other tables now


def _build(sources: Sources, options: BuildOptions, context: BuildContext, watch: Watch) -> Built:
    compiler = Compiler(sources, context.cache, *context.workers, context.memory, sends=context.cluster is not None)
    given = sources, options, context, compiler, watch
    return rebuild_edited(*given) or _build_whole(*given)


def _build_whole(
    sources: Sources, options: BuildOptions, context: BuildContext, compiler: Compiler, watch: Watch
) -> Built:
    site, problems = read_site_data(sources, options.drafts, options.base_url)
    show_looked_at(site, sources, compiler, context, options)
    articles = compiler.compile(sources.articles, watch)
    if site is None:
        return Built(None, in_order([*problems, *problems_of(articles)]))
    watch(Step.LINK)
    symbols = symbols_of((article.facts for article in articles if article.facts), site.registry, site.settings)
    archive = Linker(symbols, site.settings, site.texts).whole()
    site, archive, of_files = with_files(archive, site, symbols, sources)
    record, tables = record_in(context.cache, options, sources.articles), context.cache.tables(options.key("tables"))
    renderer, archive, pages = render_pages(archive, articles, site, sources, compiler, context, record, tables, watch)
    found = check_linked(archive.files, symbols, articles, site, sources, compiler)
    problems += (*of_files, *renderer.found, *found.of_groups)
    last = keep_whole(tables, archive, symbols, articles, problems, found, pages, site, sources, options)
    remember_build(context.cache, options, record, tables, None if renderer.is_broken else renderer.record, last)
    sums = Sums(sources.stat_cache.read, compiler.compiled, renderer.rendered)
    keep_names(context, articles, site)
    made = None if renderer.is_broken else renderer.made
    problems = in_order([*problems, *found.in_articles, *problems_of(articles)])
    return Built(made, problems, last.about, archive, last.inputs, renderer.digests, sums, renderer.why, last.newest)
