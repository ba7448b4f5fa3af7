"""Which pages there are to be, from what each is made, and whose each path is; then they are made, or left as they are.

Between the archive, which knows no page, and `making`, which knows no archive.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial

from generator.cache.serialize import dumps
from generator.model import Archive, Article, Registry, Settings
from generator.outputs.article_inputs import Gatherer, Surroundings
from generator.outputs.hubs import HUBS
from generator.outputs.page import Listing
from generator.outputs.page_context import Site, site_of
from generator.pipeline.build_context import BuildContext
from generator.pipeline.compile_stage import CompiledArticle, Compiler
from generator.pipeline.path_conflicts import Owners
from generator.pipeline.progress import Watch
from generator.pipeline.render_stage import ArticlePages, Parts, Record, Renderer
from generator.pipeline.result import About
from generator.pipeline.site_data import SiteData
from generator.pipeline.site_images import smaller_copies
from generator.pipeline.workers import SHORT, ArticleSummary, Rendering, sha256_of_parts, templates_for, view_of
from generator.sources.images import scaler
from generator.sources.read import Sources

SHARED = ("templates", "site")
"""The names of the parts that the pages of all articles have in common."""
LentNotes = Mapping[str, tuple[str, ...]]
"""Statements (by reference) that are shown on the pages of other articles: the ids of these."""
OF_ARTICLES = ("article.html", "claim.html", "repeat.html")
"""The templates that make an article's pages."""


def render_pages(
    archive: Archive, articles: Collection[CompiledArticle], site_data: SiteData, sources: Sources, compiler: Compiler,
    context: BuildContext, record: Record, watch: Watch,
) -> tuple[Renderer, LentNotes]:  # fmt: skip
    """Everything that the tree is to hold, made as far as it isn't there already; and which notes stand elsewhere."""
    own = tuple(sorted(sources.templates.items()))
    rendering = Rendering(own, site_data.settings.language, site_of(archive), context.stage)
    maker, owners = Renderer(context, rendering, sources.root, record), Owners(archive)
    known = {article.facts.id: article for article in articles if article.facts}
    of_articles = _Articles(archive, known, shared_parts(rendering), compiler, owners, record, site_data.registry)
    hubs = (page for plan in HUBS for page in plan(archive) if owners.claim(page.path, page.owner))
    of_template, of_rows = templates_for(own, site_data.settings.language).digest, of_articles.signs.of_listing
    maker.all_pages(of_articles.pages(watch), hubs, of_template, of_rows)
    maker.pictures(_smaller_pictures(archive, site_data, owners))
    for path, source in site_data.copied:
        if owners.claim(path, f"the file {source}", source):
            maker.copy(path, source, site_data.digests[source])
    of_templates = templates_for(own, site_data.settings.language).problems()
    maker.found += (*owners.diagnostics, *of_templates)
    maker.is_broken |= bool(of_templates)
    return maker, of_articles.lent


def about(archive: Archive) -> About:
    settings = archive.settings
    return About(len(archive.articles), len(archive.claims), settings.url, settings.strict, site_of(archive).home)


def shared_parts(rendering: Rendering) -> Parts:
    """What the pages of all articles are made from."""
    known = templates_for(rendering.site_templates, rendering.language)
    of_templates = sha256_of_parts(rendering.language, *map(known.digest, OF_ARTICLES))[:SHORT]
    return ("templates", of_templates), ("site", sha256_of_parts(dumps(rendering.site, Site))[:SHORT])


def article_parts(head: ArticleSummary, around: str) -> Parts:
    """What the pages of an article are made from, beside what all are; `around` is the digest of what surrounds it."""
    named = {"facts": head.facts, "body": head.body, "notes": head.notes, "around": around}
    return tuple((name, digest[:SHORT]) for name, digest in named.items())


class _Articles:
    """The pages of all articles. Fills `lent` and the `signs` on the way."""

    def __init__(
        self,
        archive: Archive,
        known: Mapping[str, CompiledArticle],
        shared: Parts,
        compiler: Compiler,
        owners: Owners,
        before: Record,
        registry: Registry,
    ) -> None:
        self.lent: dict[str, tuple[str, ...]] = {}
        self.signs = RowDigests(archive)
        self._archive, self._known, self._shared, self._owners = archive, known, shared, owners
        self._gather = Gatherer(archive, lambda id: compiler.notes(known[id]))
        self._before = before.articles
        self._paths = {article.id: tuple(self._own_paths(article)) for article in archive.articles}
        speakers = tuple(record.speaker for record in archive.speakers)
        self._site_data = sha256_of_parts(dumps(archive.settings, Settings), repr((speakers, registry)))

    def pages(self, watch: Watch) -> Iterator[ArticlePages]:
        for article in watch("make", self._archive.articles):
            yield self._pages(article, self._known[article.id])

    def _pages(self, article: Article, known: CompiledArticle) -> ArticlePages:
        alone = self._alone(article, known.head)
        before = self._before.get(article.id)
        around = partial(self._around, article)
        if alone and before and before.alone == alone:
            digest = before.around
        else:
            plain = around()
            digest, around = sha256_of_parts(plain), partial(bytes, plain)
        self.signs.note(article.id, known.head, digest)
        parts = (*self._shared, *article_parts(known.head, digest))
        return ArticlePages(known.source, parts, around, self._paths[article.id], alone)

    def _own_paths(self, article: Article) -> Iterator[str]:
        """Of the paths of its pages those that are its own. All articles are asked before any other page is planned."""
        return (path for path, owner in self._gather.page_paths(article) if self._owners.claim(path, owner))

    def _alone(self, article: Article, head: ArticleSummary) -> str:
        """A digest that stays as it is only if what surrounds the article does; empty where that has to be gathered."""
        others = self._gather.alone(article)
        return sha256_of_parts(head.shown, self._site_data, repr(others)) if others else ""

    def _around(self, article: Article) -> bytes:
        around = self._gather.surroundings(article)
        for s in around.others:
            self.lent[s.ref] = (*self.lent.get(s.ref, ()), article.id)
        return dumps(around, Surroundings)


class RowDigests:
    """Digests of what rows of lists show: of each article, what others see of it and what surrounds it. All that a row
    shows is among these, or in the article of the claim that it repeats."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._settings = dumps(archive.settings, Settings)
        self._of_articles: dict[str, str] = {}

    def note(self, article: str, head: ArticleSummary, around: str) -> None:
        self._of_articles[article] = sha256_of_parts(head.shown, around)

    def of_listing(self, listing: Listing) -> str:
        signs = (sign for what in listing.shows for sign in (what, *self._of(what)))
        return sha256_of_parts(self._settings, view_of(listing.page), *listing.besides, *signs)

    def _of(self, what: str) -> Iterator[str]:
        statement = self._archive.statements.get(what)
        if statement is None:
            yield self._of_articles[what]
            return
        yield self._of_articles[statement.article]
        if statement.root != what:
            yield self._of_articles[statement.root.partition("#")[0]]


def _smaller_pictures(archive: Archive, site_data: SiteData, owners: Owners) -> Iterator[tuple[str, str, int, str]]:
    for path, original, width in smaller_copies(archive, site_data.copied):
        if owners.claim(path, f"a smaller copy of {original}"):
            yield path, original, width, sha256_of_parts(site_data.digests[original], str(width), scaler())[:SHORT]
