"""Shows the pages of articles that someone is looking at before the archive is linked.

Each is linked with its neighbourhood alone. Nothing of it is kept: the build makes the same pages again, among all
others.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from functools import partial

from generator.cache.digest import sha256_of_parts
from generator.cache.serialize import dumps, loads_kept
from generator.linking.link import Linker
from generator.linking.neighbourhood import Neighbourhood
from generator.outputs.article_inputs import Gatherer, Surroundings
from generator.outputs.page_context import site_of
from generator.pipeline.batches import Rendering
from generator.pipeline.build_context import Awaited, BuildContext
from generator.pipeline.compile_stage import CompiledArticle, Compiler, LoadedArticles
from generator.pipeline.last_build import BuildOptions, record_of
from generator.pipeline.plan_stage import article_parts, shared_parts
from generator.pipeline.render_stage import ArticlePages, Past, Record, Renderer
from generator.pipeline.site_data import SiteData
from generator.pipeline.site_images import pictures_among, with_copies
from generator.sources.read import Sources
from generator.urls import article_with
from generator.values import replace


def keep_names(context: BuildContext, articles: Sequence[CompiledArticle], site: SiteData) -> None:
    """Keep the names of all articles for the next build of a preview."""
    if context.awaited:
        context.awaited.names.keep(articles, site.settings, [article.source.id for article in articles])


def show_looked_at(
    site: SiteData | None, sources: Sources, compiler: Compiler, context: BuildContext, options: BuildOptions
) -> None:
    """Render and show the pages that someone is looking at, where they changed: see `BuildContext.awaited`.

    Of files that only withheld texts use, these pages show more than a build publishes.
    """
    awaited = context.awaited if site else None
    by_id = {source.id: source for source in sources.articles}
    wanted = {id for path in awaited.paths() if (id := article_with(path)) in by_id} if awaited else set()
    if not site or not awaited or not wanted:
        return
    articles = LoadedArticles(by_id, compiler)
    articles.load([source.id for source in awaited.names.changed(sources.articles, site.settings)])
    awaited.names.keep(articles.known.values(), site.settings, by_id)
    pages = _FirstPages(awaited, articles, site, sources, context, options)
    made = {path: data for id in sorted(wanted) for path, data in pages.of(id).items()}
    shown = {path: made[path] for path in awaited.paths() if path in made}
    if shown:
        awaited.show(shown)


class _FirstPages:
    """Makes the pages of single articles, each linked with its neighbourhood."""

    def __init__(
        self,
        awaited: Awaited,
        articles: LoadedArticles,
        site: SiteData,
        sources: Sources,
        context: BuildContext,
        options: BuildOptions,
    ) -> None:
        self._names, self._articles, self._site, self._sources = awaited.names.tables, articles, site, sources
        self._context, self._options = context, options
        self._templates = tuple(sorted(sources.templates.items()))

    def of(self, id: str) -> Mapping[str, bytes]:
        """The pages of an article that changed, by path. There are none where it is not published, where a template is
        broken, and where its neighbourhood is too large.

        Their history is that of the last build: an edit adds nothing to it, and a commit shows with the build."""
        site, cache = self._site, self._context.cache
        near = Neighbourhood(id, self._names, self._articles.facts, site.registry, site.settings)
        archive = Linker(near.symbols, site.settings, site.texts, near.cut).articles
        if not near.is_whole or id not in archive.articles_by_id:
            return {}
        files = dict(site.copied)
        pictures = pictures_among(files, files, self._sources)
        archive = dataclasses.replace(archive, files=frozenset(files), pictures=pictures)
        gather = Gatherer(with_copies(archive, self._context.published), self._articles.notes)
        article, known = archive.articles_by_id[id], self._articles.of(id)
        shown = site_of(archive, has_claims=self._names.has_claims())
        rendering = Rendering(self._templates, site.settings.language, shown)
        before = record_of(cache, self._options, id)
        around = gather.surroundings(article)
        former = loads_kept(cache.get(f"around:{before.around}"), Surroundings) if before else None
        plain = dumps(replace(around, cards=former.cards) if former else around)  # which takes longest to draw
        parts = (*shared_parts(rendering), *article_parts(known.head, sha256_of_parts(plain)))
        paths = tuple(path for path, _ in gather.page_paths(article))
        past = before.past if before else Past()
        history = cache.get(f"past:{past.shown}") or b""
        renderer = Renderer(self._context, rendering, self._sources.root, Record({id: before} if before else {}))
        renderer.articles(
            [ArticlePages(known.source, parts, partial(bytes, plain), paths, "", past, partial(bytes, history))]
        )
        return {} if renderer.is_broken else {p: data for p, data in renderer.made.items() if isinstance(data, bytes)}
