"""The program in a page: read, compile, link, check, make. Knows the order, not how; it publishes nothing."""

from __future__ import annotations

from pathlib import Path

from generator.checks.registry import check
from generator.compiling.article import without_facts
from generator.diagnostics import Diagnostic, in_order
from generator.linking.link import link_named
from generator.linking.symbols import Names, names_of
from generator.model import Archive
from generator.pipeline.compile_stage import Compiler, Places, Understood
from generator.pipeline.fast_rebuild import Asked, keep, last_of, record_in, retouched
from generator.pipeline.plan_stage import make_pages
from generator.pipeline.program_digest import program
from generator.pipeline.progress import Watch, unwatched
from generator.pipeline.render_stage import Means
from generator.pipeline.result import Built, Sums
from generator.pipeline.site_data import Ground, read_ground
from generator.pipeline.site_images import with_files
from generator.sources.read import Sources, read_sources
from generator.sources.source_lines import source_lines
from generator.sources.stat_cache import seen_in


def build(
    root: Path,
    drafts: bool = False,
    base_url: str = "",
    watch: Watch = unwatched,
    means: Means | None = None,
    sources: Sources | None = None,
) -> Built:
    """The whole site in the folder `root`; `base_url` takes the place of `url` in site.yaml. Without `means` all of it
    is made, and nothing remembered. `sources` are given where they have been read already."""
    means = means or Means()
    if sources is None:
        watch("read")
        sources = read_sources(root, seen_in(means.memo, root))
    asked = Asked(drafts, base_url, program())
    compiler = Compiler(sources, means.memo, means.pool, means.jobs)
    return retouched(sources, asked, means, compiler, watch) or _from_the_ground(sources, asked, means, compiler, watch)


def _from_the_ground(sources: Sources, asked: Asked, means: Means, compiler: Compiler, watch: Watch) -> Built:
    articles = compiler.understand(sources.articles, watch)
    ground, found = read_ground(sources, asked.drafts, asked.base_url)
    of_articles = [d for article in articles for d in article.head.diagnostics]
    if ground is None:
        return Built(None, in_order([*found, *of_articles]))
    watch("link")
    names = names_of((article.facts for article in articles if article.facts), ground.registry, ground.settings)
    archive = link_named(names, ground.settings, ground.texts)
    archive = with_files(archive, ground.copied, sources.picture_sizes)
    found += _checked(archive, names, articles, ground, sources, compiler)
    record = record_in(means.memo, asked, sources.articles)
    maker, lent = make_pages(archive, articles, ground, sources, compiler, means, record, watch)
    found += maker.found
    last = last_of(archive, articles, found, lent, sources, asked)
    keep(means.memo, asked, record, None if maker.is_broken else maker.record, last)
    sums = Sums(sources.seen.read, compiler.compiled, maker.rendered)
    files = None if maker.is_broken else maker.made
    found = in_order([*found, *of_articles])
    return Built(files, found, last.about, archive, last.inputs, maker.digests, sums, maker.why)


def _checked(
    archive: Archive, names: Names, articles: list[Understood], ground: Ground, sources: Sources, compiler: Compiler
) -> list[Diagnostic]:
    facts, pages = [article.facts for article in articles], [page.facts for page in ground.pages]
    return check(
        facts=filter(None, facts), registry=ground.registry, settings=ground.settings, pages=filter(None, pages),
        files=archive.files, settings_locations=ground.places, locations=Places(articles, ground.pages, compiler),
        unreadable=without_facts(sources.articles, facts) | without_facts(sources.pages, pages),
        line_of=source_lines(sources.root), names=names,
    )  # fmt: skip
