"""Shows the pages of articles that someone is looking at before the lists of the archive are made.

Nothing of it is kept: the build makes the same pages again, among all others.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from generator.cache.digest import sha256_of_parts
from generator.cache.serialize import dumps, loads_kept
from generator.model import Archive
from generator.outputs.article_inputs import Gatherer, Surroundings
from generator.outputs.page_context import site_of
from generator.pipeline.batches import Rendering
from generator.pipeline.build_context import BuildContext
from generator.pipeline.compile_stage import CompiledArticle, Compiler
from generator.pipeline.fast_rebuild import BuildOptions, record_of
from generator.pipeline.plan_stage import article_parts, shared_parts
from generator.pipeline.render_stage import ArticlePages, Record, RenderedArticle, Renderer
from generator.pipeline.site_data import SiteData
from generator.pipeline.site_images import pictures_among, with_copies
from generator.sources.read import Sources
from generator.urls import article_with
from generator.values import replace


def show_looked_at(
    archive: Archive, articles: Collection[CompiledArticle], site: SiteData, sources: Sources, compiler: Compiler,
    context: BuildContext, options: BuildOptions,
) -> None:  # fmt: skip
    """Render and show the pages that someone is looking at, where they changed: see `BuildContext.awaited`.

    The archive needs no lists. Of files that only withheld texts use, these pages show more than a build publishes.
    """
    awaited = context.awaited
    paths = awaited.paths() if awaited else frozenset()
    wanted = {id for path in paths if (id := article_with(path)) in archive.articles_by_id}
    if not awaited or not wanted:
        return
    files = dict(site.copied)
    pictures = pictures_among(files, files, sources)
    archive = with_copies(dataclasses.replace(archive, files=frozenset(files), pictures=pictures), context.published)
    rendering = Rendering(tuple(sorted(sources.templates.items())), site.settings.language, site_of(archive))
    known = {id: record_of(context.cache, options, id) for id in wanted}
    pages = _FirstPages(archive, articles, rendering, compiler, context)
    renderer = Renderer(context, rendering, sources.root, Record({id: one for id, one in known.items() if one}))
    renderer.articles(pages.of(id, known[id]) for id in sorted(wanted))
    made = {path: data for path, data in renderer.made.items() if path in paths and isinstance(data, bytes)}
    if made and not renderer.is_broken:
        awaited.show(made)


class _FirstPages:
    """What the pages of single articles are made from, of an archive without lists."""

    def __init__(
        self,
        archive: Archive,
        articles: Collection[CompiledArticle],
        rendering: Rendering,
        compiler: Compiler,
        context: BuildContext,
    ) -> None:
        self._archive, self._cache = archive, context.cache
        self._known = {article.facts.id: article for article in articles if article.facts}
        self._shared = shared_parts(rendering)
        self._gather = Gatherer(archive, lambda id: compiler.notes(self._known[id]))

    def of(self, id: str, before: RenderedArticle | None) -> ArticlePages:
        """The pages of an article; `before` is the record of the last build, which knows the pictures for links."""
        article, known = self._archive.articles_by_id[id], self._known[id]
        around = self._gather.surroundings(article)
        former: Surroundings | None = (
            loads_kept(self._cache.get(f"around:{before.around}"), Surroundings) if before else None
        )
        plain = dumps(replace(around, cards=former.cards) if former else around)
        parts = (*self._shared, *article_parts(known.head, sha256_of_parts(plain)))
        paths = tuple(path for path, _ in self._gather.page_paths(article))
        return ArticlePages(known.source, parts, lambda: plain, paths)
