"""Plans the pages of the site: what each is made from, and which path it gets. Then has them rendered.

It connects the archive, which knows no pages, with `render_stage`, which knows no archive.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache, partial

from generator.cache.digest import sha256_of_parts
from generator.cache.list_tables import ListTables
from generator.cache.serialize import dumps, loads
from generator.cache.store import Cache
from generator.cache.tables import Tables
from generator.history.reading import Histories
from generator.model import Archive, Article, Body, Registry
from generator.outputs.article_inputs import Gatherer, NotesOf
from generator.outputs.data_files import years_of
from generator.outputs.hubs import HubInputs, plan_hubs
from generator.outputs.page_context import site_of
from generator.pipeline.batches import SHORT, ArticleSummary, ArticleWork, Rendering, templates_for
from generator.pipeline.build_context import BuildContext
from generator.pipeline.compile_stage import CompiledArticle, Compiler
from generator.pipeline.data_stage import KeptRows, RowMaker
from generator.pipeline.history_stage import histories_of, history_inputs
from generator.pipeline.last_build import OfPages
from generator.pipeline.list_stage import ShownInLists, update_lists
from generator.pipeline.past_stage import Pasts
from generator.pipeline.path_conflicts import Owners
from generator.pipeline.progress import Step, Watch
from generator.pipeline.render_stage import ArticlePages, Parts, Past, Record, Renderer
from generator.pipeline.result import About
from generator.pipeline.search_stage import render_search
from generator.pipeline.site_cards import with_drawn_cards
from generator.pipeline.site_data import SiteData
from generator.pipeline.site_images import smaller_copies, with_copies
from generator.sources.images import scaler
from generator.sources.read import Sources
from generator.values import replace

SHARED = ("templates", "site")
"""The names of the parts that the pages of all articles share."""
_NOTES_IN_MEMORY = 1_000
"""Articles whose notes are kept while pages are planned, since several feeds show the same."""
OF_ARTICLES = ("article.html", "claim.html", "repeat.html")
"""The templates of the pages of an article."""


def render_pages(
    archive: Archive, articles: Collection[CompiledArticle], site_data: SiteData, sources: Sources, compiler: Compiler,
    context: BuildContext, record: Record, tables: Tables, watch: Watch,
) -> tuple[Renderer, Archive, OfPages]:  # fmt: skip
    """Render all pages and pictures whose key changed, and list the files to copy.

    Returns the renderer, which has the results, the archive with only those copies of pictures that could be made, and
    what a build after a few edits needs to know of the pages.
    """
    own = tuple(sorted(sources.templates.items()))
    stage = context.stage if context.is_stage_shared else None
    rendering = Rendering(own, site_data.settings.language, site_of(archive), stage)
    maker, owners = Renderer(context, rendering, sources.root, record), Owners(archive)
    archive = with_copies(archive, maker.pictures(_smaller_pictures(archive, site_data, owners)))
    templates = templates_for(own, site_data.settings.language)
    archive, without_cards = with_drawn_cards(archive, maker, owners.claim, templates, site_data, sources.tools)
    past = history_inputs(archive)
    histories, of_history = histories_of(past, context, sources.root, site_data.places)
    known = {article.facts.id: article for article in articles if article.facts}
    of_articles = _Articles(
        archive, known, shared_parts(rendering), compiler, owners, record, site_data.registry, histories, context.cache
    )
    maker.articles(of_articles.pages(watch))
    lists = ListTables(tables)
    tables.mark()
    concerned = update_lists(lists, archive, of_articles.shown, histories.of)
    row_maker = RowMaker(site_of(archive), tuple(code.key for code in archive.settings.codes))
    rows = KeptRows(row_maker, maker.record.articles, of_articles.row_work, context)
    years = years_of(archive, rows.key)
    hubs = HubInputs(archive, lists, of_articles.notes, of_articles.body, histories.of, years, rows)
    maker.hubs(plan_hubs(hubs), templates.digest, concerned, owners.claim)
    if rendering.site.urls.writes("search"):
        render_search(maker, context.cache, of_articles.again, owners.claim)
    for path, source in site_data.copied:
        if owners.claim(path, f"the file `{source}`", source):
            maker.copy(path, source, site_data.digests[source])
    of_templates = templates.problems()
    maker.found += (*owners.diagnostics, *of_templates, *without_cards, *of_history)
    maker.is_broken |= bool(of_templates)
    return maker, archive, OfPages(row_maker, years, concerned.ground, past)


def about(archive: Archive) -> About:
    """The numbers and settings of the site that a command reports."""
    settings = archive.settings
    return About(len(archive.articles), len(archive.claims), settings.url, settings.strict, site_of(archive).home)


def shared_parts(rendering: Rendering) -> Parts:
    """The digests of what all articles' pages are made from: the templates and the site-wide data."""
    known = templates_for(rendering.site_templates, rendering.language)
    of_templates = sha256_of_parts(rendering.language, *map(known.digest, OF_ARTICLES))[:SHORT]
    return ("templates", of_templates), ("site", sha256_of_parts(dumps(rendering.site))[:SHORT])


def article_parts(head: ArticleSummary, around: str) -> Parts:
    """The digests of what one article's pages are made from, besides `shared_parts`.

    `around` is the digest of its surroundings: what its pages show of other files.
    """
    named = {"facts": head.facts, "body": head.body, "notes": head.notes, "around": around}
    return tuple((name, digest[:SHORT]) for name, digest in named.items())


def shown_in_lists(head: ArticleSummary, around: str, past: Past) -> ShownInLists:
    """All that lists show of an article; `around` is the digest of its surroundings."""
    return ShownInLists(sha256_of_parts(head.shown, around, past.shown), head.notes)


class _Articles:
    """The pages of all articles. Iterating over `pages` fills `shown`: by the id of each article, what lists show of
    it."""

    def __init__(
        self,
        archive: Archive,
        known: Mapping[str, CompiledArticle],
        shared: Parts,
        compiler: Compiler,
        owners: Owners,
        before: Record,
        registry: Registry,
        histories: Histories,
        cache: Cache,
    ) -> None:
        self.shown: dict[str, ShownInLists] = {}
        self._archive, self._known, self._shared, self._owners = archive, known, shared, owners
        self._compiler = compiler
        self.notes: NotesOf = lru_cache(_NOTES_IN_MEMORY)(lambda id: compiler.notes(known[id]))
        """The rendered notes of an article."""
        self._gather = Gatherer(archive, self.notes)
        self._before = before.articles
        self._pasts = Pasts(archive, histories, registry, cache)
        self._paths = {article.id: tuple(self._own_paths(article)) for article in archive.articles}

    def pages(self, watch: Watch) -> Iterator[ArticlePages]:
        for article in watch(Step.RENDER, self._archive.articles):
            yield self._pages(article, self._known[article.id])

    def again(self, id: str) -> ArticlePages:
        """The pages of one article, as they were planned already."""
        return self._pages(self._archive.articles_by_id[id], self._known[id])

    def _pages(self, article: Article, known: CompiledArticle) -> ArticlePages:
        alone = self._alone(article, known.head)
        before = self._before.get(article.id)
        around = partial(self._around, article)
        if alone and before and before.alone == alone:
            digest = before.around
        else:
            plain = around()
            digest, around = sha256_of_parts(plain), partial(bytes, plain)
        past = self._pasts.of(article, self._paths[article.id], before.past if before else Past())
        self.shown[article.id] = shown_in_lists(known.head, digest, past)
        parts = (*self._shared, *article_parts(known.head, digest))
        history = partial(self._pasts.history, article, past)
        return ArticlePages(known.source, parts, around, self._paths[article.id], alone, past, history)

    def _own_paths(self, article: Article) -> Iterator[str]:
        """The paths of its pages that it gets. Articles claim their paths before any other page does."""
        return (path for path, owner in self._gather.page_paths(article) if self._owners.claim(path, owner))

    def _alone(self, article: Article, head: ArticleSummary) -> str:
        """A digest that changes whenever the surroundings of an unlinked article do; empty for a linked article.

        It spares gathering the surroundings of unlinked articles. It covers the settings, speakers and registry too,
        since the surroundings show names and roles from there.
        """
        others = self._gather.alone(article)
        cards = self._gather.cards(article)
        return sha256_of_parts(head.shown, self._pasts.shared, dumps(others), dumps(cards)) if others else ""

    def body(self, id: str) -> Body:
        """The text and the notes of an article."""
        return body_of(self._compiler, self._known[id])

    def row_work(self, id: str) -> ArticleWork:
        """What the rows of an article in the data are made from."""
        return row_work(
            self._compiler, self._known[id], dumps(self._gather.surroundings(self._archive.articles_by_id[id]))
        )

    def _around(self, article: Article) -> bytes:
        return dumps(self._gather.surroundings(article))


def body_of(compiler: Compiler, article: CompiledArticle) -> Body:
    """An article's text and notes."""
    body: Body = loads(compiler.part(article, "body"), Body)
    return replace(body, notes=compiler.notes(article))


def row_work(compiler: Compiler, article: CompiledArticle, around: bytes) -> ArticleWork:
    """What the rows of an article in the data are made from, given its serialized surroundings."""
    facts, body, notes = (compiler.part(article, part) for part in ("facts", "body", "notes"))
    return ArticleWork(facts, body, notes, around, frozenset())


def _smaller_pictures(archive: Archive, site_data: SiteData, owners: Owners) -> Iterator[tuple[str, str, int, str]]:
    for path, original, width in smaller_copies(archive, site_data.copied):
        if owners.claim(path, f"a smaller copy of `{original}`"):
            yield path, original, width, sha256_of_parts(site_data.digests[original], str(width), scaler())[:SHORT]
